"""What tests of the database share: settings for tests, and five people everybody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from plans.models import User


def pytest_configure(config: pytest.Config) -> None:
    # The builder's tests run with the Django plugin switched off: nothing here may start Django for them.
    if config.pluginmanager.hasplugin("django"):
        from tests.database import use_test_settings

        use_test_settings()


@pytest.fixture
def make_user(db: None) -> Any:
    from tests.database import make_user

    return make_user


@pytest.fixture
def pat(make_user: Any) -> User:
    """Pat, the physical therapist."""
    return make_user("pat", "Pat", "Novak", "DPT", "therapist")


@pytest.fixture
def dana(make_user: Any) -> User:
    """Dana, the prescriber."""
    return make_user("dana", "Dana", "Reyes", "MD", "prescriber")


@pytest.fixture
def alex(make_user: Any) -> User:
    """Alex, the administrator."""
    return make_user("alex", "Alex", "Lind", "", "administrator")


@pytest.fixture
def fran(make_user: Any) -> User:
    """Fran, the front desk."""
    return make_user("fran", "Fran", "Okoye", "", "front_desk")


@pytest.fixture
def olu(make_user: Any) -> User:
    """Olu, who has an account and no role here."""
    return make_user("olu", "Olu", "Bello", "")
