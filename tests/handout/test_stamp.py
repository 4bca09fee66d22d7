"""Each file names its content: whole in the document information, short in the last footer."""

from __future__ import annotations

import itertools
import re

import pytest

from plans.canonical import digest
from plans.content import EDITIONS, to_json
from plans.handout.stamp import content_hash_of, read_stamp, short_hash
from tests.handout.printed import content, printed, reader

SHORT = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")


@pytest.mark.parametrize(("edition", "paper"), [*itertools.product(EDITIONS, ["letter", "a4"])])
def test_the_last_footer_has_the_short_form_and_no_other_page_has_it(edition: str, paper: str) -> None:
    short = short_hash(content_hash_of(content("X8")))
    assert SHORT.fullmatch(short)
    found = [short in page.extract_text() for page in reader(printed("X8", edition, "en", paper)).pages]
    assert found == [False] * (len(found) - 1) + [True]


@pytest.mark.parametrize("language", ["en", "es"])
def test_large_print_has_it_in_both_languages(language: str) -> None:
    pages = reader(printed("X3", "large-print", language)).pages
    assert short_hash(content_hash_of(content("X3"))) in pages[-1].extract_text()


def test_the_file_says_what_it_is() -> None:
    stamp = read_stamp(dict(reader(printed("X8", "summary")).metadata))
    assert stamp is not None
    assert stamp.content == digest(to_json(content("X8")))
    assert (stamp.version, stamp.edition, stamp.language, stamp.paper) == ("2", "summary", "en", "letter")


def test_a_file_without_the_marks_has_no_stamp() -> None:
    assert read_stamp({"/Title": "My back plan"}) is None
