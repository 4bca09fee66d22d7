"""Pain, function, questionnaires and the safe zone (physical-therapy.md section 2)."""

from __future__ import annotations

from plans.intake.fields.kinds import POUNDS, Field, Kind, Limits, Section, choices, ids

AT = Section.PAIN
MOVES = ids(
    "sitting standing walking bending lifting turning lying coughing stairs driving "
    "rest moving heat cold medicine"
)
ZERO_TO_TEN = Limits(0, 10)


def _nprs(name: str, label: str, core: bool = False) -> Field:
    return Field(
        f"pain.nprs_{name}",
        label,
        Kind.INTEGER,
        AT,
        hard=ZERO_TO_TEN,
        core=core,
        required_by="therapist" if core else None,
        help="0 none, 10 worst imaginable. Best is at most the average, the average at most the worst.",
        loinc="72514-3",
        licence="nprs",
    )


PAIN = (
    Field(
        "pain.duration_weeks",
        "Weeks with this pain",
        Kind.INTEGER,
        AT,
        unit="weeks",
        hard=Limits(0, 4000),
        plausible=Limits(13, 2000),
        core=True,
        required_by="therapist",
        help="Must be above 12.",
    ),
    _nprs("now", "Pain now"),
    _nprs("average", "Average pain, last 7 days", core=True),
    _nprs("worst", "Worst pain, last 7 days"),
    _nprs("best", "Best pain, last 7 days"),
    Field(
        "pain.regions",
        "Body chart",
        Kind.CHOICES,
        AT,
        choices=ids(
            "low-back-left low-back-right low-back-central buttock-left buttock-right groin-left groin-right "
            "thigh-front-left thigh-front-right thigh-back-left thigh-back-right knee-left knee-right "
            "calf-left calf-right foot-left foot-right upper-back neck shoulder-left shoulder-right other"
        ),
        core=True,
        help="Tap or tick.",
    ),
    Field(
        "pain.leg_pain",
        "Leg pain, worst reach",
        Kind.CHOICE,
        AT,
        choices=choices(none="None", buttock="Buttock", thigh="Thigh", below_knee="Below the knee"),
        core=True,
        required_by="therapist",
    ),
    Field(
        "pain.neuro_signs",
        "Reflex, sensation or strength change in one leg, stable and known to the doctor",
        Kind.BOOLEAN,
        AT,
        help="A new change: use the red flag.",
    ),
    Field(
        "pain.descriptors",
        "Pain words",
        Kind.CHOICES,
        AT,
        choices=ids(
            "aching dull stiff sharp stabbing cramping throbbing burning electric tingling "
            "pins-and-needles numb cold itching touch-hurts"
        ),
        help="Burning, electric, tingling, pins and needles, numb, cold, touch hurts are nerve words; "
        "with 3 or more consider a neuropathic pain screen.",
    ),
    Field(
        "pain.settle_minutes",
        "Minutes until a usual flare is back to normal",
        Kind.INTEGER,
        AT,
        unit="min",
        hard=Limits(0, 10080),
        plausible=Limits(0, 2880),
        core=True,
        help="Drives irritability.",
    ),
    Field(
        "pain.irritability",
        "Irritability, clinician's override",
        Kind.CHOICE,
        AT,
        choices=choices(low="Low", moderate="Moderate", high="High"),
        help="Wins over the computed value.",
    ),
    Field("pain.aggravating", "What makes it worse", Kind.CHOICES, AT, choices=MOVES),
    Field("pain.easing", "What makes it better", Kind.CHOICES, AT, choices=MOVES),
    Field(
        "pain.directional_preference",
        "Repeated movement that makes pain less or more central",
        Kind.CHOICE,
        AT,
        choices=choices(none="None", flexion="Flexion", extension="Extension"),
        help="Leave empty when not tested.",
    ),
    Field(
        "pain.pattern_24h",
        "Day pattern",
        Kind.CHOICE,
        AT,
        choices=ids("morning-worse evening-worse night-wakes constant comes-and-goes"),
        help="Wakes at night and constant: ask the malignancy flags.",
    ),
    Field(
        "pain.morning_stiffness_minutes",
        "Morning stiffness",
        Kind.INTEGER,
        AT,
        unit="min",
        hard=Limits(0, 600),
        plausible=Limits(0, 180),
        help="30 or more: ask the five flags of inflammatory back pain.",
    ),
    Field("pain.triggers_known", "Patient knows what sets the pain off", Kind.BOOLEAN, AT),
    Field(
        "pain.skin_numb",
        "Numb skin where heat would lie",
        Kind.BOOLEAN,
        AT,
        help="Asked before heat is offered.",
    ),
    Field(
        "pain.pain_focus",
        "Attention fixed on pain (clinician's tick)",
        Kind.BOOLEAN,
        AT,
        help="The journal then asks for the pain number only on Sundays.",
    ),
)

ASKED = Section.FUNCTION

FUNCTION = (
    Field(
        "measures.peg",
        "PEG",
        Kind.INTEGERS,
        ASKED,
        hard=ZERO_TO_TEN,
        length=(3, 3),
        core=True,
        required_by="therapist",
        help="0 none or does not interfere, 10 worst imaginable or completely interferes.",
        loinc="91147-9",
        licence="peg",
    ),
    Field(
        "measures.psfs",
        "Patient-Specific Functional Scale",
        Kind.RECORDS,
        ASKED,
        table="psfs",
        length=(1, 5),
        help="1 to 5 activities, usually 3. 0 unable, 10 as before.",
        licence="psfs",
    ),
    Field(
        "measures.rmdq",
        "Roland-Morris total",
        Kind.INTEGER,
        ASKED,
        hard=Limits(0, 24),
        help="Number of ticks; a statement that does not apply counts 0.",
        licence="rmdq",
    ),
    Field(
        "measures.odi_percent",
        "Oswestry score (licensed form on paper)",
        Kind.INTEGER,
        ASKED,
        unit="%",
        hard=Limits(0, 100),
        plausible=Limits(0, 80),
        help="Score only: sum / (5 x answered) x 100. At least 8 of the 10 answered, else leave it empty.",
        licence="odi",
    ),
    Field(
        "measures.promis_pf_t",
        "PROMIS Physical Function T-score",
        Kind.NUMBER,
        ASKED,
        hard=Limits(10, 90),
        plausible=Limits(20, 65),
        help="Enter the T-score only.",
        licence="promis-pf",
    ),
    Field(
        "measures.start_back",
        "STarT Back",
        Kind.AGREEMENT,
        ASKED,
        hard=Limits(0, 4),
        length=(9, 9),
        core=True,
        help="Eight times agree or disagree, then bothersomeness: 0 not at all, 1 slightly, 2 moderately, "
        "3 very much, 4 extremely.",
        licence="start-back",
    ),
    Field(
        "measures.tsk11",
        "TSK-11 total",
        Kind.INTEGER,
        ASKED,
        hard=Limits(11, 44),
        help="Sum of 11. One missing: mean x 11, half up; two or more: leave it empty.",
        licence="tsk-11",
    ),
    Field(
        "measures.phq2",
        "PHQ-2",
        Kind.INTEGERS,
        ASKED,
        hard=Limits(0, 3),
        length=(2, 2),
        help="Last 2 weeks: 0 not at all, 1 several days, 2 more than half the days, 3 nearly every day. "
        "Items: LOINC 44250-9, 44255-8.",
        loinc="55758-7",
        licence="phq2",
    ),
    Field(
        "measures.phq9_item9",
        "PHQ-9, answer to item 9",
        Kind.INTEGER,
        ASKED,
        hard=Limits(0, 3),
        help="Above 0: ask about safety today.",
    ),
    Field(
        "measures.pcs",
        "Pain Catastrophizing Scale total",
        Kind.INTEGER,
        ASKED,
        hard=Limits(0, 52),
        help="Not scored with an item missing.",
        licence="pcs",
    ),
)

ZONE = Section.TOLERANCE
METHOD = (
    "The last minute (or heaviest load) before pain rises 2 points above its starting value. Not back to the "
    "start within 24 hours: take half."
)


def _minutes(name: str, label: str, cap: float, help_: str, core: bool = True) -> Field:
    return Field(
        f"tolerance.{name}_minutes",
        label,
        Kind.INTEGER,
        ZONE,
        unit="min",
        hard=Limits(0, 600),
        plausible=Limits(0, cap),
        core=core,
        help=f"{help_} {METHOD}",
    )


TOLERANCE = (
    _minutes("sit", "Sitting", 60, "Firm chair; stop at 60."),
    _minutes("stand", "Standing", 60, "No leaning; stop at 60."),
    _minutes("walk", "Walking", 30, "Own pace, flat; stop at 30."),
    Field(
        "tolerance.walk_trials_minutes",
        "Walking, up to 3 tries on 3 days",
        Kind.NUMBERS,
        ZONE,
        unit="min",
        hard=Limits(0.5, 180),
        length=(1, 3),
        help="Their mean is the baseline of the walk.",
    ),
    Field(
        "tolerance.lift_kg",
        "Lifting, floor or chair to waist, 5 times",
        Kind.NUMBER,
        ZONE,
        unit="kg",
        other_units=POUNDS,
        hard=Limits(0, 100),
        plausible=Limits(0, 20),
        core=True,
        help=f"Stop at 20 kg. {METHOD}",
    ),
    _minutes(
        "aerobic",
        "Minutes on the bike, chair march or swim",
        20,
        "When that is the mode; walking does not stand in for it.",
        core=False,
    ),
    Field(
        "tolerance.day_after",
        "Back to the starting value within 24 hours",
        Kind.BOOLEAN,
        ZONE,
        help="No: test again at half.",
    ),
)

PSFS = (
    Field("activity", "Activity", Kind.TEXT, ASKED, length=(0, 200)),
    Field("rating", "Rating", Kind.INTEGER, ASKED, hard=ZERO_TO_TEN, help="0 unable, 10 as before."),
)
