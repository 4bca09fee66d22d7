"""figures.csv: what is wrong in it stops the program, and the message names exercise and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans.knowledge import figures
from plans.knowledge.figures import COLUMNS, read_figures
from plans.knowledge.reading import KnowledgeError

START = "bow,start,side,floor,ankle_n,90,0,0,0,0,0,0,0,0,0,0,0,0,stick,"
END = "bow,end,side,floor,ankle_n,42,0,-5,80,34,2,80,34,2,0,0,0,0,stick,hip"


def read(
    monkeypatch: pytest.MonkeyPatch, folder: Path, *rows: str, columns: str = ",".join(COLUMNS)
) -> object:
    (folder / "figures.csv").write_text("\n".join([columns, *rows, ""]), encoding="utf-8")
    monkeypatch.setattr(figures, "FOLDER", folder)
    return read_figures()


def test_a_pair_of_rows_is_a_figure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    read(monkeypatch, tmp_path, START, END)
    figure = read_figures()["bow"]
    assert (figure.view, figure.surface, figure.contacts, figure.arrows) == (
        "side",
        "floor",
        ("ankle_n",),
        ("hip",),
    )
    assert (figure.start.trunk, figure.end.trunk, figure.end.props) == (90, 42, ("stick",))


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((START,), "bow: the end pose is missing"),
        ((START, END, END), "bow: the end pose stands twice"),
        ((START, END.replace(",end,", ",ending,")), "unknown pose 'ending'; nearest: end"),
        ((START, END.replace(",side,", ",front,")), "bow: view differs"),
        (
            (START.replace(",side,", ",sides,"), END.replace(",side,", ",sides,")),
            "unknown view 'sides'; nearest: side",
        ),
        ((START.replace("ankle_n", "ankel_n"), END.replace("ankle_n", "ankel_n")), "unknown joint 'ankel_n'"),
        ((START, END.replace("stick", "stik")), "unknown prop 'stik'; nearest: stick"),
        ((START, END.replace("stick,hip", "stick,hop")), "unknown arrow 'hop'; nearest: hip"),
        ((START, END.replace(",42,", ",42.5,")), "trunk: '42.5' is not a whole number"),
        ((START, END.replace(",42,", ",,")), "trunk: '' is not a whole number"),
    ],
)
def test_a_wrong_row_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, rows: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(KnowledgeError, match=r"figures\.csv") as error:
        read(monkeypatch, tmp_path, *rows)
    assert reason in str(error.value)


def test_other_columns_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="the columns must be id,pose,view"):
        read(monkeypatch, tmp_path, START, END, columns=",".join(COLUMNS[:-1]))
