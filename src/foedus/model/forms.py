"""A form: one sentence that the lexicon declares, with its words, its roles and what they may hold.

A form is known by its words alone. `event actor A attacks actor P [in place Z]` has the key `attacks`; its roles are
`subject`, `object` and, optional, `in`: a role is called after the word before it, so that a table of events has one
column for each preposition whatever the verb.
"""

from dataclasses import dataclass, replace
from functools import cache

SORTS = (
    "actor",
    "state",
    "person",
    "ship",
    "mine",
    "goods",
    "place",
    "region",
    "paper",
    "agreement",
    "clause",
    "language",
    "war",
    "name",
    "text",
    "number",
    "date",
)
"""What a role can hold. A state is an actor, a region is a place; the rest stand apart."""

KIND_OF = {"state": "actor", "region": "place"}
NAMED_BY_CLASS = ("agreement", "clause")
"""Sorts whose names are lower case and wear their class: `agreement north-atlantic-1949`."""


@dataclass(frozen=True, slots=True)
class Role:
    """One place in a form; `sorts` is empty where anything fits, `variable` is the letter it was declared with."""

    name: str
    sorts: tuple[str, ...]
    variable: str
    optional: bool = False

    def takes(self, sort: str) -> bool:
        """Whether a term of that sort fits; an unknown sort (``""``) always does."""
        return not sort or not self.sorts or sort in self.sorts or KIND_OF.get(sort, sort) in self.sorts


@dataclass(frozen=True, slots=True)
class Option:
    """An optional part: its words, then the index of its role."""

    words: tuple[str, ...]
    role: int


@dataclass(frozen=True, slots=True)
class Form:
    """A declared sentence; `pattern` holds its words and, as integers, its obligatory roles in order.

    `addressee` is the role whose filler is the claimant of a duty to do this; `mutual` are the two roles that may
    stand either way round; `codes` map the form to other code lists as (scheme, code); `takes_that` says that another
    sentence may follow (`Council finds that DEU attacks POL`).
    """

    key: str
    kind: str
    pattern: tuple[str | int, ...]
    roles: tuple[Role, ...]
    options: tuple[Option, ...] = ()
    infinitive: str = ""
    addressee: int | None = None
    mutual: tuple[int, int] | None = None
    codes: tuple[tuple[str, str], ...] = ()
    takes_that: bool = False

    @property
    def is_event(self) -> bool:
        """Whether it says that something happens (else that something is so)."""
        return self.kind == "event"

    def index(self, role: str) -> int | None:
        """The place of the role of that name, or None."""
        return next((n for n, each in enumerate(self.roles) if each.name == role), None)

    def only_states(self, role: int) -> bool:
        """Whether nothing but a state can stand in that role; the two roles of a mutual form exchange their fillers."""
        places = self.mutual if self.mutual is not None and role in self.mutual else (role,)
        return all(self.roles[place].sorts == ("state",) for place in places)


@cache
def class_form(noun: str) -> Form:
    """The fact that says who belongs to a declared class: `A is a great power`."""
    return Form(f"is {noun}", "fact", (0, "is", "a", *noun.split(" ")), (Role("subject", (), "A"),), infinitive="be")


@cache
def composed(outer: Form, inner: Form, negated: bool = False) -> Form:
    """One form of a sentence that holds another: its words are joined by `that`, its roles follow one another.

    So a sentence within a sentence needs nothing of its own from there on: it is matched, stored and told as any other.
    """
    shift = len(outer.roles)
    moved = [part + shift if isinstance(part, int) else part for part in inner.pattern]
    moved[2:2] = ["not"] if negated else []
    roles = tuple(replace(role, name=f"that-{role.name}") for role in inner.roles)
    options = tuple(Option(option.words, option.role + shift) for option in inner.options)
    mutual = (inner.mutual[0] + shift, inner.mutual[1] + shift) if inner.mutual else outer.mutual
    return Form(
        key=f"{outer.key} that {'not ' if negated else ''}{inner.key}",
        kind=outer.kind,
        pattern=(*outer.pattern, "that", *moved),
        roles=(*outer.roles, *roles),
        options=(*outer.options, *options),
        infinitive=outer.infinitive,
        addressee=outer.addressee,
        mutual=mutual,
        codes=outer.codes,
    )


def either_way(form: Form, args: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """Arguments with the two roles of a mutual form in one order: either way round is the same event or fact."""
    if form.mutual is None:
        return args
    one, other = form.mutual
    if (args[one] or "") <= (args[other] or ""):
        return args
    turned = list(args)
    turned[one], turned[other] = args[other], args[one]
    return tuple(turned)


def verb_infinitive(verb: str) -> str:
    """The infinitive of a verb in the singular present, by the spelling rules of English.

    >>> [verb_infinitive(verb) for verb in ("attacks", "relies", "discusses", "goes", "is", "has", "lies")]
    ['attack', 'rely', 'discuss', 'go', 'be', 'have', 'lie']
    """
    irregular = {"is": "be", "has": "have", "lies": "lie", "dies": "die", "ties": "tie"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("ies"):
        return verb[:-3] + "y"
    if verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return verb[:-2]
    return verb.removesuffix("s")
