"""Conditions that count: how many there are, how often it happened, how much it makes.

number of persons N such that N is an agent of P in Q is more than 100
number of times within 1 year earlier P inspects a base is less than 18
sum of N such that earlier P destroys number N of goods G is at least 500
"""

from collections.abc import Callable

from foedus.lang.findings import fail
from foedus.lang.lexicon import Nouns
from foedus.lang.terms import COMPARES, class_at
from foedus.lang.words import Word
from foedus.model.terms import Condition, Count, Holds, Past
from foedus.text.source import Span

HINT = (
    "write `number of states X such that ... is at least 2`, `number of times ... is less than 18`, or `sum of N ...`"
)


def is_count(words: list[Word]) -> bool:
    """Whether these words begin as a condition that counts does."""
    return [word.text for word in words[:2]] in (["number", "of"], ["sum", "of"])


def count(words: list[Word], span: Span, nouns: Nouns, inner: Callable[[list[Word], Span], Condition]) -> Count:
    """The condition that these words state; `inner` reads the condition that is counted."""
    at, compare, than = _comparison(words, span)
    begin, what, variable = 3, words[0].text, ""
    cls = None
    if what == "number" and words[2].text == "times":
        what = "times"
    else:
        if what == "number":
            cls, begin = class_at(words, 2, nouns)
            if cls is None:
                fail("misfit", f"`{words[2].text}` is no class of things", words[2].span, HINT)
        else:
            begin = 2
        if begin >= at or words[begin].kind != "variable":
            fail("misfit", "a letter is expected here", words[min(begin, at)].span, HINT)
        variable = words[begin].text
        if [word.text for word in words[begin + 1 : begin + 3]] != ["such", "that"]:
            fail("misfit", "`such that` is expected here", words[min(begin + 1, at)].span, HINT)
        begin += 3
    if begin >= at:
        fail("no-sentence", "what is counted is missing", span, HINT)
    stated = inner(words[begin:at], words[begin].span.to(words[at - 1].span))
    if not isinstance(stated, (Holds, Past)):
        fail("misfit", "only facts and events can be counted", span, HINT)
    if what == "times" and not isinstance(stated, Past):
        fail("misfit", "only events happen a number of times", span, "write `number of times earlier ...`")
    return Count(what, variable, cls, stated, compare, than, span)


def _comparison(words: list[Word], span: Span) -> tuple[int, str, str]:
    """Where the counted condition ends, how the number is compared, and with what."""
    last = words[-1]
    for compare in COMPARES:
        said = compare.split(" ")
        at = len(words) - 2 - len(said)
        if at > 0 and [word.text for word in words[at:-1]] == ["is", *said] and last.kind in (
            "number", "word", "variable",
        ):  # fmt: skip
            return at, compare, last.text.replace("_", "")
    fail("misfit", "the number is compared with nothing", span, f"end with `is` and one of {', '.join(COMPARES)}")
