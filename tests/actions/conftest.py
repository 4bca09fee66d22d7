"""Drafts and versions that tests of the actions begin with."""

from __future__ import annotations

import pytest

from plans.models import Draft, PlanVersion, User
from tests.actions.course import built_draft, signed_version


@pytest.fixture
def draft(pat: User) -> Draft:
    """Finished, nothing decided, both may sign."""
    return built_draft(pat)


@pytest.fixture
def version(pat: User, dana: User) -> PlanVersion:
    return signed_version(pat, dana)
