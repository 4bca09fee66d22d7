"""Many signed versions to paper: rendered side by side, each kept, and noted as printed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time
from queue import SimpleQueue

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from plans.actions.events import note
from plans.actions.keeping import usual_language
from plans.actions.outcome import Refused
from plans.actions.printing import (
    CLINICIAN,
    TOO_MUCH,
    Asked,
    keep,
    kept_file,
    need_language,
    usual_edition,
    usual_paper,
)
from plans.handout.limits import Renderer, RenderFailedError, TooMuchError
from plans.models import AuditEvent, HandoutFile, PlanVersion, Printout, User
from plans.permissions import require

COMMAND = "print_handouts"  # the actor of a batch that nobody put a name to
AHEAD = 2  # versions in the hands of each worker, so that none waits for the database


@dataclass(frozen=True, slots=True)
class Batch:
    """What to print; ``None`` is what is usual for each patient."""

    edition: str | None = None
    language: str | None = None
    paper: str | None = None

    def of(self, version: PlanVersion) -> Asked:
        return Asked(
            self.edition or usual_edition(version),
            self.language or usual_language(version),
            self.paper or usual_paper(version),
        )


@dataclass(frozen=True, slots=True)
class Made:
    """One version's file, or why there is none."""

    version: PlanVersion
    file: HandoutFile | None = None
    why: str = ""


def versions_signed_since(day: date) -> QuerySet[PlanVersion]:
    """The active version of each patient, if it was signed on that day or later, in the order of signing."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    newest = PlanVersion.objects.filter(patient=OuterRef("patient")).order_by("-number").values("number")[:1]
    found = PlanVersion.objects.filter(signed_at__gte=begin).annotate(newest=Subquery(newest))
    return found.filter(number=F("newest")).order_by("signed_at", "pk")


def may_print(by: User | None, batch: Batch) -> None:
    """Raise PermissionDenied when a named person may not print this; nobody named is who runs the machine."""
    if by is not None:
        require(by, "print_clinician_edition" if batch.edition == CLINICIAN else "print_handout")


class Press:
    """Rendering processes side by side."""

    def __init__(self, workers: int) -> None:
        self._idle: SimpleQueue[Renderer] = SimpleQueue()
        self._all = [Renderer() for _ in range(workers)]
        for one in self._all:
            one.start()
            self._idle.put(one)
        self._pool = ThreadPoolExecutor(workers)
        self.most = workers * AHEAD

    def __enter__(self) -> Press:
        return self

    def __exit__(self, *stopped: object) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        for one in self._all:
            one.stop()

    def begin(self, version: PlanVersion, asked: Asked) -> Future[bytes]:
        """Hand a version to the next process that is free."""
        return self._pool.submit(self._render, version.content, asked)

    def _render(self, content: object, asked: Asked) -> bytes:
        one = self._idle.get()
        try:
            return one.render(content, asked.edition, asked.language, asked.paper)
        finally:
            self._idle.put(one)


def make_all(versions: QuerySet[PlanVersion], batch: Batch, press: Press) -> Iterator[Made]:
    """The kept file of each version, in order; what is not kept yet is rendered and kept."""
    waiting: deque[tuple[PlanVersion, Asked, Future[bytes] | Made]] = deque()
    for key in list(versions.values_list("pk", flat=True)):
        version = PlanVersion.objects.select_related("patient", "signed_by").get(pk=key)
        asked = batch.of(version)
        waiting.append((version, asked, _begun(version, asked, press)))
        while len(waiting) >= press.most:
            yield _ended(*waiting.popleft())
    while waiting:
        yield _ended(*waiting.popleft())


def _begun(version: PlanVersion, asked: Asked, press: Press) -> Future[bytes] | Made:
    try:
        if not version.is_unaltered:
            return Made(version, why="this plan is not what was signed")
        need_language(version, asked.language)
        file = kept_file(version, asked)
    except Refused as refused:
        return Made(version, why=refused.message)
    return Made(version, file) if file is not None else press.begin(version, asked)


def _ended(version: PlanVersion, asked: Asked, begun: Future[bytes] | Made) -> Made:
    if isinstance(begun, Made):
        return begun
    try:
        return Made(version, keep(version, asked, begun.result(), version.signed_by))
    except TooMuchError as stopped:
        return Made(version, why=TOO_MUCH[stopped.what])
    except RenderFailedError as failed:
        return Made(version, why=f"it could not be rendered ({failed})")


@transaction.atomic
def note_printed(files: Iterable[HandoutFile], by: User | None) -> None:
    """Prints in the patients' lists when somebody's name stands for them, and in the audit trail always."""
    for file in files:
        _note_printed(file, by)


def _note_printed(file: HandoutFile, by: User | None) -> None:
    version, detail = file.version, {
        "edition": file.edition, "language": file.language, "paper": file.paper, "hash": file.hash,
    }  # fmt: skip
    if by is not None:
        Printout.insert(version=version, file=file, printed_by=by)
        note(by, "handout.print", version, **detail)
        return
    AuditEvent.append(
        by=COMMAND,
        action="handout.print",
        target=f"planversion {version.pk}",
        patient=str(version.patient_id),
        detail=detail,
    )
