"""Why a row stands: its derivation in words, with the exceptions that did not apply and what would have changed it."""

from collections.abc import Iterator

from foedus.engine import tables
from foedus.engine.patterns import Env
from foedus.engine.rows import Row
from foedus.engine.solver import Step
from foedus.engine.wording import in_words, recurrence, sentence
from foedus.model.explanation import Reason
from foedus.model.moments import text
from foedus.plan.dependence import tests
from foedus.plan.nodes import FactRule, FactTest, Plan, Test


def reasons(plan: Plan, row: Row) -> tuple[Reason, ...]:
    """When it was to be done, then the conditions that led to a row, each once, with what each rests on."""
    return (*_timing(row), *_reasons(plan, row.steps))


def _timing(row: Row) -> Iterator[Reason]:
    """What the calendar opened, and why the row is due on its day where no length of time says it."""
    due = f"due {text(row.due)}" if row.due is not None else ""
    recurs = recurrence(row)
    if recurs:
        yield Reason(f"{due}, {recurs}" if due else recurs, text(row.opened), row.rule.article)
    elif due and row.rule.before is not None:
        lead = f"{row.rule.before.lead} before" if row.rule.before.lead is not None else "before"
        known = next((each.act.id for each in row.anchors if each.act.moment == row.judged), "")
        yield Reason(f"{due}, {lead} {sentence(row.rule.before.pattern, row.env)}", known, row.rule.article)
    elif due and row.rule.by is not None:
        yield Reason(f"{due}, by {row.rule.by.said}", "", row.rule.article)


def exceptions(plan: Plan, row: Row) -> tuple[Reason, ...]:
    """The exceptions of the clause, with what is known of each: they did not apply, or it cannot be said."""
    found = []
    unknown = {id(step.test): step for step in row.steps if step.truth is None}
    for group in row.rule.limits.unless:
        open_steps = tuple(unknown[id(test)] for test in group if id(test) in unknown)
        said = " and ".join(in_words(test, row.env) for test in group)
        found.append(Reason(said, "cannot be said" if open_steps else "not so", row.rule.article,
                            _reasons(plan, open_steps)))  # fmt: skip
    return tuple(found)


def prevented(row: Row) -> tuple[str, ...]:
    """What performs or releases a duty, and what keeps the entry from arising, in sentences."""
    return tuple(dict.fromkeys(_prevented(row)))


def _prevented(row: Row) -> Iterator[str]:
    clock = f" by {text(row.due)}" if row.due is not None else ""
    if not row.rule.is_ban:
        for deed in row.rule.deeds:
            yield f"performed if {sentence(deed.pattern, row.env)}{clock}"
        for pattern in row.rule.until:
            yield f"released if {sentence(pattern, row.env)}{clock}"
    for group in row.rule.limits.unless:
        yield f"does not arise if {_joined(group, row.env)}"
    for test in (*row.rule.limits.where, *row.rule.limits.during):
        if isinstance(test, FactTest):
            yield f"does not arise if {in_words(FactTest(test.pattern, not test.negated), row.env)}"


def _joined(group: tuple[Test, ...], env: Env) -> str:
    return " and ".join(in_words(test, env) for test in group)


def _reasons(plan: Plan, steps: tuple[Step, ...]) -> tuple[Reason, ...]:
    made = (_reason(plan, step) for step in steps)
    return tuple(dict.fromkeys(made))


def _reason(plan: Plan, step: Step) -> Reason:
    said = in_words(step.test, step.env)
    rule = _rule_behind(plan, step)
    by = step.cause.id if step.cause is not None else _table(step, rule)
    if step.truth is None:
        said = f"it cannot be said whether {said}"
    return Reason(said, by, rule.article if rule else "", _reasons(plan, step.under))


def _table(step: Step, rule: FactRule | None) -> str:
    is_answered = isinstance(step.test, FactTest) and step.test.pattern.form.key in tables.TABLES
    return "the table of states" if is_answered and rule is None else ""


def _rule_behind(plan: Plan, step: Step) -> FactRule | None:
    """The body of the fact that made a step so: the one whose conditions or whose boundaries it rests on."""
    if not isinstance(step.test, FactTest):
        return None
    under = {id(each.test) for each in step.under}
    for rule in plan.facts.get(step.test.pattern.form.key, ()):
        if under & {id(test) for test in tests(rule.limits)}:
            return rule
        bounds = {bound.pattern.form.key for bound in (*rule.begins, *rule.ends) if bound.pattern is not None}
        if step.cause is not None and step.cause.form.key in bounds:
            return rule
    return None
