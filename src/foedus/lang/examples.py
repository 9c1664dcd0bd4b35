"""Examples in a document: a journal in small, and every entry that it must give."""

from foedus.lang.blocks import RawItem, Row
from foedus.lang.findings import fail
from foedus.lang.words import Word
from foedus.model.agreement import Example, Result
from foedus.model.ledger import STATUSES
from foedus.model.moments import parse
from foedus.text.source import Span

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
        fail(
            "bad-example",
            f"example {head[0].text} does not say what it gives",
            item.span,
            "add a line `gives` and the entries, or `nothing`",
        )
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
    if moment is None:
        fail("bad-example", "the header goes on in an unknown way", row.span, "write `example NAME as of 1942-01-01`")
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


def _result(row: Row) -> Result:
    words = row.rest(0)
    comma = next((n for n, word in enumerate(words) if word.text == "," and word.kind == "sign"), 0)
    said = words[:comma]
    if len(said) < 3 or said[1].text not in VERBS or comma + 1 >= len(words) or words[comma + 1].text not in STATUSES:
        fail(
            "bad-example",
            "this line does not say an entry",
            row.span,
            "write `GBR owes assistance to SUN, open 1941-06-22`, or `GBR breaches NAME toward SUN, breached DATE`",
        )
    verb, since = said[1].text, None
    claimant = " ".join(word.text for word in said[4:]) if len(said) > 4 and said[3].text == VERBS[verb] else ""
    if len(said) > 3 and not claimant:
        fail("misfit", f"`{said[3].text}` does not fit here", said[3].span, f"write `{verb} ... {VERBS[verb]} SUN`")
    if comma + 3 < len(words):
        fail(
            "misfit", f"`{words[comma + 3].text}` does not fit here", words[comma + 3].span, "a line ends with its date"
        )
    if comma + 2 < len(words):
        since = parse(words[comma + 2].text)
        if since is None:
            fail(
                "no-such-date", f"`{words[comma + 2].text}` is no date", words[comma + 2].span, "write it as YYYY-MM-DD"
            )
    return Result(said[0].text, verb, said[2].text, claimant, words[comma + 1].text, since, row.span)
