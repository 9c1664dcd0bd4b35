"""Clauses that no event opens: they open when what their `while` or `when FACT` says begins to hold while in force."""

from dataclasses import dataclass, field

from foedus.engine import clock
from foedus.engine.opening import Binding, Opening
from foedus.engine.solver import Sight, Solver
from foedus.plan.compiler import IN_FORCE, IN_FORCE_FOR
from foedus.plan.dependence import Facts, asked, declared_classes, reached
from foedus.plan.nodes import ClauseRule, FactTest, Pattern, Test

Key = tuple[str, str, tuple[str, ...]]


@dataclass(slots=True)
class StateOpener:
    """One such clause under one of its `when` lines (`opener` None: it has none).

    `held` are the keys for which its conditions held after the last moment that touched them.
    """

    rule: ClauseRule
    opening: Opening
    opener: Pattern | None = None
    facts: Facts = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    held: dict[Key, bool] = field(default_factory=dict)
    conditions: tuple[Test, ...] = ()

    def __post_init__(self) -> None:
        named = set(asked(self.rule.limits))
        named |= {form.key for form in declared_classes([self.rule]).values()}
        opened = () if self.opener is None else (FactTest(self.opener),)
        self.conditions = (*opened, *self.rule.limits.during)
        named |= {IN_FORCE, IN_FORCE_FOR, *clock.KEYS, *(test.pattern.form.key for test in opened)}
        self.keys = reached(named, self.facts)

    def begun(self, solver: Solver, sight: Sight) -> list[Binding]:
        """The entries whose conditions hold now and did not before, or ended and began anew; the certain first."""
        now: dict[Key, Binding] = {}
        barred: set[Key] = set()
        anew: dict[Key, bool] = {}
        force = solver.in_force(sight)
        for met in solver.solve(self.conditions, {}, self.rule.scope, sight) if force is not False else ():
            for each in self.opening.bindings(met.env, sight):
                sure = met.truth and each.truth and force
                whole = each._replace(truth=True if sure else None, steps=(*met.steps, *each.steps))
                key = (each.bearer, each.claimant, each.values)
                if sure:
                    anew[key] = anew.get(key, True) and solver.is_renewed(met.steps)
                allowed = clock.held_off(solver, self.rule, whole, sight)
                if allowed is None:
                    barred.add(key)
                    allowed = whole
                if key not in now or (allowed.truth and not now[key].truth):
                    now[key] = allowed
        fresh = [
            each
            for key, each in now.items()
            if key not in barred and (key not in self.held or self.held[key] < bool(each.truth) or anew.get(key, False))
        ]
        self.held = {key: bool(each.truth) for key, each in now.items() if key not in barred or key in self.held}
        opened = [whole for each in fresh for whole in self._limited(each, solver, sight)]
        return sorted(opened, key=lambda each: (not each.truth, each.bearer, each.claimant, each.values))

    def _limited(self, each: Binding, solver: Solver, sight: Sight) -> list[Binding]:
        limits = self.rule.limits
        found = [
            each._replace(
                env=met.env, truth=True if each.truth and met.truth else None, steps=(*each.steps, *met.steps)
            )
            for met in solver.limits(limits, each.env, self.rule.scope, sight, sight)
        ]
        return sorted(found, key=lambda one: not one.truth)[:1]
