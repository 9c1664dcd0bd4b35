"""The shipped record: every line has a source, and its attacks are those of Interstate War Data, on their days."""

from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus import desk
from foedus.feeds import iwd
from foedus.lang import journal
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.events import Event
from foedus.model.moments import parse, text
from foedus.text.source import Source

RECORD = desk.shipped("examples/1939-1945.journal")
PARTIES = {"GBR", "SUN"}
BEGINS, ENDS = "1939-01-01", "1945-12-31"

DECLARED = "1939-09-03 GBR attacks DEU"
"""IWD counts it as an attack; the record has what was done, a declaration of war on that day."""

NOT_IN_IWD = {
    "1941-05-02 GBR attacks IRQ": "below the size of a war in IWD; Playfair vol. II ch. IX, COW dispute 420",
    "1941-08-25 GBR attacks IRN": "below the size of a war in IWD; the notes of that day, COW dispute 523",
    "1941-08-25 SUN attacks IRN": "below the size of a war in IWD; the notes of that day, COW dispute 523",
}

NO_PEACE = {"POL SUN": "the fighting ended on 1939-10-05, and no peace was made"}


@pytest.fixture(scope="module")
def record() -> tuple[Event, ...]:
    source = Source("1939-1945.journal", RECORD.read_text(encoding="utf-8"))
    found = journal.read(source, standard_lexicon(), Setting())
    assert found.findings == ()
    return found.statements


def said(events: tuple[Event, ...], verb: str) -> set[str]:
    """Statements of one verb as `DAY A verb P`."""
    return {f"{text(e.moment)} {e.args[0]} {verb} {e.args[1]}" for e in events if e.form.key == verb}


def in_iwd(data: Callable[[str], Path], verb: str) -> set[str]:
    """What Interstate War Data say of the parties in these years."""
    lines = {line.split(" ; ")[0] for line in iwd.read(data("iwd") / "iwd_v1_directed_dyad_year.csv").lines}
    return {x for x in lines if f" {verb} " in x and BEGINS <= x <= ENDS and PARTIES & set(x.split())}


def test_every_line_has_a_source_and_concerns_a_party(record: tuple[Event, ...]) -> None:
    lines = [x for x in RECORD.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    assert len(lines) > 90
    for line in lines:
        sentence, _, source = line.partition(" ; source: ")
        assert len(source.strip('" ')) >= len("IWD 115"), line
        assert PARTIES & set(sentence.split()), line
    assert all(report.source for event in record for report in event.reports)
    moments = [event.moment for event in record]
    assert moments == sorted(moments), "what happened stands in order"


def test_the_attacks_are_those_of_interstate_war_data(record: tuple[Event, ...], data: Callable[[str], Path]) -> None:
    known = in_iwd(data, "attacks")
    assert len(known) == 14
    assert known - said(record, "attacks") == {DECLARED}
    assert said(record, "attacks") - known == set(NOT_IN_IWD)
    assert DECLARED.replace("attacks", "declares war on") in said(record, "declares war on")


def test_every_war_of_the_parties_ends_as_often_as_in_the_data_and_not_before_its_fighting(
    record: tuple[Event, ...], data: Callable[[str], Path]
) -> None:
    """A peace stands on the day of its instrument, which is that of the last fighting or later, save with Hungary."""
    pairs = {"JPN SUN": 2, "FIN SUN": 2}
    fought_on = {"HUN SUN"}  # the armistice of Moscow, 1945-01-20; in IWD the fighting ends on 1945-04-01
    made: dict[str, list[str]] = {}
    for line in said(record, "makes peace with"):
        day, one, *_, other = line.split()
        made.setdefault(" ".join(sorted((one, other))), []).append(day)
    ended: dict[str, list[str]] = {}
    for line in in_iwd(data, "makes peace with"):
        day, one, *_, other = line.split()
        ended.setdefault(" ".join(sorted((one, other))), []).append(day)
    assert set(ended) - set(made) == set(NO_PEACE)
    for pair in set(ended) & set(made):
        assert len(made[pair]) == len(ended[pair]) == pairs.get(pair, 1)
        in_time = [last <= peace for last, peace in zip(sorted(ended[pair]), sorted(made[pair]), strict=True)]
        assert all(in_time) == (pair not in fought_on), pair


@pytest.mark.parametrize("never", ["JPN SUN", "BGR SUN", "GBR ROU", "GBR FIN", "GBR HUN"])
def test_who_never_fought_that_year_does_not_fight(never: str, record: tuple[Event, ...]) -> None:
    of_1941 = [line for line in said(record, "attacks") if line.startswith("1941")]
    assert "1941-06-22 DEU attacks SUN" in of_1941
    assert not [line for line in of_1941 if set(never.split()) <= set(line.split())]


def test_the_two_parties_never_fight_and_make_peace_with_germany_together(record: tuple[Event, ...]) -> None:
    hostile = ("attacks", "declares war on", "makes peace with")
    assert not [event for event in record if event.form.key in hostile and set(event.args) >= PARTIES]
    peace = {line for line in said(record, "makes peace with") if "DEU" in line}
    assert peace == {f"1945-05-08 DEU makes peace with {party}" for party in PARTIES}


def test_consultation_about_romania_and_hungary_came_late(record: tuple[Event, ...]) -> None:
    """The House of Commons was told of it on 10 December 1941; the flagship's protocol gives 14 days."""
    ledger = foedus.run(desk.shipped("agreements/anglo-soviet-1939"), RECORD, view="secret")
    found = {(e.bearer, e.act[-3:], e.status, e.closed) for e in ledger.entries if e.clause == "consultation"}
    day = parse("1941-11-28")
    assert found == {(party, about, "late", day) for party in PARTIES for about in ("HUN", "ROU")}
    assert not [entry for entry in ledger.entries if entry.act.endswith(("FIN", "IRN", "IRQ", "JPN"))
                and entry.clause != "no-hostile-agreements"]  # fmt: skip
