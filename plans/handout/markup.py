"""The page's markup for WeasyPrint, read by the XML parser of the standard library.

Our templates are well formed, so the time that the tolerant HTML parser takes would buy nothing.
"""

from __future__ import annotations

from xml.etree import ElementTree

import cssselect2
from weasyprint import HTML

from plans.handout.assets import SCHEME, Fetcher


class Markup(HTML):  # type: ignore[misc]
    """One page's markup with what it may fetch; raises ElementTree.ParseError when it is not well formed."""

    def __init__(self, text: str, fetcher: Fetcher) -> None:
        root = ElementTree.fromstring(text)  # noqa: S314 - our own template; typed text in it is escaped
        self.base_url = SCHEME
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
