"""A warm process of its own that renders, and is stopped when a page takes too long or too much memory.

Typed text can make a layout that never ends. In a process of its own it costs that one print and nothing
else: the clinician is told, and a fresh process stands ready.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from plans.handout.frames import FAULT, FULL, PDF, REFUSED, head_of, head_size, in_frame

SECONDS = 20.0
MEGABYTES = 512
PROJECT = Path(__file__).parents[2]
CHUNK = 1 << 20
TIME, MEMORY = "time", "memory"


class TooMuchError(Exception):
    """A render that was stopped; ``what`` is ``time`` or ``memory``."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class RenderFailedError(RuntimeError):
    """A render that broke; names the kind of error and its line, never a value."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one render may take."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


class Renderer:
    """One rendering process. It starts with the first page, or with ``start``; threads take turns."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._turn = RLock()
        self._closed = False

    def start(self) -> None:
        """Start the process without waiting until it is ready."""
        if self._process is None or self._process.poll() is not None:
            self._forget()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "plans.handout.worker", str(self.limits.megabytes), str(self._alarm)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PROJECT, start_new_session=True,
            )  # fmt: skip

    @property
    def _alarm(self) -> int:
        """Seconds after which the process ends itself, should its parent be gone."""
        return int(self.limits.seconds) + 5

    def render(self, content: Any, edition: str, language: str, paper: str) -> bytes:
        """The PDF of a content's JSON, as ``plans.handout.render`` makes it.

        Raises TooMuchError when it was stopped, RenderFailedError when it broke, ValueError as ``render``.
        """
        asked = json.dumps([content, edition, language, paper]).encode()
        with self._turn:
            ready_by = time.monotonic() + self.limits.seconds
            self.start()
            try:
                kind, body = self._answer(asked, ready_by)
            except TooMuchError:
                self.stop()
                if not self._closed:
                    self.start()
                raise
        if kind == REFUSED:
            raise ValueError(body.decode())
        if kind == FAULT:
            raise RenderFailedError(body.decode())
        return body

    def _answer(self, asked: bytes, deadline: float) -> tuple[int, bytes]:
        process = self._process
        assert process is not None  # noqa: S101 - started before
        assert process.stdin is not None  # noqa: S101 - a pipe
        try:
            process.stdin.write(in_frame(PDF, asked))
            process.stdin.flush()
        except BrokenPipeError:
            raise self._death() from None
        kind, size = head_of(self._read(head_size(), deadline))
        if kind == FULL:
            raise TooMuchError(MEMORY)
        return kind, self._read(size, deadline)

    def _read(self, size: int, deadline: float) -> bytes:
        assert self._process is not None  # noqa: S101 - asked before
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        source, parts = self._process.stdout.fileno(), []
        while size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([source], [], [], left)[0]:
                raise TooMuchError(TIME)
            part = os.read(source, min(size, CHUNK))
            if not part:
                raise self._death()
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _death(self) -> Exception:
        """Why the process is gone. Libraries in C end it by a signal where Python would raise MemoryError."""
        assert self._process is not None  # noqa: S101 - asked before
        code = self._process.wait(1)
        if code > 0:
            return RenderFailedError(f"the rendering process ended with {code}")
        return TooMuchError(MEMORY)

    def stop(self) -> None:
        """End the process now. A thread that waits for its page meets its end as TooMuchError."""
        process = self._process
        if process is not None and process.poll() is None:
            process.kill()
        if self._turn.acquire(blocking=False):
            try:
                self._forget()
            finally:
                self._turn.release()

    def close(self) -> None:
        """End the process for good: this one ends too, and a new one could not be started."""
        self._closed = True
        self.stop()

    def _forget(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        process.wait()


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was written last was never read


_shared: tuple[int, Renderer] | None = None
_sharing = Lock()


def renderer() -> Renderer:
    """The one renderer of this process. After a fork the child has its own."""
    global _shared
    with _sharing:
        if _shared is None or _shared[0] != os.getpid():
            _shared = os.getpid(), Renderer()
            atexit.register(_shared[1].close)
        return _shared[1]
