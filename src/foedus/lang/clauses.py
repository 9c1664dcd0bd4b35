"""Clauses: one act under a modal verb, with the lines that open, limit and end it."""

from dataclasses import dataclass, field
from typing import NoReturn, TypeVar

from foedus.lang import proper, sentences, slips
from foedus.lang.blocks import RawItem, Row, no_place
from foedus.lang.bounds import bound, recurrence
from foedus.lang.clause_forms import parameters
from foedus.lang.conditions import condition, constants, duration, happened, is_misspelt
from foedus.lang.findings import Fault, fail, sound
from foedus.lang.lexicon import Lexicon
from foedus.lang.near import meant, nearest
from foedus.lang.terms import class_at, terms
from foedus.lang.words import Word
from foedus.model.agreement import Act, Clause, Deadline, Limit, Opener, Recurrence
from foedus.model.terms import Choice, Condition, Sentence, Term
from foedus.text.source import Span

_T = TypeVar("_T")
LIKE_MODALS = {"shall": "must", "should": "must", "will": "must", "ought": "must", "undertakes": "must",
               "undertake": "must", "engages": "must", "engage": "must", "mus": "must", "musst": "must",
               "msut": "must", "mut": "must", "might": "may", "mays": "may", "could": "can", "cannot": "can",
               "shan't": "must not", "mustn't": "must not"}  # fmt: skip
"""Words by which other texts bind, and slips of the pen, with the one word for it here."""
LIKE_EVERY = {
    "each": "every",
    "both": "every",
    "either": "every",
    "parties": "every party",
    "any": "every",
    "neither": "no",
    "the": "every",
}
KEYWORDS = (
    "when",
    "every",
    "where",
    "while",
    "unless",
    "at once",
    "within",
    "by",
    "before",
    "until",
    "owed",
    "subject",
)
MODALS = ("must", "may", "can")
LIMITS = ("where", "while", "unless")
LINES = ("when", "every", *LIMITS, "at once", "within", "by", "before", "until", "owed to", "owed by", "subject to",
         "a line with `must`, `may` or `can`")  # fmt: skip


@dataclass(slots=True)
class LimitDraft:
    """A `where`, `while` or `unless` that may still go on in the next line."""

    word: str
    conditions: list[Condition]
    span: Span

    def done(self) -> Limit:
        """The limit as read."""
        return Limit(self.word, tuple(self.conditions), self.span)


@dataclass(slots=True)
class _Draft:
    openers: list[Opener] = field(default_factory=list)
    limits: list[LimitDraft] = field(default_factory=list)
    until: list[Sentence] = field(default_factory=list)
    act: Act | None = None
    deadline: Deadline | None = None
    recurrence: Recurrence | None = None
    owed: dict[str, list[Term]] = field(default_factory=lambda: {"to": [], "by": []})
    subject_to: list[str] = field(default_factory=list)


def clause(item: RawItem, lexicon: Lexicon) -> Clause:
    """The clause that an item states."""
    head = item.rows[0]
    replaces = head.first == "replace"
    words = head.rest(2 if replaces else 1)
    blanks: tuple[tuple[str, str], ...] = ()
    if len(words) > 1 and words[1].text == "with":
        blanks, words = parameters(words[2:], head.span), words[:1]
    if len(words) != 1:
        joined = "-".join(word.text for word in words if word.kind in ("word", "name", "state"))
        hint = meant(f"clause {joined}" if joined else None, "such as `clause no-separate-peace`")
        fail("bad-clause", "a clause has a name of one word", head.span, hint)
    draft = _Draft()
    going_on: LimitDraft | None = None
    for row in item.rows[1:]:
        going_on = _line(row, lexicon, draft, going_on)
    if draft.act is None:
        fail(
            "no-act",
            f"clause {words[0].text} says of nobody what they must, may or can do",
            item.span,
            "add a line such as `every party must ...`",
        )
    limits = tuple(limit.done() for limit in draft.limits)
    return Clause(
        name=words[0].text,
        act=draft.act,
        openers=tuple(draft.openers),
        limits=limits,
        deadline=draft.deadline,
        until=tuple(draft.until),
        recurrence=draft.recurrence,
        owed_to=tuple(draft.owed["to"]),
        owed_by=tuple(draft.owed["by"]),
        subject_to=tuple(draft.subject_to),
        parameters=blanks,
        replaces=replaces,
        article=item.article,
        span=item.span,
    )


def _line(row: Row, lexicon: Lexicon, draft: _Draft, going_on: LimitDraft | None) -> LimitDraft | None:
    """Take one line; the limit that the next line may go on with, if any."""
    if row.first in LIMITS:
        limit = LimitDraft(row.first, [_condition(row, 1, lexicon)], row.span)
        draft.limits.append(limit)
        return limit
    if row.first == "when":
        draft.openers.append(Opener(sound(sentences.read(row.rest(), lexicon, _behind(row, 1)))))
    elif row.first == "until":
        draft.until.append(happened(row.rest(), lexicon, _behind(row, 1)))
    elif (row.first == "within" and going_on is None) or (row.first == "at" and _says(row, 1, "once")):
        draft.deadline = _one(draft.deadline, _deadline(row), row, "deadline")
    elif row.first in ("by", "before"):
        moment = bound(row.first, row.rest(), lexicon, row.span)
        draft.deadline = _one(draft.deadline, Deadline(None, "", moment, row.span), row, "deadline")
    elif row.first == "every" and _is_recurrence(row, lexicon):
        draft.recurrence = _one(draft.recurrence, recurrence(row.rest(), lexicon, row.span), row, "recurrence")
    elif row.first == "owed" and len(row.words) > 2 and row.words[1].text in draft.owed:
        draft.owed[row.words[1].text].append(_owed(row, lexicon))
    elif row.first == "subject" and [word.text for word in row.words[1:3]] == ["to", "clause"] and len(row.words) == 4:
        draft.subject_to.append(row.words[3].text)
    elif any(word.text in MODALS and word.kind == "word" for word in row.words):
        draft.act = _one(draft.act, _act(row, lexicon), row, "act")
    elif going_on is not None and not _binds_elsewhere(row, lexicon) and not is_misspelt(row, KEYWORDS, lexicon):
        going_on.conditions.append(_condition(row, 0, lexicon))
        return going_on
    else:
        _refuse(row)
    return None


def _like_modal(row: Row) -> Word | None:
    """A word that binds in other texts, where the line has none that binds here."""
    return next((word for word in row.words if word.kind == "word" and word.text in LIKE_MODALS), None)


def _binds_elsewhere(row: Row, lexicon: Lexicon) -> bool:
    """Whether a line is no condition, and has a word that binds in other texts."""
    try:
        return _like_modal(row) is not None and _condition(row, 0, lexicon) is None
    except Fault:
        return True


def _refuse(row: Row) -> NoReturn:
    """Say of a line that has no place in a clause what it was perhaps meant to be."""
    modal = _like_modal(row)
    if modal is not None:
        hint = meant(LIKE_MODALS[modal.text], "a duty is `must`, a right `may`, a power `can`")
        fail("bad-modal", f"`{modal.text}` binds nobody here", modal.span, hint)
    otherwise = f"a clause has lines with {', '.join(LINES)}"
    no_place(row, "in a clause", KEYWORDS, otherwise)


def _one(older: _T | None, new: _T, row: Row, what: str) -> _T:
    if older is not None:
        fail("bad-clause", f"a clause has one {what}, and this is its second", row.span, "write a clause of its own")
    return new


def _is_recurrence(row: Row, lexicon: Lexicon) -> bool:
    """Whether `every` stands before a length of time and not before those who must do something."""
    is_bearer = _says(row, 1, "other") or class_at(row.rest(), 0, lexicon.nouns)[0] is not None
    return not is_bearer and not any(word.text in MODALS for word in row.words)


def _owed(row: Row, lexicon: Lexicon) -> Term:
    words = row.rest(2)
    found = next((term for term, after in terms(words, 0, lexicon.nouns) if after == len(words)), None)
    if found is None:
        fail("misfit", f"`{words[0].text}` does not say to whom or by whom", row.span, "write `owed to all parties`")
    return found


def _says(row: Row, at: int, word: str) -> bool:
    return len(row.words) > at and row.words[at].text == word


def _behind(row: Row, skip: int) -> Span:
    return row.words[min(skip, len(row.words) - 1)].span.to(row.words[-1].span)


def _condition(row: Row, skip: int, lexicon: Lexicon) -> Condition:
    return condition(row.rest(skip), lexicon, _behind(row, skip))


def _deadline(row: Row) -> Deadline:
    if row.first == "at" and len(row.words) == 2:
        return Deadline(None, "at-once", None, row.span)
    if len(row.words) == 2 and row.words[1].kind in ("word", "variable"):
        return Deadline(None, row.words[1].text, None, row.span)
    length, after = duration(row.rest(0), 1, row.words[-1].span)
    if after != len(row.words):
        fail(
            "misfit",
            "the deadline goes on after its length",
            row.words[after].span,
            "write `within 14 days` on a line of its own",
        )
    return Deadline(length, "", None, row.span)


def _act(row: Row, lexicon: Lexicon) -> Act:
    words = row.rest(0)
    at = next(n for n, word in enumerate(words) if word.text in MODALS and word.kind == "word")
    bearer = next((term for term, after in terms(words, 0, lexicon.nouns) if after == at), None)
    if isinstance(bearer, Choice):
        hint = "write `every party` where it binds them all, or a clause for each"
        fail(
            "bad-bearer", "nobody is bound jointly: a clause has one bearer", words[0].span.to(words[at - 1].span), hint
        )
    if bearer is None:
        sound(slips.capital(words[:at], lexicon) or bearer)
        fail(
            "bad-bearer",
            "it is not clear who is bound",
            words[0].span if at else row.span,
            meant(_instead(words[0]), "begin with `every party`, `no party`, a letter or a state"),
        )
    for each in constants(bearer):
        sound(proper.unknown(each, ("state",), lexicon, row.span))
    modal, skip = words[at].text, at + 1
    negated = skip < len(words) and words[skip].text == "not"
    no = getattr(bearer, "determiner", "") == "no"
    if (modal == "may" and negated) or (modal == "must" and (no or (negated and getattr(bearer, "determiner", "")))):
        fail(
            "bad-modal",
            f"`{row.span.text}` can be read in two ways",
            row.span,
            "a ban is `no party may ...`, or `GBR must not ...` for one who is named",
        )
    if modal == "can" and negated:
        fail("bad-modal", "a power is taken away with `no`", row.span, "write `no party can ...`")
    deeds = tuple(_deed(part, lexicon, row.span) for part in _alternatives(words[skip + negated :], lexicon))
    kind = "can not" if no and modal == "can" else "must not" if negated or no else modal
    return Act(bearer, kind, deeds, row.span)


def _instead(word: Word) -> str | None:
    """The determiner that may be meant by a word before `must`."""
    is_word = word.kind in ("word", "name")
    return LIKE_EVERY.get(word.text.casefold()) or nearest(word.text, ("every", "no")) if is_word else None


def _deed(words: list[Word], lexicon: Lexicon, span: Span) -> Sentence:
    where = words[0].span.to(words[-1].span) if words else span
    return sound(sentences.read_deed(words, lexicon, where))


def _alternatives(words: list[Word], lexicon: Lexicon) -> list[list[Word]]:
    """The deeds that `or` parts: an `or` before a verb parts deeds, any other joins names."""
    parts: list[list[Word]] = [[]]
    for n, word in enumerate(words):
        after = words[n + 1] if n + 1 < len(words) else None
        if (
            word.text == "or"
            and word.kind == "word"
            and after is not None
            and after.kind == "word"
            and lexicon.said_by("infinitive", after.text)
        ):
            parts.append([])
        else:
            parts[-1].append(word)
    return parts
