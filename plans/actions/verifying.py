"""Which signed version a file prints, and whether it is as it was printed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from plans.actions.printing import Asked
from plans.handout.limits import TooMuchError, renderer
from plans.handout.reading_back import stamp_in
from plans.handout.stamp import Stamp
from plans.models import HandoutFile, PlanVersion


class Verdict(StrEnum):
    UNALTERED = "unaltered"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verified:
    """``version`` and ``asked`` are what the file is, or says that it is."""

    verdict: Verdict
    why: str
    version: PlanVersion | None = None
    asked: Asked | None = None


def verify_handout(pdf: bytes) -> Verified:
    """Compare a file with the one that was kept, else with the version rendered again."""
    kept = _kept_as(pdf)
    if kept is not None:
        asked = Asked(kept.edition, kept.language, kept.paper)
        return _of_version(kept.version, asked, "The file is the one that was kept.")
    stamp = stamp_in(pdf)
    if stamp is None:
        return Verified(Verdict.UNKNOWN, "This is not a handout of Careplan, or its marks were taken out.")
    version = PlanVersion.objects.select_related("patient").filter(content_hash=stamp.content).first()
    if version is None:
        return Verified(Verdict.UNKNOWN, _no_version(stamp))
    return _compared(pdf, version, Asked(stamp.edition, stamp.language, stamp.paper))


def _kept_as(pdf: bytes) -> HandoutFile | None:
    rows = HandoutFile.objects.select_related("version__patient")
    return rows.filter(hash=hashlib.sha256(pdf).hexdigest()).first()


def _no_version(stamp: Stamp) -> str:
    if stamp.version == "draft":
        return "This is a draft. Drafts are not kept, so nobody can say whether it was altered."
    return "No version in this database has the content that the file names."


def _of_version(version: PlanVersion, asked: Asked, why: str) -> Verified:
    """The verdict on a file that is as it was made, if its version still is what was signed."""
    if version.is_unaltered:
        return Verified(Verdict.UNALTERED, why, version, asked)
    return Verified(Verdict.UNKNOWN, "The version in this database is not what was signed.", version, asked)


def _compared(pdf: bytes, version: PlanVersion, asked: Asked) -> Verified:
    altered = "The file was altered after it was made: its bytes are not those of this version."
    kept = version.files.filter(edition=asked.edition, language=asked.language, paper=asked.paper).exists()
    if kept:
        return Verified(Verdict.ALTERED, altered, version, asked)
    try:
        made = renderer().render(version.content, asked.edition, asked.language, asked.paper)
    except (ValueError, TooMuchError):
        return Verified(Verdict.UNKNOWN, "The version could not be rendered to compare it.", version, asked)
    if made == pdf:
        return _of_version(version, asked, "The file is what this version prints.")
    return Verified(Verdict.ALTERED, altered, version, asked)
