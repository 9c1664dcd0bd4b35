"""Which lines of an agreement no example needs: without such a line `check` would find nothing to complain of.

A line is left out of the agreement as it was read, not of its text, so that nothing is read anew; what went on under
its keyword then stands under it alone. An example may well reach such a line: it would have come out without it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from foedus.desk import checking, running, sources
from foedus.desk.clause_in_words import no_clause
from foedus.desk.question import Outcome
from foedus.engine.interpreter import Interpreter
from foedus.lang import checker, circles, documents
from foedus.lang.lexicon import Lexicon
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.model.agreement import (
    CLEARANCES,
    Agreement,
    Clause,
    Document,
    EventRule,
    Example,
    FactRule,
    Item,
    Limit,
    Use,
    may_see,
)
from foedus.model.events import Event
from foedus.model.terms import Holds, Past
from foedus.plan.compiler import IN_FORCE, compile_plan, label
from foedus.plan.nodes import Plan
from foedus.text.source import Span

_T = TypeVar("_T")
Progress = Callable[[int, int], None]
"""What is told while it goes on: how many lines were tried, of how many."""


@dataclass(frozen=True, slots=True)
class Spare:
    """A line that no example needs: its document, its article as cited, its number and its text."""

    path: str
    article: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """The lines that no example needs, in the order of the documents, and how many lines were tried."""

    spare: tuple[Spare, ...]
    tried: int


def coverage(
    paths: Iterable[Path], view: str = "public", clause: str = "", progress: Progress = lambda done, of: None
) -> tuple[Outcome, Coverage | None]:
    """The lines of the agreements (or of one clause) that no example needs; None where `check` finds an error."""
    paths = tuple(paths)
    outcome = checking.check(paths, view)
    if outcome.failed:
        return outcome, None
    read = sources.readings(paths, view, [])
    lines = [(each, line) for each in read for line in _lines(each, clause)]
    if clause and not lines:
        outcome.findings.append(no_clause(clause, [each.agreement for each in read if each.agreement is not None]))
        return outcome, None
    trials = {id(each): _Trials(each, view) for each in read}
    spare = []
    for done, (each, line) in enumerate(lines):
        progress(done, len(lines))
        if not trials[id(each)].needs(line):
            place = line.span.place[0]
            article = label(line.document, line.article)
            spare.append(Spare(line.document.path, article, place, line.span.source.line(place).strip()))
    progress(len(lines), len(lines))
    return outcome, Coverage(tuple(spare), len(lines))


# The lines, each with its document without it


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of an item; `less` is its document without it."""

    document: Document
    article: str
    span: Span
    less: Document


def _lines(read: documents.Reading, clause: str) -> Iterator[_Line]:
    for document in read.agreement.documents if read.agreement is not None else ():
        for _, group in groupby(document.items, lambda item: item.span):  # rules of one `event` share its lines
            items = tuple(group)
            if clause and not (isinstance(items[0], Clause) and items[0].name == clause):
                continue
            for span, left in _lessened(items):
                yield _Line(document, items[0].article, span, _with(document, items, left))


def _with(document: Document, items: tuple[Item, ...], left: tuple[Item, ...]) -> Document:
    at = next(n for n, item in enumerate(document.items) if item is items[0])
    return replace(document, items=(*document.items[:at], *left, *document.items[at + len(items) :]))


def _lessened(items: tuple[Item, ...]) -> Iterator[tuple[Span, tuple[Item, ...]]]:
    """What one header opens, without the whole of it, then without one line of its body."""
    first = items[0]
    if isinstance(first, (Clause, FactRule, EventRule, Use)):
        yield first.span, ()
    if isinstance(first, Clause):
        yield from ((span, (less,)) for span, less in _of_clause(first))
    elif isinstance(first, FactRule):
        yield from ((span, (less,)) for span, less in _of_fact(first) if _has_body(less))
    elif isinstance(first, EventRule):
        rules = [item for item in items if isinstance(item, EventRule)]
        if len(rules) > 1:
            yield from ((rule.when.span, tuple(each for each in rules if each is not rule)) for rule in rules)
        for span, limits in _of_limits(first.limits):
            yield span, tuple(replace(rule, limits=limits) for rule in rules)


def _of_clause(item: Clause) -> Iterator[tuple[Span, Clause]]:
    for n, opener in enumerate(item.openers):
        yield opener.sentence.span, replace(item, openers=_without(item.openers, n))
    for span, limits in _of_limits(item.limits):
        yield span, replace(item, limits=limits)
    if item.deadline is not None:
        yield item.deadline.span, replace(item, deadline=None)
    for n, sentence in enumerate(item.until):
        yield sentence.span, replace(item, until=_without(item.until, n))


def _of_fact(item: FactRule) -> Iterator[tuple[Span, FactRule]]:
    for n, bound in enumerate(item.spans):
        yield bound.span, replace(item, spans=_without(item.spans, n))
    for span, limits in _of_limits(item.limits):
        yield span, replace(item, limits=limits)
    for n, sentence in enumerate(item.not_while):
        yield sentence.span, replace(item, not_while=_without(item.not_while, n))


def _has_body(item: FactRule) -> bool:
    """Whether a fact still says when it holds; without a line it would hold of everybody."""
    return bool(item.spans or item.limits)


def _of_limits(limits: tuple[Limit, ...]) -> Iterator[tuple[Span, tuple[Limit, ...]]]:
    for n, limit in enumerate(limits):
        for m, each in enumerate(limit.conditions):
            left = _without(limit.conditions, m)
            less = (replace(limit, conditions=left),) if left else ()
            span = each.sentence.span if isinstance(each, (Holds, Past)) else each.span
            yield span, (*limits[:n], *less, *limits[n + 1 :])


def _without(values: tuple[_T, ...], n: int) -> tuple[_T, ...]:
    return (*values[:n], *values[n + 1 :])


# The examples, run without a line


@dataclass(frozen=True, slots=True)
class _Trial:
    """An example made ready: who sees it, its article, what happens in it."""

    item: Example
    clearance: str
    document: str
    events: tuple[Event, ...]


@dataclass(slots=True)
class _Trials:
    """The examples of an instrument, to be run again and again."""

    read: documents.Reading
    view: str
    trials: list[_Trial] = field(default_factory=list)

    def __post_init__(self) -> None:
        for clearance in CLEARANCES:
            if self.read.agreement is not None and may_see(self.view, clearance):
                self.trials += self._ready(checking.seen_by(self.read.agreement, clearance), clearance)

    def needs(self, line: _Line) -> bool:
        """Whether `check` finds an error without the line: an example fails, or a line hangs loose."""
        whole = self.read.agreement
        assert whole is not None
        less = Agreement(whole.name, tuple(line.less if each is line.document else each for each in whole.documents))
        if any(each.is_error for each in (*checker.findings(less, standard_lexicon()), *circles.findings(less))):
            return True
        near = sorted(
            self.trials, key=lambda each: (each.document != line.document.path, each.item.article != line.article)
        )
        plans: dict[object, Plan] = {}
        return any(self._fails(each, less, plans) for each in near if may_see(each.clearance, line.document.clearance))

    def _ready(self, seen: Agreement, clearance: str) -> Iterator[_Trial]:
        lexicon = self._lexicon(clearance)
        for document in seen.documents:
            for item in document.items:
                if isinstance(item, Example) and document.clearance == clearance:
                    yield _Trial(item, clearance, document.path, checking.events_of(item, seen, lexicon))

    def _lexicon(self, clearance: str) -> Lexicon:
        return self.read.lexicons[clearance]

    def _fails(self, trial: _Trial, less: Agreement, plans: dict[object, Plan]) -> bool:
        seen = checking.seen_by(less, trial.clearance)
        lexicon = self._lexicon(trial.clearance)
        readings = dict(trial.item.readings)
        key = (trial.clearance, trial.item.readings)
        if key not in plans:
            plans[key] = compile_plan(seen, standard_document(), lexicon.forms[IN_FORCE], readings)
        engine = Interpreter(plans[key])
        engine.feed(trial.events)
        run = running.Run(running.Case(seen, lexicon, trial.events), engine)
        return checking.mismatch(trial.item, checking.given_by(trial.item, run)) is not None
