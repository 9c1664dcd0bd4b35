"""Moments as they are written: `signature`, `1941-06-22`, `7 years after entry into force`, `P denounces T`.

every year from signature

until 1 year after P denounces this agreement
by 6 months before IND builds W
"""

from foedus.lang import sentences
from foedus.lang.conditions import duration
from foedus.lang.findings import fail, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.words import Word
from foedus.model.agreement import Bound, Recurrence
from foedus.model.moments import UNITS, Duration, parse
from foedus.model.terms import Sentence
from foedus.text.source import Span

MOMENTS = ("signature", "entry into force")
"""Moments that the record gives."""
SIGNS = {"after": 1, "before": -1}


def bound(word: str, words: list[Word], lexicon: Lexicon, span: Span) -> Bound:
    """The moment that these words name, for a line that begins with `word`."""
    if not words:
        fail("misfit", "a moment is missing here", span, "write a date, `signature`, or what happens then")
    length, sign, rest = _moved(words, span)
    where = rest[0].span.to(rest[-1].span) if rest else span
    return Bound(word, _moment(rest, lexicon, where), length, sign, span)


def recurrence(words: list[Word], lexicon: Lexicon, span: Span) -> Recurrence:
    """The line `every 6 months from signature`, without its first word."""
    if words and words[0].text in UNITS:
        every: Duration | str = Duration(1, words[0].text)
        after = 1
    else:
        every, after = length_or_name(words, 0, span)
    if after == len(words):
        return Recurrence(every, None, span)
    if words[after].text != "from":
        fail("misfit", f"`{words[after].text}` does not fit here", words[after].span, "write `every 6 months from ...`")
    return Recurrence(every, bound("from", words[after + 1 :], lexicon, span), span)


def length_or_name(words: list[Word], at: int, span: Span) -> tuple[Duration | str, int]:
    """A length of time, or the name of the reading (or the blank of a clause form) that gives it."""
    if at < len(words) and words[at].kind in ("word", "variable"):
        return words[at].text, at + 1
    return duration(words, at, span)


def _moved(words: list[Word], span: Span) -> tuple[Duration | str | None, int, list[Word]]:
    """How far the moment is moved, which way, and the words of the moment itself."""
    if words[0].kind == "number":
        length, after = duration(words, 0, span)
        if after >= len(words) or words[after].text not in SIGNS:
            hint = "such as `until 1 year after P denounces this agreement`"
            fail("misfit", "`after` or `before` is expected here", span, hint)
        return length, SIGNS[words[after].text], words[after + 1 :]
    if len(words) > 1 and words[0].kind in ("word", "variable") and words[1].text in SIGNS:
        return words[0].text, SIGNS[words[1].text], words[2:]
    return None, 1, words


def _moment(words: list[Word], lexicon: Lexicon, span: Span) -> int | str | Sentence:
    if len(words) == 1 and words[0].kind == "date":
        moment = parse(words[0].text)
        if moment is None:
            fail("no-such-date", f"{words[0].text} is in no calendar", words[0].span, "write the date as YYYY-MM-DD")
        return moment
    said = " ".join(word.text for word in words)
    return said if said in MOMENTS else sound(sentences.read(words, lexicon, span))
