"""What the engine stores: rows without "now", and an index that finds the rows that an event may close.

A row knows when it was opened, when it is due, and what closed it when; its status is a question asked later, with a
date (`foedus.engine.projection`). Nothing here changes merely because time passes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from foedus.engine.facts import Truth
from foedus.engine.patterns import Env, turns
from foedus.engine.solver import Step
from foedus.model.events import Event
from foedus.model.moments import just_after
from foedus.plan.nodes import ClauseRule, Fixed, Pattern, Var

Act = tuple[Event, Event]
"""An event, and the event of the record that is behind it (itself unless it was deemed)."""


@dataclass(frozen=True, slots=True)
class Closing:
    """That a row was `performed` or `released` at a moment, by an event where there was one."""

    kind: str
    moment: int
    events: tuple[Event, ...] = ()


class Anchored(NamedTuple):
    """That what a duty is to be done before happened: the act, the last moment for the duty, and what is in doubt."""

    act: Event
    due: int
    doubt: str = ""


class Stay(NamedTuple):
    """A span in which the clock of a row stands, `excused` or `suspended` (`end` None: it lasts), and the reasons."""

    kind: str
    begin: int
    end: int | None = None
    why: str = ""
    steps: tuple[Step, ...] = ()


@dataclass(slots=True)
class Row:
    """A duty opened, a ban broken, a right or a power used; `truth` None where it hangs on an unknown.

    `kind` is "" for a duty to act and for an act that breaks a ban; `standing` for a state of affairs that must be or
    must not be; `exercised`, `hindered` and `prevented` of a right; `used` and `void` of a power. `said` is what was
    done where it is not the act of the clause; `refused` when the bearer refused; `waived_by` who of a `group` waived,
    which is fixed at the opening where states join the agreement and leave it.

    `causes` are (moment, event); `closing` is the one that closed it; `possible` are performances and ends that are
    uncertain or lack what the clause names; `unsure` is since when, and why, nobody could say whether its `while` or
    the agreement goes on; `over` is the moment at which the episode ended, if it did.

    `tick` is the number (0 the first) of a duty that recurs. `anchors` are the acts before which it is to be done:
    only with them it falls due, so `seen` puts what is known of them at a date in `due`, `judged` and `doubt`.
    """

    rule: ClauseRule
    env: Env
    bearer: str
    claimant: str
    values: tuple[str, ...]
    opened: int
    truth: Truth
    due: int | None
    steps: tuple[Step, ...]
    causes: list[Event] = field(default_factory=list)
    closing: Closing | None = None
    possible: list[Event] = field(default_factory=list)
    unsure: tuple[int, tuple[Step, ...]] | None = None
    kind: str = ""
    said: str = ""
    refused: int | None = None
    waived_by: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    stays: list[Stay] = field(default_factory=list)
    over: int | None = None
    tick: int | None = None
    anchors: list[Anchored] = field(default_factory=list)
    judged: int | None = None
    doubt: str = ""

    @property
    def key(self) -> tuple[str, str, str, tuple[str, ...], int | None]:
        """Clause, bearer, claimant, the values of the act and the tick: one episode at a time has it."""
        return (self.rule.name, self.bearer, self.claimant, self.values, self.tick)

    @property
    def missed(self) -> int | None:
        """The moment from which the duty is breached if it was not done by its due; None while nothing is due."""
        if self.due is None or self.judged is not None:
            return self.judged
        return just_after(self.due)


def seen(row: Row, moment: int) -> Row:
    """The row with the due that is known at a moment; itself where it hangs on no act.

    What was not done in time by the first certain act was not done; else what an uncertain one says is in doubt. A row
    that was seen already is left as it was seen.
    """
    if row.judged is not None:
        return row
    known = [each for each in row.anchors if each.act.moment <= moment]
    if not known:
        return row
    done = row.closing.moment if row.closing is not None and row.closing.moment <= moment else None
    missed = [each for each in known if done is None or done > each.due] or known
    told = next((each for each in missed if not each.doubt), missed[0])
    return replace(row, due=told.due, judged=told.act.moment, doubt=told.doubt)


Values = tuple[str | None, ...]


@dataclass(slots=True)
class _Group:
    """Rows that wait for one pattern, by the fillers of the places that they fix; others hold one of several values."""

    pattern: Pattern
    places: tuple[int, ...]
    choices: tuple[tuple[int, tuple[str, ...]], ...]
    rows: dict[Values, dict[int, Row]] = field(default_factory=dict)


class Watch:
    """Which rows wait for which events; finding them costs a look-up, however many wait."""

    def __init__(self) -> None:
        self._groups: dict[str, dict[tuple[str, int, tuple[int, ...]], _Group]] = {}
        self._places: dict[tuple[int, int], dict[int, Row]] = {}

    def add(self, row: Row, number: int, pattern: Pattern) -> None:
        """Let a row wait for a pattern of its clause; `number` tells the clause's patterns apart."""
        fixed = {place: value for place, value in enumerate(_fillers(pattern, row)) if value is not None}
        places = tuple(fixed)
        groups = self._groups.setdefault(pattern.form.key, {})
        group = groups.setdefault((row.rule.name, number, places), _Group(pattern, places, _choices(pattern)))
        alike = self._places[id(row), number] = group.rows.setdefault(tuple(fixed.values()), {})
        alike[id(row)] = row

    def remove(self, row: Row, number: int) -> None:
        """Let a row wait no longer."""
        self._places.pop((id(row), number), {}).pop(id(row), None)

    def matching(self, event: Event) -> list[Row]:
        """The rows that this event meets in every place that they fix, each once."""
        if event.form.key not in self._groups:
            return []
        return [row for row, complete in self._found(event) if complete]

    def nearly(self, event: Event) -> list[Row]:
        """The rows that the event would meet if it said what it leaves out."""
        if None not in event.args or event.form.key not in self._groups:
            return []
        return [row for row, complete in self._found(event) if not complete]

    def _found(self, event: Event) -> Iterator[tuple[Row, bool]]:
        told: set[int] = set()
        for group in self._groups[event.form.key].values():
            for args in turns(group.pattern, event.args):
                if any(args[place] is not None and args[place] not in values for place, values in group.choices):
                    continue
                values = tuple(args[place] for place in group.places)
                rows = _lacking(group, values) if None in values else tuple(group.rows.get(values, {}).values())
                for row in rows:
                    if id(row) not in told:
                        told.add(id(row))
                        yield row, None not in values


def _lacking(group: _Group, values: Values) -> tuple[Row, ...]:
    alike = (key for key in group.rows if all(b is None or a == b for a, b in zip(key, values, strict=True)))
    return tuple(row for key in alike for row in group.rows[key].values())


def _choices(pattern: Pattern) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(
        (place, slot.values)
        for place, slot in enumerate(pattern.slots)
        if isinstance(slot, Fixed) and len(slot.values) > 1
    )


def _fillers(pattern: Pattern, row: Row) -> Iterator[str | None]:
    """What each place of a pattern must hold for this row; None where anything fits."""
    for slot in pattern.slots:
        if isinstance(slot, Fixed):
            yield slot.values[0] if len(slot.values) == 1 else None
        else:
            yield row.env.get(slot.name) if isinstance(slot, Var) else None
