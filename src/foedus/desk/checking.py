"""Checking agreements: what is wrong in them, examples that do not come out among it."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from foedus.desk import running, sources
from foedus.desk.question import Outcome, Question
from foedus.engine import record
from foedus.lang import clause_names, documents, journal
from foedus.lang.examples import VERBS
from foedus.lang.findings import Fault
from foedus.lang.lexicon import Lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import CLEARANCES, Agreement, Example, Result, may_see
from foedus.model.events import Event
from foedus.model.ledger import Entry
from foedus.model.moments import text
from foedus.text.diagnostic import Diagnostic, error, in_order


def check(paths: Iterable[Path], view: str = "public") -> Outcome:
    """What is wrong in the agreements at `paths`; an example is run as those see it who may see its document."""
    outcome = Outcome()
    for read in sources.readings(paths, view, outcome.findings):
        for clearance in CLEARANCES:
            if may_see(view, clearance) and not read.is_broken:  # else it may only lack what is
                outcome.findings += examples(read, clearance)
    outcome.findings = in_order(outcome.findings)
    return outcome


def examples(read: documents.Reading, clearance: str) -> Iterator[Diagnostic]:
    """Examples of the documents of one clearance that do not come out."""
    if read.agreement is None:
        return
    seen = seen_by(read.agreement, clearance)
    made: running.Made = {}
    for document in seen.documents:
        for item in document.items:
            if isinstance(item, Example) and document.clearance == clearance:
                yield from _example(item, seen, read.lexicons[clearance], made)


def seen_by(whole: Agreement, clearance: str) -> Agreement:
    """The agreement as those see it who have that clearance."""
    return Agreement(whole.name, tuple(each for each in whole.documents if may_see(clearance, each.clearance)))


def _example(item: Example, agreement: Agreement, lexicon: Lexicon, made: running.Made) -> Iterator[Diagnostic]:
    try:
        events = events_of(item, agreement, lexicon)
    except Fault as fault:
        yield fault.finding.under(item.article)
        return
    there = clause_names.names(agreement.documents)
    yield from (each.under(item.article) for each in clause_names.stated(events, there))
    if any(result.clause not in there for result in item.results):  # it cannot come out, and the reason is told
        return
    case = running.Case(agreement, lexicon, events)
    given = given_by(item, running.Run(case, running.engine_for(case, dict(item.readings), made)))
    apart = mismatch(item, given)
    if apart is not None:
        expected, came = (f"`{each}`" if each else "nothing more" for each in apart)
        title = f"example {item.name} does not come out: expected {expected}, got {came}"
        yield error("example-fails", title, item.span, f"all that it gives: {'; '.join(given) or 'nothing'}").under(
            item.article
        )


def given_by(item: Example, run: running.Run) -> list[str]:
    """What a run of its events gives, each entry in the words of a result line."""
    ledger = running.ledger(Question((), as_of=item.as_of, readings=dict(item.readings)), [run])
    return [_said(entry) for entry in ledger.entries]


def mismatch(item: Example, given: list[str]) -> tuple[str | None, str | None] | None:
    """The first entry that was to come out with the one that did; None where the example comes out."""
    wanted = [_wanted(result, said) for result, said in zip_longest(item.results, given)]
    return next((pair for pair in zip_longest(wanted, given) if pair[0] != pair[1]), None)


def _wanted(result: Result | None, said: str | None) -> str | None:
    """A result line as it is said; where it names no date it takes that of the entry which it is held against."""
    if result is None:
        return None
    claimant = f" {VERBS[result.verb]} {result.claimant}" if result.claimant else ""
    line = f"{result.bearer} {result.verb} {result.clause}{claimant}, {result.status}"
    if result.since is not None:
        return f"{line} {text(result.since)}"
    return said if said is not None and said.rpartition(" ")[0] == line else line


def _said(entry: Entry) -> str:
    """An entry in the words of a result line."""
    verb = {"must": "owes", "must not": "breaches"}.get(entry.modal, "holds")
    verb = "owes" if entry.due is not None else verb  # a banned state that has time to end is owed to end
    return f"{entry.bearer} {verb} {entry.clause} {VERBS[verb]} {entry.claimant}, {entry.status} {text(entry.since)}"


def events_of(item: Example, agreement: Agreement, lexicon: Lexicon) -> tuple[Event, ...]:
    """What happens in an example. Raises: Fault."""
    setting = Setting(agreement.name)
    stated = [
        event
        for line in item.journal
        for event in journal.statement(line.source, line.begin, line.end, lexicon, setting)
    ]
    return tuple(record.select(stated))
