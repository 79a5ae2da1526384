"""How many keys an answer from a template and a transfer take, from the open letter.

Signs that are typed as words count as well; a key held down for another counts too.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor, submit
from tests.journeys.letter_steps import Sent, look_up, open_letter, write
from tests.journeys.people import REGISTRAR

MOST_TO_ANSWER = 8
MOST_TO_PASS_ON = 4
# Begins with what no answer lacks; as the first of the list it has the key 1.
TEMPLATE = (
    "{writer}：您好！您{received}来信问“{asked}”（编号{number}）。经核对，划片方案贴在"
    "教育局一楼大厅，全天可以查看。联系电话：{telephone}。\n{body}\n{today}"
)


class Keyboard:
    """The keys of a page, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def press(self, keys: str) -> None:
        """One key, or several held together, each of which counts."""
        self.presses += len(keys.split("+"))
        self.page.keyboard.press(keys)

    def type(self, words: str) -> None:
        """One press for each sign."""
        self.presses += len(words)
        self.page.keyboard.type(words)


@pytest.fixture
def template(visitor: Visitor) -> Iterator[str]:
    """A template of the office, while the test goes on."""
    page = visitor.page(REGISTRAR)
    page.goto("/desk/templates/new/")
    page.fill("[name=name]", "划片方案在哪里看")
    page.fill("[name=text]", TEMPLATE)
    page.fill("[name=rank]", "1")
    submit(page)
    page.goto("/desk/templates/")
    yield "划片方案在哪里看"
    page.goto("/desk/templates/")
    page.get_by_role("link", name="划片方案在哪里看").click()
    page.click('form[action$="/delete/"] button')


def test_a_direct_answer_from_a_template_takes_eight_keys_at_most(
    visitor: Visitor, template: str
) -> None:
    citizen, page = visitor.page(), visitor.page(REGISTRAR)
    sent = write(citizen, "划片方案在哪里看", kind="ask")
    open_letter(page, sent.number)
    keyboard = Keyboard(page)
    keyboard.press("r")
    keyboard.press("1")
    expect(page.locator("#template option:checked")).to_contain_text(template)
    keyboard.press("Control+Enter")
    page.wait_for_url("**template=**")
    expect(page.locator("[name=reply-text]")).to_be_focused()
    keyboard.press("Control+Enter")
    expect(page.locator("#act-reply")).to_have_count(0)
    assert keyboard.presses <= MOST_TO_ANSWER

    look_up(citizen, sent.receipt)
    expect(citizen.locator("#reply")).to_contain_text("教育局一楼大厅")


def test_a_transfer_to_the_body_suggested_takes_four_keys_at_most(
    visitor: Visitor,
) -> None:
    citizen, page = visitor.page(), visitor.page(REGISTRAR)
    sent = write(citizen, "写给住建局的信", to="body", which="zhujianju")
    open_letter(page, sent.number)
    keyboard = Keyboard(page)
    keyboard.press("t")
    keyboard.press("Enter")
    went_to(page, citizen, sent, "县住建局")
    assert keyboard.presses <= MOST_TO_PASS_ON


def test_a_transfer_to_another_body_takes_four_keys_at_most(visitor: Visitor) -> None:
    citizen, page = visitor.page(), visitor.page(REGISTRAR)
    sent = write(citizen, "其实归教育局管的信", to="body", which="zhujianju")
    open_letter(page, sent.number)
    keyboard = Keyboard(page)
    keyboard.press("t")
    # The suggestion is selected, so that typing replaces it.
    keyboard.type("教育")
    keyboard.press("Enter")
    went_to(page, citizen, sent, "县教育局")
    assert keyboard.presses <= MOST_TO_PASS_ON


def went_to(page: Page, citizen: Page, sent: Sent, body: str) -> None:
    """The desk is back at the queue, and the writer reads who has the letter."""
    page.wait_for_url("**/desk/")
    look_up(citizen, sent.receipt)
    expect(citizen.locator(":has(> #who)")).to_contain_text(body)
