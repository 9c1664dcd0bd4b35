"""Conditions: what must be so for a clause to bite. In a condition a fact stands bare, an event needs `earlier`."""

from collections.abc import Iterable

from foedus.lang import proper, sentences
from foedus.lang.blocks import Row, near_keyword
from foedus.lang.counts import count, is_count
from foedus.lang.findings import fail, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import meant, nearest, nearest_length
from foedus.lang.terms import terms
from foedus.lang.words import Word
from foedus.model.moments import UNITS, Duration
from foedus.model.terms import Choice, Condition, Constant, Holds, IsOneOf, Past, Quantified, ReadingIs, Sentence, Term
from foedus.text.source import Span

FIRST_WORDS = ("earlier", "within", "at", "number", "reading", "third", "the")
LARGEST = 9_999
"""No duration of a treaty counts further than this."""


def condition(words: list[Word], lexicon: Lexicon, span: Span) -> Condition:
    """The condition that these words state."""
    first = words[0].text if words and words[0].kind == "word" else ""
    if first == "reading":
        return _reading(words, span)
    if is_count(words):
        return count(words, span, lexicon.nouns, lambda inner, where: condition(inner, lexicon, where))
    if first == "earlier":
        return Past("earlier", None, happened(words[1:], lexicon, span))
    if first == "within":
        length, after = _length(words, 1, span)
        return Past("within", length, _after_earlier(words, after, lexicon, span))
    if first == "at" and len(words) > 1 and words[1].text == "least" and not _is_term(words, lexicon):
        length, after = _length(words, 2, span)
        return Past("at least", length, _after_earlier(words, after, lexicon, span))
    found = sentences.read(words, lexicon, span)
    named = None if isinstance(found, Sentence) else _one_of(words, lexicon, span)
    near = nearest(first, ("earlier", "within", "reading")) if first and not isinstance(found, Sentence) else None
    if named is None and near is not None and next(terms(words, 0, lexicon.nouns), None) is None:
        hint = meant(near, f"a condition begins with a name, a letter or one of {', '.join(FIRST_WORDS)}")
        fail("misfit", f"`{first}` begins no condition", words[0].span, hint)
    at = next((n for n, word in enumerate(words) if n and word.kind == "word" and word.text == "and"), None)
    if named is None and at is not None and _one_of(words[:at], lexicon, span):
        hint = "write the second condition on a line of its own"
        fail("misfit", "`and` joins two conditions here", words[at].span, hint)
    return named or Holds(fact(words, lexicon, span))


def is_misspelt(row: Row, keywords: Iterable[str], lexicon: Lexicon) -> bool:
    """Whether a line that could go on with the conditions above it has rather its first word misspelt."""
    words = row.rest(0)
    is_term = words[0].kind != "name" and next(terms(words, 0, lexicon.nouns), None) is not None
    begins = is_term or words[0].text in FIRST_WORDS or words[0].text in lexicon.names
    return not begins and near_keyword(row.word, keywords) is not None


def _is_term(words: list[Word], lexicon: Lexicon) -> bool:
    """Whether the words begin with `at least 2 states` and not with a length of time."""
    return any(isinstance(term, Quantified) for term, _ in terms(words, 0, lexicon.nouns))


def fact(words: list[Word], lexicon: Lexicon, span: Span) -> Sentence:
    """The sentence, which must be a fact."""
    sentence = sound(sentences.read(words, lexicon, span))
    if sentence.form.is_event:
        hint = f"write `earlier {span.text}`, or ask for a fact that the event begins"
        fail("bare-event", "an event has no duration, so it cannot hold", span, hint)
    return sentence


def happened(words: list[Word], lexicon: Lexicon, span: Span) -> Sentence:
    """The sentence, which must be an event."""
    sentence = sound(sentences.read(words, lexicon, span))
    if not sentence.form.is_event:
        fail("bare-fact", "a fact does not happen", span, "write the fact bare, without `earlier`")
    return sentence


def duration(words: list[Word], at: int, span: Span) -> tuple[Duration, int]:
    """The duration at `words[at]` and the place behind it."""
    if at + 1 < len(words) and words[at].kind == "number":
        unit = words[at + 1].text.removesuffix("s")
        count = words[at].text.replace("_", "")
        if unit in UNITS and count.isascii() and count.isdigit():
            if int(count) > LARGEST:
                fail(
                    "bad-duration",
                    f"{count[:20]} {unit}s is longer than any agreement",
                    words[at].span,
                    f"at most {LARGEST}",
                )
            return Duration(int(count), unit), at + 2
    where = words[at].span if at < len(words) else span
    near = nearest_length(" ".join(word.text for word in words[at : at + 2]))
    hint = meant(near, f"such as `14 days`; the units are {', '.join(UNITS)}")
    fail("bad-duration", "a length of time is expected here", where, hint)


def _length(words: list[Word], at: int, span: Span) -> tuple[Duration | str, int]:
    """The length of time at `words[at]`, or the name that stands for one, and the place behind it."""
    if words[at + 1 : at + 2] and words[at + 1].text == "earlier" and words[at].kind != "number":
        return words[at].text, at + 1
    return duration(words, at, span)


def _after_earlier(words: list[Word], at: int, lexicon: Lexicon, span: Span) -> Sentence:
    if at >= len(words) or words[at].text != "earlier":
        where = words[at].span if at < len(words) else span
        fail("misfit", "`earlier` is expected here", where, "such as `within 30 days earlier P consents`")
    return happened(words[at + 1 :], lexicon, span)


def _reading(words: list[Word], span: Span) -> ReadingIs:
    if len(words) != 4 or words[2].text != "is":
        fail("misfit", "this does not ask for a reading", span, "write `reading NAME is VALUE`")
    return ReadingIs(words[1].text, words[3].text, span)


def _one_of(words: list[Word], lexicon: Lexicon, span: Span) -> IsOneOf | None:
    """`A is DEU or ITA`, `A is not B`, `X is a party`: names only on the right of a bare `is`."""
    for subject, after in terms(words, 0, lexicon.nouns):
        if after >= len(words) or words[after].text not in ("is", "are"):
            continue
        negated = after + 1 < len(words) and words[after + 1].text == "not"
        for among, end in terms(words, after + 1 + negated, lexicon.nouns):
            if end == len(words) and not isinstance(subject, Choice):
                for each in constants(among):
                    sound(proper.unknown(each, ("actor", "place"), lexicon, span))
                return IsOneOf(subject, _names(among), negated, span)
    return None


def _names(among: Term) -> tuple[Term, ...]:
    if isinstance(among, Choice):
        return among.items
    return (among,)


def constants(term: Term | None) -> tuple[Constant, ...]:
    """The constants in a term; empty for a letter or a class."""
    if isinstance(term, Constant):
        return (term,)
    return term.items if isinstance(term, Choice) else ()
