"""A second visit on the pages: what changed, how it goes, charts, the next step, and times moved by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.actions import open_draft, preview, record_journal_week, save_draft_fields, sign_movement
from plans.builder.plan import to_json
from plans.models import Draft, Part, PlanVersion, User
from plans.templatetags.plan_words import line_words
from tests.actions.course import (
    built_draft,
    draft_of,
    finish,
    office_worker,
    sign_both,
    signed_version,
    weeks_ago,
)
from tests.web.conftest import ClientOf
from tests.web.page import text_of, tree_of
from tests.web.test_review import decide, review

GREEN = [{"pain": 4, "done": "all", "minutes": 11, "exercises": 4}] * 5 + [{"pain": 4}, {"pain": 4}]


@pytest.fixture
def client(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


@pytest.fixture
def first(pat: User, dana: User) -> PlanVersion:
    """Signed four weeks ago."""
    return signed_version(pat, dana, office_worker(assessed_on=weeks_ago(4)))


def typed(version: PlanVersion, by: User, weeks: int = 4) -> None:
    for week in range(1, weeks + 1):
        recorded = record_journal_week(version=version, week=week, days=GREEN, by=by)
        assert recorded.row is not None


def measured_again(version: PlanVersion, by: User, **changes: Any) -> Draft:
    draft = open_draft(patient=version.patient, by=by)
    answers = office_worker(assessed_on=None, patient__name=None, **changes)
    save_draft_fields(draft=draft, values=answers, seen=draft.revision, by=by)
    finished = finish(draft_of(version.patient), by)
    assert finished.faults == (), finished.faults
    return draft_of(version.patient)


def page_of(version: PlanVersion, client: Client) -> Any:
    return client.get(reverse("patient", args=[version.patient_id]))


def test_a_due_re_measure_is_the_next_step_even_before_the_first_print(
    first: PlanVersion, client: Client
) -> None:
    text = text_of(page_of(first, client))
    assert "Start the re-measure" in text
    assert "Print the handout" not in text


def test_weeks_that_are_not_typed_in_are_named(first: PlanVersion, client: Client, pat: User) -> None:
    assert "Tracker weeks 1, 2, 3, 4 are not typed in." in text_of(page_of(first, client))
    typed(first, pat)
    assert "not typed in" not in text_of(page_of(first, client))


def test_the_diary_is_drawn_with_its_table_before_anything_is_measured_again(
    first: PlanVersion, client: Client, pat: User
) -> None:
    typed(first, pat, 2)
    record_journal_week(version=first, week=4, days=[{"pain": 3}] * 4, by=pat)
    tree = tree_of(page_of(first, client))
    (figure,) = tree.xpath("//figure")
    assert len(figure.xpath(".//*[local-name()='polyline']")) == 2  # week 3 was not written
    rows = [" ".join(cell.text_content() for cell in row) for row in figure.xpath(".//tbody/tr")]
    assert rows == ["1 4.0 7 of 7", "2 4.0 7 of 7", "4 3.0 4 of 7"]
    assert figure.xpath(".//*[local-name()='rect'][@class='band real']")


def test_each_instrument_has_the_band_of_a_change_that_matters(
    first: PlanVersion, client: Client, pat: User
) -> None:
    measured_again(first, pat, pain__nprs_average=3, measures__peg=[3, 3, 3])
    figures = {
        figure.xpath(".//figcaption/span")[0].text_content(): figure
        for figure in tree_of(page_of(first, client)).xpath("//figure")
    }
    pain = " ".join(figures["Average pain"].text_content().split())
    assert "improved at 3, worse at 7" in pain  # 2 points of 5
    assert "improved" in figures["Average pain"].xpath(".//tbody/tr")[-1].text_content()
    assert "improved at 3.71, worse at 6.3" in " ".join(figures["PEG"].text_content().split())


def test_the_review_says_what_the_plan_does_and_why(first: PlanVersion, client: Client, pat: User) -> None:
    typed(first, pat)
    text = text_of(review(client, measured_again(first, pat)))
    assert "moves on PRG-1" in text
    assert "Exercise phase 2, after phase 1." in text
    assert "It takes the place of" in text
    assert "Ask whether the patient says yes to it" in text  # slow breathing starts with this plan (SEL-09)
    assert text.count("No longer: Lean your side on the wall.") == 0  # said with what replaces it
    assert "REA-4 unchanged: change the plan (other chain, fewer exercises)" in text
    assert "tell prescriber" not in text.partition("Progress")[2].partition("Move")[0]  # that is for worse


def test_without_a_tracker_the_page_says_that_nothing_steps_up(
    first: PlanVersion, client: Client, pat: User
) -> None:
    text = text_of(review(client, measured_again(first, pat)))
    assert "holds J-23" in text
    assert "No tracker week is typed in" in text


def test_weeks_typed_in_during_the_review_make_the_plan_again(
    first: PlanVersion, client: Client, pat: User
) -> None:
    """What was made without the tracker held; a signature on it falls, and the page says so."""
    draft = measured_again(first, pat)
    assert "holds" in text_of(review(client, draft))
    sign_movement(draft=draft, hash_seen=draft.movement_hash, by=pat)
    typed(first, pat)
    draft.refresh_from_db()
    assert draft.standing_signature(Part.MOVEMENT) is None
    words = text_of(review(client, draft))
    assert "moves on" in words
    assert "holds" not in words


def test_a_tolerance_of_an_earlier_visit_is_named(first: PlanVersion, client: Client, pat: User) -> None:
    draft = measured_again(first, pat, tolerance__walk_minutes=None)
    assert "Walking: the number of an earlier visit stands." in text_of(review(client, draft))


def test_the_review_says_what_became_of_a_tolerance(first: PlanVersion, client: Client, pat: User) -> None:
    """J-14: 20 min again, 25 min of sitting before and 20 now."""
    draft = measured_again(first, pat, tolerance__sit_minutes=20)
    words = " ".join(text_of(review(client, draft)).split())
    assert "Walking: 20 → 20 min. The same as before: no new baseline." in words
    assert "Sitting: 25 → 20 min. Less than before: the numbers start anew from it" in words


def test_a_decision_whose_line_is_gone_says_that_it_no_longer_applies(
    first: PlanVersion, client: Client, pat: User
) -> None:
    draft = measured_again(first, pat)
    decide(client, draft, "entry:exercises", "move", **{"value.time": "10:00"})
    assert "no longer applies" not in text_of(review(client, draft))
    draft.refresh_from_db()
    assert draft.plan is not None
    for row in draft.plan["physical_therapy"]["exercises"]:
        decide(client, draft, f"exercise:{row['id']}", "decline")
    words = " ".join(text_of(review(client, draft)).split())
    assert "Exercises : Move no longer applies" in words.replace("Exercises:", "Exercises :")
    assert "Exercises: the decision no longer applies" in words


def test_a_line_of_the_day_that_is_moved_says_which_rule_minds(
    first: PlanVersion, client: Client, pat: User
) -> None:
    draft = measured_again(first, pat)
    decide(client, draft, "entry:exercises", "move", **{"value.time": "10:00"})
    (slot,) = tree_of(review(client, draft)).xpath("//li[@id='line-entry-exercises']")
    words = " ".join(slot.text_content().split())
    assert "moved by hand" in words
    assert re.search(r"SCH-13 Nothing longer than 5 min", words)
    decide(client, draft, "entry:exercises", "move", **{"value.time": "19:30"})
    (slot,) = tree_of(review(client, draft)).xpath("//li[@id='line-entry-exercises']")
    assert "no rule minds" in " ".join(slot.text_content().split())


def test_only_the_therapist_can_say_that_phase_2_may_end(
    first: PlanVersion, client: Client, pat: User
) -> None:
    """The diary holds no doses: the page asks, and the answer moves the plan on."""
    draft = measured_again(first, pat)
    assert "were there 2 green weeks in a row" in text_of(review(client, draft))  # no diary: it is asked
    assert draft.plan is not None
    assert draft.plan["physical_therapy"]["phase"] == 1
    decide(client, draft, "gate:PHASE-1", "confirm", reason="Two green weeks by her own account")
    draft.refresh_from_db()
    assert draft.plan["physical_therapy"]["phase"] == 2


def test_what_stands_on_another_day_only_can_be_moved_too(client: Client, pat: User) -> None:
    """With ten minutes a day walk days and exercise days take turns (CAP-4b)."""
    draft = built_draft(pat, office_worker(life__minutes_per_day=10))
    assert draft.plan is not None
    first_day = {entry["id"] for entry in draft.plan["schedule"]["entries"]}
    assert "exercises" not in first_day
    decide(client, draft, "entry:exercises", "move", **{"value.time": "10:00"})
    slots = tree_of(review(client, draft)).xpath("//li[@id='line-entry-exercises']")
    assert len(slots) == 1
    assert "SCH-13" in slots[0].text_content()


def test_a_signed_plan_says_what_changed_too(
    first: PlanVersion, client: Client, pat: User, dana: User
) -> None:
    typed(first, pat)
    second = sign_both(measured_again(first, pat), pat, dana).version
    assert second is not None
    text = text_of(client.get(reverse("version", args=[second.pk])))
    assert "What changed since the plan before" in text
    assert "Exercise phase 2, after phase 1." in text
    assert "What changed" not in text_of(client.get(reverse("version", args=[first.pk])))


def test_what_is_shown_while_typing_is_the_plan_that_will_be_made(first: PlanVersion, pat: User) -> None:
    """The live panel knows the visits before, as the plan does."""
    typed(first, pat)
    draft = measured_again(first, pat)
    shown = preview(answers=draft.answers, by=pat, draft=draft).plan
    assert shown is not None
    assert to_json(shown) == draft.plan


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("entry:move", "Walk, bike or pool"),
        ("entry:move-2", "Walk, bike or pool 2"),
        ("entry:exercises", "Exercises"),
        ("entry:exercises-steady", "Exercises with something steady to hold"),
        ("entry:breathing", "Slow breathing"),
        ("entry:ibuprofen@morning", "Ibuprofen"),
        ("entry:ibuprofen-2@morning", "Ibuprofen (2)"),
    ],
)
def test_a_line_of_the_day_is_called_by_name(line: str, words: str) -> None:
    """What a screen reader hears at the line, and what the list of decisions says."""
    assert line_words(line) == words
