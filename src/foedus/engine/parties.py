"""Who is a party, where the agreement says for whom it is in force: states join it and leave it.

    fact this agreement is in force for state P            P is a party from its accession on; two are bound to one
        from  P accedes to this agreement                  another while both are parties, and what is open between them
        until 1 year after P denounces this agreement      is released when one of them leaves

An agreement that says only whether it is in force has the parties that its record names.
"""

from collections.abc import Iterable, Iterator

from foedus.engine.facts import Truth
from foedus.engine.rows import Row
from foedus.engine.solver import Sight, Solver, Step
from foedus.model.moments import FIRST
from foedus.model.terms import Class
from foedus.plan.compiler import IN_FORCE_FOR
from foedus.plan.nodes import ALL_PARTIES, ClassTest, FactTest, Fixed, Pattern, Plan, Scope, Var


def members(solver: Solver, sight: Sight) -> tuple[str, ...]:
    """Whoever is, or may be, a party now; where the agreement does not say for whom, whoever its record names."""
    if not solver.plan.by_party:
        return tuple(solver.parties)
    return tuple(code for code in solver.parties if solver.is_party(code, sight) is not False)


def is_open(plan: Plan) -> bool:
    """Whether there may ever be more than two parties: then what is owed to no single one is owed to all as one."""
    heads = [rule for rule in plan.facts[IN_FORCE_FOR] if isinstance(rule.head.slots[1], Var)] if plan.by_party else []
    named = [{cls.noun for classes in rule.scope.classes.values() for cls in classes} for rule in heads]
    return plan.by_party and (len(plan.parties) > 2 or any("contracting state" not in nouns for nouns in named))


def grow(solver: Solver, sight: Sight) -> None:
    """Take note of states that became parties with what this moment changed."""
    form = solver.plan.facts[IN_FORCE_FOR][0].head.form
    pattern = Pattern(form, (Fixed((solver.plan.agreement,)), Var("P")))
    found = {args[1] for args in solver.facts.fillers(IN_FORCE_FOR) if args[0] == solver.plan.agreement}
    if any(rule.is_computed for rule in solver.plan.facts[IN_FORCE_FOR]):
        found |= {each.env["P"] for each in solver.test(FactTest(pattern), {}, Scope(), sight)}
    for code in sorted(code for code in found if code is not None and code not in solver.parties):
        solver.parties[code] = FIRST
    solver.codes = sorted(solver.parties)
    for code in solver.parties:
        if code not in solver.joined and solver.is_party(code, sight):
            solver.joined[code] = sight.moment


def doubts(solver: Solver, who: Iterable[str], sight: Sight) -> tuple[Truth, tuple[Step, ...]]:
    """Whether all of these that ever were parties are parties now, and the reasons for a doubt."""
    truth: Truth = True
    steps: tuple[Step, ...] = ()
    for code in who:
        mine = solver.is_party(code, sight) if code in solver.parties else True
        if mine is False:
            return False, ()
        if mine is None:
            truth, steps = None, (*steps, Step(ClassTest(Fixed((code,)), Class("party")), {}, None))
    return truth, steps


def parted(solver: Solver, rows: Iterable[Row], sight: Sight) -> Iterator[tuple[Row, str, tuple[Step, ...]]]:
    """Open rows between two of whom one is a party no longer, with the one; "" and why, where nobody can say."""
    for row in rows:
        for code in _bound(solver, row, sight):
            truth, steps = doubts(solver, (code,), sight)
            if truth is not True:
                yield row, code if truth is False else "", steps
                break


def _bound(solver: Solver, row: Row, sight: Sight) -> Iterator[str]:
    yield row.bearer
    if row.claimant != ALL_PARTIES:
        named = {value for slot in row.rule.owed_to if isinstance(slot, Fixed) for value in slot.values}
        yield from (row.claimant,) if row.claimant not in named else ()
    elif not any(code != row.bearer for code in members(solver, sight)):
        yield from row.group[:1]
