"""Time: more of it is asked for in time or not at all, and who is late is pressed."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_steps import (
    do,
    is_offered,
    look_up,
    open_letter,
    pass_on,
    post_in_secret,
    write,
)
from tests.journeys.people import OFFICER, REGISTRAR, SUPERVISOR
from tests.journeys.samples import Samples

REASON = "要等检测机构的报告。"
RULING = "检测确需时间，同意延长。"
INTERIM = "已订新校车，下周一起准点。"
PRESSING = "已经超期，请今天答复。"
DAY = re.compile(r"\d+年\d+月\d+日")


def test_more_time_is_refused_once_the_day_has_passed(
    visitor: Visitor, samples: Samples
) -> None:
    late = samples.letters.overdue
    citizen, officer = visitor.page(), visitor.page(OFFICER)
    look_up(citizen, late.receipt)
    before = due_day(citizen)

    open_letter(officer, late.number, "overdue")
    assert not is_offered(officer, "extension")
    asked = {"days": "3", "reason": REASON}
    refused = post_in_secret(officer, late.number, "extension", **asked)
    assert refused.status == 409
    # What was typed can still be copied.
    assert REASON in refused.text()

    story = look_up(citizen, late.receipt)
    assert due_day(citizen) == before
    expect(story).not_to_contain_text(REASON)


def test_more_time_asked_for_in_time_is_granted_once_and_the_writer_told(
    visitor: Visitor,
) -> None:
    citizen, officer = visitor.page(), visitor.page(OFFICER)
    sent = write(citizen, "操场的草皮有异味")
    pass_on(visitor.page(REGISTRAR), sent.number, "县教育局")
    look_up(citizen, sent.receipt)
    before = due_day(citizen)

    open_letter(officer, sent.number, "mine")
    do(officer, "extension", days="60", reason=REASON)
    expect(officer.locator(".errors")).to_be_visible()
    do(officer, "extension", days="5")
    look_up(citizen, sent.receipt)
    assert due_day(citizen) == before

    supervisor = visitor.page(SUPERVISOR)
    open_letter(supervisor, sent.number, "extension")
    expect(supervisor.locator("#act-rule-extension")).to_contain_text(REASON)
    do(supervisor, "rule-extension", granted="yes", reason=RULING)

    story = look_up(citizen, sent.receipt)
    assert due_day(citizen) != before
    for words in (REASON, RULING, "张督查", due_day(citizen)):
        expect(story).to_contain_text(words)
    open_letter(officer, sent.number)
    assert not is_offered(officer, "extension")


def test_who_only_tells_how_far_it_is_stays_late_and_is_pressed(
    visitor: Visitor, samples: Samples
) -> None:
    late = samples.letters.unanswered
    officer = visitor.page(OFFICER)
    open_letter(officer, late.number, "overdue")
    do(officer, "interim", text=INTERIM)
    open_letter(officer, late.number, "overdue")

    supervisor = visitor.page(SUPERVISOR)
    open_letter(supervisor, late.number, "overdue")
    do(supervisor, "press", text=PRESSING)
    officer.goto("/desk/notices/")
    officer.locator("tr", has_text=late.number).locator("a").first.click()
    expect(officer.locator("main")).to_contain_text(PRESSING)

    citizen = visitor.page()
    story = look_up(citizen, late.receipt)
    expect(story).to_contain_text(INTERIM)
    expect(story).to_contain_text("张督查")
    expect(story).not_to_contain_text(PRESSING)
    citizen.goto("/letters/late/")
    row = citizen.locator("tr", has_text="县教育局")
    expect(row).to_be_visible()
    # Neither letter nor writer is named.
    expect(citizen.locator("main")).not_to_contain_text(late.number)


def due_day(page: Page) -> str:
    """The due day among the facts at the head of the writer's page."""
    fact = page.locator(".facts div").filter(has_text="答复期限")
    shown = fact.first.inner_text()
    found = DAY.search(shown)
    assert found is not None, shown
    return found.group()
