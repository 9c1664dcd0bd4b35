"""Which fillings of the letters make conditions hold: three-valued, with the reasons for each.

A solution is an assignment of values to letters, a truth (True, or None where something needed is unknown) and the
steps that led there. What is certainly false gives no solution.
"""

from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

from foedus.engine import tables
from foedus.engine.facts import STATED, Args, FactStore, Truth, seen
from foedus.engine.relevance import can_apply
from foedus.model import states
from foedus.model.events import Event
from foedus.model.forms import either_way
from foedus.model.moments import FIRST, day_of, shift
from foedus.model.terms import Class
from foedus.plan.compiler import IN_FORCE, as_number
from foedus.plan.nodes import (
    ClassTest,
    CountTest,
    FactRule,
    FactTest,
    Fixed,
    Limits,
    PastTest,
    Pattern,
    Plan,
    ReadingTest,
    SameTest,
    Scope,
    Slot,
    Test,
    Var,
)

Env = dict[str, str | None]


class Step(NamedTuple):
    """One reason: the test, the letters as they stood, its truth, the event that made it so, and what it rests on."""

    test: Test
    env: Env
    truth: Truth
    cause: Event | None = None
    under: tuple["Step", ...] = ()


class Solution(NamedTuple):
    """Letters filled so that the conditions hold, or may hold (`truth` None)."""

    env: Env
    truth: Truth
    steps: tuple[Step, ...]


class Sight(NamedTuple):
    """From where facts are seen: a moment, and whether before it, without one of its events, or after it.

    `reach` is how far back `earlier` goes.
    """

    moment: int
    without: Event | None = None
    before: bool = False
    reach: int = FIRST


class Letter(NamedTuple):
    """A letter of a rule made ready: the letters whose actors are others, and its classes.

    `asked` are the classes that not everything belongs to.
    """

    name: str
    apart: tuple[str, ...]
    classes: tuple[Class, ...]
    asked: tuple[Class, ...]


class Solver:
    """Solves the tests of one plan against the facts and the past of one run."""

    def __init__(self, plan: Plan, facts: FactStore, past: dict[str, list[tuple[Event, Event]]]) -> None:
        self.plan = plan
        self.facts = facts
        self.past = past
        self.parties = {party.code: party.since or FIRST for party in plan.parties}
        self._letters: dict[tuple[int, str], tuple[Scope, Letter]] = {}
        self._ready: dict[int, tuple[Pattern, tuple[Slot | Letter, ...]]] = {}
        self._force: tuple[int, Truth] = (-1, None)
        self._bodies = {key: _Bodies(rules) for key, rules in plan.facts.items()}

    # Matching and binding

    def match(self, pattern: Pattern, args: Args, env: Env, scope: Scope, sight: Sight) -> list[Solution]:
        """The ways in which fillers fit a pattern; a mutual form fits either way round."""
        found = self._match(pattern, args, env, scope, sight)
        if pattern.form.mutual is None:
            return [found] if found is not None else []
        turned = turned_round(pattern, args)
        other = self._match(pattern, turned, env, scope, sight) if turned != args else None
        return [each for each in (found, other) if each is not None]

    def _match(self, pattern: Pattern, args: Args, env: Env, scope: Scope, sight: Sight) -> Solution | None:
        _, slots = self._ready.get(id(pattern)) or self._made_ready(pattern, scope)
        truth: Truth = True
        steps: tuple[Step, ...] = ()
        unsaid = False
        for slot, value in zip(slots, args, strict=True):
            if type(slot) is Letter:
                found = self._bind(slot, value, env, sight)
                if found is None:
                    return None
                env = found.env
                if found.truth is None:
                    truth, steps = None, steps + found.steps
            elif slot is not None:
                if value is None:
                    truth, unsaid = None, True
                elif value not in slot.values:  # type: ignore[union-attr]
                    return None
        return Solution(env, truth, (*steps, Step(FactTest(pattern), env, None)) if unsaid else steps)

    def _made_ready(self, pattern: Pattern, scope: Scope) -> tuple[Pattern, tuple[Slot | Letter, ...]]:
        """The slots of a pattern with its letters made ready; kept, as a pattern stands in one rule alone."""
        slots = tuple(self._letter(slot.name, scope) if isinstance(slot, Var) else slot for slot in pattern.slots)
        made = self._ready[id(pattern)] = (pattern, slots)
        return made

    def _letter(self, name: str, scope: Scope) -> Letter:
        kept = self._letters.get((id(scope), name))
        if kept is None:
            apart = tuple(sorted(other for other in scope.actors if other != name and scope.parts(name, other)))
            classes = scope.classes.get(name, ())
            limited = ("party", "contracting state", "state", *self.plan.nouns)
            asked = tuple(cls for cls in classes if cls.third or cls.noun in limited)
            kept = self._letters[id(scope), name] = (scope, Letter(name, apart, classes, asked))
        return kept[1]

    def bind(self, name: str, value: str | None, env: Env, scope: Scope, sight: Sight) -> Solution | None:
        """The letters with one more filled; None where it stands for another or the value is not of its class."""
        return self._bind(self._letter(name, scope), value, env, sight)

    def _bind(self, letter: Letter, value: str | None, env: Env, sight: Sight) -> Solution | None:
        name, apart, classes, asked = letter
        if name in env:
            return Solution(env, True, ()) if env[name] == value else None
        if value is not None:
            classes = asked
            for other in apart:
                if env.get(other) == value:
                    return None
        bound = {**env, name: value}
        unknown: tuple[Step, ...] = ()
        for cls in classes:
            belongs = self.belongs(value, cls, sight)
            if belongs is False:
                return None
            if belongs is None:
                unknown += (Step(ClassTest(Var(name), cls), bound, None),)
        return Solution(bound, None if unknown else True, unknown)

    def belongs(self, value: str | None, cls: Class, sight: Sight) -> Truth:
        """Whether a value is of a class at that moment; None where it is disputed or the role was left out."""
        if cls.third and value in self.parties:
            return False
        if value is None:
            return None
        if cls.noun == "party":
            return self.in_force(sight) if self.parties.get(value, sight.moment + 1) <= sight.moment else False
        if cls.noun == "contracting state":
            return value in self.parties
        declared = self.plan.nouns.get(cls.noun)
        if declared is not None:
            return self.truth_of(Pattern(declared, (None,)), (value,), sight)[0]
        if cls.noun != "state":
            return True
        if states.on(value, day_of(sight.moment)):
            return True
        return None if states.known(value) else False

    def in_force(self, sight: Sight) -> Truth:
        """Whether the agreement is in force; worked out again only when something about it was changed."""
        rules = self.plan.facts[IN_FORCE]
        changes = self.facts.counts.get(IN_FORCE, 0)
        if changes == self._force[0]:
            return self._force[1]
        truth = self.truth_of(rules[0].head, (self.plan.agreement,), sight)[0]
        if IN_FORCE not in self.facts.touched_keys and self._bodies[IN_FORCE].is_steady:
            self._force = (changes, truth)
        return truth

    def doubts_of_force(self, sight: Sight) -> tuple[Step, ...]:
        """The reason why nobody can say whether the agreement is in force; empty where it is known."""
        head = self.plan.facts[IN_FORCE][0].head
        return (Step(FactTest(head), {}, None),) if self.in_force(sight) is None else ()

    # Solving

    def limits(self, limits: Limits, env: Env, scope: Scope, at: Sight, throughout: Sight) -> Iterator[Solution]:
        """Solutions of `where` and `while` that no `unless` excepts; an unknown exception leaves them unknown."""
        for one in self.solve(limits.where, env, scope, at):
            for two in self.solve(limits.during, one.env, scope, throughout) if limits.during else (one,):
                truth = one.truth if two.truth else None
                steps = one.steps if two is one else one.steps + two.steps
                excepted: Truth = False
                for group in limits.unless:
                    found, why = self._exists(group, two.env, scope, at)
                    if found is True:
                        excepted = True
                        break
                    if found is None:
                        excepted, steps = None, steps + why
                if excepted is not True:
                    yield Solution(two.env, truth if excepted is False else None, steps)

    def solve(self, tests: tuple[Test, ...], env: Env, scope: Scope, sight: Sight) -> Iterable[Solution]:
        """Solutions of tests that must all hold."""
        if not tests:
            return (Solution(env, True, ()),)
        if len(tests) == 1:
            return self.test(tests[0], env, scope, sight)
        return self._solve(tests, env, scope, sight)

    def _solve(self, tests: tuple[Test, ...], env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        at = next((n for n, test in enumerate(tests) if _is_ready(test, env)), 0)
        rest = tests[:at] + tests[at + 1 :]
        for first in self.test(tests[at], env, scope, sight):
            for more in self.solve(rest, first.env, scope, sight):
                yield Solution(more.env, first.truth if more.truth else None, first.steps + more.steps)

    def test(self, test: Test, env: Env, scope: Scope, sight: Sight) -> Iterable[Solution]:
        """Solutions of one test."""
        if isinstance(test, FactTest):
            return self._fact(test, env, scope, sight)
        if isinstance(test, PastTest):
            return self._past(test, env, scope, sight)
        if isinstance(test, SameTest):
            return self._same(test, env, scope, sight)
        if isinstance(test, ClassTest):
            return self._class(test, env, scope, sight)
        if isinstance(test, CountTest):
            return self._count(test, env, scope, sight)
        return (Solution(env, True, (Step(test, env, True),)),) if test.holds else ()

    def _count(self, test: CountTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        """A count is a range where something is unknown; a comparison that it straddles is unknown.

        Letters that are still free are filled first: by what is counted, and by the parties where they wear that class.
        """
        free = {name: value for name, value in env.items() if name != test.variable}
        open_letters = [name for name in test.test.pattern.variables() if name not in free and name != test.variable]
        groups: dict[tuple[str | None, ...], dict[object, tuple[Truth, float]]] = {}
        for parties in product(*(self._candidates(name, scope) for name in open_letters)):
            groups.setdefault(parties, {})
        for each in self.test(test.test, free, scope, sight):
            found = groups.setdefault(tuple(each.env.get(name) for name in open_letters), {})
            value = each.env.get(test.variable)
            cause = each.steps[-1].cause if each.steps else None
            what: object = value if test.what == "number" else (cause.identity if cause else None, value)
            if not found.get(what, (None, 0.0))[0]:
                found[what] = (each.truth, as_number(value or "") if test.what == "sum" else 1.0)
        for codes, found in groups.items():
            bound: Solution | None = Solution(free, True, ())
            for name, code in zip(open_letters, codes, strict=True):
                bound = self.bind(name, code, bound.env, scope, sight) if bound is not None else None
            if bound is not None:
                least = sum(size for truth, size in found.values() if truth)
                most = sum(size for _, size in found.values())
                truths = {compared(test.compare, size, test.than) for size in (least, most)}
                truth = truths.pop() if len(truths) == 1 else None
                if truth is not False:
                    yield Solution(bound.env, truth, (Step(test, bound.env, truth),))

    def _candidates(self, name: str, scope: Scope) -> tuple[str, ...]:
        """Who a free letter can stand for although none is counted: the parties, where it wears that class."""
        worn = {cls.noun for cls in scope.classes.get(name, ()) if not cls.third}
        return tuple(self.parties) if worn & {"party", "contracting state"} else ()

    def _exists(self, tests: tuple[Test, ...], env: Env, scope: Scope, sight: Sight) -> tuple[Truth, tuple[Step, ...]]:
        unknown: tuple[Step, ...] = ()
        for found in self.solve(tests, env, scope, sight):
            if found.truth:
                return True, found.steps
            unknown = unknown or found.steps
        return (None if unknown else False), unknown

    def _fact(self, test: FactTest, env: Env, scope: Scope, sight: Sight) -> Iterable[Solution]:
        args = filled(test.pattern, env)
        if args is not None:
            truth, cause, under = self.truth_of(test.pattern, args, sight)
            truth = truth if truth is None or not test.negated else not truth
            return () if truth is False else (Solution(env, truth, (Step(test, env, truth, cause, under),)),)
        found = list(self._instances(test, env, scope, sight))
        if not test.negated:
            return found
        if any(each.truth for each in found):
            return ()
        truth = None if found else True
        return (Solution(env, truth, (Step(test, env, truth),)),)

    def _instances(self, test: FactTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        """The fact for every filling of its free letters that the record or a rule gives."""
        pattern = test.pattern
        for args in self.facts.fillers(pattern.form.key):
            truth, cause, under = self.truth_of(pattern, args, sight)
            if truth is not False:
                for found in self.match(pattern, args, env, scope, sight):
                    both = truth if found.truth else None
                    yield Solution(found.env, both, (*found.steps, Step(test, found.env, both, cause, under)))
        free = [slot.name for slot in pattern.slots if isinstance(slot, Var) and slot.name not in env]
        bodies = self._bodies.get(pattern.form.key)
        if free and bodies and any(rule.is_computed for _, rule in bodies.on(sight.moment)):
            yield from self._computed_instances(test, free, env, scope, sight)

    def _computed_instances(
        self, test: FactTest, free: list[str], env: Env, scope: Scope, sight: Sight
    ) -> Iterator[Solution]:
        """A computed fact has instances without end: only parties are tried for a letter that is still free."""
        known = set(self.facts.fillers(test.pattern.form.key))
        for codes in permutations(sorted(self.parties), len(free)):
            bound: Env | None = env
            for name, code in zip(free, codes, strict=True):
                found = self.bind(name, code, bound, scope, sight) if bound is not None else None
                bound = found.env if found else None
            args = filled(test.pattern, bound) if bound is not None else None
            if args is not None and args not in known and bound is not None:
                truth, cause, under = self.truth_of(test.pattern, args, sight)
                if truth is not False:
                    yield Solution(bound, truth, (Step(test, bound, truth, cause, under),))

    def truth_of(self, pattern: Pattern, args: Args, sight: Sight) -> tuple[Truth, Event | None, tuple[Step, ...]]:
        """Whether a fact holds for these fillers, which event made it so, and the steps of a computed one."""
        form = pattern.form
        args = either_way(form, args)
        cells = self.facts.bodies(form, args)
        bodies = self._bodies.get(form.key)
        rules = bodies.on(sight.moment) if bodies is not None else ()
        stated = cells.get(STATED)
        if stated is not None:
            truth, cause = seen(stated, sight.without, sight.before)
            if truth is not None or (not rules and form.key not in tables.TABLES):
                return truth, cause, ()
        if not rules:
            return tables.look_up(form.key, args, day_of(sight.moment)), None, ()
        unknown: tuple[Event | None, tuple[Step, ...]] | None = None
        for place, rule in rules:
            cell = cells.get(place)
            cause = None
            steps: tuple[Step, ...] = ()
            if rule.is_computed:
                truth, steps = self._computed(rule, args, sight) if can_apply(rule) else (False, ())
            elif cell is not None:
                truth, cause = seen(cell, sight.without, sight.before)
            else:
                truth = not rule.begins
            if truth:
                return True, cause, steps
            if truth is None:
                unknown = unknown or (cause, steps)
        return (False, None, ()) if unknown is None else (None, *unknown)

    def _computed(self, rule: FactRule, args: Args, sight: Sight) -> tuple[Truth, tuple[Step, ...]]:
        unknown: tuple[Step, ...] = ()
        for head in self.match(rule.head, args, {}, rule.scope, sight):
            for found in self.limits(rule.limits, head.env, rule.scope, sight, sight):
                if found.truth and head.truth:
                    return True, found.steps
                unknown = unknown or (*head.steps, *found.steps)
        return (None if unknown else False), unknown

    def _past(self, test: PastTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        reach = sight.reach
        last = sight.moment
        if test.length is not None:
            edge = shift(sight.moment, test.length, -1)
            reach, last = (max(reach, edge), last) if test.window == "within" else (reach, edge)
        for event, act in self.past.get(test.pattern.form.key, ()):
            if reach <= event.moment <= last and act is not sight.without:
                for found in self.match(test.pattern, event.args, env, scope, sight):
                    truth = found.truth if event.certain else None
                    yield Solution(found.env, truth, (*found.steps, Step(test, found.env, truth, event)))

    def _same(self, test: SameTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        among = [value for slot in test.among for value in _values(slot, env)]
        if isinstance(test.slot, Var) and test.slot.name not in env:
            for value in among if not test.negated else ():
                found = self.bind(test.slot.name, value, env, scope, sight)
                if found is not None:
                    yield Solution(found.env, found.truth, (*found.steps, Step(test, found.env, found.truth)))
            return
        values = _values(test.slot, env)
        truth: Truth = None if None in values else bool(set(values) & set(among)) is not test.negated
        if truth is not False:
            yield Solution(env, truth, (Step(test, env, truth),))

    def _class(self, test: ClassTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        if isinstance(test.slot, Var) and test.slot.name not in env:
            for code in sorted(self.parties):
                found = self.bind(test.slot.name, code, env, scope, sight)
                if found is not None:
                    yield from self._class(test, found.env, scope, sight)
            return
        for value in _values(test.slot, env):
            truth = self.belongs(value, test.cls, sight)
            truth = truth if truth is None or not test.negated else not truth
            if truth is not False:
                yield Solution(env, truth, (Step(test, env, truth),))


class _Bodies:
    """The bodies of a fact, each with its place among them; a supplement may replace them from its signature on."""

    def __init__(self, rules: tuple[FactRule, ...]) -> None:
        self._all = tuple(enumerate(rules))
        self._is_timeless = all(rule.since == FIRST and rule.until is None for rule in rules)
        self.is_steady = self._is_timeless and not any(rule.is_computed for rule in rules)

    def on(self, moment: int) -> tuple[tuple[int, FactRule], ...]:
        """Those that are in force at a moment."""
        if self._is_timeless:
            return self._all
        return tuple(
            (place, rule)
            for place, rule in self._all
            if rule.since <= moment and (rule.until is None or moment < rule.until)
        )


def turned_round(pattern: Pattern, args: Args) -> Args:
    """The fillers of a mutual form the other way round."""
    if pattern.form.mutual is None:
        return args
    one, other = pattern.form.mutual
    turned = list(args)
    turned[one], turned[other] = args[other], args[one]
    return tuple(turned)


def turns(pattern: Pattern, args: Args) -> tuple[Args, ...]:
    """The fillers, and for a mutual form the fillers the other way round."""
    return (args,) if pattern.form.mutual is None else (args, turned_round(pattern, args))


def filled(pattern: Pattern, env: Env) -> Args | None:
    """The fillers of a pattern under these letters; None while one is free or open."""
    args: list[str | None] = []
    for slot in pattern.slots:
        if isinstance(slot, Fixed) and len(slot.values) == 1:
            args.append(slot.values[0])
        elif isinstance(slot, Var) and slot.name in env:
            args.append(env[slot.name])
        else:
            return None
    return tuple(args)


def compared(compare: str, size: float, than: float) -> bool:
    """Whether a number is `at least`, `at most`, `more than`, `less than` or `exactly` another."""
    return {
        "at least": size >= than,
        "at most": size <= than,
        "more than": size > than,
        "less than": size < than,
        "exactly": size == than,
    }[compare]


def _is_ready(test: Test, env: Env) -> bool:
    if isinstance(test, ReadingTest):
        return True
    if isinstance(test, CountTest):
        return all(name in env for name in test.test.pattern.variables() if name != test.variable)
    if isinstance(test, (FactTest, PastTest)):
        return all(name in env for name in test.pattern.variables())
    return not isinstance(test.slot, Var) or test.slot.name in env


def _values(slot: Slot, env: Env) -> tuple[str | None, ...]:
    if isinstance(slot, Fixed):
        return slot.values
    return (env[slot.name],) if isinstance(slot, Var) and slot.name in env else ()
