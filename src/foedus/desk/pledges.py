"""What the clauses of an agreement pledge in war and crisis, told from their forms and modals alone.

    when third state A attacks party P                     defense: a party must assist one that is attacked
    every other party must assist P against A      ->      conditional, if a line limits whom or where

A sentence that the agreement declares itself counts as what the agreement deems it to be. Where such a sentence is
neither deemed to be one of the lexicon's nor made by one, and a crisis calls it up, there is doubt and no answer.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from foedus.lang.standard import standard_lexicon
from foedus.plan.nodes import (
    ClauseRule,
    EventRule,
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

FIGHTS = ("attacks", "declares war on")
AT_WAR = "is at war with"
CRISES = (*FIGHTS, AT_WAR, "threatens", "mobilises against", "occupies", "is aggressor against", "is threat to")
"""Sentences of the lexicon that tell of war, or of what may become war."""
KINDS = ("defense", "offense", "neutral", "nonagg", "consul", "seppeace", "noothall")


@dataclass(frozen=True, slots=True)
class Pledge:
    """A clause that makes a pledge, or may make it (`in_doubt`), and in what words."""

    kind: str
    rule: ClauseRule
    why: str
    in_doubt: bool = False


@dataclass(slots=True)
class Reader:
    """Reads the pledges of a plan; what a later text replaced is left out."""

    plan: Plan
    clauses: list[ClauseRule] = field(default_factory=list)
    deemed: list[EventRule] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clauses = [rule for rule in self.plan.clauses if rule.ends is None]
        self.deemed = [rule for rule in self.plan.deemed if rule.until is None and not never(rule.limits)]

    def facts(self, key: str) -> tuple[FactRule, ...]:
        """The bodies of a fact that are in force and that the readings leave standing."""
        return tuple(rule for rule in self.plan.facts.get(key, ()) if rule.until is None and not never(rule.limits))

    def pledges(self) -> Iterator[Pledge]:
        """Every pledge, in the order of the clauses."""
        for rule in self.clauses:
            calls = list(self.calls(rule))
            for deed in rule.deeds:
                if rule.modal == "must":
                    yield from self._duty(rule, deed.pattern, calls)
                elif rule.modal == "must not":
                    yield from self._ban(rule, deed.pattern, calls)

    # Duties

    def _duty(self, rule: ClauseRule, deed: Pattern, calls: list[Pattern]) -> Iterator[Pledge]:
        meant = list(self._closure(deed, self._counts_as))
        with_party = {each.form.key: each for each in meant if self.is_party(_second(each), rule)}
        is_fight = any(each.form.key in FIGHTS and each.form.key not in with_party for each in meant)
        if "assists" in with_party:
            yield from self._help(rule, with_party["assists"].slots[1], calls)
        elif is_fight:
            yield from self._help(rule, None, calls)
        if "consults with" in with_party:
            yield from self._consultation(rule, calls)
        if self._is_own(meant) and self._crisis(calls):
            why = "a crisis calls up a duty in words of the agreement's own"
            yield from (Pledge(kind, rule, why, True) for kind in ("defense", "offense", "consul"))

    def _help(self, rule: ClauseRule, whom: Slot, calls: list[Pattern]) -> Iterator[Pledge]:
        """A duty to assist a party (`whom`), or to fight a third state."""
        fights = [each for each in calls if each.form.key in FIGHTS]
        is_free = not rule.openers and not self._crisis(calls)
        in_any_war = (is_free and whom is not None) or any(
            each.form.key == AT_WAR and self._speaks_of(each, whom, rule) for each in calls
        )
        is_attacked = any(self._is_same(each.slots[1], whom, rule) for each in fights)
        if in_any_war or is_attacked:
            yield Pledge("defense", rule, "a party must assist one that is attacked")
        if is_free or in_any_war or any(self._is_same(each.slots[0], whom, rule) for each in fights):
            yield Pledge("offense", rule, "a party must assist one that goes to war, whoever began it")
        elif not is_attacked:
            why = "a party must assist another, and what calls it up is not told in the words of the lexicon as a war"
            yield from (Pledge(kind, rule, why, True) for kind in ("defense", "offense"))

    def _consultation(self, rule: ClauseRule, calls: list[Pattern]) -> Iterator[Pledge]:
        if self._crisis(calls):
            yield Pledge("consul", rule, "the parties must consult when a crisis calls it up")
        elif self._is_own(list(rule.openers)):
            yield Pledge(
                "consul", rule, "the parties must consult, and what calls it up is in words of their own", True
            )

    # Bans

    def _ban(self, rule: ClauseRule, deed: Pattern, calls: list[Pattern]) -> Iterator[Pledge]:
        meant = list(self._closure(deed, self._made_by))
        for each in meant:
            key, slots = each.form.key, each.slots
            target = _second(each)
            if (key in FIGHTS or key == AT_WAR) and self.is_party(target, rule):
                yield Pledge("nonagg", rule, "no party may attack another")
            elif key == "assists" and not self.is_party(target, rule):
                if self._is_against_party(each, rule, calls):
                    yield Pledge("neutral", rule, "no party may assist whoever fights another")
            elif key == "makes peace with" and not self.is_party(target, rule):
                yield Pledge("seppeace", rule, "no party may make peace alone")
            elif key == "concludes with" and not self.is_party(slots[2], rule):
                yield Pledge("noothall", rule, "no party may conclude such an agreement with a third state")
        if self._is_own(meant) and self._crisis(calls):
            yield Pledge("neutral", rule, "in a war something is forbidden in words of the agreement's own", True)

    def _is_against_party(self, helping: Pattern, rule: ClauseRule, calls: list[Pattern]) -> bool:
        """Whether the assistance would be against a party, or in a war with one."""
        if self.is_party(helping.slots[2], rule):
            return True
        wars = [each for each in calls if each.form.key in (*FIGHTS, AT_WAR)]
        return any(self.is_party(slot, rule) for each in wars for slot in each.slots[:2])

    # What calls a clause up

    def calls(self, rule: ClauseRule) -> Iterator[Pattern]:
        """What calls a clause up: its openers, its conditions, and what these come to."""
        limits = (*rule.limits.where, *rule.limits.during)
        said = [test.pattern for test in limits if isinstance(test, (FactTest, PastTest)) and not _denied(test)]
        for pattern in (*rule.openers, *said):
            yield from self._closure(pattern, self._comes_to)

    def _closure(self, start: Pattern, step: Callable[[Pattern], Iterator[Pattern]]) -> Iterator[Pattern]:
        met: set[str] = set()
        left = [start]
        while left:
            pattern = left.pop(0)
            if pattern.form.key not in met or pattern is start:
                met.add(pattern.form.key)
                yield pattern
                left += step(pattern)

    def _counts_as(self, pattern: Pattern) -> Iterator[Pattern]:
        """What an event is deemed to be as well."""
        for rule in self.deemed:
            if rule.when.form.key == pattern.form.key:
                yield _filled(rule.head, rule.when, pattern)

    def _made_by(self, pattern: Pattern) -> Iterator[Pattern]:
        """What is deemed to be this event."""
        for rule in self.deemed:
            if rule.head.form.key == pattern.form.key:
                yield _filled(rule.when, rule.head, pattern)

    def _comes_to(self, pattern: Pattern) -> Iterator[Pattern]:
        """What stands behind an event or a fact."""
        yield from self._counts_as(pattern)
        yield from self._made_by(pattern)
        for rule in self.facts(pattern.form.key):
            for boundary in rule.begins:
                if boundary.pattern is not None:
                    yield _filled(boundary.pattern, rule.head, pattern)
            for test in (*rule.limits.where, *rule.limits.during):
                if isinstance(test, (FactTest, PastTest)) and not _denied(test):
                    yield _filled(test.pattern, rule.head, pattern)

    def _crisis(self, calls: list[Pattern]) -> bool:
        return any(each.form.key in CRISES for each in calls)

    def _is_own(self, meant: list[Pattern]) -> bool:
        """Whether all that is meant is said in sentences of the agreement's own."""
        return bool(meant) and all(each.form.key not in standard_lexicon().forms for each in meant)

    # Who is meant

    def is_party(self, slot: Slot, rule: ClauseRule) -> bool:
        """Whether a slot can hold a party only."""
        if isinstance(slot, Fixed):
            return set(slot.values) <= {party.code for party in self.plan.parties}
        classes = rule.scope.classes.get(slot.name, ()) if slot is not None else ()
        return any(cls.noun in ("party", "contracting state") for cls in classes)

    def _is_same(self, slot: Slot, whom: Slot, rule: ClauseRule) -> bool:
        """Whether the one of a war is the one who is to be helped; where nobody is named, whether it is a party."""
        if whom is None:
            return self.is_party(slot, rule)
        if isinstance(slot, Fixed) and isinstance(whom, Fixed):
            return bool(set(slot.values) & set(whom.values))
        return slot == whom

    def _speaks_of(self, war: Pattern, whom: Slot, rule: ClauseRule) -> bool:
        return any(self._is_same(slot, whom, rule) for slot in war.slots[:2])

    # Conditions

    def is_conditional(self, rule: ClauseRule) -> bool:
        """Whether a line limits whom or where the pledge meets, beyond the war that it is about."""
        tests = (*rule.limits.where, *rule.limits.during)
        if any(self._binds(test) and not self._is_crisis(test) for test in tests):
            return True
        if any(group and all(self._binds(test) or _holds(test) for test in group) for group in rule.limits.unless):
            return True
        return any(self._limits_whom(pattern) for pattern in rule.openers)

    def _limits_whom(self, opener: Pattern) -> bool:
        named = [slot for slot in opener.slots if isinstance(slot, Fixed)]
        codes = {party.code for party in self.plan.parties}
        places = [slot for slot, role in zip(opener.slots, opener.form.roles, strict=True) if role.name == "in"]
        return any(not set(slot.values) <= codes for slot in named) or any(slot is not None for slot in places)

    def _is_crisis(self, test: Test) -> bool:
        return isinstance(test, (FactTest, PastTest)) and not _denied(test) and test.pattern.form.key in CRISES

    def _binds(self, test: Test, met: frozenset[str] = frozenset()) -> bool:
        """Whether a condition limits anything; a fact does not that holds of everybody under these readings."""
        if isinstance(test, ReadingTest):
            return False
        if not isinstance(test, FactTest) or test.negated or test.pattern.form.key in met:
            return True
        within = met | {test.pattern.form.key}
        return not any(
            rule.is_computed
            and not rule.limits.unless
            and not any(isinstance(slot, Fixed) for slot in rule.head.slots)
            and not any(self._binds(each, within) for each in (*rule.limits.where, *rule.limits.during))
            for rule in self.facts(test.pattern.form.key)
        )

    def named(self, slot: Slot, limits: Limits, met: frozenset[str] = frozenset()) -> Iterator[str]:
        """The names that a slot is limited to: those written there, and those that its conditions name."""
        if isinstance(slot, Fixed):
            yield from slot.values
        if not isinstance(slot, Var):
            return
        for test in (*limits.where, *limits.during):
            if isinstance(test, SameTest) and not test.negated and test.slot == slot:
                yield from (value for each in test.among if isinstance(each, Fixed) for value in each.values)
            if isinstance(test, FactTest) and not test.negated and test.pattern.form.key not in met:
                within = met | {test.pattern.form.key}
                places = [n for n, each in enumerate(test.pattern.slots) if each == slot]
                for rule in self.facts(test.pattern.form.key):
                    for n in places:
                        yield from self.named(rule.head.slots[n], rule.limits, within)

    def attackers(self, rule: ClauseRule) -> Iterator[str]:
        """The states that a pledge of help names as attackers."""
        for opener in rule.openers:
            if opener.form.key in FIGHTS and not self.is_party(opener.slots[0], rule):
                yield from self.named(opener.slots[0], rule.limits)

    # Who owes the same

    def shape(self, rule: ClauseRule, swap: dict[str, str]) -> str:
        """A clause without its name and its letters, as it would read if parties changed places."""
        parts = (rule.modal, rule.bearer, rule.deeds, rule.openers, rule.limits, rule.until, rule.length)
        return _shape(parts, rule.scope, swap)

    def shapes_of_facts(self, rules: list[ClauseRule], swap: dict[str, str]) -> set[str]:
        """The bodies of the facts that clauses rest on, likewise."""
        left = [test.pattern.form.key for rule in rules for test in _facts_in(rule.limits)]
        met: set[str] = set()
        found: set[str] = set()
        while left:
            key = left.pop()
            for rule in self.facts(key) if key not in met else ():
                found.add(_shape((rule.head, rule.begins, rule.ends, rule.limits), rule.scope, swap))
                left += [test.pattern.form.key for test in _facts_in(rule.limits)]
            met.add(key)
        return found


def _second(pattern: Pattern) -> Slot:
    return pattern.slots[1] if len(pattern.slots) > 1 else None


def never(limits: Limits) -> bool:
    """Whether a reading that is not chosen stands in the way."""
    return any(isinstance(test, ReadingTest) and not test.holds for test in (*limits.where, *limits.during))


def _holds(test: Test) -> bool:
    return isinstance(test, ReadingTest) and test.holds


def _denied(test: FactTest | PastTest) -> bool:
    return isinstance(test, FactTest) and test.negated


def _facts_in(limits: Limits) -> Iterator[FactTest]:
    tests = (*limits.where, *limits.during, *(test for group in limits.unless for test in group))
    return (test for test in tests if isinstance(test, FactTest))


def _filled(wanted: Pattern, given: Pattern, by: Pattern) -> Pattern:
    """A pattern of a rule with the slots that another pattern of that rule is filled with."""
    letters = {slot.name: by.slots[n] for n, slot in enumerate(given.slots) if isinstance(slot, Var)}
    slots = [letters.get(slot.name, Var(f"?{slot.name}")) if isinstance(slot, Var) else slot for slot in wanted.slots]
    return Pattern(wanted.form, tuple(slots))


def _shape(parts: object, scope: Scope, swap: dict[str, str]) -> str:
    """A text that is the same for rules that say the same; letters are numbered, and each shows its classes."""
    letters: dict[str, str] = {}

    def said(value: object) -> str:
        if isinstance(value, Var):
            classes = ",".join(sorted(str(cls) for cls in scope.classes.get(value.name, ())))
            return letters.setdefault(value.name, f"<{len(letters)}:{classes}>")
        if isinstance(value, Fixed):
            return str(sorted(swap.get(each, each) for each in value.values))
        if isinstance(value, Pattern):
            return f"{value.form.key}({','.join(said(slot) for slot in value.slots)})"
        if isinstance(value, (tuple, list)):
            return f"({';'.join(said(each) for each in value)})"
        if hasattr(value, "__dataclass_fields__"):
            return (
                f"{type(value).__name__}({';'.join(said(getattr(value, name)) for name in value.__dataclass_fields__)})"
            )
        return repr(value)

    return said(parts)
