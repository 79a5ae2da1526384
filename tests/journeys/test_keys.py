"""The desk by keys alone, and typed text that outlives a lost page."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor, submit
from tests.journeys.people import EDITOR, OFFICER, REGISTRAR
from tests.journeys.samples import Samples

QUEUE = "/desk/?queue=open"
NEW_POWER = "/desk/powers/new/"
TYPED = "受理后五个工作日内办结，\n逾期由局长说明原因。"


@pytest.fixture
def registrar(visitor: Visitor) -> Page:
    """王登记 before everything that is open."""
    page = visitor.page(REGISTRAR)
    page.goto(QUEUE)
    return page


def links(page: Page) -> list[str]:
    """Where the rows of the queue lead."""
    found: list[str] = page.eval_on_selector_all(
        "[data-row]", "rows => rows.map(row => row.querySelector('a').pathname)"
    )
    return found


def focused(page: Page) -> str:
    """Where the link in focus leads; empty when none is."""
    path: str = page.evaluate("document.activeElement.pathname || ''")
    return path


def test_a_key_typed_into_a_field_is_a_letter_and_nothing_else(
    registrar: Page,
) -> None:
    registrar.keyboard.press("/")
    field = registrar.locator("#find-number")
    expect(field).to_be_focused()
    registrar.keyboard.type("jkn?/")
    expect(field).to_have_value("jkn?/")
    expect(registrar.locator("#keys-help")).to_be_hidden()
    assert registrar.url.endswith(QUEUE)
    registrar.keyboard.press("Escape")
    expect(field).not_to_be_focused()


def test_a_key_that_means_something_to_the_browser_is_left_alone(
    registrar: Page,
) -> None:
    registrar.keyboard.press("Alt+j")
    registrar.keyboard.press("Control+k")
    assert focused(registrar) == ""


def test_switched_off_the_keys_do_nothing_and_stay_off(registrar: Page) -> None:
    registrar.keyboard.press("?")
    registrar.locator("[data-keys-switch]").uncheck()
    registrar.keyboard.press("Escape")
    registrar.keyboard.press("j")
    registrar.reload()
    registrar.keyboard.press("j")
    registrar.keyboard.press("?")
    assert focused(registrar) == ""
    expect(registrar.locator("#keys-help")).to_be_hidden()
    # Whoever wants them back still finds the way.
    registrar.locator("[data-keys-help]").click()
    registrar.locator("[data-keys-switch]").check()
    registrar.keyboard.press("Escape")
    registrar.keyboard.press("j")
    assert focused(registrar) == links(registrar)[0]


def test_j_and_k_go_through_the_rows_and_enter_opens_one(registrar: Page) -> None:
    first, second, *_ = links(registrar)
    registrar.keyboard.press("k")
    assert focused(registrar) == first
    registrar.keyboard.press("j")
    assert focused(registrar) == second
    registrar.keyboard.press("k")
    registrar.keyboard.press("k")
    assert focused(registrar) == first
    registrar.keyboard.press("j")
    registrar.keyboard.press("Enter")
    registrar.wait_for_url(f"**{second}")


def test_the_last_row_is_the_last(registrar: Page) -> None:
    rows = links(registrar)
    for _ in range(len(rows) + 2):
        registrar.keyboard.press("j")
    assert focused(registrar) == rows[-1]


def test_the_question_mark_says_what_the_keys_are(registrar: Page) -> None:
    registrar.keyboard.press("?")
    help_box = registrar.locator("#keys-help")
    expect(help_box).to_be_visible()
    expect(help_box.locator("kbd").first).to_have_text("j")
    registrar.keyboard.press("j")
    expect(help_box).to_be_visible()
    registrar.keyboard.press("Escape")
    expect(help_box).to_be_hidden()


def test_the_slash_finds_a_letter_by_its_number(
    registrar: Page, samples: Samples
) -> None:
    registrar.keyboard.press("/")
    registrar.keyboard.type(samples.routed)
    registrar.keyboard.press("Control+Enter")
    registrar.wait_for_url(f"**/desk/letters/{samples.routed}/")


@pytest.mark.parametrize(
    ("login", "which", "key"),
    [
        (REGISTRAR, "waiting", "r"),
        (REGISTRAR, "waiting", "t"),
        (OFFICER, "routed", "r"),
        (OFFICER, "routed", "e"),
    ],
)
def test_r_t_and_e_lead_into_the_forms_of_a_letter(
    visitor: Visitor, samples: Samples, login: str, which: str, key: str
) -> None:
    page = visitor.page(login)
    page.goto(f"/desk/letters/{getattr(samples, which)}/")
    page.keyboard.press(key)
    focused_field = page.locator(f"[data-key='{key}'] :focus")
    expect(focused_field).to_be_in_viewport()
    expect(focused_field).not_to_have_value(key)


def test_a_key_without_a_form_does_nothing(visitor: Visitor, samples: Samples) -> None:
    page = visitor.page(OFFICER)
    page.goto(f"/desk/letters/{samples.answered}/")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement === document.body")


def test_n_without_anything_to_take_says_so(visitor: Visitor) -> None:
    page = visitor.page(OFFICER)
    page.goto("/desk/")
    page.keyboard.press("n")
    page.wait_for_url("**/desk/?nothing-waits")
    expect(page.locator(".notice")).to_be_visible()


def test_another_queue_comes_without_a_new_page_and_back_again(
    registrar: Page,
) -> None:
    registrar.evaluate("window.isTheSamePage = true")
    registrar.click("#queue .tallies a[href$='queue=closed']")
    registrar.wait_for_url("**/desk/?queue=closed")
    current = registrar.locator("#queue [aria-current]")
    expect(current).to_have_attribute("href", re.compile("closed$"))
    expect(current).to_be_focused()
    assert registrar.evaluate("window.isTheSamePage")
    # No letter is left in the browser: going back asks the server again.
    kept = registrar.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "/desk/letters/" not in kept
    registrar.go_back()
    expect(current).to_have_attribute("href", re.compile("open$"))


def test_a_session_that_has_ended_leads_to_the_way_in(registrar: Page) -> None:
    registrar.context.clear_cookies()
    registrar.click("#queue .tallies a[href$='queue=closed']")
    registrar.wait_for_url("**/desk/sign-in/**")
    expect(registrar.locator("[name=password]")).to_be_visible()


def test_what_was_typed_is_back_after_a_lost_page_and_can_be_thrown_away(
    visitor: Visitor,
) -> None:
    page = visitor.page(EDITOR)
    page.goto(NEW_POWER)
    field = page.locator("main textarea").first
    field.fill(TYPED)
    page.goto("/desk/")
    page.goto(NEW_POWER)
    expect(field).to_have_value(TYPED)
    note = page.locator(".kept")
    expect(note).to_have_count(1)
    note.locator("button").click()
    expect(field).to_have_value("")
    page.reload()
    expect(field).to_have_value("")
    expect(note).to_have_count(0)


def test_what_one_official_typed_is_not_shown_to_another(visitor: Visitor) -> None:
    page = visitor.page(EDITOR)
    page.goto(NEW_POWER)
    page.locator("main textarea").first.fill(TYPED)
    kept = page.evaluate("({...localStorage})")
    other = visitor.page(OFFICER)
    other.goto("/desk/")
    other.evaluate("kept => Object.assign(localStorage, kept)", kept)
    other.goto(NEW_POWER)
    expect(other.locator("main textarea").first).to_have_value("")


def test_signing_out_leaves_nothing_typed_behind(visitor: Visitor) -> None:
    page = visitor.page(EDITOR)
    page.goto(NEW_POWER)
    page.locator("main textarea").first.fill(TYPED)
    assert kept_texts(page) == 1
    # Told, not sent: other tests go on with this session.
    page.evaluate(
        "document.querySelector('[data-sign-out]')"
        ".dispatchEvent(new Event('submit', {bubbles: true}))"
    )
    assert kept_texts(page) == 0


def test_a_form_with_errors_keeps_its_text_and_one_taken_forgets_it(
    visitor: Visitor,
) -> None:
    page = visitor.page(EDITOR)
    page.goto(NEW_POWER)
    page.locator("[name=explanation]").fill(TYPED)
    submit(page)
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[name=explanation]")).to_have_value(re.compile("办结"))
    assert kept_texts(page) == 1
    page.fill("[name=code]", "教育-901")
    page.fill("[name=name]", "核发校车使用许可")
    page.select_option("[name=holder]", "body:jiaoyuju")
    submit(page)
    page.wait_for_url("**/desk/drafts/**")
    assert kept_texts(page) == 0


def kept_texts(page: Page) -> int:
    """How many texts the browser keeps."""
    names: list[str] = page.evaluate("Object.keys(localStorage)")
    return sum("kept" in name for name in names)
