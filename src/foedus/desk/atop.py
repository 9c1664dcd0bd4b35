"""The coding of an instrument as the ATOP project would begin it, derived from its clauses.

A field is told from forms and modals alone, under the readings that are asked for, and never from the text: so every
value has a reason, and what no form can tell is left empty with the reason why. `RULES` says of each field what makes
it so; `docs/outputs.md` shows them. Where a protocol replaces a clause, the latest text is coded.

Source: Leeds, Ritter, Mitchell and Long 2002, Alliance Treaty Obligations and Provisions; names and their order as in
its alliance file of version 5.0. That file, not the codebook, is what the values of `pubsecr` and `secrart` rest on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from foedus.desk import running
from foedus.desk.pledges import Pledge, Reader
from foedus.desk.question import Outcome, Question
from foedus.lang.standard import standard_document
from foedus.model import states
from foedus.model.agreement import Agreement
from foedus.model.moments import day_of, shift
from foedus.plan.compiler import IN_FORCE, compile_plan
from foedus.plan.nodes import ClauseRule
from foedus.text.diagnostic import in_order

FIELDS = (
    "atopid", "cowid", "cow4id", "begyr", "begmo", "begday", "endyr", "endmo", "endday", "ineffect", "bilat",
    "maxphase", "wartime", "estmode", "pubsecr", "secrart", "proadd", "futmem", "speclgth", "length", "renounce",
    "proren", "renewlgt", "term", "defense", "offense", "neutral", "nonagg", "consul", "active", "conditio",
    "defcon", "offcon", "neucon", "concon", "asymm", "notaiden", "dipaid", "terrres", "seppeace", "thirdcom",
    "noothall", "specthrt", "statthr1", "statthr2", "conwtin", "medarb", "milcon", "milaid", "intcom", "subord",
    "organ1", "orgpurp1", "organ2", "orgpurp2", "base", "contrib", "armred", "acqterr", "divgains", "demwith",
    "reflnun", "refothio", "natrefal", "compag", "nomicoop", "conres", "agprois", "conmen", "ecaid", "interv",
)  # fmt: skip
"""The fields of the alliance file, in its order; `mem1` and so on follow, one for each party."""
RULES = {
    "begyr": "the year of the signature; `begmo` and `begday` likewise",
    "bilat": "1: the record names two parties",
    "pubsecr": "0: every document is public; 1: some are secret; 2: all are",
    "secrart": "0: no document is secret; 8: all are; empty where some are",
    "speclgth": "1: being in force ends at a fixed moment; 0: no line ends it at one",
    "length": "the months from the signature to that moment; 0 where there is none",
    "renounce": "0: no clause speaks of denunciation; else empty",
    "defense": "1: a party must assist one that a third state attacks or declares war on, or one in any war",
    "offense": "1: a party must assist one that itself goes to war, or one in any war, or must fight a third state",
    "neutral": "1: no party may assist a third state against a party, or one that is at war with a party",
    "nonagg": "1: no party may attack another, declare war on it, or do what such an act is deemed to be",
    "consul": "1: parties must consult, and an attack, a war, a threat or the like calls it up",
    "active": "1: `defense` or `offense` is 1",
    "conditio": "1: one of the four fields that follow is 1",
    "defcon": "1: a line limits whom or where `defense` meets; a reading alone does not, nor does the war itself",
    "offcon": "1: likewise for `offense`",
    "neucon": "1: likewise for `neutral`",
    "concon": "1: likewise for `consul`",
    "asymm": "1: the five pledges would read otherwise if two parties changed places",
    "seppeace": "1: no party may make peace with a third state",
    "noothall": "1: no party may conclude an agreement, or such an agreement, with a third state",
    "specthrt": "0: no state is named as a threat; else empty",
    "statthr1": "the COW number of the state that `kind` of the record is `against`, else of the first attacker that a "
    "pledge of help names; `statthr2`: of the second; 0 where none is",
    "mem1": "the COW numbers of the parties on the day of the signature, in the order of the record",
}
"""What makes each field that is told: the table of the documentation."""
PLEDGES = ("defense", "offense", "neutral", "nonagg", "consul")
CONDITIONS = {"defcon": "defense", "offcon": "offense", "neucon": "neutral", "concon": "consul"}
NOT_A_CLAUSES = {
    "atopid": "the project numbers its alliances itself",
    "cowid": "another list's number", "cow4id": "another list's number",
    **dict.fromkeys(("endyr", "endmo", "endday", "ineffect", "maxphase", "term"), "what became of it no clause says"),
    "wartime": "whether there was a war at the signature no clause says",
    "estmode": "how it was made no clause says",
}  # fmt: skip
NO_FORM = "no sentence of the lexicon says it"
CODEBOOK = "which value it has only the codebook says"


@dataclass(frozen=True, slots=True)
class Coded:
    """One field: its value (None where it cannot be told), why, and the clauses that made it."""

    name: str
    value: int | None
    why: str
    clauses: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The value as the CSV writes it."""
        return "" if self.value is None else str(self.value)


@dataclass(frozen=True, slots=True)
class Coding:
    """The coding of one agreement: every field, in the order of the file."""

    agreement: str
    is_counterfactual: bool
    readings: tuple[tuple[str, str], ...]
    fields: tuple[Coded, ...] = field(default=())

    def __getitem__(self, name: str) -> Coded:
        """The field of that name."""
        return next(each for each in self.fields if each.name == name)

    def as_dict(self) -> dict[str, object]:
        """The coding as the JSON has it."""
        fields = {
            each.name: {"value": each.value, "why": each.why, "clauses": list(each.clauses)} for each in self.fields
        }
        return {"agreement": self.agreement, "counterfactual": self.is_counterfactual, "readings": dict(self.readings),
                "fields": fields}  # fmt: skip


def codings(question: Question) -> tuple[Outcome, list[Coding]]:
    """What was found in the agreements of a question, and the coding of each; none where an error stands in the way."""
    outcome = Outcome()
    cases = running.cases(question, outcome)
    outcome.findings = in_order(outcome.findings)
    if outcome.failed:
        return outcome, []
    found = []
    for case in cases:
        agreement = case.agreement
        plan = compile_plan(agreement, standard_document(), case.lexicon.forms[IN_FORCE], question.readings)
        told = {each.name: each for each in _told(agreement, Reader(plan))}
        more = sorted((name for name in told if name.startswith("mem")), key=lambda name: int(name[3:]))
        fields = (told.get(name) or Coded(name, None, NOT_A_CLAUSES.get(name, NO_FORM)) for name in (*FIELDS, *more))
        counterfactual = bool(agreement.record.counterfactual)
        found.append(Coding(agreement.name, counterfactual, plan.readings, tuple(fields)))
    return outcome, found


def _told(agreement: Agreement, reader: Reader) -> Iterator[Coded]:
    pledges = list(reader.pledges())
    yield from _of_record(agreement)
    yield from _of_length(agreement, reader)
    told = {kind: _pledged(kind, pledges) for kind in (*PLEDGES, "seppeace", "noothall")}
    yield from told.values()
    yield _any("active", [told["defense"], told["offense"]])
    conditions = [_condition(name, told[kind], pledges, reader) for name, kind in CONDITIONS.items()]
    yield from conditions
    yield _any("conditio", conditions)
    yield _asymmetry(pledges, reader)
    yield from _threats(agreement, pledges, reader)


# The record


def _of_record(agreement: Agreement) -> Iterator[Coded]:
    record = agreement.record
    signed = day_of(record.signed) if record.signed is not None else None
    for name, part in (("begyr", "year"), ("begmo", "month"), ("begday", "day")):
        yield Coded(name, getattr(signed, part, None), f"signed {signed}" if signed else "the record has no signature")
    codes = list(dict.fromkeys(party.code for party in record.parties))
    yield Coded("bilat", int(len(codes) == 2), f"the parties are {', '.join(codes)}")
    for number, code in enumerate(codes, 1):
        spell = states.on(code, signed) if signed else None
        why = code if spell else f"{code} was no member of the system of states on that day"
        yield Coded(f"mem{number}", spell.cow if spell else None, why)
    secret = [each for each in agreement.documents if each.clearance != "public"]
    if not secret:
        yield Coded("pubsecr", 0, "every document is public")
        yield Coded("secrart", 0, "every document is public")
    elif len(secret) == len(agreement.documents):
        yield Coded("pubsecr", 2, "every document is secret")
        yield Coded("secrart", 8, "every document is secret")
    else:
        name = next((each.record.short or each.path for each in secret if each.record.role != "text"), secret[0].path)
        yield Coded("pubsecr", 1, f"{name} is secret")
        yield Coded("secrart", None, f"what {name} is about: {CODEBOOK}")


def _of_length(agreement: Agreement, reader: Reader) -> Iterator[Coded]:
    signed = agreement.record.signed
    ends = [end for rule in reader.facts(IN_FORCE) for end in rule.ends]
    fixed = [end for end in ends if end.pattern is None and end.moment is not None]
    if fixed:
        moment, length = fixed[0].moment or 0, fixed[0].length
        last = day_of(shift(moment, length, 1) if length is not None else moment)
        first = day_of(signed) if signed is not None else None
        whole = first is not None and first.day == last.day
        months = (last.year - first.year) * 12 + last.month - first.month if first is not None and whole else None
        yield Coded("speclgth", 1, f"it is in force until {last}")
        yield Coded("length", months, f"until {last}" if whole else f"until {last}: no whole months from the signature")
    else:
        yield Coded("speclgth", 0, "no line ends its being in force at a fixed moment")
        yield Coded("length", 0, "no line ends its being in force at a fixed moment")
    deeds = [deed.pattern.form.key for rule in reader.clauses for deed in rule.deeds]
    leaves = "denounces" in deeds or any(end.pattern is not None for end in ends)
    why = f"it can be left: {CODEBOOK}" if leaves else "no clause speaks of denunciation"
    yield Coded("renounce", None if leaves else 0, why)


# Pledges


def _pledged(kind: str, pledges: Sequence[Pledge]) -> Coded:
    made = [each for each in pledges if each.kind == kind and not each.in_doubt]
    doubts = [each for each in pledges if each.kind == kind and each.in_doubt]
    for found, value in ((made, 1), (doubts, None)):
        if found:
            return Coded(kind, value, _said(found), _names(found))
    return Coded(kind, 0, f"no clause says so: {RULES[kind].removeprefix('1: ')}")


def _said(found: Sequence[Pledge]) -> str:
    by_reason: dict[str, list[str]] = {}
    for each in found:
        name = f"{each.rule.name} ({each.rule.article})"
        if name not in by_reason.setdefault(each.why, []):
            by_reason[each.why].append(name)
    return "; ".join(f"{', '.join(names)}: {why}" for why, names in by_reason.items())


def _names(found: Sequence[Pledge]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.rule.name for each in found))


def _any(name: str, fields: Sequence[Coded]) -> Coded:
    """1 where one of the fields is, 0 where none is, and empty where that cannot be told."""
    made = [each for each in fields if each.value == 1]
    if made:
        clauses = tuple(dict.fromkeys(clause for each in made for clause in each.clauses))
        return Coded(name, 1, f"{' and '.join(each.name for each in made)} is 1", clauses)
    unknown = [each.name for each in fields if each.value is None]
    why = f"{' and '.join(unknown)} cannot be told" if unknown else f"none of {', '.join(e.name for e in fields)} is 1"
    return Coded(name, None if unknown else 0, why)


def _condition(name: str, pledged: Coded, pledges: Sequence[Pledge], reader: Reader) -> Coded:
    if pledged.value != 1:
        why = (
            f"there is no such pledge: {pledged.name} is 0" if pledged.value == 0 else f"{pledged.name} cannot be told"
        )
        return Coded(name, pledged.value, why)
    made = [each for each in pledges if each.kind == pledged.name and not each.in_doubt]
    limited = [each for each in made if reader.is_conditional(each.rule)]
    if limited:
        names = _names(limited)
        return Coded(name, 1, f"a line limits {', '.join(names)}", names)
    return Coded(name, 0, f"no line limits {', '.join(_names(made))}")


def _asymmetry(pledges: Sequence[Pledge], reader: Reader) -> Coded:
    mine = [each for each in pledges if each.kind in PLEDGES]
    doubts = [each for each in mine if each.in_doubt]
    rules = list({each.rule.name: each.rule for each in mine}.values())
    codes = list(dict.fromkeys(party.code for party in reader.plan.parties))
    plain = _whole(reader, rules, {})
    for one, other in combinations(codes, 2):
        if _whole(reader, rules, {one: other, other: one}) != plain:
            swap = {one: other, other: one}
            apart = tuple(rule.name for rule in rules if _whole(reader, [rule], swap) != _whole(reader, [rule], {}))
            why = f"{', '.join(apart)} would read otherwise if {one} and {other} changed places"
            return Coded("asymm", 1, why, apart)
    if doubts:
        return Coded("asymm", None, "whether a clause is such a pledge cannot be told", _names(doubts))
    why = "the pledges read the same whichever parties change places" if rules else "there is no such pledge"
    return Coded("asymm", 0, why)


def _whole(reader: Reader, rules: list[ClauseRule], swap: dict[str, str]) -> tuple[list[str], set[str]]:
    return sorted(reader.shape(rule, swap) for rule in rules), reader.shapes_of_facts(rules, swap)


# Threats


def _threats(agreement: Agreement, pledges: Sequence[Pledge], reader: Reader) -> Iterator[Coded]:
    """The states that the instrument is directed against, by its record and by its pledges of help."""
    reasons: dict[str, tuple[str, tuple[str, ...]]] = {}
    _, _, against = agreement.record.kind.partition("against ")
    for code in against.replace(",", " ").split():
        if states.known(code):
            reasons.setdefault(code, (f"the record: {agreement.record.kind}", ()))
    for pledge in pledges:
        if pledge.kind in ("defense", "offense"):
            for code in reader.attackers(pledge.rule):
                if states.known(code):
                    why = f"{pledge.rule.name} ({pledge.rule.article}) names {code} as an attacker"
                    reasons.setdefault(code, (why, (pledge.rule.name,)))
    signed = day_of(agreement.record.signed) if agreement.record.signed is not None else None
    named = list(reasons.items())
    if not named:
        yield Coded("specthrt", 0, "no state is named as a threat")
    else:
        yield Coded("specthrt", None, f"{', '.join(reasons)} named as a threat: {CODEBOOK}")
    for number in (1, 2):
        if len(named) < number:
            yield Coded(f"statthr{number}", 0, "no state is named" if number == 1 else "no second state is named")
            continue
        code, (why, clauses) = named[number - 1]
        spell = states.on(code, signed) if signed else None
        why += "" if spell else f"; {code} was no member of the system of states on that day"
        why += f"; named as well: {', '.join(list(reasons)[2:])}" if number == 2 and len(named) > 2 else ""
        yield Coded(f"statthr{number}", spell.cow if spell else None, why, clauses)
