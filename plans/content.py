"""The handout's content: every word of the printed page, frozen into a plan version and covered by its hash.

The builder makes it from plan and knowledge; ``plans.handout`` lays it out and needs neither. Texts are plain
text, never markup. A ``Sheet`` holds one language; what has no language stands once in ``Content``.
``to_json`` and ``from_json`` are exact inverses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from plans.frozen import read_frozen
from plans.frozen import to_json as to_json

EDITIONS = ("standard", "large-print", "summary", "tracker", "clinician")
PAPERS = ("letter", "a4")
SLOTS = ("morning", "noon", "evening", "bedtime")  # of the Universal Medication Schedule


# --- who, where, which version --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signature:
    """Who answers for the plan. ``on`` is the day of signing."""

    name: str
    credential: str = ""
    on: date | None = None
    role: str = ""  # therapist, prescriber


@dataclass(frozen=True, slots=True)
class Version:
    """``number`` is None for a draft that has none yet."""

    number: int | None = None
    on: date | None = None
    signatures: tuple[Signature, ...] = ()
    draft: bool = True
    mark: str = ""  # the short form of the content's hash, for paper; filled in when it is printed


@dataclass(frozen=True, slots=True)
class Person:
    """The two identifiers of every footer. An empty name is a line to write on."""

    name: str = ""
    birth_date: date | None = None
    record_number: str = ""


@dataclass(frozen=True, slots=True)
class Clinic:
    """What stands at the head of page 1. An empty phone is a line to write on."""

    name: str = ""
    phone_day: str = ""
    phone_after_hours: str = ""
    address: str = ""
    hours: str = ""
    portal: str = ""
    emergency_number: str = "911"
    logo_svg: str = ""
    accent_color: str = ""
    duplex: bool = True


# --- page 1 ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do today. ``see`` names the section whose page is printed after it."""

    text: str
    detail: str = ""
    see: str = ""  # exercises, medicines, care, tracker


@dataclass(frozen=True, slots=True)
class DayItem:
    """One line of the day. ``time`` is left out where an edition prints slots only."""

    text: str
    kind: str  # medicine, move, exercise, self_care, aid
    time: str = ""
    short: str = ""  # the same without what can be read elsewhere
    mark: str = ""


@dataclass(frozen=True, slots=True)
class DaySlot:
    id: str  # morning, noon, afternoon, evening, bedtime
    name: str
    items: tuple[DayItem, ...]


@dataclass(frozen=True, slots=True)
class OtherDay:
    """What is done instead of the day shown, and on which days."""

    days: str
    text: str


@dataclass(frozen=True, slots=True)
class Goal:
    """The first goal in the habit's words; ``own`` is the patient's goal as typed."""

    text: str
    own: str = ""
    what_for: str = ""  # an activity as typed
    sure: int | None = None  # 0-10


@dataclass(frozen=True, slots=True)
class SmallPlan:
    lead: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyGroup:
    """Lines with whether they print bold; ``head`` is empty when the list needs no parting."""

    head: str
    items: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Emergency:
    """The list of self-care.md 6.1; ``brief`` stands on page 1."""

    heading: str
    groups: tuple[EmergencyGroup, ...]
    same_day_heading: str
    same_day: tuple[str, ...]
    brief_heading: str
    brief: tuple[str, ...]


# --- the exercise pictures ------------------------------------------------------------------------

VIEWS = frozenset(("side", "top", "front"))
SURFACES = frozenset(("floor", "chair-24", "mat", "bike", "water"))
# fmt: off
JOINTS = frozenset((
    "hip", "waist", "shoulder", "head", "knee_n", "ankle_n", "toe_n", "knee_f", "ankle_f", "toe_f",
    "elbow_n", "wrist_n", "elbow_f", "wrist_f"))
PROPS = frozenset((
    "band-front", "band-viewer", "bike-recumbent", "bike-upright", "box", "chair", "chair-front", "clock",
    "counter-behind", "counter-front", "mat", "pillow", "pool", "step-10", "step-15", "stick", "strap",
    "table", "wall-back", "wall-elbow", "wall-forearms", "wall-hands", "wall-hips", "wall-shoulder", "water",
    "face-up", "hand-on-belly", "knees-up", "shanks-back"))  # the last four say how the body is seen
# fmt: on
ARROWS = JOINTS | {"belly-down", "belly-up"}


@dataclass(frozen=True, slots=True)
class Pose:
    """One pose: joint angles in whole degrees, defined in physical-therapy.md 6.1, and what is drawn with it.

    ``_n`` is the near limb, ``_f`` the far one. ``props`` are of ``PROPS``.
    """

    trunk: float
    bend: float
    neck: float
    hip_n: float
    knee_n: float
    ankle_n: float
    hip_f: float
    knee_f: float
    ankle_f: float
    shoulder_n: float
    elbow_n: float
    shoulder_f: float
    elbow_f: float
    props: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """The two poses of an exercise: ``view``, ``surface``, ``contacts`` and ``arrows`` of the sets above.

    The first of ``contacts`` rests on the surface and sets the height; without contacts the hip does.
    ``arrows`` name joints whose way from start to end the end pose shows, or a move of the belly.
    """

    view: str
    surface: str
    contacts: tuple[str, ...]
    start: Pose
    end: Pose
    arrows: tuple[str, ...] = ()


# --- the pages after ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ExerciseCard:
    id: str
    name: str
    position: str
    helps: str
    why: str
    start: str
    steps: tuple[str, ...]
    dose: str
    feel: str
    stop: str
    easier: str
    alt: str
    captions: tuple[str, str]
    notes: tuple[str, ...] = ()  # hold the counter, not alone, days of the week, once more today
    later: tuple[str, ...] = ()  # how the dose grows


@dataclass(frozen=True, slots=True)
class Term:
    """A word and what it means."""

    word: str
    text: str


@dataclass(frozen=True, slots=True)
class Medicine:
    """``counts`` follow ``SLOTS``; an empty one is an empty cell."""

    name: str
    purpose: str
    counts: tuple[str, str, str, str]
    take: tuple[str, ...]
    how: tuple[str, ...] = ()
    watch_for: str = ""
    call_when: str = ""
    do_not: str = ""
    marks: tuple[str, ...] = ()
    placed: bool = True  # False: no time of day is known


@dataclass(frozen=True, slots=True)
class MedicineNote:
    """One card of "how to take it": the medicines it is about, by name."""

    names: str
    lines: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    id: str
    name: str
    text: tuple[str, ...]  # paragraphs
    why: str
    target: str = ""
    starts: str = ""  # empty: it runs now


@dataclass(frozen=True, slots=True)
class Light:
    shape: str  # circle, triangle, octagon
    word: str
    sentences: tuple[str, ...]  # paragraphs


@dataclass(frozen=True, slots=True)
class WeekRow:
    week: str
    starts: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    when: str
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class TrackerRow:
    id: str  # pain, plan, minutes, exercises, sleep, mood, trigger, medicine
    label: str
    short: str = ""  # for large print; empty: the label is short enough
    boxes: tuple[str, ...] = ()  # tick boxes of a cell, with their letter
    from_week: int = 1  # printed grey-headed before


@dataclass(frozen=True, slots=True)
class TrackerWeek:
    week: int
    heading: str
    pain_days: tuple[int, ...] = (1, 2, 3, 4, 5, 6, 7)  # JRN-0: Sundays only
    begins: str = ""  # its first day, printed where the heading leaves room


@dataclass(frozen=True, slots=True)
class Tracker:
    rows: tuple[TrackerRow, ...]
    weeks: tuple[TrackerWeek, ...]
    how_to: tuple[str, ...]
    example: tuple[str, ...]  # one filled-in value a row
    legend: str = ""
    first_weekday: int = 1  # of the first column, 1 Monday: weeks count from the day of the first visit


@dataclass(frozen=True, slots=True)
class PainChart:
    """Mean pain by week, 0-10, as it is drawn; the table behind it says the same in words.

    ``points``: week and mean; week 0 is the start. ``weeks``: how far the axis goes. At or below ``real``
    the change is a real one. ``seen``: the band "seen in people who stick with it", from week 8.
    """

    alt: str
    axis: str
    start: str  # what stands under week 0
    points: tuple[tuple[int, float], ...]
    weeks: int
    real_words: str = ""
    seen_words: str = ""
    real: float | None = None
    seen: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class DoingTable:
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is new against the plan before, under one head."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Doing:
    """How it goes since the first plan, and what is new in this one."""

    lines: tuple[str, ...] = ()
    news: tuple[News, ...] = ()
    chart: PainChart | None = None
    weeks: DoingTable | None = None
    measures: DoingTable | None = None


@dataclass(frozen=True, slots=True)
class Referral:
    """The one page of a blocked plan."""

    heading: str
    lead: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything a patient edition prints in one language. Empty parts are left off the page."""

    language: str
    labels: Mapping[str, str]
    title: str
    starts: str = ""
    born: str = ""
    version_line: str = ""
    signed: tuple[str, ...] = ()
    main: str = ""
    actions: tuple[Action, ...] = ()
    day: tuple[DaySlot, ...] = ()
    day_lead: str = ""
    day_notes: tuple[str, ...] = ()
    other_days: tuple[OtherDay, ...] = ()
    goal: Goal | None = None
    small_plan: SmallPlan | None = None
    front_box: str = ""  # SM-LEARN, when fear stands in the way
    changed: tuple[str, ...] = ()
    exercises: tuple[ExerciseCard, ...] = ()
    exercises_lead: tuple[str, ...] = ()
    session: tuple[Term, ...] = ()  # J-16: in words, without colours
    medicines: tuple[Medicine, ...] = ()
    medicine_notes: tuple[MedicineNote, ...] = ()
    as_needed: tuple[Medicine, ...] = ()
    ask_pharmacist: tuple[str, ...] = ()
    medicine_rules: tuple[str, ...] = ()
    medicine_lines: tuple[str, ...] = ()  # said of single medicines
    together: tuple[str, ...] = ()  # medicines and moving
    no_medicines: str = ""
    habits: tuple[Habit, ...] = ()
    lights: tuple[Light, ...] = ()
    usual_pain: int | None = None
    learn: tuple[str, ...] = ()
    emergency: Emergency | None = None
    week_heads: tuple[str, ...] = ()
    weeks: tuple[WeekRow, ...] = ()
    week_notes: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    costs: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()
    kind_lines: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()  # to be filled in: who checks on you, my questions
    doing: Doing | None = None  # from the second plan on
    tracker: Tracker | None = None
    closing: str = ""
    translation_note: str = ""
    referral: Referral | None = None


# --- the clinician's copy -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of the plan with what made it so."""

    id: str
    text: str
    because: str = ""
    sources: str = ""
    awaiting_review: bool = False
    mark: str = ""  # severity of an alert, or what was decided


@dataclass(frozen=True, slots=True)
class Block:
    heading: str
    rows: tuple[Reason, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceLine:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ClinicianSheet:
    """The clinician edition, in English."""

    labels: Mapping[str, str]
    title: str
    facts: tuple[Fact, ...] = ()
    alerts: tuple[Reason, ...] = ()
    blocks: tuple[Block, ...] = ()
    teach_back: tuple[str, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    review_note: str = ""
    version_line: str = ""
    born: str = ""
    signed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """``kind``: plan or blocked. ``sheets`` holds one ``Sheet`` for each language that is switched on."""

    kind: str
    person: Person
    clinic: Clinic
    version: Version
    sheets: Mapping[str, Sheet]
    clinician: ClinicianSheet | None = None
    large_print_proposed: bool = False
    figures: Mapping[str, FigureSpec] = field(default_factory=dict)  # of the exercises on the sheets, by id


# --- JSON -----------------------------------------------------------------------------------------


def from_json(data: Mapping[str, Any]) -> Content:
    """The ``Content`` that ``to_json`` wrote; a missing key takes its default, an unknown one is refused."""
    content = read_frozen(Content, data)
    assert isinstance(content, Content)  # noqa: S101
    return content
