"""First render of the standard handout with its 12-week tracker, against Chromium printing the same page.

Run: python benchmarks/handout.py [--case X1] [--runs 5]. Both print the same HTML, style sheet, fonts and
pictures, tagged, on this machine in this run. Both are warm: one browser whose page was opened and closed,
one process that has parsed its style sheets and drawn its pictures once. The ratio is that of the medians.
"""

from __future__ import annotations

import argparse
import base64
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from plans.builder.build import build_plan  # noqa: E402
from plans.builder.content import build_content  # noqa: E402
from plans.content import Content, Signature, Version  # noqa: E402
from plans.handout import render  # noqa: E402
from plans.handout.assets import Fetcher  # noqa: E402
from plans.handout.page import lay_out  # noqa: E402
from plans.handout.rendering import fitted, html_of, look_of  # noqa: E402
from plans.handout.styles import css_text  # noqa: E402
from plans.intake.clinic import ClinicSettings  # noqa: E402
from plans.intake.parsing import parse  # noqa: E402
from plans.knowledge.loader import load, vocabulary  # noqa: E402

BROWSERS = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
ADDRESS = re.compile(r"handout:[A-Za-z0-9/.?_-]+")


def content_of(case: str) -> Content:
    cases = {row["id"]: row for row in json.loads((ROOT / "tests/cases/whole-patients.json").read_text())}
    knowledge, data = load(), cases[case]["intake"]
    data["patient"]["name"] = "Maria Gonzalez"
    intake = parse(data, vocabulary(knowledge), date.fromisoformat(data["assessed_on"])).intake
    assert intake is not None
    clinic = ClinicSettings(
        name="Riverside Back Clinic", phone_day="555-010-2233", national_lines=("SUP-988",)
    )
    plan = build_plan(intake, knowledge, intake.assessed_on, clinic=clinic)
    signed = Version(1, intake.assessed_on, (Signature("Dana Reyes", "MD", intake.assessed_on),), draft=False)
    return build_content(plan, intake, knowledge, signed, clinic)


def page_for_chromium(content: Content) -> str:
    """The same HTML with style sheet, fonts and pictures inside it."""
    fit = fitted(content, "standard", "en", "letter")
    printed = lay_out(content, "standard", "en", "letter", fit)
    html = html_of(printed)
    fetch = Fetcher(printed.pictures).fetch

    def inline(match: re.Match[str]) -> str:
        answer = fetch(match[0])
        body = base64.b64encode(answer.read()).decode()
        return f"data:{answer.headers['Content-Type']};base64,{body}"

    css = css_text(look_of(content, "standard", "letter", html))
    return ADDRESS.sub(inline, html.replace("</head>", f"<style>{css}</style></head>"))


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def both(html: str, ours: Callable[[], object], runs: int) -> tuple[list[float], list[float]]:
    """Seconds of ours and of Chromium, turn by turn, so that a busy machine slows both alike."""
    from playwright.sync_api import sync_playwright

    path = next(name for name in BROWSERS if Path(name).exists())
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        file = Path(folder) / "handout.html"
        file.write_text(html, "utf-8")
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])

        def theirs() -> None:
            page = browser.new_page()
            page.goto(file.as_uri())
            page.pdf(tagged=True, outline=True, prefer_css_page_size=True)
            page.close()

        theirs()
        found = [(seconds(ours), seconds(theirs)) for _ in range(runs)]
        browser.close()
    return [pair[0] for pair in found], [pair[1] for pair in found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--case", default="X1")
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    content = content_of(options.case)
    render(content, "standard", "en", "letter")
    ours, theirs = both(
        page_for_chromium(content), lambda: render(content, "standard", "en", "letter"), options.runs
    )
    for name, found in (("handout", ours), ("chromium", theirs)):
        middle = statistics.median(found)
        print(f"{name:9} median {middle:.3f} s, {min(found):.3f} to {max(found):.3f}")
    ratio, best = statistics.median(ours) / statistics.median(theirs), min(ours) / min(theirs)
    print(f"ratio     {ratio:.2f} of the medians, {best:.2f} of the quickest (goal at most 1.0, later 0.5)")


if __name__ == "__main__":
    main()
