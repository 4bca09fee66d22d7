"""Whether a typed text may mean one of the names that are known."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping

CUTOFF = 0.55  # of difflib: how like two texts must be to count as a typing error of each other
LONGEST = 60  # characters compared
BETWEEN_WORDS = re.compile(r"[\W_]+")


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that is most like ``word``, or ``None`` when none is close."""
    found = difflib.get_close_matches(word[:LONGEST], list(allowed), n=1, cutoff=CUTOFF)
    return found[0] if found else None


def may_mean(text: str, labels: Mapping[str, str]) -> str | None:
    """The id in ``labels`` (id to label) that ``text`` may mean, or ``None``.

    That is a name with the same words, a name whose words it holds or that holds its words ("angina",
    "diabetes type 2"), or one as close as a typing error. Case and what stands between words play no part.
    """
    names = {name.casefold(): id_ for id_, label in labels.items() for name in (id_, label)}
    words, typed = {_words(name): id_ for name, id_ in names.items()}, _words(text)
    if typed in words:
        return words[typed]
    inside = (id_ for name, id_ in words.items() if _holds(typed, name) or _holds(name, typed))
    return next(inside, None) or names.get(closest(text.casefold(), names) or "")


def _words(text: str) -> str:
    return BETWEEN_WORDS.sub(" ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _holds(whole: str, part: str) -> bool:
    return bool(part) and f" {part} " in f" {whole} "
