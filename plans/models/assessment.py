"""What was found at one visit, in the columns of the table of questions.

The name of a column is the path of the question with dots as underscores. An empty column (NULL, or
an empty text) means not recorded; an empty list means asked, none. Clock times are minutes after
midnight. A test holds columns and table together.
"""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from plans.intake.fields import FIELDS, TABLES
from plans.intake.intake import Intake
from plans.models.insert_only import InsertOnly
from plans.models.intake_rows import columns_of, intake_of
from plans.models.limits import hard_limits
from plans.models.people import Patient, User


class Assessment(InsertOnly):
    """One finished intake. A correction is a new row; the draft and the version name the one that counts."""

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="assessments")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    medications_asked = models.BooleanField(default=False)
    allergies_asked = models.BooleanField(default=False)

    # Person and screen
    patient_name = models.CharField(max_length=200, blank=True)
    patient_record_number = models.CharField(max_length=40, blank=True)
    patient_birth_date = models.DateField(null=True, blank=True)
    patient_sex_at_birth = models.CharField(max_length=40, blank=True)
    patient_language = models.CharField(max_length=40, blank=True)
    patient_phone = models.CharField(max_length=40, blank=True)
    patient_height_cm = models.FloatField(null=True, blank=True)
    patient_weight_kg = models.FloatField(null=True, blank=True)
    patient_pregnancy_weeks = models.IntegerField(null=True, blank=True)
    assessed_on = models.DateField()
    red_flags = models.JSONField(null=True, blank=True)
    red_flags_cleared = models.JSONField(null=True, blank=True)
    vitals_systolic = models.IntegerField(null=True, blank=True)  # mmHg
    vitals_diastolic = models.IntegerField(null=True, blank=True)  # mmHg
    vitals_resting_hr = models.IntegerField(null=True, blank=True)  # /min
    conditions = models.JSONField(null=True, blank=True)

    # Pain
    pain_duration_weeks = models.IntegerField(null=True, blank=True)
    pain_nprs_now = models.IntegerField(null=True, blank=True)
    pain_nprs_average = models.IntegerField(null=True, blank=True)
    pain_nprs_worst = models.IntegerField(null=True, blank=True)
    pain_nprs_best = models.IntegerField(null=True, blank=True)
    pain_regions = models.JSONField(null=True, blank=True)
    pain_leg_pain = models.CharField(max_length=40, blank=True)
    pain_neuro_signs = models.BooleanField(null=True, blank=True)
    pain_descriptors = models.JSONField(null=True, blank=True)
    pain_settle_minutes = models.IntegerField(null=True, blank=True)
    pain_irritability = models.CharField(max_length=40, blank=True)
    pain_aggravating = models.JSONField(null=True, blank=True)
    pain_easing = models.JSONField(null=True, blank=True)
    pain_directional_preference = models.CharField(max_length=40, blank=True)
    pain_pattern_24h = models.CharField(max_length=40, blank=True)
    pain_morning_stiffness_minutes = models.IntegerField(null=True, blank=True)
    pain_triggers_known = models.BooleanField(null=True, blank=True)
    pain_skin_numb = models.BooleanField(null=True, blank=True)
    pain_pain_focus = models.BooleanField(null=True, blank=True)

    # Function and questionnaires
    measures_peg = models.JSONField(null=True, blank=True)
    measures_psfs = models.JSONField(null=True, blank=True)
    measures_rmdq = models.IntegerField(null=True, blank=True)
    measures_odi_percent = models.IntegerField(null=True, blank=True)  # %
    measures_promis_pf_t = models.FloatField(null=True, blank=True)
    measures_start_back = models.JSONField(null=True, blank=True)
    measures_tsk11 = models.IntegerField(null=True, blank=True)
    measures_phq2 = models.JSONField(null=True, blank=True)
    measures_phq9_item9 = models.IntegerField(null=True, blank=True)
    measures_pcs = models.IntegerField(null=True, blank=True)

    # Pain tolerance: the safe zone
    tolerance_sit_minutes = models.IntegerField(null=True, blank=True)
    tolerance_stand_minutes = models.IntegerField(null=True, blank=True)
    tolerance_walk_minutes = models.IntegerField(null=True, blank=True)
    tolerance_walk_trials_minutes = models.JSONField(null=True, blank=True)
    tolerance_lift_kg = models.FloatField(null=True, blank=True)
    tolerance_aerobic_minutes = models.IntegerField(null=True, blank=True)
    tolerance_day_after = models.BooleanField(null=True, blank=True)

    # Posture and mechanics
    posture_overall = models.CharField(max_length=40, blank=True)
    posture_forward_head = models.CharField(max_length=40, blank=True)
    posture_kyphosis = models.CharField(max_length=40, blank=True)
    posture_occiput_to_wall_cm = models.FloatField(null=True, blank=True)
    posture_lordosis = models.CharField(max_length=40, blank=True)
    posture_lateral_shift = models.CharField(max_length=40, blank=True)
    posture_sitting = models.CharField(max_length=40, blank=True)
    posture_standing = models.CharField(max_length=40, blank=True)
    posture_lift_faults = models.JSONField(null=True, blank=True)
    posture_desk_faults = models.JSONField(null=True, blank=True)
    posture_sitting_hours_per_day = models.FloatField(null=True, blank=True)

    # Core
    core_overall = models.CharField(max_length=40, blank=True)
    core_pbu_prone_drop_mmhg = models.FloatField(null=True, blank=True)  # mmHg
    core_draw_in_grade = models.IntegerField(null=True, blank=True)
    core_multifidus_grade = models.IntegerField(null=True, blank=True)
    core_prone_instability = models.BooleanField(null=True, blank=True)
    core_aberrant_movement = models.BooleanField(null=True, blank=True)
    core_sorensen_seconds = models.IntegerField(null=True, blank=True)
    core_side_bridge_left_seconds = models.IntegerField(null=True, blank=True)
    core_side_bridge_right_seconds = models.IntegerField(null=True, blank=True)
    core_front_plank_seconds = models.IntegerField(null=True, blank=True)
    core_curl_up_reps = models.IntegerField(null=True, blank=True)  # repetitions

    # Flexibility
    flexibility_overall = models.CharField(max_length=40, blank=True)
    flexibility_slr_deg_left = models.FloatField(null=True, blank=True)
    flexibility_slr_deg_right = models.FloatField(null=True, blank=True)
    flexibility_slr_reproduces_leg_pain = models.BooleanField(null=True, blank=True)
    flexibility_ake_deficit_deg_left = models.FloatField(null=True, blank=True)
    flexibility_ake_deficit_deg_right = models.FloatField(null=True, blank=True)
    flexibility_thomas_deg_left = models.FloatField(null=True, blank=True)
    flexibility_thomas_deg_right = models.FloatField(null=True, blank=True)
    flexibility_hip_ir_deg_left = models.FloatField(null=True, blank=True)
    flexibility_hip_ir_deg_right = models.FloatField(null=True, blank=True)
    flexibility_hip_er_deg_left = models.FloatField(null=True, blank=True)
    flexibility_hip_er_deg_right = models.FloatField(null=True, blank=True)
    flexibility_schober_flexion_cm = models.FloatField(null=True, blank=True)
    flexibility_schober_extension_cm = models.FloatField(null=True, blank=True)
    flexibility_fingertip_floor_cm = models.FloatField(null=True, blank=True)
    flexibility_ely_deg_left = models.FloatField(null=True, blank=True)
    flexibility_ely_deg_right = models.FloatField(null=True, blank=True)
    flexibility_dorsiflexion_deg_left = models.FloatField(null=True, blank=True)
    flexibility_dorsiflexion_deg_right = models.FloatField(null=True, blank=True)

    # Aerobic fitness and balance
    aerobic_moderate_minutes_per_week = models.IntegerField(null=True, blank=True)
    aerobic_six_minute_walk_m = models.IntegerField(null=True, blank=True)
    aerobic_step_test_2min = models.IntegerField(null=True, blank=True)  # steps
    aerobic_mile_walk_minutes = models.FloatField(null=True, blank=True)
    aerobic_mile_walk_hr = models.IntegerField(null=True, blank=True)  # /min
    aerobic_resting_hr = models.IntegerField(null=True, blank=True)  # /min
    aerobic_preferred_mode = models.CharField(max_length=40, blank=True)
    aerobic_talk_test = models.CharField(max_length=40, blank=True)
    aerobic_rpe_end = models.IntegerField(null=True, blank=True)
    balance_single_leg_stance_seconds = models.FloatField(null=True, blank=True)
    balance_falls_past_year = models.IntegerField(null=True, blank=True)

    # Health and laboratory
    labs_taken_on = models.DateField(null=True, blank=True)
    labs_serum_creatinine_mg_dl = models.FloatField(null=True, blank=True)  # mg/dL
    labs_serum_creatinine_umol_l = models.FloatField(null=True, blank=True)  # µmol/L
    labs_serum_creatinine_on = models.DateField(null=True, blank=True)
    labs_serum_creatinine_previous_mg_dl = models.FloatField(null=True, blank=True)  # mg/dL
    labs_serum_creatinine_previous_on = models.DateField(null=True, blank=True)
    labs_egfr = models.CharField(max_length=30, blank=True)  # mL/min/1.73 m2
    labs_egfr_on = models.DateField(null=True, blank=True)
    labs_alt_u_l = models.FloatField(null=True, blank=True)  # U/L
    labs_alt_uln_u_l = models.FloatField(null=True, blank=True)  # U/L
    labs_alt_u_l_on = models.DateField(null=True, blank=True)
    labs_ast_u_l = models.FloatField(null=True, blank=True)  # U/L
    labs_ast_uln_u_l = models.FloatField(null=True, blank=True)  # U/L
    labs_ast_u_l_on = models.DateField(null=True, blank=True)
    labs_sodium_mmol_l = models.FloatField(null=True, blank=True)  # mmol/L
    labs_sodium_mmol_l_on = models.DateField(null=True, blank=True)
    labs_potassium_mmol_l = models.FloatField(null=True, blank=True)  # mmol/L
    labs_potassium_mmol_l_on = models.DateField(null=True, blank=True)
    labs_hemoglobin_g_dl = models.FloatField(null=True, blank=True)  # g/dL
    labs_hemoglobin_g_dl_on = models.DateField(null=True, blank=True)
    labs_inr = models.FloatField(null=True, blank=True)  # ratio
    labs_inr_on = models.DateField(null=True, blank=True)
    labs_qtc_ms = models.FloatField(null=True, blank=True)
    labs_qtc_ms_on = models.DateField(null=True, blank=True)
    labs_platelets_10e9_l = models.FloatField(null=True, blank=True)  # 10^9/L
    labs_platelets_10e9_l_on = models.DateField(null=True, blank=True)

    # Medicines and allergies
    opioid_safety_pdmp_checked_on = models.DateField(null=True, blank=True)
    opioid_safety_naloxone_at_home = models.BooleanField(null=True, blank=True)

    # Life, habits and goals
    life_minutes_per_day = models.IntegerField(null=True, blank=True)
    life_equipment = models.JSONField(null=True, blank=True)
    life_can_get_on_floor = models.BooleanField(null=True, blank=True)
    life_confidence_0_10 = models.IntegerField(null=True, blank=True)
    life_importance_0_10 = models.IntegerField(null=True, blank=True)
    life_readiness = models.CharField(max_length=40, blank=True)
    life_declined_exercises = models.JSONField(null=True, blank=True)
    life_barriers = models.JSONField(null=True, blank=True)
    life_beliefs = models.JSONField(null=True, blank=True)
    life_preferred_module = models.CharField(max_length=80, blank=True)
    life_goals = models.JSONField(null=True, blank=True)
    life_boom_bust = models.BooleanField(null=True, blank=True)
    life_best_time = models.CharField(max_length=40, blank=True)
    life_uses_heat = models.BooleanField(null=True, blank=True)
    life_sleep_hours = models.FloatField(null=True, blank=True)
    life_sleep_quality_0_10 = models.IntegerField(null=True, blank=True)
    life_bad_nights_per_week = models.IntegerField(null=True, blank=True)
    life_wake_time = models.IntegerField(null=True, blank=True)
    life_bed_time = models.IntegerField(null=True, blank=True)
    life_meal_times_breakfast = models.IntegerField(null=True, blank=True)
    life_meal_times_lunch = models.IntegerField(null=True, blank=True)
    life_meal_times_dinner = models.IntegerField(null=True, blank=True)
    life_work_status = models.CharField(max_length=40, blank=True)
    life_work_type = models.CharField(max_length=40, blank=True)
    life_work_start = models.IntegerField(null=True, blank=True)
    life_work_end = models.IntegerField(null=True, blank=True)
    life_work_sit_hours = models.FloatField(null=True, blank=True)
    life_work_worse_at_work = models.BooleanField(null=True, blank=True)
    life_smokes = models.BooleanField(null=True, blank=True)
    life_ready_to_quit = models.BooleanField(null=True, blank=True)
    life_alcohol_drinks_per_week = models.FloatField(null=True, blank=True)
    tried = models.JSONField(null=True, blank=True)

    # Visits and cost
    access_visits_covered = models.IntegerField(null=True, blank=True)
    access_visits_recommended = models.IntegerField(null=True, blank=True)
    access_copay_usd = models.FloatField(null=True, blank=True)  # USD
    access_copay_budget_usd = models.FloatField(null=True, blank=True)  # USD
    access_travel_minutes = models.IntegerField(null=True, blank=True)
    access_telehealth = models.BooleanField(null=True, blank=True)

    class Meta(InsertOnly.Meta):
        indexes = [models.Index(fields=["patient", "-assessed_on", "-id"], name="assessment_newest")]
        constraints = hard_limits("assessment", FIELDS)

    def __str__(self) -> str:
        return f"{self.assessed_on:%Y-%m-%d}"

    @classmethod
    def record(cls, intake: Intake, patient: Patient, by: User) -> Assessment:
        """Write an intake with its medicines and allergies."""
        assessment = cls.insert(
            patient=patient,
            recorded_by=by,
            medications_asked=intake.medications is not None,
            allergies_asked=intake.allergies is not None,
            **columns_of(intake),
        )
        for model, rows in ((Medication, intake.medications), (Allergy, intake.allergies)):
            model.objects.bulk_create(
                model(assessment=assessment, position=at, **columns_of(row))
                for at, row in enumerate(rows or ())
            )
        return assessment

    def intake(self) -> Intake:
        """The typed intake these rows hold."""
        return intake_of(
            self,
            medications=self.medications.all() if self.medications_asked else None,
            allergies=self.allergies.all() if self.allergies_asked else None,
        )


class Medication(InsertOnly):
    """One line of the medicine list as it stood at the visit."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="medications")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    drug = models.CharField(max_length=120, blank=True)
    product = models.CharField(max_length=80, blank=True)
    units_per_dose = models.FloatField(null=True, blank=True)
    units_per_dose_low = models.FloatField(null=True, blank=True)
    dose_mg = models.FloatField(null=True, blank=True)
    dose_mg_low = models.FloatField(null=True, blank=True)
    doses_mg_morning = models.FloatField(null=True, blank=True)
    doses_mg_noon = models.FloatField(null=True, blank=True)
    doses_mg_evening = models.FloatField(null=True, blank=True)
    doses_mg_bedtime = models.FloatField(null=True, blank=True)
    patch_mcg_per_hour = models.FloatField(null=True, blank=True)  # mcg/h
    times_per_day = models.IntegerField(null=True, blank=True)
    every_hours = models.IntegerField(null=True, blank=True)
    every_hours_longest = models.IntegerField(null=True, blank=True)
    as_needed = models.BooleanField(default=False)
    max_per_day = models.IntegerField(null=True, blank=True)
    max_units_per_day = models.FloatField(null=True, blank=True)
    max_mg_per_day = models.FloatField(null=True, blank=True)
    approximate = models.BooleanField(default=False)
    slots = models.JSONField(null=True, blank=True)
    route = models.CharField(max_length=40, blank=True)
    started_on = models.DateField(null=True, blank=True)
    stopped_on = models.DateField(null=True, blank=True)
    stop_planned_on = models.DateField(null=True, blank=True)
    effects = models.JSONField(null=True, blank=True)
    release = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    otc = models.BooleanField(null=True, blank=True)
    classes_assumed = models.JSONField(null=True, blank=True)
    entered_as = models.CharField(max_length=300, blank=True)

    class Meta(InsertOnly.Meta):
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="medication_position_once"),
            models.UniqueConstraint(fields=["assessment", "key"], name="medication_key_once"),
            *hard_limits("medication", TABLES["medications"]),
        ]

    def __str__(self) -> str:
        return self.entered_as or self.product or self.drug


class Allergy(InsertOnly):
    """One allergy or intolerance as it stood at the visit."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="allergies")
    position = models.PositiveIntegerField()
    substance = models.CharField(max_length=120)
    reaction = models.CharField(max_length=40, blank=True)
    severity = models.CharField(max_length=40, blank=True)

    class Meta(InsertOnly.Meta):
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="allergy_position_once"),
            *hard_limits("allergy", TABLES["allergies"]),
        ]

    def __str__(self) -> str:
        return self.substance
