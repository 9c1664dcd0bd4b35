"""What was perhaps meant by a word that is not known, and by a date that is not written as dates are.

>>> did_you_mean("untill", ("when", "until"), "a clause has lines with when, until")
'did you mean `until`? Else: a clause has lines with when, until'
>>> nearest_date("25.7.1939"), nearest_date("25 July 1939"), nearest_date("4/5/1939")
('1939-07-25', '1939-07-25', None)
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from difflib import get_close_matches

NEAR = 0.6
"""How alike two words are, of 1, before one is offered for the other."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that is nearest to this one, whatever its case, or None where nothing is near."""
    by_case = {each.casefold(): each for each in known}
    found = get_close_matches(word.casefold()[:80], by_case, 1, NEAR)
    return by_case[found[0]] if found and by_case[found[0]] != word else None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = re.compile(r"(?P<a>\d{1,4})(?P<sign>[./-])(?P<b>\d{1,2})(?P=sign)(?P<c>\d{1,4})")
_NAMED = re.compile(r"(?:(?P<d>\d{1,2})\.? )?(?P<m>[A-Za-z]{3,9})\.? (?:(?P<e>\d{1,2}),? )?(?P<y>\d{4})")


def nearest_date(written: str) -> str | None:
    """The date as YYYY-MM-DD that was written in another way; None where it is none, or could be two."""
    numbers, named = _NUMBERS.fullmatch(written), _NAMED.fullmatch(written)
    if named is not None:
        month = named["m"].casefold()[:3]
        day = named["d"] or named["e"]
        return _date(named["y"], str(_MONTHS.index(month) + 1), day) if month in _MONTHS and day else None
    if numbers is None:
        return None
    if len(numbers["a"]) == 4:
        return _date(numbers["a"], numbers["b"], numbers["c"])
    found = {_date(numbers["c"], numbers["b"], numbers["a"])}
    if numbers["sign"] == "/":  # who writes 25/7 and who writes 7/25 cannot be told apart below 13
        found.add(_date(numbers["c"], numbers["a"], numbers["b"]))
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _date(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else None
    except ValueError:
        return None


def nearest_length(written: str) -> str | None:
    """The length of time that was written in words or with a slip: `seven dayz` is `7 days`; None where none is."""
    count, _, unit = written.partition(" ")
    number = count if count.isascii() and count.isdigit() else str(_COUNTS.get(count.casefold(), ""))
    of = nearest(f"{unit.removesuffix('s')}s", _UNITS) or (f"{unit.removesuffix('s')}s" if unit else None)
    if not number or of not in _UNITS or f"{number} {of}" == written:
        return None
    return f"{number} {of if number != '1' else of[:-1]}"


_UNITS = ("hours", "days", "weeks", "months", "years")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
           "nine": 9, "ten": 10, "twelve": 12, "fourteen": 14, "thirty": 30, "sixty": 60, "ninety": 90}  # fmt: skip


def how_to_date(written: str) -> str:
    """A hint on a date that cannot be read: the one that was perhaps meant, and how dates are written."""
    near = nearest_date(written)
    if near is not None and near != written:
        return f"did you mean `{near}`? Dates are written as YYYY-MM-DD"
    found = _WHOLE.fullmatch(written)
    if found and 1 <= int(found[2]) <= 12 and int(found[1]):
        return f"{found[1]}-{found[2]} has {monthrange(int(found[1]), int(found[2]))[1]} days"
    return _HOW


_WHOLE = re.compile(r"(\d{4})-(\d\d)-\d\d(?!\d)", re.ASCII)
_HOW = "write the date as YYYY-MM-DD, and a time behind it as T03:15Z"


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A hint that begins with the nearest known word, if one is near, and else says the other thing."""
    return meant(nearest(word, known), otherwise)


def meant(near: str | None, otherwise: str) -> str:
    """A hint that begins with what was perhaps meant, if anything was, and else says the other thing."""
    return f"did you mean `{near}`? Else: {otherwise}" if near else otherwise
