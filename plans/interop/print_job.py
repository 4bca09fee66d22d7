"""Where printed handouts go: a folder with one file each, or one file for the printer. Never half a file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

PART = ".part"
READABLE_BY_OWNER = 0o600


@contextmanager
def whole_file(path: Path, data: bytes) -> Iterator[None]:
    """Write beside the file, and give it its name after the body: whoever looks finds the whole file or none.

    What must be on record of every file that anybody finds belongs in the body.
    """
    part = path.with_name(path.name + PART)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, READABLE_BY_OWNER), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    yield
    part.replace(path)


def is_there(path: Path, hashed: str) -> bool:
    """Whether the file is there with these bytes."""
    with suppress(FileNotFoundError):
        return hashlib.sha256(path.read_bytes()).hexdigest() == hashed
    return False


class OneFile:
    """Handouts one behind the other; printed on both sides, each starts on a sheet of its own."""

    def __init__(self, duplex: bool) -> None:
        self._writer = PdfWriter()
        self._duplex = duplex

    def add(self, pdf: bytes) -> None:
        reader = PdfReader(BytesIO(pdf))
        pages = self._writer.pages
        if self._duplex and len(pages) % 2:
            last = pages[-1].mediabox
            self._writer.add_blank_page(last.width, last.height)
        self._writer.append(reader, import_outline=False)

    def whole(self) -> bytes:
        """All that was added; the same handouts give the same bytes."""
        made = BytesIO()
        self._writer.write(made)
        return made.getvalue()
