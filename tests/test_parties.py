"""Who is bound to whom while states join an agreement and leave it; the cases that the reference does not show."""

from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question
from foedus.model.ledger import Ledger
from foedus.model.moments import text
from tests.strategies import on, written

OPEN = """
fact this agreement is in force for contracting state P
    from  signature
    until 1 year after P denounces this agreement

fact this agreement is in force for state P
    from  P accedes to this agreement
    until 1 year after P denounces this agreement
"""
NO_ATTACK = """
clause no-attack
    no party may attack another party
"""
HELP = """
clause help
    when  third state A attacks party P
    every other party must assist P against A
    within 30 days
"""
TEXT = """
clause text
    BEL must translate this agreement into French
    within 30 days
"""
STATE = """
event state P arms state Q

fact state P is arming state Q
    from P arms Q

clause no-arming
    no party may be arming another party
"""


def run(folder: Path, rules: str, *lines: str, as_of: str = "1935-12-31", between: str = "BEL, DEU and FRA") -> Ledger:
    record = f"agreement pact\n    between {between}\n    signed 1925-06-17\n"
    (folder / "agreement.md").write_text(f"# Pact\n\n```foedus\n{record}{rules}\n```\n", encoding="utf-8")
    (folder / "lines.journal").write_text(written(lines), encoding="utf-8")
    outcome = desk.run(Question((folder,), (folder / "lines.journal",), as_of=on(as_of)))
    assert outcome.ledger is not None, outcome.findings
    return outcome.ledger


def said(ledger: Ledger) -> list[str]:
    return [f"{e.bearer} {e.clause} {e.claimant} {e.status} {text(e.since)}" for e in ledger]


def kept(ledger: Ledger) -> list[str]:
    return [f"{each.clause} {each.bearer}" for each in ledger.kept]


def test_a_state_is_bound_from_its_accession_and_not_before(tmp_path: Path) -> None:
    lines = ["1930-01-01 POL attacks BEL", "1930-01-02 POL accedes to this agreement", "1930-01-02 POL attacks BEL"]
    ledger = run(tmp_path, OPEN + NO_ATTACK, *lines)
    assert said(ledger) == ["POL no-attack BEL breached 1930-01-02"]
    assert kept(ledger) == ["no-attack BEL", "no-attack DEU", "no-attack FRA"]


def test_a_ban_is_kept_by_who_was_a_party_by_then_alone(tmp_path: Path) -> None:
    lines = ["1930-01-02 POL accedes to this agreement", "1930-01-02 POL denounces this agreement"]
    assert "no-attack POL" in kept(run(tmp_path, OPEN + NO_ATTACK, *lines))
    assert "no-attack POL" not in kept(run(tmp_path, OPEN + NO_ATTACK, *lines, as_of="1930-01-01"))


def test_who_has_left_is_a_third_state_and_who_is_to_come_is_none(tmp_path: Path) -> None:
    lines = ["1927-01-01 BEL attacks FRA", "1929-01-01 BEL denounces this agreement", "1930-01-02 BEL attacks FRA"]
    between = "BEL, DEU from 1928-01-01 and FRA"
    assert said(run(tmp_path, OPEN + HELP, *lines, between=between)) == ["DEU help FRA breached 1930-02-02"]
    early = ["1927-01-01 DEU attacks FRA", "1928-01-02 DEU attacks FRA"]
    assert said(run(tmp_path, OPEN + HELP + NO_ATTACK, *early, between=between)) == [
        "DEU no-attack FRA breached 1928-01-02"
    ]


def test_what_is_not_yet_due_is_released_for_the_pair_alone(tmp_path: Path) -> None:
    lines = ["1929-01-01 DEU denounces this agreement", "1929-12-20 POL attacks BEL"]
    assert said(run(tmp_path, OPEN + HELP, *lines)) == [
        "DEU help BEL released 1930-01-01",
        "FRA help BEL breached 1930-01-20",
    ]
    late = ["1929-01-01 DEU denounces this agreement", "1929-11-20 POL attacks BEL"]
    assert said(run(tmp_path, OPEN + HELP, *late))[0] == "DEU help BEL breached 1929-12-21"


def test_what_is_owed_to_all_is_released_when_no_other_is_left(tmp_path: Path) -> None:
    lines = ["1924-06-01 FRA and DEU denounce this agreement", "1924-07-01 FRA denounces this agreement"]
    rules = OPEN.replace("from  signature", "from  1924-01-01") + TEXT.replace("30 days", "60 days")
    record = "BEL, DEU and FRA"
    assert said(run(tmp_path, rules, *lines, between=record)) == []
    gone = ["1924-07-01 DEU and FRA denounce this agreement"]
    assert said(run(tmp_path, rules.replace("60 days", "30 days"), *gone, between=record)) == [
        "BEL text all parties released 1925-07-01"
    ]


def test_all_who_were_parties_at_the_opening_waive(tmp_path: Path) -> None:
    joined = "1925-06-18 POL accedes to this agreement"
    two = ["1925-06-20 DEU waives clause text toward BEL", "1925-06-21 FRA waives clause text toward BEL"]
    third = "1925-06-22 POL waives clause text toward BEL"
    assert said(run(tmp_path, OPEN + TEXT, joined, *two, third)) == ["BEL text all parties waived 1925-06-21"]
    early = OPEN.replace("from  signature", "from  1925-06-19")
    assert said(run(tmp_path, early + TEXT, joined, *two)) == ["BEL text all parties breached 1925-07-20"]
    assert said(run(tmp_path, early + TEXT, joined, *two, third)) == ["BEL text all parties waived 1925-06-22"]


def test_a_span_of_what_must_not_be_ends_with_the_withdrawal(tmp_path: Path) -> None:
    lines = ["1928-01-01 BEL arms POL", "1929-01-01 POL accedes to this agreement"]
    ledger = run(tmp_path, OPEN + STATE, *lines, "1930-01-01 POL denounces this agreement")
    assert [(e.bearer, e.claimant, text(e.opened), text(e.closed or 0)) for e in ledger] == [
        ("BEL", "POL", "1929-01-01", "1931-01-01")
    ]


def test_a_doubt_about_a_party_is_a_doubt_about_its_duties(tmp_path: Path) -> None:
    rules = OPEN.replace("accedes to this agreement\n", "accedes to this agreement\n    where P is a threat to BEL\n")
    lines = ["1930-01-01 POL accedes to this agreement", "1930-01-02 POL attacks FRA"]
    ledger = run(tmp_path, rules + NO_ATTACK, *lines)
    assert said(ledger) == ["POL no-attack FRA undetermined 1930-01-02"]
    assert ledger.entries[0].missing == ("whether POL is a party",)
    assert said(run(tmp_path, rules + NO_ATTACK, "1929-01-01 POL is not a threat to BEL", *lines)) == []


def test_both_the_whole_and_the_state_must_be_in_force(tmp_path: Path) -> None:
    force = "\nfact this agreement is in force\n    from signature\n    until 1930-06-01\n"
    lines = ["1930-01-01 POL accedes to this agreement", "1930-01-02 BEL attacks POL", "1930-06-02 BEL attacks POL"]
    assert said(run(tmp_path, OPEN + force + NO_ATTACK, *lines)) == ["BEL no-attack POL breached 1930-01-02"]


def test_what_is_computed_of_each_state_is_a_way_to_join(tmp_path: Path) -> None:
    rules = """
fact this agreement is in force for state P
    where earlier P ratifies this agreement
    unless earlier P denounces this agreement
"""
    lines = ["1930-01-01 BEL ratifies this agreement", "1930-01-02 BEL attacks FRA",
             "1930-01-03 FRA and POL ratify this agreement", "1930-01-04 BEL attacks FRA", "1930-01-05 POL attacks BEL",
             "1930-01-06 FRA denounces this agreement", "1930-01-07 BEL attacks FRA"]  # fmt: skip
    assert said(run(tmp_path, rules + NO_ATTACK, *lines)) == [
        "BEL no-attack FRA breached 1930-01-04",
        "POL no-attack BEL breached 1930-01-05",
    ]


@pytest.mark.parametrize(
    ("rules", "codes"),
    [
        ("fact this agreement is in force for P\n    from signature", ["unbound-letter"]),
        ("fact this agreement is in force for contracting state P\n    from signature", []),
        ("fact this agreement is in force for contracting state P\n    until 1930-01-01", []),
        ("fact this agreement is in force for state P\n    until 1930-01-01", ["bad-line"]),
        ("fact this agreement is in force for party P\n    where P is at war with DEU", ["circular-fact"]),
        ("fact this agreement is in force for state P\n    where another party is at war with P", ["circular-fact"]),
    ],
)
def test_what_may_stand_in_the_fact(rules: str, codes: list[str], tmp_path: Path) -> None:
    record = "agreement pact\n    between BEL and FRA\n    signed 1925-06-17\n"
    (tmp_path / "agreement.md").write_text(f"# Pact\n\n```foedus\n{record}\n{rules}\n```\n", encoding="utf-8")
    assert [each.code for each in desk.check([tmp_path], "public").findings] == codes


def test_dyad_years_begin_and_end_with_the_parties(tmp_path: Path) -> None:
    lines = ["1930-01-01 POL accedes to this agreement", "1931-06-01 POL denounces this agreement"]
    run(tmp_path, OPEN + NO_ATTACK, *lines)
    found = desk.dyad_years(Question((tmp_path,), (tmp_path / "lines.journal",), as_of=on("1935-12-31")))[1] or []
    assert [row.year for row in found if (row.bearer, row.claimant) == ("POL", "BEL")] == [1930, 1931, 1932]
