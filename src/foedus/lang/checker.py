"""What is wrong in an agreement although every line of it can be read: readings that nothing asks for, and the like.

clause help                                    no clause can be due `at once` unless the agreement
every party must assist every other party  says by a reading what `at once` is
at once
"""

from collections.abc import Iterator

from foedus.lang import codes, instrument, letters
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import did_you_mean
from foedus.lang.proper import narrowed
from foedus.model.agreement import Agreement, Clause, Document, EventRule, Example, FactRule, Reading
from foedus.model.moments import Duration
from foedus.model.terms import ReadingIs
from foedus.text.diagnostic import Diagnostic, error, warning
from foedus.text.source import Span

Asked = tuple[str, str, Span, str]
"""A reading that some line asks for, the value it asks for ("" for any), where, and under which article."""


def findings(agreement: Agreement, standard: Lexicon) -> list[Diagnostic]:
    """The faults of an agreement as a whole; empty for a sound one. `standard` is what every agreement may say."""
    readings = {
        item.name: item for document in agreement.documents for item in document.items if isinstance(item, Reading)
    }
    asked = [each for document in agreement.documents for each in _asked(document)]
    used = {name for name, *_ in asked}
    found = [_wrongly_asked(each, readings) for each in asked]
    found += _deadlines(agreement, readings)
    found += [_unasked(reading) for name, reading in readings.items() if name not in used]
    for document in agreement.documents:
        found += _clauses(document)
        for item in document.items:
            found += [each.under(item.article) for each in (*letters.findings(item), *codes.findings(item))]
    found += instrument.findings(agreement, standard)
    return [each for each in found if each is not None]


def _asked(document: Document) -> Iterator[Asked]:
    for item in document.items:
        if isinstance(item, Clause) and item.deadline is not None and item.deadline.reading:
            yield item.deadline.reading, "", item.deadline.span, item.article
        if isinstance(item, (Clause, FactRule, EventRule)):
            for limit in item.limits:
                for test in limit.conditions:
                    if isinstance(test, ReadingIs):
                        yield test.reading, test.value, test.span, item.article
        if isinstance(item, Example):
            for name, value in item.readings:
                yield name, value, item.span, item.article


def _wrongly_asked(each: Asked, readings: dict[str, Reading]) -> Diagnostic | None:
    name, value, span, article = each
    if name not in readings:
        hint = did_you_mean(name, readings, f"declare it with `reading {name} = ...`; "
                                            f"there are {', '.join(readings) or 'none'}")  # fmt: skip
        return error("unknown-reading", f"no reading is called `{name}`", span, hint).under(article)
    if value and value not in readings[name].values:
        hint = did_you_mean(value, readings[name].values, f"its values are {' or '.join(readings[name].values)}")
        return error("unknown-value", f"reading {name} has no value `{value}`", span, hint).under(article)
    return None


def _deadlines(agreement: Agreement, readings: dict[str, Reading]) -> Iterator[Diagnostic]:
    """Readings that say by when something is due, and have a value that is no length of time."""
    named = [item.deadline.reading for document in agreement.documents for item in document.items
             if isinstance(item, Clause) and item.deadline is not None]  # fmt: skip
    for name in dict.fromkeys(named):
        reading = readings.get(name)
        wrong = [value for value in reading.values if Duration.of(value) is None] if reading is not None else []
        if reading is not None and wrong:
            title = f"a deadline hangs on the reading {name}, but `{wrong[0]}` is no length of time"
            hint = "every value of such a reading is a length, such as `7 days or 1 day`"
            yield error("bad-reading", title, narrowed(reading.span, wrong[0]), hint).under(reading.article)


def _unasked(reading: Reading) -> Diagnostic:
    hint = "ask for it in a condition or a deadline, or leave it out: choosing another value would change nothing"
    return error("unasked-reading", f"no line asks for the reading {reading.name}", reading.span, hint).under(
        reading.article
    )


def _clauses(document: Document) -> Iterator[Diagnostic]:
    for item in document.items:
        if not isinstance(item, Clause):
            continue
        if item.act.modal not in ("must", "must not"):
            hint = "this version runs duties (`must`) and bans (`no party may`, `must not`)"
            title = f"clause {item.name} says `{item.act.modal}`, which cannot be run yet"
            yield error("not-run", title, item.act.span, hint).under(item.article)
        elif any(not deed.form.is_event for deed in item.act.deeds):
            hint = "this version runs acts: say what a party must do, or must not do, to keep it so"
            title = f"clause {item.name} is about a state of affairs (`be`, `have`), which cannot be run yet"
            yield error("not-run", title, item.act.span, hint).under(item.article)
        elif item.act.modal == "must" and item.deadline is None:
            hint = "add `within 14 days` or `at once`; without a deadline the duty is never breached"
            yield warning("no-deadline", f"duty {item.name} has no deadline", item.act.span, hint).under(item.article)
