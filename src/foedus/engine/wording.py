"""Tests and patterns in the words of the treaty, with their letters filled: what a derivation says."""

from foedus.engine.patterns import Env
from foedus.engine.rows import Row
from foedus.engine.solver import Step
from foedus.lang.lexicon import verb_of
from foedus.plan.nodes import ClassTest, CountTest, FactTest, Fixed, PastTest, Pattern, ReadingTest, Slot, Test, Var


def sentence(pattern: Pattern, env: Env) -> str:
    """A pattern as a sentence: `DEU is at war with SUN`."""
    subject = filler(pattern.slots[0], env, "somebody")
    return f"{subject} {deed(pattern, env, 'finite')}"


def deed(pattern: Pattern, env: Env, mood: str = "infinitive") -> str:
    """A pattern without its subject: `assist SUN against ROU`; what the text leaves open says its sort."""
    form = pattern.form
    said = list(verb_of(form, mood))
    for part in form.pattern[1 + len(said) :]:
        said.append(part if isinstance(part, str) else _role(pattern, part, env))
    for option in form.options:
        if pattern.slots[option.role] is not None:
            said += [*option.words, _role(pattern, option.role, env)]
    return " ".join(said)


def filler(slot: Slot, env: Env, otherwise: str) -> str:
    """What fills a slot, in words."""
    if isinstance(slot, Fixed):
        return " or ".join(slot.values)
    value = env.get(slot.name) if isinstance(slot, Var) else None
    return value if value is not None else otherwise


def _role(pattern: Pattern, place: int, env: Env) -> str:
    sorts = pattern.form.roles[place].sorts
    return filler(pattern.slots[place], env, f"some {' or '.join(sorts)}" if sorts else "something")


def in_words(test: Test, env: Env) -> str:
    """A test as a sentence."""
    if isinstance(test, FactTest):
        return ("it is not so that " if test.negated else "") + sentence(test.pattern, env)
    if isinstance(test, PastTest):
        return f"{test.window} {sentence(test.pattern, env)}"
    if isinstance(test, CountTest):
        counted = in_words(test.test, {name: value for name, value in env.items() if name != test.variable})
        return f"the number of those of whom {counted} is {test.compare} {test.than:g}"
    if isinstance(test, ReadingTest):
        return f"reading {test.reading} is {test.value}"
    if isinstance(test, ClassTest):
        return f"{filler(test.slot, env, 'somebody')} is a {test.cls}"
    among = " or ".join(filler(slot, env, "somebody") for slot in test.among)
    return f"{filler(test.slot, env, 'somebody')} is {'not ' if test.negated else ''}{among}"


def recurrence(row: Row) -> str:
    """Which of a row of duties it is: `the 2nd of every 6 months from signature`; "" where it does not recur."""
    every = row.rule.every
    if every is None or row.tick is None:
        return ""
    number = row.tick + 1
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"the {number}{ending} of {every.said}"


def missing(steps: tuple[Step, ...]) -> tuple[str, ...]:
    """What would have to be known: the unknown tests that rest on no other unknown, each once."""
    found: dict[str, None] = {}
    for step in steps:
        if step.truth is None:
            deeper = missing(step.under)
            found |= dict.fromkeys(deeper or (f"whether {in_words(step.test, step.env)}",))
    return tuple(found)
