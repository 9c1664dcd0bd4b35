"""What newcomers met who wrote treaties from the documentation alone: answers that were wrong, and are not any more."""

from pathlib import Path

import foedus
from foedus import desk

RECORD = "agreement pact\n    between RUS and USA\n    signed 2011-02-05\n    place Teykovo Kozelsk\n"
DEPLOYS = "event state P deploys number N of warheads"
ABOVE = "fact state P is above limit\n    where sum of N such that earlier P deploys N of warheads is more than 1500"


def written(folder: Path, *items: str, name: str = "agreement.md") -> Path:
    folder.mkdir(exist_ok=True)
    body = "\n\n".join([*([RECORD] if name == "agreement.md" else []), *items])
    (folder / name).write_text(f"```foedus\n{body}\n```\n", encoding="utf-8")
    return folder


def rows(folder: Path, *lines: str, **asked: object) -> list[tuple[object, ...]]:
    journal = folder.parent / "war.journal"
    journal.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    found = foedus.run(folder, journal, **asked).rows()  # type: ignore[arg-type]
    return [(row["clause"], row["bearer"], row["status"], row["opened"]) for row in found]


def test_what_rests_on_the_past_alone_wakes_clauses(tmp_path: Path) -> None:
    cap = "clause cap\n    no party may be above limit"
    when = "clause told\n    when party P is above limit\n    P must consult with every other party\n    within 5 days"
    during = when.replace("told", "telling").replace("when", "while")
    pact = written(tmp_path / "pact", DEPLOYS, ABOVE, cap, when, during)
    lines = ("2012-01-01 USA deploys 1000 of warheads", "2012-02-01 USA deploys 600 of warheads")
    assert rows(pact, lines[0], as_of="2012-02-02") == []
    assert rows(pact, *lines, as_of="2012-02-02") == [
        ("cap", "USA", "breached", "2012-02-01"),
        ("telling", "USA", "open", "2012-02-01"),
        ("told", "USA", "open", "2012-02-01"),
    ]


def test_any_place_is_counted_together(tmp_path: Path) -> None:
    inspects = "event state P inspects place Z of state Q"
    power = (
        "clause power\n    every party P can inspect place Z of another party Q\n"
        "    where number of times earlier P inspects a place of Q is less than 1"
    )
    pact = written(tmp_path / "pact", inspects, power)
    lines = ("2012-01-01 USA inspects Teykovo of RUS", "2012-02-01 USA inspects Kozelsk of RUS")
    assert [row[2] for row in rows(pact, *lines)] == ["used", "void"]


def test_a_reading_that_moves_a_fact_is_named(tmp_path: Path) -> None:
    late = "fact state P is late\n    from grace after P deploys 1000 of warheads"
    clause = "clause told\n    when party P is late\n    P must consult with every other party\n    within 5 days"
    pact = written(tmp_path / "pact", DEPLOYS, late, clause, 'reading grace = 14 days or 5 days "soon"')
    (tmp_path / "war.journal").write_text("2012-01-01 USA deploys 1000 of warheads\n", encoding="utf-8")
    ledger = foedus.run(pact, tmp_path / "war.journal", as_of="2012-01-31")
    assert [dict(entry.readings) for entry in ledger] == [{"grace": "14 days"}]


def test_what_a_supplement_adds_beside_its_replacement_counts(tmp_path: Path) -> None:
    fact = "fact state A is a Power meant\n    where A is FRA"
    ban = "clause no-attack\n    no party may attack state A\n    where A is a Power meant"
    replacing = (
        "replace fact state A is a Power meant\n    where A is ITA",
        "fact state A is a Power meant\n    where A is DEU",
    )
    for order in (replacing, replacing[::-1]):
        pact = written(tmp_path / "pact", fact, ban)
        written(pact, "protocol to pact\n    signed 2011-02-05", *order, name="protocol.md")
        attacks = [f"2012-01-0{n} USA attacks {code}" for n, code in enumerate(("FRA", "ITA", "DEU", "ESP"), 1)]
        assert [row[3] for row in rows(pact, *attacks)] == ["2012-01-02", "2012-01-03"]


def test_a_block_that_is_not_read_is_told(tmp_path: Path) -> None:
    clause = "clause banned\n    no party may attack another party"
    for fence in ("    ```foedus", "\t```foedus", "```{foedus}", "``` {.foedus}"):
        page = f"```foedus\n{RECORD}```\n\n1. First\n\n{fence}\n{clause}\n{fence[: fence.index('`')]}```\n"
        (tmp_path / "agreement.md").write_text(page, encoding="utf-8")
        assert [finding.code for finding in desk.check([tmp_path]).findings] == ["no-block"], fence
    page = f"```foedus\n{RECORD}```\n\n   ```foedus\n{clause}\n   ```\n\n~~~text\n    ```foedus\n~~~\n"
    (tmp_path / "agreement.md").write_text(page, encoding="utf-8")
    assert [finding.code for finding in desk.check([tmp_path]).findings] == []
