"""Every page, all unfolded, at a phone's, a tablet's and a desk's width: no barrier, nothing cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.journeys.person import Person
from tests.journeys.places import KNOWN, clinic_with
from tests.own_database import Environment

pytestmark = pytest.mark.browser
PHONE, TABLET, DESK = WIDTHS = (360, 768, 1440)
STATES = (
    KNOWN
    + """
import json
from plans.actions import open_draft
from tests.actions.course import built_draft, new_draft, office_worker, signed_version
from tests.database import make_user
make_user("alex", "Alex", "Lind", "", "administrator")
make_user("fran", "Fran", "Okoye", "", "front_desk")
opioids = [
    {"drug": "morphine", "dose_mg": 30, "times_per_day": 3, "release": "er", "started_on": "2025-10-01"},
    {"drug": "diazepam", "dose_mg": 5, "times_per_day": 2},
    {"drug": "zorbafen"},
]
version = signed_version(pat, dana)
open_draft(patient=version.patient, by=pat)
print(json.dumps({
    "typing": new_draft(pat).patient_id,
    "again": version.patient_id,
    "dangers": built_draft(pat, office_worker(medications=opioids, allergies=None)).patient_id,
    "blocked": built_draft(pat, office_worker(red_flags=["rf-ces-saddle"])).patient_id,
    "version": version.pk,
}))
"""
)
PAGES = {
    "pat": (
        "/", "/patients/new/", "/password/",
        "/patients/{again}/", "/patients/{again}/change/", "/patients/{again}/intake/",
        "/patients/{typing}/intake/full/", "/patients/{typing}/medicines/",
        "/patients/{typing}/medicines/entry/", "/patients/{dangers}/plan/", "/patients/{blocked}/plan/",
        "/patients/{dangers}/plan/movement/", "/versions/{version}/movement/",
        "/patients/{dangers}/sign/", "/versions/{version}/", "/versions/{version}/journal/",
    ),
    "dana": ("/patients/{dangers}/plan/", "/patients/{dangers}/medicines/", "/patients/{dangers}/sign/"),
    "alex": ("/clinic/", "/accounts/", "/accounts/1/", "/audit/"),
    "fran": ("/patients/{again}/", "/patients/{again}/emergency/", "/versions/{version}/"),
}  # fmt: skip
UNFOLD = "() => { for (const box of document.querySelectorAll('details')) box.open = true; }"


@pytest.fixture(scope="module")
def places(
    tmp_path_factory: pytest.TempPathFactory, new_clinic: Environment
) -> Iterator[tuple[str, dict[str, int]]]:
    """The address of a clinic with patients in different states, and their row numbers."""
    with clinic_with(tmp_path_factory.mktemp("states"), new_clinic, STATES) as place:
        yield place


@pytest.mark.parametrize("who", PAGES)
def test_no_page_has_a_barrier_or_is_cut_off(
    who: str, places: tuple[str, dict[str, int]], chromium: Browser
) -> None:
    address, numbers = places
    person = Person(chromium, address)
    person.signs_in(who)
    for page in PAGES[who]:
        for width in WIDTHS:
            person.page.set_viewport_size({"width": width, "height": 900})
            answer = person.page.goto(address + page.format(**numbers))
            assert answer is not None
            assert answer.status == 200, page
            person.page.evaluate(UNFOLD)
            if width != TABLET:  # its style is that of one of the two others
                person.sees_no_barrier()
            wide = person.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{page} is {wide} wide on {width}"
