"""What hangs on what: which events matter to a plan, which readings an entry rests on, in what order facts come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from foedus.model.agreement import Party
from foedus.model.forms import SORTS, Form, class_form
from foedus.plan.nodes import (
    Boundary,
    ClauseRule,
    CountTest,
    EventRule,
    FactRule,
    FactTest,
    Limits,
    PastTest,
    Pattern,
    Plan,
    ReadingTest,
    Test,
)

Facts = Mapping[str, Sequence[FactRule]]
STANDING = ("is in force", "is in force for", "is excused from toward", "is suspended for toward")
"""Facts on which every clause rests, whether it names them or not."""


def tests(limits: Limits) -> tuple[Test, ...]:
    """Every test of the limits, and what those that count count."""
    found = limits.all()
    return (*found, *(test.test for test in found if isinstance(test, CountTest)))


def can_apply(rule: ClauseRule | EventRule | FactRule) -> bool:
    """Whether the readings on which the plan rests leave the conditions of a rule a chance."""
    return all(test.holds for test in (*rule.limits.where, *rule.limits.during) if isinstance(test, ReadingTest))


def readings(limits: Limits) -> tuple[str, ...]:
    """The readings that the limits ask for."""
    asked = (test for test in tests(limits) if isinstance(test, (ReadingTest, CountTest, PastTest)))
    return tuple(test.reading for test in asked if test.reading)


def asked(limits: Limits) -> list[str]:
    """The facts, and the events of the past, that the limits ask about, by key."""
    return [test.pattern.form.key for test in tests(limits) if isinstance(test, (FactTest, PastTest))]


def reached(keys: Iterable[str], facts: Facts) -> set[str]:
    """These facts and what they are computed by, facts and events of the past: a change of any may change these."""
    found: set[str] = set()
    left = list(keys)
    while left:
        key = left.pop()
        if key not in found:
            found.add(key)
            for rule in facts.get(key, ()):
                left += asked(rule.limits) if rule.is_computed else []
    return found


def declared_classes(rules: Iterable[ClauseRule | EventRule | FactRule]) -> dict[str, Form]:
    """The classes that facts declare and letters wear, with the facts that say who belongs to them."""
    worn = (cls.noun for rule in rules for classes in rule.scope.classes.values() for cls in classes)
    return {noun: class_form(noun) for noun in worn if noun not in (*SORTS, "party", "contracting state")}


def complete(
    agreement: str,
    parties: tuple[Party, ...],
    signed: int,
    clauses: list[ClauseRule],
    facts: Facts,
    deemed: list[EventRule],
    values: tuple[tuple[str, str], ...],
    by_party: bool = False,
) -> Plan:
    """The plan with each clause's readings traced through the facts and events that it tests, and what it needs."""
    traced = tuple(replace(clause, readings=_traced(clause, facts, deemed)) for clause in clauses)
    nouns = declared_classes([*clauses, *deemed, *(rule for rules in facts.values() for rule in rules)])
    used = {key: tuple(facts[key]) for key in _facts_used(clauses, facts, deemed, nouns, by_party)}
    events = {pattern.form.key for pattern in _patterns(clauses, used, deemed)} | {f.key for f in nouns.values()}
    past = {test.pattern.form.key for test in _all_tests(clauses, used, deemed) if isinstance(test, PastTest)}
    past |= {deed.pattern.form.key for each in clauses if each.before and each.before.opens for deed in each.deeds}
    return Plan(agreement, parties, signed, traced, used, tuple(ordered(deemed)), values, frozenset(events),
                frozenset(past), nouns, by_party)  # fmt: skip


def ordered(deemed: list[EventRule]) -> list[EventRule]:
    """Deeming rules so that each follows those that make the events it looks at; a cycle keeps its order."""
    done: list[EventRule] = []
    left = list(deemed)
    while left:
        made = {rule.head.form.key for rule in left}
        ready = [rule for rule in left if rule.when.form.key not in made - {rule.head.form.key}] or left[:1]
        done += ready
        left = [rule for rule in left if rule not in ready]
    return done


def _facts_used(
    clauses: list[ClauseRule], facts: Facts, deemed: list[EventRule], nouns: Mapping[str, Form], by_party: bool
) -> list[str]:
    """Keys of the facts that the clauses reach, the agreement's being in force among them."""
    found: dict[str, None] = {"is in force": None, **{form.key: None for form in nouns.values()}}
    found |= {key: None for key in STANDING[2 if not by_party else 1 :]}
    queue = list(found)
    for test in _tests_of(clauses, deemed):
        _note(test, found, queue)
    for clause in clauses:
        for pattern in (*clause.openers, *(deed.pattern for deed in clause.deeds)):
            if not pattern.form.is_event and pattern.form.key not in found:
                found[pattern.form.key] = None
                queue.append(pattern.form.key)
    while queue:
        for rule in facts.get(queue.pop(), ()):
            for test in (*tests(rule.limits), *rule.not_while):
                _note(test, found, queue)
    return [key for key in found if key in facts]


def _note(test: Test, found: dict[str, None], queue: list[str]) -> None:
    if isinstance(test, FactTest) and test.pattern.form.key not in found:
        found[test.pattern.form.key] = None
        queue.append(test.pattern.form.key)


def _tests_of(clauses: Iterable[ClauseRule], deemed: Iterable[EventRule]) -> Iterator[Test]:
    for clause in clauses:
        yield from tests(clause.limits)
    for rule in deemed:
        yield from tests(rule.limits)


def _all_tests(
    clauses: list[ClauseRule], facts: Mapping[str, tuple[FactRule, ...]], deemed: list[EventRule]
) -> Iterator[Test]:
    yield from _tests_of(clauses, deemed)
    for rules in facts.values():
        for rule in rules:
            yield from tests(rule.limits)


def _patterns(
    clauses: list[ClauseRule], facts: Mapping[str, tuple[FactRule, ...]], deemed: list[EventRule]
) -> Iterator[Pattern]:
    for clause in clauses:
        yield from (*clause.openers, *clause.until, *(deed.pattern for deed in clause.deeds))
        yield from [clause.before.pattern] if clause.before is not None else []
    for rules in facts.values():
        for rule in rules:
            yield from (rule.head, *(test.pattern for test in rule.not_while))
            yield from (bound.pattern for bound in (*rule.begins, *rule.ends) if bound.pattern is not None)
    for deeming in deemed:
        yield from (deeming.head, deeming.when)
    for test in _all_tests(clauses, facts, deemed):
        if isinstance(test, (FactTest, PastTest)):
            yield test.pattern


def _traced(clause: ClauseRule, facts: Facts, deemed: list[EventRule]) -> tuple[str, ...]:
    """Every reading that the clause, the facts it tests and the events it looks at name."""
    found: dict[str, None] = dict.fromkeys(clause.readings)
    seen: set[str] = set()
    queue = [pattern.form.key for pattern in (*clause.openers, *clause.until, *(deed.pattern for deed in clause.deeds))]
    queue += asked(clause.limits)
    queue += [clause.before.pattern.form.key] if clause.before is not None else []
    queue += [*STANDING, *(["prevents of"] if clause.modal == "may" else [])]
    while queue:
        key = queue.pop()
        if key in seen:
            continue
        seen.add(key)
        found |= dict.fromkeys(name for rule in facts.get(key, ()) for name in rule.readings)
        for limits, patterns in _behind(key, facts, deemed):
            found |= dict.fromkeys(readings(limits))
            queue += [pattern.form.key for pattern in patterns]
            queue += asked(limits)
    return tuple(found)


def _behind(key: str, facts: Facts, deemed: list[EventRule]) -> Iterator[tuple[Limits, list[Pattern]]]:
    for rule in facts.get(key, ()):
        bounds: tuple[Boundary, ...] = (*rule.begins, *rule.ends)
        patterns = [bound.pattern for bound in bounds if bound.pattern is not None]
        yield rule.limits, [*patterns, *(test.pattern for test in rule.not_while)]
    for deeming in deemed:
        if deeming.head.form.key == key:
            yield deeming.limits, [deeming.when]
