"""Which medicine rules fire, and which are overridden: noisy rules can be found, and mended."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.actions.alert_report import AlertReport, Answer, RuleCount, alert_report

MOST_REASONS = 3  # of a rule, in the text
HEADS = ("rule", "severity", "fired", "%", "own line", "overridden", "%", "accepted", "quiet", "undecided")
WIDTHS = (15, 5, 5, 8, 10, 5, 8, 5, 9)  # of the columns behind the rule


class Command(BaseCommand):
    help = (
        "Lists how often each medicine rule fired in the clinic's signed plans and open drafts, and what "
        "people did with it: overridden, accepted, quiet since an earlier visit, undecided. Most overrides "
        "first. Reasons are printed as they were typed: treat the list as a record of the clinic."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", metavar="DATE", help="only plans signed or changed since, 2026-01-31")
        parser.add_argument("--format", choices=("text", "csv", "json"), default="text")

    def handle(self, *args: Any, since: str | None, format: str, **options: Any) -> None:
        report = alert_report(_day(since))
        written = {"text": _text, "csv": _csv, "json": _json}[format](report)
        self.stdout.write(written.rstrip("\n"))


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"--since: {text!r} is not a date such as 2026-01-31") from error


def _row(report: AlertReport, count: RuleCount) -> dict[str, Any]:
    """The columns of one rule, in order."""
    return {
        "rule": count.rule,
        "severity": count.severity,
        "fired": count.fired,
        "firing_percent": report.firing_percent(count),
        "own_line": count.own_line,
        "overridden": count.answers[Answer.OVERRIDDEN],
        "override_percent": count.override_percent,
        "accepted": count.answers[Answer.ACCEPTED],
        "quieted": count.answers[Answer.QUIETED],
        "undecided": count.answers[Answer.UNDECIDED],
    }


def _json(report: AlertReport) -> str:
    rules = [
        _row(report, count)
        | {"reasons": [{"reason": text, "count": times} for text, times in count.reasons.most_common()]}
        for count in report.rules
    ]
    plans = {name: getattr(report, name) for name in ("versions", "drafts", "unknown_endings")}
    return json.dumps({"plans": plans, "rules": rules}, indent=2, ensure_ascii=False)


def _csv(report: AlertReport) -> str:
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\n")
    sheet.writerow([*_row(report, RuleCount("")), "reasons"])
    for count in report.rules:
        sheet.writerow([*_row(report, count).values(), "; ".join(_reasons(count, None))])
    return written.getvalue()


def _text(report: AlertReport) -> str:
    lines = [f"{report.versions} signed plans and {report.drafts} open drafts"]
    if report.unknown_endings:
        lines.append(
            f"In {report.unknown_endings} of them a medicine was stopped or changed under earlier knowledge: "
            "alerts that ended with it are not counted."
        )
    if not report.rules:
        return "\n".join([*lines, "No rule fired."])
    longest = max(len(count.rule) for count in report.rules)
    lines.append(_aligned(HEADS, longest))
    for count in report.rules:
        row = _row(report, count).values()
        lines.append(_aligned(["-" if value is None else value for value in row], longest))
        lines += [f"    {text}" for text in _reasons(count, MOST_REASONS)]
    return "\n".join(lines)


def _aligned(values: Iterable[Any], longest: int) -> str:
    rule, severity, *numbers = (str(value) for value in values)
    words = [rule.ljust(longest), severity.ljust(WIDTHS[0])]
    return "  ".join([*words, *(text.rjust(wide) for text, wide in zip(numbers, WIDTHS[1:], strict=True))])


def _reasons(count: RuleCount, most: int | None) -> list[str]:
    return [f"{times} x {text}" for text, times in count.reasons.most_common(most)]
