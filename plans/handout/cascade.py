"""Computed styles that outlive their page: what an element looks like is worked out once a process.

WeasyPrint works out every style anew for each document. Handouts share one style sheet, and nearly all of
their elements stand in the same few hundred places under it, so the next patient's page finds them ready.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from math import inf
from typing import Any

import tinycss2
from weasyprint import CSS
from weasyprint.css import StyleFor, declaration_precedence, preprocess_declarations
from weasyprint.css.targets import TargetCollector
from weasyprint.html import UA_STYLESHEET
from weasyprint.text.fonts import FontConfiguration

# The library's sheet styles these of every element; a handout has neither foot- nor endnotes.
NOTES = {"footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"}
PSEUDO = 3  # where a selector's entry names its pseudo-element
OWN = (("lang", "-weasy-lang"), ("id", "-weasy-anchor"))  # attributes that count as declarations
MOST = 4000  # places; one handout has about 200, nearly all in common with the others
Looks = dict[str | None, Any]  # the style of an element, or a page, and of each of its pseudo-elements
Weighed = dict[str, tuple[Any, Any]]  # a property's value, and what outweighs it


class Kept:
    """The computed styles under one style sheet, by the place of an element or the kind of a page."""

    def __init__(self) -> None:
        self._looks: dict[tuple[Any, ...], Looks] = {}

    def find(self, place: tuple[Any, ...]) -> Looks | None:
        return self._looks.get(place)

    def keep(self, place: tuple[Any, ...], looks: Looks) -> None:
        self._looks[place] = looks

    def make_room(self) -> None:
        """Forget all together: a style is found by the identity of its parent's, which must stay."""
        if len(self._looks) > MOST:
            self._looks.clear()


class Cascade(StyleFor):  # type: ignore[misc]
    """The styles of one page as ``StyleFor`` works them out, taken from ``kept`` where they are known."""

    def __init__(
        self, html: Any, sheet: CSS, fonts: FontConfiguration, targets: TargetCollector, kept: Kept
    ) -> None:
        kept.make_room()
        self.font_config = fonts
        self.initial_page_sizes = {"box": None, "area": None}
        self._html, self._targets, self._kept = html, targets, kept
        self._sheets = [(BROWSER, "user agent", None), (sheet, "user", None)]
        self._cascaded_styles: dict[tuple[Any, str | None], Weighed] = {}
        self._computed_styles: dict[tuple[Any, str | None], Any] = {}
        for wrapper in html.wrapper_element.iter_subtree():
            self._style_element(wrapper)

    def _style_element(self, wrapper: Any) -> None:
        element = wrapper.etree_element
        parent = wrapper.parent.etree_element if wrapper.parent else None
        found = [
            (origin, specificity, pseudo, declarations)
            for sheet, origin, _ in self._sheets
            for specificity, _, pseudo, (declarations, _) in sheet.matcher.match(wrapper)
        ]
        place = (
            id(self._computed_styles[parent, None]) if wrapper.parent else None,
            *(element.get(name) for name in ("style", "lang", "id")),
            *((specificity, pseudo, id(declarations)) for _, specificity, pseudo, declarations in found),
        )
        looks = self._kept.find(place)
        if looks is None:
            looks = self._computed(element, parent, _cascaded(element, found))
            self._kept.keep(place, looks)
        for pseudo, style in looks.items():
            self._computed_styles[element, pseudo] = style
        if looks[None]["anchor"]:
            self._targets.collect_anchor(looks[None]["anchor"])

    def _computed(self, element: Any, parent: Any, cascaded: dict[str | None, Weighed]) -> Looks:
        self._cascaded_styles = {(element, pseudo): weighed for pseudo, weighed in cascaded.items()}
        root, base = self._html.etree_element, self._html.base_url
        super().set_computed_styles(element, parent, root=root, base_url=base)
        for pseudo in cascaded:
            if pseudo:
                super().set_computed_styles(element, element, root=root, pseudo_type=pseudo, base_url=base)
        self._cascaded_styles = {}
        return {pseudo: self._computed_styles[element, pseudo] for pseudo in (None, *cascaded)}

    def add_page_declarations(self, page_type: Any) -> None:
        """The styles of a page and its margins; none of our rules asks for a page's number."""
        root = self._computed_styles[self._html.etree_element, None]
        place = (id(root), page_type.side, page_type.blank, page_type.index == 0, page_type.name)
        looks = self._kept.find(place)
        if looks is None:
            super().add_page_declarations(page_type)
            cascaded = {pseudo: weighed for (_, pseudo), weighed in self._cascaded_styles.items()}
            looks = self._computed(page_type, self._html.etree_element, cascaded)
            self._kept.keep(place, looks)
        for pseudo, style in looks.items():
            self._computed_styles[page_type, pseudo] = style

    def set_computed_styles(self, *page: Any, **more: Any) -> None:
        """What the library asks for each page is done with its declarations."""


def _cascaded(element: Any, found: list[tuple[str, Any, str | None, Any]]) -> dict[str | None, Weighed]:
    """What outweighs the rest of an element's attributes and of the rules that match it."""
    cascaded: dict[str | None, Weighed] = {}
    for specificity, declarations in _own(element):
        _weigh(cascaded.setdefault(None, {}), "author", specificity, declarations)
    for origin, specificity, pseudo, declarations in found:
        _weigh(cascaded.setdefault(pseudo, {}), origin, specificity, declarations)
    return cascaded


def _own(element: Any) -> Iterator[tuple[tuple[int, int, int], Any]]:
    """Specificity and declarations of an element's own attributes."""
    if style := element.get("style"):
        yield (1, 0, 0), preprocess_declarations(None, tinycss2.parse_blocks_contents(style))
    for name, meaning in OWN:
        if value := element.get(name):
            declared = tinycss2.parse_one_declaration(f'{meaning}:"{value}"')
            yield (0, 0, 0), preprocess_declarations(None, (declared,))


def _weigh(weighed: Weighed, origin: str, specificity: Any, declarations: Any) -> None:
    for name, value, importance in declarations:
        weight = (declaration_precedence(origin, importance), inf, specificity)
        if name not in weighed or weighed[name][1] <= weight:
            weighed[name] = value, weight


def _without_notes(sheet: Any) -> Any:
    own = copy(sheet)
    own.matcher = copy(sheet.matcher)
    own.matcher.other_selectors = [
        entry for entry in sheet.matcher.other_selectors if entry[PSEUDO] not in NOTES
    ]
    return own


BROWSER = _without_notes(UA_STYLESHEET)
