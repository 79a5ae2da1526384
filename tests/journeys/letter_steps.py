"""The steps of a letter's life, as people take them on its pages."""

import re
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import APIResponse, Locator, Page, expect

from tests.journeys.browsing import submit

TEXT: Final = "学校门口的路灯坏了三天，孩子们摸黑放学。\n请派人来修。"
# Nothing is missing in it: what was found, whom to call, the day.
ANSWER: Final = (
    "您好：来信收悉。经现场核查，校门口三盏路灯的电缆被施工单位挖断，已于昨晚接通，"
    "路灯全部恢复照明。登记编号{}。\n联系电话 0000-6000 0301。\n2026年11月24日"
)
LOOK_UP: Final = "/letters/look-up/"
ADDRESSED: Final = {"body": "[name=body]", "post": "[name=post]"}


@dataclass(frozen=True)
class Sent:
    """What the writer has in hand: title, number and receipt."""

    title: str
    number: str
    receipt: str


def write(
    page: Page,
    title: str,
    *,
    kind: str = "complain",
    to: str = "unknown",
    which: str = "",
    about: str = "",
    text: str = TEXT,
) -> Sent:
    """A letter through the form of the site: to nobody, a body or a leader's post."""
    page.goto("/letters/write/")
    page.check(f"[name=kind][value={kind}]")
    page.check(f"[name=to][value={to}]")
    if which:
        page.select_option(ADDRESSED[to], which)
    if about:
        page.select_option("[name=about]", about)
    page.fill("[name=title]", title)
    page.fill("[name=text]", text)
    page.check('[name=may_publish][value="0"]')
    submit(page)
    submit(page, "send")
    number = page.locator(".receipt-number").inner_text()
    receipt = page.locator(".receipt-code").inner_text()
    return Sent(title, number, re.sub(r"\s", "", receipt))


def look_up(page: Page, receipt: str) -> Locator:
    """The letter's own page, by the receipt alone; gives what happened on it."""
    page.goto(LOOK_UP)
    page.fill("[name=receipt]", receipt)
    submit(page)
    return page.locator("#story")


def open_letter(page: Page, number: str, queue: str = "") -> None:
    """Find it in that queue of the desk, or by its address, and open it."""
    if not queue:
        page.goto(f"/desk/letters/{number}/")
        return
    page.goto(f"/desk/?queue={queue}")
    page.locator("[data-row]", has_text=number).locator("a").click()
    expect(page.locator(".eyebrow")).to_contain_text(number)


def form_of(page: Page, act: str) -> Locator:
    """The form of an act on the open letter, unfolded if it was folded away."""
    form = page.locator(f'form[action$="/{act}/"]')
    folded = page.locator(f"details#act-{act}:not([open]) > summary")
    if folded.count():
        folded.click()
    return form


def do(page: Page, act: str, **fields: str) -> None:
    """Fill in the form of an act and hand it in; the answer is awaited."""
    form = form_of(page, act)
    prefix = "reply" if act == "propose" else act
    for name, value in fields.items():
        _fill(form, f"{prefix}-{name}", value)
    form.locator("button").last.click()
    page.wait_for_load_state()


def _fill(form: Locator, name: str, value: str) -> None:
    if form.locator(f'select[name="{name}"]').count():
        form.locator(f'select[name="{name}"]').select_option(value)
    elif form.locator(f'input[type=radio][name="{name}"]').count():
        form.locator(f'input[name="{name}"][value="{value}"]').check()
    else:
        form.locator(f'[name="{name}"]').fill(value)


def pass_on(page: Page, number: str, body: str, note: str = "") -> None:
    """The registrar finds it at the office and passes it to that body."""
    open_letter(page, number, "office")
    do(page, "route", body=body, note=note)
    expect(page.locator("table.queue tr", has_text=number)).to_have_count(0)


def answer(page: Page, sent: Sent, act: str = "reply", words: str = "") -> None:
    """Sign an answer that lacks nothing; it says `words` too."""
    do(page, act, text=ANSWER.format(sent.number + words))
    expect(page.locator(f'form[action$="/{act}/"]')).to_have_count(0)


def is_kept_from(page: Page, number: str) -> bool:
    """Whether the letter is to this official as if there were none."""
    answer = page.goto(f"/desk/letters/{number}/")
    assert answer is not None
    return answer.status == 404


def is_offered(page: Page, act: str) -> bool:
    """Whether the open letter has a form for it."""
    return page.locator(f'form[action$="/{act}/"]').count() > 0


def post_in_secret(page: Page, number: str, act: str, **fields: str) -> APIResponse:
    """The answer to a form that the page does not offer."""
    here = f"/desk/letters/{number}/"
    page.goto(here)
    form = {f"{act}-{name}": value for name, value in fields.items()}
    form["csrfmiddlewaretoken"] = page.locator(
        "[name=csrfmiddlewaretoken]"
    ).first.input_value()
    form["seen"] = page.locator("[name=seen]").first.input_value()
    origin = page.evaluate("location.origin")
    headers = {"Referer": f"{origin}{here}", "Origin": origin}
    return page.request.post(f"{here}{act}/", form=dict(form), headers=headers)
