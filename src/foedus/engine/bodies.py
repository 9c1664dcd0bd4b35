"""The bodies of each fact in time, and what an answer about the fact rests on."""

from typing import Any

from foedus.engine import tables
from foedus.model.moments import FIRST
from foedus.plan.compiler import IN_FORCE, IN_FORCE_FOR
from foedus.plan.dependence import can_apply, tests
from foedus.plan.nodes import FactRule, FactTest, PastTest, Plan

OF_STATES = {"is in"}
"""Facts that a table answers, and changes its answer only where the table of states has an edge."""


class Bodies:
    """The bodies of a fact, each with its place among them; a supplement may replace them from its signature on.

    What no event begins or ends by itself is answered alike until one of the facts that it `rests_on` is changed, or
    time changes the table of states or the plan: `answers` keeps what was found. Empty: it rests on more than that.
    """

    def __init__(self, key: str, plan: Plan) -> None:
        rules = plan.facts[key]
        self._all = tuple(enumerate(rules))
        self._is_timeless = all(rule.since == FIRST and rule.until is None for rule in rules)
        self.answers: dict[object, Any] = {}
        self.only_begun = all(rule.begins for rule in rules)
        is_lasting = key == IN_FORCE or all(rule.is_computed for rule in rules)
        self.rests_on = _rests_on(key, plan) if is_lasting else frozenset()

    def on(self, moment: int) -> tuple[tuple[int, FactRule], ...]:
        """Those that are in force at a moment."""
        if self._is_timeless:
            return self._all
        return tuple(
            (place, rule)
            for place, rule in self._all
            if rule.since <= moment and (rule.until is None or moment < rule.until)
        )


def _rests_on(key: str, plan: Plan) -> frozenset[str]:
    """The facts that an answer about this one rests on, itself among them; empty where it rests on something else."""
    found = {key, IN_FORCE, IN_FORCE_FOR}
    queue = [key, IN_FORCE, IN_FORCE_FOR]
    while queue:
        computed = (rule for rule in plan.facts.get(queue.pop(), ()) if rule.is_computed and can_apply(rule))
        for rule in computed:
            for test in tests(rule.limits):
                if isinstance(test, PastTest):
                    return frozenset()
                if isinstance(test, FactTest) and test.pattern.form.key not in found:
                    found.add(test.pattern.form.key)
                    queue.append(test.pattern.form.key)
    return frozenset(found) if found.isdisjoint(tables.TABLES.keys() - OF_STATES) else frozenset()
