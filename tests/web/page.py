"""Reading an answered page in tests: its forms as a browser would send them, its error summary."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from lxml import html

Data = dict[str, list[str]]


def tree_of(response: HttpResponse) -> Any:
    return html.document_fromstring(response.content.decode())


class Buttons(HTMLParser):
    """The buttons that send nothing, and the forms inside a form, as a browser reads a page."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.inside = False
        self.dead: list[str] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.dead += [f"form inside a form: {attrs}"] if self.inside else []
            self.inside = True
        if tag == "button" and given.get("type", "submit") == "submit":
            self.dead += [] if self.inside or "form" in given else [f"button outside a form: {attrs}"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def form_data(response: HttpResponse, form_id: str) -> Data:
    """What a browser without JavaScript sends for the form as it stands."""
    return data_of(tree_of(response).get_element_by_id(form_id))


def data_of(form: Any) -> Data:
    """The same for the element of a form."""
    found: Data = {}
    for control in form.xpath(".//input[@name] | .//select[@name] | .//textarea[@name]"):
        for value in _values(control):
            found.setdefault(control.get("name"), []).append(value)
    return found


def _values(control: Any) -> list[str]:
    if control.tag == "select":
        chosen = control.xpath(".//option[@selected]") or control.xpath(".//option")[:1]
        return [option.get("value", "") for option in chosen]
    if control.get("type") in ("checkbox", "radio") and control.get("checked") is None:
        return []
    return [control.get("value", "") if control.tag == "input" else control.text or ""]


def text_of(response: HttpResponse) -> str:
    """The words of the page with single blanks."""
    return " ".join(tree_of(response).text_content().split())


def check_error_shown(response: HttpResponse, control: str, words: str) -> None:
    """An error is summarised first, linked to its control, focused, and named at the control."""
    page = tree_of(response)
    summary = page.get_element_by_id("error-summary")
    assert summary.get("autofocus") is not None
    assert summary.get("role") == "alert"
    links = {link.get("href"): link.text_content() for link in summary.iter("a")}
    assert words in links[f"#{control}"]
    at_control = page.get_element_by_id(control)
    message = page.get_element_by_id(str(at_control.get("aria-describedby")).split()[0])
    assert words in message.text_content()
    assert at_control.get("aria-invalid") == "true"
