"""The catalogue of findings: for each code what it means and the smallest text that has it (`errors.md`)."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).with_name("errors.md")
_ENTRY = re.compile(r"^## (?P<code>[a-z-]+)\n\n(?P<meaning>.*?)\n\n```(?P<kind>[^\n]*)\n(?P<broken>.*?)```$",
                    re.MULTILINE | re.DOTALL)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """One code: what it means, and the smallest broken text; `kind` is its language and how it is to be read."""

    code: str
    meaning: str
    kind: str
    broken: str


@cache
def catalogue() -> dict[str, Known]:
    """Every code with its meaning, in alphabetical order."""
    found = _ENTRY.finditer(PATH.read_text(encoding="utf-8"))
    return {each["code"]: Known(each["code"], each["meaning"], each["kind"], each["broken"]) for each in found}
