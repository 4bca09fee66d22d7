"""The first account of a new installation."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management.base import CommandError

from plans.models import AuditEvent, User
from plans.permissions import can
from tests.commands.conftest import Ran

PASSWORD = "correct-horse-battery"


@pytest.mark.django_db
def test_the_first_administrator_may_add_the_others(run: Callable[..., Ran]) -> None:
    run("add_administrator", "alex", "--first-name", "Alex", stdin=f"{PASSWORD}\n")
    alex = User.objects.get(username="alex")
    assert alex.check_password(PASSWORD)
    assert can(alex, "manage_users")
    assert not can(alex, "view_clinical")
    event = AuditEvent.objects.get(action="user.add")
    assert event.happened_by.startswith("system:")
    assert event.detail == {"roles": ["administrator"]}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "password", "fault"),
    [
        ("alex", "short", "too short"),
        ("pat", PASSWORD, "already exists"),
        ("a b", PASSWORD, "valid username"),
    ],
)
def test_what_is_wrong_makes_no_account(
    run: Callable[..., Ran], pat: User, name: str, password: str, fault: str
) -> None:
    with pytest.raises(CommandError, match=fault):
        run("add_administrator", name, stdin=f"{password}\n")
    assert list(User.objects.values_list("username", flat=True)) == ["pat"]
    assert not AuditEvent.objects.exists()
