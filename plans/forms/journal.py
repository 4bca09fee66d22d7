"""One week of the paper tracker, typed back in as it stands on the paper: a row a thing, a column a day.

Day 0 is the first column: the weekday on which the plan's weeks begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from plans.intake.faults import Fault
from plans.intake.fields.journal import JOURNAL_DAY, JOURNAL_TOTALS
from plans.intake.fields.kinds import Field
from plans.intake.tracker_text import cell_text, cell_value, letters

DAYS = 7
MOST_LETTERS = 40
FEW = 9  # exercises a day that one digit counts
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how xlsx and ods files begin, and xls


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the paper: its cells, and the letters that may be written in them.

    ``keys``: the one key that fills a cell, so that a script may go on to the next; empty for numbers that
    take as many digits as they take.
    """

    name: str
    label: str
    letters: str
    cells: tuple[tuple[str, BoundField], ...]
    keys: str


class JournalForm(forms.Form):
    """``days`` gives the week's evenings as JSON, an evening without an answer as ``None``."""

    week = forms.TypedChoiceField(coerce=int)

    def __init__(
        self, data: Any = None, *, weeks: Iterable[int], first: date, exercises: int = 0, **kwargs: Any
    ) -> None:
        super().__init__(data, auto_id="id_%s", **kwargs)
        self.first, self.few_exercises = first, 0 < exercises <= FEW
        choices = [(week, self._label(week)) for week in weeks]
        self.fields["week"].choices = choices  # type: ignore[attr-defined]
        self.fields["week"].label = _("Week")
        for part in JOURNAL_DAY:
            for day in range(DAYS):
                self.fields[f"day{day}_{part.path}"] = _cell(part)
        for part in JOURNAL_TOTALS:
            self.fields[f"total_{part.path}"] = _cell(part)

    def _label(self, week: int) -> str:
        start = self.first + timedelta(days=7 * (week - 1))
        return _("Week %(n)s, from %(day)s") % {"n": week, "day": f"{start:%b} {start.day}"}

    @property
    def day_names(self) -> list[str]:
        """As on the paper: a week begins on the weekday of the first visit."""
        names = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
        return [*names[self.first.weekday() :], *names[: self.first.weekday()]]

    @property
    def rows(self) -> Iterator[Row]:
        for part in JOURNAL_DAY:
            cells = (self[f"day{day}_{part.path}"] for day in range(DAYS))
            named = tuple(zip(self.day_names, cells, strict=True))
            yield Row(part.path, part.label, letters(part), named, _keys(part, self.few_exercises))

    @property
    def totals(self) -> list[BoundField]:
        return [self[f"total_{part.path}"] for part in JOURNAL_TOTALS]

    @property
    def sums_typed(self) -> bool:
        """Whether the page shows the sums unfolded."""
        return any(field.value() for field in self.totals)

    def clean(self) -> dict[str, Any]:
        if any(self.days()) and self.sums():
            raise forms.ValidationError(_("Type either the evenings or the sums of the week, not both."))
        if not any(self.days()) and not self.sums():
            raise forms.ValidationError(
                _("Nothing is typed yet. A week that was left empty needs no typing.")
            )
        return self.cleaned_data

    def days(self) -> list[Any]:
        found: list[Any] = []
        for day in range(DAYS):
            values = {part.path: self._value(f"day{day}_{part.path}", part) for part in JOURNAL_DAY}
            found.append({name: value for name, value in values.items() if value is not None} or None)
        return found

    def sums(self) -> dict[str, Any] | None:
        values = {part.path: self._value(f"total_{part.path}", part) for part in JOURNAL_TOTALS}
        return {name: value for name, value in values.items() if value is not None} or None

    def _value(self, name: str, part: Field) -> Any:
        return cell_value(part, self.cleaned_data.get(name) or "")

    def take_faults(self, faults: Iterable[Fault]) -> None:
        """Errors at their cells: a fault's path ends in ``days[3].pain`` or ``totals.minutes``."""
        for fault in faults:
            inside = fault.path.rpartition("days[")[2]
            day, _dot, name = inside.partition("].")
            field = f"day{day}_{name}" if name else f"total_{fault.path.rpartition('totals.')[2]}"
            self.add_error(field if field in self.fields else None, fault.message)


class JournalFileForm(forms.Form):
    """Many weeks as a file, or pasted from a table."""

    file = forms.FileField(required=False)
    text = forms.CharField(required=False, strip=False, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, auto_id="csv_%s", **kwargs)
        self.fields["file"].label = _("CSV file")
        self.fields["text"].label = _("Or paste the lines here")

    def clean(self) -> dict[str, Any]:
        """``text`` is what is read: the file's letters where a file was chosen."""
        file = self.cleaned_data.get("file")
        if file is not None:
            self._read(file.read())
        elif not (self.cleaned_data.get("text") or "").strip() and not self.errors:
            self.add_error("text", _("Choose a file or paste lines."))
        return self.cleaned_data

    def _read(self, data: bytes) -> None:
        if data.startswith(SPREADSHEETS):
            self.add_error(
                "file", _("This is a spreadsheet file. Save it as “CSV UTF-8”, then choose that file.")
            )
            return
        try:
            self.cleaned_data["text"] = data.decode("utf-8")
        except UnicodeDecodeError:
            self.add_error("file", _("This file is not text in UTF-8. Save it as “CSV UTF-8”."))


def _cell(part: Field) -> forms.CharField:
    return forms.CharField(required=False, max_length=MOST_LETTERS, label=part.label)


def _keys(part: Field, few_exercises: bool) -> str:
    """The keys of which one alone fills the cell. 1 is none of pain's: it may begin the number 10."""
    if part.choices:
        return "".join(choice.id[0].lower() for choice in part.choices)
    if part.path == "pain":
        return "023456789"
    return "0123456789" if part.path == "exercises" and few_exercises else ""


def typed_week(days: Iterable[Mapping[str, Any] | None], totals: Mapping[str, Any] | None) -> dict[str, str]:
    """What is kept of a week as the form shows it, so that a correction begins with it."""
    found = {
        f"day{day}_{part.path}": cell_text(part, (values or {}).get(part.path))
        for day, values in enumerate(days)
        for part in JOURNAL_DAY
    }
    return found | {
        f"total_{part.path}": cell_text(part, (totals or {}).get(part.path)) for part in JOURNAL_TOTALS
    }
