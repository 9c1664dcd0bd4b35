"""Where answers and findings go: to the screen or to a file, and never over what is read."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedus.desk import Outcome
    from foedus.model.ledger import Ledger

DONE, FINDINGS, MISUSE = 0, 1, 2
SHOWN = 1_000
"""Of findings with one code at most so many are shown one by one."""


# What must not be overwritten


def unwritable(options: argparse.Namespace) -> str:
    """Why nothing can be written where the command is told to, and what to do instead; "" where it perhaps can."""
    is_folder = options.command == "import" and options.format == "akn"  # it makes one, and says itself what is wrong
    output = None if is_folder else getattr(options, "output", None)
    targets = (("-o", output), ("--aside", options.aside if getattr(options, "keep_going", False) else None))
    for option, target in targets:
        if target is not None and os.path.isdir(target):
            return f"{option} {target.as_posix()} is a folder: name a file in it, such as {target.as_posix()}/answer"
        if target is not None and not os.path.isdir(target.parent):
            parent = target.parent.as_posix()
            return f"{option} {target.as_posix()}: there is no folder {parent}: make it first, or name another file"
    return ""


def overwrites(options: argparse.Namespace) -> str:
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


def show(text: str, output: Path | None) -> int:
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


def show_parquet(ledger: "Ledger", output: Path) -> int:
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


def tell(outcome: "Outcome") -> None:
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


def set_aside(outcome: "Outcome", path: Path) -> int:
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
