"""Pain and function over the visits, and pain in the diary, as numbers that a template draws into an SVG."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from plans.actions.journal import PainRead
from plans.models import Draft, PlanVersion

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 150, 30, 14, 14, 24
SEEN_FROM, SHORT, LONG = 8, 8, 12  # weeks
CROWDED = 6  # more points than these carry their number only at both ends
REAL, SMALL, SEEN = "real", "small", "seen"


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    value: str
    at: str  # the day or the week under it
    told: bool = True  # whether its number stands beside it
    anchor: str = "middle"  # the words at both ends stay inside the drawing


@dataclass(frozen=True, slots=True)
class Band:
    """A part of the scale: ``kind`` gives its pattern, ``words`` say what it means.

    ``small``: a change that is smaller than the one that matters; ``real``: a real change in the diary;
    ``seen``: what is seen in people who stick with it.
    """

    kind: str
    x: float
    y: float
    width: float
    height: float
    words: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One line of numbers: where its points lie in a drawing of 320 by 150, and the marks of its scale.

    ``lines`` are runs of points to be joined; ``rows`` are the table behind: when, value, what it means.
    """

    title: str
    note: str
    heads: tuple[str, str, str]
    points: tuple[Point, ...]
    lines: tuple[str, ...]
    marks: tuple[tuple[float, str], ...]  # height, number
    bands: tuple[Band, ...]
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values lie; ``first`` to ``last`` are days or weeks."""

    top: float
    first: float
    last: float

    def x(self, at: float) -> float:
        span = max(self.last - self.first, 1)
        return round(LEFT + (WIDTH - LEFT - RIGHT) * (at - self.first) / span, 1)

    def y(self, value: float) -> float:
        inside = min(max(value, 0), self.top)
        return round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * inside / self.top, 1)

    def band(self, kind: str, low: float, high: float, words: str, since: float | None = None) -> Band:
        x = self.x(self.first if since is None else since)
        y = self.y(max(low, high))
        return Band(kind, x, y, WIDTH - RIGHT - x, round(self.y(min(low, high)) - y, 1), words)

    @property
    def marks(self) -> tuple[tuple[float, str], ...]:
        return tuple((self.y(mark), f"{mark:g}") for mark in (0, self.top / 2, self.top))


INSTRUMENTS: tuple[tuple[str, Callable[[], tuple[str, str]], int], ...] = (
    ("nprs_average", lambda: (_("Average pain"), _("0-10, lower is better")), 10),
    ("peg", lambda: (_("PEG"), _("0-10, lower is better")), 10),
    ("psfs", lambda: (_("PSFS"), _("0-10, higher is better")), 10),
    ("rmdq", lambda: (_("Roland-Morris"), _("0-24, lower is better")), 24),
    ("odi_percent", lambda: (_("Oswestry"), _("0-100 %, lower is better")), 100),
)


def charts(versions: list[PlanVersion], draft: Draft | None, pain: PainRead | None) -> list[Chart]:
    """The diary's pain, then a chart for each instrument measured at two visits or more."""
    visits = [(version.as_of, version.plan, version.intake) for version in reversed(versions)]
    if (
        draft is not None
        and draft.plan is not None
        and draft.assessment is not None
        and not draft.is_typed_on
    ):
        row = draft.assessment
        answered = {"pain": {"nprs_average": row.pain_nprs_average}}
        visits.append((row.assessed_on, draft.plan, answered))
    judged = (visits[-1][1].get("progress") or {}).get("instruments", {}) if visits else {}
    found = []
    for name, words, top in INSTRUMENTS:
        values = [(day, value) for day, *read in visits if (value := _value(name, *read)) is not None]
        if len(values) > 1:
            found.append(_over_visits(*words(), values, top, judged.get(name) or {}))
    diary = _diary(pain) if pain is not None else None
    return [*([diary] if diary else []), *found]


def _value(name: str, plan: Mapping[str, Any], intake: Mapping[str, Any]) -> float | None:
    """As the plan of the visit scored it; average pain as it was answered."""
    found: float | None = (
        intake.get("pain", {}).get(name) if name == "nprs_average" else plan["scores"].get(name)
    )
    return found


def _over_visits(
    title: str, note: str, values: list[tuple[date, float]], top: float, judged: Mapping[str, Any]
) -> Chart:
    days = [(day.toordinal(), value, f"{day:%b} {day.day}") for day, value in values]
    scale = Scale(top, days[0][0], days[-1][0])
    better, worse = judged.get("improved_at"), judged.get("worse_at")
    bands = []
    if better is not None and worse is not None:
        words = _("smaller than a change that matters: improved at %(a)s, worse at %(b)s")
        told = words % {"a": f"{better:.3g}", "b": f"{worse:.3g}"}
        bands.append(scale.band(SMALL, max(better, 0), worse, told))
    points = _points(days, scale)
    rows = [(when, f"{value:.3g}", "") for _at, value, when in days]
    if judged.get("class"):
        rows[-1] = (*rows[-1][:2], _class_words(judged["class"]))
    return Chart(
        title=title,
        note=note,
        heads=(_("Visit"), _("Value"), _("Since the first")),
        points=points,
        lines=(_joined(points),),
        marks=scale.marks,
        bands=tuple(bands),
        rows=tuple(rows),
    )


def _class_words(name: str) -> str:
    return {"improved": _("improved"), "worse": _("worse"), "unchanged": _("unchanged")}.get(name, name)


def _diary(pain: PainRead) -> Chart | None:
    """Mean pain by week; a week with too few evenings leaves a gap, and the table says so."""
    weeks = [(week.week, week.pain, str(week.week)) for week in pain.weeks if week.pain is not None]
    if len(weeks) < 2:
        return None
    last = weeks[-1][0]
    scale = Scale(10, min(weeks[0][0], 1), next((sheet for sheet in (SHORT, LONG) if last <= sheet), last))
    points = _points(weeks, scale)
    bands = []
    if pain.meaningful_at is not None:
        bands.append(scale.band(REAL, 0, pain.meaningful_at, _("a real change, from the dashed line down")))
    if pain.seen_band is not None and last >= SEEN_FROM:
        words = _("seen in people who stick with it")
        bands.append(scale.band(SEEN, *pain.seen_band, words, since=SEEN_FROM))
    return Chart(
        title=_("Pain in the diary"),
        note=_("mean of each week, 0-10"),
        heads=(_("Week"), _("Mean pain"), _("Evenings written")),
        points=points,
        lines=tuple(_runs(weeks, points)),
        marks=scale.marks,
        bands=tuple(bands),
        rows=tuple(
            (
                str(week.week),
                _("too few") if week.pain is None else f"{week.pain:.1f}",
                _("%(n)s of 7") % {"n": week.evenings},
            )
            for week in pain.weeks
        ),
    )


def _points(values: list[tuple[int, float, str]], scale: Scale) -> tuple[Point, ...]:
    ends = (0, len(values) - 1)
    few = len(values) <= CROWDED
    return tuple(
        Point(scale.x(at), scale.y(value), f"{value:.3g}", when, few or n in ends, _anchor(scale.x(at)))
        for n, (at, value, when) in enumerate(values)
    )


def _anchor(x: float) -> str:
    return "end" if x > WIDTH - 2 * RIGHT else "middle"


def _runs(weeks: list[tuple[int, float, str]], points: tuple[Point, ...]) -> Iterable[str]:
    """Weeks that follow each other, joined."""
    run: list[Point] = []
    before = None
    for (week, *_rest), point in zip(weeks, points, strict=True):
        if before is not None and week - before > 1:
            yield _joined(run)
            run = []
        run.append(point)
        before = week
    yield _joined(run)


def _joined(points: Iterable[Point]) -> str:
    return " ".join(f"{point.x:g},{point.y:g}" for point in points)
