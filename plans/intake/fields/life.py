"""Life, habits, goals, visits and cost (physical-therapy.md 2, self-care.md 0.1, joins.md 3)."""

from __future__ import annotations

from plans.intake.fields.kinds import Field, Kind, Limits, Section, choices, ids

AT = Section.LIFE
ZERO_TO_TEN = Limits(0, 10)

TRIED = choices(
    bed_rest="Bed rest",
    pills_only="Pills only",
    injections="Injections",
    turmeric="Turmeric",
    cbd="CBD",
    brace="Back brace",
    other_supplement="Another supplement",
    no_pain_no_gain="No pain, no gain",
    journal="Journal",
    walking="Walking",
    breathing="Breathing or mindfulness",
    physical_therapy="Physical therapy",
)


def _clock(path: str, label: str, when_missing: str | None = None) -> Field:
    return Field(path, label, Kind.TIME, AT, when_missing=when_missing, help="24 hours, such as 07:30.")


def _yes_no(path: str, label: str, when_missing: str | None = None) -> Field:
    return Field(path, label, Kind.BOOLEAN, AT, when_missing=when_missing)


LIFE = (
    Field(
        "life.minutes_per_day",
        "Minutes a day for the home programme",
        Kind.INTEGER,
        AT,
        unit="min",
        hard=Limits(0, 240),
        plausible=Limits(5, 60),
        core=True,
        when_missing="25 minutes a day are used",
        help="Below 5 counts as 5.",
    ),
    Field(
        "life.equipment",
        "Equipment beyond the home list",
        Kind.CHOICES,
        AT,
        choices=ids("mat band bike-upright bike-recumbent pool"),
        core=True,
        when_missing="a mat is assumed",
        help="Always there: chair, timer, wall, counter, table, shoes, strap, stick, step, light weight.",
    ),
    Field(
        "life.can_get_on_floor",
        "Can get down to and up from the floor",
        Kind.BOOLEAN,
        AT,
        core=True,
        when_missing="yes is assumed",
        help="Back and side lying may be done on a bed.",
    ),
    Field(
        "life.confidence_0_10",
        "Confidence to do the programme, 0-10",
        Kind.INTEGER,
        AT,
        hard=ZERO_TO_TEN,
    ),
    Field("life.importance_0_10", "Importance of the programme, 0-10", Kind.INTEGER, AT, hard=ZERO_TO_TEN),
    Field(
        "life.readiness",
        "Readiness",
        Kind.CHOICE,
        AT,
        choices=choices(
            not_yet="Not yet", thinking="Thinking about it", ready="Ready", doing="Already doing it"
        ),
        when_missing="ready is assumed and listed as not judged",
    ),
    Field(
        "life.declined_exercises",
        "Exercises the patient refuses",
        Kind.CHOICES,
        AT,
        vocabulary="exercises",
    ),
    Field(
        "life.barriers",
        "Barriers",
        Kind.CHOICES,
        AT,
        vocabulary="barriers",
        help="An empty list: asked, none.",
    ),
    Field("life.beliefs", "Believes in", Kind.CHOICES, AT, choices=TRIED),
    Field("life.preferred_module", "Patient's first choice", Kind.CHOICE, AT, vocabulary="modules"),
    Field("life.goals", "Goals", Kind.RECORDS, AT, table="goals", length=(0, 20)),
    _yes_no("life.boom_bust", "Does too much on good days, then pays for it"),
    Field(
        "life.best_time",
        "Best time of day",
        Kind.CHOICE,
        AT,
        choices=choices(morning="Morning", midday="Midday", afternoon="Afternoon", evening="Evening"),
    ),
    _yes_no("life.uses_heat", "Likes heat"),
    Field(
        "life.sleep_hours",
        "Hours of sleep",
        Kind.NUMBER,
        AT,
        unit="h",
        hard=Limits(0, 24),
        plausible=Limits(3, 10),
    ),
    Field("life.sleep_quality_0_10", "Quality of sleep, 0-10", Kind.INTEGER, AT, hard=ZERO_TO_TEN),
    Field("life.bad_nights_per_week", "Bad nights a week", Kind.INTEGER, AT, hard=Limits(0, 7)),
    _clock("life.wake_time", "Gets up at", "07:00 is used"),
    _clock("life.bed_time", "Goes to bed at", "22:00 is used"),
    _clock("life.meal_times.breakfast", "Breakfast"),
    _clock("life.meal_times.lunch", "Lunch"),
    _clock("life.meal_times.dinner", "Dinner"),
    Field(
        "life.work.status",
        "Work",
        Kind.CHOICE,
        AT,
        choices=choices(
            working="Working", sick_leave="On sick leave", not_working="Not working", retired="Retired"
        ),
    ),
    Field(
        "life.work.type",
        "Kind of work",
        Kind.CHOICE,
        AT,
        choices=choices(
            seated="Seated", standing="Standing", mixed="Mixed", heavy="Heavy", carer="Carer", none="None"
        ),
    ),
    _clock("life.work.start", "Work starts"),
    _clock("life.work.end", "Work ends"),
    Field("life.work.sit_hours", "Hours sitting at work", Kind.NUMBER, AT, unit="h", hard=Limits(0, 24)),
    _yes_no("life.work.worse_at_work", "Pain is worse at work"),
    _yes_no("life.smokes", "Smokes"),
    _yes_no("life.ready_to_quit", "Wants to quit smoking"),
    Field(
        "life.alcohol_drinks_per_week",
        "Alcohol, US standard drinks a week",
        Kind.NUMBER,
        AT,
        unit="drinks",
        hard=Limits(0, 200),
        plausible=Limits(0, 60),
    ),
    Field(
        "tried",
        "Already tried",
        Kind.CHOICES,
        AT,
        choices=TRIED,
        help="An empty list: asked, nothing.",
    ),
)

GOAL = (
    Field("id", "Goal", Kind.CHOICE, AT, vocabulary="goals"),
    Field("target", "How much", Kind.NUMBER, AT, hard=Limits(0, 100000, above=True)),
    Field("unit", "Unit", Kind.CHOICE, AT, choices=ids("min m ft steps stairs reps lb days")),
    Field(
        "trials",
        "Now, up to 7 tries",
        Kind.NUMBERS,
        AT,
        hard=Limits(0, 100000),
        length=(1, 7),
        help="In the goal's unit. Their mean is where it starts.",
    ),
    Field("words", "In the patient's words", Kind.TEXT, AT, length=(0, 200)),
)

VISITS = Section.ACCESS


def _dollars(path: str, label: str, hard: float, plausible: float, core: bool = False) -> Field:
    return Field(
        path,
        label,
        Kind.NUMBER,
        VISITS,
        unit="USD",
        hard=Limits(0, hard),
        plausible=Limits(0, plausible),
        core=core,
    )


ACCESS = (
    Field(
        "access.visits_covered",
        "Visits covered",
        Kind.INTEGER,
        VISITS,
        hard=Limits(0, 200),
        plausible=Limits(0, 60),
        core=True,
        help="Empty: no limit known.",
    ),
    Field(
        "access.visits_recommended",
        "Visits the therapist wants",
        Kind.INTEGER,
        VISITS,
        hard=Limits(1, 60),
        plausible=Limits(2, 24),
        help="Empty: the plan works it out.",
    ),
    _dollars("access.copay_usd", "Co-pay per visit", 2000, 150, core=True),
    _dollars("access.copay_budget_usd", "What the patient can pay in 12 weeks", 100000, 3000),
    Field(
        "access.travel_minutes", "Travel to the clinic", Kind.INTEGER, VISITS, unit="min", hard=Limits(0, 600)
    ),
    Field(
        "access.telehealth",
        "Video possible",
        Kind.BOOLEAN,
        VISITS,
        when_missing="no is assumed",
    ),
)
