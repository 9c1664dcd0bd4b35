"""Instruments from history beside the flagship, on the real record: none of them has a line of code."""

from pathlib import Path

import pytest

import foedus
from foedus import desk

POLISH = desk.shipped("agreements/anglo-polish-1939")
RECORD = desk.shipped("examples/poland-1939.journal")
SHIPPED = sorted(path for path in POLISH.parent.iterdir() if path.is_dir())


def owed(view: str) -> list[tuple[object, ...]]:
    rows = foedus.run(POLISH, RECORD, view=view, as_of="1939-09-30").rows()
    return [tuple(row[key] for key in ("bearer", "act", "status", "article")) for row in rows]


def test_for_the_public_the_soviet_union_was_a_european_power() -> None:
    assert owed("public") == [
        ("GBR", "assist POL against DEU", "performed", "Article 1"),
        ("GBR", "assist POL against SUN", "breached", "Article 1"),
    ]


def test_for_the_cleared_it_was_to_be_talked_about() -> None:
    assert owed("secret") == [
        ("GBR", "assist POL against DEU", "performed", "Article 1"),
        ("GBR", "assist POL against DEU", "performed", "Article 2"),
        ("GBR", "consult with POL about SUN", "breached", "Secret Protocol, Article 1"),
        ("POL", "consult with GBR about SUN", "breached", "Secret Protocol, Article 1"),
    ]


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_every_shipped_agreement_is_sound_in_every_view(folder: Path) -> None:
    for view in ("public", "secret"):
        assert [finding.title for finding in desk.check([folder], view).findings] == []
