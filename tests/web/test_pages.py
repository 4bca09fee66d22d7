"""Every page for every role: who may open it, and that nobody signed out sees anything."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from plans.models import Draft, PlanVersion, User
from tests.web.conftest import ClientOf
from tests.web.page import Buttons

ROLES = ("pat", "dana", "fran", "alex", "olu")
CLINICIANS = {"pat", "dana"}
RECEPTION = CLINICIANS | {"fran"}
ADMINISTRATORS = {"alex"}

# Page -> who gets it (others 403); the argument is the patient's or the version's row.
OF_NOBODY = {
    "register": RECEPTION,
    "clinic": ADMINISTRATORS,
    "accounts": ADMINISTRATORS,
    "account-new": ADMINISTRATORS,
    "audit": ADMINISTRATORS,
    "password": {*ROLES},
}
OF_A_DRAFT = {
    "change": RECEPTION,
    "intake": CLINICIANS,
    "intake-full": CLINICIANS,
    "medicines": CLINICIANS,
    "medicine-new": CLINICIANS,
    "review": CLINICIANS,
    "sign": CLINICIANS,
}
OF_A_VERSION = {"version": RECEPTION, "version-journal": CLINICIANS}


@pytest.fixture
def people(pat: User, dana: User, fran: User, alex: User, olu: User) -> dict[str, User]:
    return {user.username: user for user in (pat, dana, fran, alex, olu)}


def status(client: Client, name: str, *args: int) -> int:
    return int(client.get(reverse(name, args=args)).status_code)


@pytest.mark.parametrize("who", ROLES)
def test_each_role_gets_its_pages_and_no_other(
    who: str, people: dict[str, User], draft: Draft, client_of: ClientOf
) -> None:
    client = client_of(people[who])
    got = {name: status(client, name) for name in OF_NOBODY}
    got |= {name: status(client, name, draft.patient_id) for name in OF_A_DRAFT}
    wanted = {name: 200 if who in may else 403 for name, may in {**OF_NOBODY, **OF_A_DRAFT}.items()}
    assert got == wanted


@pytest.mark.parametrize("who", ROLES)
def test_every_button_of_a_page_sends_its_form(
    who: str, people: dict[str, User], draft: Draft, client_of: ClientOf
) -> None:
    client = client_of(people[who])
    addresses = [reverse("worklist"), *(reverse(name) for name in OF_NOBODY)]
    addresses += [reverse(name, args=[draft.patient_id]) for name in (*OF_A_DRAFT, "patient", "emergency")]
    pages = {address: client.get(address) for address in addresses}
    dead = {address: Buttons(page).dead for address, page in pages.items() if page.status_code == 200}
    assert dead
    assert not any(dead.values()), dead


@pytest.mark.parametrize("who", ROLES)
def test_each_role_gets_signed_plans_as_its_work_needs(
    who: str, people: dict[str, User], version: PlanVersion, client_of: ClientOf
) -> None:
    client = client_of(people[who])
    got = {name: status(client, name, version.pk) for name in OF_A_VERSION}
    assert got == {name: 200 if who in may else 403 for name, may in OF_A_VERSION.items()}


def test_the_front_desk_sees_no_clinical_content_on_a_patients_page(
    fran: User, draft: Draft, client_of: ClientOf
) -> None:
    page = client_of(fran).get(reverse("patient", args=[draft.patient_id])).content.decode()
    assert draft.patient.name in page
    assert "acetaminophen" not in page.lower()
    assert reverse("review", args=[draft.patient_id]) not in page


def test_a_record_opened_in_an_emergency_can_be_read_and_not_changed(
    fran: User, draft: Draft, client_of: ClientOf
) -> None:
    client, pk = client_of(fran), draft.patient_id
    assert client.post(reverse("emergency", args=[pk]), {"reason": ""}).status_code == 200
    client.post(reverse("emergency", args=[pk]), {"reason": "Patient collapsed in the waiting room"})
    assert client.get(reverse("review", args=[pk])).status_code == 200
    assert client.get(reverse("intake", args=[pk])).status_code == 403


def test_the_audit_says_why_a_record_was_opened_in_an_emergency(
    fran: User, alex: User, draft: Draft, client_of: ClientOf
) -> None:
    reason = "Patient collapsed <in> the waiting room"
    client_of(fran).post(reverse("emergency", args=[draft.patient_id]), {"reason": reason})
    page = client_of(alex).get(reverse("audit")).content.decode()
    assert "Patient collapsed &lt;in&gt; the waiting room" in page


def test_nobody_signed_out_sees_anything(client: Client, draft: Draft) -> None:
    sample = {"pk": draft.patient_id, "at": 0, "decision": 1, "column": "red_flags"}
    sample |= {"exercise": "bird-dog", "pose": "pair"}
    for pattern in get_resolver().url_patterns[0].url_patterns:
        names = pattern.pattern.converters
        address = reverse(pattern.name, kwargs={name: sample[name] for name in names})
        if pattern.name == "sign-in":
            continue
        for method in (client.get, client.post):
            answer = method(address)
            assert answer.status_code in (302, 405), (pattern.name, answer.status_code)
            if answer.status_code == 302:
                assert reverse("sign-in") in answer["Location"]


def test_an_administrator_is_sent_to_the_accounts_and_a_stranger_is_told(
    alex: User, olu: User, client_of: ClientOf
) -> None:
    assert client_of(alex).get("/")["Location"] == reverse("accounts")
    assert client_of(olu).get("/")["Location"] == reverse("no-role")
    assert client_of(olu).get(reverse("no-role")).status_code == 200


def test_addresses_hold_row_numbers_only(draft: Draft, pat: User, client_of: ClientOf) -> None:
    page = client_of(pat).get(reverse("patient", args=[draft.patient_id])).content.decode()
    name = draft.patient.name.split()[0]
    assert not any(name in part for part in page.split('href="')[1:] for part in [part.split('"')[0]])


def test_markup_in_names_is_shown_as_text(pat: User, draft: Draft, client_of: ClientOf) -> None:
    draft.patient.name = "<script>alert(1)</script>"
    draft.patient.save()
    client = client_of(pat)
    for address in (
        "/",
        *(reverse(name, args=[draft.patient_id]) for name in ("patient", "intake", "review")),
    ):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


def test_pages_carry_no_inline_script_and_no_outside_address(
    pat: User, draft: Draft, client_of: ClientOf
) -> None:
    client = client_of(pat)
    for name in ("patient", "intake", "medicines", "review", "sign"):
        answer = client.get(reverse(name, args=[draft.patient_id]))
        page = answer.content.decode()
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert " style=" not in page
        assert "<style" not in page
        assert "javascript:" not in page
        assert "<script>" not in page
        assert " onclick" not in page
        addresses = [
            part.split('"')[0] for mark in ('href="', 'src="', 'action="') for part in page.split(mark)[1:]
        ]
        assert all(address.startswith(("/", "#", "?", "data:")) for address in addresses), addresses
