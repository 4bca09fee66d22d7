"""Short ways from the JSON of a case to facts and alerts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from plans.builder.medicines import MedicineFacts, read_medicines
from plans.intake.clinic import ClinicSettings
from plans.knowledge.loader import Knowledge, load
from tests.support import intake_from

AS_OF = "2026-03-02"
Read = Callable[..., MedicineFacts]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()


@pytest.fixture(scope="session")
def read(knowledge: Knowledge) -> Read:
    """Facts of an intake JSON, or of a medicine list alone, as of ``assessed_on`` unless said."""

    def read_one(
        data: Mapping[str, Any] | None = None, *, as_of: str | None = None, clinic: Any = None, **more: Any
    ) -> MedicineFacts:
        intake = intake_from({"assessed_on": AS_OF, **(data or {}), **more})
        day = date.fromisoformat(as_of) if as_of else intake.assessed_on
        return read_medicines(intake, knowledge, day, clinic or ClinicSettings())

    return read_one
