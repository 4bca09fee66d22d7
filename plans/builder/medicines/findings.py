"""Rows that apply: safety rules, alerts that only medications-3 has, dose bands. And rows not judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from plans.builder.judge import WarnsOnly, because, judge
from plans.builder.medicines.bands import meets, most_a_day, token_of
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.laboratory import shown_estimate
from plans.builder.medicines.rulebook import AFTER_RULES, Ready
from plans.builder.medicines.texts import display_name, fill
from plans.builder.plan import Because
from plans.knowledge.medicine_rows import AlertRow, OpioidRule, RenalDose, SafetyRule, Term

SEVERITIES = ("contraindicated", "serious", "caution", "information")
EFFECT_OF = {"contraindicated": "stop", "serious": "change", "caution": "advise", "information": "advise"}

Applies = Callable[[Facts], bool | None]  # None: cannot be said


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that applies. ``place`` orders rows of one severity; ``group`` is its danger, if any."""

    id: str
    severity: str
    effect: str
    target: str
    place: int
    group: str | None
    tokens: frozenset[str]  # medicines it is about
    facts: frozenset[str]
    sources: tuple[str, ...]
    applies: Applies = field(compare=False)
    row: Any = field(compare=False)
    when: tuple[Term, ...] = field(default=(), compare=False)
    review_weeks: int | None = None
    patient: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return SEVERITIES.index(self.severity)

    @property
    def from_rules(self) -> bool:
        """Whether it is a row of medications-2."""
        return self.place < AFTER_RULES


@dataclass(frozen=True, slots=True)
class Unknown:
    """One row that cannot be judged, with the missing facts, one name a term."""

    id: str
    severity: str
    missing: tuple[str, ...]
    from_rules: bool


def judge_rules(facts: Facts) -> tuple[list[Finding], list[Unknown]]:
    """Every safety rule that the list could make true, in the order of the file."""
    rulebook = facts.rulebook
    rows = rulebook.rules
    if facts.listed is not None:
        rows = tuple(rulebook.candidates(rows, facts.listed.by_token))
    return _judged(rows, facts, _rule_finding)


def judge_part3(facts: Facts) -> tuple[list[Finding], list[Unknown]]:
    """The alerts and dose bands of medications-3, in the order of its 5.8."""
    found, unknown = _judged(facts.rulebook.alerts, facts, _alert_finding)
    bands, not_judged = _judged_bands(facts)
    total = facts.get("mme_result")
    if total is not None and facts.get("mme_mg_per_day") is None and _pause_reached(facts):
        found.append(_opioid_finding(facts.book.opioid_rules["OPI-50"], facts))
    return sorted([*found, *bands], key=lambda finding: finding.place), [*unknown, *not_judged]


def _pause_reached(facts: Facts) -> bool:
    """At least the level to pause at, though a part of the total is not judged (medications-3, M28)."""
    result = facts.get("mme_result")
    return bool(result is not None and result.at_least(facts.book.opioids["mme_pause"]))


def _judged(
    rows: Iterable[Ready], facts: Facts, make: Callable[[Ready, Facts], Finding]
) -> tuple[list[Finding], list[Unknown]]:
    found, unknown = [], []
    for ready in rows:
        missing = judge(ready.conditions, facts)
        if missing == ():
            found.append(make(ready, facts))
        elif missing:
            unknown.append(Unknown(ready.id, ready.row.severity, missing, isinstance(ready.row, SafetyRule)))
    return found, unknown


def _rule_finding(ready: Ready, facts: Facts) -> Finding:
    row: SafetyRule = ready.row
    return Finding(
        id=row.id,
        severity=row.severity,
        effect=row.effect,
        target=row.target,
        place=row.place,
        group=facts.rulebook.group_of.get(row.id),
        tokens=ready.about,
        facts=ready.facts,
        sources=row.sources,
        applies=_applies(ready),
        row=row,
        when=row.when,
        review_weeks=row.review_weeks,
        patient=row.patient,
    )


def _alert_finding(ready: Ready, facts: Facts) -> Finding:
    row: AlertRow = ready.row
    return Finding(
        id=row.id,
        severity=row.severity,
        effect=EFFECT_OF[row.severity],
        target="",
        place=facts.rulebook.place_of[row.id],
        group=facts.rulebook.group_of.get(row.id),
        tokens=ready.about,
        facts=ready.facts,
        sources=row.sources,
        applies=_applies(ready),
        row=row,
        when=row.when,
        review_weeks=row.review_weeks,
    )


def _opioid_finding(row: OpioidRule, facts: Facts) -> Finding:
    return Finding(
        id=row.id,
        severity=row.severity,
        effect=EFFECT_OF[row.severity],
        target="",
        place=facts.rulebook.place_of[row.id],
        group=facts.rulebook.group_of.get(row.id),
        tokens=frozenset({"class:opioid"}),
        facts=frozenset({"mme_result"}),
        sources=row.sources,
        applies=_pause_reached,
        row=row,
    )


def _applies(ready: Ready) -> Applies:
    def applies(facts: Facts) -> bool | None:
        missing = judge(ready.conditions, facts)
        return False if missing is None else None if missing else True

    return applies


def _judged_bands(facts: Facts) -> tuple[list[Finding], list[Unknown]]:
    """Bands that fire, and per rule and drug those that cannot be judged while none fires."""
    if facts.listed is None or not facts.get("kidney").valid:
        return [], []
    rows = [band for band in facts.book.renal_doses if token_of(band) in facts.listed.by_token]
    verdicts = [(band, meets(band, facts)) for band in rows]
    found = [_band_finding(band, facts) for band, verdict in verdicts if verdict]
    settled = {(band.rule, band.drug) for band, verdict in verdicts if verdict}
    unknown = {
        (band.rule, band.drug): Unknown(band.rule, band.severity, _missing(band, facts), False)
        for band, verdict in verdicts
        if verdict is None and (band.rule, band.drug) not in settled
    }
    return found, list(unknown.values())


def _missing(band: RenalDose, facts: Facts) -> tuple[str, ...]:
    value = facts.get(band.estimate)
    if value is None or isinstance(value, WarnsOnly):
        return (band.estimate,)
    return (f"{band.drug}_mg_per_day",) if f"{band.drug}_mg_per_day" in facts.book.facts else ()


def _band_finding(band: RenalDose, facts: Facts) -> Finding:
    return Finding(
        id=band.rule,
        severity=band.severity,
        effect=EFFECT_OF[band.severity],
        target=f"drug-{band.drug}" if ":" in band.drug else f"drug:{band.drug}",
        place=facts.rulebook.place_of[band.rule],
        group=facts.rulebook.group_of.get(band.rule),
        tokens=frozenset({token_of(band)}),
        facts=frozenset({band.estimate}),
        sources=(band.source,),
        applies=lambda other: meets(band, other) if other.get("kidney").valid else None,
        row=band,
    )


def message(finding: Finding, facts: Facts) -> str:
    """The clinician's sentence, with the age of an old value behind it."""
    row = finding.row
    if isinstance(row, SafetyRule):
        text = fill(row.clinician, facts)
    elif isinstance(row, RenalDose):
        text = fill(row.text, facts, own=_band_braces(row, facts)) + _other_band(row, facts)
    else:
        text = fill(row.text, facts)
    return text + age_notes(finding, facts)


def _band_braces(band: RenalDose, facts: Facts) -> Mapping[str, str]:
    kidney, most = facts.get("kidney"), most_a_day(band, facts)
    estimates = {"crcl": kidney.clearance and kidney.clearance.ml_min, "egfr": kidney.egfr}
    shown = {name: shown_estimate(facts, value) for name, value in estimates.items() if value is not None}
    drug = band.drug.partition(":")[2] or band.drug
    return {
        **shown,
        "max": "" if most is None else shown_estimate(facts, most),
        "drug": display_name(facts, drug),
    }


def _other_band(band: RenalDose, facts: Facts) -> str:
    """Said when CrCl by actual weight falls in another band of the drug (5.1)."""
    actual = facts.get("kidney").actual_weight_ml_min
    if band.estimate != "crcl_ml_min" or actual is None or band.low <= actual < band.below:
        return ""
    words = facts.book.words["kidney"]["other_band"]
    return f" ({words.format(value=shown_estimate(facts, actual))})"


def age_notes(finding: Finding, facts: Facts) -> str:
    """The dates of old values that the row was judged by."""
    notes = [note for name in sorted(finding.facts) if (note := _age_note(facts, name))]
    return f" ({'; '.join(dict.fromkeys(notes))})" if notes else ""


def _age_note(facts: Facts, name: str) -> str | None:
    words = facts.book.words["kidney"]
    if isinstance(facts.get(name), WarnsOnly):
        kidney = facts.get("kidney")
        on = kidney.egfr_on if name.startswith("egfr") else kidney.creatinine and kidney.creatinine.on
        return words["repeat_now"].format(date=on)
    row = facts.book.labs.get(name)
    if row is None:
        return None
    labs = facts.intake.labs
    on = getattr(labs, "alt_u_l_on" if name == "alt_x_uln" else f"{name}_on") or labs.taken_on
    if on is None:
        return words["value_undated"]
    old = (facts.as_of - on).days > row.max_age_days
    return words["value_of"].format(date=on) if old else None


def why(finding: Finding, facts: Facts) -> tuple[Because, ...]:
    """The facts that made the row hold, with values and units."""
    if finding.when:
        return because(finding.when, facts)
    row = finding.row
    if isinstance(row, RenalDose):
        terms = [Term(row.estimate, "between", (row.low, row.below))]
        total = f"{row.drug}_mg_per_day"
        return because([*terms, *([Term(total, ">", 0)] if total in facts.book.facts else [])], facts)
    result = facts.get("mme_result")
    return (Because("mme_mg_per_day", result.high, "MME/day"),) if result is not None else ()


def patient_texts(finding: Finding, facts: Facts) -> Mapping[str, str]:
    """The patient's sentence in every language, names filled in; printed only after sign-off."""
    return {language: fill(text, facts, language) for language, text in finding.patient.items()}
