"""A `foedus` block as items: a header line, and the lines under it, each as words.

Indentation means nothing: a header word opens an item, every other line belongs to the item above it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NoReturn

from foedus.lang.findings import MOST_FAULTS, fail, given_up
from foedus.lang.literate import Block
from foedus.lang.near import did_you_mean, meant, nearest
from foedus.lang.words import Word, data_begins, split
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Source, Span

HEADERS = (
    "agreement",
    "protocol",
    "text",
    "lexicon",
    "clause",
    "fact",
    "event",
    "reading",
    "example",
    "use",
    "replace",
)
DECLARING = ("event", "fact", "agreement", "protocol", "text", "lexicon")
"""Items that others rest on: they are read without a line that cannot be."""
_DATED = re.compile(r"\s*\d{4}-\d\d-\d\d")
LONGEST_LINE = 4_000
"""A line of a document or a journal with more characters than this is refused unread."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line as words, never empty; of a broken one, of which a part is no word, the rest."""

    words: tuple[Word, ...]
    span: Span
    broken: bool = False

    @property
    def first(self) -> str:
        """The first word."""
        return self.words[0].text if self.words[0].kind == "word" else ""

    @property
    def word(self) -> str:
        """The first word as it was typed, small or not; "" where the line begins with a state, a date or a sign."""
        return self.words[0].text if self.words[0].kind in ("word", "name") else ""

    def rest(self, skip: int = 1) -> list[Word]:
        """The words behind the first `skip`."""
        return list(self.words[skip:])


@dataclass(frozen=True, slots=True)
class RawItem:
    """An item before it is understood; `rows[0]` is its header."""

    rows: tuple[Row, ...]
    article: str

    @property
    def header(self) -> str:
        """Its header word, behind `replace` if that stands first."""
        row = self.rows[0]
        return row.words[1].text if row.first == "replace" and len(row.words) > 1 else row.first

    @property
    def span(self) -> Span:
        """From its header to its last line."""
        return self.rows[0].span.to(self.rows[-1].span)


def items(source: Source, blocks: tuple[Block, ...], findings: list[Diagnostic]) -> list[RawItem]:
    """The items of the blocks of one document, in order; what cannot be read is added to `findings`."""
    found: list[RawItem] = []
    for block in blocks:
        label = block.article.label or block.article.title
        current: list[Row] = []
        is_told = False
        for row in rows(source, block.begin, block.end, findings):
            if len(findings) >= MOST_FAULTS:
                findings.append(given_up(row.span))
                return found
            if is_header(row):
                found += [RawItem(tuple(current), label)] if current else []
                current, is_told = ([], True) if row.broken else ([row], is_told)
            elif row.broken:  # what is read without one of its lines would be told of twice
                current, is_told = ([], True) if current and current[0].first not in DECLARING else (current, is_told)
            elif current:
                current.append(row)
            elif not is_told:  # the lines behind it belong to nothing for the same reason
                is_told = True
                hint = did_you_mean(row.word, HEADERS, f"a block begins with one of {', '.join(HEADERS)}")
                findings.append(error("no-header", "this line belongs to nothing", row.span, hint).under(label))
        found += [RawItem(tuple(current), label)] if current else []
    return found


LIKE = {"if": ("when", "where"), "whenever": ("when", "where"), "once": ("when", "from"), "upon": ("when", "from"),
        "provided": ("where",), "during": ("while",), "except": ("unless",), "save": ("unless",), "in": ("within",),
        "after": ("within", "from"), "immediately": ("at once",), "forthwith": ("at once",), "till": ("until",),
        "since": ("from",), "then": ("gives",), "parties": ("between",), "among": ("between",), "date": ("signed",),
        "done": ("signed",), "concluded": ("signed",), "name": ("title",)}  # fmt: skip
"""Words that begin such lines in other texts, and the words that do so here, the likelier first."""


def near_keyword(word: str, keywords: Iterable[str]) -> str | None:
    """The keyword, or the header, that was perhaps meant by the first word of a line; None where none is near."""
    known = (*keywords, *HEADERS)
    like = next((each for each in LIKE.get(word.casefold(), ()) if each in known), None)
    return like or nearest(word, known)


def no_place(row: Row, where: str, keywords: Iterable[str], otherwise: str) -> NoReturn:
    """Give up on the item at hand: its line begins with no word that may stand there; the nearest may be meant."""
    near = near_keyword(row.word, keywords)
    if near is None:
        fail("bad-line", f"this line has no place {where}", row.span, otherwise)
    title = f"`{row.word}` begins no line {where}"
    fail("bad-line", title, row.words[0].span, meant(near, otherwise))


def rows(source: Source, begin: int, end: int, findings: list[Diagnostic]) -> Iterator[Row]:
    """The lines between two offsets that say something, broken ones among them."""
    at = begin
    while at < end:
        stop = source.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        if stop - at > LONGEST_LINE:
            findings.append(too_long(source.span(at, at + 1), stop - at))
        else:
            words, wrong = split(source, at, _sentence_ends(source.text, at, stop))
            findings.extend(wrong)
            if words:
                yield Row(tuple(words), words[0].span.to(words[-1].span), bool(wrong))
        at = stop + 1


def _sentence_ends(text: str, at: int, stop: int) -> int:
    """Where the words of a line end: a dated line of an example may carry data, as in a journal."""
    return data_begins(text, at, stop) if _DATED.match(text, at, stop) else stop


def too_long(span: Span, length: int) -> Diagnostic:
    """A line that no person wrote."""
    return error(
        "long-line",
        f"this line has {length} characters",
        span,
        f"at most {LONGEST_LINE} are read; write one sentence a line",
    )


def is_header(row: Row) -> bool:
    """Whether a line opens an item; `reading` does so only in a declaration."""
    if row.first not in HEADERS:
        return False
    return row.first != "reading" or (len(row.words) > 2 and row.words[2].text == "=")
