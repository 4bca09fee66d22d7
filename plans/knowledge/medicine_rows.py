"""The rows of the medicines files, one frozen type a kind. Amounts are ``Decimal`` or whole numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from plans.knowledge.reading import KnowledgeError, need_keys, need_known

Number = int | Decimal
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class DrugClass:
    """A class of medicines (medications-1, 1.1)."""

    id: str
    meaning: str
    checked_on: date | None
    reviewed_by: str
    sedating: bool = False
    always_with: str = ""


@dataclass(frozen=True, slots=True)
class Drug:
    """One medicine of the formulary (medications-1, 1.3). Milligrams; missing limit = nothing to judge."""

    id: str
    name: str
    brands: tuple[str, ...]
    misspellings: tuple[str, ...]
    classes: tuple[str, ...]
    routes: tuple[str, ...]  # the first is the default
    line: int  # 1-4 of the article's ladder, 0 = not on it
    usual: str
    with_food: bool
    sedating: bool
    nsaid: bool
    patch: bool
    as_needed_ok: bool
    taper_to_stop: bool
    spacing_sensitive: bool
    opioid_mme_id: str
    source_note: str
    mark: str
    checked_on: date | None
    reviewed_by: str
    strengths_mg: tuple[Number, ...] = ()
    strengths_mcg_per_hour: tuple[Number, ...] = ()
    usual_single_mg: Number | None = None
    usual_times_per_day: int | None = None
    usual_every_hours: int | None = None
    max_daily_mg: Number | None = None
    max_daily_mg_65_plus: Number | None = None
    max_daily_mg_75_plus: Number | None = None
    max_daily_mg_otc: Number | None = None
    pain_max_daily_mg: Number | None = None
    max_days: int | None = None
    max_mcg_per_hour: Number | None = None
    no_heat_anywhere: bool = False
    breathed_in: bool = False  # entered as oral, the list of routes has no inhaled
    rxnorm: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Ingredient:
    drug: str
    mg: Number  # in one unit of the product


@dataclass(frozen=True, slots=True)
class Product:
    """A combination product, one strength (medications-1, 1.4)."""

    id: str
    name: str
    brands: tuple[str, ...]
    aliases: tuple[str, ...]
    form: str
    ingredients: tuple[Ingredient, ...]
    line: int
    otc: bool
    source_note: str
    mark: str
    checked_on: date | None
    reviewed_by: str
    ignore_classes: tuple[str, ...] = ()
    max_units_per_day: Number | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a row: fact, test, value. All terms of a row must hold."""

    fact: str
    test: str
    value: Any


@dataclass(frozen=True, slots=True)
class SafetyRule:
    """A row of medications-2, 3.2. ``then`` is effect and target; ``place`` its place in the file."""

    id: str
    part: str
    when: tuple[Term, ...]
    then: tuple[str, ...]
    severity: str
    clinician: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    place: int = 0
    patient: Mapping[str, str] = field(default_factory=dict)
    review_weeks: int | None = None

    @property
    def effect(self) -> str:
        return self.then[0]

    @property
    def target(self) -> str:
        return self.then[1]


@dataclass(frozen=True, slots=True)
class CombinationRow:
    """What a medicine changes in exercise and self-care (medications-2, 6)."""

    id: str
    part: str
    about: str
    when: tuple[Term, ...]
    then: tuple[str, ...]
    change: str
    handout: Mapping[str, str]
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    leave_out: tuple[str, ...] = ()  # exercise ids
    schedule: tuple[str, ...] = ()  # SCH ids of the timetable
    instead_of: tuple[str, ...] = ()  # rows whose handout sentence this one replaces


@dataclass(frozen=True, slots=True)
class OptionRow:
    """A row of the ladder (medications-1, 2.4); ``alert`` is the row on the same danger."""

    id: str
    rank: int
    when: tuple[Term, ...]
    then: tuple[str, ...]
    words: str
    clinician: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    alert: str = ""
    stays_open: bool = False  # while something taken now is to be reviewed (2.3, rule 4)

    @property
    def target(self) -> str:
        return self.then[1]

    @property
    def is_review(self) -> bool:
        """Whether the text starts with "Review:" (2.3, rule 4)."""
        return self.clinician.startswith("Review:")

    @property
    def is_new_medicine(self) -> bool:
        return self.target.startswith(("drug:", "drug-class:"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """The usual start that the proposal test adds, with the items to check first and their facts."""

    class_id: str
    drug: str
    dose_mg: Number
    times_per_day: int
    check_first: tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert that only medications-3 has (5.8)."""

    id: str
    when: tuple[Term, ...]
    severity: str
    text: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    review_weeks: int | None = None


@dataclass(frozen=True, slots=True)
class RenalDose:
    """One band of medications-3, 5.3: from inclusive, below exclusive, of CrCl or of eGFR."""

    rule: str
    drug: str  # formulary id, or class:id
    form: str
    kind: str  # cap, avoid, caution, none
    severity: str
    text: str
    source: str
    mark: str
    checked_on: date | None
    reviewed_by: str
    crcl_from: Number | None = None
    crcl_below: Number | None = None
    egfr_from: Number | None = None
    egfr_below: Number | None = None
    max_daily_mg: Number | None = None
    max_daily_formula: str = ""
    max_single_mg: Number | None = None
    min_interval_hours: int | None = None
    usual_range: str = ""

    @property
    def estimate(self) -> str:
        """The fact that the band reads: ``crcl_ml_min`` or ``egfr_ml_min``."""
        return "crcl_ml_min" if self.crcl_from is not None else "egfr_ml_min"

    @property
    def low(self) -> Number:
        low = self.crcl_from if self.crcl_from is not None else self.egfr_from
        return 0 if low is None else low

    @property
    def below(self) -> Number:
        below = self.crcl_below if self.crcl_below is not None else self.egfr_below
        return 9999 if below is None else below


@dataclass(frozen=True, slots=True)
class MmeRow:
    """An opioid that the CDC 2022 table converts."""

    id: str
    drugs: tuple[str, ...]
    routes: tuple[str, ...]
    unit: str
    factor: Decimal
    source: str
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class NotConverted:
    """An opioid, or a typed word, without a factor (medications-3, 4.3)."""

    drugs: tuple[str, ...]
    routes: tuple[str, ...]
    result: str  # not-counted, not-judged
    text: str
    why: str
    source: str
    mark: str
    checked_on: date | None
    reviewed_by: str
    meter_text: str = ""
    free_text: tuple[str, ...] = ()
    only_when_reason: str = ""


@dataclass(frozen=True, slots=True)
class OpioidRule:
    """An opioid rule of medications-3, 4.4; its condition is a calculation, named in ``when``."""

    id: str
    when: str
    severity: str
    text: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """The daily amount of one opioid that proves tolerance when taken on all seven days before."""

    drug: str
    amount: Number
    unit: str
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class NaloxoneReason:
    id: str
    words: str
    exact: str
    strong: bool
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str
    conditions: tuple[str, ...] = ()
    medicines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientText:
    """A sentence of the handout (medications-3, 4.6 and 5.4)."""

    id: str
    when: str
    text: Mapping[str, str]
    sources: tuple[str, ...]
    mark: str
    checked_on: date | None
    reviewed_by: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A derived fact: name, unit, how it is made and what it depends on (facts.toml)."""

    id: str
    meaning: str
    kind: str
    how: str
    unit: str
    checked_on: date | None
    reviewed_by: str
    unknown_when: str = ""
    of: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    values: str = ""
    gap_days: int | None = None


@dataclass(frozen=True, slots=True)
class LabAge:
    """How old a laboratory value may be, and which old value is still used (medications-2, 3.0)."""

    id: str
    unit: str
    max_age_days: int
    mark: str
    checked_on: date | None
    reviewed_by: str
    old_used_when: tuple[Any, ...] = ()  # test and value; empty = never


@dataclass(frozen=True, slots=True)
class PatientFact:
    """What the handout says of a medicine or a group (medications-1, 7.1)."""

    id: str
    applies_to: tuple[str, ...]
    taper: bool
    fk: Number
    checked_on: date | None
    reviewed_by: str
    en: Mapping[str, str]
    es: Mapping[str, str]
    review: Mapping[str, str]


def exact(value: Any) -> Any:
    """The value as rows keep it: lists as tuples, binary floats as the Decimal that was written."""
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return tuple(exact(item) for item in value)
    return value


def make(kind: type[Row], file: str, row: Mapping[str, Any], key: str = "") -> Row:
    """A row of type ``kind``. Refuses an unknown key, a missing one, and an empty ``when``."""
    key = key or str(row.get("id") or row.get("rule") or row.get("drugs") or row.get("drug") or "?")
    known = {f.name: f for f in fields(kind)}  # type: ignore[arg-type]
    need_known(file, key, row.keys(), known.keys(), "key")
    required = [f.name for f in known.values() if f.default is MISSING and f.default_factory is MISSING]
    need_keys(file, key, row, required)
    values = {name: exact(value) for name, value in row.items()}
    if "checked_on" in values:
        values["checked_on"] = values["checked_on"] or None
    if "when" in values and not values["when"]:
        raise KnowledgeError(file, key, "'when' is empty: the row would always hold")
    return kind(**values)


def terms(file: str, key: str, when: Any) -> tuple[Term, ...]:
    """The terms of a row's ``when``, a list of [fact, test, value]."""
    if not isinstance(when, list) or not all(isinstance(item, list) and len(item) == 3 for item in when):
        raise KnowledgeError(file, key, "'when' must be a list of [fact, test, value]")
    return tuple(Term(fact, test, exact(value)) for fact, test, value in when)
