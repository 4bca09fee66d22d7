"""Measuring with both hands busy: trials are timed, papers added up, results stand beside at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.person import Person
from tests.journeys.test_nothing_lost import pat_at_an_intake  # noqa: F401  (a fixture)

pytestmark = pytest.mark.browser
LARGE_TARGET = 44  # CSS pixels


@pytest.fixture
def pat(pat_at_an_intake: Person) -> Person:  # noqa: F811
    page = pat_at_an_intake.page
    for section in ("core", "function"):
        page.locator(f"#{section} details.more > summary").click()
    page.locator("#id_patient_birth_date").fill("06/15/1980")
    page.locator("#id_patient_sex_at_birth").check(force=True)
    return pat_at_an_intake


def button(pat: Person, name: str) -> Locator:
    return pat.page.get_by_role("button", name=name)


def test_a_hold_is_timed_by_keyboard_written_and_may_be_corrected(pat: Person) -> None:
    page = pat.page
    page.clock.install()
    start = button(pat, "Start the timer: Sorensen hold")
    start.focus()
    page.keyboard.press("Enter")
    page.clock.run_for(61_500)
    stop = button(pat, "Stop the timer: Sorensen hold")
    expect(stop).to_have_text("Stop 1:01")
    expect(stop).to_be_focused()
    page.keyboard.press("Space")
    field = page.locator("#id_core_sorensen_seconds")
    expect(field).to_have_value("61")
    page.clock.resume()
    expect(page.locator("#b_core_sorensen_seconds")).to_contain_text("61 s · mild")
    field.fill("80")
    expect(page.locator("#b_core_sorensen_seconds")).to_contain_text("80 s · no deficit")
    assert not pat.faults


def test_a_trial_goes_on_after_the_page_was_left_and_ends_at_its_cap(pat: Person) -> None:
    page = pat.page
    page.clock.install()
    button(pat, "Start the timer: Sorensen hold").click()
    page.clock.run_for(100_000)
    expect(page.locator(".timer-follows")).to_have_text("Stop sorensen hold 1:40")
    page.reload()
    expect(page.locator(".timer-follows")).to_contain_text("Stop sorensen hold 1:4")
    page.clock.run_for(150_000)
    expect(page.locator("#id_core_sorensen_seconds")).to_have_value("240")
    expect(page.locator(".timer-follows")).to_have_count(0)


def test_a_trial_that_nobody_stopped_in_time_is_typed_not_supposed(pat: Person) -> None:
    page = pat.page
    page.clock.install()
    button(pat, "Start the timer: Sorensen hold").click()
    page.clock.run_for(1_000)
    page.evaluate("""() => { for (const key of Object.keys(localStorage)) if (key.endsWith(':timers'))
        localStorage.setItem(key, JSON.stringify({core_sorensen_seconds: Date.now() - 900000})); }""")
    page.reload()
    expect(page.get_by_text("Not stopped before the page was left: type the time.")).to_be_attached()
    expect(page.locator("#id_core_sorensen_seconds")).to_have_value("")


def test_a_walk_is_timed_in_tenths_of_a_minute_where_they_count(pat: Person) -> None:
    page = pat.page
    page.locator("#aerobic details.more > summary").click()
    page.clock.install()
    button(pat, "Start the timer: 1-mile").click()
    page.clock.run_for(100_000)
    button(pat, "Stop the timer: 1-mile").click()
    expect(page.locator("#id_aerobic_mile_walk_minutes")).to_have_value("1.6")


def test_a_time_may_be_discarded(pat: Person) -> None:
    page = pat.page
    button(pat, "Start the timer: Sitting").click()
    button(pat, "Discard the time: Sitting").click()
    expect(page.locator("#id_tolerance_sit_minutes")).to_have_value("")
    expect(button(pat, "Start the timer: Sitting")).to_be_focused()


def test_the_buttons_are_large_enough_for_a_finger(pat: Person) -> None:
    pat.is_as_wide_as(360)
    box = button(pat, "Start the timer: Sitting").bounding_box()
    assert box is not None
    assert box["height"] >= LARGE_TARGET
    assert box["width"] >= LARGE_TARGET


def test_a_paper_form_is_added_up_while_its_answers_are_typed(pat: Person) -> None:
    page = pat.page
    page.locator("#f_measures_odi_percent summary").click()
    adder, total = (
        page.locator("[id='id_measures_odi_percent.items']"),
        page.locator("#id_measures_odi_percent"),
    )
    adder.press_sequentially("1232123-21")
    expect(total).to_have_value("38")
    expect(page.locator("#s_measures_odi_percent")).to_have_text("9 of 10 answered: 38")
    adder.press("Tab")
    expect(page.locator("#save-state")).to_contain_text("Saved")
    page.reload()
    expect(total).to_have_value("38")
    page.locator("#function details.more > summary").click()
    total.fill("40")
    total.press("Tab")
    expect(adder).to_have_value("")
    expect(page.locator("#b_measures_odi_percent")).to_contain_text("40 · moderate")


def test_a_tap_beside_a_small_region_of_the_body_chart_takes_it(pat: Person) -> None:
    page = pat.page
    pat.is_as_wide_as(360)
    chart, region = page.locator("[data-body-chart]"), page.locator('[data-region="neck"]')
    around, box = chart.bounding_box(), region.bounding_box()
    assert around is not None
    assert box is not None
    beside = {"x": box["x"] - around["x"] - 6, "y": box["y"] - around["y"] + 4}
    chart.click(position=beside)
    expect(page.get_by_label("Neck", exact=True)).to_be_checked()
    expect(region).to_have_class("region on")
    page.get_by_label("Neck", exact=True).uncheck()
    expect(region).to_have_class("region")


def test_what_is_unfolded_in_the_panel_stays_so_while_typing(pat: Person) -> None:
    page = pat.page
    page.locator("#id_core_sorensen_seconds").fill("62")
    domain = page.locator("details[data-keep=core]")
    domain.locator("summary").click()
    page.locator("#id_core_front_plank_seconds").fill("50")
    expect(domain).to_contain_text("Front plank")
    expect(domain).to_have_attribute("open", "")
