"""Clause forms: a clause with blanks, written once, and put to use with what fills them.

clause defence with state K, delay D        use defence as against-hungary with K = HUN, D = 7 days
"""

from collections.abc import Mapping
from dataclasses import replace

from foedus.lang.blocks import RawItem
from foedus.lang.conditions import duration
from foedus.lang.findings import fail
from foedus.lang.terms import terms
from foedus.lang.words import Word
from foedus.model.agreement import Act, Bound, Clause, Deadline, Document, Item, Limit, Opener, Recurrence, Use
from foedus.model.moments import Duration
from foedus.model.terms import Condition, Constant, Count, Holds, IsOneOf, Past, Sentence, Term, Variable
from foedus.text.source import Span

Values = Mapping[str, Term | Duration]


def parameters(words: list[Word], span: Span) -> tuple[tuple[str, str], ...]:
    """The blanks of a clause form, from the words behind `with`: (what it is, its letter)."""
    said = [word for word in words if word.text != ","]
    pairs = [(said[n].text, said[n + 1].text) for n in range(0, len(said) - 1, 2)]
    if len(said) % 2 or not pairs or any(said[n].kind != "variable" for n in range(1, len(said), 2)):
        fail("bad-clause", "the blanks of this clause form cannot be read", span, "write `with state K, delay D`")
    return tuple(pairs)


def use(item: RawItem) -> Use:
    """The use of a clause form that an item states."""
    words = item.rows[0].rest()
    hint = "write `use defence as against-hungary with K = HUN, D = 7 days`"
    if len(words) < 7 or words[1].text != "as" or words[3].text != "with" or len(item.rows) > 1:
        fail("bad-clause", "this does not say how a clause form is used", item.span, hint)
    values: list[tuple[str, Term | Duration]] = []
    at = 4
    while at < len(words):
        if at + 2 >= len(words) or words[at].kind != "variable" or words[at + 1].text != "=":
            fail("bad-clause", "a letter and what fills it are expected here", words[at].span, hint)
        value, after = _value(words, at + 2, item.span)
        values.append((words[at].text, value))
        at = after + 1 if after < len(words) and words[after].text == "," else after
    return Use(words[0].text, words[2].text, tuple(values), item.article, item.span)


def _value(words: list[Word], at: int, span: Span) -> tuple[Term | Duration, int]:
    if words[at].kind == "number" and at + 1 < len(words) and words[at + 1].kind == "word":
        return duration(words, at, span)
    found = next(terms(words, at), None)
    if found is None or not isinstance(found[0], Constant):
        fail("bad-clause", f"`{words[at].text}` fills no blank", words[at].span, "write a name or a length of time")
    return found


def filled_in(document: Document) -> tuple[Item, ...]:
    """The items of a document with every clause form gone and its uses in their places."""
    forms = {each.name: each for each in document.items if isinstance(each, Clause) and each.parameters}
    made: list[Item] = []
    for item in document.items:
        if isinstance(item, Use):
            made += [_filled(forms[item.form], item)] if item.form in forms else []
        elif not (isinstance(item, Clause) and item.parameters):
            made.append(item)
    return tuple(made)


def _filled(form: Clause, used: Use) -> Clause:
    values = dict(used.values)
    return replace(
        form,
        name=used.name,
        act=Act(_term(form.act.bearer, values), form.act.modal, _sentences(form.act.deeds, values), form.act.span),
        openers=tuple(Opener(_sentence(each.sentence, values)) for each in form.openers),
        limits=tuple(
            Limit(each.word, tuple(_condition(one, values) for one in each.conditions), each.span)
            for each in form.limits
        ),
        deadline=_deadline(form.deadline, values) if form.deadline else None,
        until=_sentences(form.until, values),
        recurrence=_recurrence(form.recurrence, values) if form.recurrence else None,
        owed_to=tuple(_term(each, values) for each in form.owed_to),
        owed_by=tuple(_term(each, values) for each in form.owed_by),
        parameters=(),
        article=used.article or form.article,
        span=used.span,
    )


def _term(term: Term, values: Values) -> Term:
    value = values.get(term.name) if isinstance(term, Variable) else None
    return term if value is None or isinstance(value, Duration) else value


def _sentence(sentence: Sentence, values: Values) -> Sentence:
    args = tuple(_term(each, values) if each is not None else None for each in sentence.args)
    return replace(sentence, args=args)


def _sentences(sentences: tuple[Sentence, ...], values: Values) -> tuple[Sentence, ...]:
    return tuple(_sentence(each, values) for each in sentences)


def _condition(condition: Condition, values: Values) -> Condition:
    if isinstance(condition, Holds):
        return Holds(_sentence(condition.sentence, values))
    if isinstance(condition, Past):
        return Past(condition.window, _length(condition.length, values), _sentence(condition.sentence, values))
    if isinstance(condition, IsOneOf):
        among = tuple(_term(each, values) for each in condition.among)
        return replace(condition, term=_term(condition.term, values), among=among)
    if isinstance(condition, Count):
        inner = _condition(condition.condition, values)
        than = values.get(condition.than)
        written = than.value if isinstance(than, Constant) else condition.than
        return replace(condition, condition=inner, than=written) if isinstance(inner, (Holds, Past)) else condition
    return condition


def _length(length: Duration | str | None, values: Values) -> Duration | str | None:
    value = values.get(length) if isinstance(length, str) else None
    return value if isinstance(value, Duration) else length


def _bound(bound: Bound, values: Values) -> Bound:
    moment = _sentence(bound.moment, values) if isinstance(bound.moment, Sentence) else bound.moment
    return replace(bound, moment=moment, length=_length(bound.length, values))


def _deadline(deadline: Deadline, values: Values) -> Deadline:
    value = values.get(deadline.reading)
    moment = _bound(deadline.moment, values) if deadline.moment else None
    if isinstance(value, Duration):
        return Deadline(value, "", moment, deadline.span)
    return replace(deadline, moment=moment)


def _recurrence(recurrence: Recurrence, values: Values) -> Recurrence:
    every = _length(recurrence.every, values)
    start = _bound(recurrence.start, values) if recurrence.start else None
    return Recurrence(every if every is not None else recurrence.every, start, recurrence.span)
