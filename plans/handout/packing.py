"""A document's objects, each written and compressed once.

The PDF library writes and compresses every object twice when a file has an identifier: for the file itself,
and for the checksum beside the identifier.
"""

from __future__ import annotations

import zlib
from typing import Any

import pydyf

LEVEL = 2  # a tenth more bytes than level 9 in a sixth of its time


class Written(pydyf.Object):  # type: ignore[misc]
    """An object whose bytes are made."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        self._data = data

    @property
    def data(self) -> bytes:
        return self._data


class WrittenStream(Written, pydyf.Stream):  # type: ignore[misc]
    """A stream whose bytes are made; streams stand outside of object streams."""


def pack(document: Any, pdf: pydyf.PDF) -> None:
    """Write every object of the document; a finisher of ``Document.write_pdf``."""
    pdf.objects = [_written(item) if item.free != "f" else item for item in pdf.objects]


def _written(item: pydyf.Object) -> pydyf.Object:
    if isinstance(item, pydyf.Stream):
        made: pydyf.Object = WrittenStream(_stream(item))
    else:
        made = Written(item.data)
    made.number, made.generation, made.free = item.number, item.generation, item.free
    return made


def _stream(item: pydyf.Stream) -> bytes:
    raw = b"\n".join(pydyf._to_bytes(part) for part in item.stream)
    extra = pydyf.Dictionary(item.extra)
    if "Filter" not in extra:
        raw = zlib.compress(raw, LEVEL)
        extra["Filter"] = "/FlateDecode"
    extra["Length"] = len(raw)
    return b"\n".join((extra.data, b"stream", raw, b"endstream"))
