"""What a question is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from plans.intake.fields.licences import LICENCES


class Kind(StrEnum):
    """The JSON value a field takes."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"  # "2026-03-02"
    TIME = "time"  # "07:30", 24 h
    TEXT = "text"
    CHOICE = "choice"  # one id
    CHOICES = "choices"  # a list of different ids
    INTEGERS = "integers"  # a list; null = that one was not answered
    NUMBERS = "numbers"  # a list of measurements
    RECORDS = "records"  # a list of objects, see ``table``
    AGREEMENT = "agreement"  # STarT Back: 8 times true, false or null, then 0-4 or null
    NUMBER_OR_WORD = "number_or_word"  # such as an eGFR of 44, or ">60"


class Section(StrEnum):
    """Where a question stands on the full intake, in working order."""

    PERSON = "person"
    PAIN = "pain"
    FUNCTION = "function"
    TOLERANCE = "tolerance"
    POSTURE = "posture"
    CORE = "core"
    FLEXIBILITY = "flexibility"
    AEROBIC = "aerobic"
    HEALTH = "health"
    MEDICINES = "medicines"
    LIFE = "life"
    ACCESS = "access"


SECTION_LABELS = {
    Section.PERSON: "Person and screen",
    Section.PAIN: "Pain",
    Section.FUNCTION: "Function and questionnaires",
    Section.TOLERANCE: "Pain tolerance: the safe zone",
    Section.POSTURE: "Posture and mechanics",
    Section.CORE: "Core",
    Section.FLEXIBILITY: "Flexibility",
    Section.AEROBIC: "Aerobic fitness and balance",
    Section.HEALTH: "Health and laboratory",
    Section.MEDICINES: "Medicines and allergies",
    Section.LIFE: "Life, habits and goals",
    Section.ACCESS: "Visits and cost",
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Both ends are allowed, the low one only unless ``above`` says "more than low". ``None`` = no end."""

    low: float | None = None
    high: float | None = None
    above: bool = False

    def hold(self, value: float) -> bool:
        """Whether ``value`` lies inside."""
        if self.low is not None and (value < self.low or (self.above and value == self.low)):
            return False
        return self.high is None or value <= self.high

    def words(self) -> str:
        """Such as ``0 to 10``, ``above 0, at most 50``."""
        if self.low is None:
            return f"at most {self.high:g}"
        if self.high is None:
            return f"above {self.low:g}" if self.above else f"{self.low:g} or more"
        if self.above:
            return f"above {self.low:g}, at most {self.high:,g}"
        return f"{self.low:g} to {self.high:,g}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed question."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """A unit a clinician may type in: stored value x ``per_stored`` = typed value."""

    unit: str
    per_stored: float


@dataclass(frozen=True, slots=True)
class Field:
    """One question. Model column, form field, schema, help text and parser follow from it.

    ``path`` is that of the intake JSON; inside a sub-table it is relative to one entry. Outside ``hard``
    a value is refused; outside ``plausible`` it is asked about once. ``length`` counts the characters of
    a text or the items of a list. ``latest`` is the path of a date this one may not lie after, or "today".
    ``free_text``: an answer that is not listed is kept as typed, with at most so many characters.
    """

    path: str
    label: str
    kind: Kind
    section: Section
    unit: str | None = None
    other_units: tuple[OtherUnit, ...] = ()
    hard: Limits | None = None
    plausible: Limits | None = None
    length: tuple[int, int] | None = None
    choices: tuple[Choice, ...] = ()
    vocabulary: str | None = None
    free_text: int = 0
    table: str | None = None
    earliest: date | None = None
    latest: str | None = None
    core: bool = False
    required_by: str | None = None  # who cannot sign without it: therapist, prescriber
    when_missing: str | None = None
    help: str = ""
    loinc: str | None = None
    licence: str | None = None
    choice_ids: dict[str, None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "choice_ids", dict.fromkeys(choice.id for choice in self.choices))

    @property
    def column(self) -> str:
        """The name of the model's column."""
        return self.path.replace(".", "_")

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition(".")[2]

    @property
    def group(self) -> str:
        """The part of the path before the name; empty at the top level."""
        return self.path.rpartition(".")[0]

    @property
    def required(self) -> bool:
        """Whether the therapist's signature waits for it."""
        return self.required_by == "therapist"

    @property
    def prompts(self) -> tuple[str, ...]:
        """The items that may be shown, in order, under the licence's credit."""
        return LICENCES[self.licence].prompts if self.licence else ()

    @property
    def is_list(self) -> bool:
        return self.kind in LIST_KINDS


LIST_KINDS = frozenset({Kind.CHOICES, Kind.INTEGERS, Kind.NUMBERS, Kind.RECORDS, Kind.AGREEMENT})
NUMBER_KINDS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.NUMBER_OR_WORD, Kind.INTEGERS, Kind.NUMBERS})


def choices(**labels: str) -> tuple[Choice, ...]:
    """Choices from ``id=label``; an underscore in an id is kept."""
    return tuple(Choice(id_, label) for id_, label in labels.items())


def ids(words: str) -> tuple[Choice, ...]:
    """Choices whose label is the id in words: ``low-back-left`` becomes "Low back left"."""
    return tuple(
        Choice(word, word.replace("-", " ").replace("_", " ").capitalize()) for word in words.split()
    )


GRADES = choices(none="None", mild="Mild", moderate="Moderate", severe="Severe")
POUNDS = (OtherUnit("lb", 2.20462),)
INCHES = (OtherUnit("in", 1 / 2.54),)
