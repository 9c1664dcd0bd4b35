"""What holds of every journal where clocks stand, states join and leave, and one clause goes before another."""

from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import event, given, settings
from hypothesis import strategies as st

from foedus.engine import projection, record
from foedus.engine.interpreter import Interpreter
from foedus.lang import documents, journal
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import Agreement
from foedus.model.events import Event
from foedus.model.ledger import Entry, Kept
from foedus.model.moments import just_after
from foedus.plan.compiler import IN_FORCE, compile_plan
from foedus.text.source import Source
from tests.pacts import STANDS
from tests.strategies import on

CLUB = f"""agreement club
    between BEL, DEU from 1930-01-03 and FRA
    signed  1930-01-01

{STANDS}event state P arms state A
event state P disarms state A

fact this agreement is in force for contracting state P
    from  signature
    until 2 days after P denounces this agreement

fact this agreement is in force for state P
    from   P accedes to this agreement
    where  P is not a threat to BEL
    until  2 days after P denounces this agreement

fact state P is arming state A
    from  P arms A
    until P disarms A

clause help
    when  third state A attacks party P
    every other party must assist P against A
    within 3 days
    subject to clause calm

clause calm
    no party may assist another party against a third state
    while another party is at war with ITA

clause no-threat
    no party may threaten another party
    owed to all parties
    subject to clause warning

clause warning
    when  party P attacks a third state
    every other party must threaten P
    within 2 days

clause no-arming
    no party may be arming another party
    within 2 days

clause text
    every party must translate this agreement into French
    within 2 days

clause answer
    when Q breaches clause help toward P
    Q must consult with P
    within 1 day
"""
WHO = ("BEL", "DEU", "FRA", "POL")
DAYS = tuple(f"1930-01-{day:02}" for day in range(1, 10))
END = on("1930-03-01")
CLAUSES = ("clause help", "clause no-threat", "clause no-arming", "clause text", "agreement club")


@cache
def _read() -> documents.Reading:
    with TemporaryDirectory() as folder:
        (Path(folder) / "agreement.md").write_text(f"# Club\n\n```foedus\n{CLUB}```\n", encoding="utf-8")
        read = documents.read(Path(folder), "public", standard_lexicon())
    assert [each for each in read.findings if each.is_error] == []
    return read


def _agreement() -> Agreement:
    agreement = _read().agreement
    assert agreement is not None
    return agreement


def events(lines: list[str]) -> list[Event]:
    source = Source("random.journal", "".join(f"{line}\n" for line in lines))
    found = journal.read(source, _read().lexicons["public"], Setting("club"))
    assert [each for each in found.findings if each.is_error] == []
    return record.select(list(found.statements), "public", None, "all", WHO)


def run(*parts: list[Event]) -> Interpreter:
    engine = Interpreter(
        compile_plan(_agreement(), standard_document(), _read().lexicons["public"].forms[IN_FORCE], {})
    )
    for part in parts:
        engine.feed(part)
    engine.pass_time(END)
    return engine


def whole(engine: Interpreter, as_of: int) -> tuple[tuple[Entry, ...], tuple[Kept, ...]]:
    plan, rows = engine.plan, engine.rows
    return projection.entries(plan, rows, as_of), projection.kept(
        plan, rows, as_of, engine.force_began, engine.solver.joined
    )


@st.composite
def lines(draw: st.DrawFn) -> str:
    one, other = draw(st.permutations(WHO))[:2]
    third = draw(st.sampled_from(("ITA", "LUX")))
    clause = draw(st.sampled_from(CLAUSES))
    said = draw(
        st.sampled_from(
            [
                f"{third} attacks {one}",
                f"{third} attacks {one}",
                f"{one} attacks {third}",
                f"{one} assists {other} against {third}",
                f"{one} threatens {other}",
                f"{one} arms {other}",
                f"{one} disarms {other}",
                f"{one} makes peace with {third}",
                f"{one} suspends {clause} toward {other}",
                f"{one} resumes {clause} toward {other}",
                f"{clause} is suspended for {one} toward {other}",
                f"POL is{draw(st.sampled_from((' not', '')))} a threat to BEL",
                f"{one} accedes to agreement club",
                f"{one} denounces agreement club",
                *(
                    [f"{other} excuses {one} from {clause}", f"{other} holds {one} to {clause}",
                     f"{other} waives {clause} toward {one}", f"{one} refuses {clause} toward {other}",
                     f"{one} is not excused from {clause} toward {other}"]
                    if clause.startswith("clause")
                    else []
                ),
            ]
        )
    )  # fmt: skip
    return f"{draw(st.sampled_from(DAYS))} {said}"


JOURNALS = st.lists(lines(), min_size=1, max_size=12)
MANY = settings(max_examples=100)


@MANY
@given(JOURNALS)
def test_a_prefix_gives_what_the_whole_gives_as_of_its_end(drawn: list[str]) -> None:
    given_ = events(drawn)
    all_of_it = run(given_)
    moments = sorted({each.moment for each in given_})
    for cut in sorted({*moments, *map(just_after, moments), *(late - 1 for _, late in pairwise(moments)), END}):
        part = run([each for each in given_ if each.moment <= cut])
        assert whole(part, cut) == whole(all_of_it, cut)


@MANY
@given(JOURNALS)
def test_two_halves_give_the_whole(drawn: list[str]) -> None:
    given_ = events(drawn)
    all_of_it = whole(run(given_), END)
    for cut in {each.moment for each in given_}:
        early, late = [e for e in given_ if e.moment <= cut], [e for e in given_ if e.moment > cut]
        assert whole(run(early, late), END) == all_of_it


@MANY
@given(JOURNALS, st.data())
def test_the_order_of_lines_and_lines_given_twice_change_nothing(drawn: list[str], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(drawn), max_size=3))
    mixed = data.draw(st.permutations([*drawn, *again]))
    assert whole(run(events(mixed)), END) == whole(run(events(drawn)), END)


@MANY
@given(JOURNALS)
def test_entries_say_how_they_stand(drawn: list[str]) -> None:
    engine = run(events(drawn))
    for day in DAYS:
        entries = projection.entries(engine.plan, engine.rows, on(day))
        assert len({entry.id for entry in entries}) == len(entries)
        for entry in entries:
            event(f"{entry.clause} {entry.status}")
            assert (entry.breached is not None) == (entry.status in ("breached", "late"))
            assert bool(entry.missing) or entry.status != "undetermined"
            if entry.status in ("excused", "suspended") and entry.modal == "must":
                assert entry.due is None and entry.since <= on(day)
