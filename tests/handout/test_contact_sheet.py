"""The contact sheet: the whole library in one PDF."""

from __future__ import annotations

from io import BytesIO, StringIO
from pathlib import Path
from time import process_time

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from plans.knowledge.movement.exercises import read_exercises

MOST_SECONDS = 10


def test_the_sheet_names_every_exercise_beside_its_two_pictures(tmp_path: Path) -> None:
    out, said = tmp_path / "sheet.pdf", StringIO()
    call_command("contact_sheet", "-o", str(out), stdout=said)
    pages = PdfReader(BytesIO(out.read_bytes())).pages
    text = "".join("".join(page.extract_text().split()) for page in pages)
    exercises = read_exercises()
    heads = {key: f"{row.plain_name}({key})".replace(" ", "") for key, row in exercises.items()}
    assert [key for key, head in heads.items() if head not in text] == []
    assert said.getvalue() == f"{len(exercises)} exercises drawn to {out}\n"


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot write"):
        call_command("contact_sheet", "-o", str(tmp_path / "missing" / "sheet.pdf"))


def test_the_whole_library_is_drawn_in_under_ten_seconds(tmp_path: Path) -> None:
    began = process_time()
    call_command("contact_sheet", "-o", str(tmp_path / "sheet.pdf"), stdout=StringIO())
    assert process_time() - began < MOST_SECONDS
