"""A literate document in the one layout: only the inside of its `foedus` blocks is printed anew.

    clause  peace   # only together      becomes      clause peace  # only together
      no party may make peace with DEU                    no party may make peace with DEU

Headings and paragraphs stay as they are, and so does every item that cannot be read. A comment behind a line stays
behind it; one on a line of its own stays above the line that it stood above.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from foedus.lang import blocks, clauses, declarations, examples, literate, records, rules
from foedus.lang.blocks import LONGEST_LINE, RawItem, Row
from foedus.lang.findings import Fault, fail, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.printer import INDENT, Line, event_lines, fact_lines, form_lines, laid_out, lines_of
from foedus.lang.words import Word, quoted
from foedus.model.forms import Form
from foedus.text.diagnostic import Diagnostic
from foedus.text.source import Source, Span


@dataclass(slots=True)
class _Piece:
    """An item with its comments: above it, beside its lines, above lines of its body, and under it."""

    rows: list[Row]
    above: list[str]
    beside: dict[int, str] = field(default_factory=dict)
    within: dict[int, list[str]] = field(default_factory=dict)
    under: list[str] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)

    @property
    def item(self) -> RawItem:
        """The item without its comments."""
        return RawItem(tuple(self.rows), "")


def print_document(source: Source, lexicon: Lexicon) -> str:
    """The text of a document with its blocks in the one layout.

    `lexicon` is what the document is read in; the sentences that it declares itself need not be in it.
    """
    parts, at = [], 0
    for begin, end, printed in printed_blocks(source, lexicon):
        parts += [source.text[at:begin], printed]
        at = end
    return "".join([*parts, source.text[at:]])


def printed_blocks(source: Source, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
    """Where the inside of each block begins and ends, and how it is printed."""
    page = literate.read(source)
    for block in page.blocks:
        for item in blocks.items(source, (block,), []):
            lexicon = _with_form(item, lexicon)
    for block in page.blocks:
        yield block.begin, block.end, _block(source, block.begin, block.end, lexicon)


def comments(source: Source) -> list[str]:
    """Every comment in the blocks of a document, in order."""
    found = (comment for block in literate.read(source).blocks
             for _, comment, _, _ in _lines(source, block.begin, block.end))  # fmt: skip
    return [comment for comment in found if comment]


def _with_form(item: RawItem, lexicon: Lexicon) -> Lexicon:
    form = declarations.declared(item, lexicon) if item.header in ("fact", "event") else None
    return lexicon.extended((form,), {}) if isinstance(form, Form) else lexicon


def _block(source: Source, begin: int, end: int, lexicon: Lexicon) -> str:
    """The inside of a block as printed; as it stands where a line of it is no line of the language."""
    pieces, last = _pieces(source, begin, end)
    for piece in pieces:
        piece.printed = _printed(source, piece, lexicon)
    if not pieces or any(len(line) > LONGEST_LINE for piece in pieces for line in piece.printed):
        return source.text[begin:end]
    out = list(pieces[0].printed)
    for before, piece in pairwise(pieces):
        out += piece.printed if _stand_together(before, piece) else ["", *piece.printed]
    out += ["", *last] if last else []
    return "".join(f"{line}\n" for line in out)


def _stand_together(one: _Piece, other: _Piece) -> bool:
    """Whether no blank line parts two items: those of one line each, and bodies of the same words."""
    if other.above or one.under or one.item.header in records.ROLES:
        return False
    key = _key(one.item)
    lines = (len(one.printed) - len(one.above), len(other.printed))
    return lines == (1, 1) or (key != "" and key == _key(other.item))


def _key(item: RawItem) -> str:
    form = declarations.declared(item, Lexicon()) if item.header in ("fact", "event") else None
    return f"{form.kind} {form.key}" if isinstance(form, Form) else ""


# Lines and comments


def _pieces(source: Source, begin: int, end: int) -> tuple[list[_Piece], list[str]]:
    """The items of a block with their comments, and the comments behind the last; none where a line is no line.

    A comment belongs to the line that follows it; where a blank line or the end follows, to the item right above it.
    """
    pieces: list[_Piece] = []
    waiting: list[str] = []
    close = False
    for row, comment, is_bad, number in _lines(source, begin, end):
        if is_bad or (row is not None and not pieces and not blocks.is_header(row)):
            return [], []
        if row is not None:
            _take(pieces, row, waiting, comment, number)
            waiting, close = [], True
        elif comment:
            waiting.append(comment)
        elif close:
            pieces[-1].under += waiting
            waiting, close = [], False
    if close:
        pieces[-1].under += waiting
        waiting = []
    return pieces, waiting


def _take(pieces: list[_Piece], row: Row, waiting: list[str], comment: str, number: int) -> None:
    if blocks.is_header(row):
        pieces.append(_Piece([row], waiting))
    else:
        piece = pieces[-1]
        piece.rows.append(row)
        piece.within[number] = [*piece.under, *waiting]
        piece.under = []
    if comment:
        pieces[-1].beside[number] = comment


def _lines(source: Source, begin: int, end: int) -> Iterator[tuple[Row | None, str, bool, int]]:
    """Each line of a stretch: its row, its comment, whether it is no line of the language, and its number."""
    at = begin
    while at < end:
        stop = source.text.find("\n", at, end)
        stop = end if stop < 0 else stop
        findings: list[Diagnostic] = []
        row = next(blocks.rows(source, at, stop, findings), None)
        behind = source.text[row.span.end if row else at : stop].strip()
        yield row, behind if behind.startswith("#") else "", bool(findings), source.place(at)[0]
        at = stop + 1


# Items


def _printed(source: Source, piece: _Piece, lexicon: Lexicon) -> list[str]:
    """The lines of an item with its comments; as they stand where it cannot be read."""
    under = [f"{INDENT}{comment}" for comment in piece.under]
    try:
        found = list(laid_out(*_laid(piece.item, lexicon)))
    except Fault:
        begin, end = piece.item.span.begin, piece.item.span.end
        begin, end = source.text.rfind("\n", 0, begin) + 1, source.text.find("\n", end)
        return [*piece.above, *source.text[begin:end].split("\n"), *under]
    lines = [[said] for said, _ in found]
    for row in piece.rows:
        number = row.span.place[0]
        at = 0 if row is piece.rows[0] else _place_of(row, found)
        comment = piece.beside.get(number, "")
        if comment and found[at][1].end <= row.span.end:
            lines[at][-1] += f"  {comment}"
        lines[at][:0] = [f"{INDENT}{each}" if at else each for each in piece.within.get(number, [])]
    return [*piece.above, *(each for group in lines for each in group), *under]


def _place_of(row: Row, found: list[tuple[str, Span]]) -> int:
    """Which printed line a row became: the one read there, else the one of its words or its keyword, else the first."""
    number, words = row.span.place[0], row.span.text.split()
    reads = [n for n, (_, span) in enumerate(found) if span.source is row.span.source and span.place[0] == number]
    says = [n for n, (said, _) in enumerate(found) if said.split() == words]
    begins = [n for n, (said, _) in enumerate(found) if said.split()[:1] == words[:1]]
    return next(iter([*reads, *says, *begins]), 0)


def _laid(item: RawItem, lexicon: Lexicon) -> tuple[str, list[Line]]:
    """The header of an item and the lines of its body. Raises `Fault` where it cannot be read."""
    if item.header in records.ROLES:
        return lines_of(records.record(item))
    if item.header == "clause":
        return lines_of(clauses.clause(item, lexicon))
    if item.header == "reading":
        return lines_of(rules.reading(item))
    if item.header == "example":
        return lines_of(examples.example(item))
    if item.header not in ("fact", "event"):
        fail("no-header", f"`{item.header}` is not understood here", item.span, "it stays as it is")
    form = sound(declarations.declared(item, Lexicon()))
    lines = form_lines(form) if form else []
    if item.header == "fact":
        fact = rules.fact_rule(item, lexicon)
        lines += fact_lines(fact) if fact else []
    else:
        events = rules.event_rule(item, lexicon)
        lines += event_lines(tuple(events)) if events else []
    return _header(item.rows[0].words), lines


def _header(words: tuple[Word, ...]) -> str:
    """The header of a fact or an event in its own words: what it declares there is more than its sentence says."""
    said = " ".join(quoted(word.text) if word.kind == "text" else word.text for word in words)
    return said.replace("[ ", "[").replace(" ]", "]")
