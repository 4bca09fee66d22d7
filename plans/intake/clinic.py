"""What a clinic sets once: how it is reached, its own wording and the few numbers it may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LocalResource:
    """A group or service near the clinic, printed before the national lines (SUP-1)."""

    name: str
    what: str = ""
    cost: str = ""
    language: str = ""
    phone: str = ""
    days: str = ""


@dataclass(frozen=True, slots=True)
class ClinicSettings:
    """Settings of one clinic. ``None`` means the clinic has not said."""

    name: str = ""
    phone_day: str = ""
    phone_after_hours: str = ""
    address: str = ""
    hours: str = ""
    portal: str = ""
    emergency_number: str = "911"
    paper: str = "letter"  # letter, a4
    units: str = "us"  # us (feet, pounds), metric
    tracker_weeks: int = 12  # 12, 8
    duplex: bool = True
    copay_limit_usd: float = 40  # self-care.md SUP-COPAY's default
    mme_notice: float | None = None  # medications-3, 4.4
    languages: tuple[str, ...] = ("en",)
    unreviewed_translations_accepted: bool = False
    national_lines: tuple[str, ...] = ("SUP-988",)  # SUP ids the clinic has switched on (SUP-2)
    local_resources: tuple[LocalResource, ...] = ()
    own_wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # SUP id -> language -> text
    closing: Mapping[str, str] = field(default_factory=dict)  # language -> closing paragraph
    accent_color: str = ""
    logo_svg: str = ""
