"""Names in a row: "a, b and c", in the grammar of the language."""

from __future__ import annotations

import re
from collections.abc import Sequence

# Spanish "y" is "e" before the sound of i, as in "e ibuprofen"; not before that of hierro or yodo.
_SOUNDS_AS_I = re.compile(r"h?[iíy](?![aeouáéóú])", re.IGNORECASE)


def listed(items: Sequence[str], last: str, before_i: str) -> str:
    """``a``, ``a and b``, ``a, b and c``; ``last`` and ``before_i`` are the two forms of "and"."""
    if len(items) < 2:
        return "".join(items)
    word = before_i if _SOUNDS_AS_I.match(items[-1]) else last
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
