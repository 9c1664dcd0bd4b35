"""The report: one page of HTML that holds together whatever it is made of, and shows what it must and nothing else."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from foedus import cli, desk
from foedus.desk import Question, outputs

FLAGSHIP = desk.shipped("agreements/anglo-soviet-1939")
RECORD = desk.shipped("examples/1939-1945.journal")
VOID = {"meta", "br", "hr", "img", "input", "link"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


class Reader(HTMLParser):
    """Reads a page strictly: every element closed in order, every id once, every fragment there."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[tuple[int, str]] = []
        self.tags: dict[str, int] = {}
        self.languages: dict[str, str] = {}
        self.said: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        assert len(named) == len(attrs), f"an attribute of <{tag}> stands twice"
        assert not [name for name in named if name in ("src", "style") or name.startswith("on")]
        self.tags[tag] = self.tags.get(tag, 0) + 1
        self.ids += [named["id"] or ""] if "id" in named else []
        self.links += [named["href"] or ""] if "href" in named else []
        if tag in HEADINGS:
            self.headings.append((int(tag[1]), ""))
        if tag not in VOID:
            self.open.append((tag, named))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tag = self.open[-1][0] if self.open else ""
        assert self.open or not data.strip()
        self.said.append((tag, data))
        if tag in HEADINGS:
            self.headings[-1] = (self.headings[-1][0], self.headings[-1][1] + data)
        language = next((named["lang"] for _, named in reversed(self.open) if "lang" in named), None)
        self.languages[language or ""] = self.languages.get(language or "", "") + data

    @property
    def text(self) -> str:
        return "".join(data for tag, data in self.said if tag != "style")


def held(page: str) -> Reader:
    """The page, read; what holds for every report is asserted here."""
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    read = Reader(page)
    assert read.open == []
    assert len(read.ids) == len(set(read.ids))
    assert all(link.startswith("#") and unquote(link[1:]) in read.ids for link in read.links)
    assert not read.tags.keys() & {"script", "link", "img", "iframe", "object", "form", "b", "base"}
    assert not re.search(r"@import|url\(|https?:", "".join(data for tag, data in read.said if tag == "style"))
    levels = [level for level, _ in read.headings]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    return read


def made(question: Question) -> str:
    outcome, answer = desk.report(question)
    assert answer is not None, outcome.findings
    return outputs.report(answer)


def pact(folder: Path, text: str, name: str = "agreement.md") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


PACT = """\
# Pact

```foedus
agreement pact
    between GBR "the United Kingdom" and SUN
    signed  1939-07-25 in London
```

## Article 1. Assistance

If a third State attacks a Party, the other shall assist it.

```foedus
clause assistance
    when third state A attacks party P
    every other party must assist P against A
    within 7 days
    until A makes peace with P
```
"""


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    path = tmp_path / "war.journal"
    path.write_text("1941-06-22 DEU attacks SUN ; source: IWD 129\n", encoding="utf-8")
    return path


# The flagship


@pytest.mark.parametrize("view", ["public", "secret"])
def test_the_flagship_holds_together(view: str) -> None:
    question = Question((FLAGSHIP,), (RECORD,), view)
    read = held(made(question))
    ledger = desk.run(question).ledger
    assert ledger is not None
    assert {entry.id for entry in ledger} <= set(read.ids)
    assert sorted(unquote(link[1:]) for link in read.links) == sorted(entry.id for entry in ledger)
    assert read.tags["h4"] == len(ledger)
    assert "Если одна из Сторон подвергнется нападению" in read.languages["ru"]
    assert "If either Party is attacked" not in read.languages["ru"]
    assert not re.search("[а-я]", read.languages["en"])


def test_a_document_is_shown_to_whom_it_is_open() -> None:
    public, secret = (held(made(Question((FLAGSHIP,), (RECORD,), view))) for view in ("public", "secret"))
    assert "Secret Protocol to the Anglo-Soviet Agreement" in [said for level, said in secret.headings if level == 2]
    assert "This document is secret." in secret.text
    assert not re.search("secret|consult", public.text, re.IGNORECASE)


def test_the_note_on_a_counterfactual_stands_first(journal: Path, tmp_path: Path) -> None:
    page = made(Question((FLAGSHIP,)))
    assert page.index("no such agreement was signed") < page.index('id="question"')
    assert 'role="note"' not in made(Question((pact(tmp_path / "pact", PACT),), (journal,)))


def test_an_article_has_what_follows_from_it_and_from_no_other() -> None:
    page = made(Question((FLAGSHIP,), (RECORD,)))
    sections = page.split('<div class="languages">')
    by_title = {re.findall(r'class="heading"[^>]*>([^<]*)', each)[0]: each for each in sections[1:]}
    first, second = by_title["Article 1. Mutual assistance"], by_title["Article 2. No separate peace"]
    assert "Статья 1. Взаимная помощь" in first
    assert "<pre>clause assistance\n" in first
    assert 'id="assistance.GBR.SUN.1941-06-22.DEU" class="entry is-late"' in first
    assert "Kept" not in first
    assert "Kept by GBR and SUN: peace-together." in second
    assert 'class="entry' not in second
    third = by_title["Article 3. Agreements with third countries"]
    assert "To be known: whether molotov-ribbentrop-1939 is a threat to GBR." in third
    assert "To be known" not in first + second
    assert "example" not in "".join(re.findall(r"<pre>.*?</pre>", page, re.DOTALL))


def test_reasons_are_folded_and_cite_their_sources() -> None:
    page = made(Question((FLAGSHIP,), (RECORD,)))
    entry = page[page.index('id="assistance.GBR.SUN.1941-06-22.DEU"') :].split("</li>\n")[0]
    folded = entry[entry.index("<details>") :]
    assert folded.startswith("<details><summary>Reasons</summary>")
    assert "IWD 129; " in folded and "1941-07-12.GBR.assists.SUN.against.DEU" in folded
    assert "IWD 129" not in entry[: entry.index("<details>")]
    assert "<details open" not in page


def test_a_reading_is_shown_with_its_other_values_and_its_words() -> None:
    row = "<tr><td>at-once</td><td>{}</td><td>{}</td><td>“at once”</td>".format
    assert row("7 days", "1 day; 30 days") in made(Question((FLAGSHIP,)))
    other = made(Question((FLAGSHIP,), readings={"at-once": "30 days"}))
    assert row("30 days", "7 days; 1 day") in other
    assert row("7 days", "1 day; 30 days") not in other


# Small ones


def test_a_small_report(journal: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                        golden: Callable[[str, str], None]) -> None:  # fmt: skip
    pact(tmp_path / "pact", PACT)
    monkeypatch.chdir(tmp_path)
    page = made(Question((Path("pact"),), (Path("war.journal"),)))
    held(page)
    golden("report.html", re.sub(r"<style>.*</style>", "<style></style>", page, flags=re.DOTALL))


def test_without_entries_it_says_so(tmp_path: Path) -> None:
    read = held(made(Question((pact(tmp_path / "pact", PACT),))))
    assert "Nothing is owed and no ban was broken." in read.text
    assert read.links == []


def test_what_would_be_markup_is_only_text(tmp_path: Path) -> None:
    nasty = PACT.replace("# Pact", '# A <b>pact</b> & "more" \'</title>').replace(
        "the other shall", "the other </p><script>alert(1)</script> &amp; shall"
    )
    (tmp_path / "war.journal").write_text(
        '1941-06-22 DEU attacks SUN ; source: "</dd></details><script>x</script> red"\n', encoding="utf-8"
    )
    page = made(Question((pact(tmp_path / "pact", nasty),), (tmp_path / "war.journal",)))
    read = held(page)
    assert "</p><script>alert(1)</script> &amp; shall" in read.text
    assert "</dd></details><script>x</script> red" in read.text


def test_agreements_with_one_id_have_two_anchors(journal: Path, tmp_path: Path) -> None:
    one = pact(tmp_path / "one", PACT)
    two = pact(tmp_path / "two", PACT.replace("agreement pact", "agreement pact-two"))
    read = held(made(Question((one, two), (journal,))))
    entry = "assistance.GBR.SUN.1941-06-22.DEU"
    assert [name for name in read.ids if name.startswith(entry)] == [entry, f"{entry}.2"]
    assert read.links == [f"#{entry}", f"#{entry}.2"]


def test_a_clause_under_no_heading_is_not_lost(journal: Path, tmp_path: Path) -> None:
    bare = PACT.replace("# Pact\n", "").replace("## Article 1. Assistance\n", "")
    read = held(made(Question((pact(tmp_path / "pact", bare),), (journal,))))
    assert "assistance.GBR.SUN.1941-06-22.DEU" in read.ids
    assert "Under no heading" in read.text


RUSSIAN = """\
# Пакт

```foedus
text of pact
```

## Преамбула

Правительства согласились.

## Статья 1. Помощь

Одна Сторона окажет помощь другой.
"""


PREAMBLE = PACT.replace("## Article 1", "## Preamble\n\nThe Governments have agreed.\n\n## Article 1")


def test_a_heading_without_a_number_stands_beside_its_like(tmp_path: Path) -> None:
    pact(tmp_path / "pact", RUSSIAN, "agreement.ru.md")
    read = held(made(Question((pact(tmp_path / "pact", PREAMBLE),))))
    assert "Правительства согласились." in read.languages["ru"]
    assert "no such article" not in read.text


def test_where_languages_have_not_the_same_headings_none_is_guessed(tmp_path: Path) -> None:
    russian = RUSSIAN.replace("## Преамбула", "## Стороны\n\nИх две.\n\n## Преамбула")
    pact(tmp_path / "pact", russian, "agreement.ru.md")
    read = held(made(Question((pact(tmp_path / "pact", PREAMBLE),))))
    assert "Их две." not in read.text
    assert "This language has no such article." in read.text
    assert "Одна Сторона окажет помощь другой." in read.languages["ru"]


# The command


def test_the_command_writes_the_page(journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["run", str(pact(tmp_path / "pact", PACT)), "--journal", str(journal), "--format", "html"]
    assert cli.main(words) == 0
    shown = capsys.readouterr().out
    held(shown)
    assert cli.main([*words, "-o", str(tmp_path / "out.html")]) == 0
    assert (tmp_path / "out.html").read_text(encoding="utf-8") == shown


@pytest.mark.parametrize("form", ["html", "dyad-year"])
def test_a_report_of_all_readings_is_refused(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(pact(tmp_path / "pact", PACT))
    assert cli.main(["run", folder, "--format", form, "--readings", "all"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "leave --readings out" in err
    assert cli.main(["run", str(tmp_path / "nowhere"), "--format", form]) == 2
    assert capsys.readouterr().out == ""


def test_rows_set_aside_are_told_as_in_any_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    pact(tmp_path / "pact", PACT)
    Path("bad.journal").write_text("1941-06-22 DEU attacks SUN\n1941-06-31 DEU attacks SUN\n", encoding="utf-8")
    assert cli.main(["run", "pact", "--journal", "bad.journal", "--format", "html", "--keep-going"]) == 1
    held(capsys.readouterr().out)
    assert "DEU attacks SUN" in Path("set-aside.txt").read_text(encoding="utf-8")
