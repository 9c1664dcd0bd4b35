"""Breaches as events, and what a claimant or a bearer says about a clause: waiver and refusal.

when Q breaches clause return-home toward P      opens on the day on which Q's duty was due, or Q's refusal
"""

from collections.abc import Iterator

from foedus.engine import clock
from foedus.engine.rows import Closing, Row
from foedus.model.events import Event
from foedus.model.forms import Form
from foedus.plan.nodes import ALL_PARTIES

BREACHES, WAIVES, REFUSES = "breaches toward", "waives toward", "refuses toward"
"""The forms of the standard lexicon, by key."""


def breach(form: Form, row: Row, moment: int) -> Event:
    """The event that a row is a breach from this moment on."""
    certain = row.truth is True and row.unsure is None and not row.possible and not row.doubt
    return Event(moment, form, (row.bearer, row.rule.name, row.claimant), certain=certain)


def waive(event: Event, act: Event, rows: list[Row], parties: tuple[str, ...]) -> Iterator[Row]:
    """The open duties that this waiver closes; of a group each member waives for itself.

    A waiver of which nobody can be sure perhaps closed them.
    """
    who, clause, toward = event.args[0], event.args[1], event.args[2]
    for row in rows:
        if row.closing is None and row.rule.name == clause and row.bearer == toward:
            if not event.certain:
                row.possible += [act] if row.claimant in (who, ALL_PARTIES) else []
                continue
            group = row.group or parties
            if row.claimant == ALL_PARTIES and who in group:
                row.waived_by = tuple(dict.fromkeys((*row.waived_by, who or "")))
                if set(row.waived_by) < set(group) - {row.bearer}:
                    continue
            elif row.claimant != who:
                continue
            row.closing = Closing("waived", event.moment, (act,))
            yield row


def refuse(event: Event, rows: list[Row]) -> Iterator[Row]:
    """The open duties that are breached by this refusal: those that are neither due already nor refused before."""
    for row in rows:
        alike = row.rule.name == event.args[1] and row.bearer == event.args[0]
        due = clock.due(row, event.moment)
        is_open = row.closing is None and row.refused is None and (due is None or event.moment <= due)
        is_open = is_open and clock.stay_at(row, event.moment) is None
        if alike and row.claimant in (event.args[2], ALL_PARTIES) and is_open and event.certain:
            row.refused = event.moment
            yield row
