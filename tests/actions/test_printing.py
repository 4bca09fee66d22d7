"""What was signed is what is printed, by those who may, and every print is known."""

from __future__ import annotations

import hashlib
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pypdf import PdfReader

from plans.actions import Refused, accept_translations, change_clinic, print_draft, print_handout
from plans.models import AuditEvent, HandoutFile, Printout
from tests.actions.course import built_draft, office_worker, signed_version
from tests.database import lifted_guards

STANDARD = {"edition": "summary", "language": "en", "paper": "letter"}


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_a_second_print_gives_the_same_file_without_rendering(version, fran, monkeypatch):
    first = print_handout(version=version, by=fran, **STANDARD)
    monkeypatch.setattr("plans.actions.printing.renderer", None)
    second = print_handout(version=version, by=fran, **STANDARD)
    assert first.pk == second.pk
    assert bytes(second.pdf).startswith(b"%PDF")
    assert hashlib.sha256(second.pdf).hexdigest() == first.hash
    assert Printout.objects.count() == 2


def test_a_print_is_noted_and_the_patients_choice_remembered(version, fran):
    print_handout(version=version, edition="summary", language="en", paper="a4", by=fran)
    version.patient.refresh_from_db()
    assert (version.patient.edition, version.patient.paper) == ("summary", "a4")
    event = AuditEvent.objects.order_by("-number").first()
    assert (event.action, event.happened_by, event.patient) == (
        "handout.print",
        "fran",
        str(version.patient_id),
    )


def test_an_altered_version_is_not_printed(version, dana):
    with lifted_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_planversion SET knowledge_version = 'forged'")
    version.refresh_from_db()
    with pytest.raises(Refused, match="not what was signed"):
        print_handout(version=version, by=dana, **STANDARD)


def test_an_altered_file_is_not_printed(version, dana):
    print_handout(version=version, by=dana, **STANDARD)
    with lifted_guards(), connection.cursor() as cursor:
        cursor.execute("UPDATE plans_handoutfile SET hash = %s", ["0" * 64])
    with pytest.raises(Refused, match="not what was printed"):
        print_handout(version=version, by=dana, **STANDARD)


def test_the_front_desk_prints_what_is_signed_and_nothing_else(version, fran, olu, alex):
    for user in (olu, alex):
        with pytest.raises(PermissionDenied):
            print_handout(version=version, by=user, **STANDARD)
    with pytest.raises(PermissionDenied):
        print_handout(version=version, edition="clinician", language="en", paper="letter", by=fran)
    with pytest.raises(PermissionDenied):
        print_draft(draft=version.draft, by=fran, **STANDARD)


def test_spanish_goes_out_signed_only_after_the_administrator_accepted_it(pat, dana, alex):
    change_clinic(by=alex, languages=["en", "es"])
    version = signed_version(pat, dana, office_worker(patient__language="es"))
    spanish = STANDARD | {"language": "es"}
    with pytest.raises(Refused) as refused:
        print_handout(version=version, by=dana, **spanish)
    assert refused.value.code == "translation"
    accept_translations(by=alex)
    assert print_handout(version=version, by=dana, **spanish).language == "es"


def test_a_language_that_was_not_switched_on_is_refused(version, dana):
    with pytest.raises(Refused, match="not signed in that language"):
        print_handout(version=version, by=dana, **STANDARD | {"language": "es"})


def test_a_draft_is_marked_on_every_page_and_kept_nowhere(draft, pat):
    pdf = print_draft(draft=draft, by=pat, **STANDARD)
    assert all("DRAFT" in page.extract_text().upper() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert not HandoutFile.objects.exists()


def test_a_blocked_plan_gives_its_referral_page(pat):
    draft = built_draft(pat, office_worker(red_flags=["rf-ces-saddle"]))
    pdf = print_draft(draft=draft, edition="standard", language="en", paper="letter", by=pat)
    assert "911" in text_of(pdf)
