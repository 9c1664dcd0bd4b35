"""Terms and sentences as they are written: the same shape in a clause and in a journal.

>>> from foedus.model.terms import Constant, Variable, Class
>>> Variable("A", Class("state", third=True)), Constant("DEU", "state")
(Variable(name='A', cls=Class(noun='state', third=True)), Constant(value='DEU', kind='state', cls=None))
"""

from dataclasses import dataclass, field

from foedus.model.forms import Form
from foedus.model.moments import Duration
from foedus.text.source import NOWHERE, Span

THIS_AGREEMENT = "this agreement"


@dataclass(frozen=True, slots=True)
class Class:
    """A class of terms such as `party` or `third state`; `noun` is in the singular."""

    noun: str
    third: bool = False

    def __str__(self) -> str:
        """As it is written."""
        return f"third {self.noun}" if self.third else self.noun


@dataclass(frozen=True, slots=True)
class Variable:
    """A letter that stands for somebody or something; `cls` is the class it wears here, if any."""

    name: str
    cls: Class | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A name, text, date or number; `kind` says which of them, `cls` is the class it wears here, if any."""

    value: str
    kind: str
    cls: Class | None = None


@dataclass(frozen=True, slots=True)
class Quantified:
    """`another party`, `every other party P`, `at least 2 third states`: a determiner, a class, perhaps a letter."""

    determiner: str
    cls: Class
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Several constants joined by `or` or `and`."""

    items: tuple[Constant, ...]
    joiner: str


Term = Variable | Constant | Quantified | Choice


@dataclass(frozen=True, slots=True)
class Sentence:
    """A form with its roles filled; a role left out holds None, and so does the subject of a deed after a modal."""

    form: Form
    args: tuple[Term | None, ...]
    negated: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A condition that a fact holds (or, `negated` in the sentence, does not)."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Past:
    """A condition on what happened: `earlier`, `within 30 days earlier`, `at least 3 months earlier`.

    `length` is a length of time, the name of the reading that gives it, or the blank of a clause form.
    """

    window: str
    length: Duration | str | None
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """A condition such as `A is DEU or ITA`, `A is not B` or `X is a party`."""

    term: Term
    among: tuple[Term, ...]
    negated: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ReadingIs:
    """A condition that the text is read in one of several ways."""

    reading: str
    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """A condition that counts: `number of persons N such that N is an agent of P in Q is more than agents-agreed`.

    `what` is `number` (of distinct fillers of the letter), `times` (of events) or `sum` (of the numbers the letter
    stands for); `than` is a number as written, or the name of a reading that gives it.
    """

    what: str
    variable: str
    cls: Class | None
    condition: Holds | Past
    compare: str
    than: str
    span: Span = field(default=NOWHERE, compare=False)


Condition = Holds | Past | IsOneOf | ReadingIs | Count
