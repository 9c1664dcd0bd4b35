"""One question put to foedus, to clingo and to DuckDB: who owes whom assistance against whom, from when, until what.

The pact has the alliance's one clause. No two events share a moment, as the peers take them one after the other; they
give no reasons, no readings and no doubts. What they are timed for is from the events in memory to the answer.
"""

from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import in_clingo, in_sql, log
from foedus.engine import record
from foedus.engine.interpreter import Interpreter
from foedus.lang import documents
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.model.events import Event
from foedus.plan.compiler import IN_FORCE, compile_plan
from foedus.plan.nodes import Plan

PACT = """# Pact

```foedus
agreement pact
    between GBR and SUN
    signed  1939-07-25

clause assistance
    when   third actor A attacks party P
    every other party must assist P against A
    within 7 days
    until  A makes peace with P
```
"""


Answer = list[tuple[str, str, str, int, int | None, str]]
PEERS: dict[str, Callable[[list[Event]], Answer]] = {"clingo": in_clingo.answer, "duckdb": in_sql.answer}


def journal(size: int) -> list[Event]:
    """The synthetic record, of each moment one event; each names a party, so that no sieve helps much."""
    events = record.select(log.events(log.lines(size, noise=0, parties_only=True)))
    return list({event.moment: event for event in events}.values())


def pact() -> Plan:
    """The pact made ready to run."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "agreement.md").write_text(PACT, encoding="utf-8")
        read = documents.read(Path(folder), "public", standard_lexicon())
    assert read.agreement is not None
    return compile_plan(read.agreement, standard_document(), read.lexicons["public"].forms[IN_FORCE], {})


def ours(plan: Plan, events: list[Event]) -> Interpreter:
    """What foedus is timed for."""
    engine = Interpreter(plan)
    engine.feed(events)
    return engine


def answer(engine: Interpreter, events: list[Event]) -> Answer:
    """The rows of a run in the words of the question: bearer, claimant, against whom, since when, until when, how.

    Moments are places in the journal; the end of an open duty is None.
    """
    places = {event.moment: place for place, event in enumerate(events)}
    found: Answer = []
    for row in engine.rows:
        end = (places[row.closing.moment], row.closing.kind) if row.closing else (None, "open")
        found.append((row.bearer, row.claimant, row.values[0], places[row.opened], *end))
    return sorted(found)


def compared(size: int, best: Callable[[Callable[[], object]], float]) -> Iterator[tuple[str, ...]]:
    """The cells of each engine, or why it is left out; equal answers are made sure of before any clock runs."""
    plan, events = pact(), journal(size)
    said = answer(ours(plan, events), events)
    mine = best(lambda: ours(plan, events))
    yield "foedus", f"{len(events):,}", f"{len(said):,}", f"{mine:.4f}", "1.0x"
    for name, ask in PEERS.items():
        if find_spec(name) is None:
            yield name, f"left out: {name} is not installed"
        elif ask(events) != said:
            yield name, "left out: it answers otherwise"
        else:
            theirs = best(partial(ask, events))
            yield name, f"{len(events):,}", f"{len(said):,}", f"{theirs:.4f}", f"{theirs / mine:.1f}x"
