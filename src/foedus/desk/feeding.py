"""Outside data as journals."""

from pathlib import Path

from foedus.feeds import cow_wars, iwd
from foedus.feeds.imported import Imported
from foedus.lang.near import did_you_mean

FEEDS = {"iwd": iwd.read, "cow-wars": cow_wars.read}
"""Outside formats by name: each reads a file and gives journal lines, and what it left out."""


def read_outside(name: str, path: Path) -> Imported:
    """The journal lines of a file in an outside format of `FEEDS`, and what is left out.

    Raises OSError where the file cannot be opened, and ValueError where it is not what the format says.
    """
    if name not in FEEDS:
        hint = did_you_mean(name, FEEDS, f"choose one of {', '.join(FEEDS)}")
        raise ValueError(f"no outside format is called `{name}`: {hint}")
    return FEEDS[name](path)
