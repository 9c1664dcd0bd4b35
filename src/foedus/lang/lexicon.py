"""What may be said: the declared forms, and the proper names with their sorts.

A lexicon is extended, never changed: an agreement's own forms stand over the standard ones in a lexicon of its own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from foedus.model.forms import SORTS, Form, composed, verb_infinitive

CLASSES = (*SORTS, "party")
"""Nouns that a term may wear; `party` is a state for which the agreement is in force then."""
PLURALS = {
    **{f"{noun}s": noun for noun in CLASSES},
    "parties": "party",
    "people": "person",
    "goods": "goods",
    "agencies": "agency",
}
Nouns = Mapping[str, str]
NOUNS: Nouns = {**{noun: noun for noun in CLASSES}, **PLURALS, "contracting state": "contracting state",
                "contracting states": "contracting state"}  # fmt: skip
"""Classes as they are written, in the singular and the plural, and the class that is meant; a lexicon adds its own."""

ARTICLES = ("a", "an", "the")
"""Noise between the words of a form; printed as declared."""

MOST_NEAR = 4_096
"""So many answers to a slip of the pen are kept: bad rows repeat one slip."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Forms by their key and names by their text; `verbs` lists forms by the words that can follow a subject."""

    forms: Mapping[str, Form] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    verbs: Mapping[tuple[str, str], tuple[Form, ...]] = field(default_factory=dict, repr=False)
    nouns: Nouns = field(default_factory=lambda: NOUNS, repr=False)
    _near: dict[str, Form | None] = field(default_factory=dict, compare=False, repr=False)

    def form(self, key: str) -> Form | None:
        """The form of that key, composed where one sentence holds another (`finds that attacks`); None if unknown."""
        outer, _, inner = key.partition(" that ")
        if inner:
            negated = inner.startswith("not ")
            holder, held = self.forms.get(outer), self.forms.get(inner.removeprefix("not "))
            return composed(holder, held, negated) if holder and held and holder.takes_that else None
        return self.forms.get(key)

    def extended(self, forms: Iterable[Form], names: Mapping[str, str]) -> "Lexicon":
        """A lexicon with these forms and names as well; a form of the same key takes the place of the older one."""
        new = {form.key: form for form in forms}
        every = {**self.forms, **new}
        is_added = new.keys().isdisjoint(self.forms)
        verbs: dict[tuple[str, str], tuple[Form, ...]] = dict(self.verbs) if is_added else {}
        for form in (new if is_added else every).values():
            for mood in ("finite", "plural", "infinitive"):
                key = (mood, verb_of(form, mood)[0])
                verbs[key] = (*verbs.get(key, ()), form)
        nouns = {**self.nouns, **{said: noun for form in new.values() for said, noun in _nouns(form)}}
        return Lexicon(every, {**self.names, **names}, verbs, nouns)

    def said_by(self, mood: str, word: str) -> tuple[Form, ...]:
        """The forms whose verb, in that mood, is this word."""
        return self.verbs.get((mood, word), ())

    def nearest(self, words: Iterable[str]) -> Form | None:
        """The declared form whose words are nearest to these, or None where nothing is near."""
        said = " ".join(words)
        if said not in self._near:
            if len(self._near) >= MOST_NEAR:
                self._near.clear()
            self._near[said] = self._nearest(said)
        return self._near[said]

    def _nearest(self, said: str) -> Form | None:
        by_words: dict[str, Form] = {}
        for form in self.forms.values():
            by_words[form.key] = form
            by_words[" ".join([*form.key.split(" "), *(word for option in form.options for word in option.words)])] = (
                form
            )
            by_words[form.key.replace(form.key.split(" ")[0], form.infinitive, 1)] = form
        found = get_close_matches(said, by_words, 1, 0.5)
        return by_words[found[0]] if found else None


def _nouns(form: Form) -> Iterator[tuple[str, str]]:
    """The class that a fact such as `state A is a great power` declares, in the singular and the plural."""
    is_class = form.kind == "fact" and len(form.roles) == 1 and len(form.pattern) > 3
    if is_class and form.pattern[1] == "is" and form.pattern[2] in ("a", "an"):
        noun = " ".join(part for part in form.pattern[3:] if isinstance(part, str))
        yield noun, noun
        yield (f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"), noun


def verb_of(form: Form, mood: str) -> tuple[str, ...]:
    """The words between subject and first role, in the singular (`finite`), the plural or the infinitive."""
    words = tuple(part for part in fixed(form))
    if mood == "finite":
        return words
    plural = {"is": "are", "has": "have"}.get(words[0], form.infinitive or verb_infinitive(words[0]))
    return (plural if mood == "plural" else form.infinitive or verb_infinitive(words[0]), *words[1:])


def fixed(form: Form) -> Iterator[str]:
    """The words that follow the subject, up to the next role."""
    for part in form.pattern[1:]:
        if isinstance(part, int):
            return
        yield part


def shape(form: Form, mood: str = "finite") -> str:
    """The form as a person would write it: `A attacks P [in Z]`."""
    verb = verb_of(form, mood)
    parts = [form.roles[0].variable] if mood == "finite" else []
    parts += [verb[0], *(_said(form, part) for part in form.pattern[2:])]
    parts += [f"[{' '.join(option.words)} {form.roles[option.role].variable}]" for option in form.options]
    return " ".join(parts)


def _said(form: Form, part: str | int) -> str:
    return part if isinstance(part, str) else form.roles[part].variable
