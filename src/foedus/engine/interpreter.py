"""The reference meaning of a plan: events taken moment by moment, rows stored without "now".

A moment goes through five steps. What is deemed to happen is added; facts change, all at once; duties open before it
are performed or released; its triggers open duties and its acts break bans; last, what this very moment opened may be
performed or released by it. `feed` may be called again with later moments: nothing is computed twice, and a journal fed
in two halves gives what it gives as a whole.
"""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from itertools import groupby
from typing import NamedTuple, TypeVar

from foedus.engine import clock, parties, priority
from foedus.engine.breaches import BREACHES, REFUSES, WAIVES, breach, refuse, waive
from foedus.engine.changes import Changes
from foedus.engine.deadlines import Judge, due_of
from foedus.engine.ending import Endings
from foedus.engine.facts import FactStore
from foedus.engine.opening import Binding, Opening, value_of
from foedus.engine.powers import Powers
from foedus.engine.recurring import Ticks
from foedus.engine.relevance import Relevance
from foedus.engine.rights import Rights
from foedus.engine.rows import Act, Closing, Row, Stay, Watch, seen
from foedus.engine.sieves import Sieve, passes
from foedus.engine.solver import Sight, Solver, Step
from foedus.engine.standing import Standing, is_in_grace
from foedus.engine.states import StateOpener
from foedus.model.events import Event
from foedus.model.forms import Form
from foedus.model.moments import FIRST, LAST
from foedus.plan.compiler import IN_FORCE
from foedus.plan.dependence import can_apply, reached, tests
from foedus.plan.nodes import ALL_PARTIES, ClauseRule, EventRule, FactTest, PastTest, Pattern, Plan

EndedKeys = dict[tuple[object, ...], bool]
"""The keys of episodes that a moment ended, and whether such an episode was there for certain."""


class Trigger(NamedTuple):
    """That events of a pattern open or break a clause, and which of them are worth a look."""

    rule: ClauseRule
    opening: Opening
    pattern: Pattern
    sieve: Sieve


class Interpreter:
    """One run of a plan; `rows` is what it stored so far, in the order in which it was opened.

    Who runs a plan several times may hand over its relevance, which no run changes.
    """

    def __init__(self, plan: Plan, relevance: Relevance | None = None) -> None:
        self.plan = plan
        self.rows: list[Row] = []
        self.facts = FactStore()
        self.past: dict[str, list[Act]] = {key: [] for key in plan.past}
        self.relevance = relevance if relevance is not None else Relevance(plan)
        self.solver = Solver(plan, self.facts, self.past)
        self.changes = Changes(plan, self.facts, self.solver, self.relevance)
        self.duties = Watch()
        self.ends = Watch()
        self.live: dict[tuple[object, ...], Row] = {}
        self.endings = Endings(plan, self.facts, self.solver)
        self._stand_keys = reached(clock.KEYS, plan.facts)
        self._has_priority = any(rule.subject_to for rule in plan.clauses)
        self.force_began: int | None = None
        self._is_entered = False
        self._deemed = _by_form(
            (rule.when.form.key, (rule, self.relevance.of_deemed(rule))) for rule in plan.deemed if can_apply(rule)
        )
        clauses = [rule for rule in plan.clauses if can_apply(rule)]
        self._openers = _by_form(
            self._trigger(rule, pattern)
            for rule in clauses
            if rule.is_duty
            for pattern in rule.openers
            if pattern.form.is_event
        )
        self._bans = _by_form(
            self._trigger(rule, deed.pattern)
            for rule in clauses
            if rule.is_ban and not rule.is_standing
            for deed in rule.deeds
        )
        self._states = [
            StateOpener(rule, Opening(self.solver, rule), opener, plan.facts)
            for rule in plan.clauses
            if rule.is_duty and rule.every is None
            for opener in (rule.openers or (None,))
            if opener is None or not opener.form.is_event
        ]
        self._standing = [
            Standing(each, Opening(self.solver, each), plan.facts) for each in clauses if each.is_standing
        ]
        self._looking = {IN_FORCE}.union(*(each.keys for each in self._states), *(each.keys for each in self._standing))
        self.rights = Rights(clauses, self.solver)
        self.powers = Powers(clauses, self.solver)
        self.breach = named(plan, BREACHES)
        self._breaches: list[Event] = []
        self._told: dict[tuple[object, ...], Row] = {}
        self._dues: dict[int, list[Row]] = {}
        self._reasons: dict[int, tuple[Step, ...]] = {}
        self._made = {rule.head.form.key for rule in plan.deemed}
        self._lasting: dict[tuple[object, ...], Row] = {}
        """The live rows that end when their `while` does."""
        self._timed: list[int] = []
        self.judge = Judge(self.past)
        self.ticks = Ticks(clauses, self.solver, self._timed)
        for moment in self.changes.timed():
            heappush(self._timed, moment)

    def _trigger(self, rule: ClauseRule, pattern: Pattern) -> tuple[str, Trigger]:
        opening = Opening(self.solver, rule)
        return pattern.form.key, Trigger(rule, opening, pattern, self.relevance.of_pattern(pattern, rule.scope))

    # Moments

    def feed(self, events: Iterable[Event]) -> None:
        """Take events in the order of their moments; none may lie before one that was fed already."""
        told = list(events)
        live = self.relevance.sifted(told)
        for moment, group in groupby(live, key=_moment):
            self.pass_time(moment - 1)
            self._drop_timed(moment)
            self._take(moment, list(group))
        if told:
            self.pass_time(told[-1].moment)

    def pass_time(self, until: int) -> None:
        """Let the moments up to `until` come at which the agreement itself changes something."""
        while self._timed and self._timed[0] <= until:
            moment = self._timed[0]
            self._drop_timed(moment)
            self._take(moment, [])

    def _drop_timed(self, moment: int) -> None:
        while self._timed and self._timed[0] == moment:
            heappop(self._timed)

    def _take(self, moment: int, events: list[Event]) -> None:
        """Let a moment come with those of its events that can matter."""
        self.facts.settle()
        self._reasons.clear()
        self._fall_due(moment)
        acts = self._acts(moment, events)
        if not self.endings.force_keys.isdisjoint(self.facts.touched_keys):
            self._look_at_force(moment)
        ended = self._close(moment, acts)
        if self.facts.touched_keys and (self._has_priority or not self._stand_keys.isdisjoint(self.facts.touched_keys)):
            self._let_stand([*self.live.values(), *self._graces(moment)], moment)
        opened = self._open(moment, acts)
        if opened:
            self._close_opened(moment, acts, opened, ended)
        self.judge.happen(acts)
        for row in self.judge.undone(moment):
            if (clock.missed(row, moment) or FIRST) > moment:
                self._watch_due(row, moment)
            elif self.breach:
                self._breaches.append(breach(self.breach, seen(row, moment), moment))
        if self._breaches:  # what a breach opens, it opens in the same moment, after all else of it
            breaches, self._breaches = self._breaches, []
            breaches.sort(key=lambda event: event.certain)  # of several that are one event, the certain counts
            self._take(moment, list({event.identity: event for event in breaches}.values()))

    def _look_at_force(self, moment: int) -> None:
        """What the agreement sets going when it enters into force; that it perhaps did counts until it is known."""
        force = self.solver.in_force(Sight(moment))
        if force is False:
            return
        is_first, is_certain = self.force_began is None, force is True and not self._is_entered
        if is_first:
            self.force_began = moment
        if is_first or is_certain:
            self.solver.entry = moment
            self._is_entered = force is True
            for each in self.changes.entered(moment, force is True):
                heappush(self._timed, each)
            self._grow(moment)
        self.ticks.wake(moment)

    def _grow(self, moment: int) -> None:
        """Take note of who became a party with what this moment changed."""
        if not self.endings.joining.isdisjoint(self.facts.touched_keys):
            parties.grow(self.solver, Sight(moment))

    def _let_stand(self, rows: list[Row], moment: int) -> None:
        """Let the clocks of rows stand or go on from this moment."""
        for row in clock.stop_and_go(self.solver, rows, moment):
            self._watch_due(row, moment)

    def _graces(self, moment: int) -> list[Row]:
        """The spans of a state that has still time to end, or to come about."""
        rows = [row for standing in self._standing for row in standing.live.values()]
        return [row for row in rows if is_in_grace(row, moment)]

    def _acts(self, moment: int, live: list[Event]) -> list[Act]:
        """What counts of a moment, what is deemed to happen with it, and the facts changed: void acts do nothing."""
        judged = [event for event in live if event.form.key in self.powers.by_form] if self.powers.by_form else []
        acts = self._with_deemed(moment, [event for event in live if event not in judged] if judged else live)
        self._remember(acts)
        later = self.changes.note(moment, acts)
        if judged:
            more = self._with_deemed(moment, self._judged(moment, judged))
            self._remember([(event, act) for event, act in more if event.form.key not in self.powers.by_form])
            later += self.changes.note(moment, more)
            acts += more
        self.facts.apply()
        self._grow(moment)
        later += self.changes.end_what_waited(moment)
        for each in later:
            heappush(self._timed, each)
        return acts

    def _remember(self, acts: list[Act]) -> None:
        for event, act in acts:
            if event.form.key in self.past:
                self.past[event.form.key].append((event, act))
                self.facts.touched_keys.add(event.form.key)

    def _judged(self, moment: int, events: list[Event]) -> list[Event]:
        """The acts that need a power, as far as they are valid."""
        valid: list[Event] = []
        reach = self.force_began or FIRST
        if self.force_began is None and self.solver.in_force(Sight(moment, before=True)) is False:
            reach = moment  # if it enters into force now, what was done before does not count
        for key in self.powers.order:
            for event in events:
                if event.form.key == key:
                    sight = Sight(moment, event, False, reach)
                    counted, rows = self.powers.judge(event, sight)
                    for row in rows:
                        self._tell(row)
                    if counted is not None:
                        valid.append(counted)
                        self._remember([(counted, counted)])
        return valid

    def _fall_due(self, moment: int) -> None:
        """The breaches of the deadlines that passed just before this moment."""
        for row in self._dues.pop(moment, ()):
            due = clock.due(row, moment)
            is_missed = due is not None and due < moment and (row.closing is None or row.closing.moment > due)
            if is_missed and row.refused is None and self.breach:
                self._breaches.append(breach(self.breach, seen(row, moment), moment))

    def _with_deemed(self, moment: int, events: list[Event]) -> list[Act]:
        """The moment's events and what is deemed to happen with them, each once."""
        acts: list[Act] = [(event, event) for event in events]
        if not self._deemed:
            return acts
        certain = {event.identity: event.certain for event in events if event.form.key in self._made}
        for event, act in acts:
            for rule, worth in self._deemed.get(event.form.key, ()):
                for made, steps in self._deem(rule, event, act, moment) if passes(worth, event.args) else ():
                    if made.identity not in certain or (made.certain and not certain[made.identity]):
                        certain[made.identity] = made.certain
                        acts.append((made, act))
                        self._reasons[id(made)] = (*self._reasons.get(id(event), ()), *steps)
        return acts

    def _deem(self, rule: EventRule, event: Event, act: Event, moment: int) -> Iterator[tuple[Event, tuple[Step, ...]]]:
        if not rule.since <= moment or (rule.until is not None and moment >= rule.until):
            return
        sight = Sight(moment, without=act, before=True)
        for start in self.solver.match(rule.when, event.args, {}, rule.scope, sight):
            for found in self.solver.limits(rule.limits, start.env, rule.scope, sight, sight):
                args = tuple(value_of(slot, found.env) for slot in rule.head.slots)
                certain = bool(event.certain and start.truth and found.truth)
                made = Event(moment, rule.head.form, args, False, event.reports, certain)
                yield made, (*start.steps, *found.steps)

    # Closing

    def _close(self, moment: int, acts: list[Act]) -> EndedKeys:
        """Perform and release what was open before; the keys of the episodes that this moment ended."""
        ended: EndedKeys = {}
        for event, act in acts:
            for row in self.duties.matching(event):
                self._perform(row, moment, event, act)
            for row in self.duties.nearly(event):
                row.possible.append(act)
        said = [each for each in acts if each[0].form.key in (WAIVES, REFUSES)]
        self._waive(said, list(self.live.values()) if said else [])
        for event, act in acts:
            for row in self.ends.matching(event):
                if event.certain:
                    self._end(row, moment, (act,))
                    ended[row.key] = ended.get(row.key, False) or row.truth is True
                else:
                    row.possible.append(act)
            for row in self.ends.nearly(event):
                row.possible.append(act)
        if self.facts.touched_keys:
            for row, ended_by in self.endings.by_state(self.live, self._lasting, Sight(moment), acts):
                self._end(row, moment, ended_by)
                ended[row.key] = ended.get(row.key, False) or row.truth is True
        self._refuse(said, list(self.live.values()) if said else [])
        return ended

    def _waive(self, acts: list[Act], rows: list[Row]) -> None:
        """What claimants waive."""
        for event, act in acts:
            if event.form.key == WAIVES:
                for row in waive(event, act, rows, tuple(self.solver.parties)):
                    self._forget_duty(row)

    def _refuse(self, acts: list[Act], rows: list[Row]) -> None:
        """What bearers refuse, of what is still open when all else of the moment is done."""
        for event, _ in acts:
            if event.form.key == REFUSES:
                for row in refuse(event, rows):
                    self._breaches += [breach(self.breach, row, event.moment)] if self.breach else []

    def _perform(self, row: Row, moment: int, event: Event, act: Event) -> None:
        if row.closing is not None:
            return
        if not event.certain:
            row.possible.append(act)
            return
        row.closing = Closing("performed", moment, (act,))
        self._forget_duty(row)

    def _end(self, row: Row, moment: int, acts: tuple[Event, ...]) -> None:
        """End the episode of a row, and release it where it is still open."""
        row.over = moment
        if row.closing is None:
            row.closing = Closing("released", moment, acts)
            self._forget_duty(row)
        for number, _ in enumerate(row.rule.until):
            self.ends.remove(row, number)
        self.live.pop((*row.key, row.truth is True), None)
        self._lasting.pop((*row.key, row.truth is True), None)

    def _forget_duty(self, row: Row) -> None:
        for number, _ in enumerate(row.rule.deeds):
            self.duties.remove(row, number)

    def _close_opened(self, moment: int, acts: list[Act], opened: list[Row], ended: EndedKeys) -> None:
        """Perform or release what this very moment opened; an end that closed an older entry leaves the new one.

        Where the older one may never have been a duty, the end perhaps closed the new one.
        """
        fresh = {id(row) for row in opened}
        for event, act in acts:
            for row in self.duties.matching(event):
                if id(row) in fresh:
                    self._perform(row, moment, event, act)
            for row in self.duties.nearly(event):
                if id(row) in fresh:
                    row.possible.append(act)
        self._waive(acts, opened)
        for event, act in acts:
            for row in self.ends.matching(event):
                if id(row) in fresh and not ended.get(row.key, False):
                    if event.certain and row.key not in ended:
                        self._end(row, moment, (act,))
                    else:
                        row.possible.append(act)
        self._refuse(acts, opened)

    # Opening

    def _open(self, moment: int, acts: list[Act]) -> list[Row]:
        opened: list[Row] = []
        duties: list[tuple[ClauseRule, Binding, Event]] = []
        bans: list[tuple[ClauseRule, Binding, Event]] = []
        for event, act in acts:
            for rules, called in ((self._openers, duties), (self._bans, bans)):
                for trigger in rules.get(event.form.key, ()):
                    called += [(trigger.rule, each, act) for each in self._triggered(trigger, event, act, moment)]
        for rule, each, act in sorted(duties, key=_uncertain):  # of one moment, the certain opens and the others join
            self._enter(rule, each, act, moment, opened)
        self._break(sorted(bans, key=_uncertain), moment)
        for opener in self._states if self._looking & self.facts.touched_keys else ():
            if opener.keys & self.facts.touched_keys and opener.rule.binds(moment):
                for found in opener.begun(self.solver, Sight(moment, reach=self.force_began or FIRST)):
                    behind = self._behind(found.steps, acts) or self.endings.movers(*self.endings.force)
                    self._enter(opener.rule, found, behind[0] if behind else None, moment, opened)
        for rule, each in self.ticks.at(Sight(moment, reach=self.force_began or FIRST)):
            self._enter(rule, each, None, moment, opened)
        if self._looking & self.facts.touched_keys:
            self._look_at_states(moment, acts)
        for event, act in (each for each in acts if each[0].form.key in self.rights.forms):
            for row in self.rights.rows(event, act, Sight(moment, act, False, self.force_began or FIRST)):
                self._tell(row)
                self._breaches += [breach(self.breach, row, moment)] if self.breach and row.kind == "prevented" else []
        return opened

    def _tell(self, row: Row) -> None:
        """Store what an act means for a right or a power; several acts of one moment that mean the same are one row."""
        older = self._told.setdefault((row.kind, *row.key), row)
        if older is row or older.opened != row.opened:
            self._told[(row.kind, *row.key)] = row
            self.rows.append(row)
            return
        older.causes += [event for event in row.causes if event not in older.causes]
        if row.truth and not older.truth:
            older.truth, older.steps, older.env = row.truth, row.steps, row.env

    def _look_at_states(self, moment: int, acts: list[Act]) -> None:
        """The spans in which a state is not as a clause has it."""
        for standing in self._standing:
            if standing.keys & self.facts.touched_keys and standing.rule.binds(moment):
                sight = Sight(moment, None, False, self.force_began or FIRST)
                moved = self.facts.moved(standing.keys)
                for row in standing.look(self.solver, sight, tuple(dict.fromkeys(act for _, act in acts)), moved):
                    self.rows.append(row)
                    if row.stays and row.due is None:
                        continue
                    if row.due is None:
                        self._breaches += [breach(self.breach, row, moment)] if self.breach else []
                    else:
                        self._let_stand([row], moment)
                        self._watch_due(row, moment)

    def _watch_due(self, row: Row, moment: int) -> None:
        """Let the moment after a deadline come, where some clause hears of breaches; one that passed did come."""
        missed = clock.missed(row, LAST) if self.breach else None
        if missed is not None and missed >= moment:
            self._dues.setdefault(missed, []).append(row)
            heappush(self._timed, missed)

    def _behind(self, steps: tuple[Step, ...], acts: list[Act]) -> tuple[Event, ...]:
        """The acts of this moment that the steps rest on."""
        made: set[int] = set()
        left = list(steps)
        while left:
            step = left.pop()
            made.add(id(step.cause))
            left += step.under
        return tuple(dict.fromkeys(act for event, act in acts if id(event) in made))

    def _triggered(self, trigger: Trigger, event: Event, act: Event, moment: int) -> list[Binding]:
        """The entries that an event calls up, one for each key, the certain before the uncertain."""
        rule, opening, pattern, sieve = trigger
        if not passes(sieve, event.args) or not rule.binds(moment):
            return []
        at = Sight(moment, act, False, self.force_began or FIRST)
        force = self.solver.in_force(at)
        if force is False:
            return []
        after = Sight(moment, None, False, at.reach)
        found: dict[tuple[object, ...], Binding] = {}
        before, behind = self._reasons.get(id(event), ()), self.solver.doubts_of_force(at)
        for start in self.solver.match(pattern, event.args, {}, rule.scope, at):
            for met in self.solver.limits(rule.limits, start.env, rule.scope, at, after):
                steps = before + start.steps + met.steps
                certain = event.certain and start.truth and met.truth and force
                bound = [clock.held_off(self.solver, rule, each, at) for each in opening.bindings(met.env, at)]
                for env, bearer, claimant, values, truth, more, _ in filter(None, bound):
                    sure = True if certain and truth else None
                    key = (bearer, claimant, values)
                    if key not in found or (sure and not found[key].truth):
                        found[key] = Binding(env, bearer, claimant, values, sure, steps + more + behind)
        if len(found) < 2:
            return list(found.values())
        return sorted(found.values(), key=lambda each: (not each.truth, each.bearer, each.claimant, each.values))

    def _break(self, found: list[tuple[ClauseRule, Binding, Event]], moment: int) -> None:
        """One breach for each clause, bearer, claimant and values, however many acts of the moment are one."""
        broken: dict[tuple[object, ...], Row] = {}
        for rule, each, act in found:
            key = (rule.name, each.bearer, each.claimant, each.values)
            if key in broken:
                broken[key].causes.append(act)
                continue
            broken[key] = Row(
                rule, each.env, each.bearer, each.claimant, each.values, moment, each.truth, None, each.steps, [act]
            )
            self.rows.append(broken[key])
            if not self._excuse(broken[key], act):
                self._breaches += [breach(self.breach, broken[key], moment)] if self.breach else []

    def _excuse(self, row: Row, act: Event) -> bool:
        """Whether an act that a ban forbids is excused; that it may be is noted on the row."""
        if not clock.may_stand(self.solver, row.rule):
            return False
        now = clock.stand(self.solver, row.rule, row.bearer, row.claimant, row.env, Sight(row.opened, act))
        if row.rule.subject_to and not (now.kind and now.truth):
            allowed = self.rights.rows(act, act, Sight(row.opened, act, False, self.force_began or FIRST))
            others = [*self.live.values(), *allowed]
            name, truth = priority.asked_for(self.solver, row.rule, row.bearer, act, others)
            now = clock.Stand("excused", truth, (), f"clause {name} goes before it") if truth is not False else now
        if now.truth and now.kind == "excused":
            row.stays.append(Stay("excused", row.opened, None, now.why, now.steps))
            return True
        if now.truth is None:
            row.truth, row.steps = None, (*row.steps, *now.steps)
        return False

    def _enter(self, rule: ClauseRule, found: Binding, act: Event | None, moment: int, opened: list[Row]) -> None:
        """Open an entry, or join the one that the trigger belongs to."""
        name = (rule.name, found.bearer, found.claimant, found.values, found.tick)
        for certain in (True,) if found.truth else (True, False):
            row = self.live.get((*name, certain))
            if row is not None and self._joins(row, moment):
                if act is not None:
                    row.causes.append(act)
                return
        due = due_of(rule, moment, self.solver.entry)
        causes = [act] if act else []
        row = Row(rule, found.env, found.bearer, found.claimant, found.values, moment, found.truth, due, found.steps,
                  causes, tick=found.tick)  # fmt: skip
        if found.claimant == ALL_PARTIES and self.plan.by_party:
            row.group = tuple(code for code in parties.members(self.solver, Sight(moment)) if code != found.bearer)
        perhaps = self.live.get((*name, False))
        if found.truth and perhaps is not None and self._joins(perhaps, moment):
            done = perhaps.closing.events if perhaps.closing is not None else ()
            row.possible += [*perhaps.possible, *done]  # if the older one was a duty, this one was performed with it
        self.rows.append(row)
        self._let_stand([row], moment)
        self._watch_due(row, moment)
        opened.append(row)
        self.live[(*name, found.truth is True)] = row
        if rule.limits.during:
            self._lasting[(*name, found.truth is True)] = row
        for number, deed in enumerate(rule.deeds):
            self.duties.add(row, number, deed.pattern)
        for number, pattern in enumerate(rule.until):
            self.ends.add(row, number, pattern)
        self.judge.opened(row, act, self.force_began or FIRST)
        if row.closing is not None:
            self._forget_duty(row)

    def _joins(self, row: Row, moment: int) -> bool:
        """Whether a new trigger belongs to the episode of this row."""
        if row.rule.until or row.rule.limits.during or (row.rule.before is not None and row.rule.before.opens):
            return True
        if row.closing is not None and row.closing.moment < moment:
            return False
        last = row.causes[-1].moment if row.causes else row.opened
        due = due_of(row.rule, last, self.solver.entry)
        return due is None or moment <= due


def _uncertain(found: tuple[ClauseRule, Binding, Event]) -> bool:
    return not found[1].truth


def _moment(event: Event) -> int:
    return event.moment


_T = TypeVar("_T")


def _by_form(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    found: dict[str, tuple[_T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def named(plan: Plan, key: str) -> Form | None:
    """The form of that key among those that the plan looks at, or None."""
    clauses = (pattern for rule in plan.clauses for pattern in (*rule.openers, *rule.until))
    limits = [rule.limits for rule in plan.clauses] + [rule.limits for rule in plan.deemed]
    limits += [rule.limits for rules in plan.facts.values() for rule in rules]
    asked = (test.pattern for each in limits for test in tests(each) if isinstance(test, (FactTest, PastTest)))
    bounds = (
        bound.pattern
        for rules in plan.facts.values()
        for rule in rules
        for bound in (*rule.begins, *rule.ends)
        if bound.pattern is not None
    )
    deemed = (rule.when for rule in plan.deemed)
    return next((each.form for each in (*clauses, *asked, *bounds, *deemed) if each.form.key == key), None)
