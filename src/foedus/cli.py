"""The command line: parse, call the desk, print."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from foedus import desk
from foedus.model.ledger import Entry, Ledger
from foedus.model.moments import parse, text
from foedus.text.diagnostic import render
from foedus.text.width import pad, width

COLUMNS = ("opened", "bearer", "claimant", "act", "status", "due", "closed", "article")
COUNTERFACTUAL = "A counterfactual: no such agreement was ever signed. It is run on the real record of 1939 to 1945."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 findings, 2 misuse or unreadable input."""
    options = _parser().parse_args(arguments)
    if options.command == "demo":
        return _demo()
    if options.command == "check":
        outcome = desk.check(options.paths, options.view)
        _tell(outcome)
        print(f"{len(outcome.findings)} findings" if outcome.findings else "no findings")
        return 1 if outcome.findings else 0
    if options.command == "import":
        return _import(options)
    return _run(options)


def _import(options: argparse.Namespace) -> int:
    try:
        found = desk.read_outside(options.format, options.file)
    except OSError as wrong:
        print(f"foedus: {options.file}: {wrong.strerror or 'cannot be read'}", file=sys.stderr)
        return 2
    except ValueError as wrong:
        print(f"foedus: {options.file}: {wrong}", file=sys.stderr)
        return 2
    for number, reason in found.aside:
        print(f"{options.file}:{number}: left out: {reason}", file=sys.stderr)
    text = "".join(f"{line}\n" for line in found.lines)
    if options.output is None:
        sys.stdout.write(text)
    else:
        options.output.write_text(text, encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="foedus", description="Agreements between states, as running software.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="who owes what to whom: an agreement and journals become a ledger")
    check = commands.add_parser("check", help="what is wrong in an agreement; runs its examples")
    commands.add_parser("demo", help="the flagship agreement on the real record of 1939 to 1945")
    outside = commands.add_parser("import", help="outside data as a journal")
    outside.add_argument("format", choices=tuple(desk.FEEDS))
    outside.add_argument("file", type=Path, metavar="FILE")
    outside.add_argument("-o", dest="output", type=Path, metavar="OUT")
    for command in (run, check):
        command.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        command.add_argument("--view", choices=("public", "secret"), default="public")
    run.add_argument("--journal", action="append", type=Path, default=[], metavar="FILE")
    run.add_argument("--as-of", type=_moment, metavar="D")
    run.add_argument("--known-at", type=_moment, metavar="D")
    run.add_argument("--according-to", default="all", metavar="all|accepted|PARTY")
    run.add_argument("--reading", action="append", type=_reading, default=[], metavar="NAME=VALUE")
    run.add_argument(
        "--readings", choices=("all",), help="which entries hold under every reading, and on which the others depend"
    )
    run.add_argument("--format", choices=("table", "json"), default="table")
    return parser


def _moment(written: str) -> int:
    moment = parse(written)
    if moment is None:
        raise argparse.ArgumentTypeError(f"`{written}` is no date: write it as YYYY-MM-DD")
    return moment


def _reading(written: str) -> tuple[str, str]:
    name, _, value = written.partition("=")
    return name, value


def _tell(outcome: desk.Outcome) -> None:
    for finding in outcome.findings:
        print(render(finding), file=sys.stderr)


def _run(options: argparse.Namespace) -> int:
    if options.readings:
        return _run_all_readings(options)
    outcome = desk.run(options.paths, options.journal, options.view, options.as_of, options.known_at,
                       options.according_to, dict(options.reading))  # fmt: skip
    _tell(outcome)
    if outcome.failed:
        return 2
    for ledger in outcome.ledgers:
        print(_json(ledger) if options.format == "json" else _table(ledger))
    return 0


def _run_all_readings(options: argparse.Namespace) -> int:
    outcome, depends = desk.under_all_readings(options.paths, options.journal, options.view, options.as_of)
    _tell(outcome)
    if outcome.failed:
        return 2
    for (entry, status), names in depends.items():
        print(f"{entry}, {status}: {'depends on ' + ', '.join(names) if names else 'under every reading'}")
    return 0


def _demo() -> int:
    print(COUNTERFACTUAL)
    for view in ("public", "secret"):
        outcome = desk.run(
            [desk.shipped("agreements/anglo-soviet-1939")], [desk.shipped("examples/1939-1945.journal")], view
        )
        _tell(outcome)
        print(f"\nWhat the {'public' if view == 'public' else 'cleared reader'} sees:\n")
        for ledger in outcome.ledgers:
            print(_table(ledger))
    return 0


def _cells(entry: Entry) -> tuple[str, ...]:
    dates = [text(each) if each is not None else "" for each in (entry.opened, entry.due, entry.closed)]
    return (dates[0], entry.bearer, entry.claimant, entry.act, entry.status, dates[1], dates[2], entry.article)


def _table(ledger: Ledger) -> str:
    rows = [COLUMNS, *(_cells(entry) for entry in ledger.entries)]
    widths = [max(width(row[n]) for row in rows) for n in range(len(COLUMNS))]
    lines = ["  ".join(pad(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * w for w in widths))
    kept = ", ".join(f"{each.clause} by {each.bearer}" for each in ledger.kept) or "none"
    return "\n".join([*lines, f"kept: {kept}", f"as of {text(ledger.as_of)}, {ledger.view} view"])


def _json(ledger: Ledger) -> str:
    def when(moment: int | None) -> str | None:
        return text(moment) if moment is not None else None

    entries = []
    for each in ledger.entries:
        row = {
            name: getattr(each, name)
            for name in ("id", "agreement", "clause", "article", "modal", "bearer", "claimant", "act", "status")
        }
        row |= {name: when(getattr(each, name)) for name in ("opened", "due", "breached", "closed")}
        row |= {"cause": each.cause, "closing": each.closing, "missing": each.missing}
        entries.append(row | {"readings": dict(each.readings), "because": each.because})
    kept = [
        {"agreement": k.agreement, "clause": k.clause, "article": k.article, "bearer": k.bearer} for k in ledger.kept
    ]
    whole = {
        "agreements": ledger.agreements,
        "as_of": when(ledger.as_of),
        "known_at": when(ledger.known_at),
        "view": ledger.view,
        "according_to": ledger.according_to,
        "readings": dict(ledger.readings),
        "entries": entries,
        "kept": kept,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
