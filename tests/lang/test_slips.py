"""What somebody types who knows treaties and not yet the language: each slip is told at its place, with a remedy."""

from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question
from foedus.lang.near import nearest_date, nearest_length
from foedus.text.diagnostic import Diagnostic

RECORD = "# Pact\n\n```foedus\nagreement pact\n    between GBR and SUN\n    signed  1939-07-25\n```\n"
CLAUSE = """
clause help
    when   third state A attacks party P
    every other party must assist P against A
    within 7 days
    until  A makes peace with P

example attacked as of 1941-06-25
    1941-06-22 DEU attacks SUN
gives
    GBR owes help to SUN, open 1941-06-22
"""
FORM = """
clause defence with state K
    when K attacks party P
    every other party must assist P against K
    within 7 days

use defense as against-italy with K = ITA
"""


def checked(folder: Path, rules: str, *supplements: str) -> list[Diagnostic]:
    """What `check` finds in an agreement with these rules, and with a supplement for each further text."""
    (folder / "agreement.md").write_text(f"{RECORD}\n```foedus\n{rules}\n```\n", encoding="utf-8")
    for n, each in enumerate(supplements):
        (folder / f"p{n}.md").write_text(f"```foedus\nprotocol to pact\n{each}\n```\n", encoding="utf-8")
    return desk.check([folder], "secret").findings


def told(folder: Path, written: str, name: str = "war.journal", view: str = "secret") -> list[Diagnostic]:
    """What a run finds in a journal."""
    (folder / "agreement.md").write_text(f"{RECORD}\n```foedus\n{CLAUSE}\n```\n", encoding="utf-8")
    (folder / name).write_text(written, encoding="utf-8")
    return desk.run(Question((folder,), (folder / name,), view)).findings


def said(found: list[Diagnostic]) -> list[tuple[str, str]]:
    return [(each.code, each.span.text) for each in found]


def test_without_a_slip_nothing_is_told(tmp_path: Path) -> None:
    assert checked(tmp_path, CLAUSE) == []
    assert checked(tmp_path, FORM.replace("defense", "defence")) == []


# Keywords


@pytest.mark.parametrize(
    ("right", "wrong", "code", "place", "meant"),
    [
        ("when  ", "wen  ", "bad-line", "wen", "when"),
        ("when  ", "When  ", "bad-line", "When", "when"),
        ("when  ", "if  ", "bad-line", "if", "when"),
        ("until", "untill", "bad-line", "untill", "until"),
        ("within 7", "in 7", "bad-line", "in", "within"),
        ("    within", "    wheer A is DEU\n    within", "bad-line", "wheer", "where"),
        ("    until", "    where A is DEU\n    untill", "bad-line", "untill", "until"),
        ("    until", "    where A is DEU\n    Until", "bad-line", "Until", "until"),
        ("    until", "    where erlier A attacks P\n    until", "misfit", "erlier", "earlier"),
        ("must", "shall", "bad-modal", "shall", "must"),
        ("must", "musst", "bad-modal", "musst", "must"),
        ("must", "undertakes to", "bad-modal", "undertakes", "must"),
        ("    until", "    where A is DEU\n    GBR shall assist P\n    until", "bad-modal", "shall", "must"),
        ("every other", "each other", "bad-bearer", "each", "every"),
        ("every other party", "parties", "bad-bearer", "parties", "every party"),
        ("every other party", "every Party", "misfit", "Party", "party"),
        ("third state", "third State", "misfit", "State", "state"),
        ("example", "exmaple", "bad-line", "exmaple", "example"),
        ("clause", "claus", "no-header", "claus help", "clause"),
        ("clause", "Clause", "no-header", "Clause help", "clause"),
        ("clause help", "facts A is bad\nclause help", "no-header", "facts A is bad", "fact"),
        ("clause help", "clause mutual help", "bad-clause", "clause mutual help", "clause mutual-help"),
        ("gives", "givs", "bad-example", "givs", "gives"),
        ("gives", "then", "bad-example", "then", "gives"),
        ("open", "opened", "bad-example", "opened", "open"),
        ("owes", "owe", "bad-example", "owe", "owes"),
        ("to SUN, open 1941-06-22", "to SUN, open 1941-06-22\n\nexmaple two", "bad-example", "exmaple", "example"),
        ("owes help", "owes halp", "unknown-clause", "halp", "help"),
        ("7 days", "7 dayz", "bad-duration", "7", "7 days"),
        ("7 days", "seven days", "bad-duration", "seven", "7 days"),
        ("as of 1941-06-25", "as of 25.6.1941", "no-such-date", "25.6.1941", "1941-06-25"),
        ("    1941-06-22", "    22 June 1941", "no-such-date", "22 June 1941", "1941-06-22"),
    ],
)
def test_the_nearest_word_of_an_agreement(
    right: str, wrong: str, code: str, place: str, meant: str, tmp_path: Path
) -> None:
    assert right in CLAUSE
    found = checked(tmp_path, CLAUSE.replace(right, wrong, 1))
    assert said(found) == [(code, place)]
    assert f"did you mean `{meant}`?" in found[0].hint


@pytest.mark.parametrize(
    ("right", "wrong", "code", "hint"),
    [
        (", open", " open", "bad-example", "write `GBR owes"),
        ("every other party must", "GBR and SUN must", "bad-bearer", "a clause for each"),
        ("against A\n", "against A and consult with P\n", "misfit", "a clause of its own"),
        ("assist P against", "assist it against", "misfit", "by its letter"),
        ("clause help", "clause help:", "unreadable", "leave it out"),
        ("gives\n", "gives:\n", "unreadable", "leave it out"),
        ("against A\n", "against A within 7 days\n", "misfit", "a new line begins here"),
        ("assist P against", "assist the attacked party against", "misfit", "the letter, or the name"),
        ("third state A attacks", "any third state A attacks", "misfit", "leave it out"),
        ("attacks party P", "attacks party P and P requests help of GBR", "misfit", "of its own"),
        ("    until", "    where P is a party and A is DEU\n    until", "misfit", "on a line of its own"),
        ("until  A makes peace with P", "unless P is not attacked by A", "verb-form", "`unless earlier A attacks P`"),
        ("open 1941", "open since 1941", "no-such-date", "YYYY-MM-DD"),
        ("as of 1941-06-25", "at 1941-06-25", "bad-example", "did you mean `as of 1941-06-25`?"),
        ("clause help", "fact A is bad\n    if A attacks GBR\n\nclause help", "bad-line", "did you mean `where`?"),
        ("as of 1941-06-25", "as of 1941-06-31", "no-such-date", "1941-06 has 30 days"),
        ("open 1941-06-22", "open 1941-06-22\n    nothing", "bad-example", "leave out `nothing`"),
        ("until  A makes peace with P", "until 1941-08-01", "no-sentence", "who does what"),
    ],
)
def test_what_to_do_where_no_word_is_near(right: str, wrong: str, code: str, hint: str, tmp_path: Path) -> None:
    found = checked(tmp_path, CLAUSE.replace(right, wrong, 1))
    assert [each.code for each in found] == [code]
    assert hint in found[0].hint


def test_the_nearest_clause_form(tmp_path: Path) -> None:
    found = [each for each in checked(tmp_path, FORM) if each.code == "unknown-form"]
    assert len(found) == 1
    assert "did you mean `defence`?" in found[0].hint


def test_a_condition_that_goes_on_is_no_slip(tmp_path: Path) -> None:
    """Words that bind in other texts may be words of a sentence."""
    rules = """
event state A undertakes number N

clause help
    when  third state A attacks party P
    where A is at war with P
    earlier A undertakes 3
    A is not ITA
    every other party must assist P against A
    within 7 days
"""
    assert checked(tmp_path, rules) == []


def test_a_block_that_is_nearly_called_so(tmp_path: Path) -> None:
    (tmp_path / "agreement.md").write_text(
        f"{RECORD}\n```Foedus\n{CLAUSE}```\n\n```text\nclause\n```\n", encoding="utf-8"
    )
    found = desk.check([tmp_path]).findings
    assert said(found) == [("no-block", "Foedus")]


@pytest.mark.parametrize(
    ("right", "wrong", "place", "meant"),
    [
        ("between", "betwen", "betwen", "between"),
        ("between", "parties", "parties", "between"),
        ("    signed", '    Title "Pact"\n    signed', "Title", "title"),
        ("    signed", "    in force on ratification\n    signed", "in", "in force on signature"),
        ("agreement pact", "agreement Pact of 1939", "agreement Pact of 1939", "agreement pact-of-1939"),
    ],
)
def test_the_nearest_line_of_a_record(right: str, wrong: str, place: str, meant: str, tmp_path: Path) -> None:
    (tmp_path / "agreement.md").write_text(RECORD.replace(right, wrong), encoding="utf-8")
    found = desk.check([tmp_path]).findings
    assert said(found) == [("bad-record", place)]
    assert f"did you mean `{meant}`?" in found[0].hint


# Verbs and agreements


@pytest.mark.parametrize(
    ("line", "place", "hint"),
    [
        ("SUN is attacked by DEU", "is attacked by", "write `DEU attacks SUN`"),
        ("SUN was attacked by DEU in Brest", "was attacked by", "write `DEU attacks SUN in Brest`"),
        ("SUN has been attacked by DEU", "has been attacked by", "write `DEU attacks SUN`"),
        ("DEU attacked SUN", "attacked", "write `DEU attacks SUN`"),
        ("DEU has attacked SUN", "has attacked", "write `DEU attacks SUN`"),
        ("DEU attacking SUN", "attacking", "write `DEU attacks SUN`"),
        ("DEU is attacking SUN", "is attacking", "write `DEU attacks SUN`"),
        ("DEU will attack SUN", "will attack", "write `DEU attacks SUN`"),
        ("DEU made peace with SUN", "made", "write `DEU makes peace with SUN`"),
        ("DEU does not attack SUN", "does not attack", "by `not` behind `is` or `has`"),
        ("DEU doesn't attack SUN", "doesn't attack", "`must not` as a ban"),
        ("DEU did not attack SUN", "did not attack", "`unless earlier DEU attacks SUN`"),
        ("DEU was at war with SUN", "was", "write `DEU is at war with SUN`"),
        ("DEU is no longer at war with SUN", "is", "write `DEU is not at war with SUN`"),
        ("DEU attacked", "attacked", "the sentence is `A attacks P [in Z]`"),
    ],
)
def test_a_verb_in_another_form(line: str, place: str, hint: str, tmp_path: Path) -> None:
    found = told(tmp_path, f"1941-06-22 {line}\n")
    assert said(found) == [("verb-form", place)]
    assert hint in found[0].hint


@pytest.mark.parametrize(
    ("deed", "hint"),
    [
        ("must to assist P", "write `assist P`"),
        ("must assists P", "write `assist P`"),
    ],
)
def test_a_verb_behind_a_modal(deed: str, hint: str, tmp_path: Path) -> None:
    found = checked(tmp_path, CLAUSE.replace("must assist P against A", deed))
    assert [each.code for each in found] == ["verb-form"]
    assert hint in found[0].hint


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        ("SUN signs the agreement with POL", "which-agreement", "the agreement"),
        ("SUN denounces the agreement", "which-agreement", "the agreement"),
        ("SUN denounces agreement", "which-agreement", "agreement"),
        ("SUN denounces this treaty", "which-agreement", "this treaty"),
        ("SUN denounces locarno", "misfit", "locarno"),
        ("SUN refuses help toward GBR", "misfit", "help"),
        ("DEU attacks sun", "misfit", "sun"),
        ("DEU is not at war with SUN", "", ""),
        ("SUN denounces this agreement", "", ""),
        ("SUN signs agreement the-agreement", "", ""),
    ],
)
def test_which_agreement_and_which_clause(line: str, code: str, place: str, tmp_path: Path) -> None:
    found = told(tmp_path, f"1941-06-22 {line}\n")
    assert said(found) == ([(code, place)] if code else [])
    meant = {"locarno": "agreement locarno", "help": "clause help", "sun": "SUN"}.get(place)
    assert all((f"did you mean `{meant}`?" if meant else "`this agreement`") in each.hint for each in found)


def test_a_clause_that_nobody_wrote(tmp_path: Path) -> None:
    found = told(
        tmp_path, "1941-06-22 GBR refuses clause halp toward SUN\n1941-06-23 GBR refuses clause help toward SUN\n"
    )
    assert said(found) == [("unknown-clause", "halp")]
    assert found[0].level == "warning"
    assert "did you mean `help`?" in found[0].hint
    rule = "\nclause answer\n    when Q breaches clause halp toward P\n    Q must consult with P\n    within 2 days\n"
    assert said(checked(tmp_path, CLAUSE + rule)) == [("unknown-clause", "halp")]


def test_a_secret_clause_is_offered_to_nobody_who_is_not_cleared(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    protocol = "```foedus\nprotocol to pact\n    signed 1939-07-25\n\nclause holps\n    no party may attack POL\n```\n"
    line = "1941-06-22 GBR refuses clause holp toward SUN\n"
    without = told(tmp_path, line, view="public")
    (tmp_path / "secret" / "p.md").write_text(protocol, encoding="utf-8")
    assert told(tmp_path, line, view="public") == without
    assert "`help`" in without[0].hint
    assert "`holps`" in told(tmp_path, line, view="secret")[0].hint


# Dates, lengths, journals


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("25.7.1939", "1939-07-25"),
        ("7/25/1939", "1939-07-25"),
        ("25/7/1939", "1939-07-25"),
        ("4/5/1939", None),
        ("1939-7-25", "1939-07-25"),
        ("July 25, 1939", "1939-07-25"),
        ("31.2.1939", None),
        ("yesterday", None),
    ],
)
def test_the_nearest_date(written: str, meant: str | None) -> None:
    assert nearest_date(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [("seven days", "7 days"), ("a week", "1 week"), ("7 dayz", "7 days"), ("7 days", None), ("x", None)],
)
def test_the_nearest_length(written: str, meant: str | None) -> None:
    assert nearest_length(written) == meant


@pytest.mark.parametrize(
    ("line", "code", "place", "hint"),
    [
        ("25.7.1939 DEU attacks SUN", "no-such-date", "25.7.1939", "did you mean `1939-07-25`?"),
        ("25 July 1939 DEU attacks SUN", "no-such-date", "25 July 1939", "did you mean `1939-07-25`?"),
        ("July 25, 1939 DEU attacks SUN", "no-such-date", "July 25, 1939", "did you mean `1939-07-25`?"),
        ("DEU attacks SUN 1939-07-25", "no-such-date", "DEU", "`1939-07-25` in front"),
        ("1939-07-25: DEU attacks SUN", "unreadable", ":", "no sign parts"),
        ("1939-07-25 3:15 DEU attacks SUN", "unreadable", "3:15", "`T03:15Z` right behind"),
        ("- 1939-07-25 DEU attacks SUN", "unreadable", "-", "leave out the `-`"),
        ("1939-07-25 DEU attacks SUN.", "unreadable", ".", "leave it out"),
        ("1939-07-25 DEU attacks SUN , source: IWD", "bad-data", "source", "write `; source: ...`"),
        ("1939-07-25 DEU attacks SUN ; sorce: IWD", "bad-data", "sorce", "did you mean `source`?"),
        ("1939-07-25 DEU attacks SUN ; source: IWD, Source: x", "bad-data", "Source", "did you mean `source`?"),
    ],
)
def test_a_line_of_a_journal(line: str, code: str, place: str, hint: str, tmp_path: Path) -> None:
    found = told(tmp_path, f"{line}\n1941-06-22 DEU attacks SUN\n")
    assert said(found) == [(code, place)]
    assert hint in found[0].hint


# Where the value stands

HEAD = "happened,verb,subject,object,source,recorded,reported-by,clearance\n"


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("a.journal", "1941-06-22 DEU attacks SUN ; source: XXX 1939-13-01 secrt, {key}: {value}"),
        ("a.csv", '1941-06-22,attacks,DEU,SUN,"XXX, 1939-13-01 secrt",{recorded},{reported-by},{clearance}'),
        (
            "a.jsonl",
            '{{"happened": "1941-06-22", "verb": "attacks", "subject": "DEU", "object": "SUN", '
            '"source": "XXX \\"1939-13-01\\" secrt", "{key}" : "{value}"}}',
        ),
    ],
)
@pytest.mark.parametrize(
    ("key", "value", "code", "wrong"),
    [
        ("recorded", "1939-13-01", "no-such-date", "1939-13-01"),
        ("recorded", "1939-02-01", "recorded-before", "1939-02-01"),
        ("reported-by", "GBR and XXX", "unknown-state", "XXX"),
        ("clearance", "secrt", "bad-clearance", "secrt"),
    ],
)
def test_the_mark_stands_under_the_value(
    name: str, row: str, key: str, value: str, code: str, wrong: str, tmp_path: Path
) -> None:
    cells = {"recorded": "", "reported-by": "", "clearance": "", key: value, "key": key, "value": value}
    line = row.format_map(cells)
    found = told(tmp_path, (HEAD if name.endswith("csv") else "") + line + "\n", name)
    assert said(found) == [(code, wrong)]
    assert found[0].span.place == (2 if name.endswith("csv") else 1, line.rindex(wrong) + 1)


def test_the_mark_of_a_row_stands_under_its_column(tmp_path: Path) -> None:
    found = told(
        tmp_path, 'happened,verb,subject,object\n1941-06-22,"attacks",SUN,"SUM"\n1941-13-01,attacks,DEU,SUN\n', "a.csv"
    )
    assert [(each.code, each.span.text, each.span.place) for each in found] == [
        ("unknown-state", "SUM", (2, 27)),
        ("no-such-date", "1941-13-01", (3, 1)),
    ]


# Records that do not fit together


@pytest.mark.parametrize(
    ("happened", "recorded", "early"),
    [
        ("1941-06-22", "1941-06-21", True),
        ("1941-06-22", "1941-06-22", False),
        ("1941-06-22", "1941-06-22T03:15Z", False),
        ("1941-06-22", "1941-06-23", False),
        ("1941-06-22T03:15Z", "1941-06-22T03:14Z", True),
        ("1941-06-22T03:15Z", "1941-06-22T03:15Z", False),
        ("1941-06-22T03:15Z", "1941-06-22", False),
    ],
)
def test_what_is_recorded_before_it_happens_counts(happened: str, recorded: str, early: bool, tmp_path: Path) -> None:
    found = told(tmp_path, f"{happened} DEU attacks SUN ; recorded: {recorded}\n")
    assert [(each.code, each.level) for each in found] == ([("recorded-before", "warning")] if early else [])
    ledger = desk.run(Question((tmp_path,), (tmp_path / "war.journal",))).ledger
    assert ledger is not None
    assert [entry.clause for entry in ledger] == ["help"]


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        (("1941-06-22 DEU attacks SUN ; id: A", "1941-06-27 HUN attacks SUN ; id: A"), [2]),
        (("1941-06-22 DEU attacks SUN ; id: A", "1941-06-22 DEU attacks SUN ; id: A, source: x"), [2]),
        (("1941-06-22 DEU attacks SUN ; id: A", "1941-06-22 DEU attacks SUN ; id: A"), []),
        (("1941-06-22 DEU attacks SUN ; id: A", "1941-06-22 DEU attacks SUN ; id: B"), []),
        (("1941-06-22 DEU attacks SUN ; id: A", "1941-06-27 HUN attacks SUN ; id: A, corrects: A"), []),
        (("1941-06-22 DEU and HUN attack SUN ; id: A",), []),
        (
            (
                "1941-06-22 DEU attacks SUN ; id: A",
                "1941-06-27 HUN attacks SUN ; id: A",
                "1941-06-28 FIN attacks SUN ; id: A",
            ),
            [2, 3],
        ),
    ],
)
def test_an_id_is_that_of_one_line(lines: tuple[str, ...], places: list[int], tmp_path: Path) -> None:
    found = told(tmp_path, "\n".join(lines) + "\n")
    assert [(each.code, each.level, each.span.place[0]) for each in found] == [
        ("id-twice", "warning", place) for place in places
    ]
    assert all(each.title.endswith("war.journal:1") for each in found)
    assert desk.run(Question((tmp_path,), (tmp_path / "war.journal",))).ledger is not None


def test_the_id_of_a_secret_line_is_free_for_the_public(tmp_path: Path) -> None:
    lines = "1941-06-22 DEU attacks SUN ; id: A, clearance: secret\n1941-06-27 HUN attacks SUN ; id: A\n"
    assert told(tmp_path, lines, view="public") == []
    assert [each.code for each in told(tmp_path, lines, view="secret")] == ["id-twice"]
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "more.journal").write_text("1941-06-22 DEU attacks SUN ; id: A\n", encoding="utf-8")
    (tmp_path / "war.journal").write_text("1941-06-27 HUN attacks SUN ; id: A\n", encoding="utf-8")
    both = (tmp_path / "war.journal", tmp_path / "secret" / "more.journal")
    assert desk.run(Question((tmp_path,), both, "public")).findings == []
    assert [each.code for each in desk.run(Question((tmp_path,), both, "secret")).findings] == ["id-twice"]


# Supplements that replace one thing

BAN = "clause peace\n    no party may attack another party\n"
REPLACED = "    signed {day}\n\nreplace clause peace\n    no party may threaten another party\n"


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("1940-01-01", "1940-01-01", True),
        ("1940-01-01", "1940-01-01T10:00Z", True),
        ("1940-01-01T09:00Z", "1940-01-01T10:00Z", False),
        ("1940-01-01", "1940-01-02", False),
    ],
)
def test_a_clause_is_replaced_once_a_day(one: str, other: str, is_told: bool, tmp_path: Path) -> None:
    found = checked(tmp_path, BAN, REPLACED.format(day=one), REPLACED.format(day=other))
    assert [each.code for each in found] == (["replaced-twice"] if is_told else [])
    for each in found:
        assert each.span.source.path.endswith("p1.md")
        assert each.title.endswith("in line 5 of p0.md")


def test_a_fact_is_replaced_once_a_day(tmp_path: Path) -> None:
    fact = "fact state A is odd\n    from A attacks GBR\n" + BAN + "    while DEU is odd\n"
    again = "    signed 1940-01-01\n\nreplace fact state A is odd\n    from A attacks SUN\n"
    assert [each.code for each in checked(tmp_path, fact, again, again)] == ["replaced-twice"]
    assert checked(tmp_path, fact, again, again.replace("01-01", "01-02")) == []


def test_who_sees_one_supplement_is_told_nothing_of_the_other(tmp_path: Path) -> None:
    checked(tmp_path, BAN, REPLACED.format(day="1940-01-01"))
    (tmp_path / "secret").mkdir()
    (tmp_path / "p0.md").rename(tmp_path / "p.md")
    secret = (tmp_path / "p.md").read_text(encoding="utf-8")
    (tmp_path / "secret" / "q.md").write_text(secret, encoding="utf-8")
    assert desk.check([tmp_path], "public").findings == []
    (found,) = desk.check([tmp_path], "secret").findings
    assert found.code == "replaced-twice"
    assert found.span.source.path.endswith("secret/q.md")


def test_a_clause_holds_until_the_next_replaces_it(tmp_path: Path) -> None:
    """Of three versions each counts in its own time, and in no other's."""
    duty = CLAUSE.partition("    until")[0].strip().replace("7", "{}")
    versions = [
        f"    signed {day}\n\nreplace {duty.format(days)}" for day, days in (("1940-01-01", 5), ("1941-01-01", 9))
    ]
    assert checked(tmp_path, duty.format(2), *versions) == []
    lines = "1939-09-01 DEU attacks GBR\n1940-06-10 ITA attacks GBR\n1941-06-22 DEU attacks SUN\n"
    (tmp_path / "war.journal").write_text(lines, encoding="utf-8")
    ledger = desk.run(Question((tmp_path,), (tmp_path / "war.journal",))).ledger
    assert ledger is not None
    assert [row["due"] for row in ledger.rows()] == ["1939-09-03", "1940-06-15", "1941-07-01"]
