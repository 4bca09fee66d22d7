"""How soon the intake answers: from the last key to the results on screen, in a real browser.

Run: ``python benchmarks/live_panel.py`` (needs Chromium, see ``CAREPLAN_CHROMIUM``). The goal is 150 ms
for every key of the list, the first one included.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Page, sync_playwright

from tests.database import PASSWORD
from tests.own_database import manage, own_database, run_python
from tests.test_killed import PEOPLE, Server

GOAL_MS = 150
KEYS = (
    ("#id_tolerance_sit_minutes", "25"),
    ("#id_pain_nprs_average", "7"),
    ("#id_measures_peg", "8"),
    ("#id_core_sorensen_seconds", "62"),
    ("#id_flexibility_slr_deg_left", "61"),
    ("#id_aerobic_six_minute_walk_m", "430"),
    ("#id_measures_rmdq", "13"),
    ("#id_tolerance_walk_minutes", "12"),
)
PAUSE_MS = 900
STATE = (
    PEOPLE
    + """
from tests.actions.course import new_draft
print(new_draft(pat).patient_id)
"""
)
# The time stops after the frame that shows the new panel.
WATCH = """() => {
  const form = document.getElementById("intake"), panel = document.getElementById("panel");
  form.addEventListener("input", () => { window.began = performance.now(); }, true);
  panel.addEventListener("htmx:afterSwap", () => requestAnimationFrame(() => setTimeout(() => {
    window.took = performance.now() - window.began;
  })));
}"""


def measure(page: Page) -> list[tuple[str, float]]:
    """Milliseconds from the last key of each answer."""
    page.evaluate(WATCH)
    found = []
    for place, text in KEYS:
        page.locator(place).select_text()
        page.keyboard.type(text, delay=90)
        page.wait_for_timeout(PAUSE_MS)
        found.append((place, float(page.evaluate("window.took"))))
    return found


def at_a_fresh_server(page: Page, address: str, patient: str) -> list[tuple[str, float]]:
    page.goto(f"{address}/sign-in/")
    page.fill("input[name=username]", "pat")
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/")
    page.goto(f"{address}/patients/{patient}/intake/full/")
    return measure(page)


def main() -> None:
    path = os.environ.get("CAREPLAN_CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as folder, own_database(Path(folder)) as environment:
        manage(environment, "migrate", "--verbosity", "0")
        patient = run_python(environment, STATE).strip()
        server = Server(environment)
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                found = at_a_fresh_server(browser.new_page(), server.address, patient)
                browser.close()
        finally:
            server.kill()
    for place, took in found:
        print(f"{place:<34} {took:6.0f} ms")
    times = [took for _, took in found]
    print(f"median {statistics.median(times):.0f} ms, worst {max(times):.0f} ms, goal {GOAL_MS} ms")


if __name__ == "__main__":
    main()
