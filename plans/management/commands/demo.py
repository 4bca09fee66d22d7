"""A clinic to try Careplan with."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from plans.management.demo_clinic import demo_password, load_demo
from plans.permissions import roles_of


class Command(BaseCommand):
    help = (
        "Loads a demonstration clinic: one person for each role and patients in every state of a visit. "
        "Run again it adds only what is missing. Refused unless CAREPLAN_DEBUG=1: its password is known."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration's password is known to everybody. Set CAREPLAN_DEBUG=1.")
        people, added = load_demo()
        self.stdout.write(f"Demonstration clinic ready ({added} patients added). Sign in as:")
        for person in people:
            roles = ", ".join(sorted(roles_of(person))).replace("_", " ")
            self.stdout.write(f"  {person.username:<6} password {demo_password()}   {person} ({roles})")
