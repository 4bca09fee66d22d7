"""From a signed version to paper: rendered once, kept, and checked before every print."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction

from plans.actions.building import build, make_content
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.content import Content, Version, from_json
from plans.handout import render
from plans.models import Clinic, Draft, HandoutFile, PlanVersion, Printout, User
from plans.permissions import require

CLINICIAN = "clinician"
ENGLISH = "en"


def print_handout(*, version: PlanVersion, edition: str, language: str, paper: str, by: User) -> HandoutFile:
    """The PDF of a signed version, with the printing noted.

    Refused when the version was altered since it was signed, when it was not signed in that language, and
    when its translation was neither reviewed nor accepted. Rendering happens outside of any transaction.
    """
    require(by, "print_clinician_edition" if edition == CLINICIAN else "print_handout", version)
    if not version.is_unaltered:
        raise Refused("altered", "This plan is not what was signed. Tell your administrator.")
    _need_language(version, language)
    file = _kept(version, edition, language, paper) or _render(version, edition, language, paper, by)
    with transaction.atomic():
        Printout.insert(version=version, file=file, printed_by=by)
        if edition != CLINICIAN:
            _remember(version, edition, paper)
        note(by, "handout.print", version, edition=edition, language=language, paper=paper, hash=file.hash)
    return file


def _need_language(version: PlanVersion, language: str) -> None:
    sheet = version.content["sheets"].get(language)
    if sheet is None:
        raise Refused("language", "This plan was not signed in that language.")
    unreviewed = language != ENGLISH and sheet["translation_note"]
    if unreviewed and not Clinic.get().unreviewed_translations_accepted:
        raise Refused(
            "translation",
            "Nobody qualified has reviewed this translation yet. Your administrator can accept that for the "
            "whole clinic; the page then says so.",
        )


def _kept(version: PlanVersion, edition: str, language: str, paper: str) -> HandoutFile | None:
    """The file as it was rendered before; one whose bytes were altered is refused."""
    file = version.files.filter(edition=edition, language=language, paper=paper).first()
    if file is not None and hashlib.sha256(file.pdf).hexdigest() != file.hash:
        raise Refused("altered", "The kept file is not what was printed. Tell your administrator.")
    return file


def _render(version: PlanVersion, edition: str, language: str, paper: str, by: User) -> HandoutFile:
    pdf = render(from_json(version.content), edition, language, paper)
    file = HandoutFile(
        version=version,
        edition=edition,
        language=language,
        paper=paper,
        hash=hashlib.sha256(pdf).hexdigest(),
        pdf=pdf,
        rendered_by=by,
    )
    try:
        with transaction.atomic():
            file.save()
    except IntegrityError:  # somebody else rendered the same in the same moment
        kept = _kept(version, edition, language, paper)
        if kept is None:
            raise
        return kept
    return file


def _remember(version: PlanVersion, edition: str, paper: str) -> None:
    patient = version.patient
    if (patient.edition, patient.paper) != (edition, paper):
        type(patient).objects.filter(pk=patient.pk).update(edition=edition, paper=paper)


def print_draft(*, draft: Draft, edition: str, language: str, paper: str, by: User) -> bytes:
    """The draft as it is now, marked DRAFT on every page; a blocked plan gives its referral page."""
    require(by, "print_draft", draft)
    content = draft_content(draft)
    if language not in content.sheets:
        raise Refused("language", "That language is not switched on.")
    pdf = render(content, edition, language, paper)
    with transaction.atomic():
        note(by, "draft.print", draft, edition=edition, language=language, paper=paper)
    return pdf


def draft_content(draft: Draft) -> Content:
    """The handout's content of a draft."""
    built = build(draft, draft.decision_rows())
    if built.plan.status == "refused":
        raise Refused("refused", "There is no page for this plan.", [built.plan.rule or ""])
    return make_content(draft, built, Version(draft=True))


def usual_paper(version: PlanVersion) -> str:
    """The paper this patient was last printed on, else the clinic's."""
    return version.patient.paper or Clinic.get().paper
