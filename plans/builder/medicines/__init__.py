"""The medicines part: what is taken, what is dangerous, what may be proposed.

``read_medicines`` reads the list once; ``combine`` says what it changes in the other parts;
``judge_medicines`` makes the plan's medication part. Pure: the same intake gives the same answer, and
the order of the list changes nothing but the order in which its entries are listed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from plans.builder.decisions import Decided
from plans.builder.judge import plain
from plans.builder.medicines.alerts import make_alerts, quiet_days
from plans.builder.medicines.combination import Combination, combine_facts, unknown_rows
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import judge_part3, judge_rules
from plans.builder.medicines.listing import NSAID_TOKEN, read_list
from plans.builder.medicines.missing import allergy_rows, kidney_rows, not_judged
from plans.builder.medicines.options import propose
from plans.builder.medicines.parts import asks, current, mme_part, patient_lines, renal_part
from plans.builder.medicines.rulebook import rulebook
from plans.builder.plan import Ask, Medication, Mme, NotJudged, Renal
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Intake
from plans.knowledge.medicine_book import Medicines

__all__ = [
    "Combination",
    "JudgedMedicines",
    "ListedMedicine",
    "MedicineFacts",
    "combine",
    "judge_medicines",
    "quiet_days",
    "read_medicines",
]

COMBINATION = "combination"
NO_SETTINGS = ClinicSettings()
NO_DECISIONS = Decided({})


class Knows(Protocol):
    """A knowledge that holds the medicines."""

    @property
    def medicines(self) -> Medicines: ...


@dataclass(frozen=True, slots=True)
class MedicineFacts:
    """The list as read on a day. ``facts`` gives every derived fact by its name in facts.toml."""

    facts: Facts
    mme: Mme
    renal: Renal
    asks: tuple[Ask, ...]

    @property
    def entries(self) -> tuple[ListedMedicine, ...]:
        """All entries in the order of the list; empty when medicines were not asked."""
        return self.facts.listed.entries if self.facts.listed else ()

    @property
    def active(self) -> tuple[ListedMedicine, ...]:
        """Entries taken on the day."""
        return self.facts.listed.active if self.facts.listed else ()

    @property
    def nsaids(self) -> frozenset[str]:
        """Different ingredients that count as oral NSAIDs now, high-dose aspirin too."""
        return self.facts.listed.having((NSAID_TOKEN,)) if self.facts.listed else frozenset()

    @property
    def corticosteroid_days(self) -> int | None:
        """Days on steroid tablets; a lower end when a start is not known; None: not known at all."""
        days: int | None = plain(self.facts.get("corticosteroid_days"))
        return days


@dataclass(frozen=True, slots=True)
class JudgedMedicines:
    """The medication part of the plan, and the rows that could not be judged."""

    medication: Medication
    not_judged: tuple[NotJudged, ...]


def read_medicines(
    intake: Intake, knowledge: Knows, as_of: date, clinic: ClinicSettings = NO_SETTINGS
) -> MedicineFacts:
    """Read the list, and make every derived fact available."""
    book = knowledge.medicines
    listed = None if intake.medications is None else read_list(intake.medications, book, as_of)
    facts = Facts(intake, as_of, clinic, listed, rulebook(book))
    return MedicineFacts(facts, mme_part(facts), renal_part(facts), asks(facts))


def combine(medicines: MedicineFacts, knowledge: Knows) -> Combination:
    """The COM rows that fire, with what they leave out of the exercises and say on the page."""
    return combine_facts(medicines.facts)


def judge_medicines(
    medicines: MedicineFacts,
    intake: Intake,
    knowledge: Knows,
    precautions: Collection[str],
    decided: Decided = NO_DECISIONS,
) -> JudgedMedicines:
    """Every rule judged, folded into alerts, with the options of the ladder.

    ``precautions`` are ids of the exercise part; ``decided`` settles alerts and declines options.
    """
    facts = medicines.facts
    found, unknown = judge_rules(facts)
    part3, part3_unknown = judge_part3(facts)
    fired = [finding.id for finding in found]
    proposed = propose(facts, fired, [row.id for row in unknown], precautions, decided.declined_options)
    medication = Medication(
        current=current(facts),
        alerts=make_alerts([*found, *part3], facts, decided),
        mme=medicines.mme,
        renal=medicines.renal,
        options=proposed.options,
        kept_off=proposed.kept_off,
        alerts_fired=tuple(fired),
        kept_off_details=proposed.kept_off_details,
        patient_lines=patient_lines(facts),
    )
    rows = [
        *not_judged([*unknown, *part3_unknown, *proposed.unknown], facts),
        *kidney_rows(facts, fired),
        *allergy_rows(facts),
        *not_judged(unknown_rows(facts), facts, COMBINATION),
    ]
    return JudgedMedicines(medication, tuple(rows))
