"""The record of a draft: what somebody else's file says of an instrument, and lines for what it does not say.

Nothing is guessed: a date counts as that of the signature only where the file calls it so, and parties are only those
that it marks as parties and that the table of states knows by that code or name.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from foedus.feeds.akn_xml import all_of, first_of
from foedus.lang.sentence_printer import name as as_name
from foedus.lang.words import NO_TEXT, quoted
from foedus.model import states
from foedus.model.moments import parse

if TYPE_CHECKING:
    from foedus.feeds.akn_xml import Element

SIGNATURES = ("signature", "signed", "signing", "date of signature", "dateofsignature", "signature date")
"""What a file calls the date on which an instrument was signed."""
LONGEST = 1_000
"""A longer title or name is no title or name of an instrument."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What the file does not say: the line that waits for it (a comment), what is missing, and what to write there."""

    line: str
    title: str
    hint: str


def block(
    act: "Element", role: str, name: str, language: str, languages: Mapping[str, bool | None]
) -> tuple[list[str], list[Gap]]:
    """The lines of the record of a document, and its gaps; `languages` says which texts are translations, if known."""
    header = {"agreement": "agreement", "protocol": "protocol to", "text": "text of"}[role]
    lines = [f"{header} {as_name(name)}"]
    gaps: list[Gap] = []
    for found in (_title(act), *((_parties(act), _signed(act)) if role != "text" else ())):
        if isinstance(found, Gap):
            gaps.append(found)
            lines.append(f"    {found.line}")
        elif found:
            lines.append(f"    {found}")
    if role == "agreement":
        for more in _languages(language, languages):
            gaps += [more] if isinstance(more, Gap) else []
            lines.append(f"    {more.line if isinstance(more, Gap) else more}")
    return lines, gaps


def is_translation(act: "Element") -> bool | None:
    """Whether a text is a translation; None where the file does not say."""
    if first_of(act, "FRBRmasterExpression", "FRBRtranslation") is not None:
        return True
    element = first_of(act, "FRBRauthoritative")
    return None if element is None else element.get("value") not in ("true", "1")


def _title(act: "Element") -> str | Gap:
    found = (first_of(act, name) for name in ("docTitle", "shortTitle", "FRBRname", "FRBRalias"))
    element = next((each for each in found if each is not None), None)
    said = "" if element is None else _one_line(element.get("value") or "".join(map(str, element.itertext())))
    if not said or len(said) > LONGEST:
        return Gap("# title: the file does not say", "the file gives the instrument no title", 'write `title "..."`')
    return f"title {quoted(said)}"


def _parties(act: "Element") -> str | Gap:
    """A `between` line, where every party that the file marks is a state of the table."""
    names = {each.get("eId", ""): each for each in act.iter() if str(each.tag).rpartition("}")[2].startswith("TLC")}
    said: dict[str, str] = {}
    unknown: list[str] = []
    for mark, shown in _marked(act):
        element = names.get(mark)
        code = _state(element) or _by_name(shown)
        if code is None:
            unknown.append(shown or mark)
        else:
            said.setdefault(code, shown)
    hint = 'write `between GBR "the United Kingdom" and SUN "the Soviet Union"`'
    if unknown:
        title = f"the file names parties that are in no list of states: {', '.join(dict.fromkeys(unknown))[:200]}"
        return Gap(f"# between: {title}", title, hint)
    if len(said) < 2:
        return Gap("# between: the file does not say", "the file does not say between whom the instrument is", hint)
    return "between " + " and ".join(f"{code} {quoted(shown)}" if shown else code for code, shown in said.items())


def _marked(act: "Element") -> Iterator[tuple[str, str]]:
    """The parties that the file marks: the id of each, and what it is called there."""
    for element in all_of(act, "party"):
        yield element.get("refersTo", "").removeprefix("#"), _one_line("".join(map(str, element.itertext())))
    for element in all_of(act, "FRBRauthor"):
        if element.get("as", "").casefold() in ("#party", "#contractingparty", "#contractingstate"):
            yield element.get("href", "").removeprefix("#"), ""


def _state(element: "Element | None") -> str | None:
    """The code of the state that an entry of the references stands for."""
    if element is None:
        return None
    last = element.get("href", "").rstrip("/").rpartition("/")[2]
    return last if states.known(last) else _by_name(element.get("showAs", ""))


def _by_name(said: str) -> str | None:
    return states.by_name(re.sub(r"\Athe ", "", said.strip(), flags=re.IGNORECASE))


def _signed(act: "Element") -> str | Gap:
    work = first_of(act, "FRBRWork")
    dates = (
        [] if work is None else [(each.get("name", ""), each.get("date", "")[:10]) for each in all_of(work, "FRBRdate")]
    )
    for called, day in dates:
        if called.casefold().replace("-", " ") in SIGNATURES and parse(day) is not None:
            return f"signed {day}"
    given = ", ".join(f"{day} as {called or 'a date'}" for called, day in dates if day)[:200]
    other = f"; it gives {_one_line(given)}" if given else ""
    title = f"the file does not say when the instrument was signed{other}"
    return Gap(f"# signed: the file does not say when{other}", title, "write `signed 1939-07-25 in London`")


def _languages(language: str, languages: Mapping[str, bool | None]) -> Iterator[str | Gap]:
    if language != "en":
        title = f"the main text is in the language `{language}`, and `agreement.md` is read as English"
        hint = "put the English text there and this one beside it, as `agreement.fr.md`"
        yield Gap(f"# language: {language}", title, hint)
    if len(languages) < 2:
        return
    if all(each is None for each in languages.values()):
        title = "the file does not say which text is the original"
        yield Gap(
            "# texts: the file does not say which is the original", title, "write `texts en original, ru translation`"
        )
    else:
        said = (f"{code} {'translation' if told else 'original'}" for code, told in languages.items())
        yield f"texts {', '.join(said)}"


def _one_line(text: str) -> str:
    """A text as a line of a record may hold it."""
    return re.sub(r"\s+", " ", NO_TEXT.sub(" ", text)).strip()
