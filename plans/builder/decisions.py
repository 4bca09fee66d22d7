"""What the clinician decided, by what it is about, and worked into the facts (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from itertools import count
from typing import Any

from plans.intake.decisions import Decision
from plans.intake.intake import Intake, MedicationEntry

ENTRY_KEYS = frozenset(field.name for field in fields(MedicationEntry))
# What a new value of an entry puts out of force, unless it is new too (medications-1, 1.2).
REPLACES: Mapping[str, tuple[str, ...]] = {
    "drug": ("product",),
    "product": ("drug",),
    "dose_mg": ("doses_mg", "dose_mg_low"),
    "doses_mg": ("dose_mg", "dose_mg_low", "times_per_day", "every_hours", "every_hours_longest", "slots"),
    "units_per_dose": ("units_per_dose_low",),
    "times_per_day": ("every_hours", "every_hours_longest", "slots", "doses_mg"),
    "every_hours": ("times_per_day", "every_hours_longest", "slots", "doses_mg"),
    "slots": ("times_per_day", "every_hours", "every_hours_longest", "doses_mg"),
}
# Line and action -> the actions before it that it leaves standing.
GOES_ON: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("exercise", "change"): ("add", "put_back", "change"),
    ("medication", "change"): ("change",),
    ("medication", "continue"): ("change",),
}
ONLY_AS_NEEDED = ("max_per_day", "max_units_per_day", "max_mg_per_day")


@dataclass(frozen=True, slots=True)
class Decided:
    """What stands on each line. Lines are ``kind:target``."""

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
        found = self.settled_medicines
        return next((found[key] for key in sorted(keys) if key in found), None)

    @property
    def settled_medicines(self) -> dict[str, Decision]:
        """Key -> decision that settles what is open about that medicine (J-12)."""
        found = self.of("medication", "continue", "stop", "change")
        return {key: decision for key, decision in found.items() if _says_why(decision)}


def _says_why(decision: Decision) -> bool:
    """A medicine that goes on under an open alert, as it is or changed, does so only with a reason (J-12)."""
    return decision.action == "stop" or bool(decision.reason.strip())


def gather(decisions: Iterable[Decision]) -> Decided:
    """What stands on each line. The last decision counts, and a change goes on from what stands."""
    by_line: dict[str, Decision] = {}
    for decision in decisions:
        before = by_line.get(decision.line)
        by_line[decision.line] = decision if before is None else _following(before, decision)
    return Decided(by_line)


def _following(before: Decision, now: Decision) -> Decision:
    """``now`` after ``before`` on one line: nobody loses an earlier change by a further one.

    The reason is that of ``now``: what a further change makes dangerous needs a reason of its own.
    """
    if before.action not in GOES_ON.get((now.kind, now.action), ()):
        return now
    action = "change" if before.action == "change" else "add"
    own = now.value or {}
    gone = {name for key in own for name in REPLACES.get(key, ())}
    if now.action == "change":
        gone.add("on")  # the day of a change is its own
    kept = {key: value for key, value in (before.value or {}).items() if key not in gone}
    return replace(now, action=action, value={**kept, **own})


def with_medicine_decisions(intake: Intake, decided: Decided, as_of: date) -> Intake:
    """The intake with stops, changes and added options worked into its medicine list.

    A stop in the future leaves the entry as it is: it counts until then (J-12). A medicine list that was
    not asked stays not asked: what was added waits for it, as the gate does.
    """
    entries = intake.medications
    if entries is None:
        return intake
    new = _with_added(entries, decided.of("option", "add"), as_of)
    decided_on = tuple(_decided_entry(entry, decided, as_of) for entry in (*entries, *new))
    return intake if decided_on == entries else replace(intake, medications=decided_on)


def _with_added(
    entries: tuple[MedicationEntry, ...], added: Mapping[str, Decision], as_of: date
) -> Iterator[MedicationEntry]:
    """Added options as entries; none has a key of the list."""
    taken = {entry.key for entry in entries}
    for id, decision in added.items():
        key = next(key for key in _keys(id, decision) if key not in taken)
        taken.add(key)
        yield MedicationEntry(**{**_entry_keys(decision), "started_on": as_of, "key": key})


def _entry_keys(decision: Decision) -> dict[str, Any]:
    return {name: value for name, value in (decision.value or {}).items() if name in ENTRY_KEYS}


def _keys(option: str, decision: Decision) -> Iterator[str]:
    """Keys an added entry may have: its name, then with ``-2`` and so on for a further one of the same."""
    value = decision.value or {}
    first = str(value.get("key") or value.get("product") or value.get("drug") or option)
    yield first
    yield from (f"{first}-{number}" for number in count(2))


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
    return entry if later else _changed(entry, _entry_keys(decision))


def _changed(entry: MedicationEntry, new: dict[str, Any]) -> MedicationEntry:
    """The entry with new values, without the old ones that they contradict."""
    gone = {name for key in new for name in REPLACES.get(key, ())}
    if new.get("as_needed") is False:
        gone.update(ONLY_AS_NEEDED)
    if "slots" in new and "times_per_day" not in new:
        new = new | {"times_per_day": len(new["slots"])}
    values: dict[str, Any] = {**dict.fromkeys(gone), **new}
    return replace(entry, **values)
