"""The record of a document: what it is, between whom, signed when; and the names it declares."""

from dataclasses import replace

from foedus.lang.blocks import RawItem, Row, near_keyword
from foedus.lang.findings import fail
from foedus.lang.lexicon import CLASSES
from foedus.lang.near import meant
from foedus.lang.words import Word
from foedus.model import states
from foedus.model.agreement import Party, Record
from foedus.model.moments import day_of, parse

ROLES = ("agreement", "protocol", "text", "lexicon")
LINES = (
    "title",
    "short",
    "kind",
    "counterfactual",
    "between",
    "signed",
    "in force",
    "adopts",
    "texts",
    "alias",
    "or a class and names, such as `place London`",
)


def record(item: RawItem) -> Record:
    """The record that an item states."""
    head = item.rows[0]
    words = [word.text for word in head.words]
    names = words[2:] if words[1:2] in (["to"], ["of"]) else words[1:]
    if len(names) != 1 or (head.first in ("protocol", "text")) != (len(words) == 3):
        joined = "-".join(
            word.text.casefold() for word in head.rest() if word.kind in ("word", "name", "state", "number")
        )
        near = f"agreement {joined}" if head.first == "agreement" and joined else None
        hint = meant(near, "write `agreement NAME`, `protocol to NAME` or `text of NAME`")
        fail("bad-record", "this record does not say what the document is", head.span, hint)
    found = Record(head.first, names[0], span=item.span)
    for row in item.rows[1:]:
        found = _line(row, found)
    return found


def _line(row: Row, found: Record) -> Record:
    rest = row.rest()
    if row.first in ("title", "short", "counterfactual"):
        return _text(row, found)
    if row.first == "kind":
        return replace(found, kind=" ".join(word.text for word in rest))
    if row.first == "between":
        return _between(row, found)
    if row.first == "signed":
        return _signed(row, found)
    if row.first == "in" and [word.text for word in rest] == ["force", "on", "signature"]:
        return replace(found, in_force="signature")
    if row.first == "adopts" and len(rest) == 1:
        return replace(found, adopts=(*found.adopts, rest[0].text))
    if row.first == "texts":
        pairs = [word.text for word in rest if word.text != ","]
        if len(pairs) % 2:
            hint = "write `texts en original, ru translation`"
            fail("bad-record", f"it is not said what the text in `{pairs[-1]}` is", row.span, hint)
        return replace(found, texts=tuple(zip(pairs[::2], pairs[1::2], strict=True)))
    if row.first == "alias" and len(rest) == 2:
        return replace(found, aliases=(*found.aliases, (rest[0].text, rest[1].text)))
    if row.first in CLASSES and rest:
        names = [(word.text, row.first) for word in rest if word.text != ","]
        return replace(found, names=(*found.names, *names))
    words = (*(line for line in LINES if "," not in line), "in", *CLASSES)
    near = "in force on signature" if row.first == "in" else near_keyword(row.word, words)
    hint = meant(near, f"a record has lines {', '.join(LINES)}")
    fail("bad-record", "this line has no place in a record", row.words[0].span if near else row.span, hint)


def _between(row: Row, found: Record) -> Record:
    parties = [*found.parties, *_parties(row.rest(), row)]
    codes = [party.code for party in parties]
    twice = next((code for n, code in enumerate(codes) if code in codes[:n]), None)
    if twice is not None:
        where = next(word.span for word in reversed(row.words) if word.text == twice)
        fail("bad-record", f"`{twice}` is named as a party twice", where, "name each party once")
    return replace(found, parties=tuple(parties))


def _signed(row: Row, found: Record) -> Record:
    rest = row.rest()
    if found.signed is not None:
        hint = "an agreement is signed once; a party bound later stands as `DEU from 1955-05-06` behind `between`"
        fail("bad-record", "the record says twice when it was signed", row.span, hint)
    if len(rest) > 1 and (len(rest) != 3 or rest[1].text != "in"):
        hint = "write `signed 1939-07-25 in London`; a place of several words stands in quotes"
        fail("bad-record", "the line goes on in an unknown way behind the date", row.span, hint)
    return replace(found, signed=_date(rest[0] if rest else row.words[0]), signed_in=rest[2].text if rest[1:] else "")


def _text(row: Row, found: Record) -> Record:
    if len(row.words) != 2 or row.words[1].kind != "text":
        fail("bad-record", f"`{row.first}` wants one quoted text", row.span, f'write `{row.first} "..."`')
    text = row.words[1].text
    if row.first == "title":
        return replace(found, title=text)
    return replace(found, short=text) if row.first == "short" else replace(found, counterfactual=text)


def _parties(words: list[Word], row: Row) -> list[Party]:
    parties: list[Party] = []
    at = 0
    while at < len(words):
        if words[at].text in ("and", ","):
            at += 1
            continue
        code, called, since = words[at], "", None
        if code.kind != "state" or not states.known(code.text):
            near = states.nearest(code.text)
            fail(
                "unknown-state",
                f"no state was ever called `{code.text}`",
                code.span,
                f"did you mean `{near}`?"
                if near
                else "states are ISO 3166 codes of three capitals, or `cow:` and a number",
            )
        at += 1
        if at < len(words) and words[at].kind == "text":
            called, at = words[at].text, at + 1
        if at + 1 < len(words) and words[at].text == "from":
            since, at = _date(words[at + 1]), at + 2
        parties.append(Party(code.text, called, since))
    if not parties:
        fail(
            "bad-record",
            "an agreement is between states",
            row.span,
            'write `between GBR "the United Kingdom" and SUN "the Soviet Union"`',
        )
    return parties


def _date(word: Word) -> int:
    moment = parse(word.text)
    if moment is None:
        fail("no-such-date", f"`{word.text}` is no date of the calendar", word.span, "write the date as YYYY-MM-DD")
    return moment


def problems_of_parties(found: Record) -> list[tuple[str, int]]:
    """Parties that were no members of the system of states when they were first bound, with that moment."""
    bound = [(party.code, party.since if party.since is not None else found.signed) for party in found.parties]
    return [(code, moment) for code, moment in bound if moment is not None and not states.on(code, day_of(moment))]
