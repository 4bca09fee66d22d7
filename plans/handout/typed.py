"""Typed text as text: no control characters, no marks that turn the direction of what follows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
_SPACE = re.compile(r"[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
# Overrides, embeddings, isolates and marks of direction; joiners stay, names are written with them.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_REFUSED = ("Cc", "Cs", "Co", "Cn")


def clean(text: str) -> str:
    """The same words without anything that is not a letter, sign, mark or space."""
    if text.isascii() and text.isprintable():
        return text
    text = _TURNING.sub("", _SPACE.sub(" ", text))
    return "".join(letter for letter in text if unicodedata.category(letter) not in _REFUSED)


def cleaned(value: T) -> T:
    """A content value with every string cleaned; pictures and mappings keep their keys."""
    result: Any = value
    if isinstance(value, str):
        result = clean(value)
    elif isinstance(value, tuple):
        result = tuple(cleaned(item) for item in value)
    elif isinstance(value, Mapping):
        result = {key: cleaned(item) for key, item in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        result = replace(value, **{f.name: cleaned(getattr(value, f.name)) for f in fields(value)})
    return result  # type: ignore[no-any-return]


def shortened(text: str, most: int = 40) -> str:
    """At most ``most`` characters, cut with an ellipsis (PR-14)."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
