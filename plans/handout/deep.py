"""Room for deep calls: a layout goes some hundred calls deep, across the end of a piece of Python's stack.

Python 3.11 takes its stack from the system in pieces of 16 kB and gives a piece back as soon as it is empty.
A layout that calls back and forth over the end of one takes and gives it thousands of times, a tenth of its
time. A function that asks for a large frame makes one large piece, and what it calls has the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

SLOTS = 70_000  # of 8 bytes: more than half of a piece of 1 MB, so that Python takes such a piece
T = TypeVar("T")


def with_room(work: Callable[[], T]) -> T:
    """What ``work`` returns, called with some 400 kB of stack in one piece."""
    return work()


with_room.__code__ = with_room.__code__.replace(co_stacksize=SLOTS)
