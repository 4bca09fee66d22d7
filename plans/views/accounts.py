"""Signing in, one's own password, and the accounts of the clinic."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from plans.actions import Refused, add_user, change_user, set_password
from plans.forms.accounts import AccountForm, OwnPasswordForm, SignInForm
from plans.models import User
from plans.permissions import require
from plans.views.pages import role_labels, show, user_of


class SignIn(LoginView):
    form_class = SignInForm
    redirect_authenticated_user = True


@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = OwnPasswordForm(user, request.POST or None)
    if form.is_valid():
        set_password(user=user, password=form.cleaned_data["new"], by=user)
        user.refresh_from_db()
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed."), extra_tags="good")
        return redirect("worklist")
    return show(request, "plans/password.html", form=form)


def accounts(request: HttpRequest) -> HttpResponse:
    require(user_of(request), "manage_users")
    people = User.objects.prefetch_related("groups").order_by("-is_active", "last_name", "first_name")
    labels = role_labels()
    rows = [
        (person, ", ".join(labels[group.name] for group in person.groups.all() if group.name in labels))
        for person in people
    ]
    return show(request, "plans/accounts.html", rows=rows)


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new account, or one that is there."""
    user = user_of(request)
    require(user, "manage_users")
    person = get_object_or_404(User, pk=pk) if pk is not None else None
    form = AccountForm(
        request.POST or None, roles=role_labels(), is_new=person is None, initial=_initial(person)
    )
    if form.is_valid() and _save(form, person, user):
        messages.success(request, _("Saved."), extra_tags="good")
        return redirect("accounts")
    return show(request, "plans/account.html", form=form, person=person)


def _initial(person: User | None) -> dict[str, Any]:
    if person is None:
        return {}
    names = ("username", "first_name", "last_name", "credential", "is_active")
    return {name: getattr(person, name) for name in names} | {
        "roles": list(person.groups.values_list("name", flat=True))
    }


def _save(form: AccountForm, person: User | None, by: User) -> bool:
    """Keep the account; what is refused becomes an error of the form."""
    values = dict(form.cleaned_data)
    password = values.pop("password")
    try:
        if person is None:
            add_user(by=by, password=password, **values)
        else:
            del values["username"]
            change_user(user=person, by=by, **values)
            if password:
                set_password(user=person, password=password, by=by)
    except Refused as refused:
        form.add_error("roles", refused.message)
    except ValidationError as error:
        by_field = error.error_dict if hasattr(error, "error_dict") else {"password": error}
        for name, found in by_field.items():
            form.add_error(name if name in form.fields else None, found)
    return not form.errors
