"""A decision on one line of the plan, as it is typed: the action's own fields and a reason."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _

from plans.forms.helpers import plain_helper
from plans.forms.questions import QuestionField
from plans.intake.fields import TABLES, Field
from plans.intake.fields.deciding import DOSE_PARTS, ON, TIME
from plans.intake.vocabulary import Vocabulary

ENTRY = {part.path: part for part in TABLES["medications"]}
CHANGED_ENTRY = tuple(
    ENTRY[name]
    for name in ("dose_mg", "units_per_dose", "times_per_day", "as_needed", "max_per_day", "slots")
)
ADDED_ENTRY = (ENTRY["drug"], *CHANGED_ENTRY)
FIELDS: Mapping[tuple[str, str], tuple[Field, ...]] = {
    ("exercise", "change"): DOSE_PARTS,
    ("medication", "stop"): (ON,),
    ("medication", "change"): (*CHANGED_ENTRY, ON),
    ("option", "add"): ADDED_ENTRY,
    ("entry", "move"): (TIME,),
}
REASON_NEEDED = frozenset({("alert", "override"), ("medication", "continue"), ("gate", "confirm")})
MOST_REASON = 2000
VALUE = "value."


def fields_of(line: str, action: str) -> tuple[Field, ...]:
    """The fields that the value of this action has."""
    return FIELDS.get((line.partition(":")[0], action), ())


class DecisionForm(forms.Form):
    """Line and action are fixed by the page; ``value`` reads the fields of the action as intake JSON.

    Many of these forms stand on one page, so the names of their controls begin with line and action,
    after the ``place`` when one line stands in two places. ``only`` leaves out what a line has not.
    """

    reason = forms.CharField(
        required=False, max_length=MOST_REASON, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        line: str,
        action: str,
        words: Vocabulary,
        stored: Mapping[str, Any] | None = None,
        place: str = "",
        only: Collection[str] | None = None,
    ) -> None:
        super().__init__(data, auto_id="id_%s", prefix=f"{place}{line}:{action}")
        self.line, self.action, self.place = line, action, place
        for part in fields_of(line, action):
            if only is not None and part.path not in only:
                continue
            self.fields[f"{VALUE}{part.path}"] = QuestionField(
                part, words, stored=(stored or {}).get(part.path)
            )
        self.order_fields([*(name for name in self.fields if name.startswith(VALUE)), "reason"])
        reason = self.fields["reason"]
        reason.label = _("Reason")
        reason.required = self.needs_reason

    @property
    def needs_reason(self) -> bool:
        return (self.line.partition(":")[0], self.action) in REASON_NEEDED

    def value(self) -> dict[str, Any] | None:
        """What was typed, without what was left empty; ``None`` when nothing was."""
        found = {
            name.removeprefix(VALUE): typed
            for name, typed in self.cleaned_data.items()
            if name.startswith(VALUE) and typed is not None
        }
        return found or None

    @property
    def helper(self) -> FormHelper:
        return plain_helper("plans/questions/any.html")
