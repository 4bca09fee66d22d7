"""Care for every day: habits, traffic light, when to call, people and help, what does not work on its own."""

from __future__ import annotations

from plans.builder.content.case import Case
from plans.builder.content.medicines import active_medicines
from plans.builder.content.voice import Voice
from plans.builder.person import age_in_years
from plans.builder.plan import HabitStart
from plans.builder.self_care.lines import when_to_call
from plans.content import Emergency, EmergencyGroup, Habit, Light
from plans.paragraphs import paragraphs, sentences_of

MEDICINE_SITUATIONS = ("any_medicine", "sedating_medicine", "opioid", "serotonin", "nsaid")
PARAGRAPH_MOST = 4
LIST_MOST = 7  # a longer list is split under subheads (HL-07)
NOT_READY = "not_yet"
BREATHING, MOVING = "SM-BREATHE", "SM-MOVE"
SUPPORT_FILLED = "SUP-INS"


def emergency(case: Case, voice: Voice) -> Emergency:
    """The whole list; more than seven lines stand under subheads."""
    support = case.knowledge.self_care.support
    age = age_in_years(case.intake.patient.birth_date, case.plan.as_of)
    call = when_to_call(case.intake, active_medicines(case), age, support)
    moved = [row for row in support.same_day if row.id in call.emergency]
    body: list[tuple[str, bool]] = []
    medicine: list[tuple[str, bool]] = []
    for row in support.emergencies:
        if row.id in call.emergency:
            group = medicine if row.when in MEDICINE_SITUATIONS else body
            group.append((voice.of(row.text), row.id in call.bold))
    own = [(voice.of(row.text), False) for row in moved]
    if len(body) + len(own) <= LIST_MOST:
        body, own = [*body, *own], []
    same_day = tuple(voice.of(row.text) for row in support.same_day if row.id in call.same_day)
    groups: tuple[EmergencyGroup, ...] = (EmergencyGroup("", (*body, *medicine)),)
    if len(body) + len(own) + len(medicine) > LIST_MOST:
        groups = (
            EmergencyGroup(voice.say("brief.groups.body"), tuple(body)),
            EmergencyGroup(voice.say("brief.groups.you"), tuple(own)),
            EmergencyGroup(voice.say("brief.groups.medicine"), tuple(medicine)),
        )
    return Emergency(
        heading=voice.of(support.emergency_head),
        groups=tuple(group for group in groups if group.items),
        same_day_heading=voice.of(support.same_day_head),
        same_day=same_day,
        brief_heading=voice.say("brief.head"),
        brief=voice.several("brief.signs"),
    )


def lights(case: Case, voice: Voice) -> tuple[Light, ...]:
    """Three lights; what is said of a long yellow stands under the yellow."""
    words: dict[str, str] = {}
    said: dict[str, list[str]] = {}
    for row in case.knowledge.self_care.support.lights.values():
        text = row.text_without_heat if case.no_heat and row.text_without_heat else row.text
        words.setdefault(row.shape, voice.of(row.name))
        said.setdefault(row.shape, []).extend(sentences_of(voice.of(text)))
    return tuple(Light(shape, words[shape], _light_lines(lines)) for shape, lines in said.items())


def _light_lines(lines: list[str]) -> tuple[str, ...]:
    if len(lines) <= PARAGRAPH_MOST:
        return (" ".join(lines),)
    return (lines[0], *paragraphs(" ".join(lines[1:])))


def habits(case: Case, voice: Voice) -> tuple[Habit, ...]:
    return tuple(_habit(case, start, voice) for start in case.plan.self_care.modules)


def _habit(case: Case, start: HabitStart, voice: Voice) -> Habit:
    module = case.knowledge.self_care.modules[start.id]
    move = case.plan.self_care.move
    text, name = voice.of(module.text), voice.of(module.name)
    if start.id == MOVING and move:
        mode = case.knowledge.self_care.day.modes[move.exercise]
        text = voice.of(mode.text) or text
    starts = ""
    if start.starts_week > 1:
        day, week = case.day_of(start.starts_week), case.weeks_before + start.starts_week
        starts = voice.say("care.from_week", week=week, date=voice.day(day))
    why = voice.of(module.why)
    return Habit(start.id, name, paragraphs(f"{text} {why}"), why, _target(case, start, voice), starts)


def _target(case: Case, start: HabitStart, voice: Voice) -> str:
    care, move = case.plan.self_care, case.plan.self_care.move
    if start.id == MOVING and move:
        minutes = sum(entry.minutes for entry in case.entries("move"))  # what has found a place (J-06)
        if start.starts_week > 1:
            minutes = move.weeks[start.starts_week - 1] * _bouts(move.bouts, start.starts_week)
        return voice.say("care.minutes", n=minutes) if minutes else ""
    if start.id == BREATHING and len(care.breathing_weeks) >= start.starts_week:
        breathing = care.breathing_weeks[start.starts_week - 1]
        return voice.say("care.minutes", n=breathing) if breathing else ""
    return ""


def _bouts(bouts: tuple[int, ...], week: int) -> int:
    return bouts[week - 1] if len(bouts) >= week else 1


def support_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """At most four: the clinic's own first; 988 always (SUP-1 to SUP-3)."""
    support = case.knowledge.self_care.support
    local = [_local(resource) for resource in case.clinic.local_resources]
    rows = [support.lines[key] for key in case.plan.self_care.support if key in support.lines]
    always = [row for row in rows if row.always]
    room = support.limits.most_lines - len(always)
    own = [(text, False) for text in local] + [
        (_support(case, row.id, voice), row.online_group) for row in rows if not row.always
    ]
    chosen = own[: max(0, room)]
    lines = [text for text, _ in chosen] + [_support(case, row.id, voice) for row in always]
    if any(online for _, online in chosen):
        lines[-1 if not always else len(chosen) - 1] += " " + voice.of(support.limits.online_note)
    return tuple(lines)


def _local(resource: object) -> str:
    parts = (getattr(resource, name) for name in ("name", "what", "days", "phone", "cost", "language"))
    return ", ".join(part for part in parts if part)


def _support(case: Case, key: str, voice: Voice) -> str:
    own = case.clinic.own_wording.get(key, {}).get(voice.language)
    text = own or voice.of(case.knowledge.self_care.support.lines[key].text)
    if key == SUPPORT_FILLED:
        weeks = case.plan.physical_therapy.visits.clinic_weeks
        if not weeks:  # nothing to list
            text = " ".join(said for said in sentences_of(text) if "{weeks}" not in said)
        key = "visit.on_week" if len(weeks) == 1 else "visit.on_weeks"
        names = voice.say(key, weeks=voice.listed([str(week) for week in weeks]))
        text = text.format(covered=case.intake.access.visits_covered, weeks=names)
    return text


def boxes(case: Case, voice: Voice) -> tuple[str, ...]:
    by_id = {box.id: box for box in case.knowledge.self_care.support.boxes}
    return tuple(voice.of(by_id[key].text) for key in case.plan.self_care.boxes if key in by_id)


def kind_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """Of each barrier, to who is not ready (SEL-08) or smokes and is not ready to quit (1.4), and hope."""
    life = case.intake.life
    lines = list(_barrier_lines(case, voice))
    if life.readiness == NOT_READY:
        lines.append(voice.say("care.not_ready"))
    if life.smokes and not life.ready_to_quit:
        lines.append(voice.say("care.quit_kindly"))
    return (*lines, voice.say("care.hope"))


def _barrier_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """The kind line of each barrier, but those that are to be filled in."""
    named = case.barriers
    rows = (row for row in case.knowledge.self_care.barriers.values() if row.id in named)
    texts = [voice.of(row.line) for row in rows if row.line]
    return tuple(text for text in texts if "____" not in text)


def fill_in_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """Lines to be written on by the patient or the nurse."""
    lines = []
    if "lives_alone" in case.barriers:
        lines.append(voice.say("label.checks_on_me"))
    if "tried_and_quit" in case.barriers:
        lines += [voice.say("care.last_time"), voice.say("care.this_time")]
    return (*lines, voice.say("label.questions"))
