"""Reading decisions: which action a line may take, and what its value holds (joins.md section 5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.intake.decisions import Decision
from plans.intake.faults import Fault
from plans.intake.fields.deciding import ACTION, ASKED, DOSE_PARTS, KEY, LINE, ON, REASON, TIME, WEEK
from plans.intake.fields.kinds import Field
from plans.intake.medication_list import medication
from plans.intake.records import read_object, safe_key, unknown_key
from plans.intake.tree import ENTRIES, Node
from plans.intake.values import Reading, nearest, show
from plans.intake.vocabulary import Vocabulary

Value = dict[str, Any]
ValueReader = Callable[[Reading, Any, str], Value | None]
MOST_DECISIONS = 1000


@dataclass(frozen=True, slots=True)
class ParsedDecisions:
    decisions: tuple[Decision, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """``read`` is ``None`` when the action takes no value."""

    read: ValueReader | None = None
    value_needed: bool = False
    reason_needed: bool = False


def _holds(*fields: Field) -> Node:
    return Node(dict, {field.path: field for field in fields})


DECISION = _holds(LINE, ACTION, REASON)
DOSE = _holds(*DOSE_PARTS)
CHANGED_ENTRY = Node(
    dict,
    {name: child for name, child in ENTRIES["medications"].children.items() if name != "key"} | {"on": ON},
)


def _reader(node: Node) -> ValueReader:
    return lambda reading, value, path: read_object(reading, node, value, path)


def _read_entry(reading: Reading, value: Any, path: str) -> Value | None:
    entry = read_object(reading, ENTRIES["medications"], value, path)
    if entry is not None:
        medication(reading, entry, value, path)
    return entry


def _read_asked(reading: Reading, value: Any, path: str) -> Value | None:
    return read_object(reading, _holds(ASKED), {"asked": value} if isinstance(value, str) else value, path)


PLAIN = Action()
ACTIONS: Mapping[str, Mapping[str, Action]] = {
    "exercise": {
        "decline": PLAIN,
        "add": Action(_reader(DOSE)),
        "change": Action(_reader(DOSE), value_needed=True),
        "put_back": PLAIN,
    },
    "medication": {
        "continue": PLAIN,
        "stop": Action(_reader(_holds(ON)), value_needed=True),
        "change": Action(_reader(CHANGED_ENTRY), value_needed=True),
    },
    "alert": {"override": Action(_reader(_holds(KEY)), reason_needed=True)},
    "option": {"add": Action(_read_entry, value_needed=True), "decline": PLAIN},
    "module": {"decline": PLAIN, "add": PLAIN, "first": PLAIN},
    "entry": {"move": Action(_reader(_holds(TIME)), value_needed=True)},
    "visit": {"decline": PLAIN, "add": PLAIN},
    "gate": {"confirm": Action(_read_asked)},
}


def parse_decisions(
    data: Any, vocabulary: Vocabulary, today: date, assessed_on: date | None = None
) -> ParsedDecisions:
    """Read a list of ``{line, action, value, reason}``, every fault in one pass. Never raises on JSON."""
    reading = Reading(vocabulary, today, assessed_on)
    if not isinstance(data, list):
        return ParsedDecisions((), (Fault("decisions", f"must be a list, not {show(data)}"),))
    if len(data) > MOST_DECISIONS:
        return ParsedDecisions((), (Fault("decisions", f"must have at most {MOST_DECISIONS} entries"),))
    read = [_read_decision(reading, item, f"decisions[{at}]") for at, item in enumerate(data)]
    if reading.faults:
        return ParsedDecisions((), tuple(reading.faults))
    return ParsedDecisions(tuple(decision for decision in read if decision is not None))


def _read_decision(reading: Reading, data: Any, path: str) -> Decision | None:
    if not isinstance(data, Mapping):
        reading.fault(path, f"must be an object, not {show(data)}")
        return None
    for key in data:
        if key != "value" and key not in DECISION.children:
            inside = f"{path}.{safe_key(key)}"
            reading.fault(inside, unknown_key(DECISION, str(key), inside))
    known = read_object(reading, DECISION, {key: data[key] for key in DECISION.children if key in data}, path)
    if known is None:
        return None
    action = _find_action(reading, known, data, path)
    if action is None:
        return None
    reason = known.get("reason", "")
    if action.reason_needed and not reason:
        reading.fault(f"{path}.reason", "Reason is needed for this action")
    value = _read_value(reading, action, data.get("value"), f"{path}.value")
    return Decision(known["line"], known["action"], value, reason)


def _find_action(reading: Reading, known: Value, data: Mapping[str, Any], path: str) -> Action | None:
    for name in ("line", "action"):
        if data.get(name) is None:
            reading.fault(f"{path}.{name}", f"{DECISION.children[name].label} is needed")  # type: ignore[union-attr]
    if "line" not in known or "action" not in known:
        return None
    kind, _, target = known["line"].partition(":")
    actions = ACTIONS.get(kind)
    if actions is None or not target:
        kinds = ", ".join(ACTIONS)
        reading.fault(f"{path}.line", f"must be kind:id with a kind of {kinds}, not {show(known['line'])}")
        return None
    _check_target(reading, kind, target, f"{path}.line")
    action = actions.get(known["action"])
    if action is None:
        allowed = ", ".join(actions)
        reading.fault(f"{path}.action", f"must be one of {allowed} for {kind}, not {show(known['action'])}")
    return action


def _check_target(reading: Reading, kind: str, target: str, path: str) -> None:
    known = {"exercise": reading.words.exercises, "module": reading.words.modules}.get(kind)
    if known is not None and target not in known:
        reading.fault(path, f"{kind} {show(target)} is not known{nearest(target, known)}")
    if kind == "visit":
        reading.read(
            WEEK, int(target) if target.isascii() and target.isdigit() and len(target) < 4 else target, path
        )


def _read_value(reading: Reading, action: Action, value: Any, path: str) -> Value | None:
    empty = value is None or value == {}
    if action.read is None:
        if not empty:
            reading.fault(path, f"must be left out for this action, not {show(value)}")
        return None
    if empty:
        if action.value_needed:
            reading.fault(path, "is needed for this action")
        return None
    found = action.read(reading, value, path)
    if action.value_needed and found == {} and not any(f.path.startswith(path) for f in reading.faults):
        reading.fault(path, "is needed for this action")
    return found
