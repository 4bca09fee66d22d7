"""The page's markup for WeasyPrint, read by the XML parser of the standard library.

Our templates are well formed, so the time that the tolerant HTML parser takes would buy nothing.
"""

from __future__ import annotations

from functools import partial
from typing import Any
from xml.etree import ElementTree

import cssselect2
from weasyprint import DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.css.targets import TargetCollector
from weasyprint.document import Document
from weasyprint.html import UA_COUNTER_STYLE
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext

from plans.handout.assets import SCHEME, Fetcher
from plans.handout.cascade import Cascade
from plans.handout.drawings import Drawing
from plans.handout.styles import Style


class Markup(HTML):  # type: ignore[misc]
    """One page's markup with what it may fetch; raises ElementTree.ParseError when it is not well formed."""

    def __init__(self, text: str, fetcher: Fetcher) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own template; typed text in it is escaped
        self.base_url = SCHEME
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def laid_out(self, style: Style, variant: str, pictures: dict[str, Drawing]) -> Document:
        """The page under one style sheet; ``pictures`` by address, others are fetched."""
        options = DEFAULT_OPTIONS | {"pdf_variant": variant, "cache": pictures, "kept": style}
        return _Styled._render(self, style.fonts, None, None, options)


class _Styled(Document):  # type: ignore[misc]
    """A document whose styles are those that were kept."""

    @classmethod
    def _build_layout_context(
        cls, html: Markup, fonts: Any, counters: CounterStyle, profiles: Any, options: Any
    ) -> LayoutContext:
        style, targets = options["kept"], TargetCollector()
        counters.update(UA_COUNTER_STYLE.copy())
        fetch = partial(
            get_image_from_uri, cache=options["cache"], url_fetcher=html.url_fetcher, options=options
        )
        styles = Cascade(html, style.css, fonts, targets, style.kept)
        return LayoutContext(styles, fetch, fonts, counters, targets)
