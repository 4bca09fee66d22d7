"""Four clicks from review to signed and printed; what is remembered; who may sign what."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from plans.handout.limits import Limits, Renderer
from plans.models import AuditEvent, Draft, PlanVersion, User
from tests.web.conftest import ClientOf
from tests.web.page import form_data, text_of, tree_of


def press(client: Client, draft: Draft, part: str) -> object:
    draft.refresh_from_db()
    seen = draft.movement_hash if part == "movement" else draft.whole_hash
    return client.post(reverse("sign", args=[draft.patient_id]), {"part": part, "seen": seen})


def test_both_sign_and_the_handout_is_printed(
    pat: User, dana: User, draft: Draft, client_of: ClientOf
) -> None:
    therapist, prescriber = client_of(pat), client_of(dana)
    press(therapist, draft, "movement")
    answer = press(prescriber, draft, "whole")
    version = PlanVersion.objects.get()
    assert answer["Location"] == reverse("version", args=[version.pk])  # type: ignore[index]
    page = prescriber.get(reverse("version", args=[version.pk]))
    assert "Pat Novak, DPT" in text_of(page)
    assert "Dana Reyes, MD" in text_of(page)
    form = {"edition": "standard", "language": "en", "paper": "letter"}
    printed = prescriber.post(reverse("version-print", args=[version.pk]), form)
    assert printed["Content-Type"] == "application/pdf"
    assert len(PdfReader(BytesIO(printed.content)).pages) >= 2
    assert AuditEvent.objects.filter(action="handout.print").count() == 1


def test_edition_and_paper_are_remembered_from_the_patient(
    dana: User, version: PlanVersion, client_of: ClientOf
) -> None:
    client = client_of(dana)
    form = {"edition": "summary", "language": "en", "paper": "a4"}
    client.post(reverse("version-print", args=[version.pk]), form)
    page = tree_of(client.get(reverse("version", args=[version.pk])))
    assert page.xpath("//select[@id='edition']/option[@selected]/@value") == ["summary"]
    assert page.xpath("//select[@id='paper']/option[@selected]/@value") == ["a4"]


@pytest.mark.parametrize(("who", "part"), [("pat", "whole"), ("dana", "movement")])
def test_nobody_signs_the_others_part(
    who: str, part: str, pat: User, dana: User, draft: Draft, client_of: ClientOf
) -> None:
    answer = press(client_of({"pat": pat, "dana": dana}[who]), draft, part)
    assert answer.status_code == 403  # type: ignore[attr-defined]


def test_a_plan_that_changed_after_it_was_opened_is_not_signed(
    pat: User, draft: Draft, client_of: ClientOf
) -> None:
    data = {"part": "movement", "seen": "0" * 64}
    answer = client_of(pat).post(reverse("sign", args=[draft.patient_id]), data)
    assert "changed after you opened it" in text_of(answer)
    assert not draft.sign_offs.exists()


def test_an_open_alert_stops_the_prescribers_signature(
    dana: User, dangerous: Draft, client_of: ClientOf
) -> None:
    client = client_of(dana)
    page = client.get(reverse("sign", args=[dangerous.patient_id]))
    assert not tree_of(page).xpath("//button[@value='whole']")
    answer = press(client, dangerous, "whole")
    assert "Not signed" in text_of(answer)
    assert not dangerous.sign_offs.exists()


def test_the_front_desk_prints_what_the_patient_gets_and_not_the_clinicians_copy(
    fran: User, version: PlanVersion, client_of: ClientOf
) -> None:
    client = client_of(fran)
    page = client.get(reverse("version", args=[version.pk]))
    assert "Clinician copy" not in text_of(page)
    assert "What it holds" not in text_of(page)
    address = reverse("version-print", args=[version.pk])
    form = {"edition": "clinician", "language": "en", "paper": "letter"}
    assert client.post(address, form).status_code == 403
    assert client.post(address, {**form, "edition": "tracker"}).status_code == 200


def test_a_draft_is_previewed_and_marked(pat: User, draft: Draft, client_of: ClientOf) -> None:
    answer = client_of(pat).get(reverse("draft-handout", args=[draft.patient_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert "Draft plan" in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_a_week_of_the_tracker_is_typed_in_and_a_wrong_cell_is_told(
    pat: User, version: PlanVersion, client_of: ClientOf
) -> None:
    client, address = client_of(pat), reverse("version-journal", args=[version.pk])
    data = {"week": "1", "day0_pain": "11", "day0_done": "all"}
    wrong = client.post(address, data)
    assert "must be 0 to 10, not 11" in text_of(wrong)
    assert not version.journal_weeks.exists()
    assert client.post(address, {**data, "day0_pain": "5"}).status_code == 302
    days = version.journal_weeks.get().days
    assert days[0] == {"pain": 5, "done": "all"}
    assert days[1:] == [None] * 6


def test_printing_again_by_the_same_form_gives_the_same_bytes(
    dana: User, version: PlanVersion, client_of: ClientOf
) -> None:
    client = client_of(dana)
    form = form_data(client.get(reverse("version", args=[version.pk])), "print")
    address = reverse("version-print", args=[version.pk])
    assert client.post(address, form).content == client.post(address, form).content


def test_the_preview_is_framed_by_the_review_page_alone(draft: Draft, pat: User, client_of: ClientOf) -> None:
    answer = client_of(pat).get(reverse("draft-preview", args=[draft.patient_id]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert not AuditEvent.objects.filter(action="draft.print").exists()
    review = client_of(pat).get(reverse("review", args=[draft.patient_id])).content.decode()
    assert reverse("draft-preview", args=[draft.patient_id]) in review
    assert reverse("draft-handout", args=[draft.patient_id]) in review  # the link without scripts


def test_the_front_desk_sees_no_preview(draft: Draft, fran: User, client_of: ClientOf) -> None:
    assert client_of(fran).get(reverse("draft-preview", args=[draft.patient_id])).status_code == 403


def test_a_preview_that_was_stopped_says_so(
    draft: Draft, pat: User, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow = Renderer(Limits(seconds=0.01))
    monkeypatch.setattr("plans.actions.printing.renderer", lambda: narrow)
    answer = client_of(pat).get(reverse("draft-preview", args=[draft.patient_id]))
    narrow.stop()
    assert "took more than 20 seconds" in text_of(answer)
