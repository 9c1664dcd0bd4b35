"""Rights: exercised by their holder, hindered by others, and, where somebody owes them, prevented in breach.

while N is an agent of P in Q / N may communicate with P / owed by Q
1921-07-02 SUN prevents clause free-communication of "Robert Hodgson"      a breach by SUN
"""

from collections.abc import Iterable, Iterator

from foedus.engine.opening import Opening, value_of
from foedus.engine.rows import Row
from foedus.engine.solver import Sight, Solution, Solver
from foedus.model.events import Event
from foedus.plan.nodes import ClauseRule, Pattern, Var

PREVENTS = "prevents of"
"""The form of the standard lexicon by which a right is hindered."""


class Rights:
    """The rights of a plan, by the forms of the acts that exercise them."""

    def __init__(self, clauses: Iterable[ClauseRule], solver: Solver) -> None:
        self.solver = solver
        self.rules = [rule for rule in clauses if rule.modal == "may"]
        self.openings = {rule.name: Opening(solver, rule) for rule in self.rules}
        self.by_form: dict[str, list[tuple[ClauseRule, Pattern]]] = {}
        for rule in self.rules:
            for deed in rule.deeds:
                self.by_form.setdefault(deed.pattern.form.key, []).append((rule, deed.pattern))
        self.forms = {*self.by_form, PREVENTS} if self.rules else set()

    def rows(self, event: Event, act: Event, sight: Sight) -> Iterator[Row]:
        """What an event means for rights: each exercised, hindered or prevented by it."""
        for rule, pattern in self.by_form.get(event.form.key, ()):
            for start in self.solver.match(pattern, event.args, {}, rule.scope, sight):
                yield from self._rows(rule, start, "exercised", event, act, sight)
        if event.form.key == PREVENTS:
            for rule in self.rules:
                slot = rule.bearer.slot
                if rule.name == event.args[1] and isinstance(slot, Var):
                    bound = self.solver.bind(slot.name, event.args[2], {}, rule.scope, sight)
                    if bound is not None:
                        yield from self._rows(rule, bound, "hindered", event, act, sight)

    def _rows(
        self, rule: ClauseRule, start: Solution, kind: str, event: Event, act: Event,
        sight: Sight,
    ) -> Iterator[Row]:  # fmt: skip
        opening = self.openings[rule.name]
        force, doubts = self.solver.in_force(sight), self.solver.doubts_of_force(sight)
        for met in self.solver.limits(rule.limits, start.env, rule.scope, sight, sight) if force is not False else ():
            sure = event.certain and start.truth and met.truth and force
            slot = rule.bearer.slot
            holder = value_of(slot, met.env) or ""
            owing = {value_of(each, met.env) for each in rule.owed_by}
            doer = event.args[0] or ""
            prevented = kind == "hindered" and doer in owing
            bearer = doer if prevented else holder
            said = f"prevent clause {rule.name} of {holder}" if prevented else ""
            others = tuple(each for each in owing if each) or opening.claimants(holder, met.env, sight)
            claims = opening.claimants(doer, met.env, sight) if prevented else others
            for claimant in claims:
                values = opening.values(met.env, bearer, claimant)
                values = (holder, *values) if prevented else values  # two who are prevented at once are two breaches
                yield Row(rule, met.env, bearer, claimant, values, sight.moment,
                          True if sure else None, None, (*start.steps, *met.steps, *doubts), [act],
                          kind="prevented" if prevented else kind, said=said)  # fmt: skip
