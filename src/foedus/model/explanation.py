"""Why an entry stands: the text, the clause, what happened, what followed, and what would have changed it."""

from dataclasses import dataclass

from foedus.model.ledger import Entry


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of a derivation in words: what it rests on, under which article, and the steps under it."""

    text: str
    by: str = ""
    article: str = ""
    under: tuple["Reason", ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The step with those under it."""
        return {
            "text": self.text,
            "by": self.by,
            "article": self.article,
            "under": [each.as_dict() for each in self.under],
        }


@dataclass(frozen=True, slots=True)
class Passage:
    """The authentic text of an article in one language."""

    language: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Witness:
    """An event that an entry rests on: its part (`cause` or `closing`), its id, and the reports that tell of it."""

    part: str
    event: str
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One entry with everything that it rests on.

    `clause` is the clause as written and `place` where; `prevented` says, in sentences, what would have kept the entry
    from arising or would have closed it otherwise. `readings` are (name, value, others, the words that are read),
    where `others` pairs another value with what becomes of the entry under it.
    """

    entry: Entry
    passages: tuple[Passage, ...]
    place: str
    clause: str
    witnesses: tuple[Witness, ...]
    reasons: tuple[Reason, ...]
    exceptions: tuple[Reason, ...]
    readings: tuple[tuple[str, str, tuple[tuple[str, str], ...], str], ...]
    prevented: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The explanation for a program; the entry is that of the ledger."""
        return {
            "entry": self.entry.as_dict(),
            "passages": [
                {"language": each.language, "heading": each.heading, "text": each.text} for each in self.passages
            ],
            "place": self.place,
            "clause": self.clause,
            "events": [
                {"part": each.part, "event": each.event, "reports": list(each.reports)} for each in self.witnesses
            ],
            "reasons": [each.as_dict() for each in self.reasons],
            "exceptions": [each.as_dict() for each in self.exceptions],
            "readings": [
                {"reading": name, "value": value, "others": dict(others), "reads": asks}
                for name, value, others, asks in self.readings
            ],
            "prevented": list(self.prevented),
            "notes": list(self.notes),
        }


@dataclass(frozen=True, slots=True)
class ClauseInWords:
    """A clause as text, as written and as it is run: `parts` are (name of the part, what is said there).

    A part that has nothing to say is left out; `PARTS` has their names in order, each with its title.
    """

    agreement: str
    name: str
    article: str
    passages: tuple[Passage, ...]
    place: str
    written: str
    parts: tuple[tuple[str, tuple[Reason, ...]], ...]
    notes: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The clause for a program."""
        return {
            "agreement": self.agreement,
            "clause": self.name,
            "article": self.article,
            "passages": [
                {"language": each.language, "heading": each.heading, "text": each.text} for each in self.passages
            ],
            "place": self.place,
            "written": self.written,
            "parts": {part: [each.as_dict() for each in said] for part, said in self.parts},
            "notes": list(self.notes),
        }


PARTS = {
    "letters": "Whom its letters mean",
    "opens": "What opens it",
    "conditions": "On what conditions",
    "bearer": "Whom it binds",
    "act": "To what",
    "claimant": "Toward whom",
    "due": "When it is due",
    "ends": "What ends it",
    "facts": "What facts it asks for",
    "readings": "How the text is read",
    "heard": "What hears of its breach",
}
