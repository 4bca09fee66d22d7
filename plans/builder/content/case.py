"""What the content is made of: the plan, the facts and settings behind it, and what the decisions were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from plans.builder.content.voice import EMERGENCY, Voice
from plans.builder.medicines import ListedMedicine
from plans.builder.medicines.spoken import spoken
from plans.builder.movement.scores import counts_as_high
from plans.builder.plan import Plan
from plans.builder.self_care.facts import barriers_that_count
from plans.builder.timetable import Entry
from plans.content import Version
from plans.intake.clinic import ClinicSettings
from plans.intake.decisions import Decision
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

BLOCKED = "blocked"  # the status of a plan that is a referral


@dataclass(frozen=True)
class Case:
    """``intake`` is the one the plan was built from, with the decisions applied."""

    plan: Plan
    intake: Intake
    knowledge: Knowledge
    clinic: ClinicSettings
    version: Version
    decisions: tuple[Decision, ...]
    medicines: tuple[ListedMedicine, ...]
    together: Mapping[str, tuple[str, ...]]  # language -> sentences of the combination rows
    said_of_medicines: Mapping[str, tuple[str, ...]]  # language -> sentences of the rules

    @property
    def starts_on(self) -> date:
        return self.plan.as_of

    @property
    def no_heat(self) -> bool:
        """Whether no sentence may propose heat (J-22)."""
        return self.plan.self_care.no_heat

    @property
    def stopped(self) -> bool:
        """exercise-stop: nothing to move until cleared (J-10)."""
        return "exercise-stop" in self.plan.precautions

    @property
    def barriers(self) -> frozenset[str]:
        """Those named, and fear of moving where it was measured (J-03)."""
        fear = counts_as_high("tsk11", self.plan.scores, self.knowledge)
        return barriers_that_count(self.intake.life.barriers, measured_fear=fear)

    @property
    def running(self) -> tuple[str, ...]:
        """Habits that run in week 1."""
        return tuple(module.id for module in self.plan.self_care.modules if module.starts_week == 1)

    @property
    def weeks_before(self) -> int:
        """Whole weeks of the plan before this version: paper counts its weeks from the first start."""
        return int((self.plan.progress or {}).get("weeks_before", 0))

    @property
    def started_on(self) -> date:
        """The day of the first visit, from which weeks count (J-14)."""
        said = (self.plan.progress or {}).get("started_on")
        return date.fromisoformat(said) if said else self.intake.assessed_on

    def day_of(self, week: int) -> date:
        """The first day of a week of this version; its first week may have begun before the visit."""
        return max(self.starts_on, self.started_on + timedelta(weeks=self.weeks_before + week - 1))

    def weeks_run(self, module: str) -> int:
        """Whole weeks that a habit ran before this version."""
        return next((row.weeks_run for row in self.plan.self_care.modules if row.id == module), 0)

    def told_in(self, language: str) -> Case:
        """The same case with its medicines named in that language; a brand or text stays as typed."""
        words = self.knowledge.medicines.words
        named = (
            replace(m, name=spoken(m.name, language, words)) if m.checked and not m.brand else m
            for m in self.medicines
        )
        return replace(self, medicines=tuple(named))

    def voice(self, language: str) -> Voice:
        shift = not self.plan.schedule.ordinary_hours
        number = self.clinic.emergency_number.strip() or EMERGENCY
        return Voice(self.knowledge.wording, language, shift, self.clinic.units == "metric", number)

    def entries(self, kind: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.plan.schedule.entries if entry.kind == kind)

    @staticmethod
    def medicine_key(entry: Entry) -> str:
        """The key of the medicine a line of the timetable is about."""
        return entry.id.rpartition("@")[0] or entry.id

    def exercise_name(self, exercise: str, voice: Voice) -> str:
        """The patient's name of an exercise: that of the aerobic line where it is one."""
        mode = self.knowledge.self_care.day.modes.get(exercise)
        if mode:
            return voice.of(mode.name)
        return str(self.knowledge.movement.exercises[exercise].text[voice.language].plain_name)
