"""What an outside file gives: lines of a journal, and the rows that give none, each with the reason.

Nothing is lost silently: of every row of the file either a line comes out or a reason why none does. A file that is not
what it should be is refused as a whole, with what is wrong and what to do; a row that is not spoils no other.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from foedus.model import states

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Imported:
    """The journal lines by date, and `aside`: the number of a line of the file and why it, or a part of it, is left."""

    lines: list[str]
    aside: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Table:
    """The sound rows of a file, each with the number of its line in it, and those that have the wrong width."""

    rows: list[tuple[int, Row]] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)


class LeftOut(Exception):
    """A row, or a part of it, gives no line; the text says why."""


def table(path: Path, columns: Iterable[str], title: str) -> Table:
    """The rows of a CSV file that must have these columns.

    Raises OSError, and ValueError with a whole sentence where the file is not `title`.
    """
    numbered = _records(path, title)
    if not numbered:
        raise ValueError(f"is empty: this is not {title}; download the file again")
    header = [name.strip() for name in numbered[0][1]]
    lacking = [name for name in columns if name not in header]
    if lacking:
        raise ValueError(
            f"has no column `{lacking[0]}`: this is not {title}; its first line names {', '.join(columns)}"
        )
    found = Table()
    for number, cells in numbered[1:]:
        if len(cells) == len(header):
            found.rows.append((number, {name: cell.strip() for name, cell in zip(header, cells, strict=True)}))
        else:
            found.aside.append((number, f"this row has {len(cells)} columns, the first line {len(header)}"))
    return found


def _records(path: Path, title: str) -> list[tuple[int, list[str]]]:
    """The rows of a CSV file with the numbers of the lines on which they begin; blank lines are no rows."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = wrong.object.count(b"\n", 0, wrong.start) + 1
        byte = wrong.object[wrong.start]
        raise ValueError(
            f"is not UTF-8 (the byte {byte:#04x} in line {line}): this is not {title}; "
            "if it is packed unpack it, else save it as UTF-8"
        ) from None
    if "\0" in text:
        raise ValueError(f"is no text (a NUL byte in line {text.count(chr(10), 0, text.index(chr(0))) + 1}): "
                         f"this is not {title}; if it is packed unpack it")  # fmt: skip
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[tuple[int, list[str]]] = []
    begun = 1
    try:
        for cells in reader:
            if cells:
                found.append((begun, cells))
            begun = reader.line_num + 1
    except csv.Error as wrong:
        raise ValueError(f"is not CSV (line {begun}: {wrong}): this is not {title}; download the file again") from None
    return found


def state(number: str, day: date) -> str:
    """The code of the state with a COW number on a day. Raises `LeftOut` for a number that is nobody's."""
    code = states.from_cow(whole(number, "the number of the state"), day)
    if code is None:
        raise LeftOut(f"no state has the number {number} in the list of the Correlates of War")
    return code


def whole(cell: str, what: str) -> int:
    """The whole number in a cell. Raises `LeftOut` where none stands there."""
    try:
        return int(cell) if len(cell) < 10 and cell.isascii() else int("")
    except ValueError:
        raise LeftOut(f"{what} is `{cell[:20]}`, which is no whole number") from None


def day_of(row: Row, year: str, month: str, day: str) -> date:
    """The day that three columns name. Raises `LeftOut` where one says missing, or no calendar has the day."""
    for column in (year, month, day):
        if row[column] in ("", "NA") or whole(row[column], f"`{column}`") < 0:
            raise LeftOut(f"`{column}` is missing (`{row[column]}`)")
    try:
        return date(int(row[year]), int(row[month]), int(row[day]))
    except ValueError:
        raise LeftOut(f"{row[year]}-{row[month]}-{row[day]} is no day of the calendar") from None
