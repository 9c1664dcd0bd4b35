"""The dated table of states: who was a member of the system of states on a day, and in which part of the world.

States are named by ISO 3166 codes of three letters; what ISO never coded is `cow:` and its Correlates of War number.
One state is never folded into another: the Soviet Union is not Russia.

>>> from datetime import date
>>> from_cow(365, date(1941, 6, 22)), in_region("SUN", "Europe", date(1941, 6, 22)), on("UKR", date(1939, 8, 25))
('SUN', True, None)
"""

import csv
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

REGIONS = ("Europe", "Africa", "Americas", "Middle-East", "Asia", "Oceania")
_OTHER_CODES = ("VAT", "GRL", "HKG", "MAC", "PSE", "FRO", "ESH", "PRI", "GIB", "COK", "NIU")
"""Coded by ISO, never a member in the list of states."""

_USUAL = {
    "UK": "GBR",
    "UKG": "GBR",
    "USSR": "SUN",
    "GMY": "DEU",
    "GER": "DEU",
    "FRN": "FRA",
    "ROM": "ROU",
    "BUL": "BGR",
}


@dataclass(frozen=True, slots=True)
class State:
    """One spell of membership; `end` is its last day, None where it goes on; `gw` is the Gleditsch-Ward number."""

    code: str
    cow: int
    gw: int | None
    begin: date
    end: date | None
    region: str
    name_en: str
    name_ru: str

    def includes(self, day: date) -> bool:
        """Whether the spell includes that day."""
        return self.begin <= day and (self.end is None or day <= self.end)


@cache
def spells() -> tuple[State, ...]:
    """All spells, in the order of their COW numbers. Source: the head of `states.csv`, column by column."""
    lines = Path(__file__).with_name("states.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return tuple(
        State(
            row["code"],
            int(row["cow"]),
            int(row["gw"]) if row["gw"] else None,
            date.fromisoformat(row["begin"]),
            date.fromisoformat(row["end"]) if row["end"] else None,
            row["region"],
            row["name_en"],
            row["name_ru"],
        )
        for row in rows
        if row["cow"] and row["begin"]
    )


@cache
def _by_code() -> dict[str, tuple[State, ...]]:
    found: dict[str, tuple[State, ...]] = {}
    for spell in spells():
        for code in {spell.code, f"cow:{spell.cow}"}:
            found[code] = (*found.get(code, ()), spell)
    return found


def known(code: str) -> bool:
    """Whether that was ever the code of a state or of what ISO codes like one."""
    return code in _by_code() or code in _OTHER_CODES


def on(code: str, day: date) -> State | None:
    """The spell in which that day lies. Unknown: None, where it was no member of the system of states then."""
    return next((spell for spell in _by_code().get(code, ()) if spell.includes(day)), None)


def in_region(code: str, region: str, day: date) -> bool | None:
    """Whether a state lies in a region. Unknown: None, for an actor that was no member on that day."""
    spell = on(code, day)
    return None if spell is None else spell.region == region


def from_cow(number: int, day: date) -> str | None:
    """The code of a COW number on a day; off its spells that of the nearest one. Unknown: None for no such number."""
    of_number = _by_code().get(f"cow:{number}", ())
    if not of_number:
        return None
    return min(of_number, key=lambda spell: _distance(spell, day)).code


def _distance(spell: State, day: date) -> int:
    if spell.includes(day):
        return 0
    return min(abs((spell.begin - day).days), abs(((spell.end or date.max) - day).days))


def nearest(code: str) -> str | None:
    """The valid code that somebody may have meant, from a typing error, a usual abbreviation or an English name.

    >>> nearest("SUM"), nearest("Germany"), nearest("UK")
    ('SUN', 'DEU', 'GBR')
    """
    if code in _USUAL:
        return _USUAL[code]
    names = {spell.name_en: spell.code for spell in spells()}
    if code in names:
        return names[code]
    codes = sorted(each for each in _by_code() if not each.startswith("cow:"))
    found = get_close_matches(code, codes, 3, 0.6)
    return found[0] if found else None
