"""The exercise library: rows, chains of easier and harder, and a figure for each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from plans.content import VIEWS, FigureSpec
from plans.knowledge.figures import FILE as FIGURES
from plans.knowledge.figures import read_figures
from plans.knowledge.movement.rows import by_id, make
from plans.knowledge.reading import KnowledgeError, need_keys, need_known, read_toml

FILE = "exercises.toml"
DOMAIN_OF = {"tolerance": "pain_tolerance"}  # joins.md section 3: two names for one component
COMPONENTS = ("pain_tolerance", "core", "flexibility", "posture", "aerobic")
LANGUAGES = ("en", "es")
TEXTS = ("plain_name", "start", "steps", "feel_it", "stop_if")
OF_THE_PICTURES = frozenset({"alt", "begin", "end"})  # read with the words of the printed page
POSITIONS = ("standing", "sitting", "supine", "prone", "sidelying", "quadruped", "kneeling")


@dataclass(frozen=True, slots=True)
class ExerciseText:
    """What the patient reads of an exercise, in one language. ``feel_it`` and ``stop_if`` end a sentence."""

    plain_name: str
    start: str
    steps: tuple[str, ...]
    feel_it: str
    stop_if: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise. ``sets`` to ``rpe`` are the library dose (irritability low); times in s, days a week.

    ``plain_name`` to ``stop_if`` are the English of ``text``.
    """

    id: str
    name: str
    plain_name: str
    component: str
    targets: str
    level: int
    days: int
    per_day: int
    progress: str
    equipment: tuple[str, ...]
    position: str
    needs_floor: bool
    start: str
    steps: tuple[str, ...]
    feel_it: str
    stop_if: str
    text: Mapping[str, ExerciseText]  # by language
    contra: tuple[str, ...]
    prefer: tuple[str, ...]
    evidence: str
    view: str
    surface: str
    checked_on: date | None
    reviewed_by: str
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    each_side: bool = False
    minutes: str | int | None = None
    load: str | None = None
    rpe: str | None = None
    progression: str | None = None
    regression: str | None = None
    figure_note: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.evidence,)

    @property
    def is_aerobic(self) -> bool:
        return self.component == "aerobic"


def read_exercises() -> dict[str, Exercise]:
    """The library in file order; raises KnowledgeError for a broken row or chain."""
    rows = read_toml(FILE)["exercise"]
    exercises = by_id(FILE, [_exercise(row) for row in rows])
    for exercise in exercises.values():
        _check_chain(exercise, exercises)
    return exercises


def _exercise(row: Mapping[str, Any]) -> Exercise:
    need_keys(FILE, str(row.get("id")), row, ("component", "position", "view"))
    component = DOMAIN_OF.get(row["component"], row["component"])
    need_known(FILE, row["id"], [component], COMPONENTS, "component")
    need_known(FILE, row["id"], [row["position"]], POSITIONS, "position")
    need_known(FILE, row["id"], [row["view"]], VIEWS, "view")
    text = {language: _text(row, language) for language in LANGUAGES}
    if len({len(words.steps) for words in text.values()}) > 1:
        raise KnowledgeError(FILE, row["id"], "steps: another number of them in another language")
    english = {name: row[name][LANGUAGES[0]] for name in TEXTS}
    own = {name: value for name, value in row.items() if name not in OF_THE_PICTURES}
    return make(Exercise, FILE, {**own, **english, "component": component}, text=text)


def _text(row: Mapping[str, Any], language: str) -> ExerciseText:
    need_keys(FILE, row["id"], row, TEXTS)
    for name in TEXTS:
        need_keys(FILE, f"{row['id']}.{name}", row[name], LANGUAGES)
    return make(ExerciseText, FILE, {name: row[name][language] for name in TEXTS})


def _check_chain(exercise: Exercise, all_of_them: Mapping[str, Exercise]) -> None:
    """Harder and easier are each other's inverse, the level never falls, and no way leads back."""
    links = [link for link in (exercise.progression, exercise.regression) if link]
    need_known(FILE, exercise.id, links, all_of_them, "exercise")
    if exercise.progression:
        harder = all_of_them[exercise.progression]
        if harder.regression != exercise.id:
            raise KnowledgeError(FILE, exercise.id, f"regression of {harder.id} must be {exercise.id}")
        if harder.level < exercise.level:
            raise KnowledgeError(FILE, exercise.id, f"level falls along progression to {harder.id}")
    if exercise.regression and all_of_them[exercise.regression].progression != exercise.id:
        raise KnowledgeError(FILE, exercise.id, f"progression of {exercise.regression} must be {exercise.id}")
    _check_no_cycle(exercise, all_of_them)


def _check_no_cycle(exercise: Exercise, all_of_them: Mapping[str, Exercise]) -> None:
    seen = {exercise.id}
    at: Exercise | None = exercise
    while at and at.progression:
        at = all_of_them.get(at.progression)
        if at and at.id in seen:
            raise KnowledgeError(FILE, exercise.id, "progression leads back to itself")
        if at:
            seen.add(at.id)


def check_words(
    exercises: Mapping[str, Exercise], *, precautions: Collection[str], equipment: Collection[str]
) -> None:
    """Refuse an exercise that names a precaution or a thing that nobody can have."""
    for exercise in exercises.values():
        need_known(FILE, exercise.id, exercise.contra, precautions, "precaution")
        need_known(FILE, exercise.id, exercise.equipment, equipment, "equipment")


def read_exercise_figures(exercises: Mapping[str, Exercise]) -> Mapping[str, FigureSpec]:
    """The two poses of every exercise; refuses an exercise without a figure and a figure of no exercise."""
    found = read_figures()
    need_known(FIGURES, "id", found, exercises, "exercise")
    for exercise in exercises:
        if exercise not in found:
            raise KnowledgeError(FIGURES, exercise, "no figure")
    return {exercise: found[exercise] for exercise in exercises}
