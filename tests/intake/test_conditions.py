"""Conditions: those of the list, others kept as typed, and typing errors of known ones refused."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from plans.intake.fields import FIELD_BY_PATH
from plans.intake.likeness import may_mean
from plans.intake.names import WORKED_OUT
from plans.intake.parsing import to_data
from plans.knowledge.reading import FOLDER as KNOWLEDGE
from tests.intake.cases import SMALL, WORDS, asks, faults, read, with_value

OTHER_ILLNESSES = """
    hypothyroidism; rheumatoid arthritis; anemia; gout; lupus; multiple sclerosis; Crohn disease;
    ulcerative colitis; celiac disease; psoriasis; psoriatic arthritis; migraine; Parkinson disease;
    HIV; hepatitis C; breast cancer; prostate cancer; lymphoma; multiple myeloma; atrial septal defect;
    hypotension; orthostatic hypotension; hyperlipidemia; high cholesterol; GERD; reflux; irritable
    bowel syndrome; diverticulitis; gallstones; pancreatitis; kidney stones; nephropathy;
    pyelonephritis; endometriosis; PCOS; menopause; anxiety; PTSD; ADHD; OCD; schizophrenia; autism;
    insomnia; restless legs syndrome; narcolepsy; chronic fatigue syndrome; long covid; Lyme disease;
    tuberculosis; sarcoidosis; pulmonary embolism; deep vein thrombosis; hemophilia; thrombocytopenia;
    sickle cell disease; iron deficiency; vitamin D deficiency; osteopenia; osteomalacia; Paget disease;
    scoliosis; kyphosis; cataract; macular degeneration; open-angle glaucoma; tinnitus; Meniere disease;
    hearing loss; eczema; rosacea; urticaria; shingles; post-herpetic neuralgia; trigeminal neuralgia;
    carpal tunnel syndrome; tennis elbow; plantar fasciitis; rotator cuff tear; frozen shoulder; TMJ
    disorder; complex regional pain syndrome; Raynaud phenomenon; varicose veins; lymphedema; aortic
    aneurysm; aortic stenosis; mitral valve prolapse; pericarditis; myocarditis; pulmonary hypertension;
    pulmonary fibrosis; bronchiectasis; cystic fibrosis; sinusitis; hay fever; obstructive uropathy;
    incontinence; interstitial cystitis; prostatitis; erectile dysfunction; diabetes insipidus; Cushing
    syndrome; Addison disease; hyperparathyroidism; hypoparathyroidism; hypogonadism; hypoglycemia;
    hyperkalemia; hypokalemia; hypercalcemia; hemochromatosis; Wilson disease; fatty liver; hernia;
    hiatal hernia; appendicitis; hemorrhoids; anal fissure; colon polyps; obesity hypoventilation;
    anorexia; bulimia; ankylosis; Ehlers-Danlos; Marfan syndrome; polymyalgia rheumatica; giant cell
    arteritis; vasculitis; Sjogren syndrome; scleroderma; polymyositis; muscular dystrophy; ALS;
    Guillain-Barre; cerebral palsy; spina bifida; syringomyelia; hydrocephalus; concussion; brain tumor;
    meningitis; retinopathy; myopathy; cardiomyopathy; encephalopathy; osteopetrosis; osteonecrosis;
    osteomyelitis; osteosarcoma; spondylosis; spondylolysis; discitis; hemangioma; portal hypertension;
    dysthymia; personality disorder; tremor; essential tremor; dystonia; ataxia; vitiligo; alopecia;
    acne; cellulitis; hyperhidrosis; hip fracture; wrist fracture; knee replacement; heart murmur;
    hypomobility; dermatomyositis; neurofibromatosis; neuralgia; hypernatremia
"""
MISTYPED = """
    osteoporosys; osteoporsis; osteoperosis; osteoporosiss; ostoeporosis; vertebral fracure;
    vertebral-fractures; vertabral fracture; spinal stenosys; spinal_stenosis; spinalstenosis;
    spondylolisthesi; spondilolisthesis; spondylolisthesys; spinal fusions; recent spine surgry;
    hypermobilty; hyper mobility; neuropothy; neuropathie; Neurophaty; knee osteoarthrits; knee oa;
    hip-OA; hip osteoarthritus; hip replacment; shoulder problems; wrist problm; vertgo; epilespy;
    epilepsie; diabetis; diabets; fibromyalga; fibromialgia; fibromyalgea; peptic ulcers; peptic-ulser;
    cirhosis; cirrosis; heart failiure; hart failure; coronary diseese; storke; hypertention;
    hypertensoin; hipertension; arrythmia; arrhytmia; hyperthyroidsm; hyperthiroidism; urinary
    retension; sleep apnoea; sleep apena; bipolr; depresion; dementa; breast feeding; breastfeading;
    myastenia; porphiria; liver diseases; kidney transplants; dialisis; alcohol use dissorder;
    heart-blok; COPD; asthma; open wounds; diabetis type 2; hyponatremia; history of stomach ulcer;
    stomach ulcers; gi bleed history
"""


def names_in(text: str) -> list[str]:
    return [name.strip() for name in " ".join(text.split()).split(";")]


def with_conditions(*conditions: Any) -> dict[str, Any]:
    return with_value("conditions", list(conditions), SMALL)


@pytest.mark.parametrize(
    "condition",
    [
        "gout",
        "GOUT",
        "lupus",
        "multiple sclerosis",
        "Multiple_Sclerosis",
        "Crohn",
        "id",
        "x",
        "גאוט",
        "<script>",
        "Ehlers-Danlos, type 3",
        "x" * 120,
        "🙂",
    ],
)
def test_a_condition_that_the_list_does_not_know_is_kept_as_typed_and_asked_about(condition: str) -> None:
    parsed = read(with_conditions("diabetes", condition))
    assert parsed.intake is not None, parsed.faults
    assert parsed.intake.conditions == ("diabetes", condition)
    assert [ask.message for ask in parsed.asks if ask.path.startswith("conditions")] == [
        f"{condition} is not in the list of conditions: kept, and no rule reads it."
    ]
    assert read(to_data(parsed.intake)).intake == parsed.intake


def test_each_kept_condition_has_one_ask_of_its_own() -> None:
    found = asks(with_conditions("gout", "diabetes", "lupus"))
    assert {path for path in found if path.startswith("conditions")} == {
        "conditions[gout]",
        "conditions[lupus]",
    }
    assert found["conditions[lupus]"].startswith("lupus is not in the list")
    assert not any(path.startswith("conditions") for path in asks(with_conditions("diabetes")))


def test_outer_blanks_are_not_kept() -> None:
    intake = read(with_conditions("  gout ")).intake
    assert intake is not None
    assert intake.conditions == ("gout",)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # the same words
        ("Osteoporosis", "osteoporosis"),
        ("OSTEOPOROSIS", "osteoporosis"),
        ("knee oa", "knee-oa"),
        ("knee_oa", "knee-oa"),
        ("Knee  Osteoarthritis", "knee-oa"),
        ("vertebral fracture", "vertebral-fracture"),
        (" cardiac ", "cardiac"),
        # a typing error
        ("osteoporosys", "osteoporosis"),
        ("OSTEOPROSIS", "osteoporosis"),
        ("osteo porosis", "osteoporosis"),
        ("osteo\u200bporosis", "osteoporosis"),
        ("heart failiure", "heart-failure"),
        ("diabetis", "diabetes"),
        ("Neurophaty", "neuropathy"),
        # the words of a known one among others, or some of its words
        ("diabetes type 2", "diabetes"),
        ("severe osteoporosis of the spine, diagnosed 2019, on alendronate, two fractures", "osteoporosis"),
        ("gout, epilepsy", "epilepsy"),
        ("angina", "coronary-disease"),
        ("TIA", "stroke"),
        ("COPD", "copd-asthma"),
    ],
)
def test_what_may_mean_a_known_condition_is_refused_with_its_id(typed: str, meant: str) -> None:
    message = faults(with_conditions("gout", typed))["conditions[1]"]
    assert message.startswith("Conditions and precautions must be a known id, not ")
    assert message.endswith(f"; nearest: {meant}")


@pytest.mark.parametrize("illness", names_in(OTHER_ILLNESSES))
def test_another_illness_is_kept_although_its_name_resembles_a_listed_one(illness: str) -> None:
    assert read(with_conditions(illness)).faults == ()


@pytest.mark.parametrize("typed", names_in(MISTYPED))
def test_a_listed_condition_mistyped_is_refused(typed: str) -> None:
    assert "; nearest: " in faults(with_conditions(typed))["conditions[0]"]


def test_the_hint_is_the_name_that_was_mistyped() -> None:
    assert faults(with_conditions("cirhosis"))["conditions[0]"].endswith("nearest: cirrhosis")


def test_every_id_one_letter_short_is_refused_with_that_id() -> None:
    for id_ in WORDS.conditions:
        word = max(id_.split("-"), key=len)
        if len(word) > 5:
            typed = id_.replace(word, word[:3] + word[4:], 1)
            assert faults(with_conditions(typed))["conditions[0]"].endswith(f"nearest: {id_}"), typed


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        ("flexion-sensitive", "pain.directional_preference"),
        ("Extension sensitive", "pain.directional_preference"),
        ("radicular-leg-pain", "pain.leg_pain, pain.neuro_signs, flexibility.slr_reproduces_leg_pain"),
        ("exercise-stop", "vitals.resting_hr, vitals.systolic, vitals.diastolic"),
        ("obesity", "patient.height_cm, patient.weight_kg"),
        ("Obese", "patient.height_cm, patient.weight_kg"),
        ("pregnancy", "patient.pregnancy_weeks"),
        ("pregnant, 20 weeks", "patient.pregnancy_weeks"),
        ("flexion-sensitve", "pain.directional_preference"),
    ],
)
def test_a_precaution_that_is_worked_out_is_refused_with_the_question_it_follows_from(
    typed: str, where: str
) -> None:
    message = faults(with_conditions(typed))["conditions[0]"]
    assert message.endswith(f"is worked out, not entered. Answer {where}")


def test_every_precaution_that_no_list_holds_is_worked_out_from_known_questions() -> None:
    rules = tomllib.loads((KNOWLEDGE / "precautions.toml").read_text(encoding="utf-8"))
    rows = [row for value in rules.values() for row in (value if isinstance(value, list) else [value])]
    computed = {name for row in rows for key in ("sets", "sets_severe") for name in row.get(key, ())}
    worked_out = WORKED_OUT["conditions"]
    assert {name for name, _typed in worked_out} == computed - set(WORDS.conditions)
    assert {path for paths in worked_out.values() for path in paths} <= set(FIELD_BY_PATH)


def test_a_condition_that_was_renamed_is_refused_with_its_new_id() -> None:
    assert "now called epilepsy" in faults(with_conditions("seizure-disorder"))["conditions[0]"]


def test_every_listed_condition_stands_for_itself_alone() -> None:
    parsed = read(with_conditions(*WORDS.conditions))
    assert parsed.intake is not None
    assert parsed.intake.conditions == tuple(WORDS.conditions)
    for id_, label in WORDS.conditions.items():
        assert may_mean(id_.upper(), WORDS.conditions) == id_
        assert may_mean(label.replace(" ", "_"), WORDS.conditions) == id_


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (7, "must be a known id, not 7"),
        (None, "must be a known id, not null"),
        (True, "must be a known id, not true"),
        ({"id": "gout"}, "must be a known id, not an object"),
        ("", "must not be empty"),
        ("   ", "must not be empty"),
        ("x" * 121, "must have at most 120 characters, not 121"),
        ("two\nlines", "must not contain control characters or line breaks"),
        ("nul\x00", "must not contain control characters or line breaks"),
        ("half \ud800", "must not contain control characters or line breaks"),
    ],
)
def test_what_no_page_can_hold_is_refused(condition: Any, words: str) -> None:
    (fault,) = read(with_conditions(condition)).faults
    assert fault.path == "conditions[0]"
    assert words in fault.message
    assert str(fault).isprintable()


@pytest.mark.parametrize("twice", [("gout", "gout"), ("gout", " gout"), ("diabetes", "diabetes")])
def test_a_condition_stands_once(twice: tuple[str, str]) -> None:
    assert "stands twice" in faults(with_conditions(*twice))["conditions[1]"]


@pytest.mark.parametrize("path", ["red_flags", "pain.regions", "life.barriers", "life.equipment", "tried"])
def test_other_lists_stay_strict(path: str) -> None:
    assert f"{path}[0]" in faults(with_value(path, ["gout"], SMALL))
