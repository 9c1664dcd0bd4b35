"""A sheet: what every answer looks like as a table for a person or as CSV for a program.

>>> print(Sheet(("who", "what"), [("GBR", "assist SUN")], ["A note."], ["as of today"]).as_table())
A note.
<BLANKLINE>
who  what
---  ----------
GBR  assist SUN
<BLANKLINE>
as of today
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import StringIO

from foedus.text.width import pad, width


@dataclass(frozen=True, slots=True)
class Sheet:
    """Columns and lines, with sentences before and behind them that only a table shows."""

    columns: tuple[str, ...]
    lines: Sequence[tuple[str, ...]]
    before: Sequence[str] = ()
    behind: Sequence[str] = field(default=())

    def as_table(self) -> str:
        """Aligned columns for a screen of fixed width; nothing is cut off. No end of line at the end."""
        rows = [self.columns, *self.lines]
        widths = [max(width(row[n]) for row in rows) for n in range(len(self.columns))]
        shown = [*self.before, ""] if self.before else []
        shown += [_aligned(self.columns, widths), "  ".join("-" * each for each in widths)]
        shown += [_aligned(line, widths) for line in self.lines]
        if self.behind:
            shown += ["", *self.behind]
        return "\n".join(shown)

    def as_csv(self) -> str:
        """The lines under their columns as RFC 4180 has it, with plain ends of line and one at the end."""
        written = StringIO()
        writer = csv.writer(written, lineterminator="\n")
        writer.writerow(self.columns)
        writer.writerows(self.lines)
        return written.getvalue()


def _aligned(cells: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(pad(cell, columns) for cell, columns in zip(cells, widths, strict=True)).rstrip()
