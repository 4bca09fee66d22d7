"""A worker makes the tables of the live panels when it starts, before there is a database to ask."""

from __future__ import annotations

from plans.actions.warming import preview_of_nobody
from plans.views import why
from plans.views.warming import warm_up


def test_everything_is_made_without_a_database() -> None:
    warm_up()
    assert why.rules.cache_info().currsize == 1


def test_the_plan_of_nobody_has_alerts_a_kidney_and_opioids() -> None:
    preview = preview_of_nobody()
    assert preview.faults == ()
    assert preview.plan is not None
    medication = preview.plan.medication
    assert medication.alerts
    assert medication.mme.total == 30  # oxycodone 5 mg x 4 x 1.5
    assert medication.renal.crcl_ml_min is not None
