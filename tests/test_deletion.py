"""Every clause and every condition line of every shipped agreement matters: without it some example fails."""

import re
import shutil
from pathlib import Path

import pytest

from foedus import desk

SHIPPED = desk.shipped("agreements")
DOCUMENTS = sorted(
    path.relative_to(SHIPPED).as_posix()
    for path in SHIPPED.rglob("*.md")
    if path.suffixes == [".md"]  # a translation has no clauses
)
PAGE = Path(__file__).parent.parent / "docs" / "language.md"
ADOPTED = {"law-of-treaties": "danube"}
"""Rules to adopt, and the agreement of the reference that adopts them: what they do to its duties shows there."""
DEEP = " " * 10
"""A line this deep goes on with the condition above it."""
CONDITION = re.compile(r"\s+(where|while|unless|until)\s")


def lines_of(document: str) -> list[str]:
    return (SHIPPED / document).read_text(encoding="utf-8").split("\n")


def deletions() -> list[tuple[str, int, str]]:
    """Each clause header and each condition line, as (document, line from 0, text)."""
    found = []
    for document in DOCUMENTS:
        inside = going_on = False
        for number, line in enumerate(lines_of(document)):
            if line.startswith("```"):
                inside, going_on = line == "```foedus", False
                continue
            words = line.split()
            if not inside or not words:
                continue
            starts = bool(CONDITION.match(line))
            continues = (going_on and line.startswith("           ")) or (going_on and line.startswith("          "))
            if starts or continues or line.startswith("clause "):
                found.append((document, number, line.strip()))
            going_on = starts or continues
    return found


def without(document: str, number: int) -> str:
    """The document without a clause, or without a condition line; what goes on under its keyword moves up to it."""
    lines = lines_of(document)
    if lines[number].startswith("clause "):
        end = number + 1
        while lines[end].startswith(" "):
            end += 1
        return "\n".join([*lines[:number], *lines[end:]])
    keyword = CONDITION.match(lines[number])
    following = lines[number + 1]
    if keyword and following.startswith(DEEP) and not CONDITION.match(following):
        lines[number + 1] = f"    {keyword[1]} {following.strip()}"
    return "\n".join([*lines[:number], *lines[number + 1 :]])


def adopters(name: str, place: Path) -> list[Path]:
    """The agreement that adopts this one, laid beside it; none where it is a treaty of its own."""
    if name not in ADOPTED:
        return []
    found = re.search(rf"```foedus\n(agreement {ADOPTED[name]}\n.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    (place / ADOPTED[name]).mkdir()
    (place / ADOPTED[name] / "agreement.md").write_text(found[0], encoding="utf-8")
    return [place / ADOPTED[name]]


@pytest.mark.parametrize(
    ("document", "number", "line"), deletions(), ids=[f"{d}:{n + 1}:{t}" for d, n, t in deletions()]
)
def test_no_line_can_be_spared(document: str, number: int, line: str, tmp_path: Path) -> None:
    name, _, place = document.partition("/")
    shutil.copytree(SHIPPED / name, tmp_path / name)
    (tmp_path / name / place).write_text(without(document, number), encoding="utf-8")
    folders = [tmp_path / name, *adopters(name, tmp_path)]
    codes = {finding.code for finding in desk.check(folders, "secret").findings}
    missed = {"example-fails", "unknown-clause"} if line.startswith("clause ") else {"example-fails"}
    assert codes & missed, f"{document}:{number + 1}: no example needs `{line}`"


def test_the_lines_are_those_of_every_agreement() -> None:
    """The three instruments, and the secret protocols of two of them."""
    assert len({document.partition("/")[0] for document in DOCUMENTS}) >= 3
    assert sum("secret/" in document for document in DOCUMENTS) >= 2
    assert {document for document, *_ in deletions()} == set(DOCUMENTS)
