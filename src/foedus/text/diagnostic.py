"""What is wrong in a user's text, as a value: found by any floor, gathered, shown once.

A `Diagnostic` has a code (a readable name, explained by `foedus explain CODE`), a level, a title in treaty words, the
place, the article it stands under, and a hint that says what to do. It is never an exception: exceptions are bugs or a
broken outside world.

>>> from foedus.text.source import Source
>>> source = Source("x.journal", "1941-06-22 DEU attacks SUM")
>>> print(render(error("unknown-state", "no state was ever called `SUM`", source.span(23, 26), "did you mean `SUN`?")))
x.journal:1:24: error[unknown-state]: no state was ever called `SUM`
   |
 1 | 1941-06-22 DEU attacks SUM
   |                        ^^^
   = did you mean `SUN`?
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from foedus.text.source import Span
from foedus.text.width import width

SHOWN = 160
"""A quoted line longer than this many characters is cut around its mark."""


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding; `level` is `error` or `warning`, `hint` says what to do about it."""

    code: str
    level: str
    title: str
    span: Span
    hint: str
    article: str = ""

    @property
    def is_error(self) -> bool:
        """Whether the text cannot be used as it stands."""
        return self.level == "error"

    def under(self, article: str) -> "Diagnostic":
        """The same finding with the article it stands under, unless it has one."""
        return self if self.article or not article else replace(self, article=article)


def error(code: str, title: str, span: Span, hint: str) -> Diagnostic:
    """A fault: the text cannot be used as it stands."""
    return Diagnostic(code, "error", title, span, hint)


def warning(code: str, title: str, span: Span, hint: str) -> Diagnostic:
    """Something a careful reader would ask about."""
    return Diagnostic(code, "warning", title, span, hint)


def in_order(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Findings by path, place, code and title, each once."""
    unique = {(d.span.source.path, d.span.begin, d.code, d.title): d for d in findings}
    return [unique[key] for key in sorted(unique)]


def render(finding: Diagnostic) -> str:
    """The finding as text of a few lines, ready for a terminal or a file; no colour, no end of line."""
    title, hint = _plain(finding.title, 2 * SHOWN), _plain(finding.hint, 8 * SHOWN)
    if not finding.span.source.path:
        return f"foedus: {finding.level}[{finding.code}]: {title}\n   = {hint}"
    line, column = finding.span.place
    head = f"{finding.span.source.path}:{line}:{column}: {finding.level}[{finding.code}]: {title}"
    gutter = " " * len(str(line)) + "  |"
    shown, before, carets = _quote(finding.span)
    rows = [head, gutter, f" {line} | {shown}", f"{gutter} {' ' * before}{'^' * carets}".rstrip()]
    if finding.article:
        rows.insert(1, f"{gutter[:-1]}: under {finding.article}")
    return "\n".join([*rows, f"{gutter[:-1]}= {hint}"])


def _plain(text: str, most: int) -> str:
    """A message as one line: what somebody wrote may stand in it, and cannot steer the screen nor fill it."""
    shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:most])
    return shown + ("…" if len(text) > most else "")


def _quote(span: Span) -> tuple[str, int, int]:
    """The line as shown, the columns before the mark and the columns of the mark (at least one)."""
    line, column = span.place
    text = span.source.line(line)
    begin, end = column - 1, min(len(text), column - 1 + max(1, span.end - span.begin))
    left = max(0, begin - SHOWN // 2) if len(text) > SHOWN else 0
    right = min(len(text), left + SHOWN)
    shown = "".join(
        c if c.isprintable() else " " if c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in text[left:right]
    )
    lead = "…" if left else ""
    tail = "…" if right < len(text) else ""
    before = width(lead + shown[: begin - left])
    return lead + shown + tail, before, max(1, width(shown[begin - left : min(end, right) - left]))
