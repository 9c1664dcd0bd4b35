"""Agreements that adopt another: what is taken over, what is not, and what goes before it."""

from pathlib import Path

from foedus import desk
from foedus.desk import Question
from foedus.model.moments import text
from tests.strategies import on, written

RULES = """agreement rules
    between ARG and AUT
    signed  1969-05-23

event state P shuns state Q

fact state P is shunned by state Q
    from Q shuns P

clause calm
    no party may threaten another party
    unless P is shunned by Q
"""
PACT = """agreement pact
    between BEL and FRA
    signed  1925-06-17
    adopts  rules
"""


def said(tmp_path: Path, pact: str, *lines: str, rules: str = RULES) -> list[str]:
    for name, body in (("pact", pact), ("rules", rules)):
        (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / name / "agreement.md").write_text(f"# A\n\n```foedus\n{body}\n```\n", encoding="utf-8")
    (tmp_path / "lines.journal").write_text(written(lines), encoding="utf-8")
    outcome = desk.run(Question((tmp_path / "pact",), (tmp_path / "lines.journal",), as_of=on("1935-12-31")))
    if outcome.ledger is None:
        return [each.code for each in outcome.findings if each.is_error]
    return [f"{e.bearer} {e.clause} {e.claimant} {e.status} {text(e.since)}" for e in outcome.ledger]


def test_the_clauses_bind_the_parties_of_the_one_that_adopts(tmp_path: Path) -> None:
    lines = ["1930-01-01 BEL threatens FRA", "1930-01-01 ARG threatens AUT"]
    rules = RULES.replace("    unless P is shunned by Q\n", "")
    assert said(tmp_path, PACT, *lines, rules=rules) == ["BEL calm FRA breached 1930-01-01"]
    assert said(tmp_path, PACT.replace("    adopts  rules\n", ""), *lines, rules=rules) == []


def test_a_clause_of_the_same_name_goes_before(tmp_path: Path) -> None:
    own = "\nclause calm\n    no party may attack another party\n"
    rules = RULES.replace("    unless P is shunned by Q\n", "")
    lines = ["1930-01-01 BEL threatens FRA", "1930-01-02 FRA attacks BEL"]
    assert said(tmp_path, PACT + own, *lines, rules=rules) == ["FRA calm BEL breached 1930-01-02"]


def test_what_is_not_there_or_adopts_itself_is_refused(tmp_path: Path) -> None:
    assert said(tmp_path, PACT.replace("rules", "laws")) == ["adopts-nothing"]
    assert said(tmp_path, PACT.replace("adopts  rules", "adopts  pact")) == ["adopts-nothing"]
    assert said(tmp_path, PACT, rules=f"{RULES}\nclause odd\n    nonsense\n") == ["adopts-nothing"]
    in_turn = RULES.replace("    signed  1969-05-23\n", "    signed  1969-05-23\n    adopts  pact\n")
    assert said(tmp_path, PACT, rules=in_turn) == ["adopts-nothing"]


def test_a_secret_agreement_is_not_adopted_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "agreement.md").write_text(f"# A\n\n```foedus\n{RULES}\n```\n", encoding="utf-8")
    assert said(tmp_path, PACT.replace("adopts  rules", "adopts  secret")) == ["adopts-nothing"]
