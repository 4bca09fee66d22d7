from __future__ import annotations

import pytest

from plans.intake.vocabulary import Vocabulary
from tests.intake.cases import WORDS


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    return WORDS
