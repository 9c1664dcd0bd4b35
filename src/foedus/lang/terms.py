"""Terms: who or what a sentence speaks of.

A term can often end in more than one place (`text` is a class and may be a word of a verb), so the reader yields every
way to read one, the longest first, and the sentence decides.
"""

from collections.abc import Iterator
from dataclasses import replace

from foedus.lang.lexicon import NOUNS, Nouns
from foedus.lang.words import Word
from foedus.model.forms import NAMED_BY_CLASS
from foedus.model.terms import THIS_AGREEMENT, Choice, Class, Constant, Quantified, Term, Variable

DETERMINERS = ("a", "an", "another", "every", "no", "all")
RESERVED = ("must", "may", "can", "not", "or", "and", "that")
Words = list[Word]
Reading = tuple[Term, int]
COMPARES = ("at least", "at most", "more than", "less than", "exactly")
LONGEST_NOUN = 4
"""A class is named by at most so many words."""


def terms(words: Words, at: int, nouns: Nouns = NOUNS) -> Iterator[Reading]:
    """Every term that can be read from `words[at]`, with the place behind it, the longest first."""
    for first, after in _items(words, _past_the(words, at), nouns):
        if isinstance(first, Constant):
            yield from _choices(words, first, after, nouns)
        yield first, after


def _choices(words: Words, first: Constant, after: int, nouns: Nouns) -> Iterator[Reading]:
    if after >= len(words) or words[after].text not in ("or", "and") or words[after].kind != "word":
        return
    joiner, items = words[after].text, [first]
    ends: list[Reading] = []
    while after < len(words) and words[after].kind == "word" and words[after].text == joiner:
        found = next(
            (
                (item, end)
                for item, end in _items(words, _past_the(words, after + 1), nouns)
                if isinstance(item, Constant)
            ),
            None,
        )
        if found is None:
            break
        items.append(found[0])
        after = found[1]
        ends.append((Choice(tuple(items), joiner), after))
    yield from reversed(ends)


def _items(words: Words, at: int, nouns: Nouns) -> Iterator[Reading]:
    if at >= len(words):
        return
    word = words[at]
    if word.kind == "word":
        yield from _classed(words, at, nouns)
        if word.text == "this" and at + 1 < len(words) and words[at + 1].text == "agreement":
            yield Constant(THIS_AGREEMENT, "agreement"), at + 2
    elif word.kind != "sign":
        yield _plain(word), at + 1


def _plain(word: Word) -> Variable | Constant:
    return Variable(word.text) if word.kind == "variable" else Constant(word.text, word.kind)


def _classed(words: Words, at: int, nouns: Nouns) -> Iterator[Reading]:
    determiner, after = _determiner(words, at)
    cls, end = class_at(words, after, nouns)
    if cls is None:
        if determiner in ("a", "an"):
            yield from _items(words, after, nouns)
        return
    named = words[end] if end < len(words) else None
    if named is not None and cls.noun in NAMED_BY_CLASS and named.kind in ("word", "name", "text") and not determiner:
        yield Constant(named.text, cls.noun), end + 1
    if named is not None and named.kind == "variable":
        yield Quantified(determiner, cls, named.text) if determiner else Variable(named.text, cls), end + 1
    elif named is not None and not determiner and named.kind in ("state", "name", "text"):
        yield replace(Constant(named.text, named.kind), cls=cls), end + 1
    if determiner:
        yield Quantified(determiner, cls), end


def _determiner(words: Words, at: int) -> tuple[str, int]:
    compared = _compared(words, at)
    if compared is not None:
        return compared
    if at >= len(words) or words[at].kind != "word" or words[at].text not in DETERMINERS:
        return "", at
    determiner = words[at].text
    if determiner == "every" and at + 1 < len(words) and words[at + 1].text == "other":
        return "every other", at + 2
    return ("a" if determiner == "an" else determiner), at + 1


def _compared(words: Words, at: int) -> tuple[str, int] | None:
    """`at least 2` and the like before a class."""
    for compare in COMPARES:
        end = at + len(compare.split(" "))
        is_said = end < len(words) and " ".join(word.text for word in words[at:end]) == compare
        if is_said and words[end].kind == "number" and words[end].text.isdigit():
            return f"{compare} {words[end].text}", end + 1
    return None


def class_at(words: Words, at: int, nouns: Nouns = NOUNS) -> tuple[Class | None, int]:
    """The class named at `words[at]`, the longest first, and the place behind it; None where none is."""
    third = at < len(words) and words[at].text == "third" and words[at].kind == "word"
    at += third
    for length in range(min(LONGEST_NOUN, len(words) - at), 0, -1):
        said = words[at : at + length]
        noun = nouns.get(" ".join(word.text for word in said)) if all(word.kind == "word" for word in said) else None
        if noun is not None:
            return Class(noun, third), at + length
    return None, at


def _past_the(words: Words, at: int) -> int:
    return at + 1 if at < len(words) and words[at].kind == "word" and words[at].text == "the" else at
