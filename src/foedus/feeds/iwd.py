"""Interstate War Data: attacks and ends of dyadic wars as lines of a journal.

The file has a row for each year of a dyadic war and repeats the entry on 1 January, so an attack is the earliest
entry of the initiator against the target. A war of two ends where the file says so: the row's outcome is not
"ongoing". What it does not say, a peace treaty or its terms, is not made up; `makes peace with` is the lexicon's word
for the end of a war.

Source: Reiter, Stam and Horowitz 2016, "A Revised Look at Interstate Wars, 1816-2007", Journal of Conflict Resolution
60.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from foedus.model import states

OUTCOMES = {"1": "the initiator won", "2": "the target won", "3": "a draw"}
Row = dict[str, str]


def read(path: Path) -> list[str]:
    """The journal lines of a file, by date; empty for a file without rows. Raises OSError, and KeyError."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file)]
    wars: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        wars.setdefault((row["init_war_id"], row["init_ccode"], row["target_ccode"]), []).append(row)
    return sorted({line for war in wars.values() for line in _lines(war)})


def _lines(war: list[Row]) -> Iterator[str]:
    first = min(war, key=lambda row: _day(row, "entry") or date.max)
    begun = _day(first, "entry")
    if begun is not None:
        yield _line(begun, first, "attacks", f"IWD {first['init_war_id']}")
    for row in war:
        ended = _day(row, "exit")
        if row["annual_outcome"] in OUTCOMES and ended is not None:
            yield _line(ended, row, "makes peace with", f"IWD {row['init_war_id']}: {OUTCOMES[row['annual_outcome']]}")


def _line(day: date, row: Row, verb: str, source: str) -> str:
    initiator, target = (_code(row[f"{who}_ccode"], day) for who in ("init", "target"))
    return f'{day.isoformat()} {initiator} {verb} {target} ; source: "{source}"'


def _code(number: str, day: date) -> str:
    return states.from_cow(int(number), day) or f"cow:{number}"


def _day(row: Row, what: str) -> date | None:
    parts = (row["year"], row[f"month_{what}"], row[f"day_{what}"])
    if any(part in ("", "NA") or int(part) < 0 for part in parts):
        return None
    return date(*(int(part) for part in parts))
