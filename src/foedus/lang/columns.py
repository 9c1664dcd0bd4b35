"""The lines of a CSV journal and the columns that its first row names: the same for reading and for withholding."""

import csv
from collections.abc import Iterator

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


def names(line: str) -> list[str]:
    """The columns that a header names. Raises `csv.Error` where it is no whole row."""
    return [name.strip() for name in fields(line)]
