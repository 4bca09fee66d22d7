"""How settings read the environment: three typed helpers, and the address of a database."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

YES, NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: bool = False) -> bool:
    word = text(name, "1" if default else "0").lower()
    if word not in YES | NO:
        raise ImproperlyConfigured(f"{name}: {word!r} is neither yes nor no (1 or 0)")
    return word in YES


def number(name: str, default: int, low: int, high: int) -> int:
    word = text(name, str(default))
    if not word.isdecimal() or not low <= int(word) <= high:
        raise ImproperlyConfigured(f"{name}: {word!r} is not a whole number from {low} to {high}")
    return int(word)


def words(name: str) -> list[str]:
    """A list written with commas."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def postgresql(address: str) -> dict[str, Any]:
    """Django's settings for ``postgres://user:password@host:port/name?option=value``.

    ``host`` may be given as an option, which is how a folder with a Unix socket is written.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or postgresql://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or options.pop("user", "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
