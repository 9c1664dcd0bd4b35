"""The standard lexicon: read once from the literate document beside this module."""

from functools import cache
from pathlib import Path

from foedus.lang import documents
from foedus.lang.lexicon import Lexicon
from foedus.model.agreement import Document
from foedus.text.source import Source

PATH = Path(__file__).with_name("lexicon.md")


@cache
def _read() -> tuple[Lexicon, Document]:
    source = Source("lexicon.md", PATH.read_text(encoding="utf-8"))
    lexicon, document, findings = documents.read_lexicon(source, Lexicon())
    if findings:
        raise AssertionError(f"the standard lexicon is broken: {findings[0]}")
    return lexicon, document


def standard_lexicon() -> Lexicon:
    """The sentences that every agreement and journal may use."""
    return _read()[0]


def standard_document() -> Document:
    """The lexicon as a document, with the bodies of its facts."""
    return _read()[1]
