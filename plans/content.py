"""The frozen types of the handout content: what the builder chooses and the handout lays out.

Nothing here decides or draws; the content is plain data that is frozen into a signed version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

# --- Figures: the exercise pictures ---------------------------------------------------------------------

View = Literal["side", "top", "front"]
Surface = Literal["floor", "chair-24", "mat", "bike", "water"]
Joint = Literal["hip", "waist", "shoulder", "head", "knee_n", "ankle_n", "toe_n", "knee_f", "ankle_f", "toe_f",
                "elbow_n", "wrist_n", "elbow_f", "wrist_f"]
Prop = Literal["band-front", "band-viewer", "bike-recumbent", "bike-upright", "box", "chair", "chair-front",
               "clock", "counter-behind", "counter-front", "face-up", "mat", "pillow", "pool", "shoes", "step-10",
               "step-15", "stick", "strap", "table", "wall-back", "wall-front", "wall-hips", "wall-right", "water"]
Arrow = Literal["belly-down", "belly-up", "hip", "waist", "shoulder", "head", "knee_n", "ankle_n", "toe_n",
                "knee_f", "ankle_f", "elbow_n", "wrist_n", "elbow_f", "wrist_f"]

VIEWS: frozenset[str] = frozenset(get_args(View))
SURFACES: frozenset[str] = frozenset(get_args(Surface))
JOINTS: frozenset[str] = frozenset(get_args(Joint))
PROPS: frozenset[str] = frozenset(get_args(Prop))
ARROWS: frozenset[str] = frozenset(get_args(Arrow))


@dataclass(frozen=True)
class Pose:
    """One pose of a figure: joint angles in whole degrees, as physical-therapy.md 6.1 defines them.

    `_n` is the near limb, `_f` the far one. `props`: the things drawn with this pose.
    """

    trunk: int
    bend: int
    neck: int
    hip_n: int
    knee_n: int
    ankle_n: int
    hip_f: int
    knee_f: int
    ankle_f: int
    shoulder_n: int
    elbow_n: int
    shoulder_f: int
    elbow_f: int
    props: tuple[Prop, ...] = ()


@dataclass(frozen=True)
class FigureSpec:
    """The pair of poses of one exercise.

    `contacts`: joints that rest on the surface, the first of them sets the height; empty: the hip does.
    `arrows`: joints whose way from start to end is shown on the end pose, or a move of the belly.
    """

    view: View
    surface: Surface
    contacts: tuple[Joint, ...]
    start: Pose
    end: Pose
    arrows: tuple[Arrow, ...] = ()
