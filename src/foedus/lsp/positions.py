r"""Places as the protocol counts them: lines from 0, and in a line code units of the encoding that was agreed upon.

UTF-16 is what every client knows: a Cyrillic letter is one unit, most emoji are two.

>>> text = "мир\n😀 и мир"
>>> place_at(text, 6, "utf-16"), place_at(text, 6, "utf-32"), offset_at(text, 1, 3, "utf-16")
((1, 3), (1, 2), 6)
"""

ENCODINGS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


def place_at(text: str, offset: int, encoding: str) -> tuple[int, int]:
    """Line and column of an offset in a text with plain ends of line."""
    offset = min(offset, len(text))
    begin = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset), _units(text[begin:offset], encoding)


def offset_at(text: str, line: int, column: int, encoding: str) -> int:
    """The offset of a line and a column; behind the end of a line its end, inside a character its beginning."""
    begin = 0
    for _ in range(line):
        end = text.find("\n", begin)
        if end < 0:
            return len(text)
        begin = end + 1
    end = text.find("\n", begin)
    row = text[begin : end if end >= 0 else len(text)]
    at = units = 0
    while at < len(row):
        units += _units(row[at], encoding)
        if units > column:
            break
        at += 1
    return begin + at


def _units(stretch: str, encoding: str) -> int:
    name, size = ENCODINGS[encoding]
    return len(stretch) if stretch.isascii() else len(stretch.encode(name, "surrogatepass")) // size
