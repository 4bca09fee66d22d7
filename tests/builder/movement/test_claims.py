"""The seed article's claims (section 8): evidence for clinicians, never a promise to a patient (CLM-R)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from plans.content import to_json
from plans.knowledge.loader import Knowledge
from tests.builder.content.patients import RANDOM, WHOLE, content

FIGURES = {
    "CLM-1": ("15-25",),
    "CLM-2": ("30-40",),
    "CLM-3": ("78", "52"),
    "CLM-4": ("82", "45"),
}
STRENGTHS = {
    "CLM-1": "range: moderate; percent: unsupported; pain: low",
    "CLM-2": "figure: unsupported; aerobic exercise helps: moderate",
    "CLM-3": "direction: moderate; percents: unsupported",
    "CLM-4": "direction: moderate; percents: unsupported",
    "CLM-5": "strong",
    "CLM-6": "moderate",
}
PERCENT = r"\s*(?:to|a|-)?\s*(?:%|percent|per cent|por ciento|of 100|out of 100|de cada 100|in 100)"


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def test_each_claim_has_its_strength_its_evidence_and_words_in_both_languages(knowledge: Knowledge) -> None:
    claims = knowledge.movement.claims
    assert {id: claim.strength for id, claim in claims.items()} == STRENGTHS
    for claim in claims.values():
        assert claim.evidence
        assert claim.sources
        assert claim.beside
        assert all(claim.handout[language].strip() for language in ("en", "es"))


def test_the_articles_figures_are_unsupported_and_only_in_the_claim_itself(knowledge: Knowledge) -> None:
    for id, figures in FIGURES.items():
        claim = knowledge.movement.claims[id]
        assert not claim.supported
        assert all(figure in claim.claim for figure in figures)
        assert not any(figure in text for figure in figures for text in claim.handout.values())


@pytest.mark.parametrize("case", [*WHOLE, *RANDOM[:8]])
def test_no_sheet_of_a_patient_promises_a_figure_of_the_article(case: str) -> None:
    words = " ".join(texts(to_json(content(case).sheets)))
    assert "CLM-" not in words
    for figures in FIGURES.values():
        for figure in figures:
            assert not re.search(rf"(?<!\d){re.escape(figure)}{PERCENT}", words)
