"""What is typed becomes JSON or stays as it was; it never fails."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.forms.typed import to_json
from plans.intake.fields import FIELDS, Kind

SINGLE = {Kind.INTEGER, Kind.NUMBER, Kind.NUMBER_OR_WORD, Kind.BOOLEAN, Kind.DATE, Kind.TIME, Kind.TEXT}
TYPED_ALONE = [field for field in FIELDS if field.kind in SINGLE]


@pytest.mark.parametrize("typed", ["9" * 400, "-" + "1" * 500 + ".5"])
def test_a_number_of_endless_length_stays_as_typed(typed: str):
    field = next(field for field in FIELDS if field.path == "pain.nprs_now")
    assert to_json(field, typed) == typed


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TYPED_ALONE), st.text(max_size=30))
def test_any_text_in_any_field_is_read_or_kept(field, typed):
    value = to_json(field, typed)
    assert value is None or isinstance(value, (str, bool, int, float))
