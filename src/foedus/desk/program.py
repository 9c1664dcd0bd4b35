"""What programs and notebooks call: plain values in, a ledger out, one exception where there is none."""

from collections.abc import Iterable, Mapping
from os import PathLike
from pathlib import Path

from foedus.desk.question import Question
from foedus.desk.running import run as run_question
from foedus.model.ledger import Ledger
from foedus.model.moments import parse
from foedus.text.diagnostic import Diagnostic, render

Paths = str | PathLike[str] | Iterable[str | PathLike[str]]


class Refused(ValueError):
    """No ledger could be made; `findings` say why, each with its place and remedy, and so does the text."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__("\n".join(render(finding) for finding in findings))
        self.findings = findings


def run(
    paths: Paths,
    journal: Paths = (),
    *,
    as_of: str | None = None,
    known_at: str | None = None,
    view: str = "public",
    according_to: str = "all",
    readings: Mapping[str, str] | None = None,
) -> Ledger:
    """The ledger of the agreements at `paths` on the journals; dates are written as `1941-06-30`.

    `rows()` of the ledger are dictionaries, and a notebook shows it as a table. Raises `Refused` where a text cannot
    be read, and ValueError for a date that no calendar has.
    """
    question = Question(
        _paths(paths), _paths(journal), view, _moment(as_of), _moment(known_at), according_to, readings or {}
    )
    outcome = run_question(question)
    if outcome.ledger is None:
        raise Refused([finding for finding in outcome.findings if finding.is_error])
    return outcome.ledger


def _paths(given: Paths) -> tuple[Path, ...]:
    return (Path(given),) if isinstance(given, (str, PathLike)) else tuple(Path(each) for each in given)


def _moment(written: str | None) -> int | None:
    if written is None:
        return None
    moment = parse(written)
    if moment is None:
        raise ValueError(f"`{written}` is no date of the calendar: write it as YYYY-MM-DD")
    return moment
