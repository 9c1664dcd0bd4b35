"""Moments, durations and deadlines: all calendar arithmetic of foedus, in one place.

A moment is an integer, so that engines only compare. A timed event is its own moment; a bare date is one moment at the
end of its day, after every second of it. Events stand on even numbers; what follows from the passing of a moment (a
deadline missed) stands on the odd number behind it, before any later event.

>>> text(of_day(date(1941, 6, 22))), text(deadline(of_day(date(1941, 6, 22)), Duration(7, "day")))
('1941-06-22', '1941-06-29')
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

END_OF_DAY = 86_400
_DAY = 86_401
UNITS = ("hour", "day", "week", "month", "year")

FIRST = 0
"""Before every moment that a journal can name."""
LAST = 2 * (date.max.toordinal() * _DAY + END_OF_DAY)
"""The end of the calendar: a deadline never lies behind it."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A calendar length such as `7 days`; `unit` is one of `UNITS`."""

    count: int
    unit: str

    def __str__(self) -> str:
        """As it is written: `1 day`, `14 days`."""
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @property
    def each(self) -> str:
        """As it is written behind `every`: `year`, `6 months`."""
        return self.unit if self.count == 1 else str(self)

    @staticmethod
    def of(written: str) -> "Duration | None":
        """The length that a value such as `7 days` names, or None."""
        count, _, unit = written.partition(" ")
        is_length = count.isascii() and count.isdigit() and unit.removesuffix("s") in UNITS
        return Duration(int(count), unit.removesuffix("s")) if is_length and len(count) < 5 else None


def of_day(day: date) -> int:
    """The moment of a bare date: the end of that day."""
    return 2 * (day.toordinal() * _DAY + END_OF_DAY)


def of_time(day: date, second: int) -> int:
    """The moment of a timed event; `second` counts from midnight, 0 to 86399."""
    return 2 * (day.toordinal() * _DAY + second)


@lru_cache(maxsize=4096)
def day_of(moment: int) -> date:
    """The day on which a moment lies; the day after for what follows from the end of a day, the first for `FIRST`."""
    ordinal, second = divmod(moment // 2, _DAY)
    day = ordinal + (moment % 2 == 1 and second == END_OF_DAY)
    return date.fromordinal(max(1, min(day, date.max.toordinal())))


def is_end_of_day(moment: int) -> bool:
    """Whether a moment is that of a bare date, or what follows from it."""
    return moment // 2 % _DAY == END_OF_DAY


@lru_cache(maxsize=4096)
def text(moment: int) -> str:
    """ISO 8601: a date for the end of a day, else date and time in UTC; the second after for what follows from it."""
    day = day_of(moment).isoformat()
    if is_end_of_day(moment):
        return day
    second = min(moment // 2 % _DAY + moment % 2, END_OF_DAY - 1)
    clock = f"{second // 3600:02}:{second // 60 % 60:02}" + (f":{second % 60:02}" if second % 60 else "")
    return f"{day}T{clock}Z"


def just_after(moment: int) -> int:
    """The derived moment between this one and every later event."""
    return moment | 1


def moved(day: date, length: Duration, sign: int = 1) -> date:
    """The day that lies so long after (`sign` 1) or before (-1) another; months and years clamp to the month's end."""
    count = sign * length.count
    try:
        if length.unit in ("day", "week"):
            return day + timedelta(days=count * (7 if length.unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + count * (12 if length.unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return date.max if sign > 0 else date.min


def deadline(opened: int, length: Duration) -> int:
    """The last moment at which a duty of that length can be done in time.

    The opening day is day 0: `within 3 days` of the 1st ends with the 4th. Months and years clamp to the last day of
    the month. Hours run from the second of a timed opening; from a bare date they run from its midnight and end with
    the day they run out in.
    """
    if length.unit != "hour":
        return of_day(moved(day_of(opened), length))
    return _hours(opened, length.count)


def _hours(opened: int, hours: int) -> int:
    ordinal, second = divmod(opened // 2, _DAY)
    if second == END_OF_DAY:
        days = -(-hours // 24)
        return min(LAST, 2 * ((ordinal + days) * _DAY + END_OF_DAY))
    days, rest = divmod(second + hours * 3600, END_OF_DAY)
    return min(LAST, 2 * ((ordinal + days) * _DAY + rest))


def shift(moment: int, length: Duration, sign: int) -> int:
    """The moment that lies `length` after (`sign` 1) or before (-1) another, keeping its time of day."""
    if length.unit == "hour":
        ordinal, second = divmod(moment // 2, _DAY)
        days, rest = divmod(min(second, END_OF_DAY - 1) + sign * length.count * 3600, END_OF_DAY)
        return max(FIRST, min(LAST, 2 * ((ordinal + days) * _DAY + rest)))
    day = moved(day_of(moment & ~1), length, sign)
    return 2 * (day.toordinal() * _DAY + moment // 2 % _DAY)


_MOMENT = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?", re.ASCII)


def parse(written: str) -> int | None:
    """The moment that a date, or a date and time, names; None where no calendar has it.

    A time without a zone is UTC; one with an offset is moved to UTC. A leap second is refused.
    """
    found = _MOMENT.fullmatch(written)
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        if hour is None:
            return of_day(date(int(year), int(month), int(day)))
        stamp = datetime(int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
        if zone and zone != "Z":
            ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6])) * (-1 if zone[0] == "-" else 1)
            stamp = stamp.replace(tzinfo=timezone(ahead)).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return of_time(stamp.date(), stamp.hour * 3600 + stamp.minute * 60 + stamp.second)
