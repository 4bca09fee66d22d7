"""How fast a handout is: everything that the requirement names, measured in one run on this machine.

Run: python benchmarks/handout.py [--case X1] [--runs 9] [--handouts 200] [--processes 2]; 0 runs or handouts
leave that part out. It prints

- the first render of the standard edition with its 12-week tracker against Chromium printing the same HTML,
  style sheet, fonts and pictures, tagged. Both are warm: one browser whose page was opened and closed, one
  process that has printed another patient. Every run is a patient of whom nothing was printed before;
- printing a signed version again, in server time and against its first print;
- a batch of handouts on one core and on two, beside what two cores do with pure calculation, and what its
  processes hold early and at the end.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import printing  # noqa: E402
from benchmarks.printing import seconds  # noqa: E402
from plans.builder.build import build_plan  # noqa: E402
from plans.builder.content import build_content  # noqa: E402
from plans.content import Content, Sheet, Signature, Version  # noqa: E402
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


def of_patient(content: Content, number: int) -> Content:
    """The same for another patient: another name, and the rows of the tracker in another order."""

    def ordered(sheet: Sheet) -> Sheet:
        assert sheet.tracker is not None
        rows = list(zip(sheet.tracker.rows, sheet.tracker.example, strict=True))
        mixed = next(itertools.islice(itertools.permutations(rows), number, None))
        tracker = replace(
            sheet.tracker, rows=tuple(row for row, _ in mixed), example=tuple(value for _, value in mixed)
        )
        return replace(sheet, tracker=tracker)

    person = replace(content.person, name=f"{content.person.name} {number}")
    sheets = {language: ordered(sheet) for language, sheet in content.sheets.items()}
    return replace(content, person=person, sheets=sheets)


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


def first_render(case: str, runs: int) -> None:
    content = content_of(case)
    patients = (of_patient(content, number) for number in range(1, runs + 1))
    render(content, "standard", "en", "letter")
    ours, theirs = both(
        page_for_chromium(content), lambda: render(next(patients), "standard", "en", "letter"), runs
    )
    for name, found in (("first render", ours), ("chromium", theirs)):
        middle = statistics.median(found)
        print(f"{name:24} median {middle:.3f} s, {min(found):.3f} to {max(found):.3f}")
    ratio, best = statistics.median(ours) / statistics.median(theirs), min(ours) / min(theirs)
    print(f"{'ratio':24} {ratio:.2f} of the medians, {best:.2f} of the quickest (goal 0.5)")


def print_again(version: Any) -> None:
    first, again = printing.print_again(version)
    middle = statistics.median(again)
    print(f"{'first print':24} {first * 1000:.1f} ms of server time")
    least, most = min(again) * 1000, max(again) * 1000
    print(f"{'print again':24} median {middle * 1000:.1f} ms, {least:.1f} to {most:.1f} (goal under 10)")
    print(f"{'ratio':24} 1/{first / middle:.0f} (goal 1/50)")


def batch(folder: Path, handouts: int, processes: int) -> None:
    found = {}
    for count in (1, processes):
        shutil.copy(folder / "own.sqlite3", folder / "batch.sqlite3")
        os.environ["CAREPLAN_SQLITE"] = str(folder / "batch.sqlite3")
        run = found[count] = printing.batch(folder, handouts, count)
        said = f"{handouts} on {count} core" + ("s" if count > 1 else "")
        print(f"{said:24} {run.took:.1f} s, {run.processor:.1f} s of processors")
        held = ", ".join(f"{a} to {b}" for a, b in zip(run.early, run.last, strict=True))
        print(
            f"{'memory in MB':24} {held} (from a tenth of the batch to its end: the command, then renderers)"
        )
    ratio = found[1].took / found[processes].took
    most = printing.ceiling(processes)
    print(f"{'ratio':24} {ratio:.2f} (goal 1.8; pure calculation here and now {most:.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--case", default="X1")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--handouts", type=int, default=200)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    if options.runs:
        first_render(options.case, options.runs)
    if options.handouts:
        with printing.database() as folder:
            versions = printing.signed(options.handouts + 1)
            print_again(versions[-1])
            batch(folder, len(versions), options.processes)


if __name__ == "__main__":
    main()
