"""Why an entry stands: the run asked again, and the texts that the reader may see."""

from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from pathlib import PurePosixPath
from textwrap import indent

from foedus.desk import running
from foedus.desk.question import Outcome, Question
from foedus.engine import explanation, projection
from foedus.engine.rows import Row, seen
from foedus.lang.catalogue import catalogue
from foedus.model.agreement import Agreement, Clause, Document
from foedus.model.events import Event, Report
from foedus.model.explanation import Explanation, Passage, Witness
from foedus.model.ledger import Entry
from foedus.model.moments import text
from foedus.plan.compiler import label, readings_of
from foedus.text.diagnostic import error, in_order
from foedus.text.source import NOWHERE


def explain(entry_id: str, question: Question) -> tuple[Outcome, list[Explanation]]:
    """Why the entries of that id stand, one for each agreement that has it; none where there is no such entry."""
    outcome = Outcome()
    found = running.runs(question, outcome)
    if outcome.failed:
        return outcome, []
    outcome.ledger = running.ledger(question, found)
    explained = [each for run in found for each in _of_run(entry_id, question, run, outcome.ledger.as_of)]
    if not explained:
        ids = [entry.id for entry in outcome.ledger.entries]
        near = get_close_matches(entry_id, ids, 1, 0.4)
        hint = f"did you mean `{near[0]}`?" if near else "`foedus run` with the same options lists the entries as JSON"
        outcome.findings.append(error("no-entry", f"this ledger has no entry `{entry_id}`", NOWHERE, hint))
    outcome.findings = in_order(outcome.findings)
    return outcome, explained


def explain_code(code: str) -> str | None:
    """What a code means, with the smallest text that has the fault; None where there is no such code."""
    known = catalogue().get(code)
    return f"{code}\n\n{known.meaning}\n\n{indent(known.broken, '    ')}" if known else None


def nearest_code(written: str) -> str | None:
    """The code that is nearest to what was written, or None where nothing is near."""
    return next(iter(get_close_matches(written, catalogue(), 1, 0.5)), None)


def _of_run(entry_id: str, question: Question, run: running.Run, as_of: int) -> Iterator[Explanation]:
    for row in run.engine.rows:
        if row.opened <= as_of and projection.entry_id(row) == entry_id:
            told = explained(run, row, as_of)
            yield replace(told, readings=tuple(_readings(question.until(as_of), run.case, told.entry)))


def explained(run: running.Run, row: Row, as_of: int) -> Explanation:
    """Why a row stands, from what the run holds; what other readings would give is left out, as it needs more runs."""
    plan = run.engine.plan
    entry = projection.entry(plan, row, as_of)
    told = replace(seen(row, as_of), due=entry.due)
    document, clause = _clause(run.case.agreement, entry)
    line, _ = clause.span.place
    declared = {reading.name: reading for reading in readings_of(run.case.agreement)}
    return Explanation(
        entry,
        tuple(passages(run.case.agreement, document, clause.article)),
        f"{document.path}:{line}",
        clause.span.text,
        tuple(_witnesses(row, as_of)),
        explanation.reasons(plan, told),
        explanation.exceptions(plan, row),
        tuple((name, value, (), declared[name].asks) for name, value in entry.readings),
        explanation.prevented(told),
        running.notes(run.case.agreement),
    )


def _clause(agreement: Agreement, entry: Entry) -> tuple[Document, Clause]:
    """The clause that an entry comes from, and its document."""
    return next(
        (document, item)
        for document in agreement.documents
        for item in document.items
        if isinstance(item, Clause) and item.name == entry.clause and label(document, item.article) == entry.article
    )


def passages(agreement: Agreement, document: Document, name: str) -> Iterator[Passage]:
    """The article in the language of its document, then in every other that the reader may see."""
    original = document.article(name)
    if original is None:
        return
    for each in agreement.documents:
        if each is not document and same_text(each, document):
            found = next((article for article in each.articles if article.number == original.number), None)
        else:
            found = original if each is document else None
        if found is not None and found.number:
            heading = f"{found.label}. {found.title}" if found.title else found.label
            yield Passage(each.language, heading, found.text)


def same_text(one: Document, other: Document) -> bool:
    """Whether two documents are one text in two languages: `protocol.md` and `protocol.ru.md` of one folder."""
    paths = [PurePosixPath(each.path) for each in (one, other)]
    return paths[0].parent == paths[1].parent and paths[0].name.split(".")[0] == paths[1].name.split(".")[0]


def _witnesses(row: Row, as_of: int) -> Iterator[Witness]:
    for event in row.causes:
        if event.moment <= as_of:
            yield Witness("cause", event.id, _reports(event))
    if row.closing is not None and row.closing.moment <= as_of:
        for event in row.closing.events:
            yield Witness("closing", event.id, _reports(event))


def _reports(event: Event) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_told(report, event) for report in event.reports))


def _told(report: Report, event: Event) -> str:
    """Who tells of it, where it stands in the journal, and when it was put on record."""
    line, _ = report.span.place
    said = [report.source] if report.source else []
    said += [f"reported by {' and '.join(report.reported_by)}"] if report.reported_by else []
    said += [f"accepted by {' and '.join(report.accepted_by)}"] if report.accepted_by else []
    said += [f"disputed by {' and '.join(report.disputed_by)}"] if report.disputed_by else []
    said += [f"recorded {text(report.recorded)}"] if report.recorded != event.moment else []
    said += [f"{report.span.source.path}:{line}"] if report.span.source.path else []
    return "; ".join(said)


def _readings(
    question: Question, case: running.Case, entry: Entry
) -> Iterator[tuple[str, str, tuple[tuple[str, str], ...], str]]:
    """Each reading that the entry rests on, with what becomes of the entry under each other value of it alone."""
    declared = {reading.name: reading for reading in readings_of(case.agreement)}
    for name, value in entry.readings:
        others = tuple(
            (other, _status_under(question.under({name: other}), case, entry.id))
            for other in declared[name].values
            if other != value
        )
        yield name, value, others, declared[name].asks


def _status_under(question: Question, case: running.Case, entry_id: str) -> str:
    ledger = running.ledger(question, [running.Run(case, running.engine_for(case, question.readings))])
    return next((f"{e.status} {text(e.since)}" for e in ledger.entries if e.id == entry_id), "does not arise")
