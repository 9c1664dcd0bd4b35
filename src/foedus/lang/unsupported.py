"""What the language knows and this version does not run: said plainly, where a line begins with it.

clause reports
    every 6 months from signature        a duty that recurs (`every`) cannot be run yet
    every party must notify ...
"""

from itertools import pairwise

from foedus.lang.blocks import RawItem, Row
from foedus.lang.findings import fail
from foedus.lang.words import Word
from foedus.model.moments import UNITS
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span

LINES = {
    "by": "a deadline on a date or after another moment",
    "before": "a deadline before an event",
    "owed": "a line that says to whom or by whom it is owed",
    "despite": "priority over another clause",
    "subject": "priority of another clause",
    "cures": "making a breach good",
    "survives": "a clause that outlasts the agreement",
    "not": "putting off the end of a fact",
    "only": "an end on certain days only",
}
"""First words of lines that are not run, and what such a line says."""
COMPARED = (("at", "least"), ("at", "most"), ("more", "than"), ("less", "than"))
HINT = "this version runs `when`, `where`, `while`, `unless`, `at once`, `within`, `from` and `until`; " \
       "leave the rest to the text of the article"  # fmt: skip


def refuse(item: RawItem) -> None:
    """Raise `Fault` where an item has a line that this version does not run."""
    head = item.rows[0]
    if item.header == "use":
        fail("not-run", "taking over clauses of another agreement (`use`) cannot be run yet", head.span, _hint("use"))
    if item.header == "clause" and any(_is(word, "with") for word in head.words[2:]):
        fail("not-run", "a clause with blanks to fill (`with`) cannot be run yet", head.span, _hint("with"))
    for row in item.rows[1:] if item.header in ("clause", "fact", "event") else ():
        said = _unsupported(row)
        if said:
            fail("not-run", f"{said} cannot be run yet", row.span, HINT)


def within(words: list[Word], span: Span) -> Diagnostic | None:
    """The finding on a sentence that holds another (`that`), or None."""
    at = next((word for word in words if _is(word, "that")), None)
    if at is None:
        return None
    hint = "declare a sentence of its own, such as `event actor B finds actor A the attacker of actor P`"
    return error("not-run", "a sentence within a sentence (`that`) cannot be run yet", at.span or span, hint)


def _unsupported(row: Row) -> str:
    first, second = row.first, row.words[1] if len(row.words) > 1 else None
    if first in LINES:
        return f"{LINES[first]} (`{first}`)"
    if first == "every" and second is not None and (second.kind == "number" or second.text in UNITS):
        return "a duty that recurs (`every`)"
    texts = [word.text if word.kind in ("word", "number") else "" for word in row.words]
    for n, pair in enumerate(pairwise(texts)):
        if pair in (("number", "of"), ("sum", "of")):
            return f"counting (`{' '.join(pair)}`)"
        behind = row.words[n + 2 : n + 4]
        if pair in COMPARED and behind and behind[0].kind == "number" and not _is_unit(behind[1:]):
            return f"counting (`{' '.join(pair)} {behind[0].text}`)"
        if pair[0] == "this" and pair[1] in (*UNITS, "calendar"):
            return f"a span of the calendar (`{' '.join(pair)}`)"
    return ""


def _is_unit(words: list[Word] | tuple[Word, ...]) -> bool:
    return bool(words) and words[0].text.removesuffix("s") in UNITS


def _is(word: Word, text: str) -> bool:
    return word.kind == "word" and word.text == text


def _hint(word: str) -> str:
    return f"write the clauses out in full; this version does not read `{word}`"
