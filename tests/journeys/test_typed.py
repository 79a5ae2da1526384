"""An official was away too long: what was typed is there still, without scripts too."""

from collections.abc import Sequence

import pytest
from playwright.sync_api import Cookie, expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_steps import ANSWER, do, look_up, open_letter, pass_on, write
from tests.journeys.people import OFFICER, REGISTRAR


@pytest.mark.parametrize("has_scripts", [True, False])
@pytest.mark.parametrize("presses", [1, 2])
def test_an_answer_typed_too_long_is_sent_on_after_signing_in(
    visitor: Visitor, has_scripts: bool, presses: int
) -> None:
    citizen = visitor.page(java_script_enabled=has_scripts)
    sent = write(citizen, f"灯杆歪了（{has_scripts:d}{presses}）")
    pass_on(visitor.page(REGISTRAR), sent.number, "县教育局")
    officer = visitor.page(OFFICER, java_script_enabled=has_scripts)
    open_letter(officer, sent.number, "mine")
    # What the browser holds again once the official has signed in.
    cookies = officer.context.cookies()
    # With the token of the form gone as well it is asked once more.
    name = None if presses == 2 else cookies_of_the_session(cookies)
    officer.context.clear_cookies(name=name)
    text = ANSWER.format(sent.number)
    do(officer, "reply", text=text)

    expect(officer.locator("main textarea").first).to_have_value(text)
    with officer.context.expect_page() as opened:
        officer.click("main a.btn")
    expect(opened.value.locator("[name=password]")).to_be_visible()
    opened.value.close()
    officer.context.add_cookies(cookies)  # type: ignore[arg-type]  # as it gave them
    for _ in range(presses):
        expect(officer.locator("main textarea").first).to_have_value(text)
        officer.click("main form button.btn")
        officer.wait_for_load_state()

    look_up(citizen, sent.receipt)
    expect(citizen.locator("#reply")).to_contain_text("路灯全部恢复照明")


def cookies_of_the_session(cookies: Sequence[Cookie]) -> str:
    """The name of the cookie by which the desk knows who it is."""
    return next(one["name"] for one in cookies if "form" not in one["name"])
