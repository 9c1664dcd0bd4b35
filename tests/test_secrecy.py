"""What the public is told never depends on what is secret: byte for byte, in every command and format."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from foedus import cli, desk

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
RECORD = desk.shipped("examples/1939-1945.journal").read_text(encoding="utf-8")
SECRETS = ("kept", "absent", "garbage")
LATE = "assistance.GBR.SUN.1941-06-22.DEU"
HIDDEN = "consultation.GBR.SUN.1941-06-22.ROU"

PLAIN_SECRET = {
    "kept": "1946-07-01 SUN consults with GBR about ROU ; clearance: secret, id: S1\n",
    "absent": "",
    "garbage": '1941-02-31 "unclosed garbage ; clearance: secret\n\x00 \udcff ; source: x, clearance: secret\n',
}
CSV = """\
happened,verb,subject,object,against,about,clearance
1941-06-22,attacks,DEU,SUN,,,
1941-06-22,attacks,ROU,SUN,,,public
"""
CSV_SECRET = {
    "kept": "1946-07-01,consults with,SUN,GBR,,ROU,secret\n",
    "absent": "",
    "garbage": "never,garbage,,,,,secret\n1941-99-99,,,,,,secret\n",
}
JSON = """\
{"happened": "1941-06-22", "verb": "attacks", "subject": "DEU", "object": "SUN"}
{"happened": "1941-06-22", "verb": "attacks", "subject": "ROU", "object": "SUN", "clearance" : "public"}
"""
JSON_SECRET = {
    "kept": '{"happened": "1946-07-01", "verb": "attacks", "subject": "JPN", "object": "SUN", "clearance": "secret"}\n',
    "absent": "",
    "garbage": '{"clearance": "secret", "happened": {{{{\n',
}
OPEN = """\
1945-06-01 ITA attacks GBR ; clearance: public
1945-06-01 DEU attacks GBR ; source: x, clearance: "public" # clearance: secret
"""
BROKEN = "1941-02-30 DEU attacks GBR\n"

JOURNALS = {
    "plain": ("--journal", "plain.journal"),
    "csv": ("--journal", "rows.csv"),
    "jsonl": ("--journal", "rows.jsonl"),
    "with a secret file": ("--journal", "plain.journal", "--journal", "secret/more.journal"),
    "broken": ("--journal", "broken.journal"),
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "pact"),
    "check all": ("check", "."),
    "import": ("import", "iwd", "rows.csv"),
    **{f"run {name}": ("run", "pact", *words) for name, words in JOURNALS.items()},
    **{f"explain {name}": ("explain", LATE, "pact", *words) for name, words in JOURNALS.items()},
    **{
        f"compare {name}": ("compare", "pact", *words, "--with", "--as-of", "1941-07-01")
        for name, words in JOURNALS.items()
    },
    **{
        f"due {name}": ("due", "pact", *words, "--from", "1941-06-01", "--to", "1946-12-31", "--as-of", "1946-12-31")
        for name, words in JOURNALS.items()
    },
    "explain what is hidden": ("explain", HIDDEN, "pact", *JOURNALS["plain"]),
    "explain what never was": ("explain", HIDDEN.replace("ROU", "ZZZ"), "pact", *JOURNALS["plain"]),
    "a hidden reading": ("run", "pact", "--reading", "consult-time=2 days"),
    "all readings": ("run", "pact", *JOURNALS["plain"], "--readings", "all"),
    "keep going": ("run", "pact", *JOURNALS["broken"], "--keep-going", "--aside", "aside"),
    "the secret folder": ("run", "pact/secret"),
    "a secret file": ("check", "pact/secret/protocol.md"),
    "known then": ("run", "pact", *JOURNALS["plain"], "--known-at", "1941-06-30"),
    "according to": ("run", "pact", *JOURNALS["plain"], "--according-to", "SUN"),
}
FORMATS = {
    "run": ("table", "json", "csv", "html", "dyad-year"),
    "explain": ("table", "json", "csv"),
    "compare": ("table", "json", "csv"),
    "due": ("table", "json", "csv", "ics"),
}


def cases() -> Iterator[tuple[str, tuple[str, ...]]]:
    for name, words in COMMANDS.items():
        for form in FORMATS.get(words[0], ("",)):
            at = words.index("--with") if "--with" in words else len(words)
            yield f"{name} {form}".strip(), (*words[:at], *(("--format", form) if form else ()), *words[at:])


CASES = dict(cases())


def lay_out(folder: Path, secret: str) -> None:
    """The same folder, with what is secret kept, absent or garbage."""
    folder.mkdir()
    shutil.copytree(FLAGSHIP, folder / "pact")
    (folder / "secret").mkdir()
    if secret != "kept":
        shutil.rmtree(folder / "pact" / "secret")
        (folder / "secret").rmdir()
    if secret == "garbage":
        (folder / "pact" / "secret").mkdir()
        (folder / "pact" / "secret" / "protocol.md").write_bytes(b"\xff\x00```foedus\nclause")
        (folder / "pact" / "secret" / "agreement.md").write_text("```foedus\nagreement other\n", encoding="utf-8")
        (folder / "secret").write_text("a file where a folder was", encoding="utf-8")
    elif secret == "kept":
        (folder / "secret" / "more.journal").write_text("1946-01-01 JPN attacks GBR\n", encoding="utf-8")
    texts = {
        "plain.journal": PLAIN_SECRET[secret] + RECORD + OPEN + PLAIN_SECRET[secret],
        "broken.journal": PLAIN_SECRET[secret] + RECORD + BROKEN + PLAIN_SECRET[secret],
        "rows.csv": CSV + CSV_SECRET[secret],
        "rows.jsonl": JSON_SECRET[secret] + JSON,
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", errors="surrogateescape")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[int, str, str, str]]]:
    """For each way that the secret is, and each command: status, stdout, stderr and the rows set aside."""
    base = tmp_path_factory.mktemp("secrecy")
    found: dict[str, dict[str, tuple[int, str, str, str]]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for secret in SECRETS:
            lay_out(base / "place", secret)
            patch.chdir(base / "place")
            found[secret] = {name: _run(words, base / "place") for name, words in CASES.items()}
            patch.chdir(base)
            shutil.rmtree(base / "place")
    return found


def _run(words: tuple[str, ...], folder: Path) -> tuple[int, str, str, str]:
    import contextlib
    import io

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = cli.main(words)
    aside = folder / "aside"
    rows = aside.read_text(encoding="utf-8") if aside.exists() else ""
    aside.unlink(missing_ok=True)
    return status, out.getvalue(), err.getvalue(), rows


@pytest.mark.parametrize("name", CASES)
def test_the_public_is_told_the_same(name: str, told: dict[str, dict[str, tuple[int, str, str, str]]]) -> None:
    kept, absent, garbage = (told[secret][name] for secret in SECRETS)
    assert kept == absent
    assert garbage == absent


def test_these_commands_say_something(told: dict[str, dict[str, tuple[int, str, str, str]]]) -> None:
    answers = told["kept"]
    assert {name for name, (status, *_) in answers.items() if status == 0} >= {
        "check", "run plain json", "run csv table", "run jsonl csv", "explain plain table", "compare plain csv",
        "run plain html", "run jsonl dyad-year", "due plain table", "due csv ics",
    }  # fmt: skip
    assert "error[no-such-date]" in answers["run broken table"][2]
    assert "DEU attacks GBR" in answers["keep going table"][3]
    told_of = [
        name
        for name, answer in answers.items()
        if "consult" in "".join(answer[1:3]) and "what" not in name and "hid" not in name
    ]
    assert told_of == []


def test_what_is_public_is_never_withheld(told: dict[str, dict[str, tuple[int, str, str, str]]]) -> None:
    answers = told["kept"]
    for form in ("plain", "csv", "jsonl"):
        assert "assist SUN against ROU" in answers[f"run {form} table"][1]
    assert "1945-06-01  SUN     GBR       assist GBR against ITA" in answers["run plain table"][1]
    assert "1945-06-01  SUN     GBR       assist GBR against DEU" in answers["run plain table"][1]


def test_the_cleared_reader_is_told_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path / "place", "kept")
    journal = str(tmp_path / "place" / "plain.journal")
    assert cli.main(["run", str(tmp_path / "place" / "pact"), "--journal", journal, "--view", "secret"]) == 0
    out = capsys.readouterr().out
    assert "consult with SUN about ROU" in out
    assert "as of 1946-07-01" in out
