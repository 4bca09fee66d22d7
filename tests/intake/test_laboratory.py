"""Laboratory values: the edge cases K1 to K8 and K19 of medications-3 5.5."""

from __future__ import annotations

from typing import Any

import pytest

from tests.intake.cases import asks, fault_of, faults, with_value

MG = "labs.serum_creatinine_mg_dl"
MICROMOL = "labs.serum_creatinine_umol_l"


def test_k1_micromol_in_the_mg_field() -> None:
    assert fault_of(MG, 88) == "88 mg/dL is not possible. Did you mean 88 µmol/L (1.00 mg/dL)?"


@pytest.mark.parametrize(("value", "accepted"), [(30, True), (30.1, False)])
def test_k2_upper_limit(value: float, accepted: bool) -> None:
    assert (fault_of(MG, value) is None) is accepted
    assert not accepted or MG in asks(with_value(MG, value))


def test_k3_high_values_are_asked_about_with_both_units() -> None:
    assert asks(with_value(MG, 12))[MG] == "Serum creatinine: 12 mg/dL, or 12 µmol/L?"
    assert MG not in asks(with_value(MG, 10))


def test_k4_mg_in_the_micromol_field() -> None:
    found = fault_of(MICROMOL, 1.1)
    assert found is not None
    assert "Did you mean 1.1 mg/dL (97 µmol/L)?" in found


@pytest.mark.parametrize("value", [0, -1])
def test_k5_nothing_at_all_is_refused(value: int) -> None:
    found = fault_of(MG, value)
    assert found is not None
    assert "must be 0.1 to 30" in found


def test_k5_empty_is_missing() -> None:
    assert fault_of(MG, "") is None


@pytest.mark.parametrize(("value", "accepted"), [(0.1, True), (0.09, False)])
def test_k6_lower_limit(value: float, accepted: bool) -> None:
    assert (fault_of(MG, value) is None) is accepted
    assert not accepted or MG in asks(with_value(MG, value))


@pytest.mark.parametrize(
    ("mg", "micromol", "agree"), [(1.0, 88.4, True), (1.0, 97, False), (1.0, 90.16, True), (1.0, 90.2, False)]
)
def test_k7_k8_two_units_agree_within_two_percent(mg: float, micromol: float, agree: bool) -> None:
    labs = {"serum_creatinine_mg_dl": mg, "serum_creatinine_umol_l": micromol}
    assert (faults(with_value("labs", labs)) == {}) is agree
    assert agree or "the two differ" in faults(with_value("labs", labs))[MICROMOL]


def test_k19_a_date_after_the_visit_is_refused() -> None:
    assert fault_of("labs.serum_creatinine_on", "2026-03-03") is not None
    assert fault_of("labs.serum_creatinine_on", "2026-03-02") is None


@pytest.mark.parametrize(
    ("labs", "accepted"),
    [
        ({"serum_creatinine_on": "2026-02-02", "serum_creatinine_previous_on": "2026-02-01"}, True),
        ({"serum_creatinine_on": "2026-02-02", "serum_creatinine_previous_on": "2026-02-02"}, False),
        ({"taken_on": "2026-02-02", "serum_creatinine_previous_on": "2026-02-03"}, False),
        ({"serum_creatinine_previous_on": "2026-02-03"}, True),
    ],
)
def test_the_value_before_is_older(labs: dict[str, Any], accepted: bool) -> None:
    assert (faults(with_value("labs", labs)) == {}) is accepted
