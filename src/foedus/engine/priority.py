"""Which of two clauses goes before the other, where what the one asks for the other forbids.

clause help / every other party must assist P / subject to clause calm     help is excused while calm forbids it
clause calm / no party may assist a state / subject to clause help         what help asks for is no breach of calm
"""

from collections.abc import Iterable, Iterator

from foedus.engine.facts import Truth
from foedus.engine.opening import value_of
from foedus.engine.patterns import Env
from foedus.engine.rows import Row
from foedus.engine.solver import Sight, Solver, Step
from foedus.model.events import Event
from foedus.plan.nodes import ClauseRule, Pattern


def forbidden(
    solver: Solver, rule: ClauseRule, env: Env, sight: Sight
) -> Iterator[tuple[str, Truth, tuple[Step, ...]]]:
    """For each clause that goes before a duty, whether it forbids now whatever would perform the duty, and why."""
    for winner in solver.plan.clauses if rule.is_duty else ():
        if winner.name not in rule.subject_to or not winner.binds(sight.moment) or solver.in_force(sight) is False:
            continue
        each = [_forbids(solver, winner, deed.pattern, env, sight) for deed in rule.deeds]
        truths = [truth for truth, _ in each]
        truth: Truth = False if False in truths else None if None in truths else True
        yield winner.name, truth, tuple(step for _, steps in each for step in steps)


def _forbids(solver: Solver, ban: ClauseRule, act: Pattern, env: Env, sight: Sight) -> tuple[Truth, tuple[Step, ...]]:
    args = tuple(value_of(slot, env) for slot in act.slots)
    unknown: tuple[Step, ...] | None = None
    for deed in ban.deeds if ban.is_ban else ():
        is_alike = deed.pattern.form.key == act.form.key
        for start in solver.match(deed.pattern, args, {}, ban.scope, sight) if is_alike else ():
            for met in solver.limits(ban.limits, start.env, ban.scope, sight, sight):
                if start.truth and met.truth:
                    return True, (*start.steps, *met.steps)
                unknown = unknown or (*start.steps, *met.steps)
    return (None if unknown is not None else False), unknown or ()


def asked_for(solver: Solver, ban: ClauseRule, bearer: str, event: Event, rows: Iterable[Row]) -> tuple[str, Truth]:
    """The clause that goes before a ban and asks for, or allows, this act of that bearer; False where none does."""
    best: tuple[str, Truth] = ("", False)
    for row in rows if ban.subject_to else ():
        if row.rule.name not in ban.subject_to or row.bearer != bearer or not _is_on(row, event.moment):
            continue
        if any(_fits(solver, row.rule, deed.pattern, row.env, event) for deed in row.rule.deeds):
            if row.truth and event.certain:
                return row.rule.name, True
            best = (row.rule.name, None)
    return best


def _is_on(row: Row, moment: int) -> bool:
    """Whether a duty is still to be done, or is done at this moment; a right stands for the act that exercises it."""
    if row.kind:
        return row.kind == "exercised" and row.opened == moment
    lasts = bool(row.rule.until or row.rule.limits.during) and row.over is None
    return lasts or row.closing is None or row.closing.moment == moment


def _fits(solver: Solver, rule: ClauseRule, act: Pattern, env: Env, event: Event) -> bool:
    if act.form.key != event.form.key:
        return False
    return any(True for _ in solver.match(act, event.args, env, rule.scope, Sight(event.moment)))
