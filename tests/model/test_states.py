"""The table of states: what follows from it, what must not, and outside data against it."""

import csv
import gzip
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from foedus.model import states

Data = Callable[[str], Path]

EVE = date(1939, 8, 31)
"""The last day before the war."""
TODAY = date(2016, 12, 31)
"""The day on which COW's list closes."""
EUROPE_1939 = "200 205 210 211 212 220 225 230 235 255 290 310 325 345 350 355 360 365 366 367 368 375 380 385 390"
ROWS = [row for row in Path(states.__file__).with_name("states.csv").read_text("utf-8").splitlines() if row[0] != "#"]
SPELLS = [spell for spells in states._by_code().values() for spell in spells]


def day(text: str) -> date:
    return date.fromisoformat(text)


def code_on(code: str, text: str) -> str | None:
    state = states.on(code, day(text))
    return state.code if state else None


# The table itself


def test_every_row_has_every_column_and_names_in_both_languages() -> None:
    table = list(csv.DictReader(ROWS))
    assert [len(row.split(",")) for row in ROWS] == [11] * len(ROWS)
    assert '"' not in "".join(ROWS)
    assert all(row["code"] and row["name_en"] and row["name_ru"] for row in table)
    assert all(row["region"] in (*states.REGIONS, "") for row in table)
    assert [
        row["name_ru"] for row in table if not any("\u0400" <= letter <= "\u04ff" for letter in row["name_ru"])
    ] == []


def test_codes_have_three_capitals_or_are_cow_numbers() -> None:
    for code, number in ((row["code"], row["cow"]) for row in csv.DictReader(ROWS)):
        assert code == f"cow:{number}" or (len(code) == 3 and code.isascii() and code.isupper())


@pytest.mark.parametrize("groups", [states._by_code(), states._by_number()], ids=["codes", "numbers"])
def test_spells_are_in_order_and_never_overlap_unless_a_code_has_two_numbers(
    groups: dict[object, list[states.State]],
) -> None:
    for spells in groups.values():
        assert all(spell.end is None or spell.begin <= spell.end for spell in spells)
        assert all(one.end is not None and one.end < two.begin for one, two in pairwise(spells))


def test_regions_follow_the_cow_ranges() -> None:
    tops = ((199, "Americas"), (399, "Europe"), (629, "Africa"), (699, "Middle-East"), (899, "Asia"), (999, "Oceania"))
    for spell in SPELLS:
        assert spell.cow is not None
        assert spell.region == next(region for top, region in tops if spell.cow <= top)


# Known codes


@pytest.mark.parametrize(
    "code", ["SUN", "RUS", "DDR", "YUG", "CSK", "VDR", "YMD", "SCG", "VAT", "GRL", "HKG", "PSE", "cow:300", "cow:365"]
)
def test_known(code: str) -> None:
    assert states.known(code)


@pytest.mark.parametrize(
    "code",
    ["", "DZG", "XKX", "SUM", "gbr", "GMY", "cow:", "cow:291", "cow:0300", "cow:-2", "cow:²", "cow:x", "300", "Europe"],
)
def test_unknown(code: str) -> None:
    assert not states.known(code)
    assert states.on(code, EVE) is None
    assert states.in_region(code, "Europe", EVE) is None
    assert states.english(code) == states.russian(code, EVE) == code


def test_a_number_too_long_to_read_is_unknown() -> None:
    assert not states.known("cow:" + "9" * 5000)


# Members on a day


def test_the_european_states_on_the_eve_of_the_war() -> None:
    members = [spell.cow for spell in SPELLS if spell.covers(EVE) and states.in_region(spell.code, "Europe", EVE)]
    assert sorted(str(number) for number in members) == EUROPE_1939.split()
    assert not any(spell.disputed for spell in SPELLS if spell.covers(EVE) and spell.region == "Europe")


def test_the_soviet_union_is_not_russia() -> None:
    assert code_on("SUN", "1941-06-22") == "SUN"
    assert code_on("RUS", "1941-06-22") is None
    assert states.in_region("RUS", "Europe", day("1941-06-22")) is None
    assert code_on("SUN", "1922-12-29") is code_on("SUN", "1991-12-26") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1914-08-01", "RUS"),
        ("1922-12-29", "RUS"),
        ("1922-12-30", "SUN"),
        ("1991-12-25", "SUN"),
        ("1991-12-26", "RUS"),
        ("2016-01-01", "RUS"),
    ],
)
def test_a_cow_number_finds_whichever_is_right_on_the_day(text: str, code: str) -> None:
    assert code_on("cow:365", text) == states.from_cow(365, day(text)) == code


@pytest.mark.parametrize(
    ("code", "last", "back"),
    [
        ("CSK", "1939-03-15", "1945-05-10"),
        ("ALB", "1939-04-07", "1944-11-17"),
        ("POL", "1939-09-27", "1945-06-28"),
        ("AUT", "1938-03-13", "1955-07-27"),
        ("ETH", "1936-05-05", "1941-05-05"),
        ("EST", "1940-06-16", "1991-09-06"),
        ("LVA", "1940-06-16", "1991-09-06"),
        ("LTU", "1940-06-15", "1991-09-06"),
        ("DEU", "1945-05-08", "1955-05-05"),
        ("DDR", "1990-10-02", None),
        ("cow:300", "1918-11-12", None),
        ("cow:245", "1871-01-18", None),
        ("CSK", "1992-12-31", None),
    ],
)
def test_a_state_is_gone_after_its_last_day(code: str, last: str, back: str | None) -> None:
    one = timedelta(days=1)
    assert code_on(code, last) == code
    assert states.on(code, day(last) + one) is None
    assert states.on(code, (day(back) if back else TODAY) - one) is None
    assert back is None or code_on(code, back) == code


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("cow:300", "1914-07-28", "Austria-Hungary"),
        ("cow:255", "1866-06-14", "Prussia"),
        ("cow:255", "1914-08-01", "Germany"),
        ("cow:325", "1859-04-26", "Sardinia"),
        ("TUR", "1914-11-01", "Ottoman Empire"),
        ("TUR", "1939-08-31", "Turkey"),
        ("DEU", "1960-01-01", "Germany (Federal Republic)"),
        ("cow:817", "1970-01-01", "Republic of Viet Nam"),
        ("VDR", "1970-01-01", "Democratic Republic of Viet Nam"),
        ("VNM", "1980-01-01", "Viet Nam"),
        ("SRB", "1914-07-28", "Serbia"),
        ("YUG", "1941-03-25", "Yugoslavia"),
        ("SCG", "2004-01-01", "Serbia and Montenegro"),
        ("SRB", "2010-01-01", "Serbia"),
        ("YEM", "1980-01-01", "Yemen Arab Republic"),
        ("YMD", "1980-01-01", "Democratic Yemen"),
    ],
)
def test_names_by_day(code: str, text: str, name: str) -> None:
    state = states.on(code, day(text))
    assert state is not None
    assert state.name_en == states.english(code, day(text)) == name


FOLDED = [
    ("DEU", "1866-06-14"),
    ("VNM", "1970-01-01"),
    ("YUG", "1914-07-28"),
    ("SRB", "1941-03-25"),
    ("CZE", "1938-09-30"),
    ("ITA", "1859-04-26"),
    ("ZWE", "1970-01-01"),
]


@pytest.mark.parametrize(("code", "text"), FOLDED)
def test_no_state_is_folded_into_another(code: str, text: str) -> None:
    assert states.known(code)
    assert states.on(code, day(text)) is None


# Regions


@pytest.mark.parametrize(
    ("code", "region"),
    [
        ("TUR", "Middle-East"),
        ("JPN", "Asia"),
        ("USA", "Americas"),
        ("AUS", "Oceania"),
        ("ZAF", "Africa"),
        ("GBR", "Europe"),
    ],
)
def test_a_member_lies_in_one_region_only(code: str, region: str) -> None:
    assert {name: states.in_region(code, name, EVE) for name in states.REGIONS} == {
        name: name == region for name in states.REGIONS
    }


@pytest.mark.parametrize("code", ["UKR", "VAT", "SVK", "ISL", "CSK", "ALB", "AUT", "RUS", "DDR", "GRL", "cow:300"])
@pytest.mark.parametrize("region", ["Europe", "Asia"])
def test_no_member_on_the_day_is_disputed(code: str, region: str) -> None:
    assert states.known(code)
    assert states.in_region(code, region, EVE) is None


def test_a_region_that_is_none_has_no_answer() -> None:
    assert states.in_region("GBR", "Atlantis", EVE) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("RHO", "1970-01-01"),
        ("cow:347", "2010-01-01"),
        ("TWN", "2000-01-01"),
        ("EST", "1918-06-01"),
        ("EGY", "1880-01-01"),
    ],
)
def test_a_disputed_member_is_a_member_but_its_region_is_no_fact(code: str, text: str) -> None:
    state = states.on(code, day(text))
    assert state is not None
    assert state.disputed
    assert states.in_region(code, state.region, day(text)) is None


# From COW numbers, hints, names


@pytest.mark.parametrize(
    ("number", "text", "code"),
    [
        (255, "1941-06-22", "DEU"),
        (260, "1960-01-01", "DEU"),
        (265, "1960-01-01", "DDR"),
        (345, "1941-03-01", "YUG"),
        (315, "1992-12-31", "CSK"),
        (315, "2000-01-01", "CSK"),
        (300, "1914-07-28", "cow:300"),
        (300, "1941-01-01", "cow:300"),
        (255, "1800-01-01", "cow:255"),
        (365, "1800-01-01", "RUS"),
        (260, "1941-01-01", "DEU"),
        (200, "1941-01-01", "GBR"),
        (291, "1939-08-31", None),
        (0, "1939-08-31", None),
    ],
)
def test_from_cow(number: int, text: str, code: str | None) -> None:
    assert states.from_cow(number, day(text)) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("SUM", "SUN"),
        ("RSU", "RUS"),
        ("sun", "SUN"),
        (" GBR ", "GBR"),
        ("Germany", "DEU"),
        ("USSR", "SUN"),
        ("UK", "GBR"),
        ("UKG", "GBR"),
        ("GMY", "DEU"),
        ("AUS", "AUS"),
        ("AUH", "cow:300"),
        ("COW:300", "cow:300"),
        ("Polnad", "POL"),
        ("soviet union", "SUN"),
        ("Советский Союз", "SUN"),
        ("Соединенное Королевство", "GBR"),
        ("Vatican", "VAT"),
        ("ZAR", "COD"),
        ("Kosovo", "cow:347"),
        ("cow:291", None),
        ("Danzig", None),
        ("QQQ", None),
        ("", None),
    ],
)
def test_nearest(typed: str, code: str | None) -> None:
    assert states.nearest(typed) == code


def test_every_hint_leads_to_a_known_code() -> None:
    assert [code for code in states._hints().values() if not states.known(code)] == []


def test_names_without_a_day_are_the_latest() -> None:
    assert [states.english(code) for code in ("DEU", "TUR", "YEM", "cow:365", "cow:255", "SUN", "VAT")] == [
        "Germany", "Turkey", "Yemen", "Russia", "Prussia", "Soviet Union", "Holy See",
    ]  # fmt: skip
    assert states.russian("SUN") == states.russian("cow:365", EVE) == "Советский Союз"
    assert states.english("POL", day("1940-01-01")) == "Poland"


# Against outside data


def _cow(folder: Path) -> Iterator[tuple[int, date, date | None]]:
    with (folder / "states2016.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            begin, end = (date(*(int(row[side + part]) for part in ("year", "month", "day"))) for side in ("st", "end"))
            yield int(row["ccode"]), begin, None if end == TODAY else end


def _joined(spells: list[states.State]) -> Iterator[tuple[date, date | None]]:
    """The spells of a number, those that touch made one."""
    begin, end = spells[0].begin, spells[0].end
    for spell in spells[1:]:
        if end is None or spell.begin - end > timedelta(days=1):
            yield begin, end
            begin = spell.begin
        end = spell.end
    yield begin, end


def test_cow_has_the_same_spells_and_no_more(data: Data) -> None:
    ours = {(number, *spell) for number, spells in states._by_number().items() for spell in _joined(spells)}
    assert ours == set(_cow(data("cow-states")))


def test_cow_has_the_same_abbreviations(data: Data) -> None:
    with (data("cow-states") / "states2016.csv").open(encoding="utf-8") as lines:
        theirs = {(row["ccode"], row["stateabb"]) for row in csv.DictReader(lines)}
    assert {(row["cow"], row["abbr"]) for row in csv.DictReader(ROWS) if row["cow"]} == theirs


ISO_EXCEPTIONS = {
    265: "DDR",  # countrycode has no codes of ISO 3166-3
    315: "CSK",  # the same
    680: "YMD",  # the same
    345: "SRB",  # the same for YUG and SCG; the latest spell is Serbia
    678: "YEM",  # the code was that of the Yemen Arab Republic until the union kept it
    327: "cow:327",  # the Papal States ended in 1870, the Vatican State began in 1929
}
"""What we answer where countrycode answers something else, or nothing."""


MICROSTATES = "AND ATG DMA FSM GRD KIR KNA LCA LIE MCO MHL NRU PLW SMR STP SYC TON TUV VCT VUT WSM"


def _countrycode(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    with (folder / "country_codes.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            if row["cown"] not in ("", "NA"):
                yield int(row["cown"]), row


def test_countrycode_has_the_same_iso_codes(data: Data) -> None:
    for number, row in _countrycode(data("cow-states")):
        theirs = row["iso3c"] or f"cow:{number}"
        assert states._by_number()[number][-1].code == ISO_EXCEPTIONS.get(number, theirs), row


def test_countrycode_has_no_code_that_we_lack(data: Data) -> None:
    with (data("cow-states") / "country_codes.csv").open(encoding="utf-8") as lines:
        assert [row["iso3c"] for row in csv.DictReader(lines) if row["iso3c"] and not states.known(row["iso3c"])] == []


def _gleditsch_ward(folder: Path) -> dict[int, list[tuple[date, date]]]:
    spells: dict[int, list[tuple[date, date]]] = {}
    with gzip.open(folder / "gw_states.csv.gz", "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            begin, end = (date(1970, 1, 1) + timedelta(days=int(row[side])) for side in ("startdate", "enddate"))
            spells.setdefault(int(row["gwcode"]), []).append((begin, date.max if end.year == 2017 else end))
    return spells


def _outside(spell: states.State, others: list[tuple[date, date]]) -> int:
    """How many days of a spell no other spell covers."""
    begin, end = spell.begin, spell.end or TODAY
    return (end - begin).days + 1 - sum(max((min(end, b) - max(begin, a)).days + 1, 0) for a, b in others)


def test_a_spell_is_disputed_where_gleditsch_and_ward_do_not_count_it(data: Data) -> None:
    """Differences of less than thirty days are quibbles about a date; microstates stand in a list of their own."""
    theirs = _gleditsch_ward(data("cow-states"))
    differing = {spell for spell in SPELLS if spell.gw in theirs and _outside(spell, theirs[spell.gw]) >= 30}
    recognition = {"RHO", "TWN", "cow:347"}
    assert {spell for spell in SPELLS if spell.disputed and spell.code not in recognition} == differing


def test_gleditsch_and_ward_lack_the_microstates_only(data: Data) -> None:
    missing = {spell.code for spell in SPELLS if spell.gw not in _gleditsch_ward(data("cow-states"))}
    assert " ".join(sorted(missing)) == MICROSTATES
