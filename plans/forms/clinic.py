"""The clinic's own settings: how it is reached, its paper, its lines and its wording."""

from __future__ import annotations

from collections.abc import Mapping
from math import floor
from typing import Any
from xml.etree import ElementTree

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.contrast import LEAST, is_color, least_contrast
from plans.forms.helpers import plain_helper
from plans.knowledge.loader import load
from plans.knowledge.words import LANGUAGES
from plans.models import Clinic

RESOURCES = 6
RESOURCE_PARTS = ("name", "what", "phone", "days", "cost", "language")
MOST_LOGO = 60_000


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
                ("closing_en", "closing_es", "national_lines", "accent_color", "logo_svg"),
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


def fault_of_svg(svg: str) -> str | None:
    """Why a logo cannot be used: too large, no SVG, or with scripts or addresses in it."""
    if len(svg) > MOST_LOGO:
        return _("The logo is too large: at most 60,000 characters.")
    if "<!" in svg:
        return _("Leave out document types, entities and comments.")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError:
        return _("This is not the text of an SVG file.")
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return _("This is not the text of an SVG file.")
    for element in root.iter():
        name = element.tag.rpartition("}")[2].lower()
        if name in ("script", "foreignobject", "image", "style", "use", "a"):
            return _("The logo must not hold <%(name)s>.") % {"name": name}
        for attribute, value in element.attrib.items():
            if attribute.lower().startswith("on") or "href" in attribute.lower() or "url(" in value.lower():
                return _("The logo must not hold scripts or addresses.")
    return None
