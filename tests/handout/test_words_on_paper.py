"""What is printed, as it is printed: easy, plain, whole, nothing left open (handout-design 1.2, 3 and 5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
import textstat

from plans.content import Sheet
from plans.handout import grid
from plans.handout.typed import cleaned
from plans.knowledge.loader import load
from tests.builder.content.patients import content, content_of, intake_data
from tests.builder.content.reading import blocks, joined, names, scored, sentences
from tests.builder.content.words import SPELLED_AMOUNT, TIMES_OF_A_DAY, jargon, scaring
from tests.handout.paper import Node, Paper
from tests.handout.people import PATIENT_PRINTS, PRINTS, TWELVE, Print, paper_of, person

GRADE_AT_MOST, WHOLE_AT_MOST, EASE_AT_LEAST = 6.0, 5.0, 65
WORDS_TO_SCORE = {"en": 4, "es": 10}
LONGEST, MEAN_AT_MOST = {"en": 20, "es": 22}, 12
SENTENCES_A_PARAGRAPH, ITEMS_A_LIST, STEPS = 4, 7, 5
SAID_OF_NOTHING = re.compile(r"\b(None|N/A|null|unknown|undefined|nan|True|False)\b|\{\w*\}")
RULE_ID = re.compile(r"\b(SCH|SM|COM|SEL|AER|DOSE|CAP|REF|PRE|GOAL|JRN|WN|SUP|PF|REN|OPI|CLM|EV|SRC)-\w+")
AMERICAN = re.compile(r"\d (pounds?|feet|inch(es)?|miles?|libras?|pies|pulgadas?|millas?)\b", re.I)
METRIC = re.compile(r"\d (kilos?|kg|meters?|metros?|cm|km)\b", re.I)
VERBS = {
    "en": "Walk|Ride|Swim|March|Do|Take|Write|Mark|Breathe|Set|Get|Talk|Stand|Call|Make",
    "es": "Camine|Use|Nade|Marche|Haga|Tome|Escriba|Marque|Respire|Ponga|Levántese|Hable|Póngase|Llame",
}
NOT_YET = {"en": "Do not", "es": "No"}
SMALLEST_BOX_MM = {"patient.css": 5.0, "large.css": 7.0}
BOX_OF_ICON = 20 / 24  # the square with its line, of the icon's width
each_patient_print = pytest.mark.parametrize("one", PATIENT_PRINTS, ids=str)
LONG_PRINTS = [one for one in PATIENT_PRINTS if one.edition in ("standard", "large-print")]
each_long_print = pytest.mark.parametrize("one", LONG_PRINTS, ids=str)


@pytest.fixture(autouse=True)
def _english_after() -> Iterator[None]:
    yield
    textstat.set_lang("en")  # it is global


def sheet_of(one: Print) -> Sheet:
    return person(one.who).sheets[one.language]


def flat(text: str) -> str:
    return " ".join(text.split())


@cache
def typed_by(who: str) -> tuple[str, ...]:
    """What a person typed: no formula and no list of words judges it."""
    made = cleaned(person(who))
    goals = (sheet.goal for sheet in made.sheets.values() if sheet.goal)
    words = [made.person.name, *(part for goal in goals for part in (goal.own, goal.what_for))]
    return tuple(part for part in words if part)


@cache
def paragraphs(one: Print) -> tuple[str, ...]:
    """Each paragraph, and each list as one; without typed words, names of the day's grid and its code."""
    paper, sheet = paper_of(one), sheet_of(one)
    code = flat(sheet.tracker.legend) if sheet.tracker else "-"
    found = []
    for node in paper.root.walk():
        said = _said(paper, node)
        for words in typed_by(one.who):
            said = said.replace(words, "it")
        if said and code not in said and said not in sheet.signed:
            found.append(said)
    return tuple(found)


def _said(paper: Paper, node: Node) -> str:
    if node.tag == "L":
        return joined(flat(paper.text(item)) for item in node.all("LBody"))
    return flat(paper.text(node)) if node.tag == "P" else ""


# --- easy -------------------------------------------------------------------------------------------------


@each_patient_print
def test_every_printed_paragraph_is_easy_and_the_whole_easier(one: Print) -> None:
    """HL-04 and HL-05."""
    textstat.set_lang(one.language)
    known = names(person(one.who), one.language)
    starts = sheet_of(one).starts or "-"
    read = [scored(said, known) for said in paragraphs(one) if not said.endswith(starts)]
    assert read or one.edition == "tracker"
    least = WORDS_TO_SCORE[one.language]
    whole = " ".join(read) or "it"
    if one.language == "en":
        grades = {said: textstat.flesch_kincaid_grade(said) for said in read if len(said.split()) >= least}
        assert {said: grade for said, grade in grades.items() if grade > GRADE_AT_MOST} == {}
        assert textstat.flesch_kincaid_grade(whole) <= WHOLE_AT_MOST
    else:
        eases = {said: textstat.szigriszt_pazos(said) for said in read if len(said.split()) >= least}
        assert {said: ease for said, ease in eases.items() if ease < EASE_AT_LEAST} == {}
        assert not read or textstat.szigriszt_pazos(whole) >= EASE_AT_LEAST


@each_patient_print
def test_printed_sentences_are_short(one: Print) -> None:
    """HL-06."""
    found = [part for said in paragraphs(one) for part in sentences(said)]
    assert [part for part in found if len(part.split()) > LONGEST[one.language]] == []
    assert sum(len(part.split()) for part in found) / len(found) <= MEAN_AT_MOST


@each_patient_print
def test_paragraphs_and_lists_are_short(one: Print) -> None:
    """HL-07; the words that name a paragraph ("Bad day?") are none of its sentences."""
    paper, sheet = paper_of(one), sheet_of(one)
    leads = (sheet.labels["too_hard"], sheet.small_plan.lead if sheet.small_plan else "-")
    for node in paper.root.all("P"):
        said = flat(paper.text(node))
        for lead in leads:
            said = said.removeprefix(lead)
        if not sheet.tracker or flat(sheet.tracker.legend) not in said:
            assert len(re.findall(r"[.?!](\s|$)", said)) <= SENTENCES_A_PARAGRAPH, said
    for found in paper.root.all("L"):
        assert len(found.nodes) <= ITEMS_A_LIST, paper.text(found)


# --- plain and calm ---------------------------------------------------------------------------------------


@each_patient_print
def test_no_printed_word_scares_or_needs_a_dictionary(one: Print) -> None:
    """HL-09 to HL-13 and HL-25, over every word of the file but what was typed."""
    said = flat(" ".join([paper_of(one).text(), *(page.margin for page in paper_of(one).pages)]))
    for words in typed_by(one.who):
        said = said.replace(words, "it")
    assert scaring(said, one.language) == []
    assert one.language == "es" or list(jargon(said)) == []
    assert not re.search(r"\bpatients?\b|\bpacientes?\b", said, re.I)
    assert not TIMES_OF_A_DAY.search(said)
    assert not SPELLED_AMOUNT.search(said)
    assert "%" not in said
    assert not re.search(r"[!¡]", said)
    assert not (AMERICAN.search(said) and METRIC.search(said))


@each_patient_print
def test_nothing_is_left_open_and_no_rule_shows(one: Print) -> None:
    """Section 3: a missing fact is a line to write on or left out, never "None"; nobody sees a rule's id."""
    said = flat(paper_of(one).text())
    assert not SAID_OF_NOTHING.search(said)
    assert not RULE_ID.search(said)
    assert not re.search(r"[:,;] ?[,;.]|\(\)|  ", said.replace("...", ""))


@each_patient_print
def test_page_one_begins_with_something_to_do(one: Print) -> None:
    """HL-03: a list whose every line starts with a verb in the imperative."""
    if person(one.who).kind == "blocked" or one.edition == "tracker":
        return
    paper = paper_of(one)
    first = paper.root.all("L")[0]
    assert first.marks()[0][0] == 1
    for item in first.all("LBody"):
        said = paper.text(item)
        assert re.match(rf"({VERBS[one.language]}|{NOT_YET[one.language]})\b", said), said


# --- whole ------------------------------------------------------------------------------------------------


def in_order(said: str, parts: list[str]) -> None:
    at = 0
    for part in parts:
        found = said.find(flat(part), at)
        assert found >= 0, part
        at = found + len(flat(part))


@each_long_print
def test_everything_stands_in_the_order_of_the_design(one: Print) -> None:
    """HL-15, and the reading order of an exercise: name, help, picture, steps, dose, how it feels."""
    if person(one.who).kind == "blocked":
        return
    made = cleaned(person(one.who))
    sheet, said = made.sheets[one.language], flat(paper_of(one).text())
    t = sheet.labels
    assert sheet.emergency is not None
    in_order(said, [sheet.title, sheet.main, *(a.text for a in sheet.actions), sheet.emergency.brief_heading])
    parts: list[str] = [t["h_exercises"]] if sheet.exercises else []
    for card in sheet.exercises:
        parts += [card.name, card.helps, card.why, *card.captions, card.start, *card.steps]
        parts += [card.dose, card.feel, card.stop, card.easier]
    parts += [t["h_medicines"], *(medicine.name for medicine in sheet.medicines)]
    parts += [t["h_care"], *(habit.name for habit in sheet.habits if not habit.starts), t["h_lights"]]
    parts += [t["h_call"], *(text for group in sheet.emergency.groups for text, _ in group.items)]
    parts += [*sheet.emergency.same_day, *sheet.lines, t["h_tracker"], t["example"]]
    in_order(said, parts)


@each_long_print
def test_every_exercise_has_its_picture_and_captions_and_stays_in_one_piece(one: Print) -> None:
    """HL-17, HL-18 and section 3: never split over pages."""
    paper = paper_of(one)
    for card in sheet_of(one).exercises:
        (whole,) = (
            node
            for node in paper.root.all("Div")
            if any(kid.tag == "H3" and paper.text(kid).endswith(f". {card.name}") for kid in node.nodes)
        )
        said = flat(paper.text(whole))
        assert all(flat(part) in said for part in (card.dose, card.feel, card.stop, card.easier, *card.later))
        assert len({page for page, _ in whole.marks()}) == 1
        (figure,) = whole.all("Figure")
        assert figure.alt == card.alt
        assert flat(" ".join(card.captions)) in [flat(paper.text(node)) for node in whole.all("P")]
        (steps,) = whole.all("L")
        assert len(steps.nodes) == len(card.steps) <= STEPS
        assert steps.attributes["ListNumbering"] == "/Decimal"


@each_long_print
def test_there_is_something_to_write_on_and_an_example(one: Print) -> None:
    """HL-20 and HL-21."""
    if person(one.who).kind == "blocked":
        return
    paper, sheet = paper_of(one), sheet_of(one)
    said = paper.text()
    assert all(f"{line}:" in said for line in sheet.lines)
    assert sheet.tracker is not None
    pictures = [figure.alt for figure in paper.root.all("Figure")]
    assert sheet.labels["example_alt"] in pictures
    assert sheet.labels["example"] in said
    assert all(flat(line) in flat(said) for line in sheet.tracker.how_to)


@each_long_print
def test_pages_named_on_page_one_are_right_and_page_one_is_alone(one: Print) -> None:
    """PR-03: page 1 ends with whom to call, and what it names stands where it says."""
    if person(one.who).kind == "blocked":
        return
    paper, sheet = paper_of(one), sheet_of(one)
    before, _, _ = sheet.labels["see_page"].partition("{n}")
    assert sheet.emergency is not None
    at = {flat(paper.text(node)): node.marks()[0][0] for node in paper.root.all("H2")}
    front = next(node for node in paper.root.all("Sect"))
    assert {page for page, _ in front.marks()} == {1}
    said = flat(paper.text(front))
    assert all(sign in said for sign in sheet.emergency.brief)
    call = re.search(rf"{re.escape(sheet.labels['all_signs'])}: {before}(\d+)", said)
    assert call
    assert int(call[1]) == at[sheet.labels["h_call"]]
    sections = {"exercises": "h_exercises", "medicines": "h_medicines", "care": "h_care"}
    for action in sheet.actions:
        named = re.search(rf"{re.escape(flat(action.text))} \([^)]*?{before}(\d+)\)", said)
        if named and action.see in sections:
            assert int(named[1]) == at[sheet.labels[sections[action.see]]], action.text


@each_long_print
def test_no_page_is_nearly_empty(one: Print) -> None:
    for page in paper_of(one).pages:
        lines = {round(run.y) for run in page.body}
        assert not page.body or len(lines) >= 5, page.number


def test_no_medicine_is_said_and_no_exercise_leaves_its_page_out() -> None:
    """Section 3: absence is no oversight."""
    one = next(found for found in PRINTS if found.who == "one exercise")
    said = flat(paper_of(one).text())
    assert "My medicines You have no pain medicines on this plan." in said
    assert "Take your medicines" not in said
    blocked = flat(paper_of(Print("blocked")).text())
    assert "My exercises" not in blocked
    assert "My medicines" not in blocked


def test_of_many_medicines_page_one_says_how_many() -> None:
    """Section 3: more than 8 have their own page; page 1 has the slots and counts only."""
    one = next(found for found in PRINTS if found.who == "12 medicines" and found.edition == "standard")
    paper = paper_of(one)
    first = flat(paper.text(paper.root.all("Sect")[0]))
    assert not any(drug in first for drug, _, _ in TWELVE)
    assert re.search(r"\d+ medicines: see your list", first)
    heading = next(node for node in paper.root.all("H2") if paper.text(node) == "My medicines")
    number = heading.marks()[0][0]
    top = min(run.y for run in paper.pages[number - 1].body)
    assert paper.runs(heading)[0].y == top
    assert f"as your list says. (page {number})" in first


def test_a_part_of_the_day_with_nothing_in_it_is_left_out() -> None:
    made = content("X8").sheets["en"]
    assert len(made.day) < 4
    said = flat(paper_of(Print("X8", "summary")).text())
    assert all(f" {slot.name} " in said for slot in made.day)
    assert " Noon " not in said


def test_the_clinician_is_asked_three_questions_to_teach_back() -> None:
    """HL-29."""
    paper = paper_of(Print("X8", "clinician"))
    made = person("X8").clinician
    assert made is not None
    assert len(made.teach_back) == 3
    said = flat(paper.text())
    in_order(said, [made.labels["teach_back"], *made.teach_back])


@pytest.mark.parametrize(
    "name", ["A", "W" * 200, "محمد عبد الله", "😀 Incomprehensibilities Otorhinolaryngology"]
)
def test_a_name_never_changes_the_score(name: str) -> None:
    """HL-30."""
    mine, other = content("X1"), content_of(intake_data("X1", patient={"name": name}))
    read = [list(blocks(made.sheets["en"])) for made in (mine, other)]
    assert read[0] == read[1]


def test_every_letter_of_every_sentence_is_in_the_font() -> None:
    """PR-19 and PR-20: boxes, ticks and arrows are drawings."""
    from tests.builder.content.knowledge_texts import knowledge_texts
    from tests.handout.test_fonts import letters

    drawn = letters("atkinson-hyperlegible-next-latin-400-normal.woff2")
    for language in ("en", "es"):
        for place, text in knowledge_texts(language):
            assert [letter for letter in text if ord(letter) not in drawn] == [], place


# --- lines and boxes --------------------------------------------------------------------------------------


def test_lines_and_boxes_are_wide_enough_for_a_shaky_hand() -> None:
    """PR-16."""
    from plans.handout.styles import FOLDER

    rules = {name: (FOLDER / name).read_text("utf-8") for name in SMALLEST_BOX_MM}
    line = re.search(r"^\.write \{([^}]*)\}", rules["patient.css"], re.M)
    assert line
    assert "border-bottom: .75pt solid" in line[1]
    assert re.search(r"height: (9|1\d)mm", line[1])
    assert "width" not in line[1]  # from margin to margin
    for name, least in SMALLEST_BOX_MM.items():
        tick = re.search(r"^\.tick \{[^}]*?([\d.]+)mm [\d.]+mm[;} ]", rules[name], re.M)
        assert tick
        assert float(tick[1]) * BOX_OF_ICON >= least - 0.01, name
    assert grid.standard(175, 220).box + 0.25 >= SMALLEST_BOX_MM["patient.css"]
    assert grid.large(175, 220).box >= SMALLEST_BOX_MM["large.css"]


def test_no_text_of_the_knowledge_breaks_the_line_of_a_cell() -> None:
    """Heads of tables are short in both languages (HL-19)."""
    wording = load().wording
    for key in ("for_column", "slot_morning", "slot_noon", "slot_evening", "slot_bedtime"):
        for text in wording.texts[f"label.{key}"].values():
            assert len(str(text).split()) <= 2, key
