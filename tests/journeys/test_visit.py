"""The whole visit in a real browser: intake by keyboard alone, both signatures, paper."""

from __future__ import annotations

import base64
import time
from io import BytesIO

import pytest
from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from tests.journeys.person import Person

pytestmark = pytest.mark.browser
PATIENT = "Robert Maxwell"
QUICK_INTAKE_SECONDS = 180
MOST_CLICKS = 4
DECLINED_BECAUSE = "Wants no further tablet for now"
TOO_MUCH_BECAUSE = "Too much beside the others"
STOPPED_BECAUSE = "Had anaphylaxis after aspirin"


class Therapist(Person):
    def registers(self, name: str, born: str) -> None:
        self.go_to("New patient")
        self.press("Enter")
        self.page.wait_for_url("**/patients/new/")
        self.sees_no_barrier()
        self.answers("Name", name)
        self.answers("Date of birth", born)
        self.chooses("Sex at birth", "Male")
        self.go_to("Register and go on")
        self.press("Enter")
        self.page.wait_for_url("**/intake/")

    def fills_the_quick_intake(self) -> None:
        """The core questions from the top of the page to its end, without leaving the keyboard."""
        self.answers("Weeks pregnant", "0")
        self.ticks("All asked: every answer is no", "All asked")
        self.ticks("Asked: none", "Asked: none")
        self.answers("Weeks with this pain", "40")
        self.answers("Average pain, last 7 days", "5")
        self.ticks("Body chart", "Low back central")
        self.chooses("Leg pain, worst reach", "None")
        self.answers("Minutes until a usual flare", "45")
        for prompt, score in (
            ("Average pain in the past week", "5"),
            ("enjoying life", "6"),
            ("general activity", "5"),
        ):
            self.answers(prompt, score)
        self.fills_start_back()
        for question, minutes in (("Sitting", "25"), ("Standing", "40"), ("Walking", "20")):
            self.answers(question, minutes)
        self.answers("Lifting", "20")
        for section in ("Posture", "Core", "Flexibility"):
            self.chooses(f"{section}, overall grade", "Moderate")
        self.answers("Activity that warms you", "60")
        self.answers("Minutes a day for the home programme", "25")
        self.ticks("Equipment beyond the home list", "Mat")
        self.chooses("Can get down to and up from the floor", "Yes")
        self.answers("Visits covered", "10")
        self.answers("Co-pay per visit", "30")
        self.press("Tab")

    def fills_start_back(self) -> None:
        """Eight times "disagree", then how bothersome."""
        for _ in range(8):
            self.press("Tab")
            self.types("d")
        self.answers("Bothersomeness", "2")

    def sees_the_panel_follow(self) -> None:
        panel = self.page.locator("#panel")
        expect(panel).to_contain_text("Red flags: nothing blocks")
        expect(panel).to_contain_text("Everything the therapist needs to sign is answered.")
        expect(self.page.locator("#save-state")).to_contain_text("Saved")

    def types_the_medicines(self) -> None:
        self.go_to("Save and go on to medicines")
        self.press("Enter")
        self.page.wait_for_url("**/medicines/")
        self.answers("Add a medicine", "ibuprofen 400 tid since 10/2025")
        expect(self.page.locator("#reading")).to_contain_text("400 mg, 3 times a day")
        self.press("Enter")
        self.page.wait_for_url("**/medicines/#line")
        self.answers("Substance", "aspirin")
        self.answers("Reaction", "anaphylaxis")
        self.press("Tab")
        expect(self.page.locator("#panel")).to_contain_text("Contraindicated")
        self.sees_no_barrier()

    def makes_the_plan(self) -> None:
        self.go_to("Save and see the plan")
        self.press("Enter")
        expect(self.page.get_by_role("heading", name="Please check these once")).to_be_visible()
        self.sees_no_barrier()
        self.go_to("All right: make the plan")
        self.press("Enter")
        self.page.wait_for_url("**/plan/")
        self.sees_no_barrier()

    def signs_again(self, name: str) -> None:
        """What a decision made void stands on the therapist's own list."""
        self.page.goto(self.address)
        self.page.get_by_role("region", name="Waiting for the therapist").get_by_role(
            "link", name=name
        ).click()
        self.page.wait_for_url("**/plan/")
        expect(self.page.locator("#review")).to_contain_text(TOO_MUCH_BECAUSE)
        self.signs_the_movement_part()

    def signs_the_movement_part(self) -> None:
        self.page.get_by_role("link", name="Sign and print").last.click()
        self.sees_no_barrier()
        self.page.get_by_role("button", name="Sign the movement part").click()
        expect(self.page.get_by_role("status")).to_contain_text("waits for the other signature")


class Prescriber(Person):
    def opens_the_plan_of(self, name: str) -> None:
        self.sees_no_barrier()
        self.page.get_by_role("region", name="Waiting for the prescriber").get_by_role(
            "link", name=name
        ).click()
        self.page.wait_for_url("**/plan/")

    def opens_again(self) -> None:
        self.page.reload()
        expect(self.page.locator("#review")).to_contain_text("Movement part signed by Pat Novak, DPT")

    def sees_the_contraindication(self) -> None:
        first = self.page.locator("#review .danger.stop").first
        expect(first).to_contain_text("Contraindicated")
        expect(first).to_contain_text("ibuprofen", ignore_case=True)
        self.sees_no_barrier()

    def stops_the_medicine(self) -> None:
        """By keyboard: the line in focus, its letter, the reason. What the therapist signed stands."""
        self.page.locator("#line-medication-ibuprofen").focus()
        self.types("s")
        self.go_to("Reason")
        self.types(STOPPED_BECAUSE)
        self.press("Enter")
        expect(self.page.locator("#review .danger.stop")).to_have_count(0)
        expect(self.page.locator("#review")).to_contain_text("Movement part signed by Pat Novak, DPT")

    def declines_an_exercise(self) -> None:
        """The page warns before it is taken: a signature will fall."""
        self.page.locator("article.line[id^=line-exercise]").filter(visible=True).last.focus()
        self.types("d")
        self.types(TOO_MUCH_BECAUSE)
        self.press("Enter")
        warning = self.page.locator("#error-summary")
        expect(warning).to_contain_text("The therapist's signature (Pat Novak, DPT) will no longer stand")
        expect(warning).to_be_focused()
        self.sees_no_barrier()
        self.go_to("Take this decision")
        self.press("Enter")
        expect(self.page.locator("#review")).to_contain_text("Movement part not signed")

    def declines_an_option(self) -> None:
        self.page.locator("article.line[id^=line-option]").filter(visible=True).first.focus()
        self.types("d")
        self.types(DECLINED_BECAUSE)
        self.press("Enter")
        expect(self.page.locator("#review")).to_contain_text("1 declined")

    def times_of_the_day(self) -> list[str]:
        return [str(time) for time in self.page.locator("ol.day .time").all_inner_texts()]

    def signs(self) -> int:
        """From the review to a signed plan and the printer. Answers how many clicks, with printing."""
        clicks = [
            self.page.get_by_role("link", name="Sign and print").last,
            self.page.get_by_role("button", name="Sign the whole plan"),
        ]
        for click in clicks:
            self.sees_no_barrier()
            click.click()
        self.page.wait_for_url("**/versions/*/")
        self.sees_no_barrier()
        return len(clicks) + 1

    def sees_both_signatures(self) -> None:
        signatures = self.page.get_by_role("region", name="Signatures")
        expect(signatures).to_contain_text("Pat Novak, DPT")
        expect(signatures).to_contain_text("Dana Reyes, MD")

    def prints(self, edition: str) -> str:
        """The words of the PDF that the print button opens, read from the same answer."""
        self.page.get_by_label("Edition").select_option(edition)
        with self.page.expect_popup() as opened:
            self.page.get_by_role("button", name="Print the handout").click()
        opened.value.close()
        return words_of(base64.b64decode(self.page.evaluate(SEND_FORM)))

    def exercises_of_the_version(self) -> list[str]:
        lines = self.page.get_by_role("region", name="What it holds").locator("ul").first.locator("li")
        return [
            line.split("  ")[0].strip()
            for line in lines.evaluate_all("all => all.map(one => one.firstChild.textContent)")
        ]


SEND_FORM = """async () => {
  const form = document.getElementById("print");
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
  if (answer.headers.get("content-type") !== "application/pdf") throw new Error("no PDF");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}"""


def on_paper(time_24h: str) -> str:
    """The time as the handout prints it: 08:00 is 8:00."""
    hour, _colon, minute = time_24h.partition(":")
    return f"{int(hour) % 12 or 12}:{minute}"


def words_of(pdf: bytes) -> str:
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def visit_of_the_therapist(therapist: Therapist) -> None:
    """Registered, assessed by keyboard alone in three minutes, medicines typed, movement part signed."""
    therapist.signs_in("pat")
    therapist.registers(PATIENT, "6/15/1980")
    therapist.sees_no_barrier()
    began = time.monotonic()
    therapist.fills_the_quick_intake()
    assert time.monotonic() - began < QUICK_INTAKE_SECONDS
    therapist.sees_the_panel_follow()
    therapist.types_the_medicines()
    therapist.makes_the_plan()
    therapist.signs_the_movement_part()
    therapist.signs_out()


def test_from_the_intake_to_the_printed_plan(clinic: str, chromium: Browser) -> None:
    therapist, prescriber = Therapist(chromium, clinic), Prescriber(chromium, clinic)
    visit_of_the_therapist(therapist)

    prescriber.signs_in("dana")
    prescriber.opens_the_plan_of(PATIENT)
    prescriber.sees_the_contraindication()
    prescriber.stops_the_medicine()
    prescriber.declines_an_option()
    prescriber.declines_an_exercise()
    therapist.signs_in("pat")
    therapist.signs_again(PATIENT)
    prescriber.opens_again()
    times = prescriber.times_of_the_day()
    assert prescriber.signs() <= MOST_CLICKS
    prescriber.sees_both_signatures()

    handout, copy = prescriber.prints("standard"), prescriber.prints("clinician")
    exercises = prescriber.exercises_of_the_version()
    assert len(exercises) >= 3
    assert [name for name in exercises if name not in handout] == []
    assert [at for at in times if on_paper(at) not in handout] == []
    assert STOPPED_BECAUSE in copy
    assert DECLINED_BECAUSE in copy
    assert TOO_MUCH_BECAUSE in copy
