"""The workbench: findings, meanings, declarations and offers in open texts, and nothing secret in public ones."""

import shutil
from pathlib import Path

import pytest

from foedus import desk
from foedus.desk.editing import Workbench, file_of
from foedus.lang import standard

PACT = """\
# Pact 😀

```foedus
agreement pact
    between GBR and SUN
    signed  1939-07-25
```

## Article 1. Помощь

Help is given.

```foedus
clause help
    when   third state A attacks party P
    where  A is hostile
    every other party must assist P against A
    at once
fact state A is hostile
    where  reading who is everyone
           A is in Europe
reading at-once = 7 days or 1 day "at once"
reading who = everyone or nobody

example attacked as of 1941-06-25
    1941-06-22 DEU attacks SUN
gives
    GBR owes help to SUN, open 1941-06-22
```
"""
PROTOCOL = """\
# Secret Protocol

```foedus
protocol to pact
    signed 1939-07-25
```

## Article 1. Whispers

```foedus
event actor B whispers to actor P
clause whisper
    when   third state A attacks party P
    every other party must whisper to P
    within 7 days
```
"""
RUSSIAN = """\
# Пакт

```foedus
text of pact
```

## Статья 1. Помощь

Помощь оказывается.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    pact = tmp_path / "pacts" / "pact"
    (pact / "secret").mkdir(parents=True)
    (pact / "agreement.md").write_text(PACT, encoding="utf-8")
    (pact / "agreement.ru.md").write_text(RUSSIAN, encoding="utf-8")
    (pact / "secret" / "protocol.md").write_text(PROTOCOL, encoding="utf-8")
    return pact


def bench(path: Path, text: str, view: str = "public") -> Workbench:
    made = Workbench(view, [path.parent])
    assert made.put(path, text)
    return made


def codes(made: Workbench) -> dict[str, list[str]]:
    return {path.name: [finding.code for finding in found] for path, found in made.findings().items() if found}


def meaning(folder: Path, word: str, nth: int = 0, view: str = "public") -> str:
    """What the nth occurrence of a word in the agreement means."""
    path = folder / "agreement.md"
    found = bench(path, PACT, view).meaning(path, offset(PACT, word, nth))
    return found.text if found else ""


def offset(text: str, word: str, nth: int = 0) -> int:
    at = text.index(word)
    for _ in range(nth):
        at = text.index(word, at + 1)
    return at + 1


# Findings


def test_a_sound_instrument_has_none(folder: Path) -> None:
    assert codes(bench(folder / "agreement.md", PACT)) == {}
    assert codes(bench(folder / "agreement.md", PACT, "secret")) == {}


def test_the_text_in_the_editor_counts_and_not_the_file(folder: Path) -> None:
    path = folder / "agreement.md"
    made = bench(path, PACT.replace("attacks party", "atacks party"))
    assert codes(made) == {"agreement.md": ["undeclared-sentence"]}
    made.put(path, PACT)
    assert codes(made) == {}
    path.write_text("broken", encoding="utf-8")
    made.forget()
    assert codes(made) == {}
    made.drop(path)
    assert made.findings() == {}


def test_the_whole_instrument_is_checked(folder: Path) -> None:
    path = folder / "agreement.ru.md"
    (folder / "agreement.md").write_text(PACT.replace("open 1941", "late 1941"), encoding="utf-8")
    assert codes(bench(path, RUSSIAN)) == {"agreement.md": ["example-fails"]}


def test_examples_wait_until_every_line_can_be_read(folder: Path) -> None:
    text = PACT.replace("open 1941", "late 1941")
    assert codes(bench(folder / "agreement.md", text)) == {"agreement.md": ["example-fails"]}
    assert codes(bench(folder / "agreement.md", text.replace("when   third", "whenever"))) == {
        "agreement.md": ["bad-line"]
    }


def test_a_document_that_was_never_saved_belongs_to_its_folder(folder: Path) -> None:
    made = bench(folder / "more.md", "```foedus\nprotocol to pact\nclause\n```\n")
    assert codes(made) == {"more.md": ["bad-clause"]}
    other = bench(folder.parent / "new" / "agreement.md", PACT.replace("GBR and", "GBX and"))
    assert codes(other) == {"agreement.md": ["unknown-state"]}


def test_the_ends_of_lines_do_not_matter(folder: Path) -> None:
    path, text = folder / "agreement.md", PACT.replace("GBR and", "GBX and")
    places = []
    for ends in ("\n", "\r\n", "\r"):
        (found,) = bench(path, text.replace("\n", ends)).findings()[path]
        places.append(found.span.place)
    assert places == [(5, 13)] * 3


def test_what_is_no_agreement_is_left_alone(tmp_path: Path) -> None:
    assert codes(bench(tmp_path / "notes.md", "```foedus\nclause\n```\n")) == {}
    assert codes(bench(tmp_path / "x.txt", "1941-06-31 nonsense\n")) == {}


# Journals


def test_a_journal_is_read_with_the_nearest_agreement(folder: Path) -> None:
    line = "1941-06-22 DEU attacks SUN\n1941-06-22 DEU is hostile\n"
    root = folder.parent.parent
    inside, beside, alone = folder / "a.journal", root / "a.journal", root / "other" / "a.journal"
    for path in (inside, beside):
        assert codes(bench(path, line)) == {}, path
    for roots in ([], [root / "other"]):
        made = Workbench("public", roots)
        assert made.put(alone, line)
        assert codes(made) == {"a.journal": ["undeclared-sentence"]}
    made = Workbench("public", [root])
    assert made.put(alone, line)
    assert codes(made) == {}


def test_a_line_is_bad_only_where_no_agreement_can_read_it(folder: Path) -> None:
    other = folder.parent / "other"
    other.mkdir()
    text = (
        "```foedus\nagreement other\n  between FRA and ITA\n  signed 1935-01-07\nevent actor A sings to actor B\n```\n"
    )
    (other / "agreement.md").write_text(text, encoding="utf-8")
    path = folder.parent / "a.journal"
    lines = ["1941-06-22 DEU is hostile", "1941-06-22 DEU sings to ITA", "1941-06-22 DEU dances with ITA"]
    made = bench(path, "\n".join(lines))
    assert [finding.span.place[0] for finding in made.findings()[path]] == [3]


def test_lines_of_a_journal_that_are_not_public_are_not_read_and_move_no_place(tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    text = "1941-06-22 DEU atacks SUN ; clearance: secret\n1941-06-31 DEU attacks SUN\n"
    (found,) = bench(path, text).findings()[path]
    assert (found.code, found.span.place) == ("no-such-date", (2, 1))
    assert codes(bench(path, text, "secret")) == {"a.journal": ["undeclared-sentence", "no-such-date"]}
    assert bench(path, text).meaning(path, 12) is None
    assert bench(path, text, "secret").meaning(path, 12) is not None


@pytest.mark.parametrize("end", ["\r", "\x0b", "\u2028", "\x85"])
def test_an_odd_end_of_line_does_not_tear_a_line_that_is_not_public(end: str, tmp_path: Path) -> None:
    path = tmp_path / "a.journal"
    made = bench(path, f"1941-06-22 HUN atacks SUN {end}; clearance: secret\n1941-06-22 DEU attacks SUN\n")
    assert codes(made) == {}
    assert made.meaning(path, 12) is None
    source = made.source(path)
    assert source is not None and "HUN" not in source.text and "DEU" in source.text


# What a word means


def test_a_sentence_shows_its_shape_its_sorts_and_what_it_begins(folder: Path) -> None:
    text = meaning(folder, "attacks")
    assert "A attacks P [in Z]" in text
    assert "event actor A attacks actor P [in place Z]" in text
    assert "begins `A is at war with P`" in text
    assert "opens clause help" in text
    assert "the standard lexicon, Force" in text


def test_a_fact_shows_what_it_rests_on(folder: Path) -> None:
    assert "where  reading who is everyone\n           A is in Europe" in meaning(folder, "is hostile")


def test_a_deed_and_a_header_are_sentences_too(folder: Path) -> None:
    assert "**B assists P [against A]**" in meaning(folder, "assist P")
    assert "**A is hostile**" in meaning(folder, "is hostile", 1)


def test_a_sentence_that_breaks_off_is_known_by_its_verb(folder: Path) -> None:
    path = folder / "a.journal"
    made = bench(path, "1941-06-22 DEU declares war on")
    for word in ("declares", "war", "on"):
        found = made.meaning(path, offset("1941-06-22 DEU declares war on", word))
        assert found is not None and found.text.startswith("**A declares war on P**")


def test_a_clause_shows_its_article_in_every_language(folder: Path) -> None:
    for nth in (0, 1):
        text = meaning(folder, "help\n" if nth == 0 else "help to")
        assert "**Article 1. Помощь** (en)\n\nHelp is given." in text
        assert "**Статья 1. Помощь** (ru)\n\nПомощь оказывается." in text
        assert "every other party must assist P against A" in text


def test_a_reading_shows_its_values(folder: Path) -> None:
    for word in ("at once\n", "at-once ="):
        text = meaning(folder, word)
        assert "- 7 days (unless another is chosen)\n- 1 day" in text
        assert 'for "at once"' in text
    assert "- everyone (unless another is chosen)\n- nobody" in meaning(folder, "who is")
    assert "- nobody" in meaning(folder, "everyone\n")


def test_a_state_shows_its_name_on_the_day(folder: Path) -> None:
    assert "Soviet Union (Союз Советских" in meaning(folder, "SUN")
    assert "a member of the system of states on 1941-06-22" in meaning(folder, "DEU")
    path = folder / "a.journal"
    for code, said in (("UKR", "no member of the system of states on 1941-06-22"), ("SUM", "did you mean SUN?")):
        found = bench(path, f"1941-06-22 {code} attacks DEU").meaning(path, 12)
        assert found is not None and said in found.text


def test_what_means_nothing_shows_nothing(folder: Path) -> None:
    for word in ("Pact", "given", "between", "gives", "1939-07"):
        assert meaning(folder, word) == "", word


# Where it is declared


@pytest.mark.parametrize(
    ("word", "nth", "file", "text"),
    [
        ("attacks", 0, standard.PATH.name, "event actor A attacks actor P [in place Z]"),
        ("assist P", 0, standard.PATH.name, "event actor B assists actor P [against actor A]"),
        ("hostile", 0, "agreement.md", "fact state A is hostile"),
        ("help to", 0, "agreement.md", "clause help"),
        ("at once\n", 0, "agreement.md", 'reading at-once = 7 days or 1 day "at once"'),
        ("who is", 0, "agreement.md", "reading who = everyone or nobody"),
    ],
)
def test_a_word_leads_to_its_declaration(folder: Path, word: str, nth: int, file: str, text: str) -> None:
    path = folder / "agreement.md"
    span = bench(path, PACT).declaration(path, offset(PACT, word, nth))
    assert span is not None
    assert (file_of(span).name, span.text) == (file, text)
    assert file_of(span).is_file()


def test_a_state_and_plain_text_lead_nowhere(folder: Path) -> None:
    path = folder / "agreement.md"
    for word in ("SUN", "Help is", "gives"):
        assert bench(path, PACT).declaration(path, offset(PACT, word)) is None


# Offers


def offered(path: Path, text: str, view: str = "public") -> list[str]:
    return [offer.label for offer in bench(path, text, view).offers(path, len(text))]


def test_offers_know_the_agreement(folder: Path) -> None:
    path, open_block = folder / "agreement.md", PACT.removesuffix("```\n")
    assert "is hostile" in offered(path, f"{open_block}clause c\n  where A ")
    assert {"help"} == {*offered(path, f"{open_block}example e\ngives\n  GBR owes ")}
    assert {"at-once", "who"} == {*offered(path, f"{open_block}clause c\n  where reading ")}
    assert "is hostile" in offered(folder / "a.journal", "1941-06-22 DEU ")
    assert offered(folder / "agreement.md", f"{PACT}Plain text, when ") == []


# Clearance


def test_a_secret_text_is_not_taken_by_a_public_bench(folder: Path) -> None:
    path = folder / "secret" / "protocol.md"
    made = Workbench("public", [folder])
    assert not made.put(path, "```foedus\nclause\n```\n")
    assert made.findings() == {}
    assert made.meaning(path, 20) is None
    assert made.declaration(path, 20) is None
    assert made.offers(path, 20) == []
    assert bench(path, PROTOCOL, "secret").findings()[path] == []


def test_a_broken_secret_document_is_never_opened_for_a_public_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "secret" / "protocol.md"
    path.write_text("```foedus\nclause\n```\n", encoding="utf-8")
    opened: list[Path] = []
    read_bytes = Path.read_bytes

    def noted(path: Path) -> bytes:
        opened.append(path)
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    made = bench(folder / "agreement.md", PACT)
    assert codes(made) == {}
    made.meaning(folder / "agreement.md", offset(PACT, "attacks"))
    made.offers(folder / "agreement.md", len(PACT))
    assert {each.name for each in opened} == {"agreement.ru.md"}
    assert codes(bench(folder / "agreement.md", PACT, "secret")) == {"protocol.md": ["bad-record"]}


def test_a_public_text_is_offered_and_told_nothing_secret_even_under_the_secret_view(folder: Path) -> None:
    path, protocol = folder / "agreement.md", folder / "secret" / "protocol.md"
    text = f"{PACT.removesuffix('```' + chr(10))}clause c\n  every party must "
    assert "whisper to P" not in offered(path, text, "secret")
    assert "opens clause whisper" not in meaning(folder, "attacks", view="secret")
    inside = f"{PROTOCOL.removesuffix('```' + chr(10))}clause c\n  every party must "
    assert "whisper to P" in offered(protocol, inside, "secret")
    found = bench(protocol, PROTOCOL, "secret").meaning(protocol, offset(PROTOCOL, "attacks"))
    assert found is not None and "opens clause whisper" in found.text


def test_the_flagship_has_no_findings_in_the_editor(tmp_path: Path) -> None:
    shutil.copytree(desk.shipped("agreements/anglo-soviet-1939"), tmp_path / "pact")
    for view in ("public", "secret"):
        path = tmp_path / "pact" / "agreement.md"
        assert codes(bench(path, path.read_text(encoding="utf-8"), view)) == {}
