"""Very different people whose handouts are read back, and which editions of each are printed.

Each person's standard edition is read, and every edition in both languages and on both papers for some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any, NamedTuple

from plans.builder.content import build_content
from plans.content import Content
from plans.handout import render
from plans.intake.decisions import Decision
from plans.knowledge.loader import load
from tests.builder.content.patients import CLINIC, DRAFT, SIGNED, WHOLE, content, content_of, intake_data
from tests.builder.test_decisions import patient
from tests.builder.test_history import followed_up, week
from tests.handout.paper import Paper, read_paper
from tests.handout.printed import printed

LONG_NAME = "Wilhelmina Alexandrina Petronella van der Nieuwenhuizen-Smith"
CASES = (*WHOLE, "R340", "R017")  # the worked ones, and two whose page 1 is full
TWELVE = (
    ("acetaminophen", 500, 3),
    ("duloxetine", 30, 1),
    ("gabapentin", 300, 3),
    ("metoprolol", 50, 2),
    ("lisinopril", 10, 1),
    ("furosemide", 20, 1),
    ("apixaban", 5, 2),
    ("prednisone", 5, 1),
    ("omeprazole", 20, 1),
    ("metformin", 500, 2),
    ("atorvastatin", 20, 1),
    ("levothyroxine", 0.05, 1),
)


def one_exercise() -> Content:
    """One exercise, no medicine."""
    data = intake_data("X1", medications=[])
    others = content_of(data).sheets["en"].exercises[1:]
    return content_of(data, tuple(Decision(f"exercise:{card.id}", "decline", None, "no") for card in others))


def twelve_medicines() -> Content:
    rows = [
        {"drug": drug, "dose_mg": dose, "times_per_day": times, "reason": "as told"}
        for drug, dose, times in TWELVE
    ]
    return content_of(intake_data("X1", medications=rows))


def long_name() -> Content:
    goal = (
        "Carry my grandson up the stairs, dance at my daughter's wedding, and work in the garden for an hour"
    )
    typed: dict[str, Any] = {
        "patient": {"name": LONG_NAME},
        "life": {"goals": [{"id": "own", "words": goal}]},
    }
    return content_of(intake_data("X4", **typed))


def second_plan() -> Content:
    """After four weeks, with the chart of pain."""
    plan = followed_up(*(week(n, pain=6 - n) for n in range(1, 5)))
    return build_content(plan, patient("X1"), load(), SIGNED, CLINIC)


def nameless() -> Content:
    """Nothing typed that can be left out: no name, no telephone; a clinic that prints on one side."""
    data = intake_data("X5")
    del data["patient"]["name"]
    return content_of(data, clinic=replace(CLINIC, phone_day="", phone_after_hours="", duplex=False))


PEOPLE: Mapping[str, Callable[[], Content]] = {
    **{case: partial(content, case) for case in CASES},
    "one exercise": one_exercise,
    "long name": long_name,
    "12 medicines": twelve_medicines,
    "second plan": second_plan,
    "nameless": nameless,
    "draft": partial(content, "X2", DRAFT),
    "blocked": lambda: content_of(intake_data("X1", red_flags=["rf-ces-saddle"])),
}


class Print(NamedTuple):
    who: str
    edition: str = "standard"
    language: str = "en"
    paper: str = "letter"

    def __str__(self) -> str:
        return " ".join(self)


def _prints() -> list[Print]:
    """Standard for all, language and paper by turns; the others for some, in each pairing."""
    turns = [("en", "letter"), ("es", "a4"), ("en", "a4"), ("es", "letter")]
    found = [Print(who, "standard", *turns[at % 4]) for at, who in enumerate(PEOPLE)]
    some = {
        "large-print": ["X3", "long name", "12 medicines", "draft"],
        "summary": ["X3", "12 medicines", "draft", "long name", "second plan", "X2", "nameless", "blocked"],
        "tracker": ["X3", "long name", "12 medicines", "draft"],
    }
    for edition, people in some.items():
        found += [Print(who, edition, *turns[at % 4]) for at, who in enumerate(people)]
    return [*found, Print("X8", "clinician"), Print("12 medicines", "clinician", "es", "a4")]


PRINTS = _prints()
PATIENT_PRINTS = [one for one in PRINTS if one.edition != "clinician"]


@cache
def person(who: str) -> Content:
    return PEOPLE[who]()


@cache
def pdf_of(one: Print) -> bytes:
    if one.who in CASES:
        return printed(*one)
    return render(person(one.who), one.edition, one.language, one.paper)


def paper_of(one: Print) -> Paper:
    return read_paper(pdf_of(one))
