"""Hypothesis strategies for whole intakes, made from the table of questions.

``intake_json()`` gives data that parses without a fault; ``intakes()`` the Intake of it. Both are as wild as
the hard limits allow: any drug of the formulary, products, unlisted text, odd hours, nothing recorded.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from plans.intake.fields import FIELDS, Field, Kind, Limits
from plans.intake.intake import Intake
from plans.intake.parsing import parse
from plans.knowledge.loader import Knowledge, load

NOT_LISTED = ("gout", "Lupus, since 2019", "rheumatoid arthritis", "hypothyroidism")  # no rule may read them
ASSESSED_ON = date(2026, 3, 2)
TODAY = date(2026, 11, 24)
SLOTS = ("morning", "noon", "evening", "bedtime")
EFFECTS = ("foggy", "sleepy", "dizzy", "nausea", "stomach-pain", "swelling", "confusion", "falls", "none")
NOT_HERE = {"assessed_on", "red_flags_cleared", "medications", "allergies", "life.goals", "measures.psfs"}
NOT_HERE |= {"labs.serum_creatinine_umol_l", "labs.serum_creatinine_previous_on"}
Json = dict[str, Any]


@cache
def known() -> Knowledge:
    return load()


def days_before(most: int) -> st.SearchStrategy[str]:
    """A date of the last ``most`` days, ISO text."""
    return st.integers(0, most).map(lambda days: (ASSESSED_ON - timedelta(days=days)).isoformat())


def numbers(field: Field) -> st.SearchStrategy[Any]:
    """Mostly plausible, sometimes anything the hard limits allow."""
    hard = field.hard or field.plausible or Limits(0, 100)
    usual = field.plausible or hard
    return _between(field, usual, hard) | _between(field, hard, hard)


def _between(field: Field, limits: Limits, hard: Limits) -> st.SearchStrategy[Any]:
    low = max(limits.low if limits.low is not None else 0, hard.low if hard.low is not None else 0)
    high = min(limits.high if limits.high is not None else 1000, hard.high if hard.high is not None else 1000)
    if field.kind in (Kind.INTEGER, Kind.INTEGERS):
        return st.integers(int(low), int(high)).filter(hard.hold)
    tenths = st.integers(int(low * 10), int(high * 10)).map(lambda n: n / 10)
    return tenths.filter(hard.hold)


def values(field: Field) -> st.SearchStrategy[Any]:
    """A value the parser takes for one question."""
    if field.kind is Kind.BOOLEAN:
        return st.booleans()
    if field.kind is Kind.DATE:
        return days_before(400)
    if field.kind is Kind.TIME:
        return st.integers(0, 95).map(lambda n: f"{n // 4:02d}:{n % 4 * 15:02d}")
    if field.kind is Kind.TEXT:
        return st.sampled_from(["", "Ana", "walk to the mailbox without painkillers", "<b>x</b> 🙂"]).filter(
            lambda text: field.length is None or len(text) >= field.length[0]
        )
    if field.kind in (Kind.CHOICE, Kind.CHOICES):
        return _choices(field)
    if field.kind is Kind.AGREEMENT:
        answers = st.lists(st.booleans() | st.none(), min_size=8, max_size=8)
        return st.tuples(answers, st.integers(0, 4) | st.none()).map(lambda both: [*both[0], both[1]])
    if field.kind in (Kind.INTEGERS, Kind.NUMBERS):
        low, high = field.length or (1, 3)
        items = numbers(field) | st.none() if field.kind is Kind.INTEGERS else numbers(field)
        return st.lists(items, min_size=low, max_size=high)
    return numbers(field)


def _choices(field: Field) -> st.SearchStrategy[Any]:
    ids = [choice.id for choice in field.choices]
    if field.vocabulary:
        ids = [*getattr(known().vocabulary, field.vocabulary), *(NOT_LISTED if field.free_text else ())]
    if field.kind is Kind.CHOICE:
        return st.sampled_from(ids)
    return st.lists(st.sampled_from(ids), max_size=4, unique=True).filter(
        lambda found: "none" not in found or len(found) == 1
    )


@st.composite
def medications(draw: st.DrawFn) -> Json:
    """One entry of the medicine list: any drug, a product, or text that is in no list."""
    entry: Json = {}
    which = draw(st.integers(0, 9))
    routes: tuple[str, ...] = ()
    if which == 0:
        entry["drug"] = draw(st.sampled_from(["moon powder", "Grandma's tea"]))
    elif which == 1:
        entry["product"] = draw(st.sampled_from(sorted(known().vocabulary.products)))
    else:
        entry["drug"] = draw(st.sampled_from(_often_or_any()))
        routes = known().vocabulary.drugs[entry["drug"]].routes
    if "product" in entry:
        entry["units_per_dose"] = draw(st.sampled_from([0.5, 1, 2]))
    elif draw(st.booleans()):
        entry["dose_mg"] = draw(st.sampled_from([2.5, 5, 10, 30, 60, 300, 500, 1000]))
    _times(draw, entry)
    if routes and draw(st.integers(0, 4)) == 0:
        entry["route"] = draw(st.sampled_from(routes))
    if draw(st.booleans()):
        begun = draw(st.integers(0, 800))
        entry["started_on"] = (ASSESSED_ON - timedelta(days=begun)).isoformat()
        if draw(st.integers(0, 5)) == 0:
            over = draw(st.integers(0, begun))
            entry["stopped_on"] = (ASSESSED_ON - timedelta(days=over)).isoformat()
    if draw(st.integers(0, 3)) == 0:
        entry["effects"] = draw(st.lists(st.sampled_from(EFFECTS), unique=True, min_size=1, max_size=2))
        entry["effects"] = ["none"] if "none" in entry["effects"] else entry["effects"]
    if draw(st.integers(0, 6)) == 0:
        entry["release"] = draw(st.sampled_from(["ir", "er"]))
    return entry


@cache
def _often_or_any() -> tuple[str, ...]:
    """Every drug, with those that change the day standing several times."""
    often = ["gabapentin", "oxycodone", "naproxen", "ibuprofen", "cyclobenzaprine", "duloxetine", "methadone"]
    often += [
        "fentanyl-patch",
        "lidocaine-patch",
        "metoprolol",
        "glipizide",
        "prednisone",
        "apixaban",
        "zolpidem",
    ]
    return (*(often * 25), *sorted(known().vocabulary.drugs))


def _times(draw: st.DrawFn, entry: Json) -> None:
    """How often: by times, by hours, by slots, when needed, or not known."""
    how = draw(st.integers(0, 6))
    if how <= 2:
        entry["times_per_day"] = draw(st.integers(1, 5))
    elif how == 3:
        entry["every_hours"] = draw(st.sampled_from([4, 6, 8, 12, 24, 48, 72, 168]))
    elif how == 4:
        slots = draw(st.lists(st.sampled_from(SLOTS), unique=True, min_size=1, max_size=4))
        entry["slots"], entry["times_per_day"] = slots, len(slots)
    elif how == 5:
        entry["as_needed"], entry["max_per_day"] = True, draw(st.integers(1, 6))


@st.composite
def goals(draw: st.DrawFn) -> list[Json]:
    """Goals of different templates, own words among them."""
    vocabulary = known().vocabulary
    ids = draw(st.lists(st.sampled_from(sorted(vocabulary.goals)), unique=True, max_size=3))
    found: list[Json] = []
    for id in ids:
        goal: Json = {"id": id}
        units = vocabulary.goal_units.get(id) or ("min",)
        if id != "weight" and draw(st.booleans()):
            goal |= {"target": draw(st.integers(1, 300)), "unit": draw(st.sampled_from(sorted(units)))}
        if id != "weight" and draw(st.booleans()):
            goal["trials"] = draw(st.lists(st.integers(1, 200), min_size=1, max_size=3))
        if id == "own":
            goal["words"] = draw(st.sampled_from(["play with the dog", "walk to church, no pills"]))
        found.append(goal)
    return found


@st.composite
def intake_json(draw: st.DrawFn, *, chronic: bool = True) -> Json:
    """Intake data that parses. ``chronic``: an adult with pain for long enough, so that a plan is made."""
    data: Json = {"assessed_on": ASSESSED_ON.isoformat()}
    for group, fields in _by_group().items():
        optional = {field.name: values(field) for field in fields}
        drawn = draw(st.fixed_dictionaries({}, optional=optional))
        if group:
            data[group] = drawn
        else:
            data |= drawn
    for path in ("life.work", "life.meal_times"):
        inner = data.pop(path, None)
        if inner:
            data.setdefault("life", {})[path.partition(".")[2]] = inner
    data.setdefault("patient", {})["birth_date"] = draw(
        st.integers(19 if chronic else 10, 99).map(lambda years: f"{ASSESSED_ON.year - years}-02-01")
    )
    data["patient"].setdefault("sex_at_birth", draw(st.sampled_from(["male", "female", "unknown"])))
    if chronic:
        data.setdefault("pain", {})["duration_weeks"] = draw(st.integers(13, 400))
    if draw(st.integers(0, 3)):
        data["red_flags"] = []
    if draw(st.integers(0, 8)):
        data["medications"] = _different(draw(st.lists(medications(), max_size=5)))
    data.setdefault("life", {})["goals"] = draw(goals())
    return data


def _different(entries: list[Json]) -> list[Json]:
    """Two whole entries that are equal are a fault."""
    return [entry for n, entry in enumerate(entries) if entry not in entries[:n]]


@cache
def _by_group() -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for field in FIELDS:
        if field.path not in NOT_HERE and field.kind is not Kind.RECORDS:
            found.setdefault(field.group, []).append(field)
    return found


@st.composite
def intakes(draw: st.DrawFn, *, chronic: bool = True) -> Intake:
    """The Intake of ``intake_json()``."""
    return intake_of(draw(intake_json(chronic=chronic)))


def intake_of(data: Json) -> Intake:
    """Parse, or fail with the faults: the strategy must only make what the parser takes."""
    parsed = parse(data, known().vocabulary, TODAY)
    assert parsed.intake is not None, parsed.faults
    return parsed.intake
