"""A clause told: its article in every language, the clause as written, and what it is run as, in words.

What is told follows from the documents that the view may see and from nothing else: a clause of another document is no
clause at all, and nothing in such a document opens, defines or hears anything.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from foedus.desk import running
from foedus.desk.explaining import passages
from foedus.desk.question import Outcome, Question
from foedus.engine.breaches import BREACHES, REFUSES, WAIVES
from foedus.engine.rights import PREVENTS
from foedus.engine.tables import TABLES
from foedus.lang.clause_forms import filled_in
from foedus.lang.lexicon import shape
from foedus.lang.printer import fact_lines
from foedus.lang.sentence_printer import condition, sentence, term
from foedus.lang.standard import standard_document
from foedus.model.agreement import Agreement, Clause, Document, EventRule, FactRule, Item
from foedus.model.explanation import ClauseInWords, Reason
from foedus.model.forms import Form
from foedus.model.moments import FIRST, text
from foedus.model.terms import (
    Choice,
    Class,
    Condition,
    Constant,
    Count,
    Holds,
    Past,
    Quantified,
    Sentence,
    Term,
    Variable,
)
from foedus.plan.compiler import IN_FORCE, compile_plan, label, readings_of
from foedus.plan.dependence import tests
from foedus.plan.nodes import Boundary, ClauseRule, FactTest, Limits, Plan, Var
from foedus.plan.nodes import FactRule as FactBody
from foedus.text.diagnostic import Diagnostic, error, in_order
from foedus.text.source import NOWHERE

HEARD = (BREACHES, REFUSES, WAIVES, PREVENTS)
"""What is said about a clause by name, by the key of the form; the name is the second role."""
ONLY_STATED = "nothing defines it: a journal states it"
THE_TABLE = "the table of states"
DELAYS = ("not before", "not while", "only every")
"""What puts the end of a fact off."""


def explain_clause(name: str, question: Question) -> tuple[Outcome, list[ClauseInWords]]:
    """Every clause of that name which the view may see, in words; a finding where there is none."""
    outcome = Outcome()
    cases = running.cases(question, outcome)
    outcome.findings = in_order(outcome.findings)
    if outcome.failed:
        return outcome, []
    found = [told for case in cases for told in _of_case(name, case, question)]
    if not found:
        outcome.findings.append(no_clause(name, [case.agreement for case in cases]))
    return outcome, found


def no_clause(name: str, agreements: Sequence[Agreement]) -> Diagnostic:
    """That no clause which the reader may see is called so, with the nearest that he may see."""
    names = [item.name for whole in agreements for _, item in _clauses(whole)]
    near = get_close_matches(name, names, 1, 0.4)
    hint = f"the nearest is `{near[0]}`" if near else f"there are {', '.join(dict.fromkeys(names)) or 'none'}"
    return error("no-clause", f"no clause here is called `{name}`", NOWHERE, hint)


def _clauses(agreement: Agreement) -> Iterator[tuple[Document, Clause]]:
    """The clauses in the order of the plan, those that a clause form makes among them."""
    for document in agreement.documents:
        yield from ((document, item) for item in filled_in(document) if isinstance(item, Clause))


def _of_case(name: str, case: running.Case, question: Question) -> Iterator[ClauseInWords]:
    agreement = case.agreement
    plan = compile_plan(agreement, standard_document(), case.lexicon.forms[IN_FORCE], question.readings)
    for (document, item), rule in zip(_clauses(agreement), plan.clauses, strict=True):
        if item.name == name:
            told = _Told(agreement, plan, item, rule)
            yield ClauseInWords(
                agreement.name,
                name,
                rule.article,
                tuple(passages(agreement, document, item.article)),
                f"{document.path}:{item.span.place[0]}",
                item.span.text,
                tuple((part, said) for part, said in told.parts() if said),
                running.notes(agreement),
            )


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause as written (`item`) and as it is run (`rule`), to be put into words."""

    agreement: Agreement
    plan: Plan
    item: Clause
    rule: ClauseRule

    def parts(self) -> Iterator[tuple[str, tuple[Reason, ...]]]:
        """Each part with what is said there, in the order of `PARTS`."""
        yield "letters", tuple(map(Reason, self.letters()))
        yield "opens", (*self.opens(), *map(Reason, self.in_time()))
        yield "conditions", tuple(self.conditions())
        yield "bearer", (Reason(self.bearer(), self.meant()),)
        yield "act", (Reason(f"{self.item.act.modal} {' or '.join(map(sentence, self.item.act.deeds))}"),)
        yield "claimant", (Reason(self.claimant()),)
        yield "due", tuple(map(Reason, self.due()))
        yield "ends", tuple(map(Reason, self.ends()))
        yield "facts", tuple(self.facts())
        yield "readings", tuple(self.readings())
        yield "heard", tuple(self.heard())

    # The letters

    def letters(self) -> Iterator[str]:
        """What each letter may stand for, and which of them stand for different actors."""
        scope = self.rule.scope
        for letter, classes in scope.classes.items():
            if not _is_unsaid(letter):
                yield f"{letter} is {' and '.join(_one(str(each)) for each in classes)}"
        apart = [letter for letter in scope.classes if letter in scope.distinct]
        if len(apart) > 1:
            yield f"{_listed(apart)} are different"

    # When

    def opens(self) -> Iterator[Reason]:
        rule = self.rule
        if rule.modal == "may":
            yield Reason("each act that it permits, and each by which it is prevented")
        elif rule.modal in ("can", "can not"):
            yield Reason("each such act: by whoever holds the power it is valid, by anybody else it is void")
        elif rule.is_standing:
            yield Reason("each span in which it is otherwise while the agreement is in force")
        elif rule.is_ban:
            for deed in self.item.act.deeds:
                yield Reason(f"each act that it forbids while the agreement is in force: to {sentence(deed)}",
                             under=tuple(self.deemed(deed.form)))  # fmt: skip
        else:
            yield from self.opens_duty()

    def opens_duty(self) -> Iterator[Reason]:
        for opener in self.item.openers:
            said = sentence(opener.sentence)
            begins = "" if opener.sentence.form.is_event else "it begins to be so that "
            yield Reason(f"when {begins}{said}", under=tuple(self.deemed(opener.sentence.form)))
        if self.item.recurrence is not None:
            yield Reason(self.item.recurrence.span.text)
        elif not self.item.openers:
            yield Reason("when its conditions begin to hold while the agreement is in force")

    def deemed(self, form: Form) -> Iterator[Reason]:
        """What the text deems to be an event of that form."""
        for document, item in self.items():
            if isinstance(item, EventRule) and item.head.form.key == form.key:
                limits = [f"{limit.word} {' and '.join(map(condition, limit.conditions))}" for limit in item.limits]
                said = ", ".join([f"deemed so when {sentence(item.when)}", *limits])
                yield Reason(said, article=label(document, item.article))

    def in_time(self) -> Iterator[str]:
        """From when and until when the clause is the text in force, where another takes its place."""
        if self.item.replaces:
            yield f"in the place of the clause that it replaces, from {_day(self.rule.since)}"
        if self.rule.ends is not None:
            yield f"until {_day(self.rule.ends)}, when another text takes its place"

    def conditions(self) -> Iterator[Reason]:
        is_duty = self.rule.modal == "must" and not self.rule.is_standing
        for limit in self.item.limits:
            asked = "when it opens" if is_duty else "at that moment"
            asked = f"{asked} and from then on" if is_duty and limit.word == "while" else asked
            groups = [limit.conditions] if limit.word == "unless" else [(each,) for each in limit.conditions]
            yield from (Reason(f"{limit.word} {' and '.join(map(condition, group))}", asked) for group in groups)

    # Who

    def bearer(self) -> str:
        """The bearer; `no party may` binds every party, which must not."""
        bearer = self.item.act.bearer
        if isinstance(bearer, Quantified) and bearer.determiner == "no":
            bearer = replace(bearer, determiner="every")
        return term(bearer)

    def meant(self) -> str:
        """Whom the bearer means."""
        bearer = self.rule.bearer
        if not bearer.each:
            return f"whoever {bearer.slot.name} is" if isinstance(bearer.slot, Var) else ""
        above = [letter for letter in self.rule.above() if not _is_unsaid(letter)] if bearer.others else []
        but = f" but whoever {' or '.join(above)} is" if above else ""
        return f"each of {_listed([party.code for party in self.plan.parties])}{but}, for itself"

    def claimant(self) -> str:
        """To whom it is owed, as `engine.opening` finds it."""
        if self.item.owed_to:
            return _listed([term(each) for each in self.item.owed_to])
        others = "the other party" if len(self.plan.parties) == 2 else "all other parties together"
        named = [each for each in dict.fromkeys((*self.rule.above(), *self._where())) if self.may_claim(each)]
        if named:
            others = f"{' and '.join(named)}, if a party that is not bound itself; else {others}"
        places = [(deed, deed.form.addressee) for deed in self.item.act.deeds]
        addressed = [value for deed, at in places if at is not None and (value := deed.args[at]) is not None]
        addressed = [value for value in addressed if not self.is_third(value)]
        if not addressed:
            return others
        said = " or ".join(dict.fromkeys(map(term, addressed)))
        return said if all(map(self.is_party, addressed)) else f"{said}, if a party; else {others}"

    def may_claim(self, letter: str) -> bool:
        """Whether it may be owed to whomever a letter of the conditions means."""
        is_actor = letter in self.rule.scope.actors and Var(letter) != self.rule.bearer.slot
        return is_actor and not _is_unsaid(letter) and not self.is_third(Variable(letter))

    def classes(self, value: Term) -> tuple[Class, ...]:
        """The classes of what a term means."""
        worn = self.rule.scope.classes.get(value.name, ()) if isinstance(value, Variable) else ()
        return worn if isinstance(value, (Variable, Choice)) else tuple(each for each in (value.cls,) if each)

    def is_third(self, value: Term) -> bool:
        """Whether a term can only mean a third state, to whom nothing is owed."""
        return any(each.third for each in self.classes(value))

    def is_party(self, value: Term) -> bool:
        """Whether a term can only mean a party."""
        if isinstance(value, Constant):
            return value.value in {party.code for party in self.plan.parties}
        return any(each.noun == "party" for each in self.classes(value))

    def _where(self) -> list[str]:
        found = [test.pattern for test in tests(self.rule.limits) if isinstance(test, FactTest)]
        return [name for pattern in found for name in pattern.variables()]

    # Until when

    def due(self) -> Iterator[str]:
        rule, deadline = self.rule, self.item.deadline
        if deadline is not None and deadline.moment is not None:
            yield deadline.span.text
            return
        by = f", by the reading {deadline.reading}" if deadline is not None and deadline.reading else ""
        if rule.is_standing and rule.length is None:
            yield "each is a breach at once"
        elif rule.is_standing:
            found = "what it found there has" if rule.is_ban else "from when it begins to bind there are"
            yield f"{found} {rule.length} to mend it{by}; what begins later is a breach at once"
        elif rule.is_ban:
            yield "the act itself is the breach"
        elif rule.modal == "must":
            within = f"within {rule.length} of its opening{by}"
            yield within if rule.length is not None else "never: its breach is a refusal"

    def ends(self) -> Iterator[str]:
        if self.rule.modal != "must" and not self.rule.is_standing:
            return
        if self.rule.is_standing:
            yield "it ends when it is as it should be"
            return
        yield f"performed when the bearer does so{' or otherwise as it says' if len(self.item.act.deeds) > 1 else ''}"
        yield from (f"released when {sentence(each)}" for each in self.item.until)
        for limit in self.item.limits:
            if limit.word == "while":
                yield from (f"released when it is no longer so that {condition(each)}" for each in limit.conditions)
        yield "released when the agreement is no longer in force"
        yield "waived when the claimant waives it"

    # What it rests on

    def items(self) -> Iterator[tuple[Document, Item]]:
        for document in (standard_document(), *self.agreement.documents):
            yield from ((document, item) for item in filled_in(document))

    def facts(self) -> Iterator[Reason]:
        """The facts that the clause asks for, each with where it is defined and the facts that it asks for in turn."""
        patterns = [pattern for pattern in (*self.rule.openers, *(deed.pattern for deed in self.rule.deeds))]
        forms = [each.form for each in patterns if not each.form.is_event]
        forms += [*self.worn(), *_asked(self.rule.limits), self.plan.facts[IN_FORCE][0].head.form]
        told: set[str] = set()
        for form in {form.key: form for form in forms}.values():
            yield self.fact(form, told)

    def worn(self) -> list[Form]:
        """The facts behind the classes that the letters wear."""
        nouns = [each.noun for classes in self.rule.scope.classes.values() for each in classes]
        return [self.plan.nouns[noun] for noun in nouns if noun in self.plan.nouns]

    def fact(self, form: Form, told: set[str]) -> Reason:
        """A fact; of one that was told already what it asks for is not told again."""
        bodies = self.plan.facts.get(form.key, ())
        where = "; ".join(dict.fromkeys(body.article for body in bodies if body.article))
        by = "" if bodies else THE_TABLE if form.key in TABLES else ONLY_STATED
        said = "this agreement is in force" if form.key == IN_FORCE else shape(form)
        if form.key in told:
            return Reason(said, by, where)
        told.add(form.key)
        asked = {each.key: each for body in bodies for each in _asked(body.limits)}
        under = (*self.bounds(bodies), *self.delays(form), *(self.fact(each, told) for each in asked.values()))
        return Reason(said, by, where, under)

    def bounds(self, bodies: Sequence[FactBody]) -> Iterator[Reason]:
        """The events that begin and end a fact, by their shapes."""
        for word in ("begins", "ends"):
            ways = [each for body in bodies for each in (body.begins if word == "begins" else body.ends)]
            said = [f"{each.length} after " * (each.length is not None) + _bound(each) for each in ways]
            if said:
                yield Reason(f"{word} with {' or '.join(dict.fromkeys(said))}")

    def delays(self, form: Form) -> Iterator[Reason]:
        """What puts the end of a fact off, as it is written."""
        for _, item in self.items():
            if isinstance(item, FactRule) and item.head.form.key == form.key:
                waits = (line for line in fact_lines(item) if line.keyword in DELAYS)
                yield from (Reason(f"its end is put off: {line.keyword} {line.rest}") for line in waits)

    def readings(self) -> Iterator[Reason]:
        declared = {reading.name: reading for reading in readings_of(self.agreement)}
        values = dict(self.plan.readings)
        for name in self.rule.readings:
            reading = declared[name]
            others = " or ".join(value for value in reading.values if value != values[name])
            asks = f', for "{reading.asks}"' if reading.asks else ""
            yield Reason(f"{name} is {values[name]}{asks}", f"otherwise {others}" if others else "")

    def heard(self) -> Iterator[Reason]:
        """What looks at a breach of this clause, a refusal, a waiver or a prevention of it."""
        for document, item in self.items():
            for does, said in _listens(item):
                about = said.args[1] if said.form.key in HEARD else None
                is_meant = about.value == self.item.name if isinstance(about, Constant) else about is not None
                if is_meant:
                    yield Reason(f"{sentence(said)}: {does}", article=label(document, item.article))


# Words


def _asked(limits: Limits) -> list[Form]:
    return [test.pattern.form for test in tests(limits) if isinstance(test, FactTest)]


def _listens(item: Item) -> Iterator[tuple[str, Sentence]]:
    """The sentences that an item looks at, each with what it does there."""
    if isinstance(item, Clause):
        yield from ((f"opens clause {item.name}", opener.sentence) for opener in item.openers)
        yield from ((f"ends clause {item.name}", each) for each in item.until)
        yield from ((f"a condition of clause {item.name}", each) for each in _conditions(item))
    elif isinstance(item, FactRule):
        for bound in item.spans:
            if isinstance(bound.moment, Sentence):
                yield f"{'ends' if bound.word == 'until' else 'begins'} `{shape(item.head.form)}`", bound.moment
        yield from ((f"a condition of `{shape(item.head.form)}`", each) for each in _conditions(item))
    elif isinstance(item, EventRule):
        yield f"is deemed `{shape(item.head.form)}`", item.when


def _conditions(item: Clause | FactRule) -> Iterator[Sentence]:
    for limit in item.limits:
        for each in limit.conditions:
            inner: Condition = each.condition if isinstance(each, Count) else each
            if isinstance(inner, (Holds, Past)):
                yield inner.sentence


def _is_unsaid(letter: str) -> bool:
    """Whether a letter stands only in the plan, for what the text leaves without one (`another party`)."""
    return letter.startswith("_")


def _one(noun: str) -> str:
    return noun if noun.endswith("s") else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _bound(bound: Boundary) -> str:
    return f"`{shape(bound.pattern.form)}`" if bound.pattern is not None else _day(bound.moment)


def _day(moment: int | None) -> str:
    return text(moment) if moment is not None and moment != FIRST else "the beginning"


def _listed(values: Sequence[str]) -> str:
    return f"{', '.join(values[:-1])} and {values[-1]}" if len(values) > 1 else "".join(values)
