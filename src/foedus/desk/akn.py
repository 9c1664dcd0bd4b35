"""Instruments as Akoma Ntoso 3.0, out and in."""

from pathlib import Path

from foedus.desk.question import Outcome
from foedus.feeds import akn_reading, akn_writing, akn_xml
from foedus.feeds.akn_reading import Drawn
from foedus.lang import documents
from foedus.lang.sentence_printer import kind
from foedus.lang.standard import standard_lexicon
from foedus.model.agreement import Agreement
from foedus.text.diagnostic import error, in_order, warning
from foedus.text.source import NOWHERE, Source


def export_akn(path: Path, view: str) -> tuple[Outcome, str | None]:
    """The one instrument at a path as an XML file, as far as the view may see it; None where it cannot be read.

    Raises: `akn_xml.Unusable` where lxml is missing.
    """
    outcome = Outcome()
    folders = documents.find(path, view)
    if len(folders) != 1:
        said = "several agreements lie" if folders else "no agreement lies open to this view"
        hint = "name the folder of one: a file of Akoma Ntoso holds one instrument"
        outcome.findings.append(error("no-agreement", f"{said} at {path.as_posix()}", NOWHERE, hint))
        return outcome, None
    read = documents.read(folders[0], view, standard_lexicon())
    outcome.findings += read.findings
    if read.agreement is not None:
        _check_signs(read.agreement, outcome)
    outcome.findings = in_order(outcome.findings)
    if outcome.failed or read.agreement is None:
        return outcome, None
    return outcome, akn_writing.write(read.agreement, folders[0].as_posix())


def import_akn(file: Path, folder: Path) -> Outcome:
    """Write the documents of an XML file to a new folder; the findings say what their author is to fill.

    Raises: OSError where a file cannot be opened or written, ValueError where the XML cannot be used or the folder is
    not empty.
    """
    if folder.is_dir() and any(folder.iterdir()):
        raise ValueError(f"{folder.as_posix()} is not empty, and nothing in it is overwritten: name a new folder")
    drawn = akn_reading.read(file, _name(folder))
    outcome = Outcome()
    for each in drawn:
        path = folder / each.path
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as made:
            made.write(each.text)
        _tell_gaps(each, path, outcome)
    return outcome


def _check_signs(agreement: Agreement, outcome: Outcome) -> None:
    """Find a sign that no XML file can hold."""
    for document in agreement.documents:
        source = document.record.span.source
        at = akn_xml.no_xml(source.text)
        if at >= 0:
            title = f"the sign U+{ord(source.text[at]):04X} cannot stand in XML"
            outcome.findings.append(error("not-text", title, source.span(at, at + 1), "take it out of the document"))


def _tell_gaps(drawn: Drawn, path: Path, outcome: Outcome) -> None:
    source = Source(path.as_posix(), drawn.text)
    for gap in drawn.gaps:
        at = drawn.text.find(gap.line)
        outcome.findings.append(warning("left-to-fill", gap.title, source.span(at, at + len(gap.line)), gap.hint))


def _name(folder: Path) -> str:
    """What an instrument is called whose file says no name of ours: as its folder."""
    said = "-".join(part for part in _words(folder.absolute().name) if part)
    return said if kind(said) in ("word", "name") else f"agreement-{said}".rstrip("-")


def _words(name: str) -> list[str]:
    return "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in name.casefold()).split()
