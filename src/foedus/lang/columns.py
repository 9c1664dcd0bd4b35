"""The lines of a CSV journal and the columns that its first row names: the same for reading and for withholding."""

import csv
import json
import re
from collections.abc import Iterator

_FIELD = re.compile(r'"(?:[^"]|"")*"|[^,]*')
_PAIR = re.compile(r'("(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|[^,}\s]+)')
NEEDED = ("happened", "verb", "subject")
"""Without these columns the first row is no header of a journal."""


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Where each line that is not blank begins and ends."""
    start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 1


def fields(line: str) -> list[str]:
    """The fields of one line. Raises `csv.Error` where it is no whole row."""
    try:
        return next(csv.reader([line], strict=True))
    except StopIteration:
        raise csv.Error("it is empty") from None


def stretches(line: str) -> list[tuple[int, int]]:
    """Where each field of a whole row begins and ends, without its quotes."""
    found, at = [], 0
    while at <= len(line):
        field = _FIELD.match(line, at)
        end = field.end() if field else len(line)
        is_quoted = line[at : at + 1] == '"'
        found.append((at + is_quoted, end - is_quoted))
        at = end + 1
    return found


def pairs(line: str) -> dict[str, tuple[int, int]]:
    """Where the value of each name in a row of JSON Lines begins and ends, without its quotes."""
    cut = {str(json.loads(found[1])): found.span(2) for found in _PAIR.finditer(line)}
    return {name: (b + 1, e - 1) if line[b] == '"' else (b, e) for name, (b, e) in cut.items()}


def names(line: str) -> list[str]:
    """The columns that a header names. Raises `csv.Error` where it is no whole row."""
    return [name.strip() for name in fields(line)]
