"""What actions hand to the builder: the knowledge, the clinic, and what is known of earlier visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from plans.actions.outcome import Refused
from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.builder.plan import Plan, to_json
from plans.canonical import digest
from plans.content import Content, Version
from plans.intake.clinic import ClinicSettings
from plans.intake.deciding import parse_decisions
from plans.intake.decisions import Decision as DecisionValue
from plans.intake.history import History, JournalDay, WeekTotals
from plans.intake.history import JournalWeek as WeekValue
from plans.intake.intake import Intake
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.loader import Knowledge, load, vocabulary
from plans.models import Clinic, Decision, Draft, JournalWeek, PlanVersion

# A therapist answers for these parts of the plan, and for what was changed or declined in them.
MOVEMENT_PARTS = ("physical_therapy", "self_care")
MOVEMENT_LINES = frozenset({"exercise", "module", "visit"})
MOVEMENT_ACTIONS = frozenset({"change", "decline"})

DecisionData = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Built:
    """A plan with what it was made of, its JSON, and the hash of each part that is signed."""

    plan: Plan
    intake: Intake
    decisions: tuple[DecisionValue, ...]
    data: dict[str, Any]
    movement_hash: str
    whole_hash: str


def clinic_knowledge() -> tuple[Knowledge, ClinicSettings]:
    """All that is known, and this clinic's settings."""
    return load(), Clinic.get().settings()


def clinic_vocabulary(knowledge: Knowledge, clinic: ClinicSettings) -> Vocabulary:
    """The words an intake may use at this clinic."""
    return vocabulary(knowledge, clinic.languages)


def build(draft: Draft, decisions: list[Decision], *extra: DecisionData) -> Built:
    """The plan of a draft's assessment under its decisions, and under ``extra`` ones tried out."""
    if draft.assessment is None:
        raise Refused("no-assessment", "Finish the intake first.")
    knowledge, clinic = clinic_knowledge()
    intake = draft.assessment.intake()
    taken = [*(decision.as_data() for decision in decisions), *extra]
    read = read_decisions(taken, intake.assessed_on, clinic_vocabulary(knowledge, clinic))
    plan = build_plan(
        intake, knowledge, intake.assessed_on, decisions=read, history=history_of(draft), clinic=clinic
    )
    data = to_json(plan)
    return Built(plan, intake, read, data, movement_hash(data, taken), whole_hash(data, taken))


def make_content(draft: Draft, built: Built, version: Version) -> Content:
    """The handout's content of a built draft, in every language the clinic has switched on."""
    knowledge, clinic = clinic_knowledge()
    return build_content(
        built.plan, built.intake, knowledge, version, clinic=clinic, decisions=built.decisions
    )


def read_draft_decisions(draft: Draft, taken: list[DecisionData]) -> tuple[DecisionValue, ...]:
    """Decisions on a draft as the builder reads them; Refused with the parser's words."""
    if draft.assessment is None:
        raise Refused("no-assessment", "Finish the intake first.")
    return read_decisions(taken, draft.assessment.assessed_on, clinic_vocabulary(*clinic_knowledge()))


def read_decisions(
    taken: list[DecisionData], assessed_on: date, words: Vocabulary
) -> tuple[DecisionValue, ...]:
    """Decisions as the builder reads them; Refused with the faults when one cannot be read."""
    parsed = parse_decisions(taken, words, timezone.localdate(), assessed_on)
    if parsed.faults:
        raise Refused("decision", "; ".join(fault.message for fault in parsed.faults))
    return parsed.decisions


def movement_hash(plan: dict[str, Any], taken: list[DecisionData]) -> str:
    """What the therapist signs: the movement part as it stands, with what was changed or declined in it."""
    on_movement = [
        decision
        for decision in taken
        if decision["line"].partition(":")[0] in MOVEMENT_LINES and decision["action"] in MOVEMENT_ACTIONS
    ]
    return digest({**{part: plan[part] for part in MOVEMENT_PARTS}, "decisions": on_movement})


def whole_hash(plan: dict[str, Any], taken: list[DecisionData]) -> str:
    """What the prescriber signs."""
    return digest({"plan": plan, "decisions": taken})


def history_of(draft: Draft) -> History | None:
    """What the versions before this draft tell; ``None`` at a first visit."""
    newest = PlanVersion.objects.filter(patient=draft.patient_id).order_by("-number").first()
    return history_after(newest) if newest is not None else None


def history_after(newest: PlanVersion) -> History:
    """What a patient's versions up to the newest tell the next visit."""
    versions = list(
        PlanVersion.objects.filter(patient=newest.patient_id).select_related("assessment").order_by("number")
    )
    return History(
        started_on=versions[0].as_of,
        assessments=tuple(version.assessment.intake() for version in versions),
        previous=versions[-1].plan,
        journal=journal_of(newest.patient_id),
    )


def journal_of(patient: int) -> tuple[WeekValue, ...]:
    """The tracker weeks of a patient, counted from the start of the plan, each as it was last typed in."""
    rows = JournalWeek.objects.filter(version__patient=patient).order_by("id")
    newest = {row.week: row for row in rows}
    return tuple(week_value(row) for _, row in sorted(newest.items()))


def week_value(row: JournalWeek) -> WeekValue:
    """A tracker week as the builder reads it."""
    days = tuple(JournalDay(**(day or {})) for day in row.days or ())
    return WeekValue(row.week, days, WeekTotals(**row.totals) if row.totals is not None else None)
