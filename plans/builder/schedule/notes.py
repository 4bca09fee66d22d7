"""What the clinician reads under the timetable: each rule that changed the day, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from plans.builder.schedule.minutes import ExerciseSet
from plans.builder.schedule.sedation import CONTINUOUS
from plans.builder.schedule.week import Week, WeekRequest
from plans.builder.self_care.habits import SLEEP
from plans.builder.timetable import Note
from plans.knowledge.self_care import SelfCareKnowledge

DAYS_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class NoteFacts:
    """What the notes speak of. ``names``: exercise and module ids in words."""

    request: WeekRequest
    week: Week
    names: Mapping[str, str]
    stopped: bool
    likes_heat: bool
    no_heat: bool
    open_names: tuple[str, ...]
    sits_at_work: bool


def day_notes(found: NoteFacts, knowledge: SelfCareKnowledge) -> tuple[Note, ...]:
    """Notes in the order of their rules; the words are those of the rule rows."""
    rows = [
        *_minutes_notes(found, knowledge),
        *_dose_notes(found, knowledge),
        *_sedation_notes(found, knowledge),
        *_place_notes(found, knowledge),
    ]
    return tuple(rows)


def _note(id: str, knowledge: SelfCareKnowledge, row: str = "", **words: object) -> Note:
    text = knowledge.day.rules[row or id].note
    for name, word in words.items():
        text = text.replace(f"{{{name}}}", str(word))
    return Note(id, text)


def _minutes_notes(found: NoteFacts, knowledge: SelfCareKnowledge) -> Iterator[Note]:
    request, week, share = found.request, found.week, found.week.share
    if request.facts.get("minutes_asked") is None:
        yield _note("CAP-1", knowledge, cap=share.cap)
    if share.taking_turns:
        yield _note("CAP-4b", knowledge, rule=share.turns_rule, days=_sets_in_words(found))
    elif len(share.sets) > 1:
        yield _sets_note(found, knowledge)
    if share.left_out:
        yield _note("CAP-4", knowledge, "CAP-4-left", names=_names(found, share.left_out))
    if share.rounds_cut_to is not None:
        yield _note("J-11", knowledge, rounds=share.rounds_cut_to)
    move = request.move
    if move and share.limit < move.goal and move.last_week_without_limit(knowledge) > share.limit:
        name = move.mode.name["en"].lower()
        yield _note("CAP-5", knowledge, name=name, limit=share.limit, goal=move.goal)
    if week.placed_bouts and any(thing.part for thing in week.days[0].placed.things):
        yield _note("SCH-11", knowledge)
    if found.stopped:
        yield _note("J-10", knowledge)


def _sets_note(found: NoteFacts, knowledge: SelfCareKnowledge) -> Note:
    """CAP-4 with J-11: how often each exercise comes, and which minutes would make one set."""
    share = found.week.share
    return _note(
        "CAP-4",
        knowledge,
        days=_sets_in_words(found),
        times=f"{DAYS_A_WEEK / len(share.sets):.2g}",
        minutes=found.week.minutes_for_one_set,
    )


def _sets_in_words(found: NoteFacts) -> str:
    share = found.week.share
    sets = [f"{_names(found, one)} ({sum(e.minutes for e in one)} min)" for one in share.sets]
    if share.taking_turns:
        return " / ".join(sets)
    return " ".join(f"Day {letter}: {one}." for letter, one in zip("ABC", sets, strict=False))


def _names(found: NoteFacts, exercises: ExerciseSet) -> str:
    return ", ".join(found.names.get(exercise.id, exercise.id) for exercise in exercises)


def _dose_notes(found: NoteFacts, knowledge: SelfCareKnowledge) -> Iterator[Note]:
    medicines = {medicine.key: medicine for medicine in found.request.medicines}
    for key in found.week.doses.only_if_needed:
        yield _note("SCH-04", knowledge, name=medicines[key].name)
    for missed in found.week.doses.not_placed:
        yield _note(missed.reason, knowledge, name=medicines[missed.id].name)
    for dose in found.week.doses.doses:
        if dose.clash:
            yield _note(dose.clash, knowledge, name=dose.medicine.name)
    for name in found.open_names:
        yield Note("J-12", f"{name}: {knowledge.day.rules['J-12'].note}")


def _sedation_notes(found: NoteFacts, knowledge: SelfCareKnowledge) -> Iterator[Note]:
    sedation = found.request.sedation
    for name in sedation.as_needed_names:
        yield _note("SCH-05c", knowledge, name=name)
    if sedation.state == CONTINUOUS:
        yield _note("J-08", knowledge, names=", ".join(sedation.continuous_names))
    if sedation.any:
        yield _note("SCH-16", knowledge, names=", ".join(sedation.names))


def _place_notes(found: NoteFacts, knowledge: SelfCareKnowledge) -> Iterator[Note]:
    missed = [one for day in found.week.days for one in day.placed.missed]
    for rule in dict.fromkeys(one.rule for one in missed):
        ids = dict.fromkeys(id for one in missed if one.rule == rule for id in one.ids or (one.entry,))
        yield _note(rule, knowledge, names=", ".join(found.names.get(id, id) for id in ids))
    if found.likes_heat and found.no_heat:
        yield _note("SCH-15", knowledge)
    if found.sits_at_work:
        yield _note("SCH-17", knowledge)
    if not found.request.clock.ordinary:
        yield _note("SCH-19", knowledge)
    if found.request.habits.runs(SLEEP):
        yield _note("SCH-20", knowledge)
