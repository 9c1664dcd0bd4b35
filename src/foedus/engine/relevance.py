"""Which events can matter to a plan, told by their fillers alone: most of a record is refused here, unsolved.

What is asked runs backwards through the plan. The flagship asks whether a party is the aggressor against a third state,
and to know that, whether the two are at war; so an attack of Turkey on Norway begins no war that anything asks about. A
ban on hostile acts asks for those of one party against another, and so for what is deemed to be one:

clause assistance: when third state A attacks party P     ->   subject not in {GBR, SUN}, object in {GBR, SUN}
"""

from collections.abc import Iterator

from foedus.engine import clock
from foedus.engine.breaches import REFUSES, WAIVES
from foedus.engine.powers import of_anybody
from foedus.engine.rights import PREVENTS
from foedus.engine.sieves import (
    ANYTHING,
    Alternative,
    Known,
    Sieve,
    among,
    either_way,
    letters_of,
    parties_of,
    passes,
    sieve,
    uncounted,
)
from foedus.engine.waiting import settled_until
from foedus.model.events import Event
from foedus.model.moments import LAST
from foedus.plan.compiler import IN_FORCE, IN_FORCE_FOR
from foedus.plan.dependence import can_apply, tests
from foedus.plan.nodes import (
    Boundary,
    ClassTest,
    ClauseRule,
    EventRule,
    FactRule,
    FactTest,
    Limits,
    PastTest,
    Pattern,
    Plan,
    Scope,
    Slot,
    Var,
)

CLAUSE, HOLDER = 1, 2
"""The places of the clause in a form that speaks of one, and of the holder of a right that is prevented."""
MOST = 32
"""What is asked for in more ways than this is kept for all fillers."""


class Relevance:
    """The sieves of one plan, one for each form of an event or of a fact that the record may state.

    `forms` are those until time alone may change what a clause waits for (`settled_until`), `later` those from then on:
    then every change of a fact makes such a clause look again, whoever it is about.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parties = parties_of(plan)
        self.asked: dict[str, set[Alternative]] = {}
        self._queue: list[tuple[str, Alternative]] = []
        self._want(IN_FORCE, [ANYTHING])
        for clause in filter(can_apply, plan.clauses):
            self._ask_clause(clause)
        duties = frozenset(clause.name for clause in plan.clauses if clause.is_duty)
        for key in (WAIVES, REFUSES):
            self._want(key, [frozenset([(CLAUSE, (duties, True))])])
        self._ask_clocks()
        self._ask_membership()
        self._ask_classes()
        self._follow()
        self.forms = self._sieves()
        self.settled_until = settled_until(plan)
        for key in () if self.settled_until == LAST else _facts_of(plan):
            self._want(key, [ANYTHING])
        self._follow()
        self.later = self._sieves()

    def _sieves(self) -> dict[str, Sieve]:
        return {key: sieve(found) for key, found in self.asked.items()}

    def sifted(self, events: list[Event]) -> list[Event]:
        """The events that can matter."""
        first, settled = self.forms, self.settled_until
        if events and events[-1].moment < settled:  # most often; and quicker than to ask for each
            return [event for event in events if event.form.key in first and passes(first[event.form.key], event.args)]
        return [
            event
            for event in events
            for forms in (first if event.moment < settled else self.later,)
            if event.form.key in forms and passes(forms[event.form.key], event.args)
        ]

    def of_pattern(self, pattern: Pattern, scope: Scope) -> Sieve:
        """For what fits a pattern."""
        return sieve(self._fitting(pattern, scope, {}))

    def of_boundary(self, rule: FactRule, bound: Boundary) -> Sieve:
        """For the events that begin or end a fact for fillers that are asked for."""
        return sieve(self._changing(rule, bound))

    def of_deemed(self, rule: EventRule) -> Sieve:
        """For the events with which others are deemed to happen that are asked for."""
        found = (letters_of(rule.head, wanted) for wanted in self.asked.get(rule.head.form.key, ()))
        return sieve(
            each for known in found if known is not None for each in self._fitting(rule.when, rule.scope, known)
        )

    def _fitting(self, pattern: Pattern, scope: Scope, known: Known) -> list[Alternative]:
        """What fits a pattern whose letters wear their classes and what is known of them beside."""
        return either_way(pattern, lambda slot: among(slot, scope, known, self.parties))

    def _changing(self, rule: FactRule, bound: Boundary) -> Iterator[Alternative]:
        for wanted in self.asked.get(rule.head.form.key, ()) if bound.pattern is not None else ():
            known = letters_of(rule.head, wanted)
            if known is not None and bound.pattern is not None:
                yield from self._fitting(bound.pattern, rule.scope, known)

    # What is asked for

    def _want(self, key: str, found: list[Alternative]) -> None:
        ways = self.asked.setdefault(key, set())
        for wanted in found if len(ways) < MOST else [ANYTHING]:
            if wanted not in ways and ANYTHING not in ways:
                ways.add(wanted)
                self._queue.append((key, wanted))

    def _ask(self, pattern: Pattern, scope: Scope, known: Known | None = None) -> None:
        self._want(pattern.form.key, self._fitting(pattern, scope, known or {}))

    def _ask_clause(self, rule: ClauseRule) -> None:
        """Ask for what opens a clause, breaks it, closes its rows, or uses the right or the power that it gives."""
        self._ask_limits(rule.limits, rule.scope, {})
        for pattern in rule.openers:
            self._ask(pattern, rule.scope)
        for pattern in (deed.pattern for deed in rule.deeds):
            if rule.modal in ("can", "can not"):
                self._ask(of_anybody(pattern), rule.scope)
            elif rule.is_duty:
                self._want(pattern.form.key, self._waited_for(rule, pattern))
            else:
                self._ask(pattern, rule.scope)
        for pattern in (*rule.until, *([rule.before.pattern] if rule.before is not None else [])):
            self._want(pattern.form.key, self._waited_for(rule, pattern))
        if rule.modal == "may":
            holders = {(HOLDER, each) for each in among(rule.bearer.slot, rule.scope, {}, self.parties)}
            self._want(PREVENTS, [frozenset([(CLAUSE, (frozenset([rule.name]), True)), *holders])])

    def _waited_for(self, rule: ClauseRule, pattern: Pattern) -> list[Alternative]:
        """What may close a row; only letters that every row has filled are held to their classes."""
        sure = {name for deed in rule.deeds for name in deed.each}
        sure |= {rule.bearer.slot.name} if isinstance(rule.bearer.slot, Var) else set()
        sure |= set.intersection(*(_filled(opener) for opener in rule.openers)) if rule.openers else set()

        def held(slot: Slot) -> Iterator[tuple[frozenset[str], bool]]:
            if not isinstance(slot, Var) or slot.name in sure:
                yield from among(slot, rule.scope, {}, self.parties)

        return either_way(pattern, held)

    def _ask_clocks(self) -> None:
        """Ask whether a clause is excused or suspended, or the whole agreement."""
        clauses = frozenset(clause.name for clause in self.plan.clauses)
        self._want(clock.EXCUSED.key, [frozenset([(clock.EXCUSED_CLAUSE, (clauses, True))])])
        suspended = clauses | {self.plan.agreement}
        self._want(clock.SUSPENDED.key, [frozenset([(clock.SUSPENDED_CLAUSE, (suspended, True))])])

    def _ask_membership(self) -> None:
        """Ask who joins the agreement and who leaves it, whoever that is."""
        if self.plan.by_party:
            self._want(IN_FORCE_FOR, [ANYTHING])

    def _ask_classes(self) -> None:
        """Ask who belongs to the classes that facts declare, of whomever the letters that wear them may stand for."""
        facts = (rule for rules in self.plan.facts.values() for rule in rules)
        rules: tuple[ClauseRule | EventRule | FactRule, ...] = (*self.plan.clauses, *self.plan.deemed, *facts)
        for rule in rules:
            for name, classes in rule.scope.classes.items():
                for form in (self.plan.nouns[cls.noun] for cls in classes if cls.noun in self.plan.nouns):
                    self._ask(Pattern(form, (Var(name),)), rule.scope)

    def _ask_limits(self, limits: Limits, scope: Scope, known: Known) -> None:
        for each in limits.all():
            test, held = uncounted(each, known)
            if isinstance(test, (FactTest, PastTest)):
                self._ask(test.pattern, scope, held)
            elif isinstance(test, ClassTest) and test.cls.noun in self.plan.nouns:
                self._ask(Pattern(self.plan.nouns[test.cls.noun], (test.slot,)), scope, held)

    def _follow(self) -> None:
        """Ask for what begins, ends, computes or is deemed to be what is asked for, until nothing new is asked."""
        while self._queue:
            key, wanted = self._queue.pop()
            for rule in self.plan.facts.get(key, ()):
                self._ask_fact(rule, wanted)
            for deemed in self.plan.deemed:
                if deemed.head.form.key == key and can_apply(deemed):
                    known = letters_of(deemed.head, wanted)
                    if known is not None:
                        self._ask(deemed.when, deemed.scope, known)
                        self._ask_limits(deemed.limits, deemed.scope, known)

    def _ask_fact(self, rule: FactRule, wanted: Alternative) -> None:
        known = letters_of(rule.head, wanted)
        if known is None:
            return
        for bound in (*rule.begins, *rule.ends):
            if bound.pattern is not None:
                self._ask(bound.pattern, rule.scope, known)
        for test in rule.not_while:
            self._ask(test.pattern, rule.scope, known)
        if can_apply(rule):
            self._ask_limits(rule.limits, rule.scope, known)


def _facts_of(plan: Plan) -> list[str]:
    """Every fact that the plan knows, and the acts of the past that it asks about: each wakes clauses that wait."""
    facts = [rule for rules in plan.facts.values() for rule in rules]
    limits = [rule.limits for rule in plan.clauses]
    limits += [*(rule.limits for rule in plan.deemed), *(rule.limits for rule in facts)]
    patterns = [
        *(test.pattern for each in limits for test in tests(each) if isinstance(test, FactTest)),
        *(
            each
            for rule in plan.clauses
            for each in (*rule.openers, *rule.until, *(deed.pattern for deed in rule.deeds))
        ),
    ]
    said = [pattern.form.key for pattern in patterns if not pattern.form.is_event]
    return [*plan.facts, *(form.key for form in plan.nouns.values()), *said, *sorted(clock.KEYS), *sorted(plan.past)]


def _filled(opener: Pattern) -> set[str]:
    """The letters that an event of this pattern always fills."""
    pairs = zip(opener.form.roles, opener.slots, strict=True)
    return {slot.name for role, slot in pairs if isinstance(slot, Var) and not role.optional}
