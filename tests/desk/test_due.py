"""What falls due: which duties are in the span and which are not, and the calendar as RFC 5545 has it."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

PACT = """\
# Pact

```foedus
agreement pact
    between GBR and SUN
    signed  1939-07-25 in London

event actor A warns P [about text T]
    addressee P
```

## Article 1. Assistance

```foedus
clause assistance
    when third state A attacks party P
    every other party must assist P against A
    within 7 days
    until A makes peace with P
```

## Article 2. Peace

```foedus
clause peace
    no party may make peace with DEU
    while another party is at war with DEU
```

## Article 3. Warning

```foedus
clause warning
    when third state A warns party P about T
    P must warn every other party about T
    within 36 hours
```
"""
JOURNAL = """\
1941-06-15 BGR attacks SUN
1941-06-16 GBR assists SUN against BGR
1941-06-22 DEU attacks SUN
1941-06-22 FIN attacks SUN
1941-06-25 HUN attacks SUN
1941-06-26 FIN makes peace with SUN
1941-07-12 GBR assists SUN against DEU
1941-07-14 GBR makes peace with DEU
1941-07-20 ITA attacks SUN
"""
SPAN = ("due", "pact", "--journal", "war.journal", "--from", "1941-06-23", "--to", "1941-07-02")
Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: Say) -> Say:
    """Run a command in a folder that holds an agreement and a journal; status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    Path("pact").mkdir()
    Path("pact/agreement.md").write_text(PACT, encoding="utf-8")
    Path("war.journal").write_text(JOURNAL, encoding="utf-8")
    return typed


def told(say: Say, *words: str) -> dict[str, dict[str, object]]:
    """The duties of a span by the state that they are owed against."""
    status, out, err = say(*words, "--format", "json")
    assert (status, err) == (0, "")
    return {each["act"].rpartition(" ")[2]: each for each in json.loads(out)["due"]}


def test_what_falls_due_in_the_span_and_what_became_of_it(say: Say) -> None:
    duties = told(say, *SPAN, "--as-of", "1941-07-31")
    assert [(name, each["due"], each["status"], each["became"], each["since"]) for name, each in duties.items()] == [
        ("DEU", "1941-06-29", "open", "late", "1941-07-12"),
        ("FIN", "1941-06-29", "open", "released", "1941-06-26"),
        ("HUN", "1941-07-02", None, "breached", "1941-07-03"),
    ]


def test_both_days_belong_to_the_span(say: Say) -> None:
    assert list(told(say, *SPAN[:5], "1941-06-29", "--to", "1941-06-29")) == ["DEU"]
    assert list(told(say, *SPAN[:5], "1941-06-30", "--to", "1941-07-01")) == []
    assert list(told(say, *SPAN[:5], "1941-06-30", "--to", "1941-07-02")) == ["HUN"]


def test_what_was_closed_on_an_earlier_day_is_gone(say: Say) -> None:
    assert told(say, *SPAN[:5], "1941-06-26", "--to", "1941-06-29")["FIN"]["status"] == "released"
    assert list(told(say, *SPAN[:5], "1941-06-27", "--to", "1941-06-29")) == ["DEU"]
    assert "BGR" in told(say, *SPAN[:5], "1941-06-16", "--to", "1941-06-22")
    assert "BGR" not in told(say, *SPAN[:5], "1941-06-17", "--to", "1941-06-22")


def test_what_became_is_told_only_where_it_is_asked(say: Say) -> None:
    assert {each["became"] for each in told(say, *SPAN).values()} == {None}
    early = told(say, *SPAN, "--as-of", "1941-06-24")
    assert {name: each["became"] for name, each in early.items()} == {"DEU": "open", "FIN": "open", "HUN": None}
    assert "late" not in say(*SPAN)[1]


def test_what_the_agreement_itself_ends_after_the_span_is_told(say: Say) -> None:
    end = "\n```foedus\nfact this agreement is in force\n    from  signature\n    until 1941-07-08\n```\n"
    Path("pact/agreement.md").write_text(f"{PACT}\n## Article 4. End\n{end}", encoding="utf-8")
    Path("war.journal").write_text("1941-07-02 DEU attacks SUN\n", encoding="utf-8")
    asked = (*SPAN[:5], "1941-07-02", "--to", "1941-07-09")
    assert told(say, *asked, "--as-of", "1941-07-31")["DEU"]["became"] == "released"
    assert told(say, *asked, "--as-of", "1941-07-07")["DEU"]["became"] == "open"


def test_a_duty_that_hangs_on_an_unknown_says_what_would_have_to_be_known(say: Say) -> None:
    text = Path("pact/agreement.md").read_text(encoding="utf-8")
    wanted = text.replace("attacks party P\n", "attacks party P\n    where A is a threat to P\n", 1)
    Path("pact/agreement.md").write_text(wanted, encoding="utf-8")
    lines = ("1941-06-01 DEU is a threat to SUN", "1941-06-23 ITA attacks SUN", "1941-06-23 DEU attacks SUN")
    Path("war.journal").write_text("\n".join(lines), encoding="utf-8")
    duties = told(say, *SPAN)
    assert duties["ITA"]["status"] == "undetermined"
    assert duties["ITA"]["missing"] == ["whether ITA is a threat to SUN"]
    assert duties["DEU"]["missing"] == []
    events = [each for each in unfolded(say(*SPAN, "--format", "ics")[1]) if each.startswith(("STATUS", "SUMMARY"))]
    assert events == [
        "SUMMARY:GBR must assist SUN against DEU\\, toward SUN", "STATUS:CONFIRMED",
        "SUMMARY:GBR must assist SUN against ITA\\, toward SUN", "STATUS:TENTATIVE",
    ]  # fmt: skip


def test_the_table_and_the_csv(say: Say, golden: Callable[[str, str], None]) -> None:
    status, out, err = say(*SPAN, "--as-of", "1941-07-31")
    assert (status, err) == (0, "")
    golden("due.txt", out)
    rows = list(csv.DictReader(io.StringIO(say(*SPAN, "--as-of", "1941-07-31", "--format", "csv")[1])))
    assert [(row["due"], row["status"], row["became"]) for row in rows] == [
        ("1941-06-29", "open", "late"), ("1941-06-29", "open", "released"), ("1941-07-02", "", "breached"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("due", "pact", "--from", "1941-06-23"),
        ("due", "pact", "--from", "1941-06-23", "--to", "1941-06-22"),
        ("due", "pact", "--from", "1941-06-23", "--to", "1941-06-31"),
        ("due", "nowhere", "--from", "1941-06-23", "--to", "1941-06-24"),
        (*SPAN, "--format", "html"),
        (*SPAN, "--reading", "at-once=1 day"),
    ],
    ids=" ".join,
)
def test_misuse_is_told(words: tuple[str, ...], say: Say) -> None:
    status, out, err = say(*words)
    assert (status, out) == (2, "")
    assert err and "Traceback" not in err


# The calendar


def unfolded(calendar: str) -> list[str]:
    """The lines of a calendar; every line is held to RFC 5545, 3.1."""
    assert calendar.endswith("\r\n")
    assert "\n" not in calendar.replace("\r\n", "")
    for line in calendar.encode().removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        line.decode()
    return calendar.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def test_the_calendar(say: Say, golden: Callable[[str, str], None]) -> None:
    status, out, err = say(*SPAN, "--as-of", "1941-07-31", "--format", "ics")
    assert (status, err) == (0, "")
    lines = unfolded(out)
    golden("due.ics", out)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//foedus//foedus due//EN"]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    uids = [line for line in lines if line.startswith("UID:")]
    assert uids[0] == "UID:assistance.GBR.SUN.1941-06-22.DEU.pact@foedus"
    assert len(set(uids)) == 3
    assert {line for line in lines if line.startswith("DTSTAMP")} == {"DTSTAMP:19410731T235959Z"}
    assert [line for line in lines if line.startswith("STATUS")] == [
        "STATUS:CONFIRMED", "STATUS:CANCELLED", "STATUS:CONFIRMED",
    ]  # fmt: skip


def test_the_same_duty_keeps_its_uid_and_the_stamp_is_that_of_the_question(say: Say) -> None:
    first, later = (unfolded(say(*SPAN, *words, "--format", "ics")[1]) for words in ((), ("--as-of", "1941-09-01")))
    assert [line for line in first if line[:3] == "UID"] == [line for line in later if line[:3] == "UID"]
    assert "DTSTAMP:19410623T235959Z" in first
    assert "DTSTAMP:19410901T235959Z" in later


def test_what_goes_to_a_file_keeps_its_ends_of_line(say: Say, tmp_path: Path) -> None:
    shown = say(*SPAN, "--format", "ics")[1]
    assert say(*SPAN, "--format", "ics", "-o", "due.ics") == (0, "", "")
    assert (tmp_path / "due.ics").read_bytes() == shown.encode()


def test_a_calendar_without_duties_has_one_component(say: Say) -> None:
    lines = unfolded(say("due", "pact", "--from", "1941-06-23", "--to", "1941-06-24", "--format", "ics")[1])
    assert "BEGIN:VEVENT" not in lines
    assert lines.count("BEGIN:VTIMEZONE") == 1


CYRILLIC = "Внешнеполитическое ведомство; срочно, «немедленно» \\ без промедления и без оговорок"


def test_cyrillic_is_folded_between_letters_and_what_would_be_syntax_is_escaped(say: Say) -> None:
    quoted = CYRILLIC.replace("\\", "\\\\")
    Path("war.journal").write_text(f'1941-06-22T10:00Z DEU warns SUN about "{quoted}"\n', encoding="utf-8")
    out = say(*SPAN, "--format", "ics")[1]
    lines = unfolded(out)
    escaped = CYRILLIC.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"SUMMARY:SUN must warn GBR about {escaped}\\, toward GBR" in lines
    assert "DTSTART:19410623T220000Z" in lines
    summary = next(part for part in out.split("\r\nSUMMARY:")[1:]).split("\r\nDESCRIPTION:")[0]
    folded = [len(each.encode()) for each in f"SUMMARY:{summary}".split("\r\n")]
    assert len(folded) > 2 and all(size >= 74 for size in folded[:-1])


def test_two_agreements_with_one_id_have_two_events(say: Say) -> None:
    Path("two").mkdir()
    Path("two/agreement.md").write_text(PACT.replace("agreement pact", "agreement pact-two"), encoding="utf-8")
    lines = unfolded(say(*SPAN[:2], "two", *SPAN[2:], "--format", "ics")[1])
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids)) == 6
    assert "UID:assistance.GBR.SUN.1941-06-22.DEU.pact-two@foedus" in uids


def test_the_note_on_a_counterfactual_is_in_every_event(say: Say) -> None:
    text = PACT.replace("agreement pact\n", 'agreement pact\n    counterfactual "it was never signed"\n')
    Path("pact/agreement.md").write_text(text, encoding="utf-8")
    described = [line for line in unfolded(say(*SPAN, "--format", "ics")[1]) if line.startswith("DESCRIPTION")]
    assert len(described) == 3
    assert all(line.startswith("DESCRIPTION:pact: a counterfactual: it was never signed\\n") for line in described)
    assert say(*SPAN)[1].startswith("pact: a counterfactual: it was never signed\n")
