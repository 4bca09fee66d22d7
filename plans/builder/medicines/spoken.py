"""A medicine's name on a page in another language: as the label has it, but for the words of its form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache


def spoken(name: str, language: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """``lidocaine patch`` as ``lidocaine en parche``.

    ``words`` is medicine_words.toml; a language without a table of forms (English) changes nothing.
    """
    forms = words.get(f"forms_{language}")
    if not forms:
        return name
    return _pattern(tuple(forms)).sub(lambda found: forms[found.group().lower()], name)


@cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
