"""Where a run gets its texts from: instruments in folders, journals in files, as far as the view may open them."""

import os
from collections.abc import Iterable
from pathlib import Path

from foedus.desk.question import Aside, Outcome, Question
from foedus.feeds import parquet
from foedus.lang import clause_names, documents, journal, tables, visible
from foedus.lang.findings import GIVEN_UP
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import meant, nearest
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import Agreement
from foedus.model.events import Event
from foedus.text.diagnostic import Diagnostic, error, warning
from foedus.text.source import NOWHERE, Source, Span

JOURNALS = (".journal", ".csv", ".jsonl", ".parquet")
SHEETS = (".xlsx", ".xls", ".ods", ".docx", ".doc", ".odt", ".pdf")
"""What somebody may take for a table or a text that can be read as it is."""


def shipped(name: str) -> Path:
    """The path of an agreement or a journal that comes with foedus."""
    package = Path(__file__).parents[1]
    inside = package / "shipped" / name
    return inside if inside.exists() else package.parents[1] / name


def instruments(paths: Iterable[Path], view: str, findings: list[Diagnostic]) -> list[tuple[Agreement, Lexicon]]:
    """The agreements at the paths, each with the lexicon that its journals are read in; faults go to `findings`."""
    found = []
    for read in readings(paths, view, findings):
        if read.agreement is not None:
            found.append((read.agreement, read.lexicons["secret"]))
    return found


def readings(paths: Iterable[Path], view: str, findings: list[Diagnostic]) -> list[documents.Reading]:
    """What came of reading the instruments at the paths; each folder once."""
    found: dict[Path, documents.Reading] = {}
    for path in paths:
        folders = documents.find(path, view)
        if not folders:
            findings.append(_no_agreement(path, view))
        for folder in folders:
            if folder not in found:
                found[folder] = documents.read(folder, view, standard_lexicon())
                findings += found[folder].findings
    return list(found.values())


def _no_agreement(path: Path, view: str) -> Diagnostic:
    """What is said of a path at which no agreement is found; of one that the view may not open always the same."""
    where = path.as_posix()
    hint = "name a folder that holds an `agreement.md`; a folder `secret` is opened only with --view secret"
    if not visible.may_open(path, view) or os.path.isdir(path):
        return error("no-agreement", f"no agreement lies open to this view at {where}", NOWHERE, hint)
    if os.path.isfile(path) and path.suffix.casefold() != ".md":
        hint = f"is it a journal? Then name the folder of the agreement and write `--journal {where}` behind it"
        return error("no-agreement", f"{where} is a file and no agreement", NOWHERE, hint)
    if os.path.isfile(path):
        hint = "an agreement is a folder, and its main text is called `agreement.md`"
        return error("no-agreement", f"no `agreement.md` lies beside {where}", NOWHERE, hint)
    return error("no-agreement", f"nothing lies at {where}", NOWHERE, meant(_meant(path, view), hint))


def _inside(folder: Path, view: str) -> list[str]:
    """The names in a folder that are open to the view; empty where nobody can look."""
    try:
        return sorted(each.name for each in folder.iterdir() if visible.may_open(each, view))
    except (OSError, ValueError):
        return []


def _meant(path: Path, view: str) -> str | None:
    """What lies beside a path at which nothing lies, under nearly its name."""
    near = nearest(path.name, _inside(path.parent, view)) if not os.path.lexists(path) else None
    return (path.parent / near).as_posix() if near else None


def statements(question: Question, read: list[tuple[Agreement, Lexicon]], outcome: Outcome) -> list[list[Event]]:
    """What the journals state to each agreement; a row is bad only where no agreement can read it."""
    stated: list[list[Event]] = [[] for _ in read]
    for path in question.journals:
        if not visible.may_open(path, question.view):
            continue
        source = opened(path, question.view, outcome.findings)
        if source is None:
            continue
        outcome.findings += visible.misnamed(path)
        found = [_journal(path, source, agreement, lexicon, question.keep_going) for agreement, lexicon in read]
        for mine, each in zip(stated, found, strict=True):
            mine += each.statements
        _note(found, question.keep_going, outcome)
    if not outcome.failed and not outcome.aside:
        every = [event for mine in stated for event in mine]
        there = [name for agreement, _ in read for name in clause_names.names(agreement.documents)]
        outcome.findings += [*_dangling(every), *_twice(every), *clause_names.stated(every, there)]
    return stated


def _dangling(stated: list[Event]) -> list[Diagnostic]:
    """Corrections and withdrawals that point at nothing which the view sees on record."""
    there = {name for event in stated for name in (event.id, event.reports[0].id)}
    found = []
    for event in stated:
        report = event.reports[0]
        for word, pointer in (("corrects", report.corrects), ("withdraws", report.withdraws)):
            if pointer and pointer not in there:
                hint = "name the `id` of the older line, or what it says, as `1941-06-22.DEU.attacks.SUN`"
                title = f"this line {word} `{pointer}`, and no line on record here is called so"
                found.append(warning("points-nowhere", title, report.span, hint))
    return found


def _twice(stated: list[Event]) -> list[Diagnostic]:
    """Lines that the view sees under one `id` and that say different things; a correction may keep the older id."""
    lines: dict[str, dict[tuple[str, int], set[object]]] = {}
    spans: dict[tuple[str, int], Span] = {}
    for event in stated:
        report = event.reports[0]
        if report.id and report.id not in (report.corrects, report.withdraws):
            place = (report.span.source.path, report.span.begin)
            spans[place] = report.span
            lines.setdefault(report.id, {}).setdefault(place, set()).add((event.identity, report))
    found = []
    for name, said in lines.items():
        first, *others = said
        for place in [each for each in others if said[each] != said[first]]:
            title = f"the id `{name}` is that of another line already: {first[0]}:{spans[first].place[0]}"
            hint = "give each line an id of its own: what corrects or withdraws that id takes back both"
            found.append(warning("id-twice", title, spans[place], hint))
    return found


def opened(path: Path, view: str, findings: list[Diagnostic]) -> Source | None:
    """The journal as the view may see it; None where it cannot be opened."""
    unfit = _no_journal(path, view)
    if unfit is not None:
        findings.append(unfit)
        return None
    try:
        if visible.kind_of(path) == "parquet":
            return Source(path.as_posix(), visible.json_lines(parquet.json_lines(path, view), view))
        written = path.read_bytes().decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n")
    except parquet.Unusable as wrong:
        findings.append(error("unreadable-file", f"{path.as_posix()}: {wrong}", NOWHERE, wrong.remedy))
        return None
    except OSError as wrong:
        title = f"{path.as_posix()}: {wrong.strerror or 'cannot be read'}"
        findings.append(
            error("unreadable-file", title, NOWHERE, meant(_meant(path, view), "check the path and its permissions"))
        )
        return None
    see = {"csv": visible.csv_lines, "json": visible.json_lines}.get(visible.kind_of(path), visible.plain_lines)
    return Source(path.as_posix(), see(written, view))


def _no_journal(path: Path, view: str) -> Diagnostic | None:
    """The finding on what is no journal whatever stands in it: a folder, a document, a file of another program."""
    where = path.as_posix()
    if os.path.isdir(path):
        inside = [each for each in _inside(path, view) if each.endswith(JOURNALS)]
        hint = (
            f"did you mean `{(path / inside[0]).as_posix()}`?"
            if inside
            else f"a journal ends with {', '.join(JOURNALS)}; none lies in it"
        )
        return error("not-a-journal", f"{where} is a folder, and a journal is one file", NOWHERE, hint)
    if path.suffix.casefold() == ".md" and os.path.isfile(path):
        hint = "name the folder of the agreement before `--journal`, and behind it the file that says what happened"
        return error("not-a-journal", f"{where} is a document, not a journal", NOWHERE, hint)
    if path.suffix.casefold() in SHEETS and os.path.isfile(path):
        hint = "save it from there as CSV, with a first row such as `happened,verb,subject,object`"
        return error("not-a-journal", f"{where} is a file of an office program", NOWHERE, hint)
    return None


def _journal(path: Path, source: Source, agreement: Agreement, lexicon: Lexicon, whole: bool) -> journal.Journal:
    as_rows = {"csv": tables.read_csv, "json": tables.read_json_lines, "parquet": tables.read_json_lines}
    read = as_rows.get(visible.kind_of(path), journal.read)
    return read(source, lexicon, Setting(agreement.name, visible.clearance_of(path), whole))


def _note(found: list[journal.Journal], keep_going: bool, outcome: Outcome) -> None:
    """Add what is wrong with a journal: rows that no agreement can read, and the warnings."""
    for each in found:
        outcome.findings += [finding for finding in each.findings if not finding.is_error or finding.code == GIVEN_UP]
    bad = [{begin: (finding, row) for begin, finding, row in each.aside} for each in found]
    for begin in sorted(set.intersection(*map(set, bad))) if bad else ():
        finding, row = bad[0][begin]
        if keep_going:
            outcome.aside.append(Aside(row, finding))
        else:
            outcome.findings.append(finding)
