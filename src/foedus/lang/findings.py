"""How a parser of this floor gives up on one item and goes on with the next.

A `Fault` carries a finding up to the item it spoils; it never leaves `foedus.lang`.
"""

from typing import NoReturn, TypeVar

from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span

_T = TypeVar("_T")
MOST_FAULTS = 1_000
"""After so many faults nobody reads on; a file that has more good lines than bad ones is read to its end."""
GIVEN_UP = "unreadable-file"


class Fault(Exception):
    """This item cannot be read; the finding says why."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.title)
        self.finding = finding


def fail(code: str, title: str, span: Span, hint: str) -> NoReturn:
    """Give up on the item at hand."""
    raise Fault(error(code, title, span, hint))


def given_up(span: Span) -> Diagnostic:
    """What is said where the reading of a file stops because of its faults."""
    title = f"{MOST_FAULTS} faults above this line; nothing from here on was read"
    return error("unreadable-file", title, span, "mend the first of them, or check that this is the right file")


def sound(value: _T | Diagnostic) -> _T:
    """The value, unless it is a finding."""
    if isinstance(value, Diagnostic):
        raise Fault(value)
    return value
