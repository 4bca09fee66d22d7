"""The intake page: saved as it is typed, refused at the field, kept as typed, finished without JavaScript."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plans.models import Draft, User
from tests.web.conftest import ClientOf
from tests.web.page import check_error_shown, form_data, text_of, tree_of

HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


def page(client: Client, draft: Draft, name: str = "intake") -> HttpResponse:
    return client.get(reverse(name, args=[draft.patient_id]))


def autosave(client: Client, draft: Draft, field: str, value: object, **more: object) -> HttpResponse:
    data = {"field": field, field: value, "revision": str(draft.revision), **more}
    return client.post(reverse("intake-save", args=[draft.patient_id]), data, headers=HTMX)


def now(draft: Draft) -> Draft:
    draft.refresh_from_db()
    return draft


def test_every_question_of_the_table_stands_on_the_page_and_comes_back_unchanged(
    client: Client, typing: Draft
) -> None:
    before = dict(typing.answers)
    data = form_data(page(client, typing, "intake-full"), "intake")
    client.post(reverse("intake", args=[typing.patient_id]), {**data, "go": ""})
    assert now(typing).answers == before


def test_one_field_is_saved_as_soon_as_it_is_left(client: Client, typing: Draft) -> None:
    answer = autosave(client, typing, "pain_nprs_average", "7")
    assert answer.status_code == 200
    assert now(typing).answers["pain.nprs_average"] == 7
    assert f'id="revision" value="{typing.revision}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "path", "kept"),
    [
        ("life_wake_time", "7 am", "life.wake_time", "07:00"),
        ("patient_birth_date", "6/5/1980", "patient.birth_date", "1980-06-05"),
        ("tolerance_walk_trials_minutes", "12, 14 15.5", "tolerance.walk_trials_minutes", [12, 14, 15.5]),
        ("life_smokes", "no", "life.smokes", False),
        ("conditions", "asked-none", "conditions", []),
        ("conditions", ["diabetes", "asked-none"], "conditions", ["diabetes"]),
        ("labs_egfr", ">60", "labs.egfr", ">60"),
    ],
)
def test_what_is_typed_becomes_the_intakes_value(
    client: Client, typing: Draft, field: str, typed: object, path: str, kept: object
) -> None:
    autosave(client, typing, field, typed)
    assert now(typing).answers[path] == kept


def test_an_answer_taken_away_is_not_recorded_rather_than_no(client: Client, typing: Draft) -> None:
    autosave(client, typing, "life_can_get_on_floor", "")
    assert "life.can_get_on_floor" not in now(typing).answers


@pytest.mark.parametrize(
    ("typed", "unit", "kilograms"),
    [("154", "lb", 69.85), ("70", "kg", 70), ("", "lb", None)],
)
def test_weight_is_stored_in_kilograms_whatever_unit_it_is_typed_in(
    client: Client, typing: Draft, typed: str, unit: str, kilograms: float | None
) -> None:
    autosave(client, typing, "patient_weight_kg", typed, **{"patient_weight_kg.unit": unit})
    assert now(typing).answers.get("patient.weight_kg") == kilograms


def test_height_may_be_typed_in_feet_and_inches(client: Client, typing: Draft) -> None:
    autosave(client, typing, "patient_height_cm", "5' 10\"", **{"patient_height_cm.unit": "in"})
    assert now(typing).answers["patient.height_cm"] == 177.8


def test_an_impossible_value_is_refused_at_the_field_and_kept_as_typed(client: Client, typing: Draft) -> None:
    answer = autosave(client, typing, "vitals_systolic", "1o4")
    assert "must be a whole number, 50 to 300 mmHg" in text_of(answer)
    assert now(typing).answers["vitals.systolic"] == "1o4"
    again = tree_of(page(client, typing)).get_element_by_id("id_vitals_systolic")
    assert again.get("value") == "1o4"
    assert again.get("aria-invalid") == "true"


def test_an_unusual_value_is_taken_and_asked_about(client: Client, typing: Draft) -> None:
    answer = autosave(client, typing, "vitals_systolic", "250")
    assert "250 mmHg is unusual" in text_of(answer)
    assert now(typing).answers["vitals.systolic"] == 250


def test_errors_stand_first_linked_focused_and_named(client: Client, typing: Draft) -> None:
    data = form_data(page(client, typing), "intake")
    data["pain_nprs_average"] = ["11"]
    answer = client.post(reverse("intake", args=[typing.patient_id]), {**data, "go": "review"})
    assert answer.status_code == 200
    check_error_shown(answer, "id_pain_nprs_average", "must be 0 to 10, not 11")
    assert now(typing).answers["pain.nprs_average"] == 11


def test_an_unknown_field_is_refused(client: Client, typing: Draft) -> None:
    assert autosave(client, typing, "no_such_field", "1").status_code == 400


def test_the_panel_follows_what_is_typed_without_saving_it(client: Client, typing: Draft) -> None:
    data = form_data(page(client, typing), "intake")
    data["red_flags"] = ["rf-ces-saddle"]
    answer = client.post(reverse("intake-panel", args=[typing.patient_id]), data, headers=HTMX)
    assert "Red flag: urgent, same day" in text_of(answer)
    assert now(typing).answers["red_flags"] == []


def test_two_people_in_one_field_are_told_and_shown_both(
    client: Client, typing: Draft, dana: User, client_of: ClientOf
) -> None:
    seen = typing.revision
    autosave(client_of(dana), typing, "pain_nprs_average", "3")
    answer = autosave(client, typing, "pain_nprs_average", "8", revision=str(seen))
    words = text_of(answer)
    assert "Dana Reyes saved another answer" in words
    assert "Theirs: 3" in words
    assert "Yours: 8" in words
    assert now(typing).answers["pain.nprs_average"] == 3
    autosave(client, typing, "pain_nprs_average", "8")
    assert now(typing).answers["pain.nprs_average"] == 8


def test_a_field_that_somebody_else_saved_meanwhile_appears_on_the_page(
    client: Client, typing: Draft, dana: User, client_of: ClientOf
) -> None:
    seen = str(typing.revision)
    autosave(client_of(dana), typing, "pain_nprs_average", "3")
    answer = autosave(client, typing, "pain_nprs_worst", "9", revision=seen).content.decode()
    assert 'id="f_pain_nprs_average" hx-swap-oob="true"' in answer


def test_the_whole_visit_works_without_javascript(client: Client, typing: Draft) -> None:
    pk = typing.patient_id
    data = form_data(page(client, typing), "intake")
    data.pop("life_equipment", None)
    asked = client.post(reverse("intake", args=[pk]), {**data, "go": "review"})
    assert "not asked, a mat is assumed" in text_of(asked)
    confirm = tree_of(asked).xpath("//input[@name='confirm']/@value")
    answer = client.post(reverse("finish", args=[pk]), {"confirm": confirm})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("review", args=[pk])
    assert now(typing).plan_status == "plan"


def test_what_was_confirmed_once_is_not_asked_again_until_it_changes(client: Client, typing: Draft) -> None:
    pk = typing.patient_id
    autosave(client, typing, "vitals_systolic", "190")
    first = client.post(reverse("finish", args=[pk]))
    confirm = tree_of(first).xpath("//input[@name='confirm']/@value")
    assert client.post(reverse("finish", args=[pk]), {"confirm": confirm}).status_code == 302
    assert client.post(reverse("finish", args=[pk])).status_code == 302
    autosave(client, now(typing), "vitals_systolic", "195")
    assert "195 mmHg is unusual" in text_of(client.post(reverse("finish", args=[pk])))


def test_the_next_visit_shows_the_last_values_beside(
    client: Client, version: object, client_of: ClientOf
) -> None:
    pk = version.patient_id  # type: ignore[attr-defined]
    client.post(reverse("open", args=[pk]))
    words = text_of(client.get(reverse("intake", args=[pk])))
    assert "Re-measure: the values of Mar 2, 2026" in words
    assert "Last time: 20 min" in words


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(typing: Draft) -> None:
    address = reverse("intake", args=[typing.patient_id])
    answer = Client().get(address)
    assert answer["Location"] == f"{reverse('sign-in')}?next={address}"
