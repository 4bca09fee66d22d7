"""The medicines as the page needs them: the list, and the sentences of rules with their names filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plans.builder.medicines.entries import ListedMedicine, listed
from plans.builder.plan import Plan
from plans.intake.clinic import ClinicSettings
from plans.intake.intake import Intake
from plans.knowledge.loader import Knowledge


def medicine_view(
    plan: Plan, intake: Intake, knowledge: Knowledge, clinic: ClinicSettings
) -> tuple[tuple[ListedMedicine, ...], Mapping[str, Any], Mapping[str, tuple[str, ...]]]:
    book = knowledge.medicines
    entries = tuple(listed(e, n, book, plan.as_of) for n, e in enumerate(intake.medications or ()))
    names = [m.name for m in entries]
    together = {}
    for language in clinic.languages:
        found = []
        for key in plan.combination:
            text = book.combination[key].handout.get(language, "")
            import re
            found.append(re.sub(r"\{\w+\}", " and ".join(names[:2]), text))
        together[language] = tuple(dict.fromkeys(found))
    return entries, {}, together
