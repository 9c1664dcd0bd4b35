"""What is asked of a run, and what it gave."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from foedus.model.ledger import Ledger
from foedus.text.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Question:
    """Which agreements on which journals, as of when, known when, according to whom, read how, for whom.

    `as_of` None is the day of the last event that the view sees (of the last signature where it sees none), `known_at`
    None is everything on record. With `keep_going` rows of a journal that cannot be read are set aside.
    """

    paths: tuple[Path, ...]
    journals: tuple[Path, ...] = ()
    view: str = "public"
    as_of: int | None = None
    known_at: int | None = None
    according_to: str = "all"
    readings: Mapping[str, str] = field(default_factory=dict)
    keep_going: bool = False

    def under(self, readings: Mapping[str, str]) -> "Question":
        """The same question with these readings chosen as well."""
        return replace(self, readings={**self.readings, **readings})

    def until(self, as_of: int) -> "Question":
        """The same question as of that date."""
        return replace(self, as_of=as_of)


@dataclass(frozen=True, slots=True)
class Aside:
    """A row of a journal that could not be read: the row as it stands, and why."""

    row: str
    finding: Diagnostic


@dataclass(slots=True)
class Outcome:
    """What a run gave: the ledger (None where an error stood in its way), the findings in order, the rows set aside."""

    ledger: Ledger | None = None
    findings: list[Diagnostic] = field(default_factory=list)
    aside: list[Aside] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether some finding is an error."""
        return any(finding.is_error for finding in self.findings)
