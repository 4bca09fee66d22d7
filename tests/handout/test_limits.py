"""A render that takes too long or too much memory is stopped, and the next one is not disturbed."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest

from plans.content import Content, to_json
from plans.handout.limits import Limits, Renderer, RenderFailedError, TooMuchError, renderer
from tests.handout.printed import content, printed

ONE_PAGE = ("summary", "en", "letter")


@pytest.fixture
def started() -> Iterator[Any]:
    made: list[Renderer] = []

    def start(**limits: Any) -> Renderer:
        made.append(Renderer(Limits(**limits)))
        return made[-1]

    yield start
    for one in made:
        one.stop()


def endless() -> Content:
    """Words without an end, as if no field had refused them."""
    sheet = content("X1").sheets["en"]
    long = replace(sheet, kind_lines=tuple("word " * 20_000 for _ in range(100)))
    return replace(content("X1"), sheets={"en": long})


def test_the_warm_process_gives_the_same_bytes(started: Any) -> None:
    own = started()
    assert own.render(to_json(content("X1")), *ONE_PAGE) == printed("X1", "summary")


def test_a_page_that_takes_too_long_is_stopped_and_the_next_one_prints(started: Any) -> None:
    own = started(seconds=6)
    own.render(to_json(content("X1")), *ONE_PAGE)
    before = own._process.pid
    began = time.monotonic()
    with pytest.raises(TooMuchError, match="time"):
        own.render(to_json(endless()), "standard", "en", "letter")
    assert time.monotonic() - began < 8
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)
    assert own.render(to_json(content("X1")), *ONE_PAGE) == printed("X1", "summary")


def test_a_page_that_takes_too_much_memory_is_stopped(started: Any) -> None:
    own = started(megabytes=140)
    assert own.render(to_json(content("X1")), *ONE_PAGE) == printed("X1", "summary")
    with pytest.raises(TooMuchError, match="memory"):
        own.render(to_json(endless()), "standard", "en", "letter")
    assert own.render(to_json(content("X1")), *ONE_PAGE) == printed("X1", "summary")


def test_a_process_that_died_between_two_prints_is_started_again(started: Any) -> None:
    own = started()
    own.render(to_json(content("X1")), *ONE_PAGE)
    os.kill(own._process.pid, signal.SIGKILL)
    own._process.wait()
    assert own.render(to_json(content("X1")), *ONE_PAGE)


def test_a_thread_that_waits_meets_the_end_of_the_process(started: Any) -> None:
    own, met = started(), []
    own.render(to_json(content("X1")), *ONE_PAGE)

    def waiting() -> None:
        try:
            own.render(to_json(endless()), "standard", "en", "letter")
        except TooMuchError as error:
            met.append(error.what)

    thread = Thread(target=waiting)
    thread.start()
    time.sleep(0.5)
    first = own._process
    own.close()
    thread.join(15)
    assert met == ["memory"]
    assert first.poll() is not None
    assert own._process is None


def test_what_there_is_not_is_refused_as_in_this_process(started: Any) -> None:
    with pytest.raises(ValueError, match="no edition"):
        started().render(to_json(content("X1")), "poster", "en", "letter")


def test_a_content_that_cannot_be_read_tells_its_kind_and_no_value(started: Any) -> None:
    with pytest.raises(RenderFailedError) as failed:
        started().render({"name": "Maria"}, *ONE_PAGE)
    assert "Error at " in str(failed.value)
    assert "Maria" not in str(failed.value)


def test_there_is_one_renderer_in_a_process() -> None:
    assert renderer() is renderer()
