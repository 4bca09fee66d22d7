"""One week of the paper tracker, typed back in: seven evenings in one table."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _

from plans.forms.helpers import plain_helper
from plans.forms.questions import QuestionField
from plans.intake.faults import Fault
from plans.intake.fields.journal import JOURNAL_DAY
from plans.intake.vocabulary import Vocabulary

DAYS = 7


class JournalForm(forms.Form):
    """``days`` gives the week's evenings as JSON, an evening without an answer as ``None``."""

    week = forms.TypedChoiceField(coerce=int)

    def __init__(
        self, data: Any = None, *, weeks: Iterable[int], first: date, words: Vocabulary, **kwargs: Any
    ) -> None:
        super().__init__(data, auto_id="id_%s", **kwargs)
        self.first = first
        choices = [(week, self._label(week)) for week in weeks]
        self.fields["week"].choices = choices  # type: ignore[attr-defined]
        self.fields["week"].label = _("Week")
        for day in range(DAYS):
            for part in JOURNAL_DAY:
                self.fields[f"day{day}_{part.path}"] = QuestionField(part, words)

    def _label(self, week: int) -> str:
        start = self.first + timedelta(days=7 * (week - 1))
        return _("Week %(n)s, from %(day)s") % {"n": week, "day": f"{start:%b} {start.day}"}

    @property
    def heads(self) -> list[str]:
        return [part.label for part in JOURNAL_DAY]

    @property
    def rows(self) -> list[tuple[str, list[Any]]]:
        """The table: a day's name and its cells."""
        return [
            (_("Day %(n)s") % {"n": day + 1}, [self[f"day{day}_{part.path}"] for part in JOURNAL_DAY])
            for day in range(DAYS)
        ]

    def days(self) -> list[Any]:
        found: list[Any] = []
        for day in range(DAYS):
            values = {part.path: self.cleaned_data.get(f"day{day}_{part.path}") for part in JOURNAL_DAY}
            found.append({name: value for name, value in values.items() if value is not None} or None)
        return found

    def take_faults(self, faults: Iterable[Fault]) -> None:
        """Errors at their cells: a fault's path ends in ``days[3].pain``."""
        for fault in faults:
            day, _dot, name = fault.path.rpartition("days[")[2].partition("].")
            field = f"day{day}_{name}"
            self.add_error(field if field in self.fields else None, fault.message)

    @property
    def helper(self) -> FormHelper:
        return plain_helper()
