"""What the content is made of: the plan, the facts and settings behind it, and what the decisions were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.builder.content.voice import Voice
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.plan import Entry, Plan
from plans.content import Version
from plans.intake.clinic import ClinicSettings
from plans.intake.decisions import Decision
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

HEAT_RULES = frozenset(("SCH-15", "J-22", "COM-15", "COM-16"))
SHIFT_RULE = "SCH-19"


@dataclass(frozen=True)
class Case:
    """``intake`` is the one the plan was built from, with the decisions applied. ``names``: of the medicines."""

    plan: Plan
    intake: Intake
    knowledge: Knowledge
    clinic: ClinicSettings
    version: Version
    decisions: tuple[Decision, ...]
    medicines: tuple[ListedMedicine, ...]
    facts: Mapping[str, Any]
    together: Mapping[str, tuple[str, ...]]  # language -> filled sentences of the combination rows

    @property
    def starts_on(self) -> date:
        return self.plan.as_of

    @property
    def schedule_rules(self) -> frozenset[str]:
        schedule = self.plan.schedule
        found = {rule for entry in schedule.entries for rule in entry.rules}
        return frozenset(found | {note.rule for note in schedule.notes} | set(self.plan.combination))

    @property
    def no_heat(self) -> bool:
        """Whether no sentence may propose heat (J-22)."""
        return bool(HEAT_RULES & self.schedule_rules) or any(m.patch for m in self.medicines if m.active)

    @property
    def stopped(self) -> bool:
        """exercise-stop: nothing to move until cleared (J-10)."""
        return "exercise-stop" in self.plan.precautions

    @property
    def barriers(self) -> frozenset[str]:
        return frozenset(self.intake.life.barriers or ())

    @property
    def running(self) -> tuple[str, ...]:
        """Habits that run in week 1."""
        return tuple(module.id for module in self.plan.self_care.modules if module.starts_week == 1)

    def voice(self, language: str) -> Voice:
        shift = any(note.rule == SHIFT_RULE for note in self.plan.schedule.notes)
        return Voice(self.knowledge.wording, language, shift, self.clinic.units == "metric")

    def entries(self, kind: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.plan.schedule.entries if entry.kind == kind)

    def exercise_name(self, exercise: str, voice: Voice) -> str:
        """The patient's name of an exercise: that of the aerobic line where it is one."""
        mode = self.knowledge.self_care.day.modes.get(exercise)
        if mode:
            return voice.of(mode.name)
        if voice.language != "en":
            own = self.knowledge.wording.exercises[exercise].es
            return str(own.get("name") or self.knowledge.movement.exercises[exercise].plain_name)
        return str(self.knowledge.movement.exercises[exercise].plain_name)
