import pytest
from playwright.sync_api import Browser, expect
from tests.journeys.test_visit import Therapist
pytestmark = [pytest.mark.browser]

def test_others(clinic: str, chromium: Browser) -> None:
    t = Therapist(chromium, clinic)
    t.signs_in("pat")
    t.registers("Ann Other", "6/15/1980")
    p = t.page
    none = p.locator("#id_conditions")
    box = p.locator("[id='id_conditions.others']")
    none.check()
    box.fill("gout\nlupus")
    assert not none.is_checked()
    p.locator("#id_pain_duration_weeks").focus()
    expect(p.locator("#m_conditions")).to_contain_text("lupus is not in the list")
    expect(p.locator("#save-state")).to_contain_text("Saved")
    p.wait_for_timeout(500)
    assert p.evaluate("JSON.stringify(Object.entries(localStorage))") == "[]"
    p.locator("#f_conditions").screenshot(path="/tmp/others.png")
    p.reload()
    assert p.locator("[id='id_conditions.others']").input_value() == "gout\nlupus"
    box.fill("gout\nosteoporosys")
    p.locator("#id_pain_duration_weeks").focus()
    expect(p.locator("#m_conditions")).to_contain_text("nearest: osteoporosis")
    t.sees_no_barrier()
    p.locator("#f_conditions").screenshot(path="/tmp/others2.png")
    # boxes and "none" with others ticked: is everything sent?
    p.reload()
    box.fill("")
    p.locator("#f_conditions input[value=diabetes]").check()
    p.locator("#id_conditions").check()
    p.wait_for_timeout(1500)
    print("LOCAL", p.evaluate("JSON.stringify(Object.entries(localStorage))")[:300], p.locator("#save-state").inner_text())
