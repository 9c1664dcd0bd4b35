"""Facts, deemed events and readings: what an agreement defines for itself."""

from foedus.lang import sentences
from foedus.lang.blocks import RawItem, Row
from foedus.lang.clauses import LimitDraft
from foedus.lang.conditions import condition, duration
from foedus.lang.declarations import FORM_LINES
from foedus.lang.findings import fail, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.words import Word
from foedus.model.agreement import Bound, EventRule, FactRule, Reading
from foedus.model.forms import Form
from foedus.model.moments import parse
from foedus.model.terms import Class, Sentence, Variable
from foedus.text.source import Span

MOMENTS = ("signature",)
"""Moments that the record gives: `from signature`."""


def fact_rule(item: RawItem, lexicon: Lexicon) -> FactRule | None:
    """The body of a fact; None where the item only declares the sentence."""
    head = _head(item, lexicon)
    spans: list[Bound] = []
    limits: list[LimitDraft] = []
    for row in _body(item):
        if row.first in ("from", "until"):
            spans.append(_bound(row, lexicon))
        else:
            _limit(row, lexicon, limits, ("where", "unless"))
    if not spans and not limits and item.rows[0].first != "replace":
        return None
    return FactRule(
        head,
        tuple(spans),
        tuple(limit.done() for limit in limits),
        item.rows[0].first == "replace",
        item.article,
        item.span,
    )


def event_rule(item: RawItem, lexicon: Lexicon) -> list[EventRule]:
    """What the item deems to be the event of its head, one rule for each `when`."""
    head = _head(item, lexicon)
    whens: list[Sentence] = []
    limits: list[LimitDraft] = []
    for row in _body(item):
        if row.first == "when":
            whens.append(sound(sentences.read(row.rest(), lexicon, _behind(row))))
        else:
            _limit(row, lexicon, limits, ("where", "unless"))
    replaces = item.rows[0].first == "replace"
    if limits and not whens:
        fail("bad-line", "an event is deemed to happen when another does", item.span, "add a line `when ...`")
    done = tuple(limit.done() for limit in limits)
    return [EventRule(head, when, done, replaces, item.article, item.span) for when in whens]


def reading(item: RawItem) -> Reading:
    """A reading: its name, its values, and the words of the text that it reads."""
    words = item.rows[0].rest()
    values, asks, at = [], "", 2
    while at < len(words):
        value, at = _value(words, at, item.span)
        values.append(value)
        if at < len(words) and words[at].text == "or" and words[at].kind == "word":
            at += 1
        else:
            break
    if at < len(words) and words[at].kind == "text":
        asks, at = words[at].text, at + 1
    if len(values) < 2 or at != len(words) or len(item.rows) > 1 or len(set(values)) != len(values):
        fail(
            "bad-reading",
            "a reading has a name and at least two different values",
            item.span,
            'write `reading at-once = 7 days or 1 day "at once"`',
        )
    return Reading(words[0].text, tuple(values), asks, item.article, item.span)


def _value(words: list[Word], at: int, span: Span) -> tuple[str, int]:
    if (
        words[at].kind == "number"
        and at + 1 < len(words)
        and words[at + 1].kind == "word"
        and words[at + 1].text != "or"
    ):
        length, after = duration(words, at, span)
        return str(length), after
    return words[at].text, at + 1


def _head(item: RawItem, lexicon: Lexicon) -> Sentence:
    row = item.rows[0]
    words = row.rest(2 if row.first == "replace" else 1)
    own = _own_form(words, lexicon)
    if own is not None:
        args = tuple(
            Variable(role.variable, Class(role.sorts[0]) if len(role.sorts) == 1 else None) for role in own.roles
        )
        return Sentence(own, args, span=row.span)
    return sound(sentences.read(words, lexicon, row.span))


def _own_form(words: list[Word], lexicon: Lexicon) -> Form | None:
    """The form that these words declare, where they cannot be read as a sentence (brackets, `or` between sorts)."""
    if not any(word.text == "[" for word in words) and not any(
        word.text == "or" and n and words[n - 1].kind == "word" for n, word in enumerate(words)
    ):
        return None
    letters = [word.text for word in words if word.kind == "variable"]
    return next(
        (
            form
            for form in lexicon.forms.values()
            if [role.variable for role in form.roles] == letters
            and all(part in [w.text for w in words] for part in form.pattern if isinstance(part, str))
        ),
        None,
    )


def _body(item: RawItem) -> list[Row]:
    return [row for row in item.rows[1:] if row.first not in FORM_LINES]


def _behind(row: Row) -> Span:
    return row.words[min(1, len(row.words) - 1)].span.to(row.words[-1].span)


def _limit(row: Row, lexicon: Lexicon, limits: list[LimitDraft], words: tuple[str, ...]) -> None:
    if row.first in words:
        limits.append(LimitDraft(row.first, [condition(row.rest(), lexicon, _behind(row))], row.span))
    elif limits and row.first not in ("when", "while", "from", "until"):
        limits[-1].conditions.append(condition(row.rest(0), lexicon, row.span))
    else:
        fail(
            "bad-line",
            "this line has no place here",
            row.span,
            f"write `from`, `until`, {', '.join(f'`{w}`' for w in words)}, or `when` for an event",
        )


def _bound(row: Row, lexicon: Lexicon) -> Bound:
    words, span = row.rest(), _behind(row)
    length, sign = None, 1
    if words and words[0].kind == "number":
        length, after = duration(words, 0, span)
        if after >= len(words) or words[after].text != "after":
            fail("misfit", "`after` is expected here", span, "such as `until 1 year after P denounces this agreement`")
        words = words[after + 1 :]
    if len(words) == 1 and words[0].kind == "date":
        moment = parse(words[0].text)
        if moment is None:
            fail("no-such-date", f"{words[0].text} is in no calendar", words[0].span, "write the date as YYYY-MM-DD")
        return Bound(row.first, moment, length, sign)
    if len(words) == 1 and words[0].text in MOMENTS:
        return Bound(row.first, words[0].text, length, sign)
    return Bound(row.first, sound(sentences.read(words, lexicon, span)), length, sign)
