"""Ends of facts that are put off, to the first moment that suits everything that the fact says of its end.

fact this agreement is in force
    until 1 year after a party denounces this agreement
    not before 5 years after signature          until then the end waits
    not while a party is at war                 and while it is so
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from foedus.engine.facts import Args, Change, FactStore, Truth
from foedus.engine.patterns import Env
from foedus.engine.solver import Sight, Solver
from foedus.model.events import Event
from foedus.plan.dependence import reached
from foedus.plan.nodes import FactRule, Fixed, Var

Made = tuple[FactRule, int, Args, Change]
"""A change of the fact with these fillers (None: whatever stands there) under a body and its place."""


@dataclass(slots=True)
class _Waiting:
    """An end that came and is not stored yet: when, whether it was told in doubt, and when to look again."""

    rule: FactRule
    place: int
    env: Env
    change: Change
    came: int
    is_told: bool = False
    again: int | None = None


class Found(NamedTuple):
    """The ends that a moment suits, and the moments at which to look again."""

    made: list[Made]
    later: list[int]


class PutOff:
    """The ends that wait, of one run."""

    def __init__(self, facts: FactStore, solver: Solver) -> None:
        self._facts = facts
        self._solver = solver
        self._waiting: dict[tuple[object, ...], _Waiting] = {}

    def add(self, rule: FactRule, place: int, env: Env, change: Change, moment: int) -> None:
        """Let an end wait that came at this moment: for each set of fillers that it ends, one."""
        wanted = fillers(rule, env)
        known = self._facts.fillers(rule.head.form.key) if None in wanted else (wanted,)
        for args in known:
            if all(value is None or value == other for value, other in zip(wanted, args, strict=True)):
                letters = {
                    slot.name: value for slot, value in zip(rule.head.slots, args, strict=True) if isinstance(slot, Var)
                }
                key = (id(rule), place, args, change.certain, tuple(sorted(env.items())))
                self._waiting.setdefault(key, _Waiting(rule, place, {**env, **letters}, change, moment))

    def suited(self, moment: int) -> Found:
        """The ends that this moment suits, as the facts now stand; an end that only may suit is made in doubt, once."""
        found = Found([], [])
        for key, each in list(self._waiting.items()):
            first = self._first(each.rule, moment)
            if first is None or first > moment:
                self._look_again(each, first, found)
                continue
            held = self._held(each, moment)
            if held is not True:
                change = self._change(each, moment)
                if held is False:
                    del self._waiting[key]
                if held is False or not each.is_told:
                    sure = change if held is False else change._replace(certain=False)
                    found.made.append((each.rule, each.place, fillers(each.rule, each.env), sure))
                each.is_told = True
            if held is not False and each.rule.only_every is not None:
                self._look_again(each, self._first(each.rule, moment + 1), found)
        return found

    def _look_again(self, each: _Waiting, when: int | None, found: Found) -> None:
        if when is not None and when != each.again:
            each.again = when
            found.later.append(when)

    def _first(self, rule: FactRule, moment: int) -> int | None:
        """The first moment from this one on that the calendar allows; None while nobody can say."""
        entry = self._solver.entry
        for bound in rule.not_before:
            least = bound.at(entry)
            if least is None:
                return None
            moment = max(moment, least)
        found = rule.only_every.first(moment, entry) if rule.only_every is not None else (moment, 0)
        return found[0] if found is not None else None

    def _held(self, each: _Waiting, moment: int, without: Event | None = None) -> Truth:
        """Whether something holds that the end waits for, at the end of the moment or as all but one act leave it."""
        held: Truth = False
        for test in each.rule.not_while:
            for found in self._solver.test(test, each.env, each.rule.scope, Sight(moment, without)):
                if found.truth:
                    return True
                held = None
        return held

    def _change(self, each: _Waiting, moment: int) -> Change:
        """The end; where it waited for what this moment ended, it is the act of who ended that, and needs them all."""
        if not each.rule.not_while:
            return each.change
        keys = reached({test.pattern.form.key for test in each.rule.not_while}, self._solver.plan.facts)
        acts = {act.id: act for act in self._acts(keys)}
        needs = tuple(act for _, act in sorted(acts.items()) if self._held(each, moment, act) is not False)
        return each.change._replace(act=needs[0], needs=needs) if needs else each.change

    def _acts(self, keys: Iterable[str]) -> list[Event]:
        """The acts of this moment that changed facts of these forms."""
        touched = [key for key in keys if key in self._facts.touched_keys]
        return [
            change.act
            for key in touched
            for bodies in self._facts.cells.get(key, {}).values()
            for cell in bodies.values()
            for change in cell.changes
            if change.act is not None
        ]


def fillers(rule: FactRule, env: Env) -> Args:
    """What fills the fact under these letters; None where a letter is free."""
    return tuple(
        slot.values[0] if isinstance(slot, Fixed) else env.get(slot.name) if isinstance(slot, Var) else None
        for slot in rule.head.slots
    )
