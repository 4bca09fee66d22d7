"""The handout beside the review: closed until asked for, made again after each decision."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Response

from tests.journeys.person import Person
from tests.journeys.places import KNOWN, clinic_with
from tests.own_database import Environment

pytestmark = pytest.mark.browser
REVIEWED = KNOWN + "\nfrom tests.actions.course import built_draft\nprint(built_draft(pat).patient_id)\n"


@pytest.fixture
def reviewed(tmp_path_factory: pytest.TempPathFactory, new_clinic: Environment) -> Iterator[tuple[str, int]]:
    """The address of a clinic, and a patient whose plan waits for review."""
    with clinic_with(tmp_path_factory.mktemp("preview"), new_clinic, REVIEWED) as place:
        yield place


def is_preview(answer: Response) -> bool:
    return "/plan/preview/" in answer.url


def test_the_preview_follows_each_decision(chromium: Browser, reviewed: tuple[str, int]) -> None:
    address, patient = reviewed
    pat = Person(chromium, address)
    pat.signs_in("pat")
    page = pat.page
    page.goto(f"{address}/patients/{patient}/plan/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_response(is_preview) as first:
        page.get_by_text("Preview of the handout", exact=True).first.click()
    assert first.value.status == 200
    assert first.value.headers["content-type"] == "application/pdf"
    assert "frame-ancestors 'self'" in first.value.headers["content-security-policy"]
    page.get_by_text("As the plan is now.").wait_for()
    line = page.locator("#review .line[tabindex]").first
    line.focus()
    with page.expect_response(is_preview) as second:
        page.keyboard.press("d")
        page.locator("details.act[open] textarea, details.act[open] input[name$=reason]").first.fill("Sore")
        page.locator("details.act[open] button").first.click()
        began = time.monotonic()
    assert second.value.status == 200
    assert time.monotonic() - began < 10  # a busy machine; the benchmark holds the second
    page.get_by_text("As the plan is now.").wait_for()
    assert pat.faults == []
