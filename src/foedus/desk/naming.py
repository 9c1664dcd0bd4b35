"""Names as they are shown: each of its own, and clauses together with those who kept them."""

from collections.abc import Iterable, Iterator

from foedus.model.ledger import Kept


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names in order, the second that is alike with `.2` behind it, and so on: none is given twice.

    >>> list(distinct(["assistance", "assistance", "peace", "assistance.2"]))
    ['assistance', 'assistance.2', 'peace', 'assistance.2.2']
    """
    given: set[str] = set()
    for name in names:
        count, unique = 1, name
        while unique in given:
            count += 1
            unique = f"{name}.{count}"
        given.add(unique)
        yield unique


def by_keepers(kept: Iterable[Kept]) -> list[tuple[str, list[str]]]:
    """Those who kept the same clauses, such as ``"GBR and SUN"``, and the clauses in order; empty where nothing was."""
    bearers: dict[str, list[str]] = {}
    for each in kept:
        bearers.setdefault(each.clause, []).append(each.bearer)
    clauses: dict[str, list[str]] = {}
    for clause, names in bearers.items():
        clauses.setdefault(" and ".join(names), []).append(clause)
    return list(clauses.items())
