"""The table of questions, held against the Intake and against the dossier's own counts."""

from __future__ import annotations

import dataclasses
import typing

import pytest

from plans.intake.fields import (
    CORE_FIELDS,
    FIELD_BY_PATH,
    FIELDS,
    LICENCES,
    REQUIRED_FIELDS,
    TABLES,
    Field,
    Kind,
)
from plans.intake.intake import Allergy, Goal, Intake, MedicationEntry, PsfsActivity, SlotDoses
from plans.intake.vocabulary import Vocabulary


def paths_of(kind: type, prefix: str = "") -> set[str]:
    hints = typing.get_type_hints(kind)
    found: set[str] = set()
    for attribute in dataclasses.fields(kind):
        inner = hints[attribute.name]
        if dataclasses.is_dataclass(inner):
            found |= paths_of(inner, f"{prefix}{attribute.name}.")
        else:
            found.add(prefix + attribute.name)
    return found


def test_every_attribute_of_the_intake_has_a_question_and_the_other_way() -> None:
    assert {field.path for field in FIELDS} == paths_of(Intake)


@pytest.mark.parametrize(
    ("table", "kind"),
    [("allergies", Allergy), ("goals", Goal), ("psfs", PsfsActivity), ("medications", MedicationEntry)],
)
def test_every_attribute_of_an_entry_has_a_question(table: str, kind: type) -> None:
    expected = paths_of(kind)
    if table == "medications":
        expected = expected - {"doses_mg"} | {f"doses_mg.{name}" for name in paths_of(SlotDoses)}
    assert {field.path for field in TABLES[table]} == expected


def test_the_quick_intake_has_the_26_rows_of_the_dossier() -> None:
    assert [field.path for field in CORE_FIELDS] == [
        "patient.birth_date",
        "patient.sex_at_birth",
        "patient.pregnancy_weeks",
        "assessed_on",
        "red_flags",
        "conditions",
        "pain.duration_weeks",
        "pain.nprs_average",
        "pain.regions",
        "pain.leg_pain",
        "pain.settle_minutes",
        "measures.peg",
        "measures.start_back",
        "tolerance.sit_minutes",
        "tolerance.stand_minutes",
        "tolerance.walk_minutes",
        "tolerance.lift_kg",
        "posture.overall",
        "core.overall",
        "flexibility.overall",
        "aerobic.moderate_minutes_per_week",
        "life.minutes_per_day",
        "life.equipment",
        "life.can_get_on_floor",
        "access.visits_covered",
        "access.copay_usd",
    ]


def test_what_the_therapist_cannot_sign_without() -> None:
    assert {field.path for field in REQUIRED_FIELDS} == {
        "patient.birth_date",
        "patient.sex_at_birth",
        "assessed_on",
        "red_flags",
        "conditions",
        "pain.duration_weeks",
        "pain.nprs_average",
        "pain.leg_pain",
        "measures.peg",
    }


def test_columns_are_unique_and_named_after_the_path() -> None:
    columns = [field.column for field in FIELDS]
    assert len(set(columns)) == len(columns)
    assert FIELD_BY_PATH["pain.nprs_average"].column == "pain_nprs_average"


def all_fields() -> list[Field]:
    return [*FIELDS, *(field for table in TABLES.values() for field in table)]


def test_plausible_lies_inside_hard() -> None:
    for field in all_fields():
        if field.plausible and field.hard:
            assert field.plausible.low is None or field.hard.hold(field.plausible.low), field.path
            assert field.plausible.high is None or field.hard.hold(field.plausible.high), field.path


def test_numbers_have_hard_limits_and_closed_questions_have_words(words: Vocabulary) -> None:
    for field in all_fields():
        if field.kind in (Kind.INTEGER, Kind.NUMBER, Kind.INTEGERS, Kind.NUMBERS):
            assert field.hard is not None, field.path
        if field.kind in (Kind.CHOICE, Kind.CHOICES):
            assert field.choices or getattr(words, str(field.vocabulary)), field.path


@pytest.mark.parametrize(
    ("path", "hard", "plausible"),
    [
        ("patient.height_cm", (100, 230), (140, 205)),
        ("patient.weight_kg", (25, 350), (40, 180)),
        ("patient.pregnancy_weeks", (0, 43), (4, 42)),
        ("vitals.systolic", (50, 300), (90, 180)),
        ("vitals.diastolic", (20, 200), (50, 110)),
        ("pain.settle_minutes", (0, 10080), (0, 2880)),
        ("tolerance.walk_minutes", (0, 600), (0, 30)),
        ("tolerance.lift_kg", (0, 100), (0, 20)),
        ("core.pbu_prone_drop_mmhg", (-40, 40), (-10, 15)),
        ("flexibility.thomas_deg_right", (-45, 90), (-20, 45)),
        ("flexibility.dorsiflexion_deg_left", (-30, 50), (-10, 30)),
        ("aerobic.mile_walk_hr", (40, 230), (70, 190)),
        ("balance.falls_past_year", (0, 365), (0, 12)),
        ("labs.potassium_mmol_l", (1, 10), (2.8, 6.0)),
        ("labs.platelets_10e9_l", (1, 3000), (30, 700)),
        ("life.minutes_per_day", (0, 240), (5, 60)),
        ("life.alcohol_drinks_per_week", (0, 200), (0, 60)),
        ("access.visits_recommended", (1, 60), (2, 24)),
        ("access.copay_budget_usd", (0, 100000), (0, 3000)),
    ],
)
def test_limits_are_the_dossiers(
    path: str, hard: tuple[float, float], plausible: tuple[float, float]
) -> None:
    field = FIELD_BY_PATH[path]
    assert field.hard is not None
    assert field.plausible is not None
    assert (field.hard.low, field.hard.high) == hard
    assert (field.plausible.low, field.plausible.high) == plausible


def test_loinc_only_where_the_dossier_verified_it() -> None:
    codes = {field.path: field.loinc for field in FIELDS if field.loinc}
    assert codes["patient.weight_kg"] == "29463-7"
    assert codes["measures.phq2"] == "55758-7"
    assert (
        not {"measures.odi_percent", "measures.rmdq", "measures.psfs", "aerobic.six_minute_walk_m"}
        & codes.keys()
    )


def test_instruments_whose_items_may_not_be_shown_have_no_prompts() -> None:
    for licence in LICENCES.values():
        assert not (licence.total_only and licence.prompts), licence.id
    assert LICENCES["peg"].credit == "Krebs et al. 2009"
    assert len(FIELD_BY_PATH["measures.start_back"].prompts) == 9
    assert all(field.licence in LICENCES for field in FIELDS if field.licence)
