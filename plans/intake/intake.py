"""The typed Intake: every fact a visit can record, with its unit in its name.

Names and groups are those of the intake JSON. ``None`` means "not recorded": it is never zero and
never normal. A list that was asked and found empty is ``()``; a list that was not asked is ``None``.
Lists are tuples, dates are ``date``, clock times are minutes after midnight (0-1439).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Patient:
    name: str | None = None
    record_number: str | None = None
    birth_date: date | None = None
    sex_at_birth: str | None = None  # male, female, unknown
    language: str = "en"
    phone: str | None = None
    height_cm: float | None = None
    weight_kg: float | None = None
    pregnancy_weeks: int | None = None  # 0 = asked, not pregnant


@dataclass(frozen=True, slots=True)
class Vitals:
    systolic: int | None = None
    diastolic: int | None = None
    resting_hr: int | None = None


@dataclass(frozen=True, slots=True)
class Pain:
    duration_weeks: int | None = None
    nprs_now: int | None = None
    nprs_average: int | None = None
    nprs_worst: int | None = None
    nprs_best: int | None = None
    regions: tuple[str, ...] | None = None
    leg_pain: str | None = None
    neuro_signs: bool | None = None
    descriptors: tuple[str, ...] | None = None
    settle_minutes: int | None = None
    irritability: str | None = None  # clinician's override
    aggravating: tuple[str, ...] | None = None
    easing: tuple[str, ...] | None = None
    directional_preference: str | None = None
    pattern_24h: str | None = None
    morning_stiffness_minutes: int | None = None
    triggers_known: bool | None = None
    skin_numb: bool | None = None
    pain_focus: bool | None = None  # clinician's tick of JRN-0


@dataclass(frozen=True, slots=True)
class PsfsActivity:
    activity: str | None = None
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    peg: tuple[int | None, ...] | None = None
    psfs: tuple[PsfsActivity, ...] | None = None
    rmdq: int | None = None
    odi_percent: int | None = None
    promis_pf_t: float | None = None
    start_back: tuple[bool | int | None, ...] | None = None  # 8 agree or disagree, then 0-4
    tsk11: int | None = None
    phq2: tuple[int | None, ...] | None = None
    phq9_item9: int | None = None
    pcs: int | None = None


@dataclass(frozen=True, slots=True)
class Tolerance:
    sit_minutes: int | None = None
    stand_minutes: int | None = None
    walk_minutes: int | None = None
    walk_trials_minutes: tuple[float, ...] | None = None
    lift_kg: float | None = None
    aerobic_minutes: int | None = None
    day_after: bool | None = None


@dataclass(frozen=True, slots=True)
class Posture:
    overall: str | None = None
    forward_head: str | None = None
    kyphosis: str | None = None
    occiput_to_wall_cm: float | None = None
    lordosis: str | None = None
    lateral_shift: str | None = None
    sitting: str | None = None
    standing: str | None = None
    lift_faults: tuple[str, ...] | None = None
    desk_faults: tuple[str, ...] | None = None
    sitting_hours_per_day: float | None = None


@dataclass(frozen=True, slots=True)
class Core:
    overall: str | None = None
    pbu_prone_drop_mmhg: float | None = None
    draw_in_grade: int | None = None
    multifidus_grade: int | None = None
    prone_instability: bool | None = None
    aberrant_movement: bool | None = None
    sorensen_seconds: int | None = None
    side_bridge_left_seconds: int | None = None
    side_bridge_right_seconds: int | None = None
    front_plank_seconds: int | None = None
    curl_up_reps: int | None = None


@dataclass(frozen=True, slots=True)
class Flexibility:
    overall: str | None = None
    slr_deg_left: float | None = None
    slr_deg_right: float | None = None
    slr_reproduces_leg_pain: bool | None = None
    ake_deficit_deg_left: float | None = None
    ake_deficit_deg_right: float | None = None
    thomas_deg_left: float | None = None
    thomas_deg_right: float | None = None
    hip_ir_deg_left: float | None = None
    hip_ir_deg_right: float | None = None
    hip_er_deg_left: float | None = None
    hip_er_deg_right: float | None = None
    schober_flexion_cm: float | None = None
    schober_extension_cm: float | None = None
    fingertip_floor_cm: float | None = None
    ely_deg_left: float | None = None
    ely_deg_right: float | None = None
    dorsiflexion_deg_left: float | None = None
    dorsiflexion_deg_right: float | None = None


@dataclass(frozen=True, slots=True)
class Aerobic:
    moderate_minutes_per_week: int | None = None
    six_minute_walk_m: int | None = None
    step_test_2min: int | None = None
    mile_walk_minutes: float | None = None
    mile_walk_hr: int | None = None
    resting_hr: int | None = None
    preferred_mode: str | None = None
    talk_test: str | None = None
    rpe_end: int | None = None


@dataclass(frozen=True, slots=True)
class Balance:
    single_leg_stance_seconds: float | None = None
    falls_past_year: int | None = None


@dataclass(frozen=True, slots=True)
class Labs:
    taken_on: date | None = None
    serum_creatinine_mg_dl: float | None = None
    serum_creatinine_umol_l: float | None = None
    serum_creatinine_on: date | None = None
    serum_creatinine_previous_mg_dl: float | None = None
    serum_creatinine_previous_on: date | None = None
    egfr: float | str | None = None  # a number, or ">60", ">=60", ">90", ">=90"
    egfr_on: date | None = None
    alt_u_l: float | None = None
    alt_uln_u_l: float | None = None
    alt_u_l_on: date | None = None
    ast_u_l: float | None = None
    ast_uln_u_l: float | None = None
    ast_u_l_on: date | None = None
    sodium_mmol_l: float | None = None
    sodium_mmol_l_on: date | None = None
    potassium_mmol_l: float | None = None
    potassium_mmol_l_on: date | None = None
    hemoglobin_g_dl: float | None = None
    hemoglobin_g_dl_on: date | None = None
    inr: float | None = None
    inr_on: date | None = None
    qtc_ms: float | None = None
    qtc_ms_on: date | None = None
    platelets_10e9_l: float | None = None
    platelets_10e9_l_on: date | None = None


@dataclass(frozen=True, slots=True)
class SlotDoses:
    """Milligrams at each of the four times of day; 0 = none at that time."""

    morning: float = 0
    noon: float = 0
    evening: float = 0
    bedtime: float = 0


@dataclass(frozen=True, slots=True)
class MedicationEntry:
    """One line of the medicine list (medications-1, 1.2)."""

    key: str = ""  # drug or product id, "-2" for the second of the same
    drug: str | None = None  # formulary id, or the text as typed
    product: str | None = None
    units_per_dose: float | None = None
    units_per_dose_low: float | None = None
    dose_mg: float | None = None
    dose_mg_low: float | None = None
    doses_mg: SlotDoses | None = None
    patch_mcg_per_hour: float | None = None
    times_per_day: int | None = None
    every_hours: int | None = None
    every_hours_longest: int | None = None
    as_needed: bool = False
    max_per_day: int | None = None
    max_units_per_day: float | None = None
    max_mg_per_day: float | None = None
    approximate: bool = False
    slots: tuple[str, ...] | None = None
    route: str | None = None
    started_on: date | None = None
    stopped_on: date | None = None
    stop_planned_on: date | None = None
    effects: tuple[str, ...] | None = None
    release: str | None = None  # ir, er
    reason: str | None = None
    otc: bool | None = None
    classes_assumed: tuple[str, ...] | None = None
    entered_as: str | None = None


@dataclass(frozen=True, slots=True)
class Allergy:
    substance: str
    reaction: str | None = None
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class OpioidSafety:
    pdmp_checked_on: date | None = None
    naloxone_at_home: bool | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    id: str
    target: float | None = None
    unit: str | None = None
    trials: tuple[float, ...] | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class MealTimes:
    breakfast: int | None = None
    lunch: int | None = None
    dinner: int | None = None


@dataclass(frozen=True, slots=True)
class Work:
    status: str | None = None
    type: str | None = None
    start: int | None = None
    end: int | None = None
    sit_hours: float | None = None
    worse_at_work: bool | None = None


@dataclass(frozen=True, slots=True)
class Life:
    minutes_per_day: int | None = None
    equipment: tuple[str, ...] | None = None
    can_get_on_floor: bool | None = None
    confidence_0_10: int | None = None
    importance_0_10: int | None = None
    readiness: str | None = None
    declined_exercises: tuple[str, ...] | None = None
    barriers: tuple[str, ...] | None = None
    beliefs: tuple[str, ...] | None = None
    preferred_module: str | None = None
    goals: tuple[Goal, ...] | None = None
    boom_bust: bool | None = None
    best_time: str | None = None
    uses_heat: bool | None = None
    sleep_hours: float | None = None
    sleep_quality_0_10: int | None = None
    bad_nights_per_week: int | None = None
    wake_time: int | None = None
    bed_time: int | None = None
    meal_times: MealTimes = field(default_factory=MealTimes)
    work: Work = field(default_factory=Work)
    smokes: bool | None = None
    ready_to_quit: bool | None = None
    alcohol_drinks_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class Access:
    visits_covered: int | None = None
    visits_recommended: int | None = None
    copay_usd: float | None = None
    copay_budget_usd: float | None = None
    travel_minutes: int | None = None
    telehealth: bool | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """All that is known of one patient on one day. Made by ``plans.intake.parsing.parse``."""

    assessed_on: date
    patient: Patient = field(default_factory=Patient)
    red_flags: tuple[str, ...] | None = None  # None: not screened; (): asked, all no
    red_flags_cleared: tuple[str, ...] | None = None
    vitals: Vitals = field(default_factory=Vitals)
    pain: Pain = field(default_factory=Pain)
    measures: Measures = field(default_factory=Measures)
    tolerance: Tolerance = field(default_factory=Tolerance)
    posture: Posture = field(default_factory=Posture)
    core: Core = field(default_factory=Core)
    flexibility: Flexibility = field(default_factory=Flexibility)
    aerobic: Aerobic = field(default_factory=Aerobic)
    balance: Balance = field(default_factory=Balance)
    conditions: tuple[str, ...] | None = None
    labs: Labs = field(default_factory=Labs)
    medications: tuple[MedicationEntry, ...] | None = None  # None: not asked
    allergies: tuple[Allergy, ...] | None = None
    opioid_safety: OpioidSafety = field(default_factory=OpioidSafety)
    life: Life = field(default_factory=Life)
    access: Access = field(default_factory=Access)
    tried: tuple[str, ...] | None = None
