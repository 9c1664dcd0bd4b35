"""`foedus explain --clause`: the text, the clause and what it is run as, from what the view may see alone."""

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question, outputs, sources
from foedus.lang.clause_forms import filled_in
from foedus.model.agreement import Clause
from tests.docs import book

WITH_CLAUSES = [
    each
    for each in book.sections(book.LANGUAGE.read_text(encoding="utf-8"))
    if each.title and any("clause " in fence.body for fence in each.of("foedus", "foedus-file"))
]
Typed = Callable[..., tuple[int, str, str]]
PACT = """# Pact

```foedus
agreement pact
    between FRA, GBR and SUN
    signed 1939-07-25
```

## Article 1. Assistance

If a third State attacks a Party, the others shall assist it at once.

```foedus
reading at-once = 7 days or 3 days  "at once"

event A attacks P
    when  A threatens P
    where reading force is "threats as well"

reading force = "armed force" or "threats as well"  "attacks"

fact state A is hostile to party P
    from  A declares war on P
    until A makes peace with P

clause assistance
    when   third state A attacks party P
    where  A is hostile to P
    unless earlier P attacks A
           A is in Europe
    while  A is at war with P
    every other party must assist P against A
    at once
    until  A makes peace with P
```

## Article 2. Peace

```foedus
clause peace-together
    no party may make peace with DEU
    where DEU is at war with another party P

clause talks
    when  party P breaches clause assistance toward party Q
    every party must consult with every other party about P
    within 30 days

fact state P is estranged from state Q
    from P refuses clause assistance toward Q

clause no-estrangement
    no party may be estranged from another party
    within 2 days

clause amends
    when party P breaches clause peace-together toward party Q
    P must negotiate with Q
```
"""
PROTOCOL = """# Protocol

```foedus
protocol to pact
    short  "Secret Protocol"
    signed 1939-08-25
```

## Article 1. Peace apart

```foedus
replace clause peace-together
    no party may make peace with DEU or ITA

clause peace-talks
    when  party P breaches clause peace-together toward party Q
    P must consult with Q
    within 30 days
```
"""
ASSISTANCE = """\
clause assistance, Article 1

Article 1. Assistance (en)
    If a third State attacks a Party, the others shall assist it at once.

The clause, pact/agreement.md:26
    clause assistance
        when   third state A attacks party P
        where  A is hostile to P
        unless earlier P attacks A
               A is in Europe
        while  A is at war with P
        every other party must assist P against A
        at once
        until  A makes peace with P

Whom its letters mean
    A is a third state
    P is a party
    A and P are different

What opens it
    when third state A attacks party P
        deemed so when A threatens P, where reading force is "threats as well"  [Article 1]

On what conditions
    where A is hostile to P  [when it opens]
    unless earlier P attacks A and A is in Europe  [when it opens]
    while A is at war with P  [when it opens and from then on]

Whom it binds
    every other party  [each of FRA, GBR and SUN but whoever A or P is, for itself]

To what
    must assist P against A

Toward whom
    P

When it is due
    within 7 days of its opening, by the reading at-once

What ends it
    performed when the bearer does so
    released when A makes peace with P
    released when it is no longer so that A is at war with P
    released when the agreement is no longer in force
    waived when the claimant waives it

What facts it asks for
    A is hostile to P  [Article 1]
        begins with `A declares war on P`
        ends with `A makes peace with P`
    A is at war with P  [the lexicon, Force]
        begins with `A attacks P [in Z]` or `A declares war on P`
        ends with `A makes peace with P`
    A is in Z  [the table of states]
    this agreement is in force
        begins with 1939-07-25

How the text is read
    at-once is 7 days, for "at once"  [otherwise 3 days]
    force is armed force, for "attacks"  [otherwise threats as well]

What hears of its breach
    party P breaches clause assistance toward party Q: opens clause talks  [Article 2]
    P refuses clause assistance toward Q: begins `P is estranged from Q`  [Article 2]
"""


@pytest.fixture(autouse=True)
def pact(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the pact, in which the commands are typed."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pact").mkdir()
    (tmp_path / "pact" / "agreement.md").write_text(PACT, encoding="utf-8")
    return tmp_path / "pact"


def add_protocol(pact: Path) -> None:
    (pact / "secret").mkdir()
    (pact / "secret" / "protocol.md").write_text(PROTOCOL, encoding="utf-8")


def parts(typed: Typed, name: str, *more: str) -> list[dict[str, list[str]]]:
    """The parts of every clause of that name: what is said, with what it rests on, without what stands under it."""
    status, out, err = typed("explain", "--clause", name, "pact", "--format", "json", *more)
    assert status == 0 and "error" not in err
    return [
        {part: [f"{r['text']} [{r['by'] or r['article']}]".replace(" []", "") for r in said]
         for part, said in each["parts"].items()}
        for each in json.loads(out)["clauses"]
    ]  # fmt: skip


def test_a_duty_in_words(typed: Typed) -> None:
    assert typed("explain", "--clause", "assistance", "pact")[:2] == (0, ASSISTANCE)


def test_it_follows_the_reading_that_is_chosen(typed: Typed) -> None:
    _, out, _ = typed("explain", "--clause", "assistance", "pact", "--reading", "at-once=3 days")
    days = {"7": "3", "3": "7"}
    assert out == re.sub(r"\b([37]) days", lambda found: f"{days[found[1]]} days", ASSISTANCE)


def test_a_ban_in_words(typed: Typed) -> None:
    (ban,) = parts(typed, "peace-together")
    assert ban["opens"] == ["each act that it forbids while the agreement is in force: to make peace with DEU"]
    assert ban["bearer"] == ["every party [each of FRA, GBR and SUN, for itself]"]
    assert ban["act"] == ["must not make peace with DEU"]
    assert ban["conditions"] == ["where DEU is at war with another party P [at that moment]"]
    assert ban["due"] == ["the act itself is the breach"]
    assert "ends" not in ban, "nothing ends a ban but the agreement"
    assert [each.split(":")[1] for each in ban["heard"]] == [" opens clause amends [Article 2]"]


def test_a_banned_state_and_a_duty_without_a_deadline_in_words(typed: Typed) -> None:
    (state,) = parts(typed, "no-estrangement")
    assert state["opens"] == ["each span in which it is otherwise while the agreement is in force"]
    assert state["due"] == ["what it found there has 2 days to mend it; what begins later is a breach at once"]
    assert state["claimant"] == ["another party"]
    (duty,) = parts(typed, "amends")
    assert duty["due"] == ["never: its breach is a refusal"]
    assert duty["bearer"] == ["P [whoever P is]"]
    assert "heard" not in duty and "conditions" not in duty and "readings" not in duty


@pytest.mark.parametrize("section", WITH_CLAUSES, ids=str)
def test_every_clause_of_the_language_can_be_told(section: book.Section, tmp_path: Path) -> None:
    (tmp_path / "section").mkdir()
    folder = book.write(section, tmp_path / "section")
    (read,) = sources.readings([folder], "secret", [])
    assert read.agreement is not None
    for document in read.agreement.documents:
        for item in filled_in(document):
            if isinstance(item, Clause):
                outcome, told = desk.explain_clause(item.name, desk.Question((folder,), view="secret"))
                assert not outcome.failed
                found = [dict(each.parts) for each in told]
                assert any(each["act"][0].text.startswith(item.act.modal) for each in found)
                assert all(each["bearer"][0].text and each["opens"][0].text for each in found)
                assert {"due" in each for each in found} == {item.act.modal in ("must", "must not")}


def test_a_secret_clause_is_no_clause_for_the_public(pact: Path, typed: Typed) -> None:
    before = {name: typed("explain", "--clause", name, "pact") for name in ("peace-together", "peace-talks", "nothing")}
    add_protocol(pact)
    after = {name: typed("explain", "--clause", name, "pact") for name in before}
    assert after == before, "neither the clause nor what hears a public one is mentioned"
    status, out, err = after["peace-talks"]
    assert (status, out) == (2, "") and "no clause here is called `peace-talks`" in err
    assert "the nearest is `talks`" in err
    original, replacing = parts(typed, "peace-together", "--view", "secret")
    assert original["opens"][1] == "until 1939-08-25, when another text takes its place"
    assert replacing["opens"][1] == "in the place of the clause that it replaces, from 1939-08-25"
    assert replacing["act"] == ["must not make peace with DEU or ITA"]
    assert [each.split(": ")[1] for each in replacing["heard"]] == [
        "opens clause amends [Article 2]",
        "opens clause peace-talks [Secret Protocol, Article 1]",
    ]
    (talks,) = parts(typed, "peace-talks", "--view", "secret")
    assert talks["due"] == ["within 30 days of its opening"]


def test_other_forms(typed: Typed) -> None:
    _, out, _ = typed("explain", "--clause", "assistance", "pact", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert {row["clause"] for row in rows} == {"assistance"}
    assert {"part": "facts", "text": "A is in Z", "by": "the table of states"}.items() <= {
        tuple(row.items())[n] for row in rows if row["text"] == "A is in Z" for n in (2, 3, 4)
    }
    _, out, _ = typed("explain", "--clause", "assistance", "pact", "--format", "json")
    (told,) = json.loads(out)["clauses"]
    assert told["agreement"] == "pact" and told["article"] == "Article 1"
    assert told["passages"][0]["text"].startswith("If a third State")
    assert told["written"].startswith("clause assistance\n    when   third state A")


@pytest.mark.parametrize(
    "words",
    [
        ("explain",),
        ("explain", "--clause", "assistance"),
        ("explain", "--clause", "assistance", "nowhere"),
        ("explain", "--clause", "assistance", "pact", "--as-of", "1941-01-01"),
        ("explain", "--clause", "assistance", "pact", "--journal", "war.journal"),
        ("explain", "--clause", "assistance", "pact", "-o", "pact/agreement.md"),
    ],
)
def test_what_cannot_be_meant(words: tuple[str, ...], pact: Path, typed: Typed) -> None:
    status, out, err = typed(*words)
    assert (status, out) == (2, "") and err
    assert (pact / "agreement.md").read_text(encoding="utf-8") == PACT


def test_what_puts_an_end_off_is_told() -> None:
    polish = desk.shipped("agreements/anglo-polish-1939")
    outcome, found = desk.explain_clause("assistance", Question((polish,)))
    assert not outcome.failed
    assert "its end is put off: not before 5 years after signature" in outputs.clauses(found, "table")
