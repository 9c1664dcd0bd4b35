"""What a state of things ends: a `while` that is over, an agreement that is, a party that is none any more.

while third state A is at war with party P      P makes peace with A: what was opened by the war is over
"""

from collections.abc import Iterable, Mapping

from foedus.engine import parties
from foedus.engine.facts import Args, FactStore
from foedus.engine.patterns import Env, filled
from foedus.engine.rows import Act, Row
from foedus.engine.solver import Sight, Solver, Step
from foedus.model.events import Event
from foedus.model.forms import Form, either_way
from foedus.plan.compiler import IN_FORCE, IN_FORCE_FOR
from foedus.plan.dependence import reached
from foedus.plan.nodes import FactTest, Plan

Rows = Mapping[tuple[object, ...], Row]
Ended = list[tuple[Row, tuple[Event, ...]]]
"""Rows that are over, each with the acts that did it."""


class Endings:
    """What of one run a moment ends by the facts that it changed.

    `force` is the fact that the agreement is in force, `force_keys` are the facts on which it rests, and `joining`
    those on which it rests for whom.
    """

    def __init__(self, plan: Plan, facts: FactStore, solver: Solver) -> None:
        self._plan = plan
        self._facts = facts
        self._solver = solver
        self.force = (plan.facts[IN_FORCE][0].head.form, (plan.agreement,))
        self.force_keys = reached({IN_FORCE}, plan.facts)
        self.joining = reached({IN_FORCE, IN_FORCE_FOR}, plan.facts) if plan.by_party else set()

    def by_state(self, live: Rows, lasting: Rows, sight: Sight, acts: list[Act]) -> Ended:
        """Those `live` of which a party left, and those `lasting` whose `while` is over; all at its end."""
        is_touched = not self.force_keys.isdisjoint(self._facts.touched_keys)
        in_force = self._solver.in_force(sight) if is_touched else True
        if in_force is False:
            return [(row, self.movers(*self.force)) for row in live.values()]
        for row in live.values() if in_force is None else ():
            row.unsure = row.unsure or (sight.moment, self._solver.doubts_of_force(sight))
        left = self._left(live.values(), sight, acts) if not self.joining.isdisjoint(self._facts.touched_keys) else []
        return left + [(row, self._stopped(row, acts)) for row in lasting.values() if not self._goes_on(row, sight)]

    def _left(self, rows: Iterable[Row], sight: Sight, acts: list[Act]) -> Ended:
        """Open rows between two of whom one is a party no longer, with the acts by which it left."""
        found: Ended = []
        for row, code, steps in parties.parted(self._solver, rows, sight):
            if code:
                form = self._plan.facts[IN_FORCE_FOR][0].head.form
                movers = self.movers(form, (self._plan.agreement, code))
                found.append((row, movers or tuple(dict.fromkeys(act for _, act in acts))))
            else:
                row.unsure = row.unsure or (sight.moment, steps)
        return found

    def _stopped(self, row: Row, acts: list[Act]) -> tuple[Event, ...]:
        """The acts that ended the `while` of a row; every act of the moment where a rule of the text computed it."""
        during = [test for test in row.rule.limits.during if isinstance(test, FactTest)]
        found = [
            act
            for test in during
            for act in self.movers(test.pattern.form, filled(test.pattern, row.env), test.negated)
        ]
        return tuple(dict.fromkeys(found or [act for _, act in acts]))

    def movers(self, form: Form, args: Args | None, begins: bool | None = None) -> tuple[Event, ...]:
        """The acts of this moment that changed one fact; with `begins` only those that began, or ended, it."""
        cells = self._facts.bodies(form, either_way(form, args)).values() if args is not None else ()
        found = [change.act for cell in cells for change in cell.changes if begins in (None, change.begins)]
        return tuple(dict.fromkeys(act for act in found if act is not None))

    def _goes_on(self, row: Row, sight: Sight) -> bool:
        """Whether the `while` of a row still holds or may hold; that it only may is noted on the row.

        What ended in this moment and began anew in it does not go on: it opens another row.
        """
        env: Env = {name: value for name, value in row.env.items() if value is not None}
        unknown: tuple[Step, ...] = ()
        for found in self._solver.solve(row.rule.limits.during, env, row.rule.scope, sight):
            if found.truth and self._solver.is_renewed(found.steps):
                continue
            if found.truth:
                return True
            unknown = unknown or found.steps
        if unknown and row.truth:  # what was in doubt from its opening is in doubt already
            row.unsure = row.unsure or (sight.moment, unknown)
        return bool(unknown)
