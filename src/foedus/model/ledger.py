"""Who owes what to whom: entries, and the ledger that holds them.

The names of the fields are those of the JSON contract (`foedus/desk/ledger.schema.json`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from foedus.model.moments import text

STATUSES = ("open", "performed", "late", "breached", "released", "waived", "excused", "suspended", "undetermined",
            "exercised", "hindered", "used", "void")  # fmt: skip
COLUMNS = ("id", "agreement", "clause", "article", "modal", "bearer", "claimant", "act", "status", "opened", "due",
           "breached", "closed", "cause", "closing", "missing", "readings", "because")  # fmt: skip
"""The fields of an entry, in the order of the JSON contract."""
SHOWN = ("opened", "bearer", "claimant", "act", "status", "since", "due", "closed", "article")
"""The fields of an entry that a table shows; `since` is the moment from which the status stands."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One duty opened, ban broken, right or power used; moments are integers of `foedus.model.moments`, or None.

    `cause` and `closing` hold event ids; `missing` says what would have to be known; `readings` are the open points of
    the text that it rests on, as (name, value); `because` is one line.
    """

    id: str
    agreement: str
    clause: str
    article: str
    modal: str
    bearer: str
    claimant: str
    act: str
    status: str
    opened: int
    due: int | None = None
    breached: int | None = None
    closed: int | None = None
    cause: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    readings: tuple[tuple[str, str], ...] = ()
    because: str = ""
    stands: int | None = None
    """Since when it has been excused or suspended, if it is."""

    @property
    def since(self) -> int:
        """The moment from which the status stands."""
        if self.status == "breached":
            return self.breached if self.breached is not None else self.opened
        if self.status in ("performed", "late", "released", "waived") and self.closed is not None:
            return self.closed
        return self.stands if self.stands is not None else self.opened

    def as_dict(self) -> dict[str, object]:
        """The entry in the JSON contract: dates in ISO 8601, None where nothing applies."""
        row: dict[str, object] = {name: getattr(self, name) for name in COLUMNS}
        row |= {name: when(getattr(self, name)) for name in ("opened", "due", "breached", "closed")}
        row |= {name: list(getattr(self, name)) for name in ("cause", "closing", "missing")}
        return row | {"readings": dict(self.readings)}

    def shown(self) -> dict[str, str]:
        """The fields of `SHOWN` and the agreement as a table shows them; "" where nothing applies."""
        row = self.as_dict() | {"since": when(self.since)}
        return {name: str(row[name] or "") for name in ("agreement", *SHOWN)}


@dataclass(frozen=True, slots=True)
class Kept:
    """A ban that was in force for a bearer and was neither broken nor left undetermined."""

    agreement: str
    clause: str
    article: str
    bearer: str

    def as_dict(self) -> dict[str, object]:
        """The line in the JSON contract."""
        return {"agreement": self.agreement, "clause": self.clause, "article": self.article, "bearer": self.bearer}


@dataclass(frozen=True, slots=True)
class Ledger:
    """The answer of one run: its question (as of when, known when, for whom) and the entries, in a stable order.

    `notes` say what must be said wherever the ledger is shown: that an agreement is a counterfactual.
    """

    agreements: tuple[str, ...]
    as_of: int
    known_at: int | None
    view: str
    according_to: str
    readings: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    kept: tuple[Kept, ...]
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """The number of entries."""
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        """The entries in the order of opening."""
        return iter(self.entries)

    def rows(self) -> list[dict[str, object]]:
        """The entries as dictionaries, ready for a data frame; empty where nothing arose."""
        return [entry.as_dict() for entry in self.entries]

    def as_dict(self) -> dict[str, object]:
        """The ledger in the JSON contract."""
        return {
            "agreements": list(self.agreements),
            "as_of": when(self.as_of),
            "known_at": when(self.known_at),
            "view": self.view,
            "according_to": self.according_to,
            "readings": dict(self.readings),
            "entries": self.rows(),
            "kept": [each.as_dict() for each in self.kept],
            "notes": list(self.notes),
        }

    def _repr_html_(self) -> str:
        """The ledger as a table, as a notebook shows it."""
        head = "".join(f"<th>{name}</th>" for name in SHOWN)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(row[name])}</td>" for name in SHOWN) + "</tr>"
            for row in (entry.shown() for entry in self.entries)
        )
        said = "<br>".join(escape(line) for line in (*self.notes, f"as of {when(self.as_of)}, {self.view} view"))
        return f"<table><caption>{said}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def when(moment: int | None) -> str | None:
    """A moment as it is written, or None."""
    return text(moment) if moment is not None else None
