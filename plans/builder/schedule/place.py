"""One day placed: spots are tried in order, and every refusal names its rule (self-care.md 7.3)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from plans.builder.schedule.clock import DAY, Clock, after
from plans.builder.schedule.doses import BY_CLOCK, Dose
from plans.builder.schedule.minutes import ExerciseSet, counted
from plans.knowledge.day import Day

SPLIT, BOUT, SHORT_GAP = "SCH-11", "J-06", "SCH-10b"
BLOCKS = ("exercise", "steady")
SEDATED = frozenset({"SCH-05", "SCH-05d"})
SAID = SEDATED | {"SCH-07", "SCH-13"}  # refusals that are shown beside the spot that was taken


@dataclass(frozen=True, slots=True)
class Windows:
    """When a sedating dose keeps balance work and outdoor walks away; minutes of the day."""

    spans: tuple[tuple[int, int], ...] = ()
    free_from: int | None = None  # SCH-05d: nothing of the kind before this

    def refuse(self, start: int, end: int) -> str | None:
        """The rule that forbids the time, or ``None``."""
        if any(start < to and end > since for since, to in self.spans):
            return "SCH-05"
        return "SCH-05d" if self.free_from is not None and start < self.free_from else None


@dataclass(frozen=True, slots=True)
class MoveLine:
    """The aerobic line of week 1. ``bouts`` counts those wished; more than one only when not split."""

    id: str
    minutes: int
    bouts: int = 1
    in_windows: bool = True  # obeys the sedating windows


@dataclass(frozen=True, slots=True)
class DayPlan:
    """All that one day holds, and the rules of place that go for this patient."""

    clock: Clock
    windows: Windows
    doses: tuple[Dose, ...] = ()
    journal: int = 0
    breathing: int = 0
    liked: int = 0
    move: MoveLine | None = None
    exercises: ExerciseSet = ()
    heat: bool = False
    split: bool = False  # SCH-11
    best_time: str | None = None
    regular_nsaid: bool = False
    after_meals_only: bool = False  # COM-10
    moved: Mapping[str, int] = field(default_factory=dict)  # entry -> minute, a clinician's decision


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry of the day at its time. ``what``: journal, breathing, move, liked, exercise, steady, heat."""

    entry: str
    what: str
    start: int
    minutes: int
    ids: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    minds: tuple[str, ...] = ()  # rules that mind where a clinician put it
    part: int = 0

    @property
    def end(self) -> int:
        return self.start + self.minutes


@dataclass(frozen=True, slots=True)
class Missed:
    """What found no spot, and the rule to name."""

    entry: str
    what: str
    ids: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class PlacedDay:
    """``things`` by time."""

    things: tuple[Placed, ...]
    missed: tuple[Missed, ...] = ()

    def minutes_of(self, what: str) -> int:
        return sum(thing.minutes for thing in self.things if thing.what == what)

    def exercises(self) -> frozenset[str]:
        """Ids of the exercises whose block stands."""
        blocks = [thing for thing in self.things if thing.what in BLOCKS]
        return frozenset(id for thing in blocks for id in thing.ids)


def windows_after(doses: Iterable[Dose], clock: Clock, day: Day, *, first_hour: bool) -> Windows:
    """The sedating windows of regular doses, those of the evening before among them."""
    row = day.sedation
    minutes = sorted({dose.minute for dose in doses if dose.medicine.sedating})
    spans = [(minute + row.window_from, minute + row.window_to) for minute in minutes]
    spans += [(since - DAY, to - DAY) for since, to in spans if to - DAY > clock.wake]
    bedtime = any(_at_bedtime(dose, clock) for dose in doses if dose.medicine.sedating)
    free_from = clock.wake + row.first_hour if bedtime and first_hour else None
    return Windows(tuple(sorted(spans)), free_from)


def _at_bedtime(dose: Dose, clock: Clock) -> bool:
    return dose.minute == clock.bed if BY_CLOCK in dose.rules else dose.slot == "bedtime"


def place_day(plan: DayPlan, day: Day) -> PlacedDay:
    """Journal, breathing, aerobic line, liked thing, exercises, further bouts, heat: in this order.

    What a clinician moved stands first, wherever it was put.
    """
    wanted = list(_wanted(plan, day))
    board = _Board(plan, day)
    for thing, _ in wanted:
        if thing.entry in plan.moved:
            board.put(thing, after(plan.moved[thing.entry], plan.clock.wake), ("moved",))
    for thing, order in wanted:
        if thing.entry not in plan.moved:
            board.find(thing, order)
    if plan.heat:
        board.put_heat()
    board.ask_about_moved([thing for thing, _ in wanted if thing.entry in plan.moved])
    return PlacedDay(tuple(sorted(board.things, key=lambda thing: thing.start)), tuple(board.missed))


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something that looks for a spot."""

    entry: str
    what: str
    minutes: int
    ids: tuple[str, ...] = ()
    exercise: bool = False  # never inside working hours, however short
    in_windows: bool = False
    flexion: bool = False
    moving: bool = True  # counts for the gap between two long movement blocks
    part: int = 0
    apart: int = 0  # starts at least so many minutes from every other of its kind
    miss_rule: str = "SCH-18"


_Order = list[tuple[int, str]]  # minute, rule


def _wanted(plan: DayPlan, day: Day) -> Iterator[tuple[_Thing, _Order]]:
    """What looks for a spot, in the order of placing, each with the spots it tries."""
    clock, row = plan.clock, day.placing
    if plan.journal:
        thing = _Thing("journal", "journal", plan.journal, moving=False)
        yield thing, [(clock.bed - row.journal_before_bed, "SCH-09")]
    if plan.breathing:
        thing = _Thing("breathing", "breathing", plan.breathing, moving=False)
        yield thing, [(clock.bed - row.breathing_before_bed, "SCH-08")]
    if plan.move:
        yield from _first_bout(plan.move, plan, day)
    if plan.liked:
        thing = _Thing("liked", "liked", plan.liked, moving=False)
        yield thing, [(clock.spots[spot], "SM-MOOD") for spot in day.orders.liked]
    yield from _exercise_blocks(plan, day)
    if plan.move:
        yield from _more_bouts(plan.move, plan, day)


def _walk_order(plan: DayPlan, day: Day) -> _Order:
    """SCH-12, then SCH-06 without what stands there already."""
    first = _allowed(day.best_time.get(plan.best_time or "", ()), plan, day)
    rest = [spot for spot in _allowed(day.orders.walk, plan, day) if spot not in first]
    spots = plan.clock.spots
    return [(spots[spot], "SCH-12") for spot in first] + [(spots[spot], "SCH-06") for spot in rest]


def _allowed(order: Iterable[str], plan: DayPlan, day: Day) -> list[str]:
    spots = list(order)
    return [s for s in spots if s in day.orders.after_meals_only] if plan.after_meals_only else spots


def _first_bout(move: MoveLine, plan: DayPlan, day: Day) -> Iterator[tuple[_Thing, _Order]]:
    order = _walk_order(plan, day)
    thing = _Thing("move", "move", move.minutes, (move.id,), in_windows=move.in_windows)
    if not (plan.split and move.minutes >= day.placing.split_from):
        yield thing, order
        return
    first = math.ceil(move.minutes / 2)
    yield replace(thing, minutes=first, part=1), order
    back = [(minute, SPLIT) for minute, _ in reversed(order)]
    yield replace(thing, entry="move-2", minutes=move.minutes - first, part=2), back


def _more_bouts(move: MoveLine, plan: DayPlan, day: Day) -> Iterator[tuple[_Thing, _Order]]:
    order = [(plan.clock.spots[spot], BOUT) for spot in reversed(_allowed(day.orders.walk, plan, day))]
    for number in range(2, move.bouts + 1):
        thing = _Thing(f"move-{number}", "move", move.minutes, (move.id,), in_windows=move.in_windows)
        yield replace(thing, apart=day.bouts.gap_minutes, miss_rule=BOUT), order


def _exercise_blocks(plan: DayPlan, day: Day) -> Iterator[tuple[_Thing, _Order]]:
    order, rule = _exercise_order(plan, day)
    plain = tuple(exercise for exercise in plan.exercises if not exercise.balance)
    steady = tuple(exercise for exercise in plan.exercises if exercise.balance)
    spots = plan.clock.spots
    if plain:
        yield _block("exercise", plain), [(spots[spot], rule) for spot in _allowed(order, plan, day)]
    if steady:
        more = [spot for spot in day.orders.balance_more if spot not in order]
        thing = replace(_block("steady", steady), in_windows=True, moving=False)
        yield thing, [(spots[spot], rule) for spot in _allowed((*order, *more), plan, day)]


def _block(what: str, exercises: ExerciseSet) -> _Thing:
    """A block holds one round of each (J-07)."""
    return _Thing(
        entry="exercises" if what == "exercise" else "exercises-steady",
        what=what,
        minutes=sum(exercise.minutes for exercise in exercises),
        ids=tuple(exercise.id for exercise in exercises),
        exercise=True,
        flexion=any(exercise.flexion for exercise in exercises),
    )


def _exercise_order(plan: DayPlan, day: Day) -> tuple[tuple[str, ...], str]:
    if plan.clock.works:
        return day.orders.exercise_work, "SCH-13"
    if plan.regular_nsaid:
        return day.orders.exercise_nsaid, "SCH-07b"
    return day.orders.exercise, "SCH-10"


@dataclass(slots=True)
class _Board:
    """What stands already, and the checks against it."""

    plan: DayPlan
    day: Day
    things: list[Placed] = field(default_factory=list)
    missed: list[Missed] = field(default_factory=list)
    moving: set[str] = field(default_factory=set)  # entries that count for the long gap

    def find(self, thing: _Thing, order: _Order) -> None:
        """Try the spots with the long gap, then with the short one (SCH-10b); keep why each was refused."""
        refused: dict[str, None] = {}
        for gap in (self.day.placing.big_gap, self.day.placing.big_gap_second):
            for start, rule in order:
                why = self._refuse(thing, start, gap)
                if why is None:
                    second = (SHORT_GAP,) if gap != self.day.placing.big_gap else ()
                    self.put(thing, start, tuple(dict.fromkeys((rule, *second, *refused))))
                    return
                refused |= {why: None} if why in SAID else {}
        steady = thing.what == "steady" and SEDATED & set(refused)
        self.missed.append(
            Missed(thing.entry, thing.what, thing.ids, "SCH-05b" if steady else thing.miss_rule)
        )

    def put(self, thing: _Thing, start: int, rules: tuple[str, ...]) -> None:
        part = thing.part
        self.things.append(Placed(thing.entry, thing.what, start, thing.minutes, thing.ids, rules, part=part))
        if thing.moving:
            self.moving.add(thing.entry)

    def _refuse(self, thing: _Thing, start: int, big_gap: int) -> str | None:
        """The first rule that forbids the spot, or ``None``."""
        return next(self._minds(thing, start, big_gap), None)

    def _minds(self, thing: _Thing, start: int, big_gap: int) -> Iterator[str]:
        """Every rule that forbids the spot, in the order in which they are tried."""
        end, clock, row = start + thing.minutes, self.plan.clock, self.day.placing
        if start < clock.wake or end > clock.bed:
            yield "SCH-18"
        if thing.in_windows and (why := self.plan.windows.refuse(start, end)):
            yield why
        if thing.flexion and start < clock.wake + row.flexion_after_wake:
            yield "SCH-07"
        if any(self._too_near(thing, start, end, other, big_gap) for other in self.things):
            yield "SCH-10"
        if self._at_work(thing, start, end):
            yield "SCH-13"

    def _too_near(self, thing: _Thing, start: int, end: int, other: Placed, big_gap: int) -> bool:
        if other.entry == thing.entry:
            return False
        row = self.day.placing
        if thing.apart and other.what == thing.what and abs(start - other.start) < thing.apart:
            return True
        both_long = min(thing.minutes, other.minutes) >= row.big_block
        long_gap = both_long and thing.moving and other.entry in self.moving
        gap = big_gap if long_gap else row.gap
        return start < other.end + gap and other.start < end + gap

    def _at_work(self, thing: _Thing, start: int, end: int) -> bool:
        if thing.minutes <= self.day.placing.work_longest and not thing.exercise:
            return False
        return any(start < until and end > since for since, until in self.plan.clock.work)

    def put_heat(self) -> None:
        """SCH-14: before the earliest exercise block, else after dinner; no other spot is tried."""
        row, clock = self.day.placing, self.plan.clock
        blocks = [thing.start for thing in self.things if thing.what in BLOCKS]
        start = min(blocks) - row.heat_before if blocks else clock.dinner + row.heat_after_dinner
        moved = self.plan.moved.get("heat")
        if moved is not None:
            start = after(moved, clock.wake)
        end, rule = start + row.heat_minutes, "SCH-14" if moved is None else "moved"
        inside = clock.wake <= start and end <= clock.bed
        free = all(end <= other.start or other.end <= start for other in self.things)
        fits = inside and free
        if moved is None and not fits:
            self.missed.append(Missed("heat", "heat", (), "SCH-18"))
        else:
            minds = () if fits else ("SCH-18",)
            self.things.append(Placed("heat", "heat", start, row.heat_minutes, rules=(rule,), minds=minds))

    def ask_about_moved(self, moved: Iterable[_Thing]) -> None:
        """Every rule that minds where a clinician put something."""
        for thing in moved:
            at = next(n for n, other in enumerate(self.things) if other.entry == thing.entry)
            minds = self._minds(thing, self.things[at].start, self.day.placing.big_gap_second)
            self.things[at] = replace(self.things[at], minds=tuple(minds))


def active_minutes(placed: PlacedDay, exercises: ExerciseSet) -> int:
    """Minutes of the day that count against the cap: further rounds too, liked thing and heat not."""
    standing = placed.exercises()
    things = sum(placed.minutes_of(what) for what in ("move", "journal", "breathing"))
    return things + counted([exercise for exercise in exercises if exercise.id in standing])
