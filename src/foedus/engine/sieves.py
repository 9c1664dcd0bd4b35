"""Sieves: what the fillers of an event must be for it to matter, as alternatives that are quick to go through.

Each alternative is a list of places whose filler must, or must not, be among some values; an event passes where some
alternative has nothing against it.

>>> passes(sieve([frozenset({(0, (frozenset({"GBR", "SUN"}), False))})]), ("DEU", "POL"))
True
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from foedus.engine.facts import Args
from foedus.plan.nodes import CountTest, Fixed, Pattern, Plan, Scope, Slot, Test, Var

Among = tuple[frozenset[str], bool]
"""Values, and whether a filler must be one of them or must not."""
Alternative = frozenset[tuple[int, Among]]
"""A constraint for each place that has one; all count together."""
Sieve = tuple[tuple[tuple[int, frozenset[str], bool], ...], ...]
Known = Mapping[str, Iterable[Among]]
"""What is known of letters beside the classes that they wear."""


class Parties(NamedTuple):
    """Whom the record names, and whether states may join and leave: then who is a party is known in time only."""

    named: frozenset[str]
    may_change: bool


ANYTHING: Alternative = frozenset()
EVERYTHING: Sieve = ((),)


def passes(sieve: Sieve, args: Args) -> bool:
    """Whether some alternative lets the fillers through; a filler that is left out fits everywhere."""
    for places in sieve:
        for place, values, inside in places:
            value = args[place]
            if value is not None and (value in values) is not inside:
                break
        else:
            return True
    return False


def sieve(found: Iterable[Alternative]) -> Sieve:
    """The alternatives that no weaker one contains, in a form that is quick to go through."""
    least: list[Alternative] = []
    for each in found:
        if not any(_is_within(each, other) for other in least):
            least = [other for other in least if not _is_within(other, each)] + [each]
    return tuple(tuple((place, values, inside) for place, (values, inside) in each) for each in least)


def among(slot: Slot, scope: Scope, known: Known, parties: Parties) -> Iterator[Among]:
    """What a filler of a slot is held to: its values, or the classes of its letter and what is known of it."""
    if isinstance(slot, Fixed):
        yield frozenset(slot.values), True
    elif isinstance(slot, Var):
        yield from known.get(slot.name, ())
        for cls in scope.classes.get(slot.name, ()):
            if cls.third and not parties.may_change:
                yield parties.named, False
            if cls.noun == "contracting state" or (cls.noun == "party" and not parties.may_change):
                yield parties.named, True


def parties_of(plan: Plan) -> Parties:
    """The parties of a plan as far as a sieve knows them."""
    return Parties(frozenset(party.code for party in plan.parties), plan.by_party)


def letters_of(head: Pattern, wanted: Alternative) -> dict[str, list[Among]] | None:
    """What is known of the letters of a head that is asked for so; None where it can never be the answer."""
    known: dict[str, list[Among]] = {}
    for place, (values, inside) in wanted:
        slot = head.slots[place]
        if isinstance(slot, Var):
            known.setdefault(slot.name, []).append((values, inside))
        elif isinstance(slot, Fixed) and not any((value in values) is inside for value in slot.values):
            return None
    return known


def either_way(pattern: Pattern, held: Callable[[Slot], Iterable[Among]]) -> list[Alternative]:
    """The constraints of a pattern's places, and for a mutual form those of the places turned round."""
    found = frozenset((place, each) for place, slot in enumerate(pattern.slots) for each in held(slot))
    if pattern.form.mutual is None:
        return [found]
    one, other = pattern.form.mutual
    turned = {one: other, other: one}
    return [found, frozenset((turned.get(place, place), each) for place, each in found)]


def uncounted(test: Test, known: Known) -> tuple[Test, Known]:
    """What a count counts, and what is known of its letters: nothing of the one that it counts; else as given."""
    if not isinstance(test, CountTest):
        return test, known
    return test.test, {name: held for name, held in known.items() if name != test.variable}


def _is_within(one: Alternative, other: Alternative) -> bool:
    """Whether whatever the one lets through, the other does."""
    return all(any(place == at and _implies(held, needed) for at, held in one) for place, needed in other)


def _implies(held: Among, needed: Among) -> bool:
    (values, inside), (wanted, within) = held, needed
    if inside:
        return values <= wanted if within else values.isdisjoint(wanted)
    return not within and wanted <= values
