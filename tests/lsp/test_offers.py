"""What is offered at a place, and what is not."""

from datetime import date

import pytest

from foedus.lang.offers import Known, Offer, offers
from foedus.lang.spots import spot_at
from foedus.lang.standard import standard_lexicon
from foedus.lang.terms import RESERVED
from foedus.text.source import Source

FENCE = "```foedus\n"
KNOWN = Known(
    standard_lexicon().extended((), {"London": "place"}),
    ("help", "no-peace"),
    {"at-once": ("7 days", "1 day"), "attack": ("armed", "declared as well")},
    ("GBR", "SUN"),
    date(1939, 7, 25),
)


def given(text: str, is_journal: bool = False) -> dict[str, Offer]:
    """What is offered at the end of the text, by its label."""
    spot = spot_at(Source("", text), len(text), is_journal)
    assert spot is not None
    return {offer.label: offer for offer in offers(spot, KNOWN)}


def in_block(text: str) -> dict[str, Offer]:
    return given(FENCE + text)


def in_journal(text: str) -> dict[str, Offer]:
    return given(text, is_journal=True)


# The mood fits


def test_at_when_sentences_stand_bare() -> None:
    found = in_block("clause c\n  when ")
    assert {"A attacks P [in Z]", "A is at war with P"} <= {*found}
    assert not {"attack P [in Z]", "attacks P [in Z]"} & {*found}
    assert found["A attacks P [in Z]"].insert == "A attacks P"
    assert found["A attacks P [in Z]"].snippet == "${1:A} attacks ${2:P}"


def test_behind_a_modal_they_are_infinitives() -> None:
    found = in_block("clause c\n  every party must ")
    assert {"attack P [in Z]", "declare war on P", "be at war with P"} <= {*found}
    assert not [label for label in found if label.startswith(("attacks", "A attacks", "is "))]
    assert "make peace with P" in in_block("clause c\n  when A attacks P\n  every party must assist P or ma")


def test_in_a_journal_they_follow_the_date_and_the_subject() -> None:
    assert "A attacks P [in Z]" in in_journal("1941-06-22 ")
    found = in_journal("1941-06-22 DEU ")
    assert {"attacks P [in Z]", "is at war with P"} <= {*found}
    assert not {"attack P [in Z]", "A attacks P [in Z]"} & {*found}
    assert found["attacks P [in Z]"].insert == "attacks "
    assert "attack P [in Z]" in in_journal("1941-06-22 DEU and ITA ")


def test_until_wants_an_event_and_where_a_fact() -> None:
    assert not [label for label in in_block("clause c\n  until ") if " is " in label]
    assert "A is at war with P" in in_block("clause c\n  where ")
    assert "A attacks P [in Z]" not in in_block("clause c\n  where ")
    assert "A attacks P [in Z]" in in_block("clause c\n  where earlier ")


# How a sentence goes on


@pytest.mark.parametrize(
    ("said", "label", "insert"),
    [
        ("DEU decl", "declares war on P", "declares war on "),
        ("DEU declares ", "war on P", "war on "),
        ("DEU declares war o", "on P", "on "),
        ("GBR assists SUN ", "against A", "against "),
        ("GBR consults with SUN ab", "about A", "about "),
        ("SUN translates this agreement ", "into L", "into "),
    ],
)
def test_the_rest_of_a_sentence(said: str, label: str, insert: str) -> None:
    assert in_journal(f"1941-06-22 {said}")[label].insert == insert


def test_what_is_said_already_is_not_offered_again() -> None:
    assert "against A" not in in_journal("1941-06-22 GBR assists SUN against DEU ")
    assert in_journal("1941-06-22 DEU attacks ").keys().isdisjoint({"in Z", "attacks P [in Z]"})


def test_a_role_is_filled_by_what_it_takes() -> None:
    assert {"GBR", "SUN", "DEU"} <= {*in_journal("1941-06-22 DEU attacks ")}
    where = in_journal("1941-06-22 DEU attacks SUN in ")
    assert {"London", "Europe"} <= {*where}
    assert "DEU" not in where
    assert {"English", "Russian"} <= {*in_journal("1941-06-22 SUN translates this agreement into ")}
    assert "this agreement" in in_journal("1941-06-22 SUN denounces ")


def test_what_a_treaty_calls_its_states_is_offered_in_blocks_alone() -> None:
    assert {"party", "third state", "another party"} <= {*in_block("clause c\n  when ")}
    assert {"party", "another party"} <= {*in_block("clause c\n  when A attacks ")}
    assert "party" in in_block("clause c\n  where another ")
    assert "party" not in in_block("clause c\n  when A attacks P in ")
    assert not {"party", "third state"} & {*in_journal("1941-06-22 ")}


def test_the_act_may_stand_under_a_condition() -> None:
    assert "must" in in_block("clause c\n  where A is in Europe\n  every other party ")
    assert "must" not in in_block("fact A is European\n  where A is in Europe\n  every other party ")


def test_letters_of_the_item_are_offered_in_it_alone() -> None:
    text = "clause c\n  when state Q attacks party R\n  every party must assist "
    assert [*in_block(text)][:2] == ["Q", "R"]
    assert "Q" not in in_block(f"{text}R\nclause d\n  every party must assist ")


# States


def test_states_are_found_by_their_english_names() -> None:
    found = in_journal("1941-06-22 Sov")
    assert (found["SUN"].insert, found["SUN"].detail) == ("SUN", "Soviet Union")
    assert {*found} == {"SUN"}


def test_states_are_those_of_the_day_of_the_line() -> None:
    assert "CSK" in in_journal("1938-01-01 ")
    assert "CSK" not in in_journal("1941-06-22 ")
    assert "UKR" not in in_journal("1941-06-22 ")
    assert "UKR" in in_journal("2001-06-22 ")


def test_the_parties_come_first() -> None:
    assert [label for label in in_block("agreement pact\n  between ")][:2] == ["GBR", "SUN"]


# Keywords and names


def test_keywords_begin_lines() -> None:
    assert {"agreement", "clause", "fact"} <= {*in_block("")}
    inside = in_block("clause c\n  ")
    assert {"when", "within", "at once", "every party must", "SUN must", "clause"} <= {*inside}
    assert not {"gives", "mutual", "title", "from"} & {*inside}
    assert {"from", "mutual"} <= {*in_block("fact A is European\n  ")}
    assert {"gives", "reading"} <= {*in_block("example e\n  ")}
    assert {"nothing", "GBR", "SUN"} <= {*in_block("example e\ngives\n  ")}
    assert {"title", "between", "in force", "place"} <= {*in_block("agreement pact\n  ")}
    assert {*in_block("clause c\n  unl")} == {"unless"}


def test_a_condition_may_go_on_below_its_keyword() -> None:
    assert "A is at war with P" in in_block("clause c\n  where A is in Europe\n    ")
    assert "A is at war with P" not in in_block("clause c\n  when A attacks P\n    ")


def test_an_act_can_be_said_in_one_way_only() -> None:
    assert {*in_block("clause c\n  no party ")} == {"may"}
    assert {*in_block("clause c\n  every other party ")} == {"must"}
    assert {*in_block("clause c\n  GBR ")} == {"must", "must not"}
    assert "party" in in_block("clause c\n  every ")


def test_names_of_clauses_and_readings() -> None:
    assert {*in_block("example e\ngives\n  GBR owes ")} == {"help", "no-peace"}
    assert in_block("clause c\n  where reading ")["at-once"].detail == "7 days or 1 day"
    assert [each.insert for each in in_block("clause c\n  where reading attack is ").values()] == [
        "armed", '"declared as well"'
    ]  # fmt: skip
    assert {"open", "late"} <= {*in_block("example e\ngives\n  GBR owes help to SUN, ")}


def test_the_data_of_a_report() -> None:
    assert {"source", "reported-by"} <= {*in_journal("1941-06-22 DEU attacks SUN ; ")}
    assert {*in_journal("1941-06-22 DEU attacks SUN ; source: x, re")} == {"recorded", "reported-by"}
    assert in_journal("1941-06-22 DEU attacks SUN ; source: a book on att") == {}
    assert in_journal("# 1941-06-22 DEU att") == {}
    assert in_journal('1941-06-22 DEU negotiates with SUN about "a pact to att') == {}


def test_the_date_of_the_line_above() -> None:
    assert {*in_journal("1941-06-22 DEU attacks SUN\n1941-06-23 ITA attacks SUN\n")} == {"1941-06-23"}
    assert in_journal("") == {}


def test_nothing_that_is_offered_is_refused_as_a_keyword() -> None:
    assert "use" not in in_block("")
    assert not {*in_block("clause c\n  when A ")} & {*RESERVED}
