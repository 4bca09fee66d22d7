"""Who the patient is: registering and correcting."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.forms.helpers import PlainForm, plain_helper
from plans.forms.questions import QuestionField
from plans.intake.fields import FIELD_BY_PATH
from plans.intake.parsing import parse
from plans.intake.vocabulary import Vocabulary
from plans.models import Patient

PERSON = ("name", "birth_date", "sex_at_birth", "language", "record_number", "phone")


class PersonForm(forms.Form):
    """The person's own questions of the table, judged by the parser."""

    def __init__(self, data: Any = None, *, words: Vocabulary, person: Patient | None = None) -> None:
        super().__init__(data, auto_id="id_%s")
        self.words = words
        for name in PERSON:
            question = FIELD_BY_PATH[f"patient.{name}"]
            stored = getattr(person, name, None) if person is not None else None
            self.fields[name] = QuestionField(question, words, stored=str(stored) if stored else None)
        if person is None:
            self.fields["language"].initial = "en"

    def clean(self) -> dict[str, Any]:
        typed = {name: value for name, value in self.cleaned_data.items() if value is not None}
        data = {"assessed_on": timezone.localdate().isoformat(), "patient": typed}
        parsed = parse(data, self.words, timezone.localdate(), complete=False)
        for fault in parsed.faults:
            name = fault.path.rpartition(".")[2]
            self.add_error(name if name in self.fields else None, fault.message)
        if not typed.get("name"):
            self.add_error("name", _("Name is needed"))
        self.person = parsed.intake.patient if parsed.intake else None
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """What ``register_patient`` and ``change_patient`` take."""
        assert self.person is not None  # noqa: S101 - read only after is_valid
        found = {name: getattr(self.person, name) for name in PERSON}
        return {name: value if value is not None else EMPTY[name] for name, value in found.items()}

    @property
    def helper(self) -> FormHelper:
        return plain_helper("plans/questions/field.html")


EMPTY: dict[str, Any] = {**dict.fromkeys(PERSON, ""), "birth_date": None, "language": "en"}


class ReasonForm(PlainForm):
    """One reason in words, such as for opening a record in an emergency."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
