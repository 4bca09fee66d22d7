"""The one page of a blocked plan: where to go, in the patient's words."""

from __future__ import annotations

from plans.builder.content.case import Case
from plans.builder.content.voice import Voice
from plans.content import Referral

URGENT = "urgent"


def referral(case: Case, voice: Voice) -> Referral:
    """The most pressing page that the flags answered yes call for; a plain referral otherwise."""
    findings = case.plan.red_flags.findings
    flags = {flag for finding in findings for flag in finding.flags} or set(case.intake.red_flags or ())
    if "suicidal-ideation" in (case.intake.conditions or ()):
        flags.add("rf-self-harm")
    pages = case.knowledge.wording.referrals
    plain = pages[-1]
    if case.plan.red_flags.action == URGENT:
        page = next((page for page in pages[:-1] if flags & set(page.flags)), pages[-2])
    else:
        page = plain
    return Referral(voice.of(page.heading), voice.of(page.lead), voice.each(page.lines[voice.language]))
