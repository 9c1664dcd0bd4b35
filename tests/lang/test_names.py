"""Names: an undeclared one is found wherever an actor, a state or a place is meant; one that is declared is not."""

from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question
from foedus.text.diagnostic import Diagnostic

RECORD = "agreement pact\n between GBR and SUN\n signed 1939-07-25 in London\n place London Brest\n actor Polisario\n"
BAN = "clause peace\n no party may make peace with DEU\n"


def written(folder: Path, *blocks: str, record: str = RECORD) -> Path:
    fenced = "".join(f"\n```foedus\n{block}\n```\n" for block in (record, *blocks))
    (folder / "agreement.md").write_text(f"# Pact\n{fenced}", encoding="utf-8")
    return folder


def said(findings: list[Diagnostic]) -> list[tuple[str, str, str]]:
    return [(each.code, each.level, each.span.text) for each in findings]


def told(folder: Path, journal: str, name: str = "a.journal") -> list[Diagnostic]:
    """What is found in a journal of the pact."""
    (folder / name).write_text(journal, encoding="utf-8")
    return desk.run(Question((written(folder, BAN),), (folder / name,))).findings


@pytest.mark.parametrize(
    ("line", "code", "wrong", "hint"),
    [
        ("Germany attacks POL", "unknown-name", "Germany", "did you mean `DEU`?"),
        ("DEU attacks Poland", "unknown-name", "Poland", "did you mean `POL`?"),
        ("Britain assists POL against DEU", "unknown-name", "Britain", "did you mean `GBR`?"),
        ("GBR and Poland attack DEU", "unknown-name", "Poland", "did you mean `POL`?"),
        ("state Germany attacks POL", "unknown-name", "Germany", "did you mean `DEU`?"),
        ("Polisaro attacks MAR", "unknown-name", "Polisaro", "did you mean `Polisario`?"),
        ("Katanga attacks COD", "unknown-name", "Katanga", "`actor Katanga`"),
        ("POL is in Eurpoe", "unknown-name", "Eurpoe", "did you mean `Europe`?"),
        ("DEU attacks POL in Brets", "unknown-name", "Brets", "did you mean `Brest`?"),
        ("DEU occupies Danzig", "unknown-name", "Danzig", "`place Danzig`"),
        ("DEU is a threat to Britain", "unknown-name", "Britain", "did you mean `GBR`?"),
        ('DEU is a threat to "the Poles"', "wrong-sort", '"the Poles"', "Q is state"),
        ("Europe attacks POL", "wrong-sort", "Europe", "A is actor"),
        ("DEU attacks London", "wrong-sort", "London", "P is actor"),
        ("Polisario attacks MAR", "", "", ""),
        ('"the Republic of Katanga" attacks COD', "", "", ""),
        ("actor Katanga attacks COD", "", "", ""),
        ("DEU attacks POL in Brest", "", "", ""),
        ('DEU attacks POL in "the Kola Inlet"', "", "", ""),
        ("POL is in Europe", "", "", ""),
        ("SUN recognises Russian text of agreement pact", "", "", ""),
    ],
)
def test_a_name_in_a_journal(line: str, code: str, wrong: str, hint: str, tmp_path: Path) -> None:
    found = [each for each in told(tmp_path, f"2015-09-01 {line}\n") if each.code != "not-a-state"]
    assert said(found) == ([(code, "error", wrong)] if code else [])
    assert all(hint in each.hint for each in found)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("attacks,Germany,POL", "unknown-name"),
        ("attacks,germany,POL", "unknown-name"),
        ("is a threat to,DEU,the Poles", "unknown-name"),
        ("attacks,the Republic of Katanga,POL", ""),
        ("attacks,Polisario,POL", ""),
        ("attacks,DEU,POL", ""),
    ],
)
def test_a_name_in_a_table(row: str, code: str, tmp_path: Path) -> None:
    column = "to" if "threat" in row else "object"
    found = told(tmp_path, f"happened,verb,subject,{column}\n2015-09-01,{row}\n", "a.csv")
    assert [each.code for each in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ("clause c\n no party may attack Germany", ["Germany"]),
        ("clause c\n Germany must assist GBR\n within 2 days", ["Germany"]),
        ("clause c\n no party may attack A\n where A is DEU or Italy", ["Italy"]),
        ("clause c\n no party may attack A\n where A is in Eurpoe", ["Eurpoe"]),
        ("clause c\n when DEU attacks GBR\n SUN must assist GBR\n within 2 days\n until Germany makes peace with GBR",
         ["Germany"]),
        ("clause c\n no party may attack Polisario", []),
        ("clause c\n no party may attack A\n where A is Polisario", []),
        ("clause c\n no party may attack DEU in Brest", []),
    ],
)  # fmt: skip
def test_a_name_in_an_agreement(rules: str, wrong: list[str], tmp_path: Path) -> None:
    found = desk.check([written(tmp_path, rules)]).findings
    assert said(found) == [("unknown-name", "error", each) for each in wrong]


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        (
            "clause c\n when DEU attacks GBR\n SUN must assist GBR\n within 2 days\n until GER makes peace with GBR",
            "GER",
        ),
        ("clause c\n no party may attack cow:9999", "cow:9999"),
        ("clause c\n GER must assist GBR\n within 2 days", "GER"),
        ("clause c\n no party may attack cow:365", ""),
    ],
)
def test_a_code_in_an_agreement(rules: str, wrong: str, tmp_path: Path) -> None:
    found = desk.check([written(tmp_path, rules)]).findings
    assert said(found) == ([("unknown-state", "error", wrong)] if wrong else [])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("signed 1939-07-25 in Londn\n place London", [("unknown-name", "warning", "Londn")]),
        ("signed 1939-07-25 in London\n place London", []),
        ("signed 1939-07-25 in Paris\n place London", []),
        ("signed 1939-07-25 in Londn", []),
    ],
)
def test_the_place_of_signature(lines: str, expected: list[tuple[str, str, str]], tmp_path: Path) -> None:
    record = f"agreement pact\n between GBR and SUN\n {lines}"
    assert said(desk.check([written(tmp_path, BAN, record=record)]).findings) == expected


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("between GBR and SUN and GBR\n signed 1939-07-25", "GBR"),
        ("between GBR and SUN\n between SUN and POL\n signed 1939-07-25", "SUN"),
        ("between GBR and SUN\n signed 1939-07-25\n signed 1939-07-26", "signed 1939-07-26"),
        ("between GBR\n signed 1939-07-25", "GBR"),
        ("between GBR and SUN\n between POL\n signed 1939-07-25", ""),
    ],
)
def test_a_record_names_two_parties_and_one_signature(lines: str, wrong: str, tmp_path: Path) -> None:
    found = desk.check([written(tmp_path, BAN, record=f"agreement pact\n {lines}")]).findings
    assert said(found) == ([("bad-record", "error", wrong)] if wrong else [])


DUTY = "clause help\n when A attacks party P\n every other party must assist P\n within {name}\n"


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        (DUTY.format(name="x") + "reading x = 3 days or Londn", "Londn"),
        (DUTY.format(name="x") + 'reading x = "3 moons" or "3 days"', "3 moons"),
        (DUTY.format(name="x") + "reading x = 3 days or 1 month", ""),
        (DUTY.format(name="x") + 'reading x = "3 days" or "1 month"', ""),
        (BAN + "unless reading x is Londn\nreading x = 3 days or Londn", ""),
    ],
)
def test_a_deadline_hangs_on_lengths(rules: str, wrong: str, tmp_path: Path) -> None:
    found = desk.check([written(tmp_path, rules)]).findings
    assert said(found) == ([("bad-reading", "error", wrong)] if wrong else [])
