"""JSON text to data, stricter than the standard reader: no key twice, and a fault instead of an error."""

from __future__ import annotations

import json
from typing import Any

from plans.intake.faults import Fault


class _KeyTwiceError(ValueError):
    pass


def read_json(text: str, name: str = "") -> tuple[Any, Fault | None]:
    """The value, or why the text is no JSON. ``name`` stands in the fault's path."""
    try:
        return json.loads(text, object_pairs_hook=_object), None
    except json.JSONDecodeError as error:
        return None, Fault(name, f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})")
    except _KeyTwiceError as error:
        return None, Fault(name, str(error))
    except RecursionError:
        return None, Fault(name, "is nested too deeply")
    except ValueError:
        return None, Fault(name, "holds a number that is too long")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _KeyTwiceError(f"the key {json.dumps(key)} stands twice in one object")
            seen.add(key)
    return found
