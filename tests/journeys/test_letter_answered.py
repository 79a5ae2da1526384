"""The office answers by itself, from a template whose open places it fills in."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_steps import form_of, look_up, open_letter, write
from tests.journeys.people import REGISTRAR

CONSULTATION = "consultation"
FOUND = "经核对学区方案，学府路9号属于试点一小。"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_letter_is_answered_directly_from_a_template(
    visitor: Visitor, has_scripts: bool
) -> None:
    citizen = visitor.page(java_script_enabled=has_scripts)
    sent = write(citizen, f"学府路9号属于哪所小学（{has_scripts:d}）", kind="ask")

    registrar = visitor.page(REGISTRAR, java_script_enabled=has_scripts)
    open_letter(registrar, sent.number, "office")
    registrar.select_option("#template", CONSULTATION)
    registrar.click("form.begin button")
    text = registrar.locator("[name=reply-text]")
    expect(text).to_have_value(re.compile(f"{sent.title}.*{sent.number}", re.DOTALL))

    hand_in(registrar)
    warned = registrar.locator("#act-reply [role=alert]")
    expect(warned).to_be_visible()
    # Nothing has left: the writer reads no answer, and the text is still there.
    look_up(citizen, sent.receipt)
    expect(citizen.locator("#reply")).to_have_count(0)
    text.fill(re.sub("【请填写[^】]*】", FOUND, text.input_value()))
    hand_in(registrar)
    expect(registrar.locator(".letter-text.is-answer")).to_contain_text(FOUND)

    look_up(citizen, sent.receipt)
    answer = citizen.locator("#reply")
    expect(answer).to_contain_text(FOUND)
    expect(answer).to_contain_text("县公开办 王登记")
    expect(answer).not_to_contain_text("【")


def hand_in(page: Page) -> None:
    """Press the button that sends the answer."""
    form_of(page, "reply").locator("[data-hand-in]").click()
    page.wait_for_load_state()
