"""Signing in, one's own password, and the accounts of a clinic."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from plans.forms.helpers import PlainForm, plain_helper
from plans.models import User


class SignInForm(AuthenticationForm):
    @property
    def helper(self) -> FormHelper:
        return plain_helper()


class OwnPasswordForm(PlainForm):
    """The old password and a new one, typed twice."""

    old = forms.CharField(
        label=gettext_lazy("Password now"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        help_text=gettext_lazy("At least 12 characters; four unrelated words are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("New password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        old: str = self.cleaned_data["old"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("This is not your password now."))
        return old

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        validate_password(new, self.user)
        return new

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("new") and self.cleaned_data["new"] != self.cleaned_data.get("again"):
            self.add_error("again", _("The two new passwords differ."))
        return self.cleaned_data


class AccountForm(PlainForm):
    """One person's account: who it is and in which roles."""

    username = forms.CharField(
        label=gettext_lazy("Sign-in name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=150)
    last_name = forms.CharField(label=gettext_lazy("Last name"), max_length=150)
    credential = forms.CharField(
        label=gettext_lazy("Credential"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Printed after the name on signed plans, such as DPT or MD."),
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roles"), required=False, widget=forms.CheckboxSelectMultiple
    )
    is_active = forms.BooleanField(label=gettext_lazy("May sign in"), required=False, initial=True)
    password = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 12 characters. The person changes it after the first sign-in."),
    )

    def __init__(self, *args: Any, roles: dict[str, str], is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_new = is_new
        choices = forms.MultipleChoiceField(choices=list(roles.items())).choices
        self.fields["roles"].choices = choices  # type: ignore[attr-defined]
        if is_new:
            self.fields["password"].required = True
            del self.fields["is_active"]
        else:
            self.fields["username"].disabled = True
            self.fields["password"].help_text = _("Leave empty to keep the password.")
