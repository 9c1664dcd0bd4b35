"""What a reader may open: which files, and which lines of a journal.

A file's clearance is the folder that it lies in: whatever lies in a folder called `secret` is secret. For a reader who
is not cleared such a file is never opened, and a journal line that is not public is gone before anything looks at it:
no message, number, id or count can tell whether it was there.
"""

import csv
import json
import re
from pathlib import Path

from foedus.model.agreement import may_see

SECRET = "secret"
_PLAIN = re.compile(r"""[;,]\s*clearance\s*:(?!\s*"?public"?\s*(?:,|\#|$))""", re.IGNORECASE)
_PUBLIC = re.compile(r"""[;,]\s*clearance\s*:\s*"public"\s*(?:,|\#|$)""", re.IGNORECASE)
_BROKEN = re.compile(r"""clearance"?\s*:(?!\s*"?public\b)""", re.IGNORECASE)
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
"""A line ends where the readers end it: other signs that Python takes for the end of a line would tear a secret one."""
LONGEST = 10_000
"""No reader reads a longer line; such a line is not taken apart, and its wording decides."""


def clearance_of(path: Path) -> str:
    """The clearance of the folder that `path` lies in (or is), whether or not anything is there."""
    return SECRET if any(part.casefold() == SECRET for part in path.absolute().parts) else "public"


def may_open(path: Path, view: str) -> bool:
    """Whether a reader of that view is cleared for what lies at `path`; a link counts where it leads as well."""
    if not may_see(view, clearance_of(path)):
        return False
    try:
        return not path.is_symlink() or may_see(view, clearance_of(path.resolve()))
    except (OSError, RuntimeError):  # a name that no file can have, a link that leads to itself: opening it says so
        return True


def plain_lines(text: str, view: str) -> str:
    """The lines of a plain journal that the view may see."""
    if view != "public" or "clearance" not in text.casefold():
        return text
    return "".join(line for line in _LINE.findall(text) if not _is_withheld(line))


def json_lines(text: str, view: str) -> str:
    """The lines of a JSON Lines journal that the view may see; of a broken line its wording decides."""
    if view != "public" or not ("clearance" in text.casefold() or "\\" in text):
        return text
    return "".join(line for line in _LINE.findall(text) if not _is_withheld_row(line))


def csv_lines(text: str, view: str) -> str:
    """The header and the rows of a CSV journal that the view may see."""
    lines: list[str] = _LINE.findall(text)
    if view != "public" or not lines:
        return text
    header = [name.strip().casefold() for name in _fields(lines[0])]
    columns = [at for at, name in enumerate(header) if name == "clearance"]
    if not columns:
        return text
    return "".join(line for n, line in enumerate(lines) if n == 0 or _is_open(line, columns, len(header)))


def _is_withheld(line: str) -> bool:
    """Whether the data behind the sentence name a clearance other than public; quoted texts are passed over."""
    if len(line) > LONGEST:
        return bool(_BROKEN.search(line))
    bare = _QUOTED.sub(lambda quote: '"' + "_" * (len(quote.group()) - 2) + '"', line)
    if bare.count('"') % 2:
        return bool(_BROKEN.search(line))
    found = _PLAIN.search(bare)
    return bool(found) and not _PUBLIC.search(line)


def _is_withheld_row(line: str) -> bool:
    if len(line) > LONGEST:
        return bool(_BROKEN.search(line))
    try:
        row = json.loads(line, object_pairs_hook=list)
    except (ValueError, RecursionError):
        return bool(_BROKEN.search(_ESCAPE.sub(lambda found: chr(int(found[1], 16)), line)))
    pairs = [each for each in row if isinstance(each, tuple)] if isinstance(row, list) else []
    said = [
        value for name, value in pairs if name.casefold() == "clearance"
    ]  # of a name that stands twice, each counts
    return any(value not in (None, "", "public") for value in said)


def _is_open(line: str, columns: list[int], width: int) -> bool:
    fields = _fields(line)
    if len(fields) != width:
        return SECRET not in line.casefold()
    return all(fields[column].strip() in ("", "public") for column in columns)


def _fields(line: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")]), [])
    except csv.Error:
        return []
