"""Which fillings of the letters make conditions hold: three-valued, with the reasons for each.

A solution is an assignment of values to letters, a truth (True, or None where something needed is unknown) and the
steps that led there. What is certainly false gives no solution.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from foedus.engine import tables
from foedus.engine.bodies import Bodies
from foedus.engine.facts import STATED, Args, Cell, FactStore, Truth, is_renewed, seen
from foedus.engine.patterns import Env, compared, filled, rank, turned_round, turns, values_of
from foedus.model import states
from foedus.model.events import Event
from foedus.model.forms import SORTS, Form, either_way
from foedus.model.moments import FIRST, day_of, shift
from foedus.model.terms import Class
from foedus.plan.compiler import IN_FORCE, IN_FORCE_FOR, as_number
from foedus.plan.dependence import can_apply
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
    SameTest,
    Scope,
    Slot,
    Test,
    Var,
)


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


Answer = tuple[Truth, Event | None, tuple[Step, ...]]
"""A truth, the event that made it so, and the steps of a computed one."""
MOST_ANSWERS = 10_000
"""So many answers are kept of one fact; then they are worked out anew."""


def is_asked(cls: Class) -> bool:
    """Whether belonging to a class has to be asked: a sort says only what a role may hold."""
    return cls.third or cls.noun in ("party", "contracting state", "state") or cls.noun not in SORTS


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
        self.entry: int | None = None  # when the agreement entered into force, as far as that is certain
        self.parties = {party.code: party.since or FIRST for party in plan.parties}
        self.codes = sorted(self.parties)
        self.joined: dict[str, int] = {}
        """Since when each was a party for the first time, where the agreement says for whom it is in force."""
        self._named = frozenset(self.parties)
        self._letters: dict[tuple[int, str], tuple[Scope, Letter]] = {}
        self._ready: dict[int, tuple[Pattern, tuple[Slot | Letter, ...]]] = {}
        self._order: dict[tuple[object, ...], tuple[tuple[Test, ...], Test, tuple[Test, ...]]] = {}
        self._members: dict[tuple[str, int], Truth] = {}
        self._in_force = plan.facts[IN_FORCE][0].head
        self._force: tuple[Sight | None, Truth] = (None, None)
        self._bodies = {key: Bodies(key, plan) for key in plan.facts}
        for bodies in self._bodies.values():
            for key in bodies.rests_on:
                facts.resting.setdefault(key, []).append(bodies.answers)
        every = [rule for rules in plan.facts.values() for rule in rules]
        self._idle = {id(rule) for rule in every if not can_apply(rule)}
        edges = {edge for rule in every for edge in (rule.since, rule.until) if edge is not None}
        self._edges = sorted(edges | set(self.parties.values()))
        self._epoch = (-1, (0, 0))

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
        bound = env.copy()
        truth: Truth = True
        steps: tuple[Step, ...] = ()
        unsaid = False
        for slot, value in zip(slots, args, strict=True):
            if type(slot) is Letter:
                unknown = self._fill(slot, value, bound, sight)
                if unknown is None:
                    return None
                if unknown:
                    truth, steps = None, steps + unknown
            elif type(slot) is Fixed:
                if value is None:
                    truth, unsaid = None, True
                elif value not in slot.values:
                    return None
        return Solution(bound, truth, (*steps, Step(FactTest(pattern), bound, None)) if unsaid else steps)

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
            asked = tuple(cls for cls in classes if is_asked(cls))
            kept = self._letters[id(scope), name] = (scope, Letter(name, apart, classes, asked))
        return kept[1]

    def bind(self, name: str, value: str | None, env: Env, scope: Scope, sight: Sight) -> Solution | None:
        """The letters with one more filled; None where it stands for another or the value is not of its class."""
        bound = env.copy()
        unknown = self._fill(self._letter(name, scope), value, bound, sight)
        return None if unknown is None else Solution(bound, None if unknown else True, unknown)

    def _fill(self, letter: Letter, value: str | None, bound: Env, sight: Sight) -> tuple[Step, ...] | None:
        """Fill a letter in `bound`; the classes of which it is unknown, or None where the value does not fit."""
        name, apart, classes, asked = letter
        if name in bound:
            return () if bound[name] == value else None
        if value is not None:
            classes = asked
            for other in apart:
                if bound.get(other) == value:
                    return None
        bound[name] = value
        unknown: tuple[Step, ...] = ()
        for cls in classes:
            belongs = self.belongs(value, cls, sight)
            if belongs is False:
                return None
            if belongs is None:
                unknown += (Step(ClassTest(Var(name), cls), bound.copy(), None),)
        return unknown

    def belongs(self, value: str | None, cls: Class, sight: Sight) -> Truth:
        """Whether a value is of a class at that moment; None where it is disputed or the role was left out."""
        outside = self._is_outside(value, sight) if cls.third and value in self.parties else True
        if outside is False:
            return False
        if value is None or outside is None:
            return None
        if cls.noun == "party":
            return self.is_party(value, sight)
        if cls.noun == "contracting state":
            return value in self._named
        declared = self.plan.nouns.get(cls.noun)
        if declared is not None:
            return self.truth_of(Pattern(declared, (None,)), (value,), sight)[0]
        if cls.noun != "state":
            return True
        key = (value, self._epoch_of(sight.moment)[0])
        if key not in self._members:
            is_member = states.on(value, day_of(sight.moment)) is not None
            self._members[key] = True if is_member else None if states.known(value) else False
        return self._members[key]

    def is_party(self, value: str, sight: Sight) -> Truth:
        """Whether the agreement is in force for a state."""
        if self.parties.get(value, sight.moment + 1) > sight.moment:
            return False
        whole = self.in_force(sight)
        if whole is False or not self.plan.by_party:
            return whole
        head = self.plan.facts[IN_FORCE_FOR][0].head
        mine = self.truth_of(head, (self.plan.agreement, value), sight)[0]
        return None if mine and whole is None else mine

    def _is_outside(self, value: str | None, sight: Sight) -> Truth:
        """Whether one that is or was a party is none any more; whom the record names is none before it was one."""
        if not self.plan.by_party or value is None or (value in self._named and value not in self.joined):
            return False
        mine = self.is_party(value, sight)
        return None if mine is None else not mine

    def in_force(self, sight: Sight) -> Truth:
        """Whether the agreement is in force; kept for one sight, as no fact changes while something is looked at."""
        if self._force[0] is not sight:
            self._force = (sight, self.truth_of(self._in_force, (self.plan.agreement,), sight)[0])
        return self._force[1]

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

    def solve(self, conditions: tuple[Test, ...], env: Env, scope: Scope, sight: Sight) -> Iterable[Solution]:
        """Solutions of tests that must all hold."""
        if not conditions:
            return (Solution(env, True, ()),)
        if len(conditions) == 1:
            return self.test(conditions[0], env, scope, sight)
        return self._solve(conditions, env, scope, sight)

    def _solve(self, conditions: tuple[Test, ...], env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        _, test, rest = self._order.get((id(conditions), *env)) or self._ordered(conditions, env)
        for first in self.test(test, env, scope, sight):
            for more in self.solve(rest, first.env, scope, sight):
                yield Solution(more.env, first.truth if more.truth else None, first.steps + more.steps)

    def _ordered(self, conditions: tuple[Test, ...], env: Env) -> tuple[tuple[Test, ...], Test, tuple[Test, ...]]:
        """The test to begin with while these letters are filled, and the rest; kept, as it is always the same."""
        at = min(range(len(conditions)), key=lambda n: (rank(conditions[n], env), n))
        made = self._order[(id(conditions), *env)] = (
            conditions,
            conditions[at],
            conditions[:at] + conditions[at + 1 :],
        )
        return made

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
        open_letters = [name for name in test.letters() if name not in free]
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

    def _exists(
        self, conditions: tuple[Test, ...], env: Env, scope: Scope, sight: Sight
    ) -> tuple[Truth, tuple[Step, ...]]:
        unknown: tuple[Step, ...] = ()
        for found in self.solve(conditions, env, scope, sight):
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
        under = tuple(step for each in found for step in each.steps)
        return (Solution(env, truth, (Step(test, env, truth, None, under),)),)

    def _instances(self, test: FactTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        """The fact for every filling of its free letters that the record, a rule or a table gives or leaves open."""
        pattern = test.pattern
        known = {args: None for args in self.facts.fillers(pattern.form.key)}
        is_certain = False
        bodies = self._bodies.get(pattern.form.key)
        only_touched = bodies is not None and bodies.only_begun
        for args in known if only_touched else (*known, *self._untouched(test, env, scope, sight, known)):
            if None in args and is_certain:  # that somebody else may be meant as well makes nothing less certain
                continue
            fitting = self.match(pattern, args, env, scope, sight)  # first: most fillers that were touched do not fit
            truth, cause, under = self.truth_of(pattern, args, sight) if fitting else (False, None, ())
            for found in fitting if truth is not False else ():
                both = truth if found.truth else None
                is_certain = is_certain or both is True
                yield Solution(found.env, both, (*found.steps, Step(test, found.env, both, cause, under)))

    def _untouched(
        self, test: FactTest, env: Env, scope: Scope, sight: Sight, known: Mapping[Args, None]
    ) -> Iterator[Args]:
        """Fillers of which the record says nothing and for which the fact may yet hold, those named in full first.

        Where they are without end (which agreement, which third state), None stands for somebody of whom none can say.
        """
        pattern = test.pattern
        bodies = self._bodies.get(pattern.form.key)
        rules = tuple(rule for _, rule in bodies.on(sight.moment)) if bodies is not None else ()
        is_computed = any(rule.is_computed for rule in rules)
        choices = [self._choices(pattern, place, env, scope, sight) for place in range(len(pattern.slots))]
        found: dict[Args, None] = {}
        for args in product(*choices):
            if is_computed and None in args:
                found |= dict.fromkeys(self._computed_fillers(pattern, args, sight, rules))
            else:
                found[args] = None
        for args in sorted(found, key=lambda each: None in each):
            if either_way(pattern.form, args) not in known:
                yield args

    def _choices(self, pattern: Pattern, place: int, env: Env, scope: Scope, sight: Sight) -> tuple[str | None, ...]:
        """What can fill a place of a fact of which the record says nothing; None alone where nobody can say."""
        slot, key = pattern.slots[place], pattern.form.key
        if isinstance(slot, Fixed):
            return slot.values
        if slot is None:
            return (None,)
        if slot.name in env:
            return (env[slot.name],)
        if any(cls.noun in ("party", "contracting state") for cls in scope.classes.get(slot.name, ())):
            return tuple(self.codes)
        if key in tables.PLACES and tables.PLACES[key][0] == place:
            return tables.PLACES[key][1]
        is_given = any(not (rule.begins or rule.is_computed) for rule in self.plan.facts.get(key, ()))
        sorts = pattern.form.roles[place].sorts
        if key in tables.TABLES or (is_given and (not sorts or {"actor", "state"} & set(sorts))):
            return states.members(states.epoch(day_of(sight.moment)))
        return (None,)

    def _computed_fillers(
        self, pattern: Pattern, asked: Args, sight: Sight, rules: tuple[FactRule, ...]
    ) -> Iterator[Args]:
        """Fillers for which the conditions of a computed fact may hold; its exceptions are looked at later."""
        for rule in rules:
            for args in turns(pattern, asked) if rule.is_computed and can_apply(rule) else ():
                start: Env | None = {}
                for slot, value in zip(rule.head.slots, args, strict=True):
                    if isinstance(slot, Var) and value is not None and start is not None:
                        bound = self.bind(slot.name, value, start, rule.scope, sight)
                        start = bound.env if bound is not None else None
                if start is not None:
                    where = tuple(test for test in rule.limits.where if not getattr(test, "negated", False))
                    for found in self.solve(where, start, rule.scope, sight):
                        yield from self._completed(rule.head, found.env)

    def _completed(self, head: Pattern, env: Env) -> Iterator[Args]:
        """The fillers of a head; a letter that no condition filled is tried with the parties."""
        parts: list[Iterable[str | None]] = []
        for slot in head.slots:
            if isinstance(slot, Var):
                parts.append((env[slot.name],) if slot.name in env else self.codes)
            else:
                parts.append(slot.values if slot is not None else (None,))
        return product(*parts)

    def truth_of(self, pattern: Pattern, args: Args, sight: Sight) -> Answer:
        """Whether a fact holds for these fillers, which event made it so, and the steps of a computed one."""
        form = pattern.form
        args = either_way(form, args)
        bodies = self._bodies.get(form.key)
        if bodies is None or not bodies.rests_on or not bodies.rests_on.isdisjoint(self.facts.touched_keys):
            return self._truth_of(form, args, sight, bodies)
        key = (args, self._epoch_of(sight.moment))
        answer = bodies.answers.get(key)
        if answer is None:
            if len(bodies.answers) >= MOST_ANSWERS:
                bodies.answers.clear()
            answer = bodies.answers[key] = self._truth_of(form, args, sight, bodies)
        return answer

    def _epoch_of(self, moment: int) -> tuple[int, int]:
        """A number for the time in which neither the table of states nor the plan itself changes an answer."""
        if self._epoch[0] != moment:
            self._epoch = (moment, (states.epoch(day_of(moment)), bisect_right(self._edges, moment)))
        return self._epoch[1]

    def _truth_of(self, form: Form, args: Args, sight: Sight, bodies: Bodies | None) -> Answer:
        cells = self.facts.bodies(form, args)
        rules = bodies.on(sight.moment) if bodies is not None else ()
        stated = cells.get(STATED)
        if stated is not None:
            truth, cause = seen(stated, sight.without, sight.before)
            if truth is not None or (not rules and form.key not in tables.TABLES):
                return truth, cause, ()
        if not rules:
            return tables.look_up(form.key, args, day_of(sight.moment)), None, ()
        unknown: Answer | None = None
        for place, rule in rules:
            answer = self._body(rule, cells.get(place), args, sight)
            if answer[0]:
                return answer
            if answer[0] is None:
                unknown = unknown or answer
        return unknown or (False, None, ())

    def _body(self, rule: FactRule, cell: Cell | None, args: Args, sight: Sight) -> Answer:
        """What one body of a fact says."""
        if rule.is_computed:
            truth, steps = self._computed(rule, args, sight) if id(rule) not in self._idle else (False, ())
            return truth, None, steps
        if cell is None:
            return self._until_ended(rule, args, sight), None, ()
        truth, cause = seen(cell, sight.without, sight.before)
        return truth, cause, ()

    def _until_ended(self, rule: FactRule, args: Args, sight: Sight) -> Truth:
        """What a body without `from` says of those whom nothing ended: it holds for whoever is of its classes."""
        if rule.begins or not rule.scope.classes:
            return not rule.begins
        fits = [found.truth for found in self.match(rule.head, args, {}, rule.scope, sight)]
        return True if True in fits else None if fits else False

    def _computed(self, rule: FactRule, args: Args, sight: Sight) -> tuple[Truth, tuple[Step, ...]]:
        unknown: tuple[Step, ...] = ()
        for head in self.match(rule.head, args, {}, rule.scope, sight):
            for found in self.limits(rule.limits, head.env, rule.scope, sight, sight):
                if found.truth and head.truth:
                    return True, found.steps
                unknown = unknown or (*head.steps, *found.steps)
        return (None if unknown else False), unknown

    def is_renewed(self, steps: tuple[Step, ...]) -> bool:
        """Whether something that these steps rest on ended in this moment and began anew in it."""
        if not self.facts.touched_keys:
            return False
        for step in steps:
            args = filled(step.test.pattern, step.env) if isinstance(step.test, FactTest) else None
            if args is not None and isinstance(step.test, FactTest):
                form = step.test.pattern.form
                if any(is_renewed(cell) for cell in self.facts.bodies(form, either_way(form, args)).values()):
                    return True
            if self.is_renewed(step.under):
                return True
        return False

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
        among = [value for slot in test.among for value in values_of(slot, env)]
        if isinstance(test.slot, Var) and test.slot.name not in env:
            for value in among if not test.negated else ():
                found = self.bind(test.slot.name, value, env, scope, sight)
                if found is not None:
                    yield Solution(found.env, found.truth, (*found.steps, Step(test, found.env, found.truth)))
            return
        values = values_of(test.slot, env)
        truth: Truth = None if None in values else bool(set(values) & set(among)) is not test.negated
        if truth is not False:
            yield Solution(env, truth, (Step(test, env, truth),))

    def _class(self, test: ClassTest, env: Env, scope: Scope, sight: Sight) -> Iterator[Solution]:
        if isinstance(test.slot, Var) and test.slot.name not in env:
            members = states.members(states.epoch(day_of(sight.moment)))
            for code in members if test.negated or test.cls.noun in ("state", "actor") else self.codes:
                found = self.bind(test.slot.name, code, env, scope, sight)
                if found is not None:
                    yield from self._class(test, found.env, scope, sight)
            return
        for value in values_of(test.slot, env):
            truth = self.belongs(value, test.cls, sight)
            truth = truth if truth is None or not test.negated else not truth
            if truth is not False:
                yield Solution(env, truth, (Step(test, env, truth),))
