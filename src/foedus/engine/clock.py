"""Excuse and suspension: while either lasts the clock of a duty stands, and nothing that is owed is breached.

    POL is excused from clause help toward GBR         the clock of that duty stands; what a ban forbids is `excused`
    clause help is suspended for POL toward GBR        and nothing opens between the two either

The clock of a duty stands as well while a clause that goes before it (`subject to`) forbids all that would perform it.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from foedus.engine.facts import STATED, Truth
from foedus.engine.opening import Binding
from foedus.engine.patterns import Env
from foedus.engine.priority import forbidden
from foedus.engine.rows import Row, Stay, seen
from foedus.engine.solver import Sight, Solver, Step
from foedus.model.forms import Form, Role, either_way
from foedus.model.moments import FIRST, just_after
from foedus.plan.nodes import ALL_PARTIES, ClauseRule, FactTest, Fixed, Pattern

_ACTOR, _CLAUSE = ("actor",), ("agreement", "clause")
EXCUSED = Form(
    "is excused from toward", "fact", (0, "is", "excused", "from", 1, "toward", 2),
    (Role("subject", _ACTOR, "B"), Role("from", ("clause",), "C"), Role("toward", _ACTOR, "Q")), infinitive="be",
)  # fmt: skip
SUSPENDED = Form(
    "is suspended for toward", "fact", (0, "is", "suspended", "for", 1, "toward", 2),
    (Role("subject", _CLAUSE, "C"), Role("for", ("state",), "P"), Role("toward", ("state",), "Q")), infinitive="be",
    mutual=(1, 2),
)  # fmt: skip
"""The two forms of the standard lexicon."""
KEYS = frozenset({EXCUSED.key, SUSPENDED.key})
EXCUSED_CLAUSE, SUSPENDED_CLAUSE = 1, 0
"""The places of the clause in them."""


class Stand(NamedTuple):
    """How a clause stands between two: `excused`, `suspended` or "" for neither; None where nobody can say."""

    kind: str
    truth: Truth
    steps: tuple[Step, ...] = ()
    why: str = ""


GOES_ON = Stand("", True)


def may_stand(solver: Solver, rule: ClauseRule) -> bool:
    """Whether anything said so far, or in the agreement, can make the clock of this clause stand."""
    return bool(rule.subject_to) or not KEYS.isdisjoint(solver.plan.facts) or not KEYS.isdisjoint(solver.facts.cells)


def stand(solver: Solver, rule: ClauseRule, bearer: str, claimant: str, env: Env, sight: Sight) -> Stand:
    """How a clause stands between a bearer and a claimant; what is certain comes before what nobody can say."""
    found = [
        suspension(solver, rule, bearer, claimant, sight),
        _group(solver, bearer, claimant, [(EXCUSED, (bearer, rule.name))], "excused", sight),
        *(Stand("excused", truth, steps, f"clause {name} goes before it") for name, truth, steps in
          forbidden(solver, rule, env, sight)),
    ]  # fmt: skip
    certain = next((each for each in found if each.truth), None)
    return certain or next((each for each in found if each.truth is None), GOES_ON)


def suspension(solver: Solver, rule: ClauseRule, bearer: str, claimant: str, sight: Sight) -> Stand:
    """Whether a clause, or the whole agreement, is suspended between two."""
    what = [(SUSPENDED, (each, bearer)) for each in (rule.name, solver.plan.agreement)]
    return _group(solver, bearer, claimant, what, "suspended", sight)


def held_off(solver: Solver, rule: ClauseRule, each: Binding, sight: Sight) -> Binding | None:
    """The entry as it opens while the clause may be suspended; None while it is."""
    if not may_stand(solver, rule):
        return each
    found = suspension(solver, rule, each.bearer, each.claimant, sight)
    if found.truth is False:
        return each
    return None if found.truth else each._replace(truth=None, steps=each.steps + found.steps)


def _group(
    solver: Solver, bearer: str, claimant: str, what: list[tuple[Form, tuple[str, str]]], kind: str, sight: Sight
) -> Stand:
    """How one of these facts stands toward the claimant; of a group, toward each of its members."""
    others = [code for code in solver.parties if code != bearer] if claimant == ALL_PARTIES else [claimant]
    truth: Truth = bool(others)
    steps: tuple[Step, ...] = ()
    for other in others:
        one = [_truth(solver, form, (*args, other), sight) for form, args in what]
        best: Truth = True if any(t for t, _ in one) else None if any(t is None for t, _ in one) else False
        if best is False:
            return Stand(kind, False)
        truth = None if best is None else truth
        steps += tuple(step for t, step in one if t is best)
    return Stand(kind, truth, steps)


def _truth(solver: Solver, form: Form, args: tuple[str, ...], sight: Sight) -> tuple[Truth, Step]:
    """Whether it is so; what no fact of the agreement defines is not so until the record says it."""
    pattern = Pattern(form, tuple(Fixed((each,)) for each in args))
    is_said = form.key in solver.plan.facts or form.key in solver.facts.cells
    truth, cause, under = solver.truth_of(pattern, args, sight) if is_said else (False, None, ())
    if truth is None and form.key not in solver.plan.facts:
        truth = None if STATED in solver.facts.bodies(form, either_way(form, args)) else False
    return truth, Step(FactTest(pattern), {}, truth, cause, under)


# Clocks


def stop_and_go(solver: Solver, rows: Iterable[Row], moment: int) -> Iterator[Row]:
    """Let the clocks of these rows stand or go on from a moment; the rows of which a clock goes on again."""
    sight = Sight(moment)
    for row in rows:
        if row.closing is not None or not (row.stays or may_stand(solver, row.rule)):
            continue
        now = stand(solver, row.rule, row.bearer, row.claimant, row.env, sight)
        if now.kind and now.truth is None and row.truth:
            row.unsure = row.unsure or (moment, now.steps)
        kind = now.kind if now.truth else ""
        last = row.stays[-1] if row.stays and row.stays[-1].end is None else None
        if last is not None and last.kind == kind:
            continue
        if last is not None:
            row.stays[-1] = last._replace(end=moment)
        if kind:
            row.stays.append(Stay(kind, moment, None, now.why, now.steps))
        elif last is not None:
            yield row


def due(row: Row, as_of: int) -> int | None:
    """The last moment at which a duty is done in time, as known at a date; None without one, and while it stands.

    It is the moment at which the length of the term has passed outside the spans in which the clock stood; of what is
    to be done before something happens, so long after the last moment for it.
    """
    last, _ = _moved(row, as_of)
    return last


def missed(row: Row, as_of: int) -> int | None:
    """From when a duty is breached that was not done by its due, as known at a date; None where it has none.

    That is the moment behind its due, but none before what tells the due, or before the clock went on.
    """
    told = seen(row, as_of)
    last, went_on = _moved(row, as_of)
    if last is None or last == told.due:
        return told.missed if last is not None else None
    return max(just_after(last), told.judged or FIRST, went_on)


def _moved(row: Row, as_of: int) -> tuple[int | None, int]:
    """The due as the stays up to a date moved it, and when the last of these ended."""
    last, went_on = seen(row, as_of).due, FIRST
    for stay in row.stays if last is not None else ():
        if last is None or stay.begin > min(max(last, row.opened), as_of):
            break
        if stay.end is None or stay.end > as_of:
            return None, FIRST
        last, went_on = last + stay.end - stay.begin, stay.end
    return last, went_on


def stay_at(row: Row, as_of: int) -> Stay | None:
    """The stay in which a row is at a date, if any."""
    return next((each for each in row.stays if each.begin <= as_of and (each.end is None or as_of < each.end)), None)
