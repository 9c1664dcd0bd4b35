"""Random journals: the same events as lines of a journal, for foedus, and as facts of a logic program, for the oracle.

>>> print(drawn(7).text().splitlines()[0])
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

EPOCH = date(1900, 1, 1)
DAY = 2000  # a moment is 2000 times the day and the minute in it
END_OF_DAY = 1999
SIGNATURE = date(1939, 7, 25)

# The last day on which each of the actors was a member of the system of states (Correlates of War); None for a member
# throughout, "never" for one that never was. Source: states2016.csv.
MEMBERS = {
    **dict.fromkeys(("GBR", "SUN", "DEU", "ITA", "FIN", "ROU", "TUR", "JPN"), date(1944, 12, 31)),
    "POL": date(1939, 9, 27),
    "FRA": date(1942, 11, 11),
    "SVK": None,
}
EUROPE = ("DEU", "ITA", "FIN", "ROU", "POL", "FRA", "GBR", "SUN")

# For each kind of event its sentence. Of two sentences the second leaves out the last role.
SENTENCES = {
    "attacks": ("{} attacks {}",),
    "declares_war": ("{} declares war on {}",),
    "peace": ("{} makes peace with {}",),
    "threatens": ("{} threatens {}",),
    "mobilises": ("{} mobilises against {}",),
    "assists": ("{} assists {} against {}", "{} assists {}"),
    "consults": ("{} consults with {} about {}", "{} consults with {}"),
    "concludes": ("{} concludes agreement {} with {}",),
    "recognises": ("{} recognises Russian text of this agreement",),
    "commits_hostility": ("{} commits hostility against {}",),
    "seizes": ("{} seizes ship {} of {}",),
    "arms_rebels": ("{} arms rebels against {}",),
    "spreads": ("{} spreads propaganda against {} in {} through {}",),
    "funds": ("{} funds {}",),
    "encourages": ("{} encourages {} to hostility against {}",),
    "asks": ("{} asks to return from {} to {}",),
    "allows": ("{} allows return of {} to {}",),
    "sentences": ("{} sentences {}",),
    "frees": ("{} frees {}",),
    "lays": ("{} lays mine {} in {}",),
    "learns": ("{} learns of mine {} in {}",),
    "sweeps": ("{} sweeps mine {}",),
    "notifies": ("{} notifies {} of mine {} in {}",),
    "waives": ("{} waives clause {} toward {}",),
    "refuses": ("{} refuses clause {} toward {}",),
}
FACTS = {
    "threat": "{} is a threat to {}",
    "within": "{} is within the borders of {}",
    "private": "{} is private",
    "national": "{} is a national of {}",
}

# The readings of the flagship that the oracle knows: the name in foedus, and each value with its name in the oracle.
READINGS: dict[str, dict[str, str]] = {
    "at-once": {"7 days": "7", "1 day": "1", "30 days": "30"},
    "consult-time": {"14 days": "14", "2 days": "2", "60 days": "60"},
    "return-time": {"30 days": "30", "14 days": "14", "90 days": "90"},
    "first-attacker": {"excluded": "excluded", "included": "included"},
    "attack": {"armed attack": "armed", "declaration of war as well": "declaration"},
    "european": {"by the list of states": "by_the_list", "with Turkey": "with_turkey"},
    "threat": {"the agreement": "the_agreement", "the country": "the_country"},
    "undertaking": {"acts done": "acts_done", "preparations as well": "preparations"},
    "indirectly": {"through an outlet it funds": "an_outlet_it_funds", "through any outlet": "any_outlet"},
    "sentenced": {"serve first": "serve_first", "return as well": "return_as_well"},
    "mines": {"all it knows of": "all_it_knows_of", "those it laid": "those_it_laid"},
    "entry-into-force": {"signature": "signature", "recognition of the Russian text": "recognition"},
    "consulted-for": {"an attack on the Soviet Union": "sun_only", "an attack on either Party": "either"},
    "other-countries": {"any country": "any", "European countries": "european"},
}
SECRET_READINGS = ("consult-time", "consulted-for", "other-countries")


@dataclass(frozen=True)
class Line:
    """One line of a journal."""

    day: date
    minute: int | None  # None: a bare date, which is the end of the day
    verb: str
    roles: tuple[str, ...]
    said: str = "event"  # or "so", "not so"
    secret: bool = False

    def sentence(self) -> str:
        if self.said == "event":
            return next(s for s in SENTENCES[self.verb] if s.count("{}") == len(self.roles)).format(*self.roles)
        first = f"agreement {self.roles[0]}" if self.verb == "threat" and self.roles[0].islower() else self.roles[0]
        text = FACTS[self.verb].format(first, *self.roles[1:])
        return text if self.said == "so" else text.replace(" is ", " is not ", 1)

    def text(self) -> str:
        time = "" if self.minute is None else f"T{self.minute // 60:02}:{self.minute % 60:02}Z"
        return f"{self.day}{time} {self.sentence()}{' ; clearance: secret' if self.secret else ''}"

    def atom(self) -> str:
        roles = [term(role) for role in self.roles]
        if self.verb in ("assists", "consults") and len(roles) == 2:
            roles.append("unsaid")
        event = f"{self.verb}({','.join(roles)})"
        if self.said != "event":
            event = f"{'so' if self.said == 'so' else 'not_so'}({event})"
        return f"{number(self.day) * DAY + (END_OF_DAY if self.minute is None else self.minute)},{'secret' if self.secret else 'public'},{event}"


@dataclass(frozen=True)
class Journal:
    """Lines in some order, the as-of date that is asked for, and the readings that are chosen, by their names."""

    lines: tuple[Line, ...]
    as_of: date | None
    readings: tuple[tuple[str, str], ...]

    def text(self) -> str:
        return "".join(f"{line.text()}\n" for line in self.lines)

    def program(self, journal: int) -> str:
        """The journal as facts of the oracle."""
        facts = [f"journal({journal})."]
        facts += [f"line({journal},{line.atom()})." for line in self.lines]
        facts += [f"until({journal},{number(self.as_of)})."] if self.as_of else []
        facts += [f"chosen({journal},{term(name)},{READINGS[name][value]})." for name, value in self.readings]
        return "\n".join(facts)


def number(day: date) -> int:
    return (day - EPOCH).days


def term(role: str) -> str:
    """A role as a term of the oracle: a state, a clause or a reading as a constant, a name as a text."""
    if role in MEMBERS or role.replace("-", "").islower() and not role.startswith("pact"):
        return role.lower().replace("-", "_")
    return f'"{role}"'


def world() -> str:
    """What the oracle is told of states, apart from any journal."""
    facts = [f"signature({number(SIGNATURE) * DAY + END_OF_DAY})."]
    facts += [f"actor({state.lower()})." for state in MEMBERS]
    facts += [f"member({state.lower()},0,{number(last)})." for state, last in MEMBERS.items() if last]
    facts += [f"in_europe({state.lower()})." for state in EUROPE]
    facts += [f'person("{person}").' for person in PERSONS]
    return "\n".join(facts)


# Drawing

PARTIES = ("GBR", "SUN")
THIRD = ("DEU", "ITA", "POL", "FIN", "ROU", "TUR", "JPN", "FRA", "SVK")
PERSONS = ("Thornton", "Petrov")
PLACES = ("Riga", "India")
OUTLETS = ("Pravda", "Morning-Post")
MINES = ("Dover-1", "Kola-1")
WATERS = ("Dover-Strait", "Kola-Inlet")
SHIPS = ("Selenga", "Oakland")
PACTS = ("pact-1", "pact-2")
FIRST_DAYS = (date(1939, 7, 20), date(1939, 9, 15), date(1940, 6, 1), date(1941, 6, 15))


@dataclass(frozen=True)
class Cast:
    """Who may occur in one journal: few, so that what happens meets."""

    draw: Random
    states: tuple[str, ...]

    def third(self) -> str:
        return self.draw.choice(self.states)

    def party(self) -> str:
        return self.draw.choice(PARTIES)

    def pair(self) -> tuple[str, str]:
        first, second = self.draw.sample(PARTIES, 2)
        return first, second

    def of(self, names: tuple[str, ...]) -> str:
        return self.draw.choice(names)


Said = tuple[str, tuple[str, ...], str]


def war(cast: Cast) -> Said:
    us, them = cast.party(), cast.third()
    kind = cast.draw.choices(("attacks", "struck", "peace", "declares_war", "assists"), (6, 2, 4, 2, 4))[0]
    if kind == "assists":
        bearer, claimant = cast.pair()
        return kind, (bearer, claimant, them)[: cast.draw.choice((2, 3, 3, 3))], "event"
    if kind == "struck":
        return "attacks", (us, them), "event"
    if kind == "attacks":
        return kind, (them, us), "event"
    return kind, tuple(cast.draw.sample((us, them), 2)), "event"


def talks(cast: Cast) -> Said:
    us, them = cast.pair()
    if cast.draw.random() < 0.4:
        return "attacks", (cast.third(), "SUN"), "event"
    return "consults", (us, them, cast.third())[: cast.draw.choice((2, 3, 3, 3))], "event"


def pacts(cast: Cast) -> Said:
    if cast.draw.random() < 0.5:
        threat = cast.of(PACTS) if cast.draw.random() < 0.6 else cast.third()
        return "threat", (threat, cast.party()), cast.of(("so", "not so"))
    return "concludes", (cast.party(), cast.of(PACTS), cast.draw.choice((cast.third(), cast.third(), cast.party()))), "event"


def hostility(cast: Cast) -> Said:
    us, them = cast.pair() if cast.draw.random() < 0.8 else (cast.party(), cast.third())
    verb = cast.of(("commits_hostility", "arms_rebels", "mobilises", "threatens", "attacks", "declares_war", "seizes", "encourages"))
    if verb == "seizes":
        return verb, (us, cast.of(SHIPS), them), "event"
    if verb == "encourages":
        return verb, (us, cast.third(), cast.party() if them not in PARTIES else them), "event"
    return verb, (us, them), "event"


def propaganda(cast: Cast) -> Said:
    place, outlet, (us, them) = cast.of(PLACES), cast.of(OUTLETS), cast.pair()
    kind = cast.of(("spreads", "spreads", "within", "private", "funds"))
    if kind == "within":
        return kind, (place, us), cast.of(("so", "not so"))
    if kind == "private":
        return kind, (outlet,), cast.of(("so", "not so"))
    return (kind, (us, outlet), "event") if kind == "funds" else (kind, (us, them, place, outlet), "event")


def persons(cast: Cast) -> Said:
    person, (us, them) = cast.of(PERSONS), cast.pair()
    kind = cast.of(("asks", "asks", "allows", "national", "sentences", "frees"))
    if kind == "national":
        return kind, (person, us), cast.of(("so", "so", "not so"))
    roles = {"asks": (person, us, them), "allows": (us, person, them)}
    return kind, roles.get(kind, (us, person)), "event"


def mines(cast: Cast) -> Said:
    mine, water, (us, them) = cast.of(MINES), cast.of(WATERS), cast.pair()
    kind = cast.of(("lays", "lays", "learns", "sweeps", "notifies"))
    if kind == "sweeps":
        return kind, (cast.draw.choice((us, "DEU")), mine), "event"
    return kind, (us, them, mine, water) if kind == "notifies" else (us, mine, water), "event"


def clauses(cast: Cast) -> Said:
    us, them = cast.pair()
    return cast.of(("waives", "refuses")), (us, cast.of(("assistance", "return-home", "mine-notice", "consultation")), them), "event"


def texts(cast: Cast) -> Said:
    return "recognises", (cast.party(),), "event"


THEMES: tuple[Callable[[Cast], Said], ...] = (war, talks, pacts, hostility, propaganda, persons, mines)


def drawn(seed: int) -> Journal:
    """The journal of that number: a few days, few actors, two or three themes."""
    draw = Random(seed)
    cast = Cast(draw, tuple(draw.sample(THIRD, draw.choice((1, 2, 3)))))
    themes = [*draw.sample(THEMES, draw.choice((1, 2, 2, 3))), *([clauses] if draw.random() < 0.4 else [])]
    first = draw.choice(FIRST_DAYS)
    days = [first + timedelta(draw.randrange(draw.choice((6, 15, 45)))) for _ in range(draw.randint(2, 7))]
    readings = tuple(readings_drawn(draw))
    if ("entry-into-force", "recognition of the Russian text") in readings:
        themes.append(texts)
    lines = [line_drawn(draw, draw.choice(themes)(cast), draw.choice(days)) for _ in range(draw.randint(3, 14))]
    lines += [draw.choice(lines) for _ in range(draw.choice((0, 0, 1)))]
    as_of = None if draw.random() < 0.3 else max(days) + timedelta(draw.randint(-20, 40))
    return Journal(tuple(lines), as_of, readings)


def readings_drawn(draw: Random) -> Iterator[tuple[str, str]]:
    for name, values in READINGS.items():
        if draw.random() < 0.2:
            yield name, draw.choice([*values])


def line_drawn(draw: Random, said: Said, day: date) -> Line:
    verb, roles, truth = said
    minute = None if draw.random() < 0.85 else draw.choice((195, 720))
    # The public knows no clause of the protocol.
    secret = draw.random() < 0.08 or "consultation" in roles
    return Line(day, minute, verb, roles, truth, secret)
