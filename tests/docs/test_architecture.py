"""`docs/architecture.md` names every module of the tree once, and nothing that is not there."""

import re

from tests.docs.book import REPOSITORY

ROOT = REPOSITORY / "src" / "foedus"
TEXT = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^- `([\w/.]+)`: \S.*\.$", TEXT, re.MULTILINE)
FOLDERS = re.findall(r"^### `(\w+)/`: ", TEXT, re.MULTILINE)


def test_every_module_is_listed_once() -> None:
    tree = [path for path in ROOT.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    named = [path.relative_to(ROOT).as_posix() for path in tree if path.name not in ("__init__.py", "py.typed")]
    assert sorted(LISTED) == sorted(named)


def test_every_folder_is_listed_once() -> None:
    packages = [path.parent.name for path in ROOT.glob("*/__init__.py")]
    assert sorted(FOLDERS) == sorted(packages)


def test_modules_stand_under_their_folder() -> None:
    for part in TEXT.split("\n### ")[1:]:
        heading = re.match(r"`(\w+)/`", part)
        for name in re.findall(r"^- `([\w/.]+)`", part, re.MULTILINE):
            assert name.count("/") == bool(heading)
            assert not heading or name.startswith(f"{heading[1]}/")


def test_every_path_that_is_named_is_there() -> None:
    for name in re.findall(r"`([\w/]+\.(?:py|md|csv|json))`", TEXT):
        assert (ROOT / name).is_file(), name
