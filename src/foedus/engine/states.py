"""Clauses that no event opens: they open when what their `while` or `when FACT` says begins to hold while in force."""

from dataclasses import dataclass, field

from foedus.engine.opening import Binding, bindings
from foedus.engine.solver import Sight, Solver
from foedus.plan.compiler import IN_FORCE
from foedus.plan.dependence import declared_classes, tests
from foedus.plan.nodes import ClauseRule, FactTest

Key = tuple[str, str, tuple[str, ...]]


@dataclass(slots=True)
class StateOpener:
    """One such clause, and the keys for which its conditions held after the last moment that touched them."""

    rule: ClauseRule
    keys: set[str] = field(default_factory=set)
    held: dict[Key, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        named = {test.pattern.form.key for test in tests(self.rule.limits) if isinstance(test, FactTest)}
        named |= {form.key for form in declared_classes([self.rule]).values()}
        self.keys = {IN_FORCE, *named, *(pattern.form.key for pattern in self.rule.openers)}

    def begun(self, solver: Solver, sight: Sight) -> list[Binding]:
        """The entries whose conditions hold now and did not before, the certain first."""
        conditions = (*(FactTest(pattern) for pattern in self.rule.openers), *self.rule.limits.during)
        now: dict[Key, Binding] = {}
        force = solver.in_force(sight)
        for met in solver.solve(conditions, {}, self.rule.scope, sight) if force is not False else ():
            for each in bindings(solver, self.rule, met.env, sight):
                sure = met.truth and each.truth and force
                whole = each._replace(truth=True if sure else None, steps=(*met.steps, *each.steps))
                key = (each.bearer, each.claimant, each.values)
                if key not in now or (sure and not now[key].truth):
                    now[key] = whole
        fresh = [
            each for key, each in now.items() if self.held.get(key, False) < bool(each.truth) or key not in self.held
        ]
        self.held = {key: bool(each.truth) for key, each in now.items()}
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
