"""Clauses about a state of affairs: what must be, and what must not be.

    no party P may be restricting trade with another party in G        a row for each span in which P does
    within 30 days                                                     what was so when the clause began to bind has
                                                                       30 days to end; what begins later fails at once

A span is maximal for one truth: where it turns unknown the row ends and an undetermined one begins.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from foedus.engine import clock
from foedus.engine.deadlines import due_of
from foedus.engine.opening import Binding, Opening
from foedus.engine.patterns import filled
from foedus.engine.rows import Closing, Row, Stay
from foedus.engine.solver import Sight, Solver, Step
from foedus.model.events import Event
from foedus.plan.compiler import IN_FORCE, IN_FORCE_FOR
from foedus.plan.dependence import Facts, asked, declared_classes, reached
from foedus.plan.nodes import ClauseRule, FactTest, Limits

Key = tuple[str, str, tuple[str, ...]]


@dataclass(slots=True)
class Standing:
    """One such clause, the rows of the spans that last, and since when it has bound each key."""

    rule: ClauseRule
    opening: Opening
    facts: Facts = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    live: dict[Key, Row] = field(default_factory=dict)
    bound: dict[Key, tuple[int, bool]] = field(default_factory=dict)
    """Since when the clause binds each key, and whether it found the state there."""

    def __post_init__(self) -> None:
        named = set(asked(self.rule.limits))
        named |= {form.key for form in declared_classes([self.rule]).values()}
        named |= {IN_FORCE, IN_FORCE_FOR, *clock.KEYS, self.rule.deeds[0].pattern.form.key}
        self.keys = reached(named, self.facts)

    def look(self, solver: Solver, sight: Sight, acts: tuple[Event, ...], moved: tuple[Event, ...]) -> list[Row]:
        """The spans that begin at this moment; those that end are closed, by the acts that `moved` what is asked."""
        failing = self._failing(solver, sight)
        excused = self._stand(solver, failing, sight)
        for key, row in list(self.live.items()):
            was_excused = row.due is None and bool(row.stays)
            if key not in failing or failing[key].truth is not row.truth or was_excused is not (key in excused):
                row.closing = Closing(self._how(solver, row, sight), sight.moment, moved)
                row.over = sight.moment
                del self.live[key]
        opened = []
        for key, each in failing.items():
            if key not in self.live:
                row = self._row(solver, key, each, sight, acts)
                if row.due is None and key in excused:
                    row.stays = [excused[key]]
                self.live[key] = row
                opened.append(row)
        return opened

    def _failing(self, solver: Solver, sight: Sight) -> dict[Key, Binding]:
        """What is not as it should be at this moment, by key, the certain before the uncertain."""
        found: dict[Key, Binding] = {}
        force = solver.in_force(sight)
        self._note_bound(solver, sight, force)
        for each in self._instances(solver, sight, self.rule.limits) if force is not False else ():
            if self.rule.is_ban and None in (filled(self.rule.deeds[0].pattern, each.env) or (None,)):
                continue  # that it may be so of something is nobody's breach: the record has to say of what
            key = (each.bearer, each.claimant, each.values)
            for step in self._failure(solver, each, sight):
                sure = each.truth and step.truth and force
                steps = (*each.steps, step, *solver.doubts_of_force(sight))
                whole = each._replace(truth=True if sure else None, steps=steps)
                if key not in found or (sure and not found[key].truth):
                    found[key] = whole
        return found

    def _stand(self, solver: Solver, failing: dict[Key, Binding], sight: Sight) -> dict[Key, Stay]:
        """What fails and is excused; what is suspended is taken away, and what may be either is marked as unknown.

        What has time yet is left as it is: there the clock stands.
        """
        excused: dict[Key, Stay] = {}
        for key, each in list(failing.items()) if clock.may_stand(solver, self.rule) else ():
            row = self.live.get(key)
            if row is not None and is_in_grace(row, sight.moment):
                continue
            now = clock.stand(solver, self.rule, each.bearer, each.claimant, each.env, sight)
            if now.truth is None:
                failing[key] = each._replace(truth=None, steps=each.steps + now.steps)
            elif now.kind == "suspended" and now.truth:
                del failing[key]
            elif now.kind and now.truth:
                excused[key] = Stay(now.kind, sight.moment, None, now.why, now.steps)
        return excused

    def _note_bound(self, solver: Solver, sight: Sight, force: bool | None) -> None:
        """Note whom the clause binds since now, an exception set aside: one that ends later gives no new time."""
        limits = replace(self.rule.limits, unless=()) if self.rule.is_ban else self.rule.limits
        seen: set[Key] = set()
        for each in self._instances(solver, sight, limits) if force is not False else ():
            key = (each.bearer, each.claimant, each.values)
            seen.add(key)
            if key not in self.bound:
                self.bound[key] = (sight.moment, self._was_so(solver, each, sight))
        self.bound = {key: since for key, since in self.bound.items() if key in seen}

    def _instances(self, solver: Solver, sight: Sight, limits: Limits) -> Iterator[Binding]:
        """Whom the clause binds, with its letters filled; of a ban only where the banned state is or may be."""
        if self.rule.is_ban:
            where = (FactTest(self.rule.deeds[0].pattern), *limits.where)
            limits = Limits(where, limits.during, limits.unless)
        for met in solver.limits(limits, {}, self.rule.scope, sight, sight):
            for each in self.opening.bindings(met.env, sight):
                yield each._replace(truth=True if each.truth and met.truth else None, steps=(*met.steps, *each.steps))

    def _failure(self, solver: Solver, each: Binding, sight: Sight) -> Iterator[Step]:
        """The step that says that the state fails, or may fail; none where it is as it should be."""
        test = FactTest(self.rule.deeds[0].pattern, negated=not self.rule.is_ban)
        for found in solver.test(test, each.env, self.rule.scope, sight):
            yield found.steps[-1] if found.steps else Step(test, each.env, found.truth)

    def _row(self, solver: Solver, key: Key, each: Binding, sight: Sight, acts: tuple[Event, ...]) -> Row:
        since, was_so = self.bound[key]
        due = due_of(self.rule, since, solver.entry)
        if self.rule.is_ban and not was_so:  # a length is grace for what the clause found; a day is one for all
            due = self.rule.by.last(solver.entry) if self.rule.by is not None else None
        if due is not None and sight.moment > due:
            due = None
        causes = list(_behind(each.steps, sight.moment, acts))
        return Row(self.rule, each.env, each.bearer, each.claimant, each.values, sight.moment, each.truth, due,
                   each.steps, causes, kind="standing")  # fmt: skip

    def _was_so(self, solver: Solver, each: Binding, sight: Sight) -> bool:
        """Whether the banned state was there before this moment: then the clause found it, and gives it time."""
        test = FactTest(self.rule.deeds[0].pattern)
        before = Sight(sight.moment, before=True, reach=sight.reach)
        return any(found.truth for found in solver.test(test, each.env, self.rule.scope, before))

    def _how(self, solver: Solver, row: Row, sight: Sight) -> str:
        """`performed` where the state itself came to be as it should, else `released`."""
        test = FactTest(self.rule.deeds[0].pattern, negated=not self.rule.is_ban)
        fails = any(True for _ in solver.test(test, row.env, self.rule.scope, sight))
        return "released" if fails else "performed"


def is_in_grace(row: Row, moment: int) -> bool:
    """Whether a span of a state still has time to end, or to come about."""
    due = clock.due(row, moment)
    return row.due is not None and (due is None or moment <= due)


def _behind(steps: tuple[Step, ...], moment: int, acts: tuple[Event, ...]) -> tuple[Event, ...]:
    """The acts of this moment that the steps rest on; where they rest on none, what made the state so before."""
    made: dict[int, Event] = {}
    left = list(steps)
    while left:
        step = left.pop()
        if step.cause is not None:
            made[id(step.cause)] = step.cause
        left += step.under
    here = tuple(act for act in acts if id(act) in made)
    return here or tuple(event for event in made.values() if event.moment <= moment)
