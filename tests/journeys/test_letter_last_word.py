"""The writer has the last word: not solved, not done; and reads what a leader wants."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_samples import UNKEPT
from tests.journeys.letter_steps import (
    answer,
    do,
    is_offered,
    look_up,
    open_letter,
    pass_on,
    write,
)
from tests.journeys.people import LEADER, OFFICER, REGISTRAR, SUPERVISOR
from tests.journeys.samples import Samples

UNSOLVED = "路灯昨晚又灭了两盏。"
GRANTED = "情况属实，重新办理。"
REPORT = "顶棚已于本周翻修。"
INSTRUCTION = "请教育局三天内到现场核查，把结果告诉来信人。"


def test_a_letter_rated_as_not_solved_is_opened_again_once(visitor: Visitor) -> None:
    citizen, officer = visitor.page(), visitor.page(OFFICER)
    sent = write(citizen, "路灯修好又坏了")
    pass_on(visitor.page(REGISTRAR), sent.number, "县教育局")
    open_letter(officer, sent.number)
    answer(officer, sent)

    look_up(citizen, sent.receipt)
    rate(citizen, level=1, outcome="reopen")
    expect(citizen.locator(".errors")).to_be_visible()
    rate(citizen, level=1, outcome="reopen", reason=UNSOLVED)
    expect(citizen.locator("#rate form")).to_have_count(0)

    supervisor = visitor.page(SUPERVISOR)
    open_letter(supervisor, sent.number, "reopening")
    expect(supervisor.locator("#act-rule-reopening")).to_contain_text(UNSOLVED)
    do(supervisor, "rule-reopening", granted="yes", reason=GRANTED)
    assert not is_offered(supervisor, "rule-reopening")

    open_letter(officer, sent.number, "mine")
    answer(officer, sent, words="（两盏已换新）")
    story = look_up(citizen, sent.receipt)
    expect(story).to_contain_text(GRANTED)
    expect(story).to_contain_text("张督查")
    expect(citizen.locator("#reply")).to_contain_text("两盏已换新")
    expect(citizen.locator(".letter-text.is-answer")).to_have_count(2)
    # It may be rated anew, but not be opened a second time.
    expect(citizen.locator("[name=rate-outcome][value=unsolved]")).to_have_count(1)
    expect(citizen.locator("[name=rate-outcome][value=reopen]")).to_have_count(0)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_who_only_rated_may_still_ask_and_a_second_tab_loses_nothing(
    visitor: Visitor, has_scripts: bool
) -> None:
    citizen = visitor.page(java_script_enabled=has_scripts)
    sent = write(citizen, f"路灯又不亮了（{has_scripts:d}）")
    registrar = visitor.page(REGISTRAR)
    open_letter(registrar, sent.number)
    answer(registrar, sent)

    tab = citizen.context.new_page()
    for page in (citizen, tab):
        look_up(page, sent.receipt)
    rate(citizen, level=1, outcome="unsolved")
    rate(tab, level=1, outcome="reopen", reason=UNSOLVED)
    expect(tab.locator("[name=reopen-reason]")).to_have_value(UNSOLVED)
    tab.click("#rate button")
    expect(tab.locator("#story")).to_contain_text(UNSOLVED)
    look_up(citizen, sent.receipt)
    expect(citizen.locator("#rate form")).to_have_count(0)


def rate(page: Page, *, level: int, outcome: str, reason: str = "") -> None:
    """Give one of the five levels on the page of one's own letter."""
    page.check(f"[name=rate-level][value='{level}']")
    page.check(f"[name=rate-outcome][value={outcome}]")
    if reason:
        page.fill("[name=rate-reason]", reason)
    page.click("#rate button")
    page.wait_for_load_state()


def test_a_promise_not_kept_is_public_until_its_writer_calls_it_done(
    visitor: Visitor, samples: Samples
) -> None:
    unkept = samples.letters.unkept
    citizen, stranger = visitor.page(), visitor.page()
    look_up(citizen, unkept.receipt)
    say(citizen, "undone", "还在漏雨。")
    expect(list_of_promises(stranger)).to_contain_text(UNKEPT)
    expect(stranger.locator("main")).not_to_contain_text(unkept.number)
    expect(stranger.locator("main")).not_to_contain_text("还在漏雨。")

    officer = visitor.page(OFFICER)
    open_letter(officer, unkept.number, "closed")
    do(officer, "promise", text=REPORT)
    # The body's word alone takes nothing off the list.
    expect(list_of_promises(stranger)).to_contain_text(UNKEPT)

    story = look_up(citizen, unkept.receipt)
    expect(story).to_contain_text(REPORT)
    say(citizen, "done", "")
    expect(list_of_promises(stranger)).not_to_contain_text(UNKEPT)


def say(page: Page, outcome: str, words: str) -> None:
    """The writer's word on the one promise of the letter."""
    form = page.locator("#promises form")
    form.locator(f"[value={outcome}]").check()
    form.locator("textarea").fill(words)
    form.locator("button").click()
    page.wait_for_load_state()
    expect(page.locator("[role=status]")).to_be_visible()


def list_of_promises(page: Page) -> Locator:
    """答应了还没办, as anybody sees it."""
    page.goto("/letters/promises/")
    return page.locator("main")


def test_what_a_leader_wants_is_read_by_the_writer_and_by_the_officer(
    visitor: Visitor,
) -> None:
    citizen, leader = visitor.page(), visitor.page(LEADER)
    sent = write(citizen, "请副县长看看校门口", to="post", which="fuxianzhang")
    pass_on(visitor.page(REGISTRAR), sent.number, "县教育局")

    open_letter(leader, sent.number, "leader")
    assert not is_offered(leader, "reply")
    do(leader, "read")
    do(leader, "instruct", text=INSTRUCTION)

    officer = visitor.page(OFFICER)
    open_letter(officer, sent.number, "mine")
    expect(officer.locator("main")).to_contain_text(INSTRUCTION)
    answer(officer, sent)
    story = look_up(citizen, sent.receipt)
    expect(story).to_contain_text(INSTRUCTION)
    expect(story).to_contain_text("副县长")
