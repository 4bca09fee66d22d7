"""Style sheets, parsed once a process: one for each edition, paper and set of scripts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration

from plans.contrast import LEAST, is_color, least_contrast
from plans.handout.assets import SCHEME, Fetcher
from plans.handout.cascade import Kept
from plans.handout.fonts import font_faces
from plans.handout.lettering import MM_PER_PT, measured

FOLDER = Path(__file__).parent / "styles"
SHEETS = {
    "standard": ("patient.css",),
    "summary": ("patient.css",),
    "tracker": ("patient.css",),
    "large-print": ("patient.css", "large.css"),
    "clinician": ("clinician.css",),
}
SIZES_MM = {"letter": (215.9, 279.4), "a4": (210.0, 297.0)}
BINDING, OTHER, TOP, BOTTOM = 25.0, 16.0, 16.0, 23.0
HEADING = "#0b3c5d"  # of headings and their icons, where the clinic has chosen no other
EDGE = 12.7  # under the footer (PR-01)
FOOTER_GAP = 0.5  # between the text and the footer; the tracker's sides need the room
SHEET_TOP = 13.0  # the tracker's sides: as near to the edge as 12.7 mm allow
DRAFT_TOP = 19.0
FOOTER_PT = {"large-print": 14, "clinician": 9}
FOOTER_RIGHT = {"clinician": 20}  # hundredths of the width for page number and phone, else:
RIGHT = 22
BOTTOM_MM = {"large-print": 25.0}  # two lines of footer above the edge of 12.7 mm
BLANK_PT = {"large-print": 18}
FOOTER_LINES = 2
LATIN = 0x24F  # letters after it are not of the handout's own font


@dataclass(frozen=True, slots=True)
class Look:
    """Everything a style sheet depends on."""

    edition: str
    paper: str
    duplex: bool
    draft: bool
    faces: str  # @font-face rules
    accent: str = ""  # the clinic's colour of headings
    foot: int = FOOTER_LINES  # lines of the footer


@dataclass(frozen=True, slots=True)
class Style:
    css: CSS
    fonts: FontConfiguration
    kept: Kept


def text_width(paper: str) -> float:
    """Millimetres between the margins."""
    return SIZES_MM[paper][0] - BINDING - OTHER


def sheet_top(draft: bool) -> float:
    """The top margin of the tracker's sides; a draft needs room for its head."""
    return DRAFT_TOP if draft else SHEET_TOP


def bottom(edition: str, foot: int = FOOTER_LINES) -> float:
    """The bottom margin of the tracker's sides, which holds the footer."""
    line = FOOTER_PT.get(edition, 12) * 1.2 * MM_PER_PT
    return BOTTOM_MM.get(edition, BOTTOM) + (foot - FOOTER_LINES) * line


def ems(text: str) -> float:
    """The width of a typed text in units of its size; a letter of another script counts as one."""
    return measured(text, 1) + sum(1 for letter in text if ord(letter) > LATIN)


def foot_lines(who: str, edition: str, paper: str) -> int:
    """Lines of the footer: one more where name and birth date are wider than their place."""
    wide = ems(who) * FOOTER_PT.get(edition, 12) * MM_PER_PT
    return FOOTER_LINES + (wide > text_width(paper) * (100 - FOOTER_RIGHT.get(edition, RIGHT)) / 100)


def page_height(paper: str, draft: bool, edition: str, foot: int = FOOTER_LINES) -> float:
    """Millimetres between the margins of a page."""
    top = DRAFT_TOP if draft else TOP
    return SIZES_MM[paper][1] - top - bottom(edition, foot) - FOOTER_GAP


def sheet_height(paper: str, draft: bool, edition: str, foot: int = FOOTER_LINES) -> float:
    """Millimetres for one side of the tracker."""
    return SIZES_MM[paper][1] - sheet_top(draft) - bottom(edition, foot) - 1


@lru_cache(maxsize=64)
def style_of(look: Look) -> Style:
    """The parsed sheet with its fonts. WeasyPrint keeps what it parsed; nothing is parsed per handout."""
    fonts = FontConfiguration()
    return Style(CSS(string=css_text(look), font_config=fonts, url_fetcher=Fetcher()), fonts, Kept())


def css_text(look: Look) -> str:
    """The whole style sheet: faces, rules, page geometry."""
    rules = "\n".join([look.faces, *(_file(name) for name in SHEETS[look.edition]), _page(look)])
    if look.edition == "clinician" or not is_color(look.accent) or least_contrast(look.accent) < LEAST:
        return rules
    return rules.replace(HEADING[1:], look.accent[1:])


def faces_for(text: str) -> str:
    return font_faces(text, f"{SCHEME}fonts/")


@lru_cache(maxsize=8)
def _file(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


def _page(look: Look) -> str:
    width, height = SIZES_MM[look.paper]
    top = DRAFT_TOP if look.draft else TOP
    size = FOOTER_PT.get(look.edition, 12)
    box = f"font-size: {size}pt; line-height: 1.2; color: #1a1a1a; white-space: pre-wrap"
    foot = f"{box}; vertical-align: bottom; padding-bottom: {EDGE}mm"
    blank = BLANK_PT.get(look.edition, 12)
    mark = f"background: url({SCHEME}draft.svg) no-repeat center / 150mm 150mm;" if look.draft else ""
    sides = (
        f"@page :right {{ margin-left: {BINDING}mm; margin-right: {OTHER}mm }}"
        f"@page :left {{ margin-left: {OTHER if look.duplex else BINDING}mm;"
        f" margin-right: {BINDING if look.duplex else OTHER}mm }}"
    )
    below = "vertical-align: bottom; padding-bottom: .5mm; font-weight: 700"
    head = f"@top-right {{ content: string(head); {box}; {below} }}"
    low = bottom(look.edition, look.foot) + FOOTER_GAP
    right = FOOTER_RIGHT.get(look.edition, RIGHT)
    return f"""
@page {{ size: {width}mm {height}mm; margin: {top}mm {OTHER}mm {low}mm {BINDING}mm; {mark}
  @bottom-left {{ content: string(who) "\\A" string(version) string(mark); {foot}; width: {100 - right}% }}
  @bottom-right {{ content: string(page-word) counter(page) string(page-of) counter(pages)
    "\\A" string(phone); {foot};
    text-align: right; width: {right}% }}
  {head if look.draft else ""}
}}
{sides}
@page :blank {{ margin-top: 60mm;
  @top-center {{ content: string(blank); font-size: {blank}pt; vertical-align: bottom }} }}
@page sheet {{ margin-top: {sheet_top(look.draft)}mm; margin-bottom: {bottom(look.edition, look.foot)}mm }}
"""
