"""The sieve refuses only what changes nothing: with it and without it a run stores the same rows, reasons and all."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from foedus.engine.interpreter import Interpreter
from foedus.engine.relevance import Relevance
from foedus.engine.rows import Row
from foedus.engine.sieves import EVERYTHING, Sieve
from foedus.model.events import Event, Report
from foedus.model.forms import Form, Role, either_way
from foedus.model.moments import FIRST
from foedus.plan.dependence import can_apply
from foedus.plan.nodes import Boundary, EventRule, FactRule, Pattern, Plan, Scope
from tests.strategies import DATES, END, TEXTS, choices, every_word, on, plan_of, selected, stated

MANY = settings(max_examples=80)
WHO = ("GBR", "SUN", "GBR", "SUN", "DEU", "TUR", "SVK")
NAMED = {
    "actor": WHO,
    "state": WHO,
    "agreement": ("anglo-soviet-1939", "wide", "pact", "settled", "bound", "moscow-1939"),
    "person": ("Hodgson", "Bosh"),
    "language": ("Russian", "French"),
    "place": ("London", "Europe"),
    "region": ("Europe", "Asia"),
    "number": ("1", "2"),
}
ABOUT_CLAUSES = (
    "waives toward", "refuses toward", "prevents of", "is excused from toward", "is suspended for toward",
)  # fmt: skip
LATE = "1992-01-02"
"""After the Soviet Union: time alone has changed what the clauses on states of affairs wait for."""


class Everything(Relevance):
    """No sieve: whatever is of a form that the plan knows is looked at."""

    def sifted(self, events: list[Event]) -> list[Event]:
        return [each for each in events if each.form.key in {*self.plan.events, *self.forms}]

    def of_pattern(self, pattern: Pattern, scope: Scope) -> Sieve:
        return EVERYTHING

    def of_deemed(self, rule: EventRule) -> Sieve:
        return EVERYTHING

    def of_boundary(self, rule: FactRule, bound: Boundary) -> Sieve:
        return EVERYTHING


# Drawing


@cache
def related(text: str, choice: tuple[tuple[str, str], ...], clause: int) -> tuple[str, ...]:
    """The forms that have to do with one clause, and the clause's own."""
    plan = plan_of(text, choice)
    return tuple(sorted(Relevance(replace(plan, clauses=(plan.clauses[clause],))).asked))


def fillers(plan: Plan, role: Role) -> st.SearchStrategy[str | None]:
    """What may stand in a role; an optional one is left out now and then."""
    pool = [value for sort in role.sorts for value in NAMED.get(sort, ("this", "that"))] or list(WHO)
    if "clause" in role.sorts:
        pool = [rule.name for rule in plan.clauses] + ["of-another-agreement"]
        pool += [plan.agreement] if "agreement" in role.sorts else []
    return st.sampled_from([*pool, None] if role.optional else pool)


@st.composite
def records(draw: st.DrawFn, text: str) -> tuple[Plan, list[Event]]:
    """A plan under some readings, and what happened: most of it about one or two of its clauses, by anybody."""
    choice = draw(choices(text))
    plan = plan_of(text, choice)
    numbers = draw(st.lists(st.integers(0, len(plan.clauses) - 1), min_size=1, max_size=2))
    near = sorted({*ABOUT_CLAUSES, *(key for number in numbers for key in related(text, choice, number))})
    dates = draw(st.lists(st.sampled_from([*DATES, LATE]), min_size=2, max_size=5))
    told = []
    for _ in range(draw(st.integers(4, 24))):
        key = draw(st.sampled_from(near if draw(st.integers(0, 4)) else sorted(plan.events)))
        form = forms_of(plan)[key]
        args = tuple(draw(fillers(plan, role)) for role in form.roles)
        moment = on(draw(st.sampled_from(dates)))
        negated = not form.is_event and draw(st.booleans())
        certain = draw(st.integers(0, 9)) > 0
        told.append(Event(moment, form, either_way(form, args), negated, (Report(moment),), certain))
    once = {each.identity: each for each in told}.values()
    return plan, sorted(once, key=lambda each: each.moment)


@cache
def _words() -> dict[str, Form]:
    return dict(every_word().forms)


def forms_of(plan: Plan) -> dict[str, Form]:
    """Every form that the plan or the lexicon knows."""
    return {**_words(), **{pattern.form.key: pattern.form for pattern in patterns(plan)}}


def patterns(part: object) -> Iterator[Pattern]:
    """Every pattern that stands anywhere in a part of a plan."""
    if isinstance(part, Pattern):
        yield part
    elif isinstance(part, dict):
        yield from patterns(tuple(part.values()))
    elif isinstance(part, tuple):
        for each in part:
            yield from patterns(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from patterns(getattr(part, each.name))


# Comparing


def contents(row: Row, refused: frozenset[Event]) -> tuple[object, ...]:
    """All that a row holds. What ends a span names all acts of its moment: those that are refused are left out."""
    closing = row.closing and (row.closing.kind, row.closing.moment, _left(row.closing.events, refused))
    rest = [getattr(row, each.name) for each in fields(row) if each.name not in ("rule", "closing")]
    return (row.rule.name, closing, *rest)


def _left(events: tuple[Event, ...], refused: frozenset[Event]) -> list[Event]:
    return [each for each in events if each not in refused]


@pytest.mark.parametrize("text", [*TEXTS, "settled"])
@MANY
@given(st.data())
def test_without_the_sieve_a_run_stores_the_same(text: str, data: st.DataObject) -> None:
    plan, told = data.draw(records(text))
    sieved, whole = Interpreter(plan), Interpreter(plan, Everything(plan))
    refused = frozenset(told) - frozenset(sieved.relevance.sifted(told))
    for engine in (sieved, whole):
        engine.feed(told)
        engine.pass_time(max(END, told[-1].moment))
    assert [contents(row, refused) for row in sieved.rows] == [contents(row, refused) for row in whole.rows]
    assert sieved.force_began == whole.force_began
    event(f"{text} refused {bool(refused)}, rows {bool(sieved.rows)}")


def test_who_is_counted_is_not_who_the_head_of_the_fact_names() -> None:
    engine = Interpreter(plan_of("settled"))
    lines = ["1940-01-01 DEU attacks SUN", "1940-01-02 TUR attacks SUN", "1940-01-03 GBR insults SUN"]
    engine.feed(selected(lines))
    found = [(row.bearer, row.opened) for row in engine.rows if row.rule.name == "no-crowd"]
    assert found == [("GBR", on("1940-01-03"))]


def test_where_time_alone_changes_nothing_it_is_known() -> None:
    assert Relevance(plan_of("settled")).settled_until == on("1991-12-27T00:00Z")  # the last day of the Soviet Union
    assert Relevance(plan_of("wide")).settled_until == FIRST  # `unless earlier`, and third states that come and go


@pytest.mark.parametrize(
    ("passes", "refused"),
    [
        ("DEU attacks SUN", "DEU attacks TUR"),
        ("GBR attacks SUN", "TUR attacks DEU"),
        ("GBR makes peace with DEU", "TUR makes peace with DEU"),
        ("GBR waives clause assistance toward SUN", "GBR waives clause agents toward SUN"),
        ("SUN refuses clause return-home toward GBR", "SUN refuses clause of-another toward GBR"),
        ("SUN prevents clause free-communication of Hodgson", "SUN prevents clause agents of Hodgson"),
        ("GBR nominates Hodgson to SUN", "GBR nominates Hodgson to DEU"),
        ("DEU is a threat to SUN", "DEU is a threat to TUR"),
    ],
)
def test_what_passes_the_sieve_of_the_flagship(passes: str, refused: str) -> None:
    told = stated([f"1940-01-01 {passes}", f"1940-01-02 {refused}"])
    assert Relevance(plan_of("public")).sifted(told) == told[:1]


def test_every_form_that_stands_in_a_clause_has_a_sieve() -> None:
    """Also one that stands where the sieve does not know to look: a new part of a clause is not forgotten."""
    for text in (*TEXTS, "settled"):
        plan = plan_of(text)
        said = {each.form.key for clause in filter(can_apply, plan.clauses) for each in patterns(clause)}
        assert said <= Relevance(plan).forms.keys()
