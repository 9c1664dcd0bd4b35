"""The gallery of faults: every code has its smallest broken text, and that text yields exactly that code."""

import ast
import re
from pathlib import Path

import pytest

from docs import gallery
from foedus import cli
from foedus.lang.catalogue import catalogue

SOURCE = Path(__file__).parent.parent / "src" / "foedus"


def codes_in_source() -> set[str]:
    """The first argument of every call that makes a finding."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                first = node.args[0]
                if node.func.id in ("error", "warning", "fail") and isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return found


def test_the_gallery_is_complete_and_in_order() -> None:
    assert set(catalogue()) == codes_in_source()
    assert list(catalogue()) == sorted(catalogue())


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_the_smallest_broken_text_has_this_fault_and_no_other(
    code: str,
) -> None:
    known = catalogue()[code]
    status, err = gallery.ran(known)
    found = re.findall(r"(error|warning)\[([a-z-]+)\]", err)
    assert {name for _, name in found} == {code}, err
    assert len(found) == 1, err
    assert (status == 0) == (found[0][0] == "warning" and "journal" in known.kind)


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_each_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", code]) == 0
    assert catalogue()[code].meaning in capsys.readouterr().out


def test_a_code_that_is_none_names_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["explain", "unknown-stat"]) == 2
    assert "unknown-state" in capsys.readouterr().err
