"""Sentences in the words of a newspaper or of a treaty's own text, and the same as they are declared.

POL was attacked by DEU      an act is declared in the singular present, its doer first: `DEU attacks POL`
DEU does not attack POL      what did not happen is no event
"""

from collections.abc import Iterator
from dataclasses import dataclass

from foedus.lang.lexicon import Lexicon
from foedus.lang.near import meant, nearest
from foedus.lang.terms import DETERMINERS, Words, terms
from foedus.lang.words import Word, quoted
from foedus.model import states
from foedus.model.forms import NAMED_BY_CLASS, Form
from foedus.text.diagnostic import Diagnostic, error
from foedus.text.source import Span

BE = ("is", "are", "was", "were", "be", "been", "being")
COMING = ("will", "shall", "would", "should", "must", "may", "might", "can", "could", "did", "do", "does")
NOT = ("not", "never")
JOINED = {"don't": "do", "doesn't": "does", "didn't": "did", "won't": "will", "cannot": "can", "isn't": "is"}
"""Words that say a verb and its `not` in one."""
PREPOSITIONS = ("with", "between", "of", "from", "to", "on", "about", "against", "in", "for", "by")
LIKE_AGREEMENT = ("agreement", "treaty", "pact", "convention", "protocol")
ELSE = {",": "write a line for each of them", "and": "what else there is stands in a line or a clause of its own",
        "it": "name it by its letter or its name", "them": "name them by a letter or their names",
        "him": "name him", "her": "name her", "each": "write `every other party`",
        "or": "write a second line, or a second clause, for it", "the": "write the letter, or the name, that is meant",
        "any": "leave it out: a letter stands for anybody", "some": "leave it out: a letter stands for anybody",
        **dict.fromkeys(("when", "where", "while", "unless", "until", "within"), "a new line begins here")}  # fmt: skip
"""What to do about words that fit no declared sentence, before its form is told."""
SAY_WHICH = ("this agreement", "an agreement", "a agreement")
IRREGULAR = {"made": "make", "broke": "break", "broken": "break", "withdrew": "withdraw", "withdrawn": "withdraw",
             "gave": "give", "given": "give", "took": "take", "taken": "take", "sent": "send", "sank": "sink",
             "sunk": "sink", "laid": "lay", "swept": "sweep", "left": "leave", "held": "hold", "built": "build",
             "sold": "sell", "put": "put", "found": "find", "met": "meet", "began": "begin", "begun": "begin",
             "paid": "pay", "sought": "seek", "brought": "bring", "went": "go", "led": "lead"}  # fmt: skip
"""Past forms that no rule gives, with their infinitives."""
DENIED = "only what is so can be denied, by `not` behind `is` or `has`"


@dataclass(frozen=True, slots=True)
class Reworded:
    """What is odd in a sentence and where; how it is said, which counts only if that is declared; what to do."""

    title: str
    span: Span
    words: Words
    hint: str
    form: Form | None = None


def which_agreement(words: Words) -> tuple[int, Span] | None:
    """Where an agreement is spoken of without saying which, as (the place, its span); None where none is.

    `agreement pact`, `this agreement` and `another agreement` say which; `the agreement`, `this treaty` do not.
    """
    for n, word in enumerate(words):
        after = words[n + 1] if n + 1 < len(words) else None
        is_bare = after is None or after.kind == "state" or (after.kind == "word" and after.text in PREPOSITIONS)
        article = words[n - 1] if n and words[n - 1].text in ("the", "an", "our", "its", "this", "a") else None
        said = word.text if article is None else f"{article.text} {word.text}"
        if is_bare and word.kind == "word" and word.text in LIKE_AGREEMENT and said not in SAY_WHICH:
            return (n, word.span) if article is None else (n - 1, article.span.to(word.span))
    return None


def capital(words: Words, lexicon: Lexicon) -> Diagnostic | None:
    """The finding on a word of the language that is written large, as the texts of treaties do; None where none is."""
    small = {*lexicon.nouns, *DETERMINERS, "third", "other", "this"}
    for word in words:
        if word.kind == "name" and word.text.casefold() in small and word.text not in lexicon.names:
            title = f"`{word.text}` is a name, because it is written large"
            hint = meant(word.text.casefold(), "classes and the words before them are written small")
            return error("misfit", title, word.span, hint)
    return None


def rewordings(words: Words, lexicon: Lexicon, deed: bool) -> Iterator[Reworded]:
    """The ways in which these words may have been meant; `deed` where they stand behind `must`, `may` or `can`."""
    if deed:
        yield from _behind_a_modal(words, lexicon) if words else ()
        return
    for n, word in enumerate(words):
        if word.kind == "word":
            yield from _denied(words, n, lexicon)
            yield from _passive(words, n, lexicon)
            yield from _otherwise(words, n, lexicon)


def _behind_a_modal(words: Words, lexicon: Lexicon) -> Iterator[Reworded]:
    skip = 1 if words[0].text == "to" else 0
    form = _form(words[skip].text, lexicon) if skip < len(words) and words[skip].kind == "word" else None
    if form is not None:
        said = [_word(form.infinitive, words[skip]), *words[skip + 1 :]]
        title = f"behind `must`, `may` or `can` the verb is `{form.infinitive}`"
        yield Reworded(title, words[0].span.to(words[skip].span), said, f"write `{_text(said)}`", form)


def _denied(words: Words, n: int, lexicon: Lexicon) -> Iterator[Reworded]:
    """`does not attack`, `never attacked`, `is no longer at war with`."""
    word, rest = words[n].text, [each.text for each in words[n + 1 : n + 3]]
    joined = word in JOINED
    if word in (*BE, "isn't") and (joined or rest[:1] == ["never"] or rest == ["no", "longer"]):
        skip = 1 if joined else 3 if rest[:1] == ["no"] else 2
        said = [*words[:n], _word("is", words[n]), _word("not", words[n]), *words[n + skip :]]
        yield Reworded("what is not so is said with `is not`", words[n].span, said, f"write `{_text(said)}`")
    at = n + (1 if joined else 2)
    if at >= len(words) or not (joined or (word in COMING and rest[:1] in (["not"], ["never"]))):
        return
    form = _form(words[at].text, lexicon)
    if form is not None:
        said = [*words[:n], _word(form.pattern[1], words[at]), *words[at + 1 :]]
        title = f"`{_text(words[n : at + 1])}`: what somebody does not do is no event"
        hint = f"{DENIED}; leave it out, or write `unless earlier {_text(said)}` as a condition, `must not` as a ban"
        yield Reworded(title, words[n].span.to(words[at].span), said, hint, form)


def _passive(words: Words, n: int, lexicon: Lexicon) -> Iterator[Reworded]:
    """`is attacked by DEU`, `has been attacked by DEU`."""
    by = next((at for at in range(n + 1, min(n + 4, len(words))) if words[at].text == "by"), None)
    if words[n].text not in (*BE, "has", "had", "have") or by is None:
        return
    form = _form(words[by - 1].text, lexicon)
    agent = next((after for _, after in terms(words, by + 1, lexicon.nouns)), None)
    if form is None or agent is None:
        return
    said = [*words[by + 1 : agent], _word(form.pattern[1], words[by - 1]), *words[:n], *words[agent:]]
    title = f"`{_text(words[n : by + 1])}` says the act from its other side"
    hint = f"who acts stands first: write `{_text(said)}`"
    if any(word.text in NOT for word in words[n:by]):
        title = f"`{_text(words[n : by + 1])}`: what somebody does not do is no event"
        hint = f"{DENIED}; write `unless earlier {_text(said)}` as a condition"
    yield Reworded(title, words[n].span.to(words[by].span), said, hint, form)


def _otherwise(words: Words, n: int, lexicon: Lexicon) -> Iterator[Reworded]:
    """Another tense: `attacked`, `has attacked`, `is attacking`, `will attack`, `was at war with`."""
    now = {"was": "is", "were": "is", "had": "has"}.get(words[n].text)
    if now is not None:
        said = [*words[:n], _word(now, words[n]), *words[n + 1 :]]
        yield Reworded(f"`{words[n].text}` is not in the present", words[n].span, said, f"write `{_text(said)}`")
    at = n
    while at + 1 < len(words) and at < n + 2 and words[at].text in (*BE, *COMING, "has", "had", "have"):
        at += 1
    form = _form(words[at].text, lexicon) if words[at].kind == "word" else None
    if form is not None and words[at].text not in BE and (at > n or words[at].text != form.pattern[1]):
        said = [*words[:n], _word(form.pattern[1], words[at]), *words[at + 1 :]]
        title = f"`{_text(words[n : at + 1])}` is not how the act is declared"
        hint = f"an act is said in the singular present: write `{_text(said)}`"
        yield Reworded(title, words[n].span.to(words[at].span), said, hint, form)


def _form(word: str, lexicon: Lexicon) -> Form | None:
    """A declared act whose verb has this as one of its forms; None where no act has it."""
    for each in (word, *_stems(word)):
        for mood in ("infinitive", "finite"):
            found = next((form for form in lexicon.said_by(mood, each) if form.is_event), None)
            if found is not None:
                return found
    return None


def _stems(word: str) -> Iterator[str]:
    """Infinitives that a past form or a gerund may come from."""
    if word in IRREGULAR:
        yield IRREGULAR[word]
    for ending in ("ied", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 2:
            continue
        yield from (f"{stem}y",) if ending == "ied" else (stem, f"{stem}e")
        if stem[-1] == stem[-2]:
            yield stem[:-1]


def _word(text: str | int, place: Word) -> Word:
    return Word("word", str(text), place.span)


def _text(words: Words) -> str:
    return " ".join(quoted(word.text) if word.kind == "text" else word.text for word in words)


def otherwise(wrong: Word, expected: str, sentence: str) -> str:
    """The hint on a word that does not fit where the sentence wants something else."""
    if wrong.text in ELSE:
        return f"{ELSE[wrong.text]}; {sentence}"
    sort = expected.split(" ")[0]
    if wrong.kind in ("word", "name", "text") and sort in NAMED_BY_CLASS and wrong.text not in DETERMINERS:
        return meant(f"{sort} {wrong.text}", sentence)
    if wrong.kind == "word" and sort in ("actor", "state"):
        return meant(wrong.text.upper() if states.known(wrong.text.upper()) else states.by_name(wrong.text), sentence)
    if wrong.kind == "word" and expected.startswith("`"):
        return meant(nearest(wrong.text, (expected.strip("`"),)), sentence)
    return sentence
