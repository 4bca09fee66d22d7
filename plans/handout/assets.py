"""The only things a page may fetch: the project's own fonts and icons, and pictures drawn for this content.

Addresses have the scheme ``handout:``. Whatever else a page names is refused: no network, no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from weasyprint.urls import URLFetcher, URLFetcherResponse

from plans.handout.drawings import Drawing, drawing
from plans.logo import pixels_in

FOLDER = Path(__file__).parents[1] / "static" / "handout"
STYLES = Path(__file__).parent / "styles"
SCHEME = "handout:"
INK = "#1a1a1a"
LOGO = "logo"
_ICON = re.compile(r"icons/([a-z-]+)\.svg(?:\?([0-9a-f]{6}))?\Z")
_FONT = re.compile(r"fonts/([a-z0-9-]+\.woff2)\Z")


class RefusedError(ValueError):
    """An address that is not one of the page's own."""


class Fetcher(URLFetcher):  # type: ignore[misc]
    """Serves ``pictures`` (name to SVG) beside fonts and icons, and refuses everything else."""

    def __init__(self, pictures: Mapping[str, str] | None = None) -> None:
        super().__init__(allowed_protocols=("handout",), fail_on_errors=False)
        self.pictures = pictures or {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if not url.startswith(SCHEME):
            raise RefusedError("the page fetches only its own fonts and pictures")
        name = url.removeprefix(SCHEME)
        if font := _FONT.match(name):
            return _answer(url, _font(font[1]), "font/woff2")
        if icon := _ICON.match(name):
            return _answer(url, _icon(icon[1], f"#{icon[2]}" if icon[2] else INK), "image/svg+xml")
        if name == LOGO and (pixels := pixels_in(self.pictures.get(LOGO, ""))):
            return _answer(url, pixels.data, pixels.kind)
        if name in self.pictures:
            return _answer(url, self.pictures[name].encode(), "image/svg+xml")
        raise RefusedError("the page has no such picture")


def _answer(url: str, body: bytes, kind: str) -> URLFetcherResponse:
    return URLFetcherResponse(url, BytesIO(body), {"Content-Type": kind})


def _icons() -> tuple[tuple[str, str, str], ...]:
    """Name, colour and the rest of the address of each icon that a style sheet names."""
    found = set()
    for path in sorted(STYLES.glob("*.css")):
        for name, color in re.findall(
            r"handout:icons/([a-z-]+)\.svg(?:\?([0-9a-f]{6}))?", path.read_text("utf-8")
        ):
            found.add((name, f"?{color}" if color else "", f"#{color}" if color else INK))
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def _font(name: str) -> bytes:
    return (FOLDER / "fonts" / name).read_bytes()


@lru_cache(maxsize=128)
def _icon(name: str, color: str) -> bytes:
    text = (FOLDER / "icons" / f"{name}.svg").read_text("utf-8")
    return text.replace("currentColor", color).encode()


def own_pictures(pictures: Mapping[str, str]) -> dict[str, Drawing]:
    """The page's pictures and every icon a style sheet names, by address, ready to be copied into a page.

    A picture that cannot be kept as operators, such as a clinic's logo with text or of pixels,
    is left to be fetched.
    """
    found = {
        f"{SCHEME}icons/{name}.svg{tail}": drawing(_icon(name, color).decode()) for name, tail, color in ICONS
    }
    for name, svg in pictures.items():
        if name != LOGO:
            found[SCHEME + name] = drawing(svg)
    return found


ICONS = _icons()
