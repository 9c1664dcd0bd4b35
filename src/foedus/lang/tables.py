"""Journals as tables: CSV and JSON Lines with one column for each role.

The columns are `happened`, `verb` (the words of the form, such as `declares war on`), `subject`, `object`, one for each
preposition (`against`, `in`, `with` …), `negated` for a fact that is not so, and the keys of the plain journal. A row
is one line; a bad row spoils no other.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from foedus.lang import columns, proper
from foedus.lang.blocks import LONGEST_LINE, too_long
from foedus.lang.findings import MOST_FAULTS, Fault, fail, given_up
from foedus.lang.journal import Journal, check_characters
from foedus.lang.lexicon import ARTICLES, Lexicon, shape
from foedus.lang.near import did_you_mean
from foedus.lang.statements import (
    KEYS,
    NO_PLACES,
    Setting,
    check_state,
    doubts,
    looks_like_code,
    missing_roles,
    moment_of,
    report,
)
from foedus.lang.words import NO_TEXT, looks_like, no_text
from foedus.model import states
from foedus.model.events import Event
from foedus.model.forms import Form, Role, either_way
from foedus.model.moments import text
from foedus.model.terms import THIS_AGREEMENT
from foedus.text.diagnostic import Diagnostic
from foedus.text.source import Source, Span

FIXED = ("happened", "verb", "negated", *KEYS)
_FIXED = frozenset(FIXED)
Row = dict[str, str]


def read_csv(source: Source, lexicon: Lexicon, setting: Setting) -> Journal:
    """The statements of a CSV journal; the first row names the columns."""
    lines = columns.lines(source.text)
    header = next(lines, None)
    if header is None:
        return Journal(())
    names: list[str] = []

    def row(begin: int, end: int) -> Row:
        fields = _fields(source, begin, end)
        if len(fields) != len(names):
            title = f"this row has {len(fields)} columns, the header {len(names)}"
            fail(
                "bad-row",
                title,
                source.span(begin, end),
                "give each column a value or leave it empty; a row is one line",
            )
        return {name: value for name, value in zip(names, fields, strict=True) if value}

    try:
        names = [name.strip() for name in _fields(source, *header)]
        twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
        if twice is not None:
            fail("bad-row", f"the header has two columns `{twice}`", source.span(*header), "name each column once")
        for needed in columns.NEEDED:
            if needed not in names:
                fail(
                    "bad-row",
                    f"the header has no column `{needed}`",
                    source.span(*header),
                    "the columns are happened, verb, subject, object, ...",
                )
    except Fault as fault:
        return Journal(
            (), (fault.finding,), tuple((b, fault.finding, source.text[b:e]) for b, e in columns.lines(source.text))
        )

    def places(begin: int, end: int) -> dict[str, Span]:
        cut = columns.stretches(source.text[begin:end])
        return {name: source.span(begin + b, begin + e) for name, (b, e) in zip(names, cut, strict=False)}

    return _gather(source, lines, row, places, lexicon, setting)


def read_json_lines(source: Source, lexicon: Lexicon, setting: Setting) -> Journal:
    """The statements of a JSON Lines journal, an object a line."""

    def row(begin: int, end: int) -> Row:
        span = source.span(begin, end)
        try:
            value = json.loads(source.text[begin:end], object_pairs_hook=_once)
        except RecursionError:
            fail("bad-row", "this row is nested too deep", span, "a row is one flat object")
        except ValueError as wrong:
            fail("bad-row", f"this row is not JSON: {str(wrong).split(':')[0]}", span, "write one object a line")
        if not isinstance(value, dict) or any(isinstance(each, (dict, list)) for each in value.values()):
            fail(
                "bad-row",
                "this row is not one flat object",
                span,
                'such as {"happened": "1941-06-22", "verb": "attacks", ...}',
            )
        return {name: _written(each) for name, each in value.items() if each not in (None, "", False)}

    def places(begin: int, end: int) -> dict[str, Span]:
        cut = columns.pairs(source.text[begin:end])
        return {name: source.span(begin + b, begin + e) for name, (b, e) in cut.items()}

    return _gather(source, columns.lines(source.text), row, places, lexicon, setting)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The pairs as a row; of a name that stands twice the last value would win unsaid."""
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _written(value: object) -> str:
    return "yes" if value is True else str(value)


def _fields(source: Source, begin: int, end: int) -> list[str]:
    try:
        return columns.fields(source.text[begin:end])
    except csv.Error as wrong:
        fail(
            "bad-row",
            f"this row is not CSV: {wrong}",
            source.span(begin, end),
            "a row is one line; quotes are doubled inside quotes",
        )


def _check(source: Source, begin: int, end: int) -> None:
    if end - begin > LONGEST_LINE:
        raise Fault(too_long(source.span(begin, begin + 1), end - begin))
    check_characters(source, begin, end)


def _gather(
    source: Source,
    lines: Iterator[tuple[int, int]],
    row: Callable[[int, int], Row],
    places: Callable[[int, int], Mapping[str, Span]],
    lexicon: Lexicon,
    setting: Setting,
) -> Journal:
    statements: list[Event] = []
    findings: list[Diagnostic] = []
    aside: list[tuple[int, Diagnostic, str]] = []
    for begin, end in lines:
        if not setting.whole and len(aside) >= MOST_FAULTS and len(aside) > len(statements):
            findings.append(given_up(source.span(begin, begin)))
            break
        try:
            _check(source, begin, end)
            values, span = row(begin, end), source.span(begin, end)
            try:
                found = _event(values, lexicon, setting, span)
            except Fault:  # only now it is worth knowing where each value stands
                found = _event(values, lexicon, setting, span, places(begin, end))
        except Fault as fault:
            findings.append(fault.finding)
            aside.append((begin, fault.finding, source.text[begin:end]))
            continue
        statements.append(found)
        findings += doubts([found], partial(places, begin, end))
    return Journal(tuple(statements), tuple(findings), tuple(aside))


def _event(row: Row, lexicon: Lexicon, setting: Setting, span: Span, at: Mapping[str, Span] = NO_PLACES) -> Event:
    form = _form(row.get("verb", ""), lexicon, at.get("verb", span))
    columns = [role.name for role in form.roles]
    unknown = next((name for name in row if name not in _FIXED and name not in columns), None)
    if unknown:
        hint = did_you_mean(unknown, (*columns, *FIXED), f"its columns are {', '.join(columns)}")
        fail("misfit", f"`{form.key}` has no `{unknown}`", at.get(unknown, span), hint)
    args = [row.get(name) for name in columns]
    lacking = missing_roles(form, args)
    if lacking:
        fail("misfit", f"`{form.key}` lacks its {lacking[0]}", span, f"the sentence is `{shape(form)}`")
    _check_values(row, span, at)
    for n, (role, value) in enumerate(zip(form.roles, args, strict=True)):
        if value is not None and set(role.sorts) <= {"actor", "state"} and role.sorts:
            _check_actor(value, role, form.only_states(n), lexicon, at.get(role.name, span))
    negated = row.get("negated", "") in ("yes", "true", "1")
    if negated and form.is_event:
        fail("not-one", "what did not happen is no event", span, "leave the row out")
    moment = moment_of(row.get("happened", ""), at.get("happened", span))
    named = tuple(setting.agreement if value == THIS_AGREEMENT and setting.agreement else value for value in args)
    return Event(moment, form, either_way(form, named), negated, (report(row, moment, setting, span, at),))


def _check_actor(value: str, role: Role, is_state: bool, lexicon: Lexicon, span: Span) -> None:
    """Refuse what is no state where only a state fits, and a state that is written by its name.

    A table has no quotes to tell a text by: any other name stands for itself.
    """
    if looks_like_code(value):
        check_state(value, span)
    elif value not in lexicon.names and (is_state or states.by_name(value)):
        raise Fault(proper.not_declared(value, frozenset(role.sorts), lexicon, span))


def _check_values(row: Row, span: Span, at: Mapping[str, Span]) -> None:
    for name, value in row.items():
        wrong = NO_TEXT.search(value)
        if wrong or "\n" in value:
            fail(
                "not-text",
                no_text(wrong.group() if wrong else "\n"),
                at.get(name, span),
                "a value is plain text on one line",
            )
        if len(value) == 3 and not value.isascii() and (meant := looks_like(value)):
            fail("unreadable", f"`{value}` only looks like `{meant}`", at.get(name, span), f"type `{meant}` anew")


def _form(verb: str, lexicon: Lexicon, span: Span) -> Form:
    key = " ".join(word for word in verb.split() if word not in ARTICLES)
    form = lexicon.forms.get(key)
    if form is None:
        near = lexicon.nearest(key.split(" "))
        fail(
            "undeclared-sentence",
            f"no declared sentence says `{key}`",
            span,
            f"did you mean `{near.key}`, as in `{shape(near)}`?"
            if near
            else "declare it with `event` or `fact` in the agreement",
        )
    return form


def rows(statements: Iterable[Event]) -> Iterator[Row]:
    """Statements as rows for a table; empty columns are left out."""
    for event in statements:
        row = {"happened": text(event.moment), "verb": event.form.key}
        row |= {role.name: value for role, value in zip(event.form.roles, event.args, strict=True) if value is not None}
        row |= {"negated": "yes"} if event.negated else {}
        yield row | {key: value for key, value in data_of(event).items() if value}


def data_of(event: Event) -> Row:
    """The data behind a statement, as the plain journal writes them; empty values for what is not said."""
    told = event.reports[0]
    return {
        "source": told.source,
        "recorded": "" if told.recorded == event.moment else text(told.recorded),
        "reported-by": " ".join(told.reported_by),
        "accepted-by": " ".join(told.accepted_by),
        "disputed-by": " ".join(told.disputed_by),
        "clearance": "" if told.clearance == "public" else told.clearance,
        "id": told.id,
        "corrects": told.corrects,
        "withdraws": told.withdraws,
    }
