"""COW Inter-State War Data: who stood on which side and never who fought whom; what is left out is said."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

import foedus
from foedus import cli, desk
from foedus.feeds import cow_wars, iwd
from foedus.feeds.imported import Imported
from foedus.lang import journal
from foedus.lang.standard import standard_lexicon
from foedus.lang.statements import Setting
from foedus.text.source import Source

FILE = "cow-wars/interstate_v4.0.csv"
IWD_FILE = "iwd/iwd_v1_directed_dyad_year.csv"
ENTRIES = 337 + 19
"""337 rows, 19 of them with a second spell; no row lacks a day of a spell that it has. Counted without this program by
`awk -F, '{ k = /"/ } NR > 1 { n++ } NR > 1 && $(13 + k) > 0 { m++ } END { print n, m }'`."""
FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
Data = Callable[[str], Path]


def sentences(found: Imported) -> list[str]:
    return [line.split(" ; ")[0] for line in found.lines]


def changed(data: Data, tmp_path: Path, row: int, **cells: str) -> Path:
    """A copy of the real file with other cells in the row of that line."""
    with data(FILE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[row - 2] |= cells
    path = tmp_path / "changed.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def test_every_spell_of_the_real_file_enters_and_leaves(data: Data) -> None:
    found = cow_wars.read(data(FILE))
    assert len([line for line in found.lines if " enters side " in line]) == ENTRIES
    assert len([line for line in found.lines if " leaves side " in line]) == ENTRIES
    assert len(found.lines) == 2 * ENTRIES
    assert found.aside == []
    assert found.lines == sorted(found.lines)


@pytest.mark.parametrize(
    ("code", "spells"),
    [
        ("SUN", ["1941-06-22 enters 1", "1945-05-07 leaves 1", "1945-08-08 enters 1", "1945-08-14 leaves 1"]),
        ("GBR", ["1939-09-03 enters 1", "1945-08-14 leaves 1"]),
        ("JPN", ["1941-12-07 enters 2", "1945-08-14 leaves 2"]),
        ("ROU", ["1941-06-22 enters 2", "1944-08-23 leaves 2", "1944-09-09 enters 1", "1945-05-07 leaves 1"]),
        ("BGR", ["1941-12-13 enters 2", "1944-09-08 leaves 2", "1944-09-09 enters 1", "1945-05-07 leaves 1"]),
    ],
)
def test_the_second_world_war(code: str, spells: list[str], data: Data) -> None:
    lines = [line.replace("side ", "") for line in cow_wars.read(data(FILE)).lines if f" {code} " in line]
    wanted = [f'{s[:10]} {code} {s[11:]} of war "World War II" ; source: "COW 139"' for s in spells]
    assert [line for line in lines if line.endswith('"COW 139"')] == wanted


@pytest.mark.parametrize("feed", ["iwd", "cow-wars"])
def test_no_import_makes_enemies_of_those_who_never_fought(feed: str, data: Data) -> None:
    found = desk.read_outside(feed, data(IWD_FILE if feed == "iwd" else FILE))
    attacks = [line.split(" ; ")[0] for line in found.lines if " attacks " in line]
    assert ("1941-06-22 DEU attacks SUN" in attacks) == (feed == "iwd")
    for one, other in (("JPN", "SUN"), ("BGR", "SUN"), ("ROU", "GBR")):
        for line in (f"{one} attacks {other}", f"{other} attacks {one}"):
            assert not [attack for attack in attacks if attack.startswith("1941") and line in attack]


def test_sides_are_no_opponents(data: Data) -> None:
    read = journal.read(Source("cow", "\n".join(cow_wars.read(data(FILE)).lines)), standard_lexicon(), Setting())
    assert {event.form.key.split()[0] for event in read.statements} == {"enters", "leaves"}


@pytest.mark.parametrize("feed", ["iwd", "cow-wars"])
def test_the_journal_reads_what_was_imported(feed: str, data: Data) -> None:
    found = desk.read_outside(feed, data(IWD_FILE if feed == "iwd" else FILE))
    read = journal.read(Source(feed, "\n".join(found.lines)), standard_lexicon(), Setting())
    assert not [finding.title for finding in read.findings if finding.is_error]
    assert read.aside == ()
    assert len(read.statements) == len(found.lines) > 0


@pytest.mark.parametrize("view", ["public", "secret"])
def test_sides_alone_call_up_no_assistance(view: str, data: Data, tmp_path: Path) -> None:
    path = tmp_path / "cow.journal"
    assert cli.main(["import", "cow-wars", str(data(FILE)), "-o", str(path)]) == 0
    assert foedus.run(FLAGSHIP, path, view=view).entries == ()


@pytest.mark.parametrize(
    ("cells", "lost", "reason"),
    [
        ({"StartDay1": "-9"}, "enters", "365 gives no `enters`: `StartDay1` is missing (`-9`)"),
        ({"EndMonth1": "-8"}, "leaves", "365 gives no `leaves`: `EndMonth1` is missing (`-8`)"),
        ({"StartDay1": "31"}, "enters", "365 gives no `enters`: 1939-11-31 is no day of the calendar"),
        ({"EndYear1": "soon"}, "leaves", "365 gives no `leaves`: `EndYear1` is `soon`, which is no whole number"),
    ],
)  # fmt: skip
def test_a_missing_day_leaves_its_line_out_and_says_so(
    cells: dict[str, str], lost: str, reason: str, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = cow_wars.read(data(FILE))
    line = next(n for n, text in enumerate(data(FILE).read_text().splitlines(), 1) if "Russo-Finnish,1,365" in text)
    path = changed(data, tmp_path, line, **cells)
    found = cow_wars.read(path)
    (missing,) = set(whole.lines) - set(found.lines)
    assert f"SUN {lost} side 1" in missing
    assert set(found.lines) < set(whole.lines)
    assert found.aside == [(line, reason)]
    assert cli.main(["import", "cow-wars", str(path)]) == 0
    out = capsys.readouterr()
    assert out.err == f"{path}:{line}: left out: {reason}\n"
    assert out.out.splitlines() == found.lines


def test_a_row_that_is_none_is_set_aside_and_spoils_no_other(data: Data, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text(data(FILE).read_text() + "139,World War II,1,365\n", encoding="utf-8")
    found = cow_wars.read(path)
    assert found.lines == cow_wars.read(data(FILE)).lines
    assert found.aside == [(339, "this row has 4 columns, the first line 25")]
    for cells, reason in (({"ccode": "9999"}, "no state has the number 9999"), ({"Side": "3"}, "`Side` is 3")):
        found = cow_wars.read(changed(data, tmp_path, 2, **cells))
        assert len(found.lines) == 2 * ENTRIES - 2
        assert len(found.aside) == 2
        assert all(reason in why for _, why in found.aside)


@pytest.mark.parametrize("feed", ["iwd", "cow-wars"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty: this is not {title}"),
        (b"a,b\n1,2\n", "has no column `{column}`: this is not {title}"),
        (b"\x1f\x8b\x08\x00packed", "is not UTF-8 (the byte 0x8b in line 1): this is not {title}; if it is packed"),
        (b"a,b\n\0\0", "is no text (a NUL byte in line 2): this is not {title}"),
        (b'a,b\n1,"2\n', "is not CSV (line 2: unexpected end of data): this is not {title}"),
        (b'a,b\n"' + b"x" * 200_000 + b'"\n', "is not CSV (line 2: field larger than field limit (131072))"),
    ],
    ids=["empty", "another table", "packed", "binary", "open quote", "one huge cell"],
)
def test_a_file_that_is_another_is_refused_with_what_to_do(
    feed: str, content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    module = {"iwd": iwd, "cow-wars": cow_wars}[feed]
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    assert cli.main(["import", feed, str(path)]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert out.err.startswith(f"foedus: {path}: {said.format(title=module.TITLE, column=module.COLUMNS[0])}")
    assert out.err.count("\n") == 1


@pytest.mark.parametrize(("feed", "column"), [("iwd", "annual_outcome"), ("cow-wars", "WarNum")])
def test_a_missing_column_is_named_with_what_the_file_should_be(
    feed: str, column: str, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = data(IWD_FILE if feed == "iwd" else FILE).read_text(encoding="utf-8")
    path = tmp_path / "lacking.csv"
    path.write_text(real.replace(column, "another", 1), encoding="utf-8")
    assert cli.main(["import", feed, str(path)]) == 2
    assert f"has no column `{column}`: this is not " in capsys.readouterr().err


@pytest.mark.parametrize("feed", ["iwd", "cow-wars"])
def test_the_place_of_a_file_and_its_line_ends_do_not_matter(
    feed: str, data: Data, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    real = data(IWD_FILE if feed == "iwd" else FILE)
    wanted = desk.read_outside(feed, real)
    for ends in (b"\r\n", b"\r"):  # the site of the Correlates of War has bare carriage returns
        path = tmp_path / "ends.csv"
        path.write_bytes(b"\xef\xbb\xbf" + real.read_bytes().replace(b"\n", ends))
        assert desk.read_outside(feed, path) == wanted
    for nowhere in (tmp_path, tmp_path / "nowhere.csv"):
        assert cli.main(["import", feed, str(nowhere)]) == 2
        assert capsys.readouterr().err.startswith(f"foedus: {nowhere}: ")
