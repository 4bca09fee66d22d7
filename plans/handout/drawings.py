"""Pictures as PDF operators: each SVG is drawn once a process, then copied into every page that shows it.

WeasyPrint reads and draws an SVG anew wherever it stands, which is a third of a handout's time. A ``Drawing``
is kept without fonts or transparency, so it needs nothing of a document: plain paths as ``plain_paths``
writes them, any other picture as WeasyPrint's own drawing did.
"""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import Any
from xml.etree import ElementTree

import pydyf
from weasyprint.images import SVGImage
from weasyprint.pdf.stream import Stream

from plans.handout import plain_paths

OPAQUE = (b"/A1 gs", b"/a1 gs", b"/A1.0 gs", b"/a1.0 gs")
LONG = re.compile(rb"-?\d*\.\d{3,}")
USE, PARTS, GROUP = (f"{plain_paths.SVG}{name}" for name in ("use", "defs", "g"))
RESOURCES = ("ExtGState", "XObject", "Pattern", "Shading", "ColorSpace")
KEPT = 512  # pictures; the library has 60, icons 40, trackers a few each


class Drawing:
    """An image as WeasyPrint wants it: a size in CSS pixels, and a way to draw itself on a page."""

    def __init__(self, width: float, height: float, operators: bytes) -> None:
        self.width, self.height, self.operators = width, height, operators

    def get_intrinsic_size(self, image_resolution: float, font_size: float) -> tuple[float, float, float]:
        """Width, height and their ratio."""
        return self.width, self.height, self.width / self.height

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
        """Copy the operators, stretched to the size on the page."""
        stream.extra.pop("Group", None)  # of a background: as in _form, and what is drawn is opaque
        stream.push_state()
        stream.transform(a=concrete_width / self.width, d=concrete_height / self.height)
        stream.stream.append(self.operators)
        stream.pop_state()


class UnplainPictureError(ValueError):
    """The SVG holds text, transparency or another picture: it cannot be kept as operators."""


class Repeated(Drawing):
    """A drawing with one part that stands in several places: written once a document, as a form."""

    def __init__(self, ground: Drawing, part: Drawing, tops: tuple[float, ...]) -> None:
        super().__init__(ground.width, ground.height, ground.operators)
        self.part, self.tops = part, tops

    def draw(self, stream: Any, concrete_width: float, concrete_height: float, style: Any) -> None:
        super().draw(stream, concrete_width, concrete_height, style)
        name = _form(stream, self.part)
        stream.push_state()
        stream.transform(a=concrete_width / self.width, d=concrete_height / self.height)
        for top in self.tops:
            stream.push_state()
            stream.transform(f=top)
            stream.draw_x_object(name)
            stream.pop_state()
        stream.pop_state()


def _form(stream: Any, part: Drawing) -> str:
    """The name of the document's form of this part; forms are shared by all pages."""
    forms = stream._resources["XObject"]
    name = f"form{zlib.crc32(part.operators):08x}"
    if name not in forms:
        group = stream.add_group(0, 0, part.width, part.height)
        group.extra.pop("Group")  # a plain form: transparency groups are slow on old printers (PR-22)
        group.stream.append(part.operators)
        forms[name] = forms.pop(group.id)
    return name


@lru_cache(maxsize=KEPT)
def drawing(svg: str) -> Drawing:
    """The SVG as a drawing; raises UnplainPictureError when it needs a font or a state of a document.

    What stands in ``defs`` as a single group is drawn once and placed where each ``use`` says.
    """
    tree = ElementTree.fromstring(svg)  # noqa: S314 - only our own drawings
    places = tree.findall(USE)
    if not places:
        return _drawn(tree)
    for place in places:
        tree.remove(place)
    part = ElementTree.Element(tree.tag, tree.attrib)
    parts = tree.find(PARTS)
    if parts is not None:
        tree.remove(parts)
        part.extend(parts.find(GROUP) or ())
    ground, block = _drawn(tree), _drawn(part)
    scale = ground.height / float(tree.attrib["viewBox"].split()[3])
    return Repeated(ground, block, tuple(float(place.attrib["y"]) * scale for place in places))


def _drawn(tree: ElementTree.Element) -> Drawing:
    try:
        return Drawing(*plain_paths.operators(tree))
    except plain_paths.NotPlainError:
        return _drawn_by_library(tree)


def _drawn_by_library(tree: ElementTree.Element) -> Drawing:
    image = SVGImage(tree, None, None, None)
    width, height, _ = image.get_intrinsic_size(1, 16)
    resources = pydyf.Dictionary({name: pydyf.Dictionary() for name in RESOURCES})
    scratch = Stream({}, (0, 0, width, height), resources, {}, None, {}, None)
    image._svg.draw(scratch, width, height, None, None)
    if set(resources["ExtGState"]) - {"A1", "a1", "A1.0", "a1.0"} or resources["XObject"]:
        raise UnplainPictureError("needs what only a document has")
    lines = (line for item in scratch.stream for line in [pydyf._to_bytes(item)] if line not in OPAQUE)
    return Drawing(
        width, height, b"\n".join(line if line.endswith(b" cm") else _short(line) for line in lines)
    )


def _short(line: bytes) -> bytes:
    """Numbers to a hundredth of a CSS pixel; matrices keep theirs."""
    return LONG.sub(lambda number: b"%.2f" % float(number[0]), line)
