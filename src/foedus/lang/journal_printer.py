r"""A journal in the one layout: a statement a line, the data behind `;` in one column for each paragraph.

>>> from foedus.lang.standard import standard_lexicon
>>> source = Source("", "1941-06-22   DEU attacks the SUN;source:IWD 129 # June\n")
>>> print_journal(source, standard_lexicon())
'1941-06-22 DEU attacks SUN ; source: IWD 129  # June\n'
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from foedus.lang import journal, proper, sentences
from foedus.lang.blocks import LONGEST_LINE
from foedus.lang.findings import Fault, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.sentence_printer import kind, said_by, sentence
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.lang.words import comment_begins, data_begins, quoted, split
from foedus.model import states
from foedus.model.events import Event, Report
from foedus.model.forms import NAMED_BY_CLASS, Form
from foedus.model.moments import text
from foedus.model.terms import THIS_AGREEMENT, Constant, Sentence
from foedus.text.source import Source
from foedus.text.width import pad, width

COLUMN = 90
"""Data stand in one column up to this one; a longer sentence stands out and moves no other."""
_QUOTED = frozenset('";,#\\')


def print_statement(event: Event) -> str:
    """An event as a journal states it: a line for each of its reports, without an end of line.

    A line break inside a text is printed as a space, since no line of a journal can hold one.
    """
    said = f"{text(event.moment)} {sentence(_sentence(event))}"
    told = [data_of(report, event.moment) for report in event.reports] or [""]
    return "\n".join(f"{said} ; {data}" if data else said for data in told)


def print_journal(source: Source, lexicon: Lexicon) -> str:
    """The text of a plain journal in the one layout; comments, blank lines and what cannot be read stay as they are."""
    lines = (_Printed(source, start, lexicon) for start in source.starts())
    out: list[str] = []
    for _, paragraph in groupby(lines, lambda line: not line.raw.strip()):
        out += _aligned(list(paragraph))
    return "\n".join(out)


class _Printed:
    """A line taken apart: its sentence with the date, its data and its comment; only `raw` where it cannot be read."""

    def __init__(self, source: Source, start: int, lexicon: Lexicon) -> None:
        end = source.text.find("\n", start)
        end = end if end >= 0 else len(source.text)
        self.raw = source.text[start:end]
        self.said = self.data = self.comment = ""
        try:
            found = journal.statement(source, start, end, lexicon, Setting())
            if found:
                self._take(source, start, end, lexicon, found[0])
        except Fault:
            return

    def _take(self, source: Source, start: int, end: int, lexicon: Lexicon, first: Event) -> None:
        at = data_begins(source.text, start, end)
        words, _ = split(source, start, at)
        read = sound(sentences.read(words[1:], lexicon, source.span(start, at)))
        self.said = f"{text(first.moment)} {sentence(read)}"
        self.data = data_of(first.reports[0], first.moment)
        self.comment = source.text[comment_begins(source.text, at, end) : end].strip()

    def in_column(self, column: int) -> str:
        """The line with its data in that column."""
        whole = f"{pad(self.said, column)} ; {self.data}" if self.data else self.said
        whole += f"  {self.comment}" if self.comment else ""
        return whole if self.said and len(whole) <= LONGEST_LINE else self.raw


def _aligned(lines: list[_Printed]) -> Iterator[str]:
    widths = [width(line.said) for line in lines if line.data]
    column = max((each for each in widths if each <= COLUMN), default=0)
    yield from (line.in_column(column) for line in lines)


# Data


def data_of(report: Report, moment: int) -> str:
    """What a report says beside its sentence, as it stands behind `;`; empty where it says nothing."""
    data = {
        "source": _value(report.source),
        "recorded": "" if report.recorded == moment else text(report.recorded),
        "reported-by": _codes(report.reported_by),
        "accepted-by": _codes(report.accepted_by),
        "disputed-by": _codes(report.disputed_by),
        "clearance": "" if report.clearance == "public" else report.clearance,
        "id": _value(report.id),
        "corrects": _value(report.corrects),
        "withdraws": _value(report.withdraws),
    }
    return ", ".join(f"{key}: {value}" for key, value in data.items() if value)


def _codes(codes: Iterable[str]) -> str:
    return " and ".join(codes)


def _value(value: str) -> str:
    value = _on_one_line(value)
    return quoted(value) if value != value.strip() or _QUOTED & set(value) else value


def _on_one_line(value: str) -> str:
    return value.replace("\r", " ").replace("\n", " ")


# From an event back to its sentence


def _sentence(event: Event) -> Sentence:
    args = (None if value is None else _constant(value, n, event.form) for n, value in enumerate(event.args))
    return Sentence(event.form, tuple(args), event.negated)


def _constant(value: str, role: int, form: Form) -> Constant:
    """The way to name a value in its role: bare where that says the same, else by its class, else quoted."""
    sorts, found = form.roles[role].sorts, kind(value)
    shows = found if found in ("state", "date", "number") else ""
    bare = found in ("state", "name", "date", "number") and value not in said_by(form)
    if found == "name" and value not in standard_lexicon().names and not form.only_states(role):
        bare = bare and not proper.must_be_declared(sorts)  # whether the agreement declares it is not known here
    if bare and form.roles[role].takes(shows) and (found != "state" or states.known(value)):
        return Constant(value, found)
    classes = [sort for sort in NAMED_BY_CLASS if sort in sorts]
    if value == THIS_AGREEMENT and (not sorts or "agreement" in classes):
        return Constant(value, "agreement")
    return Constant(_on_one_line(value), classes[0] if classes else "text")
