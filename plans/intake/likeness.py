"""Whether a typed text may mean one of the names that are known."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

CUTOFF = 0.55  # of difflib: how like two texts must be for a hint
LONGEST = 60  # characters compared
BETWEEN_WORDS = re.compile(r"[\W_]+")
SHORTEST_ONE_OFF = 5  # letters of a word that may have one typing error; shorter ones are other words
SHORTEST_TWO_OFF = 8  # and two
MOST_WORDS = 12  # of a typed text that are compared
# Words that say when, where or how bad, and not which illness.
SAYS_NO_ILLNESS = """
a an and the of with in on or my history hx h o s p status post past prior previous former old known now
current chronic acute severe moderate mild stable left right bilateral since diagnosed type
"""
QUALIFIERS = frozenset(SAYS_NO_ILLNESS.split())
Words = tuple[str, ...]


def closest(word: str, allowed: Iterable[str]) -> str | None:
    """The allowed word that is most like ``word``, or ``None`` when none is close: for a hint only."""
    found = difflib.get_close_matches(word[:LONGEST], list(allowed), n=1, cutoff=CUTOFF)
    return found[0] if found else None


def may_mean(text: str, labels: Mapping[str, str], others: Iterable[str] = ()) -> str | None:
    """The id in ``labels`` (id to label) that ``text`` may mean, or ``None``.

    That is a name with the same words, in one piece or several; a name whose words stand together in
    ``text`` ("diabetes type 2"), or that holds all words of ``text`` but its qualifiers ("history of a
    stomach ulcer"). Words may be a typing error apart (``is_near``). Case and what stands between words
    play no part. ``others`` are names that resemble a known one and mean something else.
    """
    typed = _typed(text, others)
    if not typed:
        return None
    names = [(_words(name), id_) for id_, label in labels.items() for name in (id_, label)]
    for test in (_same, _held, _part, _held_misspelt):
        found = next((id_ for name, id_ in names if test(typed, name)), None)
        if found is not None:
            return found
    return None


def means(text: str, name: str, others: Iterable[str] = ()) -> bool:
    """Whether ``text`` is the one ``name``, or holds it, a typing error apart at most."""
    typed, known = _typed(text, others), _words(name)
    return any(test(typed, known) for test in (_same, _held, _held_misspelt))


def _typed(text: str, others: Iterable[str]) -> Words:
    """The words of a typed text without names that mean something else."""
    typed = _words(text)[:MOST_WORDS]
    for other in others:
        typed = _without(typed, _words(other))
    return typed


@lru_cache(maxsize=4096)
def _words(text: str) -> Words:
    plain = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(char for char in plain if unicodedata.category(char) != "Cf")  # no invisible characters
    return tuple(BETWEEN_WORDS.sub(" ", kept).split())


def _without(words: Words, part: Words) -> Words:
    size = len(part)
    at = next((at for at in range(len(words) - size + 1) if words[at : at + size] == part), None)
    return words if at is None or not size else words[:at] + words[at + size :]


def _same(typed: Words, name: Words) -> bool:
    if typed == name or (len(typed) == len(name) and all(map(is_near, typed, name))):
        return True
    whole, known = "".join(typed), "".join(name)  # "osteo porosis", "hart failure"
    long = min(len(whole), len(known)) >= SHORTEST_TWO_OFF
    return whole == known or (long and _edits(whole, known, 1) <= 1)


def _held(typed: Words, name: Words) -> bool:
    size = len(name)
    return any(typed[at : at + size] == name for at in range(len(typed) - size + 1))


def _part(typed: Words, name: Words) -> bool:
    """Every word of the text, but its qualifiers, is one of the name."""
    said = [word for word in typed if word not in QUALIFIERS]
    return bool(said) and all(any(is_near(word, known) for known in name) for word in said)


def _held_misspelt(typed: Words, name: Words) -> bool:
    size = len(name)
    windows = (typed[at : at + size] for at in range(len(typed) - size + 1))
    return any(all(map(is_near, window, name)) for window in windows)


def is_near(word: str, known: str) -> bool:
    """Whether ``word`` may be ``known`` mistyped: by one letter from 5 letters on, by two from 8 on.

    A letter put in, left out, changed, or exchanged with its neighbour counts one. The first letter is
    hardly ever wrong, so two errors need the same.
    """
    if word == known:
        return True
    short = min(len(word), len(known))
    if short < SHORTEST_ONE_OFF or abs(len(word) - len(known)) > 2:
        return False
    most = 2 if short >= SHORTEST_TWO_OFF and word[0] == known[0] else 1
    if len(set(word) - set(known)) > most:  # a quick no
        return False
    return _edits(word, known, most) <= most


def _edits(one: str, other: str, most: int) -> int:
    """Letters put in, left out, changed or exchanged between the two; above ``most`` any larger number."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, known in enumerate(other, 1):
            best = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != known))
            if before and column > 1 and letter == other[column - 2] and one[row - 2] == known:
                best = min(best, before[column - 2] + 1)
            now.append(best)
        if min(now) > most:
            return most + 1
        before, last = last, now
    return last[-1]
