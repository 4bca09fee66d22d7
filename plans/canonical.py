"""One way to write a value down for a hash, so that equal values always have equal hashes."""

from __future__ import annotations

import hashlib
import json
from typing import Any

AS_IT_IS = {str, int, bool, type(None)}  # most of a plan; asked here, they cost no call


def canonical_json(value: Any) -> str:
    """Plain JSON data with sorted keys, no blanks, and whole numbers without a decimal point."""
    return json.dumps(
        _plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def _plain(value: Any) -> Any:
    # A database gives 84.0 back where 84 was written: the same fact must not change a hash.
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        return {key: item if type(item) in AS_IT_IS else _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [item if type(item) in AS_IT_IS else _plain(item) for item in value]
    return value
