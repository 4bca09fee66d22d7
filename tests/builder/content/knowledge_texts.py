"""Every text of the knowledge files that stands in two languages, with where it stands."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import plans.knowledge

FOLDER = Path(plans.knowledge.__file__).parent
GLOSSARY = "words.toml"  # pairs of words, not sentences


@cache
def _files() -> dict[str, Any]:
    paths = sorted(FOLDER.glob("*.toml"))
    return {path.name: tomllib.loads(path.read_text("utf-8")) for path in paths if path.name != GLOSSARY}


def knowledge_texts(language: str) -> Iterator[tuple[str, str]]:
    """Place and text of each sentence of one language."""
    for name, data in _files().items():
        yield from _walk(name, data, language)


def _walk(place: str, value: Any, language: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for at, item in enumerate(value):
            yield from _walk(f"{place}[{at}]", item, language)
    elif isinstance(value, dict):
        if {"en", "es"} <= set(value):
            yield from ((place, text) for text in _texts(value[language]))
            return
        for key, item in value.items():
            yield from _walk(f"{place}.{key}", item, language)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
