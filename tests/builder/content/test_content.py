"""The handout says what the plan says: first goal, the day, doses in words, what changed, no more."""

from __future__ import annotations

import json
from datetime import date

import pytest

from plans.builder.content import build_content
from plans.builder.content.doses import exercise_dose, medicine_amount
from plans.builder.content.voice import Voice, number
from plans.builder.medicines.entries import listed
from plans.builder.plan import DoseParts
from plans.content import Sheet, from_json, to_json
from plans.intake.decisions import Decision
from plans.intake.intake import MedicationEntry
from plans.knowledge.loader import load
from plans.paragraphs import paragraphs
from tests.builder.content.patients import (
    CLINIC,
    DRAFT,
    SIGNED,
    WHOLE,
    content,
    content_of,
    intake_data,
    plan_of,
    read,
)

EN = Voice(load().wording, "en")


def sheet(case: str, **groups: object) -> Sheet:
    return content_of(intake_data(case, **groups)).sheets["en"]


@pytest.mark.parametrize("case", WHOLE)
def test_json_and_back_is_the_same_content(case: str) -> None:
    found = content(case)
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


@pytest.mark.parametrize("case", WHOLE)
def test_same_plan_same_content(case: str) -> None:
    assert content_of(intake_data(case)) == content(case)


@pytest.mark.parametrize("case", WHOLE)
def test_every_entry_of_the_day_stands_in_its_part_of_the_day(case: str) -> None:
    plan, found = plan_of(intake_data(case)), content(case).sheets["en"]
    assert [slot.id for slot in found.day] == list(
        dict.fromkeys(entry.slot for entry in plan.schedule.entries)
    )
    assert sum(len(slot.items) for slot in found.day) == len(plan.schedule.entries)


@pytest.mark.parametrize("case", WHOLE)
def test_every_regular_medicine_is_in_the_table_or_asked_about(case: str) -> None:
    plan, found = plan_of(intake_data(case)), content(case).sheets["en"]
    for medicine in plan.medication.current:
        if not medicine.active:
            continue
        stands = [row.name for row in (*found.medicines, *found.as_needed)]
        asked = " ".join(found.ask_pharmacist)
        assert medicine.name in stands or medicine.name in asked


def test_first_goal_is_the_first_habit_in_its_own_words() -> None:
    assert sheet("X1").goal.text == "Walk 11 minutes, 5 days this week."
    assert sheet("X6").goal.text.startswith("Write one pain number each evening")


def test_what_was_typed_as_own_goal_goes_before() -> None:
    found = sheet("X1", life={"goals": [{"id": "own", "words": "Dance at my son's wedding"}]})
    assert found.goal.own == "Dance at my son's wedding"


def test_nothing_to_move_until_cleared() -> None:
    """J-10: the page says so, and the day holds no movement."""
    found = sheet("X6")
    assert found.actions[0].text == "Do not start to exercise until your doctor says yes."
    assert {item.kind for slot in found.day for item in slot.items} <= {"medicine", "self_care", "aid"}
    waiting = [card for card in found.exercises if card.dose.startswith("Wait.")]
    assert waiting
    assert found.small_plan.text == "Write your pain number. That counts as a full day."


def test_an_exercise_without_time_is_not_on_the_patients_page() -> None:
    """CAP-4: what finds no time is told to the therapist; only who is not cleared is told to wait."""
    found = sheet("X1", life={"minutes_per_day": 5}, medications=[])
    assert {card.id for card in found.exercises} == {"walk-paced", "bend-slide-thighs", "posture-break"}
    assert not any("Wait." in card.dose for card in found.exercises)


def test_an_exercise_without_a_safe_spot_is_asked_for_sitting() -> None:
    """SCH-05b: two standing exercises of R015 find no spot outside the hours that make sleepy."""
    found = sheet("R015")
    line = (
        "Stretch the front of your hip, standing and stand up with your hands: "
        "ask your therapist for a sitting version."
    )
    assert line in found.day_notes
    assert not {"hip-flexor-stand", "sit-to-stand-hands"} & {card.id for card in found.exercises}


def test_a_walk_without_a_safe_spot_is_not_asked_for() -> None:
    """SCH-18: the walk of R320 fits nowhere; its page names no minutes to walk today."""
    assert not any("Walk" in action.text for action in sheet("R320").actions)
    assert any("Walk" in action.text for action in sheet("X1").actions)


def test_no_sentence_proposes_heat_beside_a_patch() -> None:
    """J-22: X4 likes heat and has a lidocaine patch."""
    proposals = ("Use heat", "Use a warm pack", "Warm pack")
    said = json.dumps(to_json(sheet("X4")))
    assert not any(words in said for words in proposals)
    assert "Use heat" in json.dumps(to_json(sheet("X1")))


def test_a_medicine_without_a_time_is_asked_about() -> None:
    assert "glipizide: ask your pharmacist what time." in sheet("X8").ask_pharmacist
    assert "oxycodone: ask your pharmacist what time." in sheet("X9").ask_pharmacist


def test_only_if_needed_says_how_much_and_the_most() -> None:
    rows = sheet("X7").as_needed
    assert [row.name for row in rows] == ["oxycodone"]
    assert rows[0].take == ("Take 5 mg only if you need it.", "No more than 3 times in one day.")


@pytest.mark.parametrize(
    ("limits", "most"),
    [
        ({"max_per_day": 2, "max_units_per_day": 6}, "No more than 4 pills in one day."),
        ({"max_per_day": 4, "max_units_per_day": 6}, "No more than 6 pills in one day."),
        ({"max_per_day": 6, "max_mg_per_day": 3000}, "No more than 3000 mg in one day."),
    ],
)
def test_of_several_limits_the_least_is_printed(limits: dict[str, int], most: str) -> None:
    """medications-1, 1.2 rule 6: the smallest total counts."""
    needed = {"drug": "acetaminophen", "dose_mg": 1000, "units_per_dose": 2, "as_needed": True}
    assert sheet("X1", medications=[needed | limits]).as_needed[0].take[-1] == most


def test_hours_that_are_no_whole_days_are_asked_about() -> None:
    odd = [{"drug": "acetaminophen", "dose_mg": 500, "every_hours": 36}]
    assert sheet("X1", medications=odd).ask_pharmacist == ("acetaminophen: ask your pharmacist what time.",)


def test_units_are_printed_only_where_they_are_known() -> None:
    pills = [{"drug": "ibuprofen", "dose_mg": 400, "units_per_dose": 2, "times_per_day": 3}]
    assert sheet("X1", medications=pills).medicines[0].counts == ("2 pills", "2 pills", "2 pills", "")
    assert sheet("X1").medicines[0].counts == ("400 mg", "400 mg", "400 mg", "")


def test_two_anti_inflammatories_wait_for_the_prescriber() -> None:
    """J-12, SCH-22."""
    two = [
        {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3},
        {"drug": "naproxen", "dose_mg": 500, "times_per_day": 2},
    ]
    found = sheet("X1", medications=two)
    assert found.medicines == ()
    assert found.ask_pharmacist[0].startswith("ibuprofen and naproxen: ask your doctor or nurse which one")


def test_no_medicine_is_not_an_oversight() -> None:
    assert sheet("X5").no_medicines == "You have no pain medicines on this plan."
    data = intake_data("X5")
    del data["medications"]
    assert content_of(data).sheets["en"].no_medicines == "Bring all your medicines to the next visit."


def test_emergency_list_fits_the_pills() -> None:
    """Self-care 6.1: conditional lines, and black stool in bold with an NSAID."""
    lines = {text: strong for group in sheet("X1").emergency.groups for text, strong in group.items}
    assert lines["You throw up blood, or your stool is black."]
    assert "You are very hard to wake up." not in lines
    opioid = [text for group in sheet("X9").emergency.groups for text, _ in group.items]
    assert "Slow or weak breathing: others give naloxone if there is any and call 911." in opioid
    assert "You are very hard to wake up." in opioid
    none = [text for group in sheet("X5").emergency.groups for text, _ in group.items]
    assert "Your face swells or you break out in hives after a pill." not in none


def test_rules_of_medicines_speak_on_a_signed_page_only() -> None:
    assert content("X1", SIGNED).sheets["en"].medicine_lines
    assert content("X1", DRAFT).sheets["en"].medicine_lines == ()


def test_a_blocked_plan_is_one_referral_without_signature() -> None:
    found = content_of(intake_data("X1", red_flags=["rf-ces-saddle"]))
    page = found.sheets["en"]
    assert found.kind == "blocked"
    assert page.referral.heading == "Go to the emergency room now"
    assert page.emergency is not None
    assert (page.exercises, page.medicines, page.habits, page.tracker, page.signed) == ((), (), (), None, ())
    assert not found.version.draft


@pytest.mark.parametrize(
    ("flags", "heading"),
    [
        (["rf-self-harm"], "You matter. Get help now."),
        (["rf-self-harm", "rf-ces-bowel"], "You matter. Get help now."),
        (["rf-aaa-pulsatile"], "Go to the emergency room now"),
        (["rf-neuro-progressive"], "See a doctor today"),
        (["rf-inf-fever", "rf-inf-risk"], "See a doctor today"),
        (["rf-ca-history"], "See a doctor first"),
    ],
)
def test_where_a_warning_sign_sends(flags: list[str], heading: str) -> None:
    found = content_of(intake_data("X1", red_flags=flags)).sheets["en"].referral
    assert found is not None
    assert found.heading == heading


def test_a_refused_plan_has_no_page() -> None:
    data = intake_data("X1", pain={"duration_weeks": 5})
    with pytest.raises(ValueError, match="ELIG"):
        build_content(plan_of(data), read(data), load(), SIGNED)


def test_a_declined_exercise_shows_as_changed_and_its_reason_is_for_the_clinician() -> None:
    declined = Decision("exercise:hip-hinge-wall", "decline", None, "Knee swollen after last session")
    found = content_of(intake_data("X1"), (declined,))
    page = found.sheets["en"]
    assert page.changed == ("Touch the wall with your seat: not in your plan for now.",)
    assert "hip-hinge-wall" not in [card.id for card in page.exercises]
    assert "Knee swollen" not in json.dumps(to_json(page))
    assert "Knee swollen after last session" in json.dumps(to_json(found.clinician))


def test_a_decided_stop_prints_its_last_day_and_the_words_of_the_prescriber() -> None:
    stop = Decision("medication:ibuprofen", "stop", {"on": date(2026, 3, 12)}, "We switch to a cream.")
    page = content_of(intake_data("X1"), (stop,)).sheets["en"]
    assert page.changed == (
        "ibuprofen: your doctor or nurse decided to stop it on 12 MAR 2026. "
        "Last day to take it: 11 MAR 2026.",
    )
    assert page.medicines[0].how == (
        "Last day to take it: 11 MAR 2026.",
        "Your doctor or nurse says: We switch to a cream.",
    )


def test_the_clinician_copy_holds_why() -> None:
    found = content("X8").clinician
    assert found is not None
    assert {row.id for row in found.alerts} >= {"corticosteroid-3-months"}
    assert len(found.teach_back) == 3
    headings = [block.heading for block in found.blocks]
    assert "Considered and left out" in headings
    assert "Open before signing" in headings
    assert found.facts
    assert found.sources
    assert all(row.awaiting_review for row in found.alerts)


def test_large_print_is_proposed_from_75_or_for_low_vision() -> None:
    assert content("X3").large_print_proposed
    assert not content("X1").large_print_proposed
    assert content_of(intake_data("X1", life={"barriers": ["low_vision"]})).large_print_proposed


@pytest.mark.parametrize(("tsk11", "on_page_one"), [(28, False), (29, True)])
def test_measured_fear_counts_as_afraid_to_move(tsk11: int, on_page_one: bool) -> None:
    """J-03 and BAR-04: hurt or harm moves to page 1, with the line of that barrier."""
    found = sheet("X1", measures={"tsk11": tsk11})
    assert bool(found.front_box) is on_page_one
    assert ("Hurt does not always mean harm." in found.kind_lines) is on_page_one


def test_the_page_says_the_minutes_that_found_a_place() -> None:
    """X2 wishes three bouts of 2 minutes; two stand in its day (J-06)."""
    assert sheet("X2").habits[0].target == "4 minutes a day"


@pytest.mark.parametrize(
    ("life", "line"),
    [
        ({"readiness": "not_yet"}, "When you are ready. There is no rush."),  # SEL-08
        ({"smokes": True}, "You smoke. When you are ready to quit, we can help."),  # 1.4, SM-SMOKE
    ],
)
def test_who_is_not_ready_is_told_kindly(life: dict[str, object], line: str) -> None:
    assert line in sheet("X1", life=life).kind_lines
    assert line not in sheet("X1").kind_lines
    assert line not in sheet("X1", life={"smokes": True, "ready_to_quit": True}).kind_lines


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"life": {"minutes_per_day": None}}, "We used 25 minutes a day. Tell us how many minutes you have."),
        (
            {"aerobic": {"moderate_minutes_per_week": 56}},  # 11 minutes once a day, 5 days are 55
            "Keep up what you already do. This is your planned part.",
        ),
        ({"life": {"work": {"sit_hours": 4}}}, "At work, stand up for 1 minute every 30 minutes."),
        (
            {"life": {"preferred_module": "SM-SLEEP"}},
            "No coffee or cola after 2 in the afternoon. No screens in the last half hour before bed. "
            "Nap at most 20 minutes, before 3 in the afternoon.",
        ),
    ],
)
def test_the_rules_of_the_day_tell_the_patient(changed: dict[str, object], line: str) -> None:
    """CAP-1 with J-01, J-04, SCH-17, SCH-20."""
    assert line in sheet("X1", **changed).day_notes
    quiet = {"life": {"work": {"sit_hours": 3.9}}, "aerobic": {"moderate_minutes_per_week": 55}}
    assert line not in sheet("X1", **quiet).day_notes


@pytest.mark.parametrize(("drug", "here"), [("nicotine-patch", True), ("lidocaine-patch", False)])
def test_heat_and_a_patch_is_said_once(drug: str, here: bool) -> None:
    """SCH-15; where COM-16 fires its own sentence says it."""
    patch = {"drug": drug, "times_per_day": 1, "started_on": "2026-01-02"}
    found = sheet("X1", life={"uses_heat": True}, medications=[patch])
    assert ("Do not use heat where you have a patch or a cream." in found.day_notes) is here
    assert any("Do not put heat on skin" in line for line in found.together) is not here


def test_nobody_takes_one_more_pill_to_exercise() -> None:
    """SCH-07b: a regular NSAID (X1), not one for bad days only (X3 has none)."""
    line = "Do not take an extra dose so that you can exercise."
    assert line in sheet("X1").medicine_rules
    assert line not in sheet("X3").medicine_rules


def test_cost_is_said_openly() -> None:
    assert sheet("X1").costs == (
        "Each clinic visit costs you $85.",
        "All 10 clinic visits cost you $850.",
        "The full course of 20 visits would cost you $1700.",
        "Ask what the calls cost.",
    )
    assert sheet("X3").costs[0] == "You pay nothing for your visits."


def test_clinic_without_a_phone_keeps_the_plan() -> None:
    assert content_of(intake_data("X1"), clinic=CLINIC.__class__()).clinic.phone_day == ""


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (DoseParts(sets=1, reps=6, per_day=2, days=7), "6 times. 2 times a day, every day."),
        (DoseParts(sets=2, reps=8, days=5), "8 times, 2 rounds, 5 days a week"),
        (
            DoseParts(sets=1, reps=4, hold_s=10, each_side=True, days=5),
            "4 times each side, hold 10 seconds, 5 days a week",
        ),
        (DoseParts(minutes=11, per_day=1, days=5), "11 minutes, 5 days a week"),
        (DoseParts(minutes=1, per_day=3, days=7), "1 minute, 3 times a day, every day"),
        (DoseParts(sets=2, reps=6, days=3, load_kg=4.5), "6 times, with 9 pounds, 2 rounds, 3 days a week"),
        (DoseParts(sets=1, reps=1, hold_s=20, days=1), "1 time, hold 20 seconds, 1 day a week"),
    ],
)
def test_exercise_doses_in_words(parts: DoseParts, words: str) -> None:
    assert exercise_dose(parts, EN) == words


def test_days_by_name_where_sets_take_turns() -> None:
    assert exercise_dose(DoseParts(sets=1, reps=8, days=5), EN, (1, 3, 5, 7)) == "8 times, Mon, Wed, Fri, Sun"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"drug": "gabapentin", "dose_mg": 300}, "300 mg"),
        ({"drug": "gabapentin", "dose_mg": 300, "units_per_dose": 1}, "1 pill"),
        ({"drug": "tizanidine", "dose_mg": 2, "units_per_dose": 0.5}, "half a pill"),
        ({"drug": "gabapentin", "dose_mg": 450, "units_per_dose": 1.5}, "1 and a half pills"),
        ({"drug": "levothyroxine", "dose_mg": 0.075}, "75 mcg"),
        ({"drug": "lidocaine-patch", "dose_mg": 700, "units_per_dose": 1}, "1 patch"),
        ({"drug": "fentanyl-patch", "patch_mcg_per_hour": 25}, "the 25 mcg an hour patch"),
        ({"drug": "zorbafen"}, ""),
    ],
)
def test_medicine_amounts_in_words(entry: dict[str, object], words: str) -> None:
    typed = MedicationEntry(**entry)  # type: ignore[arg-type]
    medicine = listed(typed, 0, load().medicines, date(2026, 3, 2))
    assert medicine_amount(medicine, EN) == words


@pytest.mark.parametrize(("value", "text"), [(5.0, "5"), (0.125, "0.125"), (7.5, "7.5"), (400, "400")])
def test_numbers_without_trailing_zeros(value: float, text: str) -> None:
    assert number(value) == text


def test_paragraphs_are_even_and_keep_every_word() -> None:
    text = "One. Two? Three. Four. Five is 1.5 times more. Call 1-800-QUIT-NOW."
    assert paragraphs(text) == ("One. Two? Three.", "Four. Five is 1.5 times more. Call 1-800-QUIT-NOW.")
