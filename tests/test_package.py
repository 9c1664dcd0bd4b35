"""The package: one version, and a wheel that works alone in an empty folder."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import foedus

REPOSITORY = Path(__file__).parent.parent
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]


def test_one_version() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.MULTILINE)
    assert newest is not None
    assert project["version"] == foedus.__version__ == newest[1]


def test_no_dependencies() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["dependencies"] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout with what the lock holds."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", str(folder), str(REPOSITORY)]
    subprocess.run(PIP + build, check=True)
    (built,) = folder.glob("*.whl")
    return built


def expected_in_wheel() -> set[str]:
    """The package's own files, and the agreements and examples that ship with it, by their names in the wheel."""
    places = {"src/foedus": "foedus", "agreements": "foedus/shipped/agreements", "examples": "foedus/shipped/examples"}
    return {
        f"{place}/{path.relative_to(REPOSITORY / folder).as_posix()}"
        for folder, place in places.items()
        for path in (REPOSITORY / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_wheel_holds_code_and_data(wheel: Path) -> None:
    held = {name for name in ZipFile(wheel).namelist() if not name.split("/")[0].endswith(".dist-info")}
    assert held == expected_in_wheel()
    assert any(name.startswith("foedus/shipped/agreements/anglo-soviet-1939/") for name in held)
    assert "foedus/py.typed" in held


def test_demo_works_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    place, empty = tmp_path / "place", tmp_path / "empty"
    empty.mkdir()
    subprocess.run([*PIP, "install", "--no-deps", "--no-index", "--target", str(place), str(wheel)], check=True)
    environment = {"PYTHONPATH": str(place), "HOME": str(empty), "PYTHONDONTWRITEBYTECODE": "1"}
    where = [sys.executable, "-c", "import foedus; print(foedus.__file__)"]
    demo = [sys.executable, str(place / "bin" / "foedus"), "demo"]
    found, shown = (
        subprocess.run(command, cwd=empty, env=environment, capture_output=True, text=True, encoding="utf-8")
        for command in (where, demo)
    )
    assert Path(found.stdout.strip()).is_relative_to(place)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "1941" in shown.stdout
    assert not list(empty.iterdir())
