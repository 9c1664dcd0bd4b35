"""What is wrong in an agreement although every line of it can be read: readings that nothing asks for, and the like.

clause help                                    no clause can be due `at once` unless the agreement
every party must assist every other party  says by a reading what `at once` is
at once
"""

from collections.abc import Iterator

from foedus.lang import codes, instrument, letters, not_run, uses
from foedus.lang.lexicon import Lexicon
from foedus.model.agreement import Agreement, Clause, Document, EventRule, Example, FactRule, Reading
from foedus.model.terms import Count, ReadingIs
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
    found += [_unasked(reading) for name, reading in readings.items() if name not in used]
    for document in agreement.documents:
        found += [*not_run.findings(document), *_deadlines(document), *uses.findings(document)]
        for item in document.items:
            found += [each.under(item.article) for each in (*letters.findings(item), *codes.findings(item))]
    found += instrument.findings(agreement, standard)
    return [each for each in found if each is not None]


def _asked(document: Document) -> Iterator[Asked]:
    for item in document.items:
        if isinstance(item, Example):
            yield from ((name, value, item.span, item.article) for name, value in item.readings)
        elif isinstance(item, (Clause, FactRule, EventRule)):
            for name, value, span in (*_by_lengths(item), *_by_conditions(item)):
                yield name, value, span, item.article


def _by_lengths(item: Clause | FactRule | EventRule) -> Iterator[tuple[str, str, Span]]:
    """Readings that give a length of time; a letter of a clause form is none."""
    if isinstance(item, Clause) and item.deadline is not None:
        blanks = {"", *(letter for _, letter in item.parameters)}
        if item.deadline.reading not in blanks:
            yield item.deadline.reading, "", item.deadline.span
    elif isinstance(item, FactRule):
        for bound in item.spans:
            if isinstance(bound.length, str):
                yield bound.length, "", bound.span


def _by_conditions(item: Clause | FactRule | EventRule) -> Iterator[tuple[str, str, Span]]:
    blanks = {letter for _, letter in item.parameters} if isinstance(item, Clause) else set()
    for limit in item.limits:
        for test in limit.conditions:
            if isinstance(test, ReadingIs):
                yield test.reading, test.value, test.span
            elif isinstance(test, Count) and not test.than[:1].isdigit() and test.than not in blanks:
                yield test.than, "", test.span


def _wrongly_asked(each: Asked, readings: dict[str, Reading]) -> Diagnostic | None:
    name, value, span, article = each
    if name not in readings:
        hint = f"declare it with `reading {name} = ...`; there are {', '.join(readings) or 'none'}"
        return error("unknown-reading", f"no reading is called `{name}`", span, hint).under(article)
    if value and value not in readings[name].values:
        hint = f"its values are {' or '.join(readings[name].values)}"
        return error("unknown-value", f"reading {name} has no value `{value}`", span, hint).under(article)
    return None


def _unasked(reading: Reading) -> Diagnostic:
    hint = "ask for it in a condition or a deadline, or leave it out: choosing another value would change nothing"
    return error("unasked-reading", f"no line asks for the reading {reading.name}", reading.span, hint).under(
        reading.article
    )


def _deadlines(document: Document) -> Iterator[Diagnostic]:
    for item in document.items:
        is_duty = isinstance(item, Clause) and item.act.modal == "must" and item.act.deeds[0].form.is_event
        if is_duty and isinstance(item, Clause) and item.deadline is None:
            hint = "add `within 14 days` or `at once`; without a deadline the duty is breached only by refusal"
            title = f"duty {item.name} has no deadline"
            yield warning("no-deadline", title, item.act.span, hint).under(item.article)
