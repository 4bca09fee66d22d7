"""The exercise cards: steps, dose in words, what it helps and why it is in this plan."""

from __future__ import annotations

from typing import Any

from plans.builder.content.case import Case
from plans.builder.content.doses import easier, exercise_dose
from plans.builder.content.voice import Voice, sentence
from plans.builder.plan import DoseParts, PlannedExercise
from plans.content import ExerciseCard, Term
from plans.paragraphs import paragraphs

WATER = ("pool-walk", "swim-laps")
EASY_EFFORT = "9-11"
NEED_OF_EXTRA = {"diaphragmatic-breathing": "breathing"}
COUNTER_RULE = "hold-counter"
CHEST_WORDS = "chest pain"
CARDIAC = "cardiac"


def exercise_cards(case: Case, voice: Voice) -> tuple[ExerciseCard, ...]:
    """One card an exercise, in the plan's order, extras last.

    An exercise that found no time or no safe spot is the therapist's to settle (CAP-4, SCH-05b); one that
    waits until the patient is cleared is shown and says so (J-10).
    """
    part = case.plan.physical_therapy
    shown = (e for e in (*part.exercises, *part.extras) if e.patient_dose is not None or case.stopped)
    return tuple(_card(case, exercise, voice) for exercise in shown)


def exercise_lead(case: Case, voice: Voice) -> tuple[str, ...]:
    if case.stopped:
        return (voice.say("act.cleared_first"),)
    return (voice.say("exercise_lead.calm"), voice.say("exercise_lead.warning"))


def session_terms(case: Case, voice: Voice) -> tuple[Term, ...]:
    """The rule for a single session in words (J-16)."""
    rows = case.knowledge.self_care.support.sessions
    return tuple(Term(voice.of(row.name), voice.of(row.text)) for row in rows)


def learn_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """Hurt or harm, and that it need not hurt (CLM-6)."""
    text = voice.of(case.knowledge.self_care.modules["SM-LEARN"].text)
    return paragraphs(f"{text} {voice.say('exercise_lead.myth')}")


def exercise_text(case: Case, exercise: str, what: str, voice: Voice) -> Any:
    """``start``, ``steps``, ``feel`` or ``stop`` in the voice's language."""
    words = case.knowledge.movement.exercises[exercise].text[voice.language]
    return {"start": words.start, "steps": words.steps, "feel": words.feel_it, "stop": words.stop_if}[what]


def _card(case: Case, planned: PlannedExercise, voice: Voice) -> ExerciseCard:
    exercise, words = planned.id, case.knowledge.wording.exercises[planned.id]
    need = _need(planned)
    say_need = case.knowledge.wording.need
    row = case.knowledge.movement.exercises[exercise]
    helps = say_need(need, planned.component, "helps", voice.language)
    return ExerciseCard(
        id=exercise,
        name=case.exercise_name(exercise, voice),
        position=voice.say(f"position.{'water' if exercise in WATER else row.position}"),
        helps=voice.say("label.helps", what=helps),
        why=say_need(need, planned.component, "why", voice.language),
        start=str(exercise_text(case, exercise, "start", voice)),
        steps=tuple(exercise_text(case, exercise, "steps", voice)),
        dose=_dose(case, planned, voice),
        feel=sentence(str(exercise_text(case, exercise, "feel", voice))),
        stop=sentence(str(exercise_text(case, exercise, "stop", voice)))[:1].lower()
        + sentence(str(exercise_text(case, exercise, "stop", voice)))[1:],
        easier=easier(planned.patient_dose_parts, voice),
        alt=voice.of(words.alt),
        captions=(voice.of(words.begin), voice.of(words.end)),
        notes=_notes(case, planned, voice),
        later=_later(case, planned, voice),
    )


def _need(planned: PlannedExercise) -> str:
    if planned.id in NEED_OF_EXTRA:
        return NEED_OF_EXTRA[planned.id]
    return "extra" if planned.rule.startswith("SEL-X") else planned.need


def _dose(case: Case, planned: PlannedExercise, voice: Voice) -> str:
    parts = planned.patient_dose_parts
    if planned.patient_dose is None or parts is None:
        return voice.say("dose.not_yet")
    if planned.id == "posture-break":
        return sentence(voice.say("dose.as_timer"))
    return sentence(exercise_dose(parts, voice, case.plan.schedule.weekdays.get(planned.id, ())))


def _notes(case: Case, planned: PlannedExercise, voice: Voice) -> tuple[str, ...]:
    rules, notes = case.knowledge.self_care.day.rules, []
    if planned.patient_dose is None:
        return ()
    if planned.id in case.knowledge.self_care.day.sedation.hold_the_counter:
        notes.append(voice.of(rules[COUNTER_RULE].line))
    if planned.not_alone:
        notes.append(voice.say("day.not_alone"))
    parts = planned.patient_dose_parts
    if parts and parts.rpe:
        notes.append(voice.say("dose.effort_easy" if parts.rpe == EASY_EFFORT else "dose.effort_moderate"))
    if CARDIAC in case.plan.precautions and parts and parts.sets:
        notes.append(voice.say("dose.breathe_out"))
    if CHEST_WORDS in case.knowledge.movement.exercises[planned.id].stop_if:
        notes.append(voice.say("dose.chest_pain"))
    return tuple(notes)


def _later(case: Case, planned: PlannedExercise, voice: Voice) -> tuple[str, ...]:
    """How the dose grows by phase; the weeks' table says it of the aerobic line."""
    move = case.plan.self_care.move
    if planned.patient_dose is None or (move and move.exercise == planned.id):
        return ()
    said, before = [], exercise_dose(planned.patient_dose_parts or DoseParts(), voice)
    therapy = case.plan.physical_therapy
    for phase, week in therapy.phase_weeks.items():
        for later in therapy.phases.get(phase, ()):
            dose = _phase_dose(later.id, planned, later.dose_parts, voice)
            if dose and dose != before:
                told = dose.removesuffix(".")  # the sentence has its own stop
                said.append(voice.say("dose.later", week=case.weeks_before + week, dose=told))
                before = dose
    return (*said, voice.say("dose.later_note")) if said else ()


def _phase_dose(exercise: str, planned: PlannedExercise, parts: DoseParts | None, voice: Voice) -> str:
    return exercise_dose(parts, voice) if exercise == planned.id and parts else ""
