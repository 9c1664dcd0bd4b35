"""From the model back to the one layout of the language: what is read and printed reads as the same.

>>> from foedus.lang.standard import standard_lexicon
>>> print(print_item(standard_lexicon().forms["makes peace with"]))
event actor A makes peace with actor P
    mutual A P
    cameo  0871
    plover AGREE

A keyword is padded to the widest of its item, so that what stands behind it aligns; a condition that goes on stands
under the first. Comments are no part of the model: `foedus.lang.document_printer` carries them over.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foedus.lang.blocks import HEADERS
from foedus.lang.declarations import default_addressee
from foedus.lang.examples import VERBS
from foedus.lang.lexicon import verb_of
from foedus.lang.sentence_printer import condition, name, sentence, term, value_word, word, words_or_text
from foedus.lang.words import quoted
from foedus.model.agreement import (
    Bound,
    Clause,
    Deadline,
    EventRule,
    Example,
    FactRule,
    Item,
    Limit,
    Party,
    Reading,
    Record,
    Recurrence,
    Result,
    Use,
)
from foedus.model.forms import Form, Role, verb_infinitive
from foedus.model.moments import UNITS, Duration, text
from foedus.model.terms import Condition, Holds, Past, Quantified, Sentence, Term, Variable
from foedus.text.source import NOWHERE, Span

INDENT = "    "
WIDEST = 120
"""Columns of a line; only the parties of a record are spread over several lines to keep within it."""
_TITLES = ("title", "short", "kind", "counterfactual")


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its keyword (to be padded; "" for none), what stands behind it, and where it was read."""

    keyword: str
    rest: str
    span: Span = NOWHERE


def print_item(item: Item | Form | Record) -> str:
    """An item, a declaration or a record as it stands in a block, without an end of line."""
    return "\n".join(each for each, _ in laid_out(*lines_of(item)))


def lines_of(item: Item | Form | Record) -> tuple[str, list[Line]]:
    """The header of an item and the lines of its body."""
    if isinstance(item, Clause):
        blanks = ", ".join(f"{word} {letter}" for word, letter in item.parameters)
        return f"{_replace(item.replaces)}clause {name(item.name)}{f' with {blanks}' if blanks else ''}", _clause(item)
    if isinstance(item, FactRule):
        return f"{_replace(item.replaces)}fact {sentence(item.head)}", fact_lines(item)
    if isinstance(item, EventRule):
        return f"{_replace(item.replaces)}event {sentence(item.head)}", event_lines((item,))
    if isinstance(item, Reading):
        return reading(item), []
    if isinstance(item, Example):
        return _example_header(item), _example(item)
    if isinstance(item, Form):
        return f"{item.kind} {_declared(item)}", form_lines(item)
    if isinstance(item, Use):
        values = ", ".join(f"{letter} = {_used(value)}" for letter, value in item.values)
        return f"use {name(item.form)} as {name(item.name)} with {values}", []
    return _record_header(item), _record(item)


def laid_out(header: str, lines: list[Line]) -> Iterator[tuple[str, Span]]:
    """The lines as they are written, keywords padded to the widest, each with where it was read."""
    widest = max((len(line.keyword) for line in lines), default=0)
    yield header, NOWHERE
    under = ""
    for line in lines:
        if line.keyword:
            under = " " * (widest + 1)
            yield f"{INDENT}{line.keyword:<{widest}} {line.rest}", line.span
        elif line.rest.startswith("\t"):
            yield f"{INDENT}{under}{line.rest[1:]}", line.span
        else:
            yield (line.rest if line.rest == "gives" else f"{INDENT}{line.rest}"), line.span


def _used(value: Term | Duration) -> str:
    return str(value) if isinstance(value, Duration) else term(value)


def _replace(replaces: bool) -> str:
    return "replace " if replaces else ""


# Clauses, facts and events


def _at_line_start(said: str) -> str:
    """What begins a line: `the agreement ...`, since a line that begins with `agreement` opens an item."""
    return f"the {said}" if said.split(" ", 1)[0] in HEADERS and not said.startswith("reading ") else said


def _limits(limits: Iterable[Limit]) -> Iterator[Line]:
    for limit in limits:
        first, *rest = limit.conditions
        yield Line(limit.word, condition(first), limit.span)
        for each in rest:
            yield Line("", f"\t{_at_line_start(condition(each))}", _span_of(each))


def _span_of(value: Condition) -> Span:
    return value.sentence.span if isinstance(value, (Holds, Past)) else value.span


def _clause(item: Clause) -> list[Line]:
    """The lines of a clause; a clause without an opener begins with its act, if the act says who is bound."""
    act = [_act(item), *([_deadline(item.deadline)] if item.deadline else [])]
    limits = list(_limits(item.limits))
    opened = [_recurrence("every", item.recurrence)] if item.recurrence else []
    opened += [Line("when", sentence(opener.sentence), opener.sentence.span) for opener in item.openers]
    first_the_act = not opened and not isinstance(item.act.bearer, Variable)
    body = [*act, *limits] if first_the_act else [*opened, *limits, *act]
    body += [Line("until", sentence(each), each.span) for each in item.until]
    body += [Line("owed to", term(each)) for each in item.owed_to]
    body += [Line("owed by", term(each)) for each in item.owed_by]
    return [*body, *(Line("subject to", f"clause {name(each)}") for each in item.subject_to)]


def _recurrence(word: str, value: Recurrence) -> Line:
    start = f" from {_moment(value.start)}" if value.start else ""
    every = value.every.each if isinstance(value.every, Duration) else value.every
    return Line(word, f"{every}{start}", value.span)


def _act(item: Clause) -> Line:
    bearer, modal = item.act.bearer, item.act.modal
    if isinstance(bearer, Quantified) and bearer.determiner == "no":
        modal = {"must not": "may", "can not": "can"}[modal]
    deeds = " or ".join(sentence(deed) for deed in item.act.deeds)
    return Line("", _at_line_start(f"{term(bearer)} {modal} {deeds}"), item.act.span)


def _deadline(value: Deadline) -> Line:
    if value.moment is not None:
        return Line("", f"{value.moment.word} {_moment(value.moment)}", value.span)
    said = "at once" if value.reading == "at-once" else f"within {value.length or value.reading}"
    return Line("", said, value.span)


def fact_lines(item: FactRule) -> list[Line]:
    """The body of a fact: what begins it, under which conditions, and what ends it."""
    ends = next((n for n, bound in enumerate(item.spans) if bound.word == "until"), len(item.spans))
    begins = [_bound(bound) for bound in item.spans[:ends]]
    body = [*begins, *_limits(item.limits), *(_bound(bound) for bound in item.spans[ends:])]
    body += [Line("not while", sentence(each), each.span) for each in item.not_while]
    return [*body, *([_recurrence("only every", item.only_every)] if item.only_every else [])]


def event_lines(rules: tuple[EventRule, ...]) -> list[Line]:
    """The body of an event: what it is deemed to happen with; rules of one item share their conditions."""
    whens = [Line("when", sentence(rule.when), rule.when.span) for rule in rules]
    return [*whens, *_limits(rules[0].limits)]


def _bound(bound: Bound) -> Line:
    return Line(bound.word, _moment(bound), bound.span)


def _moment(bound: Bound) -> str:
    moment = bound.moment
    said = sentence(moment) if isinstance(moment, Sentence) else text(moment) if isinstance(moment, int) else moment
    return f"{bound.length} {'after' if bound.sign > 0 else 'before'} {said}" if bound.length else said


# Declarations


def _declared(form: Form) -> str:
    said = [part if isinstance(part, str) else _role(form.roles[part]) for part in form.pattern]
    said += [f"[{' '.join(option.words)} {_role(form.roles[option.role])}]" for option in form.options]
    return " ".join([*said, *(["that"] if form.takes_that else [])])


def _role(role: Role) -> str:
    return " ".join([" or ".join(role.sorts), role.variable]).strip()


def form_lines(form: Form) -> list[Line]:
    """What a declaration says beside its sentence, as far as it is not understood."""
    lines = []
    if form.infinitive != verb_infinitive(verb_of(form, "finite")[0]):
        lines.append(Line("infinitive", form.infinitive))
    if form.addressee is not None and form.addressee != default_addressee(form.roles):
        lines.append(Line("addressee", form.roles[form.addressee].variable))
    if form.mutual is not None:
        lines.append(Line("mutual", " ".join(form.roles[role].variable for role in form.mutual)))
    for n, (scheme, code) in enumerate(form.codes):
        if n and form.codes[n - 1][0] == scheme:
            lines[-1] = Line(scheme, f"{lines[-1].rest} {name(code)}")
        else:
            lines.append(Line(scheme, name(code)))
    return lines


# Readings and examples


def reading(item: Reading) -> str:
    """A reading on its one line."""
    asks = f"  {quoted(item.asks)}" if item.asks else ""
    return f"reading {name(item.name)} = {' or '.join(value_of_reading(each) for each in item.values)}{asks}"


def value_of_reading(value: str) -> str:
    """A value of a reading: a word, a length of time, or a quoted text."""
    return value if _is_length(value) else value_word(value)


def _is_length(value: str) -> bool:
    count, _, unit = value.partition(" ")
    units = UNITS if count == "1" else [f"{each}s" for each in UNITS]
    return unit in units and count.isascii() and count.isdigit() and str(int(count)) == count and int(count) <= 9_999


def _example_header(item: Example) -> str:
    return f"example {name(item.name)}" + (f" as of {text(item.as_of)}" if item.as_of is not None else "")


def _example(item: Example) -> list[Line]:
    lines = [Line("", f"reading {name(each)} is {value_of_reading(value)}") for each, value in item.readings]
    lines += [Line("", span.text.strip(), span) for span in item.journal]
    lines.append(Line("", "gives"))
    lines += [Line("", _result(each), each.span) for each in item.results]
    return lines if item.results else [*lines, Line("", "nothing")]


def _result(item: Result) -> str:
    claimant = f" {VERBS[item.verb]} {words_or_text(item.claimant)}" if item.claimant else ""
    since = f" {text(item.since)}" if item.since is not None else ""
    return f"{word(item.bearer)} {item.verb} {word(item.clause)}{claimant}, {item.status}{since}"


# Records


def _record_header(item: Record) -> str:
    link = {"protocol": "to ", "text": "of "}.get(item.role, "")
    return f"{item.role} {link}{name(item.name)}"


def _record(item: Record) -> list[Line]:
    said = [(key, getattr(item, key)) for key in _TITLES]
    lines = [Line(key, words_or_text(value) if key == "kind" else quoted(value)) for key, value in said if value]
    lines += _parties(item.parties, lines)
    if item.signed is not None:
        lines.append(Line("signed", text(item.signed) + (f" in {word(item.signed_in)}" if item.signed_in else "")))
    if item.in_force:
        lines.append(Line("in force", f"on {item.in_force}"))
    lines += [Line("adopts", word(each)) for each in item.adopts]
    if item.texts:
        lines.append(Line("texts", ", ".join(f"{word(language)} {word(status)}" for language, status in item.texts)))
    lines += [Line("alias", f"{word(code)} {quoted(called)}") for code, called in item.aliases]
    for n, (each, sort) in enumerate(item.names):
        if n and item.names[n - 1][1] == sort:
            lines[-1] = Line(sort, f"{lines[-1].rest} {word(each)}")
        else:
            lines.append(Line(sort, word(each)))
    return lines


def _parties(parties: tuple[Party, ...], lines: list[Line]) -> list[Line]:
    said = [_party(party) for party in parties]
    if not said:
        return []
    together = f"{', '.join(said[:-1])} and {said[-1]}" if len(said) > 1 else said[0]
    widest = max(len(line.keyword) for line in [*lines, Line("between", "")])
    if len(INDENT) + widest + 1 + len(together) <= WIDEST:
        return [Line("between", together)]
    return [Line("between", each) for each in said]


def _party(party: Party) -> str:
    called = f" {quoted(party.called)}" if party.called else ""
    return f"{party.code}{called}" + (f" from {text(party.since)}" if party.since is not None else "")
