r"""A text that somebody wrote, and places in it.

Every message of foedus points at a place, so every value that is read keeps its `Span`. A `Source` knows its path as
the user gave it and how its lines are numbered: a public reader's lines are counted over what the public may see, so
that the number of a line never tells how many secret lines stand above it.

>>> source = Source("a.journal", "one\ntwo three\n")
>>> source.span(4, 7).text, source.place(4)
('two', (2, 1))
"""

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """One text with the path it was given by; `path` is shown, never opened again."""

    path: str
    text: str
    _starts: list[int] = field(default_factory=list, compare=False, repr=False)

    def starts(self) -> list[int]:
        """Offsets at which the lines begin; never empty."""
        if not self._starts:
            self._starts.append(0)
            at = self.text.find("\n")
            while at >= 0:
                self._starts.append(at + 1)
                at = self.text.find("\n", at + 1)
        return self._starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both counted from 1; the column counts characters."""
        line = bisect_right(self.starts(), offset)
        return line, offset - self.starts()[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of line `number` (from 1) without its end."""
        begin = self.starts()[number - 1]
        end = self.text.find("\n", begin)
        return self.text[begin : end if end >= 0 else len(self.text)].rstrip("\r")

    def span(self, begin: int, end: int) -> "Span":
        """The half-open stretch `begin`..`end` of this text."""
        return Span(self, begin, end)


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of a source; two spans never make two values differ (see `NOWHERE`)."""

    source: Source
    begin: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.source.text[self.begin : self.end]

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of its beginning, from 1."""
        return self.source.place(self.begin)

    def to(self, other: "Span") -> "Span":
        """From the beginning of this span to the end of the other."""
        return Span(self.source, self.begin, other.end)


NOWHERE = Span(Source("", ""), 0, 0)
"""The span of what no text says: a value made by a program."""
