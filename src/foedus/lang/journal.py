"""The journal in plain text: what happened, a line each.

    1941-06-22 DEU attacks SUN ; source: IWD 129, recorded: 1941-06-22

A line is a date, a sentence with names in it and, behind `;`, data about the report. A bad line spoils no other.
"""

import re
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from foedus.lang import sentences
from foedus.lang.blocks import LONGEST_LINE, too_long
from foedus.lang.clearances import names_one
from foedus.lang.findings import MOST_FAULTS, Fault, fail, given_up, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import did_you_mean, how_to_date, nearest_date
from foedus.lang.statements import KEYS, Setting, doubts, events, moment_of, report
from foedus.lang.words import NO_TEXT, SIGN, Word, comment_begins, data_begins, no_text, split
from foedus.model.events import Event
from foedus.text.diagnostic import Diagnostic
from foedus.text.source import NOWHERE, Source, Span

KEY = re.compile(r"\s*([A-Za-z][\w-]*)\s*:\s*")
"""A key with its colon, before a value."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal states, what is wrong with it, and the rows that could not be read.

    Such a row is (offset in the source, why, the row as it stands); its fault is among the findings too.
    """

    statements: tuple[Event, ...]
    findings: tuple[Diagnostic, ...] = ()
    aside: tuple[tuple[int, Diagnostic, str], ...] = ()


def read(source: Source, lexicon: Lexicon, setting: Setting) -> Journal:
    """The statements of a plain journal in the order of its lines."""
    statements: list[Event] = []
    findings: list[Diagnostic] = []
    aside: list[tuple[int, Diagnostic, str]] = []
    for start in source.starts():
        if not setting.whole and len(aside) >= MOST_FAULTS and len(aside) > len(statements):
            findings.append(given_up(source.span(start, start)))
            break
        end = source.text.find("\n", start)
        end = len(source.text) if end < 0 else end
        try:
            found = statement(source, start, end, lexicon, setting)
        except Fault as fault:
            findings.append(fault.finding)
            aside.append((start, fault.finding, source.text[start:end]))
            continue
        statements += found
        findings += doubts(found, partial(_places, source, start, end))
    return Journal(tuple(statements), tuple(findings), tuple(aside))


def statement(source: Source, begin: int, end: int, lexicon: Lexicon, setting: Setting) -> list[Event]:
    """The events of one line; empty for a line that says nothing. Raises `Fault` where it cannot be read."""
    if end - begin > LONGEST_LINE:
        raise Fault(too_long(source.span(begin, begin + 1), end - begin))
    check_characters(source, begin, end)
    at = data_begins(source.text, begin, end)
    words, wrong = split(source, begin, at)
    if wrong:
        key = KEY.search(source.text[begin : wrong[0].span.end])
        if key is not None and key[1] in KEYS:
            span = source.span(begin + key.start(1), begin + key.end(1))
            fail("bad-data", "data stand behind a `;`", span, f"write `; {key[1]}: ...`")
        raise Fault(wrong[0])
    if not words:
        if at < end and source.text[at] == ";":
            fail(
                "no-sentence",
                "these data belong to no sentence",
                source.span(at, end),
                "write a date and a sentence before `;`",
            )
        return []
    if words[0].kind != "date":
        _undated(words)
    moment = moment_of(words[0].text, words[0].span)
    if len(words) == 1:
        fail("no-sentence", "a date alone says nothing", words[0].span, "write who does what behind it")
    span = words[1].span.to(words[-1].span)
    sentence = sound(sentences.read(words[1:], lexicon, span))
    data, places = _data(source, at, end)
    return events(sentence, moment, report(data, moment, setting, span, places), setting)


def _undated(words: list[Word]) -> NoReturn:
    """Say of a line that begins with no date what it was perhaps meant to be."""
    for many in (4, 3):
        span = words[0].span.to(words[many - 1].span) if len(words) >= many else NOWHERE
        if nearest_date(span.text) is not None:
            fail("no-such-date", f"`{span.text}` is not how dates are written", span, how_to_date(span.text))
    title, last = f"a line begins with its date, and `{words[0].text[:40]}` is none", words[-1]
    if last.kind == "date":
        fail("no-such-date", title, words[0].span, f"write `{last.text}` in front of the sentence")
    hint = f"{how_to_date(words[0].text)}; a remark stands behind `#`"
    fail("no-such-date", title, words[0].span, hint)


def check_characters(source: Source, begin: int, end: int) -> None:
    """Refuse what is no text: bytes that are not UTF-8, and signs that steer a screen or tear a line."""
    found = NO_TEXT.search(source.text, begin, end)
    if found is None or (found.group() == "\r" and found.end() == end):
        return
    span, character = source.span(found.start(), found.end()), found.group()
    if "\ud800" <= character <= "\udfff":
        fail("not-text", f"the byte {ord(character) & 0xFF:#04x} is not UTF-8", span, "save the file as UTF-8")
    fail("not-text", no_text(character), span, "journals are plain text in UTF-8")


def _places(source: Source, begin: int, end: int) -> dict[str, Span]:
    return _data(source, data_begins(source.text, begin, end), end)[1]


def _data(source: Source, at: int, end: int) -> tuple[dict[str, str], dict[str, Span]]:
    """The data behind a sentence, and where the value of each stands."""
    data: dict[str, str] = {}
    places: dict[str, Span] = {}
    if at >= end or source.text[at] == "#":
        return data, places
    for begin, stop in pairs(source.text, at + 1, comment_begins(source.text, at, end)):
        span = source.span(begin, stop)
        key = KEY.match(source.text, begin, stop)
        if key is None or key[1] not in KEYS:
            what = f"`{key[1]}` is no key" if key else "a key and a colon are expected here"
            hint = f"the keys are {', '.join(KEYS)}; put a value with commas in quotes"
            said = source.span(key.start(1), key.end(1)) if key else span
            fail("bad-data", what, said, did_you_mean(key[1], KEYS, hint) if key else hint)
        if key[1] in data:
            fail("bad-data", f"`{key[1]}` stands twice", span, "give each key once")
        value = source.text[key.end() : stop].strip()
        span = places[key[1]] = source.span(key.end(), key.end() + len(value))
        if names_one(value):
            fail("bad-data", "a clearance stands inside a value", span, "put a comma before it, or the value in quotes")
        data[key[1]] = _unquoted(value, span)
    return data, places


def pairs(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The stretches between commas; a comma that no key follows belongs to the value."""
    cuts, start = [], begin
    for found in SIGN.finditer(text, begin, end):
        if found.group() == "," and KEY.match(text, found.end(), end):
            cuts.append((start, found.start()))
            start = found.end()
    return [*cuts, (start, end)] if text[start:end].strip() else cuts


def _unquoted(value: str, span: Span) -> str:
    if value.startswith('"'):
        if len(value) < 2 or not value.endswith('"'):
            fail("unclosed-text", "the quoted text does not end on its line", span, 'close it with `"`')
        return re.sub(r"\\([\"\\])", r"\1", value[1:-1])
    return value
