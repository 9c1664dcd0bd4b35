"""How the events of a moment begin and end facts: each body of each fact looks at each event, all before any change."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foedus.engine.facts import STATED, Args, Change, FactStore
from foedus.engine.patterns import Env
from foedus.engine.put_off import Made, PutOff, fillers
from foedus.engine.relevance import Relevance
from foedus.engine.sieves import Sieve, passes
from foedus.engine.solver import Sight, Solver, is_asked
from foedus.model.events import Event
from foedus.model.moments import FIRST, shift
from foedus.plan.membership import spread
from foedus.plan.nodes import Boundary, FactRule, Limits, Pattern, Plan, Var


class Turn(NamedTuple):
    """That events of a pattern begin or end a fact under the body at `place`, and which of them are worth a look.

    Most ask nothing but who: then `copied` are the places of the event that fill those of the fact, each way round.
    """

    rule: FactRule
    place: int
    bound: Boundary
    begins: bool
    sieve: Sieve
    copied: tuple[tuple[int, ...], ...]


class Changes:
    """Turns the acts of a moment into changes of the fact store, and knows the moments that need no act."""

    def __init__(self, plan: Plan, facts: FactStore, solver: Solver, relevance: Relevance) -> None:
        self.plan = plan
        self.facts = facts
        self.solver = solver
        self.relevance = relevance
        self._by_event: dict[str, list[Turn]] = {}
        self._at: dict[int, list[tuple[FactRule, int, Env, Change]]] = {}
        self._on_entry: list[tuple[FactRule, int, Boundary, bool]] = []
        self._put_off = PutOff(facts, solver)
        for rules in plan.facts.values():
            for place, rule in enumerate(rules):
                for bounds, begins in ((rule.begins, True), (rule.ends, False)):
                    for bound in bounds:
                        self._note(rule, place, bound, begins)

    def _note(self, rule: FactRule, place: int, bound: Boundary, begins: bool) -> None:
        if bound.pattern is not None:
            copied = _copied(rule, bound, bound.pattern, begins)
            turn = Turn(rule, place, bound, begins, self.relevance.of_boundary(rule, bound), copied)
            self._by_event.setdefault(bound.pattern.form.key, []).append(turn)
        elif bound.moment is not None:
            for env, at in spread(self.plan, rule, bound.moment, begins):
                self._at.setdefault(at, []).append((rule, place, env, Change(None, begins)))
        else:
            self._on_entry.append((rule, place, bound, begins))

    def timed(self) -> Iterator[int]:
        """The moments at which a fact begins or ends without an event."""
        yield from self._at

    def take(self, moment: int, acts: Iterable[tuple[Event, Event]]) -> list[int]:
        """Change the facts by the acts of a moment; the later moments at which more will change because of them."""
        later = self.note(moment, acts)
        self.facts.apply()
        return later

    def entered(self, moment: int, certain: bool) -> list[int]:
        """Change what hangs on entry into force, which is now; the later moments as for `take`."""
        later: list[int] = []
        for rule, place, bound, begins in self._on_entry:
            change = Change(None, begins, certain)
            at = moment if bound.length is None or moment == FIRST else shift(moment, bound.length, 1)
            for env, when in spread(self.plan, rule, at, begins):
                if when == moment:
                    for made in self._tested(rule, place, env, change, Sight(moment, before=True)):
                        self._make(*made)
                else:
                    later.append(when)
                    self._at.setdefault(when, []).append((rule, place, env, change))
        if self._on_entry:
            self.facts.apply()
        return later

    def end_what_waited(self, moment: int) -> list[int]:
        """Store the ends that were put off and that this moment suits, as the facts now stand; what ends may free more.

        What comes back are the moments at which to look again.
        """
        later: list[int] = []
        while True:
            made, again = self._put_off.suited(moment)
            later += again
            if not made:
                return later
            for each in made:
                self._make(*each)
            self.facts.apply()

    def note(self, moment: int, acts: Iterable[tuple[Event, Event]]) -> list[int]:
        """Note the changes that acts of a moment make, which take effect together; the later moments as for `take`."""
        later: list[int] = []
        found: list[Made] = []
        for rule, place, env, change in self._at.pop(moment, ()):
            found += self._tested(rule, place, env, change, Sight(moment, before=True))
        for event, act in acts:
            for turn in self._by_event.get(event.form.key, ()):
                if passes(turn.sieve, event.args) and turn.rule.since <= moment:
                    found += self._copies(turn, event, act) or self._bounded(turn, event, act, later)
            if not event.form.is_event:
                self._state(event, act)
        for made in found:
            self._make(*made)
        return later

    def _copies(self, turn: Turn, event: Event, act: Event) -> list[Made]:
        """The changes that need no solving; none where a filler is left out, or one actor stands on both sides."""
        found: list[Made] = []
        for places in turn.copied:
            args = tuple([event.args[place] for place in places])
            if None in args or len(set(args)) < len(args):
                return []
            found.append((turn.rule, turn.place, args, Change(event, turn.begins, event.certain, act)))
        return found

    def _bounded(self, turn: Turn, event: Event, act: Event, later: list[int]) -> Iterator[Made]:
        rule, place, bound, begins, _, _ = turn
        if bound.pattern is None:
            return
        sight = Sight(event.moment, act, True)
        for start in self.solver.match(bound.pattern, event.args, {}, rule.scope, sight):
            change = Change(event, begins, bool(event.certain and start.truth), act)
            if bound.length is None:
                yield from self._tested(rule, place, start.env, change, sight)
                continue
            moment = shift(event.moment, bound.length, 1)
            for env, whole in self._allowed(rule, start.env, change, sight):
                self._at.setdefault(moment, []).append((rule, place, env, whole))
                later.append(moment)

    def _tested(self, rule: FactRule, place: int, env: Env, change: Change, sight: Sight) -> Iterator[Made]:
        for filled, whole in self._allowed(rule, env, change, sight):
            if rule.is_put_off and not whole.begins:
                self._put_off.add(rule, place, filled, whole, sight.moment)
            else:
                yield rule, place, fillers(rule, filled), whole

    def _allowed(self, rule: FactRule, env: Env, change: Change, sight: Sight) -> Iterator[tuple[Env, Change]]:
        """The change, if the conditions of the body allow a beginning; an end has no conditions."""
        if not change.begins:
            yield env, change
            return
        for found in self.solver.limits(rule.limits, env, rule.scope, sight, sight):
            yield found.env, Change(change.event, True, bool(change.certain and found.truth), change.act)

    def _make(self, rule: FactRule, place: int, wanted: Args, change: Change) -> None:
        form = rule.head.form
        if None not in wanted:
            self.facts.change(form, place, wanted, change, default=not rule.begins)
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


def _copied(rule: FactRule, bound: Boundary, pattern: Pattern, begins: bool) -> tuple[tuple[int, ...], ...]:
    """The places of an event that fill those of the fact; none where more is asked than who they are."""
    named = {slot.name: place for place, slot in enumerate(pattern.slots) if isinstance(slot, Var)}
    head = [slot.name for slot in rule.head.slots if isinstance(slot, Var)]
    letters_only = len(named) == sum(slot is not None for slot in pattern.slots)
    all_others = all(rule.scope.parts(one, other) for one in named for other in named if one != other)
    if (
        bound.length is not None
        or (rule.is_put_off and not begins)
        or (begins and rule.limits != Limits())
        or not (letters_only and all_others and set(named) == set(head) and len(head) == len(rule.head.slots))
        or any(is_asked(cls) for name in named for cls in rule.scope.classes.get(name, ()))
    ):
        return ()
    ways = [tuple(named[name] for name in head)]
    if pattern.form.mutual is not None:
        one, other = pattern.form.mutual
        ways.append(tuple({one: other, other: one}.get(place, place) for place in ways[0]))
    same = rule.head.form.mutual is not None and len(head) == 2
    return tuple(ways[:1] if same else ways)
