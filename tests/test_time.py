"""What hangs on the calendar: what recurs, last days, what comes before an event, ends that are put off."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question
from foedus.model.ledger import Ledger
from foedus.model.moments import FIRST, LAST, Duration, parse, text
from foedus.plan.times import Anchor, Recurrence
from tests.strategies import on, written

Say = Callable[..., tuple[int, str, str]]
Runs = Callable[..., Ledger]
RECORD = """agreement pact
    between GBR and SUN
    signed  1939-07-31
"""
SIGNED = "fact this agreement is in force\n    from signature\n    "


@pytest.fixture
def run(tmp_path: Path) -> Runs:
    """Run clauses on lines, as of a date."""

    def ledger(clauses: str, *lines: str, as_of: str = "1945-12-31", weight: str = "all", record: str = "") -> Ledger:
        page = f"# Pact\n\n```foedus\n{record or RECORD}\n{clauses}\n```\n"
        (tmp_path / "agreement.md").write_text(page, encoding="utf-8")
        (tmp_path / "lines.journal").write_text(written(lines), encoding="utf-8")
        outcome = desk.run(Question((tmp_path,), (tmp_path / "lines.journal",), "public", on(as_of), None, weight))
        assert [finding.title for finding in outcome.findings if finding.is_error] == []
        assert outcome.ledger is not None
        return outcome.ledger

    return ledger


def told(ledger: Ledger) -> list[str]:
    """Each entry in few words: clause, bearer, opening, due, status and the day from which that stands."""
    return [
        f"{each.clause} {each.bearer} {text(each.opened)} {text(each.due) if each.due else '-'} "
        f"{each.status} {text(each.since)}"
        for each in ledger.entries
    ]


# What recurs

MONTHLY = "clause report\n    every month from signature\n    GBR must consult with SUN\n    within 1 month\n"


def test_months_are_counted_from_the_first_and_clamp_to_the_last_day(run: Runs) -> None:
    found = [text(each.opened) for each in run(MONTHLY, as_of="1940-04-29")]
    assert found == ["1939-07-31", "1939-08-31", "1939-09-30", "1939-10-31", "1939-11-30", "1939-12-31", "1940-01-31",
                     "1940-02-29", "1940-03-31"]  # fmt: skip


def test_a_leap_day_recurs_on_the_last_of_february(run: Runs) -> None:
    yearly = MONTHLY.replace("every month from signature", "every year from 1940-02-29")
    found = [(text(each.opened), text(each.due or 0)) for each in run(yearly, as_of="1944-02-29")]
    assert found == [("1940-02-29", "1940-03-29"), ("1941-02-28", "1941-03-28"), ("1942-02-28", "1942-03-28"),
                     ("1943-02-28", "1943-03-28"), ("1944-02-29", "1944-03-29")]  # fmt: skip


def test_it_is_there_on_its_day_and_not_before(run: Runs) -> None:
    assert len(run(MONTHLY, as_of="1939-08-30")) == 1
    assert len(run(MONTHLY, as_of="1939-08-31")) == 2


def test_one_deed_performs_all_that_are_open_and_none_that_comes_later(run: Runs) -> None:
    done = run(MONTHLY, "1939-09-01 GBR consults with SUN", as_of="1939-09-30")
    assert told(done) == [
        "report GBR 1939-07-31 1939-08-31 late 1939-09-01",
        "report GBR 1939-08-31 1939-09-30 performed 1939-09-01",
        "report GBR 1939-09-30 1939-10-30 open 1939-09-30",
    ]


def test_done_on_its_own_day_is_done(run: Runs) -> None:
    assert told(run(MONTHLY, "1939-07-31 GBR consults with SUN", as_of="1939-08-01")) == [
        "report GBR 1939-07-31 1939-08-31 performed 1939-07-31"
    ]


def test_the_line_says_which_it_is(run: Runs) -> None:
    (first, second) = run(MONTHLY, as_of="1939-08-31")
    assert "the 1st of every month from signature, due 1939-08-31" in first.because
    assert "the 2nd of every month from signature, due 1939-09-30" in second.because


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th"), (22, "22nd")]
)
def test_ordinals(number: int, said: str, run: Runs) -> None:
    daily = MONTHLY.replace("every month", "every day")
    assert f"the {said} of every day from signature" in run(daily, as_of="1939-08-31").entries[number - 1].because


def test_nothing_recurs_while_the_agreement_is_not_in_force(run: Runs) -> None:
    force = (
        "event state P joins agreement T\nevent state P leaves agreement T\n"
        "fact this agreement is in force\n    from contracting state P joins this agreement\n"
        "    until contracting state P leaves this agreement\n"
    )
    lines = (
        "1939-10-15 GBR joins this agreement",
        "1939-12-31 GBR leaves this agreement",
        "1940-02-29 GBR joins this agreement",
    )
    found = [text(each.opened) for each in run(MONTHLY + force, *lines, as_of="1940-03-31")]
    assert found == ["1939-10-31", "1939-11-30", "1940-02-29", "1940-03-31"]
    from_entry = MONTHLY.replace(" from signature", "")
    found = [text(each.opened) for each in run(from_entry + force, *lines, as_of="1940-03-31")]
    assert found == ["1939-10-15", "1939-11-15", "1939-12-15", "1940-03-15"]


def test_conditions_are_asked_each_time(run: Runs) -> None:
    limited = f"{MONTHLY}    while SUN is at war with DEU\n    unless earlier ITA attacks SUN\n"
    lines = (
        "1939-08-15 DEU attacks SUN",
        "1939-09-15 SUN makes peace with DEU",
        "1939-10-15 DEU attacks SUN",
        "1939-11-15 ITA attacks SUN",
    )
    assert told(run(limited, *lines, as_of="1940-03-31")) == [
        "report GBR 1939-08-31 1939-09-30 released 1939-09-15",
        "report GBR 1939-10-31 1939-11-30 breached 1939-12-01",
    ]


def test_what_recurs_for_each_that_fits(run: Runs) -> None:
    each = (
        "clause report\n    every year\n    where A is at war with P\n    every party P must consult with SUN about A\n"
    )
    found = run(f"{each}    within 1 day\n", "1939-07-01 GBR declares war on DEU", "1939-07-01 GBR attacks ITA")
    assert {(e.bearer, e.act) for e in found} == {("GBR", f"consult with SUN about {a}") for a in ("DEU", "ITA")}


def test_a_record_without_a_date_is_in_force_from_the_beginning(run: Runs) -> None:
    clauses = (
        MONTHLY.replace("from signature", "from 1939-07-31")
        + "clause old\n    SUN must consult with GBR\n    within 1 day\n"
    )
    found = run(clauses, as_of="1939-08-31", record="agreement pact\n    between GBR and SUN\n")
    assert [(each.clause, text(each.opened)) for each in found] == [
        ("old", text(FIRST)),
        ("report", "1939-07-31"),
        ("report", "1939-08-31"),
    ]


MONTH_ENDS = Recurrence(Duration(1, "month"), Anchor(parse("1940-01-31")))


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("1939-01-01", ("1940-01-31", 0)),
        ("1940-01-31", ("1940-01-31", 0)),
        ("1940-02-01", ("1940-02-29", 1)),
        ("1940-02-29", ("1940-02-29", 1)),
        ("1940-03-01", ("1940-03-31", 2)),
        ("2040-01-31", ("2040-01-31", 1200)),
    ],
)
def test_the_first_from_a_moment_on(since: str, expected: tuple[str, int]) -> None:
    found = MONTH_ENDS.first(on(since), None)
    assert found is not None
    assert (text(found[0]), found[1]) == expected


def test_there_is_none_behind_the_calendar_nor_before_the_first_is_known() -> None:
    assert MONTH_ENDS.first(LAST + 1, None) is None
    assert Recurrence(Duration(1, "day"), Anchor()).first(FIRST, None) is None
    assert Recurrence(Duration(0, "day"), Anchor(on("1940-01-31"))).first(on("1940-02-01"), None) is None


# By a moment


@pytest.mark.parametrize(
    ("by", "last"),
    [
        ("1940-01-01", "1940-01-01"),
        ("6 months after signature", "1940-01-31"),
        ("7 months after signature", "1940-02-29"),
        ("1 month before 1940-03-31", "1940-02-29"),
        ("36 hours after signature", "1939-08-02"),
        ("31 days after entry into force", "1939-08-31"),
        ("1939-01-01", "1939-07-31"),
        ("1940-01-01T12:00Z", "1940-01-01T12:00Z"),
    ],
)
def test_the_last_moment_is_in_time_and_the_next_is_not(by: str, last: str, run: Runs) -> None:
    clause = f"clause report\n    GBR must consult with SUN\n    by {by}\n"
    (done,) = run(clause, f"{last} GBR consults with SUN")
    (late,) = run(clause, "1940-03-01 GBR consults with SUN")
    (open_,) = run(clause, as_of=last)
    assert [text(each.due or 0) for each in (done, late, open_)] == [last] * 3
    assert [each.status for each in (done, late, open_)] == ["performed", "late", "open"]


def test_what_is_opened_later_is_due_at_once_and_a_later_trigger_opens_another(run: Runs) -> None:
    clause = "clause help\n    when DEU attacks SUN\n    GBR must assist SUN\n    by 1941-01-01\n"
    lines = [f"{day} DEU attacks SUN" for day in ("1940-01-01", "1940-06-01", "1941-06-01", "1941-06-02")]
    assert told(run(clause, *lines, as_of="1941-06-02")) == [
        "help GBR 1940-01-01 1941-01-01 breached 1941-01-02",
        "help GBR 1941-06-01 1941-06-01 breached 1941-06-02",
        "help GBR 1941-06-02 1941-06-02 open 1941-06-02",
    ]


STATE = "event state P arms state Q\nevent state P disarms state Q\nfact state P is arming state Q\n"
STATE += "    from P arms Q\n    until P disarms Q\n"


def test_a_state_must_not_be_so_from_the_day_on_however_it_began(run: Runs) -> None:
    ban = f"{STATE}clause arms\n    GBR must not be arming FIN\n    by 1 year after entry into force\n"
    lines = (
        "1939-09-01 GBR arms FIN",
        "1940-07-30 GBR disarms FIN",
        "1940-07-31 GBR arms FIN",
        "1941-01-01 GBR disarms FIN",
    )
    assert told(run(ban, *lines)) == [
        "arms GBR 1939-09-01 1940-07-31 performed 1940-07-30",
        "arms GBR 1940-07-31 1940-07-31 breached 1940-08-01",
    ]
    assert told(run(ban, "1940-08-01 GBR arms FIN")) == ["arms GBR 1940-08-01 - breached 1940-08-01"]
    assert [kept.bearer for kept in run(ban, "1939-09-01 GBR arms POL").kept] == ["GBR"]


def test_a_state_must_be_so_from_the_day_on(run: Runs) -> None:
    duty = f"{STATE}clause arms\n    GBR must be arming SUN\n    by 1940-01-01\n"
    lines = ("1939-12-31 GBR arms SUN", "1940-06-01 GBR disarms SUN")
    assert told(run(duty, *lines)) == [
        "arms GBR 1939-07-31 1940-01-01 performed 1939-12-31",
        "arms GBR 1940-06-01 - breached 1940-06-01",
    ]


# Before an event

BEFORE = "clause notice\n    GBR must consult with SUN about A\n    before GBR makes peace with third state A\n"
LEAD = BEFORE.replace("before GBR", "by 1 month before GBR")
PEACE = "1940-03-31 GBR makes peace with DEU"


@pytest.mark.parametrize(
    ("clause", "consulted", "expected"),
    [
        (BEFORE, "1940-03-30", "performed 1940-03-30"),
        (BEFORE, "1940-03-31", "performed 1940-03-31"),
        (BEFORE, "1940-04-01", "late 1940-04-01"),
        (BEFORE, "1939-07-30", "breached 1940-03-31"),
        (LEAD, "1940-02-29", "performed 1940-02-29"),
        (LEAD, "1940-03-01", "late 1940-03-01"),
        (LEAD, "1940-04-01", "late 1940-04-01"),
    ],
)
def test_it_is_judged_when_the_event_happens(clause: str, consulted: str, expected: str, run: Runs) -> None:
    lines = (f"{consulted} GBR consults with SUN about DEU", PEACE)
    due = "1940-03-31" if clause is BEFORE else "1940-02-29"
    assert told(run(clause, *lines, as_of="1940-04-01")) == [f"notice GBR 1940-03-31 {due} {expected}"]
    assert told(run(clause, *lines, as_of="1940-03-30")) == []


def test_it_is_breached_on_the_day_of_the_event_and_opened_once(run: Runs) -> None:
    again = ("1941-01-01 GBR attacks DEU", "1942-01-01 GBR makes peace with DEU")
    assert told(run(BEFORE, PEACE, as_of="1940-03-31")) == ["notice GBR 1940-03-31 1940-03-31 breached 1940-03-31"]
    assert told(run(LEAD, PEACE, *again)) == ["notice GBR 1940-03-31 1940-02-29 breached 1940-03-31"]


def test_done_about_another_is_not_done(run: Runs) -> None:
    assert told(run(BEFORE, "1940-01-01 GBR consults with SUN about ITA", PEACE)) == [
        "notice GBR 1940-03-31 1940-03-31 breached 1940-03-31"
    ]
    (perhaps,) = run(BEFORE, "1940-01-01 GBR consults with SUN", PEACE)
    assert perhaps.status == "undetermined"
    assert perhaps.missing == ("whether 1940-01-01.GBR.consults.with.SUN was to consult with SUN about DEU",)


PRIOR = "clause notice\n    when third state A attacks GBR\n    GBR must consult with SUN about A\n"
PRIOR += "    before GBR makes peace with A\n"
ATTACK = "1940-01-01 DEU attacks GBR"


def test_with_a_trigger_it_is_open_until_the_event(run: Runs) -> None:
    lines = ("1939-12-31 GBR makes peace with DEU", ATTACK, "1940-02-01 GBR makes peace with ITA", PEACE)
    assert told(run(PRIOR, *lines, as_of="1940-03-30")) == ["notice GBR 1940-01-01 - open 1940-01-01"]
    assert told(run(PRIOR, *lines)) == ["notice GBR 1940-01-01 1940-03-31 breached 1940-03-31"]
    done = "1940-03-30 GBR consults with SUN about DEU"
    assert told(run(PRIOR, *lines, done)) == ["notice GBR 1940-01-01 1940-03-31 performed 1940-03-30"]
    assert told(run(PRIOR, *lines, done, as_of="1940-03-30")) == ["notice GBR 1940-01-01 - performed 1940-03-30"]
    late = "1940-05-01 GBR consults with SUN about DEU"
    assert told(run(PRIOR, *lines, late)) == ["notice GBR 1940-01-01 1940-03-31 late 1940-05-01"]


def test_done_too_shortly_before_turns_out_late(run: Runs) -> None:
    lead = PRIOR.replace("before GBR", "by 1 month before GBR")
    lines = (ATTACK, "1940-03-01 GBR consults with SUN about DEU", PEACE)
    assert told(run(lead, *lines, as_of="1940-03-30")) == ["notice GBR 1940-01-01 - performed 1940-03-01"]
    assert told(run(lead, *lines)) == ["notice GBR 1940-01-01 1940-02-29 late 1940-03-01"]


def test_a_duty_opened_after_its_last_day_is_due_when_it_opens(run: Runs) -> None:
    lead = PRIOR.replace("before GBR", "by 1 year before GBR")
    assert told(run(lead, ATTACK, "1940-01-01 GBR consults with SUN about DEU", PEACE)) == [
        "notice GBR 1940-01-01 1940-01-01 performed 1940-01-01"
    ]


def test_what_was_released_is_not_judged(run: Runs) -> None:
    until = f"{PRIOR}    until SUN assists DEU\n"
    assert told(run(until, ATTACK, "1940-02-01 SUN assists DEU", PEACE)) == [
        "notice GBR 1940-01-01 - released 1940-02-01"
    ]


def test_an_uncertain_event_leaves_it_undetermined_and_a_certain_one_settles_it(run: Runs) -> None:
    both = " ; reported-by: GBR and SUN"
    lines = (f"{ATTACK}{both}", f"{PEACE} ; reported-by: GBR")
    (entry,) = run(PRIOR, *lines, weight="accepted")
    assert (entry.status, entry.missing) == ("undetermined", ("whether 1940-03-31.DEU.makes.peace.with.GBR happened",))
    certain = (*lines, f"1940-06-01 GBR makes peace with DEU{both}")
    assert told(run(PRIOR, *certain, weight="accepted")) == ["notice GBR 1940-01-01 1940-06-01 breached 1940-06-01"]
    (between,) = run(PRIOR, *certain, f"1940-05-01 GBR consults with SUN about DEU{both}", weight="accepted")
    assert (between.status, between.missing) == ("performed", entry.missing)


@pytest.mark.parametrize("clause", [BEFORE, PRIOR])
def test_the_breach_is_heard_when_the_event_happens_once(clause: str, run: Runs) -> None:
    answer = "clause answer\n    when GBR breaches clause notice toward SUN\n"
    answer += "    GBR must negotiate with SUN\n    within 1 day\n"
    lines = (ATTACK, PEACE, "1940-04-02 GBR refuses clause notice toward SUN", "1940-05-01 GBR makes peace with DEU")
    found = [line for line in told(run(clause + answer, *lines)) if line.startswith("answer")]
    assert found == ["answer GBR 1940-03-31 1940-04-01 breached 1940-04-02"]
    done = run(clause + answer, *lines, "1940-03-01 GBR consults with SUN about DEU")
    assert [line for line in told(done) if line.startswith("answer")] == []


# Facts and their ends

BAN = "clause calm\n    no party may attack POL\n"


def test_a_fact_from_entry_into_force_begins_in_that_moment(run: Runs) -> None:
    fact = "fact this agreement is young\n    from entry into force\n    until 1 month after entry into force\n"
    days = ("1939-07-31", "1939-08-30", "1939-08-31", "1939-09-01")
    found = run(f"{fact}{BAN}    while this agreement is young\n", *(f"{day} GBR attacks POL" for day in days))
    assert [text(each.opened) for each in found] == ["1939-07-31", "1939-08-30"]


def test_an_uncertain_entry_into_force_begins_nothing_for_certain(run: Runs) -> None:
    force = "fact this agreement is in force\n    from contracting state P recognises French text of this agreement\n"
    fact = "fact this agreement is old\n    from 1 month after entry into force\n"
    one, both = "; reported-by: GBR", "; reported-by: GBR and SUN"
    lines = [
        f"1939-08-01 GBR recognises French text of this agreement {one}",
        f"1939-09-15 GBR attacks POL {both}",
        f"1939-10-01 SUN recognises French text of this agreement {both}",
        f"1939-10-15 GBR attacks POL {both}",
        f"1939-11-02 GBR attacks POL {both}",
    ]
    found = run(f"{force}{fact}{BAN}    while this agreement is old\n", *lines, weight="accepted")
    assert [(text(each.opened), each.status) for each in found] == [
        ("1939-09-15", "undetermined"),
        ("1939-10-15", "undetermined"),
        ("1939-11-02", "breached"),
    ]


def ends(run: Runs, lines: str, *said: str, weight: str = "all") -> list[tuple[str, str]]:
    """On which days of a month an attack is a breach, or undetermined, while the agreement ends."""
    both = " ; reported-by: GBR and SUN" if weight == "accepted" else ""
    asked = [f"1940-01-{day:02} SUN attacks POL{both}" for day in range(1, 32)]
    found = run(f"{SIGNED}{lines}\n{BAN}", *said, *asked, weight=weight)
    return [(text(each.opened)[-2:], each.status) for each in found]


def until(day: int) -> list[tuple[str, str]]:
    return [(f"{each:02}", "breached") for each in range(1, day)]


DENOUNCED = "until 1 day after a contracting state denounces this agreement\n    "
TOLD = "1940-01-04 GBR denounces this agreement"


@pytest.mark.parametrize(
    ("lines", "said", "last"),
    [
        ("not before 1940-01-10", (), 10),
        ("not before 1940-01-02", (), 5),
        ("not before 6 months after signature", (), 31),
        ("only every 6 days from 1940-01-10", (), 10),
        ("only every 6 days from 1939-12-31", (), 6),
        ("only every 1 day from 1939-12-31", (), 5),
        ("not before 1940-01-07\n    only every 6 days from 1939-12-31", (), 12),
        ("not while GBR is at war with DEU", ("1940-01-02 GBR attacks DEU", "1940-01-20 GBR makes peace with DEU"), 20),
        ("not while GBR is at war with DEU", ("1940-01-05 GBR attacks DEU", "1940-01-20 GBR makes peace with DEU"), 20),
        ("not while GBR is at war with DEU", ("1940-01-06 GBR attacks DEU", "1940-01-20 GBR makes peace with DEU"), 5),
        ("not while GBR is at war with DEU", ("1940-01-02 GBR attacks ITA",), 5),
        (
            "not while GBR is at war with DEU\n    only every 6 days from 1939-12-31",
            ("1940-01-02 GBR attacks DEU", "1940-01-20 GBR makes peace with DEU"),
            24,
        ),
        (
            "not while GBR is at war with DEU\n    only every 6 days from 1939-12-31",
            ("1940-01-02 GBR attacks DEU", "1940-01-18 GBR makes peace with DEU"),
            18,
        ),
        (
            "not before 1940-01-15\n    not while GBR is at war with DEU",
            ("1940-01-02 GBR attacks DEU", "1940-01-10 GBR makes peace with DEU"),
            15,
        ),
    ],
)
def test_an_end_comes_at_the_first_moment_that_suits(lines: str, said: tuple[str, ...], last: int, run: Runs) -> None:
    assert ends(run, DENOUNCED + lines, TOLD, *said) == until(last)


def test_an_end_by_date_is_put_off_too(run: Runs) -> None:
    assert ends(run, "until 1940-01-04\n    not before 1940-01-08") == until(8)
    assert ends(run, "until 1940-01-04\n    not before 1940-01-03") == until(4)


def test_of_two_ends_each_is_put_off(run: Runs) -> None:
    assert ends(
        run, f"{DENOUNCED}until 1940-01-25\n    not before 1940-01-08", "1940-01-20 GBR denounces this agreement"
    ) == (until(21))


def test_what_nobody_knows_leaves_the_end_uncertain_until_it_is_known(run: Runs) -> None:
    lines = f"{DENOUNCED}not while SUN is a threat to GBR"
    doubt = [(f"{each:02}", "undetermined") for each in range(5, 32)]
    assert ends(run, lines, TOLD) == [*until(5), *doubt]
    assert ends(run, lines, TOLD, "1940-01-10 SUN is not a threat to GBR") == [*until(5), *doubt[:5]]
    assert ends(
        run, lines, TOLD, "1940-01-03 SUN is a threat to GBR", "1940-01-09 SUN is not a threat to GBR"
    ) == until(9)


def test_an_uncertain_end_of_what_it_waits_for_is_uncertain(run: Runs) -> None:
    both = " ; reported-by: GBR and SUN"
    lines = f"{DENOUNCED}not while GBR is at war with DEU"
    said = (
        f"{TOLD}{both}",
        f"1940-01-02 GBR attacks DEU{both}",
        "1940-01-20 GBR makes peace with DEU ; reported-by: SUN",
    )
    assert ends(run, lines, *said, weight="accepted") == [
        *until(20),
        *((f"{d}", "undetermined") for d in range(20, 32)),
    ]


def test_ends_of_a_fact_wait_each_for_its_own(run: Runs) -> None:
    fact = (
        "event state P withdraws its troops\nfact state P is present\n    from P occupies a place\n"
        "    until P withdraws its troops\n    not while P is at war with POL\n"
    )
    ban = "clause present\n    no party may be present\n"
    lines = (
        "1939-08-01 GBR occupies place Riga",
        "1939-08-01 SUN occupies place Reval",
        "1939-08-05 SUN attacks POL",
        "1939-08-10 GBR withdraws its troops",
        "1939-08-10 SUN withdraws its troops",
        "1939-08-20 SUN makes peace with POL",
    )
    closed = {each.bearer: text(each.closed or 0) for each in run(fact + ban, *lines)}
    assert closed == {"GBR": "1939-08-10", "SUN": "1939-08-20"}


# What is shown

REPORTS = "clause report\n    every 6 months from signature\n    GBR must consult with SUN\n    within 30 days\n"


def test_coming_ones_fall_due_up_to_the_last_day_that_is_asked(tmp_path: Path, typed: Say) -> None:
    clauses = f"{REPORTS}\nclause whole\n    SUN must consult with GBR\n    by 7 months after signature\n"
    (tmp_path / "agreement.md").write_text(f"# Pact\n\n```foedus\n{RECORD}\n{clauses}```\n", encoding="utf-8")
    status, out, _ = typed("due", str(tmp_path), "--from", "1940-01-01", "--to", "1940-08-30", "--format", "json")
    assert status == 0
    assert [(each["clause"], each["opened"], each["due"], each["status"]) for each in json.loads(out)["due"]] == [
        ("whole", "1939-07-31", "1940-02-29", "open"),
        ("report", "1940-01-31", "1940-03-01", None),
        ("report", "1940-07-31", "1940-08-30", None),
    ]
    _, calendar, _ = typed("due", str(tmp_path), "--from", "1940-01-01", "--to", "1940-08-29", "--format", "ics")
    assert [line for line in calendar.splitlines() if line.startswith("DTSTART;")] == [
        "DTSTART;VALUE=DATE:19400229",
        "DTSTART;VALUE=DATE:19400301",
    ]


@pytest.mark.parametrize(
    ("clause", "entry", "said"),
    [
        (REPORTS, "report.GBR.SUN.1940-01-31", "due 1940-03-01, the 2nd of every 6 months from signature  [1940-01-31"),
        (LEAD, "notice.GBR.SUN.1940-03-31.DEU", "due 1940-02-29, 1 month before GBR makes peace with DEU"),
        (BEFORE, "notice.GBR.SUN.1940-03-31.DEU", "due 1940-03-31, before GBR makes peace with DEU"),
        (
            "clause whole\n    SUN must consult with GBR\n    by 7 months after signature\n",
            "whole.SUN.GBR.1939-07-31",
            "due 1940-02-29, by 7 months after signature",
        ),
    ],
)
def test_the_explanation_says_why_it_is_due_then(
    clause: str, entry: str, said: str, tmp_path: Path, typed: Say
) -> None:
    (tmp_path / "agreement.md").write_text(f"# Pact\n\n```foedus\n{RECORD}\n{clause}```\n", encoding="utf-8")
    (tmp_path / "a.journal").write_text(f"{PEACE}\n", encoding="utf-8")
    status, out, _ = typed("explain", entry, str(tmp_path), "--journal", str(tmp_path / "a.journal"))
    assert status == 0
    assert said in out


def test_before_the_event_the_explanation_knows_no_due(tmp_path: Path, typed: Say) -> None:
    (tmp_path / "agreement.md").write_text(f"# Pact\n\n```foedus\n{RECORD}\n{PRIOR}```\n", encoding="utf-8")
    (tmp_path / "a.journal").write_text(f"{ATTACK}\n{PEACE}\n", encoding="utf-8")
    words = ("explain", "notice.GBR.SUN.1940-01-01.DEU", str(tmp_path), "--journal", str(tmp_path / "a.journal"))
    assert "1940-03-31" not in typed(*words, "--as-of", "1940-03-30")[1]
    assert "due 1940-03-31" in typed(*words)[1]
