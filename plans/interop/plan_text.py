"""A plan as plain text for a clinician: dangers first, every line with its rule and the facts behind it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plans.builder.plan import (
    Alert,
    Because,
    Medication,
    NotJudged,
    PhysicalTherapy,
    Plan,
    PlannedExercise,
    SelfCare,
    Visits,
)
from plans.builder.timetable import Entry, OtherDay, Schedule
from plans.intake.intake import Intake
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.loader import Knowledge

WIDTH = 100
NOTICE = (
    "Decision support for a licensed clinician, who checks, changes and signs it. Not a diagnosis, not a "
    "prescription. A red-flag screen is a screen, not a diagnosis."
)
NOT_REVIEWED = "The knowledge behind it awaits clinical review."

Lines = Iterator[str]


def plan_text(plan: Plan, intake: Intake, knowledge: Knowledge) -> str:
    """The whole plan, at most 100 columns wide where the words allow it."""
    words = knowledge.vocabulary
    parts: list[tuple[str, Iterable[str]]] = [
        ("Dangers and options", _dangers(plan.medication)),
        ("Before signing", _before_signing(plan)),
        ("Findings", _findings(plan)),
        ("Move", _move(plan.physical_therapy, words)),
        ("Medicines", _medicines(plan.medication)),
        ("Every day", _every_day(plan.self_care, words)),
        ("The day", _day(plan.schedule, words)),
        ("Calendar", _calendar(plan)),
        ("Since the last visit", _progress(plan)),
        ("Not judged", _not_judged(plan.not_judged)),
        ("Left out", (f"- {row.part}: {row.id} ({row.reason})" for row in plan.left_out)),
        ("Sources", _sources(plan)),
    ]
    lines = [*_head(plan, intake)]
    for title, body in parts:
        written = list(body)
        if written:
            lines += ["", title.upper(), *written]
    return "\n".join(wrapped for line in lines for wrapped in _wrap(line)) + "\n"


def _wrap(line: str) -> list[str]:
    margin = line[: len(line) - len(line.lstrip(" -"))]
    return textwrap.wrap(line, WIDTH, subsequent_indent=" " * len(margin), break_long_words=False) or [""]


def _head(plan: Plan, intake: Intake) -> Lines:
    yield f"CAREPLAN, draft of {plan.as_of}"
    yield f"Assessed on {intake.assessed_on}, knowledge {plan.knowledge_version}"
    born, sex = intake.patient.birth_date, intake.patient.sex_at_birth
    yield f"Patient: {intake.patient.name or 'name not given'}, born {born or '?'}, sex at birth {sex or '?'}"
    yield NOTICE
    yield NOT_REVIEWED
    if plan.status != "plan":
        yield f"STATUS: {plan.status.upper()} ({plan.rule})"
    for finding in plan.red_flags.findings:
        flags = ", ".join(finding.flags)
        yield f"RED FLAG {finding.action.upper()}: {finding.message} ({finding.rule}: {flags})"
    if not plan.red_flags.screened:
        yield "RED FLAGS NOT SCREENED: this stays a draft."


def _why(because: Iterable[Because]) -> str:
    facts = [f"{fact.field} {_shown(fact.value)}{f' {fact.unit}' if fact.unit else ''}" for fact in because]
    return f" [{'; '.join(facts)}]" if facts else ""


def _shown(value: Any) -> str:
    if value is None:
        return "not recorded"
    if isinstance(value, (list, tuple)):
        return ", ".join(map(_shown, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_shown(item)}" for key, item in value.items() if item is not None)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _dangers(medication: Medication) -> Lines:
    for alert in medication.alerts:
        yield from _alert(alert)
    for option in medication.options:
        if not option.folded:
            yield f"- option {option.id}: {option.message}{_why(option.because)}"
            yield from (f"    check first: {text}" for text in option.check_first)
    folded = [option.id for option in medication.options if option.folded]
    if folded:
        yield f"- other options: {', '.join(folded)}"
    yield from (f"- kept off: {row.id} ({row.reason})" for row in medication.kept_off)


def _alert(alert: Alert) -> Lines:
    decided = "" if alert.open else ", decided"
    yield f"- {alert.severity.upper()}{decided} {alert.rule}: {alert.message}{_why(alert.because)}"
    if alert.also:
        yield f"    also because: {', '.join(alert.also)}"
    if alert.review_weeks:
        yield f"    look again in {alert.review_weeks} weeks"


def _before_signing(plan: Plan) -> Lines:
    for who, gates in (("therapist", plan.signing.therapist), ("prescriber", plan.signing.prescriber)):
        if gates:
            yield f"- {who}: {', '.join(gates)}"
    yield from (f"- ask: {ask.message} ({ask.path})" for ask in plan.asks)


def _findings(plan: Plan) -> Lines:
    scores = plan.scores
    known = {
        "PEG": scores.peg,
        "PSFS": scores.psfs,
        "RMDQ": scores.rmdq,
        "ODI %": scores.odi_percent,
        "TSK-11": scores.tsk11,
        "PCS": scores.pcs,
        "PHQ-2": scores.phq2.total,
        "STarT Back": scores.start_back.group,
    }
    written = [f"{name} {_shown(value)}" for name, value in known.items() if value is not None]
    if written:
        yield f"- scores: {', '.join(written)}"
    for domain, deficit in plan.deficits.items():
        items = f" ({_shown(deficit.items)})" if deficit.items else ""
        yield f"- {domain.replace('_', ' ')}: {deficit.severity or 'not judged'}{items}"
    for name, value in (
        ("precautions", ", ".join(plan.precautions)),
        ("irritability", plan.irritability),
        ("exercises at most", plan.max_exercises),
        ("medicines change", ", ".join(plan.combination)),
        ("noted", ", ".join(plan.red_flags.notes)),
    ):
        if value:
            yield f"- {name}: {value}"


def _move(part: PhysicalTherapy, words: Vocabulary) -> Lines:
    for exercise in (*part.exercises, *part.extras):
        yield from _exercise(exercise, words)
    for number, exercises in sorted(part.phases.items()):
        doses = [f"{row.id} {row.patient_dose or row.dose}" for row in exercises]
        yield f"- phase {number}: {'; '.join(doses)}"
    for row in part.left_out:
        yield f"- left out: {words.exercises.get(row.id, row.id)} ({row.reason})"
    details = {flag.id: flag for flag in part.flag_details}
    for flag in part.flags:
        yield (
            f"- {flag}: {details[flag].message}{_why(details[flag].because)}"
            if flag in details
            else f"- {flag}"
        )
    yield from _visits(part.visits)


def _visits(visits: Visits) -> Lines:
    if visits.needed is None:
        return
    yield f"- visits: {visits.needed} needed; in the clinic in weeks {_shown(visits.clinic_weeks)}"
    if visits.remote_weeks:
        yield f"    by {visits.remote_mode} in weeks {_shown(visits.remote_weeks)}"
    if visits.cost_usd is not None:
        yield f"    cost {visits.cost_usd:g} USD"


def _exercise(exercise: PlannedExercise, words: Vocabulary) -> Lines:
    alone = ", not alone" if exercise.not_alone else ""
    name = words.exercises.get(exercise.id, exercise.id)
    reason = f"{exercise.id}, {exercise.need}, {exercise.rule}"
    yield f"- {name} ({reason}): {exercise.dose}{alone}{_why(exercise.because)}"
    if exercise.patient_dose is None:
        yield "    patient: nothing until cleared"
    elif exercise.patient_dose != exercise.dose:
        yield f"    patient: {exercise.patient_dose}"


def _medicines(part: Medication) -> Lines:
    for entry in part.current:
        amount = "total not known" if entry.mg_per_day is None else f"{entry.mg_per_day:g} mg a day"
        marks = [
            amount if not entry.upper_bound else f"up to {amount}",
            *(["not checked"] if not entry.checked else []),
            *(["stopped"] if not entry.active else []),
        ]
        yield f"- {entry.name}: {', '.join(marks)}"
    mme = part.mme
    if mme.items or mme.not_judged:
        total = "total not known" if mme.total is None else f"{mme.total:g} MME a day"
        yield f"- opioids: {'at least ' if mme.at_least else ''}{total}"
        yield from (
            f"    {row.drug}: {row.amount:g} {row.unit} x {row.factor:g} = {row.mme:g}" for row in mme.items
        )
        yield from (f"    not judged: {name}" for name in mme.not_judged)
    if mme.naloxone:
        yield f"- naloxone: {', '.join(mme.naloxone)}"
    renal = part.renal
    if renal.crcl_ml_min is not None:
        yield f"- creatinine clearance {renal.crcl_ml_min:.1f} mL/min ({renal.weight_used})"
    if renal.egfr_ml_min is not None:
        yield f"- eGFR {renal.egfr_ml_min:.1f} mL/min/1.73 m2"


def _every_day(part: SelfCare, words: Vocabulary) -> Lines:
    for habit in part.modules:
        name = words.modules.get(habit.id, habit.id)
        yield f"- from week {habit.starts_week}: {name} ({habit.id}, {habit.points} points)"
    if part.rule:
        yield f"- how many at once: {part.rule}"
    if part.move:
        move = part.move
        yield f"- {words.exercises.get(move.exercise, move.exercise)}, minutes by week: {_shown(move.weeks)}"
        yield f"    days by week: {_shown(move.days)}; times a day: {_shown(move.bouts)}"
        yield f"    at most {move.limit} min at a time"
    for goal in part.goals:
        reached = f", reached in week {goal.reached_week}" if goal.reached_week else ""
        yield f"- goal {goal.words or goal.id}: {_shown(goal.weeks)} {goal.unit or ''}{reached}"
    if part.first_goal:
        text = part.first_goal.get("text")
        yield f"- first goal: {text['en'] if isinstance(text, Mapping) else _shown(part.first_goal)}"
    if part.small_plan:
        yield f"- small plan: {_shown(part.small_plan)}"
    yield from (f"- left out: {words.modules.get(row.id, row.id)} ({row.reason})" for row in part.left_out)


def _day(part: Schedule, words: Vocabulary) -> Lines:
    yield from (_entry(entry, words) for entry in part.entries)
    for other in part.other_days:
        yield f"  {_other_day(other)}:"
        yield from (f"  {_entry(entry, words)}" for entry in other.entries)
    for name, ids in (
        ("through the day", part.through_the_day),
        ("through the week", part.through_the_week),
        ("only if needed", part.only_if_needed),
        ("again later today", [f"{row.id} {row.times} more" for row in part.again]),
        ("no time found", [f"{row.id} ({row.reason})" for row in part.not_placed]),
    ):
        if ids:
            yield f"- {name}: {', '.join(ids)}"
    yield from (f"- {note.rule}: {note.text}" for note in part.notes)
    if part.cap_minutes is not None:
        yield f"- active minutes: {part.active_minutes} of {part.cap_minutes}"


def _other_day(other: OtherDay) -> str:
    return "Exercise day" if other.exercise_day and not other.set else f"Day {other.set}"


def _entry(entry: Entry, words: Vocabulary) -> str:
    names = [words.exercises.get(id_, words.modules.get(id_, id_)) for id_ in entry.ids or (entry.id,)]
    parts = [
        entry.amount,
        "with food" if entry.with_food else None,
        f"{entry.minutes} min" if entry.minutes else None,
        entry.mark,
        ", ".join(entry.rules),
    ]
    return (
        f"  {entry.time}  {entry.kind:<10} {'; '.join(part for part in (', '.join(names), *parts) if part)}"
    )


def _calendar(plan: Plan) -> Lines:
    for row in plan.calendar:
        yield f"- week {row.week}, {row.date}, {row.who}: {'; '.join(row.what)}"


def _progress(plan: Plan) -> Lines:
    progress = dict(plan.progress or {})
    following, acts = progress.pop("next_version", None), progress.pop("acts", ())
    if following is not None:
        yield f"- this plan: {_shown(following['verdict'])} ({following['rule']})"
    yield from (f"- {act['rule']}: {act['text']}" for act in acts)
    for name, row in progress.pop("instruments", {}).items():
        values = ", ".join(f"{key} {_shown(row[key])}" for key in ("first", "last", "now"))
        yield f"- {name}: {values}: {row['class'] or 'not judged'}"
    yield from (f"- {name}: {_shown(value)}" for name, value in progress.items() if value is not None)
    yield from (f"- {change['text']['en']}" for change in plan.changes or ())


def _not_judged(rows: Iterable[NotJudged]) -> Lines:
    """One line for each missing path, with the rules that wait for it."""
    waiting: dict[str, list[str]] = {}
    for row in rows:
        if not row.folded:
            need = ", ".join(row.needs) or row.reason or ", ".join(row.facts)
            waiting.setdefault(need, []).append(row.id)
    yield from (f"- {need}: {', '.join(ids)}" for need, ids in waiting.items())


def _sources(plan: Plan) -> Lines:
    for source in plan.sources:
        yield f"- {source.id}: {source.title} ({source.year or 'no year'}; {source.strength})"
