"""`foedus format`: the layout changes and nothing else, or the file stays as it is."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import formatting
from foedus.lang import documents
from foedus.lang.document_printer import printed_blocks
from foedus.lang.lexicon import Lexicon
from foedus.lang.standard import standard_lexicon
from foedus.model.agreement import Agreement, Example
from foedus.text.source import Source

Typed = Callable[..., tuple[int, str, str]]
FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
PACT = """# Pact   of  peace

Text   stays  as it is. \t

```foedus
agreement pact   # the name
  between GBR   and SUN
  signed 1939-07-25
```

## Article 1. Peace

```foedus
# why it stands here
clause peace
  no party may make peace with DEU # ever
  # but where?
  where DEU is in Europe

example  one as of 1941-01-01
   1940-01-01  SUN makes peace with DEU ; source: "a # b"   # a note
gives
   SUN breaches peace toward GBR, breached 1940-01-01
```

Last   words, without an end of line"""
NEAT = """# Pact   of  peace

Text   stays  as it is. \t

```foedus
agreement pact  # the name
    between GBR and SUN
    signed  1939-07-25
```

## Article 1. Peace

```foedus
# why it stands here
clause peace
    no party may make peace with DEU  # ever
    # but where?
    where DEU is in Europe

example one as of 1941-01-01
    1940-01-01  SUN makes peace with DEU ; source: "a # b"   # a note
gives
    SUN breaches peace toward GBR, breached 1940-01-01
```

Last   words, without an end of line"""
WAR = """# the war
1941-06-22   DEU attacks SUN; source: IWD 129   # noted
1941-06-23   GBR attacks   FIN ; clearance: secret
1941-07-12  GBR  assists SUN   against DEU ; source: b"""
LAID = """# the war
1941-06-22 DEU attacks SUN             ; source: IWD 129  # noted
1941-06-23   GBR attacks   FIN ; clearance: secret
1941-07-12 GBR assists SUN against DEU ; source: b"""
PROTOCOL = """# Protocol

```foedus
protocol to  pact
    signed 1939-07-25
```

```foedus
clause hidden
  no party may   attack DEU
```
"""


@pytest.fixture
def pact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pact, in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pact").mkdir()
    (tmp_path / "pact" / "agreement.md").write_bytes(PACT.encode())
    return tmp_path / "pact" / "agreement.md"


def read(folder: Path) -> Agreement:
    found = documents.read(folder, "secret", standard_lexicon())
    assert found.agreement is not None and not found.findings
    return found.agreement


def said(agreement: Agreement) -> list[object]:
    """What the documents say; journals of examples as texts, and without the places."""
    return [
        (replace(each, items=()), [replace(i, journal=()) if isinstance(i, Example) else i for i in each.items],
         [span.text.strip() for i in each.items if isinstance(i, Example) for span in i.journal])
        for each in agreement.documents
    ]  # fmt: skip


# What changes, and what does not


def test_the_layout_changes_and_nothing_else(pact: Path, typed: Typed) -> None:
    before = said(read(pact.parent))
    assert typed("format", "pact") == (
        0, "pact/agreement.md: laid out anew at lines 6-8, 16-18, 20-21, 23\n1 of 1 file laid out anew\n", ""
    )  # fmt: skip
    assert pact.read_bytes().decode() == NEAT
    assert said(read(pact.parent)) == before
    assert typed("format", "pact") == (0, "0 of 1 file laid out anew\n", "")
    assert pact.read_bytes().decode() == NEAT


def test_asked_only_it_shows_what_would_change_and_writes_nothing(pact: Path, typed: Typed) -> None:
    status, out, err = typed("format", "pact", "--check")
    assert (status, err) == (1, "")
    assert "pact/agreement.md:6\n- agreement pact   # the name\n-   between GBR   and SUN\n" in out
    assert "+ agreement pact  # the name\n+     between GBR and SUN\n" in out
    assert out.endswith("\n1 of 1 file would be laid out anew\n")
    assert "Text" not in out and "why it stands here" not in out, "what stays is not shown"
    assert pact.read_bytes().decode() == PACT
    typed("format", "pact")
    assert typed("format", "pact", "--check") == (0, "0 of 1 file would be laid out anew\n", "")


def test_a_comment_cannot_steer_the_screen_and_stays(pact: Path, typed: Typed) -> None:
    pact.write_bytes(PACT.replace("# ever", "# e\x1b[2Jver").encode())
    out = typed("format", "pact", "--check")[1]
    assert "\x1b" not in out and "# e\N{REPLACEMENT CHARACTER}[2Jver" in out
    typed("format", "pact")
    assert pact.read_bytes().decode() == NEAT.replace("# ever", "# e\x1b[2Jver")


def test_ends_of_lines_and_the_mark_of_the_encoding_stay(pact: Path, typed: Typed) -> None:
    pact.write_bytes(b"\xef\xbb\xbf" + PACT.replace("\n", "\r\n").encode())
    war = pact.parent / "war.journal"
    war.write_bytes(WAR.replace("\n", "\r\n").encode())
    assert typed("format", "pact", "--view", "secret")[0] == 0
    assert pact.read_bytes() == b"\xef\xbb\xbf" + NEAT.replace("\n", "\r\n").encode()
    assert war.read_bytes().count(b"\r\n") == war.read_bytes().count(b"\n") == 3
    mixed = PACT.replace("is. \t\n", "is. \t\r\n").replace("## Article 1. Peace\n", "## Article 1. Peace\r\n")
    pact.write_bytes(mixed.encode())
    typed("format", "pact")
    laid = pact.read_bytes()
    assert laid.decode().replace("\r\n", "\n") == NEAT
    assert laid.count(b"\r\n") == 2 and b"is. \t\r\n" in laid and b"Peace\r\n" in laid


def test_the_flagship_comes_back_from_any_spacing(tmp_path: Path, typed: Typed) -> None:
    folder = tmp_path / "flagship"
    shutil.copytree(FLAGSHIP, folder)
    wide = re.compile(r"(```foedus\n)(.*?)(\n```)", re.DOTALL)
    for path in folder.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        spaced = wide.sub(lambda found: found[1] + re.sub(r"^ +(?!\d)", "  \t ", found[2], flags=re.M) + found[3], text)
        path.write_text(spaced, encoding="utf-8")
    assert typed("format", str(folder), "--view", "secret")[0] == 0
    for path in folder.rglob("*.md"):
        assert path.read_bytes() == (FLAGSHIP / path.relative_to(folder)).read_bytes()


def test_the_shipped_agreements_and_journals_are_in_the_one_layout(typed: Typed) -> None:
    folders = [str(desk.shipped(name)) for name in ("agreements", "examples")]
    status, out, err = typed("format", *folders, "--view", "secret", "--check")
    assert (status, err) == (0, "")
    found = re.fullmatch(r"0 of (\d+) files would be laid out anew\n", out)
    assert found and int(found[1]) >= 6


# Journals


def test_a_journal_is_laid_out_in_the_sentences_of_the_agreement_beside_it(pact: Path, typed: Typed) -> None:
    pact.write_text(PACT + "\n\n```foedus\nevent actor A blesses party P\n```\n", encoding="utf-8")
    war = Path("war.journal")
    war.write_text("1941-06-22   VAT  blesses GBR", encoding="utf-8")
    status, out, err = typed("format", "war.journal")
    assert (status, out) == (2, "0 of 0 files laid out anew\n") and "undeclared-sentence" in err
    assert war.read_text(encoding="utf-8") == "1941-06-22   VAT  blesses GBR"
    assert typed("format", "war.journal", "pact")[0] == 0
    assert war.read_text(encoding="utf-8") == "1941-06-22 VAT blesses GBR"


def test_what_the_view_may_not_see_stays_and_is_not_mentioned(pact: Path, typed: Typed) -> None:
    hidden = pact.parent / "secret" / "protocol.md"
    hidden.parent.mkdir()
    hidden.write_text(PROTOCOL, encoding="utf-8")
    war = Path("war.journal")
    without = "".join(line for line in WAR.splitlines(keepends=True) if "secret" not in line)
    war.write_text(without, encoding="utf-8")
    plain = typed("format", "pact", "war.journal", "--check")
    war.write_text(WAR, encoding="utf-8")
    assert typed("format", "pact", "war.journal", "--check") == plain, "nothing tells of the secret line"
    nowhere = typed("format", "pact/secret/none.md")
    assert nowhere[0] == 2
    assert typed("format", "pact/secret/protocol.md")[2] == nowhere[2].replace("none.md", "protocol.md")
    assert typed("format", "pact", "war.journal")[0] == 0
    assert war.read_text(encoding="utf-8") == LAID
    assert hidden.read_text(encoding="utf-8") == PROTOCOL
    assert typed("format", "pact/secret/protocol.md", "--view", "secret")[0] == 0
    assert "protocol to pact\n" in hidden.read_text(encoding="utf-8")
    assert "    no party may attack DEU\n" in hidden.read_text(encoding="utf-8")


# What is left as it is


def test_a_file_with_an_error_is_left_with_the_finding_and_the_others_are_laid_out(pact: Path, typed: Typed) -> None:
    broken = pact.parent / "more.md"
    text = "```foedus\nprotocol to   pact\n  signed 1939-07-25\n```\n\n```foedus\nclause  x\n  nobody says  this\n```\n"
    broken.write_text(text, encoding="utf-8")
    status, out, err = typed("format", "pact")
    assert status == 2 and "pact/more.md:8" in err
    assert "more.md" not in out
    assert broken.read_text(encoding="utf-8") == text
    assert pact.read_bytes().decode() == NEAT
    status, _, err = typed("format", "pact/agreement.md")
    assert (status, err) == (0, ""), "another document's errors are no concern of this one"


@pytest.mark.parametrize(
    ("spoil", "what"),
    [("# but where?", "a comment is lost"), ("where DEU is in Europe\n", "a line is lost")],
    ids=["comment", "line"],
)
def test_what_would_not_read_the_same_is_left(
    spoil: str, what: str, pact: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(source: Source, lexicon: Lexicon) -> Iterator[tuple[int, int, str]]:
        for begin, end, printed in printed_blocks(source, lexicon):
            yield begin, end, printed.replace(spoil, "")

    monkeypatch.setattr(formatting, "printed_blocks", wrong)
    status, out, _ = typed("format", "pact")
    assert status == 2 and "left as it is" in out and "0 of 1 file laid out anew" in out
    assert pact.read_bytes().decode() == PACT, what


def test_a_journal_that_would_not_read_the_same_is_left(
    pact: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    war = Path("war.journal")
    war.write_text(WAR, encoding="utf-8")
    monkeypatch.setattr(formatting, "print_journal", lambda source, lexicon: source.text.replace("IWD", "iwd"))
    status, out, _ = typed("format", "war.journal")
    assert status == 2 and "left as it is" in out
    assert war.read_text(encoding="utf-8") == WAR


def test_half_a_file_is_never_written(pact: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    status, _, err = typed("format", "pact")
    assert (status, err) == (2, "foedus: pact/agreement.md: No space left on device\n")
    assert pact.read_bytes().decode() == PACT
    assert [path.name for path in pact.parent.iterdir()] == ["agreement.md"], "what was written aside is gone"


def test_a_link_and_its_rights_stay(pact: Path, typed: Typed) -> None:
    pact.chmod(0o640)
    real = pact.rename(pact.parent.parent / "real.md")
    pact.symlink_to(real)
    assert typed("format", "pact")[0] == 0
    assert pact.is_symlink() and real.read_bytes().decode() == NEAT
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["war.csv", "nowhere", "empty", "alone.md"])
def test_what_has_no_layout_is_refused(
    name: str, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    for each in ("war.csv", "alone.md"):
        (tmp_path / each).write_text("happened,event\n", encoding="utf-8")
    status, out, err = typed("format", name)
    assert (status, out) == (2, "0 of 0 files laid out anew\n")
    assert name in err and ("no-layout" in err or "belongs to no agreement" in err)


def test_a_document_with_an_example_that_cannot_be_read_is_left(pact: Path, typed: Typed) -> None:
    pact.write_text(PACT.replace("SUN makes peace with DEU ;", "SUN maeks peace with DEU ;"), encoding="utf-8")
    before = pact.read_bytes()
    status, _, err = typed("format", str(pact))
    assert (status, pact.read_bytes()) == (2, before) and "undeclared-sentence" in err


def test_a_block_in_a_list_stays_in_it(pact: Path, typed: Typed) -> None:
    record = "```foedus\nagreement pact\n    between GBR and SUN\n    signed  1939-07-25\n```\n"
    pact.write_text(
        f"{record}\n1. Peace.\n\n   ```foedus\n   clause  peace\n     no party may make peace with DEU\n   ```\n"
    )
    assert typed("format", str(pact))[0] == 0
    laid = "   ```foedus\n   clause peace\n       no party may make peace with DEU\n   ```\n"
    assert pact.read_text(encoding="utf-8") == f"{record}\n1. Peace.\n\n{laid}"
    assert "0 of" in typed("format", str(pact))[1]
