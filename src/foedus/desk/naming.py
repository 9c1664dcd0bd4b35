"""One name for each: what an id becomes where two agreements, or two episodes of one day, have the same."""

from collections.abc import Iterable, Iterator


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
