"""An instrument as Akoma Ntoso 3.0: each document in each language is an act of its own, in one file.

The body holds the authentic text and nothing else; an article has the same `eId` in every language. What is no text
stands in `meta/proprietary`, in our namespace: each `foedus` block and each remark says behind which element it
stands, so that `akn_reading` puts the document together again. What the record says is said in Akoma Ntoso as well,
in the metadata and in paragraphs of the preface of the class `record`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from foedus.feeds import akn_xml
from foedus.feeds.akn_xml import LANGUAGES, OURS, make, make_ours
from foedus.lang import literate
from foedus.lang.pieces import Piece, pieces
from foedus.model.agreement import Agreement, Article, Document, Record
from foedus.model.moments import day_of
from foedus.text.source import Source

if TYPE_CHECKING:
    from foedus.feeds.akn_xml import Element

KINDS = {
    "article": ("article", "art"), "part": ("part", "part"), "chapter": ("chapter", "chp"),
    "section": ("section", "sec"), "title": ("title", "title"), "rule": ("rule", "rule"),
    "статья": ("article", "art"), "часть": ("part", "part"), "глава": ("chapter", "chp"),
    "раздел": ("section", "sec"),
}  # fmt: skip
"""The element of a numbered heading and the beginning of its `eId`, by the word before the number."""
NOWHERE_SINCE = "0001-01-01"
"""The date where a date must stand and none is known; its name is `unknown`."""
ITEM = re.compile(r"(\d+\.) (\S.*)")
FENCE = "```"


@dataclass(slots=True)
class _Text:
    """One document with its place among the others: its path in the folder, its work, its own record and the work's."""

    document: Document
    path: str
    work: str
    record: Record
    original: str


def write(agreement: Agreement, folder: str) -> str:
    """The instrument as an XML file; `folder` is where its documents lie."""
    texts = _texts(agreement, folder)
    root = make("akomaNtoso")
    components = None
    for number, text in enumerate(texts):
        if number == 0:
            _act(root, text)
            continue
        components = components if components is not None else make("components", root, eId="cmpnts")
        _act(make("component", components, eId=f"cmpnt_{number}"), text)
    return akn_xml.written(root)


def _texts(agreement: Agreement, folder: str) -> list[_Text]:
    """The documents with their works: a translation is of the document whose name it bears."""
    paths = [PurePosixPath(each.path).relative_to(folder).as_posix() for each in agreement.documents]
    placed = list(zip(paths, agreement.documents, strict=True))
    originals = {path: each for path, each in placed if each.record.role != "text"}
    found = []
    for path, document in placed:
        of = path if path in originals else path.removesuffix(f".{document.language}.md") + ".md"
        original = originals.get(of, agreement.main)
        name = re.sub(r"[^\w]+", "-", of.removesuffix(".md"))
        work = agreement.name if original is agreement.main else f"{agreement.name}-{name}"
        found.append(_Text(document, path, work, original.record, original.language))
    return found


def _act(parent: "Element", text: _Text) -> None:
    act = make("act", parent, name="protocol" if text.record.role == "protocol" else "agreement",
               contains="originalVersion")  # fmt: skip
    meta = make("meta", act)
    _identification(meta, text)
    _references(meta, text.record)
    source = text.document.record.span.source
    proprietary = make("proprietary", meta, source="#foedus")
    make_ours("document", proprietary, "", path=text.path)
    _Body(act, proprietary).write([_bare(piece) for piece in pieces(source)], text)


# Metadata


def _identification(meta: "Element", text: _Text) -> None:
    record, language = text.record, text.document.language
    day = day_of(record.signed).isoformat() if record.signed is not None else ""
    work = "/".join(part for part in ("/akn/zz/act", day, text.work) if part)  # `zz`: the law of no single country
    found = make("identification", meta, source="#foedus")
    for level, uri in (("Work", work), ("Expression", f"{work}/{_alpha3(language)}@"),
                       ("Manifestation", f"{work}/{_alpha3(language)}@.xml")):  # fmt: skip
        element = make(f"FRBR{level}", found)
        make("FRBRthis", element, value=f"{work}/!main" if level == "Work" else f"{uri}/!main" if level == "Expression"
             else f"{work}/{_alpha3(language)}@/!main.xml")  # fmt: skip
        make("FRBRuri", element, value=uri)
        is_dated = day and (level == "Work" or (level == "Expression" and language == text.original))
        if level == "Work" and record.short:
            make("FRBRalias", element, value=record.short, name="short")
        make("FRBRdate", element, date=day if is_dated else NOWHERE_SINCE, name="signature" if is_dated else "unknown")
        for party in record.parties or ():
            make("FRBRauthor", element, href=f"#{_id(party.code)}", as_="#party")
        if not record.parties:
            make("FRBRauthor", element, href="#parties", as_="#party")
        if level == "Work":
            make("FRBRcountry", element, value="zz")
            for title in filter(None, [record.title]):
                make("FRBRname", element, value=title)
        if level == "Expression":
            if language != text.original:
                make("FRBRmasterExpression", element, href=f"{work}/{_alpha3(text.original)}@",
                     showAs=_alpha3(text.original))  # fmt: skip
            make("FRBRlanguage", element, language=_alpha3(language))
        if level == "Manifestation":
            make("FRBRformat", element, value="application/akn+xml")


def _references(meta: "Element", record: Record) -> None:
    found = make("references", meta, source="#foedus")
    make("TLCOrganization", found, eId="foedus", href="/akn/ontology/organization/foedus", showAs="foedus")
    make("TLCRole", found, eId="party", href="/akn/ontology/role/party", showAs="party")
    for party in record.parties:
        make("TLCOrganization", found, eId=_id(party.code), href=f"/akn/ontology/organization/{party.code}",
             showAs=party.called or party.code)  # fmt: skip
    if not record.parties:
        make("TLCOrganization", found, eId="parties", href="/akn/ontology/organization/parties", showAs="the Parties")
    if record.signed_in:
        place = re.sub(r"[^\w-]+", "-", record.signed_in)
        make("TLCLocation", found, eId="signed-in", href=f"/akn/ontology/location/{place}", showAs=record.signed_in)


def _alpha3(language: str) -> str:
    return LANGUAGES.get(language, language)


def _id(code: str) -> str:
    return code.replace(":", "-")


# The text


@dataclass(slots=True)
class _Body:
    """Writes the pieces of one document; `last` is the `eId` of the element that was written last."""

    act: "Element"
    proprietary: "Element"
    last: str = ""
    is_begun: bool = False
    taken: set[str] = field(default_factory=set)
    counts: dict[str, int] = field(default_factory=dict)

    def write(self, found: Sequence[Piece], text: _Text) -> None:
        """The preface, the preamble and the body, in this order whatever the document has."""
        headings = [piece for piece in found if piece.kind == "heading"]
        numbered = next((n for n, piece in enumerate(headings) if _article(piece).label), None)
        is_title = bool(headings) and headings[0].lines[0].startswith("# ") and numbered != 0
        sections = _sections(found)
        before = [] if headings and sections[0][0].kind == "heading" else [sections.pop(0)] if sections else []
        preface = make("preface", self.act)
        self._preface(preface, text.document.record)
        for section in [*before, *([sections.pop(0)] if is_title else [])]:
            self._blocks(preface, section, "preface")
        if not len(preface):
            self.act.remove(preface)
        count = 0 if numbered is None else numbered - is_title
        if count:
            preamble = make("preamble", self.act)
            for section in sections[:count]:
                self._blocks(preamble, section, "preamble")
        body = make("body", self.act)
        for section in sections[count:]:
            self._section(body, section)
        if not len(body):
            make("hcontainer", body, eId=self._new("hcontainer"), name="empty")

    def _preface(self, preface: "Element", record: Record) -> None:
        if record.title:
            title = make("p", make("longTitle", preface, eId=self._new("preface__longTitle")), class_="record")
            make("docTitle", title, record.title)
        if record.parties:
            line = make("p", preface, class_="record")
            for number, party in enumerate(record.parties, 1):
                shown = make("party", line, party.called or party.code, eId=self._new(f"preface__party_{number}"),
                             refersTo=f"#{_id(party.code)}", as_="#party")  # fmt: skip
                shown.tail = ", " if number < len(record.parties) else None
        if record.signed is not None:
            line = make("p", preface, class_="record")
            if record.signed_in:
                place = make("location", line, record.signed_in, eId=self._new("preface__location"),
                             refersTo="#signed-in")  # fmt: skip
                place.tail = ", "
            day = day_of(record.signed).isoformat()
            make("docDate", line, day, date=day)
        if record.counterfactual:
            line = make("p", preface, class_="record")
            make("remark", line, record.counterfactual, status="editorial")

    def _section(self, body: "Element", section: list[Piece]) -> None:
        """A heading of the body with what stands under it."""
        article = _article(section[0])
        kind, short = KINDS.get(article.label.split(" ")[0].casefold(), ("hcontainer", "hcontainer"))
        eid = self._new(f"{short}_{article.number}" if article.number else short)
        more = {"name": article.label.split(" ")[0].casefold() or "section"} if kind == "hcontainer" else {}
        element = make(kind, body, eId=eid, **more)
        if article.label:
            make("num", element, article.label)
        if article.title:
            make("heading", element, article.title)
        said = ". ".join(filter(None, [article.label, article.title]))
        self._mark(element, section[0], f"## {said}" if said else "")
        self.last = eid
        if any(_item(piece) for piece in section):
            self._paragraphs(element, section[1:], eid)
        elif any(piece.kind == "text" for piece in section):
            self._under(make("content", element, eId=f"{eid}__content"), section[1:], eid)
        else:
            self._under(element, section[1:], eid)

    def _paragraphs(self, element: "Element", found: Sequence[Piece], eid: str) -> None:
        """Numbered paragraphs, each with what stands under it; what stands before the first introduces them."""
        into: Element | None = None
        under = eid
        for piece in found:
            item = _item(piece)
            if item is not None:
                number, text = item
                under = self._new(f"{eid}__para_{number[:-1]}")
                paragraph = make("paragraph", element, eId=under)
                make("num", paragraph, number)
                into = make("content", paragraph, eId=f"{under}__content")
                self._paragraph(into, text, under)
            elif piece.kind == "text":
                into = into if into is not None else make("intro", element, eId=f"{eid}__intro")
                self._paragraph(into, piece, under)
            else:
                self._aside(piece)

    def _blocks(self, element: "Element", section: Sequence[Piece], eid: str) -> None:
        """A section of the preface or the preamble, where a heading is a block."""
        for piece in section:
            if piece.kind == "heading":
                article = _article(piece)
                said = article.title if eid == "preamble" else piece.lines[0].removeprefix("# ").strip()
                new = self._new(f"{eid}__heading")
                if eid == "preface":
                    block = make("p", element, eId=new)
                    make("shortTitle", block, said)
                else:
                    block = make("block", element, said, eId=new, name="heading")
                self._mark(block, piece, f"# {said}" if eid == "preface" else f"## {said}")
                self.last = new
            else:
                self._under(element, [piece], eid)

    def _under(self, element: "Element", found: Sequence[Piece], eid: str) -> None:
        for piece in found:
            if piece.kind == "text":
                self._paragraph(element, piece, eid)
            else:
                self._aside(piece)

    def _paragraph(self, element: "Element", piece: Piece, eid: str) -> None:
        """A paragraph of the text; where its lines end is kept, and its spaces where they would be lost."""
        self.last = self._new(f"{eid}__p")
        block = make("p", element, eId=self.last)
        if any(line != " ".join(re.split(r"[ \t]+", line.strip(" \t"))) for line in piece.lines):
            block.set(f"{{{akn_xml.XML}}}space", "preserve")
        block.text = piece.lines[0]
        for line in piece.lines[1:]:
            make("eol", block).tail = line
        self._mark(block, piece)

    def _aside(self, piece: Piece) -> None:
        """What is no text: a block, a remark or another fence."""
        lines, more = piece.lines, {"after": f"#{self.last}"} if self.last else {}
        if piece.kind == "block" and lines[0] == f"{FENCE}foedus" and lines[-1] == FENCE and len(lines) > 1:
            element = make_ours("block", self.proprietary, "".join(f"{line}\n" for line in lines[1:-1]), **more)
        elif piece.kind == "remark" and all(line == ">" or line.startswith("> ") for line in lines):
            element = make_ours("remark", self.proprietary, "\n".join(line[2:] for line in lines), **more)
        else:
            element = make_ours("lines", self.proprietary, "\n".join(lines), **more)
        self._mark(element, piece)

    def _mark(self, element: "Element", piece: Piece, plain: str | None = None) -> None:
        """Keep how a piece stood, where it stood otherwise than most do."""
        if piece.empty != int(self.is_begun):
            element.set(f"{{{OURS}}}empty", str(piece.empty))
        self.is_begun = True
        if plain is not None and piece.lines[0] != plain:
            element.set(f"{{{OURS}}}line", piece.lines[0])

    def _new(self, eid: str) -> str:
        """An `eId` that no element has yet; those of paragraphs without a number are counted from 1."""
        if eid in self.taken or eid.endswith("__p") or eid == "hcontainer":
            base, count = eid, self.counts.get(eid, 0)
            while eid in self.taken or eid == base:
                count += 1
                eid = f"{base}_{count}"
            self.counts[base] = count
        self.taken.add(eid)
        return eid


def _article(piece: Piece) -> Article:
    """The article that a heading opens, as the language reads it."""
    page = literate.read(Source("", piece.lines[0]))
    return page.parts[0].article if page.parts else literate.article_of("")


def _sections(found: Sequence[Piece]) -> list[list[Piece]]:
    """The pieces by heading; the first list is what stands before all headings, if anything does."""
    sections: list[list[Piece]] = []
    for piece in found:
        if piece.kind == "heading" or not sections:
            sections.append([])
        sections[-1].append(piece)
    return sections


def _bare(piece: Piece) -> Piece:
    """A piece of text as it is meant, without the backslashes that keep it text."""
    return replace(piece, lines=tuple(map(literate.unescaped, piece.lines))) if piece.kind == "text" else piece


def _item(piece: Piece) -> tuple[str, Piece] | None:
    """A numbered paragraph as its number and its text, where the lines that go on stand under the first."""
    found = ITEM.fullmatch(piece.lines[0]) if piece.kind == "text" else None
    indent = " " * (len(found[1]) + 1) if found else ""
    if found is None or not all(line.startswith(indent) for line in piece.lines[1:]):
        return None
    return found[1], replace(piece, lines=(found[2], *(line[len(indent) :] for line in piece.lines[1:])))
