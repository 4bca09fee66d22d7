"""The alerts of the plan: lines with their texts and reasons, and what a decision settled (joins.md J-12)."""

from __future__ import annotations

from collections.abc import Iterable

from plans.builder.decisions import Decided
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import Finding, message, patient_texts, why
from plans.builder.medicines.folding import STOPPING, TYPING_ERROR, Line, fold
from plans.builder.plan import Alert, Json
from plans.intake.decisions import Decision
from plans.knowledge.medicine_book import Medicines

NAMED_IN = ("drug", "dose", "typed")  # list facts that hold medicines


def make_alerts(findings: Iterable[Finding], facts: Facts, decided: Decided) -> tuple[Alert, ...]:
    """The lines of the page in order, and after them the rows that an override keeps quiet.

    An override of a shown row does not silence the others: the next of its danger is shown.
    """
    findings = list(findings)
    quiet = {finding.id for finding in findings if _override(finding, decided) is not None}
    lines = fold([finding for finding in findings if finding.id not in quiet], facts)
    shown = [_line_alert(line, facts, decided) for line in lines]
    kept = [_quiet_alert(finding, facts, decided) for finding in findings if finding.id in quiet]
    return (*shown, *kept)


def quiet_days(severity: str, book: Medicines) -> int:
    """How many days an override keeps a row quiet while its facts are unchanged (3.3)."""
    quiet = book.numbers["quiet"]
    return int(quiet["contraindicated_days" if severity == "contraindicated" else "usual_days"])


def _override(finding: Finding, decided: Decided) -> Decision | None:
    confirmed = decided.about("gate", TYPING_ERROR, "confirm") if finding.id == TYPING_ERROR else None
    return decided.about("alert", finding.id, "override") or confirmed


def _line_alert(line: Line, facts: Facts, decided: Decided) -> Alert:
    """A line is open while one of its severe rows is not settled; a mild one while its first row is not."""
    severe = [row for row in line.rows if row.severity in STOPPING] or [line.first]
    open_rows = [row for row in severe if _settled(row, facts, decided) is None]
    first = _alert(line.first, facts)
    keys = {key for row in open_rows or severe for key in medicine_keys(row, facts)}
    return Alert(
        rule=first.rule,
        severity=min((row for row in line.rows), key=lambda row: row.rank).severity,
        message=first.message,
        also=tuple(row.id for row in line.also),
        review_weeks=first.review_weeks,
        because=first.because,
        sources=first.sources,
        effect=first.effect,
        medicines=tuple(sorted({*keys, *first.medicines})),
        also_details=tuple(_alert(row, facts) for row in line.also),
        open=bool(open_rows),
        decided=None if open_rows else _decision_json(_settled(line.first, facts, decided)),
        patient=first.patient,
    )


def _settled(finding: Finding, facts: Facts, decided: Decided) -> Decision | None:
    return decided.settles(finding.id, medicine_keys(finding, facts))


def _quiet_alert(finding: Finding, facts: Facts, decided: Decided) -> Alert:
    alert = _alert(finding, facts)
    return Alert(
        rule=alert.rule,
        severity=alert.severity,
        message=alert.message,
        review_weeks=alert.review_weeks,
        because=alert.because,
        sources=alert.sources,
        effect=alert.effect,
        medicines=alert.medicines,
        open=False,
        decided=_decision_json(_override(finding, decided)),
        patient=alert.patient,
    )


def _alert(finding: Finding, facts: Facts) -> Alert:
    """One row with its own facts, sources and texts."""
    return Alert(
        rule=finding.id,
        severity=finding.severity,
        message=message(finding, facts),
        review_weeks=finding.review_weeks,
        because=why(finding, facts),
        sources=finding.sources,
        effect=tuple(filter(None, (finding.effect, finding.target))),
        medicines=medicine_keys(finding, facts),
        patient=patient_texts(finding, facts),
    )


def medicine_keys(finding: Finding, facts: Facts) -> tuple[str, ...]:
    """Keys of the entries that a row is about."""
    listed = facts.listed
    if listed is None:
        return ()
    about = listed.having(finding.tokens) | _named_drugs(finding, facts)
    return tuple(sorted({key for drug in about for key in listed.keys.get(drug, ())}))


def _named_drugs(finding: Finding, facts: Facts) -> frozenset[str]:
    """Medicines in the lists that the row's counts are made from: the allergy's, the doubles, the doses."""
    rows = facts.book.facts
    lists = {used for name in finding.facts for used in rows[name].uses if rows[used].values in NAMED_IN}
    return frozenset(drug for name in lists for drug in facts.get(name) or ())


def _decision_json(decision: Decision | None) -> dict[str, Json] | None:
    if decision is None:
        return None
    return {"line": decision.line, "action": decision.action, "reason": decision.reason}
