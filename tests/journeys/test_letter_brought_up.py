"""What supervisors bring up, the leader finds and reads in the list, on a telephone."""

from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_steps import do, open_letter, pass_on, write
from tests.journeys.people import LEADER, REGISTRAR, SUPERVISOR

TELEPHONE = {"width": 390, "height": 844}


def test_a_leader_unfolds_what_was_brought_up_by_keyboard_and_without_script(
    visitor: Visitor,
) -> None:
    sent = write(visitor.page(), "操场的围栏又断了", text="围栏断口很尖。\n" * 20)
    pass_on(visitor.page(REGISTRAR), sent.number, "县教育局")
    supervisor = visitor.page(SUPERVISOR)
    open_letter(supervisor, sent.number, "open")
    do(supervisor, "escalate", text="三次催办未果。")

    leader = visitor.page(LEADER, java_script_enabled=False, viewport=TELEPHONE)
    leader.goto("/desk/")
    row = leader.locator("section", has_text=sent.number)
    words = row.locator(".letter-text")
    expect(words).to_be_hidden()
    row.locator("summary").focus()
    leader.keyboard.press("Enter")
    expect(words).to_be_visible()
    width = leader.evaluate("document.documentElement.scrollWidth")
    assert width <= TELEPHONE["width"]
    row.get_by_role("link", name="操场的围栏又断了").click()
    do(leader, "read")
    expect(leader.locator("#act-read")).to_have_count(0)
