from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import call_command


@dataclass(frozen=True)
class Ran:
    """What a command wrote, and its exit status."""

    out: str
    err: str
    status: int

    @property
    def faults(self) -> list[str]:
        return self.err.splitlines()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Run a management command in this process, with ``stdin`` as its standard input."""

    def runner(name: str, *args: str, stdin: str | bytes = "") -> Ran:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(name, *args, stdout=out, stderr=err, no_color=True)
        except SystemExit as stopped:
            return Ran(out.getvalue(), err.getvalue(), int(stopped.code or 0))
        return Ran(out.getvalue(), err.getvalue(), 0)

    return runner
