"""From a sentence with names in it to an event: what the lines of every kind of journal have in common.

A statement is an event with the one report that states it; statements of one act are joined later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product

from foedus.lang.findings import fail
from foedus.model import states
from foedus.model.agreement import CLEARANCES
from foedus.model.events import Event, Report
from foedus.model.forms import Form, either_way
from foedus.model.moments import day_of, parse
from foedus.model.terms import THIS_AGREEMENT, Choice, Constant, Sentence, Term
from foedus.text.diagnostic import Diagnostic, warning
from foedus.text.source import Span

KEYS = ("source", "recorded", "reported-by", "accepted-by", "disputed-by", "clearance", "id", "corrects", "withdraws")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a journal is read in: the agreement that `this agreement` means, and the clearance of the whole file.

    With `whole` it is read to its end, however many of its rows are bad.
    """

    agreement: str = ""
    clearance: str = "public"
    whole: bool = False


def moment_of(written: str, span: Span) -> int:
    """The moment that a date names."""
    moment = parse(written)
    if moment is None:
        hint = "write the date as YYYY-MM-DD, and a time behind it as T03:15Z"
        fail("no-such-date", f"`{written[:40]}` is no date of the calendar", span, hint)
    return moment


def events(sentence: Sentence, moment: int, report: Report, setting: Setting) -> list[Event]:
    """The events that a sentence states: one for each subject that `and` joins."""
    rows = [_values(term, sentence, setting) for term in sentence.args]
    if any(len(row) > 1 for row in rows[1:]):
        fail("not-one", "only a subject can be several", sentence.span, "write a line for each of them")
    if sentence.negated and sentence.form.is_event:
        fail("not-one", "what did not happen is no event", sentence.span, "leave the line out")
    made = [either_way(sentence.form, tuple(args)) for args in product(*rows)]
    return [Event(moment, sentence.form, args, sentence.negated, (report,)) for args in made]


def _values(term: Term | None, sentence: Sentence, setting: Setting) -> list[str | None]:
    if term is None:
        return [None]
    if isinstance(term, Choice) and term.joiner == "and":
        return [_value(item, sentence, setting) for item in term.items]
    if isinstance(term, Constant):
        return [_value(term, sentence, setting)]
    fail(
        "not-a-name",
        f"`{sentence.span.text}` does not say who",
        sentence.span,
        "a journal names those it speaks of; letters and classes are for clauses",
    )


def _value(constant: Constant, sentence: Sentence, setting: Setting) -> str:
    if constant.value == THIS_AGREEMENT and constant.kind == "agreement":
        return setting.agreement or THIS_AGREEMENT
    if constant.kind == "state":
        check_state(constant.value, sentence.span)
    return constant.value


def check_state(code: str, span: Span) -> None:
    """Refuse a code that never was; the span narrows to where it stands."""
    if states.known(code):
        return
    at = span.text.find(code)
    where = Span(span.source, span.begin + at, span.begin + at + len(code)) if at >= 0 else span
    near = states.nearest(code)
    hint = f"did you mean `{near}`?" if near else "states are ISO 3166 codes of three capitals, or `cow:` and a number"
    fail("unknown-state", f"no state was ever called `{code[:40]}`", where, hint)


def report(data: Mapping[str, str], moment: int, setting: Setting, span: Span) -> Report:
    """The report that the data behind a sentence describe."""
    clearance = data.get("clearance", "") or setting.clearance
    if clearance not in CLEARANCES:
        fail("bad-clearance", f"no clearance is called `{clearance}`", span, f"write one of {', '.join(CLEARANCES)}")
    if clearance != setting.clearance:
        clearance = max(clearance, setting.clearance, key=CLEARANCES.index)
    recorded = moment_of(data["recorded"], span) if data.get("recorded") else moment
    return Report(
        recorded,
        data.get("id", ""),
        data.get("source", ""),
        _actors(data.get("reported-by", ""), span),
        _actors(data.get("accepted-by", ""), span),
        _actors(data.get("disputed-by", ""), span),
        clearance,
        data.get("corrects", ""),
        data.get("withdraws", ""),
        span,
    )


def _actors(written: str, span: Span) -> tuple[str, ...]:
    if not written:
        return ()
    codes = tuple(word for word in written.replace(",", " ").split() if word != "and")
    for code in codes:
        check_state(code, span)
    return codes


def not_states(found: list[Event]) -> list[Diagnostic]:
    """A warning for each actor that was no member of the system of states on its day: it is disputed, not refused."""
    findings: list[Diagnostic] = []
    for event in found:
        for value in event.args:
            if value is not None and looks_like_code(value) and states.on(value, day_of(event.moment)) is None:
                title = f"`{value}` was no member of the system of states on {day_of(event.moment)}"
                hint = "it is kept as an actor; whether it is a state, and where it lies, is disputed"
                findings.append(warning("not-a-state", title, event.reports[0].span, hint))
    return findings


def looks_like_code(value: str) -> bool:
    """Whether a value is written as a state is: three capitals, or `cow:` and a number."""
    return (len(value) == 3 and value.isupper() and value.isascii()) or value.startswith("cow:")


def missing_roles(form: Form, args: list[str | None]) -> list[str]:
    """Names of the obligatory roles that hold nothing."""
    return [role.name for role, value in zip(form.roles, args, strict=True) if value is None and not role.optional]
