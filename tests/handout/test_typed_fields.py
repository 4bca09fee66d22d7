"""Whatever is typed into any field that reaches the page: printed as text, or refused at the field."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans.content import to_json
from plans.handout.assets import Fetcher
from plans.handout.page import Fit, lay_out
from plans.handout.rendering import html_of
from plans.handout.typed import cleaned
from plans.intake.clinic import LocalResource
from plans.intake.parsing import parse
from plans.interop.clinic_file import read_clinic
from plans.interop.files import FaultyInputError
from plans.knowledge.loader import load, vocabulary
from tests.builder.content.patients import CLINIC, content_of, intake_data
from tests.handout.printed import printed_of, text

LONG = "x" * 10_000
NASTY = {
    "markup": "<script>alert(1)</script><img src=x onerror=y>",
    "tag end": "</title></p></body><h1>Walk more</h1>",
    "style": '"><style>*{display:none}</style>',
    "url": "url(file:///etc/passwd)",
    "file": "<img src='file:///etc/passwd'>",
    "template": "{{ content.person }}{% include 'document.html' %}{name}",
    "control": "A\x00\x07\x1b[2J\x7fB",
    "turned": "A\u202egnp.exe\u2066B\u200f",
    "entity": "&lt;b&gt; &amp; &#x41; ]]>",
    "css escape": "\\A content: 'x'; } body { color: red",
    "percent": "%s %(x)s {0} {} }{",
    "long": LONG,
}
PERSON: Mapping[str, Callable[[dict[str, Any], str], None]] = {
    "name": lambda data, words: data["patient"].update(name=words),
    "record number": lambda data, words: data["patient"].update(record_number=words),
    "own goal": lambda data, words: data["life"].update(goals=[{"id": "own", "words": words}]),
    "medicine": lambda data, words: data.update(medications=[{"drug": words}]),
    "reason": lambda data, words: data.update(
        medications=[{"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 2, "reason": words}]
    ),
    "condition": lambda data, words: data.update(conditions=[words]),
}
CLINIC_FIELDS = ("name", "phone_day", "phone_after_hours", "address", "hours", "portal", "emergency_number")


def read(data: dict[str, Any]) -> Any:
    return parse(data, vocabulary(load()), date(2026, 12, 31))


@pytest.mark.parametrize("field", PERSON)
@pytest.mark.parametrize("kind", NASTY)
def test_a_patients_field_prints_text_or_is_refused(field: str, kind: str) -> None:
    data = intake_data("X1")
    PERSON[field](data, NASTY[kind])
    if read(data).faults:
        return
    assert len(NASTY[kind]) < 1000, "a text without an end must be refused"
    said = text(printed_of(content_of(data)))
    assert "My back plan" in " ".join(said.split())
    assert "root:" not in said
    assert not set(said) & set("\x00\x07\x1b\u202e\u2066\u200f")


@pytest.mark.parametrize("kind", NASTY)
def test_a_clinics_fields_print_text_or_are_refused(kind: str) -> None:
    words = NASTY[kind]
    data: dict[str, Any] = dict.fromkeys(CLINIC_FIELDS, words)
    data |= {"closing": {"en": words}, "local_resources": [{"name": words, "what": words}]}
    try:
        clinic = read_clinic(data, ("en", "es"))
    except FaultyInputError:
        assert kind == "long"
        return
    said = text(printed_of(content_of(intake_data("X1"), clinic=clinic)))
    assert "My back plan" in " ".join(said.split())
    assert "root:" not in said
    assert not set(said) & set("\x00\x07\x1b\u202e\u2066\u200f")


@given(st.text(max_size=140))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_stays_text_in_the_markup(words: str) -> None:
    """The page's elements are the same whatever is typed: nothing typed becomes an element."""
    shape = [element.tag for element in _page("Anna").iter()]
    page = _page(f"A{words}")
    assert [element.tag for element in page.iter()] == shape
    for element in page.iter():
        assert all(not name.startswith("on") for name in element.attrib)
        address = element.get("src", "")
        assert not address or address.startswith("handout:")


def _page(words: str) -> ElementTree.Element:
    resource = LocalResource(name=words, what=words)
    clinic = replace(CLINIC, name=words, local_resources=(resource,), closing={"en": words})
    made = content_of(intake_data("X1"), clinic=clinic)
    made = cleaned(replace(made, person=replace(made.person, name=words)))
    html = html_of(lay_out(made, "standard", "en", "letter", Fit()))
    return ElementTree.fromstring(html)  # noqa: S314 - our own page


def test_nothing_typed_becomes_an_address_that_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    own = Fetcher.fetch

    def noted(self: Fetcher, url: str, headers: object = None) -> Any:
        asked.append(url)
        return own(self, url, headers)

    monkeypatch.setattr(Fetcher, "fetch", noted)
    words = f"{NASTY['url']} {NASTY['file']} http://example.org/x.png"
    data = intake_data("X1", patient={"name": words[:100]}, life={"goals": [{"id": "own", "words": words}]})
    made = content_of(data, clinic=replace(CLINIC, closing={"en": words}, portal=words))
    printed_of(made)
    assert all(url.startswith("handout:") for url in asked)
    assert words[:20] in str(to_json(made))
