"""A real Chromium against a real server with a database of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.own_database import Environment, manage, own_database, run_python
from tests.test_killed import PEOPLE, Server


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CAREPLAN_CHROMIUM", "/usr/bin/chromium")
    expect.set_options(timeout=20_000)  # a busy machine is no fault of the page's
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def new_clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """A database where Pat and Dana have accounts: made once, copied for each journey."""
    with own_database(tmp_path_factory.mktemp("new-clinic")) as environment:
        manage(environment, "migrate", "--verbosity", "0")
        run_python(environment, PEOPLE)
        yield environment


@pytest.fixture
def clinic(tmp_path_factory: pytest.TempPathFactory, new_clinic: Environment) -> Iterator[str]:
    """The address of a clinic where Pat and Dana work, and no patient is registered yet."""
    with own_database(tmp_path_factory.mktemp("clinic"), like=new_clinic) as environment:
        server = Server(environment)
        try:
            yield server.address
        finally:
            server.kill()
