"""The columns of an assessment hold every intake exactly, and refuse what the table refuses."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from plans.intake.fields import FIELDS, TABLES, Kind
from plans.intake.intake import Intake
from plans.models import Allergy, Assessment, Medication, Patient
from tests.intake.cases import published_intakes, read

TODAY = date(2026, 11, 24)
OWN_ROWS = {"medications", "allergies"}
KEPT_BESIDE = {"id", "patient", "recorded_at", "recorded_by", "medications_asked", "allergies_asked"}
MODELS = ((Assessment, FIELDS), (Medication, TABLES["medications"]), (Allergy, TABLES["allergies"]))


@pytest.fixture
def patient(pat) -> Patient:
    return Patient.objects.create(name="Maria García", registered_by=pat, changed_by=pat)


@pytest.mark.parametrize(("model", "fields"), MODELS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_question_has_its_column_and_every_column_its_question(model, fields):
    columns = {field.name for field in model._meta.get_fields() if field.concrete}
    questions = {field.column for field in fields if field.path not in OWN_ROWS}
    beside = KEPT_BESIDE if model is Assessment else {"id", "assessment", "position"}
    assert columns - beside == questions


@pytest.mark.parametrize(("model", "fields"), MODELS, ids=lambda value: getattr(value, "__name__", ""))
def test_every_closed_number_has_a_constraint(model, fields):
    constrained = {constraint.name for constraint in model._meta.constraints}
    limited = {
        f"{model._meta.model_name}_{field.column}"
        for field in fields
        if (field.kind in (Kind.INTEGER, Kind.NUMBER) and field.hard) or field.kind is Kind.TIME
    }
    assert limited <= constrained


def test_an_intake_comes_back_from_its_columns_as_it_was(patient, pat):
    for name, data in list(published_intakes())[::5]:
        intake = read(data).intake
        assert intake is not None, name
        assessment = Assessment.record(intake, patient, pat)
        assert Assessment.objects.get(pk=assessment.pk).intake() == intake, name


def test_not_asked_and_asked_none_stay_different(patient, pat):
    asked = Intake(assessed_on=TODAY, medications=(), allergies=(), red_flags=())
    not_asked = Intake(assessed_on=TODAY)
    rows = [Assessment.record(intake, patient, pat) for intake in (asked, not_asked)]
    assert [Assessment.objects.get(pk=row.pk).intake() for row in rows] == [asked, not_asked]


@pytest.mark.parametrize(
    ("column", "low", "high"),
    [("pain_nprs_average", 0, 10), ("patient_weight_kg", 25, 350), ("life_wake_time", 0, 1439)],
)
def test_the_database_refuses_what_lies_outside_the_hard_limits(patient, pat, column, low, high):
    for value in (low, high):
        Assessment.insert(patient=patient, recorded_by=pat, assessed_on=TODAY, **{column: value})
    for value in (low - 1, high + 1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.insert(patient=patient, recorded_by=pat, assessed_on=TODAY, **{column: value})


def test_the_database_refuses_an_answer_that_is_not_offered(patient, pat):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.insert(patient=patient, recorded_by=pat, assessed_on=TODAY, pain_leg_pain="ankle")


def test_a_dose_of_nothing_is_refused_by_the_database(patient, pat):
    assessment = Assessment.insert(patient=patient, recorded_by=pat, assessed_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Medication.insert(assessment=assessment, position=0, key="ibuprofen", dose_mg=0)
