"""Moments of a plan that no event gives: dates, signature and entry into force, and what lies so long after them.

by 7 years after entry into force                    Anchor: entry into force, 7 years, after
every 6 months from signature                        Recurrence: 6 months, from the day of signature
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from foedus.model import agreement as written
from foedus.model.moments import FIRST, Duration, day_of, deadline, moved, of_day, shift, text
from foedus.model.terms import Sentence

ENTRY = "entry into force"
Readings = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Anchor:
    """A fixed moment, or (None) that of entry into force, moved by `length`; `said` is how the text names it."""

    moment: int | None = None
    length: Duration | None = None
    sign: int = 1
    said: str = ENTRY

    def at(self, entry: int | None) -> int | None:
        """The moment itself; None while the agreement never was in force. `entry` is when it entered into force."""
        start = entry if self.moment is None else self.moment
        if start is None or self.length is None or start == FIRST:
            return start
        return shift(start, self.length, self.sign)

    def last(self, entry: int | None) -> int | None:
        """The last moment at which what is due by it is done in time: lengths are counted as for any deadline."""
        start = entry if self.moment is None else self.moment
        if start is None or self.length is None or start == FIRST:
            return start
        return last_of(start, self.length, self.sign)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A moment and what lies 1, 2, 3 times a length behind it: each is counted from the first, never from the last."""

    every: Duration
    start: Anchor

    @property
    def said(self) -> str:
        """As the text has it: `every 6 months from signature`."""
        return f"every {self.every.each} from {self.start.said}"

    def tick(self, number: int, entry: int | None) -> int | None:
        """The moment of that number, 0 the first; None before the first is known."""
        start = self.start.at(entry)
        if start is None or number == 0:
            return start
        return shift(start, Duration(self.every.count * number, self.every.unit), 1)

    def first(self, since: int, entry: int | None) -> tuple[int, int] | None:
        """The first moment from `since` on, with its number; None where there is none in the calendar."""
        start = self.start.at(entry)
        if start is None or start == FIRST:
            return None
        many, few = 1, 0
        while self._at(many, entry) < since:
            few, many = many, many * 2
            if self._at(many, entry) <= self._at(few, entry):
                return None
        while few < many:
            middle = (few + many) // 2
            few, many = (few, middle) if self._at(middle, entry) >= since else (middle + 1, many)
        return self._at(few, entry), few

    def _at(self, number: int, entry: int | None) -> int:
        moment = self.tick(number, entry)
        return moment if moment is not None else FIRST


def last_of(start: int, length: Duration, sign: int) -> int:
    """The last moment that lies `length` after (or before) another, as deadlines are counted: whole days, or hours."""
    if sign > 0:
        return deadline(start, length)
    return shift(start, length, -1) if length.unit == "hour" else of_day(moved(day_of(start), length, -1))


def length_of(length: Duration | str | None, values: Readings) -> Duration | None:
    """A length of time, by the reading that gives it where it is only named."""
    return Duration.of(values.get(length, "")) if isinstance(length, str) else length


def anchor(bound: written.Bound, signed: int, values: Readings) -> Anchor:
    """The moment that a line names, which is no event."""
    length = length_of(bound.length, values)
    said = bound.moment if isinstance(bound.moment, str) else ""
    if isinstance(bound.moment, int):
        said = text(bound.moment)
    if length is not None:
        said = f"{length} {'after' if bound.sign > 0 else 'before'} {said}"
    if bound.moment == ENTRY or isinstance(bound.moment, Sentence):
        return Anchor(None, length, bound.sign, said)
    return Anchor(bound.moment if isinstance(bound.moment, int) else signed, length, bound.sign, said)


def recurrence(line: written.Recurrence, signed: int, values: Readings) -> Recurrence | None:
    """How often and from when; None where the reading gives no length."""
    every = length_of(line.every, values)
    start = anchor(line.start, signed, values) if line.start is not None else Anchor()
    return Recurrence(every, start) if every is not None else None


def fixed(at: Anchor) -> Anchor:
    """The same with the length counted in, where no event and no entry into force is waited for."""
    return at if at.moment is None else replace(at, moment=at.at(None), length=None)
