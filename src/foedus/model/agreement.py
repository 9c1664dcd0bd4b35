"""An agreement as it is written: documents with articles, and under each article its clauses, facts and readings.

Everything here is what the parser read, before anything is decided: a plan (`foedus.plan`) is made of it.
"""

from dataclasses import dataclass, field

from foedus.model.forms import Form
from foedus.model.moments import Duration
from foedus.model.terms import Condition, Sentence, Term
from foedus.text.source import NOWHERE, Span

CLEARANCES = ("public", "secret")


def may_see(view: str, clearance: str) -> bool:
    """Whether a reader of that view is cleared for it."""
    return CLEARANCES.index(clearance) <= CLEARANCES.index(view)


@dataclass(frozen=True, slots=True)
class Article:
    """A heading and the authentic text under it; `number` is the same in every language, "" where it has none."""

    label: str
    title: str
    number: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a record: its word and what stands behind it, as written."""

    word: str
    rest: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Party:
    """A contracting state, what the text calls it, and the moment from which it is bound (None: from the beginning)."""

    code: str
    called: str
    since: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """The first block of a document: what it is, between whom, since when.

    `role` is `agreement`, `protocol` or `text`, or `adopted` of what another agreement `adopts`; `of` names the
    agreement that a protocol or a translation belongs to.
    """

    role: str
    name: str
    title: str = ""
    short: str = ""
    kind: str = ""
    counterfactual: str = ""
    parties: tuple[Party, ...] = ()
    signed: int | None = None
    signed_in: str = ""
    in_force: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    adopts: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """A line with a moment: its word, then a sentence, a date, or a moment that the record gives such as `signature`.

    `length` moves the moment later, or (`sign` -1) earlier; a name instead of a length is a reading that gives it.
    """

    word: str
    moment: Sentence | int | str
    length: Duration | str | None = None
    sign: int = 1
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Opener:
    """A `when` line: an event that happens, or a fact that begins to hold."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Recurrence:
    """An `every 6 months` line: how often, and from when (None: from entry into force)."""

    every: Duration | str
    start: Bound | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Limit:
    """A `where`, `while` or `unless` with its conditions, all of which count together."""

    word: str
    conditions: tuple[Condition, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`at once`, `within D`: a length, or the name of the reading that gives it; `by T`, `before E`: a moment."""

    length: Duration | None
    reading: str = ""
    moment: Bound | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Act:
    """Who must, must not, may or can do what; `deeds` are alternatives, sentences without a subject."""

    bearer: Term
    modal: str
    deeds: tuple[Sentence, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """An article as code: exactly one act, and what opens, limits and ends it.

    `owed_to` and `owed_by` name a claimant, or who must not prevent a right; `subject_to` the clauses that go before
    it; `parameters` are the blanks of a clause form, as (word, letter).
    """

    name: str
    act: Act
    openers: tuple[Opener, ...] = ()
    limits: tuple[Limit, ...] = ()
    deadline: Deadline | None = None
    until: tuple[Sentence, ...] = ()
    recurrence: Recurrence | None = None
    owed_to: tuple[Term, ...] = ()
    owed_by: tuple[Term, ...] = ()
    subject_to: tuple[str, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()
    replaces: bool = False
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FactRule:
    """One body of a fact; several bodies of the same words: any suffices.

    `spans` are its `from`, `until` and `not before` lines; `not_while` puts an end off while a fact holds.
    """

    head: Sentence
    spans: tuple[Bound, ...] = ()
    limits: tuple[Limit, ...] = ()
    not_while: tuple[Sentence, ...] = ()
    only_every: Recurrence | None = None
    replaces: bool = False
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class EventRule:
    """What an agreement deems to be an event: `event A attacks P / when A declares war on P`."""

    head: Sentence
    when: Sentence
    limits: tuple[Limit, ...] = ()
    replaces: bool = False
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A point that the text leaves open: its values, the first the default, and the words it reads."""

    name: str
    values: tuple[str, ...]
    asks: str = ""
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Use:
    """A clause form put to use: `use defence as against-hungary with K = HUN, D = 7 days`."""

    form: str
    name: str
    values: tuple[tuple[str, Term | Duration], ...]
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Result:
    """One line of what an example gives: who owes, or breaches, what to whom, and how it stands since when."""

    bearer: str
    verb: str
    clause: str
    claimant: str
    status: str
    since: int | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Example:
    """A journal in small and the entries it must give; nothing else may come out."""

    name: str
    as_of: int | None
    readings: tuple[tuple[str, str], ...]
    journal: tuple[Span, ...]
    results: tuple[Result, ...]
    article: str = ""
    span: Span = field(default=NOWHERE, compare=False)


Item = Clause | FactRule | EventRule | Reading | Example | Use


@dataclass(frozen=True, slots=True)
class Document:
    """One document of an instrument: its record, its articles, the forms it declares and its items."""

    path: str
    clearance: str
    language: str
    record: Record
    articles: tuple[Article, ...] = ()
    forms: tuple[Form, ...] = ()
    items: tuple[Item, ...] = ()

    def article(self, label: str) -> Article | None:
        """The article of that label, or None."""
        return next((each for each in self.articles if each.label == label), None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """An instrument: the main text first, then its supplements, then its other languages."""

    name: str
    documents: tuple[Document, ...]

    @property
    def main(self) -> Document:
        """The main text in its original language."""
        return self.documents[0]

    @property
    def record(self) -> Record:
        """The record of the main text."""
        return self.documents[0].record
