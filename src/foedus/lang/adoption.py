"""Agreements that another adopts by one line of its record: their clauses and facts then apply to the one that adopts.

agreement pact                  what law-of-treaties says of `this agreement` is said of pact, unless pact itself has
    adopts law-of-treaties      a clause of that name, or a body for that fact or event
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from foedus.lang.visible import may_open
from foedus.model.agreement import Clause, Document, EventRule, Example, FactRule, Item, Reading, Record, Use
from foedus.text.diagnostic import Diagnostic, error

ROLE = "adopted"
"""What a document is in the agreement that adopts it."""
IN_FORCE = "is in force"


def folder_of(name: str, folder: Path) -> Path | None:
    """The folder of the agreement of that name: beside the one that adopts it, else of those that come with foedus."""
    package = Path(__file__).parents[1]
    for among in (folder.parent, package / "shipped" / "agreements", package.parents[1] / "agreements"):
        found = among / name
        if found != folder and may_open(found, "public") and (found / "agreement.md").is_file():
            return found
    return None


def adopted(documents: Iterable[Document], own: Iterable[Document]) -> tuple[Document, ...]:
    """The documents as the adopting agreement has them: without examples, and without what it says itself."""
    mine = list(own)
    said = {_what(item) for document in mine for item in document.items} - {("", "")}
    said |= {("fact", IN_FORCE) for document in mine if document.record.in_force}
    return tuple(
        replace(
            document,
            record=Record(ROLE, document.record.name, document.record.title, document.record.short),
            items=tuple(item for item in document.items if not isinstance(item, Example) and _what(item) not in said),
        )
        for document in documents
        if document.record.role in ("agreement", ROLE) and document.clearance == "public"
    )


def _what(item: Item) -> tuple[str, str]:
    """What an item is about; what replaces something is about the replacement alone."""
    if isinstance(item, (Clause, Use)):
        return ("replaced" if isinstance(item, Clause) and item.replaces else "clause"), item.name
    if isinstance(item, (FactRule, EventRule)):
        kind = "fact" if isinstance(item, FactRule) else "event"
        return ("replaced" if item.replaces else kind), item.head.form.key
    return ("reading", item.name) if isinstance(item, Reading) else ("", "")


def missing(record: Record, name: str) -> Diagnostic:
    """That nothing of that name can be adopted."""
    title = f"no agreement called `{name}` lies beside {record.name}, nor comes with foedus"
    return error("adopts-nothing", title, record.span, "an agreement is adopted by the name of its folder")


def broken(record: Record, name: str) -> Diagnostic:
    """That what is adopted has faults of its own, or adopts the one that adopts it."""
    title = f"{name}, which {record.name} adopts, cannot be read"
    return error("adopts-nothing", title, record.span, f"check {name} by itself first; none may adopt itself")


def told_elsewhere(found: Iterable[Diagnostic], documents: Iterable[Document]) -> Iterator[Diagnostic]:
    """The findings that are not about a document that is only adopted."""
    paths = {document.path for document in documents if document.record.role == ROLE}
    yield from (each for each in found if each.span.source.path not in paths)
