"""A synthetic record with a fixed seed: twenty states over half a century, half of it of no matter to a plan."""

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

from foedus.lang.standard import standard_lexicon
from foedus.model.events import Event, Report
from foedus.model.forms import either_way
from foedus.model.moments import parse

PARTIES = ("GBR", "SUN")
STATES = (
    *PARTIES,
    *("DEU", "ITA", "ROU", "HUN", "FIN", "JPN", "BGR", "FRA", "POL", "TUR", "ESP", "SWE", "NOR", "GRC", "USA", "CHN"),
    *("IRN", "EGY"),
)
BEGIN = date(1939, 7, 26)
DAYS = 52 * 365

MATTERS = {
    "{0} attacks {1}": 22,
    "{0} assists {1} against {2}": 20,
    "{0} makes peace with {1}": 10,
    "{0} declares war on {1}": 5,
    "{0} consults with {1} about {2}": 25,
    "{0} concludes agreement {pact} with {1}": 18,
}
"""Sentences that the flagship asks about, with the weight of each."""
NOISE = {
    "{0} threatens {1}": 25,
    "{0} mobilises against {1}": 10,
    "{0} requests help of {1} against {2}": 20,
    "{0} ends talks with {1}": 20,
    "{0} denounces agreement {pact}": 25,
}


class Line(NamedTuple):
    """One line: when, the shape of its sentence, and what stands in it."""

    happened: str
    shape: str
    actors: tuple[str, str, str]
    pact: str

    def plain(self) -> str:
        """As the plain journal says it."""
        return f"{self.happened} {self.shape.format(*self.actors, pact=self.pact)}"


def lines(count: int, seed: int = 1939, noise: float = 0.5, parties_only: bool = False) -> list[Line]:
    """So many lines in the order of their moments; `parties_only`: one of the first two actors is a party."""
    random = Random(seed)
    found = []
    for _ in range(count):
        day = (BEGIN + timedelta(days=random.randrange(DAYS))).isoformat()
        clock = f"T{random.randrange(24):02}:{random.randrange(60):02}Z" if random.random() < 0.3 else ""
        mix = NOISE if random.random() < noise else MATTERS
        shape = random.choices(list(mix), list(mix.values()))[0]
        one, other, third = random.sample(STATES, 3)
        while parties_only and one not in PARTIES and other not in PARTIES:
            one, other, third = random.sample(STATES, 3)
        found.append(Line(day + clock, shape, (one, other, third), f"pact-{random.randrange(5000)}"))
    return sorted(found)


def events(written: Sequence[Line]) -> list[Event]:
    """The same lines as statements."""
    forms = standard_lexicon().forms
    found = []
    for line in written:
        # `{0} consults with {1} about {2}`: the words between the braces are the key, or begin with it.
        words, fillers = _taken_apart(line)
        form = next(forms[key] for n in range(len(words), 0, -1) if (key := " ".join(words[:n])) in forms)
        moment = parse(line.happened)
        assert moment is not None
        args = either_way(form, (*fillers, *[None] * (len(form.roles) - len(fillers))))
        found.append(Event(moment, form, args, False, (Report(moment),)))
    return found


def _taken_apart(line: Line) -> tuple[list[str], list[str]]:
    words = [word for word in line.shape.split() if word[0] != "{" and word != "agreement"]
    fillers = [
        line.pact if word == "{pact}" else line.actors[int(word[1])] for word in line.shape.split() if word[0] == "{"
    ]
    return words, fillers
