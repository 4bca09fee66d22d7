"""Addresses of the pages. They hold numbers of rows and nothing about a patient."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import URLPattern, path

from plans.views import (
    accounts,
    audit,
    clinic,
    intake,
    journal,
    medicines,
    patients,
    review,
    signing,
    worklist,
)

urlpatterns: list[URLPattern] = [
    path("sign-in/", login_not_required(accounts.SignIn.as_view()), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("password/", accounts.own_password, name="password"),
    path("", worklist.worklist, name="worklist"),
    path("search/", worklist.search, name="search"),
    path("no-role/", worklist.no_role, name="no-role"),
    path("patients/new/", patients.register, name="register"),
    path("patients/<int:pk>/", patients.patient, name="patient"),
    path("patients/<int:pk>/change/", patients.change, name="change"),
    path("patients/<int:pk>/open/", patients.open_next, name="open"),
    path("patients/<int:pk>/emergency/", patients.emergency, name="emergency"),
    path("patients/<int:pk>/intake/", intake.intake, name="intake"),
    path("patients/<int:pk>/intake/full/", intake.intake, {"full": True}, name="intake-full"),
    path("patients/<int:pk>/intake/save/", intake.save, name="intake-save"),
    path("patients/<int:pk>/intake/panel/", intake.panel, name="intake-panel"),
    path("patients/<int:pk>/intake/field/<slug:column>/", intake.field, name="intake-field"),
    path("patients/<int:pk>/finish/", intake.finish, name="finish"),
    path("patients/<int:pk>/medicines/", medicines.medicines, name="medicines"),
    path("patients/<int:pk>/medicines/live/", medicines.live, name="medicines-live"),
    path("patients/<int:pk>/medicines/entry/", medicines.entry, name="medicine-new"),
    path("patients/<int:pk>/medicines/entry/<int:at>/", medicines.entry, name="medicine"),
    path("patients/<int:pk>/medicines/names/", medicines.names, name="medicine-names"),
    path("patients/<int:pk>/plan/", review.review, name="review"),
    path("patients/<int:pk>/plan/decide/", review.decide_line, name="decide"),
    path("patients/<int:pk>/plan/undo/<int:decision>/", review.undo, name="undo"),
    path("patients/<int:pk>/plan/handout/", signing.draft_handout, name="draft-handout"),
    path("patients/<int:pk>/sign/", signing.sign, name="sign"),
    path("versions/<int:pk>/", signing.version, name="version"),
    path("versions/<int:pk>/print/", signing.print_version, name="version-print"),
    path("versions/<int:pk>/journal/", journal.journal, name="version-journal"),
    path("clinic/", clinic.clinic, name="clinic"),
    path("clinic/preview/", clinic.preview, name="clinic-preview"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.account, name="account-new"),
    path("accounts/<int:pk>/", accounts.account, name="account"),
    path("audit/", audit.audit, name="audit"),
]
