"""`foedus check --coverage`: a line is told if, and only if, `check` finds nothing where the line is left out."""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus import desk

Typed = Callable[..., tuple[int, str, str]]
PACT = """# Pact

```foedus
agreement pact
    between GBR and SUN
    signed 1939-07-25
```

## Article 1. Assistance

```foedus
fact state A is hostile to party P
    from  A declares war on P
    until A makes peace with P
fact state A is hostile to party P
    from A negotiates with P

event A attacks P
    when  A threatens P
    when  A mobilises against P
    where A is in Europe

reading at-once = 7 days or 3 days  "at once"

clause assistance
    when   third state A attacks party P
    where  A is in Europe
           A is hostile to P
    unless earlier P attacks A
    every other party must assist P against A
    at once
    until  A makes peace with P

clause peace-together
    no party may make peace with DEU
    while DEU is hostile to another party

example help as of 1941-07-01
    1941-06-20 DEU declares war on SUN
    1941-06-22 DEU attacks SUN
    1941-06-22 ITA attacks SUN
gives
    GBR owes assistance to SUN, breached 1941-06-30

example mobilisation as of 1941-06-25
    1941-06-20 DEU declares war on SUN
    1941-06-22 DEU mobilises against SUN
    1941-06-22 JPN threatens SUN
gives
    GBR owes assistance to SUN, open 1941-06-22

example peace as of 1941-07-01
    1941-06-20 DEU declares war on SUN
    1941-06-22 GBR makes peace with DEU
gives
    GBR breaches peace-together toward SUN, breached 1941-06-22

example no-hostility as of 1941-07-01
    1941-06-22 GBR makes peace with DEU
gives
    nothing
```
"""
SPARE = [
    (14, "until A makes peace with P"),
    (15, "fact state A is hostile to party P"),
    (19, "when  A threatens P"),
    (21, "where A is in Europe"),
    (27, "where  A is in Europe"),
    (29, "unless earlier P attacks A"),
    (32, "until  A makes peace with P"),
]
TRIED = 17
"""Each of two facts, an event and two clauses, and 2, 0, 3, 6 and 1 of their lines that can go alone."""
PROTOCOL = """# Protocol

```foedus
protocol to pact
    signed 1939-07-25

clause hidden
    no party may attack DEU

example peace-first as of 1941-07-01
    1941-06-20 DEU declares war on SUN
    1941-06-21 DEU makes peace with SUN
    1941-06-22 DEU attacks SUN
gives
    nothing
```
"""


@pytest.fixture
def pact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pact, in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pact").mkdir()
    (tmp_path / "pact" / "agreement.md").write_text(PACT, encoding="utf-8")
    return tmp_path / "pact"


def test_the_lines_that_no_example_needs(pact: Path, typed: Typed) -> None:
    status, out, err = typed("check", "pact", "--coverage")
    assert (status, err) == (0, "")
    first, _, *rows = out.split("\n")
    assert first == "no findings"
    assert [tuple(row.split("  Article 1  ")) for row in rows[2:-3]] == [
        (f"pact/agreement.md:{line}", text) for line, text in SPARE
    ]
    assert rows[-2] == f"{len(SPARE)} of {TRIED} lines are needed by no example"


def test_it_is_so_of_the_text_as_well() -> None:
    """Nothing but a line that is told can be taken out of the text so that `check` finds nothing."""
    lines = PACT.split("\n")
    told = {line for line, _ in SPARE} | {16}  # the only line of a body that is told by its header
    for number, line in enumerate(lines, 1):
        if line.strip().split(" ")[0] in ("from", "until", "where", "unless", "when", "while", "at", "A"):
            left = lines[: number - 1] + lines[number:]
            if line.startswith("    where  A is in Europe"):
                left[number - 1] = "    where  A is hostile to P"
            assert (number in told) == is_sound("\n".join(left)), f"{number}: {line}"
    assert is_sound(PACT.replace("fact state A is hostile to party P\n    from A negotiates with P\n", ""))
    for header in ("fact state A is hostile to party P\n    from  A", "clause assistance", "clause peace-together"):
        begin = PACT.index(header)
        end = min(PACT.index(sign, begin + 9) for sign in ("\n\n", "\nfact ") if sign in PACT[begin + 9 :])
        assert not is_sound(PACT[:begin] + PACT[end + 1 :]), header


def is_sound(text: str) -> bool:
    folder = Path("text")
    folder.mkdir(exist_ok=True)
    (folder / "agreement.md").write_text(text, encoding="utf-8")
    return not any(finding.is_error for finding in desk.check([folder]).findings)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_one_clause_alone(pact: Path, typed: Typed) -> None:
    _, out, _ = typed("check", "pact", "--coverage", "--clause", "peace-together")
    assert out == "no findings\n\n0 of 2 lines are needed by no example\n"
    _, out, _ = typed("check", "pact", "--coverage", "--clause", "assistance")
    assert "3 of 7 lines" in out and ":27 " in out and ":19 " not in out


def test_what_cannot_be_asked(pact: Path, typed: Typed) -> None:
    assert typed("check", "pact", "--clause", "assistance")[0] == 2
    status, out, err = typed("check", "pact", "--coverage", "--clause", "assistence")
    assert status == 1 and "error[no-clause]" in err and "the nearest is `assistance`" in err
    assert "needed by" not in out
    (pact / "agreement.md").write_text(PACT.replace("breached 1941-06-30", "open"), encoding="utf-8")
    status, out, err = typed("check", "pact", "--coverage")
    assert status == 1 and "example-fails" in err and "needed by" not in out


def test_an_agreement_without_examples_needs_no_line(pact: Path, typed: Typed) -> None:
    (pact / "agreement.md").write_text(PACT[: PACT.index("example help")] + "```\n", encoding="utf-8")
    _, out, _ = typed("check", "pact", "--coverage", "--clause", "peace-together")
    assert "clause peace-together\n" in out and "2 of 2 lines are needed by no example" in out


def test_each_view_has_its_own_examples(pact: Path, typed: Typed) -> None:
    before = typed("check", "pact", "--coverage")
    (pact / "secret").mkdir()
    (pact / "secret" / "protocol.md").write_text(PROTOCOL, encoding="utf-8")
    assert typed("check", "pact", "--coverage") == before, "the public's answer tells nothing of the protocol"
    nearest = typed("check", "pact", "--coverage", "--clause", "hidden")
    assert nearest[0] == 1 and "protocol" not in "".join(nearest[1:]) and "the nearest" not in nearest[2]
    _, out, _ = typed("check", "pact", "--coverage", "--view", "secret")
    assert ":14 " not in out, "a secret example needs the public line"
    assert "pact/secret/protocol.md:7" in out and "clause hidden" in out
    assert f"7 of {TRIED + 1} lines" in out


def test_how_far_it_is_stands_on_a_terminal_alone(pact: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    typed("check", "pact", "--coverage", "--clause", "peace-together")
    assert shown.getvalue() == "\rline 1 of 2\r\rline 2 of 2\r\r           \r"
    assert typed("check", "pact", "--coverage", "--clause", "peace-together")[2] == ""
