"""From a signed version to paper: rendered once, kept, and checked before every print."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction

from plans.actions.building import build, make_content
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.content import Content, Version, to_json
from plans.handout.limits import MEMORY, TIME, TooMuchError, renderer
from plans.models import Clinic, Draft, HandoutFile, PlanVersion, Printout, User
from plans.permissions import require

STANDARD, LARGE_PRINT, CLINICIAN = "standard", "large-print", "clinician"
ENGLISH = "en"
_ADVICE = (
    " Nothing was printed. Shorten long typed texts of this plan, such as the goal or a reason that is "
    "printed, and try again; if that does not help, tell your administrator."
)
TOO_MUCH = {
    TIME: "Making this handout took more than 20 seconds, so it was stopped." + _ADVICE,
    MEMORY: "Making this handout took too much memory, so it was stopped." + _ADVICE,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """How a version is to be printed."""

    edition: str
    language: str
    paper: str


def print_handout(*, version: PlanVersion, edition: str, language: str, paper: str, by: User) -> HandoutFile:
    """The PDF of a signed version, with the printing noted.

    Refused when the version was altered since it was signed, when it was not signed in that language, and
    when its translation was neither reviewed nor accepted. Rendering happens outside of any transaction.
    """
    require(by, "print_clinician_edition" if edition == CLINICIAN else "print_handout", version)
    if not version.is_unaltered:
        raise Refused("altered", "This plan is not what was signed. Tell your administrator.")
    need_language(version, language)
    file = file_of(version, edition, language, paper, by)
    with transaction.atomic():
        Printout.insert(version=version, file=file, printed_by=by)
        if edition != CLINICIAN:
            _remember(version, edition, paper)
        note(by, "handout.print", version, edition=edition, language=language, paper=paper, hash=file.hash)
    return file


def file_of(version: PlanVersion, edition: str, language: str, paper: str, by: User) -> HandoutFile:
    """The file that is kept, else rendered and kept in the name of ``by``. Asks nobody's leave."""
    asked = Asked(edition, language, paper)
    return kept_file(version, asked) or keep(
        version, asked, within_limits(version.content, edition, language, paper), by
    )


def need_language(version: PlanVersion, language: str) -> None:
    sheet = version.content["sheets"].get(language)
    if sheet is None:
        raise Refused("language", "This plan was not signed in that language.")
    if not may_go_out(version, language):
        raise Refused(
            "translation",
            "Nobody qualified has reviewed this translation yet. Your administrator can accept that for the "
            "whole clinic; the page then says so.",
        )


def may_go_out(version: PlanVersion, language: str) -> bool:
    """Whether the version was signed in the language, and its text is English, reviewed or accepted."""
    sheet = version.content["sheets"].get(language)
    if sheet is None:
        return False
    unreviewed = language != ENGLISH and sheet["translation_note"]
    return not unreviewed or Clinic.get().unreviewed_translations_accepted


def kept_file(version: PlanVersion, asked: Asked) -> HandoutFile | None:
    """The file as it was rendered before; one whose bytes were altered is refused."""
    file = version.files.filter(**asdict(asked)).first()
    if file is not None and hashlib.sha256(file.pdf).hexdigest() != file.hash:
        raise Refused("altered", "The kept file is not what was printed. Tell your administrator.")
    return file


def keep(version: PlanVersion, asked: Asked, pdf: bytes, by: User) -> HandoutFile:
    """Keep the rendered bytes."""
    hashed = hashlib.sha256(pdf).hexdigest()
    file = HandoutFile(version=version, **asdict(asked), hash=hashed, pdf=pdf, rendered_by=by)
    try:
        with transaction.atomic():
            file.save()
    except IntegrityError:  # somebody else rendered the same in the same moment
        kept = kept_file(version, asked)
        if kept is None:
            raise
        return kept
    return file


def within_limits(content: Any, edition: str, language: str, paper: str) -> bytes:
    """The PDF from the rendering process; Refused when that had to stop it."""
    try:
        return renderer().render(content, edition, language, paper)
    except TooMuchError as stopped:
        raise Refused("too-much", TOO_MUCH[stopped.what]) from None


def _remember(version: PlanVersion, edition: str, paper: str) -> None:
    patient = version.patient
    if (patient.edition, patient.paper) != (edition, paper):
        type(patient).objects.filter(pk=patient.pk).update(edition=edition, paper=paper)


def print_draft(*, draft: Draft, edition: str, language: str, paper: str, by: User) -> bytes:
    """The draft as it is now, marked DRAFT on every page; a blocked plan gives its referral page."""
    pdf = preview_draft(draft=draft, edition=edition, language=language, paper=paper, by=by)
    with transaction.atomic():
        note(by, "draft.print", draft, edition=edition, language=language, paper=paper)
    return pdf


def preview_draft(*, draft: Draft, edition: str, language: str, paper: str, by: User) -> bytes:
    """The same for the page where the draft is reviewed, whose opening is noted already."""
    require(by, "print_draft", draft)
    content = draft_content(draft)
    if language not in content.sheets:
        raise Refused("language", "That language is not switched on.")
    return within_limits(to_json(content), edition, language, paper)


def draft_content(draft: Draft) -> Content:
    """The handout's content of a draft."""
    built = build(draft, draft.decision_rows())
    if built.plan.status == "refused":
        raise Refused("refused", "There is no page for this plan.", [built.plan.rule or ""])
    return make_content(draft, built, Version(draft=True))


def usual_edition(version: PlanVersion) -> str:
    """The edition this patient was last printed in, else large print where the plan proposes it."""
    proposed = LARGE_PRINT if version.content.get("large_print_proposed") else STANDARD
    return version.patient.edition or proposed


def usual_paper(version: PlanVersion) -> str:
    """The paper this patient was last printed on, else the clinic's."""
    return version.patient.paper or Clinic.get().paper
