"""The medicine page: one typed line, an entry by fields, none asked, live alerts, nothing lost."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from plans.actions import decide, save_draft_fields
from plans.models import Draft, User
from tests.actions.course import built_draft, office_worker
from tests.web.conftest import ClientOf
from tests.web.page import form_data, text_of, tree_of


@pytest.fixture
def client(pat: User, client_of: ClientOf) -> Client:
    return client_of(pat)


def send(client: Client, draft: Draft, **data: object) -> HttpResponse:
    """As the page sends it after it has shown what the line was read as."""
    draft.refresh_from_db()
    data.setdefault("read", data.get("line", ""))
    address = reverse("medicines", args=[draft.patient_id])
    return client.post(address, {"revision": str(draft.revision), **data}, follow=True)


def listed(draft: Draft) -> list[dict[str, object]]:
    draft.refresh_from_db()
    return list(draft.answers["medications"])


def test_a_line_as_clinicians_write_it_is_read_and_added(client: Client, typing: Draft) -> None:
    answer = send(client, typing, do="add", line="naproxen 500 bid w food since 1/2026")
    assert listed(typing)[-1] | {"entered_as": None} == {
        "drug": "naproxen",
        "dose_mg": 500,
        "times_per_day": 2,
        "started_on": "2026-01-01",
        "entered_as": None,
    }
    assert "500 mg, 2 times a day · since 01/01/2026" in text_of(answer)


def test_a_line_that_needs_an_answer_is_asked_and_stays_in_the_field(client: Client, typing: Draft) -> None:
    before = listed(typing)
    line = "ibuprofen 40000 mg tid"
    answer = send(client, typing, do="add", line=line)
    assert listed(typing) == before
    assert tree_of(answer).get_element_by_id("line").get("value") == line
    assert "Keep it?" in text_of(answer)
    send(client, typing, do="add", line=line, answered="yes")
    assert listed(typing)[-1]["dose_mg"] == 40000


def test_a_line_that_is_refused_stays_in_the_field(client: Client, typing: Draft) -> None:
    before = listed(typing)
    answer = send(client, typing, do="add", line="oxycodone -5 mg bid")
    assert "must be above 0" in text_of(answer)
    assert listed(typing) == before
    assert tree_of(answer).get_element_by_id("line").get("value") == "oxycodone -5 mg bid"


def test_an_unlisted_medicine_is_kept_and_said_to_be_unchecked(client: Client, typing: Draft) -> None:
    answer = send(client, typing, do="add", line="zorbafen 20 mg bid")
    assert listed(typing)[-1]["drug"] == "zorbafen"
    assert "not checked: not in the list" in text_of(answer)


def test_a_product_without_its_strength_is_not_called_unlisted(client: Client, typing: Draft) -> None:
    answer = text_of(send(client, typing, do="add", line="norco tid"))
    assert listed(typing)[-1]["drug"] == "norco"
    assert "not checked: strength not known" in answer
    assert "not checked: not in the list" not in answer
    assert answer.count("Which strength") == 1


def test_asked_and_none_is_not_the_same_as_not_asked(client: Client, pat: User, typing: Draft) -> None:
    send(client, typing, do="remove:0")
    typing.refresh_from_db()
    assert "medications" not in typing.answers
    answer = send(client, typing, do="none")
    assert listed(typing) == []
    assert "Asked: takes no medicine" in text_of(answer)


def test_an_entry_is_changed_by_its_fields_and_keeps_what_the_form_does_not_show(
    client: Client, typing: Draft
) -> None:
    send(client, typing, do="add", line="Norco 5/325 1 tab q6h")
    address = reverse("medicine", args=[typing.patient_id, 1])
    page = client.get(address)
    data = form_data(page, "entry")
    data["every_hours"] = ["8"]
    assert client.post(address, data).status_code == 302
    entry = listed(typing)[1]
    assert entry["product"] == "hydrocodone-acetaminophen-5-325"
    assert entry["every_hours"] == 8
    assert entry["entered_as"] == "Norco 5/325 1 tab q6h"


def test_a_wrong_entry_is_refused_at_its_field_and_stays_typed(client: Client, typing: Draft) -> None:
    address = reverse("medicine-new", args=[typing.patient_id])
    data = {"drug": "ibuprofen", "dose_mg": "0", "times_per_day": "3", "revision": str(typing.revision)}
    answer = client.post(address, data)
    assert answer.status_code == 200
    field = tree_of(answer).get_element_by_id("id_dose_mg")
    assert field.get("value") == "0"
    assert field.get("aria-invalid") == "true"
    assert "must be above 0, at most 100,000 mg" in text_of(answer)


def test_what_a_line_was_read_as_is_shown_before_it_is_saved(client: Client, typing: Draft) -> None:
    before = listed(typing)
    answer = send(client, typing, do="add", line="oxycontin 20 bid", read="")
    assert listed(typing) == before
    assert "Read as: Oxycodone, 20 mg, 2 times a day" in text_of(answer)
    data = form_data(answer, "add-line")
    assert (data["line"], data["read"]) == (["oxycontin 20 bid"], ["oxycontin 20 bid"])
    assert "Oxycodone (oxycontin)" in text_of(send(client, typing, do="add", line="oxycontin 20 bid"))
    assert listed(typing)[-1]["dose_mg"] == 20


def test_another_line_than_the_one_that_was_shown_is_shown_first(client: Client, typing: Draft) -> None:
    before = listed(typing)
    send(client, typing, do="add", line="oxycodone 40 bid", read="oxycodone 4")
    assert listed(typing) == before


def test_the_same_line_twice_is_refused_and_stays_in_the_field(client: Client, typing: Draft) -> None:
    line = "naproxen 500 bid"
    send(client, typing, do="add", line=line)
    once = listed(typing)
    answer = send(client, typing, do="add", line=line)
    assert "It is on the list just so: enter it once." in text_of(answer)
    assert tree_of(answer).get_element_by_id("line").get("value") == line
    assert listed(typing) == once


def test_the_same_medicine_in_other_words_is_said_to_count_twice(client: Client, typing: Draft) -> None:
    send(client, typing, do="add", line="naproxen 500 bid")
    answer = send(client, typing, do="add", line="aleve 220 bid", read="")
    assert "Naproxen is on the list already: both will count." in text_of(answer)
    send(client, typing, do="add", line="aleve 220 bid")
    assert [entry["drug"] for entry in listed(typing)[-2:]] == ["naproxen", "naproxen"]


def test_a_question_stays_on_the_list_until_the_entry_is_changed(client: Client, typing: Draft) -> None:
    answer = send(client, typing, do="add", line="norco 5/325 q6h prn")
    assert "How many tablets each time?" in text_of(answer)
    at = len(listed(typing)) - 1
    address = reverse("medicine", args=[typing.patient_id, at])
    data = form_data(client.get(address), "entry") | {"units_per_dose": ["1"]}
    answer = client.post(address, data, follow=True)
    assert "How many tablets each time?" not in text_of(answer)


def test_words_that_were_not_understood_can_be_left_out(client: Client, typing: Draft) -> None:
    line = "metformin 500 bid zzz"
    answer = send(client, typing, do="add", line=line)
    assert 'What does "zzz" mean?' in text_of(answer)
    answer = send(client, typing, do=f"settle:{len(listed(typing)) - 1}")
    assert 'What does "zzz" mean?' not in text_of(answer)
    assert listed(typing)[-1]["entered_as"] == "metformin 500 bid"


def test_saving_a_line_answers_whether_it_is_right(client: Client, typing: Draft) -> None:
    line = "tramadol 50 qd"
    assert "Meant four times (qid)?" in text_of(send(client, typing, do="add", line=line, read=""))
    assert "Meant four times (qid)?" not in text_of(send(client, typing, do="add", line=line))


@pytest.mark.parametrize("dose", ["40001", "32001"])
def test_a_dose_over_ten_times_the_limit_is_asked_once_by_fields_too(
    client: Client, typing: Draft, dose: str
) -> None:
    before = listed(typing)
    address = reverse("medicine-new", args=[typing.patient_id])
    data = {"drug": "Advil", "dose_mg": dose, "times_per_day": "1", "revision": str(typing.revision)}
    answer = client.post(address, data)
    assert f"{dose} mg" in text_of(answer)
    assert tree_of(answer).get_element_by_id("id_dose_mg").get("value") == dose
    assert listed(typing) == before
    assert client.post(address, data | {"answered": "yes"}).status_code == 302
    assert listed(typing)[-1]["dose_mg"] == int(dose)


def test_a_full_list_refuses_one_more_and_keeps_it_typed(client: Client, typing: Draft, pat: User) -> None:
    many = [{"drug": f"substance {n}", "times_per_day": 1} for n in range(500)]
    save_draft_fields(draft=typing, values={"medications": many}, seen=typing.revision, by=pat)
    answer = send(client, typing, do="add", line="naproxen 500 bid")
    assert "at most 500 medicines" in text_of(answer)
    assert tree_of(answer).get_element_by_id("line").get("value") == "naproxen 500 bid"
    assert len(listed(typing)) == 500


def test_the_dangers_of_the_whole_list_stand_in_one_look(client: Client, typing: Draft) -> None:
    for line in ("naproxen 500 bid", "oxycodone 10 q6h", "lorazepam 1 mg bid", "warfarin 5 daily"):
        send(client, typing, do="add", line=line)
    page = tree_of(client.get(reverse("medicines", args=[typing.patient_id])))
    (glance,) = page.find_class("glance")
    words = " ".join(glance.text_content().split())
    serious = page.get_element_by_id("alerts-serious").find_class("alert-mini")
    assert f"{len(serious)} serious" in words
    assert "MME60" in words.replace(" ", "")  # 10 mg x 4 x 1.5
    assert "not judged" in words  # no creatinine


@pytest.mark.parametrize(
    ("column", "value"), [("labs_serum_creatinine_mg_dl", "1.8"), ("labs_serum_creatinine_umol_l", "159")]
)
def test_the_kidney_card_says_creatinine_in_both_units(
    client: Client, typing: Draft, column: str, value: str
) -> None:
    data = {"line": "", "revision": str(typing.revision), column: value, "labs_taken_on": "02/20/2026"}
    words = text_of(client.post(reverse("medicines-live", args=[typing.patient_id]), data))
    assert "1.8 mg/dL" in words
    assert "159 µmol/L" in words


def test_alerts_follow_the_line_being_typed_and_nothing_is_saved(client: Client, typing: Draft) -> None:
    before = listed(typing)
    data = {"line": "diclofenac 50 tid", "revision": str(typing.revision), "labs_egfr": "20"}
    data["labs_taken_on"] = "02/20/2026"
    answer = client.post(reverse("medicines-live", args=[typing.patient_id]), data)
    assert "Contraindicated" in text_of(answer)
    assert "Read as: Diclofenac" in text_of(answer)
    assert listed(typing) == before


def test_names_are_found_by_brand_and_generic(client: Client, typing: Draft) -> None:
    address = reverse("medicine-names", args=[typing.patient_id])
    assert "Ibuprofen" in client.post(address, {"line": "advi"}).content.decode()
    assert "Gabapentin" in client.post(address, {"line": "gaba"}).content.decode()


def test_allergies_are_kept_by_row_and_none_is_an_answer(client: Client, typing: Draft) -> None:
    data = form_data(client.get(reverse("medicines", args=[typing.patient_id])), "intake")
    data |= {"allergies.0.substance": ["penicillin"], "allergies.0.reaction": ["rash"]}
    data.pop("allergies.none", None)
    send(client, typing, **data)
    typing.refresh_from_db()
    assert typing.answers["allergies"] == [{"substance": "penicillin", "reaction": "rash"}]


def test_the_list_that_somebody_else_changed_is_not_overwritten(
    client: Client, typing: Draft, dana: User, client_of: ClientOf
) -> None:
    seen = str(typing.revision)
    send(client_of(dana), typing, do="add", line="gabapentin 300 hs")
    answer = send(client, typing, do="add", line="naproxen 500 bid", revision=seen)
    assert "dana changed the medicine list meanwhile" in text_of(answer)
    assert [entry["drug"] for entry in listed(typing)] == ["acetaminophen", "gabapentin"]


def test_five_hundred_medicines_are_shown_and_kept(client: Client, typing: Draft, pat: User) -> None:
    many = [{"drug": f"substance {n}", "times_per_day": 1} for n in range(500)]
    save_draft_fields(draft=typing, values={"medications": many}, seen=typing.revision, by=pat)
    answer = client.get(reverse("medicines", args=[typing.patient_id]))
    assert answer.status_code == 200
    assert "substance 499" in text_of(answer)


def test_an_override_is_shown_with_its_reason_and_asks_no_more(client: Client, pat: User, dana: User) -> None:
    bled = office_worker(
        medications=[{"drug": "ibuprofen", "dose_mg": 400, "times_per_day": 3}],
        conditions=["gi-bleed-history"],
    )
    draft = built_draft(pat, bled)
    address = reverse("medicines", args=[draft.patient_id])
    before = tree_of(client.get(address)).get_element_by_id("alerts-serious").text_content()
    reason = "Gastroenterologist agrees"
    rule = "nsaid-gi-bleed-history"
    decide(draft=draft, line=f"alert:{rule}", action="override", reason=reason, by=dana)
    page = tree_of(client.get(address))
    decided = page.get_element_by_id("alerts-decided").text_content()
    assert "Past bleeding" in before
    assert "Past bleeding" in decided
    assert reason in decided
    assert page.xpath("//*[@id='alerts-serious'][contains(., 'Past bleeding')]") == []
