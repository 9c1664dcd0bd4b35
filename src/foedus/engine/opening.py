"""Who owes whom: from the letters that a trigger filled to one bearer and one claimant for each entry."""

from collections.abc import Iterator
from typing import NamedTuple

from foedus.engine import parties
from foedus.engine.facts import Truth
from foedus.engine.patterns import Env, values_of
from foedus.engine.solver import Sight, Solver, Step
from foedus.plan.nodes import ALL_PARTIES, ClauseRule, Fixed, Slot, Var, letters


class Binding(NamedTuple):
    """One bearer and one claimant, the letters as they stand for them, and the values that the act speaks of.

    `tick` is the number of a duty that recurs.
    """

    env: Env
    bearer: str
    claimant: str
    values: tuple[str, ...]
    truth: Truth
    steps: tuple[Step, ...]
    tick: int | None = None


_Bound = tuple[str, Env, Truth, tuple[Step, ...]]


class Opening:
    """A clause made ready to say who owes whom."""

    def __init__(self, solver: Solver, rule: ClauseRule) -> None:
        self.solver = solver
        self.rule = rule
        self._above = rule.above() if rule.bearer.others else ()
        self._named = (*rule.above(), *letters(rule.limits.where))
        self._ranging = (*(name for deed in rule.deeds for name in deed.each), *rule.owed_to_each)
        places = [(deed.pattern.slots, deed.pattern.form.addressee) for deed in rule.deeds]
        self._addressees = [slots[at] for slots, at in places if at is not None]
        self._is_open = parties.is_open(solver.plan)
        self._said = tuple(slot.name for slots, _ in places for slot in slots[1:] if isinstance(slot, Var))

    def bindings(self, env: Env, sight: Sight) -> Iterator[Binding]:
        """The entries that the clause opens for one filling of its letters: one for each bearer and claimant."""
        for bearer, bound, truth, steps in self._bearers(env, sight):
            for full, truth2, steps2 in self._ranged(bearer, bound, sight):
                both = truth if truth2 else None
                if self._is_toward_itself(bearer, full):
                    continue
                for claimant in self.claimants(bearer, full, sight):
                    values = self.values(full, bearer, claimant)
                    yield from self._between(Binding(full, bearer, claimant, values, both, steps + steps2), sight)

    def _between(self, each: Binding, sight: Sight) -> Iterator[Binding]:
        """The entry, unless one of the two is a party no longer, or not yet."""
        if not self.solver.plan.by_party:
            yield each
            return
        truth, steps = parties.doubts(self.solver, (each.bearer,) if self.rule.owed_to else each[1:3], sight)
        if truth is not False:
            yield each._replace(truth=each.truth if truth else None, steps=each.steps + steps)

    def _is_toward_itself(self, bearer: str, env: Env) -> bool:
        """Whether whatever is to be done would be done to the bearer itself: nobody owes that."""
        if self.rule.is_ban or len(self._addressees) < len(self.rule.deeds):
            return False
        return all(value_of(slot, env) == bearer for slot in self._addressees)

    def _bearers(self, env: Env, sight: Sight) -> Iterator[_Bound]:
        slot = self.rule.bearer.slot
        if isinstance(slot, Fixed):
            yield slot.values[0], env, True, ()
        elif isinstance(slot, Var) and slot.name in env:
            value = env[slot.name]
            if value is not None:
                yield value, env, True, ()
        elif isinstance(slot, Var):
            above = {env.get(name) for name in self._above}
            for code in self.solver.parties:
                found = self.solver.bind(slot.name, code, env, self.rule.scope, sight) if code not in above else None
                if found is not None:
                    yield code, found.env, found.truth, found.steps

    def _ranged(self, bearer: str, env: Env, sight: Sight) -> Iterator[tuple[Env, Truth, tuple[Step, ...]]]:
        """The letters of the act that range over every other party, filled in every way."""
        name = next((name for name in self._ranging if name not in env), None)
        if name is None:
            yield env, True, ()
            return
        for code in self.solver.parties:
            found = self.solver.bind(name, code, env, self.rule.scope, sight) if code != bearer else None
            if found is not None:
                for full, truth, steps in self._ranged(bearer, found.env, sight):
                    yield full, found.truth if truth else None, found.steps + steps

    def claimants(self, bearer: str, env: Env, sight: Sight) -> tuple[str, ...]:
        """To whom it is owed.

        Those whom the clause names, else the addressee of the act, else the parties that the conditions name, else all
        parties.
        """
        if self.rule.owed_to:
            named = [value for slot in self.rule.owed_to for value in values_of(slot, env)]
            return tuple(dict.fromkeys(value for value in named if value is not None and value != bearer))
        bound = parties.members(self.solver, sight) if self.solver.plan.by_party else self.solver.parties
        for slot in self._addressees:
            addressee = value_of(slot, env)
            if addressee is not None and addressee in bound and addressee != bearer:
                return (addressee,)
        values = (env.get(name) for name in self._named)
        found = tuple(dict.fromkeys(v for v in values if v is not None and v in bound and v != bearer))
        if found:
            return found
        others = [code for code in bound if code != bearer]
        if not others and self.solver.plan.by_party:
            return ()
        return tuple(others) if len(others) == 1 and not self._is_open else (ALL_PARTIES,)

    def values(self, env: Env, bearer: str, claimant: str) -> tuple[str, ...]:
        """What the act speaks of beside bearer and claimant: with them it makes the key of an entry."""
        values = dict.fromkeys(env.get(name) for name in self._said)
        return tuple(value for value in values if value is not None and value not in (bearer, claimant))


def value_of(slot: Slot, env: Env) -> str | None:
    """What fills a slot under these letters, or None."""
    if isinstance(slot, Fixed):
        return slot.values[0]
    return env.get(slot.name) if isinstance(slot, Var) else None
