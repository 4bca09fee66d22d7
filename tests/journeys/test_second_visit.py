"""The way back in a real browser: tracker typed in, measured again, second plan, its diff and its handout."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.person import Person
from tests.journeys.places import KNOWN, clinic_with
from tests.journeys.test_visit import Prescriber
from tests.own_database import Environment

pytestmark = pytest.mark.browser
PATIENT = "Maria García"
TYPED_WITHIN_SECONDS, MOST_KEYS = 60, 60
WEEKS_AGO = (
    KNOWN
    + """
import json
from tests.actions.course import office_worker, signed_version, weeks_ago
version = signed_version(pat, dana, office_worker(assessed_on=weeks_ago(4)))
print(json.dumps({"patient": version.patient_id, "version": version.pk}))
"""
)
# Seven evenings a week as they stand on the paper: pain, plan, exercises, minutes, mood, trigger.
PAPER = (
    ("6565555", "aaasana", "4443404", (11, 11, 11, 5, 11, 0, 11), "gssgssg", "SWSWXXS"),
    ("5555454", "aaaasna", "4443404", (11, 11, 11, 11, 5, 0, 11), "gggssgg", "SWSXXXS"),
    ("4544444", "aaaaana", "4444404", (11, 11, 11, 11, 11, 0, 11), "ggggsgg", "SXSXXXS"),
    ("3443334", "aaaaana", "4444404", (11, 11, 11, 11, 11, 0, 11), "ggggggg", "XXSXXXS"),
)


class Typist(Person):
    """A therapist who counts her keys."""

    keys = 0

    def press(self, key: str, times: int = 1) -> None:
        self.keys += times
        super().press(key, times)

    def types(self, text: str) -> None:
        self.keys += len(text)
        super().types(text)

    def sees_no_barrier(self) -> None:
        """From the top: what lies half under the patient's strip is no small target."""
        self.page.evaluate("window.scrollTo(0, 0)")
        super().sees_no_barrier()

    def opens_the_due_patient(self) -> None:
        due = self.page.get_by_role("region", name="Re-measure due")
        expect(due).to_contain_text(PATIENT)
        self.sees_no_barrier()
        due.get_by_role("link", name=PATIENT).click()
        self.page.wait_for_url(re.compile(r"/patients/\d+/$"))

    def opens_the_tracker(self) -> None:
        self.page.get_by_role("link", name="Type in tracker weeks").click()
        expect(self.page.get_by_role("heading", name="Type in the tracker")).to_be_visible()
        self.sees_no_barrier()

    def types_the_week(self, number: int) -> tuple[float, int]:
        """Row by row as on the paper. Answers seconds and keys, from the first cell to the kept week."""
        pain, plan, exercises, minutes, mood, triggers = PAPER[number - 1]
        expect(self.page.get_by_label("Week", exact=True)).to_have_value(str(number))
        self.page.wait_for_load_state()  # one key fills a cell only once the script of the page runs
        self.go_to(self.page.locator("#id_day0_pain").get_attribute("aria-label") or "")
        self.keys, began = 0, time.monotonic()
        for row in (pain, plan, exercises):
            self.types(row)
        for amount in minutes:
            self.types(f"{amount} ")
        self.press("ArrowDown")  # over the hours of sleep, which this patient does not write
        self.types(mood)
        self.types(triggers)
        self.press("Enter")
        expect(self.page.get_by_role("status").first).to_contain_text(f"Week {number} is kept.")
        return time.monotonic() - began, self.keys

    def sees_the_weeks(self) -> None:
        kept = self.page.get_by_role("region", name="Weeks that are kept").first
        expect(kept).to_contain_text("7 of 7")
        expect(kept).to_contain_text("6, 5 planned")
        self.sees_no_barrier()

    def measures_again(self) -> None:
        """What REA-4 asks for: pain, PEG, tolerance times, red flags; the last values stand beside."""
        self.page.get_by_role("button", name="Start the re-measure").click()
        self.page.wait_for_url("**/intake/")
        self.ticks("All asked: every answer is no", "All asked")
        self.answers("Weeks with this pain", "44")
        self.answers("Average pain, last 7 days", "3")
        self.chooses("Leg pain, worst reach", "None")
        self.answers("Minutes until a usual flare", "45")
        for prompt, score in (
            ("Average pain in the past week", "3"),
            ("enjoying life", "3"),
            ("general activity", "3"),
        ):
            self.answers(prompt, score)
        for question, minutes in (("Sitting", "30"), ("Standing", "40"), ("Walking", "25")):
            self.answers(question, minutes)
        for section in ("Posture", "Core", "Flexibility"):
            self.chooses(f"{section}, overall grade", "Moderate")
        self.press("Tab")
        expect(self.page.locator("#save-state")).to_contain_text("Saved")

    def makes_the_plan(self) -> None:
        self.page.get_by_role("button", name="Save and see the plan").first.click()
        again = self.page.get_by_role("button", name="All right: make the plan")
        expect(again.or_(self.page.locator("#review")).first).to_be_visible()
        if again.count():
            again.click()
        self.page.wait_for_url("**/plan/")
        self.sees_no_barrier()

    def sees_what_changed_and_how_it_goes(self) -> None:
        changed = self.page.get_by_role("region", name="What changed since the last plan")
        expect(changed).to_contain_text("Exercise phase 2, after phase 1.")
        expect(changed).to_contain_text("Work: a habit from now on.")
        progress = self.page.get_by_role("region", name="Progress")
        expect(progress).to_contain_text("moves on")
        expect(progress).to_contain_text("improved")
        expect(progress).to_contain_text("REA-4")

    def moves_a_line_with_the_arrows(self) -> None:
        slot = self.page.locator("li.slot[data-movable].self_care").first
        before = slot.locator(".time").inner_text()
        slot.focus()
        self.press("ArrowLeft", 2)
        earlier = slot.locator(".time").inner_text()
        assert minutes_of(before) - minutes_of(earlier) == 10
        self.press("Escape")
        expect(slot.locator(".time")).to_have_text(before)
        self.press("ArrowLeft", 3)
        self.press("Enter")
        moved = self.page.locator("li.slot", has_text="moved by hand")
        expect(moved.locator(".time")).to_have_text(clock(minutes_of(before) - 15))
        self.sees_no_barrier()

    def drags_the_walk(self) -> None:
        """Half an hour later, by its grip."""
        slot = self.page.locator("li.slot.move[data-movable]").first
        before = slot.locator(".time").inner_text()
        slot.scroll_into_view_if_needed()
        grip = slot.locator(".grip").bounding_box()
        assert grip is not None
        x, y = grip["x"] + 5, grip["y"] + 5
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x, y + 6 * 8, steps=6)
        with self.page.expect_response("**/plan/decide/"):
            self.page.mouse.up()
        expect(self.page.locator("li.slot.moving")).to_have_count(0)
        moved = self.page.locator("li.slot.move", has_text="moved by hand").first
        expect(moved.locator(".time")).to_have_text(clock(minutes_of(before) + 30))

    def moves_the_exercises_into_working_hours(self) -> None:
        """10:00 lies between 9:00 and 17:00: SCH-13 minds, and says so at the line."""
        slot = self.page.locator("li.slot.exercise[data-movable]").first
        slot.focus()
        steps = (minutes_of(slot.locator(".time").inner_text()) - 600) // 5
        self.press("Shift+ArrowLeft", steps // 6)
        self.press("ArrowLeft", steps % 6)
        self.press("Enter")
        moved = self.page.locator("li.slot.exercise", has_text="moved by hand").first
        expect(moved.locator(".time")).to_have_text("10:00")
        expect(moved.locator(".minds")).to_contain_text("SCH-13")
        self.sees_no_barrier()

    def takes_the_move_back(self) -> None:
        slot = self.page.locator("li.slot.exercise", has_text="moved by hand").first
        slot.locator("summary[data-key=w]").first.click()
        slot.get_by_role("button", name=re.compile("Take back")).click()
        expect(self.page.locator("li.slot.exercise", has_text="moved by hand")).to_have_count(0)

    def signs_the_movement_part(self) -> None:
        self.page.get_by_role("link", name="Sign and print").last.click()
        self.page.get_by_role("button", name="Sign the movement part").click()
        expect(self.page.get_by_role("status")).to_contain_text("waits for the other signature")


def minutes_of(clock_time: str) -> int:
    hours, _colon, minutes = clock_time.partition(":")
    return int(hours) * 60 + int(minutes)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@pytest.fixture
def four_weeks_later(
    tmp_path_factory: pytest.TempPathFactory, new_clinic: Environment
) -> Iterator[tuple[str, dict[str, int]]]:
    """A clinic where Maria García's first plan was signed four weeks ago."""
    with clinic_with(tmp_path_factory.mktemp("second"), new_clinic, WEEKS_AGO) as place:
        yield place


def charts_of(page: Page) -> list[str]:
    return [str(words) for words in page.locator("figure.chart figcaption .strong").all_inner_texts()]


def test_from_the_tracker_to_the_second_handout(
    four_weeks_later: tuple[str, dict[str, int]], chromium: Browser
) -> None:
    address, numbers = four_weeks_later
    pat = Typist(chromium, address)
    pat.signs_in("pat")
    pat.opens_the_due_patient()
    pat.opens_the_tracker()
    for number in range(1, 5):
        seconds, keys = pat.types_the_week(number)
        assert seconds < TYPED_WITHIN_SECONDS
        assert keys <= MOST_KEYS
    pat.sees_the_weeks()

    pat.page.goto(f"{address}/patients/{numbers['patient']}/")
    assert charts_of(pat.page) == ["Pain in the diary"]
    pat.measures_again()
    pat.makes_the_plan()
    pat.sees_what_changed_and_how_it_goes()
    pat.moves_a_line_with_the_arrows()
    pat.drags_the_walk()
    pat.moves_the_exercises_into_working_hours()
    pat.takes_the_move_back()
    pat.signs_the_movement_part()

    dana = Prescriber(chromium, address)
    dana.signs_in("dana")
    dana.opens_the_plan_of(PATIENT)
    dana.signs()
    handout = dana.prints("standard")
    for words in ("What is new", "How you are doing", "Days done", "Pain in the past week", "better"):
        assert words in handout
    assert "New habit: Work." in handout
    assert "too few nights" not in handout

    pat.page.goto(f"{address}/patients/{numbers['patient']}/")
    assert charts_of(pat.page)[:3] == ["Pain in the diary", "Average pain", "PEG"]
    pat.sees_no_barrier()
