"""A clinic in a given state behind a real server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.own_database import Environment, own_database, run_python
from tests.test_killed import Server

# What the states begin with: the two who have accounts in every new clinic.
KNOWN = """
from plans.models import User
from tests.database import make_user
pat, dana = (User.objects.get(username=name) for name in ("pat", "dana"))
"""


@contextmanager
def clinic_with(folder: Path, new_clinic: Environment, states: str) -> Iterator[tuple[str, Any]]:
    """The address of a copy of the new clinic in which ``states`` was run, and the JSON that it printed."""
    with own_database(folder, like=new_clinic) as environment:
        printed = json.loads(run_python(environment, states).splitlines()[-1])
        server = Server(environment)
        try:
            yield server.address, printed
        finally:
            server.kill()
