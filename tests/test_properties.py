"""What holds of every journal: properties of the meaning, over the flagship, its readings and views, and a pact."""

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from foedus.model.events import Event
from foedus.model.moments import just_after
from tests.strategies import (
    DATES,
    END,
    THIRD,
    WORDLESS,
    Case,
    Line,
    cases,
    choices,
    journals,
    json_of,
    on,
)

MANY = settings(max_examples=100)
SOME = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
AMONG_OTHERS = [
    f"{one} {verb} {other}"
    for one in THIRD
    for other in THIRD
    for verb in ("attacks", "declares war on", "makes peace with", "assists", "threatens")
    if one != other
]


def cuts(events: list[Event]) -> list[int]:
    """Every moment of the record, what follows from it, and the last moment before the next."""
    moments = sorted({each.moment for each in events})
    between = [later - 1 for _, later in pairwise(moments)]
    return sorted({*moments, *map(just_after, moments), *between, END})


@MANY
@given(cases())
def test_a_prefix_gives_what_the_whole_gives_as_of_its_end(drawn: tuple[Case, list[Line]]) -> None:
    case, lines = drawn
    events = case.events(lines)
    whole = case.run(events)
    for cut in cuts(events):
        part = case.run([each for each in events if each.moment <= cut])
        assert part.whole(cut) == whole.whole(cut)


@MANY
@given(cases())
def test_two_halves_give_the_whole(drawn: tuple[Case, list[Line]]) -> None:
    case, lines = drawn
    events = case.events(lines)
    whole = case.run(events).whole(END)
    for cut in {each.moment for each in events}:
        early, late = ([e for e in events if e.moment <= cut], [e for e in events if e.moment > cut])
        assert case.run(early, late).whole(END) == whole


@MANY
@given(cases(), st.data())
def test_the_order_of_lines_and_lines_given_twice_change_nothing(
    drawn: tuple[Case, list[Line]], data: st.DataObject
) -> None:
    case, lines = drawn
    again = data.draw(st.lists(st.sampled_from(lines), max_size=4))
    mixed = data.draw(st.permutations([*lines, *again]))
    assert case.run(case.events(mixed)).whole(END) == case.run(case.events(lines)).whole(END)


@MANY
@given(cases(), st.sampled_from(DATES))
def test_what_was_known_at_a_date_is_the_journal_without_later_reports(
    drawn: tuple[Case, list[Line]], known: str
) -> None:
    case, lines = drawn
    early = [line for line in lines if on(line.data.get("recorded", line.date)) <= on(known)]
    assert case.run(case.events(lines, on(known))).whole(END) == case.run(case.events(early)).whole(END)


@SOME
@given(journals(), choices("public"), st.sampled_from(("all", "accepted", "GBR")), st.booleans())
def test_the_public_sees_the_same_with_and_without_the_secret_lines(
    tmp_path: Path, lines: list[Line], choice: tuple[tuple[str, str], ...], weight: str, dated: bool
) -> None:
    options = ["--according-to", weight, *(["--as-of", "1941-07-01"] if dated else [])]
    options += [word for name, value in choice for word in ("--reading", f"{name}={value}")]
    seen = [line for line in lines if line.data.get("clearance") != "secret"]
    whole, open_part = (json_of(tmp_path, each, "public", *options) for each in (lines, seen))
    assert whole == open_part
    assert whole[0] == 0 and json.loads(whole[1])["view"] == "public"


@MANY
@given(cases())
def test_entries_are_distinct_sorted_and_say_what_is_missing(drawn: tuple[Case, list[Line]]) -> None:
    case, lines = drawn
    events = case.events(lines)
    run = case.run(events)
    for as_of in cuts(events):
        entries = run.entries(as_of)
        ids = [entry.id for entry in entries]
        assert len(set(ids)) == len(ids)
        assert list(entries) == sorted(entries, key=lambda entry: (entry.opened, entry.id))
        for entry in entries:
            event(f"{entry.clause} {entry.status}")
            if entry.status == "undetermined":
                assert entry.missing
            elif entry.status not in ("performed", "released", "waived"):
                assert entry.missing == ()
            assert (entry.breached is not None) == (entry.status in ("breached", "late"))
    broken = [(row.key, row.opened) for row in run.rows if row.rule.is_ban]
    assert len(set(broken)) == len(broken)


@MANY
@given(cases(), st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from([*WORDLESS, *AMONG_OTHERS])), max_size=6))
def test_what_no_clause_speaks_of_changes_nothing(drawn: tuple[Case, list[Line]], said: list[tuple[str, str]]) -> None:
    case, lines = drawn
    by_both = {"reported-by": "GBR and SUN"}
    said = [] if case.text == "bound" else said  # any state may join, and then it speaks of what they do
    more = [Line(date, each, by_both) for date, each in said if "threatens" not in each or case.text != "pact"]
    assert case.run(case.events([*lines, *more])).whole(END) == case.run(case.events(lines)).whole(END)


@MANY
@given(cases(), st.data())
def test_a_breach_is_one_however_the_doubts_are_settled(drawn: tuple[Case, list[Line]], data: st.DataObject) -> None:
    """Whether an uncertain event happened or not, and whomever help was against: what is called a breach is one."""
    case, lines = drawn
    events = case.events(lines)
    doubtful = [each for each in events if not each.certain or None in each.args]
    happened = data.draw(st.lists(st.booleans(), min_size=len(doubtful), max_size=len(doubtful)))
    against = data.draw(st.sampled_from((None, *THIRD)))
    world = [_settled(each, against) for each in events if each.certain or happened[doubtful.index(each)]]
    broken = {
        (entry.clause, entry.bearer, entry.claimant, entry.act)
        for entry in case.run(world).entries(END)
        if entry.breached is not None
    }
    for entry in case.run(events).entries(END):
        if entry.breached is not None:
            event(f"{entry.clause} {entry.status} with {bool(doubtful)}")
            assert (entry.clause, entry.bearer, entry.claimant, entry.act) in broken


def _settled(each: Event, against: str | None) -> Event:
    """A certain event; help is against somebody."""
    helps = each.form.key in ("assists", "consults with") and each.args[-1] is None
    return replace(each, certain=True, args=(*each.args[:-1], against) if helps else each.args)
