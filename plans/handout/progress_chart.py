"""Pain by week as one SVG for paper: read in grey, with the part where a change is a real one.

Shape and dash carry the meaning, never a colour: the line is thick with round points and their numbers; the
part of a real change is tinted and closed by a dashed line; the band "seen in people who stick with it" is
ruled with slanted strokes. Measures are millimetres; the words are outlines of the page's own font.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plans.content import PainChart
from plans.handout.lettering import MM_PER_PT, outline

TOP_PAIN = 10
INK, LINE, TINT = "#1a1a1a", "#767676", "#f2f2f2"
SEEN_FROM = 8  # weeks: the band belongs to the chart of 8 to 12 weeks
CROWDED = 8  # more points than these carry a number only at both ends, and where the pain turns
SLANT = 2.2


@dataclass(frozen=True, slots=True)
class Drawn:
    svg: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class _Paper:
    """Where weeks and points of pain lie. ``left`` to ``right`` and ``top`` to ``bottom`` is the field."""

    left: float
    right: float
    top: float
    bottom: float
    weeks: int
    text: float

    def x(self, week: float) -> float:
        return self.left + (self.right - self.left) * week / max(self.weeks, 1)

    def y(self, pain: float) -> float:
        return self.bottom - (self.bottom - self.top) * pain / TOP_PAIN


def draw_pain_chart(chart: PainChart, width: float, text_pt: float, height: float = 68) -> Drawn:
    """The drawing at ``width`` by ``height`` millimetres with letters of ``text_pt``."""
    text = text_pt * MM_PER_PT
    paper = _Paper(
        left=text * 2.2,
        right=width - text * 0.8,
        top=text * 2.6,
        bottom=height - text * 1.9,
        weeks=chart.weeks,
        text=text,
    )
    parts = [*_real_change(chart, paper), *_seen(chart, paper), *_frame(chart, paper), *_line(chart, paper)]
    return Drawn(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.2f}mm" height="{height:.2f}mm" '
        f'viewBox="0 0 {width:.2f} {height:.2f}">{"".join(parts)}</svg>',
        round(width, 2),
        round(height, 2),
    )


def _frame(chart: PainChart, paper: _Paper) -> Iterator[str]:
    """Both axes with their numbers, and what is drawn above them."""
    marks = "".join(f"M{paper.left:.2f} {paper.y(n):.2f}H{paper.right:.2f}" for n in (0, 5, TOP_PAIN))
    yield f'<path d="{marks}" fill="none" stroke="{LINE}" stroke-width=".25"/>'
    yield _text(chart.axis, 0, paper.text, paper.text, bold=True)
    for n in (0, 5, TOP_PAIN):
        yield _text(str(n), paper.left - 1.4, paper.y(n) + paper.text * 0.35, paper.text, at="end")
    step = 1 if chart.weeks <= CROWDED + 4 else 2
    first = min(week for week, _ in chart.points)
    for week in range(step, chart.weeks + 1, step):
        yield _text(str(week), paper.x(week), paper.bottom + paper.text * 1.35, paper.text, at="middle")
    if first == 0:
        yield _text(chart.start, paper.left, paper.bottom + paper.text * 1.35, paper.text, at="start")


def _real_change(chart: PainChart, paper: _Paper) -> Iterator[str]:
    """At or below the dashed line a change is a real one."""
    if chart.real is None:
        return
    y, width = paper.y(chart.real), paper.right - paper.left
    yield f'<path d="M{paper.left:.2f} {y:.2f}h{width:.2f}V{paper.bottom:.2f}h-{width:.2f}Z" fill="{TINT}"/>'
    yield (
        f'<path d="M{paper.left:.2f} {y:.2f}h{width:.2f}" fill="none" stroke="{INK}" stroke-width=".4" '
        f'stroke-dasharray="2.4 1.4"/>'
    )
    room = paper.bottom - y >= paper.text * 1.3
    if chart.real_words and room:
        yield _text(chart.real_words, paper.left + 1.5, paper.bottom - paper.text * 0.45, paper.text)


def _seen(chart: PainChart, paper: _Paper) -> Iterator[str]:
    """Slanted strokes between the ends of the band, from week 8 on, and its words above them."""
    if chart.seen is None or chart.weeks < SEEN_FROM:
        return
    left, right = paper.x(SEEN_FROM), paper.right
    low, high = paper.y(chart.seen[0]), paper.y(chart.seen[1])
    strokes, x = [f"M{left:.2f} {high:.2f}H{right:.2f}V{low:.2f}H{left:.2f}Z"], left
    while x < right:
        end = min(x + SLANT, right)
        strokes.append(f"M{x:.2f} {low:.2f}L{end:.2f} {high:.2f}")
        x += SLANT
    yield f'<path d="{"".join(strokes)}" fill="none" stroke="{LINE}" stroke-width=".3"/>'
    yield _text(chart.seen_words, paper.right, paper.top - paper.text * 0.5, paper.text, at="end")
    yield f'<path d="M{right - 3:.2f} {paper.top - paper.text * 0.25:.2f}V{high:.2f}" stroke="{LINE}" ' + (
        'stroke-width=".3" fill="none"/>'
    )


def _line(chart: PainChart, paper: _Paper) -> Iterator[str]:
    """The weeks in a row joined; a week with too few evenings leaves a gap."""
    path, before = [], None
    for week, pain in chart.points:
        joined = before is not None and week - before == 1
        path.append(f"{'L' if joined else 'M'}{paper.x(week):.2f} {paper.y(pain):.2f}")
        before = week
    yield f'<path d="{"".join(path)}" fill="none" stroke="{INK}" stroke-width=".9"/>'
    for week, pain in chart.points:
        fill = "#ffffff" if week == 0 else INK
        yield (
            f'<circle cx="{paper.x(week):.2f}" cy="{paper.y(pain):.2f}" r="1.3" fill="{fill}" '
            f'stroke="{INK}" stroke-width=".6"/>'
        )
    for week, pain in _told(chart):
        y = paper.y(pain) - paper.text * 0.7
        at = "start" if week == 0 else "middle"
        yield _text(f"{pain:.3g}" if pain >= 1 else f"{pain:.1f}", paper.x(week), y, paper.text, True, at)


def _told(chart: PainChart) -> list[tuple[int, float]]:
    """The points that carry their number; the table has all of them."""
    points = [(week, round(pain + 1e-9, 1)) for week, pain in chart.points]
    return points if len(points) <= CROWDED else [points[0], points[len(points) // 2], points[-1]]


def _text(text: str, x: float, y: float, size: float, bold: bool = False, at: str = "start") -> str:
    path, width = outline(text, size, bold)
    x -= {"start": 0.0, "middle": width / 2, "end": width}[at]
    return f'<path d="{path}" transform="translate({x:.2f} {y:.2f})" fill="{INK}"/>' if path else ""
