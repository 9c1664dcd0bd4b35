"""Terms, sentences and conditions that are drawn, over the flagship's sentences and some that strain the printer."""

from functools import cache

from hypothesis import strategies as st

from foedus import desk
from foedus.lang import (
    blocks,
    declarations,
    documents,
    literate,
)
from foedus.lang.lexicon import Lexicon
from foedus.lang.standard import standard_lexicon
from foedus.lang.terms import COMPARES
from foedus.model.agreement import (
    Limit,
)
from foedus.model.forms import Form, Role, composed
from foedus.model.moments import UNITS, Duration, of_day, of_time
from foedus.model.terms import (
    Choice,
    Class,
    Condition,
    Constant,
    Count,
    Holds,
    IsOneOf,
    Past,
    Quantified,
    ReadingIs,
    Sentence,
    Term,
    Variable,
)
from foedus.text.source import Source

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
TRYING = """
event actor A sends paper D [to actor P] [in place Z] [on date C]
event actor A grants the use of place Z to state Q
    mutual     A Q
    addressee  A
    infinitive give
fact actor A is a friend of actor P
fact ship S has licence for number N [from state Q]
fact text S is written in language L
fact clause C is hard on A
fact state A is a great power
event actor B finds that
fact actor B has notice that
"""


def lexicon() -> Lexicon:
    """The standard lexicon with the flagship's sentences and a few that strain the printer."""
    found = documents.read(FLAGSHIP, "secret", standard_lexicon()).lexicons["secret"]
    for item in items_of(TRYING):
        form = declarations.declared(item, found)
        assert isinstance(form, Form), form
        found = found.extended((form,), {})
    return found


def items_of(text: str) -> list[blocks.RawItem]:
    source = Source("a.md", f"```foedus\n{text}\n```\n")
    findings: list[object] = []
    found = blocks.items(source, literate.read(source).blocks, findings)  # type: ignore[arg-type]
    assert findings == []
    return found


PROPER_NAMES = ("London", "Council", "Far-East", "O'Neill", "St.Petersburg", "Red")
LEXICON = lexicon().extended((), dict.fromkeys(PROPER_NAMES, ""))  # declared, and fit for every role


LETTERS = st.sampled_from(["A", "B", "P", "Q7", "T", "Z"])
NOUNS = ["state", "actor", "party", "person", "goods", "contracting state", "great power"]


def classes(sorts: tuple[str, ...]) -> st.SearchStrategy[Class]:
    """Classes that a role of these sorts takes."""
    role = Role("", sorts, "")
    sort_of = {"party": "state", "contracting state": "state", "great power": ""}
    fits = [noun for noun in NOUNS if role.takes(sort_of.get(noun, noun))]
    return st.builds(Class, st.sampled_from(fits), st.booleans())


STATES = st.sampled_from(["DEU", "GBR", "SUN", "cow:300", "ITA"])
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # no line holds signs that turn the writing
TEXTS = st.text(
    st.sampled_from(list('ab "\\;#,:=[]-éж条\t'))
    | st.characters(codec="utf-8", exclude_categories=("Cc", "Zl", "Zp"), exclude_characters=TURNING),
    max_size=9,
)
KEYWORDS = ["with", "must", "no", "agreement", "when", "or", "to", "text", "the", "every", "is", "party", "third"]
BARE = ["anglo-soviet-1939", "pact", "Pact", "at-once", "x", "north-sea", "A", "SUN", "7", "1939-01-01"]
NAMES = st.sampled_from([*BARE, *KEYWORDS]) | TEXTS
NUMBERS = st.integers(0, 9_999)
DAYS = st.dates()
MOMENTS = st.builds(of_day, DAYS) | st.builds(of_time, DAYS, st.integers(0, 86_399))
LENGTHS = st.builds(Duration, NUMBERS, st.sampled_from(UNITS))
PROPER = st.sampled_from(PROPER_NAMES)


@cache
def constants(sorts: tuple[str, ...]) -> st.SearchStrategy[Constant]:
    """Constants that show no sort which a role of these sorts refuses."""
    fits = [st.builds(Constant, PROPER, st.just("name"))]
    fits += [st.builds(Constant, TEXTS, st.just("text"))] if sorts != ("state",) else []
    by_sort = {
        "state": st.builds(Constant, STATES, st.just("state")),
        "agreement": st.builds(Constant, NAMES, st.just("agreement"))
        | st.just(Constant("this agreement", "agreement")),
        "clause": st.builds(Constant, NAMES, st.just("clause")),
        "date": st.builds(Constant, st.dates().map(str), st.just("date")),
        "number": st.builds(Constant, NUMBERS.map(str), st.just("number")),
        "ship": st.builds(Constant, TEXTS, st.just("text"), st.just(Class("ship"))),
    }
    fits += [by_sort[sort] for sort in by_sort if not sorts or sort in sorts or (sort == "state" and "actor" in sorts)]
    return st.one_of(fits)


@cache
def terms(sorts: tuple[str, ...], choices: bool = True) -> st.SearchStrategy[Term]:
    named = constants(sorts)
    counted = st.builds("{} {}".format, st.sampled_from(COMPARES), st.integers(1, 12))
    determiners = st.sampled_from(["a", "another", "every", "every other", "no", "all"]) | counted
    found: list[st.SearchStrategy[Term]] = [
        named,
        st.builds(Variable, LETTERS, st.none() | classes(sorts)),
        st.builds(Quantified, determiners, classes(sorts), st.just("") | LETTERS),
    ]
    if choices:
        joined = st.lists(named, min_size=2, max_size=3).map(tuple)
        found.append(st.builds(Choice, joined, st.sampled_from(["or", "and"])))
    return st.one_of(found)


HELD = [LEXICON.forms[key] for key in ("attacks", "assists", "is at war with", "is great power", "signs")]
FORMS = [
    *(form for form in LEXICON.forms.values() if not form.takes_that),
    *(composed(form, held) for form in LEXICON.forms.values() if form.takes_that for held in HELD),
    *(composed(LEXICON.forms["finds"], held, True) for held in HELD if not held.is_event),
]
"""The declared forms, and some that hold another sentence."""
FORMS_OF = {"": FORMS} | {kind: [form for form in FORMS if form.kind == kind] for kind in ("event", "fact")}


@st.composite
def sentences(draw: st.DrawFn, kind: str = "", deed: bool = False) -> Sentence:
    form = draw(st.sampled_from(FORMS_OF[kind]))
    args: list[Term | None] = []
    for place, role in enumerate(form.roles):
        absent = (deed and not place) or (role.optional and draw(st.booleans()))
        args.append(None if absent else draw(terms(role.sorts)))
    negated = not form.is_event and not deed and draw(st.booleans())
    return Sentence(form, tuple(args), negated)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    which = draw(st.integers(0, 5))
    if which == 0:
        return Holds(draw(sentences("fact")))
    if which == 1:
        length = draw(st.none() | LENGTHS)
        window = "earlier" if length is None else draw(st.sampled_from(["within", "at least"]))
        return Past(window, length, draw(sentences("event")))
    if which == 2:
        return ReadingIs(draw(NAMES), draw(NAMES | LENGTHS.map(str)))
    if which == 3:
        return draw(counts())
    bare = terms((), choices=False).filter(is_no_declared_class)
    among = draw(st.lists(constants(()), min_size=2, max_size=3).map(tuple) | st.tuples(bare))
    return IsOneOf(draw(terms((), choices=False)), among, draw(st.booleans()))


def is_no_declared_class(term: Term) -> bool:
    """`X is a great power` is the fact itself and no comparison."""
    return not (isinstance(term, Quantified) and term.cls.noun == "great power")


@st.composite
def counts(draw: st.DrawFn) -> Count:
    what = draw(st.sampled_from(["number", "times", "sum"]))
    length = draw(st.none() | LENGTHS)
    past = Past("earlier" if length is None else "within", length, draw(sentences("event")))
    stated = past if what == "times" or draw(st.booleans()) else Holds(draw(sentences("fact")))
    letter = "" if what == "times" else draw(LETTERS)
    than = draw(st.integers(0, 999).map(str) | st.sampled_from(["agents-agreed", "N", "2.5"]))
    cls = draw(classes(())) if what == "number" else None
    return Count(what, letter, cls, stated, draw(st.sampled_from(COMPARES)), than)


@cache
def limits(*words: str) -> st.SearchStrategy[tuple[Limit, ...]]:
    several = st.lists(conditions(), min_size=1, max_size=3).map(tuple)
    return st.lists(st.builds(Limit, st.sampled_from(words), several), max_size=3).map(tuple)
