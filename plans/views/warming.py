"""What the first request of a worker would otherwise wait for."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.urls import get_resolver

from plans.actions.warming import DAY, NOBODY, preview_of_nobody, warm_printer
from plans.forms.medicines import BesideForm
from plans.intake.sig import read_sig
from plans.knowledge.loader import load
from plans.views.medicine_lines import alerts_of
from plans.views.why import rules

LINE = "ibuprofen 400 tid"


def warm_up() -> None:
    """Make every table, form and template of the live panels once, without a database.

    Alerts are to follow the last key within 150 ms: the first of them took a second.
    """
    knowledge, preview = load(), preview_of_nobody()
    rules()
    knowledge.medicines.names.search(LINE)
    read_sig(LINE, knowledge.sig_words, DAY)
    BesideForm({}, answers=NOBODY, words=knowledge.vocabulary, units={})
    render_to_string("plans/medicines/_live.html", {"preview": preview, "alerts": alerts_of(preview)})
    warm_printer()
    get_resolver().url_patterns  # noqa: B018 - reading it imports every view
