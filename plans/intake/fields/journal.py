"""What is typed in from the tracker: one evening, or the sums of a week (self-care.md 3.1, 3.3)."""

from __future__ import annotations

from plans.intake.fields.kinds import Choice, Field, Kind, Limits, Section, choices

AT = Section.LIFE
SLEEP = (Choice("good", "Good"), Choice("so-so", "So-so"), Choice("bad", "Bad"))
MOOD = (Choice("good", "Good"), Choice("so-so", "So-so"), Choice("low", "Low"))
TRIGGERS = choices(
    S="Sat long",
    L="Lifting",
    W="Work",
    T="Stress",
    N="Bad sleep",
    C="Weather or cold",
    M="More than planned",
    X="Nothing I know",
    O="Other",
)


def _count(name: str, label: str, high: float) -> Field:
    return Field(name, label, Kind.INTEGER, AT, hard=Limits(0, high))


def _minutes(high: float) -> Field:
    return Field("minutes", "Minutes moved", Kind.NUMBER, AT, unit="min", hard=Limits(0, high))


JOURNAL_DAY = (
    _count("pain", "Pain this evening", 10),
    Field(
        "done",
        "Did my plan",
        Kind.CHOICE,
        AT,
        choices=choices(all="All", small="Small plan", none="None"),
    ),
    _count("exercises", "Exercises done", 50),
    _minutes(1440),
    Field(
        "sleep",
        "Sleep",
        Kind.NUMBER_OR_WORD,
        AT,
        unit="h",
        hard=Limits(0, 24),
        choices=SLEEP,
    ),
    Field("mood", "Mood", Kind.CHOICE, AT, choices=MOOD),
    Field("trigger", "Trigger", Kind.CHOICE, AT, choices=TRIGGERS),
    _count("as_needed", "As-needed medicine, times", 50),
)

JOURNAL_TOTALS = (
    Field("mean_pain", "Mean pain", Kind.NUMBER, AT, hard=Limits(0, 10)),
    _count("evenings", "Evenings written", 7),
    _count("days_done", "Days done, all or small plan", 7),
    _count("exercises", "Exercises done", 350),
    _minutes(10080),
    _count("as_needed", "As-needed medicine, times", 350),
)

JOURNAL_WEEK = (
    Field(
        "week",
        "Week",
        Kind.INTEGER,
        AT,
        hard=Limits(0, 104),
        help="1 is the first week of the plan, 0 the week before it.",
    ),
)
