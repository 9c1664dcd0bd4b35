"""The spine: the flagship on its journal, its examples, the two views, and a ledger cut at any date."""

import json
import shutil
from itertools import permutations
from pathlib import Path

import pytest

import foedus
from foedus import cli, desk
from foedus.desk import Question
from foedus.engine import projection, record
from foedus.engine.interpreter import Interpreter
from foedus.lang import documents, journal
from foedus.lang.standard import standard_document, standard_lexicon
from foedus.lang.statements import Setting
from foedus.model.events import Event
from foedus.model.moments import Duration, deadline, parse, text
from foedus.plan.compiler import IN_FORCE, compile_plan
from foedus.plan.nodes import Plan
from foedus.text.source import Source

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
RECORD = desk.shipped("examples/1939-1945.journal")


def on(written: str) -> int:
    moment = parse(written)
    assert moment is not None
    return moment


def plan_and_events(view: str) -> tuple[Plan, list[Event]]:
    read = documents.read(FLAGSHIP, view, standard_lexicon())
    assert read.agreement is not None
    lexicon = read.lexicons["secret"]
    source = Source("record", RECORD.read_text(encoding="utf-8"))
    events = record.select(journal.read(source, lexicon, Setting(read.agreement.name)).statements)
    return compile_plan(read.agreement, standard_document(), lexicon.forms[IN_FORCE], {}), events


@pytest.mark.parametrize("view", ["public", "secret"])
def test_examples_come_out(view: str) -> None:
    assert desk.check([FLAGSHIP], view).findings == []


def test_romania_is_assistance_for_the_public_and_consultation_for_the_cleared() -> None:
    seen = {}
    for view in ("public", "secret"):
        ledger = foedus.run(FLAGSHIP, RECORD, view=view)
        seen[view] = {entry.clause for entry in ledger.entries if "ROU" in entry.act}
        on_june_22 = {
            entry.act for entry in ledger.entries if entry.clause == "assistance" and entry.opened == on("1941-06-22")
        }
        assert {"assist SUN against DEU", "assist SUN against ITA"} <= on_june_22
    assert seen == {"public": {"assistance"}, "secret": {"consultation"}}


@pytest.mark.parametrize("view", ["public", "secret"])
def test_a_prefix_gives_what_the_whole_gives_as_of_its_end(view: str) -> None:
    plan, events = plan_and_events(view)
    whole = Interpreter(plan)
    whole.feed(events)
    for cut in sorted({event.moment for event in events}):
        part = Interpreter(plan)
        part.feed([event for event in events if event.moment <= cut])
        assert projection.entries(plan, part.rows, cut) == projection.entries(plan, whole.rows, cut)


def test_two_halves_give_the_whole() -> None:
    plan, events = plan_and_events("secret")
    whole = Interpreter(plan)
    whole.feed(events)
    end = events[-1].moment
    for cut in sorted({event.moment for event in events}):
        halves = Interpreter(plan)
        halves.feed([event for event in events if event.moment <= cut])
        halves.feed([event for event in events if event.moment > cut])
        assert projection.entries(plan, halves.rows, end) == projection.entries(plan, whole.rows, end)


def test_the_order_of_lines_within_a_moment_changes_nothing() -> None:
    lines = [
        "1941-06-22 DEU attacks SUN",
        "1941-06-22 SUN makes peace with DEU",
        "1941-06-22 GBR assists SUN against DEU",
    ]
    read = documents.read(FLAGSHIP, "secret", standard_lexicon())
    assert read.agreement is not None
    plan = compile_plan(read.agreement, standard_document(), read.lexicons["secret"].forms[IN_FORCE], {})
    given = set()
    for order in permutations([*lines, lines[0]]):
        source = Source("order", "\n".join(order))
        engine = Interpreter(plan)
        engine.feed(
            record.select(journal.read(source, read.lexicons["secret"], Setting(read.agreement.name)).statements)
        )
        given.add(projection.entries(plan, engine.rows, on("1941-07-01")))
    assert len(given) == 1


@pytest.mark.parametrize("secret", ["kept", "absent", "garbage"])
def test_the_public_sees_the_same_whatever_is_secret(
    secret: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "agreement"
    shutil.copytree(FLAGSHIP, folder)
    lines = RECORD.read_text(encoding="utf-8")
    if secret == "kept":
        lines += "1941-07-01 SUN consults with GBR about ROU ; clearance: secret\n"
    else:
        shutil.rmtree(folder / "secret")
    if secret == "garbage":
        (folder / "secret").mkdir()
        (folder / "secret" / "protocol.md").write_bytes(b"\xff\x00```foedus\nclause")
        lines = 'garbage "unclosed ; clearance: secret\n' + lines
    (tmp_path / "record.journal").write_text(lines + "1941-02-30 DEU attacks GBR\n", encoding="utf-8")
    (tmp_path / "good.journal").write_text(lines, encoding="utf-8")
    status = [cli.main(["check", str(folder)])]
    for name in ("record.journal", "good.journal"):
        status.append(cli.main(["run", str(folder), "--journal", str(tmp_path / name), "--format", "json"]))
    assert status == [0, 2, 0]
    out = capsys.readouterr()
    assert "consult" not in out.out + out.err
    assert f"record.journal:{RECORD.read_text(encoding='utf-8').count(chr(10)) + 1}:1: error[no-such-date]" in out.err
    assert [entry["clause"] for entry in json.loads(out.out[out.out.index("{") :])["entries"]].count("assistance") == 6


@pytest.mark.parametrize(
    ("opened", "length", "last"),
    [
        ("1941-06-01", Duration(3, "day"), "1941-06-04"),
        ("1940-01-31", Duration(1, "month"), "1940-02-29"),
        ("1940-02-29", Duration(1, "year"), "1941-02-28"),
        ("1941-06-01", Duration(24, "hour"), "1941-06-02"),
        ("1941-06-01T12:00", Duration(24, "hour"), "1941-06-02T12:00Z"),
        ("1941-06-01T12:00", Duration(1, "day"), "1941-06-02"),
    ],
)
def test_the_last_moment_of_a_deadline(opened: str, length: Duration, last: str) -> None:
    assert text(deadline(on(opened), length)) == last


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("1939-02-30 DEU attacks SUN", "no-such-date"),
        ("1941-06-22 DEU attacks SUM", "unknown-state"),
        ("1941-06-22 DEU atacks SUN", "undeclared-sentence"),
        ("1941-06-22 DEU attacks", "misfit"),
        ("1941-06-22 DEU attacks \0", "not-text"),
        ("1941-06-22 A attacks SUN", "not-a-name"),
        ("x" * 50_000, "long-line"),
        ("1941-06-22 DEU attacks SUN ; colour: red", "bad-data"),
    ],
)
def test_a_bad_line_gives_one_clear_error_and_spoils_no_other(line: str, code: str) -> None:
    source = Source("bad.journal", f"{line}\n1941-06-22 DEU attacks SUN\n")
    found = journal.read(source, standard_lexicon(), Setting())
    assert [finding.code for finding in found.findings] == [code]
    assert [event.id for event in found.statements] == ["1941-06-22.DEU.attacks.SUN"]
    assert found.findings[0].span.place[0] == 1


def test_what_nobody_has_said_is_missing_not_guessed() -> None:
    ledger = foedus.run(FLAGSHIP, RECORD)
    (pact,) = [entry for entry in ledger.entries if "molotov" in entry.act]
    assert pact.status == "undetermined"
    assert pact.missing == ("whether molotov-ribbentrop-1939 is a threat to GBR",)
    assert all(entry.missing == () for entry in ledger.entries if entry.status != "undetermined")


def test_a_country_that_no_list_knows_is_disputed_and_never_refused() -> None:
    outcome = desk.run(Question((FLAGSHIP,), (desk.shipped("examples/as-told.journal"),), "secret"))
    assert not outcome.failed
    assert [(finding.code, finding.level) for finding in outcome.findings] == [("not-a-state", "warning")]
    assert outcome.ledger is not None
    assert outcome.ledger.entries == ()


def test_both_languages_have_the_same_articles() -> None:
    read = documents.read(FLAGSHIP, "secret", standard_lexicon())
    assert read.agreement is not None
    numbers: dict[tuple[str, str], list[str]] = {}
    for document in read.agreement.documents:
        key = (document.clearance, document.language)
        numbers[key] = [article.number for article in document.articles if article.number]
    assert numbers["public", "en"] == numbers["public", "ru"] == [str(number) for number in range(1, 12)]
    assert numbers["secret", "en"] == numbers["secret", "ru"] == ["1", "2"]


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ("--reading", "at-once=9 days", "unknown-value"),
        ("--reading", "consult-time=2 days", "unknown-reading"),
        ("--according-to", "DEU", "unknown-party"),
        ("--journal", "nowhere.journal", "unreadable-file"),
    ],
)
def test_a_choice_that_the_public_text_does_not_know_is_refused(
    option: str, value: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["run", str(FLAGSHIP), option, value]) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert f"error[{code}]" in out.err
    assert "Protocol" not in out.err


def test_a_reading_changes_the_ledger() -> None:
    wide = {"european": "with Turkey", "at-once": "30 days"}
    ledger = foedus.run(FLAGSHIP, RECORD, readings=wide)
    (entry,) = [each for each in ledger.entries if each.act == "assist SUN against DEU"]
    assert entry.status == "performed"
    assert ("at-once", "30 days") in entry.readings


def test_all_readings_say_on_which_an_entry_depends() -> None:
    _, found = desk.under_all_readings(Question((FLAGSHIP,), (RECORD,)))
    depends = {(each.entry, each.status): tuple(name for name, _ in each.readings) for each in found}
    assert depends["assistance.GBR.SUN.1941-06-22.DEU", "late"] == ("at-once", "entry-into-force")
    assert depends["assistance.GBR.SUN.1941-06-22.ROU", "breached"] == ("entry-into-force",)
