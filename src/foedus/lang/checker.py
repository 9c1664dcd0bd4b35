"""What is wrong in an agreement although every line of it can be read: readings that nothing asks for, and the like.

clause help                                    no clause can be due `at once` unless the agreement
every party must assist every other party  says by a reading what `at once` is
at once
"""

from collections.abc import Iterable, Iterator

from foedus.lang import clause_names, codes, instrument, letters, not_run, precedence, uses
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import did_you_mean
from foedus.lang.proper import narrowed
from foedus.model.agreement import Agreement, Bound, Clause, Document, EventRule, Example, FactRule, Item, Reading
from foedus.model.moments import Duration
from foedus.model.terms import Count, Holds, IsOneOf, Past, Quantified, ReadingIs, Sentence, Term
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
        found += [*not_run.findings(document), *_clauses(document), *uses.findings(document)]
        for item in document.items:
            found += [each.under(item.article) for each in (*letters.findings(item), *codes.findings(item))]
            found += [each.under(item.article) for each in _all_and_none(item)]
    if agreement.record.signed is None:
        found += [each for document in agreement.documents for item in document.items for each in _unsigned(item)]
    found += [*instrument.findings(agreement, standard), *clause_names.findings(agreement)]
    found += precedence.findings(agreement)
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
    blanks = {"", *(letter for _, letter in item.parameters)} if isinstance(item, Clause) else {""}
    for name, span in _lengths(item):
        if isinstance(name, str) and name not in blanks:
            yield name, "", span


def _lengths(item: Clause | FactRule | EventRule) -> Iterator[tuple[Duration | str | None, Span]]:
    """What an item has in the place of lengths of time, by the line that it stands in."""
    happened = [test.condition if isinstance(test, Count) else test for each in item.limits for test in each.conditions]
    yield from ((test.length, test.sentence.span) for test in happened if isinstance(test, Past))
    if isinstance(item, Clause):
        recurring = [item.recurrence]
        yield from [(item.deadline.reading, item.deadline.span)] if item.deadline is not None else []
    elif isinstance(item, FactRule):
        recurring = [item.only_every]
    else:
        return
    yield from ((line.every, line.span) for line in recurring if line is not None)
    yield from ((bound.length, bound.span) for bound in _bounds(item))


def _bounds(item: Item) -> list[Bound]:
    """The moments that an item names."""
    found: list[Bound | None] = []
    if isinstance(item, Clause):
        found = [item.deadline.moment if item.deadline else None, item.recurrence.start if item.recurrence else None]
    elif isinstance(item, FactRule):
        found = [*item.spans, item.only_every.start if item.only_every else None]
    return [each for each in found if each is not None]


def _unsigned(item: Item) -> Iterator[Diagnostic]:
    """Moments that are counted from a signature which the record does not give."""
    is_clause = isinstance(item, Clause)
    for bound in _bounds(item):
        if bound.moment == "signature" and (is_clause or bound.word != "from" or bound.length is not None):
            title = "the record gives no day of signature from which anything could be counted"
            hint = "add a line `signed 1939-07-25` to the record, or name a date"
            yield error("bad-line", title, bound.span, hint).under(item.article)


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
        hint = did_you_mean(name, readings, f"declare it with `reading {name} = ...`; "
                                            f"there are {', '.join(readings) or 'none'}")  # fmt: skip
        return error("unknown-reading", f"no reading is called `{name}`", span, hint).under(article)
    if value and value not in readings[name].values:
        hint = did_you_mean(value, readings[name].values, f"its values are {' or '.join(readings[name].values)}")
        return error("unknown-value", f"reading {name} has no value `{value}`", span, hint).under(article)
    return None


def _deadlines(agreement: Agreement, readings: dict[str, Reading]) -> Iterator[Diagnostic]:
    """Readings that give a length of time, and have a value that is none."""
    items = [item for document in agreement.documents for item in document.items]
    named = [each for item in items if isinstance(item, (Clause, FactRule, EventRule)) for each, _ in _lengths(item)]
    for name in dict.fromkeys(each for each in named if isinstance(each, str)):
        reading = readings.get(name)
        wrong = [value for value in reading.values if Duration.of(value) is None] if reading is not None else []
        if reading is not None and wrong:
            title = f"a length of time hangs on the reading {name}, but `{wrong[0]}` is none"
            hint = "every value of such a reading is a length, such as `7 days or 1 day`"
            yield error("bad-reading", title, narrowed(reading.span, wrong[0]), hint).under(reading.article)


def _unasked(reading: Reading) -> Diagnostic:
    hint = "ask for it in a condition or a deadline, or leave it out: choosing another value would change nothing"
    return error("unasked-reading", f"no line asks for the reading {reading.name}", reading.span, hint).under(
        reading.article
    )


def _clauses(document: Document) -> Iterator[Diagnostic]:
    refused = [finding.span.begin for finding in not_run.findings(document)]
    for item in document.items:
        if any(item.span.begin <= begin < item.span.end for begin in refused):
            continue  # what cannot be run is told once
        yield from _never(item)
        if isinstance(item, FactRule):
            yield from _ending(item)
        elif isinstance(item, Clause) and item.act.modal == "must not" and item.act.deeds[0].form.is_event:
            yield from _of_a_ban(item)
        elif isinstance(item, Clause) and _lacks_deadline(item):
            hint = "add `within 14 days` or `at once`; without a deadline the duty is breached only by refusal"
            title = f"duty {item.name} has no deadline"
            yield warning("no-deadline", title, item.act.span, hint).under(item.article)


def _lacks_deadline(item: Clause) -> bool:
    return item.act.modal == "must" and item.act.deeds[0].form.is_event and item.deadline is None


def _never(item: Item) -> Iterator[Diagnostic]:
    """What would recur without any time between."""
    line = item.recurrence if isinstance(item, Clause) else item.only_every if isinstance(item, FactRule) else None
    if line is not None and isinstance(line.every, Duration) and line.every.count == 0:
        title = f"`every {line.every}` leaves no time between"
        yield error("bad-duration", title, line.span, "write a length such as `every 6 months`").under(item.article)


def _of_a_ban(item: Clause) -> Iterator[Diagnostic]:
    """Lines that open, end or time a duty: a ban has none of them."""
    hint = "a ban is broken by the deed itself: write `while` or `where` for what must be so at that moment"
    lines = [("when", opener.sentence.span) for opener in item.openers]
    lines += [("until", sentence.span) for sentence in item.until]
    moment = item.deadline.moment if item.deadline is not None else None
    lines += [(moment.word if moment else "within", item.deadline.span)] if item.deadline is not None else []
    for word, span in lines:
        yield error("bad-line", f"clause {item.name} is a ban, which has no `{word}`", span, hint).under(item.article)


def _ending(item: FactRule) -> Iterator[Diagnostic]:
    """A fact without `from` holds from the beginning: nothing asks its conditions, and a date cannot end it for all."""
    put_off = [bound.span for bound in item.spans if bound.word == "not before"]
    put_off += [each.span for each in item.not_while] + ([item.only_every.span] if item.only_every else [])
    if put_off and not any(bound.word == "until" for bound in item.spans):
        title = f"nothing ends the fact `{item.head.form.key}`, so that its end could be put off"
        yield error("bad-line", title, put_off[0], "add a line `until ...`, or leave this line out").under(item.article)
    if not item.spans or any(bound.word == "from" for bound in item.spans):
        return
    if item.limits:
        title = f"the fact `{item.head.form.key}` has no `from`, so its conditions would never be asked"
        hint = "add a line `from ...`, at which they are asked, or leave them out"
        yield error("bad-line", title, item.limits[0].span, hint).under(item.article)
    ends = [bound for bound in item.spans if bound.word == "until" and not isinstance(bound.moment, Sentence)]
    if any(letters.letters(item.head)) and not all(letters.is_spread(item.head, bound) for bound in ends):
        title = f"`{item.head.form.key}` cannot end by date for whoever its letters stand for"
        hint = "add a line `from` with an event that says for whom it begins, or name them instead of the letters"
        yield error("bad-line", title, item.span, hint).under(item.article)


def _all_and_none(item: Item) -> Iterator[Diagnostic]:
    """`every` and `no` where they would be taken for "some": a fact in a condition may be denied by `no`, once."""
    if not isinstance(item, (Clause, FactRule, EventRule)):
        return
    tests = [each for limit in item.limits for each in limit.conditions if not isinstance(each, ReadingIs)]
    held = [each.sentence for each in tests if isinstance(each, Holds)]
    others = [each for each in letters.sentences_of(item) if each not in held]
    if isinstance(item, Clause):
        others = [each for each in others if each not in item.act.deeds]
    for sentence in held:
        quantified = _determined(sentence.args)
        some = [each for each in quantified if each.determiner == "no"]
        if len(some) > 1 or (some and (sentence.negated or some[0].variable)) or len(quantified) > len(some):
            yield _unclear(sentence.span, quantified[0])
    for span, terms in (
        *((each.span, each.args) for each in others),
        *((each.span, (each.term, *each.among)) for each in tests if isinstance(each, IsOneOf)),
    ):
        for each in _determined(terms):
            yield _unclear(span, each)


def _determined(terms: Iterable[Term | None]) -> list[Quantified]:
    return [t for t in terms if isinstance(t, Quantified) and t.determiner in ("no", "every", "every other", "all")]


def _unclear(span: Span, term: Quantified) -> Diagnostic:
    said = f"{term.determiner} {term.cls}"
    hint = "write a letter or `another party` for some, and one line for each who is named; `no party is ...` denies"
    return error("not-run", f"`{said}` cannot be run in this line yet", span, hint)
