"""A 61st exercise is one row and its line of angles for each pose; nothing else is touched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ROW = """
[[exercise]]
id = "heel-raise-counter"
name = "Heel raise at a counter"
plain_name.en = "Rise on your toes"
plain_name.es = "Suba en puntas"
component = "core"
targets = "calf"
level = 1
sets = 2
reps = 8
days = 5
per_day = 1
progress = "reps +2 each green week to 15"
equipment = ["counter"]
position = "standing"
needs_floor = false
start.en = "Stand at a counter."
start.es = "Párese junto al mostrador."
steps.en = ["Rise on your toes.", "Come down slowly."]
steps.es = ["Suba en puntas.", "Baje despacio."]
feel_it.en = "your calves work"
feel_it.es = "el trabajo de las pantorrillas"
stop_if.en = "your back pain rises by 2 points or more"
stop_if.es = "el dolor de espalda sube 2 puntos o más"
alt.en = "A person stands at a counter, then rises on the toes."
alt.es = "Una persona está junto al mostrador y luego sube en puntas."
begin.en = "At a counter"
begin.es = "Junto al mostrador"
end.en = "Rise"
end.es = "Suba"
contra = ["falls-risk"]
prefer = []
evidence = "KPT"
view = "side"
surface = "floor"
figure_note = "Heels lift in the end pose; counter in front."
checked_on = ""
reviewed_by = ""
"""
POSES = """\
heel-raise-counter,start,side,floor,ankle_n,90,0,0,0,0,0,0,0,0,31,2,31,2,counter-front,
heel-raise-counter,end,side,floor,ankle_n,90,0,0,0,0,-30,0,0,-30,31,2,31,2,counter-front,hip
"""
ASKED = """
import django
django.setup()
from plans.handout.contact_sheet import Entry, contact_sheet
from plans.handout.figures import draw
from plans.knowledge.loader import load
known = load()
row = known.movement.exercises["heel-raise-counter"]
picture = draw(known.movement.figures[row.id])
sheet = contact_sheet([Entry(row.id, row.plain_name, row.figure_note, known.movement.figures[row.id])])
print(len(known.movement.exercises), row.text["es"].plain_name, known.wording.exercises[row.id].alt["es"],
      picture.pair[:4], sheet[:4].decode(), sep="|")
"""


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the project whose knowledge can be changed."""
    left_out = shutil.ignore_patterns("vendor", "__pycache__")
    for name in ("careplan", "plans", "templates"):
        shutil.copytree(PROJECT / name, tmp_path / name, ignore=left_out)
    return tmp_path


def add(folder: Path, file: str, text: str) -> None:
    path = folder / "plans" / "knowledge" / file
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def ask(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CAREPLAN_DEBUG": "1", "DJANGO_SETTINGS_MODULE": "careplan.settings"}
    return subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_one_row_and_its_angles_are_all_that_an_exercise_needs(copied: Path) -> None:
    add(copied, "exercises.toml", ROW)
    add(copied, "figures.csv", POSES)
    done = ask(copied)
    assert done.stderr == ""
    assert done.stdout.strip() == (
        "61|Suba en puntas|Una persona está junto al mostrador y luego sube en puntas.|<svg|%PDF"
    )


@pytest.mark.parametrize(
    ("row", "poses", "words"),
    [
        (ROW, "", "figures.csv: heel-raise-counter: no figure"),
        ("", POSES, "figures.csv: id"),
        (ROW.replace('alt.es = "Una', 'alt.xx = "Una'), POSES, "exercises.toml: heel-raise-counter"),
        (
            ROW.replace("plain_name.es", "plain_name.xx"),
            POSES,
            "exercises.toml: heel-raise-counter",
        ),
    ],
    ids=["no angles", "no row", "no Spanish sentence of the pictures", "no Spanish name"],
)
def test_half_an_exercise_is_refused_with_its_name(copied: Path, row: str, poses: str, words: str) -> None:
    add(copied, "exercises.toml", row)
    add(copied, "figures.csv", poses)
    assert words in ask(copied).stderr
