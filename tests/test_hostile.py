"""Input that nobody means well with: each gives an error with a place and the right status, no traceback, no hang."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from foedus import desk

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
SOURCE = Path(__file__).parent.parent / "src"
HANGS = 120
"""Seconds that no command takes, by far: this is no measure of speed."""
MANY = 100_000
LINES = 200_000
GOOD = "1941-06-22 DEU attacks SUN\n"
HEAD = "happened,verb,subject,object\n"
ROW = json.dumps({"happened": "1941-06-22", "verb": "attacks", "subject": "DEU", "object": "SUN"})
Content = str | bytes
NOT_UTF8 = b"1941-06-22 DEU attacks S\xdcN\n"


def told(*words: str | Path) -> tuple[int, str, str]:
    """Status, output and messages of a command, run as a user runs it."""
    command = [sys.executable, "-m", "foedus", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUTF8": "1"}
    ran = subprocess.run(command, capture_output=True, timeout=HANGS, env=environment, check=False)
    out, err = ran.stdout.decode("utf-8"), ran.stderr.decode("utf-8")
    assert "Traceback" not in err, err[-2000:]
    return ran.returncode, out, err


def written(path: Path, content: Content) -> Path:
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def refused(path: Path, code: str, place: str) -> None:
    """Hold that a run on this journal ends with status 2 and names the code at that place."""
    status, out, err = told("run", FLAGSHIP, "--journal", path)
    assert (status, out) == (2, "")
    assert f"{path}:{place}: error[{code}]: " in err
    assert len(err) < 1_000_000


JOURNALS: dict[str, tuple[Content, str, str]] = {
    "a line of 50 MB": ("1941-06-22 DEU attacks " + "x" * 50_000_000, "long-line", "1:1"),
    "a quote of 50 MB": ('1941-06-22 DEU attacks "' + "x" * 50_000_000, "long-line", "1:1"),
    "quotes that escape for 1 MB": ("clearance: public" + '"\\' * 500_000, "long-line", "1:1"),
    "a NUL byte": (GOOD + "1941-06-22 DEU attacks \0SUN\n", "not-text", "2:24"),
    "not UTF-8": (NOT_UTF8, "not-text", "1:25"),
    "UTF-16": (GOOD.encode("utf-16"), "not-text", "1:1"),
    "an escape sequence": ('1941-06-22 "D\x1b[31mE" attacks SUN', "not-text", "1:14"),
    "a turn of the writing": ('1941-06-22 DEU attacks "\u202eNUS"', "not-text", "1:25"),
    "a thousand brackets": ("1941-06-22 DEU attacks " + "[" * 1000, "long-sentence", "1:12"),
    "brackets without end": ("1941-06-22 DEU attacks " + "[" * MANY, "long-line", "1:1"),
    "a thousand quotes": ("1941-06-22 DEU attacks " + '"' * 1001, "unclosed-text", "1:1024"),
    "four hundred that": ("1941-06-22 DEU threatens " + "that DEU " * 400, "long-sentence", "1:12"),
    "that without end": ("1941-06-22 DEU threatens " + "that DEU " * MANY, "long-line", "1:1"),
    "30 February": ("1939-02-30 DEU attacks SUN", "no-such-date", "1:1"),
    "the year 0": ("0000-01-01 DEU attacks SUN", "no-such-date", "1:1"),
    "the year 10000": ("10000-01-01 DEU attacks SUN", "no-such-date", "1:1"),
    "digits of another script": ("１９４１-06-22 DEU attacks SUN", "no-such-date", "1:1"),
    "a Cyrillic letter in a code": ("1941-06-22 DEU attacks GВR", "unreadable", "1:24"),
    "a code in Cyrillic letters": ("1942-01-25 ТНА attacks GBR", "unreadable", "1:12"),
    "a code in wide letters": ("1941-06-22 ＤＥＵ attacks GBR", "unreadable", "1:12"),
    "a mark of byte order": (b"\xef\xbb\xbf1939-02-30 DEU attacks SUN", "no-such-date", "1:1"),
    "Windows": ("# a note\r\n1939-02-30 DEU attacks SUN\r\n", "no-such-date", "2:1"),
    "an old Macintosh": (GOOD.replace("\n", "\r") * 2, "not-text", "1:27"),
    "a number of 3900 digits": ("1941-06-22 cow:" + "9" * 3900 + " attacks SUN", "unknown-state", "1:12"),
}
TABLES: dict[str, tuple[Content, str, str]] = {
    "a line of 50 MB": (HEAD + "1941-06-22,attacks,DEU," + "x" * 50_000_000, "long-line", "2:1"),
    "a NUL byte": (HEAD + "1941-06-22,attacks,DEU,S\0UN\n", "not-text", "2:25"),
    "not UTF-8": (HEAD.encode() + b"1941-06-22,attacks,DEU,S\xdcN\n", "not-text", "2:25"),
    "a broken quote": (HEAD + '1941-06-22,attacks,DEU,"SUN\n' + "1941-06-22,attacks,DEU,SUN\n", "bad-row", "2:1"),
    "a broken quote in the header": ('happened,"verb,subject,object\n', "bad-row", "1:1"),
    "no header": ("1941-06-22,attacks,DEU,SUN\n", "bad-row", "1:1"),
    "a column twice": ("happened,verb,subject,object,object\n1941-06-22,attacks,DEU,SUN,GBR\n", "bad-row", "1:1"),
    "30 February": (HEAD + "1939-02-30,attacks,DEU,SUN\n", "no-such-date", "2:1"),
    "a Cyrillic letter in a code": (HEAD + "1941-06-22,attacks,DEU,GВR\n", "unreadable", "2:24"),
    "a mark of byte order": (b"\xef\xbb\xbf" + HEAD.encode() + b"1939-02-30,attacks,DEU,SUN\n", "no-such-date", "2:1"),
    "Windows": ((HEAD + "1939-02-30,attacks,DEU,SUN\n").replace("\n", "\r\n"), "no-such-date", "2:1"),
}
ROWS: dict[str, tuple[Content, str, str]] = {
    "a line of 50 MB": (ROW[:-2] + "x" * 50_000_000 + '"}', "long-line", "1:1"),
    "a NUL byte": (ROW.replace("SUN", "S\0UN"), "not-text", "1:77"),
    "a NUL byte, escaped": (ROW.replace("SUN", "S\\u0000UN"), "not-text", "1:76"),
    "half a letter, escaped": (ROW.replace("DEU", "\\ud800"), "not-text", "1:59"),
    "an escape sequence": (ROW.replace("DEU", "D\\u001b[31m"), "not-text", "1:59"),
    "a line break, escaped": (ROW.replace("DEU", "D\\nE"), "not-text", "1:59"),
    "not UTF-8": (ROW.encode().replace(b"SUN", b"S\xdcN"), "not-text", "1:77"),
    "a thousand arrays": ("[" * 1000 + "]" * 1000, "bad-row", "1:1"),
    "arrays without end": ("[" * MANY + "]" * MANY, "long-line", "1:1"),
    "six hundred objects": ('{"a":' * 600 + "1" + "}" * 600, "bad-row", "1:1"),
    "objects without end": ('{"a":' * MANY, "long-line", "1:1"),
    "no object": ("[1, 2]", "bad-row", "1:1"),
    "a name twice": (ROW.replace("{", '{"verb": "assists", '), "bad-row", "1:1"),
    "30 February": (ROW.replace("06-22", "02-30"), "no-such-date", "1:15"),
    "a Cyrillic letter in a code": (ROW.replace("SUN", "GВR"), "unreadable", "1:76"),
    "a mark of byte order": (b"\xef\xbb\xbf" + ROW.replace("06-22", "02-30").encode(), "no-such-date", "1:15"),
    "Windows": (ROW.replace("06-22", "02-30") + "\r\n", "no-such-date", "1:15"),
}


@pytest.mark.parametrize("name", JOURNALS)
def test_a_journal(name: str, tmp_path: Path) -> None:
    content, code, place = JOURNALS[name]
    refused(written(tmp_path / "bad.journal", content), code, place)


@pytest.mark.parametrize("name", TABLES)
def test_a_table(name: str, tmp_path: Path) -> None:
    content, code, place = TABLES[name]
    refused(written(tmp_path / "bad.csv", content), code, place)


@pytest.mark.parametrize("name", ROWS)
def test_json_lines(name: str, tmp_path: Path) -> None:
    content, code, place = ROWS[name]
    refused(written(tmp_path / "bad.jsonl", content), code, place)


@pytest.mark.parametrize("ending", ["journal", "csv", "jsonl"])
def test_a_path_that_is_no_file(ending: str, tmp_path: Path) -> None:
    (tmp_path / f"folder.{ending}").mkdir()
    (tmp_path / f"circle.{ending}").symlink_to(f"circle.{ending}")
    for name in (f"folder.{ending}", f"nowhere.{ending}", f"circle.{ending}", "x" * 5000 + f".{ending}"):
        status, out, err = told("run", FLAGSHIP, "--journal", tmp_path / name)
        assert (status, out) == (2, "")
        code = "not-a-journal" if name.startswith("folder") else "unreadable-file"
        assert f"error[{code}]: {tmp_path / name}"[:300] in err


@pytest.mark.parametrize("ending", ["journal", "csv", "jsonl"])
def test_an_empty_journal_says_that_nothing_happened(ending: str, tmp_path: Path) -> None:
    status, out, err = told("run", FLAGSHIP, "--journal", written(tmp_path / f"empty.{ending}", ""))
    assert (status, err) == (0, "")
    assert "assist" not in out


BAD_LINES = {
    "a state": (GOOD.replace("SUN", "SUM"), "1941-06-22,attacks,DEU,SUM\n", ROW.replace("SUN", "SUM") + "\n"),
    "a verb": (GOOD.replace("tt", "t"), "1941-06-22,atacks,DEU,SUN\n", ROW.replace("tt", "t") + "\n"),
    "no sense": ("garbage here\n", "garbage\n", "garbage\n"),
}


@pytest.mark.parametrize("fault", BAD_LINES)
@pytest.mark.parametrize("ending", ["journal", "csv", "jsonl"])
def test_two_hundred_thousand_bad_lines_end_in_one_thousand_messages(fault: str, ending: str, tmp_path: Path) -> None:
    line = BAD_LINES[fault][("journal", "csv", "jsonl").index(ending)]
    path = written(tmp_path / f"bad.{ending}", (HEAD if ending == "csv" else "") + line * LINES)
    status, out, err = told("run", FLAGSHIP, "--journal", path)
    assert (status, out) == (2, "")
    stopped = 1002 if ending == "csv" else 1001
    assert f"{path}:{stopped}:1: error[unreadable-file]: 1000 faults above this line; nothing from" in err
    assert len(re.findall(r"^\S+: error\[", err, re.MULTILINE)) <= 1001


@pytest.mark.parametrize("fault", BAD_LINES)
@pytest.mark.parametrize("ending", ["journal", "csv", "jsonl"])
def test_who_keeps_going_loses_no_good_row_behind_many_bad_ones(fault: str, ending: str, tmp_path: Path) -> None:
    at = ("journal", "csv", "jsonl").index(ending)
    good = ("1941-06-27 HUN attacks SUN\n", "1941-06-27,attacks,HUN,SUN\n", ROW.replace("DEU", "HUN") + "\n")[at]
    path = written(tmp_path / f"bad.{ending}", (HEAD if ending == "csv" else "") + BAD_LINES[fault][at] * 20_000 + good)
    status, out, err = told("run", FLAGSHIP, "--journal", path, "--keep-going", "--aside", tmp_path / "aside")
    assert status == 1
    assert "assist SUN against HUN" in out
    assert err == f"foedus: 20000 rows set aside in {tmp_path / 'aside'}\n"
    rows = [line for line in (tmp_path / "aside").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    assert rows == [BAD_LINES[fault][at].rstrip()] * 20_000


def test_more_good_lines_than_bad_ones_are_read_to_the_end(tmp_path: Path) -> None:
    bad, good = "1941-02-30 DEU attacks SUN\n", "1941-06-22 DEU attacks SUN\n"
    path = written(tmp_path / "mixed.journal", (good + good + bad) * 1500 + "1941-06-27 HUN attacks SUN\n")
    status, out, _ = told("run", FLAGSHIP, "--journal", path, "--keep-going", "--aside", tmp_path / "aside")
    assert status in (0, 1)
    assert "assist SUN against HUN" in out


def test_a_deadline_does_not_lie_behind_the_end_of_the_calendar(tmp_path: Path) -> None:
    path = written(tmp_path / "late.journal", "9999-12-31 DEU attacks SUN\n9999-12-31T23:59:59 ITA attacks SUN\n")
    status, out, err = told("run", FLAGSHIP, "--journal", path, "--reading", "at-once=30 days")
    assert status == 0
    assert "9999-12-31" in out
    assert "error" not in err


SECRET = {
    "journal": '1946-07-01 SUN consults with GBR about "x{}y" ; {}: secret\n',
    "csv": "1946-07-01,consults with,SUN,GBR,x{}y,secret\n",
    "jsonl": '{{"happened": "1946-07-01", "verb": "attacks", "subject": "SUN", "object": "x{}y", "{}": "secret"}}\n',
}  # fmt: skip


@pytest.mark.parametrize("ending", SECRET)
@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x0b", "\x0c", "\x1c", "\x1e", "\x85", "\r"])
def test_no_sign_tears_a_secret_line_so_that_the_public_sees_half(sign: str, ending: str, tmp_path: Path) -> None:
    head = "happened,verb,subject,object,about,clearance\n" if ending == "csv" else ""
    path = written(tmp_path / f"torn.{ending}", head + SECRET[ending].format(sign, "clearance"))
    nothing = told("run", FLAGSHIP, "--journal", written(tmp_path / f"none.{ending}", head))
    assert told("run", FLAGSHIP, "--journal", path) == nothing
    status, _, err = told("run", FLAGSHIP, "--journal", path, "--view", "secret")
    assert status == 2
    assert "error[not-text]" in err


@pytest.mark.parametrize(
    ("ending", "key"), [("journal", "Clearance"), ("jsonl", "Clearance"), ("jsonl", "cle\\u0061rance")]
)
def test_a_clearance_written_oddly_still_withholds_the_line(ending: str, key: str, tmp_path: Path) -> None:
    path = written(tmp_path / f"odd.{ending}", SECRET[ending].format("", key))
    nothing = told("run", FLAGSHIP, "--journal", written(tmp_path / f"none.{ending}", ""))
    assert told("run", FLAGSHIP, "--journal", path) == nothing


def test_the_first_of_two_clearances_withholds_the_row_too(tmp_path: Path) -> None:
    row = ROW.replace("{", '{"clearance": "secret", ').replace("}", ', "clearance": "public"}')
    nothing = told("run", FLAGSHIP, "--journal", written(tmp_path / "none.jsonl", ""))
    assert told("run", FLAGSHIP, "--journal", written(tmp_path / "two.jsonl", row)) == nothing


TOP = "# T\n\n```foedus\nagreement t\n    between GBR and SUN\n    signed 1939-07-25 in London\n```\n\n## Article 1\n\n"


def block(inside: str) -> str:
    return f"{TOP}```foedus\n{inside}\n```\n"


def clause(deadline: str) -> str:
    act = "    when third state A attacks party P\n    every other party must assist P against A\n"
    return f"clause c\n{act}    within {deadline}\n"


def chain(length: int, ways: int) -> str:
    facts = [f"fact actor A is hot{n}\n" + f"    where A is hot{n + 1}\n" * ways for n in range(length)]
    asked = (
        "clause c\n    when third state A attacks party P\n    where A is hot0\n    every other party must assist P\n"
    )
    happens = "example e as of 1940-01-01\n    1940-01-01 DEU attacks GBR\n"
    gives = "gives\n    SUN owes c to GBR, undetermined"
    return block("".join(facts) + f"fact actor A is hot{length}\n{asked}    within 2 days\n{happens}{gives}")


def roles(count: int, optional: bool = False) -> str:
    letters = [f"{chr(65 + n % 26)}{n // 26 % 10}" for n in range(count)]
    parts = [f"[in place {letter}]" if optional else f"to actor {letter}" for letter in letters]
    return block("event actor Z zaps " + " ".join(parts))


CHECKED: dict[str, tuple[Content, str, str]] = {
    "a document of 50 MB": (block("clause " + "x" * 50_000_000), "long-line", "1:1"),
    "a line of 3 MB": (block("clause " + "x" * 3_000_000), "long-line", "12:1"),
    "a NUL byte": (block("clause \0"), "not-text", "12:8"),
    "not UTF-8": (block("clause x").encode() + b"\xdc", "not-text", "14:1"),
    "a thousand fences": ("```foedus\n" * 1000, "unclosed-block", "1:1"),
    "fences without end": ("```foedus\n" * MANY, "unclosed-block", "1:1"),
    "a fence of 100 kB": ("`" * MANY + "foedus\n", "unclosed-block", "1:1"),
    "a fence in a fence in a fence": ("".join("`" * (3 + n) + "foedus\n" for n in range(300)), "unclosed-block", "1:1"),
    "a thousand brackets": (block("event actor A zaps actor P " + "[" * 1000), "bad-form", "12:28"),
    "a sentence of 500 letters": (block("event " + "A " * 500), "bad-form", "12:1"),
    "a sentence of 500 roles": (roles(500), "long-line", "12:1"),
    "a sentence of 60 letters": (roles(60), "bad-form", "12:1"),
    "fifteen optional parts alike": (roles(15, optional=True), "bad-form", "12:1"),
    "a heading of spaces": (TOP + "## a" + " " * 40_000 + "b\n\n```foedus\nclause\n```\n", "bad-clause", "14:1"),
    "four hundred that": (block("clause c\n    every party must threaten " + "that GBR " * 190), "misfit", "13:22"),
    "an example on 30 February": (block("example x\n    1939-02-30 DEU attacks GBR\ngives\n    nothing"),
                                  "no-such-date", "13:5"),
    "signed on 30 February": (TOP.replace("07-25", "02-30"), "no-such-date", "6:12"),
    "3900 digits of days": (block(clause("9" * 3900 + " days")), "bad-duration", "15:12"),
    "5000 digits of days": (block(clause("9" * 5000 + " days")), "long-line", "15:1"),
    "digits of another script": (block(clause("٧ days")), "bad-duration", "15:12"),
    "a Cyrillic letter for a letter": (block(clause("7 days").replace("state A", "state А")), "unreadable", "13:22"),
    "a Cyrillic letter in a code": (block("clause c\n    GВR must assist SUN"), "unreadable", "13:5"),
    "a Cyrillic letter in a word": (block(clause("7 days").replace("clause", "clаuse")), "unreadable", "12:1"),
    "a mark of byte order": (b"\xef\xbb\xbf" + block("clause c").encode(), "no-act", "12:1"),
    "Windows": (block("clause c").replace("\n", "\r\n"), "no-act", "12:1"),
    "a fact that hangs on itself": (block("fact actor A is hot\n    where A is hot"), "circular-fact", "12:1"),
    "four hundred facts in a chain": (chain(400, 1), "circular-fact", "710:1"),
    "twenty facts with three ways each": (chain(20, 3), "circular-fact", "52:1"),
    "a thousand faults and more": (block("clause x\n" * MANY), "unreadable-file", "1012:1"),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKED)
def test_an_agreement(name: str, tmp_path: Path) -> None:
    content, code, place = CHECKED[name]
    path = written(tmp_path / "agreement.md", content)
    status, out, err = told("check", tmp_path)
    assert (status, out.endswith(("finding\n", "findings\n"))) == (1, True)
    assert f"{path}:{place}: error[{code}]: " in err, err[:2000]
    assert len(err) < 1_000_000
    assert told("run", tmp_path)[0] == (0 if "example" in name else 2), "a run does not look at examples"


@pytest.mark.parametrize(("length", "ways"), [(50, 1), (9, 3)])
def test_the_longest_chain_of_facts_that_is_read_can_be_run(length: int, ways: int, tmp_path: Path) -> None:
    written(tmp_path / "agreement.md", chain(length, ways))
    status, out, err = told("check", tmp_path)
    assert (status, out, err) == (0, "no findings\n", "")


@pytest.mark.parametrize("content", ["", "\n\n", "# A page\n\nNo block.\n"], ids=["empty", "blank", "a plain page"])
def test_an_agreement_that_is_none(content: str, tmp_path: Path) -> None:
    written(tmp_path / "agreement.md", content)
    status, _, err = told("check", tmp_path)
    assert status == 1
    assert "error[no-agreement]" in err


def test_an_agreement_that_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder" / "agreement.md").mkdir(parents=True)
    (tmp_path / "circle").mkdir()
    (tmp_path / "circle" / "agreement.md").symlink_to("agreement.md")
    written(tmp_path / "notes.txt", "no agreement")
    for name in ("folder", "circle", "circle/agreement.md", "nowhere", "notes.txt", "x" * 5000):
        status, out, err = told("check", tmp_path / name)
        assert status == 1
        assert out == "1 finding\n"
        assert re.search(r"error\[(no-agreement|unreadable-file)\]", err)


def test_three_thousand_sentences_are_declared(tmp_path: Path) -> None:
    written(tmp_path / "agreement.md", block("\n".join(f"event actor A zaps{n} actor P" for n in range(3000))))
    assert told("check", tmp_path)[0] == 0


def test_a_message_does_not_steer_the_screen(tmp_path: Path) -> None:
    status, _, err = told("run", FLAGSHIP, "--journal", tmp_path / "a\x1b[31m\nb.journal")
    assert status == 2
    assert "\x1b" not in err
    assert len(err.splitlines()) == 2


# A screen that takes nothing


def shown(words: str, more: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """A command of the shell in which `foedus` is this one."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "PACT": str(FLAGSHIP), **(more or {})}
    script = f'foedus() {{ "{sys.executable}" -m foedus "$@"; }}; set -o pipefail; {words}'
    return subprocess.run(["bash", "-c", script], capture_output=True, timeout=HANGS, env=environment, check=False)


PLAIN_C = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.mark.parametrize("more", [{"PYTHONIOENCODING": "ascii"}, PLAIN_C], ids=["ascii", "C"])
@pytest.mark.parametrize("words", ['run "$PACT" --format html', "explain unreadable", 'run "$PACT/нет"', "check Ж"])
def test_everything_is_told_in_utf8(words: str, more: dict[str, str]) -> None:
    odd, plain = shown(f"foedus {words}", more), shown(f"foedus {words}", {"PYTHONUTF8": "1"})
    assert b"Traceback" not in odd.stderr
    assert (odd.returncode, odd.stdout) == (plain.returncode, plain.stdout)
    odd.stdout.decode("utf-8")
    odd.stderr.decode("utf-8")


@pytest.mark.parametrize(
    "words", ['run "$PACT"', 'run "$PACT" --format html', "explain bad-row", 'check "$PACT"', "demo"]
)
def test_a_full_disk_is_told_in_a_line(words: str) -> None:
    ran = shown(f"foedus {words} > /dev/full")
    assert ran.returncode == 2
    assert ran.stderr.decode("utf-8") == "foedus: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize("words", ['run "$PACT"', 'run "$PACT" --format html', "explain bad-row", "demo"])
def test_a_closed_pipe_ends_a_command_without_a_word(words: str) -> None:
    ran = shown(f"(sleep 0.2; foedus {words}) | true")
    assert (ran.returncode, ran.stderr) == (2, b"")


def test_messages_that_cannot_be_written_end_a_command() -> None:
    assert shown('foedus run "$PACT/nowhere" 2> /dev/full').returncode == 2
    assert shown('foedus run "$PACT" >&-').returncode == 2
