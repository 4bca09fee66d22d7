"""Ids of a plan in words. Every word comes from the knowledge; labels of the screen are translated."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from plans.forms.questions import options
from plans.intake.deciding import ACTIONS
from plans.intake.fields import FIELD_BY_PATH
from plans.knowledge.evidence import SourceRow
from plans.knowledge.loader import load
from plans.knowledge.movement import Claim
from plans.knowledge.wording import ExerciseWords
from plans.views import why

register = template.Library()

SEVERITY_TAGS = {
    "contraindicated": "stop",
    "serious": "serious",
    "caution": "caution",
    "information": "note",
    "urgent": "stop",
    "refer": "serious",
    "parallel": "caution",
    "none": "good",
}
METER_STEPS = ("none", "mild", "moderate", "severe")


@register.filter
def exercise_name(id_: str) -> str:
    """What the patient's page calls an exercise; the aerobic lines have a name of their own (joins.md 4)."""
    knowledge = load()
    if (mode := knowledge.self_care.day.modes.get(id_)) is not None:
        return str(mode.name["en"])
    row = knowledge.movement.exercises.get(id_)
    return str(row.plain_name) if row else id_


@register.filter
def exercise_title(id_: str) -> str:
    """The therapist's name of an exercise."""
    row = load().movement.exercises.get(id_)
    return str(row.name) if row else id_


@register.filter
def exercise_words(id_: str) -> ExerciseWords | None:
    """The texts of an exercise's pictures; None for an id that the library no longer holds."""
    return load().wording.exercises.get(id_)


@register.filter
def exercise_row(id_: str) -> Any:
    return load().movement.exercises.get(id_)


@register.filter
def module_name(id_: str) -> str:
    row = load().self_care.modules.get(id_)
    return str(row.name["en"]) if row else id_


@register.filter
def module_row(id_: str) -> Any:
    return load().self_care.modules.get(id_)


@register.filter
def medicine_name(id_: str) -> str:
    """A drug, product, class or key of the list by its name; text as typed stays."""
    medicines = load().medicines
    for rows in (medicines.drugs, medicines.products):
        if id_ in rows:
            return str(rows[id_].name)
    base, _dash, number = id_.rpartition("-")
    if number.isdecimal() and base in {**medicines.drugs, **medicines.products}:
        return f"{medicine_name(base)} ({number})"
    return id_.replace("-", " ")


@register.filter
def any_name(id_: str) -> str:
    """Whatever an id of the plan names; a line of a decision too."""
    kind, colon, _target = id_.partition(":")
    if colon and kind in ACTIONS:
        return line_words(id_)
    for find in (exercise_name, module_name, medicine_name):
        if (found := find(id_)) != id_:
            return found
    return id_


@register.filter
def condition_name(id_: str) -> str:
    return why.condition_label(id_)


@register.filter
def rule(id_: str) -> why.Rule | None:
    return why.rule_of(id_)


@register.filter
def sources(ids: Iterable[str]) -> list[SourceRow]:
    return why.sources_of(ids)


@register.filter
def measure_label(name: str) -> str:
    """What a re-measure calls a measure."""
    return load().movement.measures.labels[name]


@register.filter
def article_claims(line: Mapping[str, Any]) -> list[Claim]:
    return why.claims_beside(line)


@register.filter
def fact_label(name: str) -> str:
    return why.fact_label(name)


@register.filter
def shown(value: Any) -> str:
    """A value of ``because``: a yes, a number without a tail of digits, a list with commas."""
    if value is None:
        return _("not recorded")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {shown(part)}" for key, part in value.items())
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(part) for part in value) or _("none")
    return str(value).replace("_", " ")


@register.filter
def fact_value(fact: Any) -> str:
    """The value of a fact of ``because``: ids of a question by their labels."""
    path, value = (fact["field"], fact["value"]) if isinstance(fact, Mapping) else (fact.field, fact.value)
    question = FIELD_BY_PATH.get(path)
    if question is None or not (question.choices or question.vocabulary):
        return shown(value)
    labels = dict(options(question, load().vocabulary))
    if isinstance(value, (list, tuple)):
        return shown([labels.get(item, item) for item in value])
    return labels.get(value, shown(value))


@register.filter
def signs(words: str) -> str:
    """The dossier's comparisons as printed signs."""
    return words.replace("<=", "≤").replace(">=", "≥")


@register.filter
def flag_words(id_: str) -> str:
    """The question of a red flag that was answered yes."""
    return load().vocabulary.red_flags.get(id_, id_)


PARTS_OF_CHANGES = ("phase", "exercise", "module", "medicine", "alert", "option", "entry")


@register.filter
def by_part(changes: Iterable[Mapping[str, Any]] | None) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """What changed, part by part, in the order of the page."""
    titles = {
        "phase": _("Phase"),
        "exercise": _("Exercises"),
        "module": _("Habits"),
        "medicine": _("Medicines"),
        "alert": _("Alerts"),
        "option": _("Options"),
        "entry": _("Times of the day"),
    }
    rows = list(changes or ())
    replaced = {row["instead_of"] for row in rows if "instead_of" in row}  # said with what replaces them
    shown = [row for row in rows if not (row["change"] == "removed" and row["id"] in replaced)]
    found = {part: [row for row in shown if row["part"] == part] for part in PARTS_OF_CHANGES}
    return [(titles[part], rows) for part, rows in found.items() if rows]


@register.filter
def week_rows(care: Mapping[str, Any], weeks_before: int) -> list[dict[str, Any]]:
    """The aerobic line and breathing in each of the twelve weeks, counted from the start of the plan."""
    move, breathing = care["move"], care["breathing_weeks"]
    columns = zip(move["weeks"], move["bouts"], move["days"], breathing, strict=False)
    return [
        {"number": weeks_before + n, "minutes": minutes, "bouts": bouts, "days": days, "breathing": breath}
        for n, (minutes, bouts, days, breath) in enumerate(columns, 1)
    ]


@register.filter
def verdict_words(verdict: str) -> str:
    """What the new plan does after the one before."""
    return {
        "move_on": _("moves on"),
        "hold": _("holds"),
        "step_back": _("steps back"),
        "refer": _("refer"),
    }.get(verdict, verdict)


@register.filter
def minded(mark: str | None) -> list[tuple[str, str]]:
    """The rules that mind where an entry stands, each with its words; a note stands alone."""
    found = []
    for part in (mark or "").split(", "):
        row = why.rule_of(part)
        found += [(part, row.words if row else "")] if part else []
    return found


@register.filter
def change_words(change: Mapping[str, Any]) -> str:
    """What is new, gone or different against the plan before, as the plan says it."""
    id_ = str(change["id"])
    if (said := change.get("text", {}).get("en")) is not None and "@" not in id_:
        return str(said)
    key, at, slot = id_.partition("@")
    name = f"{any_name(key)}, {slot}" if at else any_name(id_)
    was, now = change.get("was"), change.get("now")
    if change["change"] == "changed":
        return _("%(name)s: %(was)s before, %(now)s now") % {
            "name": name,
            "was": was or "–",
            "now": now or "–",
        }
    return name


@register.filter
def tag(severity: str) -> str:
    """The style of a severity; the word and the shape stand beside it."""
    return SEVERITY_TAGS.get(severity, "note")


@register.filter
def meter(severity: str | None) -> list[bool]:
    """Three boxes, as many filled as a deficit is severe."""
    filled = METER_STEPS.index(severity) if severity in METER_STEPS else 0
    return [step < filled for step in range(3)]


@register.filter
def unit_of(path: str) -> str:
    field = FIELD_BY_PATH.get(path)
    return (field.unit or "") if field else ""


@register.filter
def get(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """A value of a mapping by a key that a template holds in a variable."""
    return (mapping or {}).get(key)


@register.filter
def in_words(id_: str) -> str:
    """An id that has no row of its own: hyphens and underscores as blanks."""
    return str(id_).replace("_", " ").replace("-", " ").replace(":", ": ").capitalize()


@register.filter
def day(iso: str) -> str:
    """An ISO day of a plan as people write it."""
    try:
        found = date.fromisoformat(str(iso))
    except ValueError:
        return str(iso)
    return f"{found:%b} {found.day}, {found.year}"


@register.filter
def mme_marks(mme: Mapping[str, Any]) -> dict[str, float]:
    """The two marks of the MME scale, and the length of the bar; the marks are the knowledge's."""
    numbers = load().medicines.opioids
    pause, attention = float(numbers["mme_pause"]), float(numbers["mme_attention"])
    total = mme["total"] if isinstance(mme, Mapping) else mme.total
    top = attention * 4 / 3
    return {"pause": pause, "attention": attention, "top": top, "bar": min(float(total or 0), top)}


@register.filter
def action_words(action: str) -> str:
    """What a decision does, as its button says it."""
    words = {
        "decline": _("Decline"),
        "change": _("Change"),
        "add": _("Accept: add"),
        "put_back": _("Put back"),
        "continue": _("Continue"),
        "stop": _("Stop"),
        "override": _("Override"),
        "first": _("Start with this"),
        "move": _("Move"),
        "confirm": _("Confirm"),
    }
    return words.get(action, action)


@register.filter
def action_key(action: str) -> str:
    """The key that opens an action on the line in focus."""
    keys = {"decline": "d", "change": "c", "add": "a", "first": "a", "put_back": "a", "stop": "s"}
    return {**keys, "continue": "k", "override": "o", "move": "c"}.get(action, "")


def entry_words(entry: str) -> str:
    """A line of the timetable by name; a further walk of the day keeps its number."""
    kind, _dash, number = entry.partition("-")
    names = {
        "move": _("Walk, bike or pool"),
        "exercises": _("Exercises"),
        "journal": _("Journal"),
        "breathing": _("Slow breathing"),
        "liked": _("A liked thing"),
        "heat": _("Heat"),
    }
    if entry == "exercises-steady":
        return _("Exercises with something steady to hold")
    if kind in names and (not number or number.isdecimal()):
        return f"{names[kind]} {number}".strip()
    return any_name(entry.partition("@")[0])


@register.filter
def line_words(line: str) -> str:
    """What a decision is about."""
    kind, _colon, target = line.partition(":")
    if kind == "visit":
        return _("Visit in week %(week)s") % {"week": target}
    if kind == "alert":
        return _("Alert %(id)s") % {"id": target}
    if kind == "gate":
        return _("Gate %(id)s") % {"id": target}
    if kind == "entry":
        return entry_words(target)
    return any_name(target.partition("@")[0])


@register.filter
def reason_words(reason: str) -> str:
    """Why something was left out or not placed."""
    kind, colon, target = reason.partition(":")
    if kind == "declined":
        return _("declined")
    if colon and kind == "decision":
        return _("the decision no longer applies")
    if colon and kind == "precaution":
        return _("precaution: %(name)s") % {"name": condition_name(target)}
    if colon and kind == "medicine":
        row = why.rule_of(target)
        return f"{target}: {row.words}" if row else target
    if colon:
        return f"{in_words(kind).lower()}: {in_words(target).lower()}"
    row = why.rule_of(reason)
    return f"{reason}: {row.words}" if row and row.words else in_words(reason)


@register.filter
def calendar_words(what: str) -> str:
    """One entry of the calendar: ``clinic-visit``, ``review:RULE``, ``start:SM-WORK``."""
    kind, colon, target = what.partition(":")
    if not colon:
        return in_words(what)
    if kind == "remeasure":
        return _("Measure again")
    named = any_name(target)
    return f"{in_words(kind)}: {named if named != target.replace('-', ' ') else in_words(target).lower()}"


@register.filter
def small_plan_words(plan: Mapping[str, Any]) -> str:
    """The small plan as one line."""
    parts = []
    if plan.get("minutes"):
        parts.append(f"{in_words(plan.get('move') or 'move')} {plan['minutes']} min")
    if plan.get("exercise"):
        parts.append(exercise_name(plan["exercise"]))
    if plan.get("pain_number"):
        parts.append(_("one pain number"))
    return ", ".join(parts)


@register.filter
def place(path: str, patient: int) -> str:
    """Where a missing answer is typed in."""
    head = path.partition("[")[0]
    if head in ("medications", "allergies"):
        return reverse("medicines", args=[patient])
    field = FIELD_BY_PATH.get(head)
    return reverse("intake-full", args=[patient]) + (f"#f_{field.column}" if field else "")
