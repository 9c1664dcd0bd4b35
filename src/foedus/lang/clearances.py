"""How a clearance may have been meant, however it was written: misspelt, escaped, in wide letters, without its comma.

>>> mentions("; clearence: top"), mentions("source: IWD 129")
(True, False)
>>> names_one("x clearance： secret"), is_dubious("SUN,attacks,POL,secret"), is_dubious("a secret telegram")
(True, True, False)
"""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import normalize

SECRET = "secret"
KEY = "clearance"
NEAR = 0.8
"""How alike a word is to `clearance` that was meant so: `clearence` is, `tolerance` is not."""
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{7,11}(?![^\W\d_])")
_NAMED = re.compile(r"""([^\W\d_]{7,11})["'`”’]*\s*[:=]""")
_PARTED = re.compile(r"[,;:=|\t{}\[\]()#<>]")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def plainly(text: str) -> str:
    """The text as it is meant: escapes undone, wide letters made plain, unseen signs left out, in small letters."""
    if "\\u" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return (text if text.isascii() else _UNSEEN.sub("", normalize("NFKC", text))).casefold()


def is_secret_name(name: str) -> bool:
    """Whether a folder of this name, or a value, is `secret`, whatever its letters and the blanks around it."""
    return plainly(name).strip() == SECRET


def nearly_secret(name: str) -> bool:
    """Whether a file or a folder has a name that somebody may take for `secret`, and that is not."""
    stem = plainly(name).strip(" ._-").partition(".")[0]
    return not is_secret_name(name) and SequenceMatcher(None, stem, SECRET).ratio() >= NEAR + 0.02  # no `secretary`


@lru_cache(maxsize=4096)
def is_key(name: str) -> bool:
    """Whether a key or a column that is called so was meant to say who may see the row."""
    said = plainly(name).strip()
    return KEY in said or SECRET in said or _is_like(said)


@lru_cache(maxsize=4096)
def _is_like(word: str) -> bool:
    return SequenceMatcher(None, word, KEY).ratio() >= NEAR


def mentions(text: str) -> bool:
    """Whether the text speaks of a clearance or of something secret at all; what does not, withholds nothing."""
    said = plainly(text)
    return KEY in said or SECRET in said or any(_is_like(word) for word in set(_WORD.findall(said)))


def names_one(text: str) -> bool:
    """Whether `clearance`, or what is nearly that, stands before a colon, outside quoted texts."""
    return any(_is_like(found[1]) for found in _NAMED.finditer(plainly(QUOTED.sub('""', text))))


def is_dubious(text: str) -> bool:
    """Whether the text outside quotes names a clearance, or has `secret` standing alone between its separators."""
    said = plainly(QUOTED.sub('""', text))
    if any(piece.strip(" \r\n\"'`“”") == SECRET for piece in _PARTED.split(said)):
        return True
    return names_one(text) or (SECRET in said and any(_is_like(word) for word in _WORD.findall(said)))
