"""The plain parts of the medication plan: the list, the opioid total, the kidney, what to ask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from plans.builder.judge import AtLeast, plain
from plans.builder.medicines.amounts import is_range
from plans.builder.medicines.doses import daily_limit
from plans.builder.medicines.entries import ListedMedicine
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.kidney import stage
from plans.builder.medicines.laboratory import shown_estimate
from plans.builder.medicines.listed_facts import run_days, with_tokens
from plans.builder.medicines.listing import MedicineList
from plans.builder.medicines.mme import meter_text
from plans.builder.medicines.needs import path_of
from plans.builder.medicines.shown import plain_number
from plans.builder.medicines.texts import fill
from plans.builder.plan import Ask, CurrentMedicine, Json, Mme, MmeItem, MmeNotJudged, Renal
from plans.knowledge.medicine_rows import Number

OPIOID = ("class:opioid",)


def json_number(value: Number | float | AtLeast | None) -> Any:
    """A JSON number: whole ones as they are, others as floats."""
    exact = plain(value)
    if exact is None or isinstance(exact, int):
        return exact
    return int(exact) if exact == int(exact) else float(exact)


def current(facts: Facts) -> tuple[CurrentMedicine, ...]:
    """Every entry in the order of the list, stopped ones too."""
    return tuple(_current(item, facts) for item in facts.listed.entries) if facts.listed else ()


def _current(item: ListedMedicine, facts: Facts) -> CurrentMedicine:
    amounts = {part.drug: json_number(part.total if item.active else 0) for part in item.parts}
    return CurrentMedicine(
        key=item.key,
        drug=item.drug or (None if item.product else item.kind.name),
        product=item.product,
        name=item.name,
        checked=item.checked,
        mg_per_day=json_number(item.mg_per_day),
        upper_bound=item.upper_bound,
        classes=tuple(sorted(item.classes)),
        active=item.active,
        ingredients_mg=amounts if item.product else {},
        sedating=item.sedating,
        as_needed=item.as_needed,
        release=item.release,
        notes=tuple(_notes(item, facts)),
    )


def _notes(item: ListedMedicine, facts: Facts) -> Iterator[str]:
    """What was taken for granted about an entry, said beside it."""
    words = facts.book.words["notes"]
    if not item.active:
        return
    if item.opioid and item.checked and item.release is None and not item.kind.always_long:
        yield words["release"]
    if is_range(item.entry):
        yield words["range"]
    if item.upper_bound:
        yield words["upper_bound"]
    has_otc_limit = any(part.ingredient.row and part.ingredient.row.max_daily_mg_otc for part in item.parts)
    if has_otc_limit and item.entry.otc is None and item.kind.otc is None:
        yield words["otc"]


def mme_part(facts: Facts) -> Mme:
    """The total as the plan holds it: numbers, not text (medications-3, 4.5)."""
    result = facts.get("mme_result")
    if result is None:
        return Mme(total=None)
    unknown = result.any_opioid and not result.counted and bool(result.not_judged)
    naloxone = result.any_opioid and not facts.get("naloxone_on_hand")
    return Mme(
        total=None if unknown else json_number(result.high or 0),
        at_least=bool(result.not_judged),
        items=tuple(
            MmeItem(
                row.drug, json_number(row.amount), row.unit, json_number(row.factor), json_number(row.high)
            )
            for row in result.counted
        ),
        not_judged=tuple(MmeNotJudged(drug, reason) for drug, reason in result.not_judged),
        naloxone=facts.get("naloxone_reasons") if naloxone else (),
        low=json_number(result.low),
        meter=meter_text(result, facts.book) or None,
        not_counted=result.not_counted,
        any_opioid=result.any_opioid,
    )


def renal_part(facts: Facts) -> Renal:
    """Both estimates, unrounded; null where no value is valid. ``details`` are for the screen."""
    kidney = facts.get("kidney")
    clearance = kidney.clearance if kidney.valid else None
    egfr = kidney.egfr if kidney.valid else None
    words = {row["id"]: row["words"] for row in facts.book.kidney["weight_rule"]}
    return Renal(
        crcl_ml_min=json_number(clearance.ml_min) if clearance else None,
        weight_used=words[clearance.rule] if clearance else None,
        egfr_ml_min=json_number(egfr),
        details=_renal_details(facts, egfr),
    )


def _renal_details(facts: Facts, egfr: Any) -> Mapping[str, Json]:
    kidney, words = facts.get("kidney"), facts.book.words["kidney"]
    creatinine = kidney.creatinine
    found: dict[str, Json] = {"why": dict(kidney.why)}
    if creatinine is not None:
        found["creatinine_mg_dl"] = json_number(creatinine.value)
        found["creatinine_on"] = creatinine.on.isoformat() if creatinine.on else None
        found["creatinine_age_days"] = creatinine.age_days
    if kidney.valid and kidney.clearance is not None:
        found["crcl_shown"] = shown_estimate(facts, kidney.clearance.ml_min)
        found["weight_kg"] = json_number(kidney.clearance.weight_kg)
        found["crcl_actual_weight_ml_min"] = json_number(kidney.actual_weight_ml_min)
    if egfr is not None:
        found["egfr_shown"] = shown_estimate(facts, plain(egfr))
        found["egfr_origin"] = _origin(facts)
        exact = not isinstance(egfr, AtLeast)
        found["egfr_stage"] = stage(egfr, facts.book.kidney) if exact else words["stage_above"]
    return found


def _origin(facts: Facts) -> str:
    kidney, words = facts.get("kidney"), facts.book.words["kidney"]
    day = kidney.egfr_on.isoformat() if kidney.egfr_on else words["undated"]
    if kidney.egfr_origin == "laboratory":
        return words["origin_laboratory"].format(date=day)
    return words["origin_creatinine"].format(value=plain_number(kidney.creatinine.value), date=day)


def asks(facts: Facts) -> tuple[Ask, ...]:
    """Amounts and values to ask about once; the shape of an entry is asked by the intake."""
    return (
        *_kidney_asks(facts),
        *(ask for item in _by_key(facts.listed) for ask in _entry_asks(item, facts)),
    )


def _by_key(listed: MedicineList | None) -> list[ListedMedicine]:
    return sorted(listed.entries, key=lambda item: item.key) if listed else []


def _kidney_asks(facts: Facts) -> Iterator[Ask]:
    kidney = facts.get("kidney")
    if kidney.values_differ:
        laboratory, computed = plain(kidney.laboratory.value), kidney.computed
        if isinstance(laboratory, AtLeast):
            laboratory = laboratory.low
        yield Ask(
            "labs.egfr",
            facts.book.words["asks"]["two_kidney_values"].format(
                laboratory=shown_estimate(facts, laboratory), computed=shown_estimate(facts, computed)
            ),
        )


def _entry_asks(item: ListedMedicine, facts: Facts) -> Iterator[Ask]:
    words, row = facts.book.words["asks"], item.parts[0].ingredient.row
    if not item.active:
        if item.entry.stopped_on is not None and item.kind.line and not item.entry.effects:
            yield Ask(path_of(item, "effects"), words["why_stopped"].format(name=item.name))
        return
    judged = item.drug is not None and row is not None and (row.max_daily_mg is not None or item.opioid)
    if judged and item.parts[0].one is None and item.route not in ("topical", "transdermal"):
        yield Ask(path_of(item, "dose_mg"), words["no_amount"].format(name=item.name))
    if row is not None and row.max_daily_mg is not None and item.drug is not None:
        yield from _amount_asks(item, row.max_daily_mg, facts)


def _amount_asks(item: ListedMedicine, limit: Number, facts: Facts) -> Iterator[Ask]:
    words, part, row = facts.book.words["asks"], item.parts[0], item.parts[0].ingredient.row
    absurd = limit * facts.book.numbers["doses"]["absurd_times"]
    if part.total is not None and part.total > absurd:
        amount = plain_number(part.total)
        text = words["above_ten_times"].format(amount=amount, name=item.name, limit=plain_number(limit))
        yield Ask(path_of(item, "dose_mg"), text)
    elif part.one is not None and row is not None and part.one > (daily_limit(facts, row, (item,)) or limit):
        amount = plain_number(part.one)
        text = words["single_above"].format(amount=amount, name=item.name, limit=plain_number(limit))
        yield Ask(path_of(item, "dose_mg"), text)


def patient_lines(facts: Facts) -> Mapping[str, Mapping[str, str]]:
    """Ids and sentences for the signed page that no row carries (medications-3, 4.6 and 5.4)."""
    if facts.listed is None:
        return {}
    wanted = {*_opioid_lines(facts, facts.listed), *_kidney_lines(facts, facts.listed)}
    return {
        key: {language: fill(text, facts, language) for language, text in row.text.items()}
        for key, row in facts.book.patient_texts.items()
        if key in wanted
    }


def _opioid_lines(facts: Facts, listed: MedicineList) -> Iterator[str]:
    cut = facts.book.opioids
    if not listed.has(*OPIOID):
        return
    yield "pt-breathing"
    if facts.get("naloxone_on_hand"):
        yield "pt-naloxone-has"
    elif facts.get("naloxone_reasons"):
        yield "pt-naloxone-ask"
    days = plain(run_days(with_tokens(listed.entries, OPIOID), facts.as_of, 0)) or 0
    if days >= cut["patient_no_stop_from_days"]:
        yield "pt-no-stop"
    if (plain(facts.get("opioid_days")) or 0) >= cut["patient_break_from_days"]:
        yield "pt-break"
    if any(drug.startswith("buprenorphine") for drug in listed.having(OPIOID)):
        yield "pt-bup"


def _kidney_lines(facts: Facts, listed: MedicineList) -> Iterator[str]:
    egfr = plain(facts.get("egfr_ml_min"))
    low = egfr is not None and egfr < facts.book.kidney["value_age"]["strict_egfr_below"]
    if low and listed.has("class:nsaid"):
        yield "pt-kidney"
