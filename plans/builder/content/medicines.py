"""The page of medicines: the four times of day with counts, only if needed, what is to be asked, how to take.

Nothing here tells a patient to start, stop or change a medicine that the signer did not decide.
"""

from __future__ import annotations

from collections.abc import Mapping

from plans.builder.content.case import Case
from plans.builder.content.doses import mass, medicine_amount, unit_noun, units
from plans.builder.content.voice import Voice
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.timetable import Entry
from plans.content import SLOTS, Medicine, MedicineNote, Term

BETWEEN_NOON_AND_EVENING = "16:00"  # an afternoon dose stands in the nearer column, with its time
DAY_HOURS = 24
TWO_NSAIDS = "SCH-22"
SNACK = "SCH-03"
TAKEN_ROUTES = ("oral", "sublingual", "buccal")
FACT_PARTS = ("watch_for", "call_when", "do_not")


def active_medicines(case: Case) -> tuple[ListedMedicine, ...]:
    return tuple(medicine for medicine in case.medicines if medicine.active)


def regular_rows(case: Case, voice: Voice) -> tuple[Medicine, ...]:
    """The table's rows: every regular medicine that has a time of day."""
    placed = _placed(case)
    return tuple(
        _regular(case, medicine, placed[medicine.key], voice)
        for medicine in active_medicines(case)
        if medicine.key in placed
    )


def as_needed_rows(case: Case, voice: Voice) -> tuple[Medicine, ...]:
    rows = (medicine for medicine in active_medicines(case) if medicine.as_needed)
    return tuple(_as_needed(medicine, voice) for medicine in rows if not _settling(case, medicine.key))


def ask_lines(case: Case, voice: Voice) -> tuple[str, ...]:
    """What has no time of day never vanishes (J-13), two oral NSAIDs until they are settled (J-12)."""
    placed, lines = _placed(case), []
    settling = [m.name for m in active_medicines(case) if _settling(case, m.key)]
    if settling:
        lines.append(voice.say("take.two_kinds", names=voice.listed(settling)))
    for medicine in active_medicines(case):
        if medicine.key in placed or medicine.as_needed or _settling(case, medicine.key):
            continue
        lines.append(_no_time(medicine, voice))
    return tuple(lines)


def medicine_notes(case: Case, voice: Voice) -> tuple[MedicineNote, ...]:
    """How to take each, by block of patient facts; a medicine without a block has lines by flag."""
    facts = case.knowledge.medicines.patient_facts
    by_block: dict[str, list[ListedMedicine]] = {}
    texts: dict[str, Mapping[str, str]] = {}
    for medicine in active_medicines(case):
        blocks = {facts[drug].id: facts[drug] for drug in medicine.drugs if drug in facts}
        if not blocks:
            by_block.setdefault(f"flags:{medicine.key}", []).append(medicine)
            continue
        for key, block in blocks.items():
            by_block.setdefault(key, []).append(medicine)
            words = getattr(block, voice.language)
            texts[key] = {part: voice.dialled(text) for part, text in words.items()}
    return tuple(_note(case, group, texts.get(key), voice) for key, group in by_block.items())


def medicine_rules(case: Case, voice: Voice) -> tuple[str, ...]:
    """Lines for everybody who takes medicines, and those of the timetable's rules."""
    if not active_medicines(case):
        return ()
    day, lines = case.knowledge.self_care.day.rules, []
    sleepy = [m.name for m in active_medicines(case) if m.sedating]
    if sleepy and "SCH-16" in day and day["SCH-16"].line:
        lines.append(voice.of(day["SCH-16"].line).format(names=voice.listed(list(dict.fromkeys(sleepy)))))
    if any(m.nsaid and not m.as_needed for m in active_medicines(case)) and case.plan.schedule.sets:
        lines.append(voice.of(day["SCH-07b"].line))
    if voice.shift and day["SCH-19"].line:
        lines.append(voice.of(day["SCH-19"].line))
    return (*lines, voice.say("take.own_words"), voice.say("take.store_pills"))


def take_at(slot: str, amount: str, voice: Voice, verb: str = "take") -> str:
    """``Take 1 pill in the morning.``; ``verb`` is a table of handout.toml: nobody takes a spray."""
    return voice.say(voice.at(verb, slot), amount=amount or voice.say("take.the_amount"))


def _verb(medicine: ListedMedicine) -> str:
    taken = (medicine.route or "oral") in TAKEN_ROUTES and unit_noun(medicine) != "puff"
    return "take" if taken else "use"


def _placed(case: Case) -> dict[str, list[Entry]]:
    placed: dict[str, list[Entry]] = {}
    for entry in case.entries("medicine"):
        placed.setdefault(case.medicine_key(entry), []).append(entry)
    return placed


def _settling(case: Case, key: str) -> bool:
    return any(item.id == key and item.reason == TWO_NSAIDS for item in case.plan.schedule.not_placed)


def _regular(case: Case, medicine: ListedMedicine, entries: list[Entry], voice: Voice) -> Medicine:
    counts, take = dict.fromkeys(SLOTS, ""), []
    for entry in entries:
        amount = _amount_at(medicine, entry.slot, voice)
        take.append(take_at(entry.slot, amount, voice, verb=_verb(medicine)))
        column, cell = _cell(entry, amount, voice)
        counts[column] = f"{counts[column]}, {cell}" if counts[column] else cell
    if any(SNACK in entry.rules and entry.slot == "bedtime" for entry in entries):
        take.append(voice.say("take.with_snack"))
    return Medicine(
        name=medicine.name,
        purpose=_purpose(case, medicine, voice),
        counts=(counts["morning"], counts["noon"], counts["evening"], counts["bedtime"]),
        take=tuple(take),
        how=_planned(case, medicine, voice),
        marks=(voice.say("day.decides"),) if any(_decides(entry) for entry in entries) else (),
    )


def _decides(entry: Entry) -> bool:
    return bool(entry.mark) and "J-12" in entry.rules


def _amount_at(medicine: ListedMedicine, slot: str, voice: Voice) -> str:
    doses = medicine.entry.doses_mg
    return medicine_amount(medicine, voice, getattr(doses, slot, None) if doses else None)


def _cell(entry: Entry, amount: str, voice: Voice) -> tuple[str, str]:
    amount = amount or voice.say("take.the_amount")
    if entry.slot in SLOTS:
        return entry.slot, amount
    column = "noon" if entry.time < BETWEEN_NOON_AND_EVENING else "evening"
    return column, f"{clock(entry.time, voice)}: {amount}"


def clock(time: str, voice: Voice) -> str:
    """07:30 as 7:30 am; both languages print the 12-hour clock."""
    hours, minutes = (int(part) for part in time.split(":"))
    half = ("am", "pm") if voice.language == "en" else ("a. m.", "p. m.")
    return f"{hours % 12 or 12}:{minutes:02d} {half[hours % 24 >= 12]}"


def _purpose(case: Case, medicine: ListedMedicine, voice: Voice) -> str:
    facts = case.knowledge.medicines.patient_facts
    blocks = {
        facts[drug].id: getattr(facts[drug], voice.language) for drug in medicine.drugs if drug in facts
    }
    return " ".join(dict.fromkeys(block["purpose"] for block in blocks.values()))


def _planned(case: Case, medicine: ListedMedicine, voice: Voice) -> tuple[str, ...]:
    """The last day and the prescriber's own words, when a stop was decided."""
    lines = []
    if medicine.entry.stop_planned_on:
        last = medicine.entry.stop_planned_on.fromordinal(medicine.entry.stop_planned_on.toordinal() - 1)
        lines.append(voice.say("take.planned", last=voice.full(last)))
    words = next(
        (
            d.reason
            for d in case.decisions
            if d.line == f"medication:{medicine.key}" and d.action == "stop" and d.reason
        ),
        "",
    )
    return (*lines, voice.say("changed.words", words=words)) if words else tuple(lines)


def _as_needed(medicine: ListedMedicine, voice: Voice) -> Medicine:
    amount = medicine_amount(medicine, voice) or voice.say("take.the_amount")
    verb = "take.needed" if unit_noun(medicine) == "pill" else "take.needed_use"
    take = [voice.say(verb, amount=amount)]
    if medicine.entry.every_hours and medicine.entry.every_hours < DAY_HOURS:
        hours = medicine.entry.every_hours
        take.append(voice.say("take.wait_one") if hours == 1 else voice.say("take.wait", hours=hours))
    return Medicine(medicine.name, "", ("", "", "", ""), (*take, _most(medicine, voice)), placed=False)


def _most(medicine: ListedMedicine, voice: Voice) -> str:
    """The most in one day, as the prescription says it: of several the least; asked when it says none."""
    entry = medicine.entry
    each = entry.units_per_dose or 1
    found: list[tuple[float, str]] = []  # doses, words
    if entry.max_units_per_day:
        words = voice.say("take.most_amount", amount=units(entry.max_units_per_day, medicine, voice))
        found.append((entry.max_units_per_day / each, words))
    if entry.max_mg_per_day:
        words = voice.say("take.most_amount", amount=mass(entry.max_mg_per_day, medicine, voice))
        found.append((entry.max_mg_per_day / (entry.dose_mg or entry.max_mg_per_day), words))
    if entry.max_per_day:
        found.append((entry.max_per_day, _most_doses(entry.max_per_day, medicine, voice)))
    return min(found)[1] if found else voice.say("take.most_ask")


def _most_doses(times: int, medicine: ListedMedicine, voice: Voice) -> str:
    if medicine.entry.units_per_dose:
        most = units(times * medicine.entry.units_per_dose, medicine, voice)
        return voice.say("take.most_amount", amount=most)
    return voice.say("take.most_time") if times == 1 else voice.say("take.most_times", times=times)


def _no_time(medicine: ListedMedicine, voice: Voice) -> str:
    """A weekly medicine, a patch, a cream, or one whose times nobody said."""
    hours = medicine.entry.every_hours
    amount = medicine_amount(medicine, voice)
    noun = unit_noun(medicine)
    if hours and hours > DAY_HOURS and hours % DAY_HOURS == 0 and amount:
        days, use = hours // DAY_HOURS, "_use" if noun == "patch" else ""
        key = f"take.weekly{use}" if days == 7 else f"take.every_days{use}"
        values = {"amount": amount} if days == 7 else {"amount": amount, "days": days}
        return f"{medicine.name}: {voice.say(key, **values)}"
    if medicine.route == "topical" and noun != "patch":
        return f"{medicine.name}: {voice.say('take.skin')}"
    return voice.say("take.ask_time", name=medicine.name)


def _note(
    case: Case, group: list[ListedMedicine], block: Mapping[str, str] | None, voice: Voice
) -> MedicineNote:
    names = voice.listed(list(dict.fromkeys(medicine.name for medicine in group)))
    if block is None:
        return MedicineNote(
            names, (Term(voice.say("label.how"), " ".join(_flag_lines(case, group[0], voice))),)
        )
    lines = [Term(voice.say("label.how"), block["how_to_take"])]
    lines += [Term(voice.say(f"label.{part}"), block[part]) for part in FACT_PARTS if block.get(part)]
    return MedicineNote(names, tuple(lines))


def _flag_lines(case: Case, medicine: ListedMedicine, voice: Voice) -> list[str]:
    found = [
        voice.of(text)
        for flag, text in case.knowledge.wording.flag_lines.items()
        if getattr(medicine, flag, False)
    ]
    return found or [voice.of(case.knowledge.wording.flag_lines["none"])]
