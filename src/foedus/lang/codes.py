"""States that an agreement names although no state ever had that code.

SUM must assist GBR        did you mean `SUN`?
"""

from collections.abc import Iterator

from foedus.lang.letters import sentences_of
from foedus.model import states
from foedus.model.agreement import Clause, EventRule, FactRule, Item
from foedus.model.terms import Choice, Constant, IsOneOf, Term
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span


def findings(item: Item) -> Iterator[Diagnostic]:
    """Each code in a clause, a fact or an event that was never that of a state."""
    if isinstance(item, (Clause, FactRule, EventRule)):
        for term, span in _terms(item):
            for constant in term.items if isinstance(term, Choice) else (term,):
                if isinstance(constant, Constant) and constant.kind == "state" and not states.known(constant.value):
                    yield _unknown(constant.value, span)


def _terms(item: Clause | FactRule | EventRule) -> Iterator[tuple[Term, Span]]:
    if isinstance(item, Clause):
        yield item.act.bearer, item.act.span
        yield from ((term, item.span) for term in (*item.owed_to, *item.owed_by))
    for sentence in sentences_of(item):
        yield from ((term, sentence.span) for term in sentence.args if term is not None)
    for limit in item.limits:
        for test in limit.conditions:
            if isinstance(test, IsOneOf):
                yield from ((term, test.span) for term in (test.term, *test.among))


def _unknown(code: str, span: Span) -> Diagnostic:
    near = states.nearest(code)
    hint = f"did you mean `{near}`?" if near else "states are ISO 3166 codes of three capitals, or `cow:` and a number"
    at = span.text.find(code)
    where = Span(span.source, span.begin + at, span.begin + at + len(code)) if at >= 0 else span
    return error("unknown-state", f"no state was ever called `{code}`", where, hint)
