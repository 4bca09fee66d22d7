"""The one way forms are laid out: no form tag, all errors summarised once, by the page."""

from __future__ import annotations

from crispy_forms.helper import FormHelper


def plain_helper(field_template: str = "plans/questions/plain.html") -> FormHelper:
    """A helper whose form tag, button and error summary stand in the template.

    ``form_show_errors`` would print the errors of the whole form a second time; each field's own stand in
    ``field_template``.
    """
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.form_show_errors = False
    helper.field_template = field_template
    return helper
