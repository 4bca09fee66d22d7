"""The one way forms of plain Django fields are laid out: no form tag, errors summarised by the page."""

from __future__ import annotations

from crispy_forms.helper import FormHelper


def plain_helper() -> FormHelper:
    """A helper whose form tag, button and error summary stand in the template."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = True
    helper.field_template = "plans/questions/plain.html"
    return helper
