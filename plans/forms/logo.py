"""A clinic's logo as it is given: a PNG or JPEG file, made anew, or the text of an SVG file."""

from __future__ import annotations

from io import BytesIO
from typing import IO
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from plans.logo import Pixels, svg_around

MOST_LETTERS = 60_000
MOST_BYTES = 512 * 1024
MOST_PIXELS = 2000  # a side
FORMATS = ("PNG", "JPEG")
BOX = (709, 142)  # 60 x 12 mm at 300 dots an inch: the most the head of the handout gives a logo
BEST_AS_DRAWING = 60_000  # bytes; a PNG above this is a photograph, and smaller as JPEG
DEEP = 256  # a grey of 16 bits to one of 8
UNREADABLE = (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning)


class LogoError(ValueError):
    """Why a file cannot be the logo, in words for the field."""


def read_logo(file: IO[bytes]) -> str:
    """The SVG around the picture of a PNG or JPEG file: new pixels on white, as large as paper can show.

    Nothing else of the file is kept: no place or day it was taken, no color profile, no text in it.
    Raises LogoError.
    """
    data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise LogoError(_("The file is too large: at most 512 KB."))
    if not data:
        raise LogoError(_("The file is empty."))
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as picture:
            _check_size(picture)
            return svg_around(_encoded(_on_white(picture)))
    except LogoError:
        raise
    except UNREADABLE:
        raise LogoError(_("This is not a PNG or JPEG picture that can be read.")) from None


def _check_size(picture: Image.Image) -> None:
    """Before a pixel is unpacked: the head of the file says how many there are."""
    if max(picture.size) > MOST_PIXELS:
        width, height = picture.size
        words = _(
            "The picture is too large: at most 2,000 pixels a side, and it has %(width)s by %(height)s."
        )
        raise LogoError(words % {"width": f"{width:,}", "height": f"{height:,}"})


def _on_white(picture: Image.Image) -> Image.Image:
    """Turned as the camera says, small, and without what shines through."""
    picture = ImageOps.exif_transpose(picture)
    if picture.mode.startswith("I"):
        picture = picture.convert("I").point(lambda grey: grey * (1 / DEEP)).convert("L")
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        picture = Image.alpha_composite(white, clear)
    picture = picture.convert("RGB")
    picture.thumbnail(BOX, Image.Resampling.LANCZOS)
    return picture


def _encoded(picture: Image.Image) -> Pixels:
    """Lines and letters stay sharp as PNG; only a photograph becomes JPEG."""
    bare = Image.frombytes("RGB", picture.size, picture.tobytes())
    drawing, photograph = BytesIO(), BytesIO()
    bare.save(drawing, "PNG", optimize=True)
    if drawing.tell() <= BEST_AS_DRAWING:
        return Pixels("image/png", drawing.getvalue(), *bare.size)
    bare.save(photograph, "JPEG", quality=80, subsampling=0)
    return Pixels("image/jpeg", photograph.getvalue(), *bare.size)


def fault_of_svg(svg: str) -> str | None:
    """Why the text cannot be the logo: too large, no SVG, or with scripts or addresses in it."""
    if len(svg) > MOST_LETTERS:
        return _("The logo is too large: at most 60,000 characters.")
    if "<!" in svg:
        return _("Leave out document types, entities and comments.")
    try:
        root = ElementTree.fromstring(svg)  # noqa: S314 - entities are refused above
    except ElementTree.ParseError:
        return _("This is not the text of an SVG file.")
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return _("This is not the text of an SVG file.")
    for element in root.iter():
        name = element.tag.rpartition("}")[2].lower()
        if name in ("script", "foreignobject", "image", "style", "use", "a"):
            return _("The logo must not hold <%(name)s>.") % {"name": name}
        for attribute, value in element.attrib.items():
            if attribute.lower().startswith("on") or "href" in attribute.lower() or "url(" in value.lower():
                return _("The logo must not hold scripts or addresses.")
    return None
