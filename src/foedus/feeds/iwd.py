"""Interstate War Data: attacks and ends of dyadic wars as lines of a journal.

The file has a row for each year of a dyadic war and repeats the entry on 1 January, so an attack is the earliest
entry of the initiator against the target. A war of two ends where the file says so: the row's outcome is not
"ongoing". What it does not say, a peace treaty or its terms, is not made up; `makes peace with` is the lexicon's word
for the end of a war. A pause in the fighting ends no war: it is set aside, as is what cannot be read.

Source: Reiter, Stam and Horowitz 2016, "A Revised Look at Interstate Wars, 1816-2007", Journal of Conflict Resolution
60.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from foedus.feeds.imported import Imported, LeftOut, Row, day_of, state, table, whole

TITLE = "Interstate War Data (IWD) version 1, by directed dyad and year"
WHENS = [f"{part}_{which}" for which in ("entry", "exit", "entry02", "exit02") for part in ("month", "day")]
COLUMNS = ("init_war_id", "init_ccode", "target_ccode", "year", "annual_outcome", *WHENS)
ONGOING = "0"
OUTCOMES = {"1": "the initiator won", "2": "the target won", "3": "a draw"}
YEAR_BEGINS, YEAR_ENDS = (1, 1), (12, 31)
Numbered = tuple[int, Row]
Aside = list[tuple[int, str]]


def read(path: Path) -> Imported:
    """The attacks and ends of wars of a file, by date. Raises OSError, and ValueError where it is another file."""
    rows = table(path, COLUMNS, TITLE)
    wars: dict[tuple[str, str, str], list[Numbered]] = {}
    for number, row in rows.rows:
        wars.setdefault((row["init_war_id"], row["init_ccode"], row["target_ccode"]), []).append((number, row))
    aside: Aside = list(rows.aside)
    lines = {line for war in wars.values() for line in _lines(war, aside)}
    return Imported(sorted(lines), sorted(aside))


def _lines(war: list[Numbered], aside: Aside) -> Iterator[str]:
    entries = [(day, number, row) for number, row in war if (day := _day(number, row, "entry", aside)) is not None]
    if entries:
        begun, number, row = min(entries, key=lambda entry: entry[:2])
        yield from _line(number, begun, row, "attacks", aside)
        aside += [(other, f"a later entry of this war, {day}: no second attack") for day, other, _ in entries
                  if day > begun and (day.month, day.day) != YEAR_BEGINS]  # fmt: skip
    for number, row in war:
        yield from _end(number, row, aside)


def _end(number: int, row: Row, aside: Aside) -> Iterator[str]:
    """The end of the war, where this row has it; a pause within a year, or before the next, is none."""
    paused = row["month_entry02"] != "NA"
    ended = _day(number, row, "exit02" if paused else "exit", aside)
    if paused:
        aside.append((number, f"the fighting paused from {_shown(row, 'exit')} to {_shown(row, 'entry02')}: no peace"))
    if ended is None:
        return
    outcome = row["annual_outcome"]
    if outcome in OUTCOMES:
        yield from _line(number, ended, row, "makes peace with", aside, f": {OUTCOMES[outcome]}")
    elif outcome != ONGOING:
        aside.append((number, f"`annual_outcome` is `{outcome[:20]}`, which says neither that the war ended nor how"))
    elif (ended.month, ended.day) != YEAR_ENDS and not paused:
        aside.append((number, f"the fighting stopped on {ended} and the war went on: no peace"))


def _line(number: int, day: date, row: Row, verb: str, aside: Aside, told: str = "") -> Iterator[str]:
    try:
        initiator, target = state(row["init_ccode"], day), state(row["target_ccode"], day)
        source = f"IWD {whole(row['init_war_id'], '`init_war_id`')}{told}"
        yield f'{day.isoformat()} {initiator} {verb} {target} ; source: "{source}"'
    except LeftOut as reason:
        aside.append((number, f"no `{verb}`: {reason}"))


def _day(number: int, row: Row, which: str, aside: Aside) -> date | None:
    try:
        return day_of(row, "year", f"month_{which}", f"day_{which}")
    except LeftOut as reason:
        aside.append((number, f"no day of {which.rstrip('02')}: {reason}"))
        return None


def _shown(row: Row, which: str) -> str:
    return f"{row['year']}-{row[f'month_{which}']}-{row[f'day_{which}']}"
