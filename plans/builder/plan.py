"""The Plan: what the builder answers. Field names are the plan JSON's contract.

Every recommendation carries its *why*: ``because`` (the facts that made it so), ``sources`` (ids of
the evidence) and a ``rule`` or ``id``. ``to_json`` turns any of these values into plain JSON data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from plans.builder.timetable import CalendarEntry, Schedule

Json = Any


@dataclass(frozen=True, slots=True)
class Because:
    """One fact that made a rule hold: an intake path or a derived fact, its value and its unit."""

    field: str
    value: Json
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something considered and not taken. ``reason`` is a machine id such as ``precaution:falls-risk``."""

    part: str
    id: str
    reason: str
    needs: tuple[str, ...] = ()  # intake paths that would settle it


@dataclass(frozen=True, slots=True)
class NotJudged:
    """One rule or measure that could not be judged, and the intake paths that would settle it."""

    part: str
    id: str
    needs: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()  # derived facts that are missing; a name may repeat
    folded: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A value to ask about once; the form asks, the command line accepts and lists it."""

    path: str
    message: str


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: str
    year: int | None
    strength: str


# --- red flags, scores, deficits -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RedFlagFinding:
    """One rule of the screen that holds."""

    rule: str
    action: str  # urgent, refer, parallel
    flags: tuple[str, ...]
    message: str
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RedFlags:
    screened: bool
    action: str  # none, refer, urgent
    rules: tuple[str, ...] = ()
    findings: tuple[RedFlagFinding, ...] = ()
    notes: tuple[str, ...] = ()  # single notes, printed for the clinician

    @property
    def blocks(self) -> bool:
        return self.action != "none"


@dataclass(frozen=True, slots=True)
class Phq2:
    total: int | None = None
    positive: bool | None = None


@dataclass(frozen=True, slots=True)
class StartBack:
    total: int | None = None
    distress: int | None = None
    group: str | None = None  # low, medium, high


@dataclass(frozen=True, slots=True)
class Scores:
    peg: float | None = None
    psfs: float | None = None
    rmdq: int | None = None
    odi_percent: int | None = None
    tsk11: int | None = None
    pcs: int | None = None
    phq2: Phq2 = field(default_factory=Phq2)
    start_back: StartBack = field(default_factory=StartBack)
    bands: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Deficit:
    """One domain. ``items`` holds only judged items: a severity word, or points for posture."""

    severity: str | None  # none, mild, moderate, severe; None = not judged
    items: Mapping[str, str | int] = field(default_factory=dict)
    details: Mapping[str, Json] = field(default_factory=dict)  # item -> value, unit, reference, source
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()


# --- physical therapy ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DoseParts:
    """A dose in parts; the text follows from them. Parts that do not apply are ``None``."""

    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    each_side: bool = False
    per_day: int | None = None
    days: int | None = None
    minutes: int | None = None
    rpe: str | None = None
    load_kg: float | None = None


@dataclass(frozen=True, slots=True)
class PlannedExercise:
    id: str
    component: str
    need: str
    rule: str
    dose: str
    dose_parts: DoseParts
    patient_dose: str | None  # None: nothing to do until cleared (J-10)
    patient_dose_parts: DoseParts | None
    minutes: int  # one round; 0 for what happens through the day
    rounds: int
    not_alone: bool = False
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()
    dose_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PhaseExercise:
    id: str
    dose: str
    patient_dose: str | None
    dose_parts: DoseParts | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """A line for the clinician, such as REF-PHQ2; the JSON's ``flags`` lists the ids."""

    id: str
    message: str
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visits:
    needed: int | None = None
    clinic_weeks: tuple[int, ...] = ()
    remote_weeks: tuple[int, ...] = ()
    remote_mode: str | None = None  # video, phone
    cost_usd: float | None = None
    full_cost_usd: float | None = None
    because: tuple[Because, ...] = ()
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Remeasure:
    """One date to measure again (REA-4, REA-8, REA-12), with what is due."""

    rule: str
    week: int
    date: date
    instruments: tuple[str, ...]
    act: str


@dataclass(frozen=True, slots=True)
class PhysicalTherapy:
    exercises: tuple[PlannedExercise, ...] = ()
    extras: tuple[PlannedExercise, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    phase: int = 1  # of this plan, 1-3
    phases: Mapping[str, tuple[PhaseExercise, ...]] = field(default_factory=dict)  # those still ahead
    phase_weeks: Mapping[str, int] = field(default_factory=dict)  # the week of this plan that each begins in
    flags: tuple[str, ...] = ()
    flag_details: tuple[Flag, ...] = ()
    visits: Visits = field(default_factory=Visits)
    reassessments: tuple[Remeasure, ...] = ()
    components: Mapping[str, str] = field(default_factory=dict)  # what each of the five gave, in words


# --- medication ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CurrentMedicine:
    key: str
    drug: str | None
    product: str | None
    name: str  # as the patient knows it
    checked: bool
    mg_per_day: float | None
    upper_bound: bool
    classes: tuple[str, ...]
    active: bool = True
    ingredients_mg: Mapping[str, float | None] = field(default_factory=dict)  # a day, of a product
    sedating: bool = False
    as_needed: bool = False
    release: str | None = None  # ir, er
    notes: tuple[str, ...] = ()  # what was taken for granted


@dataclass(frozen=True, slots=True)
class Alert:
    """One line on the page; ``also`` are the rules that stand under it."""

    rule: str
    severity: str  # contraindicated, serious, caution, information
    message: str
    also: tuple[str, ...] = ()
    review_weeks: int | None = None
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()
    effect: tuple[str, ...] = ()  # the row's ``then``
    medicines: tuple[str, ...] = ()  # keys of the entries it is about
    also_details: tuple[Alert, ...] = ()
    open: bool = True  # False: decided (override, continue) or quiet
    decided: Mapping[str, Json] | None = None
    patient: Mapping[str, str] = field(default_factory=dict)  # language -> sentence, for the signed page


@dataclass(frozen=True, slots=True)
class MmeItem:
    drug: str
    amount: float
    unit: str
    factor: float
    mme: float


@dataclass(frozen=True, slots=True)
class MmeNotJudged:
    drug: str
    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True, slots=True)
class Mme:
    """``total`` is None when nothing is counted and something is not judged (medications-3, 4.5)."""

    total: float | None = 0
    at_least: bool = False
    items: tuple[MmeItem, ...] = ()
    not_judged: tuple[MmeNotJudged, ...] = ()
    naloxone: tuple[str, ...] = ()
    low: float | None = None
    meter: str | None = None
    not_counted: tuple[str, ...] = ()
    any_opioid: bool = False


@dataclass(frozen=True, slots=True)
class Renal:
    crcl_ml_min: float | None = None
    weight_used: str | None = None
    egfr_ml_min: float | None = None
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    id: str
    cautions: tuple[str, ...] = ()
    message: str = ""
    also: tuple[str, ...] = ()  # option ids merged into this one
    check_first: tuple[str, ...] = ()
    folded: bool = False
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()
    target: str = ""  # drug:, drug-class:, review: or none
    caution_texts: tuple[str, ...] = ()  # the clinician's words of ``cautions``
    alert: str = ""  # the row on the same danger, which is the alert
    declined: bool = False


@dataclass(frozen=True, slots=True)
class KeptOff:
    """A class that the proposal test keeps off, with the rows that do it in the clinician's words."""

    class_id: str
    drug: str
    first_choice_only: bool  # True: "not first choice here"; False: "not suitable here"
    rules: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Medication:
    current: tuple[CurrentMedicine, ...] = ()
    alerts: tuple[Alert, ...] = ()
    mme: Mme = field(default_factory=Mme)
    renal: Renal = field(default_factory=Renal)
    options: tuple[Option, ...] = ()
    kept_off: tuple[LeftOut, ...] = ()  # "not suitable here", "not first choice here"
    alerts_fired: tuple[str, ...] = ()  # all part 2 rows that fire, shown or under "also"
    kept_off_details: tuple[KeptOff, ...] = ()
    patient_lines: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # id -> language -> sentence


# --- self-care, schedule, calendar ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HabitStart:
    id: str
    points: int
    starts_week: int
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()
    weeks_run: int = 0  # whole weeks before this version; its days and minutes go on from there


@dataclass(frozen=True, slots=True)
class Move:
    exercise: str
    factor: float
    factor_rule: str | None
    pace: str  # normal, slow
    step: int
    limit: int
    weeks: tuple[int, ...]
    days: tuple[int, ...]
    bouts: tuple[int, ...]
    start: int = 0  # minutes of week 1 before the day's minutes limit them
    goal: int = 0  # minutes
    weeks_held: int = 0  # weeks of the whole plan in which the minutes stayed
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class GoalPlan:
    id: str
    words: str | None
    unit: str | None
    target: float | None
    baseline: float | None
    factor: float
    step: float
    pace: str
    weeks: tuple[float, ...]
    reached_week: int | None
    because: tuple[Because, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SelfCare:
    rule: str | None = None
    modules: tuple[HabitStart, ...] = ()
    taking_turns: bool = False
    reserve_minutes: int = 0
    journal_minutes: int = 0
    breathing_weeks: tuple[int | None, ...] = ()
    move: Move | None = None
    goals: tuple[GoalPlan, ...] = ()
    first_goal: Mapping[str, Json] | None = None
    small_plan: Mapping[str, Json] | None = None
    left_out: tuple[LeftOut, ...] = ()
    boxes: tuple[str, ...] = ()  # WN- ids: what does not work on its own
    support: tuple[str, ...] = ()  # SUP- ids
    frames: tuple[str, ...] = ()
    aids: tuple[str, ...] = ()  # SM-HEAT, where the patient likes it and nothing forbids it
    no_heat: bool = False  # J-22: no sentence may propose heat
    points: Mapping[str, int] = field(default_factory=dict)
    later: tuple[str, ...] = ()  # candidates beyond the five
    journal_rules: tuple[str, ...] = ()  # JRN-0, JRN-1 where they change the tracker
    flare_minutes: tuple[int, ...] = ()  # of the aerobic line: the half days, then the way back up (6.2)


@dataclass(frozen=True, slots=True)
class WhenToCall:
    """Ids of the lines of "Call 911" and "Call us the same day"; ``bold`` are those to stand out.

    Not a field of ``SelfCare``: they follow from the medicines too, and the therapist does not sign those.
    """

    emergency: tuple[str, ...] = ()
    bold: tuple[str, ...] = ()
    same_day: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signing:
    """Gates still closed, by who signs."""

    therapist: tuple[str, ...] = ()
    prescriber: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    as_of: date
    knowledge_version: str
    status: str  # plan, blocked, refused
    rule: str | None = None
    red_flags: RedFlags = field(default_factory=lambda: RedFlags(False, "none"))
    scores: Scores = field(default_factory=Scores)
    deficits: Mapping[str, Deficit] = field(default_factory=dict)
    precautions: tuple[str, ...] = ()
    irritability: str | None = None
    max_exercises: int | None = None
    combination: tuple[str, ...] = ()
    physical_therapy: PhysicalTherapy = field(default_factory=PhysicalTherapy)
    medication: Medication = field(default_factory=Medication)
    self_care: SelfCare = field(default_factory=SelfCare)
    when_to_call: WhenToCall = field(default_factory=WhenToCall)
    schedule: Schedule = field(default_factory=Schedule)
    calendar: tuple[CalendarEntry, ...] = ()
    asks: tuple[Ask, ...] = ()
    signing: Signing = field(default_factory=Signing)
    not_judged: tuple[NotJudged, ...] = ()
    progress: Mapping[str, Json] | None = None
    changes: tuple[Mapping[str, Json], ...] | None = None
    left_out: tuple[LeftOut, ...] = ()
    sources: tuple[Source, ...] = ()


def to_json(value: Any) -> Json:
    """Plain JSON data of any plan value: dataclasses become objects, tuples lists, dates ISO text."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if is_dataclass(value):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(to_json(item) for item in value)
    raise TypeError(f"{type(value).__name__} has no JSON form")
