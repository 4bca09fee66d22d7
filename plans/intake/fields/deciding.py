"""What the value of a decision may hold (joins.md section 5)."""

from __future__ import annotations

from plans.intake.fields.kinds import Field, Kind, Limits, Section

AT = Section.ACCESS


def _whole(name: str, label: str, low: float, high: float, unit: str | None = None) -> Field:
    return Field(name, label, Kind.INTEGER, AT, unit=unit, hard=Limits(low, high))


DOSE_PARTS = (
    _whole("sets", "Sets", 1, 10),
    _whole("reps", "Repetitions", 1, 100),
    _whole("hold_s", "Hold", 0, 600, "s"),
    Field("each_side", "Each side", Kind.BOOLEAN, AT),
    _whole("per_day", "Times a day", 1, 10),
    _whole("days", "Days a week", 1, 7),
    _whole("minutes", "Minutes", 1, 240, "min"),
    Field("rpe", "Effort, RPE", Kind.TEXT, AT, length=(1, 20)),
    Field("load_kg", "Load", Kind.NUMBER, AT, unit="kg", hard=Limits(0, 100)),
)

LINE = Field("line", "Line", Kind.TEXT, AT, length=(1, 300))
ACTION = Field("action", "Action", Kind.TEXT, AT, length=(1, 40))
REASON = Field("reason", "Reason", Kind.TEXT, AT, length=(0, 2000))
ON = Field("on", "Day", Kind.DATE, AT)
TIME = Field("time", "Time", Kind.TIME, AT)
KEY = Field("key", "Medicine", Kind.TEXT, AT, length=(1, 200))
ASKED = Field("asked", "What was asked", Kind.TEXT, AT, length=(1, 2000))
WEEK = Field("week", "Week", Kind.INTEGER, AT, hard=Limits(1, 52))
