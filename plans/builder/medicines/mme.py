"""Opioid total in morphine milligram equivalents a day (medications-3, 4.2 and 4.3). Decimal, unrounded.

A rough measure of opioid load for judging risk. It is not a dose of anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from plans.builder.medicines.amounts import is_range, number
from plans.builder.medicines.entries import ListedMedicine, Part
from plans.builder.medicines.shown import shown
from plans.intake.intake import MedicationEntry
from plans.knowledge.medicine_book import Medicines
from plans.knowledge.medicine_names import normal
from plans.knowledge.medicine_rows import MmeRow, NotConverted, Number

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Counted:
    """One opioid that counts. Amounts and MME a day, upper and lower end."""

    drug: str
    amount: Number
    unit: str
    factor: Decimal
    high: Decimal
    low: Decimal


@dataclass(frozen=True, slots=True)
class MmeResult:
    """The total with all that made it. ``low`` and ``high`` are None without an active opioid."""

    any_opioid: bool
    low: Decimal | None
    high: Decimal | None
    counted: tuple[Counted, ...] = ()
    not_counted: tuple[str, ...] = ()  # words of the meter
    not_judged: tuple[tuple[str, str], ...] = ()  # drug or text as typed, reason
    upper_bound_reasons: tuple[str, ...] = ()  # drugs counted at their largest written amount

    def at_least(self, threshold: Number) -> bool | None:
        """Whether the total reaches ``threshold``; None while something that could is not judged."""
        if self.high is not None and self.high >= threshold:
            return True
        return None if self.not_judged else False


@dataclass(frozen=True, slots=True)
class _Line:
    """What one opioid of one entry adds: an amount, or a reason why not."""

    counted: Counted | None = None
    not_counted: str = ""
    not_judged: tuple[str, str] | None = None
    upper_bound: str = ""


def mme(active: Iterable[ListedMedicine], book: Medicines) -> MmeResult:
    """The total over all opioids taken now. Additive, and the same in any order of the list."""
    lines = [line for item in active for part in item.parts if (line := _line(item, part, book)) is not None]
    counted = tuple(line.counted for line in lines if line.counted)
    return MmeResult(
        any_opioid=bool(lines),
        low=sum((line.low for line in counted), Decimal(0)) if lines else None,
        high=sum((line.high for line in counted), Decimal(0)) if lines else None,
        counted=counted,
        not_counted=tuple(dict.fromkeys(line.not_counted for line in lines if line.not_counted)),
        not_judged=tuple(line.not_judged for line in lines if line.not_judged),
        upper_bound_reasons=tuple(line.upper_bound for line in lines if line.upper_bound),
    )


def _line(item: ListedMedicine, part: Part, book: Medicines) -> _Line | None:
    """None: no opioid."""
    words = book.words["mme"]
    if part.ingredient.row is None:
        return _typed_line(item, part, book)
    if "opioid" not in part.ingredient.classes:
        return None
    special = _not_converted(item, part.drug, book)
    if special is not None:
        return _special_line(special, part.drug, item.route)
    row = next(row for row in book.mme_rows if part.drug in row.drugs)
    if item.route not in row.routes:
        reason = words["no_factor_route"].format(drug=part.drug, route=item.route)
        return _Line(not_judged=(part.drug, reason))
    return _converted_line(item, part, row, words)


def _typed_line(item: ListedMedicine, part: Part, book: Medicines) -> _Line | None:
    """A text that is not in the formulary: a word of 4.3 is enough, else its assumed classes say it."""
    text = normal(part.drug)
    for row in book.not_converted:
        if any(f" {word} " in f" {text} " for word in row.free_text):
            return _special_line(row, part.drug, item.entry.route)
    if "opioid" not in part.ingredient.classes:
        return None
    return _Line(not_judged=(part.drug, book.words["mme"]["not_checked"].format(text=part.drug)))


def _not_converted(item: ListedMedicine, drug: str, book: Medicines) -> NotConverted | None:
    reason = (item.entry.reason or "").strip().lower()
    treatment = reason in book.opioids["opioid_use_disorder_words"]
    for row in book.not_converted:
        if drug in row.drugs and (not row.only_when_reason or treatment):
            return row
    return None


def _special_line(row: NotConverted, drug: str, route: str | None) -> _Line:
    if row.result == "not-counted":
        return _Line(not_counted=row.meter_text or row.text)
    return _Line(not_judged=(drug, row.text.format(route=route or "").strip()))


def _converted_line(item: ListedMedicine, part: Part, row: MmeRow, words: Words) -> _Line:
    rate = item.entry.patch_mcg_per_hour
    if row.unit == words["unit_rate"]:
        if rate is None:
            return _Line(not_judged=(part.drug, words["no_rate"].format(drug=part.drug)))
        high = low = number(rate)
    elif part.total is None or part.low is None:
        reason = words["no_dose" if _dose_missing(item.entry, part) else "no_times"]
        return _Line(not_judged=(part.drug, reason.format(drug=part.drug)))
    else:
        high, low = part.total, part.low
    counted = Counted(part.drug, high, row.unit, row.factor, high * row.factor, low * row.factor)
    upper = item.as_needed or is_range(item.entry)
    return _Line(counted=counted, upper_bound=part.drug if upper else "")


def _dose_missing(entry: MedicationEntry, part: Part) -> bool:
    return part.one is None and entry.doses_mg is None


def meter_text(result: MmeResult, book: Medicines) -> str:
    """The words beside the meter (4.2), first matching line; empty without an active opioid."""
    if not result.any_opioid or result.high is None or result.low is None:
        return ""
    words = book.words["mme"]
    high, low = shown_mme(result.high, book), shown_mme(result.low, book)
    text = words[_meter_key(result)].format(high=high, low=low)
    if result.not_counted:
        text += words["not_counted"].format(list=", ".join(result.not_counted))
    if result.not_judged:
        text += words["not_judged"].format(list=", ".join(reason for _, reason in result.not_judged))
    return text


def _meter_key(result: MmeResult) -> str:
    if not result.counted:
        return "not_known" if result.not_judged else "not_apply"
    if result.not_judged:
        return "largest" if result.upper_bound_reasons else "at_least"
    if result.low != result.high:
        return "range"
    return "up_to" if result.upper_bound_reasons else "plain"


def shown_mme(value: Number, book: Medicines) -> str:
    """An MME total as a screen prints it, never rounded up onto 50 or 90."""
    return shown(value, book.kidney["shown"]["mme"], book.words["kidney"]["just_under"])


def shown_total(result: MmeResult, book: Medicines) -> Any:
    """The brace {mme}: the shown total, with "at least" when something is not judged."""
    value = shown_mme(result.high or Decimal(0), book)
    words = book.words["mme"]["at_least_number"]
    return words.format(value=value) if result.not_judged else value
