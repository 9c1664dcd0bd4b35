"""The JSON contract of a ledger, as a JSON Schema (draft 2020-12) that ships with foedus."""

import json
from pathlib import Path

PATH = Path(__file__).with_name("ledger.schema.json")


def schema() -> dict[str, object]:
    """The schema of what `foedus run --format json` writes."""
    loaded: dict[str, object] = json.loads(PATH.read_text(encoding="utf-8"))
    return loaded
