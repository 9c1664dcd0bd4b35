"""A report: the question, the ledger, and every document that the view may see with what follows from its articles.

It is a value; `foedus.desk.page` writes it as HTML. An article stands once, with its text in each language side by
side: a numbered article is found in the other languages by its number, another heading by its place between numbers.

>>> from foedus.desk.sources import shipped
>>> outcome, told = report(Question((shipped("agreements/anglo-soviet-1939"),)))
>>> [section.key for section in told.texts[0].sections][-2:]
['Article 10', 'Article 11']
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foedus.desk import running
from foedus.desk.explaining import explained, same_text
from foedus.desk.question import Outcome, Question
from foedus.model.agreement import Agreement, Article, Clause, Document, Example, Item, Party, Reading
from foedus.model.explanation import Explanation, Passage
from foedus.model.ledger import Kept, Ledger
from foedus.plan.compiler import chosen, label
from foedus.text.diagnostic import in_order

Placed = dict[tuple[str, int], Article]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A reading with the value chosen, the other values, the words that it reads, and where they stand."""

    agreement: str
    name: str
    value: str
    others: tuple[str, ...]
    asks: str
    article: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What stands in a block under an article, as written, and where."""

    code: str
    place: str


@dataclass(frozen=True, slots=True)
class Section:
    """An article: its text in each language (None where a language lacks it), its code, and what follows from it.

    `key` is its label, or its title where it has none, or "" for what stands under no heading.
    """

    key: str
    passages: tuple[Passage | None, ...]
    clauses: tuple[Excerpt, ...]
    definitions: tuple[Excerpt, ...]
    entries: tuple[Explanation, ...]
    kept: tuple[Kept, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A document in its languages: the title in each, with what its record says of the language (`original`)."""

    agreement: str
    clearance: str
    titles: tuple[tuple[str, str, str], ...]
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A ledger with its question spelt out and the texts that it follows from."""

    ledger: Ledger
    titles: tuple[str, ...]
    parties: tuple[Party, ...]
    readings: tuple[Chosen, ...]
    texts: tuple[Text, ...]


def report(question: Question) -> tuple[Outcome, Report | None]:
    """What the question gave, and the report of it; None where an error stands in the way."""
    outcome = Outcome()
    found = running.cases(question, outcome)
    outcome.findings = in_order(outcome.findings)
    if outcome.failed:
        return outcome, None
    runs = [running.Run(case, running.engine_for(case, question.readings)) for case in found]
    outcome.ledger = ledger = running.ledger(question, runs)
    agreements = [run.case.agreement for run in runs]
    parties = {party.code: party for agreement in agreements for party in agreement.record.parties}
    return outcome, Report(
        ledger,
        tuple(each.record.title or _title(each.main) for each in agreements),
        tuple(parties.values()),
        tuple(reading for agreement in agreements for reading in _readings(agreement, question)),
        tuple(text for run in runs for text in _texts(run, ledger)),
    )


def _readings(agreement: Agreement, question: Question) -> Iterator[Chosen]:
    values = chosen(agreement, question.readings)
    for document in agreement.documents:
        for item in document.items:
            if isinstance(item, Reading):
                others = tuple(other for other in item.values if other != values[item.name])
                where = label(document, item.article)
                yield Chosen(agreement.name, item.name, values[item.name], others, item.asks, where)


def _texts(run: running.Run, ledger: Ledger) -> Iterator[Text]:
    """Each document that is no translation, with those that are; its entries in the order of the ledger."""
    agreement = run.case.agreement
    rows = sorted(run.engine.rows, key=lambda row: row.opened)
    told = [explained(run, row, ledger.as_of) for row in rows if row.opened <= ledger.as_of]
    told.sort(key=lambda each: (each.entry.opened, each.entry.id))
    kept = [each for each in ledger.kept if each.agreement == agreement.name]
    for document in agreement.documents:
        if document.record.role != "text":
            versions = (document, *(each for each in agreement.documents
                                    if each.record.role == "text" and same_text(each, document)))  # fmt: skip
            yield Text(agreement.name, document.clearance, _titles(versions), tuple(_sections(versions, told, kept)))


def _titles(versions: tuple[Document, ...]) -> tuple[tuple[str, str, str], ...]:
    said = dict(versions[0].record.texts)
    return tuple((each.language, _title(each), said.get(each.language, "")) for each in versions)


def _title(document: Document) -> str:
    """The heading above all articles, else what the record calls the document."""
    first = document.articles[0] if document.articles else None
    record = document.record
    return first.title if first and not first.label else record.short or record.title or record.name


def _sections(versions: tuple[Document, ...], told: list[Explanation], kept: list[Kept]) -> Iterator[Section]:
    document = versions[0]
    items = {key: [item for item in document.items if item.article == key] for key in _keys(document)}
    items |= {"": [item for item in document.items if item.article not in items]}
    for key, passages in (*_side_by_side(versions), ("", ())):
        mine = items.pop(key, [])
        cited = {(item.name, label(document, item.article)) for item in mine if isinstance(item, Clause)}
        section = Section(
            key,
            passages,
            tuple(_excerpts(item for item in mine if isinstance(item, Clause))),
            tuple(_excerpts(item for item in mine if not isinstance(item, Clause | Example))),
            tuple(_taken(told, cited)),
            tuple(each for each in kept if (each.clause, each.article) in cited),
        )
        if section.clauses or section.definitions or any(passage and passage.text for passage in passages):
            yield section


def _taken(told: list[Explanation], cited: set[tuple[str, str]]) -> list[Explanation]:
    """The entries of these clauses, taken out of `told`: an entry is shown once, whatever two documents are called."""
    found = [each for each in told if (each.entry.clause, each.entry.article) in cited]
    told[:] = [each for each in told if each not in found]
    return found


def _excerpts(items: Iterable[Item]) -> Iterator[Excerpt]:
    for span in dict.fromkeys(item.span for item in items):
        yield Excerpt(span.text, f"{span.source.path}:{span.place[0]}")


def _key(article: Article) -> str:
    return article.label or article.title


def _keys(document: Document) -> list[str]:
    return [_key(article) for article in document.articles if _key(article)]


def _side_by_side(versions: tuple[Document, ...]) -> Iterator[tuple[str, tuple[Passage | None, ...]]]:
    """Each article of the first document, with what stands in the place of it in the others."""
    first, *others = (_placed(document) for document in versions)
    for (number, since), article in first.items():
        found = [_passage(versions[0], article)]
        yield _key(article), (*found, *(
            _passage(version, articles[number, since])
            if (number, since) in articles and (since == 0 or _headings(articles, number) == _headings(first, number))
            else None
            for version, articles in zip(versions[1:], others, strict=True)
        ))  # fmt: skip


def _headings(placed: Placed, number: str) -> int:
    """How many headings stand under a number: only where languages agree in it can their places be compared."""
    return sum(under == number for under, _ in placed)


def _placed(document: Document) -> Placed:
    """The articles by number and, under the number before them, by how many headings came since."""
    placed: Placed = {}
    number, since = "", 0
    for article in document.articles:
        number, since = (article.number, 0) if article.number else (number, since + 1)
        while (number, since) in placed:
            since += 1
        placed[number, since] = article
    return placed


def _passage(document: Document, article: Article) -> Passage:
    heading = f"{article.label}. {article.title}" if article.label and article.title else article.label or article.title
    return Passage(document.language, heading, article.text)
