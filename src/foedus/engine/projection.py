"""The ledger as a view of the stored rows at a date: what had been opened, was due, and was done by then."""

from foedus.engine.rows import Row
from foedus.lang.lexicon import verb_of
from foedus.model.events import Event, slug, stamp
from foedus.model.ledger import Entry, Kept
from foedus.model.moments import just_after, text
from foedus.plan.nodes import Fixed, Pattern, Plan, Var


def entries(plan: Plan, rows: list[Row], as_of: int) -> tuple[Entry, ...]:
    """The entries that had been opened by `as_of`, in the order of opening and then of their ids."""
    found = [_entry(plan, row, as_of) for row in rows if row.opened <= as_of]
    return tuple(sorted(found, key=lambda entry: (entry.opened, entry.id)))


def kept(plan: Plan, rows: list[Row], as_of: int, force_began: int | None) -> tuple[Kept, ...]:
    """The bans that bound a party by `as_of` and were neither broken by it nor left undetermined."""
    if force_began is None or force_began > as_of:
        return ()
    broken = {(row.rule.name, row.bearer) for row in rows if row.opened <= as_of}
    return tuple(
        Kept(plan.agreement, rule.name, rule.article, party.code)
        for rule in plan.clauses
        if rule.is_ban
        for party in plan.parties
        if (rule.name, party.code) not in broken
    )


def _entry(plan: Plan, row: Row, as_of: int) -> Entry:
    closing = row.closing if row.closing is not None and row.closing.moment <= as_of else None
    status = _status(row, as_of)
    missed = row.due is not None and just_after(row.due) <= as_of and status in ("breached", "late")
    breached = row.opened if row.rule.is_ban and row.truth else just_after(row.due) if missed and row.due else None
    choices = dict(plan.readings)
    causes = [event for event in row.causes if event.moment <= as_of]
    act = describe(row.rule.deeds[0].pattern, row)
    return Entry(
        id=entry_id(row),
        agreement=plan.agreement,
        clause=row.rule.name,
        article=row.rule.article,
        modal=row.rule.modal,
        bearer=row.bearer,
        claimant=row.claimant,
        act=act,
        status=status,
        opened=row.opened,
        due=row.due,
        breached=breached,
        closed=closing.moment if closing else None,
        cause=tuple(event.id for event in causes),
        closing=tuple(event.id for event in closing.events) if closing else (),
        readings=tuple((name, choices[name]) for name in row.rule.readings if name in choices),
        because=_because(row, causes, status, as_of),
    )


def _status(row: Row, as_of: int) -> str:
    closing = row.closing if row.closing is not None and row.closing.moment <= as_of else None
    overdue = row.due is not None and as_of > row.due
    if row.rule.is_ban:
        return "breached" if row.truth else "undetermined"
    if closing is not None:
        in_time = row.due is None or closing.moment <= row.due
        if closing.kind == "performed":
            return "performed" if in_time else "late"
        return "released" if in_time else "breached" if row.truth else "undetermined"
    if row.truth is None:
        return "undetermined"
    if overdue and any(not event.certain and event.moment <= as_of for event in row.possible):
        return "undetermined"
    return "breached" if overdue else "open"


def entry_id(row: Row) -> str:
    """A short name of the entry, made of its clause, its key and its opening moment."""
    claimant = "all" if row.claimant == "all parties" else row.claimant
    parts = [row.rule.name, row.bearer, claimant, stamp(row.opened), *row.values]
    return ".".join(slug(part) for part in parts)


def describe(pattern: Pattern, row: Row) -> str:
    """The act with its letters filled, such as `assist SUN against ROU`; what the text leaves open keeps its letter."""
    form = pattern.form
    verb = verb_of(form, "infinitive")
    said = [*verb]
    for part in form.pattern[1 + len(verb) :]:
        said.append(part if isinstance(part, str) else _filler(pattern, part, row))
    for option in form.options:
        if pattern.slots[option.role] is not None:
            said += [*option.words, _filler(pattern, option.role, row)]
    return " ".join(said)


def _filler(pattern: Pattern, place: int, row: Row) -> str:
    slot = pattern.slots[place]
    if isinstance(slot, Fixed):
        return " or ".join(slot.values)
    value = row.env.get(slot.name) if isinstance(slot, Var) else None
    return value if value is not None else f"some {' or '.join(pattern.form.roles[place].sorts)}"


def _because(row: Row, causes: list[Event], status: str, as_of: int) -> str:
    cause = causes[0].id if causes else "the state of things"
    clock = f", due {text(row.due)}" if row.due is not None and not row.rule.is_ban else ""
    more = f" and {len(causes) - 1} more" if len(causes) > 1 else ""
    return f"{row.rule.article}: {cause}{more}{clock}; {status} as of {text(as_of)}"
