"""Where printed handouts go: a folder with one file each, or one file for the printer. Never half a file."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

PART = ".part"
READABLE_BY_OWNER = 0o600


def write_whole(path: Path, data: bytes) -> None:
    """Write beside the file and rename: whoever looks finds the whole file or none."""
    part = path.with_name(path.name + PART)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, READABLE_BY_OWNER), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
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

    def write(self, path: Path) -> None:
        made = BytesIO()
        self._writer.write(made)
        write_whole(path, made.getvalue())
