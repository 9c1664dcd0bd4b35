"""What may be typed, taken apart, and what to type instead of what cannot be meant."""

import argparse
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from foedus.desk import Question

FORMATS = ("table", "json", "csv")
RUN_FORMATS = (*FORMATS, "html", "dyad-year", "parquet")
DUE_FORMATS = (*FORMATS, "ics")
VIEWS = ("public", "secret")
ASIDE = Path("set-aside.txt")


class Misuse(Exception):
    """What was typed cannot be meant; the text says why and what to type instead."""


NEEDS = {
    "": "say what to do, such as `foedus run FOLDER --journal FILE`; `foedus --help` lists the commands",
    "run": "name the folder of an agreement: foedus run FOLDER --journal FILE",
    "due": "name the folder of an agreement and the days: foedus due FOLDER --from 1941-06-01 --to 1941-06-30",
    "explain": "name an entry and the folder of its agreement: foedus explain ENTRY FOLDER --journal FILE; "
    "a clause: foedus explain --clause NAME FOLDER; or a code: foedus explain CODE",
    "compare": "name the folder of an agreement, or two: foedus compare FOLDER --journal FILE --with --view secret",
    "check": "name the folder of an agreement: foedus check FOLDER",
    "export": "name a format and the folder of an agreement: foedus export akn FOLDER -o FILE.xml",
    "export akn": "name the folder of an agreement: foedus export akn FOLDER -o FILE.xml",
    "export atop": "name the folder of an agreement: foedus export atop FOLDER",
    "format": "name a folder or a journal: foedus format FOLDER",
    "import": "name a format and a file: foedus import iwd FILE -o OUT.journal",
}
"""What each command needs, for whoever leaves it out."""


class Parser(argparse.ArgumentParser):
    """A parser that says what to type instead of how its options are parsed."""

    def error(self, message: str) -> NoReturn:
        """Give up on what was typed."""
        if "are required" in message:
            raise Misuse(NEEDS.get(self.prog.removeprefix("foedus").strip(), message))
        name, sign, wrong = message.removeprefix("argument ").partition(": ")
        if sign and wrong.startswith("expected"):
            raise Misuse(f"{name} needs a value behind it: `{self.prog} --help` says which")
        raise Misuse(f"{name}: {wrong}" if sign else message)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """What was typed, taken apart. Raises Misuse for a command or an option that there is not."""
    from foedus.lang.near import did_you_mean

    parser, commands = _parser()
    first = next(iter(arguments), "")
    if first not in commands and first[:1] not in ("", "-"):
        known = f"the commands are {', '.join(commands)}"
        raise Misuse(f"there is no command `{first}`: {did_you_mean(first, commands, known)}")
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        raise Misuse(no_option(unknown[0], commands[options.command]))
    if options.command == "explain" and options.clause and options.what:  # what stands first is then a path
        options.what, options.paths = None, [Path(options.what), *options.paths]
    return options


def no_option(word: str, parser: argparse.ArgumentParser) -> str:
    """Why a word that no option takes cannot stand there, and the nearest that can."""
    from foedus.lang.near import did_you_mean

    known = re.findall(r"-[-a-z]+", parser.format_usage())
    what = f"{parser.prog} has no option `{word.partition('=')[0]}`" if word[:1] == "-" else f"`{word}` is one too many"
    return f"{what}: {did_you_mean(word.partition('=')[0], known, f'`{parser.prog} --help` lists them')}"


def _one_of(*choices: str) -> Callable[[str], str]:
    """Takes one of these words, and says of any other which is the nearest."""

    def chosen(written: str) -> str:
        from foedus.lang.near import did_you_mean

        if written not in choices:
            hint = did_you_mean(written, choices, f"choose {' or '.join(choices)}")
            raise argparse.ArgumentTypeError(f"there is no `{written}`: {hint}")
        return written

    return chosen


def _parser() -> tuple[argparse.ArgumentParser, Mapping[str, argparse.ArgumentParser]]:
    parser = Parser(prog="foedus", description="Agreements between states, as running software.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=Parser)
    run = commands.add_parser("run", help="who owes what to whom: agreements and journals become a ledger")
    run.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    ask(run)
    run.add_argument(
        "--readings",
        type=_one_of("all"),
        choices=("all",),
        help="what stands under every reading, and what depends on which",
    )
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
    ask(due)
    _write(due, DUE_FORMATS, "ics: a calendar of all-day events")
    explain = commands.add_parser("explain", help="why an entry stands, what a clause is run as, what a code means")
    explain.add_argument("what", nargs="?", metavar="ENTRY|CODE", help="the id of an entry, or the code of an error")
    explain.add_argument("--clause", metavar="NAME", help="instead: the text of a clause and what it is run as")
    explain.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="the agreement, for an entry")
    ask(explain)
    _write(explain)
    compare = commands.add_parser("compare", help="two runs in one table: entries gained, lost, changed")
    compare.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an agreement, or two to compare")
    ask(compare)
    _write(compare)
    compare.add_argument("--with", dest="then", nargs=argparse.REMAINDER, default=[], metavar="OPTION ...",
                         help="what is asked otherwise in the second run, such as --with --view secret")  # fmt: skip
    _add_for_writers(commands)
    commands.add_parser("demo", help="the flagship agreement on the real record of 1939 to 1945")
    return parser, commands.choices


def _add_for_writers(commands: "argparse._SubParsersAction[Parser]") -> None:
    """The commands that ask for no ledger."""
    check = commands.add_parser("check", help="what is wrong in an agreement; runs its examples")
    check.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    check.add_argument("--view", type=_one_of(*VIEWS), choices=VIEWS, default="public")
    check.add_argument("--coverage", action="store_true", help="which lines no example needs: each is left out in turn")
    check.add_argument("--clause", metavar="NAME", help="with --coverage: the lines of that clause alone")
    layout = commands.add_parser("format", help="agreements and journals in the one layout; what they say stays")
    layout.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="an agreement, a journal, a folder of them")
    layout.add_argument("--check", action="store_true", help="write nothing, show what would change; exit status 1")
    layout.add_argument("--view", type=_one_of(*VIEWS), choices=VIEWS, default="public")
    _add_for_outside(commands)
    editor = commands.add_parser("lsp", help="a language server for editors, over standard input and output")
    editor.add_argument(
        "--view", type=_one_of(*VIEWS), choices=VIEWS, default="public", help="for whom it reads (default: public)"
    )
    editor.add_argument("--stdio", action="store_true", help="what editors say; there is no other way")


def _add_for_outside(commands: "argparse._SubParsersAction[Parser]") -> None:
    """The commands that read and write the formats of others."""
    outside = commands.add_parser("import", help="outside data as a journal, or an outside text as an agreement")
    outside.add_argument("format", metavar="FORMAT", help="iwd, cow-wars; akn: Akoma Ntoso, to a new folder")
    outside.add_argument("file", type=Path, metavar="FILE")
    outside.add_argument("-o", dest="output", type=Path, metavar="OUT")
    export = commands.add_parser("export", help="an agreement in a format of the field")
    kinds = export.add_subparsers(dest="kind", required=True, metavar="FORMAT", parser_class=Parser)
    akn = kinds.add_parser("akn", help="its text in every language as Akoma Ntoso 3.0 (XML)")
    akn.add_argument("paths", nargs=1, type=Path, metavar="PATH", help="a folder that holds an agreement")
    atop = kinds.add_parser("atop", help="its coding with the fields of ATOP, told from its clauses")
    atop.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a folder that holds an agreement")
    atop.add_argument(
        "--reading", action="append", type=_reading, metavar="NAME=VALUE", help="how an open point is read"
    )
    atop.add_argument("--format", type=_one_of(*FORMATS), choices=FORMATS, default="csv",
                      help="table and json: each field with its reason")  # fmt: skip
    for each in (akn, atop):
        each.add_argument(
            "--view", type=_one_of(*VIEWS), choices=VIEWS, default="public", help="for whom (default: public)"
        )
        each.add_argument("-o", dest="output", type=Path, metavar="FILE", help="write there; never over what is read")


def ask(parser: argparse.ArgumentParser) -> None:
    """The options that ask for a ledger."""
    parser.add_argument(
        "--journal", action="append", type=Path, metavar="FILE", help="what happened: .journal .csv .jsonl .parquet"
    )
    parser.add_argument("--as-of", type=_moment, metavar="DATE", help="what had happened by then")
    parser.add_argument("--known-at", type=_moment, metavar="DATE", help="what was on record by then")
    parser.add_argument("--view", type=_one_of(*VIEWS), choices=VIEWS, help="for whom (default: public)")
    parser.add_argument("--according-to", metavar="all|accepted|PARTY", help="whose record counts (default: all)")
    parser.add_argument(
        "--reading", action="append", type=_reading, metavar="NAME=VALUE", help="how an open point is read"
    )


def _write(parser: argparse.ArgumentParser, formats: Sequence[str] = FORMATS, about: str | None = None) -> None:
    parser.add_argument("--format", type=_one_of(*formats), choices=formats, default="table", help=about)
    parser.add_argument(
        "-o",
        dest="output",
        type=Path,
        metavar="FILE",
        help="write there instead of on the screen; never over what is read",
    )


def _moment(written: str) -> int:
    from foedus.lang.near import how_to_date
    from foedus.model.moments import parse

    moment = parse(written)
    if moment is None:
        raise argparse.ArgumentTypeError(f"`{written}` is no date of the calendar: {how_to_date(written)}")
    return moment


def _reading(written: str) -> tuple[str, str]:
    name, sign, value = written.partition("=")
    if not sign:
        raise argparse.ArgumentTypeError(f"`{written}` chooses no value: write it as NAME=VALUE")
    return name, value


def question_of(options: argparse.Namespace, paths: Sequence[Path], base: "Question | None" = None) -> "Question":
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
