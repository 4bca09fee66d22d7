"""The rendering process: ``python -m plans.handout.worker MEGABYTES SECONDS``. Reads contents, writes PDFs.

It ends when its parent closes the pipe, when a page takes more than MEGABYTES, and, should nobody stop it,
SECONDS after a page was begun.
"""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import sys
import traceback
from typing import BinaryIO

from plans.canonical import digest
from plans.content import from_json
from plans.handout.frames import FAULT, FULL, PDF, REFUSED, head_of, head_size, in_frame
from plans.handout.rendering import render


def main(megabytes: int, seconds: int) -> None:
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints does not get between the answers
    resource.setrlimit(resource.RLIMIT_DATA, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a page of a patient is not left in a core file
    while head := sys.stdin.buffer.read(head_size()):
        body = sys.stdin.buffer.read(head_of(head)[1])
        signal.alarm(seconds)
        kind, said = answer(body)
        signal.alarm(0)
        _write(answers, in_frame(kind, said))
        if kind == FULL:
            break


def answer(body: bytes) -> tuple[int, bytes]:
    """Kind and body of the answer to one request."""
    try:
        content, edition, language, paper = json.loads(body)
        return PDF, render(from_json(content), edition, language, paper, digest(content))
    except (MemoryError, SystemError):  # the second where Python finds no memory for a call itself
        return FULL, b""
    except ValueError as refused:
        return REFUSED, str(refused).encode()
    except Exception as fault:  # the parent tells which; messages may quote what was typed
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        return FAULT, f"{type(fault).__name__} at {frame.filename}:{frame.lineno}".encode()


def _write(answers: BinaryIO, said: bytes) -> None:
    with contextlib.suppress(BrokenPipeError):
        answers.write(said)
        answers.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
