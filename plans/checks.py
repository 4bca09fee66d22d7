"""What must hold before anything runs: the knowledge loads, and production has its secrets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from plans.knowledge.loader import load
from plans.knowledge.reading import KnowledgeError


@register()
def check_knowledge(app_configs: Sequence[Any] | None = None, **_: Any) -> list[CheckMessage]:
    """A broken knowledge file, named with its key and the reason."""
    try:
        load()
    except KnowledgeError as error:
        return [Error(f"Knowledge cannot be used. {error}", id="plans.E001")]
    return []


@register(Tags.security, deploy=True)
def check_secrets(app_configs: Sequence[Any] | None = None, **_: Any) -> list[CheckMessage]:
    """What production cannot do without."""
    found: list[CheckMessage] = []
    if not settings.DEBUG and not _has_secret_key():
        found.append(
            Error(
                "CAREPLAN_SECRET_KEY is missing.",
                hint="Set it to 50 or more random characters, or CAREPLAN_DEBUG=1 on your own machine.",
                id="plans.E002",
            )
        )
    if not settings.DEBUG and not settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "CAREPLAN_HOSTS is missing.",
                hint="The names the site is reached by, with commas: careplan.example.org",
                id="plans.E003",
            )
        )
    return found


def _has_secret_key() -> bool:
    try:
        return bool(settings.SECRET_KEY)
    except ImproperlyConfigured:
        return False


def refuse_unready() -> None:
    """Raise ImproperlyConfigured when the site must not be served. System checks do not run under WSGI."""
    found = [*check_secrets(), *check_knowledge()]
    if found:
        raise ImproperlyConfigured("\n".join(f"{message.msg} {message.hint or ''}" for message in found))
