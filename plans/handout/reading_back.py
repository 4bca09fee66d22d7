"""The stamp out of a file, whoever made the file."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from plans.handout.stamp import Stamp, read_stamp


def stamp_in(pdf: bytes) -> Stamp | None:
    """What the file says about itself; None when it is no PDF or says nothing."""
    try:
        return read_stamp(dict(PdfReader(BytesIO(pdf)).metadata or {}))
    except (PyPdfError, ValueError, TypeError, KeyError, RecursionError):
        return None
