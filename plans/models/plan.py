"""From the open draft to the signed version.

Nothing here says "signed" or "active": a signature stands as long as its hash is the hash of what is
there now, and the active version of a patient is the one with the highest number.
"""

from __future__ import annotations

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from plans.canonical import digest
from plans.models.assessment import Assessment
from plans.models.insert_only import InsertOnly
from plans.models.people import Patient, User

HASH_LENGTH = 64
HASHED = (
    "number",
    "knowledge_version",
    "intake",
    "plan",
    "decisions",
    "signatures",
    "movement_hash",
    "whole_hash",
)


class Part(models.TextChoices):
    """What a signature covers."""

    MOVEMENT = "movement", "Movement part"
    WHOLE = "whole", "Whole plan"


class Role(models.TextChoices):
    """In which role somebody signed."""

    THERAPIST = "therapist", "Physical therapist"
    PRESCRIBER = "prescriber", "Prescriber"


class PlanVersion(InsertOnly):
    """What was signed, complete in itself: it prints without knowledge, builder or clinic settings."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="versions")
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    as_of = models.DateField()
    knowledge_version = models.CharField(max_length=40)
    intake = models.JSONField()
    plan = models.JSONField()
    decisions = models.JSONField()
    signatures = models.JSONField()
    content = models.JSONField()  # the handout's sentences in every enabled language
    remeasure_on = models.DateField(null=True, blank=True)  # the next one the calendar asks for
    movement_hash = models.CharField(max_length=HASH_LENGTH)
    whole_hash = models.CharField(max_length=HASH_LENGTH)
    content_hash = models.CharField(max_length=HASH_LENGTH)
    hash = models.CharField(max_length=HASH_LENGTH)  # over all of the above
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")  # whose signature completed it

    class Meta(InsertOnly.Meta):
        constraints = [
            models.UniqueConstraint(fields=["patient", "number"], name="version_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="version_number_from_1"),
        ]
        indexes = [
            models.Index(fields=["-signed_at"], name="version_newest"),
            models.Index(fields=["remeasure_on"], name="version_remeasure"),
            models.Index(fields=["content_hash"], name="version_content"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    def own_hash(self) -> str:
        """What ``hash`` must be."""
        return self._hash_with(digest(self.content))

    def _hash_with(self, content_hash: str) -> str:
        return digest(
            {
                "patient": self.patient_id,
                "as_of": self.as_of.isoformat(),
                "remeasure_on": self.remeasure_on.isoformat() if self.remeasure_on else None,
                "content_hash": content_hash,
                **{name: getattr(self, name) for name in HASHED},
            }
        )

    @property
    def is_unaltered(self) -> bool:
        """Whether the row still is what was signed."""
        content_hash = digest(self.content)
        return self.content_hash == content_hash and self.hash == self._hash_with(content_hash)


class Draft(models.Model):
    """The one plan of a patient that is being worked on: what was typed, what was found, what follows.

    ``answers`` holds each question's value in the form of the intake JSON, or the text as typed where it
    could not be read; ``saved`` says for each path which revision, who and when. ``plan`` and the two
    hashes are what the builder made of assessment and decisions when either last changed.
    """

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="drafts")
    previous = models.ForeignKey(PlanVersion, models.PROTECT, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    saved = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="+")
    finished_revision = models.PositiveIntegerField(null=True, blank=True)  # what the assessment was made of
    plan = models.JSONField(null=True, blank=True)
    plan_status = models.CharField(max_length=10, blank=True)  # plan, blocked, refused
    movement_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    whole_hash = models.CharField(max_length=HASH_LENGTH, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.OneToOneField(PlanVersion, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        default_permissions = ("add", "change", "view")
        constraints = [
            models.UniqueConstraint(
                fields=["patient"], condition=models.Q(closed_at=None), name="draft_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at=None, closed_by=None, version=None)
                | models.Q(closed_at__isnull=False, closed_by__isnull=False),
                name="draft_closed_by_someone",
            ),
        ]
        indexes = [
            models.Index(fields=["-changed_at"], condition=models.Q(closed_at=None), name="draft_open_newest")
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_typed_on(self) -> bool:
        """Whether something was typed after the assessment was made."""
        return self.finished_revision is not None and self.revision > self.finished_revision

    def decision_rows(self) -> list[Decision]:
        """The decisions that stand, in the order they were taken."""
        rows = list(self.decisions.select_related("decided_by").order_by("id"))
        undone = {row.undoes_id for row in rows}
        return [row for row in rows if row.undoes_id is None and row.pk not in undone]

    def standing_signature(self, part: Part) -> SignOff | None:
        """The signature on this part as it is now."""
        current = self.movement_hash if part == Part.MOVEMENT else self.whole_hash
        if not current:
            return None
        return self.sign_offs.filter(part=part, hash=current).select_related("signed_by").last()


class Decision(InsertOnly):
    """One decision of a clinician on one line of the draft, or the undoing of one."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="decisions")
    line = models.CharField(max_length=240)
    action = models.CharField(max_length=40)
    value = models.JSONField(null=True, blank=True)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone")
    carried_from = models.ForeignKey(PlanVersion, models.PROTECT, null=True, blank=True, related_name="+")
    first_taken_on = models.DateField(default=timezone.localdate)  # a carried one keeps the first day
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    decided_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(InsertOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(line="") & ~models.Q(action=""), name="decision_says_what"
            )
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.action}"

    def as_data(self) -> dict[str, Any]:
        """What was decided, without who and when."""
        return {"line": self.line, "action": self.action, "value": self.value, "reason": self.reason}

    def as_record(self) -> dict[str, Any]:
        """The same with who and when, as a version keeps it."""
        return self.as_data() | {
            "first_taken_on": self.first_taken_on.isoformat(),
            "decided_at": self.decided_at.isoformat(),
            "decided_by": str(self.decided_by),
        }


class SignOff(InsertOnly):
    """One signature. It names the hash it signs, so a later change leaves it as it is and void."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="sign_offs")
    part = models.CharField(max_length=10, choices=Part)
    role = models.CharField(max_length=10, choices=Role)
    hash = models.CharField(max_length=HASH_LENGTH)
    signed_as = models.CharField(max_length=250)  # name and credential as they were on the day
    signed_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(InsertOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(part=Part.MOVEMENT, role=Role.THERAPIST)
                | models.Q(part=Part.WHOLE, role=Role.PRESCRIBER),
                name="sign_off_by_its_role",
            )
        ]
        indexes = [models.Index(fields=["draft", "part", "hash"], name="sign_off_standing")]

    def __str__(self) -> str:
        return f"{self.part} by {self.signed_as}"

    def as_data(self) -> dict[str, Any]:
        return {
            "part": self.part,
            "role": self.role,
            "hash": self.hash,
            "name": self.signed_as,
            "signed_at": self.signed_at.isoformat(),
        }


class HandoutFile(InsertOnly):
    """A signed version as it was printed, found again by what it is made of."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="files")
    edition = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    paper = models.CharField(max_length=10)
    hash = models.CharField(max_length=HASH_LENGTH, db_index=True)  # of the bytes below
    pdf = models.BinaryField()
    rendered_at = models.DateTimeField(default=timezone.now, editable=False)
    rendered_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(InsertOnly.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["version", "edition", "language", "paper"], name="handout_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.language} {self.paper}"


class Printout(InsertOnly):
    """One time a signed version was opened for the printer."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="printouts")
    file = models.ForeignKey(HandoutFile, models.PROTECT, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now, editable=False)
    printed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(InsertOnly.Meta):
        pass

    def __str__(self) -> str:
        return f"printout of {self.file}"


class JournalWeek(InsertOnly):
    """One week of the paper tracker, typed in. A correction is a new row; the newest counts."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="journal_weeks")
    week = models.PositiveIntegerField()  # 1 the first of the plan, 0 the week before it
    days = models.JSONField(null=True, blank=True)
    totals = models.JSONField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(InsertOnly.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days=None, totals__isnull=False)
                | models.Q(days__isnull=False, totals=None),
                name="journal_days_or_totals",
            )
        ]
        indexes = [models.Index(fields=["version", "week", "-id"], name="journal_newest")]

    def __str__(self) -> str:
        return f"week {self.week}"
