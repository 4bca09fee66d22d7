"""The intake as a form: every question of the table, in the therapist's working order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK, render_field
from django import forms
from django.template.loader import render_to_string

from plans.actions.intake import parse_answers
from plans.forms.helpers import plain_helper
from plans.forms.questions import ITEMS, QuestionField, papers
from plans.intake.faults import Ask
from plans.intake.fields import FIELD_BY_PATH, FIELDS, SECTION_LABELS, Field, Section
from plans.intake.vocabulary import Vocabulary

# Medicines and allergies have a page of their own, the name and number are the patient's record.
ELSEWHERE = frozenset({"medications", "allergies", "patient.name", "patient.record_number", "patient.phone"})
QUESTIONS: tuple[Field, ...] = tuple(field for field in FIELDS if field.path not in ELSEWHERE)
QUESTION_BY_PATH: Mapping[str, Field] = {field.path: field for field in QUESTIONS}
QUESTION_BY_COLUMN: Mapping[str, Field] = {field.column: field for field in QUESTIONS}
COLUMN_PATHS: Mapping[str, str] = {field.column: field.path for field in FIELDS}
COLUMNS: Mapping[str, str] = {field.path: field.column for field in FIELDS}

Answers = Mapping[str, Any]


def question_of(path: str) -> Field | None:
    """The question of this form a fault or an ask is about: ``pain.regions[3]`` is ``pain.regions``."""
    return FIELD_BY_PATH.get(path.partition("[")[0])


class IntakeForm(forms.Form):
    """Holds what was typed; ``is_valid`` asks the parser, whose words become the errors of the fields.

    ``answers`` are the draft's: path to intake JSON, or the text as typed where it could not be read.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        answers: Answers,
        words: Vocabulary,
        units: Mapping[str, str] | None = None,
        before: Answers | None = None,
        questions: Iterable[Field] = QUESTIONS,
    ) -> None:
        super().__init__(data, auto_id="id_%s")
        self.answers = answers
        self.asks: dict[str, list[Ask]] = {}
        self.standing_faults: dict[str, list[str]] = {}
        self.beside: Mapping[str, list[Any]] = {}  # by column, what follows from the answer
        self.before = before or {}
        self.read: dict[str, Any] = {}
        for question in questions:
            unit = (units or {}).get(question.column, "")
            self.fields[question.column] = QuestionField(question, words, unit, answers.get(question.path))
        if data is None:
            self.judge(answers)

    def clean(self) -> dict[str, Any]:
        # An error takes a value out of cleaned_data; here a refused one is kept as it was typed.
        self.read = dict(self.cleaned_data)
        self.judge(self.typed_answers())
        return self.cleaned_data

    def values(self) -> dict[str, Any]:
        """Path to JSON value of every question of this form, as typed; ``None`` where nothing was."""
        return {COLUMN_PATHS[column]: value for column, value in self.read.items()}

    def sums(self) -> list[tuple[str, str, int | None]]:
        """Of each form on paper that is being added up: column, what came of it, and its total."""
        found = []
        for paper in papers().values():
            column = COLUMNS[paper.path]
            if typed := self.data.get(f"{column}.{ITEMS}", "").strip():
                found.append((column, paper.words(typed), paper.total(typed)))
        return found

    def typed_answers(self) -> dict[str, Any]:
        """The draft's answers with what was typed in their place."""
        merged = {**self.answers, **self.values()}
        return {path: value for path, value in merged.items() if value is not None}

    def judge(self, answers: Answers) -> None:
        """Take over what the parser says of these answers, where it is about a question of this form."""
        parsed = parse_answers(answers, complete=False)
        for fault in parsed.faults:
            column = self._column(fault.path)
            if column and self.is_bound:
                self.add_error(column, fault.message)
            elif column:
                self.standing_faults.setdefault(column, []).append(fault.message)
        for ask in parsed.asks:
            column = self._column(ask.path)
            if column:
                self.asks.setdefault(column, []).append(ask)

    def _column(self, path: str) -> str | None:
        question = question_of(path)
        return question.column if question is not None and question.column in self.fields else None

    @property
    def helper(self) -> FormHelper:
        helper = plain_helper("plans/questions/field.html")
        helper.layout = Layout(*(SectionLayout(section) for section in Section))
        return helper


class SectionLayout(LayoutObject):  # type: ignore[misc]
    """One section: the questions of the quick intake, the others folded behind them."""

    template = "plans/intake/_section.html"

    def __init__(self, section: Section) -> None:
        self.section = section
        mine = [field for field in QUESTIONS if field.section is section]
        self.core = [field.column for field in mine if field.core]
        self.more = [field.column for field in mine if not field.core]
        self.fields: list[str] = [*self.core, *self.more]

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        present = [name for name in self.fields if name in form.fields]
        if not present:
            return ""
        drawn = {name: render_field(name, form, context, template_pack=template_pack) for name in present}
        return render_to_string(
            self.template,
            {
                **context.flatten(),
                "section": self.section,
                "section_label": SECTION_LABELS[self.section],
                "core": [drawn[name] for name in self.core if name in drawn],
                "more": [drawn[name] for name in self.more if name in drawn],
                "more_answered": sum(is_answered(form[name].value()) for name in self.more if name in drawn),
                "more_wrong": any(form[name].errors for name in self.more if name in drawn),
            },
        )


class CardLayout(LayoutObject):  # type: ignore[misc]
    """Fields in a card of their own."""

    template = "plans/questions/card.html"

    def __init__(self, heading: str, names: list[str]) -> None:
        self.heading = heading
        self.fields: list[str] = names

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        drawn = [render_field(name, form, context, template_pack=template_pack) for name in self.fields]
        return render_to_string(self.template, {"heading": self.heading, "drawn": drawn})


class FoldedLayout(LayoutObject):  # type: ignore[misc]
    """Fields folded away behind the ones that are always shown."""

    template = "plans/questions/folded.html"

    def __init__(self, names: list[str]) -> None:
        self.fields: list[str] = names

    def render(self, form: Any, context: Any, template_pack: Any = TEMPLATE_PACK, **kwargs: Any) -> str:
        return render_to_string(
            self.template,
            {
                **context.flatten(),
                "drawn": [
                    render_field(name, form, context, template_pack=template_pack) for name in self.fields
                ],
                "is_open": any(form[name].errors or is_answered(form[name].value()) for name in self.fields),
            },
        )


def is_answered(typed: Any) -> bool:
    """Whether anything was typed for a question."""
    if isinstance(typed, Mapping):
        return any(is_answered(value) for key, value in typed.items() if key != "unit")
    if isinstance(typed, list):
        return any(is_answered(item) for item in typed)
    return bool(typed)
