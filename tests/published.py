"""What the published cases print, and the same read from the JSON of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

Json = dict[str, Any]
EXERCISE = ("id", "need", "rule", "dose")
MOVE = ("exercise", "factor", "pace", "step", "limit", "weeks", "days", "bouts")


def some(row: Json, names: Iterable[str]) -> Json:
    return {name: row[name] for name in names}


def pairs(rows: list[Json]) -> set[tuple[str, str]]:
    return {(row["id"], row["reason"]) for row in rows}


def published_patient(case: Json) -> Json:
    """What a whole case prints, in the plan's own shape."""
    expected = dict(case["expected"])
    if expected["status"] != "plan":
        return expected
    schedule = expected["schedule"]
    return expected | {
        "left_out": pairs(expected["left_out"]),
        "schedule": schedule
        | {
            "entries": sorted((e["time"], e["kind"], e["minutes"]) for e in schedule["entries"]),
            "not_placed": pairs(schedule["not_placed"]),
            "again": {row["id"]: row["times"] for row in schedule["again"]},
        },
    }


def answered_patient(plan: Json, case: Json) -> Json:
    """The same, read from the plan."""
    expected = case["expected"]
    found: Json = {"status": plan["status"]}
    if "rule" in expected:
        found["rule"] = plan["rule"]
    if "red_flags" in expected:
        found["red_flags"] = some(plan["red_flags"], expected["red_flags"])
    return found if plan["status"] != "plan" else found | _parts(plan, expected)


def _parts(plan: Json, expected: Json) -> Json:
    therapy, care, schedule = plan["physical_therapy"], plan["self_care"], plan["schedule"]
    medicines = {row["key"] for row in plan["medication"]["current"]}
    return {
        "deficits": {name: row["severity"] for name, row in plan["deficits"].items()},
        "precautions": sorted(plan["precautions"]),
        "irritability": plan["irritability"],
        "max_exercises": plan["max_exercises"],
        "exercises": [some(row, EXERCISE) for row in therapy["exercises"]],
        "extras": sorted(row["id"] for row in therapy["extras"]),
        "flags": sorted(therapy["flags"]),
        "left_out": pairs(therapy["left_out"]),
        "visits": some(therapy["visits"], expected["visits"]),
        "self_care": {
            **some(care, ("rule", "taking_turns", "reserve_minutes", "journal_minutes", "breathing_weeks")),
            "modules": [some(row, ("id", "starts_week")) for row in care["modules"]],
            "move": care["move"] and some(care["move"], MOVE),
        },
        "schedule": {
            "entries": sorted((e["time"], e["kind"], e["minutes"]) for e in schedule["entries"]),
            "sets": schedule["sets"],
            "through_the_day": sorted(schedule["through_the_day"]),
            "again": {row["id"]: row["times"] for row in schedule["again"]},
            "not_placed": {pair for pair in pairs(schedule["not_placed"]) if pair[0] in medicines},
            "active_minutes": schedule["active_minutes"],
            "cap_minutes": schedule["cap_minutes"],
        },
        "combination": sorted(plan["combination"]),
        "alerts_fired": sorted(plan["medication"]["alerts_fired"]),
    }


def published_page(case: Json) -> Json:
    """What a medicine case prints: the rows of medications-2 alone, lists of ids as sets."""
    expected = case["expected"]
    return expected | {
        "also": {rule: sorted(under) for rule, under in expected["also"].items()},
        "not_judged": {rule: sorted(facts) for rule, facts in expected["not_judged"].items()},
    }


def answered_page(plan: Json, case: Json, rules: Collection[str]) -> Json:
    """The same, read from the plan. ``rules`` are the ids of medications-2."""
    shown = [alert for alert in plan["medication"]["alerts"] if alert["rule"] in rules]
    under = {alert["rule"]: [row for row in alert["also_details"] if row["rule"] in rules] for alert in shown}
    rows = [
        *plan["medication"]["alerts"],
        *(row for a in plan["medication"]["alerts"] for row in a["also_details"]),
    ]
    found: Json = {
        "fires": {row["rule"]: row["severity"] for row in rows if row["rule"] in rules},
        "shown": [alert["rule"] for alert in shown],
        "also": {rule: sorted(row["rule"] for row in below) for rule, below in under.items() if below},
        "not_judged": {
            row["id"]: sorted(row["facts"])
            for row in plan["not_judged"]
            if row["part"] == "medication" and row["id"] in rules
        },
        "combination": plan["combination"],
    }
    if "exercises" in case["expected"]:
        found["exercises"] = [some(row, EXERCISE) for row in plan["physical_therapy"]["exercises"]]
    return found


def differences(found: Mapping[str, Any], expected: Mapping[str, Any]) -> Json:
    """Only what differs, as (found, expected), so that a failure can be read."""
    names = [*expected, *(name for name in found if name not in expected)]
    return {
        name: (found.get(name), expected.get(name)) for name in names if found.get(name) != expected.get(name)
    }
