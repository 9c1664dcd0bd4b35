"""What is wrong in an agreement that can be read: each fault with exactly its code."""

from pathlib import Path

import pytest

from foedus import desk

RECORD = """agreement pact
    between GBR and SUN
    signed  1939-07-25
"""
DUTY = """
clause help
    when third state A attacks party P
    every other party must assist P against A
    {deadline}
"""


@pytest.mark.parametrize(
    ("clauses", "codes"),
    [
        (DUTY.format(deadline="within 3 days"), []),
        (DUTY.format(deadline="at once") + "reading at-once = 7 days or 1 day", []),
        (DUTY.format(deadline="at once"), ["unknown-reading"]),
        (DUTY.format(deadline="within 3 days") + "reading at-once = 7 days or 1 day", ["unasked-reading"]),
        (DUTY.format(deadline=""), ["no-deadline"]),
        ("clause help\n    every party may assist another party", ["not-run"]),
        ("clause help\n    every party can assist another party", ["not-run"]),
        ("clause help\n    every party must not attack another party", ["bad-modal"]),
        ("clause help\n    when party P attacks party Q", ["no-act"]),
        ("clause help\n    no party may attac another party", ["undeclared-sentence"]),
    ],
)
def test_each_fault_has_its_code(clauses: str, codes: list[str], tmp_path: Path) -> None:
    (tmp_path / "agreement.md").write_text(
        f"# Pact\n\n```foedus\n{RECORD}```\n\n```foedus\n{clauses}\n```\n", encoding="utf-8"
    )
    assert [finding.code for finding in desk.check([tmp_path]).findings] == codes
