r"""A literate document as pieces that can be put together again: headings, paragraphs, remarks and fences.

>>> found = pieces(Source("a.md", "# Pact\n\n> A draft.\n\n## Article 1. Peace\n\n1. No war.\n2. No\n   raid.\n"))
>>> [(piece.kind, piece.lines[0]) for piece in found][2:]
[('heading', '## Article 1. Peace'), ('text', '1. No war.'), ('text', '2. No')]
>>> joined(found)[-33:]
'Peace\n\n1. No war.\n2. No\n   raid.\n'
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from foedus.lang import literate
from foedus.text.source import Source

_NUMBERED = re.compile(r"\d+\. \S")
_BLOCK = re.compile(r" {0,3}(```+|~~~+)\s*foedus\b")


@dataclass(frozen=True, slots=True)
class Piece:
    """Lines that belong together, with the empty lines above them.

    `kind` is `heading`, `text`, `remark`, `block` (a fence of ours, its fence lines among the lines) or `fence`.
    """

    kind: str
    lines: tuple[str, ...]
    empty: int = 1


def pieces(source: Source) -> list[Piece]:
    """The pieces of a document in order; a list item begins a piece of its own, empty lines at the end are left out."""
    found: list[Piece] = []
    empty = 0
    last = ""
    for number, kind in enumerate(literate.read(source).kinds, 1):
        line = source.line(number)
        if kind == "text" and not line:
            empty, last = empty + 1, ""
            continue
        is_in_fence = last in ("open", "inside") and kind != "open"
        is_same = kind == last and not empty and kind not in ("heading", "open")
        if is_in_fence or (is_same and not _is_item(line, found[-1])):
            found[-1] = replace(found[-1], lines=(*found[-1].lines, line))
        else:
            found.append(Piece(_kind(kind, line), (line,), empty))
        empty, last = 0, kind
    return found


def _kind(kind: str, line: str) -> str:
    if kind != "open":
        return kind
    return "block" if _BLOCK.match(line) else "fence"


def _is_item(line: str, piece: Piece) -> bool:
    """Whether a line of text begins the next item of a list."""
    return bool(_NUMBERED.match(line) and _NUMBERED.match(piece.lines[0]))


def joined(found: Iterable[Piece]) -> str:
    """The document that the pieces make."""
    return "".join("\n" * piece.empty + "".join(f"{line}\n" for line in piece.lines) for piece in found)
