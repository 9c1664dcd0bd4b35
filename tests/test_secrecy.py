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
    "a clause": ("explain", "--clause", "assistance", "pact"),
    "a hidden clause": ("explain", "--clause", "consultation", "pact"),
    "coverage": ("check", "pact", "--coverage", "--clause", "assistance"),
    "coverage of a hidden clause": ("check", "pact", "--coverage", "--clause", "consultation"),
    "format": ("format", "pact", "plain.journal", "--check"),
    "format all": ("format", ".", "--check"),
    "format a secret file": ("format", "pact/secret/protocol.md", "--check"),
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
        "a clause csv", "coverage", "run plain html", "run jsonl dyad-year", "due plain table", "due csv ics",
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


# What is written oddly is withheld: the public is told the same as if the rows were not there

HEAD = "happened,verb,subject,object,source,clearance"
PUBLIC_ROW = "1939-09-01 DEU attacks POL\n"
PUBLIC_CSV = "1939-09-01,attacks,DEU,POL,,\n"
PUBLIC_JSON = (
    '{"happened": "1939-09-01", "verb": "attacks", "subject": "DEU", "object": "POL", "clearance": "public"}\n'
)
FIELDS_OF = '"happened": "1939-09-05", "verb": "atacks", "subject": "SUN", "object": "POL"'
ODD: dict[str, tuple[str, str, str]] = {
    **{
        f"plain {end}": (
            "x.journal",
            PUBLIC_ROW,
            f"1939-09-05 SUN atacks POL {end}\n1939-09-05 SUN attacks POL {end}\n",
        )
        for end in (
            '; clearance: secret, clearance: "public"',
            '; clearance: "public", reported-by: GER, clearance: secret',
            "; clearance： secret",
            "；clearance: secret",
            '; "clearance": secret',
            "; clearence: secret",
            "; сlearance: secret",
            "; clear\u200bance: secret",
            "; source: x clearance: secret",
            '; source: "x" clearance: "secret"',
            "; source: x clearence: secret",
            "; visibility: secret",
            "; secret",
            "clearance: secret",
            "# clearance: secret",
        )
    },
    "a table in plain": ("x.tsv", PUBLIC_ROW, "1939-09-05\tattacks\tSUN\tPOL\tsecret\n"),
    "CSV in capitals": ("x.CSV", f"{HEAD}\n{PUBLIC_CSV}", "1939-09-05,atacks,SUN,POL,,secret\n"),
    "CSV behind an empty line": ("x.csv", f"\n{HEAD}\n{PUBLIC_CSV}", "1939-09-05,atacks,SUN,POL,,secret\n"),
    "CSV with semicolons": (
        "x.csv",
        f"{HEAD}\n{PUBLIC_CSV}".replace(",", ";"),
        "1939-09-05;atacks;SUN;;;secret\n",
    ),
    "CSV with tabs": (
        "x.csv",
        f"{HEAD}\n{PUBLIC_CSV}".replace(",", "\t"),
        "1939-09-05\tatacks\tSUN\t\t\tsecret\n",
    ),
    "CSV with a comment": ("x.csv", f"# mine\n{HEAD}\n{PUBLIC_CSV}", "1939-09-05,atacks,SUN,POL,,secret\n"),
    "CSV without header": ("x.csv", PUBLIC_CSV, "1939-09-05,atacks,SUN,POL,,secret\n"),
    "CSV misspelt": (
        "x.csv",
        f"{HEAD}\n{PUBLIC_CSV}".replace("ance", "ence"),
        "1939-09-05,atacks,SUN,,,secret\n",
    ),
    "CSV torn": ("x.csv", f"{HEAD}\n{PUBLIC_CSV}", '1939-09-05,atacks,SUN,POL,"one\na,b,c,d,e,\ntwo",secret\n'),
    "CSV too wide": ("x.csv", f"{HEAD}\n{PUBLIC_CSV}", "1939-09-05,atacks,SUN,POL,a,b,most private\n"),
    **{
        f"JSON {row}": (f"x.{ending}", PUBLIC_JSON, row)
        for ending, row in (
            ("JSONL", f'{{{FIELDS_OF}, "clearance": "secret"}}\n'),
            ("json", f'{{{FIELDS_OF}, "clearance": "secret"}}\n'),
            ("ndjson", f'{{{FIELDS_OF}, "clearence": "secret"}}\n'),
            ("jsonl", f'{{{FIELDS_OF}, "clearance": "secret"}}\n'.replace('"', "'")),
            ("jsonl", f'[{{{FIELDS_OF}, "clearance": "secret"}}]\n'),
            ("jsonl", f'{{{FIELDS_OF}, "meta": {{"clearance": "secret"}}}}\n'),
            ("jsonl", f'{{{FIELDS_OF}, "cle\\u0061rance": "secret"}}\n'),
            ("json", f'{{\n{FIELDS_OF},\n"clearance":\n"secret"\n}}\n'),
        )
    },
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("more", [(), ("--keep-going", "--aside", "aside")], ids=["", "keep going"])
def test_what_is_written_oddly_is_withheld(
    name: str, more: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, public, secret = ODD[name]
    monkeypatch.chdir(tmp_path)
    shutil.copytree(desk.shipped("agreements/anglo-soviet-1939"), "pact")
    answers = []
    for text in (public, public + secret):
        Path(file).write_text(text, encoding="utf-8")
        answers.append(_run(("run", "pact", "--journal", file, *more), tmp_path))
    assert answers[0] == answers[1]
    assert "1939-09-05" not in "".join(answers[1][1:])
    cleared = _run(("run", "pact", "--journal", file, "--view", "secret"), tmp_path)
    assert cleared[0] == 2 or "1939-09-05" in cleared[1], "the cleared reader is told of the row"


@pytest.mark.parametrize("line", [
    '1941-06-22 ROU attacks SUN ; source: "The secret clearance: a memoir"',
    "1941-06-22 ROU attacks SUN ; source: secret telegram 12",
    '1941-06-22 ROU attacks SUN ; clearance: public, source: "Clarence, duke"',
    "1941-06-22 ROU attacks SUN ; source: x # a secret",
])  # fmt: skip
def test_a_word_that_only_sounds_secret_withholds_nothing(line: str, tmp_path: Path) -> None:
    (tmp_path / "x.journal").write_text(line, encoding="utf-8")
    status, out, err, _ = _run(("run", str(FLAGSHIP), "--journal", str(tmp_path / "x.journal")), tmp_path)
    assert (status, err) == (0, "")
    assert "assist SUN against ROU" in out


def test_a_clearance_without_its_comma_is_an_error_for_the_cleared(tmp_path: Path) -> None:
    (tmp_path / "x.journal").write_text("1939-09-05 SUN attacks POL ; source: x clearance: secret\n", encoding="utf-8")
    words = ("run", str(FLAGSHIP), "--journal", str(tmp_path / "x.journal"), "--view", "secret")
    status, out, err, _ = _run(words, tmp_path)
    assert (status, out) == (2, "")
    assert "error[bad-data]: a clearance stands inside a value" in err


@pytest.mark.parametrize("real", ["secret", "Secret", "secret ", "ＳＥＣＲＥＴ"])
def test_no_link_leads_into_a_secret_folder(real: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(FLAGSHIP, tmp_path / "pact")
    words = (
        ("run", "pact", "--journal", "link/s.journal"),
        ("run", "pact", "--journal", "far/s.journal"),
        ("run", "pact", "--journal", "through/s.journal"),
        ("check", "far/x"),
        ("check", "."),
        ("run", "pact", "--journal", f"{real}/s.journal"),
    )
    for name, to in (("link", real), ("far", f"link/../{real}"), ("through", f"{real}/back")):
        Path(name).symlink_to(to, target_is_directory=True)
    absent = [_run(each, tmp_path) for each in words]
    (tmp_path / real / "x").mkdir(parents=True)
    (tmp_path / real / "s.journal").write_text("1939-09-05 SUN attacks POL\n1939-09-05 atacks\n", encoding="utf-8")
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "s.journal").write_text("1939-09-06 SUN atacks POL\n", encoding="utf-8")
    (tmp_path / real / "back").symlink_to(tmp_path / "open", target_is_directory=True)
    (tmp_path / real / "x" / "agreement.md").write_text("```foedus\nagreement x\n```\n", encoding="utf-8")
    assert [_run(each, tmp_path) for each in words] == absent
    assert "1939-09-05" in _run((*words[1], "--view", "secret"), tmp_path)[2]


@pytest.mark.parametrize("name", ["secrets", "Secrets", "secret.d", "sercet"])
def test_a_name_that_is_nearly_secret_is_told_to_be_public(name: str, tmp_path: Path) -> None:
    shutil.copytree(FLAGSHIP, tmp_path / "pact")
    (tmp_path / name).mkdir()
    (tmp_path / name / "x.journal").write_text(PUBLIC_ROW, encoding="utf-8")
    words = ("run", str(tmp_path / "pact"), "--journal", str(tmp_path / name / "x.journal"))
    status, _, err, _ = _run(words, tmp_path)
    assert status == 0
    assert err.count("warning[not-secret]") == 1
    assert f"{name} is public" in err
    (tmp_path / "pact" / "secret.md").write_text("# A page\n", encoding="utf-8")
    assert "secret.md is public" in _run(("check", str(tmp_path / "pact")), tmp_path)[2]


def test_a_name_that_has_nothing_of_secret_is_not_told(tmp_path: Path) -> None:
    (tmp_path / "secretary").mkdir()
    (tmp_path / "secretary" / "x.journal").write_text(PUBLIC_ROW, encoding="utf-8")
    words = ("run", str(FLAGSHIP), "--journal", str(tmp_path / "secretary" / "x.journal"))
    assert _run(words, tmp_path)[2] == ""
