"""The whole knowledge: it loads, names only what exists, and a broken file says where."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from plans.knowledge import loader, reading, references, review
from plans.knowledge.evidence import read_sources
from plans.knowledge.loader import load, version_of_files, vocabulary
from plans.knowledge.reading import KnowledgeError
from plans.knowledge.references import all_rows


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the knowledge files that a test may break."""
    for path in reading.FOLDER.iterdir():
        if path.suffix in (".toml", ".csv"):
            shutil.copy(path, tmp_path)
    for module in (reading, references, loader):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    load.cache_clear()
    yield tmp_path
    load.cache_clear()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_it_loads_once_and_has_all_parts() -> None:
    knowledge = load()
    assert knowledge is load()
    assert len(knowledge.conditions) == 62
    assert knowledge.medicines
    assert knowledge.movement
    assert knowledge.self_care
    assert knowledge.wording


def test_one_document_has_one_id_and_its_other_spellings_find_it() -> None:
    sources = load().sources
    for alias, id_ in (
        ("EV-05", "SRC-ACP-2017"),
        ("SRC-ACP2017", "SRC-ACP-2017"),
        ("ACP-2017", "SRC-ACP-2017"),
        ("EV-06", "SRC-WHO-2023"),
        ("CDC-2022", "SRC-CDC-2022"),
        ("KDIGO", "SRC-KDIGO-2024"),
        ("LABEL-GABAPENTIN", "SRC-LABEL-GABA"),
        ("EV-25", "SRC-LABEL-NSAID"),
        ("TX-RELAXANT", "SRC-TX-SMR"),
        ("seed article", "SRC-SEED"),
    ):
        assert sources[alias].id == id_
    assert sources["WHO-2023"].id == "WHO-2023"  # the exercise review, another document
    assert len(set(sources)) == len(sources)


def test_a_source_says_how_far_it_was_read() -> None:
    for source in load().sources.values():
        assert source.strength
        assert source.title
    assert load().sources["SRC-LABEL-ORPHEN"].strength == "professional knowledge, not checked"
    assert load().sources["SRC-PRODUCT"].strength == "product rule"


def test_the_thirteen_source_attributes_are_answered_once() -> None:
    assert len(load().attributes) == 13
    assert load().attributes["race"] == "not used"


def test_the_version_changes_with_any_byte(copied: Path) -> None:
    before = version_of_files()
    assert len(before) == 12
    assert before == version_of_files()
    change(copied / "figures.csv", "timed-sitting", "timed-sittinG")
    assert version_of_files() != before


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        (
            "safety_rules.toml",
            '"SRC-KDIGO-2024"',
            '"SRC-KDIGO-2042"',
            ("nsaid-renal-below-30", "unknown source"),
        ),
        (
            "exercises.toml",
            'evidence = "PACING"',
            'evidence = "PACING2"',
            ("timed-sitting", "nearest: PACING"),
        ),
        ("evidence.toml", 'id = "SRC-ACSM"', 'id = "SRC-SEED"', ("SRC-SEED", "two sources")),
        ("conditions.toml", 'id = "ckd"', 'id = "osteoporosis"', ("osteoporosis", "twice")),
        (
            "conditions.toml",
            'id = "dialysis"',
            'id = "dialyses"',
            ("unknown condition 'dialysis'", "dialyses"),
        ),
        ("evidence.toml", "year = 2000", "year = 20000", ("SRC-AAFP-2000", "year")),
        ("about.toml", 'race = "not used"', "", ("attributes", "missing key 'race'")),
        ("modules.toml", "[[module]]", "[[module", ("modules.toml", "file")),
    ],
)
def test_a_broken_file_stops_with_file_key_and_reason(
    copied: Path, file: str, old: str, new: str, words: tuple[str, ...]
) -> None:
    change(copied / file, old, new)
    with pytest.raises(KnowledgeError) as caught:
        load()
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("modules.toml", 'name.es = "Muévase cada día"\n', "", "SM-MOVE: the sentence is missing in 'es'"),
        (
            "goals.toml",
            'words.es = "Caminar {amount}"',
            'words.es = "Caminar {amout}"',
            "G-WALK: 'es' has other",
        ),
        (
            "goals.toml",
            'words.es = "Caminar {amount}"',
            'words.es = "Caminar {amount"',
            "G-WALK: 'es': expected",
        ),
        (
            "support.toml",
            'text.es = "Mucho',
            'text.es = ["Mucho"]\ntext.was = "Mucho',
            "WN-BED: 'es' has other",
        ),
    ],
)
def test_a_sentence_stands_in_every_language(copied: Path, file: str, old: str, new: str, words: str) -> None:
    change(copied / file, old, new)
    with pytest.raises(KnowledgeError, match=words):
        load()


def test_a_missing_file_stops(copied: Path) -> None:
    (copied / "evidence.toml").unlink()
    with pytest.raises(KnowledgeError, match=r"evidence\.toml"):
        read_sources()


def test_the_words_of_an_intake_come_from_the_knowledge() -> None:
    words = vocabulary(load())
    assert len(words.red_flags) == 33
    assert len(words.exercises) == 60
    assert {"own", "weight", "G-WALK"} <= words.goals.keys()
    assert {"no_transport", "no_space", "no_equipment", "language", "too_tired"} <= words.barriers.keys()
    assert words.drug_names["advil"] == "ibuprofen"
    assert "norco" not in words.product_names  # three strengths
    assert words.drugs["fentanyl-patch"].patch_rates
    assert list(vocabulary(load(), ["en"]).languages) == ["en"]


def test_every_row_that_was_checked_can_be_reviewed() -> None:
    assert [
        (row.file, row.key)
        for row in all_rows()
        if "checked_on" in row.data and "reviewed_by" not in row.data
    ] == []


def test_a_clinician_can_review_every_row(copied: Path) -> None:
    for path in copied.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        signed = text.replace('reviewed_by = ""', 'reviewed_by = "Dr. A. Example"\nreviewed_on = 2027-01-15')
        path.write_text(signed, encoding="utf-8")
    load()
    rows = list(review.reviews())
    assert len(rows) > 1000
    assert all(row.due_on == date(2028, 1, 15) and not row.is_unreviewed() for row in rows)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ('reviewed_by = "Dr. A. Example"', "go together"),
        ('reviewed_by = ""\nreviewed_on = 2027-01-15', "go together"),
        ('reviewed_by = "Dr. A. Example"\nreviewed_on = "2027-01-15"', "reviewed_on must be a date"),
    ],
)
def test_a_review_says_who_and_when(copied: Path, written: str, words: str) -> None:
    change(copied / "conditions.toml", 'reviewed_by = ""', written)
    with pytest.raises(KnowledgeError, match=f"osteoporosis: .*{words}"):
        load()


@pytest.mark.parametrize(
    ("reviewed_on", "due_on"),
    [(date(2026, 1, 31), date(2027, 1, 31)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_a_review_is_due_again_after_a_year(copied: Path, reviewed_on: date, due_on: date) -> None:
    change(
        copied / "conditions.toml",
        'reviewed_by = ""',
        f'reviewed_by = "Dr. A. Example"\nreviewed_on = {reviewed_on}',
    )
    row = next(row for row in review.reviews() if row.file == "conditions.toml" and not row.is_unreviewed())
    assert row.due_on == due_on
    assert row.is_overdue(date(2027, 2, 1))
    assert not row.is_overdue(due_on)


def test_a_reviewer_of_the_english_words_does_not_answer_for_the_spanish(copied: Path) -> None:
    signed = 'reviewed_by = "Dr. A. Example"\nreviewed_on = 2027-01-15'
    change(copied / "handout.toml", 'reviewed_by = ""', signed)
    assert load().wording.is_reviewed("en")
    assert not load().wording.is_reviewed("es")
    load.cache_clear()
    change(
        copied / "about.toml",
        'id = "es"\nchecked_on = ""\nreviewed_by = ""',
        f'id = "es"\nchecked_on = ""\n{signed}',
    )
    assert load().wording.is_reviewed("es")
