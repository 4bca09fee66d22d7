"""What a clinic still has to review: rows without a reviewer, and rows whose review is overdue."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from plans.knowledge.reading import read_toml
from plans.knowledge.references import Row, all_rows

MONTHS = 12


@dataclass(frozen=True, slots=True)
class RowReview:
    """One row's standing. ``checked_on``: held against its source; ``due_on``: reviewed, again then."""

    file: str
    key: str
    mark: str
    checked_on: date | None
    reviewed_by: str
    reviewed_on: date | None
    due_on: date | None

    def is_unreviewed(self) -> bool:
        """Whether no licensed clinician has reviewed the row."""
        return not self.reviewed_by

    def is_overdue(self, today: date) -> bool:
        """Whether the review has to be repeated. Nothing stops because of it."""
        return self.due_on is not None and self.due_on < today


def reviews() -> Iterator[RowReview]:
    """Every knowledge row that can be checked and reviewed, in file order."""
    months: int = read_toml("about.toml")["review"]["every_months"]
    for row in all_rows():
        if "reviewed_by" in row.data and "checked_on" in row.data:
            yield _review(row, months)


def _review(row: Row, months: int) -> RowReview:
    reviewed_on = row.data.get("reviewed_on") or None
    return RowReview(
        file=row.file,
        key=row.key,
        mark=str(row.data.get("mark", "")),
        checked_on=row.data.get("checked_on") or None,
        reviewed_by=str(row.data["reviewed_by"]),
        reviewed_on=reviewed_on,
        due_on=_months_after(reviewed_on, months) if reviewed_on else None,
    )


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
