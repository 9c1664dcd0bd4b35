"""The colours in an editor: the committed grammars are those of the script, and they colour what they should.

A grammar is run here as an editor runs it: at each place the rule that matches first, of two at one place the earlier.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from docs import textmate
from foedus import desk
from tests.docs import keywords

LANGUAGE, MARKDOWN = (json.loads(json.dumps(made)) for made in (textmate.language(), textmate.markdown()))
Rule = dict[str, Any]


def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(r"\G", "(?!)"))


def rules(patterns: list[Rule]) -> Iterator[Rule]:
    for rule in patterns:
        if "include" in rule:
            yield from rules([LANGUAGE["repository"][rule["include"].removeprefix("#")]])
        elif "match" in rule or "begin" in rule:
            yield rule
        else:
            yield from rules(rule["patterns"])


def scopes(line: str, patterns: list[Rule] | None = None, at: int = 0) -> list[tuple[str, str]]:
    """The pieces of a line that have a scope: (text, scope without its last part)."""
    found: list[tuple[str, str]] = []
    here = [*rules(patterns or LANGUAGE["patterns"])]
    while at < len(line):
        hits = [(hit, rule) for rule in here if (hit := compiled(rule.get("match") or rule["begin"]).search(line, at))]
        hits = [(hit, rule) for hit, rule in hits if hit.end() > hit.start()]
        if not hits:
            break
        hit, rule = min(hits, key=lambda each: each[0].start())
        if "begin" in rule:
            assert rule["end"] == "$", "a rule of this grammar never goes on in the next line"
            return found + scopes(line, rule["patterns"], hit.end())
        if "name" in rule:
            found.append((hit.group(), rule["name"].removesuffix(".foedus")))
        for group, capture in rule.get("captures", {}).items():
            if hit[int(group)]:
                found.append((hit[int(group)], capture["name"].removesuffix(".foedus")))
        at = hit.end()
    return found


@pytest.mark.parametrize("path", textmate.files(), ids=lambda path: path.name)
def test_the_committed_file_is_what_the_script_gives(path: Any) -> None:
    assert path.read_text(encoding="utf-8") == textmate.files()[path], "`make docs` writes it anew"


def test_what_stands_in_the_folder_is_made_or_the_page() -> None:
    names = {path.name for path in textmate.FOLDER.iterdir()}
    assert names == {*(path.name for path in textmate.files()), "README.md"}
    assert len((textmate.FOLDER / "README.md").read_text(encoding="utf-8").splitlines()) <= 10


def test_the_extension_names_files_that_are_there() -> None:
    told = textmate.package()["contributes"]
    assert isinstance(told, dict)
    assert {(textmate.FOLDER / each["path"]).is_file() for each in told["grammars"]} == {True}
    assert {each["scopeName"] for each in told["grammars"]} == {LANGUAGE["scopeName"], MARKDOWN["scopeName"]}


@pytest.mark.parametrize("word", sorted({*keywords.named()} - {"as", "of", "to", "toward", "all parties"}))
def test_every_keyword_has_a_colour_in_some_place(word: str) -> None:
    lines = (f"    {word} ", f"x {word} y", f"x, {word}", f"2 {word}s", f"; {word}: x")
    assert any(word in (text, text.rstrip("s").split()[-1]) for line in lines for text, _ in scopes(line)), word


HEAD, LINE, NAME = "keyword.control.header", "keyword.control", "entity.name.function"
STATE, LETTER, DATE, TYPE = "constant.language.state", "variable.parameter", "constant.other.date", "storage.type"
KEY, COLON, MORE = "support.type.property-name", "punctuation.separator.key-value", "storage.modifier"
SAMPLES = {
    "clause no-peace": [("clause", HEAD), ("no-peace", NAME)],
    "replace clause help": [("replace", HEAD), ("clause", HEAD), ("help", NAME)],
    "protocol to pact": [("protocol to", HEAD), ("pact", NAME)],
    "    when   third state A attacks party P  # why": [
        ("when", LINE), ("third", MORE), ("state", TYPE), ("A", LETTER), ("party", TYPE), ("P", LETTER),
        ("# why", "comment.line.number-sign"),
    ],
    "    every other party must assist P": [
        ("every", MORE), ("other", MORE), ("party", TYPE), ("must", "keyword.operator"), ("P", LETTER),
    ],
    "    within 7 days": [("within", LINE), ("7 days", "constant.numeric.duration")],
    "    at once": [("at once", LINE)],
    'reading at-once = 7 days or 1 day "at # once"': [
        ("reading", HEAD), ("at-once", NAME), ("7 days", "constant.numeric.duration"), ("or", "keyword.operator"),
        ("1 day", "constant.numeric.duration"), ('"at # once"', "string.quoted.double"),
    ],
    "    GBR owes help to SUN, open 1941-06-22": [
        ("GBR", STATE), ("owes", "keyword.operator"), ("SUN", STATE), ("open", "constant.language.status"),
        ("1941-06-22", DATE),
    ],
    "1941-06-22T03:15Z cow:300 attacks SUN ; source: a; b, id: x # end": [
        ("1941-06-22T03:15Z", DATE), ("cow:300", STATE), ("SUN", STATE), ("source", KEY), (":", COLON), ("id", KEY),
        (":", COLON), ("# end", "comment.line.number-sign"),
    ],
    '1941-06-22 SUN concludes agreement "источник; мир" with DEU': [
        ("1941-06-22", DATE), ("SUN", STATE), ("agreement", TYPE), ('"источник; мир"', "string.quoted.double"),
        ("DEU", STATE),
    ],
    "# when A attacks P": [("# when A attacks P", "comment.line.number-sign")],
    "whenever it may-be clause-like Muster": [("Muster", "entity.name.type")],
}  # fmt: skip


@pytest.mark.parametrize("line", SAMPLES)
def test_a_line_is_coloured(line: str) -> None:
    assert scopes(line) == SAMPLES[line]


def test_the_language_is_let_into_its_own_blocks_alone() -> None:
    (fence,) = MARKDOWN["patterns"]
    begin, end = compiled(fence["begin"]), fence["end"]
    for line in ("```foedus", "  ~~~~ foedus", "```foedus a title"):
        opened = begin.search(line)
        assert opened is not None, line
        closing = compiled(end.replace(r"\3", re.escape(opened[3])))
        assert closing.search(opened[3]) and not closing.search(f"{opened[3]}foedus")
    for line in ("```foedus-wrong", "```python", "foedus", "    clause foedus", "``foedus``"):
        assert not begin.search(line), line
    (inside,) = fence["patterns"]
    assert inside["patterns"] == [{"include": LANGUAGE["scopeName"]}]
    goes_on = compiled(inside["while"])
    assert goes_on.search("clause help") and not goes_on.search("```")


def test_every_line_of_the_flagship_and_its_record_is_coloured() -> None:
    record = desk.shipped("examples/1939-1945.journal").read_text(encoding="utf-8")
    page = desk.shipped("agreements/anglo-soviet-1939/agreement.md").read_text(encoding="utf-8")
    blocks = "".join(re.findall(r"^```foedus\n(.*?)^```$", page, re.MULTILINE | re.DOTALL))
    lines = [line for line in (record + blocks).splitlines() if line.strip()]
    assert len(lines) > 100
    assert [line for line in lines if not scopes(line)] == []
