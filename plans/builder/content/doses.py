"""Amounts in words: an exercise's dose from its parts, a medicine's by the Universal Medication Schedule."""

from __future__ import annotations

from collections.abc import Sequence

from plans.builder.content.voice import Voice, number, sentence
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.plan import DoseParts

COUNTED_ROUTES = {"transdermal": "patch", "nasal": "spray"}
PILL_ROUTES = ("oral",)
DAYS = 7


def exercise_dose(parts: DoseParts, voice: Voice, weekdays: Sequence[int] = ()) -> str:
    """``8 times each side, hold 5 seconds, 2 rounds, 5 days a week``; days by name where they are known."""
    said = [_times(parts, voice)]
    if parts.load_kg is not None:
        said.append(voice.load(parts.load_kg) if parts.load_kg > 0 else voice.say("dose.no_weight"))
    if parts.hold_s:
        said.append(voice.say("dose.hold", n=parts.hold_s))
    if parts.sets and parts.sets > 1:
        said.append(voice.say("dose.rounds", n=parts.sets))
    often = voice.say("dose.per_day", n=parts.per_day) if parts.per_day and parts.per_day > 1 else ""
    if 0 < len(weekdays) < DAYS:
        days = voice.say("dose.on_days", days=voice.weekdays(weekdays))
    else:
        days = voice.days_a_week(parts.days) if parts.days else ""
    frequency = ", ".join(part for part in (often, days) if part)
    amount = ", ".join(part for part in said if part)
    return (
        f"{amount}. {sentence(frequency)}"
        if often and parts.reps
        else ", ".join(filter(None, (amount, frequency)))
    )


def _times(parts: DoseParts, voice: Voice) -> str:
    if parts.minutes is not None:
        return voice.say("dose.minute") if parts.minutes == 1 else voice.say("dose.minutes", n=parts.minutes)
    if parts.reps is None:
        return ""
    times = voice.say("dose.time") if parts.reps == 1 else voice.say("dose.times", n=parts.reps)
    return f"{times} {voice.say('dose.each_side')}" if parts.each_side else times


def easier(parts: DoseParts | None, voice: Voice) -> str:
    """The easier way that no precaution can forbid: less of the same."""
    kind = "range"
    if parts is not None:
        if parts.load_kg:
            kind = "load"
        elif parts.minutes:
            kind = "minutes"
        elif parts.hold_s and (parts.reps or 1) <= 2:
            kind = "hold"
        elif (parts.reps or 0) > 2:
            kind = "reps"
    return voice.say(f"dose.easier.{kind}")


def medicine_amount(medicine: ListedMedicine, voice: Voice, mg: float | None = None) -> str:
    """``1 pill`` where the number of units is known, else ``400 mg``; empty when neither is.

    ``mg``: the amount of one time of day, where it differs over the day (its units are then not known).
    """
    entry = medicine.entry
    if entry.units_per_dose and (mg is None or mg == entry.dose_mg):
        return units(entry.units_per_dose, medicine, voice)
    if mg is None:
        mg = entry.dose_mg
    if mg:
        return mass(mg, medicine, voice)
    if entry.patch_mcg_per_hour:
        return voice.say("amount.rate", n=number(entry.patch_mcg_per_hour))
    return ""


def units(count: float, medicine: ListedMedicine, voice: Voice) -> str:
    """``2 pills``, ``half a pill``, ``1 patch``."""
    noun = unit_noun(medicine)
    if noun == "pill":
        if count == 0.5:
            return voice.say("amount.half_pill")
        if count > 1 and count % 1 == 0.5:
            key = "amount.pill_and_half" if count == 1.5 else "amount.pills_and_half"
            return voice.say(key, n=int(count))
    plural = {"patch": "patches"}.get(noun, f"{noun}s")
    return voice.say(f"amount.{noun if count == 1 else plural}", n=number(count))


def unit_noun(medicine: ListedMedicine) -> str:
    """pill, puff, patch, spray or dose."""
    route = medicine.route or "oral"
    if route in PILL_ROUTES and breathed_in(medicine):
        return "puff"
    if route in COUNTED_ROUTES:
        return COUNTED_ROUTES[route]
    return (
        "patch"
        if route == "topical" and "patch" in (medicine.drug or "")
        else ("pill" if route in PILL_ROUTES else "dose")
    )


def breathed_in(medicine: ListedMedicine) -> bool:
    """Whether every ingredient is one of the formulary's inhaled medicines."""
    rows = [part.ingredient.row for part in medicine.parts]
    return bool(rows) and all(row is not None and row.breathed_in for row in rows)


def mass(mg: float, medicine: ListedMedicine, voice: Voice) -> str:
    """Milligrams; micrograms where every strength of the medicine is below 1 mg."""
    rows = [part.ingredient.row for part in medicine.parts]
    strengths = [s for row in rows if row for s in row.strengths_mg]
    if strengths and max(strengths) < 1:
        return voice.say("amount.mcg", n=number(mg * 1000))
    return voice.say("amount.mg", n=number(mg))
