"""Powers: an act that a clause says somebody `can` do is valid only for those who hold the power, else void.

    every party Q can admit person N of another party P
    where earlier P nominates N to Q

A void act is told and begins, ends, opens and discharges nothing; one of which nobody can say is uncertain.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from foedus.engine.facts import Truth
from foedus.engine.opening import Opening
from foedus.engine.patterns import Env
from foedus.engine.rows import Row
from foedus.engine.solver import Sight, Solver, Step
from foedus.model.events import Event
from foedus.plan.dependence import tests
from foedus.plan.nodes import ClauseRule, PastTest, Pattern


class Powers:
    """The powers of a plan and their denials (`no party can`), by the forms of the acts."""

    def __init__(self, clauses: Iterable[ClauseRule], solver: Solver) -> None:
        self.solver = solver
        self.by_form: dict[str, list[tuple[ClauseRule, Pattern]]] = {}
        for rule in clauses:
            for deed in rule.deeds if rule.modal in ("can", "can not") else ():
                self.by_form.setdefault(deed.pattern.form.key, []).append((rule, deed.pattern))
        self.order = self._ordered()

    def _ordered(self) -> list[str]:
        """The forms so that each follows those that its conditions ask about."""
        asked = {
            key: {
                test.pattern.form.key for rule, _ in rules for test in tests(rule.limits) if isinstance(test, PastTest)
            }
            for key, rules in self.by_form.items()
        }
        done: list[str] = []
        left = sorted(asked)
        while left:
            ready = [key for key in left if not asked[key] & (set(left) - {key})] or left[:1]
            done += ready
            left = [key for key in left if key not in ready]
        return done

    def judge(self, event: Event, sight: Sight) -> tuple[Event | None, list[Row]]:
        """The event as it counts (None where it is void), and the rows that tell of the power used or lacking."""
        relevant = [
            (rule, pattern)
            for rule, pattern in self.by_form.get(event.form.key, ())
            if any(True for _ in self.solver.match(of_anybody(pattern), event.args, {}, rule.scope, sight))
        ]
        force = self.solver.in_force(sight) if relevant else False
        if force is False:
            return event, []
        held = [(rule, self._holds(rule, pattern, event, sight)) for rule, pattern in relevant if rule.modal == "can"]
        denied = [(rule, self._holds(rule, pattern, event, sight)) for rule, pattern in relevant if rule.modal != "can"]
        may = _best([truth for _, (truth, _, _) in held]) if held else True
        not_ = _best([truth for _, (truth, _, _) in denied])
        valid: Truth = False if may is False or not_ is True else True if may and not_ is False else None
        valid = None if force is None and not valid else valid
        ruling = next((each for each in (denied if not_ is not False else held)
                       if each[1][0] is (not_ if not_ is not False else may)), (held or denied)[0])  # fmt: skip
        rule, (_, env, steps) = ruling
        sure = valid if event.certain and force else None
        steps += self.solver.doubts_of_force(sight)
        rows = list(self._rows(rule, env, event, sure, steps, sight)) if held or valid is not True else []
        if valid is False:
            return None, rows
        return (event if valid else replace(event, certain=False)), rows

    def _holds(
        self, rule: ClauseRule, pattern: Pattern, event: Event, sight: Sight
    ) -> tuple[Truth, Env, tuple[Step, ...]]:
        """Whether the clause speaks of this act, with its letters and the reasons."""
        unknown: tuple[Truth, Env, tuple[Step, ...]] | None = None
        for start in self.solver.match(pattern, event.args, {}, rule.scope, sight):
            for met in self.solver.limits(rule.limits, start.env, rule.scope, sight, sight):
                found = (True if start.truth and met.truth else None, met.env, (*start.steps, *met.steps))
                if found[0]:
                    return found
                unknown = unknown or found
        return unknown or (False, {}, ())

    def _rows(
        self, rule: ClauseRule, env: Env, event: Event, valid: Truth, steps: tuple[Step, ...], sight: Sight
    ) -> Iterator[Row]:
        bearer = event.args[0] or ""
        if not env:
            found = next(iter(self.solver.match(of_anybody(rule.deeds[0].pattern), event.args, {}, rule.scope, sight)))
            env = found.env
        opening = Opening(self.solver, rule)
        for claimant in opening.claimants(bearer, env, sight):
            yield Row(rule, env, bearer, claimant, opening.values(env, bearer, claimant), sight.moment,
                      None if valid is None else True, None, steps, [event],
                      kind="void" if valid is False else "used")  # fmt: skip


def of_anybody(pattern: Pattern) -> Pattern:
    """The act without regard to who does it."""
    return Pattern(pattern.form, (None, *pattern.slots[1:]))


def _best(truths: list[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False
