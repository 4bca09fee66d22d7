"""Conditions that are not in the list, typed one a line: kept, refused and still seen, never lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from plans.models import Draft, User
from tests.actions.course import built_draft, new_draft, office_worker
from tests.web.conftest import ClientOf
from tests.web.page import form_data, text_of, tree_of

HTMX = {"HX-Request": "true"}
OTHERS = "conditions.others"


@pytest.fixture
def client(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


def autosave(client: Client, draft: Draft, ticked: list[str], typed: str) -> str:
    data = {"field": "conditions", "conditions": ticked, OTHERS: typed, "revision": str(draft.revision)}
    answer = client.post(reverse("intake-save", args=[draft.patient_id]), data, headers=HTMX)
    draft.refresh_from_db()
    return text_of(answer)


def shown(client: Client, draft: Draft) -> tuple[list[str], str]:
    """The boxes ticked and the lines typed on the page."""
    data = form_data(client.get(reverse("intake", args=[draft.patient_id])), "intake")
    return data.get("conditions", []), data[OTHERS][0]


@pytest.mark.parametrize(
    ("ticked", "typed", "kept"),
    [
        (["diabetes"], "gout", ["diabetes", "gout"]),
        (["diabetes"], "gout\r\n\r\n  Lupus, since 2019 \r\n", ["diabetes", "gout", "Lupus, since 2019"]),
        ([], "gout", ["gout"]),
        (["asked-none"], "gout", ["gout"]),
        (["asked-none"], "  \r\n", []),
        (["diabetes"], "diabetes", ["diabetes"]),
        ([], "diabetes", ["diabetes"]),
    ],
)
def test_one_a_line_beside_the_boxes(
    client: Client, typing: Draft, ticked: list[str], typed: str, kept: list[str]
) -> None:
    autosave(client, typing, ticked, typed)
    assert typing.answers["conditions"] == kept


def test_what_was_kept_stands_on_the_page_and_is_asked_about(client: Client, typing: Draft) -> None:
    said = autosave(client, typing, ["diabetes"], "gout\nLupus, since 2019")
    assert "gout is not in the list of conditions: kept, and no rule reads it." in said
    assert "Lupus, since 2019 is not in the list of conditions" in said
    assert shown(client, typing) == (["diabetes"], "gout\nLupus, since 2019")


def test_a_page_sent_back_as_it_stands_changes_nothing(client: Client, pat: User) -> None:
    draft = new_draft(pat, answers=office_worker(conditions=["diabetes", "gout", "a, b", "<b>x</b>"]))
    before, revision = dict(draft.answers), draft.revision
    data = form_data(client.get(reverse("intake-full", args=[draft.patient_id])), "intake")
    client.post(reverse("intake", args=[draft.patient_id]), {**data, "go": ""})
    draft.refresh_from_db()
    assert (draft.answers, draft.revision) == (before, revision)


def test_a_typing_error_is_refused_and_still_stands_where_it_was_typed(client: Client, typing: Draft) -> None:
    said = autosave(client, typing, ["diabetes"], "gout\nosteoporosys")
    assert "nearest: osteoporosis" in said
    assert typing.answers["conditions"] == ["diabetes", "gout", "osteoporosys"]
    assert shown(client, typing) == (["diabetes"], "gout\nosteoporosys")
    page = tree_of(client.get(reverse("intake", args=[typing.patient_id])))
    field = page.get_element_by_id(f"id_{OTHERS}")
    assert field.get("aria-invalid") == "true"
    message = page.get_element_by_id(field.get("aria-describedby").split()[0])
    assert "nearest: osteoporosis" in message.text_content()
    (label,) = page.xpath(f"//label[@for='id_{OTHERS}']")
    assert label.text_content() == "Others that are not in the list, one a line"


def test_a_refused_line_does_not_take_the_ticked_boxes_out_of_the_panel(client: Client, pat: User) -> None:
    draft = new_draft(pat, answers=office_worker(conditions=["cardiac"]))
    data = form_data(client.get(reverse("intake", args=[draft.patient_id])), "intake")
    address = reverse("intake-panel", args=[draft.patient_id])
    with_box = text_of(client.post(address, data, headers=HTMX))
    with_error = text_of(client.post(address, {**data, OTHERS: "osteoporosys"}, headers=HTMX))
    without = text_of(client.post(address, {**data, "conditions": ["asked-none"]}, headers=HTMX))
    assert "Heart disease" in with_box
    assert "Heart disease" in with_error
    assert "Heart disease" not in without


def test_only_the_conditions_take_others(client: Client, typing: Draft) -> None:
    page = client.get(reverse("intake-full", args=[typing.patient_id]))
    assert tree_of(page).xpath("//textarea/@name") == [OTHERS]


def test_the_review_names_them_and_shows_no_precaution(client: Client, pat: User) -> None:
    draft = built_draft(pat, office_worker(conditions=["gout", "Type v. 2-b lupus"]))
    said = text_of(client.get(reverse("review", args=[draft.patient_id])))
    assert "Not in the list of conditions, no rule reads it: Type v. 2-b lupus, gout" in said
    assert "gout is not in the list of conditions: kept, and no rule reads it." in said
    assert draft.assessment is not None
    assert draft.assessment.conditions == ["gout", "Type v. 2-b lupus"]
    assert draft.assessment.intake().conditions == ("gout", "Type v. 2-b lupus")
    assert draft.plan["precautions"] == []
