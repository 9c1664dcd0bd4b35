"""What all tests share: real data, golden files, and one profile for the properties."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from foedus import cli

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
USED = pytest.StashKey[set[Path]]()
UNUSED = pytest.StashKey[list[str]]()
LEFT_OUT = pytest.StashKey[list[int]]()
"""How many tests each process left out by `-k` and the like; only they know of it."""

# No property is timed; CI draws the same cases every time.
settings.register_profile("foedus", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("foedus")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="rewrite the files in tests/golden instead of comparing")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[USED] = set()
    config.stash[UNUSED] = []
    config.stash[LEFT_OUT] = []
    if config.getoption("--golden") and config.getoption("numprocesses", None):
        raise pytest.UsageError("--golden writes files: leave out -n")


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """Give the path of a file or folder of the real data; where it is absent, skip, or fail if data is required."""
    base = ROOT / os.environ.get("FOEDUS_DATA", "../shared/data")

    def find(name: str) -> Path:
        path = base / name
        if not path.exists():
            missing = f"real data is absent: {path} (set FOEDUS_DATA to the folder that holds {name})"
            if os.environ.get("FOEDUS_REQUIRE_DATA") == "1":
                pytest.fail(missing, pytrace=False)
            pytest.skip(missing)
        return path

    return find


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file below tests/golden, or rewrite the file under --golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        request.config.stash[USED].add(path)
        if request.config.getoption("--golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        elif not path.is_file():
            pytest.fail(f"there is no tests/golden/{name}: `make golden` writes it", pytrace=False)
        else:
            assert text == path.read_bytes().decode(), f"tests/golden/{name} says otherwise; `make golden` rewrites it"

    return compare


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run a command as it is typed; exit status, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        try:
            status = cli.main(words)
        except SystemExit as end:
            status = int(str(end.code))
        out = capsys.readouterr()
        return status, out.out, out.err

    return run


def ran_whole(session: pytest.Session) -> bool:
    """Whether every test was asked for, and every one passed: only then is an unused file certainly unused."""
    config = session.config
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    outcomes = getattr(reporter, "stats", {})
    left_out = config.stash[LEFT_OUT]
    return (
        not any(left_out)
        and config.args_source is pytest.Config.ArgsSource.TESTPATHS
        and not config.getoption("collectonly")
        and session.exitstatus == pytest.ExitCode.OK
        and not any(outcomes.get(outcome) for outcome in ("skipped", "deselected", "xfailed"))
    )


def pytest_deselected(items: list[pytest.Item]) -> None:
    for item in items[:1]:
        item.config.stash[LEFT_OUT].append(len(items))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over what one of several processes (`-n`) says at its end; one that fell over says nothing, and fails."""
    told = getattr(node, "workeroutput", None) or {}
    used, left_out = node.config.stash[USED], node.config.stash[LEFT_OUT]
    used.update(map(Path, told.get("golden", ())))
    left_out.append(told.get("left out", 0))


def pytest_sessionfinish(session: pytest.Session) -> None:
    used, left_out = session.config.stash[USED], session.config.stash[LEFT_OUT]
    if hasattr(session.config, "workeroutput"):  # one of several processes: the first one judges for all
        session.config.workeroutput["golden"] = sorted(map(str, used))
        session.config.workeroutput["left out"] = sum(left_out)
    elif ran_whole(session):
        unused = {path for path in GOLDEN.rglob("*") if path.is_file()} - used
        if unused:
            session.config.stash[UNUSED] = sorted(path.relative_to(ROOT).as_posix() for path in unused)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[UNUSED]:
        terminalreporter.section("golden files that no test uses: remove them", red=True)
        for name in config.stash[UNUSED]:
            terminalreporter.line(name)
