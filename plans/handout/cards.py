"""The card of an exercise: how large its two pictures are beside or above the words."""

from __future__ import annotations

from typing import Any

from plans.content import ExerciseCard, Sheet
from plans.handout.figures import Figure
from plans.handout.lettering import MM_PER_PT, lines_of
from plans.handout.styles import page_height, text_width

FIGURE_MM = {"standard": (78.0, 30.0), "large-print": (150.0, 75.0)}
CAPTIONS_MM = 66.0  # two short captions side by side
# Large print: a card has a page of its own, and its pictures what the words leave of it.
LEAST_MM = 36.0
BODY_PT, HEAD_PT, DOSE_PT = 18, 22, 24
BODY, OPEN, TIGHT = 1.3, 1.5, 1.2  # line spacing
BOLD = 1.07  # bold letters are as much wider
CAPTION = 0.47  # the part of the column that a caption has
SPACES_MM = 18.0  # between all of them


def card(
    one: ExerciseCard, figure: Figure, edition: str, room: float, sheet: Sheet, paper: str
) -> dict[str, Any]:
    """The card with the width its pair of pictures is printed at; ``room``: millimetres of a page."""
    wide, high = FIGURE_MM[edition]
    if edition == "large-print":
        high = min(high, max(LEAST_MM, room - _words_height(one, sheet, text_width(paper))))
    width = min(wide, high * figure.pair_width_mm / figure.height_mm)
    shown = {name: getattr(one, name) for name in ExerciseCard.__slots__}
    column = max(width, CAPTIONS_MM)
    steps_at = 0 if edition == "large-print" else round(column + 5, 2)
    return {**shown, "width": round(width, 2), "column": round(column, 2), "steps_at": steps_at}


def card_room(edition: str, paper: str, draft: bool, foot: int) -> float:
    """Millimetres of a page that a card of large print has."""
    return page_height(paper, draft, edition, foot) - SPACES_MM


def _words_height(one: ExerciseCard, sheet: Sheet, width: float) -> float:
    t = sheet.labels
    body = [f"{one.position}. {one.why}", one.start, *one.steps]
    body += [f"{t['feel']}: {one.feel} {t['stop_if']}: {one.stop}"]
    body += [" ".join((t["too_hard"], one.easier, *one.notes)), *([" ".join(one.later)] if one.later else [])]
    column = max(CAPTIONS_MM, LEAST_MM * 2) * CAPTION
    captions = max(_lines(text, BODY_PT, column) for text in one.captions)
    return (
        _height(_lines(f"10. {one.name}", HEAD_PT * BOLD, width), HEAD_PT, TIGHT)
        + _height(_lines(one.helps, BODY_PT, width), BODY_PT, OPEN)
        + _height(sum(_lines(text, BODY_PT, width) for text in body) + captions, BODY_PT, BODY)
        + _height(_lines(f"{t['do']}: {one.dose}", DOSE_PT * BOLD, width), DOSE_PT, TIGHT)
    )


def _lines(text: str, size: float, width: float) -> int:
    return max(1, lines_of(text, size * MM_PER_PT, width))


def _height(lines: int, size: float, leading: float) -> float:
    return lines * size * leading * MM_PER_PT
