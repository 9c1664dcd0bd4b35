"""The ATOP coding of an instrument: which clauses make which field, and which do not."""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question, atop
from foedus.desk.atop import Coding
from tests.conftest import ROOT

FLAGSHIP = ROOT / "agreements" / "anglo-soviet-1939"
RECORD = """\
# Pact

```foedus
agreement pact
    between GBR and {other}
    signed  {signed}
```

## Article 1. The pledge

```foedus
{clauses}
```
"""


@pytest.fixture
def coded(tmp_path: Path) -> Callable[..., Coding]:
    """Code a pact of these clauses, between GBR and another state."""

    def code(clauses: str, view: str = "public", signed: str = "1939-07-25", other: str = "FRA") -> Coding:
        path = tmp_path / "agreement.md"
        path.write_text(RECORD.format(clauses=clauses, signed=signed, other=other), encoding="utf-8")
        outcome, found = desk.codings(Question((tmp_path,), view=view))
        assert not outcome.failed
        return found[0]

    return code


def pledged(coding: Coding) -> dict[str, int | None]:
    """The fields of pledges that are not 0."""
    names = (*atop.PLEDGES, "active", "conditio", *atop.CONDITIONS, "asymm", "seppeace", "noothall", "specthrt")
    return {name: coding[name].value for name in names if coding[name].value != 0}


CONSULTATION = """\
clause consultation
    when state A threatens party P
    every party must consult with every other party about A
    within 3 days"""
NEUTRALITY = """\
clause neutrality
    no party may assist third state A against another party"""
NONAGGRESSION = """\
clause peace
    no party may attack another party"""
OFFENCE = """\
clause offence
    when party P declares war on third state A
    every other party must assist P against A
    within 7 days"""
DEFENCE = """\
clause defence
    when third state A attacks party P
    every other party must assist P against A
    within 7 days"""


@pytest.mark.parametrize(
    ("clauses", "wanted"),
    [
        (CONSULTATION, {"consul": 1}),
        (CONSULTATION.replace("state A threatens party P", "party P signs agreement A"), {}),
        (NEUTRALITY, {"neutral": 1}),
        ("clause aid\n    no party may assist DEU", {}),
        (
            "clause aid\n    no party may assist third state A\n    while A is at war with another party",
            {"neutral": 1},
        ),
        (NONAGGRESSION, {"nonagg": 1}),
        (NONAGGRESSION.replace("another party", "third state X"), {}),
        (OFFENCE, {"offense": 1, "active": 1}),
        (DEFENCE, {"defense": 1, "active": 1}),
        (
            "clause defence\n    while third state A is at war with party P\n    another party may assist P against A",
            {},
        ),
        (
            DEFENCE.replace("third state A attacks", "DEU attacks").replace("against A", "against DEU"),
            {"defense": 1, "active": 1, "conditio": 1, "defcon": 1, "specthrt": None},
        ),
        (
            DEFENCE.replace("    every", "    where A is in Europe\n    every"),
            {"defense": 1, "active": 1, "conditio": 1, "defcon": 1},
        ),
        (
            DEFENCE.replace("    every", "    unless P is the aggressor against A\n    every"),
            {"defense": 1, "active": 1, "conditio": 1, "defcon": 1},
        ),
        (
            "clause war\n    when party P is at war with third state A\n"
            "    every other party must assist P against A\n    within 7 days",
            {"defense": 1, "offense": 1, "active": 1},
        ),
        (
            "clause war\n    when third state A attacks party P\n"
            "    every other party must declare war on A\n    within 7 days",
            {"defense": 1, "active": 1},
        ),
        ("clause peace\n    no party may make peace with DEU", {"seppeace": 1}),
        ("clause peace\n    no party may make peace with another party", {}),
        ("clause free\n    no party may conclude agreement T with third state X", {"noothall": 1}),
    ],
)
def test_a_pledge_makes_its_field_and_no_other(
    coded: Callable[..., Coding], clauses: str, wanted: dict[str, int | None]
) -> None:
    assert pledged(coded(clauses)) == wanted


def test_every_value_of_a_pledge_names_its_clause(coded: Callable[..., Coding]) -> None:
    field = coded(NEUTRALITY)["neutral"]
    assert field.clauses == ("neutrality",)
    assert field.why == "neutrality (Article 1): no party may assist whoever fights another"
    assert coded(NEUTRALITY)["defense"].clauses == ()
    assert coded(NEUTRALITY)["defense"].why.startswith("no clause says so: ")


# Words of the agreement's own


def test_what_an_agreement_deems_to_be_an_attack_makes_a_defence_pact(coded: Callable[..., Coding]) -> None:
    own = "event state A invades state P\n\nevent A attacks P\n    when A invades P\n\n"
    assert pledged(coded(own + DEFENCE.replace("attacks", "invades"))) == {"defense": 1, "active": 1}


def test_what_an_attack_is_deemed_to_be_makes_a_nonaggression_pact(coded: Callable[..., Coding]) -> None:
    own = "event state A wrongs state P\n\nevent A wrongs P\n    when A attacks P\n\n"
    ban = "clause peace\n    no party may wrong another party"
    assert pledged(coded(own + ban)) == {"nonagg": 1}
    assert pledged(coded(own.replace("when A attacks P", "when A threatens P") + ban)) == {}


def test_a_duty_in_own_words_in_a_crisis_leaves_doubt(coded: Callable[..., Coding]) -> None:
    own = "event state B shields state P\n\n"
    coding = coded(own + DEFENCE.replace("assist P against A", "shield P"))
    assert pledged(coding) == {
        name: None
        for name in ("defense", "offense", "consul", "active", "conditio", "defcon", "offcon", "concon", "asymm")
    }
    assert coding["defense"].why == "defence (Article 1): a crisis calls up a duty in words of the agreement's own"
    assert coding["nonagg"].value == 0


def test_a_duty_in_own_words_that_no_crisis_calls_up_leaves_none(coded: Callable[..., Coding]) -> None:
    own = "event state B feeds state P\nevent state P starves\n\n"
    clause = "clause food\n    when party P starves\n    every other party must feed P\n    within 7 days"
    assert pledged(coded(own + clause)) == {}


# Who owes what


def test_pledges_of_one_party_are_asymmetrical_and_mirrored_ones_are_not(coded: Callable[..., Coding]) -> None:
    one = "clause help-fra\n    when third state A attacks FRA\n    GBR must assist FRA against A\n    within 7 days"
    other = "clause help-gbr\n    when third state X attacks GBR\n    FRA must assist GBR against X\n    within 7 days"
    assert pledged(coded(one)) == {"defense": 1, "active": 1, "asymm": 1}
    assert coded(one)["asymm"].why == "help-fra would read otherwise if GBR and FRA changed places"
    assert pledged(coded(f"{one}\n\n{other}")) == {"defense": 1, "active": 1}


def test_a_fact_that_names_a_party_is_asymmetrical(coded: Callable[..., Coding]) -> None:
    fact = "fact state A is meant for state P\n\nfact state A is meant for state P\n    where P is GBR\n\n"
    coding = coded(fact.split("\n\n", 1)[1] + DEFENCE.replace("    every", "    where A is meant for P\n    every"))
    assert pledged(coding) == {"defense": 1, "active": 1, "conditio": 1, "defcon": 1, "asymm": 1}


def test_a_condition_that_a_reading_empties_is_none(coded: Callable[..., Coding]) -> None:
    fact = "reading which = any or european\n\nfact state A is meant\n    where reading which is {}\n\n"
    clause = DEFENCE.replace("    every", "    where A is meant\n    every")
    assert pledged(coded(fact.format("any") + clause)) == {"defense": 1, "active": 1}
    narrow = "fact state A is meant\n    where A is in Europe\n\n"
    both = fact.format("european") + narrow + clause
    assert pledged(coded(both)) == {"defense": 1, "active": 1, "conditio": 1, "defcon": 1}


# The record


def test_a_fixed_end_gives_the_length_in_months(coded: Callable[..., Coding]) -> None:
    force = "fact this agreement is in force\n    from  signature\n    until {}\n\n"
    coding = coded(force.format("10 years after signature") + NONAGGRESSION)
    assert (coding["speclgth"].value, coding["length"].value, coding["renounce"].value) == (1, 120, 0)
    coding = coded(force.format("1940-01-01") + NONAGGRESSION)
    assert (coding["speclgth"].value, coding["length"].value) == (1, None)
    coding = coded(force.format("a party denounces this agreement") + NONAGGRESSION)
    assert (coding["speclgth"].value, coding["length"].value, coding["renounce"].value) == (0, 0, None)


def test_a_party_outside_the_system_of_states_has_no_number(coded: Callable[..., Coding]) -> None:
    coding = coded(NONAGGRESSION, other="POL", signed="1941-07-30")
    assert (coding["mem1"].value, coding["mem2"].value) == (200, None)
    assert coding["mem2"].why == "POL was no member of the system of states on that day"


# The flagship


def flagship(view: str) -> Coding:
    return desk.codings(Question((FLAGSHIP,), view=view))[1][0]


def test_the_flagship_is_coded_as_expected() -> None:
    wanted = {"defense": 1, "consul": 1, "conditio": 1, "defcon": 1, "concon": 1, "asymm": 1, "seppeace": 1,
              "noothall": 1, "statthr1": 255, "pubsecr": 1, "offense": 0, "neutral": 0, "nonagg": 1}  # fmt: skip
    coding = flagship("secret")
    assert {name: coding[name].value for name in wanted} == wanted


def test_the_public_coding_has_nothing_of_the_protocol() -> None:
    coding = flagship("public")
    public = {"consul": 0, "concon": 0, "asymm": 0, "pubsecr": 0, "secrart": 0, "statthr1": 255, "statthr2": 0}
    assert {name: coding[name].value for name in public} == public
    assert not re.search(r"protocol|consultation|ITA", str(coding))


def test_without_the_protocol_the_public_coding_is_the_same(
    tmp_path: Path, typed: Callable[..., tuple[int, str, str]]
) -> None:
    for name in ("agreement.md", "agreement.ru.md"):
        (tmp_path / name).write_bytes((FLAGSHIP / name).read_bytes())
    for form in ("csv", "table", "json"):
        whole = typed("export", "atop", str(FLAGSHIP), "--format", form)
        assert whole[0] == 0 and whole == typed("export", "atop", str(tmp_path), "--format", form)
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "protocol.md").write_bytes(b"```foedus\n\xff")
    assert whole == typed("export", "atop", str(tmp_path), "--format", "json")


# The file


def test_the_fields_are_those_of_the_alliance_file(data: Callable[[str], Path]) -> None:
    with gzip.open(data("atop") / "atop5_0_alliance.csv.gz", "rt", encoding="latin-1") as file:
        names = next(csv.reader(file))
    assert tuple(names[: len(atop.FIELDS)]) == atop.FIELDS
    assert names[len(atop.FIELDS)] == "mem1"


def test_csv_table_and_json_say_the_same(typed: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = typed("export", "atop", str(FLAGSHIP), "--view", "secret")
    (row,) = csv.DictReader(io.StringIO(out))
    assert (status, err, row["agreement"], row["counterfactual"]) == (0, "", "anglo-soviet-1939", "1")
    told = json.loads(typed("export", "atop", str(FLAGSHIP), "--view", "secret", "--format", "json")[1])["codings"][0]
    assert {name: "" if each["value"] is None else str(each["value"]) for name, each in told["fields"].items()} == {
        name: value for name, value in row.items() if name not in ("agreement", "counterfactual")
    }
    assert all(each["why"] for each in told["fields"].values())
    table = typed("export", "atop", str(FLAGSHIP), "--view", "secret", "--format", "table")[1]
    assert set(re.findall(r"^(\w+) +\d+ ", table, re.MULTILINE)) == {name for name, value in row.items() if value} - {
        "agreement",
        "counterfactual",
    }


def test_a_reading_that_is_none_is_told(typed: Callable[..., tuple[int, str, str]]) -> None:
    status, out, err = typed("export", "atop", str(FLAGSHIP), "--reading", "attacks=any")
    assert (status, out) == (2, "") and "unknown-reading" in err


def test_the_page_says_what_makes_each_field() -> None:
    page = (ROOT / "docs" / "outputs.md").read_text(encoding="utf-8")
    table = page.split("| field | what makes it so |\n| --- | --- |\n")[1].split("\n\n")[0]
    assert table.rstrip("\n").split("\n") == [f"| `{name}` | {rule} |" for name, rule in atop.RULES.items()]


def test_every_field_that_is_ever_told_is_on_the_page() -> None:
    told = {
        each.name for each in flagship("secret").fields if each.why not in (atop.NO_FORM, *atop.NOT_A_CLAUSES.values())
    }
    assert told - {"begmo", "begday", "statthr2", "mem2"} == set(atop.RULES)
