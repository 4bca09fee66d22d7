"""Lines as clinicians type them: abbreviations, ranges, liquids, patches, combinations, dates, typing errors.

``lines_as_typed.json`` says for each what is read, which questions are asked, and what is refused. What is
not in ``entry`` must not be read out of the line: a dose that changes over time, a volume without a
concentration, a number that may count tablets.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.intake.cases import read, with_value
from tests.intake.test_sig import entry_of, reading, words

LINES = json.loads(Path(__file__).with_name("lines_as_typed.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["typed"])
def test_a_line_is_read_as_it_was_meant_or_asked_about(line: dict[str, Any]) -> None:
    found = reading(line["typed"])
    assert entry_of(line["typed"]) == line["entry"]
    assert [question.id for question in found.asked] == line.get("asked", [])
    assert list(found.refused) == line.get("refused", [])
    assert found.answer_needed is line.get("waits", False)


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["typed"])
def test_what_is_read_and_not_refused_can_be_saved(line: dict[str, Any]) -> None:
    if "refused" in line:
        return
    data = with_value("medications", [line["entry"]])
    data["assessed_on"] = "2026-11-23"
    assert [fault for fault in read(data).faults if fault.path.startswith("medications")] == []


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("fentanyl 25 mcg/h 2 patches q72h", "2 patches of 25 mcg/h: 50 mcg/h together."),
        ("gabapentin 250 mg/5mL 6 mL tid", "6 mL = 300 mg each time."),
        ("ibuprofen 400 mg 2-3 times a day", "Counted as 3 times a day (upper end of 2-3)."),
        ("warfarin 5 mg mon wed fri", "3 times a week: counted as every 56 hours."),
        ("tizanidine 4 mg 1/2-1 tab hs prn", "Counted as 1 tablet each time (upper end of 0.5-1)."),
        ("prolia 60 mg q 6 months", "Q 6 months: not counted by the day."),
        ("naproxen 500 bid from 1/2026 to 5/2026", "Until about 2026-05-31."),
    ],
)
def test_what_was_worked_out_is_said(typed: str, shown: str) -> None:
    assert shown in reading(typed).shown


def test_all_patches_of_a_line_count_towards_the_rate() -> None:
    one, two = (entry_of(f"fentanyl 50 mcg/h {patches} q72h") for patches in ("1 patch", "2 patches"))
    assert (one["patch_mcg_per_hour"], two["patch_mcg_per_hour"]) == (50, 100)


def test_a_reason_is_no_effect() -> None:
    """For example, "senna prn constipation" does not say that senna brings constipation on."""
    for typed in ("senna 2 tabs hs prn constipation", "omeprazole 20 daily for heartburn"):
        assert "effects" not in reading(typed).entry
    assert reading("pregabalin 75 bid for leg pain, dizzy").entry["effects"] == ["dizzy"]


@pytest.mark.parametrize("date", ["13/2026", "14/5/2026", "2/30/2026", "25/3/2025", "3/26"])
def test_a_date_that_is_none_or_two_is_asked(date: str) -> None:
    found = reading(f"naproxen 500 bid since {date}")
    assert "started_on" not in found.entry
    assert [question.id for question in found.asked] == ["start-date"]


@pytest.mark.parametrize(
    ("low", "asked"),
    [("4.1", []), ("4", []), ("3.9", ["far-below"])],
    ids=["above", "at the boundary", "below"],
)
def test_fifty_times_below_the_smallest_strength_is_asked(low: str, asked: list[str]) -> None:
    """ibuprofen: 200 mg is the smallest strength."""
    assert min(words().drugs["ibuprofen"].strengths_mg) == 200
    assert [question.id for question in reading(f"ibuprofen {low} mg tid").asked] == asked


def test_a_name_of_parts_means_the_product_in_either_order() -> None:
    first, second = (entry_of(f"{name} 1 tab q6h") for name in ("apap/codeine 300/30", "codeine/apap 30/300"))
    assert first == second
    assert first["product"] == "codeine-acetaminophen-30-300"


def test_every_known_name_can_be_typed_and_saved() -> None:
    """Also the beginning of a name that is a medicine only with its form: "voltaren", "nicotine"."""
    known = words()
    names = {*known.drug_names, *known.product_aliases, *known.product_brands, *known.unclear}
    begun = {name.rpartition(" ")[0] for name in known.drug_names} - {""}
    entries: list[dict[str, Any]] = []
    for name in sorted(names | begun):
        entry = dict(reading(f"{name} daily").entry)
        assert ("drug" in entry) != ("product" in entry), name
        entries.append(entry)
    data = {**with_value("medications", []), "assessed_on": "2026-11-23"}
    for start in range(0, len(entries), 500):
        data["medications"] = entries[start : start + 500]
        assert [f for f in read(data).faults if "is the same as" not in f.message] == []


def test_a_name_without_its_form_asks_for_the_medicines_that_it_may_mean() -> None:
    (asked,) = reading("voltaren 75 bid").asked
    assert asked.text == "Which form: Diclofenac (by mouth), Diclofenac gel or another form?"
