"""What an editor asks: what is wrong here, what a word means, what could stand here, where it is declared.

Texts that nobody has saved yet count as they are in the editor.

A text that the view may not open is never looked at, although the editor has it, and neither is one beside it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from foedus.desk import checking, explaining
from foedus.lang import declarations, documents, journal, literate, sentences, spots, standard, visible
from foedus.lang.blocks import RawItem, Row
from foedus.lang.declared import Declaration, Declared
from foedus.lang.lexicon import Lexicon, shape, verb_of
from foedus.lang.offers import Known, Offer, offers
from foedus.lang.spots import Spot
from foedus.lang.statements import Setting
from foedus.lang.words import Word
from foedus.model import states
from foedus.model.agreement import CLEARANCES, Agreement, Document, may_see
from foedus.model.forms import Form
from foedus.model.moments import day_of
from foedus.model.terms import Sentence
from foedus.text.diagnostic import Diagnostic, in_order
from foedus.text.source import Source, Span

MAIN = "agreement.md"
AT_ONCE = "at-once"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means, in Markdown, with the place of the word."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Setting:
    """What a text is read in, as far as its own readers may know: agreements and the lexicon over all of them."""

    agreements: tuple[Agreement, ...]
    lexicon: Lexicon
    declared: Declared

    def day(self) -> date | None:
        """The day of the first signature, for the names of states."""
        signed = [each.record.signed for each in self.agreements if each.record.signed is not None]
        return day_of(min(signed)) if signed else None

    def parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party.code for each in self.agreements for party in each.record.parties))


class Workbench:
    """The texts that are open in an editor, for one view; `roots` are the folders that it shows."""

    def __init__(self, view: str = "public", roots: Iterable[Path] = ()) -> None:
        self.view = view
        self.roots = tuple(roots)
        self._written: dict[Path, str] = {}
        self._read: dict[tuple[Path, bool], documents.Reading] = {}

    def put(self, path: Path, text: str) -> bool:
        """Open a text or take its new state; False where the view may not open it, and it is not kept then."""
        self.forget()
        if not visible.may_open(path, self.view):
            return False
        self._written[path] = text.replace("\r\n", "\n")
        return True

    def drop(self, path: Path) -> None:
        """Close a text: from now on what the file holds counts."""
        self.forget()
        self._written.pop(path, None)

    def forget(self) -> None:
        """Read everything anew when it is asked for next: some file may have changed."""
        self._read = {}

    def source(self, path: Path) -> Source | None:
        """An open text with plain ends of line; lines that the view may not see are blank, so that places stay."""
        text = self._written.get(path)
        if text is None:
            return None
        seen = _blanked(text, self.view) if path.suffix == ".journal" else text
        return Source(path.as_posix(), seen.replace("\r", "\n"))

    # What is wrong

    def findings(self) -> dict[Path, list[Diagnostic]]:
        """What is wrong, by file: in every open text, and in the rest of the instruments that they belong to."""
        found: dict[Path, list[Diagnostic]] = {path: [] for path in self._written}
        for folder in dict.fromkeys(each for path in self._written for each in self._own(path)):
            read = self._reading(folder)
            told = list(read.findings)
            if not any(finding.is_error for finding in told):
                told += [each for clearance in CLEARANCES if may_see(self.view, clearance)
                         for each in checking.examples(read, clearance)]  # fmt: skip
            for finding in in_order(told):
                where = Path(finding.span.source.path) if finding.span.source.path else folder / MAIN
                found.setdefault(where, []).append(finding)
        for path in self._written:
            if path.suffix == ".journal":
                found[path] += self._of_journal(path)
        return found

    def _of_journal(self, path: Path) -> list[Diagnostic]:
        """What is wrong in a journal: a line is bad only where no agreement can read it."""
        source = self.source(path)
        read = [(each.agreement.name, each.lexicons["secret"]) for each in map(self._reading, self._nearest(path))
                if each.agreement is not None] or [("", standard.standard_lexicon())]  # fmt: skip
        clearance = visible.clearance_of(path)
        found = [journal.read(source, lexicon, Setting(name, clearance)) for name, lexicon in read] if source else []
        bad = set.intersection(*({begin for begin, *_ in each.aside} for each in found)) if found else set()
        told = [finding for begin, finding, _ in found[0].aside if begin in bad] if found else []
        return in_order([*told, *(each for one in found for each in one.findings if not each.is_error)])

    # What a word means

    def meaning(self, path: Path, offset: int) -> Meaning | None:
        """What the word at an offset of an open text means; None where nothing is known of it."""
        found = self._pointed(path, offset)
        if found is None:
            return None
        spot, words, at = found
        setting = self._setting(path)
        kind, name = _named(spot, words, at, setting.lexicon)
        if kind == "clause" and name in setting.declared.clauses:
            text = _clause(setting, setting.declared.clauses[name], name)
        elif kind == "reading" and name in setting.declared.values:
            text = _reading(setting.declared, name)
        elif words[at].kind == "state":
            text = _state(words[at].text, spot.day() or setting.day())
        else:
            form = _form(spot, words, at, setting.lexicon)
            text = _sentence(form, setting.declared) if form else ""
        return Meaning(text, words[at].span) if text else None

    def declaration(self, path: Path, offset: int) -> Span | None:
        """Where the form, the clause or the reading at an offset is declared; `file_of` says in which file."""
        found = self._pointed(path, offset)
        if found is None:
            return None
        setting = self._setting(path)
        kind, name = _named(*found, setting.lexicon)
        if kind:
            where = setting.declared.clauses if kind == "clause" else setting.declared.readings
            return where[name].span if name in where else None
        form = _form(*found, setting.lexicon)
        return setting.declared.forms[form.key].span if form and form.key in setting.declared.forms else None

    def offers(self, path: Path, offset: int) -> list[Offer]:
        """What could stand at an offset of an open text, the likeliest first."""
        spot = self._spot(path, offset)
        if spot is None:
            return []
        setting = self._setting(path)
        readings = {name: each.values for name, each in setting.declared.values.items()}
        known = Known(setting.lexicon, tuple(setting.declared.clauses), readings, setting.parties(), setting.day())
        return offers(spot, known)

    def partial(self, path: Path, offset: int) -> str:
        """What is being written at an offset: an offer takes its place."""
        spot = self._spot(path, offset)
        return spot.partial() if spot else ""

    def _spot(self, path: Path, offset: int) -> Spot | None:
        source = self.source(path)
        return spots.spot_at(source, offset, path.suffix == ".journal") if source else None

    def _pointed(self, path: Path, offset: int) -> tuple[Spot, list[Word], int] | None:
        """The line at an offset, its words, and which of them the cursor stands in."""
        spot = self._spot(path, offset)
        words = spot.words() if spot else []
        at = next((n for n, word in enumerate(words) if word.span.begin <= offset <= word.span.end), None)
        return (spot, words, at) if spot is not None and at is not None else None

    # What it is read in

    def _setting(self, path: Path) -> _Setting:
        """What the readers of a text may know: a public text has nothing from a secret document, whatever the view."""
        clearance = visible.clearance_of(path)
        folders = self._nearest(path) if path.suffix == ".journal" else self._own(path)
        lexicon, seen = standard.standard_lexicon(), []
        for read in (self._reading(folder, mended=True) for folder in folders):
            if read.agreement is not None:
                mine = read.lexicons[clearance]
                lexicon = lexicon.extended(mine.forms.values(), mine.names)
                open_to = (each for each in read.agreement.documents if may_see(clearance, each.clearance))
                seen.append(Agreement(read.agreement.name, tuple(open_to)))
        whole = [standard.standard_document(), *(document for each in seen for document in each.documents)]
        return _Setting(tuple(seen), lexicon, Declared.of(whole))

    def _reading(self, folder: Path, mended: bool = False) -> documents.Reading:
        """The instrument of a folder; `mended`, with an end for every block that is still being written."""
        if (folder, mended) not in self._read:
            texts = {path: text.replace("\r", "\n") for path, text in self._written.items()}
            texts = {path: _mended(text) if mended else text for path, text in texts.items()}
            self._read[folder, mended] = documents.read(folder, self.view, standard.standard_lexicon(), texts)
        return self._read[folder, mended]

    def _own(self, path: Path) -> list[Path]:
        """The folder of the instrument that a document belongs to, if it does."""
        above = path.parents if path.suffix == ".md" else ()
        return next(([folder] for folder in above if self._is_instrument(folder)), [])

    def _nearest(self, path: Path) -> list[Path]:
        """The instruments that a journal is read with: those in the nearest folder above it that has any.

        A folder counts with what lies up to two folders below it, as far as the editor shows it or the journal lies in
        it; above that only where it is an instrument itself.
        """
        for n, folder in enumerate(path.parents):
            if self._is_instrument(folder):
                return [folder]
            if n == 0 or any(folder.is_relative_to(root) for root in self.roots):
                below = sorted({each.parent for depth in ("*", "*/*") for each in folder.glob(f"{depth}/{MAIN}")})
                found = [each for each in below if self._is_instrument(each)]
                if found:
                    return found
        return []

    def _is_instrument(self, folder: Path) -> bool:
        main = folder / MAIN
        return visible.may_open(main, self.view) and (main in self._written or main.is_file())


def file_of(span: Span) -> Path:
    """The file that a place lies in."""
    path = Path(span.source.path)
    return standard.PATH if span.source is standard.standard_document().record.span.source else path


def _blanked(text: str, view: str) -> str:
    """The journal with spaces for every line that the view may not see; a line ends where its readers end it."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", text)
    return "".join(line if visible.plain_lines(line, view) else _blank(line) for line in lines)


def _mended(text: str) -> str:
    """The document with an end for a block that has none yet."""
    opened = [each.span.text for each in literate.read(Source("", text)).findings if each.code == "unclosed-block"]
    return f"{text}\n{opened[0]}\n" if opened else text


def _blank(line: str) -> str:
    return "".join(character if character in "\r\n" else " " for character in line)


# What the word is


def _named(spot: Spot, words: Sequence[Word], at: int, lexicon: Lexicon) -> tuple[str, str]:
    """Whether the word names a `clause` or a `reading`, and which; ("", "") where it does neither."""
    name = words[at].text
    slot = spot.slot(words[:at], lexicon)
    head = [word.text for word in words if word.text != "replace"][:2]
    if words[at].kind == "word" and head[:1] in (["clause"], ["reading"]) and not spot.rows and name in head:
        return head[0], head[-1]
    if spot.header == "clause" and [word.text for word in words[:2]] == ["at", "once"]:
        return "reading", AT_ONCE
    if slot.kind == "clause" or (at and words[at - 1].text == "clause" and words[at].kind in ("word", "name")):
        return "clause", name
    if slot.kind in ("reading", "length") and words[at].kind == "word":
        return "reading", name
    return ("reading", slot.name) if slot.kind == "value" else ("", "")


def _form(spot: Spot, words: list[Word], at: int, lexicon: Lexicon) -> Form | None:
    """The form of the sentence that the word stands in; where it cannot be read, the one whose verb the word is."""
    slot = spot.slot(words[:at], lexicon)
    start = slot.start if slot.kind in ("sentence", "condition", "form") else 0
    if slot.kind == "form":
        item = RawItem((Row(tuple(words), words[0].span.to(words[-1].span)),), spot.article)
        declared = declarations.declared(item, Lexicon())
        if isinstance(declared, Form) and declared.key in lexicon.forms:
            return lexicon.forms[declared.key]
    ends = [n for n in range(at + 1, len(words)) if words[n].text == "or"]
    if slot.kind in ("sentence", "condition", "form"):
        for end in (len(words), *reversed(ends)):
            said = words[start:end]
            read = sentences.read_deed if slot.mood == "infinitive" else sentences.read
            found = read(said, lexicon, said[0].span.to(said[-1].span))
            if isinstance(found, Sentence):
                return found.form
    return _by_verb(words, at, lexicon)


def _by_verb(words: Sequence[Word], at: int, lexicon: Lexicon) -> Form | None:
    """The form with the longest verb that these words say around the one pointed at."""
    said = [word.text if word.kind == "word" else "" for word in words]
    found: tuple[int, Form] | None = None
    for form in lexicon.forms.values():
        for verb in {verb_of(form, mood) for mood in ("finite", "plural", "infinitive")}:
            begins = range(max(0, at - len(verb) + 1), at + 1)
            if any(tuple(said[n : n + len(verb)]) == verb for n in begins) and (not found or len(verb) > found[0]):
                found = (len(verb), form)
    return found[1] if found else None


# What is said of it


def _sentence(form: Form, declared: Declared) -> str:
    bodies = declared.bodies.get(form.key, [])
    told = [f"**{shape(form)}**", *(_fenced(each.text) for each in bodies)]
    uses = [f"- {use}" for use in declared.told(form.key)]
    told += ["\n".join(uses)] if uses else []
    return "\n\n".join([*told, *(_from(each) for each in bodies[:1])])


def _clause(setting: _Setting, declaration: Declaration, name: str) -> str:
    agreement = next(each for each in setting.agreements if declaration.document in each.documents)
    passages = list(explaining.passages(agreement, declaration.document, declaration.article))
    texts = [f"**{each.heading}** ({each.language})\n\n{each.text}" for each in passages]
    return "\n\n".join([*(texts or [f"**{declaration.article or name}**"]), _fenced(declaration.text)])


def _reading(declared: Declared, name: str) -> str:
    reading = declared.values[name]
    asks = f', for "{reading.asks}"' if reading.asks else ""
    values = [f"- {value}{' (unless another is chosen)' if n == 0 else ''}" for n, value in enumerate(reading.values)]
    return "\n\n".join([f"**reading {name}**{asks}", "\n".join(values), _from(declared.readings[name])])


def _state(code: str, day: date | None) -> str:
    name = states.english(code, day or date.max)
    if name is None:
        near = states.nearest(code)
        return f"**{code}**: no state was ever called so" + (f"; did you mean {near}?" if near else "")
    member = states.on(code, day) if day else None
    if day is None:
        return f"**{code}**: {name}"
    where = f"{member.region}; a member" if member else "no member"
    return f"**{code}**: {name} ({states.russian(code, day)}), {where} of the system of states on {day}"


def _from(declaration: Declaration) -> str:
    document: Document = declaration.document
    name = document.record.short or document.record.title or document.record.name
    of = f"the {name} lexicon" if document.record.role == "lexicon" else name
    return f"*{', '.join(part for part in (of, declaration.article) if part)}*"


def _fenced(text: str) -> str:
    return f"```foedus\n{text}\n```"
