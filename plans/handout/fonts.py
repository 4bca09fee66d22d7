"""The fonts of the printed page: one family for all text, and fallbacks for names in other scripts.

A page loads only the faces its text needs: opening the Chinese face alone takes longer than a whole handout.
Files and licences: plans/static/handout/fonts, fetched by script/vendor_handout_assets.
"""

from dataclasses import dataclass
from functools import lru_cache

FONT_FOLDER = "fonts"


@dataclass(frozen=True)
class Face:
    """One family cut from one or two files: `stem`-400 and, where `bold`, `stem`-700, both upright.

    `ranges`: the code points, first and last, that make a page load it; empty: every page does.
    """

    family: str
    stem: str
    bold: bool
    ranges: tuple[tuple[int, int], ...]

    @property
    def weights(self) -> tuple[int, ...]:
        return (400, 700) if self.bold else (400,)

    def files(self) -> tuple[str, ...]:
        """File names in the font folder, lightest first."""
        return tuple(f"{self.stem}-{weight}-normal.woff2" for weight in self.weights)

    def serves(self, text: str) -> bool:
        if not self.ranges:
            return True
        return any(first <= ord(letter) <= last for letter in text for first, last in self.ranges)


def _script(name: str, *ranges: tuple[int, int]) -> Face:
    return Face(f"Noto Sans {name.title()}", f"noto-sans-{name}-{name}", True, ranges)


_ACCENTS = (0x0300, 0x036F)
# What the latin-ext file of the first family leaves out of U+0100 to U+017F.
_LATIN_GAPS = tuple(
    (letter, letter + 1)
    for letter in (
        0x0108,
        0x0114,
        0x011C,
        0x0124,
        0x0128,
        0x012C,
        0x0134,
        0x0138,
        0x013F,
        0x0149,
        0x014B,
        0x014D,
        0x0156,
        0x015C,
        0x0166,
        0x0168,
        0x016C,
        0x017F,
    )
)
_VIETNAMESE = (0x0102, 0x0103), (0x0110, 0x0111), (0x0128, 0x0129), (0x0168, 0x0169), (0x01A0, 0x01B0)
_SIGNS = (0x2020, 0x2020), (0x20B9, 0x20B9), (0x2113, 0x2113)
_HAN = (0x2E80, 0x303F), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF)
_KANA = (0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF65, 0xFF9F)
_HANGUL = (0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7AF)
_ARABIC = (0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)

# The order is the order of the fallback: a kana or hangul text takes its own forms of the shared Han letters.
FACES: tuple[Face, ...] = (
    Face("Atkinson Hyperlegible Next", "atkinson-hyperlegible-next-latin", True, ()),
    Face(
        "Atkinson Hyperlegible Next Ext",
        "atkinson-hyperlegible-next-latin-ext",
        True,
        (_ACCENTS, (0x0100, 0x0192), (0x0218, 0x021B), (0x02C7, 0x02DD), (0x1E80, 0x1EF3), *_SIGNS),
    ),
    Face(
        "Noto Sans", "noto-sans-latin", True, (_ACCENTS, (0x00B5, 0x00B5), (0x02BB, 0x02BC), (0x2032, 0x2033))
    ),
    Face(
        "Noto Sans Ext",
        "noto-sans-latin-ext",
        True,
        (*_LATIN_GAPS, (0x0180, 0x0217), (0x021C, 0x02C6), (0x1D00, 0x1E7F), (0x1E86, 0x1E9F)),
    ),
    Face(
        "Noto Sans Vietnamese",
        "noto-sans-vietnamese",
        True,
        (*_VIETNAMESE, _ACCENTS, (0x1EA0, 0x1EF9), (0x20AB, 0x20AB)),
    ),
    Face("Noto Sans Greek", "noto-sans-greek", True, ((0x0370, 0x03FF),)),
    Face("Noto Sans Greek Ext", "noto-sans-greek-ext", True, ((0x1F00, 0x1FFF),)),
    Face(
        "Noto Sans Cyrillic",
        "noto-sans-cyrillic",
        True,
        ((0x0400, 0x045F), (0x0490, 0x0491), (0x2116, 0x2116)),
    ),
    Face("Noto Sans Cyrillic Ext", "noto-sans-cyrillic-ext", True, ((0x0460, 0x052F), (0x2DE0, 0x2DFF))),
    _script("arabic", *_ARABIC),
    _script("hebrew", (0x0590, 0x05FF), (0xFB1D, 0xFB4F)),
    _script("devanagari", (0x0900, 0x097F), (0xA8E0, 0xA8FF)),
    _script("bengali", (0x0980, 0x09FF)),
    _script("gurmukhi", (0x0A00, 0x0A7F)),
    _script("gujarati", (0x0A80, 0x0AFF)),
    _script("tamil", (0x0B80, 0x0BFF)),
    _script("telugu", (0x0C00, 0x0C7F)),
    _script("thai", (0x0E00, 0x0E7F)),
    _script("lao", (0x0E80, 0x0EFF)),
    _script("myanmar", (0x1000, 0x109F)),
    _script("georgian", (0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)),
    _script("ethiopic", (0x1200, 0x139F), (0x2D80, 0x2DDF)),
    _script("khmer", (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    _script("armenian", (0x0530, 0x058F), (0xFB13, 0xFB17)),
    Face("Noto Sans JP", "noto-sans-jp-japanese", False, _KANA),
    Face("Noto Sans KR", "noto-sans-kr-korean", False, _HANGUL),
    Face("Noto Sans SC", "noto-sans-sc-chinese-simplified", False, _HAN),
    Face("Noto Sans TC", "noto-sans-tc-chinese-traditional", False, _HAN),
    Face(
        "Noto Sans Math",
        "noto-sans-math-latin",
        False,
        ((0x2123, 0x2211), (0x2213, 0x23FF), (0x27C0, 0x27FF), (0x2900, 0x2AFF)),
    ),
    Face("Noto Sans Symbols 2", "noto-sans-symbols-2-symbols", False, ((0x2300, 0x27BF), (0x2B00, 0x2BFF))),
    Face("Noto Emoji", "noto-emoji-emoji", False, ((0x2600, 0x27BF), (0xFE0F, 0xFE0F), (0x1F000, 0x1FAFF))),
)


def font_faces(text: str, address: str = f"{FONT_FOLDER}/") -> str:
    """The @font-face rules a page with this text needs, and a rule `:root` that sets their font-family.

    `address` stands before each file name in url(...). The same set of scripts gives the same string.
    """
    beyond = _beyond_ascii(text)
    used = tuple(number for number, face in enumerate(FACES) if face.serves(beyond))
    return _rules(used, address)


@lru_cache(maxsize=64)
def _rules(numbers: tuple[int, ...], address: str) -> str:
    faces = [FACES[number] for number in numbers]
    rules = [
        _face_rule(face, weight, file, address)
        for face in faces
        for weight, file in zip(face.weights, face.files(), strict=True)
    ]
    families = ", ".join(f'"{face.family}"' for face in faces)
    return "\n".join([*rules, f":root {{ font-family: {families}, sans-serif }}", ""])


def _face_rule(face: Face, weight: int, file: str, address: str) -> str:
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {weight}; '
        f'src: url("{address}{file}") format("woff2") }}'
    )


def _beyond_ascii(text: str) -> str:
    return "".join(sorted(letter for letter in set(text) if ord(letter) > 0x7E))
