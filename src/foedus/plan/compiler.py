"""From an agreement to its plan, under one choice of readings.

clause peace-together                         Clause: must not
no party may make peace with DEU     ->   Deed   makes peace with (_1, DEU), bearer _1: party
while another party is at war with DEU    during FactTest is at war with (_2, DEU), _2: party, _2 is not _1
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from foedus.lang.clause_forms import filled_in
from foedus.model import agreement as written
from foedus.model.forms import Form
from foedus.model.moments import FIRST, Duration
from foedus.model.terms import (
    THIS_AGREEMENT,
    Choice,
    Class,
    Condition,
    Constant,
    Count,
    Holds,
    IsOneOf,
    Past,
    Quantified,
    ReadingIs,
    Sentence,
    Term,
    Variable,
)
from foedus.plan import dependence, membership, times
from foedus.plan.nodes import (
    ALL_PARTIES,
    Bearer,
    Before,
    Boundary,
    ClassTest,
    ClauseRule,
    CountTest,
    Deed,
    EventRule,
    FactRule,
    FactTest,
    Fixed,
    Limits,
    PastTest,
    Pattern,
    Plan,
    ReadingTest,
    SameTest,
    Scope,
    Slot,
    Test,
    Var,
)

IN_FORCE, IN_FORCE_FOR = "is in force", membership.KEY
_Timed = TypeVar("_Timed", written.Clause, written.FactRule, written.EventRule)
Readings = Mapping[str, str]


def readings_of(agreement: written.Agreement) -> tuple[written.Reading, ...]:
    """The readings that the seen documents declare, in order."""
    return tuple(
        item for document in agreement.documents for item in document.items if isinstance(item, written.Reading)
    )


def chosen(agreement: written.Agreement, choice: Readings) -> dict[str, str]:
    """The value of every reading: the choice if it is one of its values, else the first."""
    return {
        reading.name: choice[reading.name] if choice.get(reading.name) in reading.values else reading.values[0]
        for reading in readings_of(agreement)
    }


def compile_plan(agreement: written.Agreement, standard: written.Document, in_force: Form, choice: Readings) -> Plan:
    """The plan of an agreement that `check` finds no error in; `in_force` is the form of that name in its lexicon."""
    values = chosen(agreement, choice)
    signed = agreement.record.signed if agreement.record.signed is not None else FIRST
    maker = _Maker(agreement.name, values, signed)
    documents = (standard, *agreement.documents)
    facts: dict[str, list[FactRule]] = {}
    for document, item, since, until in _in_time(documents, written.FactRule, signed):
        made = maker.fact(item, label(document, item.article), since, until)
        facts.setdefault(item.head.form.key, []).append(made)
    if IN_FORCE not in facts:
        head = Pattern(in_force, (Fixed((agreement.name,)),))
        facts[IN_FORCE] = [FactRule(head, (Boundary(None, signed),), (), Limits(), Scope(), FIRST)]
    by_party = membership.add(facts, agreement, in_force, signed)
    deemed = [
        maker.event(item, since, until) for _, item, since, until in _in_time(documents, written.EventRule, signed)
    ]
    rules = [
        maker.clause(item, label(document, item.article), since, until)
        for document, item, since, until in _in_time(agreement.documents, written.Clause, signed)
    ]
    return dependence.complete(
        agreement.name, agreement.record.parties, signed, rules, facts, deemed, tuple(values.items()), by_party
    )


def label(document: written.Document, article: str) -> str:
    """The article as a reader cites it, with the supplement (or the lexicon) that it stands in."""
    if document.record.role == "lexicon":
        return f"the lexicon, {article}"
    name = document.record.short if document.record.role in ("protocol", "adopted") else ""
    return f"{name}, {article}" if name and article else name or article


def _in_time(
    documents: tuple[written.Document, ...], kind: type[_Timed], signed: int
) -> Iterator[tuple[written.Document, _Timed, int, int | None]]:
    """Items of one kind with the moments from which and until which each is the text in force."""
    items = [
        (document, item, _since(document, signed))
        for document in documents
        for item in filled_in(document)
        if isinstance(item, kind)
    ]
    replaced: dict[str, list[tuple[int, written.Document]]] = {}
    for document, item, since in items:
        if item.replaces:
            replaced.setdefault(_what(item), []).append((since, document))
    for document, item, since in items:
        by = [
            each
            for each, other in replaced.get(_what(item), ())  # what the same supplement adds, it does not replace
            if each > since or (each == since and not item.replaces and other is not document)
        ]
        yield document, item, since, min(by, default=None)


def _since(document: written.Document, signed: int) -> int:
    if document.record.role != "protocol":
        return FIRST
    return document.record.signed if document.record.signed is not None else signed


def _what(item: written.Clause | written.FactRule | written.EventRule) -> str:
    return item.name if isinstance(item, written.Clause) else item.head.form.key


@dataclass(slots=True)
class _Letters:
    """The letters of one rule as they are met."""

    classes: dict[str, tuple[Class, ...]] = field(default_factory=dict)
    distinct: set[str] = field(default_factory=set)
    another: set[str] = field(default_factory=set)
    actors: set[str] = field(default_factory=set)
    unsaid: int = 0

    def scope(self) -> Scope:
        return Scope(dict(self.classes), frozenset(self.distinct), frozenset(self.another), frozenset(self.actors))

    def wear(self, name: str, cls: Class | None) -> None:
        if cls is not None and cls not in self.classes.get(name, ()):
            self.classes[name] = (*self.classes.get(name, ()), cls)


@dataclass(frozen=True, slots=True)
class _Maker:
    agreement: str
    values: Readings
    signed: int

    def clause(self, item: written.Clause, article: str, since: int, until: int | None) -> ClauseRule:
        met = _Letters()
        openers = tuple(self.pattern(opener.sentence, met) for opener in item.openers)
        by, before = self.moment(item, met)
        openers = (before.pattern,) if before is not None and before.opens else openers
        every = times.recurrence(item.recurrence, self.signed, self.values) if item.recurrence else None
        limits = self.limits(item.limits, met)
        bearer = self.bearer(item.act.bearer, met)
        deeds = tuple(self.deed(deed, bearer, met) for deed in item.act.deeds)
        ends = tuple(self.pattern(sentence, met) for sentence in item.until)
        length, used = self.length(item.deadline)
        readings = (*used, *dependence.readings(limits), *_of_lengths(item))
        owed_by = tuple(self.slot(term, met, True) for term in item.owed_by)
        owed_to = tuple(self.claimant(term, met) for term in item.owed_to)
        named = zip(item.owed_to, owed_to, strict=True)
        each = tuple(slot.name for term, slot in named if isinstance(term, Quantified) and isinstance(slot, Var))
        return ClauseRule(item.name, article, item.act.modal, openers, limits, bearer, deeds, length, ends,
                          met.scope(), tuple(dict.fromkeys(readings)), since, until, owed_by,
                          by, before, every, owed_to, each, item.subject_to)  # fmt: skip

    def claimant(self, term: Term, met: _Letters) -> Slot:
        """Who is named behind `owed to`: the parties together, every other party, a letter, or states by name."""
        if isinstance(term, Quantified) and term.determiner == "all":
            return Fixed((ALL_PARTIES,))
        return self.slot(term, met, True)

    def fact(self, item: written.FactRule, article: str, since: int, until: int | None) -> FactRule:
        met = _Letters()
        head = self.pattern(item.head, met)
        begins = tuple(self.boundary(bound, met) for bound in item.spans if bound.word == "from")
        ends = tuple(self.boundary(bound, met) for bound in item.spans if bound.word == "until")
        not_before = tuple(times.anchor(bound, self.signed, self.values)
                           for bound in item.spans if bound.word == "not before")  # fmt: skip
        not_while = tuple(FactTest(self.pattern(each, met), each.negated) for each in item.not_while)
        only = times.recurrence(item.only_every, self.signed, self.values) if item.only_every else None
        return FactRule(head, begins, ends, self.limits(item.limits, met), met.scope(), since, until, article,
                        not_before, not_while, only, _of_lengths(item))  # fmt: skip

    def event(self, item: written.EventRule, since: int, until: int | None) -> EventRule:
        met = _Letters()
        when = self.pattern(item.when, met)
        return EventRule(self.pattern(item.head, met), when, self.limits(item.limits, met), met.scope(), since, until)

    def boundary(self, bound: written.Bound, met: _Letters) -> Boundary:
        if isinstance(bound.moment, Sentence):
            length = times.length_of(bound.length, self.values)
            return Boundary(self.pattern(bound.moment, met), None, length)
        at = times.fixed(times.anchor(bound, self.signed, self.values))
        return Boundary(None, at.moment, at.length)

    def moment(self, item: written.Clause, met: _Letters) -> tuple[times.Anchor | None, Before | None]:
        """The moment by which, or the event before which, a duty is to be done."""
        bound = item.deadline.moment if item.deadline is not None else None
        if bound is None or not isinstance(bound.moment, Sentence):
            return (times.anchor(bound, self.signed, self.values) if bound is not None else None), None
        lead = times.length_of(bound.length, self.values)
        return None, Before(self.pattern(bound.moment, met), lead, not item.openers)

    def limits(self, items: tuple[written.Limit, ...], met: _Letters) -> Limits:
        made = {
            word: [self.tests(each.conditions, met) for each in items if each.word == word]
            for word in ("where", "while", "unless")
        }
        return Limits(_flat(made["where"]), _flat(made["while"]), tuple(made["unless"]))

    def tests(self, conditions: tuple[Condition, ...], met: _Letters) -> tuple[Test, ...]:
        return tuple(self.test(condition, met) for condition in conditions)

    def test(self, condition: Condition, met: _Letters) -> Test:
        if isinstance(condition, (Holds, Past)):
            return self.quantified(condition, met)
        if isinstance(condition, Count):
            return self.count(condition, met)
        if isinstance(condition, ReadingIs):
            return ReadingTest(
                condition.reading, condition.value, self.values.get(condition.reading) == condition.value
            )
        return self.one_of(condition, met)

    def quantified(self, condition: Holds | Past, met: _Letters) -> Test:
        """A condition on a sentence: `no party ...` denies it, `at least 2 third states ...` counts."""
        terms = [term for term in condition.sentence.args if isinstance(term, Quantified)]
        if any(term.determiner == "no" for term in terms) and isinstance(condition, Holds):
            return FactTest(self.pattern(condition.sentence, met), not condition.sentence.negated)
        counted = next((term for term in terms if term.determiner[-1:].isdigit()), None)
        test = self.stated(condition, met)
        if counted is None:
            return test
        compare, _, than = counted.determiner.rpartition(" ")
        place = condition.sentence.args.index(counted)
        slot = test.pattern.slots[place]
        return CountTest("number", slot.name if isinstance(slot, Var) else "", test, compare, float(than))

    def stated(self, condition: Holds | Past, met: _Letters) -> FactTest | PastTest:
        pattern = self.pattern(condition.sentence, met)
        if isinstance(condition, Holds):
            return FactTest(pattern, condition.sentence.negated)
        reading = condition.length if isinstance(condition.length, str) else ""
        return PastTest(pattern, condition.window, times.length_of(condition.length, self.values), reading)

    def count(self, condition: Count, met: _Letters) -> CountTest:
        if condition.cls is not None:
            met.wear(condition.variable, condition.cls)
        test = self.stated(condition.condition, met)
        than = self.values.get(condition.than, condition.than)
        reading = condition.than if condition.than in self.values else ""
        return CountTest(condition.what, condition.variable, test, condition.compare, as_number(than), reading=reading)

    def one_of(self, condition: IsOneOf, met: _Letters) -> Test:
        slot = self.slot(condition.term, met, False)
        among = condition.among[0]
        if isinstance(among, Quantified):
            return ClassTest(slot, among.cls, condition.negated)
        return SameTest(slot, tuple(self.slot(each, met, False) for each in condition.among), condition.negated)

    def bearer(self, term: Term, met: _Letters) -> Bearer:
        slot = self.slot(term, met, True)
        determiner = term.determiner if isinstance(term, Quantified) else ""
        return Bearer(slot, bool(determiner), determiner in ("every other", "another"))

    def deed(self, deed: Sentence, bearer: Bearer, met: _Letters) -> Deed:
        pattern = self.pattern(deed, met)
        each = tuple(
            slot.name
            for term, slot in zip(deed.args, pattern.slots, strict=True)
            if isinstance(slot, Var) and isinstance(term, Quantified) and term.determiner.startswith("every")
        )
        return Deed(Pattern(pattern.form, (bearer.slot, *pattern.slots[1:])), each)

    def length(self, deadline: written.Deadline | None) -> tuple[Duration | None, tuple[str, ...]]:
        if deadline is None:
            return None, ()
        if deadline.length is not None or deadline.moment is not None:
            return deadline.length, ()
        return Duration.of(self.values.get(deadline.reading, "")), (deadline.reading,)

    def pattern(self, sentence: Sentence, met: _Letters) -> Pattern:
        roles = sentence.form.roles
        slots = [
            self.slot(term, met, not role.sorts or bool({"actor", "state"} & set(role.sorts)))
            for role, term in zip(roles, sentence.args, strict=True)
        ]
        return Pattern(sentence.form, tuple(slots))

    def slot(self, term: Term | None, met: _Letters, is_actor: bool) -> Slot:
        if term is None:
            return None
        if isinstance(term, Constant):
            return Fixed((self.value(term),))
        if isinstance(term, Choice):
            return Fixed(tuple(self.value(item) for item in term.items))
        if isinstance(term, Variable):
            name, determiner = term.name, ""
        else:
            met.unsaid += not term.variable
            name, determiner = term.variable or f"_{met.unsaid}", term.determiner
        met.wear(name, term.cls)
        if is_actor and (determiner != "a" or not name.startswith("_")):
            met.actors.add(name)
            if not name.startswith("_"):
                met.distinct.add(name)
            if determiner == "another":
                met.another.add(name)
        return Var(name)

    def value(self, constant: Constant) -> str:
        return self.agreement if constant.value == THIS_AGREEMENT and constant.kind == "agreement" else constant.value


def _of_lengths(item: written.Clause | written.FactRule) -> tuple[str, ...]:
    """The readings that say how far a moment lies off, or how often something comes round."""
    if isinstance(item, written.FactRule):
        bounds, every = [*item.spans], item.only_every
    else:
        bounds, every = [item.deadline.moment] if item.deadline and item.deadline.moment else [], item.recurrence
    bounds += [every.start] if every is not None and every.start is not None else []
    lengths = [*([every.every] if every is not None else []), *(bound.length for bound in bounds)]
    return tuple(each for each in lengths if isinstance(each, str))


def _flat(groups: list[tuple[Test, ...]]) -> tuple[Test, ...]:
    return tuple(test for group in groups for test in group)


def as_number(value: str) -> float:
    """The number that a value of a reading begins with; not a number where it begins with none."""
    try:
        return float(value.split(" ")[0].replace("_", ""))
    except ValueError:
        return float("nan")
