"""What the therapist measures: posture, core, flexibility, aerobic fitness and balance (section 2)."""

from __future__ import annotations

from plans.intake.fields.kinds import GRADES, INCHES, Field, Kind, Limits, Section, choices, ids

STAND = Section.POSTURE


def _grade(path: str, label: str, section: Section, help_: str = "", core: bool = False) -> Field:
    return Field(path, label, Kind.CHOICE, section, choices=GRADES, core=core, help=help_)


POSTURE = (
    _grade(
        "posture.overall",
        "Posture, overall grade",
        STAND,
        "Used only when fewer than 3 of the 7 scored items below are known.",
        core=True,
    ),
    _grade(
        "posture.forward_head", "Forward head", STAND, "Ear ahead of shoulder: 0-2, 2-4, 4-6, above 6 cm."
    ),
    _grade("posture.kyphosis", "Upper-back rounding", STAND),
    Field(
        "posture.occiput_to_wall_cm",
        "Occiput to wall",
        Kind.NUMBER,
        STAND,
        unit="cm",
        other_units=INCHES,
        hard=Limits(0, 30),
        plausible=Limits(0, 15),
        help="Heels and seat on the wall.",
    ),
    Field(
        "posture.lordosis",
        "Low-back curve",
        Kind.CHOICE,
        STAND,
        choices=choices(reduced="Reduced", normal="Normal", increased="Increased"),
    ),
    Field(
        "posture.lateral_shift",
        "Lateral shift",
        Kind.CHOICE,
        STAND,
        choices=choices(none="None", reducible="Reducible", fixed="Fixed"),
        help="Name the side in the note.",
    ),
    Field(
        "posture.sitting",
        "Usual sitting",
        Kind.CHOICE,
        STAND,
        choices=choices(upright="Upright", slumped="Slumped", over_arched="Over-arched"),
    ),
    Field(
        "posture.standing",
        "Standing type",
        Kind.CHOICE,
        STAND,
        choices=ids("balanced sway_back flat_back kypho_lordotic"),
        help="Recorded, not scored.",
    ),
    Field(
        "posture.lift_faults",
        "Lifting faults seen",
        Kind.CHOICES,
        STAND,
        choices=ids("far-load bent-back straight-knees twist narrow-base"),
        help="An empty list means: looked, none.",
    ),
    Field(
        "posture.desk_faults",
        "Work set-up faults",
        Kind.CHOICES,
        STAND,
        choices=ids("screen-low screen-far no-back-support feet-hang elbows-unsupported no-breaks"),
        help="An empty list means: looked, none.",
    ),
    Field(
        "posture.sitting_hours_per_day",
        "Sitting per day",
        Kind.NUMBER,
        STAND,
        unit="h",
        hard=Limits(0, 24),
        plausible=Limits(1, 16),
    ),
)

TRUNK = Section.CORE


def _hold(name: str, label: str, hard: float, plausible: float, help_: str = "") -> Field:
    return Field(
        f"core.{name}_seconds",
        label,
        Kind.INTEGER,
        TRUNK,
        unit="s",
        hard=Limits(0, hard),
        plausible=Limits(0, plausible),
        help=help_,
    )


CORE = (
    _grade("core.overall", "Core, overall grade", TRUNK, "Only if nothing below is known.", core=True),
    Field(
        "core.pbu_prone_drop_mmhg",
        "Pressure biofeedback, prone, fall from 70 mmHg during draw-in",
        Kind.NUMBER,
        TRUNK,
        unit="mmHg",
        hard=Limits(-40, 40),
        plausible=Limits(-10, 15),
        help="A rise is negative; 4 to 10 is usual. Weak validity.",
    ),
    Field(
        "core.draw_in_grade",
        "Abdominal draw-in grade",
        Kind.INTEGER,
        TRUNK,
        hard=Limits(0, 4),
        help="0 cannot, 1 only with breath-hold or trunk moves, 2 holds under 5 s, 3 holds 5-9 s x 5, "
        "4 holds 10 s x 10 breathing.",
    ),
    Field(
        "core.multifidus_grade",
        "Multifidus swell",
        Kind.INTEGER,
        TRUNK,
        hard=Limits(0, 2),
        help="0 none, 1 weak or one-sided, 2 firm both sides.",
    ),
    Field(
        "core.prone_instability",
        "Prone instability test positive",
        Kind.BOOLEAN,
        TRUNK,
        help="Pain on pressure is gone when the legs lift.",
    ),
    Field(
        "core.aberrant_movement",
        "Aberrant movement",
        Kind.BOOLEAN,
        TRUNK,
        help="Catch, thigh climbing, reversed rhythm.",
    ),
    _hold("sorensen", "Sorensen hold", 240, 240, "Stop at 240."),
    _hold("side_bridge_left", "Side bridge, left", 300, 180),
    _hold("side_bridge_right", "Side bridge, right", 300, 180),
    _hold("front_plank", "Front plank", 600, 300),
    Field(
        "core.curl_up_reps",
        "Curl-ups to a 50/min beat, 1 minute",
        Kind.INTEGER,
        TRUNK,
        unit="repetitions",
        hard=Limits(0, 100),
        plausible=Limits(0, 75),
        help="Not in osteoporosis.",
    ),
)

REACH = Section.FLEXIBILITY


def _both_sides(name: str, label: str, hard: Limits, plausible: Limits, help_: str = "") -> tuple[Field, ...]:
    return tuple(
        Field(
            f"flexibility.{name}_deg_{side}",
            f"{label}, {side}",
            Kind.NUMBER,
            REACH,
            unit="deg",
            hard=hard,
            plausible=plausible,
            help=help_,
        )
        for side in ("left", "right")
    )


def _length(name: str, label: str, hard: float, plausible: float, help_: str = "") -> Field:
    return Field(
        f"flexibility.{name}_cm",
        label,
        Kind.NUMBER,
        REACH,
        unit="cm",
        other_units=INCHES,
        hard=Limits(0, hard),
        plausible=Limits(0, plausible),
        help=help_,
    )


FLEXIBILITY = (
    _grade(
        "flexibility.overall",
        "Flexibility, overall grade",
        REACH,
        "Only if nothing below is known.",
        core=True,
    ),
    *_both_sides("slr", "Passive straight leg raise", Limits(0, 140), Limits(20, 120)),
    Field(
        "flexibility.slr_reproduces_leg_pain",
        "Straight leg raise brings on the leg pain",
        Kind.BOOLEAN,
        REACH,
        help="Yes is a nerve sign: hamstrings are not judged.",
    ),
    *_both_sides(
        "ake_deficit",
        "Active knee extension, degrees short of straight, hip at 90",
        Limits(0, 120),
        Limits(0, 80),
        "0 = fully straight.",
    ),
    *_both_sides(
        "thomas",
        "Modified Thomas, thigh above horizontal",
        Limits(-45, 90),
        Limits(-20, 45),
        "Negative = below horizontal; control the pelvic tilt.",
    ),
    *_both_sides("hip_ir", "Hip rotation in, prone", Limits(0, 90), Limits(5, 75)),
    *_both_sides("hip_er", "Hip rotation out, prone", Limits(0, 90), Limits(5, 75)),
    _length("schober_flexion", "Modified Schober (15 cm line), gain in flexion", 15, 10),
    _length("schober_extension", "Modified Schober, loss in extension", 8, 5),
    _length("fingertip_floor", "Fingertip to floor", 120, 70, "0 = touches."),
    *_both_sides("ely", "Prone knee bend", Limits(0, 160), Limits(40, 150)),
    *_both_sides("dorsiflexion", "Ankle dorsiflexion, knee straight", Limits(-30, 50), Limits(-10, 30)),
)

HEART = Section.AEROBIC

AEROBIC = (
    Field(
        "aerobic.moderate_minutes_per_week",
        "Activity that warms you, per week",
        Kind.INTEGER,
        HEART,
        unit="min",
        hard=Limits(0, 5040),
        plausible=Limits(0, 900),
        core=True,
    ),
    Field(
        "aerobic.six_minute_walk_m",
        "6-minute walk",
        Kind.INTEGER,
        HEART,
        unit="m",
        hard=Limits(0, 1200),
        plausible=Limits(100, 800),
        help="30 m course.",
    ),
    Field(
        "aerobic.step_test_2min",
        "2-minute step test, right-knee counts",
        Kind.INTEGER,
        HEART,
        unit="steps",
        hard=Limits(0, 250),
        plausible=Limits(20, 150),
        help="Judged from age 60.",
    ),
    Field(
        "aerobic.mile_walk_minutes",
        "1-mile (Rockport) walk, time",
        Kind.NUMBER,
        HEART,
        unit="min",
        hard=Limits(5, 60),
        plausible=Limits(9, 30),
        help="Needs the heart rate at the end and the weight.",
    ),
    Field(
        "aerobic.mile_walk_hr",
        "1-mile walk, heart rate at the end",
        Kind.INTEGER,
        HEART,
        unit="/min",
        hard=Limits(40, 230),
        plausible=Limits(70, 190),
        help="Needs the time and the weight.",
    ),
    Field(
        "aerobic.resting_hr",
        "Resting heart rate, as a measure of fitness",
        Kind.INTEGER,
        HEART,
        unit="/min",
        hard=Limits(25, 250),
        plausible=Limits(45, 110),
        help="Used only when there is no other aerobic measure.",
        loinc="67129-7",
    ),
    Field(
        "aerobic.preferred_mode",
        "Likes",
        Kind.CHOICE,
        HEART,
        choices=choices(walk="Walking", cycle="Cycling", swim="Swimming", any="Any"),
        when_missing="any is used",
    ),
    Field(
        "aerobic.talk_test",
        "Talk test at the end",
        Kind.CHOICE,
        HEART,
        choices=ids("comfortable can-talk few-words"),
        help="Recorded.",
    ),
    Field(
        "aerobic.rpe_end",
        "Effort at the end, RPE",
        Kind.INTEGER,
        HEART,
        hard=Limits(6, 20),
        help="6-20, recorded.",
    ),
    Field(
        "balance.single_leg_stance_seconds",
        "One-leg stance, worse side",
        Kind.NUMBER,
        HEART,
        unit="s",
        hard=Limits(0, 120),
        plausible=Limits(0, 60),
        help="Under 5 s: falls risk.",
    ),
    Field(
        "balance.falls_past_year",
        "Falls in 12 months",
        Kind.INTEGER,
        HEART,
        hard=Limits(0, 365),
        plausible=Limits(0, 12),
        help="1 or more: falls risk.",
    ),
)
