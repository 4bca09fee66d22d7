"""The medicine list: one entry as a form, and an entry in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.actions.intake import parse_answers
from plans.forms.helpers import plain_helper
from plans.forms.intake import QUESTIONS, CardLayout, FoldedLayout, IntakeForm, SectionLayout
from plans.forms.questions import QuestionField
from plans.forms.typed import show_date, show_number
from plans.intake.faults import Ask
from plans.intake.fields import FIELD_BY_PATH, TABLES, Section
from plans.intake.sig import doubtful_amounts
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.loader import load

# The key is given by the product, the typed line belongs to the line itself, classes to its questions.
HIDDEN = frozenset({"key", "entered_as", "classes_assumed", "product"})
FIRST = (
    "drug",
    "dose_mg",
    "units_per_dose",
    "times_per_day",
    "every_hours",
    "as_needed",
    "max_per_day",
    "started_on",
)
PARTS = tuple(part for part in TABLES["medications"] if part.path not in HIDDEN)
KEPT = ("key", "product", "entered_as", "classes_assumed")
BESIDE = (
    FIELD_BY_PATH["allergies"],
    *(question for question in QUESTIONS if question.section in (Section.MEDICINES, Section.HEALTH)),
)

Entry = dict[str, Any]
FIRST_NUMBER = re.compile(r"\s*\d")


def name_of(path: str) -> str:
    return path.replace(".", "_")


class EntryForm(forms.Form):
    """One medicine of the list at place ``at``; ``entries`` is the list it stands or will stand in."""

    def __init__(
        self,
        data: Any = None,
        *,
        answers: Mapping[str, Any],
        at: int,
        words: Vocabulary,
    ) -> None:
        super().__init__(data, auto_id="id_%s")
        self.answers, self.at, self.words = answers, at, words
        self.asks: dict[str, list[Ask]] = {}
        self.doubts: tuple[str, ...] = ()  # asked once: "Right as it is" saves them
        entries = answers.get("medications") or []
        self.stored: Entry = dict(entries[at]) if at < len(entries) else {}
        for part in PARTS:
            stored = _stored_at(self.stored, part.path)
            if part.path == "drug" and stored is None and self.stored.get("product"):
                stored = words.products.get(self.stored["product"], self.stored["product"])
            self.fields[name_of(part.path)] = QuestionField(part, words, stored=stored)

    def initial_of(self, name: str) -> Any:
        return self.fields[name].initial

    def entry(self) -> Entry:
        """The entry as intake JSON, with what was typed and what the form does not show."""
        found: Entry = {key: self.stored[key] for key in KEPT if key in self.stored}
        for part in PARTS:
            value = self.cleaned_data.get(name_of(part.path))
            if value is None:
                continue
            group, _dot, name = part.path.rpartition(".")
            (found.setdefault(group, {}) if group else found)[name] = value
        return self._product_stays(found)

    def _product_stays(self, found: Entry) -> Entry:
        """The shown name of a combination product stands for its id as long as nobody changes it."""
        product = found.pop("product", None)
        if product and found.get("drug") == self.words.products.get(product, product):
            del found["drug"]
            found["product"] = product
        elif product and found.get("key"):
            del found["key"]
        return found

    def entries(self) -> list[Entry]:
        """The whole list with this entry in its place."""
        entries = list(self.answers.get("medications") or [])
        return [*entries[: self.at], self.entry(), *entries[self.at + 1 :]]

    def clean(self) -> dict[str, Any]:
        start = f"medications[{self.at}]"
        parsed = parse_answers({**self.answers, "medications": self.entries()}, complete=False)
        for fault in parsed.faults:
            if fault.path.startswith(start):
                name = name_of(fault.path[len(start) :].lstrip("."))
                self.add_error(name if name in self.fields else None, fault.message)
        if not self.errors:
            doubts = doubtful_amounts(self._named(self.entry()), load().sig_words)
            self.doubts = tuple(asked.text for asked in doubts if asked.answer_needed)
        return self.cleaned_data

    def _named(self, entry: Entry) -> Entry:
        """The entry with the id of its medicine in place of the name."""
        drug = str(entry.get("drug", ""))
        return {**entry, "drug": self.words.drug_names.get(drug.strip().lower(), drug)}

    @property
    def helper(self) -> FormHelper:
        helper = plain_helper("plans/questions/field.html")
        more = [name_of(part.path) for part in PARTS if part.path not in FIRST]
        helper.layout = Layout(*FIRST, FoldedLayout(more))
        return helper


def _stored_at(entry: Mapping[str, Any], path: str) -> Any:
    group, _dot, name = path.rpartition(".")
    inside = entry.get(group) if group else entry
    return inside.get(name) if isinstance(inside, Mapping) else None


class BesideForm(IntakeForm):
    """Allergies, opioid safety and laboratory, on the page of the medicines."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, questions=BESIDE, **kwargs)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout = Layout(
            CardLayout(_("Allergies and intolerances"), ["allergies"]),
            CardLayout(
                _("Opioid safety"), [field.column for field in BESIDE if field.group == "opioid_safety"]
            ),
            SectionLayout(Section.HEALTH),
        )
        return helper


def entry_name(entry: Mapping[str, Any], words: Vocabulary) -> str:
    """The medicine's name, with the brand behind it when it was typed; an unlisted text stays as it is."""
    product, drug = str(entry.get("product") or ""), str(entry.get("drug", ""))
    known = words.drugs.get(drug) or words.drugs.get(words.drug_names.get(drug.lower(), ""))
    if not product and known is None:
        return drug
    name = known.name if known is not None else words.products.get(product, product)
    typed = FIRST_NUMBER.split(str(entry.get("entered_as") or drug))[0].strip(" ,;-#")
    said = name.lower().split()[0] in typed.lower() or typed.lower() in (drug, product)
    return name if said or not typed else f"{name} ({typed})"


def creatinine_words(answers: Mapping[str, Any]) -> str:
    """Serum creatinine in both units, or nothing when it is not recorded."""
    for path in ("labs.serum_creatinine_mg_dl", "labs.serum_creatinine_umol_l"):
        value, question = answers.get(path), FIELD_BY_PATH[path]
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            (other,) = question.other_units
            return f"{value:g} {question.unit} ({value * other.per_stored:.3g} {other.unit})"
    return ""


def entry_words(entry: Mapping[str, Any]) -> str:
    """How the medicine is taken, as one line."""
    parts = [*_amount_words(entry), *_times_words(entry)]
    if entry.get("as_needed"):
        parts.append(_("only when needed"))
    if most := entry.get("max_per_day"):
        parts.append(_("at most %(n)s doses a day") % {"n": most})
    if most := entry.get("max_units_per_day"):
        parts.append(_("at most %(n)s tablets a day") % {"n": show_number(most)})
    if most := entry.get("max_mg_per_day"):
        parts.append(_("at most %(n)s mg a day") % {"n": show_number(most)})
    return ", ".join(parts)


def _amount_words(entry: Mapping[str, Any]) -> list[str]:
    found = []
    if (units := entry.get("units_per_dose")) is not None:
        low = entry.get("units_per_dose_low")
        amount = f"{show_number(low)}-{show_number(units)}" if low is not None else show_number(units)
        found.append(_("%(n)s each time") % {"n": amount})
    if (mg := entry.get("dose_mg")) is not None:
        low = entry.get("dose_mg_low")
        found.append(
            f"{show_number(low)}-{show_number(mg)} mg" if low is not None else f"{show_number(mg)} mg"
        )
    if isinstance(doses := entry.get("doses_mg"), Mapping):
        slots = [(slot, mg) for slot, mg in doses.items() if mg]
        found.append(", ".join(f"{show_number(mg)} mg {slot}" for slot, mg in slots))
    if (rate := entry.get("patch_mcg_per_hour")) is not None:
        found.append(f"{show_number(rate)} mcg/h")
    return found


def _times_words(entry: Mapping[str, Any]) -> list[str]:
    if isinstance(times := entry.get("times_per_day"), int):
        found = [ngettext("once a day", "%(n)s times a day", times) % {"n": times}]
    elif hours := entry.get("every_hours"):
        longest = entry.get("every_hours_longest")
        found = [_("every %(n)s hours") % {"n": f"{hours}-{longest}" if longest else hours}]
    else:
        found = []
    if slots := entry.get("slots"):
        found.append(" + ".join(str(slot) for slot in slots))
    return found


def days_words(entry: Mapping[str, Any]) -> str:
    """Since when, and whether it ended."""
    parts = []
    if started := entry.get("started_on"):
        parts.append(_("since %(day)s") % {"day": show_date(started)})
    if stopped := entry.get("stopped_on"):
        parts.append(_("stopped %(day)s") % {"day": show_date(stopped)})
    if planned := entry.get("stop_planned_on"):
        parts.append(_("planned to stop %(day)s") % {"day": show_date(planned)})
    return ", ".join(parts)
