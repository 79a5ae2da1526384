"""Opening pages in a browser, as a citizen or as an official who has signed in."""

import time
from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page, StorageState

from tests.journeys.people import Account
from tests.journeys.site import Site
from tests.web.desk.signing_in import code_of

SIGN_IN: Final = "/desk/sign-in/"
STEP_SECONDS: Final = 30


class Visitor:
    """Pages of one test; they are closed when it ends."""

    def __init__(
        self, browser: Browser, site: Site, states: dict[str, StorageState]
    ) -> None:
        self.site = site
        self._browser = browser
        self._states = states
        self._opened: list[BrowserContext] = []

    def page(self, login: str = "", **options: Any) -> Page:
        """A new, blank page: nobody's, or that of a signed-in official.

        `options` are those of a browser context, such as `java_script_enabled=False`.
        """
        if login:
            options["storage_state"] = self._state(login)
        return self._context(**options).new_page()

    def leave(self) -> None:
        """Close everything."""
        for context in self._opened:
            context.close()

    def _context(self, **options: Any) -> BrowserContext:
        ours: dict[str, Any] = {
            "base_url": self.site.address,
            "locale": "zh-CN",
            "timezone_id": "Asia/Shanghai",
            "viewport": {"width": 1280, "height": 900},
        }
        context = self._browser.new_context(**(ours | options))
        context.set_default_timeout(15_000)
        self._opened.append(context)
        return context

    def _state(self, login: str) -> StorageState:
        if login not in self._states:
            context = self._context()
            sign_in(context.new_page(), self.site.accounts[login])
            self._states[login] = context.storage_state()
        return self._states[login]


def sign_in(page: Page, account: Account) -> None:
    """Password and code, as an official gives them; a newcomer has only a password."""
    give_password(page, account)
    if account.secret is None:
        return
    # A code that ends while it is typed would be refused.
    left = STEP_SECONDS - time.time() % STEP_SECONDS
    if left < 2:
        time.sleep(left)
    page.fill("[name=code]", code_of(account.secret))
    submit(page)
    page.wait_for_url("**/desk/")


def give_password(page: Page, account: Account) -> None:
    """The first step of signing in."""
    page.goto(SIGN_IN)
    page.fill("[name=login]", account.login)
    page.fill("[name=password]", account.password)
    submit(page)


def submit(page: Page, name: str = "") -> None:
    """Press the button of the page's form, and wait for what comes."""
    which = f'[name="{name}"]:not([aria-hidden])' if name else ".btn"
    page.click(f"main form button{which}")
