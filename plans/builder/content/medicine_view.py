"""The medicines as the page needs them: the list, and the sentences of the rules that fire, filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plans.builder.medicines import ListedMedicine, combine, read_medicines
from plans.builder.plan import Alert, Plan
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge

Sentences = Mapping[str, tuple[str, ...]]  # by language


def medicine_view(
    plan: Plan, intake: Intake, knowledge: Knowledge, clinic: ClinicSettings, signed: bool
) -> tuple[tuple[ListedMedicine, ...], Sentences, Sentences]:
    """The entries, what they change in moving (COM rows), and what is said of single medicines.

    Sentences of safety rules stand on a signed page only (medications-2, 3.2).
    """
    medicines = read_medicines(intake, knowledge, plan.as_of, clinic)
    combination = combine(medicines, knowledge)
    together = {language: combination.sentences(language) for language in clinic.languages}
    texts = [*plan.medication.patient_lines.values()]
    if signed:
        texts = [*(text for alert in plan.medication.alerts for text in _texts(alert)), *texts]
    said = {
        language: tuple(dict.fromkeys(text[language] for text in texts if text.get(language)))
        for language in clinic.languages
    }
    return medicines.entries, together, said


def _texts(alert: Alert) -> Iterator[Mapping[str, str]]:
    yield alert.patient
    for also in alert.also_details:
        yield from _texts(also)
