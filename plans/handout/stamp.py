"""What a file says about itself: which content it prints, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pydyf

from plans.canonical import digest
from plans.content import Content, to_json

PREFIX = "Careplan"
SHORT = 8


@dataclass(frozen=True, slots=True)
class Stamp:
    """Kept in the file's document information; ``content`` is the hash of the whole content."""

    content: str
    version: str  # its number, or "draft"
    edition: str
    language: str
    paper: str

    def write(self, pdf: pydyf.PDF) -> None:
        """Put it beside the title."""
        for name in self.__slots__:
            pdf.info[f"{PREFIX}{name.title()}"] = pydyf.String(getattr(self, name))


def stamp_of(content: Content, edition: str, language: str, paper: str, content_hash: str) -> Stamp:
    number = content.version.number
    return Stamp(content_hash, "draft" if number is None else str(number), edition, language, paper)


def content_hash_of(content: Content) -> str:
    """The hash that a plan version keeps of the same content."""
    return digest(to_json(content))


def short_hash(content_hash: str) -> str:
    """The form for paper: two groups of four, such as 3F2A-91C0."""
    letters = content_hash[:SHORT].upper()
    return "-".join(letters[at : at + 4] for at in range(0, SHORT, 4))


def read_stamp(info: dict[str, Any]) -> Stamp | None:
    """The stamp out of a file's document information; None when it has none."""
    found = [info.get(f"/{PREFIX}{name.title()}") for name in Stamp.__slots__]
    return Stamp(*map(str, found)) if all(found) else None
