"""Clauses that wait for a state of things, and from when on time alone may change what they wait for.

Such a clause looks again when a fact changes that it rests on. Where time changes the answer as well (a country becomes
a state, a length of time runs out, a supplement enters into force), every change of a fact, whoever it is about, makes
it look again, and none may be refused; as long as it does not, only what is about its own letters can matter.
"""

from collections.abc import Iterator

from foedus.engine import tables
from foedus.engine.clock import KEYS
from foedus.engine.sieves import Alternative, Known, among, either_way, letters_of, parties_of, uncounted
from foedus.model import states
from foedus.model.moments import FIRST, LAST, of_time
from foedus.plan.compiler import IN_FORCE
from foedus.plan.dependence import can_apply
from foedus.plan.nodes import (
    ClassTest,
    ClauseRule,
    FactRule,
    FactTest,
    PastTest,
    Pattern,
    Plan,
    Scope,
    Slot,
    Test,
    Var,
)

ACTORS = {"actor", "state"}
"""Who fills a role of such a sort may be tried from the table of states, as it is on that day."""
ALWAYS = FIRST


def settled_until(plan: Plan) -> int:
    """The first moment at which time alone may change what a clause of the plan waits for; LAST where it never does."""
    if is_moved(plan):
        return ALWAYS
    clock = _Clock(plan)
    begin = _binds_from(plan)
    edges = {edge for rule in plan.clauses if can_apply(rule) and awaited(rule) for edge in clock.of_clause(rule)}
    return ALWAYS if ALWAYS in edges else min((edge for edge in edges if edge > begin), default=LAST)


def is_moved(plan: Plan) -> bool:
    """Whether the agreement itself lets states join and leave, or clocks stand: what is owed then rests on more facts.

    A plan that does not, hears of excuse and suspension from the record alone, of one clause at a time.
    """
    gives_way = any(rule.subject_to for rule in plan.clauses)
    return plan.by_party or gives_way or not KEYS.isdisjoint(plan.facts)


def awaited(rule: ClauseRule) -> tuple[Test, ...]:
    """The tests that a clause asks again and again; none of one that looks only when something happens."""
    if rule.is_standing:
        return (FactTest(rule.deeds[0].pattern), *rule.limits.all())
    opened = tuple(FactTest(pattern) for pattern in rule.openers if not pattern.form.is_event)
    return (*opened, *rule.limits.during) if rule.is_duty else ()


class _Clock:
    """The moments at which an answer may change although nothing happens; ALWAYS where they are more than a few."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parties = parties_of(plan)
        self._seen: set[tuple[str, Alternative]] = set()

    def of_clause(self, rule: ClauseRule) -> Iterator[int]:
        """Those at which what a clause waits for may change."""
        yield from (party.since for party in self.plan.parties if party.since)
        yield from _edges(rule.since, rule.ends)
        for test in awaited(rule):
            yield from self._test(*uncounted(test, {}), rule.scope)

    def _test(self, test: Test, known: Known, scope: Scope) -> Iterator[int]:
        if isinstance(test, PastTest) or (
            isinstance(test, ClassTest) and test.cls.noun not in ("party", "contracting state")
        ):
            yield ALWAYS
        elif isinstance(test, FactTest):
            yield from self._fact(test.pattern, scope, known)

    def _fact(self, pattern: Pattern, scope: Scope, known: Known) -> Iterator[int]:
        key = pattern.form.key
        yield from (ALWAYS,) if key in tables.TABLES else self._slots(pattern, scope, known)
        for wanted in either_way(pattern, lambda slot: among(slot, scope, known, self.parties)):
            if (key, wanted) not in self._seen:
                self._seen.add((key, wanted))
                for rule in self.plan.facts.get(key, ()):
                    yield from self._body(rule, wanted)

    def _body(self, rule: FactRule, wanted: Alternative) -> Iterator[int]:
        known = letters_of(rule.head, wanted)
        if known is None or not can_apply(rule):
            return
        yield from _edges(rule.since, rule.until)
        if rule.is_computed:  # else it changes only when something happens
            yield from self._slots(rule.head, rule.scope, known)
            for test in rule.limits.all():
                yield from self._test(*uncounted(test, known), rule.scope)

    def _slots(self, pattern: Pattern, scope: Scope, known: Known) -> Iterator[int]:
        for slot, role in zip(pattern.slots, pattern.form.roles, strict=True):
            yield from self._slot(slot, set(role.sorts), scope, known)

    def _slot(self, slot: Slot, sorts: set[str], scope: Scope, known: Known) -> Iterator[int]:
        """When the table of states says something else of those who can fill a slot."""
        worn = {cls.noun for cls in scope.classes.get(slot.name, ())} if isinstance(slot, Var) else set()
        if slot is None or (sorts and sorts.isdisjoint(ACTORS) and worn.isdisjoint({"state", *self.plan.nouns})):
            return
        held = [values for values, inside in among(slot, scope, known, self.parties) if inside]
        if not held or not worn.isdisjoint(self.plan.nouns):
            yield ALWAYS
            return
        for code in frozenset.intersection(*held):
            yield from (of_time(day, 0) for day in states.edges(code))


def _edges(since: int, until: int | None) -> Iterator[int]:
    """When a text binds and when it no longer does; what always does has no edge."""
    yield from (moment for moment in (since, until) if moment is not None and moment > FIRST)


def _binds_from(plan: Plan) -> int:
    """The first moment at which the agreement may be in force by its own text; FIRST where an event may begin it."""
    bodies = [rule for rule in plan.facts[IN_FORCE] if can_apply(rule)]
    begins = [bound.moment if bound.pattern is None else None for rule in bodies for bound in rule.begins]
    found = [moment for moment in begins if moment is not None]
    return min(found) if found and len(found) == len(begins) and all(rule.begins for rule in bodies) else FIRST
