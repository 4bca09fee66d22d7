"""The tracker as drawn grids: one SVG a side, ruled lines and empty boxes, no cell of a table.

Measures are millimetres. A day's cell is 16 wide; two things that are written as a number or a letter share
one row as half cells, so that six weeks fit one side (self-care.md 3.2). The heads of the weeks are real text
that the page lays over the gaps.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.content import Tracker, TrackerRow, TrackerWeek
from plans.handout.lettering import MM_PER_PT, measured, outline

DAYS = 7
PAD = 0.8  # beside a row's name
HEADING = 170  # wide, as in the style sheet
EDGE = 0.15  # half a line, so that the frame is not cut at the picture's edge
INK, LINE, PALE = "#1a1a1a", "#767676", "#f2f2f2"
# Letters as strokes in a box of 1 x 1, x to the right, y down: light enough to be ticked over.
STROKES = {
    "A": "M0 1L.5 0L1 1M.2 .65H.8",
    "B": "M0 0V1H.6Q1 1 1 .74Q1 .48 .6 .48H0M0 0H.55Q.9 0 .9 .24Q.9 .48 .55 .48",
    "D": "M0 0V1H.4Q1 1 1 .5Q1 0 .4 0H0",
    "E": "M1 0H0V1H1M0 .48H.8",
    "G": "M.95 .15Q.8 0 .5 0Q0 0 0 .5Q0 1 .5 1Q.95 1 .95 .6H.55",
    "L": "M0 0V1H1",
    "M": "M0 1V0L.5 .6L1 0V1",
    "N": "M0 1V0L1 1V0",
    "P": "M0 1V0H.6Q1 0 1 .28Q1 .56 .6 .56H0",
    "R": "M0 1V0H.6Q1 0 1 .27Q1 .54 .6 .54H0M.5 .54L1 1",
    "S": "M.95 .15Q.8 0 .5 0Q.05 0 .05 .26Q.05 .48 .5 .5Q1 .53 1 .76Q1 1 .5 1Q.15 1 0 .83",
    "T": "M0 0H1M.5 0V1",
}


@dataclass(frozen=True, slots=True)
class Measures:
    """Millimetres of one edition's sheet. ``row`` and ``least`` bound the height of a row."""

    width: float
    height: float
    label: float
    day: float
    head: float
    row: float
    least: float
    box: float
    text_pt: float
    boxes_in_a_line: int
    weeks_most: int
    more_head: float  # of a heading's second line
    head_lines: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its drawing, and where each week's head stands below the drawing's top."""

    svg: str
    height: float
    heads: tuple[tuple[float, str], ...]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Band:
    """One ruled row: a pair of half cells, a single cell, or boxes in one or two lines."""

    rows: tuple[TrackerRow, ...]
    lines: int = 1


def standard(width: float, height: float) -> Measures:
    return Measures(width, height, 45, 16, 4.8, 7.6, 6.0, 4.9, 12, 4, 6, 4.8)


def large(width: float, height: float) -> Measures:
    return Measures(width, height, 52, 15.4, 8, 9.5, 7.9, 7, 18, 2, 3, 6.4)


def sides(tracker: Tracker, measures: Measures) -> tuple[Side, ...]:
    """The weeks over as many sides as rows of the least height allow, evenly."""
    measures = _with_heads(tracker, measures)
    bands = _bands(tracker.rows, measures)
    lines = sum(band.lines for band in bands)
    week = measures.head + lines * measures.least
    fit = max(1, min(measures.weeks_most, int(measures.height / week)))
    count = -(-len(tracker.weeks) // fit)
    a_side = -(-len(tracker.weeks) // count)
    room = measures.height / a_side - measures.head
    row = min(measures.row, room / lines)
    return tuple(
        _side(tracker, range(start, min(start + a_side, len(tracker.weeks))), bands, row, measures)
        for start in range(0, len(tracker.weeks), a_side)
    )


def _bands(rows: Sequence[TrackerRow], measures: Measures) -> tuple[_Band, ...]:
    """Boxes keep a row of their own; what is written shares one with the next that is written."""
    written = [row for row in rows if not _ticked(row, rows)]
    bands: list[_Band] = []
    pairs = _pairs(written, measures)
    ticked = [row for row in rows if _ticked(row, rows)]
    for pair in pairs[:1]:
        bands.append(_Band(pair))
    for row in ticked[:1]:
        bands.append(_Band((row,), -(-len(row.boxes) // measures.boxes_in_a_line)))
    bands += [_Band(pair) for pair in pairs[1:]]
    bands += [_Band((row,), -(-len(row.boxes) // measures.boxes_in_a_line)) for row in ticked[1:]]
    return tuple(bands)


def _pairs(written: Sequence[TrackerRow], m: Measures) -> list[tuple[TrackerRow, ...]]:
    """Two and two, as far as the label column holds both names."""
    pairs: list[tuple[TrackerRow, ...]] = []
    for row in written:
        if pairs and len(pairs[-1]) == 1 and _wide((*pairs[-1], row), m, short=True) <= m.label - 2 * PAD:
            pairs[-1] = (*pairs[-1], row)
        else:
            pairs.append((row,))
    return pairs


def _ticked(row: TrackerRow, rows: Sequence[TrackerRow]) -> bool:
    """Plan and medicine are ticked; mood and sleep too where there is room, else a letter is written."""
    if not row.boxes:
        return False
    crowded = sum(1 for other in rows if not other.boxes) >= 3 or sum(1 for other in rows if other.boxes) > 2
    return row.id in ("plan", "medicine") or not crowded


def _side(tracker: Tracker, weeks: range, bands: tuple[_Band, ...], row: float, m: Measures) -> Side:
    """One week drawn once and placed for each; what differs by week, the pale cells, lies under it."""
    block, height = _week(bands, row, m)
    step = m.head + height
    pale: list[str] = []
    heads = []
    for place, number in enumerate(weeks):
        week = tracker.weeks[number]
        heading, lines = _heading(week, m)
        heads.append((place * step + m.more_head * (m.head_lines - lines), heading))
        y = place * step + m.head
        for band in bands:
            for part, item in enumerate(band.rows):
                pale += [
                    _day_tint(day, part, len(band.rows), y, row * band.lines, m)
                    for day in range(1, DAYS + 1)
                    if _is_pale(item, week, weekday_of(day, tracker))
                ]
            y += row * band.lines
    svg = _svg(
        m.width, step * len(weeks) + EDGE, pale, block, [place * step + m.head for place in range(len(weeks))]
    )
    return Side(
        svg,
        step * len(weeks) + EDGE,
        tuple(heads),
        tracker.weeks[weeks[0]].week,
        tracker.weeks[weeks[-1]].week,
    )


def _heading(week: TrackerWeek, m: Measures) -> tuple[str, int]:
    """The week's targets with the day it begins, where that fits too, and how many lines they take."""
    dated = f"{week.heading}, {week.begins}" if week.begins else week.heading
    for text in (dated, week.heading):
        if _lines_of(text, m) == 1:
            return text, 1
    return week.heading, m.head_lines


def _lines_of(heading: str, m: Measures) -> int:
    return 1 if outline(heading, m.text_pt * MM_PER_PT, bold=True)[1] <= HEADING else 2


def _with_heads(tracker: Tracker, m: Measures) -> Measures:
    """With room for a second line over each week where one of the headings needs it: nothing is cut."""
    lines = max((_lines_of(week.heading, m) for week in tracker.weeks), default=1)
    return replace(m, head=m.head + m.more_head * (lines - 1), head_lines=lines)


def weekday_of(column: int, tracker: Tracker) -> int:
    """The day of the week, 1 Monday, of a column, 1 the first."""
    return (tracker.first_weekday + column - 2) % DAYS + 1


def _is_pale(item: TrackerRow, week: TrackerWeek, day: int) -> bool:
    """Not asked yet in this week (JRN-1), or not on this day of the week (JRN-0)."""
    return item.from_week > week.week or (item.id == "pain" and day not in week.pain_days)


def _week(bands: tuple[_Band, ...], row: float, m: Measures) -> tuple[str, float]:
    """The shapes of one week without its head, and their height."""
    lines: list[str] = []
    boxes: list[str] = []
    letters: list[str] = []
    texts: list[str] = []
    y = 0.0
    for band in bands:
        height = row * band.lines
        lines.append(_ruled(y, height, m))
        texts.append(_label(band, y, height, m))
        for item in band.rows:
            if _is_boxed(item, band):
                _boxes(item, y, height, m, boxes, letters)
        if len(band.rows) == 2:
            lines.append(_halves(y, height, m))
        y += height
    return _shapes(lines, boxes, letters, texts), y


def _is_boxed(item: TrackerRow, band: _Band) -> bool:
    return bool(item.boxes) and len(band.rows) == 1


def _x(day: int, m: Measures) -> float:
    return m.label + day * m.day


def _ruled(y: float, height: float, m: Measures) -> str:
    """The row's frame and the lines between the days; the last column is the clinic's."""
    right = m.width - EDGE
    path = [f"M{EDGE} {y:.2f}H{right:.2f}V{y + height:.2f}H{EDGE}Z"]
    path += [f"M{_x(day, m):.2f} {y:.2f}v{height:.2f}" for day in range(DAYS + 1)]
    return "".join(path)


def _halves(y: float, height: float, m: Measures) -> str:
    half = m.day / 2
    return "".join(
        f"M{_x(day, m) + half:.2f} {y + height * 0.25:.2f}v{height * 0.5:.2f}" for day in range(DAYS)
    )


def _day_tint(day: int, part: int, parts: int, y: float, height: float, m: Measures) -> str:
    width = m.day / parts
    return f"M{_x(day - 1, m) + part * width:.2f} {y:.2f}h{width:.2f}v{height:.2f}h-{width:.2f}Z"


def _boxes(
    item: TrackerRow, y: float, height: float, m: Measures, boxes: list[str], letters: list[str]
) -> None:
    """Boxes of the edition's size, each with its letter in pale strokes to be ticked over."""
    in_line = min(m.boxes_in_a_line, len(item.boxes))
    lines = -(-len(item.boxes) // in_line)
    size = min(m.box, (m.day - 0.8) / in_line - 0.3, height / lines - 0.8)
    gap = min(0.9, (m.day - in_line * size) / (in_line + 1))
    left = (m.day - in_line * size - (in_line - 1) * gap) / 2
    for day in range(DAYS):
        for n, letter in enumerate(item.boxes):
            x = _x(day, m) + left + (n % in_line) * (size + gap)
            row_height = height / lines
            at = y + (n // in_line) * row_height + (row_height - size) / 2
            boxes.append(f"M{x:.2f} {at:.2f}h{size:.2f}v{size:.2f}h-{size:.2f}z")
            letters.append(_letter(letter, x + size * 0.3, at + size * 0.24, size * 0.4, size * 0.52))


def _letter(letter: str, x: float, y: float, width: float, height: float) -> str:
    """The strokes of a letter, moved and stretched; an unknown letter is left out."""
    path, out, number, axis = STROKES.get(letter.upper(), ""), [], "", 0
    command = ""
    for mark in path + " ":
        if mark.isdigit() or mark == ".":
            number += mark
            continue
        if number:
            value = float(number)
            vertical = command == "V" or (command not in "HV" and axis % 2 == 1)
            out.append(f" {y + value * height:.2f}" if vertical else f" {x + value * width:.2f}")
            axis += 1
            number = ""
        if mark.isalpha():
            command, axis = mark, 0
            out.append(mark)
    return "".join(out)


def _label(band: _Band, y: float, height: float, m: Measures) -> str:
    """The names of a band's rows, in their short form where the column is too narrow for the long one."""
    short = _wide(band.rows, m, short=False) > m.label - 2 * PAD
    middle = y + height / 2 + m.text_pt * MM_PER_PT * 0.35
    return _text(_names(band.rows, short), PAD, middle, m)


def _names(rows: Sequence[TrackerRow], short: bool) -> str:
    return " | ".join((row.short or row.label) if short else row.label for row in rows)


def _wide(rows: Sequence[TrackerRow], m: Measures, short: bool) -> float:
    return measured(_names(rows, short), m.text_pt * MM_PER_PT)


def _text(text: str, x: float, y: float, m: Measures, bold: bool = False, middle: bool = False) -> str:
    path, width = outline(text, m.text_pt * MM_PER_PT, bold)
    x -= width / 2 if middle else 0
    return f'<path d="{path}" transform="translate({x:.2f} {y:.2f})" fill="{INK}"/>' if path else ""


def _shapes(lines: list[str], boxes: list[str], letters: list[str], texts: list[str]) -> str:
    ruled = "".join([*lines, *boxes])
    return (
        f'<path d="{ruled}" fill="none" stroke="{LINE}" stroke-width=".26"/>'
        f'<path d="{"".join(letters)}" fill="none" stroke="{LINE}" stroke-width=".25"/>{"".join(texts)}'
    )


def _svg(width: float, height: float, pale: list[str], block: str, tops: list[float]) -> str:
    places = "".join(f'<use href="#week" y="{top:.2f}"/>' for top in tops)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{height:.2f}mm" '
        f'viewBox="0 0 {width:.2f} {height:.2f}"><defs><g id="week">{block}</g></defs>'
        f'<path d="{"".join(pale)}" fill="{PALE}"/>{places}</svg>'
    )


def example(tracker: Tracker, measures: Measures) -> Side:
    """One evening filled in: the label column and one day."""
    m = Measures(
        measures.label + measures.day,
        measures.height,
        measures.label,
        measures.day,
        0,
        measures.least,
        measures.least,
        measures.box,
        measures.text_pt,
        measures.boxes_in_a_line,
        1,
        0,
    )
    values = {row.id: value for row, value in zip(tracker.rows, tracker.example, strict=True)}
    lines, boxes, letters, texts, y = [], [], [], [], 0.0
    for band in _bands(tracker.rows, measures):
        height = m.row * band.lines
        lines.append(f"M0 {y:.2f}H{m.width:.2f}V{y + height:.2f}H0ZM{m.label:.2f} {y:.2f}v{height:.2f}")
        texts.append(_label(band, y, height, m))
        if len(band.rows) == 2:
            lines.append(f"M{m.label + m.day / 2:.2f} {y:.2f}v{height:.2f}")
        for part, item in enumerate(band.rows):
            if _is_boxed(item, band):
                own_boxes: list[str] = []
                own_letters: list[str] = []
                _boxes(item, y, height, m, own_boxes, own_letters)
                count = len(item.boxes)
                boxes += own_boxes[:count]
                letters += own_letters[:count]
                texts.append(_tick(own_boxes[0], min(m.box, height)))
            else:
                width = m.day / len(band.rows)
                texts.append(_written(values[item.id], m.label + (part + 0.5) * width, y + height / 2, m))
        y += height
    return Side(_svg(m.width, y, [], _shapes(lines, boxes, letters, texts), [0]), y, (), 0, 0)


def _tick(box: str, size: float) -> str:
    x, y = (float(part) for part in box[1:].partition("h")[0].split())
    start = f"M{x + size * 0.2:.2f} {y + size * 0.55:.2f}"
    path = f"{start}l{size * 0.22:.2f} {size * 0.25:.2f}l{size * 0.5:.2f} -{size * 0.75:.2f}"
    return f'<path d="{path}" fill="none" stroke="{INK}" stroke-width=".7"/>'


def _written(value: str, x: float, y: float, m: Measures) -> str:
    return _text(value, x, y + m.text_pt * MM_PER_PT * 0.35, m, bold=True, middle=True)
