"""What falls due in a span of days, for whom: the duties to be done, and what became of them.

A status is that of the first day, as `foedus run --as-of` of that day gives it: it says what is to be done. What was
closed on an earlier day is left out; what is opened later, by an event that the journal has or by a line `every ...`
up to the last day, is there without a status.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foedus.desk import running
from foedus.desk.question import Outcome, Question
from foedus.engine import clock, projection
from foedus.engine.rows import Row
from foedus.model.ledger import Entry, Ledger, when
from foedus.model.moments import day_of, text
from foedus.plan.nodes import Plan
from foedus.text.diagnostic import in_order

FIELDS = ("id", "agreement", "clause", "article", "bearer", "claimant", "act", "opened", "due", "status", "missing",
          "became", "since")  # fmt: skip
"""The fields of a duty that falls due, in the order of its columns."""


@dataclass(frozen=True, slots=True)
class Due:
    """A duty as it stands at the end of the span, on its first day, and as of the date that was asked for.

    `before` is None where it was not opened yet on the first day, `after` where it was not or where no date was asked.
    """

    entry: Entry
    before: Entry | None
    after: Entry | None

    @property
    def latest(self) -> Entry:
        """The duty as far as the question lets one look."""
        return self.after or self.before or self.entry

    def as_dict(self) -> dict[str, object]:
        """The duty in the names of `FIELDS`; None where nothing applies."""
        told = self.entry.as_dict()
        told |= {"status": self.before.status if self.before else None}
        told |= {"missing": list(self.before.missing) if self.before else []}
        told |= {"became": self.after.status if self.after else None}
        told |= {"since": when(self.after.since) if self.after else None}
        return {name: told[name] for name in FIELDS}


@dataclass(frozen=True, slots=True)
class Schedule:
    """The duties that fall due from `begin` to `end`, both included, in the order of their last days.

    `ledger` is that of the last day: it has the rest of the question, and the notes that must be shown.
    """

    begin: int
    end: int
    as_of: int | None
    ledger: Ledger
    duties: tuple[Due, ...]

    def as_dict(self) -> dict[str, object]:
        """The schedule with its question and its notes."""
        frame = self.ledger.as_dict()
        kept = ("agreements", "known_at", "view", "according_to", "readings", "notes")
        span: dict[str, object] = {"from": text(self.begin), "to": text(self.end), "as_of": when(self.as_of)}
        return span | {name: frame[name] for name in kept} | {"due": [each.as_dict() for each in self.duties]}


def due(question: Question, begin: int, end: int) -> tuple[Outcome, Schedule | None]:
    """What falls due between two moments; the `as_of` of the question is the date as of which it is told what became.

    None where an error stands in the way.
    """
    outcome = Outcome()
    found = running.runs(question, outcome)
    if outcome.failed:
        return outcome, None
    outcome.ledger = running.ledger(question.until(end), found)
    for run in found:
        run.engine.pass_time(max(end, question.as_of or end))
    duties = [each for run in found for each in _of_run(run, begin, end, question.as_of)]
    duties.sort(key=lambda each: (each.entry.due or 0, each.entry.agreement, each.entry.id))
    outcome.findings = in_order(outcome.findings)
    return outcome, Schedule(begin, end, question.as_of, outcome.ledger, tuple(duties))


def _of_run(run: running.Run, begin: int, end: int, as_of: int | None) -> Iterator[Due]:
    first, last = day_of(begin), day_of(end)
    for row in run.engine.rows:
        due = clock.due(row, end) if row.rule.modal == "must" else None
        if due is not None and first <= day_of(due) <= last:
            entry = _at(run.engine.plan, row, end)
            if entry is not None and not _closed_before(entry, first):
                before = _at(run.engine.plan, row, begin)
                yield Due(entry, before, _at(run.engine.plan, row, as_of) if as_of is not None else None)


def _closed_before(entry: Entry, day: date) -> bool:
    return entry.closed is not None and day_of(entry.closed) < day


def _at(plan: Plan, row: Row, moment: int) -> Entry | None:
    return projection.entry(plan, row, moment) if row.opened <= moment else None
