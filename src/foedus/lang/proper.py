"""Proper names that a line uses although no record declares them: mostly a state by its name, or a slip of the pen.

Germany attacks POL        did you mean `DEU`?
"""

from collections.abc import Iterable

from foedus.lang.lexicon import Lexicon
from foedus.lang.near import nearest
from foedus.model import states
from foedus.model.terms import Constant
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span

ACTORS = frozenset(("actor", "state"))
PLACES = frozenset(("place", "region"))
_OF_STATES = ("state", "party", "contracting state")


def unknown(constant: Constant, sorts: Iterable[str], lexicon: Lexicon, span: Span) -> Diagnostic | None:
    """The finding on a bare name that nothing declares, where actors or places stand; None where it may stand.

    A class before a name declares it there and then, except that no class makes a state of what is none.
    """
    sorts = tuple(sorts)
    bare = constant.cls is None or constant.cls.noun in _OF_STATES
    if constant.kind != "name" or not bare or constant.value in lexicon.names or not must_be_declared(sorts):
        return None
    return not_declared(constant.value, frozenset(sorts), lexicon, narrowed(span, constant.value))


def must_be_declared(sorts: Iterable[str]) -> bool:
    """Whether a bare name in a role of these sorts is an actor or a place, which somebody must have declared."""
    return not (ACTORS | PLACES).isdisjoint(sorts)


def not_declared(name: str, sorts: frozenset[str], lexicon: Lexicon, span: Span) -> Diagnostic:
    """The finding on a name that is neither declared nor a code, with what was perhaps meant."""
    return error("unknown-name", f"nothing declares the name `{name[:80]}`", span, _hint(name, sorts, lexicon))


def _hint(name: str, sorts: frozenset[str], lexicon: Lexicon) -> str:
    sort = "place" if sorts & PLACES and not sorts & ACTORS else "actor"
    near = nearest(name, (each for each, of in lexicon.names.items() if of in sorts | PLACES or of == sort))
    if near is None and sorts & ACTORS:
        near = states.nearest(name)
    meant = f"did you mean `{near}`? " if near else ""
    if sorts == {"state"}:
        return f"{meant}States are written as ISO 3166 codes of three capitals, or `cow:` and a number"
    return f"{meant}A name of your own is declared in the record (`{sort} {name[:80]}`) or put in quotes"


def narrowed(span: Span, name: str) -> Span:
    """Where a name stands in a stretch of text, else the whole stretch."""
    at = span.text.find(name)
    return Span(span.source, span.begin + at, span.begin + at + len(name)) if at >= 0 else span
