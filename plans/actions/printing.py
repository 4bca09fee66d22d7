"""From a signed version to paper: rendered once, kept by content, checked before every print."""

from __future__ import annotations

import hashlib

from django.db import IntegrityError, transaction

from plans.actions.building import build, make_content
from plans.actions.events import note
from plans.actions.outcome import Refused
from plans.canonical import digest
from plans.content import Content, Version, from_json
from plans.models import Clinic, Draft, HandoutFile, PlanVersion, Printout, User
from plans.permissions import require

CLINICIAN = "clinician"


def print_handout(*, version: PlanVersion, edition: str, language: str, paper: str, by: User) -> HandoutFile:
    """The PDF of a signed version, with the printing noted.

    Refused when the version was altered since it was signed, or has no such language.
    """
    require(by, "print_clinician_edition" if edition == CLINICIAN else "print_handout", version)
    if not version.is_unaltered:
        raise Refused("altered", "This plan is not what was signed. Tell your administrator.")
    if edition != CLINICIAN and language not in version.content["sheets"]:
        raise Refused("language", "This plan was not signed in that language.")
    file = _kept(version, edition, language, paper) or _render(version, edition, language, paper, by)
    with transaction.atomic():
        Printout.insert(version=version, file=file, printed_by=by)
        if edition != CLINICIAN:
            _remember(version, edition, paper)
        note(by, "handout.print", version, edition=edition, language=language, paper=paper, hash=file.hash)
    return file


def _made_of(version: PlanVersion) -> str:
    from plans.handout import LAYOUT_VERSION

    return digest({"content": version.content_hash, "layout": LAYOUT_VERSION})


def _kept(version: PlanVersion, edition: str, language: str, paper: str) -> HandoutFile | None:
    """The file as it was rendered before; one whose bytes were altered is refused."""
    file = HandoutFile.objects.filter(
        version=version, edition=edition, language=language, paper=paper, made_of=_made_of(version)
    ).first()
    if file is not None and hashlib.sha256(file.pdf).hexdigest() != file.hash:
        raise Refused("altered", "The kept file is not what was printed. Tell your administrator.")
    return file


def _render(version: PlanVersion, edition: str, language: str, paper: str, by: User) -> HandoutFile:
    pdf = render_pdf(from_json(version.content), edition, language, paper)
    file = HandoutFile(
        version=version,
        edition=edition,
        language=language,
        paper=paper,
        made_of=_made_of(version),
        hash=hashlib.sha256(pdf).hexdigest(),
        pdf=pdf,
        rendered_by=by,
    )
    try:
        with transaction.atomic():
            file.save()
    except IntegrityError:  # somebody else rendered the same file in the same moment
        kept = _kept(version, edition, language, paper)
        if kept is None:
            raise
        return kept
    return file


def _remember(version: PlanVersion, edition: str, paper: str) -> None:
    patient = version.patient
    if (patient.edition, patient.paper) != (edition, paper):
        type(patient).objects.filter(pk=patient.pk).update(edition=edition, paper=paper)


def render_pdf(content: Content, edition: str, language: str, paper: str) -> bytes:
    from plans.handout import render

    pdf: bytes = render(content, edition=edition, language=language, paper=paper)
    return pdf


def print_draft(*, draft: Draft, edition: str, language: str, paper: str, by: User) -> bytes:
    """The draft as it is now, marked DRAFT on every page; a blocked plan gives its referral page."""
    require(by, "print_draft", draft)
    pdf = render_pdf(draft_content(draft), edition, language, paper)
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
