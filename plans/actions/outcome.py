"""What an action answers when it does not do what was asked."""

from __future__ import annotations

from collections.abc import Sequence


class Refused(Exception):
    """Not done, and why, in words for the screen. ``code`` names the reason, ``ids`` what it is about."""

    def __init__(self, code: str, message: str, ids: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.ids = code, message, tuple(ids)


class Changed(Refused):
    """What is there is no longer what was seen: somebody else changed it in between."""

    def __init__(self) -> None:
        super().__init__("changed", "The plan changed after you opened it. Look at it again before you sign.")
