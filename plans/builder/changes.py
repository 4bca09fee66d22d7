"""What is new against the plan version before, as ids and sentences (joins.md section 5, history)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from plans.builder.plan import Plan
from plans.knowledge.loader import Knowledge
from plans.knowledge.wording import LANGUAGES

Change = Mapping[str, Any]
Row = Mapping[str, Any]
Names = Mapping[str, Mapping[str, str]]  # id -> language -> name
RUNS = "runs"
FOR_CLINICIANS, CLINICIANS = ("alert", "option"), "en"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of both plans: id -> what is compared, and the words that only the plan itself has."""

    name: str
    now: Mapping[str, str | None]
    before: Mapping[str, str | None]
    names: Names


def find_changes(plan: Plan, previous: Row, knowledge: Knowledge) -> tuple[Change, ...]:
    """Lines of each part that were added, removed or changed; times of the day too."""
    found = [change for part in _parts(plan, previous, knowledge) for change in _differences(part, knowledge)]
    habits = _habit_changes(plan, previous, knowledge)
    at = _place_of_habits(found)
    return tuple(_with_replaced([*found[:at], *habits, *found[at:]], plan, previous, knowledge))


def _place_of_habits(found: list[Change]) -> int:
    """Before the times of the day, which come last."""
    return next((n for n, change in enumerate(found) if change["part"] == "entry"), len(found))


def _parts(plan: Plan, previous: Row, knowledge: Knowledge) -> Iterator[Part]:
    therapy, medication = _of(previous, "physical_therapy"), _of(previous, "medication")
    phase = therapy.get("phase")
    if isinstance(phase, int) and plan.status == previous.get("status") == "plan":
        yield Part("phase", {"phase": str(plan.physical_therapy.phase)}, {"phase": str(phase)}, {})
    exercises = (*plan.physical_therapy.exercises, *plan.physical_therapy.extras)
    yield Part(
        "exercise",
        {exercise.id: exercise.patient_dose for exercise in exercises},
        {row["id"]: _text(row.get("patient_dose")) for row in _exercise_rows(therapy)},
        {},
    )
    yield _medicines(plan, medication)
    yield from _told_parts(plan, medication)
    yield Part(
        "entry",
        {entry.id: entry.time for entry in plan.schedule.entries},
        {row["id"]: _text(row.get("time")) for row in _rows(_of(previous, "schedule"), "entries")},
        {
            **_names(_rows(medication, "current")),
            **_same({m.key: m.name for m in plan.medication.current}),
            **_entry_names(plan, _of(previous, "schedule"), knowledge),
        },
    )


def _told_parts(plan: Plan, medication: Row) -> Iterator[Part]:
    """Alerts and options, in the clinician's words."""
    yield Part(
        "alert",
        dict.fromkeys(alert.rule for alert in plan.medication.alerts),
        dict.fromkeys(row["rule"] for row in _rows(medication, "alerts")),
        {
            **_messages((row["rule"], row.get("message")) for row in _rows(medication, "alerts")),
            **_messages((alert.rule, alert.message) for alert in plan.medication.alerts),
        },
    )
    yield Part(
        "option",
        dict.fromkeys(option.id for option in plan.medication.options),
        dict.fromkeys(row["id"] for row in _rows(medication, "options")),
        {
            **_messages((row["id"], row.get("message")) for row in _rows(medication, "options")),
            **_messages((option.id, option.message) for option in plan.medication.options),
        },
    )


def _entry_names(plan: Plan, schedule: Row, knowledge: Knowledge) -> Names:
    """What stands at a time of the day, by its parts."""
    now = {entry.id: entry.ids for entry in plan.schedule.entries if entry.kind != "medicine"}
    before = {
        row["id"]: row.get("ids") for row in _rows(schedule, "entries") if row.get("kind") != "medicine"
    }
    ids = {id: found for id, found in (before | now).items() if isinstance(found, (list, tuple))}
    return {
        id: {language: _listed(found, language, knowledge) for language in LANGUAGES}
        for id, found in ids.items()
    }


def _listed(ids: Iterable[Any], language: str, knowledge: Knowledge) -> str:
    return ", ".join(_name("entry", str(id), language, knowledge) for id in ids)


def _medicines(plan: Plan, medication: Row) -> Part:
    """What is taken, with its milligrams a day."""
    before = [row for row in _rows(medication, "current") if row.get("active", True)]
    now = [medicine for medicine in plan.medication.current if medicine.active]
    return Part(
        "medicine",
        {medicine.key: _milligrams(medicine.mg_per_day) for medicine in now},
        {row["key"]: _milligrams(row.get("mg_per_day")) for row in before if "key" in row},
        _names(before) | _same({medicine.key: medicine.name for medicine in now}),
    )


def _names(rows: list[Row]) -> dict[str, Mapping[str, str]]:
    return _same({row["key"]: str(row.get("name") or row["key"]) for row in rows if "key" in row})


def _messages(rows: Iterable[tuple[str, Any]]) -> Names:
    """What rules say, for the clinician: it is written in one language only.

    A rule is named by its id where an older plan does not hold its words.
    """
    return {id: {CLINICIANS: message if isinstance(message, str) and message else id} for id, message in rows}


def _same(names: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    """Names of medicines are the same in every language."""
    return {id: dict.fromkeys(LANGUAGES, name) for id, name in names.items()}


def _milligrams(amount: Any) -> str | None:
    return f"{amount:g} mg a day" if isinstance(amount, (int, float)) else None


def _exercise_rows(therapy: Row) -> list[Row]:
    return [*_rows(therapy, "exercises"), *_rows(therapy, "extras")]


def _of(previous: Row, name: str) -> Row:
    return previous.get(name) or {}


def _rows(part: Row, name: str) -> list[Row]:
    return list(part.get(name) or ())


def _text(value: Any) -> str | None:
    """What a plan from outside holds where a text belongs."""
    return value if isinstance(value, str) else None


def _differences(part: Part, knowledge: Knowledge) -> Iterator[Change]:
    def change(id: str, kind: str, was: str | None, now: str | None) -> Change:
        names = part.names.get(id) or part.names.get(id.partition("@")[0])
        return _change(part.name, id, kind, was, now, knowledge, names)

    for id, value in part.now.items():
        if id not in part.before:
            yield change(id, "added", None, value)
        elif part.before[id] != value:
            yield change(id, "changed", part.before[id], value)
    for id, value in part.before.items():
        if id not in part.now:
            yield change(id, "removed", value, None)


def _habit_changes(plan: Plan, previous: Row, knowledge: Knowledge) -> list[Change]:
    """Habits by the week of the whole plan in which they start; what runs on is no change."""
    offset, weeks = _offset(previous), int((plan.progress or {}).get("weeks_before", 0))
    rows = _rows(_of(previous, "self_care"), "modules")
    before = {row["id"]: _week_of_plan(row.get("starts_week"), offset) for row in rows}
    ran = {row["id"] for row in rows if row.get("starts_week") == 1}
    now = {habit.id: habit.starts_week for habit in plan.self_care.modules}
    found = []
    for id, week in now.items():
        was, at = before.get(id), weeks + week
        if week == 1 and id not in ran:
            kind = "changed" if id in before else "added"
            found.append(_change("module", id, kind, _week(was), str(at), knowledge, words=RUNS))
        elif id not in before:
            found.append(_change("module", id, "added", None, str(at), knowledge))
        elif week != 1 and was != at:
            found.append(_change("module", id, "changed", _week(was), str(at), knowledge))
    gone = (id for id in before if id not in now)
    return [
        *found,
        *(_change("module", id, "removed", _week(before[id]), None, knowledge) for id in gone),
    ]


def _offset(previous: Row) -> int:
    """Whole weeks of the plan before the version before."""
    said = _of(previous, "progress").get("weeks_before")
    return said if isinstance(said, int) else 0


def _week_of_plan(week: Any, offset: int) -> int | None:
    return offset + week if isinstance(week, int) else None


def _week(value: Any) -> str | None:
    return str(value) if isinstance(value, int) else None


def _with_replaced(
    changes: list[Change], plan: Plan, previous: Row, knowledge: Knowledge
) -> Iterator[Change]:
    """A new exercise for the need of one that is gone says which it takes the place of."""
    before = {row["id"]: row.get("need") for row in _exercise_rows(_of(previous, "physical_therapy"))}
    gone = {c["id"] for c in changes if c["part"] == "exercise" and c["change"] == "removed"}
    needs = {exercise.id: exercise.need for exercise in plan.physical_therapy.exercises}
    for change in changes:
        need = needs.get(change["id"]) if change["part"] == "exercise" else None
        other = next((id for id in sorted(gone) if need is not None and before.get(id) == need), None)
        if change["change"] == "added" and other is not None:
            texts = _said("exercise.replaced", "exercise", change["id"], knowledge, other=other)
            yield {**change, "instead_of": other, "text": texts}
        else:
            yield change


def _change(
    part: str,
    id: str,
    kind: str,
    was: str | None,
    now: str | None,
    knowledge: Knowledge,
    names: Mapping[str, str] | None = None,
    words: str = "",
) -> Change:
    rows = knowledge.self_care.journal.changes
    key = f"{part}.{words or kind}"
    texts = _said(key if key in rows else kind, part, id, knowledge, names=names, was=was, now=now)
    return {"part": part, "id": id, "change": kind, "was": was, "now": now, "text": texts}


def _said(
    row: str,
    part: str,
    id: str,
    knowledge: Knowledge,
    *,
    names: Mapping[str, str] | None = None,
    other: str = "",
    was: str | None = None,
    now: str | None = None,
) -> dict[str, str]:
    return {
        language: text.format(
            name=(names or {}).get(language) or _name(part, id, language, knowledge),
            other=_name(part, other, language, knowledge),
            was=_in_language(was, language, knowledge),
            now=_in_language(now, language, knowledge),
        )
        for language, text in knowledge.self_care.journal.changes[row].items()
        if part not in FOR_CLINICIANS or language == CLINICIANS
    }


def _in_language(value: str | None, language: str, knowledge: Knowledge) -> str:
    """A dose or an amount with its words in a language; both are written in the clinician's."""
    said = value or "-"
    for words in knowledge.self_care.journal.dose_words:
        said = said.replace(words[CLINICIANS], words[language])
    return said


def _name(part: str, id: str, language: str, knowledge: Knowledge) -> str:
    modes, exercises = knowledge.self_care.day.modes, knowledge.movement.exercises
    if part in ("exercise", "entry") and id in modes:
        return str(modes[id].name[language])
    if part in ("exercise", "entry") and id in exercises:
        return str(exercises[id].text[language].plain_name)
    if part in ("module", "entry") and id in knowledge.self_care.modules:
        return str(knowledge.self_care.modules[id].name[language])
    return id
