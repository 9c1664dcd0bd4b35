"""Akoma Ntoso as documents: headings and paragraphs become the text of a document of this language.

A file that `akn_writing` wrote gives the documents back as they were. Any other file gives a draft: its record says
what the file says, and for all else a line that its author is to fill (`akn_record`). Notes and editorial remarks of
the file are quotations in the document, which no citation takes for the text.
"""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from foedus.feeds import akn_record, akn_xml
from foedus.feeds.akn_record import Gap
from foedus.feeds.akn_xml import LANGUAGES, Unusable, all_of, first_of, is_ours, name_of, ours
from foedus.lang import literate
from foedus.lang.pieces import Piece, joined

if TYPE_CHECKING:
    from foedus.feeds.akn_xml import Element

INSTRUMENTS = ("act", "bill", "doc", "statement", "portion")
HEADED = ("article", "book", "chapter", "division", "hcontainer", "part", "rule", "section", "subchapter",
          "subdivision", "subpart", "subsection", "subtitle", "title", "tome")  # fmt: skip
PREAMBLES = {"ru": "Преамбула", "fr": "Préambule", "de": "Präambel"}
CONCLUSIONS = {"ru": "Заключительная часть", "fr": "Fin de l'acte", "de": "Schluss"}
APART = ("authorialNote", "remark")
"""What stands within a paragraph and is no text of the instrument."""
WIDTH = 120
MOST_ACTS = 1_000
_PATH = re.compile(
    r"""(?:[^\s./\\:*?"<>|\0-\x1f][^/\\:*?"<>|\0-\x1f]{0,80}/){0,8}
                       [^\s./\\:*?"<>|\0-\x1f][^/\\:*?"<>|\0-\x1f]{0,80}\.md""",
    re.VERBOSE,
)
"""A place within a folder: no name of it is hidden, and none leads out of it."""
_LABEL = re.compile(r"(\w*)\.?\s*(\d+|[IVXLC]+)[.º°]*")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A document drawn from a file: where it is to lie in its folder, its text, and what its author is to fill."""

    path: str
    text: str
    gaps: tuple[Gap, ...] = ()


def read(path: Path, name: str) -> list[Drawn]:
    """The documents of an instrument; `name` is what it is called where the file is not ours.

    Raises: OSError where the file cannot be opened, Unusable where it is no instrument that can be read.
    """
    acts = list(_acts(akn_xml.read(path)))
    if not acts:
        raise Unusable("this file holds no instrument (act, bill, doc or statement)")
    if len(acts) > MOST_ACTS:
        raise Unusable(f"this file holds {len(acts)} acts, and no instrument has more than {MOST_ACTS} documents")
    drawn = [_ours(act) for act in acts if _marker(act) is not None]
    drawn += _drafts([act for act in acts if _marker(act) is None], name, bool(drawn))
    paths = [each.path.casefold() for each in drawn]
    twice = next((path for n, path in enumerate(paths) if path in paths[:n]), None)
    if twice is not None:
        raise Unusable(f"this file holds two documents for {twice}")
    return drawn


def _acts(root: "Element") -> Iterator["Element"]:
    """The instruments of a file, each once; what is attached to one belongs to it."""
    for child in root:
        if name_of(child) in INSTRUMENTS:
            yield child
            yield from _acts_below(child)
        elif name_of(child) in ("documentCollection", "components", "component", "collectionBody", "officialGazette"):
            yield from _acts(child)


def _covers(act: "Element") -> "list[Element]":
    """What a collection in the file says around all its acts, which may stand in it or beside it."""
    collections = all_of(act.getroottree().getroot(), "documentCollection")
    names = ("coverPage", "preface", "preamble", "conclusions")
    return [part for each in collections for part in each if name_of(part) in names]


def _acts_below(act: "Element") -> Iterator["Element"]:
    for child in act:
        if name_of(child) == "components":
            yield from _acts(child)


def _marker(act: "Element") -> "Element | None":
    return next((each for each in act.iter() if is_ours(each, "document")), None)


def _ours(act: "Element") -> Drawn:
    """A document of our own, as it was."""
    marker = _marker(act)
    path = "" if marker is None else marker.get("path", "")
    if not _PATH.fullmatch(path):
        raise Unusable(f"`{path[:80]}` is no place for a document within its folder")
    walk = _Walk(act, LANGUAGES_BACK.get(_language(act), "en"), is_ours=True)
    return Drawn(path, joined(walk.pieces()))


def _drafts(acts: "list[Element]", name: str, is_beside: bool) -> Iterator[Drawn]:
    """Documents of others: the main text in English if there is one, its other languages, and what else is there."""
    main = next((act for act in acts if _language(act) in ("eng", "en")), acts[0] if acts else None)
    work = _work(main) if main is not None else ""
    order = [act for act in acts if act is main] + [act for act in acts if act is not main]
    told = {_code(act): akn_record.is_translation(act) for act in order if _work(act) == work}
    used: set[str] = set()
    for number, act in enumerate(order, 1):
        language = _code(act)
        walk = _Walk(act, language, covers=_covers(act) if act is main else [])
        if act is main and not is_beside:
            role, path = "agreement", "agreement.md"
        elif _work(act) == work and language not in used and not is_beside:
            role, path = "text", f"agreement.{language}.md"
        else:
            role, path = "protocol", f"component-{number}.md"
        used.add(language)
        block, gaps = akn_record.block(act, role, name, language, told)
        found = list(walk.pieces())
        at = 1 if found and found[0].kind == "heading" and found[0].lines[0].startswith("# ") else 0
        record = Piece("block", ("```foedus", *block, "```"), at)
        whole = [*found[:at], record, *found[at:]]
        if not at and len(whole) > 1:
            whole[1] = replace(whole[1], empty=1)
        yield Drawn(path, joined(whole), tuple(gaps))


LANGUAGES_BACK = {alpha3: alpha2 for alpha2, alpha3 in LANGUAGES.items()}


def _language(act: "Element") -> str:
    element = first_of(act, "FRBRlanguage")
    return element.get("language", "") if element is not None else ""


def _code(act: "Element") -> str:
    """The language as a file name has it."""
    said = _language(act).casefold()
    code = LANGUAGES_BACK.get(said, said)
    return code if re.fullmatch(r"[a-z]{2,8}", code) else "und"


def _work(act: "Element") -> str:
    work = first_of(act, "FRBRWork")
    uri = first_of(work, "FRBRuri") if work is not None else None
    return uri.get("value", "") if uri is not None else ""


# The text


@dataclass(slots=True)
class _Walk:
    """Goes through one act and gives its pieces.

    `asides` are the blocks and remarks of ours, by what they follow; `covers` is what stands around a whole collection.
    """

    act: "Element"
    language: str
    is_ours: bool = False
    asides: "dict[str, list[Element]]" = field(default_factory=dict)
    notes: "dict[str, Element]" = field(default_factory=dict)
    is_begun: bool = False
    title: str = ""
    covers: "list[Element]" = field(default_factory=list)

    def pieces(self) -> Iterator[Piece]:
        """The pieces of the document, in order."""
        for each in self.act.iter():
            if self.is_ours and any(is_ours(each, kind) for kind in ("block", "remark", "lines")):
                self.asides.setdefault(each.get("after", "").removeprefix("#"), []).append(each)
        for note in all_of(self.act, "note"):
            self.notes[note.get("eId", "")] = note
        for piece in self._parts():
            is_text = piece.kind == "text"
            yield replace(piece, lines=tuple(map(literate.escaped, piece.lines))) if is_text else piece

    def _parts(self) -> Iterator[Piece]:
        yield from self._behind("")
        before = [each for each in self.covers if name_of(each) != "conclusions"]
        for part in (*before, *self.act, *(each for each in self.covers if each not in before)):
            name = name_of(part)
            if name in ("coverPage", "preface"):
                yield from self._preface(part)
            elif name == "preamble":
                yield from self._opened(part, PREAMBLES.get(self.language, "Preamble"))
            elif name == "conclusions":
                yield from self._opened(part, CONCLUSIONS.get(self.language, "Conclusions"))
            elif name in ("body", "mainBody", "portionBody"):
                yield from self._children(part, 2)
            elif name == "attachments":
                yield from self._attachments(part)

    def _preface(self, preface: "Element") -> Iterator[Piece]:
        title = first_of(preface, "docTitle")
        if title is not None and not self.is_ours:
            self.title = _plain(title)
            yield self._piece(preface, "heading", [f"# {self.title}"])
            yield from self._remarks(title)
        for child in preface:
            short = first_of(child, "shortTitle") if self.is_ours else None
            if short is not None:
                yield self._piece(child, "heading", [ours(child, "line") or f"# {_plain(short)}"])
                yield from self._behind(child.get("eId"))
            elif not (self.is_ours and _is_of_record(child)):
                yield from self._block(child, 2)

    def _opened(self, part: "Element", heading: str) -> Iterator[Piece]:
        """The preamble or the conclusions, under a heading of its own or else of ours."""
        if not any(each.get("name") == "heading" for each in all_of(part, "block")):
            yield self._piece(None, "heading", [f"## {heading}"])
        yield from self._children(part, 2)

    def _attachments(self, part: "Element") -> Iterator[Piece]:
        for attachment in part:
            said = " ".join(filter(None, (_plain(each) for each in attachment if name_of(each) in ("num", "heading"))))
            yield self._piece(None, "heading", [f"## {said or 'Attachment'}"])
            for body in all_of(attachment, "mainBody", "body"):
                yield from self._children(body, 3)

    def _children(self, element: "Element", level: int, is_within: bool = False) -> Iterator[Piece]:
        for child in element:
            if name_of(child) not in ("num", "heading", "subheading", ""):
                yield from self._element(child, level, is_within)

    def _element(self, element: "Element", level: int, is_within: bool) -> Iterator[Piece]:
        """What stands in the body: a heading with what is under it, a numbered paragraph, or a block."""
        name = name_of(element)
        if self.is_ours and element.get("name") == "empty":
            return
        heading = ours(element, "line") or _heading(element, level) if name in HEADED and not is_within else ""
        if heading and (name != "subsection" or _child(element, "heading") is not None):
            yield self._piece(element, "heading", [heading])
            for each in (_child(element, part) for part in ("num", "heading", "subheading")):
                yield from self._remarks(each) if each is not None else ()
            yield from self._behind(element.get("eId"))
            yield from self._children(element, min(level + 1, 6), name == "article")
        elif name == "crossHeading":
            yield self._piece(element, "heading", [f"{'#' * level} {_plain(element)}"])
        elif _child(element, "num") is not None or _child(element, "heading") is not None:
            yield from self._numbered(element, level)
        else:
            yield from self._block(element, level)

    def _numbered(self, element: "Element", level: int) -> Iterator[Piece]:
        """A paragraph, a point or an item: its number stands before its first line; a heading is a line of its own."""
        num, heading = _child(element, "num"), _child(element, "heading")
        number = _plain(num) if num is not None else ""
        before = f"{number}." if number.isdecimal() else number
        if heading is not None:
            yield self._piece(None, "text", [f"{before} {_plain(heading)}".strip()])
            before = ""
        for each in (num, heading):
            yield from self._remarks(each) if each is not None else ()
        for piece in self._children(element, level, True):
            yield _numbered(piece, before) if before and piece.kind == "text" else piece
            before = "" if piece.kind == "text" else before
        if before:
            yield self._piece(None, "text", [before])

    def _block(self, element: "Element", level: int) -> Iterator[Piece]:
        """A paragraph, or whatever holds paragraphs."""
        name = name_of(element)
        if name == "block" and element.get("name") == "heading":
            yield self._piece(element, "heading", [ours(element, "line") or f"## {_plain(element)}"])
            yield from self._behind(element.get("eId"))
        elif name in ("p", "block", "span", "listIntroduction", "listWrapUp", "docketNumber"):
            yield from self._paragraph(element)
        elif name == "tr":
            yield from self._row(element)
        elif name == "li":
            yield from (_numbered(piece, "-") for piece in self._paragraph(element))
        elif name == "foreign":
            return
        else:
            yield from self._children(element, level, True)

    def _paragraph(self, element: "Element") -> Iterator[Piece]:
        if _is_of_record(element) and self.is_ours:
            return
        lines = self._lines(element)
        if any(lines) and not (self.title and _plain(element) == self.title):  # the title is the heading already
            yield self._piece(element, "text", lines)
        yield from self._remarks(element)
        yield from self._behind(element.get("eId"))

    def _remarks(self, element: "Element") -> Iterator[Piece]:
        """The notes and editorial remarks of an element as quotations."""
        for note in self._apart(element):
            yield self._piece(None, "remark", [f"> {line}" for line in textwrap.wrap(note, WIDTH - 2)])

    def _row(self, element: "Element") -> Iterator[Piece]:
        cells = [_plain(cell) for cell in element]
        if any(cells):
            yield self._piece(None, "text", _wrapped(" | ".join(cells)))
        yield from self._remarks(element)

    def _lines(self, element: "Element") -> list[str]:
        said = "".join(_said(element))
        if element.get(f"{{{akn_xml.XML}}}space") == "preserve":
            return said.replace("\n", " ").split("\0")
        found = [_squeezed(line) for line in said.split("\0")]
        return found if self.is_ours or len(found) > 1 else _wrapped(found[0])

    def _apart(self, element: "Element") -> Iterator[str]:
        """The notes and remarks within a paragraph, and the notes that it refers to."""
        yield from (_plain(each) for each in all_of(element, *APART))
        for mark in all_of(element, "noteRef"):
            note = self.notes.get(mark.get("href", "").removeprefix("#"))
            if note is not None:
                yield _plain(note)

    def _behind(self, eid: str | None) -> Iterator[Piece]:
        """The blocks and remarks of ours that follow an element."""
        for each in self.asides.pop(eid, ()) if eid is not None else ():
            text = each.text or ""
            if is_ours(each, "block"):
                yield self._piece(each, "block", ["```foedus", *text.removesuffix("\n").split("\n"), "```"] if text
                                  else ["```foedus", "```"])  # fmt: skip
            elif is_ours(each, "remark"):
                yield self._piece(each, "remark", [f"> {line}" if line else ">" for line in text.split("\n")])
            else:
                yield self._piece(each, "fence", text.split("\n"))

    def _piece(self, element: "Element | None", kind: str, lines: list[str]) -> Piece:
        said = ours(element, "empty") if element is not None and self.is_ours else None
        empty = int(said) if said is not None and re.fullmatch(r"\d{1,3}", said) else int(self.is_begun)
        self.is_begun = True
        return Piece(kind, tuple(lines), empty)


def _heading(element: "Element", level: int) -> str:
    """The heading line of an article or a part, "" where it has none; a number alone is called after its element."""
    num, heading, sub = (_child(element, name) for name in ("num", "heading", "subheading"))
    title = " ".join(_plain(each) for each in (heading, sub) if each is not None)
    number = _plain(num) if num is not None else ""
    found = _LABEL.fullmatch(number)
    if found is not None:
        kind = element.get("name", "") if name_of(element) == "hcontainer" else name_of(element)
        number = f"{found[1] or kind.capitalize() or 'Section'} {found[2]}"
    said = ". ".join(filter(None, (number.rstrip("."), title)))
    return f"{'#' * level} {said}" if said else ""


def _numbered(piece: Piece, number: str) -> Piece:
    """A paragraph as the item of a list; the lines that go on are indented."""
    first, *rest = piece.lines
    indent = " " * (len(number) + 1)
    return replace(piece, lines=(f"{number} {first}", *(f"{indent}{line}" for line in rest)))


def _child(element: "Element", name: str) -> "Element | None":
    return next((each for each in element if name_of(each) == name), None)


def _is_of_record(element: "Element") -> bool:
    """Whether an element says only what the record says."""
    return element.get("class") == "record" or any(each.get("class") == "record" for each in element)


def _said(element: "Element") -> Iterator[str]:
    """The text of an element without its notes; the end of a line is a NUL."""
    yield element.text or ""
    for child in element:
        name = name_of(child)
        if name in ("eol", "br"):
            yield "\0"
        elif name and name not in (*APART, "noteRef"):
            yield from _said(child)
        yield child.tail or ""


def _plain(element: "Element") -> str:
    """The text of an element as one line."""
    return _squeezed("".join(_said(element)).replace("\0", " "))


def _squeezed(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip(" ")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False)
