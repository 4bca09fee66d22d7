"""What parsing answers beside the value: faults that refuse, and values to ask about once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. ``path`` is that of the JSON, such as ``medications[2].dose_mg``."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclass(frozen=True, slots=True)
class Ask:
    """One value to ask about once; it is accepted as it stands."""

    path: str
    message: str
