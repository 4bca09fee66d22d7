"""The lines of a plan as the review page lists them: what stands there, why, and what may be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.forms.decisions import DecisionForm
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.loader import load
from plans.models import Decision

Plan = Mapping[str, Any]
SEVERITIES = ("contraindicated", "serious", "caution", "information")
DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing of the plan. ``actions`` are the forms of what may be decided on it."""

    id: str  # kind:target
    target: str
    why: Mapping[str, Any]
    decision: Decision | None = None
    actions: tuple[DecisionForm, ...] = ()
    parts: tuple[Line, ...] = ()

    @property
    def anchor(self) -> str:
        return "line-" + self.id.replace(":", "-").replace("@", "-")


@dataclass(frozen=True, slots=True)
class Column:
    lines: tuple[Line, ...] = ()
    out: tuple[Line, ...] = ()  # considered or taken out, and how to put it back


@dataclass(slots=True)
class Deciding:
    """What is needed to make the forms of one page."""

    decisions: Mapping[str, Decision]
    words: Vocabulary
    movement: bool
    medicine: bool
    day: str | None = None

    def form(
        self, line: str, action: str, stored: Mapping[str, Any] | None = None, place: str = ""
    ) -> DecisionForm:
        return DecisionForm(line=line, action=action, words=self.words, stored=stored, place=place)


def columns(
    plan: Plan,
    decisions: Mapping[str, Decision],
    words: Vocabulary,
    *,
    movement: bool,
    medicine: bool,
    assessed_on: date | None,
) -> dict[str, Column]:
    """Alerts, the three columns, and the entries of the day, by name."""
    on = assessed_on.isoformat() if assessed_on else None
    deciding = Deciding(decisions, words, movement, medicine, on)
    return {
        "alerts": Column(tuple(alert_line(alert, plan, deciding) for alert in plan["medication"]["alerts"])),
        "move": move_column(plan, deciding),
        "medicines": medicine_column(plan, deciding),
        "options": option_column(plan, deciding),
        "care": care_column(plan, deciding),
        "day": Column(tuple(entry_line(entry, deciding) for entry in plan["schedule"]["entries"])),
        "other_days": other_days_column(plan, deciding),
        "phase": phase_column(plan, deciding),
        "visits": Column(
            tuple(visit_line(week, deciding) for week in plan["physical_therapy"]["visits"]["clinic_weeks"])
        ),
    }


def _active(plan: Plan) -> list[Mapping[str, Any]]:
    return [row for row in plan["medication"]["current"] if row.get("active", True)]


def alert_line(alert: Mapping[str, Any], plan: Plan, deciding: Deciding) -> Line:
    """An alert with what can be done about it: decide on its medicines, or override with a reason."""
    line = f"alert:{alert['rule']}"
    decided = deciding.decisions.get(line)
    actions = (
        (deciding.form(line, "override"),) if deciding.medicine and alert["open"] and not decided else ()
    )
    about = [row for row in _active(plan) if row["key"] in alert.get("medicines", ())]
    place = f"{alert['rule']}-"
    settle = deciding.medicine and alert["open"]
    parts = tuple(medicine_line(row, deciding, place) for row in about) if settle else ()
    return Line(line, alert["rule"], alert, decided, actions, parts)


def move_column(plan: Plan, deciding: Deciding) -> Column:
    therapy = plan["physical_therapy"]
    lines = [exercise_line(row, deciding) for row in (*therapy["exercises"], *therapy["extras"])]
    out = [left_out_line(row, deciding) for row in therapy["left_out"]]
    return Column(tuple(lines), tuple(out))


def exercise_line(row: Mapping[str, Any], deciding: Deciding) -> Line:
    line = f"exercise:{row['id']}"
    actions: tuple[DecisionForm, ...] = ()
    if deciding.movement:
        actions = (dose_form(line, row["dose_parts"], deciding), deciding.form(line, "decline"))
    return Line(line, row["id"], row, deciding.decisions.get(line), actions)


def dose_form(line: str, parts: Mapping[str, Any], deciding: Deciding) -> DecisionForm:
    """The parts that this dose has; a walk has no sets."""
    has = [name for name, value in parts.items() if value not in (None, False)]
    return DecisionForm(line=line, action="change", words=deciding.words, stored=parts, only=has or None)


def left_out_line(row: Mapping[str, Any], deciding: Deciding) -> Line:
    line = f"exercise:{row['id']}"
    decided = deciding.decisions.get(line)
    may = deciding.movement and row["reason"] != DECLINED and row["id"] in load().movement.exercises
    return Line(line, row["id"], row, decided, (deciding.form(line, "put_back"),) if may else ())


def medicine_column(plan: Plan, deciding: Deciding) -> Column:
    """What is taken; what was stopped stands apart, so that a decision to stop can be taken back."""
    lines = tuple(medicine_line(row, deciding) for row in _active(plan))
    stopped = [row for row in plan["medication"]["current"] if not row.get("active", True)]
    ids = [f"medication:{row['key']}" for row in stopped]
    out = (
        Line(id_, row["key"], row, deciding.decisions.get(id_)) for id_, row in zip(ids, stopped, strict=True)
    )
    return Column(lines, tuple(out))


def medicine_line(row: Mapping[str, Any], deciding: Deciding, place: str = "") -> Line:
    line = f"medication:{row['key']}"
    actions: tuple[DecisionForm, ...] = ()
    if deciding.medicine:
        actions = (
            deciding.form(line, "stop", {"on": deciding.day}, place),
            deciding.form(line, "change", {"on": deciding.day}, place),
            deciding.form(line, "continue", place=place),
        )
    return Line(line, row["key"], row, deciding.decisions.get(line), actions)


def option_column(plan: Plan, deciding: Deciding) -> Column:
    rows = plan["medication"]["options"]
    lines = [option_line(row, deciding) for row in rows if not row.get("declined")]
    declined = [option_line(row, deciding) for row in rows if row.get("declined")]
    return Column(tuple(lines), tuple(declined))


def option_line(row: Mapping[str, Any], deciding: Deciding) -> Line:
    line = f"option:{row['id']}"
    decided = deciding.decisions.get(line)
    actions: tuple[DecisionForm, ...] = ()
    if deciding.medicine and decided is None:
        add = (deciding.form(line, "add", usual_start(row)),) if is_new_medicine(row) else ()
        actions = (*add, deciding.form(line, "decline"))
    return Line(line, row["id"], row, decided, actions)


def is_new_medicine(row: Mapping[str, Any]) -> bool:
    return str(row.get("target", "")).startswith(("drug:", "drug-class:"))


def usual_start(row: Mapping[str, Any]) -> dict[str, Any]:
    """The start that the knowledge names for an option's class, to be looked at before it is added."""
    kind, _colon, target = str(row.get("target", "")).partition(":")
    for proposal in load().medicines.proposals:
        if (proposal.class_id if kind == "drug-class" else proposal.drug) == target:
            dose = {"dose_mg": float(proposal.dose_mg), "times_per_day": proposal.times_per_day}
            return {"drug": proposal.drug, **dose}
    return {"drug": target} if kind == "drug" else {}


def care_column(plan: Plan, deciding: Deciding) -> Column:
    care = plan["self_care"]
    habits = [module_line(row, deciding, ("first", "decline")) for row in care["modules"]]
    in_plan = {row["id"] for row in care["modules"]}
    offered = [
        {"id": module.id, "because": [], "sources": module.sources}
        for module in load().self_care.modules.values()
        if module.kind == "habit" and module.id not in in_plan
    ]
    return Column(tuple(habits), tuple(module_line(row, deciding, ("add",)) for row in offered))


def module_line(row: Mapping[str, Any], deciding: Deciding, may: tuple[str, ...]) -> Line:
    line = f"module:{row['id']}"
    actions = tuple(deciding.form(line, action) for action in may) if deciding.movement else ()
    return Line(line, row["id"], row, deciding.decisions.get(line), actions)


def entry_line(entry: Mapping[str, Any], deciding: Deciding) -> Line:
    line = f"entry:{entry['id']}"
    may = deciding.medicine if entry["kind"] == "medicine" else deciding.movement
    actions = (deciding.form(line, "move", {"time": entry["time"]}),) if may else ()
    return Line(line, entry["id"], entry, deciding.decisions.get(line), actions)


def other_days_column(plan: Plan, deciding: Deciding) -> Column:
    """The days beside day A. ``parts``: what stands on them alone; the rest is moved with day A."""
    schedule = plan["schedule"]
    seen = {entry["id"] for entry in schedule["entries"]}
    days = []
    for day in schedule["other_days"]:
        own = [entry for entry in day["entries"] if entry["id"] not in seen]
        seen |= {entry["id"] for entry in own}
        parts = tuple(entry_line(entry, deciding) for entry in own)
        rest = [entry for entry in day["entries"] if entry not in own]
        days.append(Line("day", str(day.get("set") or ""), {**day, "entries": rest}, parts=parts))
    return Column(tuple(days))


def phase_column(plan: Plan, deciding: Deciding) -> Column:
    """Whether the next phase may begin, where only the therapist can say so."""
    move = (plan.get("progress") or {}).get("phase_move")
    line = f"gate:{move['rule']}" if move else ""
    decided = deciding.decisions.get(line)
    if not move or (move["may_move"] is not None and decided is None):
        return Column()
    actions = (deciding.form(line, "confirm"),) if deciding.movement and decided is None else ()
    return Column((Line(line, move["rule"], {"rule": move["rule"]}, decided, actions),))


def visit_line(week: int, deciding: Deciding) -> Line:
    line = f"visit:{week}"
    actions = (deciding.form(line, "decline"),) if deciding.movement else ()
    return Line(line, str(week), {}, deciding.decisions.get(line), actions)


def severities(plan: Plan) -> dict[str, int]:
    """How many alerts of each severity, most severe first."""
    alerts = plan.get("medication", {}).get("alerts", [])
    counts = {severity: sum(alert["severity"] == severity for alert in alerts) for severity in SEVERITIES}
    return {severity: count for severity, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class Missing:
    """One missing answer and what could not be judged without it."""

    path: str
    ids: tuple[str, ...]
    folded: bool


def missing_paths(plan: Plan) -> list[Missing]:
    """One line a missing path (joins.md section 5), what is not folded first."""
    ids: dict[str, list[str]] = defaultdict(list)
    shown: set[str] = set()
    for row in plan.get("not_judged", ()):
        for path in row["needs"] or [row.get("reason") or row["id"]]:
            if row["id"] not in ids[path]:
                ids[path].append(row["id"])
            if not row["folded"]:
                shown.add(path)
    found = [Missing(path, tuple(names), path not in shown) for path, names in ids.items()]
    return sorted(found, key=lambda row: row.folded)
