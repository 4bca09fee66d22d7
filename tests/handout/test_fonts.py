"""Names in any script the clinic meets print as letters, and cost only the pages that hold them."""

import re
from functools import lru_cache
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from plans.handout.fonts import FACES, font_faces

FOLDER = Path(__file__).parents[2] / "plans/static/handout/fonts"

NAMES = (
    "María Peña ¿Cómo está? ¡Sí! Ñandú Ünal",
    "Łukasz Żółć Dvořák Şahin Ștefan Ĝian Ŭ",
    "Nguyễn Thị Hồng Đặng Ưu",
    "Ολυμπία Ἑλένη",
    "Сергей Їжак Ґалаґан Ҡ",
    "محمد عبد الله پارسا",
    "דוד בן־גוריון",
    "अर्जुन शर्मा",
    "রবীন্দ্রনাথ",
    "ਗੁਰਪ੍ਰੀਤ",
    "ગાંધી",
    "தமிழ்",
    "తెలుగు",
    "สมชาย",
    "ສົມສັກ",
    "အောင်ဆန်း",
    "გიორგი",
    "አበበ",
    "សុខា",
    "Հայկ",
    "山田太郎さくら",
    "김민수",
    "王小明 张伟",
    "陳大文 國",
    "→ ≥ ✓ ☐ №",
    "😀 👍",
    "µg ½ × – “x” …",
)


def loaded(text: str) -> list[str]:
    return re.findall(r'url\("fonts/([^"]+)"\)', font_faces(text))


@lru_cache
def letters(file: str) -> frozenset[int]:
    return frozenset(TTFont(FOLDER / file).getBestCmap())


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_is_in_a_loaded_file(name: str) -> None:
    drawn = frozenset().union(*(letters(file) for file in loaded(name)))
    assert [letter for letter in name if ord(letter) not in drawn] == []


def test_english_and_spanish_load_one_family_only() -> None:
    files = loaded("Do these 3 things – “today”… Camine 9 minutos. ¿Cuánto? ¡Ánimo, Ñico! 5° ±2")
    assert files == [
        "atkinson-hyperlegible-next-latin-400-normal.woff2",
        "atkinson-hyperlegible-next-latin-700-normal.woff2",
    ]


def test_table_and_folder_hold_the_same_files() -> None:
    assert {file for face in FACES for file in face.files()} == {path.name for path in FOLDER.glob("*.woff2")}


def test_licence_stands_beside_the_files() -> None:
    licence = (FOLDER / "LICENSE.txt").read_text("utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
    assert "Atkinson Hyperlegible Next Project Authors" in licence


@given(st.text())
def test_rules_never_hold_typed_text(text: str) -> None:
    known = {face.family for face in FACES}
    rules = font_faces(text)
    assert set(re.findall(r'font-family: "([^"]+)"', rules)) <= known
    assert rules == font_faces("".join(reversed(text)))
