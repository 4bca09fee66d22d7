"""The one way forms are laid out: no form tag, all errors summarised once, by the page."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _


class PlainForm(forms.Form):
    """A form of plain Django fields, whose summary of errors names each answer that is missing."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("%(label)s is needed") % {"label": field.label}

    @property
    def helper(self) -> FormHelper:
        return plain_helper()


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
