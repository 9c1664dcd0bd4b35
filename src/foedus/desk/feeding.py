"""Outside data as journals."""

from pathlib import Path

from foedus.feeds import iwd

FEEDS = {"iwd": iwd.read}
"""Outside formats by name: each reads a file and gives journal lines."""


def read_outside(name: str, path: Path) -> list[str]:
    """The journal lines of a file in an outside format of `FEEDS`. Raises OSError, KeyError, ValueError."""
    return FEEDS[name](path)
