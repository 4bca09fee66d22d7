"""Names in a row: "a, b and c", in the grammar of the language."""

from __future__ import annotations

import re

# Spanish "y" is "e" before the sound of i, as in "e ibuprofen"; not before that of hierro or yodo.
_SOUNDS_AS_I = re.compile(r"h?[iíy](?![aeouáéóú])", re.IGNORECASE)


def joins_before_i(word: str) -> bool:
    """Whether a Spanish "and" before ``word`` is "e"."""
    return bool(_SOUNDS_AS_I.match(word))
