"""Signed-in clients, and patients in the states that pages begin with."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from plans.models import Draft, PlanVersion, User
from tests.actions.course import built_draft, new_draft, office_worker, signed_version

ClientOf = Callable[[User], Client]


@pytest.fixture
def client_of() -> ClientOf:
    def signed_in(user: User) -> Client:
        client = Client(enforce_csrf_checks=False)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


@pytest.fixture
def typing(pat: User) -> Draft:
    """An intake that is typed in and not finished."""
    return new_draft(pat)


@pytest.fixture
def draft(pat: User) -> Draft:
    """A plan that both may sign."""
    return built_draft(pat)


@pytest.fixture
def dangerous(pat: User) -> Draft:
    """A plan with a contraindicated medicine: an NSAID in kidney failure."""
    changes = {
        "labs__taken_on": "2026-02-20",
        "labs__egfr": 22,
        "medications": [
            {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2025-10-01"}
        ],
    }
    return built_draft(pat, office_worker(**changes))


@pytest.fixture
def version(pat: User, dana: User) -> PlanVersion:
    return signed_version(pat, dana)
