"""The documents of an instrument side by side: names given twice, replacements, languages, parties.

text of anglo-french-1904        agreement.ru.md lies in the folder of another agreement
"""

from collections.abc import Iterator

from foedus.lang.lexicon import Lexicon
from foedus.lang.near import nearest
from foedus.lang.records import problems_of_parties
from foedus.model.agreement import Agreement, Clause, Document, EventRule, Example, FactRule, Reading, Use
from foedus.model.moments import FIRST, day_of, is_end_of_day, text
from foedus.text.diagnostic import Diagnostic, error, warning
from foedus.text.source import Span

Ruled = Clause | FactRule | EventRule


def findings(agreement: Agreement, standard: Lexicon) -> Iterator[Diagnostic]:
    """What does not fit together in the documents of an agreement."""
    yield from _twice(agreement)
    yield from _replaced(agreement, standard)
    yield from _replaced_twice(agreement)
    yield from _parties(agreement)
    names = dict(name for document in agreement.documents for name in document.record.names)
    for document in agreement.documents:
        yield from _place_of_signature(document, [name for name, sort in names.items() if sort == "place"])
        if document.record.role in ("protocol", "text") and document.record.name != agreement.name:
            yield _of_another(document, agreement)
        elif document.record.role == "text":
            yield from _concordance(document, agreement)


# Names


def _twice(agreement: Agreement) -> Iterator[Diagnostic]:
    clauses: dict[tuple[str, str], Clause | Use] = {}
    readings: dict[str, Reading] = {}
    examples: dict[str, Example] = {}
    for document in agreement.documents:
        for item in document.items:
            if isinstance(item, (Clause, Use)):
                key = (item.name, document.path if isinstance(item, Clause) and item.replaces else "")
                if clauses.setdefault(key, item) is not item:
                    yield _clause_twice(item, clauses[key])
            elif isinstance(item, Reading) and readings.setdefault(item.name, item) is not item:
                title = f"the reading {item.name} is declared already, {_where(readings[item.name])}"
                hint = "a point is left open once: put all its values into one reading, or name this one otherwise"
                yield error("reading-twice", title, item.span, hint).under(item.article)
            elif isinstance(item, Example) and examples.setdefault(item.name, item) is not item:
                title = f"an example is called {item.name} already, {_where(examples[item.name])}"
                yield warning("example-twice", title, item.span, "give it a name of its own").under(item.article)


def _clause_twice(item: Clause | Use, older: Clause | Use) -> Diagnostic:
    title = f"a clause is called {item.name} already, {_where(older)}"
    hint = f"choose another name, or write `replace clause {item.name}` in a supplement that changes it"
    if isinstance(item, Clause) and item.replaces:
        title = f"clause {item.name} is replaced already, {_where(older)}"
        hint = "a clause has one act: give the second a name of its own, without `replace`"
    return error("clause-twice", title, item.span, hint).under(item.article)


def _where(item: Ruled | Use | Reading | Example) -> str:
    line = f"in line {item.span.place[0]} of {_file(item.span.source.path)}"
    return f"{line} under {item.article}" if item.article else line


def _replaced(agreement: Agreement, standard: Lexicon) -> Iterator[Diagnostic]:
    ruled = [item for document in agreement.documents for item in document.items if isinstance(item, Ruled)]
    there = {_what(item) for item in ruled if not item.replaces}
    there |= {(form.kind, key) for key, form in standard.forms.items()}
    for item in ruled:
        kind, name = _what(item)
        if item.replaces and (kind, name) not in there:
            near = nearest(name, [other for sort, other in sorted(there) if sort == kind])
            hint = f"did you mean `{near}`?" if near else f"leave out `replace`: this {kind} is a new one"
            title = f"the agreement has no {kind} `{name}` that could be replaced"
            yield error("replaces-nothing", title, item.span, hint).under(item.article)


def _replaced_twice(agreement: Agreement) -> Iterator[Diagnostic]:
    """Two supplements of one day that replace one thing: nobody can tell which of them is the text in force."""
    found: list[tuple[int, Ruled, Document]] = []
    for document in agreement.documents:
        signed = document.record.signed if document.record.signed is not None else agreement.record.signed or FIRST
        for item in document.items:
            if not (isinstance(item, Ruled) and item.replaces and document.record.role == "protocol"):
                continue
            older = next((old for day, old, whose in found if whose is not document and _what(old) == _what(item)
                          and _is_one_day(day, signed)), None)  # fmt: skip
            if older is not None:
                kind, name = _what(item)
                title = f"{kind} {name} is replaced on the same day already, {_where(older)}"
                hint = "nobody can tell which of the two is in force: say it in one supplement, or give both their hour"
                yield error("replaced-twice", title, item.span, hint).under(item.article)
            found.append((signed, item, document))


def _is_one_day(one: int, other: int) -> bool:
    """Whether neither moment is surely the earlier: they are of one day, and not of two hours that are known."""
    timed = not is_end_of_day(one) and not is_end_of_day(other)
    return one == other or (day_of(one) == day_of(other) and not timed)


def _what(item: Ruled) -> tuple[str, str]:
    if isinstance(item, Clause):
        return "clause", item.name
    return "fact" if isinstance(item, FactRule) else "event", item.head.form.key


# Documents


def _of_another(document: Document, agreement: Agreement) -> Diagnostic:
    record = document.record
    what = "supplement to" if record.role == "protocol" else "text of"
    title = f"this is a {what} {record.name}, but the agreement here is {agreement.name}"
    hint = f"write `{record.role} {'to' if record.role == 'protocol' else 'of'} {agreement.name}`, or move the file"
    return error("other-agreement", title, _named(record.span, record.name), hint)


def _concordance(document: Document, agreement: Agreement) -> Iterator[Diagnostic]:
    """Articles that a text in another language lacks, has beyond the original, or has in another order."""
    span, language = document.record.span, document.language
    original: Document | None = agreement.main
    if document.path.endswith(f".{language}.md"):
        path = f"{document.path.removesuffix(f'.{language}.md')}.md"
        original = next((each for each in agreement.documents if each.path == path), None)
    if original is None:
        title = f"no {_file(path)} that can be read lies beside this text in `{language}`"
        hint = "a text in another language is named after its original: `protocol.ru.md` beside `protocol.md`"
        yield warning("no-concordance", title, span, hint)
        return
    ours, theirs = _articles(document), _articles(original)
    for number in [each for each in theirs if each not in ours]:
        title = f"the text in `{language}` has no {theirs[number]}"
        hint = "every language has the same articles: add a heading with that number and the article under it"
        yield warning("no-concordance", title, span, hint)
    for number in [each for each in ours if each not in theirs]:
        title = f"the text in `{language}` has {ours[number]}, which {_file(original.path)} lacks"
        yield warning("no-concordance", title, span, "every language has the same articles: check the number")
    if set(ours) == set(theirs) and list(ours) != list(theirs):
        title = f"the text in `{language}` has its articles in another order"
        yield warning("no-concordance", title, span, f"the original goes {', '.join(theirs.values())}")


def _file(path: str) -> str:
    return path.rpartition("/")[2]


def _articles(document: Document) -> dict[str, str]:
    return {article.number: article.label for article in document.articles if article.number}


def _place_of_signature(document: Document, places: list[str]) -> Iterator[Diagnostic]:
    """A place of signature that is almost a declared one."""
    place = document.record.signed_in
    near = nearest(place, places) if place and place not in places else None
    if near is not None:
        title = f"nothing declares the place `{place}`"
        hint = f"did you mean `{near}`? Else declare it: `place {place}`"
        yield warning("unknown-name", title, _named(document.record.span, place), hint)


def _parties(agreement: Agreement) -> Iterator[Diagnostic]:
    record = agreement.record
    if not record.parties:
        hint = 'add a line such as `between GBR "the United Kingdom" and SUN "the Soviet Union"`'
        yield error("bad-record", f"{agreement.name} does not say between whom it is", record.span, hint)
    elif len(record.parties) == 1:
        title = f"{agreement.name} is between {record.parties[0].code} alone"
        hint = f"name the other party as well, such as `between {record.parties[0].code} and SUN`"
        yield error("bad-record", title, _named(record.span, record.parties[0].code), hint)
    for code, moment in problems_of_parties(record):
        title = f"`{code}` was no member of the system of states on {text(moment)}"
        hint = "check the code and the date: the same state has other codes at other times, such as RUS and SUN"
        yield warning("not-a-state", title, _named(record.span, code), hint)


def _named(span: Span, name: str) -> Span:
    """Where a name stands in a stretch of text, else its first line."""
    at = span.text.find(name)
    return Span(span.source, span.begin + at, span.begin + at + len(name)) if at >= 0 else span
