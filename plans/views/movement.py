"""The therapist's view of a plan: each phase with its pictures, doses, precautions and chains."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from plans.actions import record_view
from plans.content import FigureSpec
from plans.frozen import read_frozen
from plans.handout.figures import draw
from plans.knowledge.loader import load
from plans.knowledge.movement.dosing import Phase
from plans.knowledge.movement.exercises import Exercise
from plans.models import PlanVersion
from plans.views.measured import measured
from plans.views.pages import find_draft, find_version, patient_frame, show, user_of

Plan = Mapping[str, Any]
PICTURES = ("start", "end", "pair")
KEPT_SECONDS = 86_400  # a picture's address names the knowledge it was drawn from


@dataclass(frozen=True, slots=True)
class Link:
    """One exercise of a chain from easiest to hardest."""

    exercise: Exercise
    is_here: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What a patient reads of an exercise, in English. ``feel`` and ``stop`` end a sentence."""

    name: str
    alt: str
    start: str
    steps: tuple[str, ...]
    feel: str
    stop: str


@dataclass(frozen=True, slots=True)
class Card:
    """An exercise in a phase. ``line`` is what the plan holds of it; ``goes_on``: from the phase before.

    ``exercise`` is its row of today's library, None when the library no longer has it; ``words`` are those
    that were signed where the plan is signed and prints them.
    """

    id: str
    line: Mapping[str, Any]
    exercise: Exercise | None
    words: Words | None
    chain: tuple[Link, ...] = ()
    goes_on: bool = False
    is_extra: bool = False

    @property
    def title(self) -> str:
        if self.exercise:
            return self.exercise.name
        return self.words.name if self.words else self.id


@dataclass(frozen=True, slots=True)
class Step:
    """A phase of the plan with what is done in it. ``starts_week``: the week the plan starts it in."""

    phase: Phase
    cards: tuple[Card, ...]
    starts_week: int | None
    is_now: bool

    @property
    def fresh(self) -> list[Card]:
        """What the phase begins with; later phases show only what they change in full."""
        return [card for card in self.cards if not card.goes_on]

    @property
    def again(self) -> list[Card]:
        return [card for card in self.cards if card.goes_on]


@require_GET
def movement(request: HttpRequest, pk: int) -> HttpResponse:
    """The movement part of the open plan; without exercises, the page that says why."""
    draft = find_draft(request, pk, "view_clinical")
    if (draft.plan or {}).get("status") != "plan":
        return redirect("review", pk)
    record_view(subject=draft, by=user_of(request), page="movement")
    return show_movement(request, draft.plan, draft.patient, "review")


@require_GET
def version_movement(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of a signed plan."""
    version = find_version(request, pk, "view_clinical")
    record_view(subject=version, by=user_of(request), page="movement")
    changed = version.knowledge_version != load().version
    return show_movement(
        request, version.plan, version.patient, "patient", version=version, library_changed=changed
    )


def show_movement(request: HttpRequest, plan: Any, patient: Any, here: str, **more: Any) -> HttpResponse:
    movement = load().movement
    version = more.get("version")
    return show(
        request,
        "plans/movement/movement.html",
        plan=plan,
        measured=measured(plan),
        steps=steps_of(plan, signed_words(version) if version else {}),
        lights=movement.precautions.traffic_lights,
        light_note=movement.precautions.traffic_limits.note,
        maintenance=movement.dosing.maintenance,
        remeasures=[week for week in plan["calendar"] if has_remeasure(week)],
        **more,
        **patient_frame(request, patient, here),
    )


def has_remeasure(week: Mapping[str, Any]) -> bool:
    return any(str(what).startswith("remeasure") for what in week["what"])


def signed_words(version: PlanVersion) -> dict[str, Words]:
    """The words of every exercise that a signed plan prints, as they were signed."""
    sheet = version.content["sheets"].get("en", {})
    return {
        card["id"]: Words(
            card["name"],
            card["alt"],
            card["start"],
            tuple(card["steps"]),
            card["feel"].rstrip("."),
            card["stop"].rstrip("."),
        )
        for card in sheet.get("exercises", ())
    }


def library_words(id_: str) -> Words | None:
    row = load().movement.exercises.get(id_)
    if row is None:
        return None
    alt = load().wording.exercises[id_].alt["en"]
    return Words(row.plain_name, alt, row.start, row.steps, row.feel_it, row.stop_if)


def steps_of(plan: Plan, signed: Mapping[str, Words]) -> list[Step]:
    """The phase the plan is in and those after it, each with its exercises in the plan's order."""
    therapy = plan["physical_therapy"]
    now = therapy.get("phase") or 1
    steps: list[Step] = []
    before: set[str] = set()
    for phase in load().movement.dosing.phases:
        lines = therapy["exercises"] if phase.number == now else therapy["phases"].get(str(phase.number))
        if phase.number < now or lines is None:
            continue
        cards = cards_of(lines, before, signed)
        if phase.number == now:
            cards += cards_of(therapy["extras"], set(), signed, is_extra=True)
        week = therapy.get("phase_weeks", {}).get(str(phase.number))
        steps.append(Step(phase, cards, week, phase.number == now))
        before = {line["id"] for line in lines}
    return steps


def cards_of(
    lines: Iterable[Mapping[str, Any]],
    before: set[str],
    signed: Mapping[str, Words],
    *,
    is_extra: bool = False,
) -> tuple[Card, ...]:
    """One card a line, also of an exercise that a signed plan names and the library no longer has."""
    return tuple(
        Card(
            line["id"],
            line,
            load().movement.exercises.get(line["id"]),
            signed.get(line["id"]) or library_words(line["id"]),
            chain_of(line["id"]),
            goes_on=line["id"] in before,
            is_extra=is_extra,
        )
        for line in lines
    )


def chain_of(id_: str) -> tuple[Link, ...]:
    """The chain an exercise stands in, from easiest to hardest; alone when it has neither."""
    library = load().movement.exercises
    if id_ not in library:
        return ()
    at = library[id_]
    while at.regression:
        at = library[at.regression]
    found = [at]
    while at.progression:
        at = library[at.progression]
        found.append(at)
    return tuple(Link(exercise, exercise.id == id_) for exercise in found)


@require_GET
def picture(request: HttpRequest, exercise: str, pose: str) -> HttpResponse:
    """The drawing of an exercise as SVG: ``start``, ``end``, or the ``pair`` with an arrow between."""
    return drawn(load().movement.figures.get(exercise), pose)


@require_GET
def version_picture(request: HttpRequest, pk: int, exercise: str, pose: str) -> HttpResponse:
    """The same from the poses that were signed; from the library where the signed plan prints none."""
    version = find_version(request, pk, "view_clinical")
    signed = version.content.get("figures", {}).get(exercise)
    return drawn(read_frozen(FigureSpec, signed) or load().movement.figures.get(exercise), pose)


def drawn(spec: FigureSpec | None, pose: str) -> HttpResponse:
    if spec is None or pose not in PICTURES:
        raise Http404
    response = HttpResponse(getattr(draw(spec), pose), content_type="image/svg+xml")
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
