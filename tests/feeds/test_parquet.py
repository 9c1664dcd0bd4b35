"""Parquet says what CSV says, in journals and in ledgers, and nothing to the public that is not public."""

import csv
import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from foedus import cli, desk
from foedus.desk import Question
from foedus.feeds import parquet
from foedus.lang import journal, tables
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.text.source import Source

PACT = str(desk.shipped("agreements/anglo-soviet-1939"))
RECORD = desk.shipped("examples/1939-1945.journal")
TOLD = """\
1941-06-22T03:15Z DEU attacks SUN ; source: IWD 129, reported-by: SUN GBR, id: first
1941-06-22 ROU attacks SUN ; source: "a list; of, sources", recorded: 1941-06-25
1941-06-27 HUN attacks SUN ; clearance: secret
1941-07-12 GBR assists SUN against DEU ; accepted-by: SUN
"""
HIDDEN = "HUN"

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Say:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        status = cli.main(words)
        out = capsys.readouterr()
        return status, out.out, out.err

    return run


def rows(text: str) -> list[dict[str, str]]:
    read = journal.read(Source("told", text), standard_lexicon(), Setting())
    assert not read.findings
    return list(tables.rows(read.statements))


def write_both(text: str, folder: Path, name: str = "told") -> tuple[Path, Path]:
    """The journal as CSV and as Parquet."""
    found = rows(text)
    columns = list(dict.fromkeys(column for row in found for column in row))
    lines = [tuple(row.get(column, "") for column in columns) for row in found]
    plain, packed = folder / f"{name}.csv", folder / f"{name}.parquet"
    with plain.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *lines])
    parquet.write(packed, columns, lines)
    return plain, packed


def made(path: Path, query: str) -> Path:
    duckdb.connect().execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
    return path


def entries(path: Path, view: str = "public") -> list[tuple[str, str]]:
    outcome = desk.run(Question((Path(PACT),), (path,), view))
    assert outcome.findings == [] and outcome.ledger is not None
    return [(entry.id, entry.status) for entry in outcome.ledger]


# Ledgers


@pytest.mark.parametrize("view", ["public", "secret"])
def test_the_ledger_has_the_columns_and_cells_of_the_csv(view: str, say: Say, tmp_path: Path) -> None:
    words = ("run", PACT, "--journal", str(RECORD), "--view", view, "--format")
    wanted = say(*words, "csv")[1]
    assert say(*words, "parquet", "-o", "out.parquet") == (0, "", "")
    found = duckdb.connect().execute("SELECT * FROM 'out.parquet'")
    given = io.StringIO()
    writer = csv.writer(given, lineterminator="\n")
    writer.writerow([column[0] for column in found.description])
    assert {str(column[1]) for column in found.description} == {"VARCHAR"}
    writer.writerows([cell or "" for cell in row] for row in found.fetchall())
    assert given.getvalue() == wanted
    assert wanted.count("\n") > 20


def test_a_list_in_a_cell_can_be_had_back(say: Say) -> None:
    told = ("run", PACT, "--journal", str(RECORD), "--format")
    lists = {entry["id"]: entry["cause"] for entry in json.loads(say(*told, "json")[1])["entries"]}
    say(*told, "parquet", "-o", "out.parquet")
    found = duckdb.connect().execute("SELECT id, string_split(cause, '; ') FROM 'out.parquet'").fetchall()
    assert dict(found) == lists


def test_without_entries_the_columns_stand_alone(say: Say) -> None:
    assert say("run", PACT, "--format", "parquet", "-o", "out.parquet")[0] == 0
    found = duckdb.connect().execute("SELECT * FROM 'out.parquet'")
    assert [column[0] for column in found.description][:3] == ["id", "agreement", "clause"]
    assert found.fetchall() == []


def test_parquet_wants_a_file_and_one_ledger(say: Say, tmp_path: Path) -> None:
    status, out, err = say("run", PACT, "--format", "parquet")
    assert (status, out) == (2, "")
    assert "-o" in err
    assert say("run", PACT, "--format", "parquet", "-o", "x.parquet", "--readings", "all")[0] == 2
    assert say("run", PACT, "--format", "parquet", "-o", "no/such/x.parquet")[0] == 2
    assert list(tmp_path.iterdir()) == []


# Journals


@pytest.mark.parametrize("view", ["public", "secret"])
@pytest.mark.parametrize("text", [TOLD, RECORD.read_text(encoding="utf-8")], ids=["told", "record"])
def test_a_journal_says_the_same_in_both(text: str, view: str, tmp_path: Path) -> None:
    plain, packed = write_both(text, tmp_path)
    assert entries(plain, view) == entries(packed, view)
    assert len(entries(packed, view)) > 1


def test_the_data_of_a_report_come_through(tmp_path: Path) -> None:
    _, packed = write_both(TOLD, tmp_path)
    source = Source("told", parquet.json_lines(packed, "secret"))
    read = tables.read_json_lines(source, standard_lexicon(), Setting())
    assert list(tables.rows(read.statements)) == rows(TOLD)


def test_other_types_are_read_as_what_they_mean(tmp_path: Path) -> None:
    path = made(tmp_path / "typed.parquet", """
        SELECT DATE '1941-06-22' AS happened, 'attacks' AS verb, 'DEU' AS subject, 'SUN' AS object,
               ['SUN', 'GBR'] AS "reported-by", TIMESTAMP '1941-06-23 04:00:00' AS recorded, false AS negated, 7 AS id
    """)  # fmt: skip
    (line,) = parquet.json_lines(path, "public").splitlines()
    assert json.loads(line) == {
        "happened": "1941-06-22", "verb": "attacks", "subject": "DEU", "object": "SUN", "reported-by": "SUN GBR",
        "recorded": "1941-06-23T04:00:00", "negated": "", "id": "7"}  # fmt: skip
    assert entries(path) != []


def test_a_time_with_a_zone_is_that_time_in_utc(tmp_path: Path) -> None:
    since_1970 = round((datetime(1941, 6, 22, 1, 15, tzinfo=UTC) - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds())
    path = made(tmp_path / "zoned.parquet", f"SELECT make_timestamptz({since_1970}000000) AS happened")
    assert json.loads(parquet.json_lines(path, "public")) == {"happened": "1941-06-22T01:15:00"}


def test_a_bad_row_is_set_aside_and_spoils_no_other(say: Say, tmp_path: Path) -> None:
    columns = ("happened", "verb", "subject", "object")
    bad = [("1941-06-31", "attacks", "DEU", "SUN"), ("1941-06-22", "attacks", "DEU", "line\nbreak"),
           ("1941-06-22", "attacks", "ITA", "SUN")]  # fmt: skip
    parquet.write(tmp_path / "bad.parquet", columns, bad)
    status, out, err = say("run", PACT, "--journal", "bad.parquet", "--keep-going", "--format", "csv")
    assert status == 1
    assert "2 rows set aside" in err
    assert "assistance.GBR.SUN.1941-06-22.ITA" in out
    assert "bad.parquet:1:15: error[no-such-date]" in say("run", PACT, "--journal", "bad.parquet")[2]


# Clearance


def test_a_row_that_is_not_public_never_leaves_the_file_for_the_public(tmp_path: Path) -> None:
    _, packed = write_both(TOLD, tmp_path)
    assert HIDDEN in parquet.json_lines(packed, "secret")
    assert HIDDEN not in parquet.json_lines(packed, "public")
    assert parquet.json_lines(packed, "public").count("\n") == 3


@pytest.mark.parametrize("value", ["'secret'", "' secret '", "'no such clearance'", "['secret']", "7"])
def test_whatever_is_not_public_is_withheld(value: str, tmp_path: Path) -> None:
    path = made(tmp_path / "x.parquet", f"SELECT '1941-06-22' AS happened, {value} AS clearance")
    assert parquet.json_lines(path, "public") == ""
    assert parquet.json_lines(path, "secret") != ""


@pytest.mark.parametrize("names", [("Clearance",), ("clearance", "CLEARANCE"), (" clearance ",)])
def test_a_column_is_known_in_any_letters(names: tuple[str, ...], tmp_path: Path) -> None:
    parquet.write(tmp_path / "x.parquet", ("happened", *names), [("1941-06-22", *("" for _ in names[1:]), "secret")])
    assert parquet.json_lines(tmp_path / "x.parquet", "public") == ""
    assert parquet.json_lines(tmp_path / "x.parquet", "secret") != ""


@pytest.mark.parametrize("value", ["NULL", "''", "'public'"])
def test_what_is_public_is_shown(value: str, tmp_path: Path) -> None:
    path = made(tmp_path / "x.parquet", f"SELECT '1941-06-22' AS happened, {value} AS clearance")
    assert parquet.json_lines(path, "public") != ""


def test_the_place_of_a_fault_does_not_count_withheld_rows(say: Say, tmp_path: Path) -> None:
    columns = ("happened", "verb", "subject", "object", "clearance")
    secret, bad = ("1941-06-22", "attacks", HIDDEN, "SUN", "secret"), ("1941-06-31", "attacks", "DEU", "SUN", "")
    parquet.write(tmp_path / "with.parquet", columns, [secret, bad])
    parquet.write(tmp_path / "without.parquet", columns, [bad])
    told = [say("run", PACT, "--journal", f"{name}.parquet")[2] for name in ("with", "without")]
    assert told[0].replace("with.", "without.") == told[1] != ""


def test_a_journal_in_a_secret_folder_is_secret_whole(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    _, packed = write_both(TOLD, tmp_path / "secret")
    assert entries(packed) == []
    assert entries(packed, "secret") != []


# What cannot be used


@pytest.mark.parametrize("name", ["a*.parquet", "a[1].parquet", "it's.parquet", "year=1941.parquet"])
def test_a_name_is_only_a_name(name: str, tmp_path: Path) -> None:
    parquet.write(tmp_path / "ab.parquet", ("happened",), [("1939-01-01",)])
    parquet.write(tmp_path / name, ("happened",), [("1941-06-22",)])
    assert [json.loads(line) for line in parquet.json_lines(tmp_path / name, "public").splitlines()] == [
        {"happened": "1941-06-22"}
    ]


def test_what_is_no_parquet_is_told(say: Say, tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_text("happened,verb\n", encoding="utf-8")
    status, out, err = say("run", PACT, "--journal", "x.parquet")
    assert (status, out) == (2, "")
    assert "error[unreadable-file]: x.parquet: this is no Parquet file" in err
    assert "error[unreadable-file]: absent.parquet: No such file" in say("run", PACT, "--journal", "absent.parquet")[2]


def test_without_duckdb_the_extra_is_named(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_both(TOLD, tmp_path)
    monkeypatch.setitem(sys.modules, "duckdb", None)
    reading = say("run", PACT, "--journal", "told.parquet")
    writing = say("run", PACT, "--journal", "told.csv", "--format", "parquet", "-o", "out.parquet")
    for status, out, err in (reading, writing):
        assert (status, out) == (2, "")
        assert "pip install foedus[duckdb]" in err
    assert not (tmp_path / "out.parquet").exists()
    assert say("run", PACT, "--journal", "told.csv")[0] == 0
