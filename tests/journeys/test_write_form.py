"""The form of a letter in a real browser: by keyboard, too late, and sent twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from mingbai.letters.models import Letter
from mingbai.web.public.form_key import new_form_key
from mingbai.web.public.letter_write import PURPOSE
from tests.journeys.browsing import Visitor, submit
from tests.journeys.site import Site

TEXT: Final = "第一段。\n\n第二段：<b>不是标记</b> & “引号” 😀"
# Every control in its order, as the Tab key meets it.
ORDER: Final = (
    "kind",
    "to",
    "title",
    "text",
    "may_publish",
    "answer_by",
    "telephone",
    "writer",
    "hides_writer",
    "",
)


def test_the_form_is_filled_in_and_sent_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/letters/write/")
    page.locator("a[href='/report/']").last.focus()
    met = []
    for name in ORDER:
        page.keyboard.press("Tab")
        met.append(focused(page).get_attribute("name") or "")
        assert is_marked(focused(page)), name
        TYPED.get(name, leave)(page)
    assert met == list(ORDER)
    page.keyboard.press("Enter")
    expect(page.locator("dl.definitions")).to_contain_text("只用键盘写的信")
    # The return key in the form presses the button that sends.
    page.locator("button[name=send]:not([aria-hidden])").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".receipt-code")).to_be_visible()


def test_errors_are_met_first_and_lead_to_their_fields(visitor: Visitor) -> None:
    page = visitor.page()
    page.goto("/letters/write/")
    page.fill("[name=text]", TEXT)
    submit(page)
    assert focused(page).get_attribute("role") == "alert"
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[name=kind]").first).to_be_focused()


@pytest.mark.parametrize("step", ["write", "send"])
def test_a_form_opened_yesterday_loses_nothing(visitor: Visitor, step: str) -> None:
    page = visitor.page()
    fill_in(page, f"昨天打开的表单：{step}")
    if step == "send":
        submit(page)
    with time_machine.travel(datetime.now(UTC) - timedelta(days=1)):
        old = new_form_key(PURPOSE)
    page.locator("[name=form_key]").evaluate("(one, old) => one.value = old", old)
    submit(page, "send" if step == "send" else "")
    expect(page.locator(".notice.tone-amber")).to_be_visible()
    expect(page.locator("dl.definitions")).to_contain_text("第二段：<b>不是标记</b>")
    submit(page, "send")
    expect(page.locator(".receipt-code")).to_be_visible()


def test_changing_an_answer_keeps_the_others(visitor: Visitor) -> None:
    page = visitor.page()
    fill_in(page, "改一处，别的都在")
    submit(page)
    page.click('button[name=change][value="title"]')
    expect(page.locator("[name=text]")).to_have_value(TEXT)
    expect(page.locator("[name=kind][value=suggest]")).to_be_checked()
    page.fill("[name=title]", "改过的标题")
    submit(page)
    expect(page.locator("dl.definitions")).to_contain_text("改过的标题")


def test_a_double_click_sends_one_letter(visitor: Visitor, site: Site) -> None:
    page = visitor.page()
    fill_in(page, "手快点了两下")
    submit(page)
    page.dblclick("button[name=send]:not([aria-hidden])")
    expect(page.locator(".receipt-code")).to_be_visible()
    assert letters_titled("手快点了两下", site) == 1


def test_a_form_sent_many_times_at_once_is_one_letter(
    visitor: Visitor, site: Site
) -> None:
    page = visitor.page()
    fill_in(page, "同一张表单同时到了八次")
    submit(page)
    fields = page.evaluate(
        "Object.fromEntries(new FormData(document.querySelector('main form')))"
    )
    body = urlencode({**fields, "send": "1"}).encode()

    def post(turn: int) -> str:
        request = Request(f"{site.address}/letters/write/", data=body)
        with urlopen(request, timeout=60) as answer:
            assert answer.status == HTTPStatus.OK
            text: str = answer.read().decode()
            return text

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(post, range(8)))
    # All eight saw the same page: one number, one receipt.
    assert len(answers) == 1
    assert fields["receipt"].split("-")[0] in answers.pop()
    assert letters_titled("同一张表单同时到了八次", site) == 1


def fill_in(page: Page, title: str) -> None:
    """The form with every answer it needs."""
    page.goto("/letters/write/")
    page.check("[name=kind][value=suggest]")
    page.fill("[name=title]", title)
    page.fill("[name=text]", TEXT)
    page.check('[name=may_publish][value="1"]')


def letters_titled(title: str, site: Site) -> int:
    """How many letters of that title were registered."""
    return site.ask(Letter.objects.filter(text__title=title).count)


def focused(page: Page) -> Locator:
    """What the next key goes to."""
    return page.locator(":focus")


def is_marked(control: Locator) -> bool:
    """Whether a reader sees where the focus is: on it or on the card around it."""
    drawn: bool = control.evaluate(
        """one => [one, one.closest('label')].some(box => box &&
        getComputedStyle(box).outlineStyle !== 'none' &&
        parseFloat(getComputedStyle(box).outlineWidth) >= 3)"""
    )
    return drawn


def choose(page: Page) -> None:
    """The choice under the focus."""
    page.keyboard.press("Space")


def leave(page: Page) -> None:
    """Nothing: it may stay empty."""


def type_title(page: Page) -> None:
    """One sentence."""
    page.keyboard.insert_text("只用键盘写的信")


def type_text(page: Page) -> None:
    """Two lines: the return key makes a line here and sends nothing."""
    page.keyboard.insert_text("第一行")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("第二行")


TYPED: Final = {
    "kind": choose,
    "title": type_title,
    "text": type_text,
    "may_publish": choose,
}
