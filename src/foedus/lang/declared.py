"""Where the sentences, clauses and readings of documents are declared, and what is said of them there.

>>> from foedus.lang.standard import standard_document
>>> found = Declared.of([standard_document()])
>>> print(found.forms["attacks"].text)
event actor A attacks actor P [in place Z]
>>> found.told("attacks")[0]
'begins `A is at war with P`'
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from foedus.lang import blocks, declarations, literate
from foedus.lang.blocks import RawItem
from foedus.lang.lexicon import Lexicon, shape
from foedus.model.agreement import Clause, Document, EventRule, FactRule, Reading
from foedus.model.forms import Form
from foedus.model.terms import Sentence
from foedus.text.source import Span

SCHEMES = ("cameo", "plover")
"""Lines of a declaration that only other schemes read."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """One item: its header as a place, its lines as they stand, the article, and its document."""

    span: Span
    text: str
    article: str
    document: Document


@dataclass(slots=True)
class Declared:
    """What documents declare, by name; a form by its key. What stands first in the first document counts."""

    forms: dict[str, Declaration] = field(default_factory=dict)
    clauses: dict[str, Declaration] = field(default_factory=dict)
    readings: dict[str, Declaration] = field(default_factory=dict)
    values: dict[str, Reading] = field(default_factory=dict)
    bodies: dict[str, list[Declaration]] = field(default_factory=dict)
    uses: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, documents: Iterable[Document]) -> "Declared":
        """What these documents declare."""
        found = cls()
        for document in documents:
            found._take(document)
        return found

    def told(self, key: str) -> list[str]:
        """What a sentence begins, ends or opens, each once, in the words of the language."""
        return list(dict.fromkeys(self.uses.get(key, ())))

    def _take(self, document: Document) -> None:
        source = document.record.span.source
        for raw in blocks.items(source, literate.read(source).blocks, []) if source.text else ():
            self._declare(raw, document)
        for item in document.items:
            if isinstance(item, Reading):
                self.values.setdefault(item.name, item)
            for key, use in _uses(item):
                self.uses.setdefault(key, []).append(use)

    def _declare(self, item: RawItem, document: Document) -> None:
        row = item.rows[0]
        made = Declaration(row.span, _lines(item), item.article, document)
        if item.header in ("fact", "event"):
            form = declarations.declared(item, Lexicon())
            if isinstance(form, Form):
                self.bodies.setdefault(form.key, []).append(made)
                self.forms.setdefault(form.key, made)
        elif item.header in ("clause", "reading"):
            names = row.rest(2 if row.first == "replace" else 1)
            where = self.clauses if item.header == "clause" else self.readings
            if names:
                where.setdefault(names[0].text, made)


def _lines(item: RawItem) -> str:
    """The lines of the item as they stand, without the codes of other schemes."""
    source = item.span.source
    return "\n".join(source.line(row.span.place[0]).rstrip() for row in item.rows if row.first not in SCHEMES)


def _uses(item: object) -> Iterator[tuple[str, str]]:
    """What the item makes of which sentences: (key of the form, what it does)."""
    if isinstance(item, FactRule):
        for bound in item.spans:
            if isinstance(bound.moment, Sentence):
                yield bound.moment.form.key, f"{'begins' if bound.word == 'from' else 'ends'} `{shape(item.head.form)}`"
    if isinstance(item, EventRule):
        yield item.when.form.key, f"can be deemed `{shape(item.head.form)}`"
    if isinstance(item, Clause):
        for opener in item.openers:
            yield opener.sentence.form.key, f"opens clause {item.name}"
        for until in item.until:
            yield until.form.key, f"ends clause {item.name}"
        for deed in item.act.deeds:
            yield deed.form.key, f"is what clause {item.name} says `{item.act.modal}` of"
