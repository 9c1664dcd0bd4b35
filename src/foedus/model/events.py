"""What happened: events as sentences with a moment, and the reports that tell of them.

Several reports of one act in one moment are one event; a correction or a withdrawal is a new report that points back at
an older one by its id, and nothing is edited.
"""

import re
from dataclasses import dataclass, field
from hashlib import sha256

from foedus.model.forms import Form
from foedus.model.moments import is_end_of_day, text
from foedus.text.source import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Report:
    """One statement of an event: who says so, when it was put on record, on what source.

    `recorded` is the moment of the record; where the journal gives none it is the moment of the event itself. `id` is
    the id given in the journal, "" where none is given.
    """

    recorded: int
    id: str = ""
    source: str = ""
    reported_by: tuple[str, ...] = ()
    accepted_by: tuple[str, ...] = ()
    disputed_by: tuple[str, ...] = ()
    clearance: str = "public"
    corrects: str = ""
    withdraws: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Event:
    """A sentence that the record states, with its moment and its reports.

    `args` follow the roles of the form; None where an optional role is absent. `negated` only on a stated fact.
    `certain` is False where the chosen record neither accepts nor rejects it.
    """

    moment: int
    form: Form
    args: tuple[str | None, ...]
    negated: bool = False
    reports: tuple[Report, ...] = ()
    certain: bool = True

    @property
    def id(self) -> str:
        """A short name made of the content alone: `1941-06-22.DEU.attacks.SUN`."""
        return f"{stamp(self.moment)}.{'.'.join(self._words())}"

    def _words(self) -> list[str]:
        said = [slug(part) if isinstance(part, str) else slug(self.args[part] or "") for part in self.form.pattern]
        if self.negated:
            said.insert(2, "not")
        for option in self.form.options:
            value = self.args[option.role]
            if value is not None:
                said += [*option.words, slug(value)]
        return said

    @property
    def identity(self) -> tuple[int, str, tuple[str | None, ...], bool]:
        """Events of equal identity are one event with several reports."""
        return (self.moment, self.form.key, self.args, self.negated)


def stamp(moment: int) -> str:
    """A moment inside an id: the date, with the time where it is not the end of the day."""
    return text(moment) if is_end_of_day(moment) else text(moment).replace(":", "")


def slug(value: str) -> str:
    """A value inside an id: letters, digits and hyphens; what that would lose is kept as a short hash.

    >>> slug("SUN"), slug("Kola Inlet")[:11]
    ('SUN', 'Kola-Inlet~')
    """
    if value.isalnum():
        return value
    plain = re.sub(r"[^\w-]+", "-", value)
    return plain if plain == value else f"{plain.strip('-')[:40]}~{sha256(value.encode()).hexdigest()[:6]}"
