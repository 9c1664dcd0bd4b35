"""When duties fall due: a length of time after the opening, a fixed moment, or what they are to be done before.

every party must notify PAK of work W
by 6 months before IND builds W              due when IND builds W is known, and judged in that moment
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from foedus.engine import clock
from foedus.engine.rows import Act, Anchored, Closing, Row, Watch
from foedus.engine.wording import sentence
from foedus.model.events import Event
from foedus.model.moments import deadline
from foedus.plan.nodes import ClauseRule
from foedus.plan.times import last_of


def due_of(rule: ClauseRule, opened: int, entry: int | None) -> int | None:
    """The last moment for a duty of this clause; a due before the opening is the opening. None where it has none yet.

    `entry` is when the agreement entered into force.
    """
    if rule.length is not None:
        return deadline(opened, rule.length)
    last = rule.by.last(entry) if rule.by is not None else None
    return max(opened, last) if last is not None else None


class Judge:
    """Duties that are to be done before something happens: which wait for it, and which it finds undone."""

    def __init__(self, past: Mapping[str, Sequence[Act]]) -> None:
        self._past = past
        self._watch = Watch()
        self._met: list[Row] = []

    def opened(self, row: Row, act: Event | None, since: int) -> None:
        """Take a row that was opened just now; where what is awaited opened it, look for what was done before.

        `since` is the moment from which on performances count.
        """
        before = row.rule.before
        if before is None:
            return
        if not before.opens:
            self._watch.add(row, 0, before.pattern)
        elif act is not None:
            self._anchor(row, act, "")
            self._look_back(row, since)

    def happen(self, acts: Iterable[Act]) -> None:
        """Note which duties the acts of a moment make due: each by the first act that is certain."""
        for event, act in acts:
            for row in self._watch.matching(event):
                if row.opened <= event.moment:
                    self._anchor(row, act, "" if event.certain else f"whether {act.id} happened")
                    if event.certain:
                        self._watch.remove(row, 0)
            for row in self._watch.nearly(event):
                pattern = row.rule.before.pattern if row.rule.before is not None else row.rule.deeds[0].pattern
                self._anchor(row, act, f"whether {act.id} means that {sentence(pattern, row.env)}")

    def undone(self, moment: int) -> Iterator[Row]:
        """The duties of which this moment told the due and that were not done in time; none while its clock stands."""
        met, self._met = self._met, []
        for row in {id(row): row for row in met}.values():
            due = clock.due(row, moment)
            if due is not None and row.refused is None and (row.closing is None or row.closing.moment > due):
                yield row

    def _anchor(self, row: Row, act: Event, doubt: str) -> None:
        before = row.rule.before
        if before is None or (row.closing is not None and row.closing.kind != "performed"):
            return
        last = act.moment if before.lead is None else last_of(act.moment, before.lead, -1)
        row.anchors.append(Anchored(act, max(last, row.opened) if not before.opens else last, doubt))
        self._met.append(row)

    def _look_back(self, row: Row, since: int) -> None:
        """Perform a row by the first act that did what it asks; one that is uncertain perhaps did."""
        for number, deed in enumerate(row.rule.deeds):
            awaiting = Watch()
            awaiting.add(row, number, deed.pattern)
            for event, act in self._past.get(deed.pattern.form.key, ()):
                if since <= event.moment <= row.opened and (awaiting.matching(event) or awaiting.nearly(event)):
                    is_sure = event.certain and bool(awaiting.matching(event))
                    older = row.closing.moment if row.closing is not None else row.opened + 1
                    if is_sure and event.moment < older:
                        row.closing = Closing("performed", event.moment, (act,))
                    elif not is_sure:
                        row.possible.append(act)
