"""Clauses that somebody names although nobody wrote them.

GBR refuses clause asistance toward SUN        did you mean `assistance`?
"""

from collections.abc import Iterable, Iterator

from foedus.lang.letters import sentences_of
from foedus.lang.near import did_you_mean
from foedus.lang.proper import narrowed
from foedus.model.agreement import Agreement, Clause, Document, EventRule, Example, FactRule, Item, Use, may_see
from foedus.model.events import Event
from foedus.model.terms import Choice, Constant
from foedus.text.diagnostic import Diagnostic, error, warning
from foedus.text.source import Span


def names(documents: Iterable[Document]) -> list[str]:
    """The clauses of documents by their names; a clause form is none until it is used."""
    items = [item for document in documents for item in document.items]
    return [item.name for item in items if isinstance(item, Use) or (isinstance(item, Clause) and not item.parameters)]


def findings(agreement: Agreement) -> Iterator[Diagnostic]:
    """Clauses named in an agreement that those who may read the line do not have."""
    for document in agreement.documents:
        there = names(each for each in agreement.documents if may_see(document.clearance, each.clearance))
        for item in document.items:
            for name, span in _named(item):
                if name not in there:
                    yield error("unknown-clause", *_told(name, there, span)).under(item.article)


def stated(events: Iterable[Event], there: list[str]) -> Iterator[Diagnostic]:
    """A warning for each statement about a clause that is not there: it counts for nothing."""
    places: dict[str, tuple[int, ...]] = {}
    for event in events:
        if event.form.key not in places:
            places[event.form.key] = tuple(n for n, role in enumerate(event.form.roles) if role.sorts == ("clause",))
        for place in places[event.form.key]:
            value = event.args[place]
            if value is not None and value not in there:
                yield warning("unknown-clause", *_told(value, there, event.reports[0].span))


def _told(name: str, there: list[str], span: Span) -> tuple[str, Span, str]:
    hint = did_you_mean(name, there, f"the clauses are {', '.join(dict.fromkeys(there)) or 'none'}")
    return f"no clause is called `{name[:80]}`", narrowed(span, name), hint


def _named(item: Item) -> Iterator[tuple[str, Span]]:
    if isinstance(item, Example):
        yield from ((result.clause, result.span) for result in item.results)
    elif isinstance(item, (Clause, FactRule, EventRule)):
        yield from ((name, item.span) for name in (item.subject_to if isinstance(item, Clause) else ()))
        for sentence in sentences_of(item):
            for term in sentence.args:
                for each in term.items if isinstance(term, Choice) else (term,):
                    if isinstance(each, Constant) and each.kind == "clause":
                        yield each.value, sentence.span
