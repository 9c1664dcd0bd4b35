"""Who owes what to whom: entries, and the ledger that holds them."""

from dataclasses import dataclass, field

STATUSES = ("open", "performed", "late", "breached", "released", "waived", "excused", "suspended", "undetermined",
            "exercised", "hindered", "used", "void")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a derivation in words, with the ids of the events it rests on and the steps under it."""

    text: str
    events: tuple[str, ...] = ()
    under: tuple["Reason", ...] = ()


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
    derivation: tuple[Reason, ...] = field(default=(), compare=False)

    @property
    def since(self) -> int:
        """The moment from which the status stands."""
        if self.status == "breached":
            return self.breached if self.breached is not None else self.opened
        if self.status in ("performed", "late", "released", "waived") and self.closed is not None:
            return self.closed
        return self.opened


@dataclass(frozen=True, slots=True)
class Kept:
    """A ban that was in force for a bearer and was neither broken nor left undetermined."""

    agreement: str
    clause: str
    article: str
    bearer: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """The answer of one run: its question (as of when, known when, for whom) and the entries, in a stable order."""

    agreements: tuple[str, ...]
    as_of: int
    known_at: int | None
    view: str
    according_to: str
    readings: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]
    kept: tuple[Kept, ...]
