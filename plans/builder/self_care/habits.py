"""Which habits, in which order, starting when: "pick one thing" (self-care.md 1.3, 1.4; joins.md J-03)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from plans.builder.plan import Because, HabitStart, LeftOut, NotJudged
from plans.builder.self_care.conditions import Facts, any_holds, missing, missing_of, read
from plans.knowledge.self_care import AnyOf, PointsAdded, SelfCareKnowledge, Start

PART = "self_care"
ASKED = {"readiness": "readiness_asked", "barriers": "barriers_asked"}  # value -> what was really answered
MOVE, JOURNAL, BREATHE, SLEEP, MOOD, SUPPORT = (
    "SM-MOVE", "SM-JOURNAL", "SM-BREATHE", "SM-SLEEP", "SM-MOOD", "SM-SUPPORT",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wishes:
    """What stands beside the points: the aerobic line, the patient's choice and the clinician's decisions."""

    move_first: bool = False  # physical therapy gives an aerobic line (J-03)
    preferred: str | None = None
    kept_off: Mapping[str, str] = field(default_factory=dict)  # module -> reason
    added: Collection[str] = ()
    first: str | None = None  # a clinician's reordering
    running: Mapping[str, int] = field(default_factory=dict)  # started before -> weeks it has run
    slots: tuple[int, ...] | None = None  # weeks in which one more may start; None: those of a first plan
    counted: Mapping[str, int] = field(default_factory=dict)  # the weeks its days and minutes go on from


@dataclass(frozen=True, slots=True)
class Habits:
    """The sequence of the twelve weeks. ``rule`` is the one that said how many start."""

    rule: str
    modules: tuple[HabitStart, ...]
    points: Mapping[str, int]
    later: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    not_judged: tuple[NotJudged, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)

    def starts(self, module: str) -> int | None:
        """The week in which a module starts, or ``None``."""
        return next((habit.starts_week for habit in self.modules if habit.id == module), None)

    def runs(self, module: str) -> bool:
        """Whether it runs in week 1."""
        return self.starts(module) == 1

    def counts_from(self, module: str) -> int:
        """After how many weeks its days and minutes go on; 0 for one that starts with this version."""
        return self.counted.get(module, 0)

    def __contains__(self, module: str) -> bool:
        return self.starts(module) is not None


def choose_habits(facts: Facts, knowledge: SelfCareKnowledge, wishes: Wishes = Wishes()) -> Habits:
    """Points, order and weeks of the habits; the same facts give the same answer."""
    scored = {row.habit: _score(row.habit, row.base, row.add, facts, knowledge) for row in knowledge.points}
    if wishes.preferred in scored:
        scored[wishes.preferred].choose(knowledge.sequence.own_choice_points)
    order = _in_order(scored, knowledge, wishes)
    start = how_many_start(facts, knowledge)
    weeks = _weeks(order, start.habits, knowledge, wishes)
    return Habits(
        rule=start.id,
        modules=tuple(
            HabitStart(
                habit,
                scored[habit].points,
                week,
                scored[habit].because,
                scored[habit].sources,
                wishes.running.get(habit, 0),
            )
            for habit, week in zip(order, weeks, strict=False)
        ),
        points={habit: score.points for habit, score in scored.items()},
        later=tuple(order[len(weeks) :]),
        left_out=tuple(LeftOut(PART, module, reason) for module, reason in sorted(wishes.kept_off.items())),
        not_judged=_not_judged(scored, start, facts, knowledge),
        counted=wishes.counted,
    )


@dataclass(slots=True)
class _Score:
    points: int
    because: tuple[Because, ...]
    sources: tuple[str, ...]
    unknown: tuple[str, ...]

    def choose(self, points: int) -> None:
        self.points += points
        self.because = (*self.because, Because("life.preferred_module", True))


def _score(
    habit: str, base: int, add: tuple[PointsAdded, ...], facts: Facts, knowledge: SelfCareKnowledge
) -> _Score:
    points, seen, unknown = base, dict[str, None](), dict[str, None]()
    for row in add:
        answer = any_holds(row.any, facts)
        if answer:
            points += row.points
            seen |= dict.fromkeys(read(row.any, facts))
        else:
            unknown |= dict.fromkeys((*missing(row.any, facts), *_not_asked(row.any, facts)))
    because = tuple(facts.because(fact) for fact in seen)
    return _Score(points, because, knowledge.modules[habit].sources, tuple(unknown))


def _not_asked(lists: AnyOf, facts: Facts) -> Iterator[str]:
    """Facts of a trigger that have a value without having been asked: none fire, and SEL-05 names them."""
    for terms in lists:
        for term in terms:
            asked = ASKED.get(term.fact)
            if asked is not None and facts.get(asked) is None:
                yield asked


def how_many_start(facts: Facts, knowledge: SelfCareKnowledge) -> Start:
    """The first of SEL-06c, b, a that holds."""
    for start in knowledge.starts:
        open_facts = missing_of(start.when, facts)
        if open_facts is not None and set(open_facts) <= set(start.unknown_holds):
            return start
    return knowledge.starts[-1]


def _in_order(scored: Mapping[str, _Score], knowledge: SelfCareKnowledge, wishes: Wishes) -> list[str]:
    tie = {module.id: module.order for module in knowledge.habits}
    enough = knowledge.sequence.candidate_points
    order = sorted(
        (habit for habit, score in scored.items() if score.points >= enough and habit not in wishes.kept_off),
        key=lambda habit: (-scored[habit].points, tie[habit]),
    )
    asked = {*wishes.added, wishes.first}
    order += [h for h in tie if h in asked and h not in order and h not in wishes.kept_off]
    started = [h for h in wishes.running if h in scored and h not in wishes.kept_off]
    order = [*started, *(habit for habit in order if habit not in started)]
    if wishes.first in order:
        order = [wishes.first, *(habit for habit in order if habit != wishes.first)]
    if wishes.move_first:
        order = [MOVE, *(habit for habit in order if habit != MOVE)]
    order = _within_the_most(order, asked, knowledge.sequence.most_in_all)
    return sorted(order, key=lambda habit: not _goes_on(habit, wishes)) if wishes.running else order


def _within_the_most(order: list[str], asked: Collection[str | None], most: int) -> list[str]:
    """What a clinician asked for is among the habits that start (SEL-10): the last of the others wait."""
    start = sorted(order, key=lambda habit: habit not in asked)[:most]
    return [*(h for h in order if h in start), *(h for h in order if h not in start)]


def _weeks(order: list[str], habits: int, knowledge: SelfCareKnowledge, wishes: Wishes) -> list[int]:
    """Start weeks, five at most; an own choice beside the aerobic line starts in week 1 too."""
    row = knowledge.sequence
    own = _own_choice(wishes)
    if wishes.slots is not None and wishes.running:
        return _weeks_after(order, wishes.slots, knowledge, wishes)
    if wishes.move_first and own & set(order):
        habits = max(habits, 1 + len(own & set(order)))
    now = min(habits, row.most_at_start, len(order))
    later = row.add_in_weeks[: min(row.most_in_all, len(order)) - now]
    return [1] * now + list(later)


def _own_choice(wishes: Wishes) -> set[str | None]:
    """What the patient or the clinician put first, beside the aerobic line."""
    return {wishes.preferred, wishes.first} - {None, MOVE}


def _goes_on(habit: str, wishes: Wishes) -> bool:
    """Whether it stands in week 1 after a plan before: started, an own choice, or the aerobic line (J-03)."""
    return habit == MOVE or habit in wishes.running or habit in _own_choice(wishes)


def _weeks_after(
    order: list[str], slots: tuple[int, ...], knowledge: SelfCareKnowledge, wishes: Wishes
) -> list[int]:
    """After a plan before: what has started goes on, then one more in each week that is left (SEL-09)."""
    now = sum(_goes_on(habit, wishes) for habit in order)
    left = min(knowledge.sequence.most_in_all, len(order)) - now
    return [1] * now + list(slots[: max(0, left)])


def _not_judged(
    scored: Mapping[str, _Score], start: Start, facts: Facts, knowledge: SelfCareKnowledge
) -> tuple[NotJudged, ...]:
    rows = []
    for habit, score in scored.items():
        if score.unknown:
            rows.append(_missing_row(habit, "SEL-05", score.unknown, knowledge))
    read_by_start = dict.fromkeys(
        ASKED.get(term.fact, term.fact) for row in knowledge.starts for term in row.when
    )
    unknown = tuple(fact for fact in read_by_start if facts.get(fact) is None)
    if unknown:
        rows.append(_missing_row("SEL-06", start.id, unknown, knowledge))
    return tuple(rows)


def _missing_row(id: str, reason: str, unknown: tuple[str, ...], knowledge: SelfCareKnowledge) -> NotJudged:
    needs = dict.fromkeys(path for fact in unknown for path in knowledge.facts[fact].needs)
    return NotJudged(PART, id, tuple(needs), tuple(unknown), folded=True, reason=reason)
