"""How high text will stand, near enough to choose a picture's size or a block's place before the layout.

Millimetres, for large print, whose pages hold a block or two; no layout is tried twice for it.
"""

from __future__ import annotations

from collections.abc import Iterable

from plans.content import ExerciseCard, Sheet
from plans.handout.lettering import BOLD, MM_PER_PT, lines_of

BODY, DOSE, H3, H2 = 18, 24, 22, 24  # type of large print, in points
LINE, HEAD_LINE, CAPTION_LINE = 1.5, 1.2, 1.3  # line spacing
CAPTION_MM = 34.0  # the width of a caption under the smallest pictures
AROUND_CARD, AROUND_LEAD, AROUND_BOX = 18.0, 0.5, 2.0  # margins and padding
PARAGRAPH, SLOT = 0.8, 2.5  # between paragraphs, around a row of the day
SLOT_NAME, TIME_COLUMN = 42.0, 57.0


def block(text: str, points: float, width: float, line: float = LINE, bold: bool = False) -> float:
    """The height of one paragraph."""
    size = points * MM_PER_PT
    return max(1, lines_of(text, size * (BOLD if bold else 1), width)) * size * line


def card_words(card: ExerciseCard, sheet: Sheet, width: float) -> float:
    """Everything on a card but its picture."""
    t = sheet.labels
    feel, easier = f"{t['feel']}: {card.feel} {t['stop_if']}: {card.stop}", f"{t['too_hard']} {card.easier}"
    tips = [feel, " ".join((easier, *card.notes))] if card.notes else [f"{feel} {easier}"]
    body = [card.helps, f"{card.position}. {card.why}", card.start, *card.steps, *tips]
    body += [" ".join(card.later)] if card.later else []
    caption = max(block(text, BODY, CAPTION_MM, CAPTION_LINE) for text in card.captions)
    dose = block(f"{t['do']}: {card.dose}", DOSE, width - 5, HEAD_LINE, bold=True)
    name = block(f"10. {card.name}", H3, width, HEAD_LINE, bold=True)
    return name + sum(block(text, BODY, width) for text in body) + caption + dose + AROUND_CARD


def lead_words(sheet: Sheet, width: float, with_day: bool) -> float:
    """What opens the exercises: how to go about them, and on which days."""
    texts = [" ".join(sheet.exercises_lead), sheet.day_lead, " ".join(sheet.day_notes)]
    texts += [f"{other.days}: {other.text}" for other in sheet.other_days]
    high = block(sheet.labels["h_exercises"], H2, width, HEAD_LINE, bold=True) + AROUND_LEAD
    high += _blocks((text for text in texts if text), width)
    if with_day:
        high += block(sheet.labels["h_day"], H2, width, HEAD_LINE, bold=True) + AROUND_BOX
        for slot in sheet.day:
            row = "; ".join(f"{item.text} ({item.mark})" if item.mark else item.text for item in slot.items)
            name = block(slot.name, BODY, SLOT_NAME, bold=True)
            high += max(name, block(row, BODY, width - TIME_COLUMN)) + SLOT
    return high


def sore_words(sheet: Sheet, width: float) -> float:
    """The box that says how sore is fine."""
    high = block(sheet.labels["h_sore"], H3, width, HEAD_LINE) + AROUND_BOX
    return high + _blocks((f"{term.word}: {term.text}" for term in sheet.session), width - 4)


def learn_words(sheet: Sheet, width: float) -> float:
    """What is to be learned about pain."""
    return block(sheet.labels["h_learn"], H3, width, HEAD_LINE) + AROUND_LEAD + _blocks(sheet.learn, width)


def _blocks(texts: Iterable[str], width: float) -> float:
    return sum(block(text, BODY, width) + PARAGRAPH for text in texts)
