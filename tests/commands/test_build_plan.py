"""The plan command: intake to plan without a database, faults one a line, exit status 0 or 2."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Ran
from tests.intake.cases import SMALL, full_intake

Run = Callable[..., Ran]
TOP_LEVEL = {
    "as_of",
    "knowledge_version",
    "status",
    "rule",
    "red_flags",
    "scores",
    "deficits",
    "precautions",
    "irritability",
    "max_exercises",
    "combination",
    "physical_therapy",
    "medication",
    "self_care",
    "schedule",
    "calendar",
    "asks",
    "signing",
    "not_judged",
    "progress",
    "changes",
    "left_out",
    "sources",
}
BLOCKED = {**SMALL, "red_flags": ["rf-ces-bladder"]}
REFUSED = {**SMALL, "pain": {"duration_weeks": 12}}
WRONG = {**SMALL, "pain": {"duration_weeks": 40, "nprs_average": 11}, "patients": {}}


def saved(folder: Path, name: str, data: Any) -> str:
    path = folder / name
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)


def test_a_file_becomes_a_plan_with_every_key(run: Run, tmp_path: Path) -> None:
    ran = run("build_plan", saved(tmp_path, "intake.json", full_intake()))
    plan = json.loads(ran.out)
    assert plan.keys() >= TOP_LEVEL
    assert (plan["status"], plan["as_of"], ran.status, ran.err) == ("plan", "2026-03-02", 0, "")
    assert plan["physical_therapy"]["exercises"][0]["id"] == "walk-paced"


@pytest.mark.parametrize(("intake", "status"), [(BLOCKED, "blocked"), (REFUSED, "refused")])
def test_a_blocked_and_a_refused_plan_have_every_key_and_are_no_error(
    run: Run, intake: dict[str, Any], status: str
) -> None:
    ran = run("build_plan", "-", stdin=json.dumps(intake))
    plan = json.loads(ran.out)
    assert plan.keys() >= TOP_LEVEL
    assert (plan["status"], ran.status) == (status, 0)


def test_faults_stand_one_a_line_on_the_error_stream(run: Run) -> None:
    ran = run("build_plan", "-", stdin=json.dumps(WRONG))
    assert (ran.status, ran.out) == (2, "")
    assert ran.faults == [
        "pain.nprs_average: Average pain, last 7 days must be 0 to 10, not 11",
        "patients: is not a known field; nearest: patient",
    ]


@pytest.mark.parametrize(
    ("stdin", "words"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[1]", "must be an object"),
        ('{"assessed_on": 1, "assessed_on": 2}', "stands twice"),
        (b"\xff\xfe", "is not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_intake_is_one_fault(run: Run, stdin: str | bytes, words: str) -> None:
    ran = run("build_plan", "-", stdin=stdin)
    assert (ran.status, ran.out) == (2, "")
    (fault,) = ran.faults
    assert words in fault


def test_a_file_that_is_not_there_is_a_fault(run: Run, tmp_path: Path) -> None:
    ran = run("build_plan", str(tmp_path / "none.json"))
    assert ran.status == 2
    assert "cannot be read" in ran.err


def test_the_day_can_be_chosen(run: Run) -> None:
    text = json.dumps(full_intake())
    assert (
        json.loads(run("build_plan", "-", "--as-of", "2026-04-01", stdin=text).out)["as_of"] == "2026-04-01"
    )
    for day in ("soon", "2026-02-30", "2026-03-01"):
        ran = run("build_plan", "-", "--as-of", day, stdin=text)
        assert ran.status == 2
        assert ran.err.startswith("--as-of: ")


def test_the_same_intake_gives_the_same_bytes(run: Run) -> None:
    text = json.dumps(full_intake())
    assert run("build_plan", "-", stdin=text).out == run("build_plan", "-", stdin=text).out


def test_lines_give_a_plan_or_its_faults_each_in_the_same_order(run: Run) -> None:
    lines = "\n".join([json.dumps(full_intake()), json.dumps(WRONG), "{", json.dumps(REFUSED)])
    ran = run("build_plan", "-", "--lines", stdin=lines)
    first, second, third, fourth = (json.loads(line) for line in ran.out.splitlines())
    assert (first["status"], fourth["status"], ran.status, ran.err) == ("plan", "refused", 2, "")
    assert [fault["path"] for fault in second["faults"]] == ["pain.nprs_average", "patients"]
    assert set(second) == set(third) == {"faults"}
    assert set(second["faults"][0]) == {"path", "message"}


def test_lines_without_a_fault_exit_with_0(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "intakes.jsonl"
    path.write_text(f"{json.dumps(REFUSED)}\r\n{json.dumps(BLOCKED)}\n\n", encoding="utf-8-sig")
    ran = run("build_plan", str(path), "--lines")
    assert [json.loads(line)["status"] for line in ran.out.splitlines()] == ["refused", "blocked"]
    assert ran.status == 0


def test_lines_take_neither_decisions_nor_text(run: Run, tmp_path: Path) -> None:
    decisions = saved(tmp_path, "decisions.json", [])
    assert run("build_plan", "-", "--lines", "--decisions", decisions, stdin="").status == 2
    assert run("build_plan", "-", "--lines", "--format", "text", stdin="").status == 2


def test_a_declined_exercise_leaves_the_plan(run: Run, tmp_path: Path) -> None:
    decisions = saved(
        tmp_path,
        "decisions.json",
        [{"line": "exercise:hamstring-chair", "action": "decline", "reason": "no"}],
    )
    ran = run("build_plan", "-", "--decisions", decisions, stdin=json.dumps(full_intake()))
    assert "hamstring-chair" not in [
        row["id"] for row in json.loads(ran.out)["physical_therapy"]["exercises"]
    ]


def test_faults_of_decisions_and_history_are_named(run: Run, tmp_path: Path) -> None:
    text = json.dumps(full_intake())
    decisions = saved(tmp_path, "decisions.json", [{"line": "exercise:nope", "action": "decline"}])
    ran = run("build_plan", "-", "--decisions", decisions, stdin=text)
    assert (ran.status, ran.faults[0].partition(":")[0]) == (2, "decisions[0].line")
    history = saved(tmp_path, "history.json", {"started_on": "2026-01-05", "assessments": [WRONG]})
    ran = run("build_plan", "-", "--history", history, stdin=text)
    assert ran.status == 2
    assert ran.faults[0].startswith("history.assessments[0].pain.nprs_average: ")


def test_a_tracker_week_that_lies_ahead_is_refused(run: Run, tmp_path: Path) -> None:
    """8 weeks are over on 2 March: week 9 has begun that day, week 10 has not."""
    text = json.dumps(full_intake())

    def with_weeks(*weeks: int) -> Ran:
        journal = [{"week": week, "days": [{"pain": 5}] * 7} for week in weeks]
        file = saved(tmp_path, "history.json", {"started_on": "2026-01-05", "journal": journal})
        return run("build_plan", "-", "--history", file, stdin=text)

    assert with_weeks(0, 8, 9).status == 0
    ran = with_weeks(8, 10)
    assert (ran.status, ran.out) == (2, "")
    assert ran.faults == [
        "history.journal[1].week: has not begun: on 2026-03-02 the plan is in its week 9, not 10"
    ]


def test_a_plan_for_a_later_day_may_know_the_weeks_until_then(run: Run, tmp_path: Path) -> None:
    journal = [{"week": 10, "days": [{"pain": 5}] * 7}]
    history = saved(tmp_path, "history.json", {"started_on": "2026-01-05", "journal": journal})
    text = json.dumps(full_intake())
    assert run("build_plan", "-", "--history", history, "--as-of", "2026-03-09", stdin=text).status == 0


def test_a_history_gives_progress(run: Run, tmp_path: Path) -> None:
    before = {**full_intake(), "assessed_on": "2026-01-05"}
    before["pain"] = {**before["pain"], "nprs_average": 7}
    history = saved(tmp_path, "history.json", {"started_on": "2026-01-05", "assessments": [before]})
    text = json.dumps(full_intake())
    assert json.loads(run("build_plan", "-", stdin=text).out)["progress"] is None
    assert json.loads(run("build_plan", "-", "--history", history, stdin=text).out)["progress"] is not None


def test_text_names_dangers_first_and_the_reason_of_each_line(run: Run) -> None:
    intake = full_intake()
    intake["patient"]["name"] = "Alice <b>"
    intake["medications"].append({"drug": "naproxen", "dose_mg": 500, "times_per_day": 2})
    ran = run("build_plan", "-", "--format", "text", stdin=json.dumps(intake))
    assert ran.status == 0
    assert "Alice <b>" in ran.out
    headings = [line for line in ran.out.splitlines() if line.isupper() and not line.startswith((" ", "-"))]
    assert headings[0] == "DANGERS AND OPTIONS"
    assert "walk-paced" in ran.out
    assert "AER-5" in ran.out
    assert all(len(line) <= 100 or " " not in line.strip() for line in ran.out.splitlines())


def test_a_file_that_holds_no_object_is_named(run: Run, tmp_path: Path) -> None:
    name = saved(tmp_path, "list.json", [])
    ran = run("build_plan", name)
    assert (ran.status, ran.err.strip()) == (2, f"{name}: must be an object, not a list")
