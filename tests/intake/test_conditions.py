"""Conditions: those of the list, others kept as typed, and typing errors of known ones refused."""

from __future__ import annotations

from typing import Any

import pytest

from plans.intake.likeness import may_mean
from plans.intake.parsing import to_data
from tests.intake.cases import SMALL, WORDS, asks, faults, read, with_value


def with_conditions(*conditions: Any) -> dict[str, Any]:
    return with_value("conditions", list(conditions), SMALL)


@pytest.mark.parametrize(
    "condition",
    [
        "gout",
        "GOUT",
        "lupus",
        "multiple sclerosis",
        "Multiple_Sclerosis",
        "Crohn",
        "id",
        "x",
        "גאוט",
        "<script>",
        "Ehlers-Danlos, type 3",
        "x" * 120,
        "🙂",
    ],
)
def test_a_condition_that_the_list_does_not_know_is_kept_as_typed_and_asked_about(condition: str) -> None:
    parsed = read(with_conditions("diabetes", condition))
    assert parsed.intake is not None, parsed.faults
    assert parsed.intake.conditions == ("diabetes", condition)
    assert [ask.message for ask in parsed.asks if ask.path.startswith("conditions")] == [
        f"{condition} is not in the list of conditions: kept, and no rule reads it."
    ]
    assert read(to_data(parsed.intake)).intake == parsed.intake


def test_each_kept_condition_has_one_ask_of_its_own() -> None:
    found = asks(with_conditions("gout", "diabetes", "lupus"))
    assert {path for path in found if path.startswith("conditions")} == {
        "conditions[gout]",
        "conditions[lupus]",
    }
    assert found["conditions[lupus]"].startswith("lupus is not in the list")
    assert not any(path.startswith("conditions") for path in asks(with_conditions("diabetes")))


def test_outer_blanks_are_not_kept() -> None:
    intake = read(with_conditions("  gout ")).intake
    assert intake is not None
    assert intake.conditions == ("gout",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # the same words
        ("Osteoporosis", "osteoporosis"),
        ("OSTEOPOROSIS", "osteoporosis"),
        ("knee oa", "knee-oa"),
        ("knee_oa", "knee-oa"),
        ("Knee  Osteoarthritis", "knee-oa"),
        ("vertebral fracture", "vertebral-fracture"),
        (" cardiac ", "cardiac"),
        # a typing error
        ("osteoporosys", "osteoporosis"),
        ("OSTEOPROSIS", "osteoporosis"),
        ("osteo porosis", "osteoporosis"),
        ("osteo\u200bporosis", "osteoporosis"),
        ("heart failiure", "heart-failure"),
        ("diabetis", "diabetes"),
        ("Neurophaty", "neuropathy"),
        # the words of a known one among others, or some of its words
        ("diabetes type 2", "diabetes"),
        ("severe osteoporosis of the spine, diagnosed 2019, on alendronate, two fractures", "osteoporosis"),
        ("gout, epilepsy", "epilepsy"),
        ("angina", "coronary-disease"),
        ("TIA", "stroke"),
        ("COPD", "copd-asthma"),
    ],
)
def test_what_may_mean_a_known_condition_is_refused_with_its_id(typed: str, meant: str) -> None:
    message = faults(with_conditions("gout", typed))["conditions[1]"]
    assert message.startswith("Conditions and precautions must be a known id, not ")
    assert message.endswith(f"; nearest: {meant}")


def test_a_condition_that_was_renamed_is_refused_with_its_new_id() -> None:
    assert "now called epilepsy" in faults(with_conditions("seizure-disorder"))["conditions[0]"]


def test_every_listed_condition_stands_for_itself_alone() -> None:
    parsed = read(with_conditions(*WORDS.conditions))
    assert parsed.intake is not None
    assert parsed.intake.conditions == tuple(WORDS.conditions)
    for id_, label in WORDS.conditions.items():
        assert may_mean(id_.upper(), WORDS.conditions) == id_
        assert may_mean(label.replace(" ", "_"), WORDS.conditions) == id_


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (7, "must be a known id, not 7"),
        (None, "must be a known id, not null"),
        (True, "must be a known id, not true"),
        ({"id": "gout"}, "must be a known id, not an object"),
        ("", "must not be empty"),
        ("   ", "must not be empty"),
        ("x" * 121, "must have at most 120 characters, not 121"),
        ("two\nlines", "must not contain control characters or line breaks"),
        ("nul\x00", "must not contain control characters or line breaks"),
        ("half \ud800", "must not contain control characters or line breaks"),
    ],
)
def test_what_no_page_can_hold_is_refused(condition: Any, words: str) -> None:
    (fault,) = read(with_conditions(condition)).faults
    assert fault.path == "conditions[0]"
    assert words in fault.message
    assert str(fault).isprintable()


@pytest.mark.parametrize("twice", [("gout", "gout"), ("gout", " gout"), ("diabetes", "diabetes")])
def test_a_condition_stands_once(twice: tuple[str, str]) -> None:
    assert "stands twice" in faults(with_conditions(*twice))["conditions[1]"]


@pytest.mark.parametrize("path", ["red_flags", "pain.regions", "life.barriers", "life.equipment", "tried"])
def test_other_lists_stay_strict(path: str) -> None:
    assert f"{path}[0]" in faults(with_value(path, ["gout"], SMALL))
