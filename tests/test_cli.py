"""The commands as a user types them: what is shown, where it goes, and the exit status."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from foedus import desk

FLAGSHIP = str(desk.shipped("agreements/anglo-soviet-1939"))
LATE = "assistance.GBR.SUN.1941-06-22.DEU"
JOURNAL = """\
1941-06-22 DEU attacks SUN ; source: IWD 129
1941-06-22 ROU attacks SUN ; source: IWD 150
1941-07-12 GBR assists SUN against DEU
"""
BROKEN = """\
1941-06-22 DEU attacks SUN
1941-06-31 DEU attacks SUN
1941-06-23 DEU attacks SUM
1941-06-24 GBR assists SUN against DEU
"""

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Say) -> Say:
    """Run a command in a folder that holds the agreement and two journals; status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pact").symlink_to(FLAGSHIP, target_is_directory=True)
    (tmp_path / "war.journal").write_text(JOURNAL, encoding="utf-8")
    (tmp_path / "broken.journal").write_text(BROKEN, encoding="utf-8")
    return typed


RUN = ("run", "pact", "--journal", "war.journal")
COMMANDS = {
    "run.txt": RUN,
    "run-secret.csv": (*RUN, "--view", "secret", "--format", "csv"),
    "run.json": (*RUN, "--as-of", "1941-06-25", "--format", "json"),
    "readings.txt": (*RUN, "--readings", "all", "--reading", "entry-into-force=signature"),
    "explain.txt": ("explain", LATE, "pact", "--journal", "war.journal", "--view", "secret"),
    "compare.txt": ("compare", "pact", "--journal", "war.journal", "--with", "--view", "secret"),
    "compare.csv": (
        "compare",
        "pact",
        "--journal",
        "war.journal",
        "--format",
        "csv",
        "--with",
        "--as-of",
        "1941-06-30",
    ),
    "demo.txt": ("demo",),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_shows(name: str, say: Say, golden: Callable[[str, str], None]) -> None:
    status, out, err = say(*COMMANDS[name])
    assert (status, err) == (0, "")
    golden(f"cli/{name}", out)


@pytest.mark.parametrize("command", ["run", "explain", "compare"])
@pytest.mark.parametrize("form", ["table", "json", "csv"])
def test_what_goes_to_a_file_is_what_goes_to_the_screen(command: str, form: str, say: Say, tmp_path: Path) -> None:
    words = {
        "run": RUN,
        "explain": ("explain", LATE, *RUN[1:]),
        "compare": ("compare", "pact", "pact/", "--journal", "war.journal", "--with", "--as-of", "1941-06-30"),
    }[command]
    at = words.index("--with") if "--with" in words else len(words)
    status, shown, _ = say(*words[:at], "--format", form, *words[at:])
    assert status == 0
    assert say(*words[:at], "--format", form, "-o", "out", *words[at:]) == (0, "", "")
    assert (tmp_path / "out").read_text(encoding="utf-8") == shown
    assert say(*words[:at], "-o", "no/such/folder/out", *words[at:])[0] == 2


@pytest.mark.parametrize("view", ["public", "secret"])
def test_the_json_holds_to_its_schema(view: str, say: Say) -> None:
    _, out, _ = say(*RUN, "--view", view, "--format", "json")
    schema = desk.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    ledger = json.loads(out)
    jsonschema.validate(ledger, schema)
    ledger["entries"][0]["status"] = "fulfilled"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(ledger, schema)


def test_csv_and_json_say_the_same(say: Say) -> None:
    entries = json.loads(say(*RUN, "--format", "json")[1])["entries"]
    rows = list(csv.DictReader(io.StringIO(say(*RUN, "--format", "csv")[1])))
    assert [row["id"] for row in rows] == [entry["id"] for entry in entries]
    assert [row["due"] or None for row in rows] == [entry["due"] for entry in entries]


def test_without_entries_the_columns_stand_alone(say: Say) -> None:
    status, out, _ = say("run", "pact", "--format", "csv")
    assert status == 0
    assert out.startswith("id,agreement,clause,")
    assert out.count("\n") == 1


def test_a_bad_row_stops_a_run_and_every_one_is_told(say: Say) -> None:
    status, out, err = say("run", "pact", "--journal", "broken.journal")
    assert (status, out) == (2, "")
    assert "broken.journal:2:1: error[no-such-date]" in err
    assert "broken.journal:3:24: error[unknown-state]" in err
    assert err.count("error[") == 2


def test_keep_going_sets_bad_rows_aside_and_loses_no_good_one(say: Say, tmp_path: Path) -> None:
    status, out, err = say("run", "pact", "--journal", "broken.journal", "--keep-going", "--format", "json")
    assert status == 1
    assert err == "foedus: 2 rows set aside in set-aside.txt\n"
    assert [(entry["id"], entry["status"]) for entry in json.loads(out)["entries"]] == [(LATE, "performed")]
    aside = (tmp_path / "set-aside.txt").read_text(encoding="utf-8")
    assert [line for line in aside.splitlines() if not line.startswith("#")] == BROKEN.splitlines()[1:3]
    assert "# broken.journal:2:1: error[no-such-date]" in aside


def test_keep_going_with_nothing_to_set_aside_writes_nothing(say: Say, tmp_path: Path) -> None:
    assert say(*RUN, "--keep-going")[0] == 0
    assert not (tmp_path / "set-aside.txt").exists()


def test_keep_going_does_not_go_on_without_a_journal_or_with_a_broken_agreement(say: Say, tmp_path: Path) -> None:
    assert say("run", "pact", "--journal", "absent.journal", "--keep-going")[0] == 2
    (tmp_path / "agreement.md").write_text("```foedus\nagreement x\n```\n```foedus\nclause\n```\n", encoding="utf-8")
    assert say("run", str(tmp_path / "agreement.md"), "--keep-going")[0] == 2


def test_all_readings_keep_to_what_is_asked(say: Say) -> None:
    early = say(*RUN, "--readings", "all", "--known-at", "1941-06-22")[1]
    assert "breached" not in early
    assert "open" in early
    assert "at-once" in say(*RUN, "--readings", "all")[1]
    fixed = say(*RUN, "--readings", "all", "--reading", "at-once=1 day")[1]
    assert fixed.count("at-once") == 1
    assert "read throughout: at-once is 1 day" in fixed
    told = json.loads(say(*RUN, "--readings", "all", "--format", "json")[1])["entries"]
    values = {each["status"]: each["readings"]["at-once"] for each in told if each["entry"] == LATE}
    assert values == {"late": ["7 days", "1 day"], "performed": ["30 days"]}


def test_why_an_entry_stands_cites_both_languages_and_only_what_is_seen(say: Say) -> None:
    public = say("explain", LATE, *RUN[1:], "--format", "json")
    (told,) = json.loads(public[1])["explanations"]
    assert [passage["language"] for passage in told["passages"]] == ["en", "ru"]
    assert told["entry"]["id"] == LATE
    assert told["events"][0]["reports"] == ["IWD 129; war.journal:1"]
    assert told["exceptions"][0]["by"] == "not so"
    assert {each["reading"]: each["others"] for each in told["readings"]}["at-once"] == {
        "1 day": "late 1941-07-12",
        "30 days": "performed 1941-07-12",
    }
    assert "performed if GBR assists SUN against DEU by 1941-06-29" in told["prevented"]
    assert "Protocol" not in public[1]
    assert "Secret Protocol, Article 1" in say("explain", LATE, *RUN[1:], "--view", "secret")[1]


def test_an_entry_that_is_not_there_names_the_nearest(say: Say) -> None:
    status, out, err = say("explain", LATE.replace("DEU", "JPN"), *RUN[1:])
    assert (status, out) == (2, "")
    assert "did you mean `assistance.GBR.SUN.1941-06-22." in err
    hidden = say("explain", "consultation.GBR.SUN.1941-06-22.ROU", *RUN[1:])[2]
    assert "error[no-entry]" in hidden
    assert "did you mean `consultation" not in hidden


def test_two_drafts_are_compared(say: Say, tmp_path: Path) -> None:
    draft = tmp_path / "draft"
    draft.mkdir()
    text = (Path(FLAGSHIP) / "agreement.md").read_text(encoding="utf-8")
    (draft / "agreement.md").write_text(
        text.replace("7 days or 1 day or 30 days", "30 days or 1 day"), encoding="utf-8"
    )
    status, out, _ = say("compare", "pact", "draft", "--journal", "war.journal")
    assert status == 0
    assert "late 1941-07-12" in out
    assert "performed 1941-07-12" in out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("run",),
        ("run", "nowhere"),
        ("run", "pact", "--as-of", "1939-02-30"),
        ("run", "pact", "--reading", "at-once"),
        ("compare", "pact", "pact", "pact"),
        ("compare", "pact"),
        ("run", "pact", "--reading", "at-once=1 day", "--reading", "at-once=7 days"),
        ("compare", "pact", "--with", "--colour", "red"),
        ("explain", LATE),
        ("import", "nothing", "war.journal"),
        ("import", "iwd", "absent.csv"),
        ("check", "nowhere"),
    ],
    ids=" ".join,
)
def test_misuse_is_told_and_not_guessed(words: tuple[str, ...], say: Say) -> None:
    status, out, err = say(*words)
    assert status == (1 if words[:1] == ("check",) else 2)
    assert out in ("", "1 finding\n")
    assert err
    assert "Traceback" not in err


# What must not be overwritten


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


KEEP = ("run", "pact", "--journal", "broken.journal", "--keep-going")


@pytest.mark.parametrize(
    "words",
    [
        ("run", "pact", "--journal", "set-aside.txt", "--keep-going"),
        KEEP,
        (*KEEP, "--aside", "broken.journal"),
        (*KEEP, "--aside", "linked.journal"),
        (*KEEP, "--aside", "war.journal"),
        (*KEEP, "--aside", "new", "-o", "new"),
        ("run", "draft", *KEEP[2:], "--aside", "draft/new.md"),
        (*RUN, "-o", "war.journal"),
        (*RUN, "-o", "linked.journal"),
        (*RUN, "-o", "hard.journal"),
        (*RUN, "-o", "draft/../war.journal"),
        ("run", "draft", "-o", "draft/agreement.md"),
        ("run", "draft", "-o", "draft/new.md"),
        ("run", "draft", "-o", "draft/secret/protocol.md"),
        ("run", "draft", "--format", "html", "-o", "draft/agreement.md"),
        ("run", "draft", "--format", "parquet", "-o", "draft/agreement.md"),
        ("explain", LATE, *RUN[1:], "-o", "war.journal"),
        ("compare", "pact", "-o", "war.journal", "--with", "--journal", "war.journal"),
        ("compare", "pact", "-o", "war.journal", "--with", "--journal=war.journal"),
        ("due", *RUN[1:], "--from", "1941-01-01", "--to", "1942-01-01", "-o", "war.journal"),
        ("import", "iwd", "war.journal", "-o", "war.journal"),
    ],
    ids=" ".join,
)
def test_nothing_that_is_read_is_overwritten(words: tuple[str, ...], say: Say, tmp_path: Path) -> None:
    (tmp_path / "set-aside.txt").write_text(BROKEN, encoding="utf-8")
    (tmp_path / "linked.journal").symlink_to("broken.journal" if "broken.journal" in words else "war.journal")
    (tmp_path / "hard.journal").hardlink_to(tmp_path / "war.journal")
    (tmp_path / "draft").mkdir()
    (tmp_path / "draft" / "agreement.md").write_bytes((Path(FLAGSHIP) / "agreement.md").read_bytes())
    before = contents(tmp_path)
    status, out, err = say(*words)
    assert (status, out) == (2, "")
    assert err.startswith("foedus: ")
    assert err.count("\n") == 1
    assert "another" in err
    assert contents(tmp_path) == before


def test_an_answer_may_be_written_anew(say: Say, tmp_path: Path) -> None:
    (tmp_path / "answer.txt").write_text("old", encoding="utf-8")
    assert say(*RUN, "-o", "answer.txt")[0] == 0
    assert "assist SUN" in (tmp_path / "answer.txt").read_text(encoding="utf-8")


# What cannot be meant


@pytest.mark.parametrize(
    ("words", "what", "remedy"),
    [
        ((), "say what to do", "foedus run FOLDER --journal FILE"),
        (("run",), "name the folder of an agreement", "foedus run FOLDER"),
        (("due", "pact"), "and the days", "--from 1941-06-01"),
        (("explain",), "name an entry", "foedus explain ENTRY FOLDER"),
        (("explain", LATE), "needs its agreement", f"foedus explain {LATE} FOLDER"),
        (("explain", "pact"), "the entry is missing", "foedus explain ENTRY pact"),
        (("explain", "unknown-stat"), "no code `unknown-stat`", "did you mean `unknown-state`?"),
        (("rum", "pact"), "no command `rum`", "did you mean `run`?"),
        (("run", "pact", "--jurnal", "x"), "no option `--jurnal`", "did you mean `--journal`?"),
        (("run", "pact", "--journal"), "--journal needs a value", "foedus run --help"),
        (("run", "pact", "--view", "secrt"), "no `secrt`", "did you mean `secret`?"),
        (("run", "pact", "--view", "public,secret"), "no `public,secret`", "choose public or secret"),
        (("run", "pact", "--format", "jsn"), "no `jsn`", "did you mean `json`?"),
        (("run", "pact", "--as-of", "25.7.1939"), "`25.7.1939`", "did you mean `1939-07-25`?"),
        (("run", "pact", "--as-of", "1939-02-30"), "`1939-02-30`", "1939-02 has 28 days"),
        (("run", "pact", "--reading", "at-onse=7 days"), "no agreement here has a reading", "did you mean `at-once`?"),
        (("run", "pact", "--reading", "at-once=7 dais"), "no value `7 dais`", "did you mean `7 days`?"),
        (("run", "pact", "--according-to", "gbr"), "no party is called `gbr`", "did you mean `GBR`?"),
        (("compare", "pact", "--with", "--viev", "secret"), "no option `--viev`", "did you mean `--view`?"),
        (("import", "iwdd", "war.journal"), "no outside format is called `iwdd`", "did you mean `iwd`?"),
        (("run", "pakt"), "nothing lies at pakt", "did you mean `pact`?"),
        (("run", "war.journal"), "war.journal is a file and no agreement", "--journal war.journal"),
        (("run", "pact/war.journal"), "is a file and no agreement", "--journal pact/war.journal"),
        (("run", "pact", "--journal", "wra.journal"), "wra.journal: No such file", "did you mean `war.journal`?"),
        (("run", "pact", "--journal", "pact/agreement.md"), "is a document, not a journal", "before `--journal`"),
        (("run", "pact", "--journal", "empty"), "empty is a folder", "none lies in it"),
        (("run", "pact", "--journal", "."), "is a folder", "did you mean `broken.journal`?"),
        (("run", "pact", "--journal", "book.xlsx"), "file of an office program", "as CSV"),
        ((*RUN, "-o", "no/such/out"), "no folder no/such", "make it first"),
        ((*RUN, "-o", "empty"), "empty is a folder", "empty/answer"),
        ((*RUN, "--keep-going", "--aside", "no/out"), "no folder no", "make it first"),
    ],
    ids=lambda each: " ".join(each) if isinstance(each, tuple) else "",
)
def test_what_is_wrong_and_what_to_type(
    words: tuple[str, ...], what: str, remedy: str, say: Say, tmp_path: Path
) -> None:
    (tmp_path / "pact").unlink()
    (tmp_path / "pact").mkdir()
    (tmp_path / "pact" / "agreement.md").write_bytes((Path(FLAGSHIP) / "agreement.md").read_bytes())
    (tmp_path / "pact" / "war.journal").write_text(JOURNAL, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "book.xlsx").write_bytes(b"PK\3\4")
    before = contents(tmp_path)
    status, out, err = say(*words)
    assert (status, out) == (2, "")
    assert what in err
    assert remedy in err
    assert err.count("\n") < 4
    assert contents(tmp_path) == before


def test_what_lies_in_a_secret_folder_is_offered_to_nobody_who_is_not_cleared(say: Say, tmp_path: Path) -> None:
    words = (("run", "pact", "--journal", "vault"), ("run", "sacret"), ("run", "secret"), ("run", "secret/pact"))
    (tmp_path / "vault").mkdir()
    before = [say(*each) for each in words]
    (tmp_path / "secret" / "pact").mkdir(parents=True)
    (tmp_path / "secret" / "war.journal").write_text(JOURNAL, encoding="utf-8")
    (tmp_path / "vault" / "war.journal").symlink_to(tmp_path / "secret" / "war.journal")
    assert [say(*each) for each in words] == before
    assert "did you mean `vault/war.journal`?" in say(*words[0], "--view", "secret")[2]
