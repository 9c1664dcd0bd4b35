"""How many columns of a screen a text takes: Cyrillic one each, Chinese two, combining marks none.

>>> width("мир"), width("条約"), width("é")
(3, 4, 1)
"""

import unicodedata


def width(text: str) -> int:
    """Columns that `text` takes in a terminal with a fixed-width font."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def pad(text: str, columns: int) -> str:
    """`text` with spaces behind it up to `columns`; unchanged when it is wider."""
    return text + " " * max(0, columns - width(text))


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
