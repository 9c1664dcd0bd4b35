"""One word per concept: every term of the glossary is a word of the tree or of the language."""

import re
from functools import cache

import pytest

from tests.docs.book import LANGUAGE, REPOSITORY

TEXT = (REPOSITORY / "docs" / "glossary.md").read_text(encoding="utf-8")
TERMS = re.findall(r"\*\*([^*]+)\*\*", TEXT)


@cache
def tree() -> str:
    files = sorted((REPOSITORY / "src" / "foedus").rglob("*.py"))
    text = "\n".join(path.read_text(encoding="utf-8") for path in [*files, LANGUAGE])
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text).lower()


def test_terms_are_found() -> None:
    assert len(TERMS) > 30
    assert len(TERMS) == len(set(TERMS))


@pytest.mark.parametrize("term", TERMS)
def test_the_term_is_used(term: str) -> None:
    assert re.search(rf"\b{re.escape(term)}(s|es)?\b", tree())
