"""What the oracle answers, and what foedus answers, in the same rows."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import clingo

import foedus
from tests.oracle.journals import DAY, END_OF_DAY, EPOCH, SECRET_READINGS, Journal, world

ENCODING = Path(__file__).parent / "flagship.lp"

# The deed of each clause, as the ledger writes it; `{}` is the claimant, then the values.
DEEDS = {
    "assistance": "assist {} against {}",
    "consultation": "consult with {} about {}",
    "return-home": "allow return of {1} to {0}",
    "mine-notice": "notify {} of {} in {}",
    "peace-together": "make peace with DEU",
    "no-hostile-agreements": "conclude {1} with {2}",
    "no-hostile-acts": "commit hostility against {}",
    "no-propaganda": "spread propaganda against {} in {} through {}",
    "no-encouragement": "encourage {1} to hostility against {0}",
    "no-restriction": "be restricting trade with {} in {}",
    "ships-treatment": "be unfair to ships of {} in {} as to {}",
    "free-navigation": "be closing {1} to ships of {0}",
    "agents": "be over-represented in {}",
    "papers": "reject {1} of {2} of {0}",
    "nomination": "nominate {1} to {0}",
    "admission": "admit {1} of {0}",
    "free-communication": "communicate with {1}",
}


PREVENTION = "prevent clause free-communication of {1}"


class Row(NamedTuple):
    """An entry, as both are asked for it; dates and moments as they are written."""

    clause: str
    bearer: str
    claimant: str
    act: str
    opened: str
    status: str
    due: str | None
    breached: str | None
    closed: str | None


class Answer(NamedTuple):
    """The rows of a ledger, sorted, and its bans that were kept, as pairs of clause and bearer."""

    rows: tuple[Row, ...]
    kept: tuple[tuple[str, str], ...]


def asked(program: str, journals: Mapping[int, Journal], views: Iterable[str]) -> dict[tuple[int, str], Answer]:
    """What a logic program says of all journals in all views, asked at once."""
    views = tuple(views)
    control = clingo.Control(["--warn=none"])
    control.add("base", [], program + world())
    control.add("base", [], "\n".join(journal.program(n) for n, journal in journals.items()))
    control.add("base", [], "\n".join(f"asked({n},{view})." for n in journals for view in views))
    control.ground([("base", [])])
    rows: dict[tuple[int, str], list[Row]] = {(n, view): [] for n in journals for view in views}
    kept: dict[tuple[int, str], list[tuple[str, str]]] = {key: [] for key in rows}
    with control.solve(yield_=True) as models:
        found = [[*model.symbols(shown=True)] for model in models]
    assert len(found) == 1, "the encoding has one answer"
    for symbol in found[0]:
        number, view = symbol.arguments[0].arguments
        key = (number.number, view.name)
        if symbol.name == "kept":
            kept[key].append((word(symbol.arguments[1]), word(symbol.arguments[2])))
        else:
            rows[key].append(row_of(symbol.arguments[1:]))
    return {key: Answer(tuple(sorted(rows[key], key=str)), tuple(sorted(kept[key]))) for key in rows}


def row_of(columns: list[clingo.Symbol]) -> Row:
    clause, bearer, claimant, values, opened, status, due, breached, closed = columns
    name = word(clause)
    deed = PREVENTION if name == "free-communication" and word(bearer).isupper() else DEEDS[name]
    act = deed.format(word(claimant), *map(word, values.arguments))
    return Row(
        name,
        word(bearer),
        word(claimant),
        act,
        moment(opened.number),
        word(status),
        None if due.type != clingo.SymbolType.Number else date_of(due.number),
        dated(breached),
        moment(closed.number) if closed.type == clingo.SymbolType.Number else None,
    )


def word(symbol: clingo.Symbol) -> str:
    """A constant or a text as foedus writes it."""
    if symbol.type == clingo.SymbolType.String:
        return symbol.string
    return symbol.name.upper() if len(symbol.name) == 3 else symbol.name.replace("_", "-")


def dated(symbol: clingo.Symbol) -> str | None:
    if symbol.name == "none":
        return None
    value = symbol.arguments[0].number
    return moment(value) if symbol.name == "moment" else date_of(value)


def date_of(day: int) -> str:
    return str(EPOCH + timedelta(day))


def moment(value: int) -> str:
    day, minute = divmod(value, DAY)
    return date_of(day) if minute == END_OF_DAY else f"{date_of(day)}T{minute // 60:02}:{minute % 60:02}Z"


def answered(agreement: Path, journal: Path, asked_for: Journal, view: str) -> Answer:
    """What foedus says of a journal, which lies in a file."""
    ledger = foedus.run(
        agreement,
        journal=journal,
        as_of=str(asked_for.as_of) if asked_for.as_of else None,
        view=view,
        readings={name: value for name, value in asked_for.readings if view == "secret" or name not in SECRET_READINGS},
    )
    listed: list[dict[str, Any]] = [*ledger.rows()]
    rows = [Row(*(row[column] for column in Row._fields)) for row in listed if row["clause"] in DEEDS]
    kept = [(k.clause, k.bearer) for k in ledger.kept if k.clause in DEEDS]
    return Answer(tuple(sorted(rows, key=str)), tuple(sorted(kept)))
