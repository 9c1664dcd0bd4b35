"""Random journals over the words of the flagship, and what is needed to run them: plans, events, ledgers in text.

Few dates close together give many ties; a third of the lines carries data about the report. What points back at an
older report is drawn last, so that it can name a line of the same journal by its id or by its content.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from foedus import cli, desk
from foedus.engine import projection, record
from foedus.engine.interpreter import Interpreter
from foedus.engine.rows import Row
from foedus.lang import documents, journal
from foedus.lang.lexicon import Lexicon
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.agreement import Agreement
from foedus.model.events import Event
from foedus.model.ledger import Entry, Kept
from foedus.model.moments import parse
from foedus.plan.compiler import IN_FORCE, compile_plan, readings_of
from foedus.plan.nodes import Plan
from foedus.text.source import Source
from tests.pacts import BOUND, PACT, SETTLED, TIMED, WIDE

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
PARTIES = ("GBR", "SUN")
THIRD = ("DEU", "ITA", "ROU", "TUR", "SVK", "JPN", "FIN")
PACTS = ("agreement moscow-1939", "agreement london-1939")
DAYS = ("1939-07-20", "1939-07-25", "1939-07-26", "1941-06-22", "1941-06-23", "1941-06-29", "1941-06-30", "1941-07-06",
        "1941-07-07")  # fmt: skip
DATES = (*DAYS, *DAYS[3:], "1939-07-25T03:15Z", "1941-06-22T03:15Z", "1941-06-22T03:15Z", "1941-06-29T23:59Z")
WORDLESS = ("SUN translates agreement moscow-1939 into Russian", "DEU mobilises against SUN", "DEU ends talks with SUN",
            "GBR requests help of SUN against DEU", "ITA threatens GBR")  # fmt: skip
"""Sentences of forms that no clause, fact or event of the flagship names."""


@dataclass(frozen=True, repr=False)
class Line:
    """A line of a journal before it is written; a failing property shows it as it is written."""

    date: str
    sentence: str
    data: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        data = ", ".join(f"{key}: {value}" for key, value in self.data.items())
        return f"{self.date} {self.sentence}" + (f" ; {data}" if data else "")


def written(lines: Iterable[Line | str]) -> str:
    """The journal as a file holds it."""
    return "".join(f"{line}\n" for line in lines)


# Running

NAMES = {"Hodgson": "person", "Bosh": "person"}
"""Names that the lines speak of, as an agreement would declare them."""
TEXTS = ("public", "secret", "pact", "wide", "timed", "bound")
"""The flagship as its two views see it, and the four pacts."""
OWN = {"pact": PACT, "wide": WIDE, "timed": TIMED, "settled": SETTLED, "bound": BOUND}


@cache
def text_of(name: str) -> tuple[Agreement, Lexicon]:
    """An agreement of `TEXTS`, with the lexicon that its journals are read with."""
    with TemporaryDirectory() as folder:
        if name in OWN:
            (Path(folder) / "agreement.md").write_text(f"# Pact\n\n```foedus\n{OWN[name]}```\n", encoding="utf-8")
        where, view = (Path(folder), "secret") if name in OWN else (FLAGSHIP, name)
        read = documents.read(where, view, standard_lexicon())
    assert read.agreement is not None
    assert not [finding for finding in read.findings if finding.is_error]
    return read.agreement, read.lexicons["secret"]


@cache
def plan_of(name: str, choice: tuple[tuple[str, str], ...] = ()) -> Plan:
    """The plan of an agreement of `TEXTS` under one choice of readings."""
    agreement, lexicon = text_of(name)
    return compile_plan(agreement, standard_document(), lexicon.forms[IN_FORCE], dict(choice))


@cache
def every_word() -> Lexicon:
    """What the journals of any text may say."""
    own = [form for name in OWN for form in text_of(name)[1].forms.values()]
    return text_of("secret")[1].extended(own, NAMES)


def stated(lines: Iterable[Line | str]) -> list[Event]:
    """What the lines state, each statement with its own report."""
    found = journal.read(Source("random.journal", written(lines)), every_word(), Setting())
    assert not [finding for finding in found.findings if finding.is_error]
    return list(found.statements)


def selected(lines: Iterable[Line | str], weight: str = "all", known_at: int | None = None) -> list[Event]:
    """The events of the record that the lines make."""
    return record.select(stated(lines), "secret", known_at, weight, PARTIES)


@dataclass(frozen=True)
class Run:
    """What a run stored, as of any date."""

    plan: Plan
    rows: list[Row]
    force_began: int | None
    joined: Mapping[str, int]

    def entries(self, as_of: int) -> tuple[Entry, ...]:
        return projection.entries(self.plan, self.rows, as_of)

    def whole(self, as_of: int) -> tuple[tuple[Entry, ...], tuple[Kept, ...]]:
        """The entries and the bans kept."""
        return self.entries(as_of), projection.kept(self.plan, self.rows, as_of, self.force_began, self.joined)


@dataclass(frozen=True)
class Case:
    """What a property is tried on: an agreement under some readings, and whose record counts."""

    text: str
    choice: tuple[tuple[str, str], ...] = ()
    weight: str = "all"

    def run(self, *parts: Iterable[Event]) -> Run:
        """A run that is fed in one part or several, up to `END`."""
        plan = plan_of(self.text, self.choice)
        engine = Interpreter(plan)
        for part in parts:
            engine.feed(part)
        engine.pass_time(END)
        return Run(plan, engine.rows, engine.force_began, engine.solver.joined)

    def events(self, lines: Iterable[Line | str], known_at: int | None = None) -> list[Event]:
        """The events of the record whose view counts."""
        return selected(lines, self.weight, known_at)


def on(date: str) -> int:
    moment = parse(date)
    assert moment is not None
    return moment


END = on("1942-01-01")


def json_of(folder: Path, lines: Sequence[Line | str], view: str, *options: str) -> tuple[int, str, str]:
    """Status, output and messages of `foedus run --format json` on a journal of these lines."""
    path = folder / "random.journal"
    path.write_text(written(lines), encoding="utf-8")
    out, wrong = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(wrong):
        arguments = ["run", str(FLAGSHIP), "--journal", str(path), "--view", view, "--format", "json", *options]
        status = cli.main(arguments)
    return status, out.getvalue(), wrong.getvalue()


# Drawing


def _war(third: str, party: str) -> list[str]:
    """What a war with one third state is made of, what calls up a duty most often."""
    other = "GBR" if party == "SUN" else "SUN"
    return [
        f"{third} attacks {party}",
        f"{third} attacks {party}",
        f"{third} attacks {party} in Europe",
        f"{third} attacks {other}",
        f"{third} declares war on {party}",
        f"{party} attacks {third}",
        f"{party} makes peace with {third}",
        f"{third} makes peace with {party}",
        f"GBR and SUN make peace with {third}",
        f"{other} assists {party} against {third}",
        f"{other} assists {party} against {third}",
        f"{other} assists {party}",
    ]


def _dealings(third: str, party: str, pact: str) -> list[str]:
    other = "GBR" if party == "SUN" else "SUN"
    return [
        f"{other} consults with {party} about {third}",
        f"{party} consults with {other}",
        f"{party} concludes {pact} with {third}",
        f"{pact} is a threat to {other}",
        f"{pact} is not a threat to {other}",
        f"{third} is a threat to {party}",
        f"{third} is not a threat to {party}",
        f"{third} threatens {party}",
        f"{party} assists {third}",
        f"{party} assists {third} against {other}",
        f"{party} attacks {other}",
        f"{party} denounces agreement pact",
        f"{party} recognises Russian text of agreement anglo-soviet-1939",
        "GBR and SUN recognise Russian text of agreement anglo-soviet-1939",
    ]


def _wide(third: str, party: str) -> list[str]:
    """What rights, powers and states of affairs are about."""
    other = "GBR" if party == "SUN" else "SUN"
    people = [
        said
        for person in ("Hodgson", "Bosh")
        for said in (
            f"{person} is a national of {party}",
            f"{party} nominates {person} to {other}",
            f"{other} admits {person} of {party}",
            f"{other} admits {person} of {party} in London",
            f"{party} recalls {person}",
            f"{person} communicates with {party}",
            f"{person} communicates with {party} in London",
            f"{other} prevents clause free-communication of {person}",
            f"{third} prevents clause free-communication of {person}",
        )
    ]
    about = [
        f"{third} attacks {party}",
        f"JPN attacks {party}",
        f"{party} restricts trade with {other}",
        f"{party} restricts trade with {other}",
        f"{party} frees trade with {other}",
        f"{other} refuses clause help toward {party}",
        f"{party} waives clause help toward {other}",
        f"{other} assists {party} against {third}",
        f"{other} consults with {party}",
        f"{other} negotiates with {party}",
        f"{party} makes peace with {third}",
        "DEU is a threat to SUN",
        "DEU is not a threat to SUN",
        f"{party} denounces agreement wide",
    ]
    return [*people, *about, *about]


def _admitted(party: str) -> list[str]:
    """How two people become agents of a party."""
    other = "GBR" if party == "SUN" else "SUN"
    steps = ("{0} is a national of {1}", "{1} nominates {0} to {2}", "{2} admits {0} of {1}")
    return [step.format(person, party, other) for person in ("Hodgson", "Bosh") for step in steps]


def _bound(third: str, party: str) -> list[str]:
    """What joins, leaves, excuses and suspends, and what goes on beside it."""
    other = "GBR" if party == "SUN" else "SUN"
    about = [
        said
        for clause in ("clause help", "clause notice", "clause no-threat", "clause review", "clause quarrel")
        for said in (
            f"{party} excuses {other} from {clause}",
            f"{party} holds {other} to {clause}",
            f"{other} suspends {clause} toward {party}",
            f"{other} resumes {clause} toward {party}",
            f"{other} is excused from {clause} toward {party}",
            f"{other} refuses {clause} toward {party}",
        )
    ]
    return [
        *about,
        *[f"{third} attacks {party}", f"{party} makes peace with {third}", f"{third} accedes to agreement bound"] * 4,
        *[f"{third} denounces agreement bound", f"{third} is a threat to SUN", f"{party} attacks {third}"] * 2,
        f"{other} suspends agreement bound toward {party}",
        f"{other} resumes agreement bound toward {party}",
        f"agreement bound is in force for {third}",
        f"{party} denounces agreement bound",
        *[f"{other} assists {party} against {third}", f"{other} consults with {party} about {third}"] * 2,
        *[f"{other} negotiates with {party}", f"{other} threatens {party}", f"{party} declares war on {other}"] * 2,
        "ITA declares war on GBR",
        "GBR makes peace with ITA",
    ]


DATA = st.fixed_dictionaries(
    {},
    optional={
        "recorded": st.sampled_from(DAYS[3:]),
        "id": st.sampled_from(("r1", "r2", "r3")),
        "reported-by": st.sampled_from(("GBR", "SUN", "GBR and SUN", "DEU")),
        "accepted-by": st.sampled_from(("GBR", "SUN")),
        "clearance": st.sampled_from(("secret", "public")),
    },
)
WHO = st.sampled_from(("GBR and SUN", "GBR and SUN", "SUN", "GBR"))


@st.composite
def stories(draw: st.DrawFn, least: int = 4, most: int = 14, wide: bool = False, bound: bool = False) -> list[Line]:
    """Lines about one or two third states and one party on few days, so that they have to do with one another."""
    thirds = draw(st.lists(st.sampled_from(("DEU", *THIRD)), min_size=1, max_size=2))
    dates = draw(st.lists(st.sampled_from(DATES), min_size=2, max_size=4))
    party, pact = draw(st.sampled_from(PARTIES)), draw(st.sampled_from(PACTS))
    said = [each for third in thirds for each in (*_war(third, party) * 2, *_dealings(third, party, pact))]
    said = [each for third in thirds for each in _wide(third, party)] if wide else said
    said = [each for third in thirds for each in _bound(third, party)] if bound else said
    data = st.one_of(st.just({}), st.just({}), DATA)
    line = st.builds(Line, st.sampled_from(dates), st.sampled_from([*said, *WORDLESS]), data)
    drawn = draw(st.lists(line, min_size=least, max_size=most))
    return drawn + [Line(dates[0], each) for each in _admitted(party)] if wide and draw(st.booleans()) else drawn


@st.composite
def journals(draw: st.DrawFn, reported: bool = False, wide: bool = False, bound: bool = False) -> list[Line]:
    """A story, some lines of which are corrected or withdrawn; each `reported` by somebody where that is asked."""
    lines = draw(stories(wide=wide, bound=bound))
    if reported:
        lines = [Line(each.date, each.sentence, {"reported-by": draw(WHO), **each.data}) for each in lines]
    for _ in range(draw(st.sampled_from((0, 0, 1, 2, 3)))):
        target, again = draw(st.sampled_from(lines)), draw(st.sampled_from(lines))
        (first, *_) = stated([target])
        pointer = draw(st.sampled_from((first.id, target.data.get("id", first.id))))
        how = draw(st.sampled_from(("corrects", "withdraws")))
        lines.append(Line(draw(st.sampled_from(DATES)), again.sentence, {**draw(DATA), how: pointer}))
    return lines


@st.composite
def choices(draw: st.DrawFn, text: str) -> tuple[tuple[str, str], ...]:
    """A value for each reading that the text knows, the first one most often."""
    return tuple(
        (reading.name, draw(st.sampled_from((*[reading.values[0]] * 3, *reading.values))))
        for reading in readings_of(text_of(text)[0])
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, list[Line]]:
    """A case and a journal to try it on; reports matter only where not all count."""
    text, weight = draw(st.sampled_from(TEXTS)), draw(st.sampled_from(("all", "all", "accepted", "accepted", "SUN")))
    return Case(text, draw(choices(text)), weight), draw(journals(weight != "all", text == "wide", text == "bound"))
