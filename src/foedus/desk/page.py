"""A report as one page of HTML: no script, nothing from outside, made to be printed on A4.

Every piece is escaped where it becomes markup, and an element is always made whole, so that the page is balanced
whatever an agreement or a journal says.

>>> _element("p", escaped("a < b"), lang="en")
'<p lang="en">a &lt; b</p>'
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from foedus.desk.naming import by_keepers, distinct
from foedus.desk.report import Chosen, Excerpt, Report, Section, Text
from foedus.model.agreement import Party
from foedus.model.explanation import Explanation, Passage, Reason
from foedus.model.ledger import SHOWN, Entry, Kept, Ledger, when
from foedus.model.moments import text

STYLE = Path(__file__).with_name("page.css")
LANGUAGES = {
    "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fa": "Persian", "fr": "French", "it": "Italian",
    "ja": "Japanese", "la": "Latin", "pl": "Polish", "ru": "Russian", "tr": "Turkish", "uk": "Ukrainian",
    "zh": "Chinese",
}  # fmt: skip
"""What languages are called; one that is not here is shown by its code."""
DATES = ("opened", "since", "due", "closed")
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}")


def page(answer: Report) -> str:
    """The report as a whole page."""
    ledger = answer.ledger
    title = "; ".join(answer.titles) or "Ledger"
    anchors = _anchors(answer)
    inside = [
        _element("h1", escaped(title)),
        *(_element("p", escaped(note), role="note", class_="note") for note in ledger.notes),
        _element("section", *_question(answer), aria_labelledby="question"),
        _element("section", *_ledger(ledger, anchors), aria_labelledby="ledger"),
        *(_element("section", *_text(each, f"text-{n}", anchors), aria_labelledby=f"text-{n}")
          for n, each in enumerate(answer.texts, 1)),
        _element("footer", escaped(f"Made by foedus. As of {text(ledger.as_of)}, {ledger.view} view.")),
    ]  # fmt: skip
    head = [
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        _element("title", escaped(f"{title}, as of {text(ledger.as_of)}")),
        f"<style>\n{STYLE.read_text(encoding='utf-8')}</style>",
    ]
    body = _element("body", _element("main", "\n", *(f"{each}\n" for each in inside)))
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>\n{chr(10).join(head)}\n</head>\n{body}\n</html>\n'


# Markup


def escaped(said: str) -> str:
    """A text as it may stand in an element or an attribute; what no page can hold is replaced."""
    return escape(said.translate(_UNPRINTABLE))


def _element(name: str, *inside: str, **attributes: str) -> str:
    """An element with what stands inside, which is markup already; attributes are escaped here."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(value)}"' for key, value in attributes.items() if value
    )
    return f"<{name}{said}>{''.join(inside)}</{name}>"


def _list(items: Iterable[str]) -> str:
    whole = [_element("li", item) for item in items]
    return _element("ul", *whole) if whole else ""


def _terms(pairs: Iterable[tuple[str, str]], class_: str) -> str:
    """Pairs of a plain name and of markup as a list of terms; those without markup are left out."""
    told = "".join(_element("dt", escaped(name)) + _element("dd", said) for name, said in pairs if said)
    return _element("dl", told, class_=class_) if told else ""


def _table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]], **classes: str) -> str:
    """A table whose cells are markup already; `classes` by column."""
    head = "".join(_element("th", escaped(each), scope="col", class_=classes.get(each, "")) for each in columns)
    body = "\n".join(
        _element("tr", *(_element("td", cell, class_=classes.get(each, ""))
                         for each, cell in zip(columns, row, strict=True)))
        for row in rows
    )  # fmt: skip
    table = _element("table", _element("caption", escaped(caption)), _element("thead", _element("tr", head)), "\n",
                     _element("tbody", "\n", body, "\n"))  # fmt: skip
    return _element("div", table, class_="wide")


# The question and the ledger


def _question(answer: Report) -> Iterator[str]:
    ledger = answer.ledger
    yield _element("h2", "The question", id="question")
    yield _terms(
        [
            ("Parties", escaped("; ".join(map(_party, answer.parties)))),
            ("As of", escaped(text(ledger.as_of))),
            ("Known at", escaped(when(ledger.known_at) or "everything on record")),
            ("View", escaped(ledger.view)),
            ("According to", escaped(ledger.according_to)),
        ],
        "question",
    )
    if answer.readings:
        columns = ("reading", "chosen", "other values", "the words it reads", "article")
        yield _table(
            "How the open points of the text are read", columns, map(_reading, answer.readings), article="the-article"
        )


def _party(party: Party) -> str:
    return f"{party.code}, {party.called}" if party.called else party.code


def _reading(reading: Chosen) -> tuple[str, ...]:
    said = (f"\N{LEFT DOUBLE QUOTATION MARK}{reading.asks}\N{RIGHT DOUBLE QUOTATION MARK}" if reading.asks else "",)
    plain = (reading.name, reading.value, "; ".join(reading.others), *said, reading.article)
    return tuple(map(escaped, plain))


def _ledger(ledger: Ledger, anchors: dict[tuple[str, Entry], str]) -> Iterator[str]:
    yield _element("h2", "The ledger", id="ledger")
    if not ledger.entries:
        yield _element("p", "Nothing is owed and no ban was broken.")
    else:
        many = len(ledger.entries)
        caption = f"{many} {'entry' if many == 1 else 'entries'}: {_counts(ledger.entries)}"
        rows = (_row(entry, anchors) for entry in ledger.entries)
        yield _table(caption, SHOWN, rows, **{name: "date" if name in DATES else f"the-{name}" for name in SHOWN})
    yield from _kept(ledger.kept)


def _counts(entries: Sequence[Entry]) -> str:
    """How many entries stand how, the most first."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.status] = counts.get(entry.status, 0) + 1
    order = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{count} {status}" for status, count in order)


def _row(entry: Entry, anchors: dict[tuple[str, Entry], str]) -> tuple[str, ...]:
    said = {**{name: escaped(value) for name, value in entry.shown().items()}, "status": _status(entry.status)}
    anchor = anchors.get((entry.agreement, entry))
    if anchor is not None:
        said["act"] = _element("a", said["act"], href=f"#{quote(anchor)}")
    return tuple(said[name] for name in SHOWN)


def _status(status: str) -> str:
    return _element("span", escaped(status), class_=f"status {status}")


def _kept(kept: Sequence[Kept]) -> Iterator[str]:
    for bearers, clauses in by_keepers(kept):
        yield _element("p", escaped(f"Kept by {bearers}: {', '.join(clauses)}."))


# The texts


def _anchors(answer: Report) -> dict[tuple[str, Entry], str]:
    """An anchor for each entry that is shown under its article: its id, with a number where another has it too."""
    told = [each.entry for text in answer.texts for section in text.sections for each in section.entries]
    return {(entry.agreement, entry): name for entry, name in zip(told, distinct(e.id for e in told), strict=True)}


def _text(answer: Text, name: str, anchors: dict[tuple[str, Entry], str]) -> Iterator[str]:
    language, title, _ = answer.titles[0]
    yield _element("h2", escaped(title), id=name, lang=language)
    if answer.clearance != "public":
        yield _element("p", escaped(f"This document is {answer.clearance}."), class_="note")
    others = answer.titles[1:]
    if others:
        yield _element("p", "; ".join(_element("span", escaped(each), lang=code) for code, each, _ in others))
    for section in answer.sections:
        yield _element("section", "\n", *(f"{each}\n" for each in _section(section, answer, anchors) if each))


def _section(section: Section, answer: Text, anchors: dict[tuple[str, Entry], str]) -> Iterator[str]:
    titled = zip(section.passages, answer.titles, strict=False)
    columns = [_passage(passage, title, n == 0) for n, (passage, title) in enumerate(titled)]
    yield _element("div", *columns, class_="languages") if columns else _element("h3", "Under no heading")
    for excerpt in section.clauses:
        yield _excerpt(excerpt, "The clause")
    if section.definitions:
        whole = Excerpt("\n\n".join(each.code for each in section.definitions), section.definitions[0].place)
        summary = _element("summary", "Definitions and readings of this article")
        yield _element("details", summary, _excerpt(whole, "From"))
    yield from _kept(section.kept)
    items = [_entry(each, anchors) for each in section.entries]
    yield _element("ul", "\n", *(f"{each}\n" for each in items), class_="entries") if items else ""


def _passage(passage: Passage | None, title: tuple[str, str, str], is_first: bool) -> str:
    """One language of an article; only the first has the heading that a list of headings shows."""
    language, _, role = title
    name = LANGUAGES.get(language, language) + (f", {role}" if role else "")
    label = _element("p", escaped(name), class_="language")
    if passage is None:
        return _element("div", label, _element("p", "This language has no such article.", class_="lacking"))
    heading = _element("h3" if is_first else "p", escaped(passage.heading), lang=language, class_="heading")
    return _element("div", label, heading, _element("div", *_paragraphs(passage.text), lang=language, dir="auto"))


def _paragraphs(written: str) -> Iterator[str]:
    """The paragraphs of an article; lines that begin as the items of a list do stand each for itself."""
    for paragraph in written.split("\n\n"):
        lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
        if len(lines) > 1 and all(line[0] in "-*(" or line[0].isdigit() for line in lines):
            yield _list(escaped(line.removeprefix("- ").removeprefix("* ")) for line in lines)
        elif lines:
            yield _element("p", escaped(" ".join(lines)))


def _excerpt(excerpt: Excerpt, what: str) -> str:
    return _element("p", escaped(f"{what}, {excerpt.place}"), class_="place") + _element("pre", escaped(excerpt.code))


# The entries


def _entry(told: Explanation, anchors: dict[tuple[str, Entry], str]) -> str:
    entry = told.entry
    what = f"{entry.bearer} {entry.modal} {entry.act}, toward {entry.claimant}"
    dates = [("opened", entry.opened), ("due", entry.due), ("breached", entry.breached), ("closed", entry.closed)]
    stands = escaped(", ".join(f"{name} {text(moment)}" for name, moment in dates if moment is not None))
    return _element(
        "li",
        _element("h4", escaped(what)),
        _element("p", _status(entry.status), " ", stands),
        *(_element("p", escaped(f"To be known: {each}.")) for each in entry.missing),
        _element("p", escaped(entry.id), class_="id"),
        _element("details", _element("summary", "Reasons"), _terms(_reasons(told), "reasons")),
        id=anchors[entry.agreement, entry],
        class_=f"entry is-{entry.status}",
    )


def _reasons(told: Explanation) -> Iterator[tuple[str, str]]:
    """The parts of an explanation, each a name and markup, as `foedus explain` tells them."""
    for name, part in (("Because", "cause"), ("Closed by", "closing")):
        yield (
            name,
            _list(
                escaped(each.event) + _list(escaped(report) for report in each.reports)
                for each in told.witnesses
                if each.part == part
            ),
        )
    yield "And so", _tree(told.reasons)
    yield "Exceptions", _tree(told.exceptions)
    yield "Readings", escaped("; ".join(f"{name} is {value}" for name, value, _, _ in told.readings))
    yield "Otherwise", _list(map(escaped, told.prevented))


def _tree(reasons: Sequence[Reason]) -> str:
    return _list(_reason(each) for each in reasons)


def _reason(reason: Reason) -> str:
    by = ", ".join(part for part in (reason.by, reason.article) if part)
    behind = _element("span", escaped(f" [{by}]"), class_="by") if by else ""
    return escaped(reason.text) + behind + _tree(reason.under)
