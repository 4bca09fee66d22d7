"""Typing the tracker back in: the form, its sums, and files."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from plans.actions import record_journal_week, weeks_begun
from plans.actions.building import history_after
from plans.content import from_json
from plans.models import PlanVersion, User
from tests.web.conftest import ClientOf
from tests.web.page import text_of, tree_of

HEAD = "week,day,pain,done,minutes\n"


@pytest.fixture
def client(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


def address(version: PlanVersion, name: str = "version-journal") -> str:
    return reverse(name, args=[version.pk])


def test_letters_of_the_paper_are_understood(version: PlanVersion, client: Client) -> None:
    cells = {"day0_pain": "5", "day0_done": "s", "day0_sleep": "6,5", "day0_mood": "g", "day6_trigger": "w"}
    assert client.post(address(version), {"week": "1", **cells}).status_code == 302
    days = version.journal_weeks.get().days
    assert days[0] == {"pain": 5, "done": "small", "sleep": 6.5, "mood": "good"}
    assert days[6] == {"trigger": "W"}


def test_the_sums_of_a_week_do_too_but_not_both(version: PlanVersion, client: Client) -> None:
    sums = {"total_mean_pain": "4.5", "total_days_done": "5", "total_minutes": "60"}
    both = client.post(address(version), {"week": "1", **sums, "day0_pain": "5"})
    assert "not both" in text_of(both)
    assert not version.journal_weeks.exists()
    assert client.post(address(version), {"week": "1", **sums}).status_code == 302
    row = version.journal_weeks.get()
    assert (row.days, row.totals) == (None, {"mean_pain": 4.5, "days_done": 5, "minutes": 60})


def test_an_empty_week_is_not_kept(version: PlanVersion, client: Client) -> None:
    assert "Nothing is typed yet" in text_of(client.post(address(version), {"week": "1"}))
    assert not version.journal_weeks.exists()


def test_a_kept_week_can_be_seen_and_corrected(version: PlanVersion, client: Client) -> None:
    pains = {f"day{day}_pain": str(4 + day % 2) for day in range(5)}
    client.post(address(version), {"week": "1", **pains, "day0_done": "a"})
    page = client.get(address(version))
    assert "5 of 7" in text_of(page)
    assert "1 of 5 planned" in text_of(page)
    again = client.get(address(version) + "?week=1").content.decode()
    assert 'id="id_day0_done" value="A"' in again
    client.post(address(version), {"week": "1", **pains, "day0_done": "n"})
    assert version.journal_weeks.count() == 2  # a correction is a new row


def test_more_days_than_planned_are_told_as_they_are(version: PlanVersion, client: Client) -> None:
    client.post(address(version), {"week": "1", **{f"day{day}_done": "a" for day in range(7)}})
    words = text_of(client.get(address(version)))
    assert "7, 5 planned" in words
    assert "7 of 5" not in words


def test_sums_without_the_days_are_not_none_done(version: PlanVersion, client: Client) -> None:
    client.post(address(version), {"week": "1", "total_mean_pain": "4.5", "total_evenings": "6"})
    assert "not written" in text_of(client.get(address(version)))


def test_the_columns_begin_on_the_weekday_of_the_first_visit(version: PlanVersion, client: Client) -> None:
    """J-14: week w begins on started_on + 7 x (w - 1) days; the paper's columns begin there too."""
    names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    first = version.as_of.weekday()
    heads = tree_of(client.get(address(version))).xpath("//table[contains(@class, 'tracker')]/thead//th")
    assert [head.text_content() for head in heads][1:] == [*names[first:], *names[:first]]
    sheet = from_json(version.content).sheets["en"]
    assert sheet.tracker is not None
    assert sheet.tracker.first_weekday == version.as_of.isoweekday()


def test_too_few_evenings_have_no_mean(version: PlanVersion, client: Client) -> None:
    client.post(address(version), {"week": "1", "day0_pain": "5", "day1_pain": "5", "day2_pain": "5"})
    assert "too few" in text_of(client.get(address(version)))


@pytest.mark.parametrize("weeks", [8, 12])
def test_the_template_is_a_csv_without_a_name(weeks: int, version: PlanVersion, client: Client) -> None:
    answer = client.get(address(version, "version-journal-template") + f"?weeks={weeks}")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"] == f'attachment; filename="tracker-{weeks}-weeks.csv"'
    assert len(answer.content.decode().splitlines()) == 1 + 7 * weeks


def test_a_file_keeps_its_weeks_and_says_what_it_replaced(version: PlanVersion, client: Client) -> None:
    lines = HEAD + "".join(f"{week},{day},5,A,11\n" for week in (1, 2) for day in range(1, 8))
    file = SimpleUploadedFile("t.csv", lines.encode("utf-8-sig"), "text/csv")
    assert client.post(address(version, "version-journal-file"), {"file": file}).status_code == 302
    assert "Weeks 1, 2 are kept." in text_of(client.get(address(version)))
    client.post(address(version, "version-journal-file"), {"text": HEAD + "2,1,6,A,11\n"})
    assert "Replaced what was typed before: 2." in text_of(client.get(address(version)))


def test_a_fault_keeps_nothing_and_loses_nothing(version: PlanVersion, client: Client) -> None:
    typed = HEAD + "1,1,5,A,11\n1,2,11,maybe,11\n"
    page = client.post(address(version, "version-journal-file"), {"text": typed})
    text = text_of(page)
    assert "line 3, column pain: Pain this evening must be 0 to 10, not 11" in text
    assert "line 3, column done: Did my plan must be one of" in text
    assert "1,2,11,maybe,11" in page.content.decode()
    assert not version.journal_weeks.exists()


def test_a_week_that_has_not_begun_is_no_evening(version: PlanVersion, client: Client, pat: User) -> None:
    """A 12 typed for a 2 would be the last week of the diary, and the next plan would step up on it."""
    begun = weeks_begun(version)
    lines = [f"{begun},1,5,A,11\n", f"{begun + 1},1,5,A,11\n"]
    page = client.post(address(version, "version-journal-file"), {"text": HEAD + "".join(lines)})
    assert f"week {begun + 1}: has not begun: the plan is in its week {begun}" in text_of(page)
    assert not version.journal_weeks.exists()
    day = [{"pain": 5}] * 7
    assert record_journal_week(version=version, week=begun + 1, days=day, by=pat).row is None
    assert record_journal_week(version=version, week=begun, days=day, by=pat).row is not None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "Choose a file"),
        ({"file": b"\xff\xfe\x00"}, "not text in UTF-8"),
        ({"file": b"PK\x03\x04 an xlsx"}, "This is a spreadsheet file. Save it as “CSV UTF-8”"),
        ({"file": b"\xd0\xcf\x11\xe0 an xls"}, "This is a spreadsheet file."),
    ],
)
def test_what_is_no_table_is_told(
    data: dict[str, bytes], told: str, version: PlanVersion, client: Client
) -> None:
    files = {name: SimpleUploadedFile("t.csv", content) for name, content in data.items()}
    assert told in text_of(client.post(address(version, "version-journal-file"), files))


def test_the_front_desk_types_no_tracker(version: PlanVersion, fran: User, client_of: ClientOf) -> None:
    for name in ("version-journal-file", "version-journal-template"):
        answer = client_of(fran).post(address(version, name), {"text": HEAD})
        assert answer.status_code in (403, 405)
    assert client_of(fran).get(address(version, "version-journal-template")).status_code == 403


def test_weeks_of_an_earlier_version_count_on(version: PlanVersion, pat: User) -> None:
    record_journal_week(version=version, week=1, days=[{"pain": 5}] * 7, by=pat)
    history = history_after(version)
    assert [week.week for week in history.journal] == [1]
    assert history.started_on == version.as_of <= date.today()
