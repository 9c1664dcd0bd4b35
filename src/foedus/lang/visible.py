"""What a reader may open: which files, and which lines of a journal.

A file's clearance is the folder that it lies in: whatever lies in a folder called `secret` is secret, by whatever link
it is reached. For a reader who is not cleared such a file is never opened, and a journal line that is not public is
gone before anything looks at it: no message, number, id or count can tell whether it was there.

In doubt a line is withheld: one that speaks of a clearance and that its reader could not read as public is gone too,
and nothing is said of it to the public. The cleared reader is told what is wrong with it.
"""

import csv
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from foedus.lang import columns, journal
from foedus.lang.clearances import (
    KEY,
    QUOTED,
    SECRET,
    is_dubious,
    is_key,
    is_secret_name,
    mentions,
    names_one,
    nearly_secret,
    plainly,
)
from foedus.lang.statements import KEYS
from foedus.lang.words import comment_begins, data_begins
from foedus.model.agreement import may_see
from foedus.text.diagnostic import Diagnostic, warning
from foedus.text.source import NOWHERE

UNSHOWN = "…"
"""What the public sees of a table without a header: its first line may be a row."""
LONGEST = 10_000
"""No reader reads a longer line; such a line is not taken apart, and its wording decides."""
MOST_LINKS = 40
"""Links that lead to links: more are not followed, and whoever opens the file is told of a circle."""
_BROKEN = re.compile(r"""clearance"?\s*:(?!\s*"?public\b)""")
_DATED = re.compile(r"\s*\d{4}-\d\d-\d\d")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line ends where the readers end it: other signs that Python takes for the end of a line would tear a secret one."""
_ROWS = {".csv": "csv", ".jsonl": "json", ".ndjson": "json", ".json": "json", ".parquet": "parquet"}


# Files


def kind_of(path: Path) -> str:
    """How a journal is written by the end of its name: `csv`, `json` (an object a line), `parquet`, else `plain`."""
    return _ROWS.get(path.suffix.casefold(), "plain")


def clearance_of(path: Path) -> str:
    """The clearance of the folder that `path` lies in (or is), whether or not anything is there.

    Every name on the way counts: those that are written, and those that links on the way lead through.
    """
    return SECRET if any(is_secret_name(name) for name in _way(path)) else "public"


def may_open(path: Path, view: str) -> bool:
    """Whether a reader of that view is cleared for what lies at `path`, by every way that leads there."""
    return may_see(view, clearance_of(path))


def misnamed(path: Path) -> Iterator[Diagnostic]:
    """A warning for each name in `path` that is nearly `secret`: what lies there is public all the same."""
    if clearance_of(path) == SECRET:
        return
    for at, name in enumerate(path.parts):
        if nearly_secret(name):
            where = Path(*path.parts[: at + 1]).as_posix()
            hint = f"only a folder called `{SECRET}` is: put it into one, or give it a name that promises nothing"
            yield warning("not-secret", f"{where} is public: its name is not `{SECRET}`", NOWHERE, hint)


def _way(path: Path) -> Iterator[str]:
    """The names on the way to what lies at `path`, link by link."""
    whole = path.absolute()
    at, todo, links = Path(whole.anchor), list(reversed(whole.parts[1:])), 0
    while todo:
        name = todo.pop()
        yield name
        link = _link(at / name) if links < MOST_LINKS else None
        if link is not None:
            links += 1
            at = Path(link.anchor) if link.is_absolute() else at
            todo += reversed(link.parts[1:] if link.is_absolute() else link.parts)
        else:
            at = at.parent if name == ".." else at / name


def _link(path: Path) -> Path | None:
    try:
        return Path(os.readlink(path))
    except (OSError, ValueError):  # no link, nothing there, or a name that no file can have: opening it says so
        return None


# Plain journals


def plain_lines(text: str, view: str) -> str:
    """The lines of a plain journal that the view may see."""
    if view != "public" or not mentions(text):
        return text
    return "".join(line for line in _LINE.findall(text) if not mentions(line) or _is_open_line(line))


def _is_open_line(line: str) -> bool:
    """Whether a line that mentions a clearance is public: it says so, or the mention is in a quoted text."""
    if len(line) > LONGEST or '"' in QUOTED.sub("", line):
        return _is_open_wording(line)
    end = len(line.rstrip("\n"))
    at = data_begins(line, 0, end)
    stop = comment_begins(line, at, end)
    said = _said(line, at, stop)
    if said is None:
        return not mentions(line[at:stop]) and not is_dubious(line[:at])
    if said.get(KEY, "") not in ("", "public") or is_dubious(line[:at]):
        return False
    return KEY in said or not is_dubious(line[stop:end])


def _said(line: str, at: int, stop: int) -> dict[str, str] | None:
    """The data behind the sentence; None where they cannot be read wholly, or a value may hide a clearance."""
    data: dict[str, str] = {}
    for begin, end in journal.pairs(line, at + 1, stop) if line[at:stop] else ():
        key = journal.KEY.match(line, begin, end)
        value = line[key.end() : end].strip() if key else ""
        is_quoted = value.startswith('"')
        if key is None or key[1] not in KEYS or key[1] in data or (is_quoted and not QUOTED.fullmatch(value)):
            return None
        if not is_quoted and (names_one(value) or is_dubious(value)) and key[1] != KEY:
            return None
        data[key[1]] = value[1:-1] if is_quoted else value
    return data


def _is_open_wording(line: str) -> bool:
    """Of what cannot be taken apart the wording decides."""
    said = plainly(line)
    return not (_BROKEN.search(said) or SECRET in said or (KEY not in said and mentions(line)))


# Rows


def json_lines(text: str, view: str) -> str:
    """The lines of a JSON Lines journal that the view may see.

    In a file that mentions a clearance a line that is not one flat object may be a part of what is secret.
    """
    if view != "public" or not mentions(text):
        return text
    return "".join(line for line in _LINE.findall(text) if not line.strip() or _is_open_object(line))


def csv_lines(text: str, view: str) -> str:
    """The header and the rows of a CSV journal that the view may see.

    Without a header of ours nothing tells which rows are secret: the public sees no line. In a file that mentions a
    clearance a row that is not whole may be a part of what is secret.
    """
    header = next(columns.lines(text), None)
    if view != "public" or header is None:
        return text
    begin, end = header
    try:
        names = columns.names(text[begin:end])
    except csv.Error:
        names = []
    if not set(columns.NEEDED) <= set(names):
        return UNSHOWN
    if len(set(names)) < len(names):
        return text[:end]
    if not mentions(text):
        return text
    rows: list[str] = _LINE.findall(text[end + 1 :])
    return text[: end + 1] + "".join(row for row in rows if not row.strip() or _is_open_row(row, names))


def _is_open_object(line: str) -> bool:
    """Whether a line is one flat object that is public; of a name that stands twice, each counts."""
    if len(line) > LONGEST:
        return False
    try:
        row = json.loads(line, object_pairs_hook=tuple)
    except (ValueError, RecursionError):
        return False
    if not isinstance(row, tuple) or any(isinstance(value, (tuple, list)) for _, value in row):
        return False
    return all(_is_open_value(name, value) for name, value in row)


def _is_open_row(row: str, names: list[str]) -> bool:
    """Whether a row of CSV is whole and public.

    Half a row, torn by a line break in a quoted value, may have as many fields as a whole one: where the file has
    clearances, a whole row begins with something like a date.
    """
    try:
        values = columns.fields(row.rstrip("\r\n"))
    except csv.Error:
        return False
    if len(values) != len(names):
        return False
    if any(map(is_key, names)) and not _DATED.match(values[names.index("happened")]):
        return False
    return all(_is_open_value(name, value.strip()) for name, value in zip(names, values, strict=True))


def _is_open_value(name: str, value: object) -> bool:
    if is_key(name):
        return value is None or value is False or value in ("", "public")
    return not (isinstance(value, str) and is_secret_name(value))
