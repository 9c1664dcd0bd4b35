"""What a line wants at each place, told from the words before the cursor."""

import pytest

from foedus.lang.spots import Slot, spot_at
from foedus.lang.standard import standard_lexicon
from foedus.text.source import Source

FENCE = "```foedus\n"


def slot(text: str, is_journal: bool = False) -> Slot | None:
    """The slot at the end of the text."""
    spot = spot_at(Source("", text), len(text), is_journal)
    return spot.slot(spot.before(), standard_lexicon()) if spot else None


WANTED = {
    "": Slot("line"),
    "clause help\n": Slot("line"),
    "clause help\n  when ": Slot("sentence", 1),
    "clause help\n  until ": Slot("sentence", 1, only="event"),
    "clause help\n  where ": Slot("condition", 1, only="fact"),
    "clause help\n  where A is Eur": Slot("sentence", 1, only="fact"),
    "clause help\n  where earlier ": Slot("sentence", 2, only="event"),
    "clause help\n  where within 7 days earlier ": Slot("sentence", 5, only="event"),
    "clause help\n  where within 7 days ": Slot("word", name="earlier"),
    "clause help\n  where at least 1 month earlier ": Slot("sentence", 6, only="event"),
    "clause help\n  where at ": Slot("word", name="least"),
    "clause help\n  at ": Slot("word", name="once"),
    "clause help\n  within ": Slot("length"),
    "clause help\n  within 7 ": Slot("word", name="hours days weeks months years"),
    "clause help\n  within 1 ": Slot("word", name="hour day week month year"),
    "clause help\n  every party must ": Slot("sentence", 3, "infinitive"),
    "clause help\n  every party must assist P or attack ": Slot("sentence", 6, "infinitive"),
    "clause help\n  every party must assist P or ": Slot("sentence", 6, "infinitive"),
    "clause help\n  every party must assist GBR or ": Slot("sentence", 3, "infinitive"),
    "clause help\n  GBR must not ": Slot("sentence", 3, "infinitive"),
    "clause help\n  every ": Slot("bearer"),
    "clause help\n  where A is European\n    reading ": Slot("reading"),
    "clause help\n  where A is European\n    reading x is ": Slot("value", name="x"),
    "clause help\n  where A is European\n  at once\n  reading ": Slot("nothing"),
    "fact A is European\n  from ": Slot("sentence", 1, name="signature"),
    "fact A is European\n  until 1 ": Slot("word", name="hour day week month year"),
    "fact A is European\n  until 1 year ": Slot("word", name="after"),
    "fact A is European\n  until 1 year after ": Slot("sentence", 4),
    "clause help\n  by ": Slot("sentence", 1, name="signature"),
    "clause help\n  by 7 ": Slot("word", name="hours days weeks months years"),
    "clause help\n  by 7 years ": Slot("word", name="after before"),
    "clause help\n  by 7 years before ": Slot("sentence", 4),
    "clause help\n  before ": Slot("sentence", 1, only="event"),
    "clause help\n  every 6 ": Slot("word", name="hours days weeks months years"),
    "clause help\n  every 6 months ": Slot("word", name="from"),
    "clause help\n  every year ": Slot("word", name="from"),
    "clause help\n  every year from ": Slot("sentence", 3, name="signature"),
    "clause help\n  where A is European\n  by 1940-01-01\n  reading ": Slot("nothing"),
    "fact A is European\n  not before ": Slot("sentence", 2, name="signature"),
    "fact A is European\n  not before 5 years after ": Slot("sentence", 5),
    "fact A is European\n  not while ": Slot("sentence", 2, only="fact"),
    "fact A is European\n  only every ": Slot("word", name="hour day week month year"),
    "fact A is European\n  only every 3 years from 5 ": Slot("word", name="hours days weeks months years"),
    "event A attacks P\n  when ": Slot("sentence", 1),
    "fact ": Slot("form", 1, only="fact"),
    "replace ": Slot("word", name="clause fact event"),
    "replace event ": Slot("form", 2, only="event"),
    "replace clause ": Slot("clause"),
    "clause ": Slot("nothing"),
    "example a as of 1941-06-25\n": Slot("line"),
    "example a\n  1941-06-22 ": Slot("sentence", 1),
    "example a\n  reading ": Slot("reading"),
    "example a\ngives\n  GBR ": Slot("word", name="owes breaches holds"),
    "example a\ngives\n  GBR owes ": Slot("clause"),
    "example a\ngives\n  GBR breaches help ": Slot("word", name="toward"),
    "example a\ngives\n  GBR owes help to ": Slot("state"),
    "example a\ngives\n  GBR owes help to SUN, ": Slot("status"),
    "agreement pact\n  between ": Slot("state"),
    "agreement pact\n  title ": Slot("nothing"),
    "protocol ": Slot("word", name="to"),
}


@pytest.mark.parametrize("text", WANTED, ids=repr)
def test_what_a_line_of_a_block_wants(text: str) -> None:
    assert slot(FENCE + text) == WANTED[text]


def test_what_a_line_of_a_journal_wants() -> None:
    assert slot("", is_journal=True) == Slot("date")
    assert slot("1941-06-22 DEU ", is_journal=True) == Slot("sentence", 1)
    assert slot("DEU ", is_journal=True) == Slot("nothing")


def test_outside_blocks_nothing_is_wanted() -> None:
    assert slot("clause help\n  when ") is None
    assert slot(f"{FENCE}clause help\n```\n  when ") is None
    assert slot("```python\nclause help\n  when ") is None
    assert slot(f"```\ncode\n```\n{FENCE}clause help\n  when ") == Slot("sentence", 1)
    assert slot(f"~~~foedus\n{FENCE}") == Slot("line")


def test_what_is_being_written_and_where_nothing_can_be() -> None:
    for text, partial, is_open in [
        ("1941-06-22 DEU att", "att", True),
        ("1941-06-22 DEU ", "", True),
        ('1941-06-22 DEU attacks "Kola', "", False),
        ('1941-06-22 DEU attacks "Kola"', "", True),
        ("# a note on att", "", False),
        ("1941-06-22 DEU ; source: x", "x", False),
    ]:
        spot = spot_at(Source("", text), len(text), is_journal=True)
        assert spot is not None
        assert (spot.partial(), spot.is_open()) == (partial, is_open), text


def test_the_cursor_may_stand_before_the_end_of_the_line() -> None:
    text = f"{FENCE}clause help\n  when A attacks P\n```\n"
    spot = spot_at(Source("", text), text.index("attacks") + 3, is_journal=False)
    assert spot is not None
    assert [word.text for word in spot.before()] == ["when", "A"]
    assert [word.text for word in spot.words()] == ["when", "A", "attacks", "P"]
    assert (spot.partial(), spot.header) == ("att", "clause")
