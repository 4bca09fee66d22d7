"""What a template is given: the parts of one edition, and everything measured before it is laid out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from plans.content import SLOTS, Action, Content, Sheet
from plans.handout import grid
from plans.handout.cards import FIGURE_MM, card
from plans.handout.figures import draw
from plans.handout.heights import lead_words, learn_words, sore_words
from plans.handout.lettering import BOLD, MM_PER_PT, lines_of, measured, outline
from plans.handout.progress_chart import draw_pain_chart
from plans.handout.styles import ems, foot_lines, page_height, sheet_height, text_width
from plans.handout.typed import shortened
from plans.logo import shape_of

PARTS = {
    "standard": (
        "_front.html",
        "_doing.html",
        "_exercises.html",
        "_medicines.html",
        "_care.html",
        "_weeks.html",
        "_tracker.html",
    ),
    "summary": ("_front.html", "_summary.html"),
    "tracker": ("_tracker.html",),
    "clinician": ("clinician.html",),
}
PARTS["large-print"] = PARTS["standard"]
REFERRAL = ("_referral.html",)
LOGO_MM = (60.0, 9.0)  # the most of it: name and phone stand beside
# How page 1 shrinks when it does not fit, in this order; never the type, never the emergency lines.
# FALLBACK is the short form, BARE the same without days and page numbers; at last the lines stand CLOSE.
TIMES, DETAILS, SURE, FALLBACK, BARE, CLOSE = range(1, 7)
# The summary leaves out the goal, which is its first line, and then shortens the emergency list.
SUMMARY_BRIEF = 5
# A blocked plan's page: without the same-day list, then with its lines closer; never the type.
REFERRAL_BRIEF, REFERRAL_CLOSE = 1, 2
CHART_MM, CHART_PT = {"standard": 68.0, "large-print": 92.0}, {"standard": 12, "large-print": 18}
GRID_TOP = {"standard": 6.4, "large-print": 9.5}
LEGEND_LINE = {"standard": (4.24, 4.95), "large-print": (6.35, 7.3)}  # millimetres: type, line
NAME_EMS = 21.0  # as wide as 40 usual letters
MARK_MM, MARK_WIDE_MM = 40.0, 180.0  # the mark of a draft: its letters, and the most of the whole word
CELL_PT, CELL_PAD = 14, 3.0  # of the table of weeks: type, padding
TITLE_PT = {"standard": (24, 14), "large-print": (28, 18)}  # of page 1: the title, and who beside it
TITLE_GAP = 3.0
LARGE_PT, DOSE_PT, DOSE_PAD = 18, 24, 2.2  # of the medicines' table in large print: type, padding and lines
GAP, BESIDE_LEAST = 5.0, 48.0  # between a table and the words beside it, and the least width of these
LIST_MOST = 7  # items of one list (HL-07)
WIDEST = 99  # a page number while page 1 is tried alone
PAGED = ("exercises", "medicines", "care")  # sections that an action names by page
LINE, ROOM = 40, 480  # letters: what a line of the day takes beside its text, and what a page 1 surely holds


@dataclass(frozen=True, slots=True)
class Fit:
    """How far page 1 was shrunk."""

    level: int = 0
    pages: Mapping[str, int] = field(default_factory=dict)  # where each section begins
    front_only: bool = False  # to try page 1 alone


@dataclass(frozen=True, slots=True)
class Printed:
    """The edition's context and its pictures by name."""

    context: dict[str, Any]
    pictures: Mapping[str, str]


def lay_out(content: Content, edition: str, language: str, paper: str, fit: Fit) -> Printed:
    """Everything the templates of one edition need."""
    sheet = content.sheets[language]
    pictures: dict[str, str] = {}
    if content.clinic.logo_svg:
        pictures["logo"] = content.clinic.logo_svg
    if content.version.draft:
        pictures["draft.svg"] = _draft_mark(sheet.labels["draft"])
    page: dict[str, Any] = _head(content, sheet, edition, fit)
    page["who_beside"] = _fits_beside(page["name_and_start"], sheet.title, edition, paper)
    page["logo"] = _logo(content.clinic.logo_svg)
    page["foot"] = foot_lines(page["who"], edition, paper)
    if content.kind == "blocked" and edition != "clinician":
        page["parts"] = REFERRAL
    elif edition in ("standard", "large-print"):
        _exercises(page, pictures, content, sheet, edition, paper, fit)
        _doing(page, pictures, sheet, edition, paper)
    if fit.front_only:
        page["parts"] = page["parts"][:1] if edition != "summary" else page["parts"]
    if edition != "clinician" and content.kind != "blocked":
        _front(page, sheet, edition, fit)
        _medicines(page, sheet)
        page["dose_columns"] = _dose_columns(sheet, text_width(paper)) if edition == "large-print" else ()
        _care(page, sheet)
        _weeks(page, sheet, edition, paper)
    if edition != "summary" and edition != "clinician" and sheet.tracker:
        _tracker(page, pictures, sheet, edition, paper, content.version.draft)
    context = {
        "content": content,
        "sheet": sheet,
        "clinician": content.clinician,
        "page": page,
        "t": sheet.labels,
    }
    return Printed(context, pictures)


def _head(content: Content, sheet: Sheet, edition: str, fit: Fit) -> dict[str, Any]:
    person, t, clinician = content.person, sheet.labels, content.clinician
    born = clinician.born if edition == "clinician" and clinician else sheet.born
    name = _foot_name(person.name) or t["name_line"] + " ____________"
    before, _, after = t["page"].partition("{n}")
    of, _, _ = after.partition("{m}")
    see_before, _, see_after = t["see_page"].partition("{n}")
    title = clinician.title if edition == "clinician" and clinician else sheet.title
    warning = f"{clinician.labels['warning']} " if edition == "clinician" and clinician else ""
    version = clinician.version_line if edition == "clinician" and clinician else sheet.version_line
    return {
        "edition": edition,
        "language": "en" if edition == "clinician" else sheet.language,
        "title": f"{title}, {person.name}" if person.name else title,
        "duplex": content.clinic.duplex,
        "who": f"{name} · {born}" if born else name,
        "version": f"{warning}{version}",
        "phone": content.clinic.phone_day,
        "mark": content.version.mark,
        "page_word": before,
        "of_word": of,
        "head": t["draft_line"] if content.version.draft else "",
        "parts": PARTS[edition],
        "name_and_start": " · ".join(part for part in (person.name, sheet.starts) if part),
        "write_name": not person.name,
        "write_phone": not content.clinic.phone_day,
        "emergency_number": content.clinic.emergency_number,
        "see_call": edition != "summary",
        "see_before": see_before,
        "see_after": see_after,
        "call_at": fit.pages.get("call", WIDEST),
        "whole_list": edition == "summary" and fit.level < SUMMARY_BRIEF,
        "goal": edition != "summary" or fit.level < FALLBACK or bool(sheet.goal and sheet.goal.own),
        "has_weeks": True,
        "close": fit.level == (REFERRAL_CLOSE if content.kind == "blocked" else CLOSE),
        "same_day": content.kind != "blocked" or fit.level < REFERRAL_BRIEF,
        "sides": (),
        "signed": " · ".join(sheet.signed),
        "cut_out": edition == "standard" and not content.clinic.duplex,
    }


def _foot_name(name: str) -> str:
    """Cut at 40 letters, or where 40 usual ones would end."""
    found = shortened(name)
    while ems(found) > NAME_EMS:
        found = f"{found[:-2].rstrip()}…"
    return found


def _fits_beside(who: str, title: str, edition: str, paper: str) -> bool:
    """Whether name and start stand beside the title of page 1 without a second line for either."""
    title_pt, who_pt = TITLE_PT["large-print" if edition == "large-print" else "standard"]
    wide = outline(title, title_pt * MM_PER_PT, bold=True)[1] + measured(who, who_pt * MM_PER_PT)
    return wide + TITLE_GAP <= text_width(paper)


def _logo(svg: str) -> dict[str, float] | None:
    """Millimetres of the logo, which is a background and so an artifact (PR-10); None without one."""
    shape = shape_of(svg) if svg else None
    if shape is None:
        return None
    width = min(LOGO_MM[0], LOGO_MM[1] * shape)
    return {"width": round(width, 2), "height": round(width / shape, 2), "beside": round(width + 3, 2)}


def _front(page: dict[str, Any], sheet: Sheet, edition: str, fit: Fit) -> None:
    level = fit.level
    page.update(
        actions=[{"text": a.text, **_note(a, fit, edition)} for a in sheet.actions],
        day=sheet.day,
        times=level < TIMES and edition == "standard",
        what_for=level < DETAILS,
        sure=range(11) if level < SURE else (),
        learn_on_front=level < SURE,
        changed_on_front=bool(sheet.changed) and level < FALLBACK,
        day_on_front=level < FALLBACK or edition == "summary",
    )


def _note(action: Action, fit: Fit, edition: str) -> dict[str, str | int]:
    """Days and section behind an action; a page 1 that just fits leaves both out."""
    level = fit.level
    if level == SURE or level >= BARE or (edition == "summary" and level > SURE):
        return {}
    detail = action.detail if level < DETAILS or action.see == "exercises" else ""
    named = edition != "summary" and action.see in PAGED
    at = fit.pages.get(action.see, WIDEST)
    return {"detail": detail, "see": action.see, "at": at} if named else {"detail": detail}


def guess(sheet: Sheet, edition: str) -> dict[str, int]:
    """Where the sections that an edition has begin, near enough for as many digits."""
    if edition not in FIGURE_MM:
        return {}
    cards = len(sheet.exercises)
    after = 2 + (cards + 2) // 3 if edition == "standard" else 3 + cards
    found = {"exercises": 2} if cards else {}
    return found | {"medicines": after, "care": after + 1, "call": after + 3}


def crowded(sheet: Sheet) -> bool:
    """Whether page 1 may not hold the day, so that it is tried alone before the whole is laid out."""
    items = [item.text for slot in sheet.day for item in slot.items]
    return sum(LINE + len(text) for text in (*items, *sheet.changed)) > ROOM


def _exercises(
    page: dict[str, Any],
    pictures: dict[str, str],
    content: Content,
    sheet: Sheet,
    edition: str,
    paper: str,
    fit: Fit,
) -> None:
    room = page_height(paper, content.version.draft, edition, page["foot"])
    cards = []
    for one in sheet.exercises:
        figure = draw(content.figures[one.id])
        pictures[f"figure/{one.id}"] = figure.pair
        cards.append(card(one, figure, edition, room, sheet, paper))
    page["cards"] = cards
    page["sore_at"], page["learn_at"] = "end", "end" if cards else "care"
    if edition == "large-print":
        _fill_lead(page, sheet, text_width(paper), room, fit)
    if not cards:
        page["parts"] = tuple(part for part in page["parts"] if part != "_exercises.html")


def _fill_lead(page: dict[str, Any], sheet: Sheet, width: float, room: float, fit: Fit) -> None:
    """The page that opens the exercises holds what else it has room for: each card begins a page."""
    used = lead_words(sheet, width, fit.level >= FALLBACK)
    for place, high in (("sore_at", sore_words(sheet, width)), ("learn_at", learn_words(sheet, width))):
        if page["cards"] and used + high < room:
            page[place] = "start"
            used += high


def _doing(page: dict[str, Any], pictures: dict[str, str], sheet: Sheet, edition: str, paper: str) -> None:
    """How it goes, from the second plan on: the drawn chart and the tables behind it."""
    if sheet.doing is None:
        return
    tables = (sheet.doing.weeks, sheet.doing.measures)
    page["doing_text"] = " ".join(sheet.doing.lines)
    page["doing_tables"] = [table for table in tables if table is not None]
    if sheet.doing.chart is not None:
        height = CHART_MM[edition]
        drawn = draw_pain_chart(sheet.doing.chart, text_width(paper), CHART_PT[edition], height)
        pictures["pain-chart"] = drawn.svg
        page["pain_chart"] = {"width": drawn.width, "height": drawn.height}


def _medicines(page: dict[str, Any], sheet: Sheet) -> None:
    """What is said of one medicine stands in one place, and one list of safety where it is short (HL-07)."""
    names = [medicine.name for medicine in sheet.medicines]
    texts = [(m.name, " ".join((m.purpose, *m.take, *m.how)).strip()) for m in sheet.medicines]
    single = {name: text for name, text in texts if names.count(name) == 1}
    notes = [
        {"names": note.names, "lines": note.lines, "take": single.pop(note.names, "")}
        for note in sheet.medicine_notes
    ]
    together = (*sheet.medicine_rules, *sheet.medicine_lines, *sheet.together)
    one = bool(sheet.medicine_rules) and len(together) <= LIST_MOST
    page.update(
        takes=[(name, text) for name, text in texts if names.count(name) > 1 or name in single],
        notes=notes,
        safe=together if one else sheet.medicine_rules,
        one_safe_list=one,
    )


def _dose_columns(sheet: Sheet, width: float) -> list[float]:
    """Millimetres of the columns of the medicines' table, so that words stay whole where they can."""
    size, dose = LARGE_PT * MM_PER_PT, DOSE_PT * MM_PER_PT
    heads = [sheet.labels["for_column"], *(sheet.labels[f"slot_{slot}"] for slot in SLOTS)]
    least = [max(measured(word, size) for word in head.split()) + DOSE_PAD for head in heads]
    rows = [((m.name, size), *((count, dose) for count in m.counts)) for m in sheet.medicines]
    spare = width - sum(least)
    for at, cells in enumerate(zip(*rows, strict=True)):
        wide = max(outline(text, points, bold=True)[1] for text, points in cells) + DOSE_PAD
        more = max(0.0, min(spare, wide - least[at]))
        least[at], spare = least[at] + more, spare - more
    return [round(column + spare / len(least), 2) for column in least]


def _care(page: dict[str, Any], sheet: Sheet) -> None:
    t = sheet.labels
    page.update(
        habits_now=[habit for habit in sheet.habits if not habit.starts],
        habits_next=[habit for habit in sheet.habits if habit.starts],
        next_rule=t["next_rule"],
        usual=t["usual_number"].format(n=sheet.usual_pain) if sheet.usual_pain is not None else "",
        slots=[{"id": slot, "name": t[f"slot_{slot}"]} for slot in SLOTS],
    )


def _weeks(page: dict[str, Any], sheet: Sheet, edition: str, paper: str) -> None:
    """A table of few narrow columns leaves room beside it for what is said of it."""
    if edition != "standard" or not sheet.weeks:
        return
    rows = [sheet.week_heads, *((row.week, row.starts, *row.cells) for row in sheet.weeks)]
    type_mm = CELL_PT * MM_PER_PT * BOLD
    columns = [_width(head, cells, type_mm) for head, *cells in zip(*rows, strict=True)]
    width = sum(columns) + CELL_PAD * len(columns)
    if text_width(paper) - width - GAP >= BESIDE_LEAST:
        page.update(weeks_width=round(width, 1), weeks_beside=round(width + GAP, 1))


def _width(head: str, cells: list[str], type_mm: float) -> float:
    """Millimetres of a column, whose head may break between words."""
    return max(measured(text, type_mm) for text in (*head.split(), *cells))


def _tracker(
    page: dict[str, Any], pictures: dict[str, str], sheet: Sheet, edition: str, paper: str, draft: bool
) -> None:
    assert sheet.tracker is not None  # noqa: S101 - asked before
    size = "large-print" if edition == "large-print" else "standard"
    measure = grid.large if edition == "large-print" else grid.standard
    top = GRID_TOP[size]
    height = sheet_height(paper, draft, edition, page["foot"])
    room = height - top - _legend_height(sheet, size, text_width(paper))
    measures = measure(text_width(paper), room)
    sides = grid.sides(sheet.tracker, measures)
    for number, side in enumerate(sides):
        pictures[f"tracker/{number}"] = side.svg
    example = grid.example(sheet.tracker, measures)
    pictures["tracker/example"] = example.svg
    t = sheet.labels
    width = measures.label + measures.day
    names = t["weekdays"].split("|")
    first = sheet.tracker.first_weekday - 1
    heads = [*names[first:], *names[:first]]
    if size == "standard":
        heads.append(t["clinic_column"])
    page.update(
        sides=[_side(side, sheet, top) for side in sides],
        grid_top=top,
        grid_width=measures.width,
        weekdays=[
            {"left": round(_head_at(n, name, measures, size), 2), "name": name}
            for n, name in enumerate(heads)
        ],
        example={"width": width, "text_at": 0 if edition == "large-print" else width + 6},
    )


def _head_at(column: int, name: str, measures: grid.Measures, size: str) -> float:
    """Millimetres from the left to a column's head; the last column is narrow."""
    most = measures.width - measured(name, LEGEND_LINE[size][0])
    return min(measures.label + column * measures.day + 1, most)


def _legend_height(sheet: Sheet, size: str, width: float) -> float:
    """Millimetres under the grid: the legend, and who signed on the last side."""
    type_mm, line = LEGEND_LINE[size]
    texts = (sheet.tracker.legend if sheet.tracker else "", " · ".join(sheet.signed))
    lines = sum(lines_of(text, type_mm, width) for text in texts)
    return 1.2 + lines * line


def _side(side: grid.Side, sheet: Sheet, grid_top: float) -> dict[str, Any]:
    alt = sheet.labels["tracker_alt"].format(first=side.first, last=side.last)
    return {
        "alt": alt,
        "height": round(side.height, 2),
        "heads": [{"top": round(grid_top + top + 0.2, 2), "text": text} for top, text in side.heads],
    }


def _draft_mark(word: str) -> str:
    """The word in light grey across the page, behind the text."""
    _, wide = outline(word, MARK_MM, bold=True)
    path, width = outline(word, MARK_MM * min(1, MARK_WIDE_MM / wide), bold=True)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="150mm" height="150mm" viewBox="0 0 150 150">'
        f'<g transform="rotate(-45 75 75) translate({75 - width / 2:.1f} 88)">'
        f'<path d="{path}" fill="#e0e0e0"/></g></svg>'
    )
