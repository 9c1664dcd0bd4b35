"""Checking agreements: what is wrong in them, examples that do not come out among it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from foedus.desk import running, sources
from foedus.desk.question import Outcome, Question
from foedus.engine import record
from foedus.lang import documents, journal
from foedus.lang.findings import Fault
from foedus.lang.lexicon import Lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import CLEARANCES, Agreement, Example, may_see
from foedus.model.events import Event
from foedus.model.ledger import Entry
from foedus.model.moments import text
from foedus.text.diagnostic import Diagnostic, error, in_order


def check(paths: Iterable[Path], view: str = "public") -> Outcome:
    """What is wrong in the agreements at `paths`; an example is run as those see it who may see its document."""
    outcome = Outcome()
    for read in sources.readings(paths, view, outcome.findings):
        for clearance in CLEARANCES:
            if may_see(view, clearance):
                outcome.findings += examples(read, clearance)
    outcome.findings = in_order(outcome.findings)
    return outcome


def examples(read: documents.Reading, clearance: str) -> Iterator[Diagnostic]:
    """Examples of the documents of one clearance that do not come out."""
    whole = read.agreement
    if whole is None:
        return
    seen = Agreement(whole.name, tuple(each for each in whole.documents if may_see(clearance, each.clearance)))
    for document in seen.documents:
        for item in document.items:
            if isinstance(item, Example) and document.clearance == clearance:
                yield from _example(item, seen, read.lexicons[clearance], clearance)


def _example(item: Example, agreement: Agreement, lexicon: Lexicon, view: str) -> Iterator[Diagnostic]:
    try:
        stated = _stated(item, agreement, lexicon)
    except Fault as fault:
        yield fault.finding.under(item.article)
        return
    case = running.Case(agreement, lexicon, tuple(record.select(stated)))
    question = Question((), view=view, as_of=item.as_of, readings=dict(item.readings))
    ledger = running.ledger(question, [running.Run(case, running.engine_for(case, question.readings))])
    given = [_shown(entry) for entry in ledger.entries]
    wanted = [
        (each.bearer, each.clause, each.claimant, each.status, text(each.since) if each.since else "")
        for each in item.results
    ]
    alike = (came[:4] == want[:4] and want[4] in ("", came[4]) for came, want in zip(given, wanted, strict=False))
    if len(given) != len(wanted) or not all(alike):
        came = "; ".join(" ".join(each) for each in given) or "nothing"
        title = f"example {item.name} does not come out"
        yield error("example-fails", title, item.span, f"it gives: {came}").under(item.article)


def _stated(item: Example, agreement: Agreement, lexicon: Lexicon) -> list[Event]:
    setting = Setting(agreement.name)
    return [
        event
        for line in item.journal
        for event in journal.statement(line.source, line.begin, line.end, lexicon, setting)
    ]


def _shown(entry: Entry) -> tuple[str, str, str, str, str]:
    return (entry.bearer, entry.clause, entry.claimant, entry.status, text(entry.since))
