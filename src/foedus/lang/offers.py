"""What could stand at a cursor: sentences in the mood that fits, keywords, names of states, clauses and readings.

>>> from foedus.lang.spots import spot_at
>>> from foedus.lang.standard import standard_lexicon
>>> from foedus.text.source import Source
>>> source = Source("", "1941-06-22 DEU att")
>>> [offer.label for offer in offers(spot_at(source, 18, is_journal=True), Known(standard_lexicon()))]
['attacks P [in Z]']
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from foedus.lang import clauses, declarations, records
from foedus.lang.blocks import HEADERS
from foedus.lang.lexicon import ARTICLES, CLASSES, Lexicon, shape, verb_of
from foedus.lang.spots import Slot, Spot
from foedus.lang.statements import KEYS
from foedus.lang.terms import DETERMINERS, terms
from foedus.lang.words import Word, quoted
from foedus.model import states
from foedus.model.forms import Form, Option
from foedus.model.ledger import STATUSES
from foedus.model.terms import Choice, Quantified

DESCRIBED = ("party", "state", "third state", "another party", "every other party")
BEARERS = ("every party must", "every other party must", "no party may")
LINES = {
    "clause": clauses.LINES[:-1],
    "fact": ("from", "until", "not before", "not while", "only every", "where", "unless", *declarations.FORM_LINES),
    "event": ("when", "where", "unless", *declarations.FORM_LINES),
    "example": ("reading", "gives", "nothing"),
    **dict.fromkeys(records.ROLES, (*records.LINES[:-1], *CLASSES)),
}
"""With what a line under a header can begin."""
CONDITIONS = ("reading", "earlier", "within", "at least")


@dataclass(frozen=True, slots=True)
class Offer:
    """Words that can be written instead of what is being written.

    `insert` is what is written, `snippet` the same with numbered stops for an editor that knows them; `search` are more
    words by which a person may look for it.
    """

    label: str
    kind: str
    detail: str = ""
    insert: str = ""
    snippet: str = ""
    search: str = ""

    def fits(self, partial: str) -> bool:
        """Whether one of its words begins as what is being written."""
        said = f"{self.label} {self.search}".casefold().replace("[", "").split()
        return any(word.startswith(partial.casefold()) for word in said)


@dataclass(frozen=True, slots=True)
class Known:
    """What can be named: the lexicon, clauses and readings (with their values), the parties, and the day for states."""

    lexicon: Lexicon
    clauses: Sequence[str] = ()
    readings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    parties: Sequence[str] = ()
    day: date | None = None


def offers(spot: Spot, known: Known) -> list[Offer]:
    """What could stand at the cursor, the likeliest first; empty inside comments and quoted texts."""
    data = spot.data()
    if data is not None:
        found: Iterable[Offer] = _keys(data)
    elif spot.is_open():
        known = replace(known, day=spot.day() or known.day)
        found = _of(spot.slot(spot.before(), known.lexicon), spot, spot.before(), known)
    else:
        return []
    unique = {(offer.kind, offer.label): offer for offer in found if offer.fits(spot.partial())}
    return list(unique.values())


def _of(slot: Slot, spot: Spot, words: Sequence[Word], known: Known) -> Iterator[Offer]:
    """What the slot wants, written out."""
    if slot.kind == "line":
        yield from _line(spot, known)
    elif slot.kind in ("sentence", "condition"):
        nouns = () if spot.is_journal or spot.header == "example" else (*_letters(spot), *DESCRIBED)
        yield from _sentence(slot, words, known, nouns)
        if spot.header == "clause" and words and slot.start == 0:
            yield from (_keyword(word) for word in _behind_bearer(words))
        yield from (_keyword(word) for word in (CONDITIONS if slot.kind == "condition" else slot.name.split()))
        if slot.only == "fact" and words and words[-1].text in ("is", "are", "not"):
            yield from _states(known)
    elif slot.kind == "form":
        yield from (_whole(form) for form in known.lexicon.forms.values() if form.kind == slot.only)
    elif slot.kind == "bearer":
        yield from (_keyword(word) for word in _behind_bearer(words))
    elif slot.kind == "state":
        yield from _states(known)
    elif slot.kind in ("reading", "length"):
        yield from (Offer(name, "reading", " or ".join(values), name) for name, values in known.readings.items())
    elif slot.kind == "value":
        yield from (_value(value) for value in known.readings.get(slot.name, ()))
    else:
        yield from _plain(slot, spot, known)


def _plain(slot: Slot, spot: Spot, known: Known) -> Iterator[Offer]:
    """Words as they stand in a list."""
    if slot.kind == "word":
        yield from (_keyword(word) for word in slot.name.split())
    elif slot.kind == "clause":
        yield from (_named(name, "clause") for name in known.clauses)
    elif slot.kind == "status":
        yield from (_keyword(status) for status in STATUSES)
    elif slot.kind == "date":
        yield from (_named(day, "date") for day in [spot.date_above()] if day)


def _behind_bearer(words: Sequence[Word]) -> tuple[str, ...]:
    """How the line of an act goes on: the class is still missing, or a modal verb follows."""
    term = next((term for term, after in terms(list(words), 0) if after == len(words)), None)
    if term is None:
        return ("other", *CLASSES)
    if isinstance(term, Quantified):
        return ("may",) if term.determiner == "no" else ("must",)
    return ("must", "must not")


def _line(spot: Spot, known: Known) -> Iterator[Offer]:
    """What a line can begin with: what goes on with the item, then what begins another."""
    if spot.goes_on():
        yield from _of(Slot("condition", only="fact"), spot, (), known)
    for word in LINES.get(spot.header, ()):
        yield _keyword(word)
    if any(row.first == "gives" for row in spot.rows):
        yield from (_named(code, "state") for code in known.parties)
    if spot.header == "clause":
        yield from (_keyword(words) for words in (*BEARERS, *(f"{code} must" for code in known.parties)))
    yield from (_keyword(word) for word in HEADERS if word != "use")  # which cannot be read yet


def _keyword(word: str) -> Offer:
    return Offer(word, "keyword", insert=f"{word} ")


def _value(value: str) -> Offer:
    plain = value.replace("-", "").isalnum()
    return Offer(value, "value", insert=value if plain else quoted(value))


def _keys(data: str) -> Iterator[Offer]:
    """The keys of the data behind a sentence, where one can begin: after `;` and after a comma."""
    if re.search(r"[;,]\s*[\w-]*$", data):
        yield from (Offer(key, "key", insert=f"{key}: ") for key in KEYS if f"{key}:" not in data)


# Sentences


Rest = tuple[Form, tuple[str | int, ...], tuple[Option, ...]]
"""A form, what of it is still to be said, and its optional parts that are."""


def _sentence(slot: Slot, words: Sequence[Word], known: Known, nouns: Sequence[str] = ()) -> Iterator[Offer]:
    said = list(words[slot.start :])
    wanted = [form for form in known.lexicon.forms.values() if slot.only in ("", form.kind)]
    if not said and slot.mood == "finite":
        yield from map(_noun, nouns)
        yield from (_whole(form) for form in wanted)
        yield from _states(known)
        return
    if said and said[-1].text in (*DETERMINERS, "other", "third"):
        yield from (_keyword(noun) for noun in CLASSES)
    for form, parts, options in _rests(said, known.lexicon, slot.mood):
        if form not in wanted:
            continue
        if parts and isinstance(parts[0], int):
            yield from _fillers(form, parts[0], known, nouns)
        elif parts:
            yield _part(form, parts, options)
        yield from (_part(form, (*option.words, option.role), ()) for option in options if not parts)


def _rests(said: list[Word], lexicon: Lexicon, mood: str) -> Iterator[Rest]:
    """Every form that begins as the words do."""
    for begin, mood_of in _subjects(said) if mood == "finite" else [(0, mood)]:
        if begin == len(said):
            for form in lexicon.forms.values():
                verb = verb_of(form, mood_of)
                yield form, (*verb, *form.pattern[1 + len(verb) :]), form.options
        elif said[begin].kind == "word":
            for form in lexicon.said_by(mood_of, said[begin].text):
                verb = verb_of(form, mood_of)
                after = begin + 1
                after += after < len(said) and said[after].text == "not" and not form.is_event
                yield from _walk((form, (*verb[1:], *form.pattern[1 + len(verb) :]), form.options), said, after)


def _subjects(said: list[Word]) -> Iterator[tuple[int, str]]:
    for term, after in terms(said, 0):
        yield after, "plural" if isinstance(term, Choice) and term.joiner == "and" else "finite"


def _walk(rest: Rest, said: list[Word], at: int) -> Iterator[Rest]:
    form, parts, options = rest
    if at == len(said):
        yield rest
    elif not parts:
        for option in options:
            others = tuple(each for each in options if each is not option)
            yield from _walk((form, (*option.words, option.role), others), said, at)
    elif isinstance(parts[0], int):
        for _, after in terms(said, at):
            yield from _walk((form, parts[1:], options), said, after)
    elif said[at].text == parts[0]:
        yield from _walk((form, parts[1:], options), said, at + 1)
    elif parts[0] in ARTICLES or said[at].text in ARTICLES:
        ahead = parts[1:] if parts[0] in ARTICLES else parts
        yield from _walk((form, ahead, options), said, at + (said[at].text in ARTICLES))


def _whole(form: Form) -> Offer:
    """A sentence from its subject on."""
    plain = " ".join(_said(form, part) for part in form.pattern)
    return Offer(shape(form), "sentence", _sorts(form), plain, _snippet(form, form.pattern))


def _part(form: Form, parts: Sequence[str | int], options: Sequence[Option]) -> Offer:
    """The rest of a sentence; plain, only the words up to its next role."""
    label = " ".join(_said(form, part) for part in parts)
    label += "".join(f" [{' '.join(option.words)} {form.roles[option.role].variable}]" for option in options)
    fixed = [part for part in parts[: _roles_from(parts)] if isinstance(part, str)]
    return Offer(label, "sentence", _sorts(form), f"{' '.join(fixed)} ", _snippet(form, parts))


def _roles_from(parts: Sequence[str | int]) -> int:
    return next((n for n, part in enumerate(parts) if isinstance(part, int)), len(parts))


def _said(form: Form, part: str | int) -> str:
    return part if isinstance(part, str) else form.roles[part].variable


def _snippet(form: Form, parts: Sequence[str | int]) -> str:
    stops = iter(range(1, 1 + len(parts)))
    return " ".join(part if isinstance(part, str) else f"${{{next(stops)}:{_said(form, part)}}}" for part in parts)


def _sorts(form: Form) -> str:
    told = [f"{role.variable}: {' or '.join(role.sorts) or 'anything'}" for role in form.roles]
    return f"{form.kind}; {', '.join(told)}"


# Names


def _fillers(form: Form, role: int, known: Known, nouns: Sequence[str]) -> Iterator[Offer]:
    wanted = form.roles[role]
    yield from (_noun(noun) for noun in nouns if noun not in DESCRIBED or wanted.takes("state"))
    if wanted.takes("state"):
        yield from _states(known)
    if "agreement" in wanted.sorts:
        yield _named("this agreement", "agreement")
    if "clause" in wanted.sorts:
        yield from (Offer(f"clause {name}", "clause", insert=f"clause {name}") for name in known.clauses)
    yield from (_named(name, sort) for name, sort in known.lexicon.names.items() if wanted.takes(sort))


def _noun(noun: str) -> Offer:
    return Offer(noun, "keyword", insert=f"{noun} ") if noun in DESCRIBED else _named(noun, "letter")


def _named(name: str, kind: str) -> Offer:
    return Offer(name, kind, insert=name)


def _letters(spot: Spot) -> list[str]:
    """The letters that the item uses, in the order of the text."""
    words = [word for row in spot.rows for word in row.words] + spot.before()
    return list(dict.fromkeys(word.text for word in words if word.kind == "variable"))


def _states(known: Known) -> Iterator[Offer]:
    """The codes of the states of that day with their names, the parties first; of every day where none is known."""
    day = known.day
    codes = {spell.code for spell in states.spells() if day is None or spell.is_member_on(day)}
    for code in (*known.parties, *sorted(codes - set(known.parties))):
        name = states.english(code, day or date.max) or ""
        yield Offer(code, "state", name, code, search=name)
