"""A clinic's settings out of a JSON file: every fault named, unknown keys with the nearest known one."""

from __future__ import annotations

import types
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from plans.contrast import LEAST, is_color, least_contrast
from plans.intake.clinic import ClinicSettings, LocalResource
from plans.intake.faults import Fault
from plans.interop.files import FaultyInputError
from plans.knowledge.reading import nearest

CHOICES: Mapping[str, tuple[Any, ...]] = {
    "paper": ("letter", "a4"),
    "units": ("us", "metric"),
    "tracker_weeks": (8, 12),
}
LONGEST = 2000
LONGEST_SVG = 200_000


def read_clinic(data: Any, languages: Collection[str]) -> ClinicSettings:
    """The settings; ``languages`` are those the knowledge has whole. Raises FaultyInputError."""
    if not isinstance(data, dict):
        raise FaultyInputError(Fault("", "must be a JSON object of the clinic's settings"))
    faults = [*_faults(data, ClinicSettings, ""), *_more_faults(data, languages)]
    if faults:
        raise FaultyInputError(*faults)
    values = {key: _value(key, value) for key, value in data.items()}
    return ClinicSettings(**values)


def _value(key: str, value: Any) -> Any:
    if key == "local_resources":
        return tuple(LocalResource(**item) for item in value)
    return tuple(value) if isinstance(value, list) else value


def _faults(data: Mapping[str, Any], kind: type, path: str) -> Iterator[Fault]:
    known = _hints(kind)
    for key, value in data.items():
        where = f"{path}{key}"
        if key not in known:
            yield Fault(where, f"unknown key{nearest(key, known)}")
        elif key == "local_resources":
            yield from _resources(value, where)
        elif not _fits(known[key], value):
            yield Fault(where, f"must be {_named(known[key])}, not {value!r}")
    yield from (
        Fault(f"{path}{f.name}", "is missing")
        for f in fields(kind)
        if f.name == "name" and kind is LocalResource and f.name not in data
    )


def _resources(value: Any, where: str) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(where, "must be a list of objects")
        return
    for number, item in enumerate(value):
        if isinstance(item, dict):
            yield from _faults(item, LocalResource, f"{where}[{number}].")
        else:
            yield Fault(f"{where}[{number}]", "must be an object")


def _more_faults(data: Mapping[str, Any], languages: Collection[str]) -> Iterator[Fault]:
    for key, allowed in CHOICES.items():
        if key in data and data[key] not in allowed:
            yield Fault(key, f"must be one of {', '.join(map(str, allowed))}, not {data[key]!r}")
    for key, value in data.items():
        longest = LONGEST_SVG if key == "logo_svg" else LONGEST
        if isinstance(value, str) and len(value) > longest:
            yield Fault(key, f"is longer than {longest} characters")
    color = data.get("accent_color")
    if isinstance(color, str) and color and not (is_color(color) and least_contrast(color) >= LEAST):
        yield Fault("accent_color", f"must be such as #0B4F5C, with a contrast of at least {LEAST:.0f} to 1")
    asked = data.get("languages")
    if isinstance(asked, list):
        if not asked:
            yield Fault("languages", "at least one language must be on")
        for language in asked:
            if language not in languages:
                yield Fault("languages", f"{language!r} has no whole text; allowed: {', '.join(languages)}")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _fits(hint: Any, value: Any) -> bool:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (types.UnionType,):
        return any(_fits(part, value) for part in inner)
    if hint is type(None):
        return value is None
    if origin is tuple:
        return isinstance(value, list) and all(_fits(inner[0], item) for item in value)
    if origin is not None and issubclass(origin, Mapping):
        return isinstance(value, dict) and all(_fits(inner[1], item) for item in value.values())
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, hint) or (hint is float and isinstance(value, int))


def _named(hint: Any) -> str:
    names = {str: "a text", bool: "true or false", int: "a whole number", float: "a number"}
    if get_origin(hint) is tuple:
        return "a list of texts"
    if get_origin(hint) is types.UnionType:
        return "a number or null"
    return names.get(hint, "an object of texts")
