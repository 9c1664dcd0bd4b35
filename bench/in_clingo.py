"""The question of `bench.peers` as a logic program: what holds is said, and clingo works out all of it at once."""

from foedus.model.events import Event

PROGRAM = """
party("GBR"). party("SUN").
other(B, P) :- party(B), party(P), B != P.
attack(A, P, T) :- attacks(A, P, T), party(P), not party(A).
peace(A, P, T) :- makes_peace(A, P, T), party(P).
peace(A, P, T) :- makes_peace(P, A, T), party(P).
between(A, P, S, T) :- attack(A, P, S), attack(A, P, T), peace(A, P, E), S < E, E < T.
joined(A, P, T) :- attack(A, P, T), attack(A, P, S), S < T, not between(A, P, S, T).
opened(A, P, T) :- attack(A, P, T), not joined(A, P, T).
close(B, P, A, T, E, released) :- opened(A, P, T), other(B, P), peace(A, P, E), T < E.
close(B, P, A, T, E, performed) :- opened(A, P, T), other(B, P), assists(B, P, A, E), T < E.
first(B, P, A, T, E) :- opened(A, P, T), other(B, P), E = #min { X, K : close(B, P, A, T, X, K) }.
duty(B, P, A, T, E, K) :- first(B, P, A, T, E), close(B, P, A, T, E, K).
duty(B, P, A, T, none, open) :- first(B, P, A, T, #sup).
#show duty/6.
"""
NAMES = {"attacks": "attacks", "makes peace with": "makes_peace", "assists": "assists"}
PLACES = {"attacks": 2, "makes peace with": 2, "assists": 3}
"""So many of the fillers count: where it was does not."""


def answer(events: list[Event]) -> list[tuple[str, str, str, int, int | None, str]]:
    """The duties, in order."""
    import clingo

    control = clingo.Control()
    control.add("base", [], PROGRAM + "\n".join(_fact(place, event) for place, event in enumerate(events)))
    control.ground([("base", [])])
    found: list[tuple[str, str, str, int, int | None, str]] = []
    with control.solve(yield_=True) as models:
        for model in models:
            for symbol in model.symbols(shown=True):
                bearer, claimant, against, since, end, how = symbol.arguments
                until = end.number if end.type == clingo.SymbolType.Number else None
                found.append((bearer.string, claimant.string, against.string, since.number, until, how.name))
    return sorted(found)


def _fact(place: int, event: Event) -> str:
    if event.form.key not in NAMES:
        return ""
    fillers = ", ".join(f'"{value}"' for value in event.args[: PLACES[event.form.key]])
    return f"{NAMES[event.form.key]}({fillers}, {place})."
