"""Checking agreements: what is wrong in them, examples that do not come out among it."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path

from foedus.desk import running, sources
from foedus.desk.question import Outcome, Question
from foedus.engine import record
from foedus.lang import documents, journal
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
    whole = read.agreement
    if whole is None:
        return
    seen = Agreement(whole.name, tuple(each for each in whole.documents if may_see(clearance, each.clearance)))
    made: running.Made = {}
    for document in seen.documents:
        for item in document.items:
            if isinstance(item, Example) and document.clearance == clearance:
                yield from _example(item, seen, read.lexicons[clearance], clearance, made)


def _example(
    item: Example, agreement: Agreement, lexicon: Lexicon, view: str, made: running.Made
) -> Iterator[Diagnostic]:
    try:
        stated = _stated(item, agreement, lexicon)
    except Fault as fault:
        yield fault.finding.under(item.article)
        return
    case = running.Case(agreement, lexicon, tuple(record.select(stated)))
    question = Question((), view=view, as_of=item.as_of, readings=dict(item.readings))
    ledger = running.ledger(question, [running.Run(case, running.engine_for(case, question.readings, made))])
    given = [_said(entry) for entry in ledger.entries]
    wanted = [_wanted(result, said) for result, said in zip_longest(item.results, given)]
    apart = next((pair for pair in zip_longest(wanted, given) if pair[0] != pair[1]), None)
    if apart is not None:
        expected, came = (f"`{each}`" if each else "nothing more" for each in apart)
        title = f"example {item.name} does not come out: expected {expected}, got {came}"
        yield error("example-fails", title, item.span, f"all that it gives: {'; '.join(given) or 'nothing'}").under(
            item.article
        )


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


def _stated(item: Example, agreement: Agreement, lexicon: Lexicon) -> list[Event]:
    setting = Setting(agreement.name)
    return [
        event
        for line in item.journal
        for event in journal.statement(line.source, line.begin, line.end, lexicon, setting)
    ]
