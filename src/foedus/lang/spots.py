r"""Where a cursor stands: in which line of which item, and what that line wants next.

>>> text = "```foedus\nclause help\n    when A attacks P\n    every other party must "
>>> spot = spot_at(Source("", text), len(text), is_journal=False)
>>> spot.header, spot.slot(spot.before())
('clause', Slot(kind='sentence', start=4, mood='infinitive', only='', name=''))
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from foedus.lang import blocks, literate
from foedus.lang.blocks import HEADERS, Row
from foedus.lang.bounds import MOMENTS
from foedus.lang.clauses import LIMITS, MODALS
from foedus.lang.declarations import FORM_LINES
from foedus.lang.examples import VERBS
from foedus.lang.lexicon import Lexicon
from foedus.lang.records import ROLES
from foedus.lang.words import Word, data_begins, split
from foedus.model.agreement import Article
from foedus.model.moments import UNITS, day_of, parse
from foedus.text.source import Source

NOTHING = "nothing"
_DATED = re.compile(r"^[ \t]*(\d{4}-\d{2}-\d{2})", re.MULTILINE)
_OURS = re.compile(r" {0,3}(?:```+|~~~+)\s*foedus\b")


@dataclass(frozen=True, slots=True)
class Slot:
    """What a line wants next.

    `kind` is `line` (nothing stands there yet), `sentence` (which began at the word `start`, in that mood; `only` an
    event, a fact, or "" for either), `condition` (a sentence or a word such as `earlier`), `word` (one of those in
    `name`, which a `sentence` may have as well), `bearer`, `clause`, `reading`, `value` (of the reading `name`),
    `length`, `status`, `state`, `date`, `form`, or `nothing`.
    """

    kind: str
    start: int = 0
    mood: str = "finite"
    only: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line with a cursor in it; `rows` are the lines of its item above it, the header first, if there is one."""

    source: Source
    offset: int
    is_journal: bool
    begin: int
    end: int
    rows: tuple[Row, ...] = ()
    header: str = ""
    article: str = ""

    def words(self) -> list[Word]:
        """The words of the whole line, without data and comment; those that can be read."""
        return split(self.source, self.begin, data_begins(self.source.text, self.begin, self.end))[0]

    def before(self) -> list[Word]:
        """The words that are whole before the cursor: one that it touches is still being written."""
        words = split(self.source, self.begin, self.offset)[0]
        return words[:-1] if words and self.partial() else words

    def partial(self) -> str:
        """What is being written at the cursor; "" behind a space, a sign or a quoted text."""
        words = split(self.source, self.begin, self.offset)[0]
        if not words or words[-1].span.end != self.offset or words[-1].kind in ("text", "sign"):
            return ""
        return words[-1].text

    def is_open(self) -> bool:
        """Whether words can be written at the cursor: it stands in no comment, in no data and in no quoted text."""
        wrong = split(self.source, self.begin, self.offset)[1]
        return not wrong and data_begins(self.source.text, self.begin, self.offset) >= self.offset

    def data(self) -> str | None:
        """What stands between the `;` of a dated line and the cursor; None where the cursor stands before any."""
        at = data_begins(self.source.text, self.begin, self.offset)
        is_data = at < self.offset and self.source.text[at] == ";" and self.day() is not None
        return self.source.text[at : self.offset] if is_data else None

    def date_above(self) -> str:
        """The date of the last dated line above, "" where there is none."""
        found = _DATED.findall(self.source.text[: self.begin])
        return str(found[-1]) if found else ""

    def day(self) -> date | None:
        """The day that the line begins with, in a journal or an example."""
        words = self.words()
        moment = parse(words[0].text) if words and words[0].kind == "date" else None
        return day_of(moment) if moment is not None else None

    def slot(self, words: Sequence[Word], lexicon: Lexicon | None = None) -> Slot:
        """What is wanted behind these words of the line."""
        if self.is_journal:
            return _dated(words)
        if words and words[0].text in HEADERS and (words[0].text != "reading" or not self._asks()):
            return _head(words)
        if not words and not self.header:
            return Slot("line")
        read = {"clause": self._clause, "fact": self._body, "event": self._body, "example": self._example}
        if self.header in read:
            return read[self.header](words, lexicon or Lexicon())
        return _record(words) if self.header in ROLES else Slot(NOTHING)

    def _asks(self) -> bool:
        """Whether `reading` asks for one here, and declares none: in an example, or going on with a condition."""
        return self.header == "example" or self.goes_on()

    def goes_on(self) -> bool:
        """Whether the line may go on with the conditions of the line above it."""
        going = False
        for row in self.rows[1:]:
            ends = (
                row.first in ("when", "every", "by", "before", "from", "until")
                or _is_deadline(row.words)
                or _modal(row.words) is not None
            )
            going = row.first in LIMITS or (going and not ends)
        return going

    def _clause(self, words: Sequence[Word], lexicon: Lexicon) -> Slot:
        first = words[0].text if words else ""
        modal = _modal(words)
        if not words:
            return Slot("line")
        if first in ("when", "until"):
            return Slot("sentence", 1, only="event" if first == "until" else "")
        if first in LIMITS:
            return _condition(words, 1)
        if first in ("by", "before"):
            return _moment(words, 1, "after before") if first == "by" else Slot("sentence", 1, only="event")
        if (
            first == "every"
            and modal is None
            and len(words) > 1
            and (words[1].kind == "number" or words[1].text in UNITS)
        ):
            return _often(words, 1)
        if first == "within" and not self.goes_on():
            return Slot("length") if len(words) == 1 else _unit(words, 1)
        if modal is not None:
            return _deed(words, modal, lexicon)
        if self.goes_on():
            return _condition(words, 0)
        return Slot("word", name="once") if [word.text for word in words] == ["at"] else Slot("bearer")

    def _body(self, words: Sequence[Word], lexicon: Lexicon) -> Slot:
        first = words[0].text if words else ""
        if not words:
            return Slot("line")
        if first == "when":
            return Slot("sentence", 1)
        said = [word.text for word in words[:2]]
        if first in ("from", "until"):
            return _moment(words, 1, "after")
        if said == ["not", "before"]:
            return _moment(words, 2, "after")
        if said == ["not", "while"]:
            return Slot("sentence", 2, only="fact")
        if said == ["only", "every"]:
            return _often(words, 2)
        if first in LIMITS:
            return _condition(words, 1)
        return _condition(words, 0) if self.goes_on() and first not in FORM_LINES else Slot(NOTHING)

    def _example(self, words: Sequence[Word], lexicon: Lexicon) -> Slot:
        if not words:
            return Slot("line")
        if any(row.first == "gives" for row in self.rows):
            return _result(words)
        return _condition(words, 0) if words[0].text == "reading" else _dated(words)


def spot_at(source: Source, offset: int, is_journal: bool) -> Spot | None:
    """The line at an offset; None outside the `foedus` blocks of a document. A block may still lack its end."""
    begin = source.text.rfind("\n", 0, offset) + 1
    end = source.text.find("\n", offset)
    end = end if end >= 0 else len(source.text)
    if is_journal:
        return Spot(source, offset, True, begin, end)
    above = Source(source.path, source.text[:begin])
    page = literate.read(above)
    opened = next((each.span for each in page.findings if each.code == "unclosed-block"), None)
    if opened is None or not _OURS.match(above.line(opened.place[0])):
        return None
    inside = above.text.index("\n", opened.begin) + 1
    article = page.parts[-1].article if page.parts else Article("", "", "")
    found = blocks.items(above, (literate.Block(article, inside, begin),), [])
    rows = found[-1].rows if found else ()
    header = found[-1].header if found else ""
    line = split(source, begin, end)[0]
    spot = Spot(source, offset, False, begin, end, rows, header, article.label or article.title)
    if line and line[0].text in HEADERS and not (line[0].text == "reading" and spot._asks()):
        return Spot(source, offset, False, begin, end, (), "", spot.article)
    return spot


def _dated(words: Sequence[Word]) -> Slot:
    if not words:
        return Slot("date")
    return Slot("sentence", 1) if words[0].kind == "date" else Slot(NOTHING)


def _head(words: Sequence[Word]) -> Slot:
    skip = 1 if words[0].text == "replace" else 0
    if len(words) == skip:
        return Slot("word", name="clause fact event")
    first, more = words[skip].text, len(words) - skip
    if first in ("fact", "event"):
        return Slot("form", skip + 1, only=first)
    if first == "clause" and more == 1:
        return Slot("clause") if skip else Slot(NOTHING)
    if first in ("protocol", "text") and more == 1:
        return Slot("word", name="to" if first == "protocol" else "of")
    return Slot("word", name="as of") if first == "example" and more == 2 else Slot(NOTHING)


def _record(words: Sequence[Word]) -> Slot:
    if not words:
        return Slot("line")
    return Slot("state") if words[0].text in ("between", "alias") else Slot(NOTHING)


def _condition(words: Sequence[Word], at: int) -> Slot:
    said = [word.text for word in words[at:]]
    if not said:
        return Slot("condition", at, only="fact")
    if said[0] == "reading":
        kinds = {
            1: Slot("reading"),
            2: Slot("word", name="is"),
            3: Slot("value", name=said[1] if len(said) > 1 else ""),
        }
        return kinds.get(len(said), Slot(NOTHING))
    if said == ["at"]:
        return Slot("word", name="least")
    if said[0] in ("earlier", "within") or said[:2] == ["at", "least"]:
        if "earlier" in said:
            return Slot("sentence", at + said.index("earlier") + 1, only="event")
        return _unit(words, at + (1 if said[0] == "within" else 2), "earlier")
    return Slot("sentence", at, only="fact")


def _unit(words: Sequence[Word], at: int, then: str = "") -> Slot:
    """What is wanted in a length of time that begins at `at`, and then."""
    if len(words) == at + 1 and words[at].kind == "number":
        return Slot("word", name=" ".join(f"{unit}s" if words[at].text != "1" else unit for unit in UNITS))
    return Slot("word", name=then) if then and len(words) == at + 2 else Slot(NOTHING)


def _moment(words: Sequence[Word], at: int, signs: str) -> Slot:
    """What is wanted in a moment that begins at `at`: how long after which, or what happens."""
    is_length = len(words) > at and words[at].kind == "number"
    sign = next((n for n, word in enumerate(words) if n >= at and word.text in signs.split()), None)
    if is_length and sign is None:
        return _unit(words, at, signs)
    return Slot("sentence", at if sign is None else sign + 1, name=MOMENTS[0] if len(words) == at else "")


def _often(words: Sequence[Word], at: int) -> Slot:
    """What is wanted behind `every`: a length of time, then from when."""
    behind = next((n + 1 for n, word in enumerate(words) if word.text == "from"), None)
    if behind is not None:
        return _moment(words, behind, "after")
    if len(words) > at and words[at].text in UNITS:
        return Slot("word", name="from") if len(words) == at + 1 else Slot(NOTHING)
    return _unit(words, at, "from") if len(words) > at else Slot("word", name=" ".join(UNITS))


def _result(words: Sequence[Word]) -> Slot:
    said = [word.text for word in words]
    if "," in said:
        return Slot("status") if said[-1] == "," else Slot(NOTHING)
    verb = said[1] if len(said) > 1 else ""
    wanted = {
        1: Slot("word", name=" ".join(VERBS)),
        2: Slot("clause"),
        3: Slot("word", name=VERBS.get(verb, "to")),
        4: Slot("state"),
    }
    return wanted.get(len(said), Slot(NOTHING))


def _is_deadline(words: Sequence[Word]) -> bool:
    return [word.text for word in words[:2]] == ["at", "once"]


def _modal(words: Sequence[Word]) -> int | None:
    """The place of the modal verb, or None."""
    return next((n for n, word in enumerate(words) if word.kind == "word" and word.text in MODALS), None)


def _deed(words: Sequence[Word], modal: int, lexicon: Lexicon) -> Slot:
    """The last of the deeds behind a modal: an `or` before a verb, or behind a letter, parts deeds."""
    start = modal + 1
    if start < len(words) and words[start].text == "not":
        start += 1
    for n in range(start, len(words)):
        if words[n].text == "or" and words[n].kind == "word":
            ends = n + 1 == len(words) and words[n - 1].kind == "variable"
            if ends or (n + 1 < len(words) and lexicon.said_by("infinitive", words[n + 1].text)):
                start = n + 1
    return Slot("sentence", start, "infinitive")
