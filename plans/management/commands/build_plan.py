"""Intake to plan on standard output, without a database."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plans.builder.build import build_plan
from plans.builder.plan import Plan, to_json
from plans.intake.faults import Fault
from plans.intake.intake import Intake
from plans.interop.files import FaultyInputError, Reader, as_of_day, lines_of, text_of
from plans.interop.plan_text import plan_text
from plans.knowledge.loader import load, vocabulary

WRONG_INPUT = 2


class Command(BaseCommand):
    help = "Make the plan of one intake, or of one intake a line, and print it. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("intake", metavar="INTAKE.json", help="the intake file; - reads standard input")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="count ages and days on this day")
        parser.add_argument("--format", choices=("json", "text"), default="json")
        parser.add_argument("--lines", action="store_true", help="one intake a line in, one plan a line out")
        parser.add_argument("--decisions", metavar="FILE", help="decisions on the draft, a JSON list")
        parser.add_argument("--history", metavar="FILE", help="earlier visits, a JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sound = self._lines(options) if options["lines"] else self._one(options)
        except FaultyInputError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            sound = False
        if not sound:
            sys.exit(WRONG_INPUT)

    def _one(self, options: dict[str, Any]) -> bool:
        as_of_day(options["as_of"])
        reader = Reader(vocabulary(load()), date.today())
        intake = reader.intake(text_of(options["intake"]), options["intake"])
        plan = self._plan(reader, intake, options)
        if options["format"] == "text":
            self.stdout.write(plan_text(plan, intake, load()))
        else:
            self.stdout.write(_json(plan, indent=2))
        return True

    def _lines(self, options: dict[str, Any]) -> bool:
        for name in ("decisions", "history"):
            if options[name]:
                raise FaultyInputError(Fault(f"--{name}", "goes with one intake, not with --lines"))
        if options["format"] == "text":
            raise FaultyInputError(Fault("--format", "--lines writes JSON"))
        as_of_day(options["as_of"])
        reader = Reader(vocabulary(load()), date.today())
        sound = True
        for line in lines_of(options["intake"]):
            if line == "":
                continue
            try:
                if isinstance(line, Fault):
                    raise FaultyInputError(line)
                self.stdout.write(_json(self._plan(reader, reader.intake(line), options)))
            except FaultyInputError as error:
                sound = False
                faults = [{"path": fault.path, "message": fault.message} for fault in error.faults]
                self.stdout.write(json.dumps({"faults": faults}, ensure_ascii=False))
        return sound

    def _plan(self, reader: Reader, intake: Intake, options: dict[str, Any]) -> Plan:
        on, files = intake.assessed_on, options
        as_of = as_of_day(options["as_of"], on) or on
        return build_plan(
            intake,
            load(),
            as_of,
            decisions=reader.decisions(files["decisions"], on) if files["decisions"] else (),
            history=reader.history(files["history"], on, as_of) if files["history"] else None,
        )


def _json(plan: Plan, indent: int | None = None) -> str:
    return json.dumps(to_json(plan), ensure_ascii=False, allow_nan=False, indent=indent)
