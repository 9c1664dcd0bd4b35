"""For whom an agreement is in force: what its record and its own facts say of each state.

between BEL, DEU from 1955-05-06        fact this agreement is in force for P / from signature
                                        of BEL from signature on, of DEU from 1955-05-06 on
"""

from collections.abc import Iterator

from foedus.model.agreement import Agreement
from foedus.model.forms import Form, Role
from foedus.model.moments import FIRST
from foedus.model.terms import Class
from foedus.plan.nodes import Boundary, FactRule, Fixed, Limits, Pattern, Plan, Scope, Var

KEY = "is in force for"


def add(facts: dict[str, list[FactRule]], agreement: Agreement, in_force: Form, signed: int) -> bool:
    """Whether the agreement says for whom it is in force; what it does not say of it is added to its facts.

    A record with dates says it as well. Else each is a party for whom the whole agreement is in force.
    """
    subject = Fixed((agreement.name,))
    if any(rule.head.slots[0] == subject for rule in facts.get(KEY, ())):
        return True
    form = Form(KEY, "fact", (*in_force.pattern, "for", 1), (*in_force.roles, Role("for", ("state",), "P")),
                infinitive="be")  # fmt: skip
    parties = agreement.record.parties
    is_dated = any(party.since is not None for party in parties)
    made = [
        _rule(Pattern(form, (subject, Fixed((party.code,)))), (Boundary(None, max(signed, party.since or FIRST)),))
        for party in parties
        if is_dated
    ]
    if not is_dated:
        made = [_rule(Pattern(form, (subject, Var("P"))), (), Scope({"P": (Class("party"),)}))]
    facts.setdefault(KEY, []).extend(made)
    return is_dated


def _rule(head: Pattern, begins: tuple[Boundary, ...], scope: Scope | None = None) -> FactRule:
    return FactRule(head, begins, (), Limits(), scope or Scope(), FIRST)


def spread(plan: Plan, rule: FactRule, moment: int, begins: bool) -> Iterator[tuple[dict[str, str | None], int]]:
    """The letters that a fixed moment fills, and the moment: for each whom the record names where it is about parties.

    Whom the record dates is bound from that date on.
    """
    who = rule.head.slots[1] if rule.head.form.key == KEY else None
    if not isinstance(who, Var):
        yield {}, moment
        return
    for party in plan.parties:
        yield {who.name: party.code}, max(moment, party.since or FIRST) if begins else moment
