"""Examples in a document: a journal in small, and every entry that it must give."""

from typing import NoReturn

from foedus.lang.blocks import HEADERS, RawItem, Row, near_keyword
from foedus.lang.findings import fail
from foedus.lang.near import did_you_mean, how_to_date, meant, nearest
from foedus.lang.words import Word
from foedus.model.agreement import Example, Result
from foedus.model.ledger import STATUSES
from foedus.model.moments import parse
from foedus.text.source import Span

WRITTEN = "write `GBR owes assistance to SUN, open 1941-06-22`, or `GBR breaches NAME toward SUN, breached DATE`"
VERBS = {"owes": "to", "breaches": "toward", "holds": "to"}
"""How a result line says whose entry it is: the word before the claimant depends on the verb."""


def example(item: RawItem) -> Example:
    """The example that an item states; its journal lines stay unread until it is run."""
    head = item.rows[0].rest()
    if not head:
        fail(
            "bad-example",
            "an example has a name",
            item.rows[0].span,
            "such as `example peace-after-peace as of 1942-01-01`",
        )
    as_of = _as_of(head[1:], item.rows[0])
    gives = next((n for n, row in enumerate(item.rows) if row.first == "gives"), None)
    if gives is None:
        odd = next((row for row in item.rows[1:] if near_keyword(row.word, ("gives",)) == "gives"), None)
        hint = meant("gives" if odd else None, "add a line `gives` and the entries, or `nothing`")
        where = odd.words[0].span if odd else item.span
        fail("bad-example", f"example {head[0].text} does not say what it gives", where, hint)
    journal, readings = [], []
    for row in item.rows[1:gives]:
        if row.first == "reading":
            readings.append(_reading(row))
        else:
            journal.append(_whole(row))
    return Example(head[0].text, as_of, tuple(readings), tuple(journal), _results(item, gives), item.article, item.span)


def _results(item: RawItem, gives: int) -> tuple[Result, ...]:
    rows = item.rows[gives + 1 :]
    alone = len(item.rows[gives].words) == 1
    if alone and len(rows) == 1 and rows[0].first == "nothing" and len(rows[0].words) == 1:
        return ()
    if not rows or not alone:
        hint = "write the entries, or `nothing`, on lines of their own"
        fail("bad-example", "what it gives is missing", item.rows[gives].span, hint)
    return tuple(_result(row) for row in rows)


def _as_of(words: list[Word], row: Row) -> int | None:
    if not words:
        return None
    moment = parse(words[2].text) if [word.text for word in words[:2]] == ["as", "of"] and len(words) == 3 else None
    if moment is None and words[-1].kind == "date" and parse(words[-1].text) is None:
        title = f"`{words[-1].text}` is no date of the calendar"
        fail("no-such-date", title, words[-1].span, how_to_date(words[-1].text))
    if moment is None:
        near = f"as of {words[-1].text}" if words[-1].kind == "date" else None
        hint = meant(near, "write `example NAME as of 1942-01-01`")
        fail("bad-example", "the header goes on in an unknown way", words[0].span.to(words[-1].span), hint)
    return moment


def _reading(row: Row) -> tuple[str, str]:
    words = row.rest()
    at = 2
    if len(words) < 3 or words[1].text != "is":
        fail("bad-example", "this does not choose a reading", row.span, "write `reading NAME is VALUE`")
    return words[0].text, " ".join(word.text for word in words[at:])


def _whole(row: Row) -> Span:
    """The line up to its end, with the data behind `;` that the words leave out."""
    source, begin = row.span.source, row.span.begin
    end = source.text.find("\n", begin)
    return source.span(begin, end if end >= 0 else len(source.text))


def _no_entry(row: Row, words: list[Word], comma: int) -> NoReturn:
    """Say what is wrong with a line that says no entry: its verb, its status, its comma, or all of it."""
    if row.first == "nothing":
        hint = "leave out `nothing`, or the entries beside it"
        fail("bad-example", "`nothing` stands alone", row.span, hint)
    header = nearest(row.first, HEADERS)
    if header is not None and len(words) > 1:
        fail("bad-example", f"`{row.first}` begins no entry", words[0].span, meant(header, WRITTEN))
    status = next((word for word in words[3:] if word.text in STATUSES), None)
    if not comma and status is not None:
        fail("bad-example", "a comma stands before the status of an entry", status.span, WRITTEN)
    if len(words) > 1 and comma != 1 and words[1].text not in VERBS:
        title = f"`{words[1].text}` is not how an entry is said"
        fail("bad-example", title, words[1].span, did_you_mean(words[1].text, VERBS, WRITTEN))
    if comma and comma + 1 < len(words):
        said = words[comma + 1]
        hint = did_you_mean(said.text, STATUSES, f"an entry is {', '.join(STATUSES)}")
        fail("bad-example", f"no entry stands `{said.text}`", said.span, hint)
    fail("bad-example", "this line does not say an entry", row.span, WRITTEN)


def _result(row: Row) -> Result:
    words = row.rest(0)
    comma = next((n for n, word in enumerate(words) if word.text == "," and word.kind == "sign"), 0)
    said, status = words[:comma], words[comma + 1] if comma + 1 < len(words) else None
    if len(said) < 3 or said[1].text not in VERBS or status is None or status.text not in STATUSES:
        _no_entry(row, words, comma)
    verb, since = said[1].text, None
    claimant = " ".join(word.text for word in said[4:]) if len(said) > 4 and said[3].text == VERBS[verb] else ""
    if len(said) > 3 and not claimant:
        fail("misfit", f"`{said[3].text}` does not fit here", said[3].span, f"write `{verb} ... {VERBS[verb]} SUN`")
    if comma + 2 < len(words):
        last = words[comma + 2]
        since = parse(last.text)
        if since is None:
            what = "is no date of the calendar" if last.kind == "date" else "stands where the date is expected"
            fail("no-such-date", f"`{last.text}` {what}", last.span, how_to_date(last.text))
    if comma + 3 < len(words):
        last = words[comma + 3]
        fail("misfit", f"`{last.text}` does not fit here", last.span, "a line ends with its date")
    return Result(said[0].text, verb, said[2].text, claimant, status.text, since, row.span)
