"""Dyad-years: which rows there are and which not, what each column counts, and that they add up to the ledger."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus import cli, desk
from foedus.desk import Question, dyad_year
from foedus.model.ledger import STATUSES

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
RECORD = desk.shipped("examples/1939-1945.journal")
DOCS = Path(__file__).parents[2] / "docs" / "outputs.md"

PACT = """\
# Pact

```foedus
agreement pact
    between GBR and SUN and POL from 1940-06-01
    signed  1939-07-25 in London
```

## Article 1. Assistance

```foedus
clause assistance
    when third state A attacks party P
    every other party must assist P against A
    within 7 days
    until A makes peace with P
```

## Article 2. Peace

```foedus
clause peace
    no party may make peace with DEU
```

## Article 3. In force

```foedus
fact this agreement is in force
    from  signature
    until GBR denounces this agreement
```
"""
JOURNAL = """\
1939-12-30 DEU attacks SUN
1940-01-02 DEU attacks SUN
1940-02-01 GBR assists SUN against DEU
1940-12-28 ITA attacks SUN
1942-03-01 SUN makes peace with DEU
1942-05-01 GBR denounces agreement pact
1944-01-01 DEU attacks GBR
"""

Rows = dict[tuple[str, str, int], dict[str, str]]


@pytest.fixture
def rows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Rows]:
    """The rows of a run by bearer, claimant and year."""

    def run(text: str = PACT, journal: str = JOURNAL, *words: str) -> Rows:
        (tmp_path / "agreement.md").write_text(text, encoding="utf-8")
        (tmp_path / "war.journal").write_text(journal, encoding="utf-8")
        command = ["run", str(tmp_path), "--journal", str(tmp_path / "war.journal"), "--format", "dyad-year"]
        status = cli.main([*command, *words])
        out, err = capsys.readouterr()
        assert status == 0
        assert "error[" not in err
        found = list(csv.DictReader(io.StringIO(out)))
        keyed = {(row["state1"], row["state2"], int(row["year"])): row for row in found}
        assert len(keyed) == len(found)
        return keyed

    return run


def years(found: Rows, one: str, other: str) -> list[int]:
    return sorted(year for a, b, year in found if (a, b) == (one, other))


def test_rows_run_while_the_agreement_is_in_force_between_the_two(rows: Callable[..., Rows]) -> None:
    found = rows()
    assert years(found, "GBR", "SUN") == years(found, "SUN", "GBR") == [1939, 1940, 1941, 1942]
    assert years(found, "GBR", "POL") == years(found, "POL", "SUN") == [1940, 1941, 1942]
    assert {row["in_force"] for row in found.values()} == {"1"}
    assert not any(one == other for one, other, _ in found)
    assert years(rows(PACT, JOURNAL, "--as-of", "1941-02-01"), "GBR", "SUN") == [1939, 1940, 1941]
    assert rows(PACT, JOURNAL, "--as-of", "1939-07-01") == {}


def test_what_happens_without_an_event_is_seen_too(rows: Callable[..., Rows]) -> None:
    text = PACT.replace("from  signature", "from  1940-05-05").replace("GBR denounces this agreement", "1941-05-05")
    assert years(rows(text, "1944-01-01 DEU attacks GBR\n"), "GBR", "SUN") == [1940, 1941]
    assert years(rows(text, "", "--as-of", "1944-01-01"), "GBR", "SUN") == [1940, 1941]
    assert years(rows(text, "", "--as-of", "1940-05-04"), "GBR", "SUN") == []


def test_who_joins_after_the_end_has_no_row(rows: Callable[..., Rows]) -> None:
    found = rows(PACT.replace("POL from 1940-06-01", "POL from 1942-06-01"))
    assert years(found, "GBR", "SUN") == [1939, 1940, 1941, 1942]
    assert years(found, "GBR", "POL") == years(found, "POL", "GBR") == []


def test_where_nobody_can_say_that_it_is_in_force_the_cell_is_empty(rows: Callable[..., Rows]) -> None:
    text = PACT.replace("from  signature", "from  signature\n    where DEU is a threat to SUN")
    found = rows(text, "1941-01-01 DEU attacks GBR\n")
    assert years(found, "GBR", "SUN") == [1939, 1940, 1941]
    assert {row["in_force"] for row in found.values()} == {""}


def test_each_event_is_counted_in_its_year(rows: Callable[..., Rows]) -> None:
    found = rows()
    first, second, third, fourth = (found["GBR", "SUN", year] for year in (1939, 1940, 1941, 1942))
    shown = ("opened", "due", "breaches", "late", "breached", "open_at_end", "breached_at_end")
    assert [first[name] for name in shown] == ["1", "0", "0", "0", "0", "1", "0"]
    assert [second[name] for name in shown] == ["1", "1", "1", "1", "0", "1", "0"]
    assert [third[name] for name in shown] == ["0", "1", "1", "0", "1", "0", "1"]
    assert [fourth[name] for name in shown] == ["0", "0", "0", "0", "0", "0", "0"]
    assert first["trigger"] == "1939-12-30.DEU.attacks.SUN"
    assert second["trigger"] == "1940-01-02.DEU.attacks.SUN; 1940-12-28.ITA.attacks.SUN"
    assert third["trigger"] == ""
    assert (third["clauses"], fourth["clauses"]) == ("assistance", "")


def test_the_direction_of_a_dyad_is_that_of_the_duty(rows: Callable[..., Rows]) -> None:
    found = rows()
    assert {found["SUN", "GBR", year]["due"] for year in (1939, 1940, 1941, 1942)} == {"0"}
    assert found["POL", "SUN", 1940]["opened"] == "1"


def test_an_entry_toward_all_parties_goes_to_each_of_the_others(rows: Callable[..., Rows]) -> None:
    found = rows()
    for claimant in ("GBR", "POL"):
        row = found["SUN", claimant, 1942]
        assert (row["opened"], row["breached"], row["breaches"], row["clauses"]) == ("1", "1", "1", "peace")
        assert row["breached_at_end"] == "0"
    assert found["GBR", "SUN", 1942]["opened"] == found["GBR", "POL", 1942]["opened"] == "0"
    early = rows(PACT, "1940-01-01 SUN makes peace with DEU\n1941-01-01 ITA attacks SUN\n")
    assert (early["SUN", "GBR", 1940]["opened"], early["SUN", "POL", 1940]["opened"]) == ("1", "0")


def test_codes_are_those_of_the_correlates_of_war_in_that_year(rows: Callable[..., Rows]) -> None:
    found = rows()
    assert (found["GBR", "SUN", 1939]["ccode1"], found["GBR", "SUN", 1939]["ccode2"]) == ("200", "365")
    assert found["POL", "GBR", 1941]["ccode1"] == ""
    assert [dyad_year.cow("DEU", year) for year in (1944, 1950, 1970, 1990)] == ["255", "", "260", "255"]
    assert dyad_year.cow("cow:300", 1914) == "300"
    assert dyad_year.cow("VAT", 1941) == dyad_year.cow("SUN", 1921) == ""


@pytest.mark.parametrize("view", ["public", "secret"])
def test_the_rows_of_the_flagship_add_up_to_its_ledger(view: str) -> None:
    outcome, found = desk.dyad_years(Question((FLAGSHIP,), (RECORD,), view))
    assert found is not None and outcome.ledger is not None
    whole = desk.run(Question((FLAGSHIP,), (RECORD,), view)).ledger
    assert outcome.ledger == whole
    summed = {name: sum(row.counts[n] for row in found) for n, name in enumerate(dyad_year.COUNTS)}
    for status in STATUSES:
        assert summed[status] == sum(entry.status == status for entry in whole), status
    assert summed["opened"] == len(whole)
    assert summed["breaches"] == sum(entry.breached is not None for entry in whole)
    assert len(found) == 14
    assert all(row.is_counterfactual for row in found)


def test_an_agreement_that_was_signed_is_no_counterfactual(rows: Callable[..., Rows]) -> None:
    assert {row["counterfactual"] for row in rows().values()} == {"0"}


def test_a_small_one(rows: Callable[..., Rows], tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    rows()
    assert cli.main(["run", str(tmp_path), "--journal", str(tmp_path / "war.journal"), "--format", "dyad-year",
                     "-o", str(tmp_path / "out.csv")]) == 0  # fmt: skip
    golden("dyad-year.csv", (tmp_path / "out.csv").read_bytes().decode())


@pytest.mark.parametrize("name", [name for name in dyad_year.COLUMNS if name not in STATUSES])
def test_every_column_is_defined(name: str) -> None:
    assert f"`{name}`" in (dyad_year.__doc__ or "")
    assert f"`{name}`" in DOCS.read_text(encoding="utf-8")
