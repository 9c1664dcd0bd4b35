"""States: which code stood for a member of the state system on which day, its region and its names.

A code without a date is no state: `SUN` is none in 1921, `RUS` none in 1941, `CSK` none after 15 March 1939. The table
`states.csv` holds one row for each spell of membership, cut where the code or the name changes; nothing is folded.
What it cannot settle it answers with None, which means *disputed*: neither true nor false.

>>> [from_cow(365, date(year, 7, 25)) for year in (1921, 1939, 2001)], in_region("SUN", "Europe", date(1939, 7, 25))
(['RUS', 'SUN', 'RUS'], True)

The column `source` says what a row and its cuts rest on; of each column:

- `cow`, `abb`, `begin`, `end`: Correlates of War Project, State System Membership List v2016
  (https://correlatesofwar.org/data-sets/state-system-membership). Both days belong to the spell. A begin of
  1816-01-01 is the start of the list, not of the state; spells open at its end in 2016 stay open.
- `code`: ISO 3166-1 and 3166-3 alpha-3, used backwards in time too, else `cow:` and the number. A state keeps its code
  under another name where COW sees one state (Prussia and Germany, Sardinia and Italy). Where ISO gave one code to two
  numbers, both have it if the later continues the earlier (`DEU` 255 and 260, `YEM` 678 and 679); none continues South
  Viet-Nam, which ISO had as `VNM` and which is `cow:817` here: `VNM` begins with the union of 1976.
- `gw`, `disputed`: Gleditsch and Ward, International Interactions 25 (1999): their number, which is not always COW's
  (Serbia 340, Kiribati 970, where COW's 970 is Nauru), and the days on which COW has a member and they have none.
  Their list leaves out microstates by size, which disputes nothing.
- `region`: COW's ranges (2-165, 200-399, 400-599, 630-698, 700-899, 900-990), with North Africa (600-626) in Africa;
  `also`: a region in which COW's range 600-699 or the United Nations' M49 puts it instead.
- `name_en`, `name_ru`, `hints`: short names of the time, and other words that people write for the state.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path

REGIONS: tuple[str, ...] = ("Africa", "Americas", "Asia", "Europe", "Middle-East", "Oceania")
"""The regions that the table knows, as the language writes them."""

_ONE_EDIT, _ONE_SWAP = 2, 1


@dataclass(frozen=True, slots=True)
class State:
    """A member of the state system in one spell, under one code and name.

    `end` is None while it lasts; `also` is another region that some give it, or ``""``; `disputed` are the days, first
    and last, on which COW counts it as a member and Gleditsch and Ward do not.
    """

    code: str
    cow: int
    gw: int
    abb: str
    begin: date
    end: date | None
    region: str
    also: str
    disputed: tuple[tuple[date, date], ...]
    name_en: str
    name_ru: str
    source: str

    def is_member_on(self, day: date) -> bool:
        """Whether the day lies in this spell; its first and last day do."""
        return self.begin <= day and (self.end is None or day <= self.end)

    def is_disputed_on(self, day: date) -> bool:
        """Whether scholars differ on that day about a membership that COW affirms."""
        return any(first <= day <= last for first, last in self.disputed)


@dataclass(frozen=True, slots=True)
class _Table:
    spells: tuple[State, ...]
    by_code: dict[str, tuple[State, ...]]
    entities: dict[str, tuple[str, str]]
    edges: tuple[date, ...]


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with Path(__file__).with_name("states.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def _spans(text: str) -> tuple[tuple[date, date], ...]:
    pairs = (span.split("..") for span in text.split(";") if span)
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in pairs)


def _state(row: dict[str, str]) -> State:
    return State(
        code=row["code"],
        cow=int(row["cow"]),
        gw=int(row["gw"]),
        abb=row["abb"],
        begin=date.fromisoformat(row["begin"]),
        end=date.fromisoformat(row["end"]) if row["end"] else None,
        region=row["region"],
        also=row["also"],
        disputed=_spans(row["disputed"]),
        name_en=row["name_en"],
        name_ru=row["name_ru"],
        source=row["source"],
    )


@cache
def _table() -> _Table:
    rows = _rows()
    spells = tuple(_state(row) for row in rows if row["begin"])
    by_code: dict[str, list[State]] = {}
    for spell in spells:
        for code in {spell.code, f"cow:{spell.cow}"}:
            by_code.setdefault(code, []).append(spell)
    return _Table(
        spells=spells,
        by_code={code: tuple(sorted(found, key=lambda each: each.begin)) for code, found in by_code.items()},
        entities={row["code"]: (row["name_en"], row["name_ru"]) for row in rows if not row["begin"]},
        edges=tuple(sorted({edge for spell in spells for edge in _edges(spell)})),
    )


def _edges(spell: State) -> Iterator[date]:
    """The days from which something about a spell is otherwise than on the day before."""
    for first, last in ((spell.begin, spell.end), *spell.disputed):
        yield first
        if last is not None:
            yield last + timedelta(days=1)


def edges(code: str) -> tuple[date, ...]:
    """The days from which the table says something else of a code than on the day before; empty for an unknown one."""
    return tuple(edge for spell in _table().by_code.get(code, ()) for edge in _edges(spell))


def epoch(day: date) -> int:
    """A number for the time around a day in which the table changes nothing: equal for two days, equal answers."""
    return bisect_right(_table().edges, day)


def spells() -> tuple[State, ...]:
    """Every spell of membership, by COW number and then by time: the table as rows, for engines that join on it."""
    return _table().spells


@cache
def members(period: int) -> tuple[str, ...]:
    """The codes of all members of the system of states in a period, as `epoch` numbers it.

    Source: COW 2016.
    """
    edges = _table().edges
    day = edges[period - 1] if period else date.min
    return tuple(sorted({spell.code for spell in _table().spells if spell.is_member_on(day)}))


def known(code: str) -> bool:
    """Whether a code was ever a state's or another entity's: `SUN`, `VAT`, `cow:300`, `cow:365`; case counts.

    Unknown: False, also for a name, a code withdrawn with a name, or COW's abbreviation: those are for `nearest`.
    Source: ISO 3166-1, ISO 3166-3; COW 2016 for `cow:`.

    >>> known("SUN"), known("cow:300"), known("VAT"), known("SUM")
    (True, True, True, False)
    """
    return code in _table().by_code or code in _table().entities


def on(code: str, day: date) -> State | None:
    """The member of the state system that a code stands for on a day.

    Unknown: None, for a code that is no member's on that day (Iceland in 1939, `RUS` in 1941), and for one that never
    was.
    Source: COW 2016.
    """
    for spell in _table().by_code.get(code, ()):
        if spell.is_member_on(day):
            return spell
    return None


def in_region(code: str, region: str, day: date) -> bool | None:
    """Whether a state lies in a region of `REGIONS` on a day: European are the members numbered 200 to 399 by COW.

    Unknown: None is *disputed*: no member on that day, or scholars differ on its membership or on that region; also
    for a code or a region that the table has not.
    Source: COW 2016, its ranges of numbers; M49.

    >>> [in_region(code, "Europe", date(1939, 8, 31)) for code in ("POL", "TUR", "UKR")]
    [True, False, None]
    """
    state = on(code, day)
    if state is None or region not in REGIONS or region == state.also or state.is_disputed_on(day):
        return None
    return region == state.region


def _closest(rows: tuple[State, ...], day: date) -> State:
    """The spell of that day, else the last one before it, else the first."""
    begun = [spell for spell in rows if spell.begin <= day]
    return begun[-1] if begun else rows[0]


def canonical(code: str, day: date) -> str | None:
    """The one code for the state on a day: `cow:365` becomes `SUN` in 1941; any other known code stays as it is.

    In a gap of membership `cow:` gives the code before it. Unknown: None, for a code that never was.

    >>> canonical("cow:365", date(1941, 6, 22)), canonical("cow:300", date(1914, 7, 28)), canonical("VAT", date.max)
    ('SUN', 'cow:300', 'VAT')
    """
    if code.startswith("cow:") and code in _table().by_code:
        return _closest(_table().by_code[code], day).code
    return code if known(code) else None


def from_cow(number: int, day: date) -> str | None:
    """The code of the state with a COW number on a day, in a gap of membership the code before it.

    It names, and does not say that there is a member: that is `on`. Unknown: None, for a number not in COW's list.

    >>> from_cow(265, date(1970, 1, 1)), from_cow(300, date(1914, 7, 28)), from_cow(290, date(1941, 1, 1))
    ('DDR', 'cow:300', 'POL')
    """
    return canonical(f"cow:{number}", day)


def _names(code: str, day: date) -> tuple[str, str] | None:
    rows = _table().by_code.get(code)
    if rows is None:
        return _table().entities.get(code)
    found = _closest(rows, day)
    return found.name_en, found.name_ru


def english(code: str, day: date) -> str | None:
    """The short name in English on a day; in a gap of membership the one before it.

    Unknown: None, for a code that never was.

    >>> english("IRN", date(1930, 1, 1)), english("SUN", date(1939, 7, 25))
    ('Persia', 'Soviet Union')
    """
    names = _names(code, day)
    return names[0] if names else None


def russian(code: str, day: date) -> str | None:
    """The short name in Russian on a day, in the nominative; else as `english`."""
    names = _names(code, day)
    return names[1] if names else None


@cache
def _words() -> dict[str, str]:
    """Each word that hints at a code, as `_plain`: a code before a name, a name before an abbreviation of COW's."""
    rows = _rows()
    words = {_plain(row["abb"]): row["code"] for row in rows}
    for row in rows:
        words |= {_plain(word): row["code"] for word in (row["name_en"], row["name_ru"], *row["hints"].split(";"))}
    words |= {f"cow:{row['cow']}": f"cow:{row['cow']}" for row in rows if row["cow"]}
    words |= {_plain(row["code"]): row["code"] for row in rows}
    del words[""]
    return words


def _plain(word: str) -> str:
    """A word as it is looked up: without case, and with the Russian letter that few type as most type it."""
    return word.strip().casefold().replace("ё", "е")


def by_name(name: str) -> str | None:
    """The code of the state that a name or a word of everyday use stands for, whatever its case.

    Unknown: None, also for what is only near to a name: that is for `nearest`.

    >>> by_name("Germany"), by_name("Germny")
    ('DEU', None)
    """
    return _words().get(_plain(name))


@lru_cache(maxsize=4096)
def nearest(code: str) -> str | None:
    """The valid code that somebody most likely meant, for a hint and never for a silent repair.

    A name, a word of everyday use, a withdrawn code or an abbreviation of COW's gives the state's code, the latest that
    it had; else the fewest slips of the pen decide, a swap of neighbours before another slip, then the longer common
    beginning, then the alphabet. Unknown: None, where nothing is near.

    >>> [nearest(word) for word in ("SUM", "GRB", "Germany", "USSR", "GMY", "Danzig")]
    ['SUN', 'GBR', 'DEU', 'SUN', 'DEU', None]
    """
    if known(code):
        return code
    words, typed = _words(), _plain(code)
    if typed in words:
        return words[typed]
    limit = _ONE_EDIT * max(1, len(typed) // 4)
    offered = [word for word in words if abs(len(word) - len(typed)) * _ONE_EDIT <= limit and _is_offered(word)]
    ranked = sorted((_slips(typed, word), -_common(typed, word), word) for word in offered)
    return words[ranked[0][2]] if ranked and ranked[0][0] <= limit and typed else None


def _is_offered(word: str) -> bool:
    """Whether a slip may lead to this word: a code or a name of some length, not another list's abbreviation."""
    return len(word) > 4 or _plain(_words()[word]) == word


def _common(one: str, other: str) -> int:
    """How many letters two words share at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _slips(typed: str, meant: str) -> int:
    """The cost of the slips between two words: 1 for two neighbours swapped, 2 for a letter wrong, missing or extra."""
    before: list[int] = []
    last = [_ONE_EDIT * n for n in range(len(meant) + 1)]
    for i, letter in enumerate(typed):
        row = [_ONE_EDIT * (i + 1)]
        for j, wanted in enumerate(meant):
            cost = min(last[j] + _ONE_EDIT * (letter != wanted), last[j + 1] + _ONE_EDIT, row[j] + _ONE_EDIT)
            if i and j and letter == meant[j - 1] and typed[i - 1] == wanted:
                cost = min(cost, before[j - 1] + _ONE_SWAP)
            row.append(cost)
        before, last = last, row
    return last[-1]
