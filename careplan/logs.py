"""Logging that cannot carry what a clinician typed."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class NoValuesFormatter(logging.Formatter):
    """An error is logged by its type and the lines it passed through, never by its message.

    Messages of exceptions quote values: PostgreSQL prints the whole failing row into them.
    """

    def __init__(self) -> None:
        super().__init__(FORMAT)

    def formatException(self, ei: ExcInfo) -> str:
        kind, _, trace = ei
        frames = traceback.extract_tb(trace)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        return "\n".join([*lines, kind.__name__ if kind else "unknown error"])
