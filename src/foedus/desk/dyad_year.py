"""Directed dyad-years: a row for each agreement, bearer, claimant and calendar year in which it bound them both.

The rows run from the entry into force to the as-of date, years in which nothing was owed among them. An entry toward
all parties counts toward each other party; one whose bearer is no party has no row. The columns:

- `agreement`; `counterfactual`: 1 where no such agreement was signed, else 0.
- `ccode1`, `ccode2`: the Correlates of War numbers of bearer and claimant, as in the dyadic files of COW and ATOP;
  `state1`, `state2`: their codes in the agreement. A number is that of the last spell of membership that touches the
  year, and empty where there is none.
- `year`; `in_force`: 1, or empty where the record cannot say whether the agreement was in force on any day of it.
- `opened`: entries opened in the year; a ban opens one when it is, or perhaps is, broken. `due`: duties whose last day
  lies in the year. `breaches`: breaches that began in it, whatever came later.
- a column for each status: the entries that stand so in the ledger, each in the year since when it does. Over the years
  of a dyad these add up to the entries of the ledger.
- `open_at_end`, `breached_at_end`, `undetermined_at_end`: duties opened and not closed by the end of the year (or by
  the as-of date), by their status then. A broken ban is an act and not a duty that goes on: it is not among them.
- `trigger`: the ids of the year's events that called entries up; `clauses`: the clauses of the entries counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby, pairwise, permutations

from foedus.desk import running
from foedus.desk.question import Outcome, Question
from foedus.engine import projection
from foedus.engine.facts import Truth
from foedus.engine.interpreter import Interpreter
from foedus.engine.rows import Row
from foedus.engine.solver import Sight
from foedus.model import states
from foedus.model.events import Event
from foedus.model.ledger import STATUSES, Entry
from foedus.model.moments import FIRST, day_of, of_day
from foedus.plan.nodes import ALL_PARTIES, Plan
from foedus.text.diagnostic import in_order

STANDING = ("open", "breached", "undetermined")
COUNTS = ("opened", "due", "breaches", *STATUSES, *(f"{status}_at_end" for status in STANDING))
COLUMNS = ("agreement", "counterfactual", "ccode1", "ccode2", "state1", "state2", "year", "in_force", *COUNTS,
           "trigger", "clauses")  # fmt: skip


@dataclass(frozen=True, slots=True)
class DyadYear:
    """One row; `counts` follow `COUNTS`, `in_force` is None where it cannot be said."""

    agreement: str
    is_counterfactual: bool
    bearer: str
    claimant: str
    year: int
    in_force: Truth
    counts: tuple[int, ...]
    trigger: tuple[str, ...]
    clauses: tuple[str, ...]

    def cells(self) -> tuple[str, ...]:
        """The row as text, in the order of `COLUMNS`."""
        codes = (cow(self.bearer, self.year), cow(self.claimant, self.year), self.bearer, self.claimant)
        frame = (self.agreement, str(int(self.is_counterfactual)), *codes, str(self.year), "1" if self.in_force else "")
        return (*frame, *map(str, self.counts), "; ".join(self.trigger), "; ".join(self.clauses))


def dyad_years(question: Question) -> tuple[Outcome, list[DyadYear] | None]:
    """What the question gave, and its dyad-years by agreement, bearer, claimant and year; None where it failed."""
    outcome = Outcome()
    found = running.cases(question, outcome)
    outcome.findings = in_order(outcome.findings)
    if outcome.failed:
        return outcome, None
    as_of = running.until(question, found)
    rows: list[DyadYear] = []
    runs = []
    for case in found:
        engine = running.engine_for(running.Case(case.agreement, case.lexicon, ()), question.readings)
        years = _years(engine, case.events, as_of)
        rows += _rows(engine, years, as_of, bool(case.agreement.record.counterfactual))
        runs.append(running.Run(case, engine))
    outcome.ledger = running.ledger(question, runs)
    return outcome, rows


def cow(code: str, year: int) -> str:
    """The Correlates of War number of a state in a year, or "" where it was no member of the system of states then.

    >>> cow("SUN", 1939), cow("DEU", 1941), cow("POL", 1939), cow("POL", 1941)
    ('365', '255', '290', '')
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    numbers = [
        (spell.begin, spell.cow)
        for spell in states.spells()
        if code in (spell.code, f"cow:{spell.cow}")
        and spell.begin <= last
        and (spell.end is None or spell.end >= first)
    ]
    return str(max(numbers)[1]) if numbers else ""


# In force


def _years(engine: Interpreter, events: tuple[Event, ...], as_of: int) -> dict[tuple[str, str], dict[int, Truth]]:
    """For each directed dyad the years in which the agreement is or may be in force; the engine is run meanwhile."""
    spans = _spans(engine, events, as_of)
    codes = dict.fromkeys(code for _, there in spans for code in there)
    return {(one, other): _of_dyad(spans, one, other, as_of) for one, other in permutations(codes, 2)}


def _spans(engine: Interpreter, events: tuple[Event, ...], as_of: int) -> list[tuple[int, dict[str, Truth]]]:
    """For whom the agreement is in force, is not, or cannot be said to be, and from when on: a change each, in order.

    The record is fed moment by moment, which gives what it gives as a whole, and the engine is asked after each.
    """
    spans: list[tuple[int, dict[str, Truth]]] = []

    def ask(moment: int) -> None:
        sight = Sight(moment)
        there = {code: engine.solver.is_party(code, sight) for code in engine.solver.parties}
        if not spans or spans[-1][1] != there:
            spans.append((moment, there))

    told = (event for event in events if event.moment <= as_of)
    for moment, same in groupby(told, key=lambda event: event.moment):
        _pass(engine, moment - 1, ask)
        engine.feed(tuple(same))
        ask(moment)
    _pass(engine, as_of, ask)
    return spans


def _pass(engine: Interpreter, until: int, ask: Callable[[int], None]) -> None:
    """Let the moments come, up to one, at which the agreement itself changes something, and ask after each."""
    while pending := [moment for moment in engine.changes.timed() if moment <= until]:
        engine.pass_time(min(pending))
        ask(min(pending))


def _of_dyad(spans: list[tuple[int, dict[str, Truth]]], one: str, other: str, as_of: int) -> dict[int, Truth]:
    """The years in which both are parties; one that is certain on some day is certain."""
    years: dict[int, Truth] = {}
    for (begin, there), (end, _) in pairwise([*spans, (as_of, {})]):
        both = (there.get(one, False), there.get(other, False))
        if False not in both:
            for year in range(day_of(begin).year, day_of(end).year + 1):
                years[year] = None not in both or years.get(year)
    return years


# Rows


@dataclass(slots=True)
class _Tally:
    """What a row counts, while the entries are gone through."""

    counts: dict[str, int] = field(default_factory=dict)
    trigger: dict[str, None] = field(default_factory=dict)
    clauses: dict[str, None] = field(default_factory=dict)

    def count(self, column: str, clause: str) -> None:
        self.counts[column] = self.counts.get(column, 0) + 1
        self.clauses[clause] = None


def _rows(
    engine: Interpreter, years: dict[tuple[str, str], dict[int, Truth]], as_of: int, is_counterfactual: bool
) -> Iterator[DyadYear]:
    tallies = {(dyad, year): _Tally() for dyad, found in years.items() for year in found}
    codes = {code: engine.solver.joined.get(code, FIRST) for code in engine.solver.parties}
    for row in sorted(engine.rows, key=lambda each: (each.opened, projection.entry_id(each))):
        whole = row.claimant == ALL_PARTIES
        for claimant in [code for code, since in codes.items() if since <= row.opened] if whole else [row.claimant]:
            dyad = (row.bearer, claimant)
            _tally(engine.plan, row, as_of, {year: tallies[dyad, year] for year in years.get(dyad, ())})
    for (dyad, year), tally in sorted(tallies.items(), key=lambda pair: pair[0]):
        counts = tuple(tally.counts.get(column, 0) for column in COUNTS)
        force = years[dyad][year]
        yield DyadYear(engine.plan.agreement, is_counterfactual, *dyad, year, force, counts, tuple(tally.trigger),
                       tuple(tally.clauses))  # fmt: skip


def _tally(plan: Plan, row: Row, as_of: int, mine: dict[int, _Tally]) -> None:
    """Count one entry in the years of one dyad."""
    entry = projection.entry(plan, row, as_of)
    dated = [("opened", entry.opened), ("due", entry.due), ("breaches", entry.breached), (entry.status, entry.since)]
    for column, moment in dated:
        tally = mine.get(day_of(moment).year) if moment is not None else None
        if tally is not None:
            tally.count(column, entry.clause)
    for event in row.causes:
        if (tally := mine.get(day_of(event.moment).year)) is not None:
            tally.trigger[event.id] = None
    for year, tally in mine.items():
        end = min(as_of, of_day(date(year, 12, 31)))
        if row.rule.modal == "must" and row.opened <= end:
            _tally_standing(projection.entry(plan, row, end), tally)


def _tally_standing(entry: Entry, tally: _Tally) -> None:
    if entry.closed is None and entry.status in STANDING:
        tally.count(f"{entry.status}_at_end", entry.clause)
