"""What one clause costs when a person writes it by hand: `assistance` alone, without reasons, readings or doubts.

A lower bound for the engine, not a rival: the events of one day are taken one after the other instead of as a set, the
states of Europe are a constant, and nothing says why. It knows the secret protocol.
"""

from collections.abc import Iterable

from bench.log import PARTIES
from foedus.model.events import Event
from foedus.model.moments import Duration, deadline

EUROPE = frozenset(["DEU", "ITA", "ROU", "HUN", "FIN", "BGR", "FRA", "POL", "ESP", "SWE", "NOR", "GRC"])
WEEK = Duration(7, "day")


def assistance(events: Iterable[Event]) -> list[tuple[str, str, str, int, str]]:
    """Who owes assistance to whom against whom, since when, and how it stood when it was closed."""
    other = dict(zip(PARTIES, reversed(PARTIES), strict=True))
    war: set[frozenset[str | None]] = set()
    began: set[tuple[str | None, str | None]] = set()
    duties: dict[tuple[str, str], tuple[int, str]] = {}
    rows: list[tuple[str, str, str, int, str]] = []
    for event in events:
        key = event.form.key
        one, two = event.args[0], event.args[1]
        if key == "attacks":
            if frozenset((one, two)) not in war:
                began.add((one, two))
            war.add(frozenset((one, two)))
            is_meant = one in ("DEU", "ITA") or (two == "GBR" and one in EUROPE)
            if one and two in other and is_meant and (two, one) not in began and (two, one) not in duties:
                duties[two, one] = (event.moment, "open")
        elif key == "declares war on":
            war.add(frozenset((one, two)))
        elif key == "makes peace with":
            war.discard(frozenset((one, two)))
            for harmed, attacker in ((one, two), (two, one)):
                began.discard((harmed, attacker))
                if harmed and attacker and (harmed, attacker) in duties:
                    since, status = duties.pop((harmed, attacker))
                    status = "released" if status == "open" and event.moment <= deadline(since, WEEK) else status
                    rows.append((other[harmed], harmed, attacker, since, "breached" if status == "open" else status))
        elif key == "assists" and two and event.args[2] and other.get(two) == one:
            since, status = duties.get((two, event.args[2]), (0, ""))
            if status == "open":
                done = "performed" if event.moment <= deadline(since, WEEK) else "late"
                duties[two, event.args[2]] = (since, done)
    rows += [(other[harmed], harmed, attacker, *rest) for (harmed, attacker), rest in duties.items()]
    return rows
