"""The clinic's own settings: how it is reached, its paper, its lines and its wording."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.contrast import LEAST, is_color, least_contrast
from plans.forms.helpers import plain_helper
from plans.forms.logo import LogoError, fault_of_svg, read_logo
from plans.knowledge.loader import load
from plans.knowledge.words import LANGUAGES
from plans.logo import pixels_in
from plans.models import Clinic

RESOURCES = 6
RESOURCE_PARTS = ("name", "what", "phone", "days", "cost", "language")


class ClinicForm(forms.ModelForm):  # type: ignore[type-arg]
    """``values`` are what ``change_clinic`` takes."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages of the handout"), widget=forms.CheckboxSelectMultiple
    )
    national_lines = forms.MultipleChoiceField(
        label=gettext_lazy("National lines printed"), required=False, widget=forms.CheckboxSelectMultiple
    )
    paper = forms.ChoiceField(label=gettext_lazy("Paper"), choices=[("letter", "Letter"), ("a4", "A4")])
    units = forms.ChoiceField(
        label=gettext_lazy("Units"),
        choices=[
            ("us", gettext_lazy("Pounds and inches")),
            ("metric", gettext_lazy("Kilograms and centimeters")),
        ],
    )
    tracker_weeks = forms.TypedChoiceField(
        label=gettext_lazy("Weeks on the tracker"), choices=[(12, "12"), (8, "8")], coerce=int
    )
    closing_en = forms.CharField(
        label=gettext_lazy("Closing words"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Printed at the end of the handout, in English."),
    )
    closing_es = forms.CharField(
        label=gettext_lazy("Closing words in Spanish"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    logo_file = forms.FileField(
        label=gettext_lazy("Logo as a picture"),
        required=False,
        allow_empty_file=True,  # read_logo says so in its own words
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
        help_text=gettext_lazy(
            "PNG or JPEG, at most 512 KB and 2,000 pixels a side. It is printed on white, 9 mm high."
        ),
    )
    logo_removed = forms.BooleanField(label=gettext_lazy("Print no logo any more"), required=False)

    class Meta:
        model = Clinic
        fields = (
            "name",
            "address",
            "phone_day",
            "phone_after_hours",
            "emergency_number",
            "hours",
            "portal",
            "copay_limit_usd",
            "mme_notice",
            "duplex",
            "accent_color",
            "logo_svg",
        )
        labels = {
            "name": gettext_lazy("Name of the clinic"),
            "phone_day": gettext_lazy("Phone by day"),
            "phone_after_hours": gettext_lazy("Phone after hours"),
            "emergency_number": gettext_lazy("Emergency number"),
            "hours": gettext_lazy("Opening hours"),
            "portal": gettext_lazy("Patient portal"),
            "copay_limit_usd": gettext_lazy("Co-pay from which the cost line is printed, USD"),
            "mme_notice": gettext_lazy("Own MME notice a day"),
            "duplex": gettext_lazy("Printed on both sides"),
            "accent_color": gettext_lazy("Colour of the headings"),
            "logo_svg": gettext_lazy("Logo as SVG"),
        }
        help_texts = {
            "accent_color": gettext_lazy("Such as #0B4F5C. It must be dark enough on white."),
            "logo_svg": gettext_lazy("Paste the text of an SVG file without scripts or outside addresses."),
            "mme_notice": gettext_lazy("Empty: only the marks of the guideline."),
        }
        widgets = {"logo_svg": forms.Textarea(attrs={"rows": 3, "spellcheck": "false"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clinic = self.instance
        self._kept = clinic.logo_svg if pixels_in(clinic.logo_svg) else ""
        if self._kept:
            self.initial["logo_svg"] = ""
        lines = [row for row in load().self_care.support.lines.values() if row.national]
        choices: Mapping[str, list[tuple[str, str]]] = {
            "languages": list(LANGUAGES.items()),
            "national_lines": [(row.id, row.text["en"]) for row in lines],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name in ("languages", "national_lines", "paper", "units", "tracker_weeks"):
            self.initial[name] = getattr(clinic, name)
        for language in LANGUAGES:
            self.initial[f"closing_{language}"] = clinic.closing.get(language, "")
        self._add_resources(clinic.local_resources)
        for name, field in self.fields.items():
            if field.help_text:  # the message of a mistake is read out before the help
                field.widget.attrs["aria-describedby"] = f"id_{name}_error id_{name}_helptext"

    @property
    def _logo_fields(self) -> tuple[str, ...]:
        """What is kept can be removed; the text of an SVG is removed by emptying its box."""
        return ("logo_file", "logo_removed", "logo_svg") if self._kept else ("logo_file", "logo_svg")

    def _add_resources(self, rows: list[dict[str, str]]) -> None:
        labels = {
            "name": _("Name"),
            "what": _("What it is"),
            "phone": _("Phone"),
            "days": _("Days"),
            "cost": _("Cost"),
            "language": _("Language"),
        }
        for at in range(RESOURCES):
            stored = rows[at] if at < len(rows) else {}
            for part in RESOURCE_PARTS:
                self.fields[f"resource{at}_{part}"] = forms.CharField(
                    label=labels[part], required=False, max_length=120, initial=stored.get(part, "")
                )

    @property
    def resources(self) -> list[list[Any]]:
        """The rows of local groups and services."""
        return [[self[f"resource{at}_{part}"] for part in RESOURCE_PARTS] for at in range(RESOURCES)]

    @property
    def sections(self) -> list[tuple[str, list[Any]]]:
        """The other fields under their headings."""
        groups = (
            (
                _("How the clinic is reached"),
                ("name", "address", "phone_day", "phone_after_hours", "emergency_number", "hours", "portal"),
            ),
            (_("Paper and screen"), ("paper", "duplex", "tracker_weeks", "units", "languages")),
            (_("Numbers the clinic may choose"), ("copay_limit_usd", "mme_notice")),
            (
                _("Wording and look"),
                ("closing_en", "closing_es", "national_lines", "accent_color", *self._logo_fields),
            ),
        )
        return [(heading, [self[name] for name in names]) for heading, names in groups]

    def clean_accent_color(self) -> str:
        color: str = self.cleaned_data["accent_color"].strip()
        if color and not is_color(color):
            raise forms.ValidationError(_("Six hexadecimal digits after #, such as #0B4F5C."))
        if color and (ratio := least_contrast(color)) < LEAST:
            raise forms.ValidationError(
                _("Too light to read: its contrast is %(ratio)s to 1, and headings need %(least)s to 1.")
                % {"ratio": f"{floor(ratio * 10) / 10:.1f}", "least": f"{LEAST:.0f}"}
            )
        return color

    def clean_logo_svg(self) -> str:
        svg: str = self.cleaned_data["logo_svg"].strip()
        if svg and (fault := fault_of_svg(svg)):
            raise forms.ValidationError(fault)
        return svg

    def clean_logo_file(self) -> str:
        """The SVG around the picture, empty without a file."""
        file = self.cleaned_data["logo_file"]
        try:
            return read_logo(file) if file else ""
        except LogoError as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        """One logo of what was given: a file, else a text, else the picture that is kept."""
        super().clean()
        typed = self.cleaned_data
        file = typed.get("logo_file", "")
        if file and self.errors:
            self.add_error("logo_file", _("The picture is good. Choose it again when the rest is mended."))
        if "logo_svg" in typed:
            typed["logo_svg"] = file or typed["logo_svg"] or self._kept_picture(typed)
        return typed

    def _kept_picture(self, typed: dict[str, Any]) -> str:
        return "" if typed["logo_removed"] else self._kept

    def values(self) -> dict[str, Any]:
        """Every setting by the name ``change_clinic`` knows it under."""
        typed = self.cleaned_data
        rows = [
            {part: typed[f"resource{at}_{part}"] for part in RESOURCE_PARTS}
            for at in range(RESOURCES)
            if typed[f"resource{at}_name"]
        ]
        closing = {
            language: typed[f"closing_{language}"] for language in LANGUAGES if typed[f"closing_{language}"]
        }
        own = (*self.Meta.fields, "languages", "national_lines", "paper", "units", "tracker_weeks")
        return {name: typed[name] for name in own} | {"local_resources": rows, "closing": closing}

    @property
    def helper(self) -> FormHelper:
        return plain_helper()
