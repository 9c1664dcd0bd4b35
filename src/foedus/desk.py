"""The one façade: what the command line and programs call.

>>> ledger = run([shipped("agreements/anglo-soviet-1939")], [shipped("examples/1939-1945.journal")]).ledgers[0]
>>> ledger.entries[12].id
'assistance.SUN.GBR.1940-06-10.ITA'
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from foedus.engine import projection, record
from foedus.engine.interpreter import Interpreter
from foedus.feeds import cow_wars, iwd
from foedus.feeds.imported import Imported
from foedus.lang import documents, journal, tables, visible
from foedus.lang.findings import Fault
from foedus.lang.lexicon import Lexicon
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import Agreement, Example, may_see
from foedus.model.events import Event
from foedus.model.ledger import Entry, Ledger
from foedus.model.moments import FIRST, text
from foedus.plan.compiler import IN_FORCE, chosen, compile_plan, readings_of
from foedus.text.diagnostic import Diagnostic, error, in_order
from foedus.text.source import NOWHERE, Source

FEEDS = {"iwd": iwd.read, "cow-wars": cow_wars.read}
"""Outside formats by name: each reads a file and gives journal lines, and what it left out."""


@dataclass(slots=True)
class Outcome:
    """What a run gave: a ledger for each agreement (none where it could not be run), and the findings in order."""

    ledgers: list[Ledger] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether some finding is an error."""
        return any(finding.is_error for finding in self.findings)


def shipped(name: str) -> Path:
    """The path of an agreement or a journal that comes with foedus."""
    here = Path(__file__).parent
    inside = here / "shipped" / name
    return inside if inside.exists() else here.parents[1] / name


def run(
    paths: Iterable[Path | str],
    journals: Iterable[Path | str] = (),
    view: str = "public",
    as_of: int | None = None,
    known_at: int | None = None,
    according_to: str = "all",
    readings: Mapping[str, str] | None = None,
) -> Outcome:
    """The ledgers of the agreements at `paths` on the journals, for a reader of that view."""
    outcome = Outcome()
    for read in _instruments(paths, view, outcome):
        agreement = read.agreement
        if agreement is None:
            continue
        outcome.findings += _misread(agreement, readings or {}, according_to)
        statements = _statements(journals, view, read.lexicons["secret"], agreement.name, outcome)
        if not outcome.failed:
            events = record.select(statements, view, known_at, according_to, _codes(agreement))
            outcome.ledgers.append(
                _ledger(agreement, read.lexicons["secret"], events, view, as_of, known_at, according_to, readings or {})
            )
    outcome.findings = in_order(outcome.findings)
    return outcome


def under_all_readings(
    paths: Iterable[Path | str], journals: Iterable[Path | str] = (), view: str = "public", as_of: int | None = None
) -> tuple[Outcome, dict[tuple[str, str], tuple[str, ...]]]:
    """Every entry, by id and status, that some reading gives, with the readings that it depends on.

    An entry without any stands under every reading. The outcome is that of the default readings. It depends on a
    reading where two choices that differ in that reading alone do not both give it.
    """
    journals = list(journals)
    outcome = run(paths, journals, view, as_of)
    given: dict[tuple[str, str], set[tuple[str, ...]]] = {}
    depends: dict[tuple[str, str], tuple[str, ...]] = {}
    for read in _instruments(paths, view, Outcome()) if not outcome.failed else ():
        if read.agreement is None:
            continue
        declared = readings_of(read.agreement)
        names = [reading.name for reading in declared]
        choices = list(product(*(reading.values for reading in declared)))
        statements = _statements(journals, view, read.lexicons["secret"], read.agreement.name, Outcome())
        events = record.select(statements, view)
        for choice in choices:
            chosen_now = dict(zip(names, choice, strict=True))
            ledger = _ledger(read.agreement, read.lexicons["secret"], events, view, as_of, None, "all", chosen_now)
            for entry in ledger.entries:
                given.setdefault((entry.id, entry.status), set()).add(choice)
        for key, holds in given.items():
            depends[key] = tuple(name for at, name in enumerate(names) if _matters(at, holds, choices))
        given.clear()
    return outcome, dict(sorted(depends.items()))


def _matters(at: int, holds: set[tuple[str, ...]], choices: list[tuple[str, ...]]) -> bool:
    """Whether some choice gives the entry and another, different in that place alone, does not."""
    without = {(*choice[:at], *choice[at + 1 :]) for choice in choices if choice not in holds}
    return any((*choice[:at], *choice[at + 1 :]) in without for choice in holds)


def check(paths: Iterable[Path | str], view: str = "public") -> Outcome:
    """What is wrong in the agreements at `paths`, examples that do not come out among it."""
    outcome = Outcome()
    for read in _instruments(paths, view, outcome):
        if read.agreement is not None:
            for clearance in ("public", "secret"):
                if may_see(view, clearance):
                    outcome.findings += _examples(read, clearance)
    outcome.findings = in_order(outcome.findings)
    return outcome


def read_outside(name: str, path: Path) -> Imported:
    """The journal lines of a file in an outside format of `FEEDS`, and what is left out. Raises OSError, ValueError."""
    return FEEDS[name](path)


def _codes(agreement: Agreement) -> tuple[str, ...]:
    return tuple(party.code for party in agreement.record.parties)


def _misread(agreement: Agreement, readings: Mapping[str, str], according_to: str) -> list[Diagnostic]:
    """Choices that the agreement, as far as the view sees it, does not know."""
    known = {reading.name: reading.values for reading in readings_of(agreement)}
    found = []
    for name, value in readings.items():
        if name not in known:
            hint = f"its readings are {', '.join(known) or 'none'}"
            found.append(error("unknown-reading", f"{agreement.name} has no reading {name}", NOWHERE, hint))
        elif value not in known[name]:
            hint = f"its values are {' or '.join(known[name])}"
            found.append(error("unknown-value", f"reading {name} has no value `{value}`", NOWHERE, hint))
    if according_to not in ("all", "accepted", *_codes(agreement)):
        hint = f"choose all, accepted or one of {', '.join(_codes(agreement))}"
        found.append(error("unknown-party", f"no party is called `{according_to}`", NOWHERE, hint))
    return found


def _instruments(paths: Iterable[Path | str], view: str, outcome: Outcome) -> list[documents.Reading]:
    found = []
    for path in paths:
        folders = documents.find(Path(path), view)
        if not folders:
            hint = "name a folder that holds an `agreement.md`; a folder `secret` is opened only with --view secret"
            outcome.findings.append(
                error("no-agreement", f"no agreement lies open to this view at {path}", NOWHERE, hint)
            )
        for folder in folders:
            read = documents.read(folder, view, standard_lexicon())
            outcome.findings += read.findings
            found.append(read)
    return found


def _statements(
    journals: Iterable[Path | str], view: str, lexicon: Lexicon, agreement: str, outcome: Outcome
) -> list[Event]:
    statements: list[Event] = []
    for path in map(Path, journals):
        if visible.may_open(path, view):
            found = _journal(path, view, lexicon, Setting(agreement, visible.clearance_of(path)))
            statements += found.statements
            outcome.findings += found.findings
    return statements


def _journal(path: Path, view: str, lexicon: Lexicon, setting: Setting) -> journal.Journal:
    try:
        written = path.read_bytes().decode("utf-8", "surrogateescape").removeprefix("\ufeff").replace("\r\n", "\n")
    except OSError as wrong:
        title = f"{path.as_posix()}: {wrong.strerror or 'cannot be read'}"
        return journal.Journal((), (error("unreadable-file", title, NOWHERE, "check the path and its permissions"),))
    if path.suffix == ".csv":
        return tables.read_csv(Source(path.as_posix(), visible.csv_lines(written, view)), lexicon, setting)
    if path.suffix == ".jsonl":
        return tables.read_json_lines(Source(path.as_posix(), visible.json_lines(written, view)), lexicon, setting)
    return journal.read(Source(path.as_posix(), visible.plain_lines(written, view)), lexicon, setting)


def _ledger(
    agreement: Agreement,
    lexicon: Lexicon,
    events: list[Event],
    view: str,
    as_of: int | None,
    known_at: int | None,
    according_to: str,
    readings: Mapping[str, str],
) -> Ledger:
    plan = compile_plan(agreement, standard_document(), lexicon.forms[IN_FORCE], readings)
    until = (
        as_of
        if as_of is not None
        else max((event.moment for event in events), default=agreement.record.signed or FIRST)
    )
    engine = Interpreter(plan)
    engine.feed(events)
    engine.pass_time(until)
    entries = projection.entries(plan, engine.rows, until)
    kept = projection.kept(plan, engine.rows, until, engine.force_began)
    values = tuple(chosen(agreement, readings).items())
    return Ledger((agreement.name,), until, known_at, view, according_to, values, entries, kept)


def _examples(read: documents.Reading, clearance: str) -> list[Diagnostic]:
    """Examples of the documents of one clearance whose entries are not what they say."""
    agreement = read.agreement
    if agreement is None:
        return []
    seen = Agreement(agreement.name, tuple(each for each in agreement.documents if may_see(clearance, each.clearance)))
    findings: list[Diagnostic] = []
    for document in seen.documents:
        for item in document.items:
            if isinstance(item, Example) and document.clearance == clearance:
                findings += _example(item, seen, read.lexicons[clearance], clearance)
    return findings


def _example(item: Example, agreement: Agreement, lexicon: Lexicon, view: str) -> list[Diagnostic]:
    statements: list[Event] = []
    for line in item.journal:
        try:
            statements += journal.statement(line.source, line.begin, line.end, lexicon, Setting(agreement.name))
        except Fault as fault:
            return [fault.finding.under(item.article)]
    ledger = _ledger(agreement, lexicon, record.select(statements), view, item.as_of, None, "all", dict(item.readings))
    given = [_result(entry) for entry in ledger.entries]
    wanted = [
        (each.bearer, each.clause, each.claimant, each.status, text(each.since) if each.since else "")
        for each in item.results
    ]
    if len(given) == len(wanted) and all(
        g[:4] == w[:4] and w[4] in ("", g[4]) for g, w in zip(given, wanted, strict=True)
    ):
        return []
    came = (
        "; ".join(f"{e.bearer} {e.clause} {e.claimant} {e.status} {text(e.since)}" for e in ledger.entries) or "nothing"
    )
    finding = error("example-fails", f"example {item.name} does not come out", item.span, f"it gives: {came}")
    return [finding.under(item.article)]


def _result(entry: Entry) -> tuple[str, str, str, str, str]:
    return (entry.bearer, entry.clause, entry.claimant, entry.status, text(entry.since))
