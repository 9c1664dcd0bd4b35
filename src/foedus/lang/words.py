"""A line of the language as words: the smallest pieces that a sentence is made of.

>>> from foedus.text.source import Source
>>> source = Source("", 'A attacks DEU in "Kola Inlet" # a note')
>>> [(word.kind, word.text) for word in split(source, 0, len(source.text))[0]]
[('variable', 'A'), ('word', 'attacks'), ('state', 'DEU'), ('word', 'in'), ('text', 'Kola Inlet')]
"""

import re
from dataclasses import dataclass, field
from unicodedata import normalize

from foedus.lang.near import how_to_date
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import NOWHERE, Source, Span

_SPACES = re.compile(r"[ \t\r]*")
_PIECE = re.compile(
    r"""[ \t\r]*
    (?: (?P<end>\Z)
      | (?P<comment>\#.*)
      | (?P<text>"(?:[^"\\\n]|\\["\\])*")
      | (?P<date>\d{4}-\d{2}-\d{2}(?:T[0-9:]+(?:Z|[+-]\d{2}:\d{2})?)?(?![\w-]))
      | (?P<misdate>(?:\d{4}(?P<_s>[./-])\d{1,2}(?P=_s)\d{1,2}|\d{1,2}(?P<_t>[./-])\d{1,2}(?P=_t)\d{4})(?![\w-]))
      | (?P<number>\d[\d_]*(?:\.\d+)?(?![\w-]))
      | (?P<code>cow:\d+(?!\w))
      | (?P<name>[^\W_][\w'.]*(?:-[\w'.]+)*(?<!\.))
      | (?P<sign>[=,;\[\]%/]))""",
    re.VERBOSE,
)
SIGN = re.compile(r'"(?:[^"\\]|\\.)*(?:"|\Z)|[;#,]')
"""A sign that parts a line of a journal, or a quoted text, in which no sign does."""
NO_TEXT = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Signs that no line holds: those that steer a screen, end a line elsewhere, or turn the direction of writing."""
_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеѕіјорсухΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTYXaesijopcyxABEZHIKMNOPTYXo"
)  # Cyrillic and Greek letters, and the Latin ones that nobody can tell from them
_BRACKETS = "there are no brackets in a sentence: leave them out, or put a remark behind `#`"
HINTS = {":": "leave it out; data behind a journal line stand as `; source: ...`",
         ".": "leave it out: a line just ends",
         "(": _BRACKETS, ")": _BRACKETS}  # fmt: skip
"""What to do about signs that other texts have."""
_CLOCK = re.compile(r"(?<!\d)\d{1,2}:\d\d(?!\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d:")
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
            at = _next_space(text, at + 1, end)
            continue
        at = found.end()
        kind = found.lastgroup or "end"
        if kind in ("end", "comment"):
            continue
        piece, span = found[kind], Span(source, found.start(kind), at)
        if kind == "name" and not piece.isascii() and (meant := looks_like(piece)):
            findings.append(_lookalike(piece, meant, span))
        if kind == "misdate":
            findings.append(error("no-such-date", f"`{piece}` is not how dates are written", span, how_to_date(piece)))
        words.append(_word(kind, piece, span))
    return words, findings


def looks_like(name: str) -> str:
    """The letter, the code or the word of Latin letters that a name looks like without being it, or ""."""
    meant = normalize("NFKC", name).translate(_LOOKALIKES)
    if not meant.isascii() or meant == name:
        return ""
    is_mixed = any(a == b and a.isalpha() for a, b in zip(name, meant, strict=False))
    return meant if is_mixed or _VARIABLE.fullmatch(meant) or _STATE.fullmatch(meant) else ""


def _lookalike(name: str, meant: str, span: Span) -> Diagnostic:
    return error("unreadable", f"`{name}` only looks like `{meant}`: it has letters of another alphabet", span,
                 f"type `{meant}` anew, or put a name that is meant so in quotes")  # fmt: skip


def no_text(character: str) -> str:
    """What a sign that no line holds is called."""
    return "a NUL byte stands here" if character == "\0" else f"the sign U+{ord(character):04X} stands here"


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
    clock = _CLOCK.match(source.text, max(0, at - 2)) or _CLOCK.match(source.text, max(0, at - 1))
    if shown == ":" and clock:
        hint = f"write `T{clock[0].rjust(5, '0')}Z` right behind the date"
        return error("unreadable", f"`{clock[0]}` stands apart from its date", source.span(*clock.span()), hint)
    if shown == ":" and _DAY.match(source.text, max(0, at - 10)):
        return error(
            "unreadable", "`:` has no meaning here", source.span(at, at + 1), "no sign parts a date and its sentence"
        )
    if shown in HINTS:
        return error("unreadable", f"`{shown}` has no meaning here", source.span(at, at + 1), HINTS[shown])
    if shown in "-*\N{BULLET}" and not source.text[source.text.rfind("\n", 0, at) + 1 : at].strip():
        hint = f"leave out the `{shown}`: a line begins with its first word, or its date"
        return error("unreadable", f"`{shown}` has no meaning here", source.span(at, at + 1), hint)
    what = f"`{shown}`" if shown.isprintable() else f"the character U+{ord(shown):04X}"
    return error(
        "unreadable",
        f"{what} has no meaning here",
        source.span(at, at + 1),
        "names and texts with other signs stand in quotes",
    )


def data_begins(text: str, begin: int, end: int) -> int:
    """Where the `;` stands that ends the sentence of a journal line, or a comment begins, or `end`."""
    return next((found.start() for found in SIGN.finditer(text, begin, end) if found.group() in ";#"), end)


def comment_begins(text: str, at: int, end: int) -> int:
    """Where the comment of a journal line begins, or `end`; `at` is where its data begin."""
    if at >= end or text[at] == "#":
        return at
    signs = (found.start() for found in SIGN.finditer(text, at + 1, end) if found.group() == "#")
    return next((place for place in signs if text[place - 1].isspace()), end)


def quoted(value: str) -> str:
    """A text as it is written in the language."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
