"""A clinic to try Careplan with."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from plans.management.demo_clinic import demo_password, load_demo
from plans.permissions import roles_of


class Command(BaseCommand):
    help = (
        "Brings the database up to date and loads a demonstration clinic: one person for each role and "
        "patients in every state of a visit. Run again it adds only what is missing. Refused unless "
        "CAREPLAN_DEBUG=1: its password is known."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--serve", metavar="HOST:PORT", help="serve afterwards")

    def handle(self, *args: Any, serve: str | None = None, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The demonstration's password is known to everybody. Set CAREPLAN_DEBUG=1.")
        migrate_if_needed()
        self._load()
        if serve:
            self.stdout.write(f"Open http://{serve}/ (Ctrl-C stops it; everything is kept).")
            # In this process: starting Python and reading the knowledge once more takes seconds.
            call_command("runserver", serve, use_reloader=False, skip_checks=True)

    def _load(self) -> None:
        people, added = load_demo()
        self.stdout.write(f"Demonstration clinic ready ({added} patients added). Sign in as:")
        for person in people:
            roles = ", ".join(sorted(roles_of(person))).replace("_", " ")
            self.stdout.write(f"  {person.username:<6} password {demo_password()}   {person} ({roles})")


def migrate_if_needed() -> None:
    """Asking what is missing is quicker than migrating nothing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)
