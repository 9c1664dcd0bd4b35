"""The command line: parse, call the desk, print.

The desk is imported by the commands that need it, so that `foedus --help` starts light.
"""

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from foedus.cli.commands import command
from foedus.cli.options import Misuse, parsed
from foedus.cli.outlets import MISUSE, overwrites, unwritable


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
    try:
        options = parsed(sys.argv[1:] if arguments is None else arguments)
        wrong = unwritable(options) or overwrites(options)
        if wrong:
            raise Misuse(wrong)
        return command(options)
    except Misuse as misuse:
        print(f"foedus: {misuse}", file=sys.stderr)
        return MISUSE


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
