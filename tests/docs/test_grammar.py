"""The published grammar and the parsers have the same keywords."""

import re

from foedus.lang import words
from foedus.text.source import Source
from tests.docs import keywords
from tests.docs.book import REPOSITORY

TEXT = (REPOSITORY / "docs" / "grammar.ebnf").read_text(encoding="utf-8")
BARE = re.sub(r"\(\*.*?\*\)|\?[^?\n]*\?", "", TEXT, flags=re.DOTALL)
"""The grammar without its comments and without what is described in words."""
QUOTED = re.findall(r'"([^"]+)"', BARE)
RULE = re.compile(r"^([a-zA-Z][a-zA-Z ]*?)\s*=", re.MULTILINE)


def test_the_keywords_are_those_of_the_parsers() -> None:
    wanted = {word for phrase in keywords.EVERY for word in phrase.split(" ")}
    assert {word for word in QUOTED if word[0].isalpha()} == wanted


def test_the_signs_are_those_of_the_words() -> None:
    signs = {sign for sign in QUOTED if not sign[0].isalpha()}
    assert signs == {"=", ",", ";", "[", "]", ":"}
    for sign in signs - {":"}:
        assert [word.kind for word in words.split(Source("", sign), 0, 1)[0]] == ["sign"]


def test_every_rule_is_used_and_every_name_is_a_rule() -> None:
    rules = RULE.findall(BARE)
    assert len(rules) == len(set(rules))
    right = re.sub(r'"[^"]*"', "", RULE.sub("", BARE))
    for name in sorted(rules, key=len, reverse=True):
        used = re.search(rf"\b{name}\b", right)
        assert used or name in ("document", "journal"), f"nothing uses {name}"
        right = re.sub(rf"\b{name}\b", "", right)
    assert set(re.findall(r"[a-zA-Z]+", right)) <= {"NL"}
