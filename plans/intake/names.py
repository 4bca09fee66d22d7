"""Names that were used before and the one used now (joins.md section 3), for the hint in a fault."""

from __future__ import annotations

REPLACED_FIELDS = {
    "tolerance.sit_min": "tolerance.sit_minutes",
    "tolerance.stand_min": "tolerance.stand_minutes",
    "tolerance.walk_trials_min": "tolerance.walk_trials_minutes",
    "tolerance.task_trials_min": "life.goals[].trials",
    "life.lives_alone": 'life.barriers with "lives_alone"',
    "patient.lives_alone": 'life.barriers with "lives_alone"',
    "life.use_heat": "life.uses_heat",
    "medications[].prescriber_decision": "a decision on the line, not a fact of the intake",
    "labs.alt": "labs.alt_u_l",
    "labs.ast": "labs.ast_u_l",
    "labs.creatinine": "labs.serum_creatinine_mg_dl",
}

# By vocabulary, or by the path of a closed question.
REPLACED_WORDS: dict[str, dict[str, str]] = {
    "barriers": {
        "time": "no_time",
        "work-hours": "no_time",
        "money": "no_money",
        "fear": "afraid_to_move",
        "childcare": "caregiver",
        "travel": "no_transport",
        "space": "no_space",
        "equipment": "no_equipment",
    },
    "conditions": {"seizure-disorder": "epilepsy"},
    "life.work.type": {"desk": "seated", "not-working": "none"},
    "life.work.status": {"not-working": "not_working", "sick-leave": "sick_leave"},
}

# Illnesses of their own whose names resemble a listed one. They are kept as typed.
RESEMBLING: dict[str, tuple[str, ...]] = {
    "conditions": (
        "hypothyroidism",
        "hypotension",
        "hypomobility",
        "hypernatremia",
        "hypernatraemia",
        "nephropathy",
        "osteopetrosis",
        "pulmonary hypertension",
        "portal hypertension",
        "ocular hypertension",
        "intracranial hypertension",
        "diabetes insipidus",
        "obesity hypoventilation",
        "ectopic pregnancy",
    ),
}

# Precautions that follow from other answers (physical-therapy.md 2.1): as a typed word no rule would read
# them. Name and the word people type -> the questions that settle it.
WORKED_OUT: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    "conditions": {
        ("obesity", "obese"): ("patient.height_cm", "patient.weight_kg"),
        ("severe-obesity", "morbid obesity"): ("patient.height_cm", "patient.weight_kg"),
        ("pregnancy", "pregnant"): ("patient.pregnancy_weeks",),
        ("pregnancy-supine", "pregnancy supine"): ("patient.pregnancy_weeks",),
        ("pregnancy-prone", "pregnancy prone"): ("patient.pregnancy_weeks",),
        ("pregnancy-late", "late pregnancy"): ("patient.pregnancy_weeks",),
        ("radicular-leg-pain", "radicular pain"): (
            "pain.leg_pain",
            "pain.neuro_signs",
            "flexibility.slr_reproduces_leg_pain",
        ),
        ("flexion-sensitive", "flexion sensitive"): ("pain.directional_preference",),
        ("extension-sensitive", "extension sensitive"): ("pain.directional_preference",),
        ("exercise-stop", "exercise stop"): (
            "vitals.resting_hr",
            "vitals.systolic",
            "vitals.diastolic",
        ),
    },
}
