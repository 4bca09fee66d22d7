"""How a knowledge file is read: TOML from this folder, and one kind of error: file, key and reason."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class KnowledgeError(Exception):
    """A knowledge file is broken. The program must not start with it."""

    def __init__(self, file: str, key: str, reason: str) -> None:
        super().__init__(f"{file}: {key}: {reason}")
        self.file, self.key, self.reason = file, key, reason


def read_whole(name: str) -> dict[str, Any]:
    """The content of ``plans/knowledge/<name>``; raises KnowledgeError when it is not valid TOML."""
    try:
        return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KnowledgeError(name, "file", str(error)) from error


def read_toml(name: str) -> dict[str, Any]:
    """The same without the day of a row's review: it is kept for the review alone, no rule reads it."""
    content: dict[str, Any] = _without_review_days(read_whole(name))
    return content


def _without_review_days(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_review_days(inner) for key, inner in value.items() if key != "reviewed_on"}
    if isinstance(value, list):
        return [_without_review_days(inner) for inner in value]
    return value


def nearest(word: str, allowed: Collection[str]) -> str:
    """A hint such as ``; nearest: naproxen``, or nothing when no allowed word is close."""
    found = difflib.get_close_matches(word, allowed, n=1)
    return f"; nearest: {found[0]}" if found else ""


def need_known(file: str, key: str, words: Collection[str], allowed: Collection[str], what: str) -> None:
    """Refuse the first of ``words`` that is not in ``allowed``."""
    for word in words:
        if word not in allowed:
            raise KnowledgeError(file, key, f"unknown {what} {word!r}{nearest(word, allowed)}")


def need_keys(file: str, key: str, row: Mapping[str, Any], required: Collection[str]) -> None:
    """Refuse a row that lacks one of the ``required`` keys."""
    for name in required:
        if name not in row:
            raise KnowledgeError(file, key, f"missing key {name!r}")
