"""Every way to read an agreement: which entries stand under all of them, and on which open points the others depend."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from foedus.desk import running
from foedus.desk.question import Outcome, Question
from foedus.model.ledger import Entry
from foedus.plan.compiler import chosen, readings_of
from foedus.text.diagnostic import in_order

Choice = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dependence:
    """An entry with one of its statuses, and the readings that this depends on; none: it stands under every reading.

    Each of them with the values under which, whatever the others say, the status can stand.
    """

    agreement: str
    entry: str
    status: str
    act: str
    readings: tuple[tuple[str, tuple[str, ...]], ...]


def under_all_readings(question: Question) -> tuple[Outcome, list[Dependence]]:
    """Every entry and status that some reading gives; the outcome is that of the question as it stands.

    A reading that the question chooses is fixed, the others are tried in every value. A status depends on a reading
    where two choices that differ in that reading alone do not both give it. A clause is tried only under the readings
    that it, or what it asks for, names.
    """
    outcome = running.run(question)
    if outcome.failed:
        return outcome, []
    aside = Outcome()
    found = running.cases(question, aside)
    until = running.until(question, found)
    depends = [each for case in found for each in _of_case(question, case, until)]
    outcome.findings = in_order(outcome.findings)
    return outcome, sorted(depends, key=lambda each: (each.agreement, each.entry, each.status))


def _of_case(question: Question, case: running.Case, until: int) -> Iterator[Dependence]:
    values = {
        reading.name: (question.readings[reading.name],) if reading.name in question.readings else reading.values
        for reading in readings_of(case.agreement)
    }
    groups: dict[Choice, set[str]] = {}
    for rule in running.engine_for(case, question.readings).plan.clauses:
        groups.setdefault(tuple(name for name in rule.readings if name in values), set()).add(rule.name)
    given: dict[Choice, tuple[Entry, ...]] = {}

    def entries(choice: Mapping[str, str]) -> tuple[Entry, ...]:
        """What that choice gives: many groups ask for one choice, as each takes in that of the question."""
        asked = question.under(choice)
        key = tuple(chosen(case.agreement, asked.readings).values())
        if key not in given:
            given[key] = _entries(asked, case, until)
        return given[key]

    for names, clauses in groups.items():
        yield from _of_group(entries, case, names, [values[name] for name in names], clauses)


def _of_group(
    entries: Callable[[Mapping[str, str]], Iterable[Entry]],
    case: running.Case,
    names: Choice,
    values: list[Choice],
    clauses: set[str],
) -> Iterator[Dependence]:
    given: dict[tuple[str, str, str], set[Choice]] = {}
    choices = list(product(*values))
    for choice in choices:
        for entry in entries(dict(zip(names, choice, strict=True))):
            if entry.clause in clauses:
                given.setdefault((entry.id, entry.status, entry.act), set()).add(choice)
    for (entry_id, status, act), holds in given.items():
        depends = tuple(
            (name, tuple(value for value in values[at] if any(choice[at] == value for choice in holds)))
            for at, name in enumerate(names)
            if _matters(at, holds, choices)
        )
        yield Dependence(case.agreement.name, entry_id, status, act, depends)


def _entries(question: Question, case: running.Case, until: int) -> tuple[Entry, ...]:
    run = running.Run(case, running.engine_for(case, question.readings))
    return running.ledger(question.until(until), [run]).entries


def _matters(at: int, holds: set[Choice], choices: list[Choice]) -> bool:
    """Whether some choice gives the entry and another, different in that place alone, does not."""
    without = {(*choice[:at], *choice[at + 1 :]) for choice in choices if choice not in holds}
    return any((*choice[:at], *choice[at + 1 :]) in without for choice in holds)
