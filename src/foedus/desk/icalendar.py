r"""Duties as a calendar by RFC 5545: one all-day event for each, on its last day.

Events and not to-dos (`VTODO`): most calendars leave to-dos out when they read a file, and a deadline that is not shown
is worse than one that cannot be ticked off. A duty that is due at a time of day is an event at that time. Nothing reads
the clock: the stamp is the date that was asked for. What a calendar shows in one line says who owes what; the rest, the
note on a counterfactual first, is its description.

>>> _folded("SUMMARY:" + "мир " * 10).split("\r\n ")
['SUMMARY:мир мир мир мир мир мир мир мир мир ми', 'р ']
"""

from collections.abc import Iterator

from foedus.desk.due import Due, Schedule
from foedus.desk.naming import distinct
from foedus.model.ledger import Entry
from foedus.model.moments import is_end_of_day, text

WIDTH = 75
"""Octets of a line, its end aside (RFC 5545, 3.1)."""
_NO_EVENT = ("BEGIN:VTIMEZONE", "TZID:Etc/UTC", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0000",
             "TZOFFSETTO:+0000", "END:STANDARD", "END:VTIMEZONE")  # fmt: skip
"""What stands in a calendar without events: by RFC 5545, 3.6, it has one component at least."""
_CONTROLS = dict.fromkeys((*range(9), *range(11, 32), 127))


def calendar(answer: Schedule) -> str:
    """The duties as a calendar, with CRLF behind every line."""
    names = distinct(f"{each.entry.id}.{each.entry.agreement}" for each in answer.duties)
    stamp = _stamp(answer.as_of if answer.as_of is not None else answer.begin)
    lines = [
        line for name, each in zip(names, answer.duties, strict=True) for line in _event(name, each, stamp, answer)
    ]
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//foedus//foedus due//EN", "CALSCALE:GREGORIAN",
             *(lines or _NO_EVENT), "END:VCALENDAR"]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in whole)


def _event(name: str, each: Due, stamp: str, answer: Schedule) -> Iterator[str]:
    entry = each.entry
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(name)}@foedus"
    yield f"DTSTAMP:{stamp}"
    yield from [_begin(entry.due)] if entry.due is not None else []
    yield f"SUMMARY:{_escaped(f'{entry.bearer} must {entry.act}, toward {entry.claimant}')}"
    yield f"DESCRIPTION:{_escaped(chr(10).join(_description(each, answer)))}"
    yield f"CATEGORIES:{_escaped(entry.agreement)},{_escaped(entry.clause)}"
    yield f"STATUS:{_status(each.latest)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _description(each: Due, answer: Schedule) -> Iterator[str]:
    yield from answer.ledger.notes
    yield f"{each.entry.article} ({each.entry.clause}, {each.entry.agreement})"
    yield f"opened {text(each.entry.opened)}"
    if each.before is not None:
        yield f"{each.before.status} as of {text(answer.begin)}"
        yield from each.before.missing
    if each.after is not None and answer.as_of is not None:
        yield f"{each.after.status} as of {text(answer.as_of)}"


def _status(entry: Entry) -> str:
    """What a calendar calls it: only a duty that was released or waived is no longer to be done."""
    return {"released": "CANCELLED", "waived": "CANCELLED", "undetermined": "TENTATIVE"}.get(entry.status, "CONFIRMED")


def _begin(due: int) -> str:
    if is_end_of_day(due):
        return f"DTSTART;VALUE=DATE:{text(due).replace('-', '')}"
    return f"DTSTART:{_stamp(due)}"


def _stamp(moment: int) -> str:
    """A moment in UTC; the end of a day is its last second."""
    day, _, clock = text(moment).partition("T")
    digits = (clock.removesuffix("Z").replace(":", "") + "00")[:6] if clock else "235959"
    return f"{day.replace('-', '')}T{digits}Z"


def _escaped(said: str) -> str:
    """A text as RFC 5545, 3.3.11, writes it."""
    plain = said.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
    return plain.translate(_CONTROLS)


def _folded(line: str) -> str:
    """A line as lines of at most `WIDTH` octets, each but the first behind a space; no character is cut in two."""
    folded: list[str] = []
    begin = size = 0
    for at, character in enumerate(line):
        octets = len(character.encode("utf-8", "surrogatepass"))
        if size + octets > WIDTH:
            folded.append(line[begin:at])
            begin, size = at, 1
        size += octets
    return "\r\n ".join([*folded, line[begin:]])
