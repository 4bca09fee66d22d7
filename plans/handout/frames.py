"""How the rendering process and its parent tell each other where a message ends."""

from __future__ import annotations

import struct

PDF, REFUSED, FAULT, FULL = range(4)  # kinds of answer
_HEAD = struct.Struct(">BI")


def head_size() -> int:
    return _HEAD.size


def in_frame(kind: int, body: bytes) -> bytes:
    """The body behind its kind and length."""
    return _HEAD.pack(kind, len(body)) + body


def head_of(head: bytes) -> tuple[int, int]:
    """Kind and length of the body that follows."""
    kind, size = _HEAD.unpack(head)
    return int(kind), int(size)
