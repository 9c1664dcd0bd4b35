"""The record: which statements count for whom, known when, and what they say once corrections are made.

`all` counts every report; `accepted` only what every party accepts (what some party reports and another does not accept
is uncertain); a party's code what that party reported or accepted.

A report that is corrected or withdrawn drops out from the moment that its correction is recorded, and not before. A
correction points at the id that a journal gave to a report, or at the id made of the content of an event: then every
report of that event drops out that was on record by then, and one recorded later stands. What was withdrawn comes back
by a new report only, not by withdrawing the withdrawal.
"""

from collections.abc import Iterable
from dataclasses import replace

from foedus.model.agreement import CLEARANCES, may_see
from foedus.model.events import Event, Report


def select(
    statements: Iterable[Event],
    view: str = "secret",
    known_at: int | None = None,
    according_to: str = "all",
    parties: tuple[str, ...] = (),
) -> list[Event]:
    """The events of the record in order of their moments; of one moment in an order made of their content.

    Reports of one act in one moment are joined in one event. An event is uncertain where the chosen record cannot say.
    """
    cleared = {clearance for clearance in CLEARANCES if may_see(view, clearance)}
    seen: list[Event] = []
    pointing: dict[str, list[Report]] = {}
    for each in statements:
        report = each.reports[0]
        if report.clearance in cleared and (known_at is None or report.recorded <= known_at):
            seen.append(each)
            if report.corrects or report.withdraws:
                for pointer in _pointers(report):
                    pointing.setdefault(pointer, []).append(report)
    if pointing:
        seen = [each for each in seen if not each.reports[0].withdraws and not _is_gone(each, pointing)]
    events: dict[tuple[int, str, tuple[str | None, ...], bool], list[Event]] = {}
    for each in seen:
        events.setdefault((each.moment, each.form.key, each.args, each.negated), []).append(each)
    joined = (same[0] if len(same) == 1 else _joined(same) for same in events.values())
    chosen = joined if according_to == "all" else (_weighed(each, according_to, parties) for each in joined)
    return sorted((each for each in chosen if each is not None), key=_order)


def _pointers(report: Report) -> set[str]:
    return {report.corrects, report.withdraws} - {""}


def _is_gone(event: Event, pointing: dict[str, list[Report]]) -> bool:
    """Whether a report that points here takes this one back; of those that correct the same, the last stands."""
    own = event.reports[0]
    named = list(pointing.get(own.id, ())) if own.id else []
    named += [other for other in pointing.get(event.id, ()) if own.recorded <= other.recorded]
    return any(
        own.recorded < other.recorded or _pointers(own).isdisjoint(_pointers(other))
        for other in named
        if other is not own
    )


def _order(event: Event) -> tuple[int, str, bool, tuple[str, ...]]:
    return (event.moment, event.form.key, event.negated, tuple([value or "" for value in event.args]))


def _joined(same: list[Event]) -> Event:
    reports = {_content(each.reports[0]): each.reports[0] for each in same}
    return replace(same[0], reports=tuple(reports[key] for key in sorted(reports)))


def _content(report: Report) -> tuple[object, ...]:
    return (
        report.recorded,
        report.id,
        report.source,
        report.reported_by,
        report.accepted_by,
        report.disputed_by,
        report.clearance,
    )


def _weighed(event: Event, according_to: str, parties: tuple[str, ...]) -> Event | None:
    """The event as the chosen record has it; None where it is not in it."""
    holders = {code for report in event.reports for code in (*report.reported_by, *report.accepted_by)}
    if according_to != "accepted":
        return event if according_to in holders else None
    if set(parties) <= holders:
        return event
    return replace(event, certain=False) if holders & set(parties) else None
