"""What is signed is rendered in the background, and what takes too much is told in plain words."""

from __future__ import annotations

from typing import Any

import pytest

from plans.actions import Refused, accept_translations, change_clinic, print_draft, print_handout
from plans.actions.keeping import keep_handout, usual_file
from plans.handout.limits import Limits, Renderer
from plans.models import Draft, HandoutFile, PlanVersion, Printout, User
from tests.actions.course import built_draft, office_worker, sign_both, signed_version

ONE_PAGE = {"edition": "summary", "language": "en", "paper": "letter"}


def test_signing_keeps_the_usual_handout(
    pat: User, dana: User, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    draft = built_draft(pat)
    with django_capture_on_commit_callbacks(execute=True):
        version = sign_both(draft, pat, dana).version
    file = HandoutFile.objects.get()
    assert (file.version, file.edition, file.language, file.paper) == (version, "standard", "en", "letter")
    assert not Printout.objects.exists()  # kept is not printed


def test_the_kept_file_is_what_is_printed(version: PlanVersion, fran: User, monkeypatch: Any) -> None:
    kept = usual_file(version)
    monkeypatch.setattr("plans.actions.printing.renderer", None)
    asked = {"edition": "standard", "language": "en", "paper": "letter"}
    assert print_handout(version=version, by=fran, **asked).pk == kept.pk


def test_a_file_is_kept_in_large_print_for_who_needs_it(pat: User, dana: User) -> None:
    answers = office_worker(life__barriers=["low_vision"])
    assert usual_file(signed_version(pat, dana, answers)).edition == "large-print"


def test_the_patients_language_is_kept_once_it_may_go_out(pat: User, dana: User, alex: User) -> None:
    change_clinic(by=alex, languages=["en", "es"])
    version = signed_version(pat, dana, office_worker(patient__language="es"))
    assert usual_file(version).language == "en"
    accept_translations(by=alex)
    assert usual_file(version).language == "es"


def test_keeping_twice_keeps_one_file(version: PlanVersion) -> None:
    assert keep_handout.call(version.pk) == keep_handout.call(version.pk)
    assert HandoutFile.objects.count() == 1


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(seconds=0.01), "took more than 20 seconds"),
        (Limits(megabytes=60), "took too much memory"),
    ],
)
def test_what_takes_too_much_is_stopped_and_told(
    limits: Limits, words: str, version: PlanVersion, draft: Draft, pat: User, monkeypatch: Any
) -> None:
    narrow = Renderer(limits)
    monkeypatch.setattr("plans.actions.printing.renderer", lambda: narrow)
    for refusing in (
        lambda: print_handout(version=version, by=pat, **ONE_PAGE),
        lambda: print_draft(draft=draft, by=pat, **ONE_PAGE),
    ):
        with pytest.raises(Refused, match=words) as refused:
            refusing()
        assert "Nothing was printed" in refused.value.message
    narrow.stop()
    assert not HandoutFile.objects.exists()
    assert not Printout.objects.exists()
