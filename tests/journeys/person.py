"""Somebody at a keyboard: every step is a key, every page is held against the accessibility rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.database import PASSWORD

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
GRAVE = {"serious", "critical"}
MOST_TABS = 400
# What htmx says of a request that was under way when the page was left; a failed one is "htmx:sendError".
LEFT = ("htmx:sendAbort", "htmx:afterRequest")
# What the reader hears of the control in focus: its label, its group, its own words.
NAME = """() => {
  const at = document.activeElement;
  const words = (element) => element ? element.textContent.replace(/\\s+/g, " ").trim() : "";
  const label = at.labels && at.labels.length ? words(at.labels[0]) : "";
  const group = at.closest("fieldset") ? words(at.closest("fieldset").querySelector("legend")) : "";
  const row = at.closest("[role=radiogroup]");
  const named = row ? words(document.getElementById(row.getAttribute("aria-labelledby"))) : "";
  const own = at.getAttribute("aria-label") || (at.matches("a, button, summary") ? words(at) : "");
  return [own, label, named, group].filter(Boolean).join(" | ");
}"""


class Person:
    """One signed-in browser. ``go_to`` finds a control as a keyboard user does: with Tab."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.page: Page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
        self.page.set_default_timeout(20_000)
        self.address = address
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        self.page.on("console", self._note)

    def _note(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if getattr(message, "type", "") == "error" and not text.startswith(LEFT):
            self.faults.append(f"console: {text}")

    def signs_in(self, name: str) -> None:
        self.page.goto(f"{self.address}/sign-in/")
        self.sees_no_barrier()
        self.types(name)
        self.press("Tab")
        self.types(PASSWORD)
        self.press("Enter")
        self.page.wait_for_function("() => !location.pathname.includes('sign-in')")

    def signs_out(self) -> None:
        self.page.get_by_role("button", name="Sign out").click()
        self.page.wait_for_url("**/sign-in/")

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def in_focus(self) -> str:
        return str(self.page.evaluate(NAME))

    def go_to(self, words: str, backwards: bool = False) -> None:
        """Press Tab until the control in focus is called ``words``."""
        for _ in range(MOST_TABS):
            self.press("Shift+Tab" if backwards else "Tab")
            if words in self.in_focus():
                return
        raise AssertionError(f"no Tab leads to {words!r}")

    def answers(self, question: str, text: str) -> None:
        self.go_to(question)
        self.types(text)

    def ticks(self, question: str, answer: str) -> None:
        """In a list of boxes the arrows move; a letter jumps to the next answer that begins with it."""
        self.go_to(question)
        for _ in range(MOST_TABS):
            if answer in self.in_focus():
                self.press("Space")
                return
            self.press("ArrowDown")
        raise AssertionError(f"{question}: no arrow leads to {answer}")

    def chooses(self, question: str, answer: str) -> None:
        """In a row of answers the first letter chooses; pressed again, the next that begins with it."""
        self.go_to(question)
        for _ in range(4):
            self.types(answer[0].lower())
            if answer in str(self.page.evaluate("document.activeElement.parentElement.textContent")):
                return
        raise AssertionError(f"{question}: no key chooses {answer}")

    def is_as_wide_as(self, width: int) -> None:
        """A window of another width, laid out and drawn: only then is a place on it worth measuring."""
        self.page.set_viewport_size({"width": width, "height": 800})
        self.page.wait_for_function(f"() => document.documentElement.clientWidth <= {width}")
        self.page.evaluate(
            "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
        )

    @contextmanager
    def whole_page(self) -> Iterator[None]:
        """A window as high as the page, so that no bar that stays in sight covers half a button by chance."""
        size = self.page.viewport_size
        assert size is not None
        self.page.wait_for_load_state()
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
        yield
        self.page.set_viewport_size(size)

    def sees_no_barrier(self) -> None:
        """No serious or critical fault of accessibility, and nothing wrong in the console."""
        with self.whole_page():
            found = Axe().run(self.page, options=RULES).response["violations"]
        grave = [
            (fault["id"], fault["nodes"][0]["html"][:200]) for fault in found if fault["impact"] in GRAVE
        ]
        assert grave == [], grave
        assert self.faults == [], self.faults
