"""Akoma Ntoso as XML: a tree from a file that anybody may have written, and a file from a tree.

lxml is imported here and nowhere else. Nothing is fetched and no entity is expanded: a file with a document type is
refused before a parser sees it, so that it cannot name another file nor grow while it is read.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    Element = etree._Element

AKN = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OURS = "urn:foedus:akn:1"
"""The namespace of what Akoma Ntoso has no element for: the formal side of a document, and how its lines stood."""
XML = "http://www.w3.org/XML/1998/namespace"
LARGEST = 8_000_000
"""Bytes; no instrument known is longer, and a larger file is refused unread."""
LANGUAGES = {
    "ar": "ara", "be": "bel", "bg": "bul", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng",
    "es": "spa", "et": "est", "fa": "fas", "fi": "fin", "fr": "fra", "he": "heb", "hu": "hun", "it": "ita",
    "ja": "jpn", "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "mn": "mon", "nl": "nld", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sk": "slk", "sr": "srp", "sv": "swe", "tr": "tur",
    "uk": "ukr", "zh": "zho",
}  # fmt: skip
"""Languages of treaties, as file names have them (ISO 639-1) and as Akoma Ntoso has them (ISO 639-2/T)."""
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252", "windows-1251")
_DECLARED = re.compile(rb"""<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["'][^>]*\?>""")
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Unusable(ValueError):
    """lxml is missing, or the file is no Akoma Ntoso that can be read; the text says which and what to do."""


def no_xml(text: str) -> int:
    """Where a sign stands that XML cannot hold, or -1."""
    found = _NO_XML.search(text)
    return found.start() if found else -1


def read(path: Path) -> "Element":
    """The root of a file, an `akomaNtoso`.

    Raises: OSError where the file cannot be opened, Unusable where it cannot be read.
    """
    lib = _lxml()
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unusable(f"this file has more than {LARGEST} bytes, and no larger one is read")
    text = _decoded(data)
    if _has_document_type(text):
        raise Unusable("this file has a document type (DOCTYPE), which could name other files: none is read, remove it")
    parser = lib.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root: Element = lib.fromstring(text.encode("utf-8"), parser)
    except lib.XMLSyntaxError as wrong:
        raise Unusable(f"this is no XML that can be read: {wrong.msg}") from None
    if name_of(root) != "akomaNtoso":
        raise Unusable(f"this is no Akoma Ntoso 3.0: its root is <{lib.QName(root).localname[:40]}>"
                       + (f" of {lib.QName(root).namespace!r:.80}" if lib.QName(root).namespace else ""))  # fmt: skip
    return root


def make(tag: str, parent: "Element | None" = None, text: str = "", /, **attributes: str) -> "Element":
    """A new element of Akoma Ntoso, the last of its parent; `as_` and `class_` are written without their line."""
    lib = _lxml()
    element: Element
    said = {key.rstrip("_"): value for key, value in attributes.items()}
    if parent is None:
        element = lib.Element(f"{{{AKN}}}{tag}", said, nsmap={None: AKN, "foedus": OURS})
    else:
        element = lib.SubElement(parent, f"{{{AKN}}}{tag}", said)
    element.text = text or None
    return element


def make_ours(tag: str, parent: "Element", text: str, /, **attributes: str) -> "Element":
    """A new element of our own namespace, the last of its parent."""
    element: Element = _lxml().SubElement(parent, f"{{{OURS}}}{tag}", attributes)
    element.text = text or None
    return element


def written(root: "Element") -> str:
    """The tree as a file in UTF-8 with plain ends of line and one at the end."""
    data: bytes = _lxml().tostring(root, encoding="utf-8", pretty_print=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{data.decode("utf-8")}'


def name_of(element: "Element") -> str:
    """The name of an element of Akoma Ntoso 3.0 (of a draft of it too), "" for any other."""
    if not isinstance(element.tag, str):  # an entity that stands for itself
        return ""
    space, _, name = element.tag[1:].rpartition("}") if element.tag.startswith("{") else ("", "", element.tag)
    return name if space == AKN or space.startswith(f"{AKN}/") else ""


def is_ours(element: "Element", name: str) -> bool:
    """Whether an element is the one of that name in our namespace."""
    return bool(element.tag == f"{{{OURS}}}{name}")


def ours(element: "Element", name: str) -> str | None:
    """An attribute of our namespace, or None."""
    return element.get(f"{{{OURS}}}{name}")


def all_of(element: "Element", *names: str) -> Iterator["Element"]:
    """The elements of these names anywhere below, in order."""
    return (each for each in element.iter() if each is not element and name_of(each) in names)


def first_of(element: "Element", *names: str) -> "Element | None":
    """The first element of these names below, or None."""
    return next(all_of(element, *names), None)


def _lxml() -> ModuleType:
    try:
        from lxml import etree
    except ModuleNotFoundError:
        raise Unusable("Akoma Ntoso needs lxml, which is not installed: pip install foedus[akn]") from None
    return etree


def _decoded(data: bytes) -> str:
    """The text of a file, without its declaration of an encoding."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        found = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
        encoding = found[1].decode("ascii", "replace").casefold() if found else "utf-8"
        if encoding not in _ENCODINGS:
            raise Unusable(f"files in the encoding {encoding[:40]} are not read: save this one in UTF-8")
    try:
        text = data.decode("utf-8-sig" if encoding in ("utf-8", "utf8") else encoding)
    except UnicodeError:
        raise Unusable(f"this file is not {encoding.upper()}, as it says it is: save it in UTF-8") from None
    return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text, count=1).lstrip()


def _has_document_type(text: str) -> bool:
    """Whether a document type stands before the root."""
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        end = {"<?": "?>", "<!--": "-->"}.get("<!--" if text.startswith("<!--", at) else text[at : at + 2])
        stop = text.find(end, at) if end else -1
        if stop < 0 or end is None:
            return text[at : at + 2] == "<!"
        at = stop + len(end)
