"""The pieces of the benchmark run on a small log; how fast is printed by `make bench` and tested nowhere."""

import pytest

from bench import log, peers, plain, run
from foedus.engine import record
from foedus.engine.interpreter import Interpreter

LINES = 200


@pytest.mark.parametrize("view", ["public", "secret"])
def test_each_log_gives_a_row_of_the_table(view: str) -> None:
    plan = run.flagship(view)
    for options in run.LOGS.values():
        size, _, _, rows, *_ = run.engine(plan, LINES, options, repeats=1)
        assert size == str(LINES)
        assert int(rows) > 0


@pytest.mark.parametrize("name", peers.PEERS)
def test_a_peer_gives_the_same_answer(name: str) -> None:
    pytest.importorskip(name)
    events = peers.journal(2_000)
    said = peers.answer(peers.ours(peers.pact(), events), events)
    assert {how for *_, how in said} == {"performed", "released", "open"}
    assert peers.PEERS[name](events) == said


def test_a_peer_that_answers_otherwise_or_is_absent_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PEERS", {"json": lambda events: [], "no_such_package": lambda events: []})
    rows = [cells[:2] for cells in peers.compared(LINES, lambda work: 1.0)]
    assert rows[1:] == [
        ("json", "left out: it answers otherwise"),
        ("no_such_package", "left out: no_such_package is not installed"),
    ]


def test_the_readers_read_every_line() -> None:
    assert [cells[0] for cells in run.reading(LINES)] == ["plain journal", "CSV", "JSON Lines", "record.select"]


def test_a_start_is_measured_beside_an_empty_one() -> None:
    cells = list(run.starting(1))
    assert [name for name, *_ in cells] == ["python -c pass", "foedus --help", "foedus run, the flagship"]
    assert cells[0][2] == "1.0x"


def test_what_is_written_by_hand_says_what_the_engine_says() -> None:
    events = record.select(log.events(log.lines(5_000, noise=0)))
    made = Interpreter(run.flagship("secret"))
    made.feed(events)
    ours = {(row.opened, row.bearer, row.claimant) for row in made.rows if row.rule.name == "assistance"}
    theirs = {(since, bearer, claimant) for bearer, claimant, _, since, _ in plain.assistance(events)}
    assert len(ours) > 10
    assert len(ours ^ theirs) <= len(ours) // 10  # by hand the events of one day are taken one after the other
