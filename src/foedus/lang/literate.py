r"""A literate document: headings and paragraphs are the authentic text, fenced `foedus` blocks are its formal side.

The reader keeps, for each block, the heading it stands under, so that every clause knows its article.

>>> page = read(Source("a.md", "# Pact\n\n## Article 1. Peace\n\nNo war.\n\n```foedus\nclause peace\n```\n"))
>>> [(part.article.label, part.article.title, part.article.text) for part in page.parts], page.blocks[0].article.number
([('', 'Pact', ''), ('Article 1', 'Peace', 'No war.')], '1')
"""

import re
from dataclasses import dataclass, replace

from foedus.lang.near import meant, nearest
from foedus.model.agreement import Article
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Source

OURS = "foedus"
"""What a block is called that is read."""
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_FENCE = re.compile(r" {0,3}(```+|~~~+)\s*([\w-]*).*")
_MISSED = re.compile(r"(?:\s{4,}|\s*\t\s*)(?:```+|~~~+)\s*(foedus)\b.*| {0,3}(?:```+|~~~+)\s*(\{\s*\.?foedus\b.*)")
"""A fence that looks like one of ours and is none: too deep for a document, or named as other programs name theirs."""
_LABEL = re.compile(r"(?P<label>\w+\s+(?P<number>\d+(?:\s*\([\w]+\))?|[IVXLC]+))(?:[.:—–-]\s*|\s*$)(?P<title>.*)")


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with the text under it, up to the next heading; blocks and quotations are left out of the text."""

    article: Article
    level: int


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced `foedus` block: where its inside begins and ends in the source, and its article."""

    article: Article
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A document taken apart; `parts` in the order of the text, the first without a heading if text precedes all.

    `kinds` says of each line what it is: `heading`, `text` (an empty line too), `remark` (a quotation), or of a fence
    of whatever kind `open`, `inside` and `close`.
    """

    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]
    findings: tuple[Diagnostic, ...]
    kinds: tuple[str, ...] = ()


def read(source: Source) -> Page:
    """The headings, the texts and the blocks of a document; a block that never ends is a finding."""
    reader = _Reader(source)
    for number, start in enumerate(source.starts(), 1):
        if start < len(source.text):
            reader.take(source.line(number), start)
    return reader.page()


def article_of(heading: str) -> Article:
    """The article that a heading opens: `Article 2. Peace` has the label `Article 2` and the number `2`."""
    found = _LABEL.fullmatch(heading)
    if not found:
        return Article("", heading, "")
    return Article(found["label"], found["title"], re.sub(r"\s", "", found["number"]))


def escaped(line: str) -> str:
    r"""A line that is to be text, with a backslash where it would be read as a heading, a remark or a fence.

    >>> escaped("# of ships"), escaped("ships"), unescaped(escaped("> 10 tons"))
    ('\\# of ships', 'ships', '> 10 tons')
    """
    indent = len(line) - len(line.lstrip(" "))
    return line if _is_text(line) else f"{line[:indent]}\\{line[indent:]}"


def unescaped(line: str) -> str:
    """A line of text without the backslash that `escaped` puts there."""
    indent = len(line) - len(line.lstrip(" "))
    bare = line[:indent] + line[indent + 1 :]
    return bare if line[indent : indent + 1] == "\\" and not _is_text(bare) else line


def _is_text(line: str) -> bool:
    return not (_FENCE.fullmatch(line) or _HEADING.fullmatch(line) or line.startswith(">"))


def _paragraphs(lines: list[str]) -> str:
    """The lines as paragraphs with one empty line between them, however many blocks stood there."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader:
    """Goes over the lines once, remembering the fence and the heading it stands under."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.parts: list[tuple[Article, int, list[str]]] = [(Article("", "", ""), 0, [])]
        self.blocks: list[tuple[int, int, int]] = []
        self.fence = ""
        self.opened = self.inside = 0
        self.is_ours = False
        self.findings: list[Diagnostic] = []
        self.kinds: list[str] = []

    def take(self, line: str, start: int) -> None:
        if self.fence:
            self._inside(line, start)
            self.kinds.append("inside" if self.fence else "close")
            return
        fence = _FENCE.fullmatch(line)
        heading = _HEADING.fullmatch(line)
        missed = _MISSED.fullmatch(line)
        if missed:
            span = self.source.span(start + missed.start(missed.lastindex or 0), start + len(line))
            hint = "write ```foedus, at most three spaces from the left"
            self.findings.append(error("no-block", "nothing in this block is read", span, hint))
        self.kinds.append("open" if fence else "heading" if heading else "remark" if line[:1] == ">" else "text")
        if fence:
            self.fence, self.is_ours = fence[1], fence[2] == OURS
            if nearest(fence[2], (OURS,)) is not None:
                title = f"this block is called `{fence[2]}`, so nothing in it is read"
                span = self.source.span(start + fence.start(2), start + fence.end(2))
                self.findings.append(error("no-block", title, span, meant(OURS, "call it otherwise")))
            self.opened, self.inside = start, start + len(line) + 1
        elif heading:
            self.parts.append((article_of(heading[2].rstrip().rstrip("#").rstrip()), len(heading[1]), []))
        elif not line.startswith(">"):
            self.parts[-1][2].append(line)

    def _inside(self, line: str, start: int) -> None:
        stripped = line.strip()
        if set(stripped) == {self.fence[0]} and len(stripped) >= len(self.fence):
            if self.is_ours:
                self.blocks.append((len(self.parts) - 1, min(self.inside, start), start))
            self.fence = ""

    def page(self) -> Page:
        parts = [Part(replace(article, text=_paragraphs(lines)), level) for article, level, lines in self.parts]
        blocks = tuple(Block(parts[at].article, begin, end) for at, begin, end in self.blocks)
        findings = self.findings
        if self.fence:
            span = self.source.span(self.opened, self.opened + len(self.fence))
            findings.append(
                error("unclosed-block", "this block does not end", span, f"end it with a line `{self.fence[:20]}`")
            )
        shown = [part for part in parts if part.level or part.article.text]
        return Page(tuple(shown), blocks, tuple(findings), tuple(self.kinds))
