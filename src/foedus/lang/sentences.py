"""Sentences: one declared form, read in exactly one way, or a finding that says what could have stood there.

>>> from foedus.lang.standard import standard_lexicon
>>> from foedus.lang.words import split
>>> from foedus.text.source import Source
>>> source = Source("", "GBR assists SUN against DEU")
>>> sentence = read(split(source, 0, 27)[0], standard_lexicon(), source.span(0, 27))
>>> sentence.form.key, [argument.value for argument in sentence.args]
('assists', ['GBR', 'SUN', 'DEU'])
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from foedus.lang import proper, slips
from foedus.lang.lexicon import ARTICLES, Lexicon, Nouns, shape, verb_of
from foedus.lang.terms import Words, terms
from foedus.model.forms import SORTS, Form, Option, composed
from foedus.model.terms import Choice, Constant, Sentence, Term
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span

_T = TypeVar("_T")
MOST_WORDS = 200
"""A sentence with more words than this is no sentence of a treaty; it is refused before it is read."""


def read(words: Words, lexicon: Lexicon, span: Span) -> Sentence | Diagnostic:
    """The sentence that these words say, in the singular present or the plural."""
    if not words:
        return error(
            "no-sentence", "a sentence is missing here", span, "write who does what, such as `DEU attacks SUN`"
        )
    if len(words) > MOST_WORDS:
        return error(
            "long-sentence", f"this sentence has {len(words)} words", span, f"at most {MOST_WORDS} can be read"
        )
    at = _that(words)
    if at is not None:
        return _holding(read(words[:at], lexicon, span), words, at, lexicon, span)
    best = _Best(lexicon.nouns)
    for subject, after in terms(words, 0, lexicon.nouns):
        for mood in ("finite", "plural"):
            found = _forms(words, after, lexicon, mood, [subject], best)
            if found is not None:
                return _checked(found, lexicon, span)
    return best.finding(words, lexicon, span)


def is_said(words: Words, lexicon: Lexicon) -> bool:
    """Whether some declared sentence has these words, without a word about what is near where none has."""
    best = _Best(lexicon.nouns)
    return any(
        _forms(words, after, lexicon, mood, [subject], best) is not None
        for subject, after in terms(words, 0, lexicon.nouns)
        for mood in ("finite", "plural")
    )


def _is_deed(words: Words, lexicon: Lexicon) -> bool:
    """Whether some declared sentence has these words behind a modal."""
    return _forms(words, 0, lexicon, "infinitive", [None], _Best(lexicon.nouns)) is not None


def read_deed(words: Words, lexicon: Lexicon, span: Span) -> Sentence | Diagnostic:
    """The deed that these words say after a modal: an infinitive without a subject."""
    at = _that(words)
    if at is not None:
        return _holding(read_deed(words[:at], lexicon, span), words, at, lexicon, span)
    best = _Best(lexicon.nouns)
    found = _forms(words, 0, lexicon, "infinitive", [None], best) if words else None
    if found is not None:
        return _checked(found, lexicon, span)
    return best.finding(words, lexicon, span, deed=True)


def _that(words: Words) -> int | None:
    return next((n for n, word in enumerate(words) if word.kind == "word" and word.text == "that"), None)


def _holding(
    outer: Sentence | Diagnostic, words: Words, at: int, lexicon: Lexicon, span: Span
) -> Sentence | Diagnostic:
    """One sentence of two: who finds, claims or decides, and what."""
    if isinstance(outer, Diagnostic):
        return outer
    where = words[at].span
    if not outer.form.takes_that:
        hint = "only a sentence declared with `that` at its end does, such as `event actor B finds that`"
        return error("misfit", f"`{outer.form.key}` takes no sentence behind it", where, hint)
    rest = words[at + 1 :]
    if _that(rest) is not None:
        return error("misfit", "a sentence within a sentence holds no third", where, "say it in two sentences")
    inner = read(rest, lexicon, rest[0].span.to(rest[-1].span) if rest else where)
    if isinstance(inner, Diagnostic):
        return inner
    return Sentence(composed(outer.form, inner.form, inner.negated), (*outer.args, *inner.args), outer.negated, span)


Slots = list[Term | None]


@dataclass(slots=True)
class _Found:
    form: Form
    args: Slots
    negated: bool
    at: list[Span | None]


class _Best:
    """The furthest that any form came, for the message when none fits; `nouns` are the classes that may be named."""

    def __init__(self, nouns: Nouns) -> None:
        self.nouns = nouns
        self.at = -1
        self.forms: dict[str, str] = {}

    def reached(self, at: int, form: Form, expected: str) -> None:
        if at > self.at:
            self.at, self.forms = at, {}
        if at == self.at:
            self.forms[form.key] = expected

    def finding(self, words: Words, lexicon: Lexicon, span: Span, deed: bool = False) -> Diagnostic:
        mood = "infinitive" if deed else "finite"
        large = slips.capital(words, lexicon)
        if large is not None:
            return large
        unsaid = slips.which_agreement(words)
        if unsaid is not None and self.at >= unsaid[0]:
            hint = "write `this agreement` for the one at hand, or `agreement NAME`; the sentence is "
            hint += f"`{shape(lexicon.forms[min(self.forms)], mood)}`"
            return error("which-agreement", f"`{unsaid[1].text}` does not say which agreement", unsaid[1], hint)
        reworded = self._reworded(words, lexicon, deed)
        if reworded is not None:
            return reworded
        if self.at < 0 or _is_barely_begun(words, self.at):
            return _undeclared(words, lexicon, span)
        where = words[self.at] if self.at < len(words) else words[-1]
        form = lexicon.forms[min(self.forms)]
        expected = self.forms[form.key]
        sentence = f"the sentence is `{shape(form, mood)}`"
        if self.at < len(words):
            title, hint = f"`{where.text}` does not fit here", slips.otherwise(where, expected, sentence)
        else:
            title, hint = f"the sentence breaks off after `{where.text}`", sentence
        return error("misfit", f"{title}: expected {expected}", where.span, hint)

    def _reworded(self, words: Words, lexicon: Lexicon, deed: bool) -> Diagnostic | None:
        """The finding on words that a declared sentence says in another form, or whose verb it has."""
        for n, word in enumerate(words):
            if word.kind == "word" and word.text in ("and", "or") and n and is_said(words[n + 1 :], lexicon):
                hint = "write the second on a line, or in a clause, of its own"
                return error("misfit", f"`{word.text}` joins two sentences here", word.span, hint)
        meant = list(slips.rewordings(words, lexicon, deed))
        for each in meant:
            if _is_deed(each.words, lexicon) if deed else is_said(each.words, lexicon):
                return error("verb-form", each.title, each.span, each.hint)
        for each in meant:
            if self.at < 0 and each.form is not None:
                hint = f"the sentence is `{shape(each.form, 'infinitive' if deed else 'finite')}`"
                return error("verb-form", each.title, each.span, hint)
        return None


def _is_barely_begun(words: Words, at: int) -> bool:
    """Whether no more than `is` or `has` of some declared fact was found, which says nothing of which is meant."""
    before = [word.text for word in words[:at] if word.text != "not"]
    return at < len(words) and words[at].kind == "word" and before[-1:] in (["is"], ["are"], ["has"], ["have"])


def _undeclared(words: Words, lexicon: Lexicon, span: Span) -> Diagnostic:
    said = [word.text for word in words if word.kind == "word" and word.text != "the"]
    if not said:
        hint = "write who does what, such as `DEU attacks SUN`"
        return error("no-sentence", f"`{span.text}` is no sentence", span, hint)
    near = lexicon.nearest(said)
    hint = f"the nearest declared sentence is `{shape(near)}`" if near else "declare it with `event` or `fact`"
    if words[0].text in slips.ELSE:
        return error("misfit", f"`{words[0].text}` begins no sentence", words[0].span, slips.ELSE[words[0].text])
    return error("undeclared-sentence", f"no declared sentence says `{' '.join(said)}`", span, hint)


def _forms(words: Words, at: int, lexicon: Lexicon, mood: str, slots: Slots, best: _Best) -> _Found | None:
    if at >= len(words) or words[at].kind != "word":
        return None
    found: _Found | None = None
    for form in lexicon.said_by(mood, words[at].text):
        match = next(_match(form, words, at, mood, slots, best), None)
        if match is not None and (found is None or len(form.pattern) > len(found.form.pattern)):
            found = match
    return found


def _match(form: Form, words: Words, at: int, mood: str, slots: Slots, best: _Best) -> Iterator[_Found]:
    verb = verb_of(form, mood)
    filled = slots + [None] * (len(form.roles) - 1)
    subject = words[0].span.to(words[at - 1].span) if slots[0] is not None else None
    places: list[Span | None] = [subject] + [None] * (len(form.roles) - 1)
    negated, after = False, at + 1
    if mood != "infinitive" and not form.is_event and after < len(words) and words[after].text == "not":
        negated, after = True, after + 1
    best.reached(after, form, "")
    rest = (*verb[1:], *form.pattern[1 + len(verb) :])
    for args, spans, end in _parts(form, rest, words, after, filled, places, best):
        for args2, spans2, end2 in _options(form, form.options, words, end, args, spans, best):
            if end2 == len(words):
                yield _Found(form, args2, negated, spans2)


Progress = tuple[Slots, list[Span | None], int]


def _parts(
    form: Form, rest: tuple[str | int, ...], words: Words, at: int, args: Slots, spans: list[Span | None], best: _Best
) -> Iterator[Progress]:
    if not rest:
        yield args, spans, at
        return
    part = rest[0]
    if isinstance(part, str):
        after = _after_word(words, at, part)
        if after is None:
            best.reached(at, form, f"`{part}`")
        else:
            yield from _parts(form, rest[1:], words, after, args, spans, best)
        return
    read_any = False
    for term, after in terms(words, at, best.nouns):
        read_any = True
        span = words[at].span.to(words[after - 1].span)
        yield from _parts(form, rest[1:], words, after, _put(args, part, term), _put(spans, part, span), best)
    if not read_any:
        best.reached(at, form, _what(form, part))


def _options(
    form: Form, left: tuple[Option, ...], words: Words, at: int, args: Slots, spans: list[Span | None], best: _Best
) -> Iterator[Progress]:
    for option in left:
        others = tuple(each for each in left if each is not option)
        for args2, spans2, end in _parts(form, (*option.words, option.role), words, at, args, spans, best):
            yield from _options(form, others, words, end, args2, spans2, best)
    if at < len(words) and not left:
        best.reached(at, form, "the end of the sentence")
    yield args, spans, at


def _after_word(words: Words, at: int, part: str) -> int | None:
    """The place behind a word of the form; articles are noise on both sides."""
    said = words[at].text if at < len(words) and words[at].kind in ("word", "name") else ""
    if said == part:
        return at + 1
    if part in ARTICLES:
        return at + 1 if said in ARTICLES else at
    return _after_word(words, at + 1, part) if said in ARTICLES else None


def _put(values: list[_T], index: int, value: _T) -> list[_T]:
    return [*values[:index], value, *values[index + 1 :]]


def _what(form: Form, role: int) -> str:
    sorts = form.roles[role].sorts
    return f"{' or '.join(sorts)} {form.roles[role].variable}" if sorts else form.roles[role].variable


def _checked(found: _Found, lexicon: Lexicon, span: Span) -> Sentence | Diagnostic:
    for n, (role, term, place) in enumerate(zip(found.form.roles, found.args, found.at, strict=True)):
        said, shown = _classed(term)
        if not role.takes(shown):
            wanted = " or ".join(role.sorts)
            hint = f"in `{shape(found.form)}`, {role.variable} is {wanted}"
            return error("wrong-sort", f"`{said}` is {_named(shown)}, not {wanted}", place or span, hint)
        for each in _constants(term):
            sort = _sort(each, lexicon, found.form.only_states(n))
            if not role.takes(sort):
                title = f"`{each.value}` is {_named(sort)}, not {' or '.join(role.sorts)}"
                hint = f"in `{shape(found.form)}`, {role.variable} is {' or '.join(role.sorts)}"
                return error("wrong-sort", title, place or span, hint)
            undeclared = proper.unknown(each, role.sorts, lexicon, place or span)
            if undeclared is not None:
                return undeclared
    return Sentence(found.form, tuple(found.args), found.negated, span)


def _classed(term: Term | None) -> tuple[str, str]:
    """A letter or a class as it is said, with the sort that its class shows; "" where it shows none."""
    if term is None or isinstance(term, (Constant, Choice)) or term.cls is None:
        return "", ""
    noun = "state" if term.cls.noun in ("party", "contracting state") else term.cls.noun
    return str(term.cls), noun if noun in SORTS else ""


def _constants(term: Term | None) -> tuple[Constant, ...]:
    if isinstance(term, Constant):
        return (term,)
    return term.items if isinstance(term, Choice) else ()


def _sort(constant: Constant, lexicon: Lexicon, is_state: bool) -> str:
    """The sort that a constant shows by its form or its declaration; "" for what fits anything.

    A text can stand for whoever has no code, but a state has one.
    """
    if constant.cls is not None:
        return "state" if constant.cls.noun in ("party", "contracting state") else constant.cls.noun
    if constant.kind == "name":
        declared = lexicon.names.get(constant.value, "")
        return "state" if declared == "party" else declared
    if constant.kind == "text":
        return "text" if is_state else ""
    return constant.kind if constant.kind in ("state", "agreement", "clause", "date", "number") else ""


def _named(sort: str) -> str:
    return f"an {sort}" if sort[0] in "aeiou" else f"a {sort}"
