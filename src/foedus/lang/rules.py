"""Facts, deemed events and readings: what an agreement defines for itself."""

from foedus.lang import sentences
from foedus.lang.blocks import RawItem, Row, no_place
from foedus.lang.bounds import bound, recurrence
from foedus.lang.clauses import LimitDraft
from foedus.lang.conditions import condition, duration, fact, is_misspelt
from foedus.lang.declarations import FORM_LINES
from foedus.lang.findings import fail, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.words import Word
from foedus.model.agreement import Bound, EventRule, FactRule, Reading, Recurrence
from foedus.model.forms import Form
from foedus.model.terms import Class, Sentence, Variable
from foedus.text.source import Span

OF_FACTS = ("from", "until", "not before", "not while", "only every", "where", "unless", *FORM_LINES)
OF_EVENTS = ("when", "where", "unless", *FORM_LINES)
LIMITS = ("where", "unless")


def fact_rule(item: RawItem, lexicon: Lexicon) -> FactRule | None:
    """The body of a fact; None where the item only declares the sentence."""
    head = _head(item, lexicon)
    spans: list[Bound] = []
    limits: list[LimitDraft] = []
    not_while: list[Sentence] = []
    only_every: Recurrence | None = None
    for row in _body(item):
        first = [word.text for word in row.words[:2]]
        if row.first in ("from", "until"):
            spans.append(bound(row.first, row.rest(), lexicon, row.span))
        elif first == ["not", "before"]:
            spans.append(bound("not before", row.rest(2), lexicon, row.span))
        elif first == ["not", "while"]:
            not_while.append(fact(row.rest(2), lexicon, row.span))
        elif first == ["only", "every"]:
            only_every = recurrence(row.rest(2), lexicon, row.span)
        else:
            _limit(row, lexicon, limits, OF_FACTS)
    is_empty = not (spans or limits or not_while or only_every)
    if is_empty and item.rows[0].first != "replace":
        return None
    done = tuple(limit.done() for limit in limits)
    replaces = item.rows[0].first == "replace"
    return FactRule(head, tuple(spans), done, tuple(not_while), only_every, replaces, item.article, item.span)


def event_rule(item: RawItem, lexicon: Lexicon) -> list[EventRule]:
    """What the item deems to be the event of its head, one rule for each `when`."""
    head = _head(item, lexicon)
    whens: list[Sentence] = []
    limits: list[LimitDraft] = []
    for row in _body(item):
        if row.first == "when":
            whens.append(sound(sentences.read(row.rest(), lexicon, _behind(row))))
        else:
            _limit(row, lexicon, limits, OF_EVENTS)
    replaces = item.rows[0].first == "replace"
    if limits and not whens:
        fail("bad-line", "an event is deemed to happen when another does", item.span, "add a line `when ...`")
    done = tuple(limit.done() for limit in limits)
    return [EventRule(head, when, done, replaces, item.article, item.span) for when in whens]


def reading(item: RawItem) -> Reading:
    """A reading: its name, its values, and the words of the text that it reads."""
    if len(item.rows) > 1:
        hint = "put it into the clause that it belongs to, above or below"
        fail("bad-reading", "a reading is one line, and this one has no place in it", item.rows[1].span, hint)
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
    if len(values) < 2 or at != len(words) or len(set(values)) != len(values):
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
    if words and words[-1].text == "that":
        words = words[:-1]
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


def _limit(row: Row, lexicon: Lexicon, limits: list[LimitDraft], keywords: tuple[str, ...]) -> None:
    if row.first in LIMITS:
        limits.append(LimitDraft(row.first, [condition(row.rest(), lexicon, _behind(row))], row.span))
    elif limits and row.first not in ("when", "while", "from", "until") and not is_misspelt(row, keywords, lexicon):
        limits[-1].conditions.append(condition(row.rest(0), lexicon, row.span))
    else:
        no_place(row, "here", keywords, "write `from`, `until`, `where`, `unless`, or `when` for an event")
