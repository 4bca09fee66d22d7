"""What is typed while the server is away, or after the session ended, is put back and saved."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.person import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def pat_at_an_intake(clinic: str, chromium: Browser) -> Person:
    pat = Person(chromium, clinic)
    pat.signs_in("pat")
    page = pat.page
    page.goto(f"{clinic}/patients/new/")
    page.get_by_label("Name").fill("Maria Garcia")
    page.get_by_role("button", name="Register and go on").click()
    page.wait_for_url("**/intake/")
    return pat


def types_settle_minutes(pat: Person, minutes: str) -> None:
    field = pat.page.locator("#id_pain_settle_minutes")
    field.fill(minutes)
    field.press("Tab")


def finds_it_put_back_and_saved(pat: Person, minutes: str) -> None:
    page = pat.page
    expect(page.locator("#restored")).to_contain_text("had not reached the server")
    expect(page.locator("#id_pain_settle_minutes")).to_have_value(minutes)
    expect(page.locator("#save-state")).to_contain_text("Saved")
    page.reload()
    expect(page.locator("#id_pain_settle_minutes")).to_have_value(minutes)
    expect(page.locator("#restored")).to_be_hidden()


def test_an_answer_typed_without_a_connection_is_saved_later(pat_at_an_intake: Person) -> None:
    page, context = pat_at_an_intake.page, pat_at_an_intake.page.context
    address = page.url
    context.set_offline(True)
    types_settle_minutes(pat_at_an_intake, "45")
    expect(page.locator("#save-state")).to_contain_text("kept on this device")
    page.close()
    context.set_offline(False)
    pat_at_an_intake.page = context.new_page()
    pat_at_an_intake.page.goto(address)
    finds_it_put_back_and_saved(pat_at_an_intake, "45")


def test_an_answer_typed_after_the_session_ended_is_saved_after_signing_in(pat_at_an_intake: Person) -> None:
    page = pat_at_an_intake.page
    page.context.clear_cookies(name="sessionid")
    types_settle_minutes(pat_at_an_intake, "60")
    expect(page.locator("#signed-out")).to_be_visible()
    assert "Sign in" not in page.locator("#m_pain_settle_minutes").inner_text()
    page.get_by_role("link", name="Sign in again and it is put back.").click()
    page.locator("input[name=username]").fill("pat")
    page.locator("input[name=password]").fill("correct-horse-battery")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/intake/")
    finds_it_put_back_and_saved(pat_at_an_intake, "60")


def test_the_body_chart_units_and_timers_work_by_hand(pat_at_an_intake: Person) -> None:
    page = pat_at_an_intake.page
    page.locator('[data-region="low-back-left"]').click()
    expect(page.get_by_label("Low back left")).to_be_checked()
    weight = page.locator("#id_patient_weight_kg")
    page.locator("#person details summary").click()
    weight.fill("154")
    page.locator("#u_patient_weight_kg").select_option("kg")
    expect(weight).to_have_value("69.9")
    page.get_by_role("button", name="Start the timer: Sitting").click()
    page.get_by_role("button", name="Stop the timer: Sitting").click()
    expect(page.locator("#id_tolerance_sit_minutes")).to_have_value("0")
    none = page.get_by_label("All asked: every answer is no")
    none.check()
    page.locator("input[name=red_flags][value=rf-ces-sexual]").check()
    expect(none).not_to_be_checked()
    expect(page.locator("#panel")).to_contain_text("Red flag: urgent, same day")
