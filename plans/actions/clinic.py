"""The clinic's own settings and the accounts of the people who work there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from axes.utils import reset as lift_lock
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils import timezone

from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.intake.clinic import ClinicSettings
from plans.models import Clinic, User
from plans.permissions import ADMINISTRATOR, ROLES, require

SETTINGS = frozenset(asdict(ClinicSettings())) - {"unreviewed_translations_accepted"}


@transaction.atomic
def change_clinic(*, by: User, **values: Any) -> Clinic:
    """Change settings (the names of ``ClinicSettings``). The event keeps old and new, so it can be undone."""
    require(by, "change_clinic")
    unknown = values.keys() - SETTINGS
    if unknown:
        raise TypeError(f"change_clinic does not know {', '.join(sorted(unknown))}")
    clinic = Clinic.objects.select_for_update().get()
    before = {name: getattr(clinic, name) for name in values}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if changed:
        _write(clinic, changed, by)
        note(by, "clinic.change", clinic, **{name: [before[name], changed[name]] for name in changed})
    return clinic


def _write(clinic: Clinic, changed: dict[str, Any], by: User) -> None:
    for name, value in changed.items():
        setattr(clinic, name, value)
    clinic.changed_at, clinic.changed_by = timezone.now(), by
    clinic.full_clean()
    clinic.save()


@transaction.atomic
def accept_translations(*, by: User, accepted: bool = True) -> Clinic:
    """Let handouts go out in translations that no qualified person has reviewed; the page says so."""
    require(by, "accept_translations")
    clinic = Clinic.objects.select_for_update().get()
    if clinic.unreviewed_translations_accepted != accepted:
        _write(clinic, {"unreviewed_translations_accepted": accepted}, by)
        note(by, "clinic.translations", clinic, accepted=accepted)
    return clinic


@transaction.atomic
def add_user(
    *,
    by: User,
    username: str,
    password: str,
    roles: Collection[str],
    first_name: str = "",
    last_name: str = "",
    credential: str = "",
) -> User:
    """A new account; ValidationError when the password is too weak or the name is taken."""
    require(by, "manage_users")
    user = User(username=username, first_name=first_name, last_name=last_name, credential=credential)
    user.full_clean(exclude=["password"])
    validate_password(password, user)
    user.set_password(password)
    user.save()
    _give(user, roles)
    note(by, "user.add", user, roles=sorted(roles))
    return user


@transaction.atomic
def change_user(
    *, user: User, by: User, roles: Collection[str] | None = None, is_active: bool | None = None, **names: str
) -> User:
    """Change an account's roles, its names or credential, or whether it may sign in."""
    require(by, "manage_users")
    user = User.objects.select_for_update().get(pk=user.pk)
    changed: dict[str, Any] = {}
    for name in ("first_name", "last_name", "credential"):
        if name in names and getattr(user, name) != names[name]:
            changed[name] = names[name]
    if is_active is not None and user.is_active != is_active:
        changed["is_active"] = is_active
    for name, value in changed.items():
        setattr(user, name, value)
    user.save()
    if roles is not None:
        changed["roles"] = sorted(roles)
        _give(user, roles)
    _need_an_administrator()
    note(by, "user.change", user, **changed)
    return user


@transaction.atomic
def set_password(*, user: User, password: str, by: User) -> None:
    """Give an account a new password. One that the administrator gives also ends a lock-out."""
    if user.pk != by.pk:
        require(by, "manage_users")
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    if user.pk != by.pk:
        lift_lock(username=user.get_username())
    note(by, "user.password", user)


def _give(user: User, roles: Collection[str]) -> None:
    unknown = set(roles) - set(ROLES)
    if unknown:
        raise ValueError(f"no such role: {', '.join(sorted(unknown))}")
    user.groups.set(Group.objects.filter(name__in=roles))


def _need_an_administrator() -> None:
    if not User.objects.filter(is_active=True, groups__name=ADMINISTRATOR).exists():
        raise Refused("administrator", "One active account must stay administrator.")
