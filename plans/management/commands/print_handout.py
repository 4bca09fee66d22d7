"""Intake to PDF, without a database. A draft until somebody answers for it."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plans.builder.build import build_plan
from plans.builder.content import build_content
from plans.builder.plan import Plan
from plans.content import EDITIONS, PAPERS, Signature, Version
from plans.handout import render
from plans.intake.clinic import ClinicSettings
from plans.intake.faults import Fault
from plans.intake.intake import Intake
from plans.interop.clinic_file import read_clinic
from plans.interop.files import FaultyInputError, Reader, as_of_day, data_of, text_of
from plans.knowledge.loader import Knowledge, load, vocabulary

WRONG_INPUT = 2
STANDARD_OUTPUT = "-"


class Command(BaseCommand):
    help = "Make the handout of one intake as a PDF, without a database; a draft unless --signed-by is given."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("intake", metavar="INTAKE.json", help="the intake file; - reads standard input")
        parser.add_argument(
            "-o", "--output", metavar="OUT.pdf", required=True, help="where the PDF goes; - is stdout"
        )
        parser.add_argument("--clinic", metavar="CLINIC.json", help="the clinic's settings, a JSON object")
        parser.add_argument("--edition", choices=EDITIONS, default="standard")
        parser.add_argument(
            "--language", choices=("en", "es"), help="else the patient's, where it is switched on"
        )
        parser.add_argument("--paper", choices=PAPERS, help="else the clinic's")
        parser.add_argument("--as-of", metavar="YYYY-MM-DD", help="count ages and days on this day")
        parser.add_argument("--decisions", metavar="FILE", help="decisions on the draft, a JSON list")
        parser.add_argument("--history", metavar="FILE", help="earlier visits, a JSON object")
        parser.add_argument(
            "--signed-by", metavar="NAME", help="who answers for the plan; every gate must be open"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pdf = self._pdf(options)
            self._write(pdf, options["output"])
        except FaultyInputError as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            sys.exit(WRONG_INPUT)

    def _pdf(self, options: dict[str, Any]) -> bytes:
        knowledge = load()
        clinic = _clinic(options["clinic"], knowledge)
        as_of_day(options["as_of"])
        reader = Reader(vocabulary(knowledge), date.today())
        intake = reader.intake(text_of(options["intake"]), options["intake"])
        as_of = as_of_day(options["as_of"], intake.assessed_on) or intake.assessed_on
        decisions = reader.decisions(options["decisions"], intake.assessed_on) if options["decisions"] else ()
        on, named = intake.assessed_on, options["history"]
        history = reader.history(named, on, as_of) if named else None
        plan = build_plan(intake, knowledge, as_of, decisions, history, clinic)
        language = _language(options["language"], intake, clinic)
        version = _version(plan, options["signed_by"])
        _need_accepted(version, language, clinic, knowledge)
        content = build_content(plan, intake, knowledge, version, clinic, decisions)
        return render(content, options["edition"], language, options["paper"] or clinic.paper)

    def _write(self, pdf: bytes, output: str) -> None:
        """The whole file or nothing: a print is never cut."""
        if output == STANDARD_OUTPUT:
            sys.stdout.buffer.write(pdf)
            return
        folder = Path(output).parent
        try:
            with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
                file.write(pdf)
            Path(file.name).chmod(0o644)
            os.replace(file.name, output)
        except OSError as error:
            raise FaultyInputError(
                Fault("--output", f"cannot be written: {error.strerror or error}")
            ) from error


def _clinic(name: str | None, knowledge: Knowledge) -> ClinicSettings:
    return (
        read_clinic(data_of(text_of(name), name), tuple(knowledge.vocabulary.languages))
        if name
        else ClinicSettings()
    )


def _language(asked: str | None, intake: Intake, clinic: ClinicSettings) -> str:
    if asked is None:
        own = intake.patient.language
        return own if own in clinic.languages else clinic.languages[0]
    if asked not in clinic.languages:
        allowed = ", ".join(clinic.languages)
        raise FaultyInputError(Fault("--language", f"{asked} is not switched on; allowed: {allowed}"))
    return asked


def _need_accepted(version: Version, language: str, clinic: ClinicSettings, knowledge: Knowledge) -> None:
    """Unreviewed Spanish goes out signed only where the clinic accepted that (joins.md section 5)."""
    reviewed = knowledge.wording.is_reviewed(language)
    if version.signatures and not reviewed and not clinic.unreviewed_translations_accepted:
        fault = (
            "nobody qualified has reviewed this translation; the clinic must accept that before it is signed"
        )
        raise FaultyInputError(Fault("--language", fault))


def _version(plan: Plan, signed_by: str | None) -> Version:
    """A draft, or version 1 signed today by the name given; refuses a refused plan and a closed gate."""
    if plan.status == "refused":
        raise FaultyInputError(Fault("plan", f"refused by {plan.rule}: there is no handout to print"))
    if signed_by is None or plan.status == "blocked":
        return Version(on=plan.as_of)
    if not signed_by.strip():
        raise FaultyInputError(Fault("--signed-by", "must be a name"))
    gates = [(who, gate) for who in ("therapist", "prescriber") for gate in getattr(plan.signing, who)]
    if gates:
        raise FaultyInputError(
            *(
                Fault(f"signing.{who}", f"{gate} is open; it must be settled before signing")
                for who, gate in gates
            )
        )
    return Version(1, plan.as_of, (Signature(signed_by.strip(), "", plan.as_of),), draft=False)
