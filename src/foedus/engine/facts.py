"""Facts while the record is read moment by moment: what holds, since which event, and how each moment changed it.

A moment is a set: all its events are looked at before any of them takes effect, ends and beginnings both count, and
what an act sees is each fact as the *other* events of its moment leave it (docs/language.md, "A moment is a set").
"""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from foedus.model.events import Event
from foedus.model.forms import Form, either_way

Truth = bool | None
"""True, False, or None: not stated, disputed, cannot be said."""

Args = tuple[str | None, ...]
STATED = -1
"""The place of what the record states itself, beside the bodies of a fact that are counted from 0."""


class Change(NamedTuple):
    """That an event (None: a moment that the record of the agreement fixes) begins or ends a fact, perhaps.

    `act` is the event of the record behind it: an event that is only deemed to happen is no act of its own. `needs` are
    acts of the moment without each of which the change would not be.
    """

    event: Event | None
    begins: bool
    certain: bool = True
    act: Event | None = None
    needs: tuple[Event, ...] = ()


@dataclass(slots=True)
class Cell:
    """One body of one fact for one set of fillers: its truth, what made it so, and the changes of this moment.

    Of a fact that is `stated`, yes and no in one moment contradict each other and leave it unknown.
    """

    stated: bool = False
    truth: Truth = False
    cause: Event | None = None
    before: Truth = False
    before_cause: Event | None = None
    changes: list[Change] = field(default_factory=list)


class FactStore:
    """The cells of all facts by form, fillers and place; `resting` are answers that rest on a form, by its key."""

    def __init__(self) -> None:
        self.cells: dict[str, dict[Args, dict[int, Cell]]] = {}
        self._touched: list[tuple[str, Cell]] = []
        self.touched_keys: set[str] = set()
        self.resting: dict[str, list[MutableMapping[Any, Any]]] = {}

    def settle(self) -> None:
        """Begin a new moment: what the last one changed is now simply so."""
        for _, cell in self._touched:
            cell.changes.clear()
        self._touched.clear()
        self.touched_keys.clear()

    def change(self, form: Form, place: int, args: Args, change: Change, default: bool = False) -> None:
        """Note a change of this moment; it takes effect with `apply`. `default` is the truth before any change."""
        cells = self.cells.setdefault(form.key, {}).setdefault(either_way(form, args), {})
        cell = cells.get(place)
        if cell is None:
            cell = cells[place] = Cell(place == STATED, None if place == STATED else default)
        if not cell.changes:
            cell.before, cell.before_cause = cell.truth, cell.cause
            self._touched.append((form.key, cell))
        cell.changes.append(change)
        self.touched_keys.add(form.key)
        for answers in self.resting.get(form.key, ()):
            answers.clear()

    def apply(self) -> None:
        """Let every change of this moment take effect at once."""
        for _, cell in self._touched:
            cell.truth, cell.cause = outcome(cell, cell.changes)

    def moved(self, keys: set[str]) -> tuple[Event, ...]:
        """The acts of this moment that changed facts of these forms, in order, each once."""
        changes = (change for key, cell in self._touched if key in keys for change in cell.changes)
        return tuple(dict.fromkeys(change.act for change in changes if change.act is not None))

    def bodies(self, form: Form, args: Args) -> dict[int, Cell]:
        """The cells of one fact, empty where the record never touched it."""
        return self.cells.get(form.key, {}).get(args, {})

    def fillers(self, key: str) -> Iterator[Args]:
        """Every set of fillers for which a fact of that form was ever touched."""
        return iter(tuple(self.cells.get(key, ())))


def seen(cell: Cell, without: Event | None, before: bool) -> tuple[Truth, Event | None]:
    """The truth of a cell and its cause: before the moment, as all but one event leave it, or after the moment."""
    if not cell.changes:
        return cell.truth, cell.cause
    if before:
        return cell.before, cell.before_cause
    if without is None:
        return cell.truth, cell.cause
    others = [change for change in cell.changes if change.act is not without and without not in change.needs]
    return outcome(cell, others) if others else (cell.before, cell.before_cause)


def is_renewed(cell: Cell) -> bool:
    """Whether what a cell says ended in this moment and began anew in it."""
    said = {change.begins for change in cell.changes if change.certain}
    return len(said) == 2 and cell.truth is not None and cell.truth is cell.before


def outcome(cell: Cell, changes: list[Change]) -> tuple[Truth, Event | None]:
    """What a moment makes of a fact: what held ends and begins anew, what did not hold begins and ends."""
    if len(changes) == 1 and changes[0].certain:
        only = changes[0]
        return only.begins, cell.before_cause if only.begins and cell.before is True else only.event
    begins = [change for change in changes if change.begins]
    ends = [change for change in changes if not change.begins]
    certain_begin = next((change for change in begins if change.certain), None)
    certain_end = next((change for change in ends if change.certain), None)
    if certain_begin and certain_end:
        if cell.before is None or cell.stated:
            return None, certain_begin.event
        return (True, certain_begin.event) if cell.before else (False, certain_end.event)
    if certain_begin:
        keeps = cell.before is True and not ends
        truth: Truth = True if not ends or (cell.before is True and not cell.stated) else None
        return truth, cell.before_cause if keeps else certain_begin.event
    if certain_end:
        return (False if not begins or (cell.before is False and not cell.stated) else None), certain_end.event
    return _perhaps(cell, begins, ends)


def _perhaps(cell: Cell, begins: list[Change], ends: list[Change]) -> tuple[Truth, Event | None]:
    """Only uncertain changes: what they cannot alter stays, the rest is unknown."""
    if (cell.before is True and not ends) or (cell.before is False and not begins):
        return cell.before, cell.before_cause
    return None, (begins or ends)[0].event
