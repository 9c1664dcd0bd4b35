"""How the events of a moment begin and end facts: each body of each fact looks at each event, all before any change."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foedus.engine.facts import STATED, Change, FactStore
from foedus.engine.relevance import Relevance, Sieve, passes
from foedus.engine.solver import Env, Sight, Solver
from foedus.model.events import Event
from foedus.model.moments import shift
from foedus.plan.nodes import Boundary, FactRule, Fixed, Plan, Var


class Turn(NamedTuple):
    """That events of a pattern begin or end a fact under the body at `place`, and which of them are worth a look."""

    rule: FactRule
    place: int
    bound: Boundary
    begins: bool
    sieve: Sieve


class Changes:
    """Turns the acts of a moment into changes of the fact store, and knows the moments that need no act."""

    def __init__(self, plan: Plan, facts: FactStore, solver: Solver, relevance: Relevance) -> None:
        self.plan = plan
        self.facts = facts
        self.solver = solver
        self.relevance = relevance
        self._by_event: dict[str, list[Turn]] = {}
        self._at: dict[int, list[tuple[FactRule, int, Env, Change]]] = {}
        for rules in plan.facts.values():
            for place, rule in enumerate(rules):
                for bounds, begins in ((rule.begins, True), (rule.ends, False)):
                    for bound in bounds:
                        self._note(rule, place, bound, begins)

    def _note(self, rule: FactRule, place: int, bound: Boundary, begins: bool) -> None:
        if bound.pattern is not None:
            turn = Turn(rule, place, bound, begins, self.relevance.of_boundary(rule, bound))
            self._by_event.setdefault(bound.pattern.form.key, []).append(turn)
        elif bound.moment is not None:
            moment = shift(bound.moment, bound.length, 1) if bound.length else bound.moment
            self._at.setdefault(moment, []).append((rule, place, {}, Change(None, begins)))

    def timed(self) -> Iterator[int]:
        """The moments at which a fact begins or ends without an event."""
        yield from self._at

    def take(self, moment: int, acts: Iterable[tuple[Event, Event]]) -> list[int]:
        """Change the facts by the acts of a moment; the later moments at which more will change because of them."""
        later = self.note(moment, acts)
        self.facts.apply()
        return later

    def note(self, moment: int, acts: Iterable[tuple[Event, Event]]) -> list[int]:
        """Note the changes that acts of a moment make, which take effect together; the later moments as for `take`."""
        later: list[int] = []
        found: list[tuple[FactRule, int, Env, Change]] = []
        for rule, place, env, change in self._at.pop(moment, ()):
            found += self._tested(rule, place, env, change, Sight(moment, before=True))
        for event, act in acts:
            for turn in self._by_event.get(event.form.key, ()):
                if passes(turn.sieve, event.args):
                    found += self._bounded(turn, event, act, later)
            if not event.form.is_event:
                self._state(event, act)
        for rule, place, env, change in found:
            self._make(rule, place, env, change)
        return later

    def _bounded(
        self, turn: Turn, event: Event, act: Event, later: list[int]
    ) -> Iterator[tuple[FactRule, int, Env, Change]]:
        rule, place, bound, begins, _ = turn
        if bound.pattern is None or not rule.since <= event.moment:
            return
        sight = Sight(event.moment, act, True)
        for start in self.solver.match(bound.pattern, event.args, {}, rule.scope, sight):
            change = Change(event, begins, bool(event.certain and start.truth), act)
            for made in self._tested(rule, place, start.env, change, sight):
                if bound.length is None:
                    yield made
                    continue
                moment = shift(event.moment, bound.length, 1)
                self._at.setdefault(moment, []).append(made)
                later.append(moment)

    def _tested(
        self, rule: FactRule, place: int, env: Env, change: Change, sight: Sight
    ) -> Iterator[tuple[FactRule, int, Env, Change]]:
        """The change, if the conditions of the body allow a beginning; an end has no conditions."""
        if not change.begins:
            yield rule, place, env, change
            return
        for found in self.solver.limits(rule.limits, env, rule.scope, sight, sight):
            yield rule, place, found.env, Change(change.event, True, bool(change.certain and found.truth), change.act)

    def _make(self, rule: FactRule, place: int, env: Env, change: Change) -> None:
        form = rule.head.form
        wanted = [
            slot.values[0] if isinstance(slot, Fixed) else env.get(slot.name) if isinstance(slot, Var) else None
            for slot in rule.head.slots
        ]
        if None not in wanted:
            self.facts.change(form, place, tuple(wanted), change, default=not rule.begins)
            return
        for args in self.facts.fillers(form.key):
            if all(value is None or value == other for value, other in zip(wanted, args, strict=True)):
                self.facts.change(form, place, args, change, default=not rule.begins)

    def _state(self, event: Event, act: Event) -> None:
        """A fact that the record states itself."""
        change = Change(event, not event.negated, event.certain, act)
        rules = self.plan.facts.get(event.form.key, ())
        spanned = [place for place, rule in enumerate(rules) if not rule.is_computed]
        if not spanned:
            self.facts.change(event.form, STATED, event.args, change)
        for place in spanned[:1] if change.begins else spanned:
            self.facts.change(event.form, place, event.args, change, default=not rules[place].begins)
