"""Declaring a sentence: the header of an `event` or a `fact` gives its words, its roles and what they may hold.

    event actor A attacks actor P [in place Z]
        cameo 190 195

Square brackets hold an optional part; a class before a letter is the sort of the role, `or` joins sorts.
"""

from dataclasses import dataclass, replace

from foedus.lang import sentences
from foedus.lang.blocks import RawItem, Row
from foedus.lang.lexicon import ARTICLES, CLASSES, PLURALS, Lexicon
from foedus.lang.terms import RESERVED
from foedus.lang.words import Word
from foedus.model.forms import Form, Option, Role, verb_infinitive
from foedus.text.diagnostic import Diagnostic, error

MOST_ROLES = 20
"""No sentence of a treaty speaks of more at once."""
FORM_LINES = ("addressee", "mutual", "infinitive", "cameo", "plover")


@dataclass(slots=True)
class _Draft:
    pattern: list[str | int]
    roles: list[Role]
    options: list[Option]
    takes_that: bool = False


def declared(item: RawItem, lexicon: Lexicon) -> Form | Diagnostic | None:
    """The form that an item declares; None where its header only names a form that exists."""
    head = item.rows[0].rest(2 if item.rows[0].first == "replace" else 1)
    draft = _draft(head, item.rows[0])
    if isinstance(draft, Diagnostic):
        return draft
    key = " ".join(part for part in draft.pattern if isinstance(part, str) and part not in ARTICLES)
    if key not in lexicon.forms and sentences.is_said(head, lexicon):
        return None  # a body for a sentence with one of its optional parts, or for one that holds another
    lines = [row for row in item.rows[1:] if row.first in FORM_LINES]
    older = lexicon.forms.get(key)
    if older is not None:
        if lines or any(word.text == "[" for word in head) or _differs(draft, older):
            hint = "a sentence is declared once; add a body to it, or choose other words"
            return error("declared-twice", f"`{key}` is declared already", item.rows[0].span, hint)
        return None
    return _with_lines(_form(item.header, key, draft), lines)


def _differs(draft: _Draft, older: Form) -> bool:
    """Whether the roles are said to hold what the older declaration does not let them hold."""
    return any(
        not older.roles[n].takes(sort) for n, role in enumerate(draft.roles[: len(older.roles)]) for sort in role.sorts
    )


def _form(kind: str, key: str, draft: _Draft) -> Form:
    verb = key.split(" ")[0]
    pattern, roles, options = tuple(draft.pattern), tuple(draft.roles), tuple(draft.options)
    return Form(
        key,
        kind,
        pattern,
        roles,
        options,
        verb_infinitive(verb),
        default_addressee(roles),
        takes_that=draft.takes_that,
    )


def default_addressee(roles: tuple[Role, ...]) -> int | None:
    """The role that a duty is owed to where the declaration names none: the first actor behind the subject."""
    return next((n for n, role in enumerate(roles) if n and ("actor" in role.sorts or "state" in role.sorts)), None)


def _draft(words: list[Word], row: Row) -> _Draft | Diagnostic:
    if sum(word.kind == "variable" for word in words) > MOST_ROLES:
        return error(
            "bad-form", f"a sentence has at most {MOST_ROLES} roles", row.span, "part it into several sentences"
        )
    draft, at = _Draft([], [], []), 0
    if words and words[-1].text == "that" and words[-1].kind == "word":
        draft.takes_that, words = True, words[:-1]
    while at < len(words):
        if words[at].text == "[":
            end = next((n for n in range(at, len(words)) if words[n].text == "]"), None)
            if end is None:
                return error(
                    "bad-form",
                    "this bracket does not close",
                    words[at].span,
                    "an optional part stands as `[in place Z]`",
                )
            wrong = _optional(words[at + 1 : end], draft, row)
            if wrong:
                return wrong
            at = end + 1
            continue
        at = _next(words, at, draft)
    leads = [option.words[0] for option in draft.options]
    if len(set(leads)) != len(leads):
        return error("bad-form", "two optional parts begin alike", row.span, "give each its own first word")
    return _sound(draft, row) or draft


def _next(words: list[Word], at: int, draft: _Draft) -> int:
    role, after = _slot(words, at, draft)
    if role is None:
        draft.pattern.append(words[at].text)
        return at + 1
    draft.pattern.append(len(draft.roles))
    draft.roles.append(role)
    return after


def _optional(words: list[Word], draft: _Draft, row: Row) -> Diagnostic | None:
    at = 0
    while at < len(words) and _slot(words, at, draft)[0] is None:
        at += 1
    role, after = _slot(words, at, draft) if at < len(words) else (None, 0)
    if at == 0 or role is None or after != len(words):
        return error("bad-form", "an optional part is words and then one role", row.span, "such as `[in place Z]`")
    said = tuple(word.text for word in words[:at])
    draft.options.append(Option(said, len(draft.roles)))
    draft.roles.append(replace(role, name=_free(said[-1], draft), optional=True))
    return None


def _slot(words: list[Word], at: int, draft: _Draft) -> tuple[Role | None, int]:
    sorts: list[str] = []
    start = at
    while at < len(words) and words[at].kind == "word":
        noun = PLURALS.get(words[at].text, words[at].text)
        if noun not in CLASSES or (sorts and words[at - 1].text != "or"):
            break
        sorts.append(noun)
        at += 1
        if at < len(words) and words[at].text == "or":
            at += 1
    if at < len(words) and words[at].kind == "variable":
        variable, at = words[at].text, at + 1
    elif not sorts and words[start].text == "this" and at + 1 < len(words) and words[at + 1].text == "agreement":
        sorts, variable, at = ["agreement"], "T", start + 2
    else:
        return None, start
    before = words[start - 1].text if start else ""
    name = "subject" if not draft.roles else "object" if not _verb_done(draft) else before
    sorts = ["state" if sort == "party" else sort for sort in sorts]
    return Role(_free(name, draft), tuple(sorts), variable), at


def _verb_done(draft: _Draft) -> bool:
    """Whether the next role follows a preposition: some word stands between it and the verb or the last role."""
    since = draft.pattern[draft.pattern.index(0) + 1 :] if 0 in draft.pattern else []
    words = [part for part in since if part not in ARTICLES]
    return len(words) != 1 or not isinstance(words[0], str)


def _free(name: str, draft: _Draft) -> str:
    taken = {role.name for role in draft.roles}
    return name if name not in taken else next(f"{name}{n}" for n in range(2, 99) if f"{name}{n}" not in taken)


def _sound(draft: _Draft, row: Row) -> Diagnostic | None:
    words = [part for part in draft.pattern if isinstance(part, str)]
    if not draft.roles or draft.pattern[0] != 0 or not words:
        return error(
            "bad-form",
            "a sentence begins with its subject and then its verb",
            row.span,
            "such as `event actor A attacks actor P`",
        )
    if draft.takes_that and draft.options:
        hint = "leave out the part in brackets, or declare a second sentence without `that`"
        return error("bad-form", "a sentence that takes another has no optional part", row.span, hint)
    reserved = next((word for word in words if word in RESERVED), None)
    if reserved:
        return error(
            "bad-form",
            f"`{reserved}` is a word of the language",
            row.span,
            "no sentence may use it as a word of its own",
        )
    is_fact = words[0] in ("is", "has")
    if is_fact != (row.words[1 if row.first == "replace" else 0].text == "fact"):
        hint = "facts begin with `is` or `has`, events with any other verb"
        return error("bad-form", f"`{words[0]}` does not make {'an event' if is_fact else 'a fact'}", row.span, hint)
    return None


def _with_lines(form: Form, lines: list[Row]) -> Form | Diagnostic:
    for row in lines:
        said = [word.text for word in row.rest()]
        if row.first in ("cameo", "plover"):
            form = replace(form, codes=(*form.codes, *((row.first, code) for code in said)))
        elif row.first == "infinitive":
            form = replace(form, infinitive=said[0] if said else "")
        else:
            places = [n for letter in said for n, role in enumerate(form.roles) if role.variable == letter]
            if len(places) != (2 if row.first == "mutual" else 1):
                return error(
                    "bad-form",
                    f"`{row.first}` names roles that the sentence lacks",
                    row.span,
                    "name them by their letters",
                )
            form = (
                replace(form, mutual=(places[0], places[1]))
                if row.first == "mutual"
                else replace(form, addressee=places[0])
            )
    return form
