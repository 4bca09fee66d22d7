"""What medicines change in exercise, timetable and self-care (medications-2, 6; joins.md J-21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plans.builder.judge import because, judge
from plans.builder.medicines.facts import Facts
from plans.builder.medicines.findings import Unknown
from plans.builder.medicines.texts import fill
from plans.builder.plan import Because


@dataclass(frozen=True, slots=True)
class CombinationLine:
    """One COM row that fires. ``handout`` is its sentence in every language, names filled in."""

    id: str
    about: str
    change: str
    handout: Mapping[str, str]
    schedule: tuple[str, ...]
    because: tuple[Because, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """The COM rows that fire, by id. ``leave_out``: exercise id to ``medicine:COM-xx``, lowest id."""

    lines: tuple[CombinationLine, ...] = ()
    leave_out: Mapping[str, str] = field(default_factory=dict)
    replaced: frozenset[str] = frozenset()  # rows whose sentence another one replaces

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(line.id for line in self.lines)

    @property
    def schedule_rules(self) -> tuple[str, ...]:
        """SCH ids that apply because of a medicine, each once."""
        return tuple(dict.fromkeys(rule for line in self.lines for rule in line.schedule))

    def sentences(self, language: str) -> tuple[str, ...]:
        """The handout's sentences, each once even if two rows carry it."""
        lines = (line for line in self.lines if line.id not in self.replaced)
        return tuple(dict.fromkeys(line.handout[language] for line in lines))


def combine_facts(facts: Facts) -> Combination:
    """The COM rows that fire, with their texts."""
    lines = []
    leave_out: dict[str, str] = {}
    replaced: set[str] = set()
    for ready in facts.rulebook.combination:
        if judge(ready.conditions, facts) != ():
            continue
        row = ready.row
        for exercise in row.leave_out:
            leave_out.setdefault(exercise, f"medicine:{row.id}")
        replaced |= set(row.instead_of)
        lines.append(
            CombinationLine(
                id=row.id,
                about=row.about,
                change=fill(row.change, facts),
                handout={language: fill(text, facts, language) for language, text in row.handout.items()},
                schedule=row.schedule,
                because=because(row.when, facts),
                sources=row.sources,
            )
        )
    return Combination(tuple(lines), leave_out, frozenset(replaced))


def unknown_rows(facts: Facts) -> list[Unknown]:
    """The COM rows that cannot be judged."""
    verdicts = [(ready.id, judge(ready.conditions, facts)) for ready in facts.rulebook.combination]
    return [Unknown(key, "information", missing, False) for key, missing in verdicts if missing]
