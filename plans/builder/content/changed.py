"""What a clinician changed or declined, as the patient must know it; reasons are for the clinician copy."""

from __future__ import annotations

from plans.builder.content.case import Case
from plans.builder.content.voice import Voice
from plans.intake.decisions import Decision

SAID_ONCE = {"visit": "changed.visit", "entry": "changed.entry"}
OF_EXERCISE = {
    "decline": "declined_exercise",
    "change": "changed_exercise",
    "add": "added_exercise",
    "put_back": "added_exercise",
}
OF_MODULE = {"decline": "declined_module", "add": "added_module", "first": "added_module"}


def changed_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """One line for each change that a patient would notice, in the order decided."""
    lines = (_line(case, decision, voice) for decision in case.decisions)
    return tuple(dict.fromkeys(line for line in lines if line))


def _line(case: Case, decision: Decision, voice: Voice) -> str:
    if decision.kind in SAID_ONCE:
        return voice.say(SAID_ONCE[decision.kind])
    if decision.kind == "exercise" and decision.action in OF_EXERCISE:
        if decision.target not in case.knowledge.movement.exercises:
            return ""
        name = case.exercise_name(decision.target, voice)
        return voice.say(f"changed.{OF_EXERCISE[decision.action]}", name=name)
    if decision.kind == "module" and decision.action in OF_MODULE:
        module = case.knowledge.self_care.modules.get(decision.target)
        return (
            voice.say(f"changed.{OF_MODULE[decision.action]}", name=voice.of(module.name)) if module else ""
        )
    if decision.kind == "medication":
        return _medicine_line(case, decision, voice)
    if decision.kind == "option" and decision.action == "add":
        added = decision.value or {}
        known = next(
            (
                m.name
                for m in case.medicines
                if added.get("drug") in m.drugs or added.get("product") == m.product
            ),
            "",
        )
        return voice.say("changed.add_medicine", name=known) if known else ""
    return ""


def _medicine_line(case: Case, decision: Decision, voice: Voice) -> str:
    medicine = next((m for m in case.medicines if m.key == decision.target), None)
    if medicine is None or decision.action not in ("stop", "change"):
        return ""
    on = (decision.value or {}).get("on")
    if decision.action == "change":
        if on and on > case.plan.as_of:
            return voice.say("changed.change_medicine_from", name=medicine.name, date=voice.full(on))
        return voice.say("changed.change_medicine", name=medicine.name)
    if on and on > case.plan.as_of:
        last = on.fromordinal(on.toordinal() - 1)
        return voice.say(
            "changed.stop_medicine", name=medicine.name, date=voice.full(on), last=voice.full(last)
        )
    return voice.say("changed.stopped_medicine", name=medicine.name)
