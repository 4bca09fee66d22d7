"""A text in paragraphs that a tired person can read: for the builder's words and the printed page."""

from __future__ import annotations

import re


def sentences_of(text: str) -> list[str]:
    """The sentences of a text; a stop inside a number or an address ends none."""
    found = re.findall(r"[^.?!]+(?:[.?!](?!\s)[^.?!]*)*[.?!]*", text)
    return [part.strip() for part in found if part.strip()]


def paragraphs(text: str, most: int = 4) -> tuple[str, ...]:
    """The text in paragraphs of at most ``most`` sentences, as even as can be (HL-07)."""
    said = sentences_of(text)
    count = -(-len(said) // most)
    size = -(-len(said) // count) if count else 1
    return tuple(" ".join(said[n : n + size]) for n in range(0, len(said), size))
