"""An instrument from its folder: the documents that the reader may open, each read in the lexicon that it may use.

A document that supplements another is read with the main text's sentences; the main text never sees a supplement's.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from foedus.lang import (
    adoption,
    blocks,
    checker,
    circles,
    clause_forms,
    clauses,
    declarations,
    examples,
    literate,
    records,
    rules,
)
from foedus.lang.findings import MOST_FAULTS, Fault, given_up
from foedus.lang.lexicon import Lexicon
from foedus.lang.visible import clearance_of, may_open, misnamed
from foedus.model.agreement import Agreement, Document, Item, Record
from foedus.model.forms import Form
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import NOWHERE, Source

_T = TypeVar("_T")
FOLLOWING = (
    "replaces-nothing",
    "unknown-clause",
    "unknown-form",
    "unknown-reading",
    "unasked-reading",
    "no-deadline",
    "lonely-letter",
)
"""Faults that may only follow from an item that could not be read; they wait until all items can."""
LARGEST_DOCUMENT = 4_000_000
"""Bytes; no instrument known is longer, and a larger file is refused unread."""


@dataclass(slots=True)
class Reading:
    """What came of reading an instrument: the agreement (None where it has no meaning), its lexicons, the findings."""

    agreement: Agreement | None = None
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    is_broken: bool = False


@dataclass(slots=True)
class _Raw:
    source: Source
    page: literate.Page
    items: list[blocks.RawItem]
    record: Record
    clearance: str
    language: str


def find(path: Path, view: str) -> list[Path]:
    """The folders at or below `path` that hold an instrument (an `agreement.md`), in order of their names."""
    if not may_open(path, view):
        return []
    try:
        if path.is_file():
            is_document = path.suffix == ".md" and (path.parent / "agreement.md").is_file()
            return [path.parent] if is_document else []
        if (path / "agreement.md").is_file():
            return [path]
    except OSError:  # a name that no file can have
        return []
    found = []
    for folder, folders, files in os.walk(path):
        folders[:] = (name for name in folders if may_open(Path(folder) / name, view))
        found += [Path(folder)] if "agreement.md" in files else []
    return sorted(found)


def read(
    folder: Path,
    view: str,
    standard: Lexicon,
    written: Mapping[Path, str] | None = None,
    adopting: tuple[Path, ...] = (),
) -> Reading:
    """The instrument in a folder, as far as the view may see it; `written` are texts that no file holds yet.

    `adopting` are the folders of those that adopt it, one another in turn.
    """
    result = Reading()
    mine = {path: text for path, text in (written or {}).items() if _is_part(path, folder, view)}
    paths = dict.fromkeys((*_files(folder, view), *mine))
    raw = [each for each in (_open(path, result.findings, mine) for path in paths) if each is not None]
    mains = [each for each in raw if each.record.role == "agreement"]
    if len(mains) != 1:
        if not result.findings:
            title = (
                "no document here is the main text" if not mains else "several documents here claim to be the main text"
            )
            result.findings.append(
                error(
                    "no-agreement",
                    f"{folder}: {title}",
                    NOWHERE,
                    "one document begins with a `foedus` block and in it `agreement NAME`",
                )
            )
        return result
    result.findings += (each for path in paths for each in misnamed(path))
    order = {"agreement": 0, "protocol": 1, "text": 2}
    raw.sort(key=lambda each: (order.get(each.record.role, 3), each.clearance, each.source.path))
    main = mains[0].record
    base, others = _adopted(main, folder, standard, result.findings, (*adopting, folder))
    result.lexicons = _lexicons(raw, base, result.findings)
    documents = tuple(_document(each, result.lexicons[each.clearance], result.findings) for each in raw)
    result.agreement = Agreement(main.name, (*documents, *adoption.adopted(others, documents)))
    broken = result.is_broken = any(finding.is_error for finding in result.findings)
    result.findings += [
        finding
        for finding in adoption.told_elsewhere(checker.findings(result.agreement, standard), result.agreement.documents)
        if not (broken and finding.code in FOLLOWING)
    ]
    circle = circles.findings(result.agreement)
    if circle:  # what hangs on itself cannot be run, not even for an example
        result.findings += circle
        result.agreement = None
    return result


def _adopted(
    record: Record, folder: Path, standard: Lexicon, findings: list[Diagnostic], adopting: tuple[Path, ...]
) -> tuple[Lexicon, list[Document]]:
    """The lexicon with the sentences of what an agreement adopts, and the documents of it."""
    found: list[Document] = []
    for name in record.adopts:
        where = adoption.folder_of(name, folder)
        if where is None:
            findings.append(adoption.missing(record, name))
            continue
        whole = read(where, "public", standard, None, adopting) if where not in adopting else Reading()
        if whole.agreement is None or whole.is_broken:
            findings.append(adoption.broken(record, name))
            continue
        standard = whole.lexicons["public"]
        found += whole.agreement.documents
    return standard, found


def read_lexicon(source: Source, base: Lexicon) -> tuple[Lexicon, Document, list[Diagnostic]]:
    """A lexicon document: its sentences and names over those of `base`, and the document itself."""
    findings: list[Diagnostic] = []
    raw = _raw(source, findings, "public", "en")
    if raw is None:
        return base, Document(source.path, "public", "en", Record("lexicon", "")), findings
    lexicon = _lexicons([raw], base, findings)["public"]
    return lexicon, _document(raw, lexicon, findings), findings


def _files(folder: Path, view: str) -> list[Path]:
    found: list[Path] = []
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if may_open(Path(at) / name, view) and not name.startswith("."))
        found += [Path(at) / name for name in sorted(names) if name.endswith(".md")]
    return [path for path in found if may_open(path, view)]


def _is_part(path: Path, folder: Path, view: str) -> bool:
    """Whether a text that is written at that path would be read with the folder."""
    within = path.parent.relative_to(folder).parts if path.is_relative_to(folder) else (".",)
    return path.suffix == ".md" and may_open(path, view) and not any(name.startswith(".") for name in within)


def _open(path: Path, findings: list[Diagnostic], written: Mapping[Path, str]) -> _Raw | None:
    """The document at `path` taken apart; None where it holds no `foedus` block (a plain page) or cannot be read."""
    name = path.as_posix()
    try:
        data = written[path].encode("utf-8", "surrogatepass") if path in written else path.read_bytes()
    except OSError as wrong:
        findings.append(
            error(
                "unreadable-file",
                f"{name}: {wrong.strerror or 'cannot be read'}",
                NOWHERE,
                "check the path and its permissions",
            )
        )
        return None
    source = Source(name, "")
    try:
        if len(data) > LARGEST_DOCUMENT:
            title = f"this document has {len(data)} bytes"
            raise Fault(error("long-line", title, source.span(0, 0), f"at most {LARGEST_DOCUMENT} are read"))
        source = Source(name, data.decode("utf-8-sig").replace("\r\n", "\n"))
        nul = source.text.find("\0")
        if nul >= 0:
            raise Fault(
                error(
                    "not-text", "a NUL byte stands here", source.span(nul, nul + 1), "documents are plain text in UTF-8"
                )
            )
    except UnicodeDecodeError as wrong:
        shown = Source(name, data[: wrong.start].decode("utf-8", "replace") + "\N{REPLACEMENT CHARACTER}")
        span = shown.span(len(shown.text) - 1, len(shown.text))
        findings.append(
            error("not-text", f"the byte {data[wrong.start]:#04x} is not UTF-8", span, "save the file as UTF-8")
        )
        return None
    except Fault as fault:
        findings.append(fault.finding)
        return None
    return _raw(source, findings, clearance_of(path), _language(path))


def _language(path: Path) -> str:
    parts = path.name.split(".")
    return parts[1] if len(parts) == 3 else "en"


def _raw(source: Source, findings: list[Diagnostic], clearance: str, language: str) -> _Raw | None:
    page = literate.read(source)
    findings.extend(page.findings)
    if not page.blocks:
        return None
    items = blocks.items(source, page.blocks, findings)
    if not items:
        return None
    if items[0].header not in records.ROLES:
        hint = "the first block says what the document is: `agreement NAME`, `protocol to NAME` or `text of NAME`"
        findings.append(error("bad-record", "this document has no record", items[0].rows[0].span, hint))
        return None
    record = _attempt(lambda: records.record(items[0]), items[0], findings)
    return _Raw(source, page, items[1:], record, clearance, language) if record else None


def _attempt(make: Callable[[], _T], item: blocks.RawItem, findings: list[Diagnostic]) -> _T | None:
    try:
        return make()
    except Fault as fault:
        findings.append(fault.finding.under(item.article))
        return None


def _lexicons(raw: list[_Raw], standard: Lexicon, findings: list[Diagnostic]) -> dict[str, Lexicon]:
    """The lexicon of each clearance: a secret document sees the public sentences, never the reverse."""
    lexicons: dict[str, Lexicon] = {}
    lexicon = standard
    for clearance in ("public", "secret"):
        for each in (each for each in raw if each.clearance == clearance):
            lexicon = lexicon.extended((), dict(each.record.names))
            lexicon = _with_forms(each, lexicon, findings)
        lexicons[clearance] = lexicon
    return lexicons


def _with_forms(raw: _Raw, lexicon: Lexicon, findings: list[Diagnostic]) -> Lexicon:
    """The lexicon with the sentences that a document declares; an item that cannot declare its own is told and left."""
    for item in tuple(raw.items):
        if item.header in ("fact", "event"):
            form = declarations.declared(item, lexicon)
            if isinstance(form, Diagnostic):
                findings.append(form.under(item.article))
                raw.items.remove(item)
            elif form is not None:
                lexicon = lexicon.extended((form,), {})
    return lexicon


def _document(raw: _Raw, lexicon: Lexicon, findings: list[Diagnostic]) -> Document:
    items: list[Item] = []
    forms: list[Form] = []
    for raw_item in raw.items:
        if len(findings) >= MOST_FAULTS:
            findings.append(given_up(raw_item.span))
            break
        made = _attempt(lambda item=raw_item: _item(item, lexicon), raw_item, findings)  # type: ignore[misc]
        items += made or []
    articles = tuple(part.article for part in raw.page.parts if part.level)
    return Document(raw.source.path, raw.clearance, raw.language, raw.record, articles, tuple(forms), tuple(items))


def _item(item: blocks.RawItem, lexicon: Lexicon) -> list[Item]:
    if item.header == "clause":
        return [clauses.clause(item, lexicon)]
    if item.header == "fact":
        rule = rules.fact_rule(item, lexicon)
        return [rule] if rule else []
    if item.header == "event":
        return list(rules.event_rule(item, lexicon))
    if item.header == "reading":
        return [rules.reading(item)]
    if item.header == "example":
        return [examples.example(item)]
    if item.header == "use":
        return [clause_forms.use(item)]
    title = (
        "a document has one record, in its first block"
        if item.header in records.ROLES
        else f"`{item.header}` is not understood here"
    )
    raise Fault(error("no-header", title, item.rows[0].span, f"an item begins with one of {', '.join(blocks.HEADERS)}"))
