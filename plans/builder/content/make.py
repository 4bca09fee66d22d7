"""``build_content``: the table of contents of the handout's content."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from plans.builder.content.care import (
    boxes,
    emergency,
    fill_in_lines,
    habits,
    kind_lines,
    lights,
    support_lines,
)
from plans.builder.content.case import BLOCKED, Case
from plans.builder.content.changed import changed_lines
from plans.builder.content.clinician import clinician_sheet
from plans.builder.content.doing import doing
from plans.builder.content.exercises import exercise_cards, exercise_lead, learn_lines, session_terms
from plans.builder.content.front import (
    actions,
    day,
    day_lead,
    day_notes,
    front_box,
    goal,
    other_days,
    small_plan,
)
from plans.builder.content.medicine_view import medicine_view
from plans.builder.content.medicines import (
    active_medicines,
    as_needed_rows,
    ask_lines,
    medicine_notes,
    medicine_rules,
    regular_rows,
)
from plans.builder.content.referral import referral
from plans.builder.content.tracker import tracker
from plans.builder.content.voice import EMERGENCY, Voice
from plans.builder.content.weeks import costs, visits, week_heads, week_notes, week_rows
from plans.builder.decisions import gather, with_medicine_decisions
from plans.builder.person import age_in_years
from plans.builder.plan import Plan
from plans.content import Clinic, Content, Person, Sheet, Version
from plans.intake.clinic import ClinicSettings
from plans.intake.decisions import Decision
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

REFUSED = "refused"
LARGE_PRINT_AGE = 75


def build_content(
    plan: Plan,
    intake: Intake,
    knowledge: Knowledge,
    version: Version,
    clinic: ClinicSettings | None = None,
    decisions: Sequence[Decision] = (),
) -> Content:
    """The content of one plan version in every language the clinic has switched on.

    ``intake`` and ``decisions`` are those the plan was built from. Raises ValueError for a refused plan,
    which has no page.
    """
    if plan.status == REFUSED:
        raise ValueError(f"a refused plan has no handout ({plan.rule})")
    clinic = clinic or ClinicSettings()
    if plan.status == BLOCKED:
        version = Version(version.number, version.on, draft=False)  # a referral is printed without signature
    intake = with_medicine_decisions(intake, gather(decisions), plan.as_of)
    case = Case(
        plan,
        intake,
        knowledge,
        clinic,
        version,
        tuple(decisions),
        *medicine_view(plan, intake, knowledge, clinic, not version.draft),
    )
    return _content(case)


def _content(case: Case) -> Content:
    plan, patient, english = case.plan, case.intake.patient, case.voice("en")
    ids = [e.id for e in (*plan.physical_therapy.exercises, *plan.physical_therapy.extras)]
    head = _version_line(case, english), _born(case, english), _signed(case, english)
    return Content(
        kind=BLOCKED if plan.status == BLOCKED else "plan",
        person=Person(patient.name or "", patient.birth_date, patient.record_number or ""),
        clinic=_clinic(case.clinic),
        version=case.version,
        sheets={
            language: _sheet(case.told_in(language), case.voice(language))
            for language in case.clinic.languages
        },
        clinician=clinician_sheet(case, english, *head),
        large_print_proposed=_large_print(case),
        figures={key: case.knowledge.movement.figures[key] for key in ids},
    )


def _clinic(clinic: ClinicSettings) -> Clinic:
    return Clinic(
        clinic.name,
        clinic.phone_day,
        clinic.phone_after_hours,
        clinic.address,
        clinic.hours,
        clinic.portal,
        clinic.emergency_number.strip() or EMERGENCY,
        clinic.logo_svg,
        clinic.accent_color,
        clinic.duplex,
    )


def _large_print(case: Case) -> bool:
    age = age_in_years(case.intake.patient.birth_date, case.plan.as_of)
    return "low_vision" in case.barriers or (age is not None and age >= LARGE_PRINT_AGE)


def _born(case: Case, voice: Voice) -> str:
    born = case.intake.patient.birth_date
    return voice.say("label.born", date=voice.full(born)) if born else ""


def _version_line(case: Case, voice: Voice) -> str:
    on: date = case.version.on or case.plan.as_of
    if case.plan.status == BLOCKED:
        return f"{voice.say('label.referral')} · {voice.full(on)}"
    number = case.version.number
    name = voice.say("label.version_draft") if number is None else voice.say("label.version", number=number)
    return f"{name} · {voice.full(on)}"


def _signed(case: Case, voice: Voice) -> tuple[str, ...]:
    """One line for each day of signing, with everybody who signed then."""
    if case.version.draft:
        return ()
    by_day: dict[date, list[str]] = {}
    for signature in case.version.signatures:
        who = f"{signature.name}, {signature.credential}" if signature.credential else signature.name
        by_day.setdefault(signature.on or case.plan.as_of, []).append(who)
    return tuple(
        voice.say("label.signed", who=voice.listed(people), date=voice.full(day))
        for day, people in by_day.items()
    )


def _sheet(case: Case, voice: Voice) -> Sheet:
    sheet = _head(case, voice)
    if case.plan.status == BLOCKED:
        return replace(sheet, referral=referral(case, voice), emergency=emergency(case, voice))
    for part in (_front, _moves, _medicines, _care, _later):
        sheet = part(sheet, case, voice)
    return sheet


def _head(case: Case, voice: Voice) -> Sheet:
    blocked = case.plan.status == BLOCKED
    return Sheet(
        language=voice.language,
        labels=voice.wording.labels(voice.language),
        title=voice.say("referral_title.title" if blocked else "heading.title"),
        born=_born(case, voice),
        version_line=_version_line(case, voice),
        signed=_signed(case, voice),
        translation_note="" if voice.wording.is_reviewed(voice.language) else voice.say("label.translation"),
    )


def _front(sheet: Sheet, case: Case, voice: Voice) -> Sheet:
    todo = actions(case, voice)
    return replace(
        sheet,
        starts=voice.say("label.starts", date=voice.day(case.starts_on)),
        main=_main(len(todo), voice),
        actions=todo,
        day=day(case, voice),
        goal=goal(case, voice),
        small_plan=small_plan(case, voice),
        front_box=front_box(case, voice),
        changed=changed_lines(case, voice),
        emergency=emergency(case, voice),
    )


def _moves(sheet: Sheet, case: Case, voice: Voice) -> Sheet:
    return replace(
        sheet,
        day_lead=day_lead(case, voice),
        day_notes=day_notes(case, voice),
        other_days=other_days(case, voice),
        exercises=exercise_cards(case, voice),
        exercises_lead=exercise_lead(case, voice),
        session=session_terms(case, voice),
        learn=() if sheet.front_box else learn_lines(case, voice),
    )


def _medicines(sheet: Sheet, case: Case, voice: Voice) -> Sheet:
    return replace(
        sheet,
        medicines=regular_rows(case, voice),
        medicine_notes=medicine_notes(case, voice),
        as_needed=as_needed_rows(case, voice),
        ask_pharmacist=ask_lines(case, voice),
        medicine_rules=medicine_rules(case, voice),
        medicine_lines=voice.each(case.said_of_medicines[voice.language]),
        together=voice.each(case.together[voice.language]),
        no_medicines=_no_medicines(case, voice),
    )


def _care(sheet: Sheet, case: Case, voice: Voice) -> Sheet:
    return replace(
        sheet,
        habits=habits(case, voice),
        lights=lights(case, voice),
        usual_pain=case.intake.pain.nprs_average,
        kind_lines=kind_lines(case, voice),
        support=support_lines(case, voice),
        boxes=boxes(case, voice),
    )


def _later(sheet: Sheet, case: Case, voice: Voice) -> Sheet:
    return replace(
        sheet,
        week_heads=week_heads(case, voice),
        weeks=week_rows(case, voice),
        week_notes=week_notes(case, voice),
        visits=visits(case, voice),
        costs=costs(case, voice),
        lines=fill_in_lines(case, voice),
        doing=doing(case, voice),
        tracker=tracker(case, voice),
        closing=case.clinic.closing.get(voice.language, ""),
    )


def _main(count: int, voice: Voice) -> str:
    return voice.say("main.one") if count == 1 else voice.say("main.many", n=count)


def _no_medicines(case: Case, voice: Voice) -> str:
    if active_medicines(case):
        return ""
    return voice.say("take.not_asked" if case.intake.medications is None else "take.none")
