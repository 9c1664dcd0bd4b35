"""Texts that somebody is still writing: printing keeps every comment, every item, and whatever it cannot read."""

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from foedus import desk
from foedus.lang import documents, journal
from foedus.lang.document_printer import print_document
from foedus.lang.journal_printer import print_journal
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import Example, Item
from foedus.text.source import Source

FOLDER = desk.shipped("agreements/anglo-soviet-1939")
TEXTS = [(FOLDER / name).read_text(encoding="utf-8") for name in ("agreement.md", "secret/protocol.md")]
RECORD = desk.shipped("examples/1939-1945.journal").read_text(encoding="utf-8")
BITS = ["# note\n", "\n", "    # note\n", "replace ", '"', "\\", "reading x is y", "gives\n", "```\n", "```foedus\n"]
BITS += ["fact A is odd\n", "when ", "[", "or ", "unless A is DEU # why\n", "the ", "\t", " ; x: y", "every ", "$"]
BROKEN = st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(BITS)), min_size=1, max_size=6)


def broken(text: str, bits: list[tuple[int, str]]) -> str:
    for at, bit in bits:
        at %= len(text) + 1
        text = text[:at] + bit + text[at:]
    return text


def read(text: str) -> tuple[list[Item], list[str]]:
    """The items of a document, examples by the texts of their journals, and the codes of what is wrong in it."""
    _, document, findings = documents.read_lexicon(Source("a.md", text), standard_lexicon())
    items = [_by_texts(item) if isinstance(item, Example) else item for item in document.items]
    return items, sorted(finding.code for finding in findings)


def _by_texts(item: Example) -> Example:
    lines = [Source("", span.text.strip()) for span in item.journal]
    return replace(item, journal=tuple(line.span(0, len(line.text)) for line in lines))


@given(st.sampled_from(TEXTS), BROKEN)
def test_a_broken_document_loses_nothing(text: str, bits: list[tuple[int, str]]) -> None:
    text = broken(text, bits)
    printed = print_document(Source("a.md", text), standard_lexicon())
    assert print_document(Source("a.md", printed), standard_lexicon()) == printed
    assert sorted(re.findall(r"# .*\S", printed)) == sorted(re.findall(r"# .*\S", text))
    assert read(printed) == read(text)


@given(BROKEN)
def test_a_broken_journal_loses_nothing(bits: list[tuple[int, str]]) -> None:
    text = broken(RECORD, bits)
    printed = print_journal(Source("a", text), standard_lexicon())
    assert print_journal(Source("a", printed), standard_lexicon()) == printed
    found, again = (journal.read(Source("a", each), standard_lexicon(), Setting()) for each in (text, printed))
    assert again.statements == found.statements
    assert [row for *_, row in again.aside] == [row for *_, row in found.aside]
    assert printed.count("#") == text.count("#")
