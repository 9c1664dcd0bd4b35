"""Who owes whom: from the letters that a trigger filled to one bearer and one claimant for each entry."""

from collections.abc import Iterator
from typing import NamedTuple

from foedus.engine.facts import Truth
from foedus.engine.solver import Env, Sight, Solver, Step
from foedus.plan.nodes import ClauseRule, Fixed, Slot, Var, letters

ALL_PARTIES = "all parties"


class Binding(NamedTuple):
    """One bearer and one claimant, the letters as they stand for them, and the values that the act speaks of."""

    env: Env
    bearer: str
    claimant: str
    values: tuple[str, ...]
    truth: Truth
    steps: tuple[Step, ...]


def bindings(solver: Solver, rule: ClauseRule, env: Env, sight: Sight) -> Iterator[Binding]:
    """The entries that a clause opens for one filling of its letters: one for each bearer and claimant."""
    for bearer, bound, truth, steps in _bearers(solver, rule, env, sight):
        for full, truth2, steps2 in _ranged(solver, rule, bearer, bound, sight):
            both = truth if truth2 else None
            for claimant in claimants(solver, rule, bearer, full):
                yield Binding(full, bearer, claimant, values(rule, full, bearer, claimant), both, (*steps, *steps2))


_Bound = tuple[str, Env, Truth, tuple[Step, ...]]


def _bearers(solver: Solver, rule: ClauseRule, env: Env, sight: Sight) -> Iterator[_Bound]:
    slot = rule.bearer.slot
    if isinstance(slot, Fixed):
        yield slot.values[0], env, True, ()
        return
    if not isinstance(slot, Var):
        return
    if slot.name in env:
        value = env[slot.name]
        if value is not None:
            yield value, env, True, ()
        return
    above = {env.get(name) for name in rule.above()} if rule.bearer.others else set()
    for code in solver.parties:
        found = solver.bind(slot.name, code, env, rule.scope, sight) if code not in above else None
        if found is not None:
            yield code, found.env, found.truth, found.steps


def _ranged(
    solver: Solver, rule: ClauseRule, bearer: str, env: Env, sight: Sight
) -> Iterator[tuple[Env, Truth, tuple[Step, ...]]]:
    """The letters of the act that range over every other party, filled in every way."""
    open_letters = [name for deed in rule.deeds for name in deed.each if name not in env]
    if not open_letters:
        yield env, True, ()
        return
    for code in solver.parties:
        found = solver.bind(open_letters[0], code, env, rule.scope, sight) if code != bearer else None
        if found is not None:
            for full, truth, steps in _ranged(solver, rule, bearer, found.env, sight):
                yield full, found.truth if truth else None, (*found.steps, *steps)


def claimants(solver: Solver, rule: ClauseRule, bearer: str, env: Env) -> tuple[str, ...]:
    """To whom it is owed: the addressee of the act, else the parties that the conditions name, else all parties."""
    for deed in rule.deeds:
        at = deed.pattern.form.addressee
        addressee = value_of(deed.pattern.slots[at], env) if at is not None else None
        if addressee in solver.parties and addressee != bearer:
            return (addressee,)
    named = (*rule.above(), *letters(rule.limits.where))
    found = tuple(
        dict.fromkeys(v for v in (env.get(n) for n in named) if v is not None and v in solver.parties and v != bearer)
    )
    if found:
        return found
    others = [code for code in solver.parties if code != bearer]
    return tuple(others) if len(others) == 1 else (ALL_PARTIES,)


def values(rule: ClauseRule, env: Env, bearer: str, claimant: str) -> tuple[str, ...]:
    """What the act speaks of beside bearer and claimant: with them it makes the key of an entry."""
    found: list[str] = []
    for deed in rule.deeds:
        for slot in deed.pattern.slots[1:]:
            value = value_of(slot, env) if isinstance(slot, Var) else None
            if value is not None and value not in (bearer, claimant, *found):
                found.append(value)
    return tuple(found)


def value_of(slot: Slot, env: Env) -> str | None:
    """What fills a slot under these letters, or None."""
    if isinstance(slot, Fixed):
        return slot.values[0]
    return env.get(slot.name) if isinstance(slot, Var) else None
