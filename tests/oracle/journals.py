"""Random journals: the same events as lines of a journal, for foedus, and as facts of a logic program, for the oracle.

`drawn(7).text()` is a journal, `drawn(7).program(7)` the same as facts about journal 7.
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
    "restricts": ("{} restricts trade with {} in {}",),
    "licenses": ("{} licenses trade with {} in {}",),
    "liberates": ("{} frees trade with {} in {}",),
    "closes": ("{} closes {} to ships of {}",),
    "opens": ("{} opens {} to ships of {}",),
    "closes_to_all": ("{} closes {} to foreign ships",),
    "nominates": ("{} nominates {} to {}",),
    "admits": ("{} admits {} of {}",),
    "recalls": ("{} recalls {}",),
    "expels": ("{} expels {}",),
    "communicates": ("{} communicates with {}",),
    "stops_mail": ("{} stops mail of {}",),
    "forbids_cipher": ("{} forbids cipher of {}",),
    "issues": ("{} issues paper {}",),
    "certifies": ("{} certifies paper {}",),
    "cancels": ("{} cancels paper {}",),
    "rejects": ("{} rejects paper {} of {} of {}",),
    "waives": ("{} waives clause {} toward {}",),
    "refuses": ("{} refuses clause {} toward {}",),
}
FACTS = {
    "threat": "{} is a threat to {}",
    "within": "{} is within the borders of {}",
    "private": "{} is private",
    "national": "{} is a national of {}",
    "arms": "{} is arms",
    "war_material": "{} is war material",
    "less_favourable": "{} is less favourable to ships of {} than to foreign ships in {} as to {}",
    "worse_than": "{} is less favourable to ships of {} than to ships of {} in {} as to {}",
    "refusable": "paper {} is refusable from a recognised government",
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
    "removal-time": {"30 days": "30", "1 day": "1", "90 days": "90"},
    "arms": {"arms and ammunition": "arms_only", "war material as well": "war_material"},
    "foreign-ships": {"foreign ships in general": "in_general", "the most favoured": "most_favoured"},
    "free-navigation": {"by Britain": "britain", "by both": "both"},
    "agents-agreed": {"10": "10", "2": "2", "100": "100"},
    "freely": {"in cipher as well": "cipher_as_well", "in clear": "in_clear"},
    "papers-of": {"every national": "every_national", "admitted agents": "admitted_agents"},
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
        moment = number(self.day) * DAY + (END_OF_DAY if self.minute is None else self.minute)
        return f"{moment},{'secret' if self.secret else 'public'},{event}"


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
    if role in MEMBERS or (role.replace("-", "").islower() and role not in PACTS):
        return role.lower().replace("-", "_")
    return f'"{role}"'


def world() -> str:
    """What the oracle is told of states, apart from any journal."""
    facts = [f"signature({number(SIGNATURE) * DAY + END_OF_DAY})."]
    facts += [f"actor({state.lower()})." for state in MEMBERS]
    facts += [f"member({state.lower()},0,{number(last)})." for state, last in MEMBERS.items() if last]
    facts += [f"in_europe({state.lower()})." for state in EUROPE]
    facts += [f'person("{person}").' for person in (*PERSONS, *AGENTS)]
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
AGENTS = ("Hodgson", "Peters", "Ovey", "Strang")
GOODS = ("Timber", "Copper")
PORTS = ("London", "Riga")
MATTERS = ("Dues", "Pilotage")
STRAITS = ("Downs", "White-Sea")
PAPERS = ("Passport-16", "Passport-17")
HOSTILE = (
    *("commits_hostility", "arms_rebels", "mobilises", "threatens"),
    *("attacks", "declares_war", "seizes", "encourages"),
)
PASSPORT = ("national", "issues", "issues", "certifies", "cancels", "rejects", "rejects", "rejects", "refusable")
WAIVABLE = ("assistance", "return-home", "mine-notice", "consultation")
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
    return (
        "concludes",
        (cast.party(), cast.of(PACTS), cast.draw.choice((cast.third(), cast.third(), cast.party()))),
        "event",
    )


def hostility(cast: Cast) -> Said:
    us, them = cast.pair() if cast.draw.random() < 0.8 else (cast.party(), cast.third())
    verb = cast.of(
        (
            "commits_hostility",
            "arms_rebels",
            "mobilises",
            "threatens",
            "attacks",
            "declares_war",
            "seizes",
            "encourages",
        )
    )
    if verb == "seizes":
        return verb, (us, cast.of(SHIPS), them), "event"
    if verb == "encourages":
        return verb, (us, cast.third(), cast.party() if them not in PARTIES else them), "event"
    return verb, (us, them), "event"


def propaganda(cast: Cast) -> Said:
    place, outlet, (us, them) = cast.of(PLACES), cast.of(OUTLETS), cast.pair()
    kind = cast.of(("spreads", "spreads", "within", "within", "private", "private", "funds"))
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
    kind = cast.of(("lays", "lays", "learns", "sweeps", "notifies", "notifies", "notifies"))
    if kind == "sweeps":
        return kind, (cast.draw.choice((us, "DEU")), mine), "event"
    return kind, (us, them, mine, water) if kind == "notifies" else (us, mine, water), "event"


def trade(cast: Cast) -> Said:
    goods, (us, them) = cast.of(GOODS), cast.pair()
    kind = cast.of(("restricts", "restricts", "licenses", "liberates", "arms", "war_material"))
    if kind in ("arms", "war_material"):
        return kind, (goods,), cast.of(("so", "not so", "not so"))
    return kind, (us, them, goods), "event"


def ships(cast: Cast) -> Said:
    port, matter, (us, them) = cast.of(PORTS), cast.of(MATTERS), cast.pair()
    kind = cast.of(("less_favourable", "worse_than", "closes", "closes", "opens", "closes_to_all"))
    if kind == "less_favourable":
        return kind, (us, them, port, matter), cast.of(("so", "not so"))
    if kind == "worse_than":
        return kind, (us, them, cast.third(), port, matter), cast.of(("so", "not so"))
    return kind, (us, cast.of(STRAITS), them)[: 2 if kind == "closes_to_all" else 3], "event"


def agents(cast: Cast) -> Said:
    person, us, them = cast.of(AGENTS), *cast.draw.choice((PARTIES, PARTIES, PARTIES, PARTIES[::-1]))
    kind = cast.draw.choices(
        ("national", "nominates", "admits", "recalls", "expels", "communicates", "stops_mail", "forbids_cipher"),
        (4, 6, 6, 1, 1, 2, 1, 1),
    )[0]
    if kind == "national":
        return kind, (person, us), cast.of(("so", "so", "so", "not so"))
    if kind in ("nominates", "admits"):
        return kind, (us, person, them) if kind == "nominates" else (them, person, us), "event"
    if kind in ("stops_mail", "forbids_cipher"):
        return kind, (cast.draw.choice((them, them, us, cast.third())), person), "event"
    roles = {"recalls": (us, person), "expels": (them, person), "communicates": (person, us)}
    return kind, roles[kind], "event"


def papers(cast: Cast) -> Said:
    person, paper, (us, them) = cast.of((PERSONS[0], AGENTS[0])), cast.of(PAPERS), cast.pair()
    kind = cast.of(
        (
            "national",
            "issues",
            "issues",
            "certifies",
            "cancels",
            "rejects",
            "rejects",
            "rejects",
            "refusable",
            "refusable",
        )
    )
    if kind == "national":
        return kind, (person, us), cast.of(("so", "so", "not so"))
    if kind == "refusable":
        return kind, (paper,), cast.of(("so", "not so", "not so"))
    return kind, (them, paper, person, us) if kind == "rejects" else (us, paper), "event"


def clauses(cast: Cast) -> Said:
    us, them = cast.pair()
    return cast.of(("waives", "refuses")), (us, cast.of(WAIVABLE), them), "event"


def texts(cast: Cast) -> Said:
    return "recognises", (cast.party(),), "event"


THEMES: tuple[Callable[[Cast], Said], ...] = (
    *(war, war, war, talks, pacts, hostility, propaganda),
    *(persons, mines, trade, ships, agents, papers),
)


def drawn(seed: int) -> Journal:
    """The journal of that number: a few days, few actors, and few themes; every third one crowded."""
    draw = Random(seed)
    crowded = seed % 3 == 0
    third = (
        ("DEU",) if crowded and draw.random() < 0.5 else draw.sample(THIRD, 1 if crowded else draw.choice((1, 2, 3)))
    )
    cast = Cast(draw, tuple(third))
    themes = draw.sample(THEMES, 1 if crowded else draw.choice((1, 2, 2, 3)))
    themes += [clauses] if draw.random() < 0.3 and {war, talks, persons, mines} & {*themes} else []
    # What stands in the way of trade before the agreement is another thing than what is raised later.
    first = FIRST_DAYS[0] if trade in themes else draw.choice(FIRST_DAYS)
    span = draw.choice((6, 15, 45))
    days = [first + timedelta(draw.randrange(span)) for _ in range(3 if crowded else draw.randint(2, 7))]
    readings = tuple(readings_drawn(draw))
    if agents in themes:  # for the same reason
        readings = tuple(pair for pair in readings if pair[0] != "entry-into-force")
    if ("entry-into-force", "recognition of the Russian text") in readings:
        themes.append(texts)
    lines = [line_drawn(draw, draw.choice(themes)(cast), days) for _ in range(draw.randint(4, 14))]
    lines += [draw.choice(lines) for _ in range(draw.choice((0, 0, 1)))]
    as_of = None if draw.random() < 0.3 else max(days) + timedelta(draw.randint(-10, 40))
    return Journal(tuple(lines), as_of, readings)


def readings_drawn(draw: Random) -> Iterator[tuple[str, str]]:
    for name, values in READINGS.items():
        if draw.random() < 0.2:
            yield name, draw.choice([*values])


def line_drawn(draw: Random, said: Said, days: list[date]) -> Line:
    """The line on one of the days; most statements on the first, before what hangs on them."""
    verb, roles, truth = said
    day = min(days) if truth != "event" and draw.random() < 0.6 else draw.choice(days)
    minute = None if draw.random() < 0.85 else draw.choice((195, 720))
    # The public knows no clause of the protocol.
    secret = draw.random() < 0.08 or "consultation" in roles
    return Line(day, minute, verb, roles, truth, secret)
