"""Who works here and who is cared for."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from plans.models.insert_only import InsertOnly

EMERGENCY_ACCESS_LASTS = timedelta(hours=4)
SEARCHED_BYTES = 64


class User(AbstractUser):
    """One account a person. What an account may do follows from its groups (plans/permissions.py)."""

    credential = models.CharField(max_length=40, blank=True)  # printed after the name: "DPT", "MD"
    screen_language = models.CharField(max_length=10, default="en")

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()

    @property
    def signature(self) -> str:
        """The name as it stands under a plan: ``Dana Reyes, MD``."""
        return f"{self}, {self.credential}" if self.credential else str(self)


class Patient(models.Model):
    """A person with back pain. What was found at a visit stands in assessments, not here."""

    name = models.CharField(max_length=200)
    record_number = models.CharField(max_length=40, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    sex_at_birth = models.CharField(max_length=10, blank=True)
    language = models.CharField(max_length=10, default="en")
    phone = models.CharField(max_length=40, blank=True)
    # How this patient's handout was last printed; empty means the clinic's and the language's default.
    edition = models.CharField(max_length=20, blank=True)
    paper = models.CharField(max_length=10, blank=True)
    registered_at = models.DateTimeField(default=timezone.now, editable=False)
    registered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="patient_has_a_name"),
            models.UniqueConstraint(
                fields=["record_number"],
                condition=~models.Q(record_number=""),
                name="patient_record_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        words = search_words(self)
        self.search_words.exclude(word__in=words).delete()
        known = {bytes(word) for word in self.search_words.values_list("word", flat=True)}
        SearchWord.objects.bulk_create(SearchWord(patient=self, word=word) for word in words - known)


class SearchWord(models.Model):
    """A beginning that finds a patient as one types: part of the name, record number or birth date.

    Bytes and not text: they have one order on every database, so that an index gives the first of a
    million matches as quickly as the first of ten.
    """

    patient = models.ForeignKey(Patient, models.CASCADE, related_name="search_words", db_index=False)
    word = models.BinaryField(max_length=SEARCHED_BYTES)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["patient", "word"], name="search_word_once")]
        indexes = [models.Index(fields=["word", "patient"], name="search_word_begins")]

    def __str__(self) -> str:
        return bytes(self.word).decode(errors="replace")


def begins(word: bytes) -> models.Q:
    """The words that begin so. No UTF-8 text holds the byte FF, so it stands behind all of them."""
    return models.Q(word__gte=word, word__lt=word + b"\xff")


def search_words(patient: Patient) -> set[bytes]:
    """What finds a patient: ``maria``, ``garcia``, ``mrn-204``, ``1961-04-12``, ``4/12/1961``."""
    found = {patient.name, patient.record_number}
    if day := patient.birth_date:
        found |= {day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}"}
    return {word for text in found for word in folded_words(text)}


def folded_words(text: str) -> list[bytes]:
    """Lower case without accents, so that ``jose`` finds José."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return [word.encode(errors="ignore")[:SEARCHED_BYTES] for word in letters.split()]


class EmergencyAccess(InsertOnly):
    """Someone without the right opened a patient's record, said why, and is seen to have done so."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="emergency_accesses")
    reason = models.TextField()
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(InsertOnly.Meta):
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="emergency_has_a_reason")]

    def __str__(self) -> str:
        return f"patient {self.patient_id}"
