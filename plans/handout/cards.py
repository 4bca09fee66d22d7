"""The card of an exercise: how large its two pictures are beside or above the words."""

from __future__ import annotations

from typing import Any

from plans.content import ExerciseCard, Sheet
from plans.handout.figures import Figure
from plans.handout.heights import card_words
from plans.handout.lettering import MM_PER_PT, RAGGED, measured
from plans.handout.styles import text_width

FIGURE_MM = {"standard": (78.0, 30.0), "large-print": (150.0, 60.0)}
CAPTIONS_MM, CAPTION_PT = 66.0, 12  # the most that two captions side by side ask for
CAPTION = 0.47  # the part of the column that a caption has
LEAST_MM = 30.0  # a card of large print has a page, and its pictures what the words leave of it
BESIDE_MM = 5.0  # between the pictures and the steps


def card(
    one: ExerciseCard, figure: Figure, edition: str, room: float, sheet: Sheet, paper: str
) -> dict[str, Any]:
    """The card with the width its pair of pictures is printed at; ``room``: millimetres of a page."""
    large = edition == "large-print"
    wide, high = FIGURE_MM[edition]
    if large:
        high = min(high, max(LEAST_MM, room - card_words(one, sheet, text_width(paper))))
    width = min(wide, high * figure.pair_width_mm / figure.height_mm)
    shown = {name: getattr(one, name) for name in ExerciseCard.__slots__}
    words = max(measured(caption, CAPTION_PT * MM_PER_PT) for caption in one.captions)
    asked = CAPTIONS_MM if large else min(CAPTIONS_MM, words / (CAPTION * RAGGED))
    column = max(width, asked)
    steps_at = 0 if large else round(column + BESIDE_MM, 2)
    return {**shown, "width": round(width, 2), "column": round(column, 2), "steps_at": steps_at}
