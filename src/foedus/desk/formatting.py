"""Agreements and journals laid out anew in the one layout; what they say, and every comment, stays.

A file with an error in it is left as it is. So are the lines of a journal that the view may not see, and what stands
between the blocks of a document, byte for byte.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from textwrap import indent

from foedus.desk import checking, sources
from foedus.desk.question import Outcome
from foedus.lang import documents, journal, visible
from foedus.lang.document_printer import comments, printed_blocks
from foedus.lang.findings import Fault
from foedus.lang.journal_printer import print_journal
from foedus.lang.lexicon import Lexicon
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import Document, Example
from foedus.text.diagnostic import Diagnostic, error, in_order
from foedus.text.source import NOWHERE, Source

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
JOURNAL = ".journal"


@dataclass(frozen=True, slots=True)
class Change:
    """Lines that are laid out anew: the number of the first, how they stood, and how they stand now."""

    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file, what changes in it, and its text as it is to be written; `is_left` where it would not read the same."""

    path: Path
    changes: tuple[Change, ...] = ()
    text: str = ""
    is_left: bool = False

    def write(self) -> None:
        """Put the text into the place of the file, wholly or not at all. Raises: OSError."""
        target = Path(os.path.realpath(self.path))  # a link goes on leading where it led
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        aside = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.text.encode("utf-8", "surrogateescape"))
            aside.chmod(target.stat().st_mode)
            aside.replace(target)
        except OSError:
            with suppress(OSError):
                aside.unlink()
            raise


def formatted(paths: Iterable[Path], view: str = "public") -> tuple[Outcome, list[Formatted]]:
    """Every document and plain journal at the paths that can be read, laid out anew; nothing is written yet.

    A journal may use the sentences of the agreements at the paths.
    """
    outcome = Outcome()
    wanted = [path for path in paths if _is_there(path, view, outcome.findings)]
    folders = {folder: None for path in wanted for folder in _folders(path, view, outcome.findings)}
    found: list[Formatted] = []
    lexicons: list[Lexicon] = []
    for folder in folders:
        read = documents.read(folder, view, standard_lexicon())
        lexicons += [read.lexicons["secret"]] if read.lexicons else []
        found += _documents(folder, read, wanted, view, outcome)
    lexicons = lexicons or [standard_lexicon()]
    for each in dict.fromkeys(each for path in wanted for each in _journals(path, view)):
        found += _journal(each, lexicons, view, outcome)
    outcome.findings = in_order(outcome.findings)
    return outcome, found


# Which files


def _is_there(path: Path, view: str, findings: list[Diagnostic]) -> bool:
    if visible.may_open(path, view):
        if path.is_dir():
            holds = bool(documents.find(path, view)) or any(True for _ in _journals(path, view))
        else:
            holds = path.is_file() and visible.kind_of(path) == "plain"
        if holds:
            return True
    title = f"nothing that could be laid out lies open to this view at {path.as_posix()}"
    hint = "name an agreement, a plain journal or a folder; a folder `secret` is opened only with --view secret"
    findings.append(error("no-layout", title, NOWHERE, hint))
    return False


def _folders(path: Path, view: str, findings: list[Diagnostic]) -> list[Path]:
    """The folders of the agreements at a path; of a document that of the agreement which it belongs to."""
    if path.is_dir():
        return documents.find(path, view)
    if path.suffix != ".md":
        return []
    ways = [*path.parents]
    ways += [Path(*[".."] * n) for n in range(1, len(path.absolute().parents) - len(ways) + 1)]
    found = next((way for way in ways if (way / "agreement.md").is_file()), None)
    if found is None:
        title = f"{path.as_posix()} belongs to no agreement"
        hint = "a document is read in the sentences of the `agreement.md` beside it or above it"
        findings.append(error("no-agreement", title, NOWHERE, hint))
    return [] if found is None else documents.find(found, view)


def _journals(path: Path, view: str) -> Iterator[Path]:
    if not path.is_dir():
        yield from (path,) if path.suffix != ".md" else ()
        return
    for at, folders, names in os.walk(path):
        folders[:] = sorted(
            name for name in folders if visible.may_open(Path(at) / name, view) and not name.startswith(".")
        )
        every = (Path(at) / name for name in sorted(names) if name.endswith(JOURNAL))
        yield from (each for each in every if visible.may_open(each, view))


def _is_within(path: Path, wanted: Iterable[Path]) -> bool:
    return any(Path(os.path.abspath(path)).is_relative_to(os.path.abspath(each)) for each in wanted)


# Documents


def _documents(
    folder: Path, read: documents.Reading, wanted: list[Path], view: str, outcome: Outcome
) -> Iterator[Formatted]:
    """The documents of a folder that were asked for and have no error; the errors of the others go to the outcome."""
    wrong = [each for each in read.findings if each.is_error]
    told = [each for each in wrong if not each.span.source.path or _is_within(Path(each.span.source.path), wanted)]
    outcome.findings += told
    bad = {each.span.source.path for each in wrong}
    if read.agreement is None or "" in bad:
        return
    for document in read.agreement.documents:
        path = Path(document.path)
        if document.path in bad or not _is_within(path, wanted):
            continue
        wrong = list(_in_examples(document, read))
        outcome.findings += wrong
        if not any(each.is_error for each in wrong):
            yield _document(path, folder, read, document, view)


def _in_examples(document: Document, read: documents.Reading) -> Iterator[Diagnostic]:
    """The lines of examples that cannot be read."""
    if read.agreement is None:
        return
    seen = checking.seen_by(read.agreement, document.clearance)
    for item in document.items:
        if isinstance(item, Example):
            try:
                checking.events_of(item, seen, read.lexicons[document.clearance])
            except Fault as fault:
                yield fault.finding.under(item.article)


def _document(path: Path, folder: Path, read: documents.Reading, document: Document, view: str) -> Formatted:
    written = path.read_bytes().decode("utf-8")
    whole = written.removeprefix(_BOM)
    source = Source(document.path, whole.replace("\r\n", "\n"))
    lines: list[str] = _LINE.findall(whole)
    changes: list[Change] = []
    parts: list[str] = [_BOM] if whole != written else []
    at = 0
    for begin, end, printed in printed_blocks(source, read.lexicons[document.clearance]):
        first, last = source.place(begin)[0] - 1, source.place(end)[0] - 1
        fence = lines[first - 1]
        printed = indent(printed, " " * (len(fence) - len(fence.lstrip(" "))))  # in a list a block is not to leave it
        if printed != source.text[begin:end]:
            ending = "\r\n" if lines[first - 1].endswith("\r\n") else "\n"
            parts += [*lines[at:first], printed.replace("\n", ending)]
            changes += _changes(first + 1, source.text[begin:end].split("\n"), printed.split("\n"))
            at = last
    if not changes:
        return Formatted(path)
    text = "".join([*parts, *lines[at:]])
    return Formatted(path, tuple(changes), text, not _reads_the_same(source, text, folder, document, view))


def _changes(line: int, before: list[str], after: list[str]) -> Iterator[Change]:
    for tag, begin, end, start, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            yield Change(line + begin, tuple(before[begin:end]), tuple(after[start:stop]))


def _reads_the_same(source: Source, text: str, folder: Path, document: Document, view: str) -> bool:
    """Whether a document says the same when its text is this one, and every comment is still there."""
    again = documents.read(folder, view, standard_lexicon(), {Path(document.path): text.removeprefix(_BOM)}).agreement
    found = [each for each in again.documents if each.path == document.path] if again is not None else []
    after = Source(document.path, text.removeprefix(_BOM).replace("\r\n", "\n"))
    return [_said(each) for each in found] == [_said(document)] and sorted(comments(after)) == sorted(comments(source))


def _said(document: Document) -> tuple[object, ...]:
    """A document with the journals of its examples as texts, so that two can be compared."""
    examples = [each for each in document.items if isinstance(each, Example)]
    items = tuple(replace(each, journal=()) if isinstance(each, Example) else each for each in document.items)
    return replace(document, items=items), [[span.text.strip() for span in each.journal] for each in examples]


# Journals


def _journal(path: Path, lexicons: list[Lexicon], view: str, outcome: Outcome) -> Iterator[Formatted]:
    """The journal laid out anew in the sentences of the first agreement that reads it all."""
    source = sources.opened(path, view, outcome.findings)
    if source is None:
        return
    setting = Setting("", visible.clearance_of(path))
    read = [(lexicon, journal.read(source, lexicon, setting)) for lexicon in lexicons]
    sound = [(lexicon, found) for lexicon, found in read if not any(each.is_error for each in found.findings)]
    if not sound:
        outcome.findings += [each for each in read[0][1].findings if each.is_error]
        return
    lexicon, before = sound[0]
    printed = print_journal(source, lexicon)
    rows, laid = source.text.split("\n"), printed.split("\n")
    if rows == laid:
        yield Formatted(path)
        return
    changes = [Change(n, (row,), (new,)) for n, (row, new) in enumerate(zip(rows, laid, strict=True), 1) if row != new]
    after = journal.read(Source(source.path, printed), lexicon, setting)
    text = _merged(path.read_bytes().decode("utf-8", "surrogateescape"), laid, view)
    yield Formatted(path, tuple(changes), text, after.statements != before.statements)


def _merged(written: str, laid: list[str], view: str) -> str:
    """The journal with its lines laid out anew, each with its own end; what the view may not see stays as it is."""
    whole = written.removeprefix(_BOM)
    parts = [_BOM] if whole != written else []
    new = iter(laid)
    for line in _LINE.findall(whole):
        if visible.plain_lines(line.replace("\r\n", "\n"), view):
            ending = "\r\n" if line.endswith("\r\n") else "\n" if line.endswith("\n") else ""
            parts.append(f"{next(new)}{ending}")
        else:
            parts.append(line)
    return "".join(parts)
