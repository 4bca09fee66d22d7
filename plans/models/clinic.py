"""The clinic: one row."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import models
from django.utils import timezone

from plans.intake.clinic import ClinicSettings, LocalResource
from plans.models.people import User

ONLY_ROW = 1
DEFAULTS = ClinicSettings()
TUPLES = ("languages", "national_lines")


def default_languages() -> list[str]:
    return list(DEFAULTS.languages)


def default_lines() -> list[str]:
    return list(DEFAULTS.national_lines)


class Clinic(models.Model):
    """How the clinic is reached, its own wording, and the few numbers it may choose (ClinicSettings)."""

    name = models.CharField(max_length=120, blank=True)
    phone_day = models.CharField(max_length=40, blank=True)
    phone_after_hours = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=200, blank=True)
    portal = models.CharField(max_length=200, blank=True)
    emergency_number = models.CharField(max_length=20, default=DEFAULTS.emergency_number)
    paper = models.CharField(max_length=10, default=DEFAULTS.paper)
    units = models.CharField(max_length=10, default=DEFAULTS.units)
    tracker_weeks = models.PositiveSmallIntegerField(default=DEFAULTS.tracker_weeks)
    duplex = models.BooleanField(default=DEFAULTS.duplex)
    copay_limit_usd = models.FloatField(default=DEFAULTS.copay_limit_usd)
    mme_notice = models.FloatField(null=True, blank=True)
    languages = models.JSONField(default=default_languages)
    unreviewed_translations_accepted = models.BooleanField(default=False)
    national_lines = models.JSONField(default=default_lines, blank=True)
    local_resources = models.JSONField(default=list, blank=True)
    own_wording = models.JSONField(default=dict, blank=True)
    closing = models.JSONField(default=dict, blank=True)
    accent_color = models.CharField(max_length=9, blank=True)
    logo_svg = models.TextField(blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ("change", "view")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=ONLY_ROW), name="clinic_one_row"),
            models.CheckConstraint(condition=models.Q(paper__in=["letter", "a4"]), name="clinic_paper"),
            models.CheckConstraint(condition=models.Q(units__in=["us", "metric"]), name="clinic_units"),
            models.CheckConstraint(
                condition=models.Q(tracker_weeks__in=[8, 12]), name="clinic_tracker_weeks"
            ),
            models.CheckConstraint(condition=models.Q(copay_limit_usd__gte=0), name="clinic_copay_limit"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def get(cls) -> Clinic:
        """The row; the migration has made it."""
        return cls.objects.get(pk=ONLY_ROW)

    def settings(self) -> ClinicSettings:
        """The same as the value that builder and handout read."""
        values: dict[str, Any] = {name: getattr(self, name) for name in asdict(DEFAULTS)}
        values |= {name: tuple(values[name]) for name in TUPLES}
        values["local_resources"] = tuple(LocalResource(**row) for row in self.local_resources)
        return ClinicSettings(**values)
