"""A signed version's usual handout is rendered once it is signed, so that nobody waits for the printer."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from plans.actions.printing import ENGLISH, file_of, may_go_out, usual_edition, usual_paper
from plans.models import HandoutFile, PlanVersion


def keep_soon(version: PlanVersion) -> None:
    """Render in the background once the version is in the database."""
    transaction.on_commit(lambda: keep_handout.enqueue(version.pk))


@task()
def keep_handout(version: int) -> str:
    """Keep the handout of a version as it will be asked for; answers the file's hash.

    Lost without harm: a version whose file is not kept is rendered when it is first printed.
    """
    row = PlanVersion.objects.select_related("patient", "signed_by").get(pk=version)
    return usual_file(row).hash


def usual_file(version: PlanVersion) -> HandoutFile:
    """The edition, language and paper of this patient."""
    return file_of(
        version, usual_edition(version), usual_language(version), usual_paper(version), version.signed_by
    )


def usual_language(version: PlanVersion) -> str:
    """The patient's language where a handout may go out in it, else English."""
    language = version.patient.language
    return language if may_go_out(version, language) else ENGLISH
