"""Answers as text: a table for a person, JSON and CSV for programs; the same words in all three."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from foedus.desk.atop import Coding
from foedus.desk.comparing import Comparison, Difference
from foedus.desk.coverage import Coverage
from foedus.desk.due import FIELDS, Due, Schedule
from foedus.desk.dyad_year import COLUMNS as DYAD_COLUMNS
from foedus.desk.dyad_year import DyadYear
from foedus.desk.formatting import Change, Formatted
from foedus.desk.icalendar import calendar
from foedus.desk.naming import by_keepers
from foedus.desk.page import page
from foedus.desk.readings import Dependence
from foedus.desk.report import Report
from foedus.desk.sheet import Sheet
from foedus.feeds import parquet
from foedus.model.explanation import PARTS, ClauseInWords, Explanation, Passage, Reason
from foedus.model.ledger import COLUMNS, SHOWN, Entry, Ledger, when
from foedus.model.moments import text

FORMATS = ("table", "json", "csv")
WHOSE = ("agreement",)
"""The column before the others where there are several agreements."""
MOST_SPANS = 10
"""Of the lines that changed in a file so many spans are named."""
UNCLEAR = (*SHOWN[:4], "status", "what would have to be known")
"""The columns of the entries that hang on something unknown."""


def ledger(answer: Ledger, form: str) -> str:
    """A ledger in one of `FORMATS`; a table shows apart what hangs on something unknown."""
    if form == "json":
        return _json(answer.as_dict())
    if form == "csv":
        return sheet(answer).as_csv()
    several = len(answer.agreements) > 1
    clear = [_cells(entry, several) for entry in answer.entries if not entry.missing]
    unclear = [
        (*_cells(entry, several)[: 4 + several], entry.status, "; ".join(entry.missing))
        for entry in answer.entries
        if entry.missing
    ]
    shown = ["\n".join(answer.notes)] if answer.notes else []
    shown += [Sheet((*WHOSE[:several], *SHOWN), clear).as_table()] if clear or not unclear else []
    shown += [Sheet((*WHOSE[:several], *UNCLEAR), unclear).as_table()] if unclear else []
    return "\n\n".join([*shown, "\n".join([*_kept(answer, "kept"), _asked(answer)])])


def sheet(answer: Ledger) -> Sheet:
    """Every field of every entry, each as the CSV writes it."""
    return Sheet(COLUMNS, [tuple(_flat(row[name]) for name in COLUMNS) for row in answer.rows()])


def write_parquet(answer: Ledger, path: Path) -> None:
    """Write a ledger as Parquet: the columns and the cells of the CSV, as text.

    Raises: OSError where nothing can be written there, ValueError where DuckDB is missing.
    """
    whole = sheet(answer)
    parquet.write(path, whole.columns, whole.lines)


def report(answer: Report) -> str:
    """A report as a page of HTML."""
    return page(answer)


def dyad_years(answer: Sequence[DyadYear]) -> str:
    """Dyad-years as CSV."""
    return Sheet(DYAD_COLUMNS, [each.cells() for each in answer]).as_csv()


def codings(answer: Sequence[Coding], form: str) -> str:
    """ATOP codings in one of `FORMATS`: CSV has a row for each, a table says of each field why."""
    if form == "json":
        return _json({"codings": [each.as_dict() for each in answer]})
    if form == "csv":
        names = max(([field.name for field in each.fields] for each in answer), key=len, default=[])
        lines = [_coding_line(each, len(names)) for each in answer]
        return Sheet(("agreement", "counterfactual", *names), lines).as_csv()
    return "\n\n".join(map(_coding, answer))


def _coding_line(answer: Coding, width: int) -> tuple[str, ...]:
    cells = [each.shown for each in answer.fields]
    return (answer.agreement, str(int(answer.is_counterfactual)), *cells, *[""] * (width - len(cells)))


def _coding(answer: Coding) -> str:
    """What is told of one agreement, each field with its reason; behind it the fields that are not told, by reason."""
    told = [(each.name, each.shown, each.why) for each in answer.fields if each.value is not None]
    left: dict[str, list[str]] = {}
    for each in answer.fields:
        if each.value is None:
            left.setdefault(each.why, []).append(each.name)
    note = ": a counterfactual" if answer.is_counterfactual else ""
    behind = [f"not told ({why}): {', '.join(names)}" for why, names in left.items()]
    return Sheet(("field", "value", "why"), told, [f"{answer.agreement}{note}"], behind).as_table()


def schedule(answer: Schedule, form: str) -> str:
    """What falls due, in one of `FORMATS` or as `ics`; a table says what became of it only where that was asked."""
    if form == "ics":
        return calendar(answer)
    if form == "json":
        return _json(answer.as_dict())
    if form == "csv":
        rows = (each.as_dict() for each in answer.duties)
        return Sheet(FIELDS, [tuple(_flat(row[name]) for name in FIELDS) for row in rows]).as_csv()
    became = (f"as of {text(answer.as_of)}",) if answer.as_of is not None else ()
    columns = ("due", *SHOWN[1:4], "article", f"as of {text(answer.begin)}", *became)
    lines = [(*_falls_due(each), *([_standing(each.after)] if became else [])) for each in answer.duties]
    behind = [f"from {text(answer.begin)} to {text(answer.end)}{_whose(answer.ledger)}"]
    return Sheet(columns, lines, answer.ledger.notes, behind).as_table()


def dependences(answer: Sequence[Dependence], of: Ledger, fixed: Mapping[str, str], form: str) -> str:
    """What stands under every reading and what depends on which, in one of `FORMATS`; `fixed` were chosen before."""
    if form == "json":
        rows = [
            {"agreement": each.agreement, "entry": each.entry, "act": each.act, "status": each.status,
             "readings": {name: list(values) for name, values in each.readings}}
            for each in answer
        ]  # fmt: skip
        return _json({"entries": rows, "fixed": dict(fixed), "notes": list(of.notes)})
    if form == "csv":
        lines = [(each.agreement, each.entry, each.act, each.status, _when(each)) for each in answer]
        return Sheet(("agreement", "entry", "act", "status", "stands where"), lines).as_csv()
    every = "however the rest is read" if fixed else "however the text is read"
    shown = [(each.entry, each.status, _when(each) or every) for each in answer]
    behind = [f"read throughout: {', '.join(f'{name} is {value}' for name, value in fixed.items())}"] if fixed else []
    return Sheet(("entry", "status", "stands where"), shown, of.notes, [*behind, _asked(of)]).as_table()


def _when(each: Dependence) -> str:
    return ", ".join(f"{name} is {' or '.join(values)}" for name, values in each.readings)


def comparison(answer: Comparison, form: str, everything: bool = False) -> str:
    """Two ledgers side by side in one of `FORMATS`.

    What is the same in both is counted; with `everything` it is shown too, and only what is undetermined is counted.
    """
    told = [each for each in answer.differences if each.change != "same" or (everything and not each.is_unclear)]
    same = len(answer.differences) - len(told)
    if form == "json":
        return _json({
            "labels": list(answer.labels),
            "before": _frame(answer.before),
            "after": _frame(answer.after),
            "differences": [_difference(each) for each in told],
            "same": same,
        })  # fmt: skip
    lines = [_side_by_side(each) for each in told]
    if form == "csv":
        columns = ("change", "entry", *SHOWN[:4], "before", "after", "article")
        whole = [(each.change, each.entry.id, *line) for each, line in zip(told, lines, strict=True)]
        return Sheet(columns, whole).as_csv()
    how = "undetermined in both (`foedus run` says why)" if everything else "the same in both"
    behind = [f"{same} {'entry is' if same == 1 else 'entries are'} {how}"] if same else []
    sides = zip(answer.labels, (answer.before, answer.after), strict=True)
    behind += [line for label, each in sides for line in _kept(each, f"{label}: kept")]
    behind += [_asked(answer.before)] if _asked(answer.before) == _asked(answer.after) else []
    notes = tuple(dict.fromkeys((*answer.before.notes, *answer.after.notes)))
    return Sheet((*SHOWN[:4], *answer.labels, "article"), lines, notes, behind).as_table()


def explanations(answer: Sequence[Explanation], form: str) -> str:
    """Why entries stand, as text or as JSON; CSV has one line for each reason."""
    if form == "json":
        return _json({"explanations": [each.as_dict() for each in answer]})
    if form == "csv":
        lines = [(each.entry.id, part, said, by) for each in answer for part, said, by in _parts(each)]
        return Sheet(("entry", "part", "text", "by"), lines).as_csv()
    return "\n\n".join("\n".join(_explained(each)) for each in answer)


def clauses(answer: Sequence[ClauseInWords], form: str) -> str:
    """Clauses in words, as text or as JSON; CSV has one line for each thing that is said."""
    if form == "json":
        return _json({"clauses": [each.as_dict() for each in answer]})
    if form == "csv":
        lines = [(each.name, each.article, part, said, by)
                 for each in answer for part, told in each.parts for said, by in _reasons(told)]  # fmt: skip
        return Sheet(("clause", "article", "part", "text", "by"), lines).as_csv()
    return "\n\n".join("\n".join(_in_words(each)) for each in answer)


def _in_words(answer: ClauseInWords) -> Iterable[str]:
    yield from answer.notes
    yield f"clause {answer.name}, {answer.article}" if answer.article else f"clause {answer.name}"
    yield from _cited(answer.passages, answer.place, answer.written)
    for part, said in answer.parts:
        yield from ("", PARTS[part], *_tree(said, 1))


def _cited(passages: Sequence[Passage], place: str, written: str) -> Iterable[str]:
    """The article in its languages, and the clause under it."""
    for passage in passages:
        yield from ("", f"{passage.heading} ({passage.language})", *_indented(passage.text.split("\n")))
    yield from ("", f"The clause, {place}", *_indented(written.split("\n")))


def formatted(answer: Formatted, only_asked: bool) -> str:
    """What changed in a file: its lines before and after where it was only asked, else only where."""
    path = answer.path.as_posix()
    if answer.is_left:
        return f"{path}: left as it is: laid out anew it would not read the same, which is a fault of foedus"
    if only_asked:
        return "\n".join(line for each in answer.changes for line in _changed(path, each))
    return f"{path}: laid out anew at {_lines(answer.changes)}" if answer.changes else ""


def _changed(path: str, each: Change) -> Iterable[str]:
    yield f"{path}:{each.line}"
    yield from (f"- {_harmless(line)}".rstrip() for line in each.before)
    yield from (f"+ {_harmless(line)}".rstrip() for line in each.after)


def _harmless(line: str) -> str:
    """A line of somebody's file, which cannot steer the screen."""
    return "".join(c if c.isprintable() or c == "\t" else "\N{REPLACEMENT CHARACTER}" for c in line)


def _lines(changes: Sequence[Change]) -> str:
    """The lines that changed, next to one another as spans; of many spans the first."""
    spans: list[list[int]] = []
    for each in changes:
        end = each.line + max(len(each.before), 1) - 1
        if spans and each.line <= spans[-1][1] + 1:
            spans[-1][1] = end
        else:
            spans.append([each.line, end])
    told = [f"{begin}-{end}" if end > begin else f"{begin}" for begin, end in spans[:MOST_SPANS]]
    left = len(spans) - len(told)
    more = f" and {left} more place{'' if left == 1 else 's'}" if left else ""
    return f"line{'s' if len(told) > 1 or '-' in told[0] else ''} {', '.join(told)}{more}"


def formatted_total(answer: Sequence[Formatted], only_asked: bool) -> str:
    """How many files change, of how many."""
    changed = sum(bool(each.changes) and not each.is_left for each in answer)
    how = "would be laid out anew" if only_asked else "laid out anew"
    return f"{changed} of {len(answer)} file{'' if len(answer) == 1 else 's'} {how}"


def coverage(answer: Coverage) -> str:
    """The lines that no example needs, and how many they are."""
    said = (
        f"{len(answer.spare)} of {answer.tried} lines {'is' if len(answer.spare) == 1 else 'are'} needed by no example"
    )
    rows = [(f"{each.path}:{each.line}", each.article, each.text) for each in answer.spare]
    return Sheet(("place", "article", "line"), rows, (), (said,)).as_table() if rows else said


def _json(whole: object) -> str:
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _flat(value: object) -> str:
    """A value in one cell: lists with `; ` between, readings as `name=value`."""
    if isinstance(value, dict):
        return "; ".join(f"{name}={each}" for name, each in value.items())
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _cells(entry: Entry, with_agreement: bool = False) -> tuple[str, ...]:
    row = entry.shown()
    return tuple(row[name] for name in (*WHOSE[:with_agreement], *SHOWN))


def _kept(answer: Ledger, word: str) -> list[str]:
    """The bans that were kept, a line for those that the same states kept; none where there are none."""
    return [f"{word} by {bearers}: {', '.join(clauses)}" for bearers, clauses in by_keepers(answer.kept)]


def _asked(answer: Ledger) -> str:
    return f"as of {text(answer.as_of)}{_whose(answer)}"


def _whose(answer: Ledger) -> str:
    """As known when, according to whom, where that was asked."""
    known = f", as known on {text(answer.known_at)}" if answer.known_at is not None else ""
    whose = f", according to {answer.according_to}" if answer.according_to != "all" else ""
    return f"{known}{whose}"


def _frame(answer: Ledger) -> dict[str, object]:
    return {name: value for name, value in answer.as_dict().items() if name not in ("entries",)}


def _difference(each: Difference) -> dict[str, object]:
    return {
        "change": each.change,
        "id": each.entry.id,
        "before": each.before.as_dict() if each.before else None,
        "after": each.after.as_dict() if each.after else None,
    }


def _side_by_side(each: Difference) -> tuple[str, ...]:
    entry = each.entry
    sides = (_standing(each.before), _standing(each.after))
    return (when(entry.opened) or "", entry.bearer, entry.claimant, entry.act, *sides, entry.article)


def _falls_due(each: Due) -> tuple[str, ...]:
    entry = each.entry
    before = each.before.status if each.before is not None else "-"
    return (when(entry.due) or "", entry.bearer, entry.claimant, entry.act, entry.article, before)


def _standing(entry: Entry | None) -> str:
    if entry is None:
        return "-"
    if entry.status == "open" and entry.due is not None:
        return f"open, due {text(entry.due)}"
    return entry.status if entry.status in ("open", "undetermined") else f"{entry.status} {text(entry.since)}"


def _parts(answer: Explanation) -> Iterable[tuple[str, str, str]]:
    for witness in answer.witnesses:
        yield witness.part, witness.event, " | ".join(witness.reports)
    yield from (("reason", said, by) for said, by in _reasons(answer.reasons))
    yield from (("exception", said, by) for said, by in _reasons(answer.exceptions))
    for name, value, others, _ in answer.readings:
        yield "reading", f"{name}={value}", "; ".join(f"{other}: {then}" for other, then in others)
    yield from (("prevented", said, "") for said in answer.prevented)


def _reasons(reasons: Sequence[Reason]) -> Iterable[tuple[str, str]]:
    for each in reasons:
        yield each.text, " ".join(part for part in (each.by, each.article) if part)
        yield from _reasons(each.under)


def _explained(answer: Explanation) -> Iterable[str]:
    entry = answer.entry
    yield from answer.notes
    yield f"{entry.id}"
    yield f"{entry.bearer} {entry.modal} {entry.act}, toward {entry.claimant}: {_standing(entry)}"
    yield f"opened {text(entry.opened)}" + (f", due {text(entry.due)}" if entry.due is not None else "") + (
        f", breached {text(entry.breached)}" if entry.breached is not None else "") + (
        f", closed {text(entry.closed)}" if entry.closed is not None else "")  # fmt: skip
    yield from _cited(answer.passages, answer.place, answer.clause)
    for title, part in (("Because", "cause"), ("Closed by", "closing")):
        told = [witness for witness in answer.witnesses if witness.part == part]
        yield from ("", title) if told else ()
        for witness in told:
            yield from (f"    {witness.event}", *(f"        {report}" for report in witness.reports))
    yield from _section("And so", list(_tree(answer.reasons, 1)))
    yield from _section("Exceptions", list(_tree(answer.exceptions, 1)))
    yield from _section("Cannot be said", [f"    {each}" for each in entry.missing])
    yield from _section("Readings of the text", list(_readings(answer)))
    yield from _section("What would have changed it", [f"    {each}" for each in answer.prevented])


def _section(title: str, lines: list[str]) -> Iterable[str]:
    return ("", title, *lines) if lines else ()


def _tree(reasons: Sequence[Reason], depth: int) -> Iterable[str]:
    for each in reasons:
        behind = ", ".join(part for part in (each.by, each.article) if part)
        yield f"{'    ' * depth}{each.text}" + (f"  [{behind}]" if behind else "")
        yield from _tree(each.under, depth + 1)


def _readings(answer: Explanation) -> Iterable[str]:
    for name, value, others, asks in answer.readings:
        yield f"    {name} is {value}" + (f', for "{asks}"' if asks else "")
        for other, then in others:
            yield f"        {other}: {then}"


def _indented(lines: Sequence[str]) -> Iterable[str]:
    return (f"    {line}".rstrip() for line in lines)
