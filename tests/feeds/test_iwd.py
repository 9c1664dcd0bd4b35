"""Interstate War Data on the flagship: what is an attack, and what never was one."""

from collections.abc import Callable
from pathlib import Path

import foedus
from foedus import desk
from foedus.feeds import iwd
from foedus.model.moments import parse


def imported(data: Callable[[str], Path]) -> list[str]:
    return iwd.read(data("iwd") / "iwd_v1_directed_dyad_year.csv").lines


def test_attacks_are_the_earliest_entries_of_a_dyadic_war(data: Callable[[str], Path]) -> None:
    lines = [line.split(" ; ")[0] for line in imported(data)]
    assert "1941-06-22 DEU attacks SUN" in lines
    assert "1939-11-30 SUN attacks FIN" in lines
    assert lines.count("1941-06-22 DEU attacks SUN") == 1
    assert not any(line.startswith("1942-01-01") for line in lines)


def test_no_peace_where_a_year_merely_ends(data: Callable[[str], Path]) -> None:
    ends = [line.split(" ; ")[0] for line in imported(data) if " makes peace " in line]
    assert "1945-05-07 DEU makes peace with SUN" in ends
    assert not any(line.startswith("1941-12-31") for line in ends)


def test_a_pause_is_no_peace_and_is_set_aside(data: Callable[[str], Path]) -> None:
    found = iwd.read(data("iwd") / "iwd_v1_directed_dyad_year.csv")
    ends = [line.split(" ; ")[0] for line in found.lines if " makes peace " in line]
    assert "1864-07-20 DEU makes peace with DNK" in ends
    assert not any(line.startswith("1864-04-25") for line in ends)
    assert found.aside[4] == (46, "the fighting paused from 1864-4-25 to 1864-6-25: no peace")
    # 7 rows with a second spell, 2 whose fighting stopped within a year, 3 later entries that are not on 1 January
    assert len(found.aside) == 12
    # 250 dyadic wars, each with one attack and one end
    assert len(ends) == 250 == len(found.lines) - len(ends)


def test_who_never_fought_does_not_fight(data: Callable[[str], Path]) -> None:
    of_1941 = [line for line in imported(data) if line.startswith("1941") and " attacks " in line]
    for one, other in (("JPN", "SUN"), ("BGR", "SUN"), ("ROU", "GBR")):
        assert not any(f" {one} " in line and f" {other} " in line for line in of_1941)


def test_the_flagship_on_the_imported_record(data: Callable[[str], Path], tmp_path: Path) -> None:
    path = tmp_path / "iwd.journal"
    path.write_text("\n".join(imported(data)) + "\n", encoding="utf-8")
    june, seen = parse("1941-06-22"), {}
    for view in ("public", "secret"):
        ledger = foedus.run(desk.shipped("agreements/anglo-soviet-1939"), path, view=view, as_of="1941-06-30")
        seen[view] = {(e.bearer, e.clause, e.act) for e in ledger if e.opened == june}
    both = {("GBR", "assistance", f"assist SUN against {code}") for code in ("DEU", "ITA")}
    assert seen["public"] == both | {("GBR", "assistance", "assist SUN against ROU")}
    consulted = {
        ("GBR", "consultation", "consult with SUN about ROU"),
        ("SUN", "consultation", "consult with GBR about ROU"),
    }
    assert seen["secret"] == both | consulted
