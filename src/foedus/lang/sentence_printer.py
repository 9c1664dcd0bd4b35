"""Terms, sentences and conditions as they are written: the inside of a printed line.

>>> from foedus.lang.standard import standard_lexicon
>>> form = standard_lexicon().forms["assists"]
>>> sentence(Sentence(form, (Quantified("every", Class("party")), Variable("P"), None)))
'every party assists P'
"""

from collections.abc import Iterator

from foedus.lang.blocks import HEADERS
from foedus.lang.lexicon import ARTICLES, CLASSES, PLURALS, verb_of
from foedus.lang.terms import DETERMINERS, RESERVED
from foedus.lang.words import quoted, split
from foedus.model.forms import NAMED_BY_CLASS, Form
from foedus.model.terms import (
    THIS_AGREEMENT,
    Choice,
    Class,
    Condition,
    Count,
    Holds,
    Past,
    Quantified,
    ReadingIs,
    Sentence,
    Term,
    Variable,
)
from foedus.text.source import Source

_ALSO = ("partys", "people", "agencies", "goodss")
"""Plurals that are read and not written."""
_LINE_WORDS = ("when", "where", "while", "unless", "from", "until", "within", "at", "earlier", "reading", "is", "are")
_AMBIGUOUS = frozenset((*RESERVED, *ARTICLES, *DETERMINERS, *CLASSES, *PLURALS, *HEADERS, *_LINE_WORDS))


def name(value: str) -> str:
    """A name as it is written: bare where it is one word that nothing else is, else in quotes."""
    return word(value) if value not in _AMBIGUOUS else quoted(value)


def word(value: str) -> str:
    """A value bare where it is one word, else in quotes."""
    return value if kind(value) not in ("", "sign", "text") else quoted(value)


def value_word(value: str) -> str:
    """A value of a reading bare where it is one word that is no word of the language, else in quotes."""
    return word(value) if value not in RESERVED else quoted(value)


def kind(value: str) -> str:
    """The kind of the one word that a value is; "" where it is none or several."""
    words, wrong = split(Source("", value), 0, len(value))
    return words[0].kind if len(words) == 1 and not wrong and words[0].text == value else ""


def words_or_text(value: str) -> str:
    """Words that a line takes as they stand, such as `military alliance against DEU`, else one quoted text."""
    words, wrong = split(Source("", value), 0, len(value))
    plain = words and not wrong and all(each.kind not in ("sign", "text") for each in words)
    return value if plain and " ".join(each.text for each in words) == value else quoted(value)


def plural(cls: Class) -> str:
    """A class in the plural: `third states`, `parties`."""
    noun = next((said for said, noun in PLURALS.items() if noun == cls.noun and said not in _ALSO), f"{cls.noun}s")
    noun = f"{noun[:-2]}ies" if noun.endswith("ys") and noun[-3:-2] not in "aeiou" else noun
    return f"third {noun}" if cls.third else noun


def term(value: Term, of: Form | None = None) -> str:
    """A term as it is written; in a sentence of the form `of` a name is quoted where it could be a word of it."""
    if isinstance(value, Variable):
        return f"{value.cls} {value.name}" if value.cls else value.name
    if isinstance(value, Quantified):
        return f"{_determined(value)} {value.variable}".rstrip()
    if isinstance(value, Choice):
        return f" {value.joiner} ".join(term(item, of) for item in value.items)
    if value.value == THIS_AGREEMENT and value.kind == "agreement":
        return THIS_AGREEMENT
    if value.kind in NAMED_BY_CLASS:
        return f"{value.kind} {_name_in(value.value, of)}"
    shown = quoted(value.value) if value.kind == "text" else value.value
    return f"{value.cls} {shown}" if value.cls else shown


def _name_in(value: str, of: Form | None) -> str:
    said = set(said_by(of)) if of else set()
    return name(value) if kind(value) in ("word", "name") and value not in said else quoted(value)


def said_by(form: Form) -> Iterator[str]:
    """The words of a form, its optional parts among them."""
    yield from (part for part in form.pattern if isinstance(part, str))
    for option in form.options:
        yield from option.words


def _determined(value: Quantified) -> str:
    if _is_plural(value):
        return f"{value.determiner} {plural(value.cls)}"
    determiner = "an" if value.determiner == "a" and str(value.cls)[0] in "aeiou" else value.determiner
    return f"{determiner} {value.cls}"


def _is_plural(value: Quantified) -> bool:
    return value.determiner == "all" or value.determiner[-1:].isdigit()


def _is_several(value: Term | None) -> bool:
    several = isinstance(value, Choice) and value.joiner == "and"
    return several or (isinstance(value, Quantified) and _is_plural(value))


def sentence(value: Sentence) -> str:
    """A sentence as it is written: in the plural where its subject is, an infinitive where it has none."""
    form, subject = value.form, value.args[0]
    mood = "infinitive" if subject is None else "plural" if _is_several(subject) else "finite"
    verb = verb_of(form, mood)
    said = [] if subject is None else [term(subject, form)]
    said += [verb[0], "not", *verb[1:]] if value.negated else verb
    said += [part if isinstance(part, str) else _filled(value, part) for part in form.pattern[1 + len(verb) :]]
    for option in form.options:
        if value.args[option.role] is not None:
            said += [*option.words, _filled(value, option.role)]
    return " ".join(said)


def _filled(value: Sentence, role: int) -> str:
    filler = value.args[role]
    return value.form.roles[role].variable if filler is None else term(filler, value.form)


# Conditions


def condition(value: Condition) -> str:
    """A condition as it is written behind `where`, `while` or `unless`."""
    if isinstance(value, Holds):
        return sentence(value.sentence)
    if isinstance(value, Past):
        length = name(value.length) if isinstance(value.length, str) else value.length
        when = f"{value.window} {length} earlier" if length else "earlier"
        return f"{when} {sentence(value.sentence)}"
    if isinstance(value, ReadingIs):
        return f"reading {name(value.reading)} is {value_word(value.value)}"
    if isinstance(value, Count):
        return _count(value)
    verb = "are" if _is_several(value.term) else "is"
    among = " or ".join(term(each) for each in value.among)
    return f"{term(value.term)} {verb} {'not ' if value.negated else ''}{among}"


def _count(value: Count) -> str:
    """A condition that counts."""
    counted, compared = condition(value.condition), f"is {value.compare} {value.than}"
    if value.what == "times":
        return f"number of times {counted} {compared}"
    of = f"number of {plural(value.cls)} {value.variable}" if value.cls else f"sum of {value.variable}"
    return f"{of} such that {counted} {compared}"
