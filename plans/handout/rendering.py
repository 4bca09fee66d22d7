"""``render``: one edition of a content as a tagged PDF. The same content gives the same bytes."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock

from django.template import Context, Engine
from weasyprint.document import Document

from plans.content import EDITIONS, PAPERS, Content, to_json
from plans.handout.assets import Fetcher, own_pictures
from plans.handout.markup import Markup
from plans.handout.packing import pack
from plans.handout.page import BARE, FALLBACK, SUMMARY_BRIEF, Fit, Printed, lay_out
from plans.handout.styles import Look, faces_for, style_of
from plans.handout.typed import cleaned

TEMPLATES = Path(__file__).parents[2] / "templates" / "handout"
VARIANT = "pdf/ua-1"
SECTIONS = ("exercises", "medicines", "care", "call", "weeks", "tracker")
LAST_LEVEL = {"standard": BARE, "large-print": BARE, "summary": SUMMARY_BRIEF}
TRIES = 8
_ONE_AT_A_TIME = Lock()  # Pango's font map is shared by all threads of the process


def render(content: Content, edition: str, language: str, paper: str) -> bytes:
    """The PDF of one edition (``EDITIONS``), in one of the content's languages, on ``PAPERS``.

    Raises ValueError for an edition, language or paper that there is not.
    """
    _check(content, edition, language, paper)
    identifier = _fingerprint(content, edition, language, paper)
    content = cleaned(content)
    with _ONE_AT_A_TIME, _collector_paused():
        return _written(_fitted(content, edition, language, paper), identifier)


def page_one_fits(content: Content, language: str, paper: str) -> bool:
    """Whether page 1 holds the whole day, or prints the short form and the sign screen must warn."""
    content = cleaned(content)
    with _ONE_AT_A_TIME:
        return _fit(content, "standard", language, paper)[0].level < FALLBACK


def fitted(content: Content, edition: str, language: str, paper: str) -> Fit:
    """How the edition is laid out: what page 1 leaves out and where its sections begin."""
    with _ONE_AT_A_TIME:
        return _fit(cleaned(content), edition, language, paper)[0]


def html_of(printed: Printed) -> str:
    """The HTML of a page; its addresses are those of ``Fetcher``."""
    template = _engine().get_template("document.html")
    html: str = template.render(Context(printed.context, use_l10n=False, use_tz=False))
    return html


def look_of(content: Content, edition: str, paper: str, html: str) -> Look:
    """What the style sheet of this page depends on."""
    return Look(edition, paper, content.clinic.duplex, content.version.draft, faces_for(html))


def _check(content: Content, edition: str, language: str, paper: str) -> None:
    if edition not in EDITIONS:
        raise ValueError(f"no edition {edition!r}; there are {', '.join(EDITIONS)}")
    if paper not in PAPERS:
        raise ValueError(f"no paper {paper!r}; there are {', '.join(PAPERS)}")
    if language not in content.sheets:
        raise ValueError(f"this plan has no text in {language!r}; there is {', '.join(content.sheets)}")


def _fingerprint(content: Content, *what: str) -> bytes:
    text = json.dumps([to_json(content), *what], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32].encode()


def _written(document: Document, identifier: bytes) -> bytes:
    """The file. Streams are packed once; object streams would cost more time than they save bytes."""
    pdf: bytes = document.write_pdf(
        finisher=pack, uncompressed_pdf=True, pdf_variant=VARIANT, pdf_identifier=identifier
    )
    return pdf


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


def _fitted(content: Content, edition: str, language: str, paper: str) -> Document:
    return _fit(content, edition, language, paper)[1]


def _fit(content: Content, edition: str, language: str, paper: str) -> tuple[Fit, Document]:
    """Lay out until page 1 is one page and every page number it names is right."""
    fit = Fit(pages=_guess(content, language))
    document = _lay(content, edition, language, paper, fit)
    for _ in range(TRIES):
        found = _sections(document)
        if fit.level < LAST_LEVEL.get(edition, 0) and _spills(document, found, edition):
            fit = _shrunk(content, edition, language, paper, fit)
        elif edition in ("standard", "large-print") and _wrong(content, language, fit, found):
            fit = replace(fit, pages=found)
        else:
            break
        document = _lay(content, edition, language, paper, fit)
    return fit, document


def _shrunk(content: Content, edition: str, language: str, paper: str, fit: Fit) -> Fit:
    """The next level at which page 1, laid out alone, is one page."""
    for level in range(fit.level + 1, LAST_LEVEL[edition]):
        alone = _lay(content, edition, language, paper, replace(fit, level=level, front_only=True))
        if len(alone.pages) == 1:
            return replace(fit, level=level)
    return replace(fit, level=LAST_LEVEL[edition])


def _guess(content: Content, language: str) -> dict[str, int]:
    """Page numbers that are mostly right, so that one layout is mostly enough."""
    cards = len(content.sheets[language].exercises)
    medicines = 2 + -(-cards // 2)
    return {
        "exercises": 2,
        "medicines": medicines,
        "care": medicines + 1,
        "call": medicines + 2,
        "tracker": 0,
    }


def _sections(document: Document) -> dict[str, int]:
    """The page on which each section begins; a section has an anchor on every page it runs over."""
    found: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for name in page.anchors:
            if name in SECTIONS:
                found.setdefault(name, number)
    return found


def _spills(document: Document, found: dict[str, int], edition: str) -> bool:
    if edition == "summary":
        return len(document.pages) > 1
    return min(found.values(), default=2) > 2


def _wrong(content: Content, language: str, fit: Fit, found: dict[str, int]) -> bool:
    """Whether page 1 names a page on which the section does not begin."""
    named = {"call", *(action.see for action in content.sheets[language].actions)}
    return any(fit.pages.get(name) != found[name] for name in named if name in found)


def _lay(content: Content, edition: str, language: str, paper: str, fit: Fit) -> Document:
    printed = lay_out(content, edition, language, paper, fit)
    html = html_of(printed)
    style = style_of(look_of(content, edition, paper, html))
    page = Markup(html, Fetcher(printed.pictures))
    cache = own_pictures(printed.pictures)
    return page.render(stylesheets=[style.css], font_config=style.fonts, pdf_variant=VARIANT, cache=cache)


@cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(TEMPLATES)],
        autoescape=True,
        loaders=[
            (
                "django.template.loaders.cached.Loader",
                [("django.template.loaders.filesystem.Loader", [str(TEMPLATES)])],
            )
        ],
    )
