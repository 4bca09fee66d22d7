"""Reads figures.csv: two rows an exercise, the joint angles and props of its start and its end pose."""

from __future__ import annotations

import csv
from collections.abc import Mapping

from plans.content import ARROWS, JOINTS, PROPS, SURFACES, VIEWS, FigureSpec, Pose
from plans.knowledge.reading import FOLDER, KnowledgeError, need_known

FILE = "figures.csv"
ANGLES = (
    "trunk",
    "bend",
    "neck",
    "hip_n",
    "knee_n",
    "ankle_n",
    "hip_f",
    "knee_f",
    "ankle_f",
    "shoulder_n",
    "elbow_n",
    "shoulder_f",
    "elbow_f",
)
COLUMNS = ("id", "pose", "view", "surface", "contacts", *ANGLES, "props", "arrows")


def read_figures() -> Mapping[str, FigureSpec]:
    """Exercise id to its poses; raises KnowledgeError for a wrong row and for a pose that is missing."""
    with (FOLDER / FILE).open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise KnowledgeError(FILE, "first line", f"the columns must be {','.join(COLUMNS)}")
        rows = list(reader)
    poses: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        pair = poses.setdefault(row["id"], {})
        need_known(FILE, row["id"], [row["pose"]], ("start", "end"), "pose")
        if row["pose"] in pair:
            raise KnowledgeError(FILE, row["id"], f"the {row['pose']} pose stands twice")
        pair[row["pose"]] = row
    return {exercise: _spec(exercise, pair) for exercise, pair in poses.items()}


def _spec(exercise: str, pair: Mapping[str, Mapping[str, str]]) -> FigureSpec:
    for pose in ("start", "end"):
        if pose not in pair:
            raise KnowledgeError(FILE, exercise, f"the {pose} pose is missing")
    start, end = pair["start"], pair["end"]
    for column in ("view", "surface", "contacts"):
        if start[column] != end[column]:
            raise KnowledgeError(FILE, exercise, f"{column} differs between the start and the end pose")
    contacts = () if start["contacts"] == "-" else tuple(start["contacts"].split("+"))
    need_known(FILE, exercise, [start["view"]], VIEWS, "view")
    need_known(FILE, exercise, [start["surface"]], SURFACES, "surface")
    need_known(FILE, exercise, contacts, JOINTS, "joint")
    arrows = tuple(end["arrows"].split())
    need_known(FILE, exercise, arrows, ARROWS, "arrow")
    return FigureSpec(
        view=start["view"],
        surface=start["surface"],
        contacts=contacts,
        start=_pose(exercise, start),
        end=_pose(exercise, end),
        arrows=arrows,
    )


def _pose(exercise: str, row: Mapping[str, str]) -> Pose:
    props = tuple(row["props"].split())
    need_known(FILE, exercise, props, PROPS, "prop")
    angles: dict[str, int] = {}
    for name in ANGLES:
        try:
            angles[name] = int(row[name])
        except ValueError:
            raise KnowledgeError(FILE, exercise, f"{name}: {row[name]!r} is not a whole number") from None
    return Pose(**angles, props=props)
