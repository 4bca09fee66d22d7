"""Rendered editions, each made once, and what can be read back from a PDF."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from PIL import Image
from pypdf import PdfReader

from plans.content import Content
from plans.handout import render
from tests.builder.content.patients import content, content_of, intake_data

MM = 72 / 25.4


@cache
def printed(case: str, edition: str = "standard", language: str = "en", paper: str = "letter") -> bytes:
    return render(content(case), edition, language, paper)


def printed_of(
    made: Content, edition: str = "standard", language: str = "en", paper: str = "letter"
) -> bytes:
    return render(made, edition, language, paper)


def reader(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def text(pdf: bytes, page: int | None = None) -> str:
    pages = reader(pdf).pages
    chosen = pages if page is None else [pages[page]]
    return "\n".join(found.extract_text() for found in chosen)


def tags(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """Every structure element in reading order: its name and itself."""
    with pikepdf.open(BytesIO(pdf)) as document:
        yield from _walk(document.Root.StructTreeRoot.K)


def _walk(node: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            alt = str(node["/Alt"]) if "/Alt" in node else None
            yield str(node["/S"]).lstrip("/"), alt
        if "/K" in node:
            yield from _walk(node["/K"])


def pictures(pdf: bytes, dpi: int = 60) -> list[Image.Image]:
    """The pages in grey, as a laser printer shows them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), str(path), f"{folder}/p"], check=True)
        return [Image.open(name).copy() for name in sorted(Path(folder).glob("p-*.pgm"))]


__all__ = [
    "content",
    "content_of",
    "intake_data",
    "pictures",
    "printed",
    "printed_of",
    "reader",
    "tags",
    "text",
]
