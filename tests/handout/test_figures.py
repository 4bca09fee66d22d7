"""The exercise pictures: positions of 6.1, nothing cut off or sunk in, every thing drawn, same bytes."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.content import FigureSpec, Pose
from plans.handout.figures import draw
from plans.handout.figures.body import NEAR_END, PROFILE
from plans.handout.figures.canvas import GRAIN, MM_PER_UNIT, Box, bounds
from plans.handout.figures.kinematics import contact_heights, solve
from plans.handout.figures.props import SEAT, Stage
from plans.handout.figures.scene import _body
from plans.handout.figures.staging import GROUND, placed
from plans.knowledge.figures import read_figures
from plans.knowledge.movement.exercises import read_exercises

ROOT = Path(__file__).parents[2]
FIGURES = read_figures()
EXERCISES = read_exercises()
POSES = [(exercise, which) for exercise in FIGURES for which in ("start", "end")]
ON_THE_GROUND = [
    (exercise, which)
    for exercise, which in POSES
    if FIGURES[exercise].view != "top" and FIGURES[exercise].surface in ("floor", "chair-24")
]
SEATED = [(exercise, "start") for exercise, figure in FIGURES.items() if figure.surface == "chair-24"]
LINE_OF_A_LIMB = 0.75  # units: a limb may press its own line, 0.2 mm on paper, into what it rests on


def pose(**angles: int) -> Pose:
    names = ("trunk", "bend", "neck", "hip_n", "knee_n", "ankle_n", "hip_f", "knee_f", "ankle_f")
    arms = ("shoulder_n", "elbow_n", "shoulder_f", "elbow_f")
    return Pose(**{**dict.fromkeys(names + arms, 0), "trunk": 90, **angles})


def spec(one: Pose, *contacts: str, view: str = "side", surface: str = "floor") -> FigureSpec:
    return FigureSpec(view, surface, contacts, one, one)


def of(exercise: str, which: str) -> tuple[FigureSpec, Pose]:
    return FIGURES[exercise], getattr(FIGURES[exercise], which)


def outline(exercise: str, which: str) -> Box:
    """The box of the body alone."""
    figure, one = of(exercise, which)
    (body,) = placed(figure, one)
    return bounds(_body(Stage(figure, one, body, body, body, Box(0, 0, 0, 0)), NEAR_END, []))


# --- positions (physical-therapy.md 6.1) ----------------------------------------------------------


def test_hip_hinge_wall_gives_the_printed_positions() -> None:
    arms = {"shoulder_n": 20, "elbow_n": 90, "shoulder_f": 20, "elbow_f": 90}
    end = pose(trunk=55, neck=-5, hip_n=63, knee_n=28, hip_f=63, knee_f=28, **arms)
    points = solve(spec(end, "ankle_n"), end).points
    printed = {
        "hip": (0.0, 47.0), "waist": (8.0, 58.4), "shoulder": (17.2, 71.5), "head": (22.2, 80.2),
        "knee_n": (12.2, 24.0), "ankle_n": (12.2, 0.0), "toe_n": (21.2, 0.0),
        "elbow_n": (13.1, 56.1), "wrist_n": (26.6, 52.5),
    }  # fmt: skip
    assert {
        joint: (round(x, 1), round(y, 1)) for joint, (x, y) in points.items() if joint in printed
    } == printed


@pytest.mark.parametrize(
    ("angle", "joint", "way"),
    [
        ("hip_n", "knee_n", "right"),
        ("knee_n", "ankle_n", "left"),
        ("ankle_n", "toe_n", "up"),
        ("shoulder_n", "elbow_n", "right"),
        ("elbow_n", "wrist_n", "right"),
        ("bend", "shoulder", "right"),
        ("neck", "head", "right"),
        ("hip_f", "knee_f", "right"),
        ("shoulder_f", "wrist_f", "right"),
    ],
)
def test_a_positive_angle_moves_the_joint_the_way_the_table_says(angle: str, joint: str, way: str) -> None:
    before, after = (solve(spec(one), one).points[joint] for one in (pose(), pose(**{angle: 30})))
    dx, dy = after[0] - before[0], after[1] - before[1]
    assert {"right": dx > 2, "left": dx < -2, "up": dy > 2}[way]


def test_a_front_view_mirrors_the_far_limbs_and_parts_shoulders_and_hips() -> None:
    one = pose(shoulder_n=70, elbow_n=75, shoulder_f=70, elbow_f=75, hip_n=10, hip_f=10)
    points = solve(spec(one, "ankle_n", view="front"), one).points
    for joint in ("elbow", "wrist", "knee", "ankle"):
        near, far = points[f"{joint}_n"], points[f"{joint}_f"]
        assert near == pytest.approx((-far[0], far[1]))
    assert points["shoulder_n"][0] - points["shoulder_f"][0] == pytest.approx(14)
    assert points["hip_n"][0] - points["hip_f"][0] == pytest.approx(9)


@pytest.mark.parametrize(("exercise", "which"), POSES)
def test_contacts_agree_with_the_surface(exercise: str, which: str) -> None:
    heights = contact_heights(*of(exercise, which))
    assert {joint: height for joint, height in heights.items() if abs(height) > 2.2} == {}


# --- nothing sunk in, nothing cut off -------------------------------------------------------------


@pytest.mark.parametrize(("exercise", "which"), ON_THE_GROUND)
def test_no_part_of_the_body_is_below_the_floor(exercise: str, which: str) -> None:
    assert outline(exercise, which).bottom >= GROUND - LINE_OF_A_LIMB


@pytest.mark.parametrize(("exercise", "which"), ON_THE_GROUND)
def test_no_joint_of_a_limb_is_below_the_surface(exercise: str, which: str) -> None:
    figure, one = of(exercise, which)
    (body,) = placed(figure, one)
    joints = (
        ("knee", "ankle", "elbow", "wrist")
        if figure.view == "front"
        else ("knee", "ankle", "toe", "elbow", "wrist")
    )
    sunk = {joint: body.points[joint][1] for side in "nf" for joint in (f"{name}_{side}" for name in joints)}
    assert {joint: height for joint, height in sunk.items() if height < -2.2} == {}


@pytest.mark.parametrize(("exercise", "which"), SEATED)
def test_who_sits_sits_on_the_seat(exercise: str, which: str) -> None:
    figure, one = of(exercise, which)
    (body,) = placed(figure, one)
    assert body.points["hip"][1] - 3.5 == pytest.approx(SEAT, abs=LINE_OF_A_LIMB)
    for joint in ("elbow_n", "wrist_n", "elbow_f", "wrist_f"):
        x, y = body.points[joint]
        assert not (abs(x - body.points["hip"][0]) < 10 and y < SEAT), joint


def drawn_points(svg: str) -> list[tuple[float, float, float]]:
    """Every point of every path with half the width of its line, in the numbers of the viewBox."""
    points = []
    shift = {False: 0.0, True: 0.0}
    for parent in ElementTree.fromstring(svg).iter():  # noqa: S314
        inside = parent.tag.endswith("}g")
        if inside:
            shift[True] = float(re.findall(r"-?\d+", parent.get("transform", ""))[0])
        for path in parent.findall("{http://www.w3.org/2000/svg}path"):
            numbers = [float(number) for number in re.findall(r"-?\d+", path.get("d", ""))]
            half = float(path.get("stroke-width", "0")) / 2
            points += [(x + shift[inside], y, half) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
    return points


@pytest.mark.parametrize("exercise", FIGURES)
def test_nothing_is_cut_off(exercise: str) -> None:
    figure = draw(FIGURES[exercise])
    for svg in (figure.start, figure.end, figure.pair):
        _, _, width, height = map(float, ElementTree.fromstring(svg).get("viewBox", "").split())  # noqa: S314
        outside = [
            (x, y)
            for x, y, half in drawn_points(svg)
            if x - half < -1 or y - half < -1 or x + half > width + 1 or y + half > height + 1
        ]
        assert outside == []


# --- every exercise, every thing ------------------------------------------------------------------


def test_every_exercise_has_both_poses_and_they_differ() -> None:
    assert set(FIGURES) == set(EXERCISES)
    for figure in FIGURES.values():
        pictures = draw(figure)
        assert pictures.start != pictures.end


def test_view_and_surface_are_those_of_the_library() -> None:
    for exercise, figure in FIGURES.items():
        row = EXERCISES[exercise]
        assert (figure.view, figure.surface.split("-")[0]) == (row.view, row.surface.split()[0]), exercise


# What a figure_note or the equipment names, and the props that draw it.
THINGS = {
    r"clock": {"clock"},
    r"[Cc]hair |[Ss]eat (height )?24|seat at height 24|touch the seat": {"chair", "chair-front"},
    r"[Ss]tep 15": {"step-15"},
    r"step 10": {"step-10"},
    r"[Cc]ounter": {"counter-front", "counter-behind"},
    r"[Ww]all": {"wall-back", "wall-elbow", "wall-forearms", "wall-hands", "wall-hips", "wall-shoulder"},
    r"\b[Bb]ox\b": {"box"},
    r"table top": {"table"},
    r"Band": {"band-front", "band-viewer"},
    r"Strap": {"strap"},
    r"Stick": {"stick"},
    r"\bmat\b": {"mat"},
    r"back rest": {"bike-recumbent"},
    r"Saddle": {"bike-upright"},
    r"Wave line at chest": {"pool"},
    r"Wave line at trunk": {"water"},
    r"short dashed": {"shanks-back"},
}
EQUIPMENT = {
    "chair": {"chair", "chair-front"}, "counter": {"counter-front", "counter-behind"}, "step": {"step-15"},
    "band": {"band-front", "band-viewer"}, "stick": {"stick"}, "strap": {"strap"}, "mat": {"mat"},
    "table": {"table"}, "light-weight": {"box"}, "bike-recumbent": {"bike-recumbent"},
    "bike-upright": {"bike-upright"}, "pool": {"pool", "water"},
    "wall": {"wall-back", "wall-elbow", "wall-forearms", "wall-hands", "wall-hips", "wall-shoulder"},
}  # fmt: skip


@pytest.mark.parametrize("exercise", FIGURES)
def test_what_the_note_and_the_equipment_name_is_drawn(exercise: str) -> None:
    row, figure = EXERCISES[exercise], FIGURES[exercise]
    have = {*figure.start.props, *figure.end.props}
    wanted = [props for words, props in THINGS.items() if re.search(words, row.figure_note)]
    wanted += [EQUIPMENT[name] for name in row.equipment if name in EQUIPMENT]
    assert [props for props in wanted if not props & have] == []


@pytest.mark.parametrize("exercise", [exercise for exercise, figure in FIGURES.items() if figure.end.props])
def test_each_prop_leaves_something_on_the_paper(exercise: str) -> None:
    figure = FIGURES[exercise]
    for prop in {*figure.start.props, *figure.end.props}:
        bare = replace(figure, start=without(figure.start, prop), end=without(figure.end, prop))
        assert draw(bare).pair != draw(figure).pair, prop


def without(one: Pose, prop: str) -> Pose:
    return replace(one, props=tuple(name for name in one.props if name != prop))


@pytest.mark.parametrize("exercise", [exercise for exercise, figure in FIGURES.items() if figure.arrows])
def test_the_end_pose_shows_the_movement_and_the_start_pose_does_not(exercise: str) -> None:
    heads = 'stroke="#1a1a1a" stroke-width="4"'
    pictures = draw(FIGURES[exercise])
    assert pictures.end.count(heads) == len(FIGURES[exercise].arrows)
    assert pictures.start.count(heads) == 0
    assert pictures.pair.count(heads) == len(FIGURES[exercise].arrows) + 1


@pytest.mark.parametrize(("trunk", "way"), [(90, (1, 0)), (180, (0, 1)), (0, (0, -1))])
def test_the_nose_shows_where_the_face_looks(trunk: int, way: tuple[int, int]) -> None:
    one = pose(trunk=trunk)
    face = solve(spec(one), one).directions["head"] - 90
    assert face % 360 == {(1, 0): 0, (0, 1): 90, (0, -1): 270}[way]
    angle, _ = max(PROFILE, key=lambda place: place[1])
    assert abs(angle) < 15


# --- ink ------------------------------------------------------------------------------------------


def brightness(colour: str) -> float:
    """Relative luminance of a grey."""
    part = int(colour[1:3], 16) / 255
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


@pytest.mark.parametrize("exercise", FIGURES)
def test_ink_prints_in_grey_and_saves_toner(exercise: str) -> None:
    for path in ElementTree.fromstring(draw(FIGURES[exercise]).pair).iter("{http://www.w3.org/2000/svg}path"):  # noqa: S314
        fill, stroke = path.get("fill", "none"), path.get("stroke")
        for colour in (fill, stroke):
            assert colour in (None, "none") or re.fullmatch(r"#([0-9a-f]{2})\1\1", colour)
        if stroke:
            assert 1.05 / (brightness(stroke) + 0.05) >= 3
        if fill != "none" and area(path.get("d", "")) > 25:
            assert int(fill[1:3], 16) >= 0xE6, fill
        if stroke and fill != stroke:
            width_pt = float(path.get("stroke-width", "0")) / GRAIN * MM_PER_UNIT * 72 / 25.4
            assert width_pt >= 0.75


def area(d: str) -> float:
    """Square units of the box of a path."""
    numbers = [float(number) / GRAIN for number in re.findall(r"-?\d+", d)]
    xs, ys = numbers[::2], numbers[1::2]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


# --- documents ------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", FIGURES)
def test_a_picture_is_plain_paths_that_refer_to_nothing(exercise: str) -> None:
    pictures = draw(FIGURES[exercise])
    for svg in (pictures.start, pictures.end, pictures.pair):
        for element in ElementTree.fromstring(svg).iter():  # noqa: S314
            assert element.tag.split("}")[1] in ("svg", "g", "path")
            assert not {"id", "class", "style", "href"} & set(element.attrib)
        assert "url(" not in svg
        assert re.findall(r"https?://[^\"]+", svg) == ["http://www.w3.org/2000/svg"]


def test_start_and_end_have_one_size_and_the_pair_holds_both() -> None:
    for figure in FIGURES.values():
        pictures = draw(figure)
        start, end = (
            re.findall(r'([\d.]+)mm" height="([\d.]+)mm"', svg) for svg in (pictures.start, pictures.end)
        )
        assert start == end == [(f"{pictures.width_mm:.2f}", f"{pictures.height_mm:.2f}")]
        assert pictures.pair_width_mm > 2 * pictures.width_mm


def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "from hashlib import sha256\n"
        "from plans.handout.figures import draw\n"
        "from plans.knowledge.figures import read_figures\n"
        "drawn = ''.join(draw(figure).start + draw(figure).pair for figure in read_figures().values())\n"
        "print(sha256(drawn.encode()).hexdigest())"
    )
    run = [sys.executable, "-c", code]
    other = subprocess.run(
        run, cwd=ROOT, env={"PYTHONHASHSEED": "7"}, capture_output=True, text=True, check=True
    )
    here = "".join(draw(figure).start + draw(figure).pair for figure in FIGURES.values())
    assert other.stdout.strip() == sha256(here.encode()).hexdigest()


ANGLES = st.integers(-180, 220)


@settings(deadline=None, max_examples=40)
@given(start=st.lists(ANGLES, min_size=13, max_size=13), end=st.lists(ANGLES, min_size=13, max_size=13))
def test_any_angles_give_a_picture(start: list[int], end: list[int]) -> None:
    poses = [Pose(*angles, props=("chair", "mat", "stick")) for angles in (start, end)]
    pictures = draw(FigureSpec("side", "floor", ("ankle_n",), *poses, ("wrist_n", "head")))
    assert "nan" not in pictures.pair
    ElementTree.fromstring(pictures.pair)  # noqa: S314
