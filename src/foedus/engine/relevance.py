"""Which events can matter to a plan, told by their fillers alone: most of a record is refused here, unsolved.

What is asked runs backwards through the plan. The flagship asks whether a party is the aggressor against a third state,
and to know that, whether the two are at war; so an attack of Turkey on Norway begins no war that anything asks about. A
sieve says so as alternatives, each a list of places whose filler must, or must not, be among some values:

clause assistance: when third state A attacks party P     ->   subject not in {GBR, SUN}, object in {GBR, SUN}
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from foedus.engine.facts import Args
from foedus.plan.compiler import IN_FORCE
from foedus.plan.dependence import tests
from foedus.plan.nodes import (
    Boundary,
    ClauseRule,
    CountTest,
    EventRule,
    FactRule,
    FactTest,
    Fixed,
    PastTest,
    Pattern,
    Plan,
    ReadingTest,
    Scope,
    Slot,
    Test,
    Var,
)

Rule = ClauseRule | EventRule | FactRule

Among = tuple[frozenset[str], bool]
"""Values, and whether a filler must be one of them or must not."""
Alternative = frozenset[tuple[int, Among]]
"""A constraint for each place that has one; all count together."""
Sieve = tuple[tuple[tuple[int, frozenset[str], bool], ...], ...]
Known = Mapping[str, Iterable[Among]]

ANYTHING: Alternative = frozenset()
EVERYTHING: Sieve = ((),)
SAID_OF_CLAUSES = (
    "waives toward", "refuses toward", "prevents of", "is excused from toward", "is suspended for toward",
)  # fmt: skip
"""Forms of what is said about a clause, which may matter to every plan."""
MOST = 32
"""A fact that is asked for in more ways than this is kept for all fillers."""


def passes(sieve: Sieve, args: Args) -> bool:
    """Whether some alternative lets the fillers through; a filler that is left out fits everywhere."""
    for places in sieve:
        for place, values, inside in places:
            value = args[place]
            if value is not None and (value in values) is not inside:
                break
        else:
            return True
    return False


class Relevance:
    """The sieves of one plan; `forms` holds one for each form of an event or of a fact that the record may state."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parties = frozenset(party.code for party in plan.parties)
        self.asked = self._asked()
        if waits(plan):  # every change of a fact makes such a clause look again, whoever it is about
            self.asked = {key: {ANYTHING} for key in (*self.asked, *_closing_facts(plan))}
        self.forms = {key: _sieve(found) for key, found in self._by_form().items()}
        self.forms |= dict.fromkeys(SAID_OF_CLAUSES, EVERYTHING)
        if is_wide(plan):
            named = {key for rules in plan.facts.values() for rule in rules for key in _keys_of(rule)}
            named |= {form.key for form in plan.nouns.values()}
            self.asked = {key: {ANYTHING} for key in (*self.asked, *plan.facts, *_closing_facts(plan), *named)}
            self.forms |= dict.fromkeys(plan.events, EVERYTHING)

    def of_pattern(self, pattern: Pattern, scope: Scope) -> Sieve:
        """For what fits a pattern."""
        return _sieve(self._fitting(pattern, scope, {}))

    def of_boundary(self, rule: FactRule, bound: Boundary) -> Sieve:
        """For the events that begin or end a fact for fillers that are asked for."""
        return _sieve(self._changing(rule, bound))

    def _by_form(self) -> dict[str, list[Alternative]]:
        found: dict[str, list[Alternative]] = {}
        for key, asked in self.asked.items():
            found.setdefault(key, []).extend(asked)
            for rule in self.plan.facts.get(key, ()):
                for bound in (*rule.begins, *rule.ends):
                    if bound.pattern is not None:
                        found.setdefault(bound.pattern.form.key, []).extend(self._changing(rule, bound))
        for clause in self.plan.clauses:
            for pattern in (*clause.openers, *(deed.pattern for deed in clause.deeds if clause.is_ban)):
                found.setdefault(pattern.form.key, []).extend(self._fitting(pattern, clause.scope, {}))
            for pattern in (*clause.until, *(deed.pattern for deed in clause.deeds)) if not clause.is_ban else ():
                found.setdefault(pattern.form.key, []).extend(self._waited_for(clause, pattern))
        for deemed in filter(can_apply, self.plan.deemed):
            found.setdefault(deemed.when.form.key, []).extend(self._fitting(deemed.when, deemed.scope, {}))
        for scope, test in _every_test(self.plan):
            if isinstance(test, PastTest):
                found.setdefault(test.pattern.form.key, []).extend(self._fitting(test.pattern, scope, {}))
        return found

    def _fitting(self, pattern: Pattern, scope: Scope, known: Known) -> list[Alternative]:
        """What fits a pattern whose letters wear their classes and what is known of them beside."""
        return _either_way(pattern, lambda slot: self._among(slot, scope, known))

    def _among(self, slot: Slot, scope: Scope, known: Known) -> Iterator[Among]:
        if isinstance(slot, Fixed):
            yield frozenset(slot.values), True
        elif isinstance(slot, Var):
            yield from known.get(slot.name, ())
            for cls in scope.classes.get(slot.name, ()):
                if cls.third and not self.plan.by_party:  # else who is a party is known in time only
                    yield self.parties, False
                if cls.noun == "contracting state" or (cls.noun == "party" and not self.plan.by_party):
                    yield self.parties, True

    def _waited_for(self, clause: ClauseRule, pattern: Pattern) -> list[Alternative]:
        """What may close a row; only letters that every row has filled are held to their classes."""
        sure = {name for deed in clause.deeds for name in deed.each}
        sure |= {clause.bearer.slot.name} if isinstance(clause.bearer.slot, Var) else set()
        sure |= set.intersection(*(_filled(opener) for opener in clause.openers)) if clause.openers else set()
        return _either_way(
            pattern,
            lambda slot: () if isinstance(slot, Var) and slot.name not in sure else self._among(slot, clause.scope, {}),
        )

    def _changing(self, rule: FactRule, bound: Boundary) -> Iterator[Alternative]:
        if bound.pattern is not None:
            for wanted in self.asked.get(rule.head.form.key, ()):
                known = _letters_of(rule.head, wanted)
                if known is not None:
                    yield from self._fitting(bound.pattern, rule.scope, known)

    def _asked(self) -> dict[str, set[Alternative]]:
        """For which fillers each fact is asked, by clauses and by the facts that they ask for."""
        asked: dict[str, set[Alternative]] = {IN_FORCE: {ANYTHING}}
        asking: tuple[ClauseRule | EventRule | FactRule, ...] = (
            *self.plan.clauses,
            *self.plan.deemed,
            *self.plan.facts[IN_FORCE],
        )
        queue: list[tuple[Pattern, Scope, Known]] = [
            (test.pattern, rule.scope, {})
            for rule in asking
            for test in tests(rule.limits)
            if can_apply(rule) and isinstance(test, FactTest)
        ]
        queue += [
            (pattern, rule.scope, {})
            for rule in self.plan.clauses
            for pattern in rule.openers
            if not pattern.form.is_event
        ]
        while queue:
            pattern, scope, known = queue.pop()
            key = pattern.form.key
            ways = asked.setdefault(key, set())
            found = set(self._fitting(pattern, scope, known)) if len(ways) < MOST else {ANYTHING}
            for wanted in found - ways:
                ways.add(wanted)
                for rule in filter(can_apply, self.plan.facts.get(key, ())):
                    letters = _letters_of(rule.head, wanted)
                    for test in tests(rule.limits) if letters is not None else ():
                        if isinstance(test, FactTest):
                            queue.append((test.pattern, rule.scope, letters or {}))
        return asked


def waits(plan: Plan) -> bool:
    """Whether a clause opens or ends with a state of things."""
    return any(
        clause.limits.during or not clause.openers or not all(pattern.form.is_event for pattern in clause.openers)
        for clause in plan.clauses
        if not clause.is_ban
    )


def is_wide(plan: Plan) -> bool:
    """Whether the plan has clauses of which fillers alone do not tell what matters to them."""
    counts = any(isinstance(test, CountTest) for _, test in _every_test(plan))
    return (
        counts
        or plan.by_party
        or not plan.facts.keys().isdisjoint(SAID_OF_CLAUSES)
        or any(rule.subject_to for rule in plan.clauses)
        or bool(plan.nouns)
        or "breaches toward" in plan.events
        or any(rule.is_standing or rule.modal not in ("must", "must not") for rule in plan.clauses)
    )


def _keys_of(rule: FactRule) -> list[str]:
    return [test.pattern.form.key for test in tests(rule.limits) if isinstance(test, FactTest)]


def can_apply(rule: Rule) -> bool:
    """Whether the readings on which the plan rests leave its conditions a chance."""
    return all(test.holds for test in (*rule.limits.where, *rule.limits.during) if isinstance(test, ReadingTest))


def _filled(opener: Pattern) -> set[str]:
    """The letters that an event of this pattern always fills."""
    pairs = zip(opener.form.roles, opener.slots, strict=True)
    return {slot.name for role, slot in pairs if isinstance(slot, Var) and not role.optional}


def _closing_facts(plan: Plan) -> list[str]:
    """The facts that close rows when the record states them."""
    patterns = (p for rule in plan.clauses for p in (*rule.until, *(deed.pattern for deed in rule.deeds)))
    return [pattern.form.key for pattern in patterns if not pattern.form.is_event]


def _every_test(plan: Plan) -> Iterator[tuple[Scope, Test]]:
    facts = (rule for rules in plan.facts.values() for rule in rules)
    rules: tuple[ClauseRule | EventRule | FactRule, ...] = (*plan.clauses, *plan.deemed, *facts)
    for rule in rules:
        for test in tests(rule.limits):
            yield rule.scope, test


def _letters_of(head: Pattern, wanted: Alternative) -> dict[str, list[Among]] | None:
    """What is known of the letters of a head that is asked for so; None where it can never be the answer."""
    known: dict[str, list[Among]] = {}
    for place, (values, inside) in wanted:
        slot = head.slots[place]
        if isinstance(slot, Var):
            known.setdefault(slot.name, []).append((values, inside))
        elif isinstance(slot, Fixed) and not any((value in values) is inside for value in slot.values):
            return None
    return known


def _either_way(pattern: Pattern, among: Callable[[Slot], Iterable[Among]]) -> list[Alternative]:
    """The constraints of a pattern's places, and for a mutual form those of the places turned round."""
    found = frozenset((place, each) for place, slot in enumerate(pattern.slots) for each in among(slot))
    if pattern.form.mutual is None:
        return [found]
    one, other = pattern.form.mutual
    turned = {one: other, other: one}
    return [found, frozenset((turned.get(place, place), each) for place, each in found)]


def _sieve(found: Iterable[Alternative]) -> Sieve:
    """The alternatives that no weaker one contains, in a form that is quick to go through."""
    least: list[Alternative] = []
    for each in found:
        if not any(_is_within(each, other) for other in least):
            least = [other for other in least if not _is_within(other, each)] + [each]
    return tuple(tuple((place, values, inside) for place, (values, inside) in each) for each in least)


def _is_within(one: Alternative, other: Alternative) -> bool:
    """Whether whatever the one lets through, the other does."""
    return all(any(place == at and _implies(held, needed) for at, held in one) for place, needed in other)


def _implies(held: Among, needed: Among) -> bool:
    (values, inside), (wanted, within) = held, needed
    if inside:
        return values <= wanted if within else values.isdisjoint(wanted)
    return not within and wanted <= values
