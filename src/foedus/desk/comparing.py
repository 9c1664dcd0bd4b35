"""Two runs in one table: which entries were gained, lost or changed between them."""

from dataclasses import dataclass

from foedus.desk import running
from foedus.desk.question import Outcome, Question
from foedus.model.ledger import Entry, Ledger
from foedus.model.moments import text


@dataclass(frozen=True, slots=True)
class Difference:
    """One entry in two ledgers; `change` is `same`, `gained`, `lost` or `changed`, a side that lacks it is None."""

    change: str
    before: Entry | None
    after: Entry | None

    @property
    def entry(self) -> Entry:
        """The entry as it stands in the second ledger, or in the first where the second lacks it."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a difference has an entry on one side at least")
        return found

    @property
    def is_unclear(self) -> bool:
        """Whether it is undetermined wherever it stands."""
        return all(side is None or side.status == "undetermined" for side in (self.before, self.after))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two ledgers, what tells them apart in words, and all their entries in the order of opening."""

    before: Ledger
    after: Ledger
    labels: tuple[str, str]
    differences: tuple[Difference, ...]


def compare(before: Question, after: Question) -> tuple[Outcome, Outcome, Comparison | None]:
    """What two runs gave, and the comparison of their ledgers; None where one of them failed."""
    first, second = running.run(before), running.run(after)
    if first.ledger is None or second.ledger is None:
        return first, second, None
    ledgers = (first.ledger, second.ledger)
    return first, second, compared(*ledgers, _labels(before, after, ledgers))


def compared(before: Ledger, after: Ledger, labels: tuple[str, str] = ("first", "second")) -> Comparison:
    """Two ledgers entry by entry; an entry is the same where agreement and id are."""
    old = {(entry.agreement, entry.id): entry for entry in before.entries}
    new = {(entry.agreement, entry.id): entry for entry in after.entries}
    found = [_difference(old.get(key), new.get(key)) for key in {**old, **new}]
    order = sorted(found, key=lambda each: (each.entry.opened, each.entry.agreement, each.entry.id))
    return Comparison(before, after, labels, tuple(order))


def _difference(before: Entry | None, after: Entry | None) -> Difference:
    if before is None or after is None:
        return Difference("gained" if before is None else "lost", before, after)
    return Difference("same" if _stands(before) == _stands(after) else "changed", before, after)


def _stands(entry: Entry) -> tuple[object, ...]:
    """What an entry says, the words and the readings that led to it aside."""
    return (entry.status, entry.act, entry.opened, entry.due, entry.breached, entry.closed, entry.missing)


def _labels(before: Question, after: Question, ledgers: tuple[Ledger, Ledger]) -> tuple[str, str]:
    """What tells the two runs apart, in words; `first` and `second` where nothing does."""
    names = sorted({*before.readings, *after.readings})
    one, other = (_said(each, names, of) for each, of in zip((before, after), ledgers, strict=True))
    apart = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    if not apart:
        return "first", "second"
    return ", ".join(mine for mine, _ in apart), ", ".join(theirs for _, theirs in apart)


def _said(question: Question, names: list[str], of: Ledger) -> list[str]:
    """All that a question asks, piece by piece; two questions have their pieces in one order."""
    values = dict(of.readings)
    return [
        " ".join(path.as_posix() for path in question.paths),
        " ".join(path.as_posix() for path in question.journals),
        f"{question.view} view",
        f"as of {text(of.as_of)}",
        f"known on {text(question.known_at)}" if question.known_at is not None else "all that is known",
        f"according to {question.according_to}",
        *(f"{name} is {values.get(name, 'not read')}" for name in names),
    ]
