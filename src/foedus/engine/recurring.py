"""Duties that recur: what the calendar opens, moment by moment, as far as time is let pass.

every 6 months from signature        a duty of its own on the day of signature, and 6, 12, 18 months after it
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappush

from foedus.engine.clock import held_off
from foedus.engine.opening import Binding, Opening
from foedus.engine.solver import Sight, Solver
from foedus.plan.nodes import ClauseRule, Limits
from foedus.plan.times import Recurrence


@dataclass(slots=True)
class _Clock:
    """A clause that recurs, the moment and the number of its next tick, and when the last one came."""

    rule: ClauseRule
    opening: Opening
    every: Recurrence
    next: tuple[int, int] | None = None
    last: int = -1


class Ticks:
    """The clauses of a plan that recur; moments at which they do so are pushed to `timed`."""

    def __init__(self, clauses: Iterable[ClauseRule], solver: Solver, timed: list[int]) -> None:
        self._solver = solver
        self._timed = timed
        self._clocks = [
            _Clock(rule, Opening(solver, rule), rule.every)
            for rule in clauses
            if rule.every is not None and rule.is_duty
        ]

    def wake(self, moment: int) -> None:
        """Let the clocks run from this moment on: the agreement is in force, or is so again."""
        for clock in self._clocks:
            self._set(clock, max(moment, clock.last + 1))

    def at(self, sight: Sight) -> Iterator[tuple[ClauseRule, Binding]]:
        """What recurs at this moment, the certain first; while the agreement is not in force the clocks stand."""
        for clock in self._clocks:
            if clock.next is None or clock.next[0] != sight.moment:
                continue
            number, clock.last = clock.next[1], sight.moment
            clock.next = None
            force = self._solver.in_force(sight)
            if force is not False:
                self._set(clock, sight.moment + 1)
                found = self._bindings(clock, force, number, sight) if clock.rule.binds(sight.moment) else []
                yield from ((clock.rule, each) for each in found)

    def _set(self, clock: _Clock, since: int) -> None:
        clock.next = clock.every.first(since, self._solver.entry)
        if clock.next is not None:
            heappush(self._timed, clock.next[0])

    def _bindings(self, clock: _Clock, force: bool | None, number: int, sight: Sight) -> list[Binding]:
        """Who owes whom now: the conditions are met first by anybody, then looked at again with the bearer known."""
        rule, solver = clock.rule, self._solver
        found: dict[tuple[object, ...], Binding] = {}
        limits = Limits(rule.limits.where, rule.limits.during)
        for met in solver.limits(limits, {}, rule.scope, sight, sight):
            bound = [held_off(solver, rule, each, sight) for each in clock.opening.bindings(met.env, sight)]
            for each in filter(None, bound):
                for full in solver.limits(rule.limits, each.env, rule.scope, sight, sight):
                    sure = force and met.truth and each.truth and full.truth
                    steps = (*each.steps, *full.steps, *solver.doubts_of_force(sight))
                    key = (each.bearer, each.claimant, each.values)
                    if key not in found or (sure and not found[key].truth):
                        found[key] = each._replace(
                            env=full.env, truth=True if sure else None, steps=(*met.steps, *steps), tick=number
                        )
        return sorted(found.values(), key=lambda each: (not each.truth, each.bearer, each.claimant, each.values))
