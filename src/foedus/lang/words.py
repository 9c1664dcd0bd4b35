"""A line of the language as words: the smallest pieces that a sentence is made of.

>>> from foedus.text.source import Source
>>> source = Source("", 'A attacks DEU in "Kola Inlet" # a note')
>>> [(word.kind, word.text) for word in split(source, 0, len(source.text))[0]]
[('variable', 'A'), ('word', 'attacks'), ('state', 'DEU'), ('word', 'in'), ('text', 'Kola Inlet')]
"""

import re
from dataclasses import dataclass, field

from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import NOWHERE, Source, Span

_SPACES = re.compile(r"[ \t\r]*")
_PIECE = re.compile(
    r"""[ \t\r]*
    (?: (?P<end>\Z)
      | (?P<comment>\#.*)
      | (?P<text>"(?:[^"\\\n]|\\["\\])*")
      | (?P<date>\d{4}-\d{2}-\d{2}(?:T[0-9:]+(?:Z|[+-]\d{2}:\d{2})?)?(?![\w-]))
      | (?P<number>\d[\d_]*(?:\.\d+)?(?![\w-]))
      | (?P<code>cow:\d+(?!\w))
      | (?P<name>[^\W_][\w'.]*(?:-[\w'.]+)*(?<!\.))
      | (?P<sign>[=,;\[\]%/]))""",
    re.VERBOSE,
)
_VARIABLE = re.compile(r"[A-Z][0-9]?")
_STATE = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Word:
    """One piece: its kind (`word`, `variable`, `state`, `name`, `text`, `date`, `number`, `sign`) and its text."""

    kind: str
    text: str
    span: Span = field(default=NOWHERE, compare=False)


def split(source: Source, begin: int, end: int) -> tuple[list[Word], list[Diagnostic]]:
    """The words of a stretch of text, and what in it is no word; comments and spaces are left out."""
    words: list[Word] = []
    findings: list[Diagnostic] = []
    at, text = begin, source.text
    while at < end:
        found = _PIECE.match(text, at, end)
        if found is None:
            at = _SPACES.match(text, at, end).end()  # type: ignore[union-attr]
            findings.append(_unreadable(source, at, end))
            at = _next_space(text, at, end)
            continue
        at = found.end()
        kind = found.lastgroup or "end"
        if kind not in ("end", "comment"):
            words.append(_word(kind, found[kind], Span(source, found.start(kind), at)))
    return words, findings


def _word(kind: str, text: str, span: Span) -> Word:
    if kind == "text":
        return Word("text", re.sub(r"\\(.)", r"\1", text[1:-1]), span)
    if kind == "name":
        return Word(_kind_of_name(text), text, span)
    return Word("state" if kind == "code" else kind, text, span)


def _kind_of_name(text: str) -> str:
    if not text[0].isupper():
        return "word"
    if _VARIABLE.fullmatch(text):
        return "variable"
    return "state" if _STATE.fullmatch(text) else "name"


def _next_space(text: str, at: int, end: int) -> int:
    while at < end and text[at] not in " \t\n":
        at += 1
    return at


def _unreadable(source: Source, at: int, end: int) -> Diagnostic:
    if source.text[at] == '"':
        span = source.span(at, end)
        return error("unclosed-text", "the quoted text does not end on its line", span, 'close it with `"`')
    shown = source.text[at]
    what = f"`{shown}`" if shown.isprintable() else f"the character U+{ord(shown):04X}"
    return error(
        "unreadable",
        f"{what} has no meaning here",
        source.span(at, at + 1),
        "names and texts with other signs stand in quotes",
    )


def quoted(value: str) -> str:
    """A text as it is written in the language."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
