"""The command line: parse, call the desk, print.

The desk is imported by the commands that need it, so that `foedus --help` starts light.
"""

import argparse
import contextlib
import io
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.desk import Outcome, Question
    from foedus.model.ledger import Ledger

DONE, FINDINGS, MISUSE = 0, 1, 2
FORMATS = ("table", "json", "csv")
RUN_FORMATS = (*FORMATS, "html", "dyad-year", "parquet")
DUE_FORMATS = (*FORMATS, "ics")
VIEWS = ("public", "secret")
ASIDE = Path("set-aside.txt")
SHOWN = 1_000
"""Of findings with one code at most so many are shown one by one."""


class Misuse(Exception):
    """What was typed cannot be meant; the text says why and what to type instead."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 findings, 2 misuse or unreadable input."""
    for stream in (sys.stdout, sys.stderr):  # of a name that is no UTF-8 a result keeps the bytes, a message has a sign
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(
                encoding="utf-8", errors="surrogateescape" if stream is sys.stdout else "backslashreplace"
            )
    if sys.stdout is None:
        print("foedus: the output is closed", file=sys.stderr)
        return MISUSE
    try:
        try:
            return _commanded(arguments)
        finally:
            if not sys.stdout.closed:  # the server for editors closes it
                sys.stdout.flush()
    except OSError as wrong:
        if wrong.filename is not None:  # a stream has no name: this one is no fault of the screen
            raise
        _give_up(wrong)
        return MISUSE


def _commanded(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    try:
        wrong = _overwrites(options)
        if wrong:
            raise Misuse(wrong)
        return _command(options)
    except Misuse as misuse:
        print(f"foedus: {misuse}", file=sys.stderr)
        return MISUSE


def _command(options: argparse.Namespace) -> int:
    commands = {"run": _run, "check": _check, "explain": _explain, "compare": _compare, "import": _import,
                "due": _due, "export": _export, "lsp": _lsp}  # fmt: skip
    return commands[options.command](options) if options.command in commands else _demo()


def _give_up(wrong: OSError) -> None:
    """Say that the output cannot be written, unless nobody reads it; what is still to be written goes nowhere."""
    if not isinstance(wrong, BrokenPipeError):
        with contextlib.suppress(OSError):
            print(f"foedus: the output cannot be written: {wrong.strerror}", file=sys.stderr, flush=True)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with contextlib.suppress(OSError):
                os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


# The parser


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="foedus", description="Agreements between states, as running software.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="who owes what to whom: agreements and journals become a ledger")
    run.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    _ask(run)
    run.add_argument("--readings", choices=("all",), help="what stands under every reading, and what depends on which")
    _write(
        run,
        RUN_FORMATS,
        "html: a report to read and print; dyad-year: CSV by bearer, claimant and year; "
        "parquet: the columns of csv, with -o",
    )
    run.add_argument("--keep-going", action="store_true", help="set rows that cannot be read aside, and go on")
    run.add_argument(
        "--aside",
        type=Path,
        default=ASIDE,
        metavar="FILE",
        help=f"where to, a file that does not exist yet (default: {ASIDE})",
    )
    due = commands.add_parser("due", help="what falls due between two dates, for whom, and what became of it")
    due.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    due.add_argument("--from", dest="begin", required=True, type=_moment, metavar="DATE", help="the first day")
    due.add_argument("--to", dest="end", required=True, type=_moment, metavar="DATE", help="the last day")
    _ask(due)
    _write(due, DUE_FORMATS, "ics: a calendar of all-day events")
    explain = commands.add_parser("explain", help="why an entry stands, or what an error code means")
    explain.add_argument("what", metavar="ENTRY|CODE", help="the id of an entry in the ledger, or an error code")
    explain.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="the agreement, for an entry")
    _ask(explain)
    _write(explain)
    compare = commands.add_parser("compare", help="two runs in one table: entries gained, lost, changed")
    compare.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an agreement, or two to compare")
    _ask(compare)
    _write(compare)
    compare.add_argument("--with", dest="then", nargs=argparse.REMAINDER, default=[], metavar="OPTION ...",
                         help="what is asked otherwise in the second run, such as --with --view secret")  # fmt: skip
    check = commands.add_parser("check", help="what is wrong in an agreement; runs its examples")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    check.add_argument("--view", choices=VIEWS, default="public")
    _outside(commands)
    editor = commands.add_parser("lsp", help="a language server for editors, over standard input and output")
    editor.add_argument("--view", choices=VIEWS, default="public", help="for whom it reads (default: public)")
    editor.add_argument("--stdio", action="store_true", help="what editors say; there is no other way")
    commands.add_parser("demo", help="the flagship agreement on the real record of 1939 to 1945")
    return parser


def _outside(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The commands that read and write the formats of others."""
    outside = commands.add_parser("import", help="outside data as a journal, or an outside text as an agreement")
    outside.add_argument("format", metavar="FORMAT", help="iwd, cow-wars; akn: Akoma Ntoso, to a new folder")
    outside.add_argument("file", type=Path, metavar="FILE")
    outside.add_argument("-o", dest="output", type=Path, metavar="OUT")
    export = commands.add_parser("export", help="an agreement in a format of the field")
    kinds = export.add_subparsers(dest="kind", required=True, metavar="FORMAT")
    akn = kinds.add_parser("akn", help="its text in every language as Akoma Ntoso 3.0 (XML)")
    akn.add_argument("paths", nargs=1, type=Path, metavar="PATH", help="a folder that holds an agreement")
    atop = kinds.add_parser("atop", help="its coding with the fields of ATOP, told from its clauses")
    atop.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    atop.add_argument(
        "--reading", action="append", type=_reading, metavar="NAME=VALUE", help="how an open point is read"
    )
    atop.add_argument("--format", choices=FORMATS, default="csv", help="table and json: each field with its reason")
    for each in (akn, atop):
        each.add_argument("--view", choices=VIEWS, default="public", help="for whom (default: public)")
        each.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write there; never over what is read")


def _ask(parser: argparse.ArgumentParser) -> None:
    """The options that ask for a ledger."""
    parser.add_argument(
        "--journal", action="append", type=Path, metavar="FILE", help="what happened: .journal .csv .jsonl .parquet"
    )
    parser.add_argument("--as-of", type=_moment, metavar="DATE", help="what had happened by then")
    parser.add_argument("--known-at", type=_moment, metavar="DATE", help="what was on record by then")
    parser.add_argument("--view", choices=VIEWS, help="for whom (default: public)")
    parser.add_argument("--according-to", metavar="all|accepted|PARTY", help="whose record counts (default: all)")
    parser.add_argument(
        "--reading", action="append", type=_reading, metavar="NAME=VALUE", help="how an open point is read"
    )


def _write(parser: argparse.ArgumentParser, formats: Sequence[str] = FORMATS, about: str | None = None) -> None:
    parser.add_argument("--format", choices=formats, default="table", help=about)
    parser.add_argument(
        "-o",
        dest="output",
        type=Path,
        metavar="FILE",
        help="write there instead of on the screen; never over what is read",
    )


def _moment(written: str) -> int:
    from foedus.model.moments import parse

    moment = parse(written)
    if moment is None:
        raise argparse.ArgumentTypeError(f"`{written}` is no date of the calendar: write it as YYYY-MM-DD")
    return moment


def _reading(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"`{written}` chooses no value: write it as NAME=VALUE")
    return name, value


def _question(options: argparse.Namespace, paths: Sequence[Path], base: "Question | None" = None) -> "Question":
    """What the options ask; what they leave out is asked as in `base`."""
    from foedus.desk import Question

    base = base or Question(tuple(paths))
    names = [name for name, _ in options.reading or ()]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Misuse(f"the reading {twice} is chosen twice: choose one value, or try them all with --readings all")
    return Question(
        paths=tuple(paths),
        journals=tuple(options.journal) if options.journal is not None else base.journals,
        view=options.view or base.view,
        as_of=options.as_of if options.as_of is not None else base.as_of,
        known_at=options.known_at if options.known_at is not None else base.known_at,
        according_to=options.according_to or base.according_to,
        readings={**base.readings, **dict(options.reading or ())},
        keep_going=getattr(options, "keep_going", base.keep_going),
    )


# The commands


def _run(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.format == "parquet" and (options.output is None or options.readings):
        print("foedus: a Parquet file holds one ledger: name it with -o, without --readings", file=sys.stderr)
        return MISUSE
    question = _question(options, options.paths)
    if options.format not in (*FORMATS, "parquet"):
        return _run_whole(options, question)
    if options.readings:
        outcome, depends = desk.under_all_readings(question)
    else:
        outcome, depends = desk.run(question), []
    _tell(outcome)
    if outcome.ledger is None:
        return MISUSE
    if options.format == "parquet":
        return _show_parquet(outcome.ledger, options.output) or _set_aside(outcome, options.aside)
    if options.readings:
        shown = outputs.dependences(depends, outcome.ledger, question.readings, options.format)
    else:
        shown = outputs.ledger(outcome.ledger, options.format)
    return _show(shown, options.output) or _set_aside(outcome, options.aside)


def _run_whole(options: argparse.Namespace, question: "Question") -> int:
    """The formats that show more than a ledger."""
    from foedus import desk
    from foedus.desk import outputs

    if options.readings:
        print(f"foedus: --format {options.format} shows one reading: leave --readings out", file=sys.stderr)
        return MISUSE
    if options.format == "html":
        outcome, report = desk.report(question)
        shown = outputs.report(report) if report is not None else None
    else:
        outcome, rows = desk.dyad_years(question)
        shown = outputs.dyad_years(rows) if rows is not None else None
    _tell(outcome)
    return MISUSE if shown is None else _show(shown, options.output) or _set_aside(outcome, options.aside)


def _due(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.begin > options.end:
        print("foedus: --from lies behind --to", file=sys.stderr)
        return MISUSE
    outcome, schedule = desk.due(_question(options, options.paths), options.begin, options.end)
    _tell(outcome)
    if schedule is None:
        return MISUSE
    return _show(outputs.schedule(schedule, options.format), options.output)


def _explain(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if not options.paths:
        meaning = desk.explain_code(options.what)
        if meaning is not None:
            return _show(meaning, options.output)
        near = desk.nearest_code(options.what)
        hint = f"did you mean {near}? " if near else ""
        print(f"foedus: there is no code `{options.what}`; {hint}An entry needs its agreement: "
              f"foedus explain {options.what} PATH", file=sys.stderr)  # fmt: skip
        return MISUSE
    outcome, found = desk.explain(options.what, _question(options, options.paths))
    _tell(outcome)
    return MISUSE if outcome.failed else _show(outputs.explanations(found, options.format), options.output)


def _compare(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if len(options.paths) > 2:
        raise Misuse("compare takes one agreement or two")
    before = _question(options, options.paths[:1])
    then = argparse.ArgumentParser(prog="foedus compare ... --with")
    _ask(then)
    after = _question(then.parse_args(options.then), options.paths[-1:], before)
    if before == after:
        raise Misuse("the two runs ask the same: name a second agreement, or ask otherwise behind --with")
    first, second, comparison = desk.compare(before, after)
    first.findings += [finding for finding in second.findings if finding not in first.findings]
    _tell(first)
    if comparison is None:
        return MISUSE
    return _show(outputs.comparison(comparison, options.format), options.output)


def _check(options: argparse.Namespace) -> int:
    from foedus import desk

    outcome = desk.check(options.paths, options.view)
    _tell(outcome)
    count = len(outcome.findings)
    print(f"{count} finding{'' if count == 1 else 's'}" if count else "no findings")
    return FINDINGS if count else DONE


def _import(options: argparse.Namespace) -> int:
    from foedus import desk

    try:
        if options.format == "akn":
            return _import_akn(options)
        found = desk.read_outside(options.format, options.file)
    except OSError as wrong:
        print(f"foedus: {options.file.as_posix()}: {wrong.strerror or 'cannot be read'}", file=sys.stderr)
        return MISUSE
    except ValueError as wrong:
        print(f"foedus: {options.file.as_posix()}: {wrong}", file=sys.stderr)
        return MISUSE
    for number, reason in found.aside:
        print(f"{options.file.as_posix()}:{number}: left out: {reason}", file=sys.stderr)
    return _show("\n".join(found.lines), options.output)


def _import_akn(options: argparse.Namespace) -> int:
    from foedus import desk

    if options.output is None:
        raise Misuse("an agreement is a folder: name a new one with -o")
    try:
        outcome = desk.import_akn(options.file, options.output)
    except OSError as wrong:
        raise Misuse(f"{wrong.filename or options.file}: {wrong.strerror or 'cannot be read'}") from None
    _tell(outcome)
    return FINDINGS if outcome.findings else DONE


def _export(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.kind == "atop":
        question = desk.Question(tuple(options.paths), view=options.view, readings=dict(options.reading or ()))
        outcome, found = desk.codings(question)
        _tell(outcome)
        return _show(outputs.codings(found, options.format), options.output) if found else MISUSE
    try:
        outcome, shown = desk.export_akn(options.paths[0], options.view)
    except ValueError as missing:
        raise Misuse(str(missing)) from None
    _tell(outcome)
    return MISUSE if shown is None else _show(shown, options.output)


def _lsp(options: argparse.Namespace) -> int:
    import foedus

    try:
        from foedus.lsp import server
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.split(".")[0] not in ("pygls", "lsprotocol"):
            raise
        print("foedus: the language server needs pygls: pip install foedus[lsp]", file=sys.stderr)
        return MISUSE
    server.serve(options.view, foedus.__version__)
    return DONE


def _demo() -> int:
    from foedus import desk
    from foedus.desk import Question, outputs

    agreement, record = desk.shipped("agreements/anglo-soviet-1939"), desk.shipped("examples/1939-1945.journal")
    public, cleared = (Question((agreement,), (record,), view) for view in VIEWS)
    first, _, comparison = desk.compare(public, cleared)
    _tell(first)
    if comparison is None:
        return MISUSE
    shown = desk.compared(comparison.before, comparison.after, ("the public", "a cleared reader"))
    return _show(outputs.comparison(shown, "table", everything=True), None)


# What must not be overwritten


def _overwrites(options: argparse.Namespace) -> str:
    """What would be lost if the command wrote where it is told to, and what to do instead; "" where nothing would."""
    output = getattr(options, "output", None)
    aside = options.aside if getattr(options, "keep_going", False) else None
    if aside is not None and (aside.is_file() or aside.is_symlink()):
        return f"{aside.as_posix()} is there already: move it away, or name another file with --aside"
    if aside is not None and output is not None and _is_same(aside, output):
        return f"{output.as_posix()} cannot hold the answer and the rows set aside: name another file with --aside"
    read = list(_read_by(options)) if output or aside else []
    for target in (output, aside):
        if target is not None and (any(_is_same(target, path) for path in read) or _is_within(target, options)):
            return f"{target.as_posix()} is read by this command, or would be by the next: name another file"
    return ""


def _read_by(options: argparse.Namespace) -> Iterator[Path]:
    """The files that the command reads, as far as anybody may know of them."""
    from foedus.lang.visible import may_open

    if options.command == "import":
        yield options.file
    yield from getattr(options, "journal", None) or ()
    for n, word in enumerate(getattr(options, "then", ())):
        yield from (Path(word.partition("=")[2] or word),) if n or "=" in word else ()
    for path in getattr(options, "paths", ()):
        folder = path if path.is_dir() else path.parent
        for at, folders, names in os.walk(folder):
            folders[:] = (name for name in folders if may_open(Path(at) / name, "public"))
            yield from (Path(at) / name for name in names if name.endswith(".md"))


def _is_within(target: Path, options: argparse.Namespace) -> bool:
    """Whether a file at `target` is, or would be, a document of an agreement, whether or not anything is there."""
    ways = {Path(os.path.abspath(target)), Path(os.path.realpath(target))}
    folders = {Path(os.path.realpath(path if path.is_dir() else path.parent)) for path in getattr(options, "paths", ())}
    return any(way.suffix == ".md" and way.is_relative_to(folder) for way in ways for folder in folders)


def _is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by links or not, or would if it were there."""
    try:
        if one.is_file() and other.is_file():
            return one.samefile(other)
        return not one.exists() and os.path.realpath(one) == os.path.realpath(other)
    except (OSError, ValueError):  # a name that no file can have: opening it says so
        return False


# Results and diagnostics


def _show(text: str, output: Path | None) -> int:
    """Write a result to the screen or to a file."""
    whole = text if text.endswith("\n") or not text else f"{text}\n"
    if output is None:
        sys.stdout.write(whole)
        return DONE
    try:
        output.write_text(whole, encoding="utf-8", errors="surrogateescape", newline="")
    except OSError as wrong:
        print(f"foedus: {output.as_posix()}: {wrong.strerror or 'cannot be written'}", file=sys.stderr)
        return MISUSE
    return DONE


def _show_parquet(ledger: "Ledger", output: Path) -> int:
    """Write a ledger to a Parquet file."""
    from foedus.desk import outputs

    try:
        outputs.write_parquet(ledger, output)
    except OSError as wrong:
        print(f"foedus: {output.as_posix()}: {wrong.strerror or 'cannot be written'}", file=sys.stderr)
        return MISUSE
    except ValueError as wrong:
        print(f"foedus: {wrong}: {getattr(wrong, 'remedy', '')}", file=sys.stderr)
        return MISUSE
    return DONE


def _tell(outcome: "Outcome") -> None:
    """Show the findings; of more than `SHOWN` with one code the first, and how many more there are."""
    from foedus.text.diagnostic import render

    told: dict[str, int] = {}
    for finding in outcome.findings:
        told[finding.code] = told.get(finding.code, 0) + 1
        if told[finding.code] <= SHOWN:
            print(render(finding), file=sys.stderr)
    for code, count in told.items():
        if count > SHOWN:
            print(f"foedus: {count - SHOWN} more like these [{code}]", file=sys.stderr)


def _set_aside(outcome: "Outcome", path: Path) -> int:
    """Write the rows that could not be read to a file, each under its reason, and say how many they are."""
    from foedus.text.diagnostic import render

    if not outcome.aside:
        return DONE
    try:
        with path.open("w" if path.exists() else "x", encoding="utf-8", errors="surrogateescape", newline="") as file:
            for each in outcome.aside:
                reason = "".join(f"# {line}\n" for line in render(each.finding).splitlines())
                file.write(f"{reason}{each.row}\n")
    except OSError as wrong:
        print(f"foedus: {path.as_posix()}: {wrong.strerror or 'cannot be written'}", file=sys.stderr)
        return MISUSE
    count = len(outcome.aside)
    print(f"foedus: {count} row{'' if count == 1 else 's'} set aside in {path.as_posix()}", file=sys.stderr)
    return FINDINGS
