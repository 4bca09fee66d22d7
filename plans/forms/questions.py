"""Form fields made from the table of questions. They carry what was typed; the parser judges it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from plans.actions.intake import ADDED_UP, add_up
from plans.forms.typed import (
    NO,
    NONE_OF_THESE,
    YES,
    read_paper,
    show_date,
    show_number,
    to_json,
    to_typed,
)
from plans.intake.faults import Ask
from plans.intake.fields import FIELDS, LICENCES, TABLES, Field, Kind, Licence, Section
from plans.intake.vocabulary import Vocabulary
from plans.knowledge.loader import load

MOST_ROWS = 20
ITEMS = "items"  # the part of a total where the answers of a form on paper are typed to be added up
OTHERS = "others"  # the part of a list of boxes where answers that are not listed are typed
SHOWN_ROWS = {"psfs": 3, "goals": 2, "allergies": 2}
SHORT_LIST = 6
LONG_LABEL = 34  # characters on average: such a list stands in two columns, others in four
TIMED_SECTIONS = frozenset({Section.TOLERANCE, Section.CORE, Section.AEROBIC})
GROUPS = frozenset({Kind.BOOLEAN, Kind.CHOICE, Kind.CHOICES, Kind.INTEGERS, Kind.AGREEMENT, Kind.RECORDS})
CONTROL = {
    Kind.INTEGER: "number",
    Kind.NUMBER: "number",
    Kind.NUMBER_OR_WORD: "number",
    Kind.NUMBERS: "number",
    Kind.BOOLEAN: "yes_no",
    Kind.DATE: "text",
    Kind.TIME: "text",
    Kind.TEXT: "text",
    Kind.CHOICE: "choice",
    Kind.CHOICES: "choices",
    Kind.INTEGERS: "items",
    Kind.AGREEMENT: "agreement",
    Kind.RECORDS: "records",
}
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Paper:
    """A questionnaire that is filled on paper: answers typed as numbers in their order make its total."""

    path: str
    items: int
    low: int
    high: int
    missing: str

    def total(self, typed: str) -> int | None:
        """The total of what was typed; ``None`` when it cannot be read or too little is answered."""
        answers = read_paper(typed, self.low, self.high, self.items)
        return None if answers is None else add_up(self.path, answers)

    def words(self, typed: str) -> str:
        """What came of the answers typed so far."""
        answers = read_paper(typed, self.low, self.high, self.items)
        if answers is None:
            return _("At most %(items)s answers, each %(low)s to %(high)s, or - for one left out.") % {
                "items": self.items,
                "low": self.low,
                "high": self.high,
            }
        known = sum(answer is not None for answer in answers)
        said = _("%(known)s of %(items)s answered") % {"known": known, "items": self.items}
        total = add_up(self.path, answers)
        return (
            f"{said}: {total}"
            if total is not None
            else _("%(said)s: not scored (%(why)s)")
            % {
                "said": said,
                "why": self.missing,
            }
        )


@cache
def papers() -> Mapping[str, Paper]:
    """The forms on paper that are added up, by the question that takes the total."""
    rows = {path: load().movement.instruments[name] for path, name in ADDED_UP.items()}
    return {
        path: Paper(path, row.items, row.item_minimum, row.item_maximum, row.missing)
        for path, row in rows.items()
    }


# Where the terms of an instrument stand on screen: at its first question, of the quick intake if it has one.
LICENCE_AT = {row.licence: row.path for row in sorted(FIELDS, key=lambda row: row.core) if row.licence}


class QuestionWidget(forms.Widget):
    """Collects what was typed for one question; templates in ``plans/questions`` draw it."""

    def __init__(self, question: Field) -> None:
        super().__init__()
        self.question = question

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = typed_from(data, self.question, name)
        paper = papers().get(self.question.path)
        if paper is None or typed.strip():
            return typed
        total = paper.total(data.get(f"{name}.{ITEMS}", ""))
        return typed if total is None else str(total)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key == name or key.startswith(f"{name}.") for key in data)


def typed_from(data: Any, question: Field, name: str) -> Any:
    """What was typed for ``question`` in a submitted form, in the shape of ``typed.to_typed``."""
    match question.kind:
        case Kind.CHOICES:
            return _choices_from(data, name)
        case Kind.INTEGERS | Kind.AGREEMENT:
            return [
                data.get(f"{name}.{at}", "") for at in range(question.length[1] if question.length else 0)
            ]
        case Kind.RECORDS:
            return _rows_from(data, question, name)
    if question.other_units:
        return {"text": data.get(name, ""), "unit": data.get(f"{name}.unit", question.unit or "")}
    return data.get(name, "")


def _choices_from(data: Any, name: str) -> list[str]:
    """The boxes ticked, then what was typed beside them, one answer a line."""
    ticked = data.getlist(name) if hasattr(data, "getlist") else list(data.get(name, ()))
    lines = (line.strip() for line in data.get(f"{name}.{OTHERS}", "").splitlines())
    return [*ticked, *(line for line in lines if line and line not in ticked)]


def _rows_from(data: Any, question: Field, name: str) -> list[Any]:
    parts = TABLES[question.table or ""]
    rows: list[Any] = [NONE_OF_THESE] if data.get(f"{name}.none") else []
    for at in range(MOST_ROWS):
        prefix = f"{name}.{at}."
        if any(key.startswith(prefix) for key in data):
            rows.append({part.path: typed_from(data, part, prefix + part.path) for part in parts})
    return rows


@dataclass(frozen=True, slots=True)
class Part:
    """One control inside a question: an item of a questionnaire or a cell of a table of entries."""

    question: Field
    name: str
    label: str
    typed: Any
    options: Options = field(default_factory=list)
    first: bool = False

    @property
    def id(self) -> str:
        """The first part carries the question's own id, so that the error summary can link to it."""
        return f"id_{self.name.partition('.')[0]}" if self.first else f"id_{self.name}"


class BoundQuestion(forms.BoundField):
    """A question inside a form, with what its template needs."""

    field: QuestionField

    @property
    def asks(self) -> list[Ask]:
        """What to ask about once."""
        found: dict[str, list[Ask]] = getattr(self.form, "asks", {})
        return found.get(self.name, [])

    @property
    def faults(self) -> list[str]:
        """What the parser refuses: of what was just typed, or of what stands in the draft as typed."""
        standing: dict[str, list[str]] = getattr(self.form, "standing_faults", {})
        return [*self.errors, *standing.get(self.name, ())]

    @property
    def before(self) -> str:
        """The answer of the visit before, in words; empty when there was none."""
        before: Mapping[str, Any] = getattr(self.form, "before", {})
        value = before.get(self.field.question.path)
        return "" if value is None else in_words(self.field.question, value, self.field.options)

    @property
    def besides(self) -> list[Any]:
        """What follows from the answer, where the page has worked it out."""
        found: Mapping[str, list[Any]] = getattr(self.form, "beside", {})
        return found.get(self.name, [])

    @property
    def groups(self) -> list[tuple[str, Options]]:
        """The answers of a long list under their headings; one group without a heading when it is short."""
        return in_groups(self.field.question, self.field.options)

    @property
    def others(self) -> str:
        """The answers that have no box, one a line: kept as typed, or refused and still to be seen."""
        boxes = {NONE_OF_THESE, *(id_ for id_, _ in self.field.options)}
        return "\n".join(str(word) for word in self.value() or () if word not in boxes)

    @property
    def items(self) -> list[Part]:
        """The items of a questionnaire, in order."""
        question, typed = self.field.question, self.value() or []
        count = question.length[1] if question.length else len(typed)
        prompts = question.prompts or tuple(str(at + 1) for at in range(count))
        return [
            Part(question, f"{self.html_name}.{at}", text, _at(typed, at), first=at == 0)
            for at, text in enumerate(prompts[:count])
        ]

    @property
    def rows(self) -> list[list[Part]]:
        """The rows of a table of entries: those typed, then empty ones."""
        question = self.field.question
        filled = [row for row in self.value() or [] if row != NONE_OF_THESE]
        empty: dict[str, Any] = {}
        blank = max(1, SHOWN_ROWS.get(question.table or "", 1) - len(filled))
        return [self._row(at, row) for at, row in enumerate([*filled, *[empty] * blank])]

    def _row(self, at: int, row: Mapping[str, Any]) -> list[Part]:
        return [
            Part(
                part,
                f"{self.html_name}.{at}.{part.path}",
                part.label,
                row.get(part.path, to_typed(part, None)),
                options(part, self.field.words) if part.kind is Kind.CHOICE else [],
                first=at == 0 and column == 0,
            )
            for column, part in enumerate(TABLES[self.field.question.table or ""])
        ]


class QuestionField(forms.Field):
    """One question. ``clean`` gives the intake's JSON value, not yet held against any limit."""

    def __init__(self, question: Field, words: Vocabulary, unit: str = "", stored: Any = None) -> None:
        self.question = question
        self.words = words
        self.stored = stored
        super().__init__(
            required=False,
            widget=QuestionWidget(question),
            label=question.label,
            help_text=question.help,
            initial=to_typed(question, stored, unit),
        )

    def clean(self, value: Any) -> Any:
        found = to_json(self.question, value)
        unit = value["unit"] if isinstance(value, Mapping) else ""
        # A number shown in another unit is rounded: sent back as it was shown, the stored one stays.
        unchanged = found == to_json(self.question, to_typed(self.question, self.stored, unit))
        return self.stored if unchanged else found

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(to_json(self.question, initial) != to_json(self.question, data))

    def get_bound_field(self, form: Any, field_name: str) -> BoundQuestion:
        return BoundQuestion(form, self, field_name)

    @property
    def options(self) -> Options:
        """The answers of a closed question, id and label, in the order they are offered."""
        return options(self.question, self.words)

    @property
    def licence(self) -> Licence | None:
        """The terms of the question's instrument, where they stand on screen."""
        named = self.question.licence
        return LICENCES[named] if named and LICENCE_AT[named] == self.question.path else None

    @property
    def paper(self) -> Paper | None:
        """How a form on paper is added up beside this question, which takes its total."""
        return papers().get(self.question.path)

    @property
    def longest(self) -> float | None:
        """When a trial ends by itself: at the cap of a tolerance (section 2), else at the hard limit."""
        question = self.question
        limits = question.plausible if question.section is Section.TOLERANCE else question.hard
        return limits.high if self.is_timed and limits is not None else None

    @property
    def is_timed_in_tenths(self) -> bool:
        """Whether a part of a minute or second counts."""
        return self.is_timed and self.question.kind is Kind.NUMBER

    @property
    def is_group(self) -> bool:
        """Whether the question has several controls, so that its label is a legend."""
        return self.question.kind in GROUPS and not self.is_select

    @property
    def is_select(self) -> bool:
        return self.question.kind is Kind.CHOICE and len(self.options) > SHORT_LIST

    @property
    def is_timed(self) -> bool:
        """Whether a stop-watch helps: minutes and seconds that the therapist measures."""
        measured = self.question.section in TIMED_SECTIONS and self.question.kind in (
            Kind.INTEGER,
            Kind.NUMBER,
        )
        return (
            measured
            and self.question.unit in ("min", "s")
            and not self.question.path.startswith("aerobic.mod")
        )

    @property
    def has_long_options(self) -> bool:
        labels = [label for id_, label in self.options]
        return sum(map(len, labels)) > LONG_LABEL * len(labels)

    @property
    def template(self) -> str:
        """The template that draws the question's control."""
        return f"plans/questions/{'select' if self.is_select else CONTROL[self.question.kind]}.html"


def options(question: Field, words: Vocabulary) -> Options:
    """Ids with labels, from the question itself or from the knowledge's words."""
    if question.vocabulary is None:
        found = [(choice.id, choice.label) for choice in question.choices]
        if question.path == "patient.language":
            found = [pair for pair in found if pair[0] in words.languages]
        return found
    labels: Mapping[str, Any] = getattr(words, question.vocabulary)
    return [(id_, str(getattr(label, "name", label))) for id_, label in labels.items()]


def in_groups(question: Field, labels: Options) -> list[tuple[str, Options]]:
    """Red flags by what they point at, conditions by what they change; other lists without headings."""
    heading = HEADINGS.get(question.vocabulary or "", _no_heading)
    return [(name, list(rows)) for name, rows in groupby(labels, key=lambda pair: heading(pair[0]))]


def _no_heading(id_: str) -> str:
    return ""


def _flag_heading(id_: str) -> str:
    return str(load().movement.screen.flags[id_].group).replace("-", " ").capitalize()


def _condition_heading(id_: str) -> str:
    return _("Change the exercises") if load().conditions[id_].is_precaution else _("Change the medicines")


HEADINGS: Mapping[str, Callable[[str], str]] = {
    "red_flags": _flag_heading,
    "conditions": _condition_heading,
}


def in_words(question: Field, value: Any, labels: Options) -> str:
    """A stored answer as a reader sees it."""
    known = dict(labels)
    if isinstance(value, bool):
        return YES.capitalize() if value else NO.capitalize()
    if isinstance(value, list):
        return ", ".join(in_words(question, item, labels) for item in value) or "none"
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part is not None)
    if value is None:
        return "–"
    text = known.get(value) or (show_date(value) if question.kind is Kind.DATE else show_number(value))
    return f"{text} {question.unit}" if question.unit else str(text)


def _at(typed: list[Any], at: int) -> Any:
    return typed[at] if at < len(typed) else ""
