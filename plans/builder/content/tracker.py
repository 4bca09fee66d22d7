"""The tracker: rows for what is in the plan, the targets of each week, one example day (self-care.md 3)."""

from __future__ import annotations

from datetime import timedelta

from plans.builder.content.case import Case
from plans.builder.content.medicines import as_needed_rows, regular_rows
from plans.builder.content.voice import Voice
from plans.builder.schedule.exercises import AEROBIC
from plans.content import SLOTS, Tracker, TrackerRow, TrackerWeek

JOURNAL, SLEEP = "SM-JOURNAL", "SM-SLEEP"
EXAMPLE_TRIGGER = "S"
SUNDAY = (7,)
SHORT_SHEET = 8


def tracker(case: Case, voice: Voice) -> Tracker:
    rows = _rows(case, voice)
    weeks = tuple(_week(case, week, voice) for week in range(1, case.clinic.tracker_weeks + 1))
    return Tracker(
        rows=rows,
        weeks=weeks,
        how_to=(*voice.several("tracker.how"), voice.say("tracker.number"), voice.say("tracker.stay")),
        example=tuple(_example(case, row) for row in rows),
        legend=_legend(case, rows, voice),
        first_weekday=case.started_on.isoweekday(),
    )


def high_worry(case: Case) -> bool:
    """JRN-0: the number is asked on Sundays only."""
    pcs, limit = case.intake.measures.pcs, case.knowledge.self_care.journal.reading.high_worry_pcs
    return bool(case.intake.pain.pain_focus) or (pcs is not None and pcs >= limit)


def _runs(case: Case, module: str) -> int | None:
    return next((m.starts_week for m in case.plan.self_care.modules if m.id == module), None)


def _rows(case: Case, voice: Voice) -> tuple[TrackerRow, ...]:
    sunday, journal = high_worry(case), _runs(case, JOURNAL)
    short = "" if sunday else voice.say("tracker.row.pain_short")
    rows = [
        TrackerRow("pain", voice.say("tracker.row.pain_sunday" if sunday else "tracker.row.pain"), short),
        TrackerRow("plan", voice.say("tracker.row.plan"), boxes=voice.several("tracker.plan_letters")),
    ]
    later = _full_from(case, journal)
    if case.plan.self_care.move and not case.stopped:
        rows.append(TrackerRow("minutes", voice.say("tracker.row.minutes")))
    count = _exercises(case)
    if count:
        rows.append(
            TrackerRow(
                "exercises",
                voice.say("tracker.row.exercises", n=count),
                voice.say("tracker.row.exercises_short"),
            )
        )
    if _runs(case, SLEEP) or case.clinic.tracker_weeks == SHORT_SHEET:
        rows.append(
            TrackerRow("sleep", voice.say("tracker.row.sleep"), boxes=voice.several("tracker.sleep_letters"))
        )
    rows.append(
        TrackerRow("mood", voice.say("tracker.row.mood"), boxes=voice.several("tracker.mood_letters"))
    )
    if journal:
        rows.append(TrackerRow("trigger", voice.say("tracker.row.trigger"), from_week=later))
    return (*rows, *_medicine_rows(case, voice))


def _full_from(case: Case, journal: int | None) -> int:
    """JRN-1: the week of the plan from which the whole line is asked; two weeks after the journal began."""
    begun = 1 if journal is None else journal + 2 - case.weeks_run(JOURNAL)
    return case.weeks_before + begun if begun > 1 else 1


def _exercises(case: Case) -> int:
    """How many there are to tick; the aerobic line has its minutes."""
    told = (e for e in case.plan.physical_therapy.exercises if e.patient_dose)
    return sum(1 for exercise in told if exercise.need != AEROBIC)


def _medicine_rows(case: Case, voice: Voice) -> tuple[TrackerRow, ...]:
    regular, rows = regular_rows(case, voice), []
    used = [slot for n, slot in enumerate(SLOTS) if any(row.counts[n] for row in regular)]
    if used:
        letters = tuple(voice.say(f"label.{slot}_letter") for slot in used)
        rows.append(TrackerRow("medicine", voice.say("tracker.row.medicine"), boxes=letters))
    if as_needed_rows(case, voice):
        rows.append(
            TrackerRow(
                "as_needed", voice.say("tracker.row.as_needed"), voice.say("tracker.row.as_needed_short")
            )
        )
    return tuple(rows)


def _week(case: Case, week: int, voice: Voice) -> TrackerWeek:
    move, breath = case.plan.self_care.move, case.plan.self_care.breathing_weeks
    number = case.weeks_before + week
    heading = plain = voice.say("tracker.week_plain", week=number)
    if move and not case.stopped:
        values = {
            "week": number,
            "name": case.exercise_name(move.exercise, voice).lower(),
            "minutes": move.weeks[week - 1],
            "days": move.days[week - 1],
        }
        bouts = move.bouts[week - 1]
        heading = (
            voice.say("tracker.week_move", **values)
            if bouts == 1
            else voice.say("tracker.week_move_times", times=bouts, **values)
        )
    minutes = breath[week - 1] if len(breath) >= week else None
    if minutes:
        joined = ": " if heading == plain else ", "
        heading += joined + voice.say("tracker.week_breathe", minutes=minutes)
    begins = voice.say("tracker.week_begins", day=voice.day(case.started_on + timedelta(weeks=number - 1)))
    return TrackerWeek(number, heading, SUNDAY if high_worry(case) else (1, 2, 3, 4, 5, 6, 7), begins)


def _example(case: Case, row: TrackerRow) -> str:
    """One evening filled in, by the plan's own numbers."""
    move = case.plan.self_care.move
    if row.boxes:
        return row.boxes[0]
    values = {
        "pain": str(case.intake.pain.nprs_average if case.intake.pain.nprs_average is not None else 5),
        "minutes": str(move.weeks[0] * move.bouts[0]) if move else "",
        "exercises": str(_exercises(case)),
        "trigger": EXAMPLE_TRIGGER,
        "as_needed": "1",
    }
    return values[row.id]


def _legend(case: Case, rows: tuple[TrackerRow, ...], voice: Voice) -> str:
    ids = {row.id for row in rows}
    parts = [f"{voice.say('tracker.row.plan')}: {voice.say('tracker.plan_words')}."]
    if "sleep" in ids:
        parts.append(f"{voice.say('tracker.row.sleep')}: {voice.say('tracker.sleep_words')}.")
    parts.append(f"{voice.say('tracker.row.mood')}: {voice.say('tracker.mood_words')}.")
    if "trigger" in ids:
        letters = ", ".join(
            f"{row.id} {voice.of(row.label)}" for row in case.knowledge.self_care.journal.triggers
        )
        parts.append(f"{voice.say('tracker.row.trigger')}: {letters}.")
    later = max(row.from_week for row in rows)
    return " ".join([*parts, *([voice.say("tracker.grey", week=later)] if later > 1 else [])])
