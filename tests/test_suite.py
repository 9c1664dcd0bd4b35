"""The suite itself: what it demands holds in one process and in several."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROCESSES = pytest.mark.parametrize("processes", ["0", "2"])
TESTS = """\
def test_a_file(golden): golden("used.txt", "as it was")

def test_real_data(data): assert data("nowhere/at-all.csv")

def test_nothing(): pass
"""


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A small suite under the same conftest."""
    golden = tmp_path / "tests" / "golden"
    golden.mkdir(parents=True)
    shutil.copy(HERE / "conftest.py", tmp_path / "tests")
    (tmp_path / "tests" / "test_small.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.pytest.ini_options]\ntestpaths = ["tests"]\n', encoding="utf-8")
    (golden / "used.txt").write_text("as it was", encoding="utf-8")
    return tmp_path


def ran(suite: Path, *words: str, required: str = "", real: str = "absent") -> tuple[int, str]:
    """Exit status and output of the small suite."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "FOEDUS"))}
    environment |= {"PYTHONPATH": str(HERE.parent / "src"), "FOEDUS_DATA": real, "FOEDUS_REQUIRE_DATA": required}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *words]
    done = subprocess.run(command, cwd=suite, env=environment, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def with_data(suite: Path) -> None:
    (suite / "real" / "nowhere").mkdir(parents=True)
    (suite / "real" / "nowhere" / "at-all.csv").write_text("here", encoding="utf-8")


@PROCESSES
def test_absent_data_skip_and_fail_where_they_are_required(processes: str, suite: Path) -> None:
    status, out = ran(suite, "-n", processes)
    assert (status, "2 passed, 1 skipped" in out) == (0, True), out
    status, out = ran(suite, "-n", processes, required="1")
    assert (status, "1 failed, 2 passed" in out) == (1, True), out
    assert "real data is absent" in out


@PROCESSES
def test_an_expected_output_that_no_test_uses_fails_the_whole_suite_only(processes: str, suite: Path) -> None:
    with_data(suite)
    status, out = ran(suite, "-n", processes, real="real")
    assert (status, "3 passed" in out) == (0, True), out
    (suite / "tests" / "golden" / "stale.txt").write_text("old", encoding="utf-8")
    status, out = ran(suite, "-n", processes, real="real")
    assert (status, "tests/golden/stale.txt" in out, "tests/golden/used.txt" in out) == (1, True, False), out
    status, out = ran(suite, "-n", processes, "-k", "nothing", real="real")
    assert (status, "stale.txt" in out) == (0, False), out
    status, out = ran(suite, "-n", processes, real="absent")
    assert (status, "stale.txt" in out) == (0, False), out


def test_expected_outputs_are_rewritten_by_one_process(suite: Path) -> None:
    file = suite / "tests" / "golden" / "used.txt"
    file.write_text("otherwise", encoding="utf-8")
    status, out = ran(suite, "--golden", "-n", "2")
    assert (status, "leave out -n" in out, file.read_text(encoding="utf-8")) == (4, True, "otherwise"), out
    assert ran(suite, "--golden")[0] == 0
    assert file.read_text(encoding="utf-8") == "as it was"
