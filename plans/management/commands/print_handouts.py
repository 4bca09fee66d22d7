"""The handouts of all plans signed since a day: a folder of files, or one file for the printer."""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.actions.batch import Batch, Made, Press, make_all, may_print, note_printed, versions_signed_since
from plans.content import EDITIONS, PAPERS
from plans.interop.print_job import OneFile, is_there, whole_file
from plans.knowledge.words import LANGUAGES
from plans.models import Clinic, HandoutFile, User

BAR = 30
LINES = 10  # of progress, where there is no screen to draw a bar on


class Command(BaseCommand):
    help = (
        "Prints the active plan of every patient whose plan was signed since a day. Run it again after it "
        "was stopped: it carries on. Exit status: 0 all printed, 1 some could not be."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--signed-since", metavar="YYYY-MM-DD", required=True, type=_day)
        parser.add_argument("--edition", choices=EDITIONS, help="else the one usual for each patient")
        parser.add_argument("--language", choices=tuple(LANGUAGES), help="else each patient's")
        parser.add_argument("--paper", choices=PAPERS, help="else the one usual for each patient")
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("-o", "--output", metavar="FOLDER", type=Path, help="one file for each patient")
        where.add_argument("--merged", metavar="FILE.pdf", type=Path, help="all in one file, in order")
        parser.add_argument("--workers", type=_workers, default=os.cpu_count() or 1, metavar="N")
        parser.add_argument("--by", metavar="USERNAME", help="who prints; else the audit names the command")

    def handle(self, *args: Any, **options: Any) -> None:
        batch = Batch(options["edition"], options["language"], options["paper"])
        by = _user(options["by"])
        try:
            may_print(by, batch)
        except PermissionDenied as error:
            raise CommandError(f"{options['by']} may not print this edition") from error
        versions = versions_signed_since(options["signed_since"])
        progress = Progress(versions.count(), self.stderr)
        with Press(options["workers"]) as press:
            made = self._told(make_all(versions, batch, press), progress)
            if options["output"] is not None:
                _to_folder(made, options["output"], by)
            else:
                _to_one_file(made, options["merged"], by)
        progress.end()
        if progress.failed:
            sys.exit(1)

    def _told(self, made: Iterator[Made], progress: Progress) -> Iterator[HandoutFile]:
        for one in made:
            if one.file is not None:
                yield one.file
            else:
                self.stderr.write(f"patient {one.version.patient_id}, plan {one.version.number}: {one.why}")
            progress.step(failed=one.file is None)


def _to_folder(files: Iterator[HandoutFile], folder: Path, by: User | None) -> None:
    _ready(folder)
    for file in files:
        version = file.version
        name = f"plan-{version.patient_id}-{version.number}-{file.edition}-{file.language}-{file.paper}.pdf"
        if not is_there(folder / name, file.hash):
            with whole_file(folder / name, bytes(file.pdf)):
                note_printed([file], by)
    for part in folder.glob("plan-*.pdf.part"):
        part.unlink()


def _to_one_file(files: Iterator[HandoutFile], path: Path, by: User | None) -> None:
    """Rendered files are kept one by one; a batch that was stopped only has to put them together again."""
    _ready(path.parent)
    job, printed = OneFile(Clinic.get().duplex), []
    for file in files:
        job.add(bytes(file.pdf))
        printed.append(file.pk)
    if not printed:
        return
    made = job.whole()
    if not is_there(path, hashlib.sha256(made).hexdigest()):
        with whole_file(path, made):
            noted = HandoutFile.objects.select_related("version").defer("pdf").in_bulk(printed)
            note_printed([noted[key] for key in printed], by)


def _ready(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{folder}: {error.strerror}") from error


class Progress:
    """A bar on a screen, a few lines in a file."""

    def __init__(self, total: int, out: Any) -> None:
        self.total, self.done, self.failed = total, 0, 0
        self._out = out
        self._screen: TextIO | None = sys.stderr if sys.stderr.isatty() else None

    def step(self, failed: bool) -> None:
        self.done += 1
        self.failed += failed
        if self._screen is not None:
            full = BAR * self.done // self.total
            self._screen.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {self.done} of {self.total}")
            self._screen.flush()
        elif self.done * LINES // self.total > (self.done - 1) * LINES // self.total:
            self._out.write(f"{self.done} of {self.total}")

    def end(self) -> None:
        said = f"{self.done - self.failed} printed" if self.total else "No plan was signed since that day."
        self._out.write(f"{said}, {self.failed} not" if self.failed else said)


def _user(name: str | None) -> User | None:
    if name is None:
        return None
    try:
        return User.objects.get(username=name, is_active=True)
    except User.DoesNotExist as error:
        raise CommandError(f"there is no active account {name!r}") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-01-31") from error


def _workers(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 64")
    return int(text)
