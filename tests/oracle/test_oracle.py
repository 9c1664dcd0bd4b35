"""Two answers to one question: foedus, and the flagship written a second time as a logic program (flagship.lp).

What came to light on the way stands in docs/oracle.md. A journal on which they disagree is shown with both answers.
"""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from tests.oracle.journals import Journal, Line, drawn
from tests.oracle.oracle import ENCODING, Answer, answered, asked

FLAGSHIP = Path(__file__).parent.parent.parent / "agreements" / "anglo-soviet-1939"
BATCH = 100
VIEWS = ("public", "secret")
EXAMPLES = re.compile(r"```foedus\nexample .*?```\n", re.DOTALL)


@pytest.fixture(scope="session")
def agreement(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The flagship without its examples, which take most of the time in which it is read."""
    folder = tmp_path_factory.mktemp("flagship")
    for document in ("agreement.md", "secret/protocol.md"):
        (folder / document).parent.mkdir(exist_ok=True)
        text, left_out = EXAMPLES.subn("", (FLAGSHIP / document).read_text(encoding="utf-8"))
        assert left_out
        (folder / document).write_text(text, encoding="utf-8")
    return folder


def of_foedus(agreement: Path, folder: Path, journal: Journal, view: str) -> Answer:
    path = folder / "drawn.journal"
    path.write_text(journal.text(), encoding="utf-8")
    return answered(agreement, path, journal, view)


def difference(journal: Journal, foedus: Answer, oracle: Answer) -> str:
    """What one says and the other does not, behind the journal."""
    said = [f"  {who} alone: {row}" for who, row in alone(foedus, oracle)]
    return f"{journal.text()}  as of {journal.as_of}, {journal.readings}\n" + "\n".join(said)


def alone(foedus: Answer, oracle: Answer) -> Iterable[tuple[str, object]]:
    for one, other, who in ((foedus, oracle, "foedus"), (oracle, foedus, "oracle")):
        yield from ((who, row) for row in one.rows if one.rows.count(row) > other.rows.count(row))
        yield from ((who, ("kept", *ban)) for ban in one.kept if ban not in other.kept)


@pytest.mark.parametrize("first", range(0, 1000, BATCH))
def test_a_thousand_journals(first: int, agreement: Path, tmp_path: Path) -> None:
    """Every other journal is asked in the public view, the rest in the secret one."""
    journals = {number: drawn(number) for number in range(first, first + BATCH)}
    expected = asked(ENCODING.read_text(encoding="utf-8"), journals, VIEWS)
    assert sum(len(answer.rows) for answer in expected.values()) > BATCH, "most journals lead to something"
    for number, journal in journals.items():
        view = VIEWS[number % 2]
        found = of_foedus(agreement, tmp_path, journal, view)
        assert found == expected[number, view], (
            f"{number}, {view}\n{difference(journal, found, expected[number, view])}"
        )


@pytest.mark.parametrize("view", VIEWS)
def test_the_examples_change_nothing(view: str, agreement: Path, tmp_path: Path) -> None:
    for number in range(10):
        with_examples = of_foedus(FLAGSHIP, tmp_path, drawn(number), view)
        assert with_examples == of_foedus(agreement, tmp_path, drawn(number), view)


# Can it disagree? Each change of the encoding is a wrong rule.

WRONG = {
    "who began it is helped": (", not began_it(R,T,P,A)", ""),
    "the public knows the protocol": ("contracting(P), not protocol(R,T)", "P = gbr"),
    "a day less": ("S/2000 + L) :- opened", "S/2000 + L - 1) :- opened"),
    "a day more": ("default(at_once,7)", "default(at_once,8)"),
    "peace ends no war": ("ends(R,T,war(A,P))   :- peace(R,T,A,P).", ""),
    "peace ends no duty": ("over(R,T,owed(assistance,B,P,(A,)))      :- peace(R,T,A,P), other(P,B).", ""),
    "not on the day of the attack": ("does(R,T,D), S <= T.", "does(R,T,D), S < T."),
    "an unknown is a breach": ("not at_home(R,T,L,B,perhaps)", "not at_home(R,T,L,B,surely)"),
    "only what was said makes a threat": ("not denied(R,T,threat(F,Q))", "stated(R,T,threat(F,Q))"),
    "what is owed by both is owed by one": ("A != deu, A != ita.", "A != deu, A != ita, B = gbr."),
    "a void act begins what it would": ("nominated(R,S,P,N,Q,M), S <= T.", "mode(M)."),
    "no time to mend": ("reading(R,removal_time,L).", "reading(R,removal_time,L), L < 0."),
}


@pytest.fixture(scope="session")
def known() -> tuple[dict[int, Journal], dict[tuple[int, str], Answer]]:
    journals = {number: drawn(number) for number in range(0, 600, 3)}  # the crowded ones
    return journals, asked(ENCODING.read_text(encoding="utf-8"), journals, VIEWS)


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_rule_is_found(
    wrong: str,
    known: tuple[dict[int, Journal], dict[tuple[int, str], Answer]],
    agreement: Path,
    tmp_path: Path,
) -> None:
    """A wrong rule changes an answer, and foedus disagrees with the answer that it changes."""
    old, new = WRONG[wrong]
    encoding = ENCODING.read_text(encoding="utf-8")
    assert old in encoding
    journals, right = known
    answers = asked(encoding.replace(old, new), journals, VIEWS)
    number, view = next(key for key in right if right[key] != answers[key])
    assert of_foedus(agreement, tmp_path, journals[number], view) == right[number, view] != answers[number, view]


# Where foedus is wrong, by docs/oracle.md


def event(day: date, verb: str, *roles: str) -> Line:
    return Line(day, None, verb, roles)


def national(day: date, person: str, state: str) -> Line:
    return Line(day, None, "national", (person, state), "so")


def agrees(agreement: Path, folder: Path, *lines: Line) -> None:
    journal = Journal(lines, None, ())
    expected = asked(ENCODING.read_text(encoding="utf-8"), {0: journal}, ["public"])[0, "public"]
    found = of_foedus(agreement, folder, journal, "public")
    assert found == expected, difference(journal, found, expected)


def test_two_agents_kept_silent(agreement: Path, tmp_path: Path) -> None:
    before, day = date(1939, 7, 27), date(1939, 7, 29)
    lines = []
    for person in ("Hodgson", "Peters"):
        lines += [national(before, person, "GBR"), event(before, "nominates", "GBR", person, "SUN")]
        lines += [event(before, "admits", "SUN", person, "GBR"), event(day, "stops_mail", "SUN", person)]
    agrees(agreement, tmp_path, *lines)


def test_nominated_before_entry_into_force(agreement: Path, tmp_path: Path) -> None:
    nomination = event(date(1939, 7, 20), "nominates", "GBR", "Ovey", "SUN")
    agrees(agreement, tmp_path, nomination, event(date(1939, 7, 25), "admits", "SUN", "Ovey", "GBR"))


def test_nominated_before_admitted_after(agreement: Path, tmp_path: Path) -> None:
    """A day later they agree: the admission is void."""
    nomination = event(date(1939, 7, 20), "nominates", "GBR", "Ovey", "SUN")
    agrees(agreement, tmp_path, nomination, event(date(1939, 7, 26), "admits", "SUN", "Ovey", "GBR"))
