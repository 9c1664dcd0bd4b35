"""Patterns and tests under letters: what fills them, and which of several tests comes first.

>>> from foedus.plan.nodes import Fixed
>>> values_of(Fixed(("DEU", "ITA")), {}), compared("at least", 2, 3)
(('DEU', 'ITA'), False)
"""

from foedus.engine.facts import Args
from foedus.plan.nodes import CountTest, FactTest, Fixed, PastTest, Pattern, ReadingTest, Slot, Test, Var

Env = dict[str, str | None]


def turned_round(pattern: Pattern, args: Args) -> Args:
    """The fillers of a mutual form the other way round."""
    if pattern.form.mutual is None:
        return args
    one, other = pattern.form.mutual
    turned = list(args)
    turned[one], turned[other] = args[other], args[one]
    return tuple(turned)


def turns(pattern: Pattern, args: Args) -> tuple[Args, ...]:
    """The fillers, and for a mutual form the fillers the other way round."""
    return (args,) if pattern.form.mutual is None else (args, turned_round(pattern, args))


def filled(pattern: Pattern, env: Env) -> Args | None:
    """The fillers of a pattern under these letters; None while one is free or open."""
    args: list[str | None] = []
    for slot in pattern.slots:
        if isinstance(slot, Var):
            if slot.name not in env:
                return None
            args.append(env[slot.name])
        elif slot is None or len(slot.values) != 1:
            return None
        else:
            args.append(slot.values[0])
    return tuple(args)


def compared(compare: str, size: float, than: float) -> bool:
    """Whether a number is `at least`, `at most`, `more than`, `less than` or `exactly` another."""
    return {
        "at least": size >= than,
        "at most": size <= than,
        "more than": size > than,
        "less than": size < than,
        "exactly": size == than,
    }[compare]


def rank(test: Test, env: Env) -> int:
    """Which of several tests comes first: one whose letters are filled, else one that can fill them, else the rest."""
    if is_ready(test, env):
        return 0
    return 2 if getattr(test, "negated", False) else 1


def is_ready(test: Test, env: Env) -> bool:
    """Whether every letter that a test asks about is filled."""
    if isinstance(test, ReadingTest):
        return True
    if isinstance(test, CountTest):
        return all(name in env for name in test.letters())
    if isinstance(test, (FactTest, PastTest)):
        return all(name in env for name in test.pattern.variables())
    return not isinstance(test.slot, Var) or test.slot.name in env


def values_of(slot: Slot, env: Env) -> tuple[str | None, ...]:
    """What can fill a slot under these letters; empty while its letter is free."""
    if isinstance(slot, Fixed):
        return slot.values
    return (env[slot.name],) if isinstance(slot, Var) and slot.name in env else ()
