"""Where clocks stand, and states join and leave, beside what the calendar says: the cases that need both."""

from pathlib import Path

from foedus import desk
from foedus.desk import Question
from foedus.model.ledger import Ledger
from foedus.model.moments import text
from tests.strategies import on, written

SAID = """
event state Q excuses state B from clause C
event state Q holds state B to clause C
event state P suspends clause C toward state Q
event state P resumes clause C toward state Q

fact B is excused from clause C toward Q
    from  Q excuses B from C
    until Q holds B to C

fact clause C is suspended for P toward Q
    from  P suspends C toward Q
    until P resumes C toward Q
"""
PRIOR = """
clause prior
    when  third state A attacks party P
    every other party must assist P against A
    before P makes peace with A
"""
APOLOGY = """
clause apology
    when Q breaches clause prior toward P
    Q must consult with P
    within 1 day
"""
LEAD = """
clause lead
    GBR must consult with SUN
    by 10 days before GBR makes peace with DEU
"""
REVIEW = """
clause review
    GBR must consult with SUN
    within 2 days
    every 10 days from 1940-01-01
"""


def run(folder: Path, rules: str, *lines: str, as_of: str, record: str = "between GBR and SUN") -> Ledger:
    head = f"agreement pact\n    {record}\n    signed 1939-07-31\n"
    (folder / "agreement.md").write_text(f"# Pact\n\n```foedus\n{head}{rules}\n```\n", encoding="utf-8")
    (folder / "lines.journal").write_text(written(lines), encoding="utf-8")
    outcome = desk.run(Question((folder,), (folder / "lines.journal",), "public", on(as_of)))
    assert [finding.title for finding in outcome.findings if finding.is_error] == []
    assert outcome.ledger is not None
    return outcome.ledger


def told(ledger: Ledger) -> list[str]:
    return [
        f"{each.clause} {each.bearer} {text(each.due) if each.due else '-'} {each.status} {text(each.since)}"
        for each in ledger.entries
    ]


ATTACK, PEACE = "1940-01-01 DEU attacks SUN", "1940-01-10 SUN makes peace with DEU"
EXCUSES, HOLDS = "SUN excuses GBR from clause prior", "SUN holds GBR to clause prior"


def test_what_comes_while_the_clock_stands_breaches_nothing(tmp_path: Path) -> None:
    lines = [ATTACK, f"1940-01-08 {EXCUSES}", PEACE, f"1940-01-12 {HOLDS}"]
    found = {as_of: told(run(tmp_path, SAID + PRIOR, *lines, as_of=as_of)) for as_of in
             ("1940-01-07", "1940-01-11", "1940-01-14", "1940-01-15")}  # fmt: skip
    assert found["1940-01-07"] == ["prior GBR - open 1940-01-01"]
    assert found["1940-01-11"] == ["prior GBR - excused 1940-01-08"]
    assert found["1940-01-14"] == ["prior GBR 1940-01-14 open 1940-01-01"]
    assert found["1940-01-15"] == ["prior GBR 1940-01-14 breached 1940-01-15"]


def test_help_within_the_days_that_a_stay_gave_is_in_time(tmp_path: Path) -> None:
    lines = [ATTACK, f"1940-01-04 {EXCUSES}", f"1940-01-06 {HOLDS}", PEACE]
    for day, status in (("11", "performed"), ("12", "performed"), ("13", "late")):
        help_ = f"1940-01-{day} GBR assists SUN against DEU"
        (entry,) = run(tmp_path, SAID + PRIOR, *lines, help_, as_of="1940-02-01").entries
        assert (entry.status, text(entry.due or 0)) == (status, "1940-01-12")


def test_a_breach_is_heard_when_the_last_day_moved_has_passed_and_once(tmp_path: Path) -> None:
    """What a stay moves is heard of later; a stay that begins behind the due neither undoes it nor repeats it."""
    moved = [ATTACK, f"1940-01-04 {EXCUSES}", f"1940-01-06 {HOLDS}", PEACE]
    (apology,) = [each for each in run(tmp_path, SAID + PRIOR + APOLOGY, *moved, as_of="1940-03-01").entries
                  if each.clause == "apology"]  # fmt: skip
    assert text(apology.opened) == "1940-01-13"
    after = [ATTACK, PEACE, f"1940-01-20 {EXCUSES}", f"1940-01-25 {HOLDS}"]
    found = told(run(tmp_path, SAID + PRIOR + APOLOGY, *after, as_of="1940-03-01"))
    assert found == ["prior GBR 1940-01-10 breached 1940-01-10", "apology GBR 1940-01-11 breached 1940-01-12"]


def test_a_stay_behind_the_due_repeats_no_breach_of_a_length_either(tmp_path: Path) -> None:
    within = PRIOR.replace("before P makes peace with A", "within 5 days")
    lines = [ATTACK, f"1940-01-20 {EXCUSES}", f"1940-01-25 {HOLDS}"]
    ledger = run(tmp_path, SAID + within + APOLOGY, *lines, as_of="1940-03-01")
    assert told(ledger) == ["prior GBR 1940-01-06 breached 1940-01-07", "apology GBR 1940-01-08 breached 1940-01-09"]
    assert len(ledger.entries[-1].cause) == 1


def test_who_is_excused_when_it_is_told_what_was_due_long_before_is_in_no_breach(tmp_path: Path) -> None:
    excused = ["1939-12-01 SUN excuses GBR from clause lead", "1940-01-20 GBR makes peace with DEU"]
    held = [*excused, "1940-01-25 SUN holds GBR to clause lead"]
    late = ["1940-01-20 GBR makes peace with DEU", "1940-01-21 SUN excuses GBR from clause lead"]
    assert told(run(tmp_path, SAID + LEAD, *excused, as_of="1940-02-01")) == ["lead GBR - excused 1940-01-20"]
    assert told(run(tmp_path, SAID + LEAD, *held, as_of="1940-02-01")) == ["lead GBR 1940-01-15 breached 1940-01-25"]
    assert told(run(tmp_path, SAID + LEAD, *late, as_of="1940-02-01")) == ["lead GBR 1940-01-10 breached 1940-01-20"]


def test_what_recurs_opens_nothing_while_it_is_suspended_and_is_counted_on(tmp_path: Path) -> None:
    lines = ["1940-01-02 GBR consults with SUN", "1940-01-05 GBR suspends clause review toward SUN",
             "1940-01-25 GBR resumes clause review toward SUN"]  # fmt: skip
    ledger = run(tmp_path, SAID + REVIEW, *lines, as_of="1940-02-01")
    assert told(ledger) == ["review GBR 1940-01-03 performed 1940-01-02", "review GBR 1940-02-02 open 1940-01-31"]
    assert "the 4th of every 10 days" in ledger.entries[-1].because


def test_what_recurs_is_excused_as_any_duty_is(tmp_path: Path) -> None:
    lines = ["1939-12-01 SUN excuses GBR from clause review", "1940-01-11 SUN holds GBR to clause review"]
    found = told(run(tmp_path, SAID + REVIEW, *lines, as_of="1940-01-12"))
    assert found == ["review GBR 1940-01-13 open 1940-01-01", "review GBR 1940-01-13 open 1940-01-11"]


IN_FORCE = """
fact this agreement is in force
    from  GBR recognises French text of this agreement

fact this agreement is in force for contracting state P
    from  10 days after entry into force
    until 1 year after P denounces this agreement

clause no-attack
    no party may attack another party

clause report
    every party must consult with every other party
    within 2 days
    every 20 days
"""


def test_each_is_bound_from_entry_into_force_or_its_own_day(tmp_path: Path) -> None:
    record = "between GBR, SUN and FIN from 1940-02-01"
    lines = ["1940-01-01 GBR recognises French text of this agreement", "1940-01-10 GBR attacks SUN",
             "1940-01-11 GBR attacks SUN", "1940-01-12 GBR attacks FIN", "1940-02-01 SUN attacks FIN"]  # fmt: skip
    ledger = run(tmp_path, IN_FORCE, *lines, as_of="1940-02-10", record=record)
    broken = [f"{each.bearer} {each.claimant} {text(each.opened)}" for each in ledger.entries if each.modal != "must"]
    assert broken == ["GBR SUN 1940-01-11", "SUN FIN 1940-02-01"]
    reports = [f"{each.bearer} {each.claimant} {text(each.opened)}" for each in ledger.entries if each.modal == "must"]
    assert reports[:2] == ["GBR SUN 1940-01-21", "SUN GBR 1940-01-21"]
    assert len(reports) == 2 + 6
