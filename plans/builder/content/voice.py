"""How a sentence is said: one language, its dates, its lists, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from plans.builder.listing import listed
from plans.knowledge.wording import Wording

POUNDS_PER_KILO = 2.20462
EMERGENCY = "911"  # as the knowledge writes it
_EMERGENCY = re.compile(rf"(?<![\d-]){EMERGENCY}(?![\d-])")


@dataclass(frozen=True, slots=True)
class Voice:
    """``shift``: the patient gets up outside 5 to 10 am; the parts of the day have other names (SCH-19).

    ``emergency`` is the clinic's number, which stands wherever the knowledge writes 911.
    """

    wording: Wording
    language: str
    shift: bool = False
    metric: bool = False
    emergency: str = EMERGENCY

    def say(self, key: str, **values: object) -> str:
        """A sentence of handout.toml."""
        text = self.dialled(self.wording.say(key, self.language))
        return text.format(**values) if values else text

    def several(self, key: str) -> tuple[str, ...]:
        return self.each(self.wording.several(key, self.language))

    def of(self, text: Mapping[str, str] | None) -> str:
        """A text that stands in a knowledge row; empty when the row has none."""
        return self.dialled(text[self.language]) if text else ""

    def dialled(self, text: str) -> str:
        """A sentence of the knowledge with the clinic's emergency number."""
        return text if self.emergency == EMERGENCY else _EMERGENCY.sub(lambda _: self.emergency, text)

    def each(self, texts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self.dialled(text) for text in texts)

    def at(self, key: str, slot: str) -> str:
        """``when`` or ``take`` of a part of the day, by its ordinary name or that of a shift."""
        return f"{key}.shift.{slot}" if self.shift else f"{key}.{slot}"

    def when(self, slots: Iterable[str]) -> str:
        """ " in the morning and at noon", with its leading space; empty without slots."""
        parts = [self.say(self.at("when", slot)).strip() for slot in dict.fromkeys(slots)]
        return f" {self.listed(parts)}" if parts else ""

    def listed(self, items: Sequence[str]) -> str:
        """``a``, ``a and b``, ``a, b and c``."""
        return listed(items, self.say("label.list_and"), self.say("label.list_and_before_i"))

    def month(self, day: date) -> str:
        return self.several("calendar.months")[day.month - 1]

    def day(self, day: date) -> str:
        """12 MAY."""
        return f"{day.day} {self.month(day)}"

    def full(self, day: date) -> str:
        """12 MAY 2026: the month in letters, so that nobody swaps day and month."""
        return f"{day.day:02d} {self.month(day)} {day.year}"

    def weekdays(self, days: Iterable[int]) -> str:
        """Mon, Tue, Fri from 1, 2, 5."""
        names = self.several("calendar.weekdays")
        return ", ".join(names[day - 1] for day in sorted(days))

    def days_a_week(self, days: int) -> str:
        if days == 7:
            return self.say("dose.every_day")
        return self.say("dose.day") if days == 1 else self.say("dose.days", n=days)

    def days_this_week(self, days: int) -> str:
        if days == 7:
            return self.say("act.each_day")
        return self.say("act.day_this_week") if days == 1 else self.say("act.days_this_week", days=days)

    def load(self, kilos: float) -> str:
        """A weight in the clinic's unit, never above what was dosed."""
        if self.metric:
            return self.say("dose.kilos", n=number(kilos))
        pounds = int(kilos * POUNDS_PER_KILO + 1e-9)
        return self.say("dose.pound") if pounds == 1 else self.say("dose.pounds", n=pounds)

    def money(self, amount: float) -> str:
        return self.say("visit.money", n=number(amount) if amount == int(amount) else f"{amount:.2f}")


def number(value: float) -> str:
    """Up to three decimals, none when they are zero."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def sentence(text: str) -> str:
    """The text with a capital and a full stop."""
    text = text.strip()
    return f"{text[:1].upper()}{text[1:]}" + ("" if text.endswith((".", "?", ":")) else ".")
