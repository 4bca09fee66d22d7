"""What the clinician decided, by what it is about, and worked into the facts (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from plans.intake.decisions import Decision
from plans.intake.intake import Intake, MedicationEntry

ENTRY_KEYS = frozenset(field.name for field in fields(MedicationEntry))


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision on each line. Lines are ``kind:target``."""

    by_line: Mapping[str, Decision]

    def of(self, kind: str, *actions: str) -> dict[str, Decision]:
        """Target -> decision, of one kind of line and some of its actions, by target."""
        found = {
            decision.target: decision
            for decision in self.by_line.values()
            if decision.kind == kind and decision.action in actions
        }
        return dict(sorted(found.items()))

    def about(self, kind: str, target: str, *actions: str) -> Decision | None:
        """The decision on one line, if it is one of ``actions``."""
        decision = self.by_line.get(f"{kind}:{target}")
        return decision if decision is not None and decision.action in actions else None

    @property
    def declined_exercises(self) -> frozenset[str]:
        return frozenset(self.of("exercise", "decline"))

    @property
    def declined_options(self) -> frozenset[str]:
        return frozenset(self.of("option", "decline"))

    @property
    def open_gates(self) -> frozenset[str]:
        """Gates that a clinician confirmed."""
        return frozenset(self.of("gate", "confirm"))

    @property
    def moved(self) -> dict[str, int]:
        """Entry of the timetable -> minute after midnight."""
        return {id: (d.value or {})["time"] for id, d in self.of("entry", "move").items()}

    def settles(self, rule: str, keys: Iterable[str]) -> Decision | None:
        """The decision that settles an alert: its override, or what was decided on one of its medicines."""
        own = self.about("alert", rule, "override")
        if own is not None:
            return own
        found = (self.about("medication", key, "continue", "stop", "change") for key in sorted(keys))
        return next((decision for decision in found if decision is not None and _says_why(decision)), None)


def _says_why(decision: Decision) -> bool:
    """A medicine goes on under an open alert only with a reason (J-12)."""
    return decision.action != "continue" or bool(decision.reason.strip())


def gather(decisions: Iterable[Decision]) -> Decided:
    """The last decision on a line counts; those before it are history."""
    return Decided({decision.line: decision for decision in decisions})


def with_medicine_decisions(intake: Intake, decided: Decided, as_of: date) -> Intake:
    """The intake with stops, changes and added options worked into its medicine list.

    A stop in the future leaves the entry as it is: it counts until then (J-12). A medicine list that was
    not asked stays not asked, unless something was added.
    """
    entries = intake.medications
    if entries is not None:
        entries = tuple(_decided_entry(entry, decided, as_of) for entry in entries)
    added = tuple(
        MedicationEntry(**{**_entry_keys(decision), "started_on": as_of, "key": _key(id, decision)})
        for id, decision in decided.of("option", "add").items()
    )
    if added:
        entries = (*(entries or ()), *added)
    return intake if entries is intake.medications else replace(intake, medications=entries)


def _entry_keys(decision: Decision) -> dict[str, Any]:
    return {name: value for name, value in (decision.value or {}).items() if name in ENTRY_KEYS}


def _key(option: str, decision: Decision) -> str:
    value = decision.value or {}
    return str(value.get("key") or value.get("product") or value.get("drug") or option)


def _decided_entry(entry: MedicationEntry, decided: Decided, as_of: date) -> MedicationEntry:
    decision = decided.about("medication", entry.key, "stop", "change")
    if decision is None:
        return entry
    on = (decision.value or {}).get("on")
    later = on is not None and on > as_of
    if decision.action == "stop":
        if on is None or later:
            return replace(entry, stop_planned_on=on or entry.stop_planned_on)
        return replace(entry, stopped_on=on, stop_planned_on=None)
    return entry if later else replace(entry, **_entry_keys(decision))
