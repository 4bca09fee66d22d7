"""What is new against the plan version before, as ids and sentences (joins.md section 5, history)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plans.builder.plan import Plan
from plans.knowledge.loader import Knowledge

Change = Mapping[str, Any]
Shown = Mapping[str, str | None]  # id -> what is compared


def find_changes(plan: Plan, previous: Mapping[str, Any], knowledge: Knowledge) -> tuple[Change, ...]:
    """Lines of each part that were added, removed or changed; times of the day too."""
    return tuple(
        change
        for part, now, before in _parts(plan, previous)
        for change in _differences(part, before, now, knowledge)
    )


def _parts(plan: Plan, previous: Mapping[str, Any]) -> Iterator[tuple[str, Shown, Shown]]:
    therapy, medication = _of(previous, "physical_therapy"), _of(previous, "medication")
    exercises = (*plan.physical_therapy.exercises, *plan.physical_therapy.extras)
    yield (
        "exercise",
        {exercise.id: exercise.patient_dose for exercise in exercises},
        {
            row["id"]: _text(row.get("patient_dose"))
            for name in ("exercises", "extras")
            for row in therapy.get(name) or ()
        },
    )
    yield (
        "alert",
        dict.fromkeys(alert.rule for alert in plan.medication.alerts),
        _ids(medication, "alerts", "rule"),
    )
    yield (
        "option",
        dict.fromkeys(option.id for option in plan.medication.options),
        _ids(medication, "options", "id"),
    )
    modules = _of(previous, "self_care").get("modules") or ()
    yield (
        "module",
        {habit.id: str(habit.starts_week) for habit in plan.self_care.modules},
        {row["id"]: str(row.get("starts_week")) for row in modules},
    )
    yield (
        "entry",
        {entry.id: entry.time for entry in plan.schedule.entries},
        {row["id"]: _text(row.get("time")) for row in _of(previous, "schedule").get("entries") or ()},
    )


def _of(previous: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return previous.get(name) or {}


def _text(value: Any) -> str | None:
    """What a plan from outside holds where a text belongs."""
    return value if isinstance(value, str) else None


def _ids(part: Mapping[str, Any], name: str, key: str) -> Shown:
    return dict.fromkeys(row[key] for row in part.get(name) or ())


def _differences(part: str, before: Shown, now: Shown, knowledge: Knowledge) -> Iterator[Change]:
    for id, value in now.items():
        if id not in before:
            yield _change(part, id, "added", None, value, knowledge)
        elif before[id] != value:
            yield _change(part, id, "changed", before[id], value, knowledge)
    for id in before:
        if id not in now:
            yield _change(part, id, "removed", before[id], None, knowledge)


def _change(part: str, id: str, kind: str, was: str | None, now: str | None, knowledge: Knowledge) -> Change:
    words = {"name": _name(part, id, knowledge), "was": was or "-", "now": now or "-"}
    texts = {
        language: text.format_map(words)
        for language, text in knowledge.self_care.journal.changes[kind].items()
    }
    return {"part": part, "id": id, "change": kind, "was": was, "now": now, "text": texts}


def _name(part: str, id: str, knowledge: Knowledge) -> str:
    if part == "exercise" and id in knowledge.movement.exercises:
        return str(knowledge.movement.exercises[id].plain_name)
    if part == "module" and id in knowledge.self_care.modules:
        return str(knowledge.self_care.modules[id].name["en"])
    return id
