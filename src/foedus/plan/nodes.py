"""The nodes of a plan: patterns over events and facts, tests, and the rules that they make up.

A plan is an agreement after every open point was decided: readings are chosen, classes and letters resolved, the bodies
that a supplement replaces put in their place. Engines run plans and know nothing of documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from foedus.model.agreement import Party
from foedus.model.forms import Form
from foedus.model.moments import Duration
from foedus.model.terms import Class
from foedus.plan.times import Anchor, Recurrence


@dataclass(frozen=True, slots=True)
class Fixed:
    """A slot that holds one of these values."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Var:
    """A slot that binds a letter; `_1` and the like are letters that the text leaves unsaid (`another party`)."""

    name: str


UNSAID = "_"
"""How the letters begin that the text leaves unsaid."""
ALL_PARTIES = "all parties"
"""The parties together, where nothing is owed to a single one."""

Slot = Fixed | Var | None
"""None is a slot that the text does not mention: anything fits."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form with its slots; matches events, or asks for a fact."""

    form: Form
    slots: tuple[Slot, ...]

    def variables(self) -> tuple[str, ...]:
        """Its letters in the order of the roles."""
        return tuple(slot.name for slot in self.slots if isinstance(slot, Var))


@dataclass(frozen=True, slots=True)
class FactTest:
    """Whether a fact holds, or (`negated`) does not."""

    pattern: Pattern
    negated: bool = False


@dataclass(frozen=True, slots=True)
class PastTest:
    """Whether an event happened `earlier`, `within` a length of time, or `at least` that long ago.

    `reading` is the reading that gives the length, if one does.
    """

    pattern: Pattern
    window: str = "earlier"
    length: Duration | None = None
    reading: str = ""


@dataclass(frozen=True, slots=True)
class SameTest:
    """Whether a slot is one of several (`A is DEU or ITA`, `A is not B`)."""

    slot: Slot
    among: tuple[Slot, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ClassTest:
    """Whether a slot belongs to a class (`X is a party`)."""

    slot: Slot
    cls: Class
    negated: bool = False


@dataclass(frozen=True, slots=True)
class ReadingTest:
    """Whether the text is read so; decided when the plan is made, and kept for the explanation."""

    reading: str
    value: str
    holds: bool


@dataclass(frozen=True, slots=True)
class CountTest:
    """Whether so many there are, or so often it happened: a counted test compared with a number.

    `what` is `number` (of distinct fillers of the letter), `times` (of events) or `sum` (of the numbers that the letter
    stands for).
    """

    what: str
    variable: str
    test: FactTest | PastTest
    compare: str
    than: float
    reading: str = ""
    """The reading that says the number, if one does."""

    def letters(self) -> tuple[str, ...]:
        """The letters that are known outside the count; `a place` in it is any, and known nowhere else."""
        return tuple(name for name in self.test.pattern.variables() if name != self.variable and name[0] != UNSAID)


Test = FactTest | PastTest | SameTest | ClassTest | ReadingTest | CountTest


@dataclass(frozen=True, slots=True)
class Limits:
    """The conditions of a rule: `where` and `while` must all hold, of several `unless` none may."""

    where: tuple[Test, ...] = ()
    during: tuple[Test, ...] = ()
    unless: tuple[tuple[Test, ...], ...] = ()

    def all(self) -> tuple[Test, ...]:
        """Every test, whichever word it stands under."""
        return (*self.where, *self.during, *(test for group in self.unless for test in group))


@dataclass(frozen=True, slots=True)
class Scope:
    """The letters of a rule: the class that each wears, and which of them stand for distinct actors.

    Letters that the text writes are distinct among themselves; `another` is distinct from every actor of the rule, one
    that the text leaves unsaid (`every party`) among them.
    """

    classes: Mapping[str, tuple[Class, ...]] = field(default_factory=dict)
    distinct: frozenset[str] = frozenset()
    another: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()

    def parts(self, one: str, other: str) -> bool:
        """Whether these two letters may not stand for the same actor."""
        if one not in self.actors or other not in self.actors:
            return False
        return one in self.another or other in self.another or (one in self.distinct and other in self.distinct)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who is bound: one slot, or (`each`) every party that fits; `others` leaves out the actors named above."""

    slot: Slot
    each: bool = False
    others: bool = False


@dataclass(frozen=True, slots=True)
class Deed:
    """What is to be done or not done: a pattern whose subject is the bearer.

    `each` are letters that range over every other party, a duty for each.
    """

    pattern: Pattern
    each: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Before:
    """That a duty is to be done before something happens, or (`lead`) that much before it.

    `opens`: the clause has no other opener, so that a duty is there, and judged, when it happens.
    """

    pattern: Pattern
    lead: Duration | None = None
    opens: bool = False


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """A clause made ready; `since` is when its document binds (FIRST: always).

    `modal` is `must`, `must not`, `may`, `can` or `can not`; a deadline is a `length`, a moment (`by`) or `before`.
    """

    name: str
    article: str
    modal: str
    openers: tuple[Pattern, ...]
    limits: Limits
    bearer: Bearer
    deeds: tuple[Deed, ...]
    length: Duration | None
    until: tuple[Pattern, ...]
    scope: Scope
    readings: tuple[str, ...]
    since: int
    ends: int | None = None
    owed_by: tuple[Slot, ...] = ()
    by: Anchor | None = None
    before: Before | None = None
    every: Recurrence | None = None
    owed_to: tuple[Slot, ...] = ()
    """Whom the clause names as those to whom it is owed; none where the act and the conditions say it."""
    owed_to_each: tuple[str, ...] = ()
    """The letters of `owed_to` that range over every other party."""
    subject_to: tuple[str, ...] = ()
    """The clauses that go before it."""

    def binds(self, moment: int) -> bool:
        """Whether this is the text in force at a moment."""
        return self.since <= moment and (self.ends is None or moment < self.ends)

    @property
    def is_ban(self) -> bool:
        """Whether it forbids."""
        return self.modal == "must not"

    @property
    def is_standing(self) -> bool:
        """Whether it is about a state of affairs: what must be, or must not be."""
        return self.modal in ("must", "must not") and not self.deeds[0].pattern.form.is_event

    @property
    def is_duty(self) -> bool:
        """Whether it obliges to an act."""
        return self.modal == "must" and not self.is_standing

    def above(self) -> tuple[str, ...]:
        """Letters bound by `when` and `while`: whom `every other` leaves out."""
        names = [name for pattern in self.openers for name in pattern.variables()]
        return tuple(dict.fromkeys([*names, *letters(self.limits.during)]))


@dataclass(frozen=True, slots=True)
class Boundary:
    """What begins or ends a fact: a pattern of an event, a fixed moment, or (neither) entry into force.

    `length` moves what happens later.
    """

    pattern: Pattern | None
    moment: int | None = None
    length: Duration | None = None


@dataclass(frozen=True, slots=True)
class FactRule:
    """One body of a fact: spans between boundaries, or (without any) a computed fact.

    `not_before`, `not_while` and `only_every` put its end off, to the first moment that suits all of them.
    """

    head: Pattern
    begins: tuple[Boundary, ...]
    ends: tuple[Boundary, ...]
    limits: Limits
    scope: Scope
    since: int
    until: int | None = None
    article: str = ""
    not_before: tuple[Anchor, ...] = ()
    not_while: tuple[FactTest, ...] = ()
    only_every: Recurrence | None = None
    readings: tuple[str, ...] = ()
    """The readings that give lengths of time in its bounds."""

    @property
    def is_put_off(self) -> bool:
        """Whether its end may have to wait for a moment that suits."""
        return bool(self.not_before or self.not_while or self.only_every)

    @property
    def is_computed(self) -> bool:
        """Whether it holds whenever its conditions do."""
        return not self.begins and not self.ends


@dataclass(frozen=True, slots=True)
class EventRule:
    """What is deemed to be an event when another happens."""

    head: Pattern
    when: Pattern
    limits: Limits
    scope: Scope
    since: int
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """An agreement made ready to run under one choice of readings.

    `events` are the keys of all forms that matter to it, `past` those of which the past is asked; `nouns` are the
    classes that facts declare (`state A is a great power`).
    """

    agreement: str
    parties: tuple[Party, ...]
    signed: int
    clauses: tuple[ClauseRule, ...]
    facts: Mapping[str, tuple[FactRule, ...]]
    deemed: tuple[EventRule, ...]
    readings: tuple[tuple[str, str], ...]
    events: frozenset[str]
    past: frozenset[str]
    nouns: Mapping[str, Form] = field(default_factory=dict)
    by_party: bool = False
    """Whether the agreement says for whom it is in force: then states join it and leave it."""


def letters(tests: tuple[Test, ...]) -> tuple[str, ...]:
    """The letters that tests speak of, in order, each once."""
    found: list[str] = []
    for test in tests:
        if isinstance(test, (FactTest, PastTest)):
            found += test.pattern.variables()
        elif isinstance(test, SameTest):
            found += [slot.name for slot in (test.slot, *test.among) if isinstance(slot, Var)]
        elif isinstance(test, ClassTest) and isinstance(test.slot, Var):
            found.append(test.slot.name)
        elif isinstance(test, CountTest):
            found += test.letters()
    return tuple(dict.fromkeys(found))
