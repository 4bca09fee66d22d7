"""The plan under review: decisions with reasons, warnings before a signature falls, gates in words."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plans.actions import sign_movement
from plans.models import Draft, Part, User
from tests.actions.course import built_draft, office_worker
from tests.web.conftest import ClientOf
from tests.web.page import data_of, text_of, tree_of


def plan(draft: Draft) -> dict[str, Any]:
    draft.refresh_from_db()
    assert draft.plan is not None
    return dict(draft.plan)


def decide(client: Client, draft: Draft, line: str, action: str, **more: str) -> HttpResponse:
    """Send a decision as its form does: the names of its controls begin with line and action."""
    draft.refresh_from_db()
    fixed = {"line": line, "action": action, "seen": draft.whole_hash}
    named = {f"{line}:{action}-{name}": value for name, value in more.items() if name != "confirmed"}
    confirmed = {"confirmed": more["confirmed"]} if "confirmed" in more else {}
    address = reverse("decide", args=[draft.patient_id])
    return client.post(address, {**fixed, **named, **confirmed})


def review(client: Client, draft: Draft) -> HttpResponse:
    return client.get(reverse("review", args=[draft.patient_id]))


@pytest.fixture
def therapist(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


@pytest.fixture
def prescriber(dana: User, client_of: ClientOf) -> Client:
    return client_of(dana)


def test_dangers_stand_before_everything_else(prescriber: Client, dangerous: Draft) -> None:
    page = review(prescriber, dangerous).content.decode()
    assert page.index("Contraindicated") < page.index('id="col-move"') < page.index('id="day-title"')


def test_every_exercise_and_alert_of_the_plan_stands_on_the_page(
    prescriber: Client, dangerous: Draft
) -> None:
    page = tree_of(review(prescriber, dangerous))
    ids = set(page.xpath("//@id"))
    therapy = plan(dangerous)["physical_therapy"]
    for row in (*therapy["exercises"], *therapy["extras"]):
        assert f"line-exercise-{row['id']}" in ids
    for alert in plan(dangerous)["medication"]["alerts"]:
        assert f"alert-{alert['rule']}" in ids
    assert len(page.xpath("//@id")) == len(ids), "an id stands twice"


def test_why_names_facts_rule_and_sources(prescriber: Client, dangerous: Draft) -> None:
    alert = plan(dangerous)["medication"]["alerts"][0]
    words = " ".join(
        tree_of(review(prescriber, dangerous)).get_element_by_id(f"alert-{alert['rule']}").itertext()
    )
    assert alert["rule"] in words
    assert "awaiting clinical review" in words
    titles = {row["id"]: row["title"] for row in plan(dangerous)["sources"]}
    assert all(titles[source] in words for source in alert["sources"] if source in titles)


def test_an_exercise_is_declined_with_a_reason_and_taken_back(therapist: Client, draft: Draft) -> None:
    first = plan(draft)["physical_therapy"]["exercises"][1]["id"]
    decide(therapist, draft, f"exercise:{first}", "decline", reason="Makes the knee worse")
    assert first not in [row["id"] for row in plan(draft)["physical_therapy"]["exercises"]]
    words = text_of(review(therapist, draft))
    assert "Makes the knee worse" in words
    assert "Take back" in words
    decision = draft.decisions.get()
    therapist.post(reverse("undo", args=[draft.patient_id, decision.pk]))
    assert first in [row["id"] for row in plan(draft)["physical_therapy"]["exercises"]]


def test_a_dose_is_changed_in_its_parts(therapist: Client, draft: Draft) -> None:
    first = plan(draft)["physical_therapy"]["exercises"][1]["id"]
    decide(therapist, draft, f"exercise:{first}", "change", **{"value.sets": "2", "value.reps": "5"})
    parts = next(row for row in plan(draft)["physical_therapy"]["exercises"] if row["id"] == first)[
        "dose_parts"
    ]
    assert (parts["sets"], parts["reps"]) == (2, 5)


def test_a_decision_that_cannot_be_read_is_told_and_stays_typed(therapist: Client, draft: Draft) -> None:
    first = plan(draft)["physical_therapy"]["exercises"][1]["id"]
    answer = decide(therapist, draft, f"exercise:{first}", "change", **{"value.sets": "99", "reason": "more"})
    summary = tree_of(answer).get_element_by_id("error-summary")
    assert "Sets must be 1 to 10, not 99" in summary.text_content()
    assert summary.xpath(".//input[@value='99']")
    assert summary.xpath(".//input[@value='more']")
    assert not draft.decisions.exists()


def test_overriding_an_alert_needs_a_reason(prescriber: Client, dangerous: Draft) -> None:
    rule = plan(dangerous)["medication"]["alerts"][0]["rule"]
    answer = decide(prescriber, dangerous, f"alert:{rule}", "override", reason="")
    assert answer.status_code == 200
    assert not dangerous.decisions.exists()
    decide(
        prescriber, dangerous, f"alert:{rule}", "override", reason="Dialysis twice a week, agreed with renal"
    )
    alert = next(row for row in plan(dangerous)["medication"]["alerts"] if row["rule"] == rule)
    assert alert["open"] is False


def test_a_therapist_cannot_decide_on_a_medicine(therapist: Client, dangerous: Draft) -> None:
    rule = plan(dangerous)["medication"]["alerts"][0]["rule"]
    assert decide(therapist, dangerous, f"alert:{rule}", "override", reason="x").status_code == 403
    assert not tree_of(review(therapist, dangerous)).xpath("//form[.//input[@value='override']]")


def test_a_decision_that_voids_the_therapists_signature_is_asked_about_first(
    therapist: Client, draft: Draft, pat: User
) -> None:
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    first = plan(draft)["physical_therapy"]["exercises"][1]["id"]
    answer = decide(therapist, draft, f"exercise:{first}", "decline", reason="No")
    assert "Pat Novak, DPT" in text_of(answer)
    assert "will no longer stand" in text_of(answer)
    assert not draft.decisions.exists()
    assert draft.standing_signature(Part.MOVEMENT)
    decide(therapist, draft, f"exercise:{first}", "decline", reason="No", confirmed="yes")
    draft.refresh_from_db()
    assert draft.decisions.exists()
    assert not draft.standing_signature(Part.MOVEMENT)


def test_a_decision_on_a_page_that_is_out_of_date_is_not_taken(
    therapist: Client, draft: Draft, dana: User, client_of: ClientOf
) -> None:
    ids = [row["id"] for row in plan(draft)["physical_therapy"]["exercises"]]
    seen = draft.whole_hash
    decide(client_of(dana), draft, f"exercise:{ids[2]}", "decline", reason="Not this one")
    data = {"line": f"exercise:{ids[1]}", "action": "decline", "seen": seen}
    answer = therapist.post(reverse("decide", args=[draft.patient_id]), data)
    assert "Somebody else changed this plan" in text_of(answer)
    assert "Not this one" in text_of(answer)
    assert draft.decisions.count() == 1


def test_a_blocked_plan_says_refer_and_offers_the_referral_page(pat: User, client_of: ClientOf) -> None:
    draft = built_draft(pat, office_worker(red_flags=["rf-ces-saddle"]))
    words = text_of(review(client_of(pat), draft))
    assert "Refer now: urgent, same day" in words
    assert "Print the referral page" in words
    assert "Sign and print" not in words.split("No plan")[1]


def test_what_is_missing_is_a_link_to_its_question(therapist: Client, pat: User) -> None:
    draft = built_draft(pat, office_worker(**{"measures__rmdq": None}))
    page = tree_of(review(therapist, draft))
    links = page.xpath("//ul[contains(@class,'missing')]//a/@href")
    assert f"{reverse('intake-full', args=[draft.patient_id])}#f_measures_rmdq" in links


def test_gates_stand_in_words_with_the_place_that_settles_them(prescriber: Client, pat: User) -> None:
    draft = built_draft(pat, office_worker(allergies=None, **{"pain__leg_pain": None}))
    answer = prescriber.get(reverse("sign", args=[draft.patient_id]))
    assert "The allergies were not asked." in text_of(answer)
    assert "“Leg pain, worst reach” is not answered." in text_of(answer)
    places = tree_of(answer).xpath("//ul[contains(@class,'gates')]//a/@href")
    assert f"{reverse('medicines', args=[draft.patient_id])}#f_allergies" in places


def test_an_undecided_alert_is_named_by_what_it_says(prescriber: Client, dangerous: Draft) -> None:
    said = {alert["rule"]: alert["message"] for alert in plan(dangerous)["medication"]["alerts"]}
    page = tree_of(prescriber.get(reverse("sign", args=[dangerous.patient_id])))
    undecided = [rule for rule in plan(dangerous)["signing"]["prescriber"] if rule in said]
    assert undecided
    for rule in undecided:
        (words,) = page.xpath(f"//ul[contains(@class,'gates')]//a[contains(@href,'#alert-{rule}')]/text()")
        clause = words.removeprefix("No decision yet: ")
        assert said[rule].startswith(clause)
        assert len(clause) > 15
        assert rule not in words


def test_the_plan_of_a_changed_intake_is_made_again_only_when_asked(therapist: Client, draft: Draft) -> None:
    pk = draft.patient_id
    data = {"field": "pain_nprs_worst", "pain_nprs_worst": "9", "revision": str(draft.revision)}
    therapist.post(reverse("intake-save", args=[pk]), data)
    assert "Answers were typed after this plan was made" in text_of(review(therapist, draft))


def offered_forms(client: Client, draft: Draft) -> dict[tuple[str, str], dict[str, list[str]]]:
    """One form for each kind of line and action, as the page offers it."""
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    address = reverse("decide", args=[draft.patient_id])
    for form in tree_of(review(client, draft)).xpath(f"//form[@action='{address}']"):
        data = data_of(form)
        found.setdefault((data["line"][0].partition(":")[0], data["action"][0]), data)
    return found


OFFERED = {
    "exercise": {"change", "decline"},
    "medication": {"stop", "change", "continue"},
    "alert": {"override"},
    "option": {"decline"},
    "module": {"first", "decline", "add"},
    "entry": {"move"},
    "visit": {"decline"},
}


@pytest.fixture
def everything(pat: User) -> Draft:
    """A plan with a line of every kind."""
    changes = {
        "patient__birth_date": "1950-06-15",
        "labs__egfr": 22,
        "labs__taken_on": "2026-02-20",
        "conditions": ["osteoporosis"],
        "medications": [
            {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3, "started_on": "2025-10-01"}
        ],
    }
    return built_draft(pat, office_worker(**changes))


def test_every_decision_that_is_offered_can_be_taken_as_it_stands(
    everything: Draft, make_user: Any, client_of: ClientOf
) -> None:
    client = client_of(make_user("sam", "Sam", "Ito", "MD, PT", "therapist", "prescriber"))
    offered = offered_forms(client, everything)
    assert set(offered) >= {(kind, action) for kind, actions in OFFERED.items() for action in actions}
    for (kind, action), data in offered.items():
        everything.refresh_from_db()
        data["seen"] = [everything.whole_hash]
        data |= {name: ["Because"] for name in data if name.endswith("reason")}
        answer = client.post(reverse("decide", args=[everything.patient_id]), data)
        assert answer.status_code == 302, (kind, action, text_of(answer)[:600])
        taken = everything.decisions.latest("id")
        client.post(reverse("undo", args=[everything.patient_id, taken.pk]))


def test_an_option_is_accepted_with_its_usual_start_and_joins_the_list(prescriber: Client, pat: User) -> None:
    draft = built_draft(pat, office_worker(medications=[]))
    forms = [data for kind, data in offered_forms(prescriber, draft).items() if kind == ("option", "add")]
    assert prescriber.post(reverse("decide", args=[draft.patient_id]), forms[0]).status_code == 302
    current = plan(draft)["medication"]["current"]
    assert len(current) == 1
    assert current[0]["mg_per_day"] > 0


def test_the_review_asks_the_database_a_fixed_number_of_times(
    prescriber: Client, dangerous: Draft, django_assert_max_num_queries: Any
) -> None:
    review(prescriber, dangerous)
    with django_assert_max_num_queries(40):
        review(prescriber, dangerous)


def test_why_tells_a_clinician_what_the_article_claims_and_what_was_found(
    therapist: Client, draft: Draft
) -> None:
    """CLM-3: the clinician's side may show the article's figures, marked as such."""
    page = tree_of(review(therapist, draft))
    (walk,) = [row["id"] for row in plan(draft)["physical_therapy"]["exercises"] if row["need"] == "aerobic"]
    beside_walk = page.get_element_by_id(f"line-exercise-{walk}").text_content()
    assert "raises spinal blood flow 30-40 %" in beside_walk
    assert "no human source found for this figure" in beside_walk
    assert "CLM-1" not in beside_walk
    words = page.text_content()
    for claim in ("CLM-1", "CLM-2", "CLM-3", "CLM-4", "CLM-6"):
        assert claim in words
    assert "Article's figures, source not found" in words


def test_the_page_says_what_is_measured_again_and_when(therapist: Client, draft: Draft) -> None:
    rows = plan(draft)["physical_therapy"]["reassessments"]
    assert [row["rule"] for row in rows] == ["REA-4", "REA-8", "REA-12"]
    words = " ".join(text_of(review(therapist, draft)).split())
    assert "tolerance times, what was done, traffic light of the sessions, red flags" in words
    assert "TSK-11" in words
