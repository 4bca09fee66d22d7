"""Rows not judged, each with the intake paths that would settle it (joins.md J-15)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from plans.builder.judge import AtLeast, judge, plain
from plans.builder.medicines.allergies import unlisted_substances
from plans.builder.medicines.bands import meets, token_of
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import Unknown
from plans.builder.medicines.kidney import creatinine_clearance
from plans.builder.medicines.needs import CREATININE, TOLERANCE, paths
from plans.builder.medicines.person import height_cm
from plans.builder.medicines.texts import display_name, joined
from plans.builder.plan import NotJudged
from plans.knowledge.medicine_rows import Number

PART = "medication"
SHOWN_AT_FIRST = ("contraindicated", "serious")
QUIET = "quiet"  # one line for tests that many healthy people never need
SETTLED_BY_NO_FIELD = ("dialysis", "pregnant", "rising")
ESTIMATES = {"crcl": "crcl_ml_min", "egfr": "egfr_ml_min"}


def not_judged(unknown: Iterable[Unknown], facts: Facts, part: str = PART) -> list[NotJudged]:
    """One row per rule. Folded: all but contraindicated and serious ones."""
    quiet = set(facts.book.numbers["not_judged"]["quiet_facts"])
    rows: dict[str, NotJudged] = {}
    for row in unknown:
        found = NotJudged(
            part=part,
            id=row.id,
            needs=paths(facts, row.missing),
            facts=row.missing,
            folded=row.severity not in SHOWN_AT_FIRST,
            reason=QUIET if quiet.issuperset(row.missing) else _why(row, facts),
        )
        rows[row.id] = _merged(rows[row.id], found) if row.id in rows else found
    return list(rows.values())


def _merged(first: NotJudged, more: NotJudged) -> NotJudged:
    """One row of a rule that several medicines leave open."""
    return replace(
        first,
        needs=tuple(dict.fromkeys((*first.needs, *more.needs))),
        facts=(*first.facts, *(fact for fact in more.facts if fact not in first.facts)),
        folded=first.folded and more.folded,
        reason=first.reason or more.reason,
    )


def _why(row: Unknown, facts: Facts) -> str | None:
    """The reason where a fact is missing for another cause than an empty field."""
    words, kidney = facts.book.words["kidney_not_judged"], facts.get("kidney")
    result = facts.get("mme_result")
    opioids = result.not_judged if result else ()
    never = any(why in SETTLED_BY_NO_FIELD for why in kidney.why.values())
    waits = kidney.creatinine is not None and paths(facts, row.missing) == (CREATININE,)
    read = _made_from(row.missing, facts) if never or opioids or waits else set(row.missing)
    for short, name in ESTIMATES.items():
        why = kidney.why.get(short, "stale")
        if kidney.creatinine and (name in row.missing or (waits and name in read)):
            return kidney_reason(facts, why)
        if name in read and why in SETTLED_BY_NO_FIELD:
            return kidney_reason(facts, why)
    if "kidney" in row.missing:
        return words["stale"]
    if TOLERANCE in row.missing:
        return str(facts.book.words["tolerance"]["open"])
    reasons = sorted({reason for _, reason in opioids}) if "mme_result" in read else []
    return "; ".join(reasons) or None


def _made_from(names: Iterable[str], facts: Facts) -> set[str]:
    """The facts and all that they are made from."""
    found, waiting = set[str](), list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += facts.book.facts[name].uses
    return found


def kidney_reason(facts: Facts, key: str) -> str:
    creatinine = facts.get("kidney").creatinine
    return facts.book.words["kidney_not_judged"][key].format(date=creatinine.on if creatinine else "")


def kidney_rows(facts: Facts, fired: Iterable[str]) -> list[NotJudged]:
    """Why an estimate is null, which medicines wait for creatinine, what an old value would say."""
    rows = [
        NotJudged(PART, name, paths(facts, (name,)), (name,), True, kidney_reason(facts, why))
        for short, name in ESTIMATES.items()
        if (why := facts.get("kidney").why.get(short)) is not None
    ]
    rows += [row for row in (_above(facts), _waiting(facts, fired), _no_advice(facts)) if row is not None]
    return rows


def allergy_rows(facts: Facts) -> list[NotJudged]:
    """One row that names the allergies which no medicine, class or family of the list is meant by."""
    names = unlisted_substances(facts)
    reason = facts.book.words["allergy"]["not_listed"].format(names=", ".join(names))
    return [NotJudged(PART, "allergy-not-listed", (), (), True, reason)] if names else []


def _above(facts: Facts) -> NotJudged | None:
    """An eGFR entered as ">60" is known from below only."""
    kidney = facts.get("kidney")
    egfr = kidney.egfr
    if not isinstance(egfr, AtLeast) or "egfr" in kidney.why:
        return None
    words = facts.book.words["kidney"]["above_sixty"].format(value=egfr.low)
    return NotJudged(PART, "egfr_ml_min", ("labs.egfr",), ("egfr_ml_min",), True, words)


def _waiting(facts: Facts, fired: Iterable[str]) -> NotJudged | None:
    """REN-MISSING or REN-OLD: one line, all drugs named."""
    kidney = facts.get("kidney")
    drugs = _waiting_drugs(facts)
    if (
        not drugs
        or not kidney.valid
        or (kidney.creatinine is not None and "too_old" not in kidney.why.values())
    ):
        return None
    words = facts.book.words["kidney_not_judged"]
    names = joined(facts, (display_name(facts, drug) for drug in drugs))
    if kidney.creatinine is None:
        return NotJudged(PART, "REN-MISSING", (CREATININE,), (), False, words["missing"].format(names=names))
    rules = ", ".join(_old_would_fire(facts, set(fired)))
    reason = words["old_would" if rules else "too_old"].format(date=kidney.creatinine.on, rules=rules)
    return NotJudged(PART, "REN-OLD", (CREATININE,), (), False, f"{reason} ({names})")


def _waiting_drugs(facts: Facts) -> list[str]:
    """Medicines with a dose row by an estimate that is missing."""
    if facts.listed is None:
        return []
    tokens = {
        token_of(band)
        for band in facts.book.renal_doses
        if band.kind != "none" and facts.get(band.estimate) is None
    }
    return sorted(facts.listed.having(tokens))


def _old_would_fire(facts: Facts, fired: set[str]) -> list[str]:
    """Every row that the value past its age would make true."""
    then = facts.with_values(_old_estimates(facts))
    rules = [ready for ready in facts.rulebook.rules if not ready.facts.isdisjoint(then.changed)]
    found = [ready.id for ready in rules if ready.id not in fired and judge(ready.conditions, then) == ()]
    bands = [band.rule for band in facts.book.renal_doses if meets(band, then)]
    return list(dict.fromkeys((*found, *bands)))


def _old_estimates(facts: Facts) -> dict[str, Number | float | None]:
    kidney = facts.get("kidney")
    age, sex, weight = facts.get("age_years"), facts.get("sex"), facts.get("weight_kg")
    values: dict[str, Number | float | None] = {"egfr_ml_min": facts.get("egfr_ml_min") or kidney.computed}
    if None not in (age, sex, weight):
        table = facts.book.kidney
        clearance = creatinine_clearance(age, sex, weight, height_cm(facts), kidney.creatinine.value, table)
        values["crcl_ml_min"] = clearance.ml_min
    return values


def is_below(value: Any, limit: Number) -> bool:
    """Whether a value, old or known from below, is surely under ``limit``."""
    return value is not None and not isinstance(value, AtLeast) and bool(plain(value) < limit)


def _no_advice(facts: Facts) -> NotJudged | None:
    """Medicines without any kidney row, said only when eGFR is low."""
    egfr = facts.get("egfr_ml_min")
    listed, cut = facts.listed, facts.book.kidney["no_advice"]["egfr_below"]
    if listed is None or not is_below(egfr, cut):
        return None
    with_advice = listed.having(token_of(band) for band in facts.book.renal_doses)
    drugs = sorted(
        drug for drug in listed.having(("*",)) if drug in facts.book.drugs and drug not in with_advice
    )
    if not drugs:
        return None
    names = joined(facts, (display_name(facts, drug) for drug in drugs))
    words = facts.book.words["kidney_not_judged"]["no_advice"].format(name=names)
    return NotJudged(PART, "REN-NO-ADVICE", (), (), True, words)
