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
_PLAIN = re.compile(r"""[;,]\s*clearance\s*:(?!\s*"?public"?\s*(?:,|\#|$))""")
_JSON = re.compile(r"""clearance"?\s*:(?!\s*"public")""")


def clearance_of(path: Path) -> str:
    """The clearance of the folder that `path` lies in (or is), whether or not anything is there."""
    return SECRET if any(part.casefold() == SECRET for part in path.absolute().parts) else "public"


def may_open(path: Path, view: str) -> bool:
    """Whether a reader of that view is cleared for what lies at `path`; a link counts where it leads as well."""
    if not may_see(view, clearance_of(path)):
        return False
    return not path.is_symlink() or may_see(view, clearance_of(path.resolve()))


def plain_lines(text: str, view: str) -> str:
    """The lines of a plain journal that the view may see."""
    if view != "public" or "clearance" not in text:
        return text
    return "".join(line for line in text.splitlines(keepends=True) if not _is_withheld(line))


def json_lines(text: str, view: str) -> str:
    """The lines of a JSON Lines journal that the view may see; of a broken line its wording decides."""
    if view != "public" or "clearance" not in text:
        return text
    return "".join(line for line in text.splitlines(keepends=True) if not _is_withheld_row(line))


def csv_lines(text: str, view: str) -> str:
    """The header and the rows of a CSV journal that the view may see."""
    lines = text.splitlines(keepends=True)
    if view != "public" or not lines:
        return text
    header = [name.strip() for name in _fields(lines[0])]
    if "clearance" not in header:
        return text
    column = header.index("clearance")
    return "".join(line for n, line in enumerate(lines) if n == 0 or _is_open(_fields(line), column, len(header), line))


def _is_withheld(line: str) -> bool:
    """Whether the data behind the sentence name a clearance other than public; quoted texts are passed over."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', lambda quote: '"' + "_" * (len(quote.group()) - 2) + '"', line)
    if bare.count('"') % 2:
        return bool(re.search(r"clearance\s*:\s*(?!public\b)", line))
    found = _PLAIN.search(bare)
    return bool(found) and not re.search(r"""[;,]\s*clearance\s*:\s*"public"\s*(?:,|\#|$)""", line)


def _is_withheld_row(line: str) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return bool(_JSON.search(line))
    return isinstance(row, dict) and row.get("clearance") not in (None, "", "public")


def _is_open(fields: list[str], column: int, width: int, line: str) -> bool:
    if len(fields) != width:
        return SECRET not in line.casefold()
    return fields[column].strip() in ("", "public")


def _fields(line: str) -> list[str]:
    try:
        return next(csv.reader([line.rstrip("\r\n")]), [])
    except csv.Error:
        return []
