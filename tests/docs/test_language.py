"""The reference of the language is run: every section that shows the language is an agreement with its examples."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from foedus import cli, desk
from foedus.lang import documents, journal, tables
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.text.source import Source
from tests.docs import keywords
from tests.docs.book import LANGUAGE, Fence, Section, paragraphs, sections, write

TEXT = LANGUAGE.read_text(encoding="utf-8")
SECTIONS = [section for section in sections(TEXT) if section.title]
RULES = range(2, 8)
"""Chapters of which every section has an example; chapter 9 as well."""
KINDS = {
    *("foedus", "foedus-wrong", "foedus-file"),
    *("journal", "journal-wrong", "csv", "jsonl", "console", "text"),
}
SHOWN = [section for section in SECTIONS if section.of("foedus")]
READERS = {"journal": journal.read, "csv": tables.read_csv, "jsonl": tables.read_json_lines}


def cases(*kinds: str) -> list[ParameterSet]:
    return [
        pytest.param(section, fence, id=f"{section}:{fence.line}")
        for section in SECTIONS
        for fence in section.of(*kinds)
    ]


def codes(folder: Path, view: str = "public") -> list[str]:
    return [finding.code for finding in desk.check([folder], view).findings]


@pytest.mark.parametrize("section", SHOWN, ids=str)
def test_every_section_holds(section: Section, tmp_path: Path) -> None:
    folder = write(section, tmp_path)
    for view in ("public", "secret"):
        assert [(f.code, f.hint, f.span.text) for f in desk.check([folder], view).findings] == []


@pytest.mark.parametrize(("section", "fence"), cases("foedus-wrong"))
def test_what_is_wrong_gives_its_code(section: Section, fence: Fence, tmp_path: Path) -> None:
    has_record = fence.body.startswith(("agreement", "protocol", "text"))
    blocks = [fence.body] if has_record else [section.record, fence.body]
    text = "\n\n".join(f"```foedus\n{each}```" for each in blocks)
    (tmp_path / "agreement.md").write_text(f"# Wrong\n\n{text}\n", encoding="utf-8")
    assert codes(tmp_path) == [fence.argument]


@pytest.mark.parametrize(("section", "fence"), cases("journal", "csv", "jsonl"))
def test_journals_can_be_read(section: Section, fence: Fence, tmp_path: Path) -> None:
    lexicon = standard_lexicon()
    if section.of("foedus"):
        lexicon = documents.read(write(section, tmp_path), "secret", lexicon).lexicons["secret"]
    read = READERS[fence.kind](Source("doc", fence.body), lexicon, Setting("pact"))
    assert [finding for finding in read.findings if finding.is_error] == []
    assert read.statements


@pytest.mark.parametrize(("section", "fence"), cases("journal-wrong"))
def test_wrong_lines_give_their_code(section: Section, fence: Fence) -> None:
    read = journal.read(Source("doc", fence.body), standard_lexicon(), Setting("pact"))
    assert [finding.code for finding in read.findings] == [fence.argument]


@pytest.mark.parametrize(("section", "fence"), cases("console"))
def test_commands_give_what_is_shown(
    section: Section,
    fence: Fence,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    monkeypatch.chdir(write(section, tmp_path))
    given = ""
    for command in re.findall(r"^\$ (.*)$", fence.body, re.MULTILINE):
        words = shlex.split(command)
        assert words[0] == "foedus"
        cli.main(words[1:])
        given += f"$ {command}\n{capsys.readouterr().out}"
    if request.config.getoption("--golden"):
        before, heading, after = LANGUAGE.read_text(encoding="utf-8").partition(f"### {section.title}\n")
        after = after.replace(f"```console\n{fence.body}```", f"```console\n{given}```", 1)
        LANGUAGE.write_text(before + heading + after, encoding="utf-8")
    else:
        assert given == fence.body, "docs/language.md shows something else; `make golden` rewrites it"


# Nothing can be spared


def deletions() -> Iterator[ParameterSet]:
    """Every line under a clause, a fact or an event, and every such item as a whole."""
    for section in SHOWN:
        for fence in section.of("foedus", "foedus-file"):
            for number, line in enumerate(fence.body.split("\n")):
                if not is_spared(fence.body, number):
                    yield pytest.param(section, fence, number, id=f"{section}:{fence.line + 1 + number}:{line.strip()}")


def is_spared(body: str, number: int) -> bool:
    """Whether a line may be left out unnoticed: records, examples, codes of other schemes, empty lines."""
    lines = body.split("\n")
    head = next((line for line in reversed(lines[: number + 1]) if re.match(r"[a-z]", line)), "")
    rests = re.match(r"\s*(cameo|plover|#|$)", lines[number])
    inside = re.match(r"(replace )?(clause|fact|event|reading)\b", head)
    return bool(rests) or not inside or is_only_declared(lines, number)


def is_only_declared(lines: list[str], number: int) -> bool:
    """Whether the line is the header of an item without a body: what it declares is needed or shown for itself."""
    is_header = bool(re.match(r"(fact|event)\b", lines[number]))
    return is_header and not re.match(r"\s+(from|until|where|unless|when)\b", lines[number + 1])


def without(body: str, number: int) -> str:
    lines = body.split("\n")
    if re.match(r"[a-z]", lines[number]):
        end = number + 1
        while re.match(r"\s", lines[end]):
            end += 1
        return "\n".join([*lines[:number], *lines[end:]])
    keyword = re.match(r"\s+(where|while|unless) ", lines[number])
    if keyword and re.match(r"\s{11}", lines[number + 1]):
        lines[number + 1] = f"    {keyword[1]} {lines[number + 1].strip()}"
    return "\n".join([*lines[:number], *lines[number + 1 :]])


@pytest.mark.parametrize(("section", "fence", "number"), list(deletions()))
def test_no_line_can_be_spared(section: Section, fence: Fence, number: int, tmp_path: Path) -> None:
    folder = write(section, tmp_path, {fence.line: without(fence.body, number)})
    assert codes(folder, "secret") != []


# The whole reference


def test_every_fence_is_run() -> None:
    assert {fence.kind for section in sections(TEXT) for fence in section.fences} <= KINDS
    assert not [fence for section in sections(TEXT) if not section.title for fence in section.fences]


def test_every_section_has_an_example() -> None:
    chapters = {section.chapter for section in SECTIONS}
    assert chapters >= {*RULES, 9}
    lacking = [
        section.title
        for section in SECTIONS
        if section.chapter in {*RULES, 9}
        and not any("\ngives\n" in each for fence in section.of("foedus") for each in paragraphs(fence.body))
    ]
    assert lacking == []


def test_every_section_says_what_must_not_follow() -> None:
    """A section has two examples at least, or one error snippet beside its example."""
    lacking = [
        section.title
        for section in SHOWN
        if section.chapter in {*RULES, 9}
        and sum(fence.body.count("\ngives\n") for fence in section.of("foedus", "foedus-file"))
        + len(section.of("foedus-wrong", "journal-wrong", "console"))
        < 2
    ]
    assert lacking == []


@pytest.mark.parametrize("word", sorted(keywords.BUILT))
def test_every_keyword_is_documented(word: str) -> None:
    inside = [fence.body for section in sections(TEXT) for fence in section.fences if not fence.kind.endswith("wrong")]
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL))
    pattern = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
    assert any(pattern.search(each) for each in [*inside, *spans]), f"docs/language.md never shows `{word}`"


NOT_THERE = {
    "clause help\n    every party may be at war with DEU": "not-run",
    "clause help\n    every party can be at war with DEU": "not-run",
    "clause help\n    every party must assist another party\n    every 6 months from GBR attacks SUN": "not-run",
    "clause help\n    every party must assist another party\n    by GBR attacks SUN": "not-run",
    "clause help\n    every party must assist another party\n    owed to a third state": "not-run",
    "clause help\n    every party must assist another party\n    owed to POL or ROU": "not-run",
    "clause help\n    every party may assist another party\n    owed to GBR": "not-run",
    "clause help\n    every party must assist GBR\n    owed to Q": "unbound-letter",
    "clause help\n    every party must assist another party\n    subject to clause help": "not-run",
    "clause help\n    every party must assist another party\n    subject to clause halp": "unknown-clause",
    "fact state A is odd\n    until A attacks GBR\n    not before GBR attacks SUN": "not-run",
    "use help as aid": "bad-clause",
    "event actor A says that P": "bad-form",
}


@pytest.mark.parametrize("text", NOT_THERE)
def test_what_is_not_there_yet_is_refused(text: str, tmp_path: Path) -> None:
    record = "agreement pact\n    between GBR and SUN\n    signed 1939-07-25\n"
    (tmp_path / "agreement.md").write_text(f"# Pact\n\n```foedus\n{record}\n{text}\n```\n", encoding="utf-8")
    assert NOT_THERE[text] in codes(tmp_path)


def test_what_cannot_come_out_is_only_named_as_missing() -> None:
    before, _, last = TEXT.partition("## 10. ")
    for word in keywords.NOT_YET | keywords.NOT_BUILT - {"subject"}:
        assert f"`{word}`" in last, f"chapter 10 does not say that `{word}` is missing"
        assert f"`{word}`" not in before, f"`{word}` is not there yet"
