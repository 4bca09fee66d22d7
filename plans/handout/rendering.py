"""``render``: one edition of a content as a tagged PDF. The same content gives the same bytes."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

import pydyf
from django.template import Context, Engine
from weasyprint.document import Document
from weasyprint.formatting_structure.boxes import TextBox

from plans.canonical import digest
from plans.content import EDITIONS, PAPERS, Content
from plans.handout.assets import Fetcher, own_pictures
from plans.handout.deep import with_room
from plans.handout.markup import Markup
from plans.handout.packing import pack
from plans.handout.page import (
    CLOSE,
    FALLBACK,
    REFERRAL_CLOSE,
    Fit,
    Printed,
    crowded,
    guess,
    lay_out,
)
from plans.handout.stamp import Stamp, content_hash_of, short_hash, stamp_of
from plans.handout.styles import FOOTER_LINES, Look, faces_for, style_of
from plans.handout.tagging import mend_tags
from plans.handout.typed import cleaned

TEMPLATES = Path(__file__).parents[2] / "templates" / "handout"
VARIANT = "pdf/ua-1"
FRONT = "front"  # the section of page 1
SECTIONS = ("exercises", "medicines", "care", "call")
NAMING = ("standard", "large-print")  # editions whose page 1 names other pages
NAMES = "data-at"  # the element that holds the number of a section's page
TRIES = 8
LAST_LEVEL = {"standard": CLOSE, "large-print": CLOSE, "summary": CLOSE}
T = TypeVar("T")
_ONE_AT_A_TIME = Lock()  # Pango's font map is shared by all threads of the process


def render(
    content: Content, edition: str, language: str, paper: str, content_hash: str | None = None
) -> bytes:
    """The PDF of one edition (``EDITIONS``), in one of the content's languages, on ``PAPERS``.

    ``content_hash`` is the one that was kept with the content, where it was kept. Raises ValueError for an
    edition, language or paper that there is not.
    """
    _check(content, edition, language, paper)
    content_hash = content_hash or content_hash_of(content)
    identifier = digest([content_hash, edition, language, paper])[:32].encode()
    stamp = stamp_of(content, edition, language, paper, content_hash)
    content = cleaned(replace(content, version=replace(content.version, mark=short_hash(content_hash))))
    return _in_turn(lambda: _written(_fit(content, edition, language, paper)[1], identifier, stamp))


def page_one_fits(content: Content, language: str, paper: str) -> bool:
    """Whether page 1 holds the whole day, or prints the short form and the sign screen must warn."""
    content = cleaned(content)
    return _in_turn(lambda: _fit(content, "standard", language, paper)[0]).level < FALLBACK


def fitted(content: Content, edition: str, language: str, paper: str) -> Fit:
    """How the edition is laid out: what page 1 leaves out."""
    return _in_turn(lambda: _fit(cleaned(content), edition, language, paper)[0])


def html_of(printed: Printed) -> str:
    """The HTML of a page; its addresses are those of ``Fetcher``."""
    template = _engine().get_template("document.html")
    html: str = template.render(Context(printed.context, use_l10n=False, use_tz=False))
    return html


def look_of(content: Content, edition: str, paper: str, html: str, foot: int = FOOTER_LINES) -> Look:
    """What the style sheet of this page depends on."""
    accent = content.clinic.accent_color.lower()
    return Look(edition, paper, content.clinic.duplex, content.version.draft, faces_for(html), accent, foot)


def _check(content: Content, edition: str, language: str, paper: str) -> None:
    if edition not in EDITIONS:
        raise ValueError(f"no edition {edition!r}; there are {', '.join(EDITIONS)}")
    if paper not in PAPERS:
        raise ValueError(f"no paper {paper!r}; there are {', '.join(PAPERS)}")
    if language not in content.sheets:
        raise ValueError(f"this plan has no text in {language!r}; there is {', '.join(content.sheets)}")


def _written(document: Document, identifier: bytes, stamp: Stamp) -> bytes:
    """The file. Streams are packed once; object streams would cost more time than they save bytes."""

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        stamp.write(pdf)
        mend_tags(document, pdf)
        pack(document, pdf)

    pdf: bytes = document.write_pdf(
        finisher=finish, uncompressed_pdf=True, pdf_variant=VARIANT, pdf_identifier=identifier
    )
    return pdf


def _in_turn(work: Callable[[], T]) -> T:
    with _ONE_AT_A_TIME, _collector_paused():
        return with_room(work)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """A layout makes many objects and drops them together: the collector looks once, at the end."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
        gc.collect(0)


def _fit(content: Content, edition: str, language: str, paper: str) -> tuple[Fit, Document]:
    """Lay out until page 1 is one page."""
    if content.kind == "blocked":
        return _referral(content, edition, language, paper)
    level = 0
    if edition in LAST_LEVEL and crowded(content.sheets[language]):
        level = _roomy(content, edition, language, paper, level)
    pages = guess(content.sheets[language], edition)
    for _ in range(TRIES):
        document = _lay(content, edition, language, paper, Fit(level, pages))
        found = _sections(document)
        if level < LAST_LEVEL.get(edition, 0) and _spills(document, edition):
            level = _roomy(content, edition, language, paper, level + 1)
        elif edition in NAMING and not _as_wide(pages, found):
            pages = found
        else:
            break
    _name_pages(document, found)
    return Fit(level, found), document


def _as_wide(pages: Mapping[str, int], found: Mapping[str, int]) -> bool:
    """Whether the numbers that were laid out stand in as many digits as those that were found."""
    return {name: len(str(n)) for name, n in pages.items()} == {n: len(str(at)) for n, at in found.items()}


def _sections(document: Document) -> dict[str, int]:
    """The page on which each section begins; a section has an anchor on every page on which it stands."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for name in page.anchors:
            if name in SECTIONS:
                found.setdefault(name, number)
    return found


def _name_pages(document: Document, found: Mapping[str, int]) -> None:
    """Write the page numbers that were found over those that were guessed: to lay out anew costs too much."""
    for box in document.pages[0]._page_box.descendants():
        named = isinstance(box, TextBox) and box.element is not None
        name = box.element.get(NAMES, "") if named else ""
        if name in found:
            box.text = box.pango_layout.text = str(found[name])


def _referral(content: Content, edition: str, language: str, paper: str) -> tuple[Fit, Document]:
    """A blocked plan's page: one, for which it gives up the same-day list and some of its spacing."""
    for level in range(REFERRAL_CLOSE + 1):
        fit = Fit(level)
        document = _lay(content, edition, language, paper, fit)
        if edition == "clinician" or len(document.pages) == 1:
            break
    return fit, document


def _roomy(content: Content, edition: str, language: str, paper: str, least: int) -> int:
    """The first level, of at least this, at which page 1 laid out alone is one page."""
    for level in range(least, LAST_LEVEL[edition]):
        if len(_lay(content, edition, language, paper, Fit(level, {}, front_only=True)).pages) == 1:
            return level
    return LAST_LEVEL[edition]


def _spills(document: Document, edition: str) -> bool:
    """Whether page 1 runs over."""
    if edition == "summary":
        return len(document.pages) > 1
    return any(FRONT in page.anchors for page in document.pages[1:2])


def _lay(content: Content, edition: str, language: str, paper: str, fit: Fit) -> Document:
    printed = lay_out(content, edition, language, paper, fit)
    html = html_of(printed)
    style = style_of(look_of(content, edition, paper, html, printed.context["page"]["foot"]))
    page = Markup(html, Fetcher(printed.pictures))
    return page.laid_out(style, VARIANT, own_pictures(printed.pictures))


@cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES)],
        autoescape=True,
        builtins=["plans.handout.filters"],
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                [("django.template.loaders.filesystem.Loader", [str(TEMPLATES)])],
            )
        ],
    )
