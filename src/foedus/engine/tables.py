"""Facts that a table answers instead of a journal: where a state lies on a day."""

from collections.abc import Callable, Mapping
from datetime import date

from foedus.model import states

Answer = Callable[[tuple[str | None, ...], date], bool | None]


def _is_in(args: tuple[str | None, ...], day: date) -> bool | None:
    actor, place = args[0], args[1]
    if actor is None or place not in states.REGIONS:
        return None
    return states.in_region(actor, place, day)


TABLES: Mapping[str, Answer] = {"is in": _is_in}
"""Answers by the key of the form."""
PLACES: Mapping[str, tuple[int, tuple[str, ...]]] = {"is in": (1, states.REGIONS)}
"""The place that names what the table has, and what that can be; every other place is filled by a state."""


def look_up(key: str, args: tuple[str | None, ...], day: date) -> bool | None:
    """What the table for that form says on that day; None where it cannot say or there is no table."""
    table = TABLES.get(key)
    return table(args, day) if table is not None else None
