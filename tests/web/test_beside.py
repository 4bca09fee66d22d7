"""What stands beside an answer: score with band and change, severity with reference and source."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plans.forms.questions import papers
from plans.forms.typed import read_paper
from plans.intake.fields import FIELDS, LICENCES
from plans.models import Draft, PlanVersion, User
from tests.web.conftest import ClientOf
from tests.web.page import form_data, text_of, tree_of

DOCS = Path(__file__).parents[2] / "docs"
AGREE = {"1": "yes", "0": "no", "-": ""}


@pytest.fixture
def client(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


def typed(client: Client, draft: Draft, **values: Any) -> HttpResponse:
    """The panel's answer to the form as it stands with some values typed over."""
    data = form_data(client.get(reverse("intake-full", args=[draft.patient_id])), "intake")
    data |= {name.replace("__", "."): [str(value)] for name, value in values.items()}
    return client.post(reverse("intake-panel", args=[draft.patient_id]), data)


def beside(response: HttpResponse, column: str) -> str:
    found = tree_of(response).xpath(f"//*[@data-beside='{column}']")
    return " ".join(" ".join(place.text_content() for place in found).split())


def items(column: str, values: list[Any]) -> dict[str, Any]:
    return {f"{column}__{at}": "" if value is None else value for at, value in enumerate(values)}


# Worked examples of physical-therapy.md section 4.
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([5, 6, 5], "5.3 · moderate"),
        ([7, 7, 7], "7.0 · severe"),
        ([4, 4, 3], "3.7 · mild"),
        ([0, 0, 0], "0.0 · mild"),
        ([5, None, 6], "not scored any missing: not scored"),
    ],
)
def test_the_mean_of_the_peg_stands_beside_its_items(
    client: Client, typing: Draft, values: list[Any], words: str
) -> None:
    found = beside(typed(client, typing, **items("measures_peg", values)), "measures_peg")
    assert words in found
    assert "PEG development (2009)" in found


def test_the_change_that_matters_and_the_bands_are_named(client: Client, typing: Draft) -> None:
    found = beside(typed(client, typing), "measures_peg")
    assert "high is bad; < 4.0 mild, 4.0-6.9 moderate, ≥ 7.0 severe" in found
    assert "change that matters: improved: fall ≥ 1.0 AND ≥ 30 % of baseline; worse: rise ≥ 1.0" in found


@pytest.mark.parametrize(
    ("answers", "bothersome", "words"),
    [
        ("01110000", 2, "3 · low"),
        ("11110000", 2, "4 · medium"),
        ("00001111", 2, "4 · high"),
        ("11111111", 4, "9 · high"),
        ("1111100-", 2, "no total · medium"),
        ("111-0000", 2, "not scored"),
        ("0000111-", 4, "no total · high"),
    ],
)
def test_the_group_of_the_start_back_follows_its_answers(
    client: Client, typing: Draft, answers: str, bothersome: int, words: str
) -> None:
    values = [*(AGREE[mark] for mark in answers), bothersome]
    found = beside(typed(client, typing, **items("measures_start_back", values)), "measures_start_back")
    assert found.removeprefix("Result: ").startswith(words)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([2, 1], "3 · positive"),
        ([1, 1], "2 · negative"),
        ([3, None], "no total · positive"),
        ([2, None], "not scored"),
    ],
)
def test_two_items_of_the_phq_say_whether_it_is_positive(
    client: Client, typing: Draft, values: list[Any], words: str
) -> None:
    assert words in beside(typed(client, typing, **items("measures_phq2", values)), "measures_phq2")


@pytest.mark.parametrize(("total", "band"), [(6, "low"), (7, "moderate"), (12, "moderate"), (13, "high")])
def test_a_total_has_its_band(client: Client, typing: Draft, total: int, band: str) -> None:
    assert f"{total} · {band}" in beside(typed(client, typing, measures_rmdq=total), "measures_rmdq")


def test_a_value_out_of_range_has_no_result(client: Client, typing: Draft) -> None:
    assert beside(typed(client, typing, measures_rmdq=25), "measures_rmdq") == ""


# --- what stops a plan, and what to mind ----------------------------------------------------------


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["rf-ces-saddle"], "Urgent, same day · RF-B1"),
        (["rf-ca-history"], "Refer first · RF-B4"),
        (["rf-ibp-age", "rf-ibp-insidious", "rf-ibp-exercise", "rf-ibp-rest"], "In parallel · RF-N1"),
    ],
)
def test_what_a_red_flag_asks_for_stands_beside_the_flags(
    client: Client, typing: Draft, flags: list[str], words: str
) -> None:
    data = form_data(client.get(reverse("intake-full", args=[typing.patient_id])), "intake")
    answer = client.post(reverse("intake-panel", args=[typing.patient_id]), data | {"red_flags": flags})
    assert words in beside(answer, "red_flags")


def test_precautions_and_irritability_stand_beside_their_answers(client: Client, typing: Draft) -> None:
    answer = typed(client, typing, balance_single_leg_stance_seconds="4.9", pain_settle_minutes=121)
    assert "Risk of falling" in beside(answer, "conditions")
    assert "Irritability · high" in beside(answer, "pain_settle_minutes")
    answer = typed(client, typing, balance_single_leg_stance_seconds="5", pain_settle_minutes=29)
    assert "Risk of falling" not in beside(answer, "conditions")
    assert "Irritability · low" in beside(answer, "pain_settle_minutes")


# --- a form on paper is added up ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "answers", "total"),
    [
        ("measures.odi_percent", "2222222222", 40),
        ("measures.odi_percent", "1 2 3 2 1 2 3 - 2 1", 38),
        ("measures.odi_percent", "22222222--", 40),
        ("measures.odi_percent", "0000000000", 0),
        ("measures.odi_percent", "3333333---", None),
        ("measures.odi_percent", "2222222226", None),
        ("measures.odi_percent", "22222222222", None),
        ("measures.tsk11", "1" * 11, 11),
        ("measures.tsk11", "3333333333-", 33),
        ("measures.tsk11", "2323232323-", 28),
        ("measures.tsk11", "333333333--", None),
        ("measures.tsk11", "0" * 11, None),
        ("measures.tsk11", "two", None),
    ],
)
def test_the_answers_of_a_paper_form_make_its_total(path: str, answers: str, total: int | None) -> None:
    assert papers()[path].total(answers) == total


def test_answers_left_out_are_known_from_answers_not_typed() -> None:
    assert read_paper("3 - 1", 0, 5, 10) == [3, None, 1]
    assert read_paper("", 0, 5, 10) == []
    assert read_paper("3 6", 0, 5, 10) is None


def test_what_is_added_up_shows_at_once_and_is_judged(client: Client, typing: Draft) -> None:
    answer = typed(client, typing, measures_odi_percent="", measures_odi_percent__items="123212 3-21")
    (said,) = tree_of(answer).xpath("//*[@data-sum-of='measures_odi_percent']")
    assert said.text_content() == "9 of 10 answered: 38"
    assert said.get("data-sum") == "38"
    assert "38 · moderate" in beside(answer, "measures_odi_percent")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ("333", "3 of 10 answered: not scored (at least 8 of 10 answered, else not scored)"),
        ("9", "At most 10 answers, each 0 to 5, or - for one left out."),
    ],
)
def test_what_cannot_be_added_up_says_why(client: Client, typing: Draft, answers: str, words: str) -> None:
    answer = typed(client, typing, measures_odi_percent="", measures_odi_percent__items=answers)
    (said,) = tree_of(answer).xpath("//*[@data-sum-of='measures_odi_percent']")
    assert said.text_content() == words
    assert said.get("data-sum") is None


def test_without_javascript_the_sum_is_kept_where_no_total_was_typed(client: Client, typing: Draft) -> None:
    address = reverse("intake", args=[typing.patient_id])
    data = form_data(client.get(address), "intake")
    data |= {"measures_tsk11": [""], "measures_tsk11.items": ["3333333333-"]}
    data |= {"measures_odi_percent": ["20"], "measures_odi_percent.items": ["2222222222"], "go": [""]}
    client.post(address, data)
    typing.refresh_from_db()
    assert typing.answers["measures.tsk11"] == 33
    assert typing.answers["measures.odi_percent"] == 20


# --- deficits -------------------------------------------------------------------------------------


def test_a_hold_stands_beside_the_norm_for_sex_and_age(client: Client, typing: Draft) -> None:
    found = beside(typed(client, typing, core_sorensen_seconds=62), "core_sorensen_seconds")
    assert found == (
        "Result: 62 s · mild reference 100 s (male, 45 years); 62 % of it "
        "Product rule, to be confirmed by the clinical lead; Rehab Measures page"
    )


@pytest.mark.parametrize(
    ("seconds", "grade"),
    [(80, "no deficit"), (79, "mild"), (60, "mild"), (59, "moderate"), (39, "severe")],
)
def test_the_severity_follows_the_last_key(client: Client, typing: Draft, seconds: int, grade: str) -> None:
    found = beside(typed(client, typing, core_sorensen_seconds=seconds), "core_sorensen_seconds")
    assert f"{seconds} s · {grade}" in found


def test_of_two_sides_the_worse_one_carries_the_result(client: Client, typing: Draft) -> None:
    answer = typed(client, typing, flexibility_slr_deg_left=82, flexibility_slr_deg_right=69)
    assert beside(answer, "flexibility_slr_deg_left") == ""
    found = beside(answer, "flexibility_slr_deg_right")
    assert "69 deg · moderate (the worse side counts) no deficit: 80 or more (deg)" in found


def test_what_needs_the_sex_is_not_judged_without_it(client: Client, typing: Draft) -> None:
    answer = typed(client, typing, core_sorensen_seconds=62, patient_sex_at_birth="unknown")
    assert "not judged needs: Sex at birth" in beside(answer, "core_sorensen_seconds")


def test_a_measure_that_does_not_count_says_what_counts_instead(client: Client, typing: Draft) -> None:
    answers = {"aerobic_moderate_minutes_per_week": 10, "aerobic_resting_hr": 95}
    walked = typed(client, typing, **answers)
    for column in answers:
        assert "recorded, does not count what counts instead: 6-minute walk" in beside(walked, column)
    rested = typed(client, typing, **answers, aerobic_six_minute_walk_m="")
    assert "10 min/week · severe" in beside(rested, "aerobic_moderate_minutes_per_week")
    heart = beside(rested, "aerobic_resting_hr")
    assert "recorded, does not count what counts instead: Activity that warms you, per week" in heart


def test_what_no_further_answer_would_settle_says_why_it_is_not_judged(client: Client, typing: Draft) -> None:
    young = beside(typed(client, typing, aerobic_step_test_2min=60), "aerobic_step_test_2min")
    assert "not judged no reference value at this age" in young
    nerve = typed(client, typing, flexibility_slr_reproduces_leg_pain="yes")
    words = "not judged because of the answer to: Straight leg raise brings on the leg pain"
    assert words in beside(nerve, "flexibility_slr_deg_left")


def test_the_panel_lists_each_domain_with_what_was_measured(client: Client, typing: Draft) -> None:
    page = tree_of(client.get(reverse("intake", args=[typing.patient_id])))
    (core,) = page.xpath("//details[@data-keep='core']")
    words = " ".join(core.text_content().split())
    assert words.startswith("CoreModerate")
    assert "Sorensen holdResult: 62 s · mild reference 100 s (male, 45 years)" in words
    assert "Side bridge, left" in words


def domain(response: HttpResponse, name: str) -> str:
    (found,) = tree_of(response).xpath(f"//details[@data-keep='{name}']")
    return " ".join(found.text_content().split())


def test_posture_is_a_sum_of_points_and_says_so(client: Client, typing: Draft) -> None:
    # P01: lateral shift 0, lift 2, kyphosis 1, forward head 2, sitting 1, lordosis 0, desk 2: moderate.
    assert "8 points from 7 items." in domain(typed(client, typing), "posture")


def test_an_overall_grade_stands_in_and_says_so(client: Client, typing: Draft) -> None:
    measured = [path for path in typing.answers if path.startswith("core.") and path != "core.overall"]
    empty = {path.replace(".", "_"): "" for path in measured}
    answer = typed(client, typing, **empty, core_overall="severe")
    assert domain(answer, "core") == "CoreSevere By the overall grade."


def test_the_mean_of_the_tries_is_judged_beside_the_walk(client: Client, typing: Draft) -> None:
    answer = typed(client, typing, tolerance_walk_minutes="", tolerance_walk_trials_minutes="14, 16, 15")
    assert "15 min · mild no deficit: 30 or more (min)" in beside(answer, "tolerance_walk_minutes")


def test_without_javascript_the_results_stand_beside_the_answers_too(client: Client, typing: Draft) -> None:
    page = tree_of(client.get(reverse("intake", args=[typing.patient_id])))
    assert "5.3 · moderate" in " ".join(page.get_element_by_id("b_measures_peg").text_content().split())


def test_at_the_next_visit_the_class_of_the_change_stands_beside(
    client: Client, version: PlanVersion
) -> None:
    client.post(reverse("open", args=[version.patient_id]))
    draft = Draft.objects.get(patient=version.patient_id, closed_at=None)
    found = beside(typed(client, draft, **items("measures_peg", [3, 4, 3])), "measures_peg")
    assert "3.3 · mild improved (5.3 at the first visit, -37.7 %)" in found
    found = beside(typed(client, draft, **items("measures_peg", [4, 4, 4])), "measures_peg")
    assert "4.0 · moderate unchanged" in found  # a fall of 1.3 is less than 30 % of 5.3


# --- licences -------------------------------------------------------------------------------------


def test_the_terms_of_every_instrument_stand_on_screen_and_in_the_docs(client: Client, typing: Draft) -> None:
    words = text_of(client.get(reverse("intake-full", args=[typing.patient_id])))
    described = (DOCS / "instruments.md").read_text(encoding="utf-8")
    for licence in LICENCES.values():
        assert words.count(f"{licence.instrument}: {licence.allowed}") == 1, licence.id
        assert f"**{licence.instrument}**" in described, licence.id
        assert licence.credit in words
        assert licence.credit in described
    assert {field.licence for field in FIELDS if field.licence} == set(LICENCES)


def test_no_item_is_shown_where_only_a_total_may_be(client: Client, typing: Draft) -> None:
    totals = [field for field in FIELDS if field.licence and LICENCES[field.licence].total_only]
    assert {field.path for field in totals} == {
        "measures.rmdq",
        "measures.odi_percent",
        "measures.tsk11",
        "measures.pcs",
        "measures.promis_pf_t",
    }
    assert all(field.prompts == () for field in totals)
