"""What was perhaps meant by a word that is not known.

>>> did_you_mean("untill", ("when", "until"), "a clause has lines with when, until")
'did you mean `until`? Else: a clause has lines with when, until'
"""

from collections.abc import Iterable
from difflib import get_close_matches

NEAR = 0.6
"""How alike two words are, of 1, before one is offered for the other."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to this one, whatever its case, or None where nothing is near."""
    by_case = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold()[:80], by_case, 1, NEAR)
    return by_case[found[0]] if found and by_case[found[0]] != word else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A hint that begins with the nearest known word, if one is near, and else says the other thing."""
    near = nearest(word, known)
    return f"did you mean `{near}`? Else: {otherwise}" if near else otherwise
