"""Clinic settings, accounts, passwords, audit, registering and finding."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PageObject, PdfReader

from plans.logo import pixels_in
from plans.models import AuditEvent, Clinic, Draft, Patient, User
from tests.database import PASSWORD
from tests.web.conftest import ClientOf
from tests.web.page import check_error_shown, form_data, text_of

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h4v4z"/></svg>'


def test_settings_are_saved_and_stay_as_they_were(alex: User, client_of: ClientOf) -> None:
    client = client_of(alex)
    data = form_data(client.get(reverse("clinic")), "clinic-form")
    data |= {"name": ["Lakeside"], "resource0_name": ["Walking group"], "closing_en": ["Take care."]}
    assert client.post(reverse("clinic"), data).status_code == 302
    clinic = Clinic.get()
    assert (clinic.name, clinic.closing) == ("Lakeside", {"en": "Take care."})
    assert clinic.local_resources[0]["name"] == "Walking group"
    again = form_data(client.get(reverse("clinic")), "clinic-form")
    client.post(reverse("clinic"), again)
    assert AuditEvent.objects.filter(action="clinic.change").count() == 1


@pytest.mark.parametrize(
    "logo",
    [
        "<svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/x.png"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><path fill="url(http://example.org)"/></svg>',
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
)
def test_a_logo_that_could_do_something_is_refused(logo: str, alex: User, client_of: ClientOf) -> None:
    client = client_of(alex)
    data = form_data(client.get(reverse("clinic")), "clinic-form") | {"logo_svg": [logo]}
    assert client.post(reverse("clinic"), data).status_code == 200
    assert Clinic.get().logo_svg == ""


@pytest.mark.parametrize(
    ("color", "said"),
    [
        ("#0B4F5C", ""),
        ("#000000", ""),
        ("#1E90FF", "contrast is 2.8 to 1"),
        ("#767676", "contrast is 3.9 to 1"),
        ("blue", "Six hexadecimal digits"),
        ("#12345", "Six hexadecimal digits"),
        ("#12345g;}", "Six hexadecimal digits"),
    ],
)
def test_a_colour_is_dark_enough_or_refused_with_its_ratio(
    color: str, said: str, alex: User, client_of: ClientOf
) -> None:
    client = client_of(alex)
    data = form_data(client.get(reverse("clinic")), "clinic-form") | {"accent_color": [color]}
    answer = client.post(reverse("clinic"), data)
    assert answer.status_code == (200 if said else 302)
    if said:
        assert said in text_of(answer)
    assert Clinic.get().accent_color == ("" if said else color)


def test_the_head_of_the_handout_is_shown_before_it_is_saved(alex: User, client_of: ClientOf) -> None:
    answer = client_of(alex).post(reverse("clinic-preview"), {"name": "<b>Lakeside</b>", "logo_svg": LOGO})
    page = answer.content.decode()
    assert "&lt;b&gt;Lakeside" in page
    assert "data:image/svg+xml;base64," in page
    assert Clinic.get().name == ""


def picture_file(color: str = "#0b4f5c", name: str = "logo.png") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("RGB", (300, 100), color).save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), "image/png")


def test_an_uploaded_picture_is_kept_until_it_is_replaced_or_removed(alex: User, client_of: ClientOf) -> None:
    client, address = client_of(alex), reverse("clinic")
    as_it_stands = form_data(client.get(address), "clinic-form")
    assert client.post(address, {**as_it_stands, "logo_file": picture_file()}).status_code == 302
    kept = Clinic.get().logo_svg
    pixels = pixels_in(kept)
    assert pixels is not None
    assert (pixels.kind, pixels.width, pixels.height) == ("image/png", 300, 100)
    again = form_data(client.get(address), "clinic-form")
    assert again["logo_svg"][0].strip() == ""
    client.post(address, again)
    assert Clinic.get().logo_svg == kept
    assert AuditEvent.objects.filter(action="clinic.change").count() == 1
    shown = client.post(reverse("clinic-preview"), again).content.decode()
    assert "data:image/svg+xml;base64," in shown
    client.post(address, {**again, "logo_svg": [LOGO]})
    assert Clinic.get().logo_svg == LOGO
    client.post(address, {**again, "logo_svg": [LOGO], "logo_file": picture_file("#aa0000")})
    assert pixels_in(Clinic.get().logo_svg)
    client.post(address, {**again, "logo_removed": "on"})
    assert Clinic.get().logo_svg == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not a PNG or JPEG"),
        (b"", "empty"),
        (b"\0" * (512 * 1024 + 1), "at most 512 KB"),
    ],
)
def test_a_bad_file_is_named_at_its_field_and_what_was_typed_stays(
    data: bytes, said: str, alex: User, client_of: ClientOf
) -> None:
    client = client_of(alex)
    typed = form_data(client.get(reverse("clinic")), "clinic-form") | {"name": ["Lakeside"]}
    file = SimpleUploadedFile("logo.png", data, "image/png")
    answer = client.post(reverse("clinic"), {**typed, "logo_file": file})
    check_error_shown(answer, "id_logo_file", said)
    assert form_data(answer, "clinic-form")["name"] == ["Lakeside"]
    assert (Clinic.get().name, Clinic.get().logo_svg) == ("", "")


def test_a_good_file_beside_a_mistake_is_asked_for_again(alex: User, client_of: ClientOf) -> None:
    client = client_of(alex)
    typed = form_data(client.get(reverse("clinic")), "clinic-form") | {"accent_color": ["blue"]}
    answer = client.post(reverse("clinic"), {**typed, "logo_file": picture_file()})
    check_error_shown(answer, "id_accent_color", "Six hexadecimal digits")
    check_error_shown(answer, "id_logo_file", "Choose it again")
    assert Clinic.get().logo_svg == ""


@pytest.mark.parametrize(("language", "person"), [("en", "Sample Patient"), ("es", "Paciente de Ejemplo")])
def test_a_sample_handout_shows_what_is_typed_and_keeps_nothing(
    language: str, person: str, alex: User, draft: Draft, client_of: ClientOf
) -> None:
    client = client_of(alex)
    typed = form_data(client.get(reverse("clinic")), "clinic-form") | {
        "name": ["Lakeside"],
        "phone_day": ["555-010-7788"],
        f"closing_{language}": ["Lakeside 4 U."],
        "accent_color": ["#7a1f3d"],
        "sample": [language],
    }
    answer = client.post(reverse("clinic-sample"), {**typed, "logo_file": picture_file()})
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(BytesIO(answer.content)).pages
    first, whole = pages[0].extract_text(), "".join(page.extract_text() for page in pages)
    for words in ("Lakeside", "555-010-7788", person):
        assert words in first
    assert "Lakeside 4 U." in whole
    assert draft.patient.name not in whole
    assert [image.image.size for image in pages[0].images] == [(300, 100)]
    assert (0x7A, 0x1F, 0x3D) in colors_of(pages[0])
    clinic = Clinic.get()
    assert (clinic.name, clinic.logo_svg, clinic.accent_color) == ("", "", "")
    assert not AuditEvent.objects.filter(action="clinic.change").exists()


def colors_of(page: PageObject) -> set[tuple[int, ...]]:
    """The fills of a page, 0-255."""
    found = re.findall(rb"([\d.]+) ([\d.]+) ([\d.]+) (?:rg|scn)\b", page.get_contents().get_data())
    return {tuple(round(float(part) * 255) for part in color) for color in found}


def test_a_sample_of_settings_with_a_mistake_names_it(alex: User, client_of: ClientOf) -> None:
    client = client_of(alex)
    typed = form_data(client.get(reverse("clinic")), "clinic-form")
    answer = client.post(reverse("clinic-sample"), typed | {"accent_color": ["blue"], "sample": ["en"]})
    assert answer.status_code == 422
    assert "Colour of the headings: Six hexadecimal digits" in text_of(answer)
    assert client.post(reverse("clinic-sample"), typed | {"sample": ["xx"]}).status_code == 422


def test_only_who_may_change_the_clinic_sees_the_sample(pat: User, client_of: ClientOf) -> None:
    assert client_of(pat).post(reverse("clinic-sample"), {"sample": "en"}).status_code == 403


def test_unreviewed_translations_are_accepted_once_and_noted(alex: User, client_of: ClientOf) -> None:
    client_of(alex).post(reverse("clinic"), {"translations": "accept"})
    assert Clinic.get().unreviewed_translations_accepted
    assert AuditEvent.objects.filter(action="clinic.translations").exists()


def test_an_account_is_added_changed_and_closed(alex: User, client_of: ClientOf) -> None:
    client = client_of(alex)
    data = {
        "username": "sam",
        "first_name": "Sam",
        "last_name": "Ito",
        "credential": "PT",
        "roles": ["therapist"],
        "password": "four unrelated words here",
    }
    weak = client.post(reverse("account-new"), {**data, "password": "short"})
    assert weak.status_code == 200
    assert "too short" in text_of(weak)
    assert client.post(reverse("account-new"), data).status_code == 302
    sam = User.objects.get(username="sam")
    assert [group.name for group in sam.groups.all()] == ["therapist"]
    changed = {"first_name": "Sam", "last_name": "Ito", "roles": ["therapist", "prescriber"]}
    client.post(reverse("account", args=[sam.pk]), changed)
    sam.refresh_from_db()
    assert not sam.is_active
    assert sam.groups.count() == 2


def test_the_last_administrator_stays(alex: User, client_of: ClientOf) -> None:
    data = {"first_name": "Alex", "last_name": "Lind", "roles": [], "is_active": "on"}
    answer = client_of(alex).post(reverse("account", args=[alex.pk]), data)
    assert "must stay administrator" in text_of(answer)
    assert alex.groups.filter(name="administrator").exists()


def test_ones_own_password_is_changed_and_one_stays_signed_in(pat: User, client_of: ClientOf) -> None:
    client, new = client_of(pat), "another four words go here"
    wrong = client.post(reverse("password"), {"old": "wrong", "new": new, "again": new})
    assert "not your password now" in text_of(wrong)
    assert client.post(reverse("password"), {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert client.get("/").status_code == 200


def test_signing_in_and_out(pat: User) -> None:
    client = Client()
    wrong = client.post(reverse("sign-in"), {"username": "pat", "password": "wrong"})
    assert wrong.status_code == 200
    assert 'id="error-summary"' in wrong.content.decode()
    right = client.post(reverse("sign-in"), {"username": "pat", "password": PASSWORD})
    assert right["Location"] == reverse("worklist")
    client.post(reverse("sign-out"))
    assert client.get("/").status_code == 302


def test_after_too_many_wrong_passwords_the_account_is_locked_in_words(pat: User) -> None:
    client = Client()
    for _ in range(5):
        answer = client.post(reverse("sign-in"), {"username": "pat", "password": "wrong"})
    assert answer.status_code == 403
    assert "locked for a while" in text_of(answer)


def test_a_new_account_names_each_answer_that_is_missing(alex: User, client_of: ClientOf) -> None:
    answer = client_of(alex).post(reverse("account-new"), {"username": ""})
    for field, label in (
        ("username", "Sign-in name"),
        ("first_name", "First name"),
        ("last_name", "Last name"),
    ):
        check_error_shown(answer, f"id_{field}", f"{label} is needed")
    assert "New password is needed" in text_of(answer)


def test_a_wrong_password_is_said_once_and_the_name_stays(pat: User) -> None:
    answer = Client().post(reverse("sign-in"), {"username": "pat", "password": "wrong"})
    page = answer.content.decode()
    assert page.count("Please enter a correct username and password") == 1
    assert 'value="pat"' in page


def test_a_long_list_of_fields_is_cut_between_names_in_the_audit(alex: User, client_of: ClientOf) -> None:
    fields = [f"patient.field_{number}" for number in range(1, 31)]
    AuditEvent.append(
        by="pat",
        action="draft.save",
        target="draft 1",
        patient="1",
        detail={"fields": fields, "previous": None},
    )
    words = text_of(client_of(alex).get(reverse("audit")))
    assert f"fields: {', '.join(fields[:8])} and 22 more" in words
    assert "field_9" not in words
    assert "None" not in words


def test_the_audit_list_shows_who_did_what_and_verifies_the_chain(
    alex: User, draft: Draft, client_of: ClientOf
) -> None:
    client = client_of(alex)
    words = text_of(client.get(reverse("audit")))
    assert "Finished an intake" in words
    assert "pat" in words
    assert draft.patient.name not in words
    only = text_of(client.get(reverse("audit"), {"by": "nobody"}))
    assert "No event." in only
    assert "the chain is unbroken" in text_of(client.post(reverse("audit")))


def test_a_patient_is_registered_and_found_by_name_day_and_number(fran: User, client_of: ClientOf) -> None:
    client = client_of(fran)
    data = {"name": "José Núñez", "birth_date": "4/12/1961", "record_number": "MRN-9", "language": "en"}
    answer = client.post(reverse("register"), data)
    patient = Patient.objects.get()
    assert answer["Location"] == reverse("patient", args=[patient.pk])
    for words in ("jose", "nunez jo", "4/12/1961", "1961-04", "mrn-9"):
        found = client.post(reverse("search"), {"words": words}, headers={"HX-Request": "true"})
        assert "José Núñez" in text_of(found), words
    assert "Nobody found" in text_of(client.post(reverse("search"), {"words": "smith"}))


def test_registering_says_what_is_wrong_at_the_field(pat: User, client_of: ClientOf) -> None:
    client = client_of(pat)
    answer = client.post(reverse("register"), {"name": "", "birth_date": "13/45/1990"})
    check_error_shown(answer, "id_birth_date", "must be a date")
    assert "13/45/1990" in text_of(answer)
    check_error_shown(answer, "id_name", "Name is needed")
    client.post(reverse("register"), {"name": "A", "record_number": "1"})
    again = client.post(reverse("register"), {"name": "B", "record_number": "1"})
    assert "Another patient has this record number" in text_of(again)
