"""From a sentence with names in it to an event: what the lines of every kind of journal have in common.

A statement is an event with the one report that states it; statements of one act are joined later.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

from foedus.lang.findings import fail
from foedus.lang.near import did_you_mean, how_to_date
from foedus.model import states
from foedus.model.agreement import CLEARANCES
from foedus.model.events import Event, Report
from foedus.model.forms import Form, either_way
from foedus.model.moments import day_of, is_end_of_day, parse, text
from foedus.model.terms import THIS_AGREEMENT, Choice, Constant, Sentence, Term
from foedus.text.diagnostic import Diagnostic, warning
from foedus.text.source import Span

KEYS = ("source", "recorded", "reported-by", "accepted-by", "disputed-by", "clearance", "id", "corrects", "withdraws")


NO_PLACES: Mapping[str, Span] = {}
"""Where data stand whose place is only looked for when something is wrong with them."""


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
        fail("no-such-date", f"`{written[:40]}` is no date of the calendar", span, how_to_date(written))
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


def report(
    data: Mapping[str, str], moment: int, setting: Setting, span: Span, at: Mapping[str, Span] = NO_PLACES
) -> Report:
    """The report that the data behind a sentence describe; `at` says where each of them stands."""
    clearance = data.get("clearance", "") or setting.clearance
    if clearance not in CLEARANCES:
        hint = did_you_mean(clearance, CLEARANCES, f"write one of {', '.join(CLEARANCES)}")
        fail("bad-clearance", f"no clearance is called `{clearance}`", at.get("clearance", span), hint)
    if clearance != setting.clearance:
        clearance = max(clearance, setting.clearance, key=CLEARANCES.index)
    recorded = moment_of(data["recorded"], at.get("recorded", span)) if data.get("recorded") else moment
    return Report(
        recorded,
        data.get("id", ""),
        data.get("source", ""),
        _actors(data.get("reported-by", ""), at.get("reported-by", span)),
        _actors(data.get("accepted-by", ""), at.get("accepted-by", span)),
        _actors(data.get("disputed-by", ""), at.get("disputed-by", span)),
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


def doubts(found: list[Event], places: Callable[[], Mapping[str, Span]]) -> list[Diagnostic]:
    """Warnings on what one line states; `places` tells, where it is asked, at which place each of its data stands."""
    findings = not_states(found)
    report = found[0].reports[0] if found else None
    if report is not None and _is_early(report.recorded, found[0].moment):
        title = f"this was recorded {text(report.recorded)}, before it happened"
        hint = "a report is put on record when there is something to report: check both dates; it counts as it stands"
        findings.append(warning("recorded-before", title, places().get("recorded", report.span), hint))
    return findings


def _is_early(recorded: int, moment: int) -> bool:
    """Whether a record is older than what it tells of; of one day a date alone cannot tell."""
    return recorded < moment and (day_of(recorded) < day_of(moment) or not is_end_of_day(moment))


def looks_like_code(value: str) -> bool:
    """Whether a value is written as a state is: three capitals, or `cow:` and a number."""
    return (len(value) == 3 and value.isupper() and value.isascii()) or value.startswith("cow:")


def missing_roles(form: Form, args: list[str | None]) -> list[str]:
    """Names of the obligatory roles that hold nothing."""
    return [role.name for role, value in zip(form.roles, args, strict=True) if value is None and not role.optional]
