"""The shared knowledge, and a short way from a few facts to an intake."""

from __future__ import annotations

import pytest

from plans.knowledge.loader import Knowledge, load


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load()
