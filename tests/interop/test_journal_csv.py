"""Tracker weeks as CSV: whole files, faults by line and column, and nothing that raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.intake.faults import Fault
from plans.interop.journal_csv import HEADS, place_of, read_journal_file, template

HEAD = ",".join(HEADS)


def faults(*lines: str) -> list[str]:
    return [str(fault) for fault in read_journal_file("\n".join(lines)).faults]


@pytest.mark.parametrize("weeks", [8, 12])
def test_the_template_has_a_line_for_each_evening_and_reads_back(weeks: int) -> None:
    lines = template(weeks).splitlines()
    assert lines[0] == "week,day,pain,done,exercises,minutes,sleep,mood,trigger,as_needed"
    assert len(lines) == 1 + weeks * 7
    assert [str(f) for f in read_journal_file(template(weeks)).faults] == [
        "file: holds no evening with anything written"
    ]
    kept = {2: [{"pain": 4, "done": "small", "minutes": 12.5}, None, {"sleep": "bad"}, *[None] * 4]}
    assert read_journal_file(template(weeks, kept)).weeks == kept


@pytest.mark.parametrize("parted", [",", ";", "\t"])
def test_a_file_is_read_however_it_is_parted(parted: str) -> None:
    text = "\ufeff" + parted.join(["Week", "Day", "Pain", "Done"]) + "\r\n"
    text += parted.join(["1", "1", "6", "A"]) + "\r\n\r\n" + parted.join(["1", "7", "", "n"]) + "\r\n"
    found = read_journal_file(text)
    assert found.faults == ()
    assert found.weeks == {1: [{"pain": 6, "done": "all"}, *[None] * 5, {"done": "none"}]}


def test_a_blank_day_stays_blank_and_a_blank_week_is_not_kept() -> None:
    found = read_journal_file(f"{HEAD}\n1,1,5,A,,,,,,\n1,2,,,,,,,,\n2,1,,,,,,,,\n")
    assert found.weeks == {1: [{"pain": 5, "done": "all"}, *[None] * 6]}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (("",), "file: is empty"),
        (("day,pain", "1,5"), "line 1, column week: is missing"),
        (("week,day,pane", "1,1,5"), "line 1, column pane: is not known"),
        (("week,day,pain,pain", "1,1,5,5"), "line 1, column pain: stands twice"),
        (("week,day,pain", "x,1,5"), "line 2, column week: must be 0 to 104, not 'x'"),
        (("week,day,pain", "1,1,5", "", "1,8,5"), "line 4, column day: must be 1 to 7, not '8'"),
        (("week,day,pain", "1,1,5", "1,1,6"), "line 3, column day: week 1, day 1 stands in line 2 already"),
        (("week,day,pain", "1,1,5,9"), "line 2, column : has more cells"),
    ],
)
def test_each_fault_names_its_line_and_column(lines: tuple[str, ...], told: str) -> None:
    (fault,) = faults(*lines)
    assert fault.startswith(told)


def test_all_faults_are_told_at_once_and_nothing_is_kept() -> None:
    found = read_journal_file("week,day,pain\n1,9,5\n0,0,5\n1,2,5\n")
    assert len(found.faults) == 2
    assert found.weeks == {}


def test_a_fault_of_the_parser_is_placed() -> None:
    file = read_journal_file("week,day,pain\n3,1,5\n3,4,11\n")
    fault = Fault("history.journal[0].days[3].pain", "must be 0 to 10, not 11")
    assert str(place_of(fault, 3, file)) == "line 3, column pain: must be 0 to 10, not 11"


def test_a_huge_file_is_refused_unread() -> None:
    assert faults("week,day", "1,1" * 100_000)[0].startswith("file: must have at most")


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_journal_file(text)
    read_journal_file(f"{HEAD}\n{text}")
