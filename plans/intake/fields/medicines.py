"""Laboratory (medications-2 3.0), the medication entry and allergies (medications-1 1.2), opioid safety."""

from __future__ import annotations

from plans.intake.fields.kinds import Field, Kind, Limits, OtherUnit, Section, choices, ids
from plans.intake.fields.person import EARLIEST

AT = Section.HEALTH
MICROMOL = (OtherUnit("µmol/L", 88.4),)
MILLIGRAM = (OtherUnit("mg/dL", 1 / 88.4),)


def _lab(
    name: str,
    label: str,
    unit: str,
    hard: tuple[float, float],
    plausible: tuple[float, float],
    help_: str = "",
) -> Field:
    return Field(
        f"labs.{name}",
        label,
        Kind.NUMBER,
        AT,
        unit=unit,
        hard=Limits(*hard),
        plausible=Limits(*plausible),
        help=help_,
    )


def _taken(name: str, label: str, help_: str = "If it is not the common date.") -> Field:
    return Field(
        f"labs.{name}_on",
        f"{label}, date",
        Kind.DATE,
        AT,
        earliest=EARLIEST,
        latest="assessed_on",
        help=help_,
    )


def _lab_and_date(
    name: str, label: str, unit: str, hard: tuple[float, float], plausible: tuple[float, float]
) -> tuple[Field, ...]:
    return (_lab(name, label, unit, hard, plausible), _taken(name, label))


def _liver(name: str, label: str) -> tuple[Field, ...]:
    return (
        _lab(f"{name}_u_l", label, "U/L", (1, 20000), (5, 500)),
        _lab(f"{name}_uln_u_l", f"{label}, upper limit of the laboratory", "U/L", (10, 100), (30, 60)),
        _taken(f"{name}_u_l", label),
    )


LABS = (
    Field(
        "labs.taken_on",
        "Laboratory values taken on",
        Kind.DATE,
        AT,
        earliest=EARLIEST,
        latest="assessed_on",
        help="For every value below that has no date of its own.",
    ),
    Field(
        "labs.serum_creatinine_mg_dl",
        "Serum creatinine",
        Kind.NUMBER,
        AT,
        unit="mg/dL",
        other_units=MICROMOL,
        hard=Limits(0.1, 30),
        plausible=Limits(0.4, 10),
        help="Amputation, paralysis, wasting or much muscle make every estimate from it wrong.",
    ),
    Field(
        "labs.serum_creatinine_umol_l",
        "Serum creatinine",
        Kind.NUMBER,
        AT,
        unit="µmol/L",
        other_units=MILLIGRAM,
        hard=Limits(9, 2650),
        plausible=Limits(35, 885),
        help="Instead of mg/dL. Both only when they agree within 2 %.",
    ),
    _taken("serum_creatinine", "Serum creatinine", "For both units."),
    _lab(
        "serum_creatinine_previous_mg_dl",
        "Serum creatinine before that one",
        "mg/dL",
        (0.1, 30),
        (0.4, 10),
        "Shows whether the kidneys are changing.",
    ),
    _taken("serum_creatinine_previous", "Serum creatinine before that one", "Before the newer date."),
    Field(
        "labs.egfr",
        "eGFR from the laboratory",
        Kind.NUMBER_OR_WORD,
        AT,
        unit="mL/min/1.73 m2",
        hard=Limits(1, 200),
        plausible=Limits(5, 140),
        choices=tuple(ids(">60 >=60 >90 >=90")),
        help='A number, or the text ">60", ">=60", ">90", ">=90".',
    ),
    _taken("egfr", "eGFR from the laboratory", "If it is not that of the creatinine."),
    *_liver("alt", "ALT"),
    *_liver("ast", "AST"),
    *_lab_and_date("sodium_mmol_l", "Sodium", "mmol/L", (90, 190), (125, 150)),
    *_lab_and_date("potassium_mmol_l", "Potassium", "mmol/L", (1, 10), (2.8, 6.0)),
    *_lab_and_date("hemoglobin_g_dl", "Hemoglobin", "g/dL", (2, 26), (7, 19)),
    *_lab_and_date("inr", "INR", "ratio", (0.5, 20), (0.8, 5)),
    *_lab_and_date("qtc_ms", "QTc", "ms", (250, 800), (350, 550)),
    *_lab_and_date("platelets_10e9_l", "Platelets", "10^9/L", (1, 3000), (30, 700)),
)

LIST = Section.MEDICINES
MOST_ENTRIES = 500

MEDICINES = (
    Field(
        "medications",
        "Medicines",
        Kind.RECORDS,
        LIST,
        table="medications",
        length=(0, MOST_ENTRIES),
        required_by="prescriber",
        help="Everything taken, bought without prescription too. An empty list means: asked, none.",
    ),
    Field(
        "allergies",
        "Allergies and intolerances",
        Kind.RECORDS,
        LIST,
        table="allergies",
        length=(0, MOST_ENTRIES),
        required_by="prescriber",
        help="An empty list means: asked, none.",
    ),
    Field(
        "opioid_safety.pdmp_checked_on",
        "Prescription monitoring programme checked on",
        Kind.DATE,
        LIST,
        earliest=EARLIEST,
        latest="assessed_on",
    ),
    Field("opioid_safety.naloxone_at_home", "Naloxone at home", Kind.BOOLEAN, LIST),
)

SLOTS = choices(morning="Morning", noon="Noon", evening="Evening", bedtime="Bedtime")
ROUTES = choices(
    oral="By mouth",
    sublingual="Under the tongue",
    buccal="In the cheek",
    transdermal="Patch",
    topical="On the skin",
    rectal="Rectal",
    nasal="Nasal",
    injected="Injected",
)
EFFECTS = ids(
    "foggy sleepy dizzy nausea stomach-pain black-stool constipation dry-mouth swelling rash sweating sexual "
    "weight-gain low-mood confusion falls itching none"
)
MOST_MG = 100000


def _amount(name: str, label: str, high: float, unit: str | None = None, help_: str = "") -> Field:
    return Field(name, label, Kind.NUMBER, LIST, unit=unit, hard=Limits(0, high, above=True), help=help_)


MEDICATION = (
    Field("key", "Key of the entry", Kind.TEXT, LIST, length=(1, 200), help="Given when absent."),
    Field(
        "drug",
        "Medicine",
        Kind.TEXT,
        LIST,
        length=(1, 120),
        help="A name that is not in the list is kept as typed and marked as not checked.",
    ),
    Field("product", "Combination product", Kind.CHOICE, LIST, vocabulary="products"),
    Field(
        "units_per_dose",
        "Tablets, capsules, patches or sprays each time",
        Kind.NUMBER,
        LIST,
        hard=Limits(0, 50, above=True),
        plausible=Limits(0.5, 4),
    ),
    _amount("units_per_dose_low", "Fewest each time", 50, None, "The low end of a range such as 1-2."),
    _amount("dose_mg", "Amount each time, all units together", MOST_MG, "mg"),
    _amount("dose_mg_low", "Lowest amount each time", MOST_MG, "mg", "The low end of a range."),
    *(
        Field(
            f"doses_mg.{slot.id}",
            f"Amount, {slot.label.lower()}",
            Kind.NUMBER,
            LIST,
            "mg",
            hard=Limits(0, MOST_MG),
        )
        for slot in SLOTS
    ),
    Field(
        "patch_mcg_per_hour",
        "Rate of all patches together",
        Kind.NUMBER,
        LIST,
        unit="mcg/h",
        hard=Limits(0, 400, above=True),
        help="Only fentanyl and buprenorphine patches.",
    ),
    Field(
        "times_per_day",
        "Times a day",
        Kind.INTEGER,
        LIST,
        hard=Limits(1, 24),
        plausible=Limits(1, 4),
    ),
    Field(
        "every_hours",
        "Every how many hours",
        Kind.INTEGER,
        LIST,
        unit="h",
        hard=Limits(1, 720),
        help="Usual: 4, 6, 8, 12, 24, 72, 168.",
    ),
    Field(
        "every_hours_longest",
        "Longest interval of a range",
        Kind.INTEGER,
        LIST,
        unit="h",
        hard=Limits(1, 720),
    ),
    Field("as_needed", "Only when needed", Kind.BOOLEAN, LIST),
    Field(
        "max_per_day",
        "Most doses in 24 hours",
        Kind.INTEGER,
        LIST,
        hard=Limits(1, 24),
        plausible=Limits(1, 6),
        help="Doses, not tablets and not mg.",
    ),
    Field(
        "max_units_per_day",
        "Most tablets in 24 hours",
        Kind.NUMBER,
        LIST,
        hard=Limits(0, 50, above=True),
        plausible=Limits(1, 12),
    ),
    _amount("max_mg_per_day", "Most in 24 hours", MOST_MG, "mg"),
    Field("approximate", "About", Kind.BOOLEAN, LIST),
    Field("slots", "When", Kind.CHOICES, LIST, choices=SLOTS),
    Field("route", "Route", Kind.CHOICE, LIST, choices=ROUTES),
    Field("started_on", "Started", Kind.DATE, LIST, earliest=EARLIEST, latest="assessed_on"),
    Field("stopped_on", "Stopped", Kind.DATE, LIST, earliest=EARLIEST, latest="assessed_on"),
    Field(
        "stop_planned_on",
        "Planned to stop on",
        Kind.DATE,
        LIST,
        earliest=EARLIEST,
        help="Ends nothing by itself: the medicine counts until it is entered as stopped.",
    ),
    Field(
        "effects",
        "Effects noticed",
        Kind.CHOICES,
        LIST,
        choices=EFFECTS,
        help="None only alone. Nothing ticked means: not asked.",
    ),
    Field("release", "Release", Kind.CHOICE, LIST, choices=choices(ir="Immediate", er="Extended")),
    Field("reason", "Reason", Kind.TEXT, LIST, length=(0, 200)),
    Field("otc", "Bought without prescription", Kind.BOOLEAN, LIST),
    Field(
        "classes_assumed",
        "Classes until the question is answered",
        Kind.CHOICES,
        LIST,
        vocabulary="classes",
        help="Only for a typed name that is not in the list.",
    ),
    Field("entered_as", "As typed", Kind.TEXT, LIST, length=(0, 300)),
)

USUAL_HOURS = frozenset({4, 6, 8, 12, 24, 72, 168})

ALLERGY = (
    Field(
        "substance",
        "Substance",
        Kind.TEXT,
        LIST,
        length=(1, 120),
        help="A medicine, a class, sulfonamide, or text.",
    ),
    Field(
        "reaction",
        "Reaction",
        Kind.CHOICE,
        LIST,
        choices=ids("rash hives swelling-face breathing anaphylaxis stomach sleepy other unknown"),
    ),
    Field("severity", "Severity", Kind.CHOICE, LIST, choices=ids("mild moderate severe unknown")),
)
