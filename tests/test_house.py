"""The house: floors, sizes, a light start, docstring examples, and nothing of one machine in the tree."""

import ast
import doctest
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest

REPOSITORY = Path(__file__).parent.parent
ROOT = REPOSITORY / "src" / "foedus"
FLOORS = [
    {"text"},
    {"model"},
    {"lang"},
    {"plan"},
    {"engine", "analysis", "feeds", "passage", "papers", "notes", "archive"},
    {"desk"},
    {"web", "lsp"},
    {"cli"},
    {"__main__"},
]
FLOOR = {name: n for n, floor in enumerate(FLOORS) for name in floor}
MODULES = sorted(ROOT.rglob("*.py"))


# Floors


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):  # lazy and TYPE_CHECKING imports count too
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level and node.module, f"{path}:{node.lineno}: relative import"
            yield from ([f"foedus.{a.name}" for a in node.names] if node.module == "foedus" else [node.module])


def unit(path: Path) -> str:
    return path.relative_to(ROOT).with_suffix("").parts[0]


def climbs(path: Path) -> Iterator[str]:
    for name in imported(path):
        if name == "foedus" and FLOOR[unit(path)] < FLOOR["cli"]:
            yield f"{path.relative_to(REPOSITORY)} -> the whole package"
        if name.startswith("foedus."):
            to = name.split(".")[1]
            if to != unit(path) and FLOOR.get(to, 99) >= FLOOR[unit(path)]:
                yield f"{path.relative_to(REPOSITORY)} -> {name}"


def test_floors() -> None:
    files = [path for path in MODULES if path != ROOT / "__init__.py"]
    assert {unit(path) for path in files} <= set(FLOOR), "every folder stands on a floor"
    assert not [climb for path in files for climb in climbs(path)]


# Sizes


def lines_of_functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            yield f"{path.relative_to(REPOSITORY)}:{node.lineno}: {node.name}", node.end_lineno - node.lineno + 1


def spread(sizes: list[int]) -> str:
    tenths = quantiles(sizes, n=10, method="inclusive")
    return f"median {tenths[4]:.0f}, p90 {tenths[8]:.0f}, most {max(sizes)}"


def test_sizes(capsys: pytest.CaptureFixture[str]) -> None:
    modules = {
        str(path.relative_to(REPOSITORY)): len(path.read_text(encoding="utf-8").splitlines())
        for folder in ("src", "tests", "bench", "docs")
        for path in (REPOSITORY / folder).rglob("*.py")
    }
    functions = {name: size for module in modules for name, size in lines_of_functions(REPOSITORY / module)}
    with capsys.disabled():
        print(f"\n  lines of a module: {spread([*modules.values()])}; of a function: {spread([*functions.values()])}")
    assert {name: size for name, size in modules.items() if size > 600} == {}, "a module has at most 600 lines"
    assert {name: size for name, size in functions.items() if size > 60} == {}, "a function has at most 60 lines"


# A light start

HEAVY = {
    *("duckdb", "pyspark", "clingo", "z3", "fastapi", "starlette", "pygls", "lsprotocol", "lxml"),
    *("rich", "click", "hypothesis", "jsonschema", "asyncio"),
}
HELP = """
import contextlib, io
sys.argv = ["foedus", "--help"]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    foedus.cli.main()
"""


@pytest.mark.parametrize("then", ["", HELP], ids=["import", "help"])
def test_light_start(then: str) -> None:
    program = f"import sys, foedus, foedus.cli\n{then}\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True).stdout
    assert HEAVY.isdisjoint(loaded.split())


# Examples in docstrings


@pytest.mark.parametrize("path", [p for p in MODULES if ">>> " in p.read_text(encoding="utf-8")], ids=lambda p: p.stem)
def test_docstring_examples(path: Path) -> None:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    assert doctest.testmod(module).failed == 0


# Nothing of one machine

HOSTS = ["pypi" + ".org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org", "crates" + ".io"]
MACHINE = re.compile(r"(?<![\w.:/])/(?:home|root|work|farm|Users|srv|mnt)/\w|\b[A-Z]:\\Users\\")
PINNED = re.compile(r"[a-z0-9-]+==[\w.]+( ; [\w.'()<>=! ]+)?( --hash=sha256:[0-9a-f]{64})+")


def repository_files() -> list[Path]:
    """The files that are, or are about to be, tracked; without git, those that are not hidden or generated."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        hidden = re.compile(r"(^|/)(\.(?!ci/|github/)|__pycache__/|build/|dist/)")
        names = [path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.rglob("*")]
        return [REPOSITORY / name for name in names if not hidden.search(name) and (REPOSITORY / name).is_file()]
    return [path for name in listed.split("\0") if name and (path := REPOSITORY / name).is_file()]


def test_names_no_machine_and_no_registry() -> None:
    files = repository_files()
    assert REPOSITORY / "pyproject.toml" in files
    found = [
        f"{path.relative_to(REPOSITORY)}:{number}"
        for path in files
        for number, line in enumerate(path.read_bytes().decode(errors="replace").splitlines(), 1)
        if MACHINE.search(line) or any(host in line for host in HOSTS)
    ]
    assert not found, found


def test_lock_holds_names_versions_markers_and_hashes() -> None:
    text = (REPOSITORY / "requirements.lock").read_text(encoding="utf-8")
    entries = re.sub(r"\s*\\\n\s*", " ", text).splitlines()
    assert not [entry for entry in entries if not PINNED.fullmatch(entry)]
    locked = {entry.split("==")[0] for entry in entries}
    wanted = (REPOSITORY / "requirements.in").read_text(encoding="utf-8").splitlines()
    assert {line for line in wanted if line and not line.startswith("#")} <= locked
