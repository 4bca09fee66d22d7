"""A logo of pixels on the page: there, small, an artifact, and the same bytes each time."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pdfua import Finding, Severity, validate
from PIL import Image

from plans.forms.logo import read_logo
from plans.logo import shape_of
from tests.builder.content.patients import CLINIC, content_of, intake_data
from tests.handout.printed import pictures, printed_of, reader, tags

TEAL = (11, 79, 92)
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><path d="M0 0h40v10z" fill="#0b4f5c"/>'
    '<text x="2" y="8" font-size="6">Lake</text></svg>'
)


def logo(size: tuple[int, int], kind: str = "PNG") -> str:
    """Noise above and a colour below, so that neither can be mistaken for another picture."""
    picture = Image.new("RGB", size, TEAL)
    noise = [Image.effect_noise((size[0], size[1] // 2), 90) for _ in range(3)]
    picture.paste(Image.merge("RGB", noise), (0, 0))
    file = BytesIO()
    picture.save(file, kind)
    file.seek(0)
    return read_logo(file)


def stored(pdf: bytes) -> list[Image.Image]:
    """The pictures of pixels that the file holds."""
    with pikepdf.open(BytesIO(pdf)) as document:
        streams = [item for item in document.objects if isinstance(item, pikepdf.Stream)]
        return [pikepdf.PdfImage(item).as_pil_image() for item in streams if item.get("/Subtype") == "/Image"]


def errors(pdf: bytes, folder: Path) -> list[Finding]:
    path = folder / "handout.pdf"
    path.write_bytes(pdf)
    return [found for found in validate(path).findings if found.severity is Severity.ERROR]


def test_a_drawn_logo_is_an_artifact_too(tmp_path: Path) -> None:
    made = content_of(intake_data("X1"), clinic=replace(CLINIC, logo_svg=DRAWN))
    pdf, without = printed_of(made, "summary"), printed_of(content_of(intake_data("X1")), "summary")
    assert errors(pdf, tmp_path) == []
    assert list(tags(pdf)) == list(tags(without))
    assert pictures(pdf)[0].tobytes() != pictures(without)[0].tobytes()


@pytest.mark.parametrize(
    ("head", "shape"),
    [
        ('viewBox="0 0 40 10"', 4.0),
        ('viewBox="0,0,40,10" width="5" height="5"', 4.0),
        ('width="30mm" height="15mm"', 2.0),
        ('width="100%" height="15"', None),
        ('viewBox="0 0 40 0"', None),
        ("", None),
    ],
)
def test_the_shape_of_a_drawn_logo(head: str, shape: float | None) -> None:
    assert shape_of(f'<svg xmlns="http://www.w3.org/2000/svg" {head}/>') == shape
    assert shape_of("<svg") is None


PICTURES = [((150, 50), "PNG"), ((700, 500), "JPEG"), ((1000, 142), "PNG")]


@pytest.mark.parametrize(("size", "kind"), PICTURES)
def test_the_file_holds_the_picture_once_and_stays_accessible(
    size: tuple[int, int], kind: str, tmp_path: Path
) -> None:
    svg = logo(size, kind)
    made = content_of(intake_data("X1"), clinic=replace(CLINIC, logo_svg=svg))
    pdf, without = printed_of(made), printed_of(content_of(intake_data("X1")))
    assert printed_of(made) == pdf
    assert errors(pdf, tmp_path) == []
    assert len(pdf) < 1_000_000
    assert len(reader(pdf).pages) == len(reader(without).pages)
    (picture,) = stored(pdf)
    red, green, blue = picture.convert("RGB").getpixel((picture.width // 2, picture.height - 5))
    assert abs(red - TEAL[0]) + abs(green - TEAL[1]) + abs(blue - TEAL[2]) < 12
    assert list(tags(pdf)) == list(tags(without))


def test_a_very_wide_logo_leaves_room_for_name_and_phone() -> None:
    svg = logo((2000, 60))
    pdf = printed_of(content_of(intake_data("X1"), clinic=replace(CLINIC, logo_svg=svg)), "summary")
    (picture,) = stored(pdf)
    assert picture.width == 709
    assert CLINIC.name in reader(pdf).pages[0].extract_text()
    assert CLINIC.phone_day in reader(pdf).pages[0].extract_text()


def test_pixels_that_cannot_be_read_leave_the_page_without_a_logo() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        '<image width="9" height="9" href="data:image/png;base64,AAAA"/></svg>'
    )
    pdf = printed_of(content_of(intake_data("X1"), clinic=replace(CLINIC, logo_svg=svg)), "summary")
    assert CLINIC.name in reader(pdf).pages[0].extract_text()
