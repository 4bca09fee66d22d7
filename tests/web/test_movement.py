"""The therapist's view: every phase with its pictures, doses, precautions and chains; who may see it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plans.handout.figures import draw
from plans.knowledge.loader import Knowledge, load
from plans.models import AuditEvent, Draft, PlanVersion, User
from tests.actions.course import built_draft, office_worker
from tests.web.conftest import ClientOf
from tests.web.page import text_of, tree_of

LIBRARY = load().movement.exercises


@pytest.fixture
def therapist(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


def view(client: Client, draft: Draft) -> HttpResponse:
    return client.get(reverse("movement", args=[draft.patient_id]))


def phase(response: HttpResponse, number: int) -> Any:
    (section,) = tree_of(response).xpath(f"//section[@aria-labelledby='phase-{number}']")
    return section


def test_each_phase_shows_the_plans_exercises_with_their_doses_and_pictures(
    therapist: Client, draft: Draft
) -> None:
    answer, therapy = view(therapist, draft), draft.plan["physical_therapy"]
    phases = {
        1: [*therapy["exercises"], *therapy["extras"]],
        2: therapy["phases"]["2"],
        3: therapy["phases"]["3"],
    }
    for number, lines in phases.items():
        section = phase(answer, number)
        words = " ".join(section.text_content().split())
        pictures = section.xpath(".//img/@src")
        assert len(pictures) == len(lines)
        for line in lines:
            assert line["dose"] in words
            assert LIBRARY[line["id"]].name in words
            assert any(f"/exercises/{line['id']}/pair.svg" in address for address in pictures)


def test_an_exercise_shows_what_it_is_not_for_its_step_up_and_its_chain(
    therapist: Client, draft: Draft
) -> None:
    section = phase(view(therapist, draft), 1)
    (card,) = section.xpath(".//article[.//h3[contains(., 'Side plank at wall')]]")
    words = " ".join(card.text_content().split())
    assert "Not with: Exercise stop, Shoulder problem" in words
    assert "Step up: hold +5 s each green week to 30 s, then next level" in words
    chain = [" ".join(item.text_content().split()) for item in card.xpath(".//ol[@class='chain small']/li")]
    assert chain == [
        "Lean your side on the wall level 1",
        "Side plank, knees down level 2",
        "Side plank, legs long level 3",
    ]
    assert card.xpath(".//li[@aria-current]")[0].text_content().startswith("Lean your side")


def test_what_was_measured_stands_there_with_reference_and_source(therapist: Client, draft: Draft) -> None:
    page = tree_of(view(therapist, draft))
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//details//table//tr")]
    cells = [
        [" ".join(c.text_content().split()) for c in row.xpath("./td")] for row in page.xpath("//tr[td]")
    ]
    (hold,) = [row for row in cells if row[0] == "Sorensen hold"]
    assert hold[1:4] == ["62 s", "mild", "reference 100 s; 62 % of it"]
    assert "Rehab Measures" in hold[4]
    (bridge,) = [row for row in cells if row[0] == "Side bridge"]
    assert bridge[1] == "34 s (the worse side counts)"
    assert "Pain tolerance: moderate" in rows


def test_a_domain_by_its_overall_grade_says_so(therapist: Client, pat: User) -> None:
    answers = office_worker()
    measured = ("core.", "flexibility.")
    kept = {path: value for path, value in answers.items() if not path.startswith(measured)}
    graded = built_draft(pat, kept | {"core.overall": "moderate"})
    page = tree_of(view(therapist, graded))
    rows = [" ".join(row.text_content().split()) for row in page.xpath("//details//table//tr")]
    assert rows[rows.index("Core: moderate") + 1] == "By the overall grade."
    assert rows[rows.index("Flexibility: not judged") + 1] == "Nothing was measured that could be judged."


def test_what_goes_on_from_the_phase_before_says_so(therapist: Client, draft: Draft) -> None:
    words = " ".join(phase(view(therapist, draft), 3).text_content().split())
    assert words.count("Goes on from the phase before.") == sum(
        later["id"] == before["id"]
        for later in draft.plan["physical_therapy"]["phases"]["3"]
        for before in draft.plan["physical_therapy"]["phases"]["2"]
    )


def test_the_traffic_light_and_what_to_mind_stand_first(therapist: Client, pat: User) -> None:
    draft = built_draft(pat, office_worker(conditions=["osteoporosis"]))
    words = text_of(view(therapist, draft))
    for part in (
        "rise ≤ 1 AND back to start within 24 h: go on; a whole green week: one step up",
        "rise 2 or 3 AND back to start within 24 h: same dose; two ambers in a row: 20 % less",
        "rise ≥ 4, OR not back to start in 24 h",
        "new numbness or weakness, bladder or bowel change, chest pain, faint: stop, emergency advice",
        "Rise = pain during or after minus pain before.",
        "Osteoporosis",
        "week 4",
    ):
        assert part in words
    assert words.index("Rise =") < words.index("Phase 1")


def test_a_later_phase_begins_where_the_plan_stands(therapist: Client, draft: Draft) -> None:
    draft.plan["physical_therapy"]["phase"] = 2
    draft.plan["physical_therapy"]["phases"].pop("2")
    draft.save()
    page = tree_of(view(therapist, draft))
    assert [place.get("id") for place in page.xpath("//h2[starts-with(@id, 'phase-')]")] == [
        "phase-2",
        "phase-3",
    ]


def test_a_signed_plan_has_the_same_view(therapist: Client, version: PlanVersion) -> None:
    words = text_of(therapist.get(reverse("version-movement", args=[version.pk])))
    assert f"Movement by phase plan {version.number}" in words
    assert "Phase 3: weeks 7 to 12" in words


@pytest.fixture
def library_since(monkeypatch: pytest.MonkeyPatch, version: PlanVersion) -> Knowledge:
    """The library after the signature: one exercise of the plan redrawn and reworded, one gone."""
    first, second = [line["id"] for line in version.plan["physical_therapy"]["exercises"]][:2]
    now = load()
    other = replace(LIBRARY[first], start="Another start.", steps=("Another step.",))
    rows = {
        id_: replace(
            row,
            progression=None if row.progression == second else row.progression,
            regression=None if row.regression == second else row.regression,
        )
        for id_, row in (LIBRARY | {first: other}).items()
        if id_ != second
    }
    figures = {**now.movement.figures, first: now.movement.figures["bird-dog"]}
    movement = replace(now.movement, exercises=rows, figures=figures)
    changed = replace(now, movement=movement, version="changed")
    monkeypatch.setattr("plans.views.movement.load", lambda: changed)
    return changed


def test_a_signed_plan_shows_what_was_signed_when_the_library_has_changed(
    therapist: Client, version: PlanVersion, library_since: Knowledge
) -> None:
    first = version.plan["physical_therapy"]["exercises"][0]["id"]
    answer = therapist.get(reverse("version-movement", args=[version.pk]))
    words = text_of(answer)
    assert LIBRARY[first].start in words
    assert "Another start." not in words
    assert "The library has changed since this plan was signed." in words
    address = tree_of(answer).xpath(f"//img[contains(@src, '/exercises/{first}/pair.svg')]/@src")[0]
    assert therapist.get(address).content.decode() == draw(load().movement.figures[first]).pair


def test_a_signed_exercise_that_the_library_no_longer_has_is_still_shown(
    therapist: Client, version: PlanVersion, library_since: Knowledge
) -> None:
    gone = version.plan["physical_therapy"]["exercises"][1]
    assert gone["id"] not in library_since.movement.exercises
    words = " ".join(
        phase(therapist.get(reverse("version-movement", args=[version.pk])), 1).text_content().split()
    )
    assert LIBRARY[gone["id"]].start in words
    assert gone["dose"] in words
    assert "The library no longer has this exercise" in words


def test_nothing_is_said_of_the_library_as_long_as_it_is_the_signed_one(
    therapist: Client, version: PlanVersion
) -> None:
    assert "library has changed" not in text_of(therapist.get(reverse("version-movement", args=[version.pk])))


def test_the_pictures_of_a_signed_plan_are_not_for_the_desk(
    fran: User, client_of: ClientOf, version: PlanVersion
) -> None:
    first = version.plan["physical_therapy"]["exercises"][0]["id"]
    address = reverse("version-picture", args=[version.pk, first, "pair"])
    assert client_of(fran).get(address).status_code == 403


def test_a_plan_that_is_blocked_leads_to_the_page_that_says_why(therapist: Client, pat: User) -> None:
    draft = built_draft(pat, office_worker(red_flags=["rf-ces-saddle"]))
    assert view(therapist, draft)["Location"] == reverse("review", args=[draft.patient_id])


def test_the_desk_does_not_see_it_and_who_looks_is_noted(
    therapist: Client, fran: User, client_of: ClientOf, draft: Draft
) -> None:
    assert view(client_of(fran), draft).status_code == 403
    view(therapist, draft)
    assert AuditEvent.objects.filter(action="record.view", detail__page="movement").count() == 1


@pytest.mark.parametrize("pose", ["start", "end", "pair"])
def test_a_picture_is_svg_that_a_browser_may_keep(therapist: Client, pose: str) -> None:
    answer = therapist.get(reverse("picture", args=["bird-dog", pose]))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "private, max-age=86400"
    assert answer.content.startswith(b"<svg ")


@pytest.mark.parametrize(("exercise", "pose"), [("no-such", "pair"), ("bird-dog", "middle")])
def test_a_picture_that_does_not_exist_is_not_found(therapist: Client, exercise: str, pose: str) -> None:
    assert therapist.get(reverse("picture", args=[exercise, pose])).status_code == 404


def test_the_review_shows_what_each_exercise_looks_like(therapist: Client, draft: Draft) -> None:
    page = tree_of(therapist.get(reverse("review", args=[draft.patient_id])))
    for line in draft.plan["physical_therapy"]["exercises"]:
        (picture,) = page.xpath(f"//article[@id='line-exercise-{line['id']}']//img")
        assert picture.get("alt") == load().wording.exercises[line["id"]].alt["en"]
