"""What the owners of the questionnaires allow software to do (physical-therapy.md section 3)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """``prompts``: what may be shown item by item. ``total_only``: the form itself stays on paper."""

    id: str
    instrument: str
    allowed: str
    shown: str
    credit: str = ""
    prompts: tuple[str, ...] = ()
    total_only: bool = False
    full_text_needs: str = ""
    mark: str = "K"


LICENCES = {
    row.id: row
    for row in (
        Licence(
            "nprs",
            "Numeric pain rating 0-10",
            "Free; ask it.",
            "The question.",
        ),
        Licence(
            "peg",
            "PEG",
            "Short, free to use without fee; item texts may be shown with the credit.",
            "The three prompts, with credit.",
            credit="Krebs et al. 2009",
            prompts=(
                "Average pain in the past week",
                "In the past week, how much pain got in the way of enjoying life",
                "In the past week, how much pain got in the way of general activity",
            ),
            mark="V free, open-access article; 'public domain' K",
        ),
        Licence(
            "psfs",
            "Patient-Specific Functional Scale",
            "Free; the generic prompt may be shown with the credit.",
            "One line for each activity the patient names.",
            credit="Stratford et al. 1995",
            mark="V free; some copies say 'with permission of the authors'",
        ),
        Licence(
            "rmdq",
            "Roland-Morris Disability Questionnaire",
            "Free for clinical use; distributed free by its authors.",
            "The total only (0-24).",
            total_only=True,
            full_text_needs="the owner has confirmed the terms on the authors' site",
            mark="V free via its site; no-permission statement K",
        ),
        Licence(
            "phq2",
            "PHQ-2",
            "Its owner allows reproduction without permission.",
            "Both items.",
            credit="PHQ-2: Kroenke, Spitzer and Williams 2003",
            prompts=(
                "Little interest or pleasure in doing things",
                "Feeling down, depressed, or hopeless",
            ),
            mark="K (Pfizer notice); V that one publication prints 'copyright Pfizer'",
        ),
        Licence(
            "start-back",
            "STarT Back",
            "Copyright Keele University. No licence needed for non-commercial use; keep the copyright and "
            "funding line; a commercial product must ask Keele; may not be modified.",
            "Nine answers under short topic labels; the patient fills the clinic's own paper copy.",
            credit="Keele University",
            prompts=(
                "Leg spread",
                "Neck or shoulder pain",
                "Short walks only",
                "Slow dressing",
                "Activity feels unsafe",
                "Worrying thoughts",
                "Feels terrible, never better",
                "Lost enjoyment",
                "Bothersomeness",
            ),
            full_text_needs="the clinic has confirmed non-commercial use",
            mark="V Keele site, licence statement",
        ),
        Licence(
            "odi",
            "Oswestry Disability Index",
            "Mapi Research Trust distributes it; fees for IT companies and funded use.",
            "The score only, never an item.",
            total_only=True,
            mark="V (Rehab Measures)",
        ),
        Licence("tsk-11", "TSK-11", "Copyright unclear.", "The total only.", total_only=True),
        Licence(
            "pcs",
            "Pain Catastrophizing Scale",
            "Copyright Sullivan; free for clinical use by permission.",
            "The total only.",
            total_only=True,
            mark="V copyright line in the manual; terms K",
        ),
        Licence(
            "promis-pf",
            "PROMIS Physical Function",
            "HealthMeasures terms: English free for clinical use, software vendors need permission.",
            "The T-score only.",
            total_only=True,
            mark="V (terms page: personal and non-commercial); details K",
        ),
    )
}
