"""Letters that say nothing, or that nothing fills.

clause help
    when A attacks P
    every other party must assist Q within 3 days       nobody can tell who Q is
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from foedus.model.agreement import Bound, Clause, EventRule, FactRule, Item, Limit
from foedus.model.terms import Condition, Count, Holds, IsOneOf, Past, Quantified, Sentence, Term, Variable
from foedus.text.diagnostic import Diagnostic, error, warning
from foedus.text.source import NOWHERE, Span

BINDING = ("where", "while")
"""Limits that can fill a letter; `unless` only asks whether somebody fills it."""


def findings(item: Item) -> Iterator[Diagnostic]:
    """The faults in the letters of one clause, fact or event."""
    if isinstance(item, Clause):
        yield from _act(item)
    elif isinstance(item, FactRule):
        yield from _fact(item)
    elif isinstance(item, EventRule):
        known = {*letters(item.when), *_of_limits(item.limits, BINDING)}
        yield from _unfilled(item.head, known, "the event", "`when` or `where`")
    if isinstance(item, (Clause, FactRule, EventRule)):
        yield from _lonely(item)


def letters(sentence: Sentence) -> Iterator[str]:
    """The letters of a sentence, as often as they occur."""
    for term in sentence.args:
        yield from _of_term(term)


def _of_term(term: Term | None) -> Iterator[str]:
    if isinstance(term, Variable):
        yield term.name
    elif isinstance(term, Quantified) and term.variable:
        yield term.variable


def _of_condition(condition: Condition) -> Iterator[str]:
    if isinstance(condition, (Holds, Past)):
        yield from letters(condition.sentence)
    elif isinstance(condition, IsOneOf):
        for term in (condition.term, *condition.among):
            yield from _of_term(term)
    elif isinstance(condition, Count):
        yield from (letter for letter in letters(condition.condition.sentence) if letter != condition.variable)


def _of_limits(limits: Iterable[Limit], words: tuple[str, ...]) -> Iterator[str]:
    for limit in limits:
        if limit.word in words:
            for condition in limit.conditions:
                yield from _of_condition(condition)


# Letters that nothing fills


def _act(item: Clause) -> Iterator[Diagnostic]:
    """A duty names what it is about; the letters of a ban, a right or a power are filled by the act itself."""
    yield from _claimants(item)
    if item.act.modal != "must":
        return
    known = {*(letter for _, letter in item.parameters), *_of_term(item.act.bearer), *_of_limits(item.limits, BINDING)}
    known |= {letter for opener in item.openers for letter in letters(opener.sentence)}
    moment = item.deadline.moment if item.deadline is not None and not item.openers else None
    known |= set(letters(moment.moment)) if moment is not None and isinstance(moment.moment, Sentence) else set()
    for deed in item.act.deeds:
        for term in deed.args:
            if isinstance(term, Variable) and term.name not in known:
                title = f"clause {item.name} does not say who or what {term.name} is"
                hint = f"name {term.name} in `when`, `where` or `while`, or write a class such as `every other party`"
                yield error("unbound-letter", title, _place(deed.span, term.name), hint)


def _claimants(item: Clause) -> Iterator[Diagnostic]:
    """Whom a letter behind `owed to` stands for, the lines above it or the act must say."""
    filling = (*(opener.sentence for opener in item.openers), *item.act.deeds)
    known = {letter for sentence in filling for letter in letters(sentence)}
    known |= {*_of_limits(item.limits, BINDING), *_of_term(item.act.bearer), *(name for _, name in item.parameters)}
    for term in item.owed_to:
        if isinstance(term, Variable) and term.name not in known:
            title = f"clause {item.name} does not say who {term.name} is, to whom it is owed"
            hint = f"name {term.name} in another line, or write `owed to all parties`"
            yield error("unbound-letter", title, _place(item.span, term.name), hint)


def _fact(item: FactRule) -> Iterator[Diagnostic]:
    """A fact that an event begins is begun for those whom the event or its conditions name."""
    conditions = set(_of_limits(item.limits, BINDING))
    for bound in item.spans:
        if bound.word == "from" and not is_spread(item.head, bound):
            named = set(letters(bound.moment)) if isinstance(bound.moment, Sentence) else set()
            yield from _unfilled(item.head, named | conditions, "the fact", "`from` or `where`")


def is_spread(head: Sentence, bound: Bound) -> bool:
    """Whether a moment fills a letter by itself: the agreement is in force for each state that its record names."""
    named = next((term for term in head.args[1:] if isinstance(term, Variable)), None)
    is_named = named is not None and named.cls is not None and named.cls.noun == "contracting state"
    return is_named and head.form.key == "is in force for" and not isinstance(bound.moment, Sentence)


def _unfilled(head: Sentence, known: set[str], what: str, where: str) -> Iterator[Diagnostic]:
    happens = "happens" if head.form.is_event else "begins"
    for letter in dict.fromkeys(letters(head)):
        if letter not in known:
            title = f"nothing says who or what {letter} is when {what} `{head.form.key}` {happens}"
            yield error("unbound-letter", title, _place(head.span, letter), f"name {letter} in {where}")


# Letters that say nothing


def _lonely(item: Clause | FactRule | EventRule) -> Iterator[Diagnostic]:
    """Letters that occur once, where leaving them out would change nothing.

    In an obligatory role a letter must stand though nothing else names it; one with a class, and one behind `every` or
    `another`, says whom it does not stand for. There is left a bare letter in an optional part, or left of a bare `is`.
    """
    said = Counter(letter for sentence in sentences_of(item) for letter in letters(sentence))
    tests = [each for limit in item.limits for each in limit.conditions if isinstance(each, IsOneOf)]
    said += Counter(letter for test in tests for letter in _of_condition(test))
    said += Counter(each.variable for limit in item.limits for each in limit.conditions if isinstance(each, Count))
    if isinstance(item, Clause):
        said += Counter([*_of_term(item.act.bearer), *(letter for _, letter in item.parameters)])
        said += Counter(letter for term in (*item.owed_to, *item.owed_by) for letter in _of_term(term))
    for sentence in sentences_of(item):
        if isinstance(item, Clause) and item.act.modal == "must" and sentence in item.act.deeds:
            continue
        for role, term in zip(sentence.form.roles, sentence.args, strict=True):
            if role.optional and isinstance(term, Variable) and term.cls is None and said[term.name] == 1:
                yield _says_nothing(term.name, sentence.span, "leave out the part that it stands in")
    for test in tests:
        if isinstance(test.term, Variable) and said[test.term.name] == 1:
            yield _says_nothing(
                test.term.name, test.span, "leave out the condition, or name the letter in another line"
            )


def _says_nothing(letter: str, span: Span, hint: str) -> Diagnostic:
    title = f"{letter} stands here alone: no other line speaks of it"
    return warning("lonely-letter", title, _place(span, letter), hint)


def sentences_of(item: Clause | FactRule | EventRule) -> Iterator[Sentence]:
    """Every sentence of an item, conditions that compare names aside."""
    if isinstance(item, Clause):
        yield from (opener.sentence for opener in item.openers)
        yield from item.act.deeds
        yield from item.until
        moments = (item.deadline and item.deadline.moment, item.recurrence and item.recurrence.start)
        yield from (each.moment for each in moments if each and isinstance(each.moment, Sentence))
    else:
        yield item.head
    if isinstance(item, FactRule):
        yield from (bound.moment for bound in item.spans if isinstance(bound.moment, Sentence))
        yield from item.not_while
    if isinstance(item, EventRule):
        yield item.when
    for limit in item.limits:
        yield from (each.sentence for each in limit.conditions if isinstance(each, (Holds, Past)))
        yield from (each.condition.sentence for each in limit.conditions if isinstance(each, Count))


def _place(span: Span, letter: str) -> Span:
    """Where a letter stands in a line."""
    found = re.search(rf"\b{letter}\b", span.text) if span is not NOWHERE else None
    return Span(span.source, span.begin + found.start(), span.begin + found.end()) if found else span
