"""Clauses that are to go before others: what the one asks for the other can forbid.

clause help / GBR must assist SUN / subject to clause calm        calm is a ban on an act, or help cannot give way to it
"""

from collections.abc import Iterator

from foedus.model.agreement import Agreement, Clause, Use
from foedus.text.diagnostic import Diagnostic, error


def findings(agreement: Agreement) -> Iterator[Diagnostic]:
    """What is wrong behind `subject to`."""
    items = [item for document in agreement.documents for item in document.items]
    clauses = {item.name: item for item in items if isinstance(item, Clause)}
    used = {item.name: clauses[item.form] for item in items if isinstance(item, Use) and item.form in clauses}
    there = {name: item for name, item in (clauses | used).items() if not item.parameters or name in used}
    for item in (each for each in items if isinstance(each, Clause)):
        for name in item.subject_to:
            if name in there and not _can_conflict(item, there[name]):
                title = f"`subject to` between {item.name} and {name} cannot be run yet"
                hint = "a duty to act gives way to a ban on an act; a ban on an act to such a duty, or to a right"
                yield error("not-run", title, item.span, hint).under(item.article)


def _can_conflict(loser: Clause, winner: Clause) -> bool:
    """Whether the one may forbid what the other asks for, or allows."""
    is_act = all(deed.form.is_event for clause in (loser, winner) for deed in clause.act.deeds)
    against = {"must": ("must not",), "must not": ("must", "may")}.get(loser.act.modal, ())
    is_told = not all(deed.form.is_event for deed in loser.act.deeds) or not against
    return is_told or (is_act and winner.act.modal in against)
