"""What a document says that this version reads and does not run; nothing of it is dropped without a word.

every 6 months from A attacks P      what recurs from an event cannot be run yet
"""

from collections.abc import Iterable, Iterator

from foedus.lang.letters import sentences_of
from foedus.model.agreement import Bound, Clause, Document, EventRule, FactRule, Recurrence
from foedus.model.terms import Choice, Count, Holds, Past, Quantified, Sentence
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span

Found = Iterator[tuple[str, Span, str]]
"""What cannot be run, where it stands, and what to do."""
LEAVE = "leave the line to the text of the article"
FIXED = "name a date, `signature` or `entry into force`"


def findings(document: Document) -> Iterator[Diagnostic]:
    """The lines of a document that cannot be run."""
    for item in document.items:
        if isinstance(item, (Clause, FactRule, EventRule)):
            told = _clause(item) if isinstance(item, Clause) else _fact(item) if isinstance(item, FactRule) else ()
            for what, span, hint in (*told, *_counted(item)):
                yield error("not-run", f"{what} cannot be run yet", span, hint).under(item.article)


def _clause(item: Clause) -> Found:
    modal, is_act = item.act.modal, all(deed.form.is_event for deed in item.act.deeds)
    is_duty = modal == "must" and is_act
    if item.recurrence is not None:
        yield from _recurring(item, item.recurrence)
    if item.deadline is not None and modal in ("may", "can", "can not"):
        yield (
            f"a deadline under `{modal.split(' ')[0]}`",
            item.deadline.span,
            "leave it out, or write `while` a fact holds",
        )
    elif item.deadline is not None and item.deadline.moment is not None:
        yield from _due(item, item.deadline.moment)
    if item.subject_to and not (is_act and modal in ("must", "must not")):
        yield "`subject to` under what is no duty to act and no ban on an act", item.span, LEAVE
    yield from _owed(item)
    if item.owed_by and modal != "may":
        yield "`owed by` under what is no right", item.span, "write it under `may`, or leave it out"
    if any(isinstance(term, Quantified) for term in item.owed_by):
        hint = "write a letter that `while` or `where` fills, such as `owed by Q` with `where Q is a party`"
        yield "`owed by` some or every", item.span, hint
    if not is_act and len(item.act.deeds) > 1:
        yield "a choice (`or`) between a state of affairs and another", item.act.span, "write a clause for each"
    if not is_act and modal in ("may", "can", "can not"):
        yield f"a state of affairs under `{modal.split(' ')[0]}`", item.act.span, "name the act that brings it about"
    if item.openers and not is_duty and not (modal == "must not" and is_act):
        yield "`when` before what is no duty to act", item.openers[0].sentence.span, "write `while`, or `where earlier`"
    if item.until and not is_duty and not (modal == "must not" and is_act):
        yield "`until` under what is no duty to act", item.until[0].span, "write `while` and a fact that ends then"


def _owed(item: Clause) -> Found:
    """Those behind `owed to` who cannot be claimants."""
    hint = "write `owed to all parties`, `owed to every other party`, a letter, or states by name"
    for term in item.owed_to:
        if item.act.modal not in ("must", "must not"):
            yield "`owed to` under what is no duty and no ban", item.span, "leave it out"
        elif isinstance(term, Choice) and term.joiner == "or":
            yield "a choice of those to whom it is owed", item.span, "write a line `owed to` for each"
        elif isinstance(term, Quantified) and not (
            term.determiner in ("all", "every other") and str(term.cls) in ("party", "contracting state")
        ):
            yield f"`owed to` before `{term.determiner} {term.cls}`", item.span, hint


def _recurring(item: Clause, line: Recurrence) -> Found:
    """`every` beside what opens or times a duty otherwise."""
    if item.act.modal != "must" or not all(deed.form.is_event for deed in item.act.deeds):
        yield "`every` before what is no duty to act", line.span, LEAVE
    elif item.openers:
        yield "`every` beside `when`", line.span, "write a clause for each"
    elif item.deadline is not None and item.deadline.moment is not None:
        yield f"`every` beside `{item.deadline.moment.word}`", line.span, "write `within`: it counts from each of them"
    yield from _start(line, "every")


def _start(line: Recurrence, word: str) -> Found:
    if line.start is not None and isinstance(line.start.moment, Sentence):
        yield f"`{word}` from an event", line.span, FIXED
    elif line.start is not None:
        yield from _moved(line.start)


def _due(item: Clause, bound: Bound) -> Found:
    """`by` needs a moment that no event gives, `before` an event; `by 6 months before` it stands between the two."""
    is_act = item.act.modal == "must" and all(deed.form.is_event for deed in item.act.deeds)
    if not isinstance(bound.moment, Sentence):
        if bound.word == "before":
            yield "`before` a date", bound.span, "write `by`, which takes a date"
        yield from _moved(bound)
    elif not bound.moment.form.is_event:
        yield f"`{bound.word}` before a fact", bound.span, "name the event that begins it"
    elif bound.word == "by" and (bound.length is None or bound.sign > 0):
        hint = "write `before` and the event, or `when` and the event with `within`"
        yield "`by` an event or what lies behind it", bound.span, hint
    elif bound.word == "before" and bound.length is not None:
        yield "`before` with a length of time", bound.span, f"write `by {bound.length} before` and the event"
    elif item.act.modal in ("must", "must not") and not is_act:
        yield f"`{bound.word}` an event under what is no duty to act", bound.span, FIXED


def _moved(bound: Bound) -> Found:
    """A length of time before what cannot be known so long before it happens."""
    if bound.sign < 0 and (isinstance(bound.moment, Sentence) or bound.moment == "entry into force"):
        yield "a moment that lies `before` what it hangs on", bound.span, "name what happens at that moment"


def _fact(item: FactRule) -> Found:
    for bound in item.spans:
        if bound.word == "not before" and isinstance(bound.moment, Sentence):
            yield "`not before` an event", bound.span, FIXED
        else:
            yield from _moved(bound)
    if item.only_every is not None:
        yield from _start(item.only_every, "only every")


def _counted(item: Clause | FactRule | EventRule) -> Found:
    """`at least 2 states` where it is no condition, or beside another count."""
    counting = [test for limit in item.limits for test in limit.conditions if isinstance(test, (Holds, Past))]
    inside = {id(test.sentence) for test in counting}
    within = [test.condition for limit in item.limits for test in limit.conditions if isinstance(test, Count)]
    for sentence in sentences_of(item):
        said = list(_numbers(sentence))
        if said and (id(sentence) not in inside or len(said) > 1 or any(sentence is e.sentence for e in within)):
            yield f"`{said[0]}` in this place", sentence.span, "write it in one condition, and there once"
    if isinstance(item, Clause) and (said := list(_numbers_of([item.act.bearer]))):
        yield f"`{said[0]}` in this place", item.act.span, "say who is bound: `every party`, `no party`, or a letter"


def _numbers(sentence: Sentence) -> Iterator[str]:
    return _numbers_of(sentence.args)


def _numbers_of(terms: Iterable[object]) -> Iterator[str]:
    for term in terms:
        if isinstance(term, Quantified) and term.determiner[-1:].isdigit():
            yield term.determiner
