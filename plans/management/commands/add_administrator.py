"""The first account of a new installation: somebody has to let the others in."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.models import AuditEvent, User
from plans.permissions import ADMINISTRATOR


class Command(BaseCommand):
    help = "Makes an account with the role of administrator. Asks for the password, or reads it from a pipe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username", help="the sign-in name")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")

    def handle(self, *args: Any, username: str, first_name: str, last_name: str, **options: Any) -> None:
        user = User(username=username, first_name=first_name, last_name=last_name)
        try:
            user.full_clean(exclude=["password"])
            password = _password()
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.set_password(password)
        _keep(user)
        self.stdout.write(f"{username} may sign in and adds the other accounts under Accounts.")


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password (at least 12 characters): ")
    if getpass.getpass("The same again: ") != password:
        raise ValidationError("The two passwords differ.")
    return password


@transaction.atomic
def _keep(user: User) -> None:
    user.save()
    user.groups.set(Group.objects.filter(name=ADMINISTRATOR))
    AuditEvent.append(
        by=f"system:{getpass.getuser()}",
        action="user.add",
        target=f"user {user.pk}",
        detail={"roles": [ADMINISTRATOR]},
    )
