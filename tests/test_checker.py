"""What is wrong in an agreement that can be read: each fault with exactly its code, and nothing where there is none."""

from pathlib import Path

import pytest

from foedus import desk
from foedus.desk import Question
from foedus.text.diagnostic import Diagnostic, render

RECORD = """agreement pact
    between GBR and SUN
    signed  1939-07-25
"""
DUTY = """
clause help
    when third state A attacks party P
    every other party must assist P against A
    {deadline}
"""
HELP = DUTY.format(deadline="within 3 days")
BAN = "clause peace\n    no party may make peace with DEU\n"


def page(*blocks: str, title: str = "Pact") -> str:
    return f"# {title}\n" + "".join(f"\n```foedus\n{block}\n```\n" for block in blocks)


def check(folder: Path, documents: dict[str, str]) -> list[Diagnostic]:
    for name, text in documents.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return desk.check([folder], "secret").findings


def codes(findings: list[Diagnostic]) -> list[str]:
    """The codes in order; every finding must say where and what to do, and be shown without an error."""
    for finding in findings:
        assert finding.hint and finding.span.source.path
        assert finding.code in render(finding)
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (HELP, []),
        (DUTY.format(deadline="at once") + "reading at-once = 7 days or 1 day", []),
        (DUTY.format(deadline="at once"), ["unknown-reading"]),
        (HELP + "reading at-once = 7 days or 1 day", ["unasked-reading"]),
        (DUTY.format(deadline=""), ["no-deadline"]),
        ("clause help\n    every party may assist another party", []),
        ("clause help\n    every party can assist another party", []),
        ("clause help\n    every party must not attack another party", ["bad-modal"]),
        ("clause help\n    when party P attacks party Q", ["no-act"]),
        ("clause help\n    no party may attac another party", ["undeclared-sentence"]),
    ],
)
def test_each_fault_has_its_code(clauses: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(check(tmp_path, {"agreement.md": page(RECORD, clauses)})) == expected


# Letters


WARS = "number of states X such that party Q is at war with X is more than 1"


@pytest.mark.parametrize(
    ("rules", "unbound"),
    [
        ("clause c\n when A attacks party P\n every other party must assist Q against A\n within 1 day", "Q"),
        ("clause c\n every party must assist Q\n within 1 day\n unless Q is at war with DEU", "Q"),
        ("clause c\n every party must assist Q\n within 1 day\n where Q is at war with DEU", ""),
        ("clause c\n while Q is at war with DEU\n every party must assist Q\n within 1 day", ""),
        ("clause c\n every party P must request help of every other party Q\n within 1 day", ""),
        ("clause c\n when A attacks GBR\n A must make peace with GBR\n within 1 day", ""),
        ("clause c\n no party may conclude agreement T with state X\n unless X is DEU", ""),
        ("clause c\n SUN must not attack state X", ""),
        ("fact state A is odd toward state P\n from A attacks Q", "P"),
        ("fact state A is odd toward state P\n from 1939-08-01", "A"),
        ("fact state A is odd toward state P\n from A attacks P\n from A attacks Q", "P"),
        ("fact state A is odd toward state P\n from A attacks Q\n where Q is at war with P", ""),
        ("fact state A is odd toward state P\n until A attacks Q", ""),
        ("fact state A is odd toward state P\n where A is DEU", ""),
        ("event A attacks P\n when A declares war on Q", "P"),
        ("event A attacks P\n when A declares war on Q\n where Q is at war with P", ""),
        ("event A attacks P\n when A declares war on P", ""),
        (f"clause c\n where {WARS}\n every party must assist Q\n within 1 day", ""),
        (f"clause c\n where {WARS}\n every party must assist X\n within 1 day", "X"),
        (f"clause c\n unless {WARS}\n every party must assist Q\n within 1 day", "Q"),
        ("clause c with state Q\n every party must assist Q\n within 1 day\nuse c as d with Q = FIN", ""),
    ],
)
def test_a_letter_that_nothing_fills(rules: str, unbound: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, rules)})
    assert {finding.code for finding in found} == ({"unbound-letter"} if unbound else set())
    assert {finding.span.text for finding in found[:1]} == ({unbound} if unbound else set())


@pytest.mark.parametrize(
    ("rules", "lonely"),
    [
        ("clause c\n when A attacks party P in Z\n every other party must assist P\n within 1 day", "Z"),
        ("clause c\n no party may attack state X in Z", "Z"),
        ("clause c\n no party may attack DEU\n unless X is ITA", "X"),
        ("fact state A is odd\n from A assists P against X", "X"),
        (
            "clause c\n when A attacks P in Z\n every party must assist P\n within 1 day\n where Z is in Asia",
            "",
        ),
        ("clause c\n when A attacks party P\n every other party must assist P\n within 1 day", ""),
        ("clause c\n when B consults with P about third state A\n B must assist P\n within 1 day", ""),
        ("clause c\n no party may attack DEU\n unless X is at war with ITA", ""),
        ("clause c\n when A attacks SUN\n GBR must assist SUN against A\n within 1 day\n unless A is DEU", ""),
        ("fact state A is odd\n where reading r is x\nreading r = x or y", ""),
    ],
)
def test_a_letter_that_says_nothing(rules: str, lonely: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, rules)})
    assert [(finding.code, finding.level, finding.span.text) for finding in found] == (
        [("lonely-letter", "warning", lonely)] if lonely else []
    )


# Names


EXAMPLE = "example one\n    1939-08-01 DEU attacks FIN\ngives\n    nothing\n"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (HELP + BAN, []),
        (HELP + BAN + BAN, ["clause-twice"]),
        ("reading r = x or y\nreading r = x or z\n" + BAN + "    unless reading r is x", ["reading-twice"]),
        ("reading r = x or y\nreading s = x or y\n" + BAN + "    unless reading r is x\n    unless reading s is x", []),
        (EXAMPLE + EXAMPLE, ["example-twice"]),
        (EXAMPLE + EXAMPLE.replace("one", "two"), []),
        ("replace " + BAN, ["replaces-nothing"]),
        ("replace fact A is odd\n    where A is DEU", ["replaces-nothing"]),
        ("replace event A attacks P\n    when A occupies P", []),
    ],
)
def test_names_are_given_once(rules: str, expected: list[str], tmp_path: Path) -> None:
    assert codes(check(tmp_path, {"agreement.md": page(RECORD, rules)})) == expected


@pytest.mark.parametrize(
    ("supplement", "expected"),
    [
        ("replace " + BAN, []),
        (BAN, ["clause-twice"]),
        ("replace " + BAN + "replace " + BAN, ["clause-twice"]),
        ("replace clause peaces\n    no party may make peace with ITA", ["replaces-nothing"]),
        ("replace fact state A is odd\n    where A is ITA\nreplace fact state A is odd\n    where A is DEU", []),
        ("replace fact A is even\n    where A is ITA", ["replaces-nothing"]),
        ("replace fact A is the aggressor against P\n    from A attacks P", []),
        (EXAMPLE, ["example-twice"]),
    ],
)
def test_a_supplement_replaces_what_the_main_text_has(supplement: str, expected: list[str], tmp_path: Path) -> None:
    main = page(RECORD, BAN + "fact state A is odd\n    where A is DEU\n" + EXAMPLE)
    protocol = page("protocol to pact\n    signed 1939-07-25", supplement)
    found = check(tmp_path, {"agreement.md": main, "secret/protocol.md": protocol})
    assert codes(found) == expected
    assert {finding.span.source.path.rpartition("/")[2] for finding in found} <= {"protocol.md"}


def test_the_hint_on_a_misspelt_replacement_names_the_clause(tmp_path: Path) -> None:
    protocol = page("protocol to pact", "replace clause peaces\n    no party may make peace with ITA")
    (found,) = check(tmp_path, {"agreement.md": page(RECORD, BAN), "protocol.md": protocol})
    assert found.hint == "did you mean `peace`?"
    assert found.is_error


# Documents


ARTICLES = "\n## Article 1. Help\n\nHelp.\n\n## Article 2. Peace\n\nPeace.\n"


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (("Статья 1. Помощь", "Статья 2. Мир"), []),
        (("Преамбула", "Статья 1", "Статья 2"), []),
        (("Статья 1. Помощь",), ["has no Article 2"]),
        (("Статья 1. Помощь", "Статья 3. Мир"), ["has no Article 2", "has Статья 3, which agreement.md lacks"]),
        (("Статья 2. Мир", "Статья 1. Помощь"), ["has its articles in another order"]),
    ],
)
def test_every_language_has_the_same_articles(headings: tuple[str, ...], said: list[str], tmp_path: Path) -> None:
    text = page("text of pact") + "".join(f"\n## {heading}\n\nТекст.\n" for heading in headings)
    found = check(tmp_path, {"agreement.md": page(RECORD, BAN) + ARTICLES, "agreement.ru.md": text})
    assert [(finding.code, finding.level) for finding in found] == [("no-concordance", "warning")] * len(said)
    assert sorted(finding.title for finding in found) == sorted(f"the text in `ru` {each}" for each in said)


def test_a_translation_is_held_against_its_own_original(tmp_path: Path) -> None:
    documents = {
        "agreement.md": page(RECORD, BAN) + ARTICLES,
        "secret/protocol.md": page("protocol to pact", EXAMPLE) + "\n## Article 1. Help\n",
        "secret/protocol.ru.md": page("text of pact") + "\n## Статья 1. Помощь\n",
    }
    assert check(tmp_path, documents) == []


def test_a_translation_without_an_original(tmp_path: Path) -> None:
    (found,) = check(tmp_path, {"agreement.md": page(RECORD, BAN), "protocol.ru.md": page("text of pact")})
    assert (found.code, found.level) == ("no-concordance", "warning")
    assert "no protocol.md" in found.title


def test_a_text_that_is_named_after_no_original_is_held_against_the_main_text(tmp_path: Path) -> None:
    documents = {"agreement.md": page(RECORD, BAN) + ARTICLES, "russian.md": page("text of pact")}
    assert codes(check(tmp_path, documents)) == ["no-concordance"] * 2


@pytest.mark.parametrize("record", ["protocol to pakt", "text of pakt"])
def test_a_document_of_another_agreement(record: str, tmp_path: Path) -> None:
    (found,) = check(tmp_path, {"agreement.md": page(RECORD, BAN), "other.md": page(record)})
    assert (found.code, found.level, found.span.text) == ("other-agreement", "error", "pakt")
    assert "pact" in found.hint


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ("between GBR and SUN\n    signed 1939-07-25", ""),
        ("between GBR and RUS\n    signed 1939-07-25", "RUS"),
        ("between GBR and RUS\n    signed 1999-07-25", ""),
        ("between GBR and RUS", ""),
        ("between GBR and DEU from 1955-05-06\n    signed 1949-04-04", ""),
        ("between GBR and DEU\n    signed 1949-04-04", "DEU"),
    ],
)
def test_a_party_is_a_state_when_it_is_bound(lines: str, wrong: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(f"agreement pact\n    {lines}", BAN)})
    assert [(finding.code, finding.level, finding.span.text) for finding in found] == (
        [("not-a-state", "warning", wrong)] if wrong else []
    )


# What cannot be run yet


FIND = "event state B finds that\n"


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("every 6 months from signature", "every"),
        ("every year", "every"),
        ("before DEU attacks SUN", "before"),
        ("by 6 months before DEU attacks SUN", "by"),
        ("owed to a third state", "owed to"),
        ("owed by SUN", "owed by"),
        ("subject to clause peace", "subject to"),
        ("when at least 2 states attack SUN", "at least 2"),
        ("until at most 3 states attack SUN", "at most 3"),
        ("unless at least 2 states are at war with more than 2 third states", "at least 2"),
        ("unless number of states X such that X is at war with exactly 1 party is more than 2", "exactly 1"),
        ("unless FIN is at war with at least 2 third states", ""),
        ("unless at least 2 third states are at war with FIN", ""),
        ("unless number of times earlier DEU attacks SUN is exactly 2", ""),
        ("unless earlier FIN finds that DEU attacks SUN", ""),
        ("unless earlier DEU attacks SUN", ""),
        ("unless at least 3 months earlier DEU attacks SUN", ""),
    ],
)
def test_a_line_that_is_not_run_is_said_to_be_so(line: str, what: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, f"{FIND}{BAN}    {line}")})
    assert codes(found) == (["not-run"] if what else [])
    assert all(f"`{what}`" in finding.title and "cannot be run yet" in finding.title for finding in found)


FORCE = "fact this agreement is in force\n    from signature\n    "


@pytest.mark.parametrize(
    ("rules", "what"),
    [
        (f"{FORCE}until SUN denounces this agreement\n    not before SUN attacks DEU", "not before"),
        (f"{FORCE}until SUN denounces this agreement\n    only every 5 years from SUN attacks DEU", "only every"),
        (f"{FORCE}until 1 year before SUN denounces this agreement", "before"),
        (f"{FORCE}until 1 year before entry into force", "before"),
        (f"{FORCE}until SUN denounces this agreement\n    not before 1 year before entry into force", "before"),
        ("clause c\n    every 6 months\n    when DEU attacks SUN\n    GBR must assist SUN\n    within 1 day", "when"),
        ("clause c\n    every 6 months\n    GBR must assist SUN\n    by 1940-01-01", "by"),
        ("clause c\n    every 6 months from DEU attacks SUN\n    GBR must assist SUN\n    within 1 day", "every"),
        ("clause c\n    every 6 months\n    GBR may assist SUN", "every"),
        ("clause c\n    GBR must assist SUN\n    before 1940-01-01", "before"),
        ("clause c\n    GBR must assist SUN\n    before 1 day before DEU attacks SUN", "before"),
        ("clause c\n    GBR must assist SUN\n    before DEU is at war with SUN", "before"),
        ("clause c\n    GBR must assist SUN\n    by DEU attacks SUN", "by"),
        ("clause c\n    GBR must assist SUN\n    by 1 day after DEU attacks SUN", "by"),
        ("clause c\n    GBR must assist SUN\n    by 1 day before entry into force", "before"),
        ("clause c\n    GBR must be at war with DEU\n    before DEU attacks SUN", "before"),
        ("clause c\n    GBR may assist SUN\n    within 1 day", "may"),
        ("clause c\n    no party can assist SUN\n    by 1940-01-01", "can"),
        ("clause c\n    GBR must assist SUN\n    before DEU attacks SUN", ""),
        ("clause c\n    GBR must assist SUN\n    by 1 day before DEU attacks SUN", ""),
        ("clause c\n    GBR must assist SUN\n    by 1 day after entry into force", ""),
        ("clause c\n    GBR must be at war with DEU\n    by 1940-01-01", ""),
        ("clause c\n    every 6 months from 1940-01-01\n    GBR must assist SUN\n    within 1 day", ""),
        (f"{FORCE}until SUN denounces this agreement\n    not before 1940-01-01", ""),
        (f"{FORCE}until SUN denounces this agreement\n    not while DEU is at war with SUN", ""),
        (f"{FORCE}until SUN denounces this agreement\n    only every 5 years from entry into force", ""),
        (f"{FORCE}until 10 years after entry into force", ""),
        ("clause c\n    GBR may be at war with DEU", "may"),
        ("clause c\n    GBR can be at war with DEU", "can"),
        ("clause c\n    GBR must be at war with DEU or assist SUN", "or"),
        ("clause c\n    when DEU attacks SUN\n    GBR must be at war with DEU", "when"),
        ("clause c\n    GBR may assist DEU\n    until SUN makes peace with DEU", "until"),
        ("clause c\n    GBR must be at war with DEU\n    owed by SUN", "owed by"),
        ("clause c\n    at least 2 parties must be at war with DEU", "at least 2"),
        ("clause c\n    no party may be at war with SUN", ""),
        ("clause c\n    every party must be at war with DEU\n    within 1 day", ""),
        ("clause c\n    GBR may assist DEU\n    owed by SUN", ""),
        ("clause c\n    GBR may assist DEU\n    owed by every other party", "owed by"),
    ],
)
def test_an_item_that_is_not_run_is_said_to_be_so(rules: str, what: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, rules)})
    assert codes(found) == (["not-run"] if what else [])
    assert all(f"`{what}`" in finding.title and "cannot be run yet" in finding.title for finding in found)


@pytest.mark.parametrize(
    ("rules", "code", "said"),
    [
        (f"{BAN}    by 1940-01-01", "bad-line", "by"),
        ("clause c\n    every 0 days\n    GBR must assist SUN\n    within 1 day", "bad-duration", "every 0 days"),
        (f"{FORCE}not before 1940-01-01", "bad-line", "put off"),
        (f"{FORCE}not while DEU is at war with SUN", "bad-line", "put off"),
        (f"{FORCE}only every year", "bad-line", "put off"),
        ("fact state A is odd\n    not while A is at war with DEU", "bad-line", "put off"),
        ("clause c\n    GBR must assist SUN\n    by term after signature", "unknown-reading", "term"),
        ("clause c\n    every term\n    GBR must assist SUN\n    within 1 day", "unknown-reading", "term"),
        (
            "clause c\n    GBR must assist SUN\n    by term after signature\nreading term = a or b",
            "bad-reading",
            "term",
        ),
        (f"{FORCE}until term after signature\nreading term = 1 year or b", "bad-reading", "`b`"),
        ("clause c\n    GBR must assist SUN\n    before SUM attacks SUN", "unknown-state", "SUM"),
        ("clause c\n    when DEU attacks SUN\n    GBR must assist A\n    before A attacks SUN", "unbound-letter", "A"),
    ],
)
def test_a_moment_that_says_nothing_is_refused(rules: str, code: str, said: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, rules)})
    assert codes(found) == [code]
    assert said in found[0].title


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("clause c\n    GBR must assist SUN\n    by signature", ["bad-line"]),
        ("clause c\n    every year from signature\n    GBR must assist SUN\n    within 1 day", ["bad-line"]),
        ("fact this agreement is in force\n    from signature\n    until 10 years after signature", ["bad-line"]),
        ("fact this agreement is in force\n    from signature", []),
        ("clause c\n    GBR must assist SUN\n    by 1 year after entry into force", []),
    ],
)
def test_nothing_is_counted_from_a_signature_that_has_no_day(rules: str, expected: list[str], tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page("agreement pact\n    between GBR and SUN\n", rules)})
    assert codes(found) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("GBR finds that DEU attacks FIN", []),
        ("GBR finds that DEU is not at war with FIN", []),
        ("GBR denounces agreement pact that DEU attacks FIN", ["misfit"]),
        ("GBR finds that SUN finds that DEU attacks FIN", ["misfit"]),
        ("GBR finds that", ["no-sentence"]),
    ],
)
def test_that_stands_behind_a_sentence_declared_so(sentence: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.journal").write_text(f"1939-08-01 {sentence}\n", encoding="utf-8")
    check(tmp_path, {"agreement.md": page(RECORD, FIND + BAN)})
    found = desk.run(Question((tmp_path,), (tmp_path / "a.journal",))).findings
    assert codes(found) == expected


# Clause forms


WARD = "clause ward with state K, delay D\n when K attacks party P\n K must consult with P\n within D\n"


@pytest.mark.parametrize(
    ("use", "expected", "said"),
    [
        ("use ward as italy with K = ITA, D = 7 days", [], ""),
        ("use ward as italy with K = ITA, D = 7 days\nuse ward as japan with K = JPN, D = 1 day", [], ""),
        ("use wart as italy with K = ITA, D = 7 days", ["unused-form", "unknown-form"], "ward"),
        ("use ward as italy with K = ITA", ["bad-use"], "D"),
        ("use ward as italy with K = ITA, D = 7 days, X = SUN", ["bad-use"], "X"),
        ("use ward as italy with K = ITA, D = 7 days, K = JPN", ["bad-use"], "twice"),
        ("use ward as italy with K = ITA, D = JPN", ["bad-use"], "length of time"),
        ("use ward as italy with K = 7 days, D = 7 days", ["bad-use"], "a name"),
        ("use ward as italy with K = SUM, D = 7 days", ["unknown-state"], "SUM"),
        ("use ward as ward with K = ITA, D = 7 days", ["clause-twice"], "ward"),
        ("use ward with K = ITA, D = 7 days", ["unused-form", "bad-clause"], ""),
        ("", ["unused-form"], "ward"),
    ],
)
def test_a_use_fills_the_blanks_of_a_form(use: str, expected: list[str], said: str, tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, WARD + use)})
    assert codes(found) == expected
    assert all(said in f"{finding.title} {finding.hint}" for finding in found[:1])
    assert all(finding.is_error is (finding.code != "unused-form") for finding in found)


# What was read and silently dropped


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("texts en original, ru translation", []),
        ("texts en original, ru", ["bad-record"]),
        ('signed 1939-07-25 in "New York"', []),
        ("signed 1939-07-25 London", ["bad-record"]),
    ],
)
def test_a_record_drops_no_word(record: str, expected: list[str], tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(f"agreement pact\n    between GBR and SUN\n    {record}", BAN)})
    assert codes(found)[: len(expected) or 1] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ('1939-08-01 DEU attacks GBR ; source: "a; b", clearance: public # c\ngives\n SUN owes help to GBR, open', []),
        ("1939-08-01 DEU attacks FIN\ngives\n nothing", []),
        ("1939-08-01 DEU attacks FIN\ngives\n nothing at all", ["bad-example"]),
        ("1939-08-01 DEU attacks FIN\ngives this\n nothing", ["bad-example"]),
        ("1939-08-01 DEU attacks GBR\ngives\n SUN owes help to GBR, open 1939-08-01 still", ["misfit"]),
    ],
)
def test_an_example_takes_data_and_drops_no_word(lines: str, expected: list[str], tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, f"{HELP}\nexample one\n {lines}")})
    assert codes(found) == expected


# States


@pytest.mark.parametrize(
    ("rules", "wrong"),
    [
        ("clause c\n SUM must assist GBR\n within 2 days", ["SUM"]),
        ("clause c\n no party may assist SUM", ["SUM"]),
        ("clause c\n no party may attack A\n where A is DEU or SUM", ["SUM"]),
        ("fact state A is odd\n where A is at war with PLO", ["PLO"]),
        ("clause c\n no party may assist DEU\n unless DEU is at war with TUR", []),
    ],
)
def test_a_state_that_never_was_is_found_in_an_agreement(rules: str, wrong: list[str], tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page(RECORD, rules)})
    assert [(finding.code, finding.span.text) for finding in found] == [("unknown-state", each) for each in wrong]


def test_an_agreement_is_between_states(tmp_path: Path) -> None:
    found = check(tmp_path, {"agreement.md": page("agreement pact\n    signed 1939-07-25", BAN)})
    assert "bad-record" in codes(found)
