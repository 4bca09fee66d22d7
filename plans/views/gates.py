"""What must be settled before signing, in words and with the place where it is settled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from plans.forms.decisions import DecisionForm
from plans.forms.intake import QUESTION_BY_PATH
from plans.models import Draft
from plans.templatetags.plan_words import exercise_title, rule
from plans.views.patients import clinic_words

CLAUSE = re.compile(r"[:.;] ")  # a message says first what is wrong, then what to do
CONFIRMED_HERE = frozenset({"REF-CLEAR", "dose-absurd", "rf-self-harm"})


@dataclass(frozen=True, slots=True)
class Gate:
    """``form`` is the decision that opens it, where one does; else the answer at ``address`` does."""

    id: str
    words: str
    address: str
    form: DecisionForm | None = None


def gates_of(draft: Draft, plan: dict[str, Any]) -> dict[str, list[Gate]]:
    """The closed gates of each signature."""
    said = {alert["rule"]: alert["message"] for alert in plan.get("medication", {}).get("alerts", ())}
    return {who: [gate_of(draft, id_, said) for id_ in ids] for who, ids in plan.get("signing", {}).items()}


def gate_of(draft: Draft, id_: str, said: Mapping[str, str]) -> Gate:
    """``said``: the message of each alert of the plan."""
    pk = draft.patient_id
    if id_ == "NJ-RF":
        return Gate(id_, _("The red flags were not asked."), reverse("intake", args=[pk]) + "#f_red_flags")
    if id_ in ("medications", "allergies"):
        words = (
            _("The medicines were not asked.") if id_ == "medications" else _("The allergies were not asked.")
        )
        return Gate(
            id_,
            words,
            reverse("medicines", args=[pk]) + ("#list" if id_ == "medications" else "#f_allergies"),
        )
    if id_ in QUESTION_BY_PATH:
        question = QUESTION_BY_PATH[id_]
        words = _("“%(label)s” is not answered.") % {"label": question.label}
        return Gate(id_, words, reverse("intake", args=[pk]) + f"#f_{question.column}")
    if id_.startswith("exercise:"):
        words = _("“%(name)s” is put in against a precaution: give the reason.")
        name = exercise_title(id_.partition(":")[2])
        return Gate(id_, words % {"name": name}, f"#line-{id_.replace(':', '-')}")
    if id_ in CONFIRMED_HERE:
        row = rule(id_)
        form = DecisionForm(line=f"gate:{id_}", action="confirm", words=clinic_words())
        return Gate(id_, row.words if row else id_, "#gates", form)
    words = _("No decision yet: %(alert)s") % {"alert": CLAUSE.split(said.get(id_, id_), maxsplit=1)[0]}
    return Gate(id_, words, f"#alert-{id_}")
