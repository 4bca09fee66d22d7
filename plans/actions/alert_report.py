"""How often each medicine rule fires at the clinic, and what people did with it: which rules are noisy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet

from plans.actions.building import clinic_knowledge, read_draft_decisions
from plans.actions.carrying import all_alerts
from plans.builder.build import build_plan
from plans.builder.medicines.folding import TYPING_ERROR
from plans.builder.plan import to_json
from plans.knowledge.loader import load
from plans.models import Decision, Draft

SEVERITIES = ("contraindicated", "serious", "caution", "information")
AT_ONCE = 100  # plans in memory
Json = dict[str, Any]


class Answer(StrEnum):
    """What became of one rule in one plan."""

    OVERRIDDEN = "overridden"  # overridden with a reason, or its medicine goes on with one
    ACCEPTED = "accepted"  # its medicine was stopped or changed
    QUIETED = "quieted"  # quiet by an override of an earlier visit
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule in one plan. ``own_line``: it did not stand under another alert."""

    rule: str
    severity: str
    own_line: bool
    answer: Answer
    reason: str = ""


@dataclass(slots=True)
class RuleCount:
    """One rule over all plans."""

    rule: str
    severity: str = ""
    own_line: int = 0
    answers: Counter[Answer] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def fired(self) -> int:
        return self.answers.total()

    @property
    def override_percent(self) -> float | None:
        """Of the plans in which somebody was asked; ``None`` where it was quiet in all of them."""
        asked = self.fired - self.answers[Answer.QUIETED]
        return round(100 * self.answers[Answer.OVERRIDDEN] / asked, 1) if asked else None

    def add(self, firing: Firing) -> None:
        self.severity = min(self.severity or firing.severity, firing.severity, key=SEVERITIES.index)
        self.own_line += firing.own_line
        self.answers[firing.answer] += 1
        if firing.reason:
            self.reasons[firing.reason] += 1


@dataclass(frozen=True, slots=True)
class AlertReport:
    """``rules`` worst first. In ``unknown_endings`` plans a decision may have ended alerts that can be told
    no more, because the knowledge has changed since.
    """

    versions: int
    drafts: int
    unknown_endings: int
    rules: tuple[RuleCount, ...]

    def firing_percent(self, count: RuleCount) -> float:
        """In how many of all plans the rule applied."""
        return round(100 * count.fired / (self.versions + self.drafts), 1)


def alert_report(since: date | None = None) -> AlertReport:
    """Firing and answers of every rule in signed versions and open drafts.

    ``since``: only versions signed and drafts changed on that day or later.
    """
    counts: dict[str, RuleCount] = {}
    versions = drafts = unknown = 0
    for draft in _drafts(since).iterator(chunk_size=AT_ONCE):
        versions += draft.version is not None
        drafts += draft.version is None
        ended = _ended_by_decisions(draft)
        unknown += ended is None
        for firing in [*firings(draft), *(ended or [])]:
            counts.setdefault(firing.rule, RuleCount(firing.rule)).add(firing)
    return AlertReport(versions, drafts, unknown, tuple(sorted(counts.values(), key=_worst_first)))


def _worst_first(count: RuleCount) -> tuple[object, ...]:
    """Most overrides, then the highest rate, then the most firings."""
    overridden = count.answers[Answer.OVERRIDDEN]
    return -overridden, -(count.override_percent or 0), -count.fired, count.rule


def _drafts(since: date | None) -> QuerySet[Draft]:
    """Signed ones, and open ones that have a plan."""
    signed, is_open = Q(version__isnull=False), Q(closed_at=None, plan__isnull=False)
    if since is not None:
        signed &= Q(version__signed_at__date__gte=since)
        is_open &= Q(changed_at__date__gte=since)
    return Draft.objects.filter(signed | is_open).select_related("version", "assessment").order_by("pk")


def plan_of(draft: Draft) -> Json:
    """The plan that was signed, or the one being worked on."""
    plan: Json = draft.version.plan if draft.version is not None else draft.plan or {}
    return plan


def firings(draft: Draft) -> Iterable[Firing]:
    """The rules that apply in this plan, each with its answer."""
    rows = {row.line: row for row in draft.decision_rows()}
    own_lines = {alert["rule"] for alert in plan_of(draft)["medication"]["alerts"]}
    for alert in all_alerts(plan_of(draft)):
        rule = alert["rule"]
        answer, reason = _answer(alert, rows)
        yield Firing(rule, alert["severity"], rule in own_lines, answer, reason)


def _answer(alert: Json, rows: dict[str, Decision]) -> tuple[Answer, str]:
    row = rows.get(f"alert:{alert['rule']}")
    if row is None and alert["rule"] == TYPING_ERROR:
        row = rows.get(f"gate:{TYPING_ERROR}")
    if row is not None:
        return (Answer.QUIETED, "") if row.carried_from_id else (Answer.OVERRIDDEN, row.reason)
    medicines = [rows.get(f"medication:{key}") for key in alert["medicines"]]
    taken = {row.action: row for row in medicines if row is not None}
    if "stop" in taken or "change" in taken:
        return Answer.ACCEPTED, ""
    if "continue" in taken and taken["continue"].reason.strip():
        return Answer.OVERRIDDEN, taken["continue"].reason
    return Answer.UNDECIDED, ""


def _ended_by_decisions(draft: Draft) -> list[Firing] | None:
    """Rules that a stop or a change ended, so that the plan does not hold them any more.

    They are found by building the plan again without those decisions. ``None``: the plan was made from
    other knowledge, and what it would have said then is not known.
    """
    rows = [row.as_data() for row in draft.decision_rows()]
    others = [row for row in rows if not _ends_something(row)]
    if len(others) == len(rows) or draft.assessment is None:
        return []
    plan = plan_of(draft)
    if plan["knowledge_version"] != load().version:
        return None
    knowledge, clinic = clinic_knowledge()
    intake = draft.assessment.intake()
    before = build_plan(
        intake, knowledge, intake.assessed_on, decisions=read_draft_decisions(draft, others), clinic=clinic
    )
    data = to_json(before)
    still = {alert["rule"] for alert in all_alerts(plan)}
    own_lines = {alert["rule"] for alert in data["medication"]["alerts"]}
    return [
        Firing(alert["rule"], alert["severity"], alert["rule"] in own_lines, Answer.ACCEPTED)
        for alert in all_alerts(data)
        if alert["rule"] not in still
    ]


def _ends_something(row: Json) -> bool:
    return str(row["line"]).startswith("medication:") and row["action"] in ("stop", "change")
