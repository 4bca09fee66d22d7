"""One typed line while it is being read: what was taken is covered, the rest stays to be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

COVER = "\x00"  # stands for a character that was read; no word, no blank
MICRO_SIGNS = str.maketrans("\u03bc", "\u00b5")  # the Greek letter looks like the sign and is typed for it
TOKEN = re.compile(r"[^\s,;\x00]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A run of characters without blanks; the stops around it are not part of ``text``."""

    start: int
    end: int
    text: str


class SigLine:
    """The line in lower case, letter for letter as long as typed."""

    def __init__(self, typed: str) -> None:
        self.typed = typed
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in typed)
        self.text = lower.translate(MICRO_SIGNS)

    def find(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place of the unread rest that ``pattern`` fits."""
        return pattern.search(self.text)

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The same, and it counts as read."""
        found = pattern.search(self.text)
        if found is not None:
            self.cover(found.start(), found.end())
        return found

    def take_all(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Every place that fits, in order."""
        found = list(pattern.finditer(self.text))
        for match in found:
            self.cover(match.start(), match.end())
        return found

    def cover(self, start: int, end: int) -> None:
        """Mark a stretch as read."""
        self.text = self.text[:start] + COVER * (end - start) + self.text[end:]

    def tokens(self) -> list[Token]:
        """The unread words in order."""
        found = []
        for match in TOKEN.finditer(self.text):
            word = match[0].strip(".:;()")
            if word:
                start = match.start() + match[0].index(word)
                found.append(Token(start, start + len(word), word))
        return found
