"""Facts that hang on themselves: what a circle of definitions says cannot be worked out.

    fact actor A is safe
        where A is not in danger
    fact actor A is in danger
        where A is not safe

A fact with a body of `where` and `unless` alone is computed anew for each moment, so the facts that it asks for must in
the end rest on what happened, what is stated or the tables. A chain of such facts that is too long, or that branches
too often, is refused as well: nobody wrote it, and nobody could follow it.
"""

from collections.abc import Iterable, Iterator, Mapping

from foedus.model.agreement import Agreement, FactRule
from foedus.model.terms import Choice, Count, Holds, IsOneOf, Past, Term
from foedus.text.diagnostic import Diagnostic, error

DEEPEST = 50
MOST_WAYS = 10_000
"""Through so many chains one fact may be reached from another."""
Rules = Mapping[str, list[FactRule]]


def findings(agreement: Agreement) -> list[Diagnostic]:
    """A finding for the first fact that hangs on itself, or on too many others; empty for a sound agreement."""
    rules = _computed(agreement)
    steps: dict[str, tuple[int, int]] = {}
    for key in _inmost_first(rules):
        below = [steps.get(other, (0, 0)) for rule in rules[key] for other in _asked(rule) if other in rules]
        if any(other in rules and other not in steps for rule in rules[key] for other in _asked(rule)):
            return [_finding(rules[key][0], "hangs on itself", "let one of the facts begin with an event (`from`)")]
        steps[key] = (1 + max((deep for deep, _ in below), default=0), 1 + sum(ways for _, ways in below))
        if steps[key][0] > DEEPEST or steps[key][1] > MOST_WAYS:
            return [_finding(rules[key][0], "hangs on a chain of facts that is too long", "say it in fewer facts")]
    return []


def _computed(agreement: Agreement) -> dict[str, list[FactRule]]:
    """The bodies without a beginning, by the key of their fact; those that are replaced are left out."""
    bodies = [item for document in agreement.documents for item in document.items if isinstance(item, FactRule)]
    replaced = {body.head.form.key for body in bodies if body.replaces}
    found: dict[str, list[FactRule]] = {}
    for body in bodies:
        key = body.head.form.key
        if all(bound.word != "from" for bound in body.spans) and (body.replaces or key not in replaced):
            found.setdefault(key, []).append(body)
    return found


def _asked(rule: FactRule) -> Iterator[str]:
    """The facts that a body asks for: those it names, those it counts, and those that declare a class it names."""
    for limit in rule.limits:
        for each in limit.conditions:
            inner = each.condition if isinstance(each, Count) else each
            if isinstance(inner, Holds):
                yield inner.sentence.form.key
            if isinstance(inner, (Holds, Past)):
                yield from _classes(inner.sentence.args)
            if isinstance(each, Count) and each.cls is not None:
                yield f"is {each.cls.noun}"
            if isinstance(each, IsOneOf):
                yield from _classes((each.term, *each.among))
    yield from _classes(rule.head.args)


def _classes(terms: Iterable[Term | None]) -> Iterator[str]:
    worn = (term.cls for term in terms if term is not None and not isinstance(term, Choice))
    for cls in worn:
        if cls is not None:
            yield f"is {cls.noun}"
            yield from ("is in force", "is in force for") if cls.noun == "party" or cls.third else ()


def _inmost_first(rules: Rules) -> list[str]:
    """Every fact behind those that it asks for; of a circle, one stands before a fact that it asks for."""
    done: dict[str, None] = {}
    begun: set[str] = set()
    stack = [(key, False) for key in rules]
    while stack:
        key, is_left = stack.pop()
        if is_left:
            done[key] = None
        elif key not in begun:
            begun.add(key)
            stack.append((key, True))
            stack += [(other, False) for rule in rules[key] for other in _asked(rule) if other in rules]
    return list(done)


def _finding(rule: FactRule, what: str, hint: str) -> Diagnostic:
    return error("circular-fact", f"the fact `{rule.head.form.key}` {what}", rule.span, hint).under(rule.article)
