"""Measure speed: the engine, peers, the readers of journals, a cold start. A printed table, never a test.

`make bench` runs everything on 100,000 and 300,000 events; `make bench ARGS="20000"` on as many as you say. Times of
one process are its processor time; those of whole processes are ratios to `python -c pass`, taken in turns with it.
"""

import csv
import gc
import io
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench import log, peers, plain
from foedus.engine import projection, record
from foedus.engine.interpreter import Interpreter
from foedus.lang import documents, journal, tables
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.lang.statements import Setting
from foedus.plan.compiler import IN_FORCE, compile_plan
from foedus.plan.nodes import Plan
from foedus.text.source import Source

ROOT = Path(__file__).parent.parent
FLAGSHIP = ROOT / "agreements" / "anglo-soviet-1939"
JOURNAL = ROOT / "examples" / "1939-1945.journal"
LOGS: dict[str, dict[str, float]] = {
    "half noise": {"noise": 0.5, "parties_only": False},
    "no noise": {"noise": 0.0, "parties_only": False},
    "no noise, each names a party": {"noise": 0.0, "parties_only": True},
}
REPEATS = 5
STARTS = 15
PEERS = (1_000, 10_000, 30_000)
READ = 30_000
"""Lines that each reader is given; more would only take longer."""


def main(arguments: list[str]) -> None:
    print(f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} processors")
    sizes = [int(each) for each in arguments] or [100_000, 300_000]
    for view in ("public", "secret"):
        plan = flagship(view)
        heading(f"Engine: the flagship, {view} view, all clauses, derivations kept", ("events", "asked", "solved",
                "rows", "feed s", "entries s", "fed events/s", "assistance by hand /s"))  # fmt: skip
        for name, options in LOGS.items():
            for size in sizes:
                line(name, *engine(plan, size, options))
    heading(
        "Peers: one clause, from events in memory to the same answer", ("events", "duties", "seconds", "times ours")
    )
    for size in PEERS:
        for cells in peers.compared(size, lambda work: best(work, 3)):
            line(*cells)
    heading(f"Reading {READ:,} lines", ("rows/s", "peer", "peer rows/s", "peer is faster by"))
    for cells in reading(READ):
        line(*cells)
    heading("Start: whole processes", ("ms", "times `python -c pass`"))
    for cells in starting(STARTS):
        line(*cells)


def heading(title: str, columns: tuple[str, ...]) -> None:
    print(f"\n{title}")
    line("", *columns)


def line(name: str, *cells: str) -> None:
    print(f"  {name:28}" + "".join(f"{cell:>{max(11, len(cell) + 2)}}" for cell in cells), flush=True)


def flagship(view: str) -> Plan:
    """The flagship's plan, as a reader of that view has it."""
    read = documents.read(FLAGSHIP, view, standard_lexicon())
    assert read.agreement is not None
    return compile_plan(read.agreement, standard_document(), read.lexicons[view].forms[IN_FORCE], {})


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The least processor time in seconds: what disturbs a measurement only ever adds to it."""
    times = []
    for _ in range(repeats):
        gc.collect()
        begin = process_time()
        made = work()  # held until the clock was read: to throw it away is no part of the work
        times.append(process_time() - begin)
        del made
    return min(times)


def engine(plan: Plan, size: int, options: dict[str, float], repeats: int = REPEATS) -> Iterator[str]:
    """The cells of one log: its size, how much of it counts, the rows, seconds, and events each second."""
    events = record.select(
        log.events(log.lines(size, noise=options["noise"], parties_only=bool(options["parties_only"])))
    )
    relevance = Interpreter(plan).relevance
    asked = sum(event.form.key in plan.events for event in events)
    solved = len(relevance.sifted(events))
    last = events[-1].moment

    def run() -> Interpreter:
        made = Interpreter(plan)
        made.feed(events)
        return made

    fed = best(run, repeats)
    rows = run().rows
    listed = best(lambda: projection.entries(plan, rows, last), repeats)
    by_hand = best(lambda: plain.assistance(events), repeats)
    yield from (f"{size:,}", f"{asked / size:.0%}", f"{solved / size:.1%}", f"{len(rows):,}")
    yield from (f"{fed:.3f}", f"{listed:.3f}", f"{size / fed:,.0f}", f"{size / by_hand:,.0f}")


def reading(count: int) -> Iterator[tuple[str, ...]]:
    """Each reader of journals beside what only takes the same text apart, and the choice of the record."""
    lines = log.lines(count)
    events = log.events(lines)
    rows = list(tables.rows(events))
    written = io.StringIO()
    writer = csv.DictWriter(written, list(dict.fromkeys(name for row in rows for name in row)), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    said = "".join(f"{each.plain()}\n" for each in lines)
    listed = "".join(f"{json.dumps(row)}\n" for row in rows)

    def read(reader: Callable[..., journal.Journal], text: str) -> float:
        def work() -> None:
            assert len(reader(Source("bench", text), standard_lexicon(), Setting()).statements) == count

        return best(work, 3)

    def compared(name: str, ours: float, peer: str, theirs: float) -> tuple[str, ...]:
        return name, f"{count / ours:,.0f}", peer, f"{count / theirs:,.0f}", f"{ours / theirs:.1f}x"

    yield "plain journal", f"{count / read(journal.read, said):,.0f}"
    table = written.getvalue()
    theirs = best(lambda: list(csv.DictReader(io.StringIO(table))), 3)
    yield compared("CSV", read(tables.read_csv, table), "csv.DictReader", theirs)
    theirs = best(lambda: [json.loads(each) for each in listed.splitlines()], 3)
    yield compared("JSON Lines", read(tables.read_json_lines, listed), "json.loads", theirs)
    yield "record.select", f"{count / best(lambda: record.select(events), 3):,.0f}"


def starting(repeats: int) -> Iterator[tuple[str, ...]]:
    """Whole processes, taking turns, so that what slows the machine down for a while slows all of them down.

    What Python keeps of compiled modules is there, as it is from the second start on.
    """
    commands = {
        "python -c pass": ["-c", "pass"],
        "foedus --help": ["-m", "foedus", "--help"],
        "foedus run, the flagship": ["-m", "foedus", "run", str(FLAGSHIP), "--journal", str(JOURNAL)],
    }
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    for command in commands.values():
        subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, check=True)
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repeats):
        for name, command in commands.items():
            begin = perf_counter()
            subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, check=True)
            times[name].append(perf_counter() - begin)
    nothing = median(times["python -c pass"])
    for name, taken in times.items():
        yield name, f"{median(taken) * 1000:.0f}", f"{median(taken) / nothing:.1f}x"


if __name__ == "__main__":
    main(sys.argv[1:])
