"""Running agreements: texts and journals in, one ledger out."""

from collections.abc import Mapping
from dataclasses import dataclass

from foedus.desk import sources
from foedus.desk.question import Outcome, Question
from foedus.engine import projection, record
from foedus.engine.interpreter import Interpreter
from foedus.engine.relevance import Relevance
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import did_you_mean
from foedus.lang.standard import standard_document
from foedus.model.agreement import Agreement
from foedus.model.events import Event
from foedus.model.ledger import Entry, Kept, Ledger
from foedus.model.moments import FIRST
from foedus.plan.compiler import IN_FORCE, chosen, compile_plan, readings_of
from foedus.plan.nodes import Plan
from foedus.text.diagnostic import Diagnostic, error, in_order
from foedus.text.source import NOWHERE

Made = dict[tuple[tuple[str, str], ...], tuple[Plan, Relevance]]
"""The plans of one agreement in one lexicon, by the value of every reading, each with what matters to it."""


@dataclass(frozen=True, slots=True)
class Case:
    """An agreement with the events that count for it: what can be run under any choice of readings."""

    agreement: Agreement
    lexicon: Lexicon
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A case that was run: the engine keeps the rows that the ledger is a view of."""

    case: Case
    engine: Interpreter


def run(question: Question) -> Outcome:
    """The ledger that answers the question; None where an error stands in the way, which the findings then say."""
    outcome = Outcome()
    found = cases(question, outcome)
    if not outcome.failed:
        outcome.ledger = ledger(question, [_run(case, question) for case in found])
    outcome.findings = in_order(outcome.findings)
    return outcome


def runs(question: Question, outcome: Outcome) -> list[Run]:
    """The cases of the question, run; empty where there are errors, which the outcome then holds."""
    found = cases(question, outcome)
    outcome.findings = in_order(outcome.findings)
    return [] if outcome.failed else [_run(case, question) for case in found]


def cases(question: Question, outcome: Outcome) -> list[Case]:
    """What the question speaks of, read; faults go to the outcome."""
    read = sources.instruments(question.paths, question.view, outcome.findings)
    outcome.findings += _misread([agreement for agreement, _ in read], question)
    stated = sources.statements(question, read, outcome)
    return [
        Case(agreement, lexicon, tuple(_selected(question, agreement, mine)))
        for (agreement, lexicon), mine in zip(read, stated, strict=True)
    ]


def _selected(question: Question, agreement: Agreement, stated: list[Event]) -> list[Event]:
    return record.select(stated, question.view, question.known_at, question.according_to, _codes(agreement))


def _run(case: Case, question: Question) -> Run:
    return Run(case, engine_for(case, question.readings))


def engine_for(case: Case, readings: Mapping[str, str], made: Made | None = None) -> Interpreter:
    """The case run to its last event under these readings; what is in `made` is not made again."""
    plan, relevance = _plan(case, readings, {} if made is None else made)
    engine = Interpreter(plan, relevance)
    engine.feed(case.events)
    return engine


def _plan(case: Case, readings: Mapping[str, str], made: Made) -> tuple[Plan, Relevance]:
    choice = tuple(chosen(case.agreement, readings).items())
    if choice not in made:
        plan = compile_plan(case.agreement, standard_document(), case.lexicon.forms[IN_FORCE], readings)
        made[choice] = plan, Relevance(plan)
    return made[choice]


def until(question: Question, found: list[Case]) -> int:
    """The date of the ledger: the one asked for, else that of the last event that is seen, else of the signature."""
    if question.as_of is not None:
        return question.as_of
    last = max((case.events[-1].moment for case in found if case.events), default=None)
    return last if last is not None else max((case.agreement.record.signed or FIRST for case in found), default=FIRST)


def ledger(question: Question, found: list[Run]) -> Ledger:
    """The ledger of several runs in one: their entries in the order of opening."""
    as_of = until(question, [each.case for each in found])
    entries: list[Entry] = []
    kept: list[Kept] = []
    for each in found:
        each.engine.pass_time(as_of)
        plan, rows = each.engine.plan, each.engine.rows
        entries += projection.entries(plan, rows, as_of)
        kept += projection.kept(plan, rows, as_of, each.engine.force_began, each.engine.solver.joined)
    agreements = [each.case.agreement for each in found]
    return Ledger(
        agreements=tuple(agreement.name for agreement in agreements),
        as_of=as_of,
        known_at=question.known_at,
        view=question.view,
        according_to=question.according_to,
        readings=_chosen(agreements, question.readings),
        entries=tuple(sorted(entries, key=lambda entry: (entry.opened, entry.agreement, entry.id))),
        kept=tuple(kept),
        notes=tuple(note for agreement in agreements for note in notes(agreement)),
    )


def notes(agreement: Agreement) -> tuple[str, ...]:
    """What must be said wherever the agreement is shown."""
    record = agreement.record
    name = record.short or record.title or record.name
    return (f"{name}: a counterfactual: {record.counterfactual}",) if record.counterfactual else ()


def _chosen(agreements: list[Agreement], readings: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Every reading with its value; where two agreements read one name differently, with the agreement before it."""
    every = [(agreement.name, name, value) for agreement in agreements
             for name, value in chosen(agreement, readings).items()]  # fmt: skip
    values: dict[str, set[str]] = {}
    for _, name, value in every:
        values.setdefault(name, set()).add(value)
    named = ((name if len(values[name]) == 1 else f"{whose}/{name}", value) for whose, name, value in every)
    return tuple(dict(named).items())


def _codes(agreement: Agreement) -> tuple[str, ...]:
    return tuple(party.code for party in agreement.record.parties)


def _misread(agreements: list[Agreement], question: Question) -> list[Diagnostic]:
    """Choices that no agreement, as far as the view sees it, knows."""
    known: dict[str, tuple[str, ...]] = {}
    for agreement in agreements:
        for reading in readings_of(agreement):
            known[reading.name] = tuple(dict.fromkeys((*known.get(reading.name, ()), *reading.values)))
    found = []
    for name, value in question.readings.items() if agreements else ():
        if name not in known:
            hint = did_you_mean(name, known, f"the readings are {', '.join(known) or 'none'}")
            found.append(error("unknown-reading", f"no agreement here has a reading {name}", NOWHERE, hint))
        elif value not in known[name]:
            hint = did_you_mean(value, known[name], f"its values are {' or '.join(known[name])}")
            found.append(error("unknown-value", f"reading {name} has no value `{value}`", NOWHERE, hint))
    codes = tuple(dict.fromkeys(code for agreement in agreements for code in _codes(agreement)))
    if agreements and question.according_to not in ("all", "accepted", *codes):
        every = ("all", "accepted", *codes)
        hint = did_you_mean(question.according_to, every, f"choose all, accepted or one of {', '.join(codes)}")
        found.append(error("unknown-party", f"no party is called `{question.according_to}`", NOWHERE, hint))
    return found
