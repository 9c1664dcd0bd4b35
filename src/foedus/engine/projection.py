"""The ledger as a view of the stored rows at a date: what had been opened, was due, and was done by then."""

from collections.abc import Mapping, Set

from foedus.engine import clock
from foedus.engine.rows import Row, seen
from foedus.engine.wording import deed, in_words, missing, recurrence
from foedus.model.events import Event, slug, stamp
from foedus.model.ledger import Entry, Kept
from foedus.model.moments import text
from foedus.plan.nodes import ClauseRule, Fixed, Plan


def entries(plan: Plan, rows: list[Row], as_of: int) -> tuple[Entry, ...]:
    """The entries that had been opened by `as_of`, in the order of opening and then of their ids."""
    found = [entry(plan, row, as_of) for row in rows if row.opened <= as_of]
    return tuple(sorted(found, key=lambda each: (each.opened, each.id)))


def kept(
    plan: Plan, rows: list[Row], as_of: int, force_began: int | None, joined: Mapping[str, int]
) -> tuple[Kept, ...]:
    """The bans that bound a party by `as_of` and were neither broken by it nor left undetermined.

    `joined` is since when each was a party, where the agreement says for whom it is in force.
    """
    if force_began is None or force_began > as_of:
        return ()
    well = ("performed", "released", "excused")
    broken = {(row.rule.name, row.bearer) for row in rows if row.opened <= as_of and _status(row, as_of) not in well}
    return tuple(
        Kept(plan.agreement, rule.name, rule.article, code)
        for rule in plan.clauses
        if rule.is_ban or rule.is_standing
        for code in _bound(plan, rule, {code for code, since in joined.items() if since <= as_of})
        if (rule.name, code) not in broken
    )


def _bound(plan: Plan, rule: ClauseRule, joined: Set[str]) -> tuple[str, ...]:
    """The parties that a ban binds: those that it names, else all."""
    slot = rule.bearer.slot
    named = tuple(party.code for party in plan.parties)
    if plan.by_party:
        there = (*(code for code in named if code in joined), *sorted(joined - set(named)))
        return tuple(each for each in slot.values if each in joined) if isinstance(slot, Fixed) else there
    return slot.values if isinstance(slot, Fixed) else named


def entry(plan: Plan, row: Row, as_of: int) -> Entry:
    """The entry that a row is at a date at which it had been opened."""
    row = seen(row, as_of)
    closing = row.closing if row.closing is not None and row.closing.moment <= as_of else None
    status = _status(row, as_of)
    breached = _breached(row, as_of, status)
    choices = dict(plan.readings)
    causes = [event for event in row.causes if event.moment <= as_of]
    act = row.said or deed(row.rule.deeds[0].pattern, row.env)
    return Entry(
        id=entry_id(row),
        agreement=plan.agreement,
        clause=row.rule.name,
        article=row.rule.article,
        modal="must not" if row.kind == "prevented" else row.rule.modal,
        bearer=row.bearer,
        claimant=row.claimant,
        act=act,
        status=status,
        opened=row.opened,
        due=clock.due(row, closing.moment if closing else as_of),
        breached=breached,
        closed=closing.moment if closing else None,
        cause=tuple(event.id for event in causes),
        closing=tuple(event.id for event in closing.events) if closing else (),
        missing=_missing(row, as_of, status),
        readings=tuple((name, choices[name]) for name in row.rule.readings if name in choices),
        because=_because(row, causes, status, as_of),
        stands=_stands(row, status, as_of),
    )


def _stands(row: Row, status: str, as_of: int) -> int | None:
    """Since when the clock stands in which an entry is excused or suspended."""
    stay = clock.stay_at(row, as_of) if status in ("excused", "suspended") else None
    return stay.begin if stay is not None else None


def _breached(row: Row, as_of: int, status: str) -> int | None:
    """From when the row was a breach; None where it was none."""
    if status not in ("breached", "late"):
        return None
    missed = clock.missed(row, min(as_of, row.closing.moment) if row.closing is not None else as_of)
    if missed is None:
        return row.refused if row.refused is not None else row.opened
    return min(missed, row.refused) if row.refused is not None and row.refused <= as_of else missed


def _status(row: Row, as_of: int) -> str:
    if row.kind in ("exercised", "hindered", "used", "void"):
        return row.kind if row.truth else "undetermined"
    if row.kind == "prevented":
        return "breached" if row.truth else "undetermined"
    if row.kind == "standing":
        return _standing(row, as_of)
    return _of_act(row, as_of)


def _standing(row: Row, as_of: int) -> str:
    """How a span stands in which a state is not as it should be."""
    closing = row.closing if row.closing is not None and row.closing.moment <= as_of else None
    if row.truth is None:
        return "undetermined"
    if row.due is None and row.stays:
        return "excused"
    due = clock.due(row, closing.moment if closing is not None else as_of)
    if row.due is not None and closing is not None and (due is None or closing.moment <= due):
        return closing.kind
    if row.due is not None and (due is None or as_of <= due):
        return _kind_of_stay(row, as_of)
    is_made_good = closing is not None and closing.kind == "performed" and not row.rule.is_ban
    return "late" if is_made_good and row.due is not None else "breached"


def _kind_of_stay(row: Row, as_of: int) -> str:
    stay = clock.stay_at(row, as_of)
    return stay.kind if stay is not None else "open"


def _of_act(row: Row, as_of: int) -> str:
    closing = row.closing if row.closing is not None and row.closing.moment <= as_of else None
    certain = row.truth is True and not _doubts(row, as_of)
    if row.rule.is_ban:
        return "undetermined" if not row.truth else "excused" if row.stays else "breached"
    due = clock.due(row, closing.moment if closing is not None else as_of)
    if closing is not None:
        last = due if row.refused is None else min(row.refused, due if due is not None else row.refused)
        in_time = last is None or closing.moment <= last
        if closing.kind == "waived" and in_time:
            return "waived"
        if closing.kind == "performed":
            return "late" if certain and not in_time else "performed"
        return "released" if in_time else "breached" if certain else "undetermined"
    overdue = any(when is not None and when <= as_of for when in (clock.missed(row, as_of), row.refused))
    if row.truth is None or (overdue and not certain):
        return "undetermined"
    return "breached" if overdue else _kind_of_stay(row, as_of)


def _doubts(row: Row, as_of: int) -> tuple[str, ...]:
    """What perhaps closed the row in time, in words: what came after its due can undo no breach."""
    due = clock.due(row, as_of)
    last = as_of if due is None else min(due, as_of)
    found = [*missing(row.unsure[1])] if row.unsure is not None and row.unsure[0] <= last else []
    found += [f"whether {event.id} {_meant(row, event)}" for event in row.possible if event.moment <= last]
    found += [row.doubt] if row.doubt else []
    return tuple(dict.fromkeys(found))


def _meant(row: Row, event: Event) -> str:
    if not event.certain:
        return "happened"
    if all(event.form.key != each.pattern.form.key for each in row.rule.deeds):
        return "ended it"
    return f"was to {deed(row.rule.deeds[0].pattern, row.env)}" if None in event.args else "performed it"


def entry_id(row: Row) -> str:
    """A short name of the entry, made of its clause, its key and its opening moment."""
    claimant = "all" if row.claimant == "all parties" else row.claimant
    parts = [row.rule.name, row.bearer, claimant, stamp(row.opened), *row.values]
    parts += [row.kind] if row.kind in ("hindered", "prevented", "void") else []
    return ".".join(slug(part) for part in parts)


def _missing(row: Row, as_of: int, status: str) -> tuple[str, ...]:
    """What would have to be known: unknown conditions, and events of which the record cannot be sure.

    A duty that hung on an unknown and was performed keeps it; what is certain misses nothing.
    """
    found: dict[str, None] = {}
    if row.truth is None:
        uncertain = [event for event in row.causes if not event.certain and event.moment <= as_of]
        found |= dict.fromkeys([*missing(row.steps), *(f"whether {event.id} happened" for event in uncertain)])
    due = clock.due(row, min(as_of, row.closing.moment)) if row.closing is not None else None
    closed_late = row.closing is not None and due is not None and row.closing.moment > due
    if status == "undetermined" or (status == "performed" and closed_late):
        found |= dict.fromkeys(_doubts(row, as_of))
    return tuple(found)


def _because(row: Row, causes: list[Event], status: str, as_of: int) -> str:
    cause = causes[0].id if causes else recurrence(row) or "the state of things"
    due = clock.due(row, min(as_of, row.closing.moment) if row.closing is not None else as_of)
    last = f", due {text(due)}" if due is not None and not row.rule.is_ban else ""
    stay = clock.stay_at(row, as_of) if status in ("excused", "suspended") else None
    why = f": {stay.why or ' and '.join(in_words(step.test, step.env) for step in stay.steps)}" if stay else ""
    more = f" and {len(causes) - 1} more" if len(causes) > 1 else ""
    return f"{row.rule.article}: {cause}{more}{last}; {status} as of {text(as_of)}{why}"
