"""What each command does: ask the desk, show the answer, say how it went."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from foedus.cli.options import FORMATS, NEEDS, VIEWS, Misuse, Parser, ask, no_option, question_of
from foedus.cli.outlets import DONE, FINDINGS, MISUSE, set_aside, show, show_parquet, tell

if TYPE_CHECKING:
    from foedus.desk import Question


def command(options: argparse.Namespace) -> int:
    """Do what was typed; the exit status. Raises Misuse for what cannot be done so."""
    commands = {"run": _run, "check": _check, "explain": _explain, "compare": _compare, "import": _import,
                "due": _due, "export": _export, "format": _format, "lsp": _lsp}  # fmt: skip
    return commands[options.command](options) if options.command in commands else _demo()


def _run(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.format == "parquet" and (options.output is None or options.readings):
        raise Misuse("a Parquet file holds one ledger: name it with -o, without --readings")
    question = question_of(options, options.paths)
    if options.format not in (*FORMATS, "parquet"):
        return _run_whole(options, question)
    if options.readings:
        outcome, depends = desk.under_all_readings(question)
    else:
        outcome, depends = desk.run(question), []
    tell(outcome)
    if outcome.ledger is None:
        return MISUSE
    if options.format == "parquet":
        return show_parquet(outcome.ledger, options.output) or set_aside(outcome, options.aside)
    if options.readings:
        shown = outputs.dependences(depends, outcome.ledger, question.readings, options.format)
    else:
        shown = outputs.ledger(outcome.ledger, options.format)
    return show(shown, options.output) or set_aside(outcome, options.aside)


def _run_whole(options: argparse.Namespace, question: "Question") -> int:
    """The formats that show more than a ledger."""
    from foedus import desk
    from foedus.desk import outputs

    if options.readings:
        raise Misuse(f"--format {options.format} shows one reading: leave --readings out")
    if options.format == "html":
        outcome, report = desk.report(question)
        shown = outputs.report(report) if report is not None else None
    else:
        outcome, rows = desk.dyad_years(question)
        shown = outputs.dyad_years(rows) if rows is not None else None
    tell(outcome)
    return MISUSE if shown is None else show(shown, options.output) or set_aside(outcome, options.aside)


def _due(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.begin > options.end:
        raise Misuse("--from lies behind --to")
    outcome, schedule = desk.due(question_of(options, options.paths), options.begin, options.end)
    tell(outcome)
    if schedule is None:
        return MISUSE
    return show(outputs.schedule(schedule, options.format), options.output)


def _explain(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.clause:
        return _explain_clause(options)
    if not options.what:
        raise Misuse(NEEDS["explain"])
    if not options.paths:
        meaning = desk.explain_code(options.what)
        if meaning is not None:
            return show(meaning, options.output)
        raise Misuse(_unexplained(options.what))
    outcome, found = desk.explain(options.what, question_of(options, options.paths))
    tell(outcome)
    return MISUSE if outcome.failed else show(outputs.explanations(found, options.format), options.output)


def _explain_clause(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if not options.paths:
        raise Misuse(f"a clause needs its agreement: foedus explain --clause {options.clause} FOLDER")
    if options.journal or any(each is not None for each in (options.as_of, options.known_at, options.according_to)):
        raise Misuse("a clause is told from its text: leave --journal, --as-of, --known-at and --according-to out")
    outcome, found = desk.explain_clause(options.clause, question_of(options, options.paths))
    tell(outcome)
    return MISUSE if outcome.failed else show(outputs.clauses(found, options.format), options.output)


def _unexplained(what: str) -> str:
    """What is missing where no agreement stands behind what is to be explained."""
    from foedus import desk

    if os.path.exists(what):
        return f"the entry is missing: foedus explain ENTRY {what}; `foedus run {what} --format json` lists the ids"
    near = None if "." in what else desk.nearest_code(what)
    title = "an entry needs its agreement" if "." in what else f"there is no code `{what}`"
    hint = f"did you mean `{near}`? Else: for an entry write " if near else ""
    return f"{title}: {hint}foedus explain {what} FOLDER --journal FILE"


def _compare(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if len(options.paths) > 2:
        raise Misuse("compare takes one agreement or two")
    before = question_of(options, options.paths[:1])
    then = Parser(prog="foedus compare ... --with")
    ask(then)
    asked, unknown = then.parse_known_args(options.then)
    if unknown:
        raise Misuse(no_option(unknown[0], then))
    after = question_of(asked, options.paths[-1:], before)
    if before == after:
        raise Misuse("the two runs ask the same: name a second agreement, or ask otherwise behind --with")
    first, second, comparison = desk.compare(before, after)
    first.findings += [finding for finding in second.findings if finding not in first.findings]
    tell(first)
    if comparison is None:
        return MISUSE
    return show(outputs.comparison(comparison, options.format), options.output)


def _check(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.clause and not options.coverage:
        raise Misuse("--clause chooses whose lines --coverage tries: add --coverage")
    found = None
    if options.coverage:
        outcome, found = desk.coverage(options.paths, options.view, options.clause or "", _progress)
    else:
        outcome = desk.check(options.paths, options.view)
    tell(outcome)
    count = len(outcome.findings)
    print(f"{count} finding{'' if count == 1 else 's'}" if count else "no findings")
    if found is not None:
        print(f"\n{outputs.coverage(found)}")
    return FINDINGS if count else DONE


def _progress(done: int, of: int) -> None:
    """On a terminal, how far it is; the line goes when all is done."""
    if sys.stderr is not None and sys.stderr.isatty():
        shown = f"line {done + 1} of {of}"
        print(f"\r{shown if done < of else ' ' * len(shown)}\r", end="", file=sys.stderr, flush=True)


def _format(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    outcome, found = desk.formatted(options.paths, options.view)
    tell(outcome)
    status = MISUSE if outcome.failed else DONE
    for each in found:
        try:
            if not options.check and each.changes and not each.is_left:
                each.write()
        except OSError as wrong:
            raise Misuse(f"{each.path.as_posix()}: {wrong.strerror or 'cannot be written'}") from None
        shown = outputs.formatted(each, options.check)
        print(shown, end="\n" if shown else "")
        status = max(status, MISUSE if each.is_left else FINDINGS if options.check and each.changes else DONE)
    print(outputs.formatted_total(found, options.check))
    return status


def _import(options: argparse.Namespace) -> int:
    from foedus import desk

    try:
        if options.format == "akn":
            return _import_akn(options)
        found = desk.read_outside(options.format, options.file)
    except OSError as wrong:
        raise Misuse(f"{options.file.as_posix()}: {wrong.strerror or 'cannot be read'}") from None
    except ValueError as wrong:
        raise Misuse(f"{options.file.as_posix()}: {wrong}") from None
    for number, reason in found.aside:
        print(f"{options.file.as_posix()}:{number}: left out: {reason}", file=sys.stderr)
    return show("\n".join(found.lines), options.output)


def _import_akn(options: argparse.Namespace) -> int:
    from foedus import desk

    if options.output is None:
        raise Misuse("an agreement is a folder: name a new one with -o")
    try:
        outcome = desk.import_akn(options.file, options.output)
    except OSError as wrong:
        raise Misuse(f"{wrong.filename or options.file}: {wrong.strerror or 'cannot be read'}") from None
    tell(outcome)
    return FINDINGS if outcome.findings else DONE


def _export(options: argparse.Namespace) -> int:
    from foedus import desk
    from foedus.desk import outputs

    if options.kind == "atop":
        question = desk.Question(tuple(options.paths), view=options.view, readings=dict(options.reading or ()))
        outcome, found = desk.codings(question)
        tell(outcome)
        return show(outputs.codings(found, options.format), options.output) if found else MISUSE
    try:
        outcome, shown = desk.export_akn(options.paths[0], options.view)
    except ValueError as missing:
        raise Misuse(str(missing)) from None
    tell(outcome)
    return MISUSE if shown is None else show(shown, options.output)


def _lsp(options: argparse.Namespace) -> int:
    import foedus

    try:
        from foedus.lsp import server
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.split(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise Misuse("the language server needs pygls: pip install foedus[lsp]") from None
    server.serve(options.view, foedus.__version__)
    return DONE


def _demo() -> int:
    from foedus import desk
    from foedus.desk import Question, outputs

    agreement, record = desk.shipped("agreements/anglo-soviet-1939"), desk.shipped("examples/1939-1945.journal")
    public, cleared = (Question((agreement,), (record,), view) for view in VIEWS)
    first, _, comparison = desk.compare(public, cleared)
    tell(first)
    if comparison is None:
        return MISUSE
    shown = desk.compared(comparison.before, comparison.after, ("the public", "a cleared reader"))
    return show(outputs.comparison(shown, "table", everything=True), None)
