"""The sig-line reader: the 35 examples of medications-1 1.5, and what is asked instead of guessed."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.intake.sig import SigReading, SigWords, read_sig
from plans.knowledge.medicines import read_medicines
from plans.knowledge.sig_words import read_sig_words
from tests.intake.cases import CASES, read, with_value

ASSESSED_ON = date(2026, 11, 23)
OPIOID = ["opioid", "cns-depressant"]


@cache
def words() -> SigWords:
    return read_sig_words(read_medicines())


def reading(typed: str) -> SigReading:
    return read_sig(typed, words(), ASSESSED_ON)


def entry_of(typed: str) -> dict[str, Any]:
    return {key: value for key, value in reading(typed).entry.items() if key != "entered_as"}


@pytest.mark.parametrize(
    "case", json.loads((CASES / "sig.json").read_text(encoding="utf-8")), ids=lambda case: case["typed"]
)
def test_the_examples_are_read_and_nothing_is_asked(case: dict[str, Any]) -> None:
    found = reading(case["typed"])
    assert entry_of(case["typed"]) == case["entry"]
    assert (found.asked, found.unread, found.refused) == ((), (), ())
    assert found.entry["entered_as"] == case["typed"]


@pytest.mark.parametrize(
    ("typed", "asked", "entry"),
    [
        (
            "ibuprofen 400 daily prn",
            "As needed: how many doses in a day at most?",
            {"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 1, "as_needed": True},
        ),
        (
            "insulin 10U daily",
            "U can be read as 0. Write units in full.",
            {"drug": "insulin", "times_per_day": 1},
        ),
        (
            "vit d 5000 U daily",
            "U can be read as 0. Write units in full.",
            {"drug": "vitamin-d", "times_per_day": 1},
        ),
        ("ibuprofen", "How many mg each time, and how many times a day?", {"drug": "ibuprofen"}),
        (
            "norco tid",
            "Which strength: 5/325, 7.5/325 or 10/325?",
            {"drug": "norco", "times_per_day": 3, "classes_assumed": [*OPIOID, "acetaminophen"]},
        ),
        (
            "vicodin tid",
            "Which strength: 5/300, 7.5/300 or 10/300?",
            {"drug": "vicodin", "times_per_day": 3, "classes_assumed": [*OPIOID, "acetaminophen"]},
        ),
        (
            "tylenol 3 tid",
            "Tylenol with codeine No. 3, three plain Tylenol, or a thyroid pill? Type the full name.",
            {"drug": "tylenol 3", "times_per_day": 3},
        ),
        (
            "T3",
            "Tylenol with codeine No. 3, three plain Tylenol, or a thyroid pill? Type the full name.",
            {"drug": "T3"},
        ),
        (
            "hydrocodone 5 mg tid",
            "Hydrocodone alone comes long-acting only. Is it with acetaminophen or ibuprofen? "
            "Which strength?",
            {"drug": "hydrocodone", "dose_mg": 5, "times_per_day": 3},
        ),
        ("lidocaine daily", "Patch, cream or shot?", None),
        ("buprenorphine 8 mg daily", "Under the tongue, in the cheek, or a patch?", None),
        (
            "excedrin pm hs",
            "This PM product is not in the list. What is on the box?",
            {"drug": "excedrin pm", "times_per_day": 1, "slots": ["bedtime"]},
        ),
        ("ms 15 bid", "MS: morphine sulfate or magnesium sulfate? Type the full name.", None),
        ("MSO4 15 mg bid", "Type the full name: morphine or magnesium.", None),
        ("MgSO4", "Type the full name: morphine or magnesium.", None),
        ("800 ibu", "Read as ibuprofen 800 mg each time? How many times a day?", {"drug": "ibuprofen"}),
        (
            "tramadol 50 qd",
            "Once a day. Meant four times (qid)?",
            {"drug": "tramadol", "dose_mg": 50, "times_per_day": 1},
        ),
        (
            "tramadol 50 q.d.",
            "Once a day. Meant four times (qid)?",
            {"drug": "tramadol", "dose_mg": 50, "times_per_day": 1},
        ),
        (
            "fentanyl 25 mg patch q72h",
            "Patches are counted in mcg/h. Is it 25 mcg/h?",
            {"drug": "fentanyl-patch", "every_hours": 72},
        ),
        (
            "fentanyl 50",
            "Patch, film, lozenge or spray? Only patches are checked here.",
            {"drug": "fentanyl", "classes_assumed": [*OPIOID, "serotonergic"]},
        ),
        (
            "gabapentin 3000 mg tid",
            "9000 mg a day is above the daily limit of 3600 mg. Right?",
            {"drug": "gabapentin", "dose_mg": 3000, "times_per_day": 3},
        ),
        (
            "methotrexate 15 mg daily",
            "Methotrexate is taken once a WEEK for joints and skin. Really every day?",
            {"drug": "methotrexate", "dose_mg": 15, "times_per_day": 1},
        ),
        (
            "percocet 5/325 1-2 tabs q4h prn max 6/day",
            "Most per day: 6 tablets or 6 doses?",
            {
                "product": "oxycodone-acetaminophen-5-325",
                "units_per_dose": 2,
                "units_per_dose_low": 1,
                "every_hours": 4,
                "as_needed": True,
            },
        ),
        ("hydroxy 25 tid", "hydroxyzine, hydroxychloroquine or hydrocodone? Type the full name.", None),
        (
            "oxy 10 q6h",
            "oxycodone alone, with acetaminophen, long-acting, or oxymorphone?",
            {"drug": "oxy", "every_hours": 6, "classes_assumed": OPIOID},
        ),
        (
            "morphine 5.0 mg bid",
            "A trailing zero or a bare point can be misread. Right?",
            {"drug": "morphine", "dose_mg": 5, "times_per_day": 2},
        ),
        (
            "morphine .5 mg bid",
            "A trailing zero or a bare point can be misread. Right?",
            {"drug": "morphine", "dose_mg": 0.5, "times_per_day": 2},
        ),
        ("metoprolol 25 bidd pc hs", "How many times a day?", {"drug": "metoprolol", "dose_mg": 25}),
        (
            "vicodin 5/500 1 tab tid",
            "This strength is no longer sold. Which one is on the bottle?",
            {"drug": "vicodin 5/500", "times_per_day": 3, "classes_assumed": [*OPIOID, "acetaminophen"]},
        ),
        ("norco 10 tabs", "Which strength: 5/325, 7.5/325 or 10/325?", None),
        ("gabapentin 250 tid", "250: how many mg each time?", {"drug": "gabapentin", "times_per_day": 3}),
        ("zorbafen 20 bid", "20: how many mg each time?", {"drug": "zorbafen", "times_per_day": 2}),
        ("tramodone 50 mg bid", "Read as trazodone? Type the full name.", None),
        ("advil 200 tid, quit last week", "When was it stopped? Type the date.", None),
    ],
)
def test_what_is_unclear_is_asked(typed: str, asked: str, entry: dict[str, Any] | None) -> None:
    found = reading(typed)
    assert asked in [question.text for question in found.asked]
    assert not found.answer_needed
    assert entry is None or entry_of(typed) == entry


def test_a1_the_upper_end_is_counted_and_said() -> None:
    found = reading("percocet 5/325 1-2 tabs q6h")
    assert found.shown == ("Counted as 2 tablets each time (upper end of 1-2).",)
    assert found.asked == ()


def test_a5b_forms_of_a_brand_are_asked() -> None:
    (asked,) = reading("nyquil hs").asked
    assert asked.text == "Which form: nyquil liquicaps or nyquil liquid?"
    (asked,) = reading("tylenol with codeine qid").asked
    assert asked.text == "Which strength: 15/300, 30/300 or 60/300?"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("levothyroxine 75 mg daily", "75 mg is far above any strength (0.2 mg). 75 mcg?"),
        ("ibuprofen 40000 mg tid", "120000 mg a day is over ten times the limit of 3200 mg. Keep it?"),
        ("ibuprofen 40001 mg tid", "40001 mg is far above any strength (800 mg). Right?"),
    ],
)
def test_an_amount_that_can_hardly_be_meant_waits_for_the_answer(typed: str, asked: str) -> None:
    found = reading(typed)
    assert [question.text for question in found.asked] == [asked]
    assert found.answer_needed


def test_a20_the_word_that_was_not_understood_is_marked() -> None:
    typed = "metoprolol 25 bidd pc hs"
    assert [typed[start:end] for start, end in reading(typed).unread] == ["bidd"]


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("oxycodone -5 mg bid", "The amount must be above 0."),
        ("oxycodone 0 mg bid", "The amount must be above 0."),
        ("oxycodone 5 mg bid started 1/2030", "The start cannot be after the visit."),
    ],
)
def test_a22_what_cannot_be_is_refused(typed: str, refused: str) -> None:
    assert reading(typed).refused == (refused,)


@pytest.mark.parametrize(
    ("typed", "near"),
    [("hydroxazine", "hydroxyzine"), ("clonazepan", "clonazepam"), ("celexxa", "citalopram")],
)
def test_a_name_one_letter_off_is_asked_and_not_read(typed: str, near: str) -> None:
    found = reading(f"{typed} 25 mg tid")
    assert found.entry["drug"] == typed
    assert near in found.asked[0].text


def test_a_word_one_letter_from_two_names_is_asked_with_both() -> None:
    text = reading("celecrex 20 mg daily").asked[0].text if reading("celecrex 20 mg daily").asked else ""
    assert text == "Read as celecoxib? Type the full name."
    both = reading("hydralyzine 25 mg tid")
    assert both.entry["drug"] == "hydralyzine"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tylenol 500 mg 2 tabs q6h prn max 3000 mg/day", {"dose_mg": 1000, "max_mg_per_day": 3000}),
        ("ibuprofen 400 mg 3x/day", {"times_per_day": 3}),
        ("cyclobenzaprine 5-10 mg hs", {"dose_mg": 10, "dose_mg_low": 5}),
        (
            "gabapentin 300/0/300/600",
            {"doses_mg": {"morning": 300, "noon": 0, "evening": 300, "bedtime": 600}},
        ),
        ("naproxen 220 2 tabs bid otc x 2 years", {"otc": True, "started_on": "2024-11-23", "dose_mg": 440}),
        ("ibuprofen 400 tid stopped 9/14/2026", {"stopped_on": "2026-09-14"}),
        ("ibuprofen 400 tid since May 2026", {"started_on": "2026-05-01"}),
        ("ibuprofen 400 tid started 2024", {"started_on": "2024-01-01"}),
        ("ibuprofen 400 tid x 10 days", {"started_on": "2026-11-13"}),
        ("ibuprofen 400 tid for knee pain", {"reason": "knee pain"}),
        ("ibuprofen 400 tid po", {"route": "oral"}),
        ("oxycodone er 10 mg q12h", {"release": "er", "every_hours": 12}),
        ("prednisone 10 mg every other day", {"every_hours": 48}),
        ("naproxen 500 bid, heartburn and brain fog", {"effects": ["foggy", "stomach-pain"]}),
        ("percocet 5-325 1 tab qid", {"product": "oxycodone-acetaminophen-5-325", "times_per_day": 4}),
        ("ibuprofen 1,000 mg tid", {"dose_mg": 1000}),
    ],
)
def test_more_ways_of_writing(typed: str, expected: dict[str, Any]) -> None:
    found = entry_of(typed)
    assert {key: found.get(key) for key in expected} == expected


def test_months_end_on_the_last_day() -> None:
    assert read_sig("naproxen 500 bid x 1 mo", words(), date(2026, 3, 31)).entry["started_on"] == "2026-02-28"


LINES = (
    "ibuprofen norco 5/325 5/500 400 mg mcg 1-2 tabs tid bid q4-6h prn max 6/day about hs am pm",
    "300/300/600 x 5 mo since 5/2026 stopped patch % 10U -3 .5 5.0 for back pain otc ER zorbafen",
    "celebrix 99999999999 1/2 ½ , ; / #3 q72h 25 mcg/h gel 4 g weekly qod foggy",
)
PIECES = [piece for line in LINES for piece in line.split()]


@pytest.mark.parametrize("count", ["1-2", "1/2"])
def test_a_number_behind_a_name_with_its_strength_counts_tablets(count: str) -> None:
    found = reading(f"norco 5/325 {count} q6h prn")
    assert found.entry["product"] == "hydrocodone-acetaminophen-5-325"
    assert "How many tablets each time?" in [question.text for question in found.asked]


@pytest.mark.parametrize(
    "behind", ["1-2 q6h prn", "1/2 bid", "5/500 bid", "10 tabs", "pm", "2.5-325 1 tab bid"]
)
def test_every_known_name_can_be_followed_by_any_number(behind: str) -> None:
    known = words()
    for name in (*known.product_aliases, *known.drug_names, *known.unclear, *known.product_brands):
        found = reading(f"{name} {behind}").entry
        assert ("drug" in found) != ("product" in found), name


def test_two_strengths_of_one_name_are_asked_about_and_keep_its_classes() -> None:
    found = reading("norco 5/325 5/500 bid")
    assert found.entry["drug"] == "norco 5/325 5/500"
    assert {"opioid", "acetaminophen"} <= set(found.entry["classes_assumed"])
    assert [question.id for question in found.asked] == ["A21"]


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join) | st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_line_is_read_and_its_entry_is_one_that_parsing_knows(typed: str) -> None:
    found = reading(typed)
    assert reading(typed) == found
    data = with_value("medications", [dict(found.entry)])
    data["assessed_on"] = "2026-11-23"
    for fault in read(data).faults:
        assert fault.path.startswith("medications[0]")
        assert "not a known field" not in fault.message
