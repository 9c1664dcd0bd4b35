"""The printer: what is printed reads as the same, printing twice changes nothing, and no comment is lost."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedus import desk
from foedus.lang import (
    clause_forms,
    clauses,
    declarations,
    documents,
    examples,
    journal,
    records,
    rules,
)
from foedus.lang.document_printer import print_document
from foedus.lang.journal_printer import print_journal, print_statement
from foedus.lang.lexicon import Lexicon
from foedus.lang.printer import print_item
from foedus.lang.standard import PATH, standard_lexicon
from foedus.lang.statements import KEYS, Setting
from foedus.model.agreement import (
    Act,
    Bound,
    Clause,
    Deadline,
    EventRule,
    Example,
    FactRule,
    Item,
    Opener,
    Reading,
    Record,
    Recurrence,
    Result,
    Use,
)
from foedus.model.events import Event, Report
from foedus.model.forms import Form, either_way
from foedus.model.ledger import STATUSES
from foedus.model.moments import UNITS, parse
from foedus.model.terms import (
    Constant,
    Quantified,
    Sentence,
    Variable,
)
from foedus.text.source import Source
from tests.lang.drawn import (
    FORMS,
    LENGTHS,
    LETTERS,
    LEXICON,
    MOMENTS,
    NAMES,
    STATES,
    TEXTS,
    constants,
    items_of,
    limits,
    sentences,
    terms,
)

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
DOCUMENTS = [PATH, *sorted(FLAGSHIP.rglob("*.md"))]
JOURNALS = [desk.shipped("examples/1939-1945.journal"), desk.shipped("examples/as-told.journal")]


def read(text: str) -> Item | Record | Form | list[EventRule] | None:
    """The one item that a text states."""
    (item,) = items_of(text)
    if item.header in records.ROLES:
        return records.record(item)
    if item.header == "clause":
        return clauses.clause(item, LEXICON)
    if item.header == "reading":
        return rules.reading(item)
    if item.header == "example":
        return examples.example(item)
    if item.header == "use":
        return clause_forms.use(item)
    return rules.fact_rule(item, LEXICON) if item.header == "fact" else rules.event_rule(item, LEXICON)


def same(one: object, other: object) -> bool:
    """Whether two items are equal, examples by the texts of their journals."""
    if isinstance(one, Example) and isinstance(other, Example):
        texts = [[span.text.strip() for span in each.journal] for each in (one, other)]
        return texts[0] == texts[1] and replace(one, journal=()) == replace(other, journal=())
    return one == other


def reads_back(item: Item | Record) -> None:
    printed = print_item(item)
    again = read(printed)
    if isinstance(again, list):
        (again,) = again
    assert isinstance(again, (Clause, FactRule, EventRule, Reading, Example, Record, Use)), printed
    assert same(again, item), printed
    assert print_item(again) == printed


# What is shipped


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_shipped_document_is_in_the_one_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert print_document(Source(path.name, text), LEXICON) == text


@pytest.mark.parametrize("path", JOURNALS, ids=lambda path: path.name)
def test_a_shipped_journal_is_in_the_one_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert print_journal(Source(path.name, text), LEXICON) == text


def shipped_items() -> list[Item | Record]:
    agreement = documents.read(FLAGSHIP, "secret", standard_lexicon()).agreement
    assert agreement is not None
    source = Source("lexicon.md", PATH.read_text(encoding="utf-8"))
    _, standard, _ = documents.read_lexicon(source, Lexicon())
    every = (*agreement.documents, standard)
    return [item for document in every for item in (document.record, *document.items)]


def test_every_shipped_item_reads_back_as_itself() -> None:
    items = shipped_items()
    assert {type(item) for item in items} == {Clause, FactRule, EventRule, Reading, Example, Record}
    for item in items:
        reads_back(replace(item, article="") if not isinstance(item, Record) else item)


@pytest.mark.parametrize("form", LEXICON.forms.values(), ids=lambda form: form.key)
def test_every_declaration_reads_back_as_itself(form: Form) -> None:
    (item,) = items_of(print_item(form))
    assert declarations.declared(item, Lexicon()) == form


# The layout

UGLY = """# Pact

Text   stays  as it is.

```foedus
# what this is
protocol to  pact   # a supplement
  kind military alliance # against whom is left open
  short "Short" # its short name
  signed 1939-07-25   in  "New York"
# the end of the record
```

~~~foedus
fact state A is odd   # sometimes
fact A is even
    where A is "x" or   GBR

clause help # of everybody
    # the act comes first where nothing opens the clause
    while the agreement T is in force  # T is any
       the agreement  T is a threat to SUN
    an  actor must assist  the SUN or DEU against ITA or attack FIN
    # too soon?
    at once # really

    # until then
    until SUN makes peace with ITA # a peace
    # nothing more to say

# a reading
reading at-once = 7 days or   "1 day"   "soon"
reading x = "a" or b
# the example
example one as of 1941-01-01T12:00+02:00 # noon
    1941-01-01   DEU attacks SUN ; source: "a # b" # not ours to print
    # nothing follows
gives # this
    nothing # at all
clause broken   # kept as it is
      nobody says   anything
# last
~~~

```foedus
clause $ is no line
```
"""
NEAT = """# Pact

Text   stays  as it is.

```foedus
# what this is
protocol to pact  # a supplement
    short  "Short"  # its short name
    kind   military alliance  # against whom is left open
    signed 1939-07-25 in "New York"
    # the end of the record
```

~~~foedus
fact state A is odd  # sometimes

fact A is even
    where A is "x" or GBR

clause help  # of everybody
    an actor must assist SUN or DEU against ITA or attack FIN
    # too soon?
    at once  # really
    # the act comes first where nothing opens the clause
    while agreement T is in force  # T is any
          the agreement T is a threat to SUN
    # until then
    until SUN makes peace with ITA  # a peace
    # nothing more to say

# a reading
reading at-once = 7 days or 1 day  "soon"
reading x = a or b

# the example
example one as of 1941-01-01T10:00Z  # noon
    1941-01-01   DEU attacks SUN ; source: "a # b" # not ours to print
    # nothing follows
gives  # this
    nothing  # at all

clause broken   # kept as it is
      nobody says   anything
    # last
~~~

```foedus
clause $ is no line
```
"""


def test_the_layout_of_a_document_with_comments() -> None:
    printed = print_document(Source("a.md", UGLY), standard_lexicon())
    assert printed == NEAT
    assert print_document(Source("a.md", NEAT), standard_lexicon()) == NEAT


def test_no_comment_and_no_word_is_lost_where_comments_stand_behind_every_line() -> None:
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        numbers = iter(range(10_000))

        def commented(found: re.Match[str], numbers: object = numbers) -> str:
            lines = found[2].splitlines()
            rows = (f"{line} # note {next(numbers)}" if line.strip() else line for line in lines)  # type: ignore[call-overload]
            return found[1] + "\n".join(rows) + "\n```"

        noted = re.sub(r"(```foedus\n)(.*?)\n```", commented, text, flags=re.DOTALL)
        printed = print_document(Source(path.name, noted), LEXICON)
        assert re.findall(r"# note \d+", printed) == re.findall(r"# note \d+", noted)
        assert print_document(Source(path.name, printed), LEXICON) == printed
        bare = re.sub(r" *# note \d+", "", printed)
        assert print_document(Source(path.name, bare), LEXICON) == text


def test_a_printed_document_says_the_same(tmp_path: Path) -> None:
    for name, text in (("ugly", UGLY), ("neat", print_document(Source("", UGLY), standard_lexicon()))):
        folder = tmp_path / name
        folder.mkdir()
        main = "```foedus\nagreement pact\n    between GBR and SUN\n```\n"
        (folder / "agreement.md").write_text(main, encoding="utf-8")
        (folder / "protocol.md").write_text(text, encoding="utf-8")
    read_both = [documents.read(tmp_path / name, "public", standard_lexicon()).agreement for name in ("ugly", "neat")]
    ugly, neat = (read.documents[1] for read in read_both if read is not None)
    assert ugly.record == neat.record
    assert [same(*pair) for pair in zip(ugly.items, neat.items, strict=True)] == [True] * len(ugly.items)
    assert len(ugly.items) == 5


JOURNAL = """# the war
1941-06-22T03:15+02:00  the DEU attacks   SUN;source:IWD 129,id:a1   # a note
garbage ; stays
1941-06-22 GBR and SUN make peace with DEU ; source: "x; y # z", recorded: 1941-07-01, disputed-by: DEU, ITA

  # indented
1941-06-23 agreement moscow is not a threat to SUN # said"""
PRINTED = """# the war
1941-06-22T01:15Z DEU attacks SUN          ; source: IWD 129, id: a1  # a note
garbage ; stays
1941-06-22 GBR and SUN make peace with DEU ; source: "x; y # z", recorded: 1941-07-01, disputed-by: DEU and ITA

  # indented
1941-06-23 agreement moscow is not a threat to SUN  # said"""


def test_the_layout_of_a_journal() -> None:
    assert print_journal(Source("a", JOURNAL), standard_lexicon()) == PRINTED
    assert print_journal(Source("a", PRINTED), standard_lexicon()) == PRINTED


def test_a_line_that_would_grow_too_long_to_be_read_stays_as_it_is() -> None:
    line = "1941-06-22 DEU attacks SUN;source:" + "x" * 3_960
    assert print_journal(Source("a", line), standard_lexicon()) != line
    line += "x" * (4_000 - len(line))
    assert print_journal(Source("a", line), standard_lexicon()) == line


# Generated items


@st.composite
def acts(draw: st.DrawFn) -> Act:
    bearer = draw(terms((), choices=False))
    determiner = bearer.determiner if isinstance(bearer, Quantified) else ""
    modals = ["must not", "can not"] if determiner == "no" else ["must", "may", "can"]
    modal = draw(st.sampled_from(modals if determiner else [*modals, "must not"]))
    return Act(bearer, modal, tuple(draw(st.lists(sentences(deed=True), min_size=1, max_size=2))))


READING_NAMES = st.sampled_from(["at-once", "consult-time", "x", "day", "D"])
ANCHORS = sentences() | MOMENTS | st.sampled_from(["signature", "entry into force"])
LATER = st.none() | LENGTHS | READING_NAMES
MOMENT_LINES = st.builds(Bound, st.sampled_from(["by", "before"]), ANCHORS, LATER, st.just(1)) | st.builds(
    Bound, st.just("by"), ANCHORS, LENGTHS, st.just(-1)
)
DEADLINES = (
    st.builds(Deadline, LENGTHS)
    | st.builds(Deadline, st.none(), READING_NAMES)
    | st.builds(Deadline, st.none(), st.just(""), MOMENT_LINES)
)
RECURRENCES = st.builds(
    Recurrence,
    LENGTHS | READING_NAMES.filter(lambda name: name not in UNITS),
    st.none() | st.builds(Bound, st.just("from"), ANCHORS, LATER),
)
OWED = st.lists(st.builds(Constant, st.sampled_from(["GBR", "DEU"]), st.just("state")), max_size=2).map(tuple)
BLANKS = st.tuples(st.sampled_from(["state", "delay", "place", "number"]), LETTERS)
CLAUSES = st.builds(
    Clause,
    NAMES,
    acts(),
    st.lists(st.builds(Opener, sentences()), max_size=2).map(tuple),
    limits("where", "while", "unless"),
    st.none() | DEADLINES,
    st.lists(sentences("event"), max_size=2).map(tuple),
    recurrence=st.none() | RECURRENCES,
    owed_to=OWED,
    owed_by=OWED,
    subject_to=st.lists(NAMES, max_size=2).map(tuple),
    parameters=st.lists(BLANKS, max_size=2, unique_by=lambda blank: blank[1]).map(tuple),
    replaces=st.booleans(),
)


def heads(kind: str) -> st.SearchStrategy[Sentence]:
    """A head as an agreement writes it: letters, each with a class or none, and no optional part."""

    def head(form: Form) -> Sentence:
        args = (Variable(f"{role.variable[0]}{n}") if not role.optional else None for n, role in enumerate(form.roles))
        return Sentence(form, tuple(args))

    return st.sampled_from([form for form in LEXICON.forms.values() if form.kind == kind and not form.takes_that]).map(
        head
    )


BOUNDS = st.builds(
    Bound,
    st.sampled_from(["from", "until", "not before"]),
    ANCHORS,
    LATER,
)
FACTS = st.builds(
    FactRule,
    heads("fact"),
    st.lists(BOUNDS, max_size=3).map(tuple),
    limits("where", "unless"),
    st.lists(sentences("fact"), max_size=1).map(tuple),
    st.none() | RECURRENCES,
    replaces=st.booleans(),
).filter(lambda fact: bool(fact.replaces or fact.spans or fact.limits))
EVENTS = st.builds(EventRule, heads("event"), sentences(), limits("where", "unless"), st.booleans())
FILLED = st.lists(st.tuples(LETTERS, constants(()) | LENGTHS), min_size=1, max_size=3, unique_by=lambda each: each[0])
USES = st.builds(Use, NAMES, NAMES, FILLED.map(tuple))
VALUES = st.lists(NAMES | LENGTHS.map(str), min_size=2, max_size=4, unique=True).map(tuple)
READINGS = st.builds(Reading, NAMES, VALUES, TEXTS)
PARTIES = st.sampled_from(["all parties", "SUN", "cow:300", "the United Kingdom", "a, b"])


@st.composite
def results(draw: st.DrawFn) -> Result:
    verb = draw(st.sampled_from(["owes", "breaches", "holds"]))
    status, since = draw(st.sampled_from(STATUSES)), draw(st.none() | MOMENTS)
    return Result(draw(STATES), verb, draw(NAMES), draw(st.just("") | PARTIES), status, since)


@st.composite
def example_items(draw: st.DrawFn) -> Example:
    lines = draw(st.lists(statements().map(print_statement), max_size=3))
    source = Source("lines", "\n".join(lines))
    spans = tuple(source.span(start, start + len(line)) for start, line in zip(source.starts(), lines, strict=False))
    readings = draw(st.lists(st.tuples(NAMES, NAMES | LENGTHS.map(str)), max_size=2).map(tuple))
    found = tuple(draw(st.lists(results(), max_size=3)))
    return Example(draw(NAMES), draw(st.none() | MOMENTS), readings, spans, found)


@given(CLAUSES)
def test_a_generated_clause_reads_back_as_itself(item: Clause) -> None:
    reads_back(item)


@given(FACTS | EVENTS)
def test_a_generated_fact_or_event_reads_back_as_itself(item: FactRule | EventRule) -> None:
    reads_back(item)


@given(USES)
def test_a_generated_use_of_a_clause_form_reads_back_as_itself(item: Use) -> None:
    reads_back(item)


@given(READINGS)
def test_a_generated_reading_reads_back_as_itself(item: Reading) -> None:
    reads_back(item)


# Generated statements

CODES = st.lists(st.sampled_from(["GBR", "SUN", "cow:300"]), max_size=3).map(tuple)


@st.composite
def statements(draw: st.DrawFn) -> Event:
    form = draw(st.sampled_from(FORMS))
    args = []
    for n, role in enumerate(form.roles):
        absent = role.optional and draw(st.booleans())
        named = constants(role.sorts)
        if not form.only_states(n):
            named |= st.builds(Constant, NAMES, st.just("text"))
        value = draw(named).value
        args.append(None if absent else value)
    moment = draw(MOMENTS)
    report = Report(
        draw(st.just(moment) | MOMENTS),
        *draw(st.tuples(NAMES, TEXTS, CODES, CODES, CODES, st.sampled_from(["public", "secret"]), NAMES, NAMES)),
    )
    negated = not form.is_event and draw(st.booleans())
    return Event(moment, form, either_way(form, tuple(args)), negated, (report,))


@given(example_items())
def test_a_generated_example_reads_back_as_itself(item: Example) -> None:
    reads_back(item)


@given(statements())
def test_a_generated_statement_reads_back_as_itself(event: Event) -> None:
    printed = print_statement(event)
    found = journal.read(Source("a", printed), LEXICON, Setting())
    assert found.statements == (event,), printed
    assert print_statement(found.statements[0]) == printed
    assert print_journal(Source("a", printed), LEXICON) == printed


def test_all_keys_of_a_report_are_printed() -> None:
    said = ", ".join(f"{key}: {'GBR and SUN' if key.endswith('-by') else '1941-07-01'}" for key in KEYS)
    line = f"1941-06-22T03:15:07Z DEU attacks SUN ; {said}".replace("clearance: 1941-07-01", "clearance: secret")
    (event,) = journal.read(Source("a", line), LEXICON, Setting()).statements
    assert print_statement(event) == line
    other = replace(event.reports[0], id="other")
    both = print_statement(replace(event, reports=(event.reports[0], other)))
    assert both.splitlines() == [line, line.replace("id: 1941-07-01", "id: other")]


def test_what_a_line_cannot_hold_is_a_space() -> None:
    moment = parse("1941-06-22")
    assert moment is not None
    form = standard_lexicon().forms["attacks"]
    event = Event(moment, form, ("DEU", "a\nb", None), reports=(Report(moment, source="c\nd"),))
    assert print_statement(event) == '1941-06-22 DEU attacks "a b" ; source: c d'
