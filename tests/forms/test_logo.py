"""A logo's file is made anew or refused in words; a hostile one costs nothing."""

from __future__ import annotations

import struct
import tracemalloc
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from plans.forms.logo import MOST_BYTES, LogoError, fault_of_svg, read_logo
from plans.interop.clinic_file import LONGEST_SVG
from plans.logo import Pixels, pixels_in, svg_around

SECRET = b"taken in the consulting room"


def file_of(picture: Image.Image, kind: str = "PNG", **how: object) -> BytesIO:
    file = BytesIO()
    picture.save(file, kind, **how)
    file.seek(0)
    return file


def made_from(file: BytesIO) -> tuple[Pixels, Image.Image]:
    pixels = pixels_in(read_logo(file))
    assert pixels is not None
    return pixels, Image.open(BytesIO(pixels.data))


def fault_of(data: bytes) -> str:
    with pytest.raises(LogoError) as refused:
        read_logo(BytesIO(data))
    return str(refused.value)


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_that_says(width: int, height: int, pixels: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize(
    ("given", "kept"),
    [((2000, 2000), (142, 142)), ((2000, 400), (709, 142)), ((2000, 40), (709, 14)), ((90, 30), (90, 30))],
)
def test_it_is_as_large_as_300_dots_an_inch_need_and_never_made_larger(
    given: tuple[int, int], kept: tuple[int, int]
) -> None:
    pixels, picture = made_from(file_of(Image.new("RGB", given, "#0b4f5c")))
    assert (pixels.width, pixels.height) == picture.size == kept


@pytest.mark.parametrize(("side", "good"), [(2000, True), (2001, False)])
def test_the_most_pixels_of_a_side(side: int, good: bool) -> None:
    file = file_of(Image.new("1", (side, 10)))
    if good:
        assert pixels_in(read_logo(file))
    else:
        assert "2,001 by 10" in fault_of(file.getvalue())


@pytest.mark.parametrize(("size", "words"), [(MOST_BYTES, "cannot be read"), (MOST_BYTES + 1, "too large")])
def test_the_most_bytes(size: int, words: str) -> None:
    said = fault_of(b"\0" * size)
    assert words.replace("cannot be read", "can be read") in said


@pytest.mark.parametrize(
    ("mode", "color", "shown"),
    [
        ("RGBA", (255, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (255, 0, 0, 128), (255, 127, 127)),
        ("LA", (0, 0), (255, 255, 255)),
        ("L", 40, (40, 40, 40)),
        ("1", 0, (0, 0, 0)),
        ("I;16", 40 * 256, (40, 40, 40)),
    ],
)
def test_what_shines_through_is_white(mode: str, color: object, shown: tuple[int, ...]) -> None:
    _, picture = made_from(file_of(Image.new(mode, (20, 20), color)))  # type: ignore[arg-type]
    assert picture.mode == "RGB"
    assert picture.getpixel((9, 9)) == shown


def test_a_palette_with_a_clear_color_is_flattened() -> None:
    picture = Image.new("P", (20, 20), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    _, made = made_from(file_of(picture, transparency=0))
    assert made.getpixel((9, 9)) == (255, 255, 255)


def test_a_photograph_is_turned_and_keeps_nothing_but_its_pixels() -> None:
    photograph = Image.effect_noise((400, 200), 120).convert("RGB")
    photograph.paste((200, 0, 0), (0, 0, 200, 200))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, SECRET.decode()  # turned a quarter; a description
    file = file_of(photograph, "JPEG", exif=exif, icc_profile=SECRET, comment=SECRET)
    assert SECRET in file.getvalue()
    pixels, made = made_from(file)
    assert made.size == (71, 142)
    assert made.getpixel((35, 10))[0] > 180  # the red left half is now above
    assert SECRET not in pixels.data
    assert not made.info.keys() & {"exif", "icc_profile", "comment"}


def test_lines_stay_sharp_and_noise_becomes_small() -> None:
    drawing = Image.new("RGB", (700, 140), "white")
    drawing.paste((11, 79, 92), (100, 20, 300, 120))
    assert made_from(file_of(drawing))[0].kind == "image/png"
    noise = Image.merge("RGB", [Image.effect_noise((709, 142), 90) for _ in range(3)])
    pixels, _ = made_from(file_of(noise))
    assert pixels.kind == "image/jpeg"
    assert len(svg_around(pixels)) < LONGEST_SVG


def test_the_colors_of_print_are_read() -> None:
    pixels, made = made_from(file_of(Image.new("CMYK", (30, 30), (0, 255, 255, 0)), "JPEG"))
    assert made.mode == "RGB"
    assert pixels.kind == "image/png"


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a" + b"\0" * 40,
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        png_that_says(0, 100),
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    assert "not a PNG or JPEG" in fault_of(data)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("side", [10_000, 60_000])
def test_a_bomb_is_refused_by_its_head(side: int) -> None:
    assert fault_of(png_that_says(side, side, b"\0" * 10_000_000))


def test_a_text_that_unpacks_to_much_is_neither_unpacked_nor_kept() -> None:
    whole = file_of(Image.new("RGB", (10, 10))).getvalue()
    text = chunk(b"zTXt", b"a\0\0" + zlib.compress(SECRET + b"\0" * 90_000_000))
    tracemalloc.start()
    pixels, made = made_from(BytesIO(whole[:33] + text + whole[33:]))
    assert tracemalloc.get_traced_memory()[1] < 16 << 20
    tracemalloc.stop()
    assert len(pixels.data) < 200
    assert made.info == {}


def test_nothing_is_said_of_an_empty_file_but_that() -> None:
    assert fault_of(b"") == "The file is empty."


WHOLE = {
    kind: file_of(Image.effect_noise((40, 20), 90).convert("RGB"), kind).getvalue()
    for kind in ("PNG", "JPEG")
}


@given(st.sampled_from(sorted(WHOLE)), st.data())
@settings(max_examples=80, deadline=None)
def test_a_damaged_file_is_read_or_refused_and_never_breaks(kind: str, data: st.DataObject) -> None:
    damaged = bytearray(WHOLE[kind])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), max_size=6)):
        damaged[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(damaged)))
    try:
        assert pixels_in(read_logo(BytesIO(bytes(damaged[:cut]))))
    except LogoError:
        return


def test_the_picture_in_the_svg_is_the_one_put_in() -> None:
    pixels = Pixels("image/png", b"\x89PNG and more", 30, 20)
    assert pixels_in(svg_around(pixels)) == pixels


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("data:image/png", "data:image/svg+xml"),
        ("data:image/png;base64,", "https://example.org/"),
        ("<image", "<script/><image"),
        ('width="30" height="20" href', 'width="9" height="20" href'),
        ("base64,", "base64,%"),
    ],
)
def test_any_other_svg_holds_no_picture_and_is_refused_as_text(old: str, new: str) -> None:
    svg = svg_around(Pixels("image/png", b"abc", 30, 20)).replace(old, new, 1)
    assert pixels_in(svg) is None
    assert fault_of_svg(svg)
