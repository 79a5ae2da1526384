"""An answer that the head sends back, and approves when it has become better."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_steps import (
    answer,
    do,
    is_offered,
    look_up,
    open_letter,
    pass_on,
    write,
)
from tests.journeys.people import ADMINISTRATOR, HEAD, HEALTH, REGISTRAR

REMARK = "请写明哪一天接通。"
BETTER = "（11月23日接通）"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_an_answer_is_sent_back_bettered_and_approved_by_the_head(
    visitor: Visitor, has_scripts: bool
) -> None:
    want_approval(visitor)
    citizen = visitor.page(java_script_enabled=has_scripts)
    sent = write(citizen, f"卫生院门口的路灯坏了（{has_scripts:d}）")
    registrar = visitor.page(REGISTRAR, java_script_enabled=has_scripts)
    pass_on(registrar, sent.number, "县卫健局")

    officer = visitor.page(HEALTH, java_script_enabled=has_scripts)
    open_letter(officer, sent.number, "mine")
    assert not is_offered(officer, "reply")
    answer(officer, sent, "propose")
    assert not is_offered(officer, "approve")

    head = visitor.page(HEAD, java_script_enabled=has_scripts)
    open_letter(head, sent.number, "approving")
    do(head, "send-back", remark="")
    expect(head.locator(".errors")).to_be_visible()
    do(head, "send-back", remark=REMARK)
    look_up(citizen, sent.receipt)
    expect(citizen.locator("#reply")).to_have_count(0)
    expect(citizen.locator("main")).not_to_contain_text(REMARK)

    open_letter(officer, sent.number, "mine")
    expect(officer.locator("main")).to_contain_text(REMARK)
    answer(officer, sent, "propose", BETTER)
    open_letter(head, sent.number, "approving")
    expect(head.locator(".letter-text.is-answer")).to_contain_text(BETTER)
    do(head, "approve")

    look_up(citizen, sent.receipt)
    reply = citizen.locator("#reply")
    for words in (BETTER, "县卫健局 郭医生", "马局长"):
        expect(reply).to_contain_text(words)


def want_approval(visitor: Visitor) -> None:
    """The administrator lets the bureau's answers go to its head first."""
    page = visitor.page(ADMINISTRATOR)
    page.goto("/desk/rules/")
    page.fill("main form input[list]", "县卫健局")
    page.click("main form button.btn[value=yes]")
    expect(page.locator("ul.rows")).to_contain_text("县卫健局")
