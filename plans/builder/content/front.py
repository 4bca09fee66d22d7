"""Page 1: the main message, the day, the first goal, the small plan, what changed at this visit."""

from __future__ import annotations

from collections.abc import Iterable

from plans.builder.content.case import Case
from plans.builder.content.doses import medicine_amount
from plans.builder.content.medicines import active_medicines, clock
from plans.builder.content.tracker import high_worry
from plans.builder.content.voice import Voice, sentence
from plans.builder.timetable import Entry
from plans.content import Action, DayItem, DaySlot, Goal, OtherDay, SmallPlan

SLOT_ORDER = ("morning", "noon", "afternoon", "evening", "bedtime")
ACT_OF_KIND = {"walk": "walk", "bike": "bike", "march": "march"}
ACT_OF_MODE = {"pool-walk": "pool-walk", "swim-laps": "swim"}
JOURNAL, BREATHING, MOVING, HEAT, MOOD = "SM-JOURNAL", "SM-BREATHE", "SM-MOVE", "SM-HEAT", "SM-MOOD"
MEDICINES_ON_PAGE_1 = 8
NO_SAFE_SPOT = "SCH-05b"
HEAT_RULE = "SCH-15"
TOLD_RULES = ("CAP-1", "J-04", "SCH-17", "SCH-20", HEAT_RULE)  # rules whose line stands under the day
ACTIVE, ACTIVE_RULE = "NOTE-ACTIVE", "J-04"
FEAR, TIRED = "afraid_to_move", ("too_tired", "tried_and_quit")


def actions(case: Case, voice: Voice) -> tuple[Action, ...]:
    """What to do today, each line a verb first."""
    found = [*_move_action(case, voice), *_exercise_action(case, voice), *_medicine_action(case, voice)]
    found += [
        _habit_action(case, module, voice) for module in case.running if module not in (MOVING, JOURNAL)
    ]
    key = "act.number_sunday" if high_worry(case) else "act.number"
    return (*found, Action(voice.say(key), voice.say("act.tracker_detail"), "tracker"))


def _slots(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(entry.slot for entry in entries)


def _move_action(case: Case, voice: Voice) -> list[Action]:
    move, entries = case.plan.self_care.move, case.entries("move")
    if case.stopped:
        return [Action(voice.say("act.cleared_first"))] if case.plan.physical_therapy.exercises else []
    told = {e.id for e in case.plan.physical_therapy.exercises if e.patient_dose}
    if not move or MOVING not in case.running or move.exercise not in told:
        return []  # a walk without a safe spot in the day is not asked for (SCH-05, SCH-18)
    mode = case.knowledge.self_care.day.modes[move.exercise]
    act = ACT_OF_MODE.get(mode.id) or ACT_OF_KIND[mode.kind]
    minutes = entries[0].minutes if entries else move.weeks[0]
    text = voice.say(f"act.{act}", minutes=minutes, when=voice.when(_slots(entries)))
    return [Action(text, voice.days_this_week(move.days[0]), "exercises")]


def _exercise_action(case: Case, voice: Voice) -> list[Action]:
    exercises = [
        e
        for e in case.plan.physical_therapy.exercises
        if e.patient_dose and e.minutes and e.component != "aerobic"
    ]
    if case.stopped or not exercises:
        return []
    entries = [
        *case.entries("exercise"),
        *(
            entry
            for day in case.plan.schedule.other_days
            for entry in day.entries
            if entry.kind == "exercise" and case.plan.self_care.taking_turns
        ),
    ]
    when = voice.when(_slots(entries))
    text = voice.say("act.exercises_when", when=when) if when else voice.say("act.exercises")
    days = {day for exercise in exercises for day in case.plan.schedule.weekdays.get(exercise.id, ())}
    detail = voice.weekdays(days) if 0 < len(days) < 7 else ""
    return [Action(text, detail, "exercises")]


def _medicine_action(case: Case, voice: Voice) -> list[Action]:
    regular = case.entries("medicine")
    if not active_medicines(case):
        return []
    crowded = len({case.medicine_key(entry) for entry in regular}) > MEDICINES_ON_PAGE_1
    on_page = regular and not crowded
    return [Action(voice.say("act.medicines" if on_page else "act.medicines_page"), "", "medicines")]


def _habit_action(case: Case, module: str, voice: Voice) -> Action:
    entries = [entry for entry in case.entries("self_care") if module in entry.ids]
    values: dict[str, object] = {}
    if module == BREATHING:
        values = {"minutes": case.plan.self_care.breathing_weeks[0], "when": voice.when(_slots(entries))}
    return Action(voice.say(f"act.{module}", **values), "", "care")


def day(case: Case, voice: Voice) -> tuple[DaySlot, ...]:
    """The day's table: the parts of the day that hold something, in order of time."""
    by_slot: dict[str, list[DayItem]] = {}
    crowded = len({case.medicine_key(entry) for entry in case.entries("medicine")}) > MEDICINES_ON_PAGE_1
    medicines: dict[str, int] = {}
    for entry in case.plan.schedule.entries:
        if entry.kind == "medicine" and crowded:
            medicines[entry.slot] = medicines.get(entry.slot, 0) + 1
            if medicines[entry.slot] > 1:
                continue
        by_slot.setdefault(entry.slot, []).append(_item(case, entry, voice))
    names = case.knowledge.self_care.day.slots
    slots = []
    for slot, items in by_slot.items():
        row = names[slot]
        name = voice.of(row.shift_name) if voice.shift else voice.say(f"label.slot_{slot}")
        shown = [
            _counted(item, medicines.get(slot, 0), voice) if crowded and item.kind == "medicine" else item
            for item in items
        ]
        slots.append(DaySlot(slot, name, tuple(shown)))
    return tuple(slots)


def _counted(item: DayItem, count: int, voice: Voice) -> DayItem:
    text = voice.say("day.medicine_count") if count == 1 else voice.say("day.medicines_count", count=count)
    return DayItem(text, item.kind, item.time, text)


def _item(case: Case, entry: Entry, voice: Voice) -> DayItem:
    time = clock(entry.time, voice)
    if entry.kind == "medicine":
        return _medicine_item(case, entry, time, voice)
    text = _text(case, entry, voice)
    return DayItem(text, entry.kind, time, text)


def _text(case: Case, entry: Entry, voice: Voice) -> str:
    if entry.kind == "move":
        name = case.exercise_name(entry.ids[0], voice)
        return voice.say("day.move", name=name, minutes=entry.minutes)
    if entry.kind == "exercise":
        key = "day.exercises_steady" if entry.steady else "day.exercises"
        return voice.say(key, minutes=entry.minutes)
    module = next((i for i in entry.ids if i.startswith("SM-")), entry.id)
    if entry.kind == "aid" or module == HEAT:
        return voice.say("day.heat", minutes=entry.minutes)
    keys = {JOURNAL: "day.journal", BREATHING: "day.breathing", MOOD: "day.liked"}
    if module in keys:
        return voice.say(keys[module], **({"minutes": entry.minutes} if module == BREATHING else {}))
    return voice.of(case.knowledge.self_care.modules[module].name)


def _medicine_item(case: Case, entry: Entry, time: str, voice: Voice) -> DayItem:
    medicine = next((m for m in case.medicines if m.key == case.medicine_key(entry)), None)
    if medicine is None:
        return DayItem(entry.ids[0], entry.kind, time)
    doses = medicine.entry.doses_mg
    amount = medicine_amount(medicine, voice, getattr(doses, entry.slot, None) if doses else None)
    text = voice.say("day.medicine", name=medicine.name, amount=amount) if amount else medicine.name
    if entry.with_food:
        text = f"{text}, {voice.say('day.with_food')}"
    mark = voice.say("day.decides") if entry.mark and "J-12" in entry.rules else ""
    return DayItem(text, entry.kind, time, text, mark)


def day_notes(case: Case, voice: Voice) -> tuple[str, ...]:
    """What happens through the day, and what comes once more."""
    schedule, lines = case.plan.schedule, []
    through = [case.exercise_name(exercise, voice) for exercise in schedule.through_the_day]
    if through:
        lines.append(voice.say("act.through_the_day", what=f"{voice.listed([_lower(t) for t in through])}."))
    steady = [name for entry in schedule.entries if entry.steady for name in entry.ids]
    if steady:
        held = voice.listed([_lower(case.exercise_name(exercise, voice)) for exercise in steady])
        lines.append(voice.say("day.steady", names=held))
    by_times: dict[int, list[str]] = {}
    for again in schedule.again:
        by_times.setdefault(again.times, []).append(_lower(case.exercise_name(again.id, voice)))
    for times, names in sorted(by_times.items()):
        listed = voice.listed(names)
        lines.append(
            voice.say("day.again", names=listed)
            if times == 1
            else voice.say("day.again_times", times=times, names=listed)
        )
    return (*lines, *_sitting_version(case, voice), *_rule_lines(case, voice))


def _rule_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """What the rules of the day tell the patient: minutes not asked, active already, work, sleep."""
    noted = {note.rule for note in case.plan.schedule.notes}
    if ACTIVE in case.plan.physical_therapy.flags:
        noted.add(ACTIVE_RULE)
    day, cap = case.knowledge.self_care.day, case.plan.schedule.cap_minutes
    if set(day.changes.no_heat_rules) & set(case.plan.combination):
        noted.discard(HEAT_RULE)  # their own sentence says it
    return tuple(voice.of(day.rules[id].line).format(cap=cap) for id in TOLD_RULES if id in noted)


def _sitting_version(case: Case, voice: Voice) -> tuple[str, ...]:
    """SCH-05b: what found no spot outside the hours that make sleepy."""
    exercises = {exercise.id for exercise in case.plan.physical_therapy.exercises}
    left = [item.id for item in case.plan.schedule.not_placed if item.reason == NO_SAFE_SPOT]
    names = [_lower(case.exercise_name(exercise, voice)) for exercise in left if exercise in exercises]
    if not names:
        return ()
    line = voice.of(case.knowledge.self_care.day.rules[NO_SAFE_SPOT].line)
    return (sentence(line.format(names=voice.listed(names))),)


def other_days(case: Case, voice: Voice) -> tuple[OtherDay, ...]:
    """The sets that take turns, each with its days, when there is more than the one the table shows."""
    schedule = case.plan.schedule
    if not schedule.sets or (len(schedule.sets) < 2 and not case.plan.self_care.taking_turns):
        return ()
    found = []
    for number, exercises in enumerate(schedule.sets):
        own = [
            e
            for e in exercises
            if not any(e in other for n, other in enumerate(schedule.sets) if n != number)
        ]
        days = sorted({day for e in own or exercises for day in schedule.weekdays.get(e, ())})
        names = voice.listed([_lower(case.exercise_name(e, voice)) for e in exercises])
        if days:
            found.append(OtherDay(voice.weekdays(days), sentence(names)))
    return tuple(found)


def day_lead(case: Case, voice: Voice) -> str:
    if case.plan.self_care.taking_turns:
        return voice.say("day.turns")
    return voice.say("day.sets") if len(case.plan.schedule.sets) > 1 else ""


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def goal(case: Case, voice: Voice) -> Goal | None:
    """The first running habit as self-care words it; the patient's own goal goes before (J-18)."""
    first = case.plan.self_care.first_goal
    if not first:
        return None
    return Goal(
        text=first["text"][voice.language],
        own=first.get("own_goal") or "",
        what_for=first.get("activity") or "",
        sure=case.intake.life.confidence_0_10,
    )


def small_plan(case: Case, voice: Voice) -> SmallPlan:
    """The bad-day line from the plan's small plan (J-17)."""
    words, plan = case.knowledge.self_care.support.small_plan, case.plan.self_care.small_plan or {}
    parts = []
    way = plan.get("move")
    if way in ("walk", "spot", "chair"):
        parts.append(voice.of(getattr(words, way)))
    exercise = plan.get("exercise")
    if exercise:
        name = _lower(case.exercise_name(exercise, voice))
        parts.append(voice.of(words.exercise).format(exercise=name))
    parts += [voice.of(words.number), voice.of(words.closing)]
    strong = any(barrier in case.barriers for barrier in TIRED)
    return SmallPlan(voice.say("heading.bad_day"), " ".join(parts), strong)


def front_box(case: Case, voice: Voice) -> str:
    """Hurt or harm on page 1 when fear stands in the way."""
    if FEAR not in case.barriers:
        return ""
    return voice.of(case.knowledge.self_care.modules["SM-LEARN"].text)
