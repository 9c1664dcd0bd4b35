"""COW Inter-State War Data: who entered and who left which side of which war, as lines of a journal.

A row is a state on one side of a war, with one spell or two; a state that changed sides has a row for each side. The
sides of a great war are not opponents, so no row says who attacked whom: nothing here is an attack, and none is made
up. What the columns call `Initiator` belongs to the war, not to a pair of states, and is left alone.

    1941-06-22 SUN enters side 1 of war "World War II" ; source: "COW 139"
    1945-05-07 SUN leaves side 1 of war "World War II" ; source: "COW 139"

Source: Sarkees and Wayman 2010, "Resort to War: 1816-2007", CQ Press; Inter-State War Data, version 4.0.
"""

from collections.abc import Iterator
from pathlib import Path

from foedus.feeds.imported import Imported, LeftOut, Row, day_of, state, table, whole
from foedus.lang.words import quoted

TITLE = "COW Inter-State War Data v4.0"
ENDS = {"enters": "Start", "leaves": "End"}
COLUMNS = (
    *("WarNum", "WarName", "ccode", "Side"),
    *(f"{end}{part}{spell}" for spell in (1, 2) for end in ENDS.values() for part in ("Month", "Day", "Year")),
)
NO_SPELL = "-8"
SIDES = (1, 2)
LONGEST_NAME = 200


def read(path: Path) -> Imported:
    """The entries and departures of a file, by date. Raises OSError, and ValueError where it is another file."""
    rows = table(path, COLUMNS, TITLE)
    lines: set[str] = set()
    aside = list(rows.aside)
    for number, row in rows.rows:
        for spell, verb in _ends(row):
            try:
                lines.add(_line(row, spell, verb))
            except LeftOut as reason:
                aside.append((number, f"{row['ccode']} gives no `{verb}`: {reason}"))
    return Imported(sorted(lines), sorted(aside))


def _ends(row: Row) -> Iterator[tuple[int, str]]:
    """Each beginning and end of a spell that the row claims; a second spell is claimed where it is applicable."""
    for spell in (1, 2):
        if spell == 1 or any(row[name] != NO_SPELL for name in COLUMNS if name.endswith(str(spell))):
            yield from ((spell, verb) for verb in ENDS)


def _line(row: Row, spell: int, verb: str) -> str:
    day = day_of(row, *(f"{ENDS[verb]}{part}{spell}" for part in ("Year", "Month", "Day")))
    side = whole(row["Side"], "`Side`")
    if side not in SIDES:
        raise LeftOut(f"`Side` is {side}, which is no side")
    war, name = whole(row["WarNum"], "`WarNum`"), row["WarName"]
    if not name or not name.isprintable() or len(name) > LONGEST_NAME:
        raise LeftOut("`WarName` is no name")
    who = state(row["ccode"], day)
    return f'{day.isoformat()} {who} {verb} side {side} of war {quoted(name)} ; source: "COW {war}"'
