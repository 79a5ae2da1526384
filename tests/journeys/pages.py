"""Every page there is, as the standing tests reach it.

A page is reached by its address or, when it answers a POST, the way a person gets
there. `test_standing.py` compares the list with the access table.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import reverse
from playwright.sync_api import Page

from tests.journeys.browsing import Visitor, give_password, submit
from tests.journeys.people import ADMINISTRATOR, NEWCOMER, OFFICER, REGISTRAR
from tests.journeys.samples import BARE_POWER, POWER, Samples

# Long lines, and a word that no browser can break by itself.
LONG_TEXT: Final = "围栏断口很尖。" * 40 + "\n\nhttps://example.org/" + "a" * 90

Arguments = Callable[[Samples], list[Any]]


def nothing(samples: Samples) -> list[Any]:
    """The address has no arguments."""
    return []


@dataclass(frozen=True)
class Standing:
    """One page: its URL name, who opens it, and how it is reached."""

    name: str
    login: str = ""
    arguments: Arguments = nothing
    query: str = ""
    # What else must be done after the address was opened.
    then: Callable[[Page, Visitor], None] | None = None
    label: str = field(default="", compare=False)

    def __str__(self) -> str:
        said = [self.name, self.query, self.label, self.login]
        return " ".join(one for one in said if one)

    @property
    def is_plain(self) -> bool:
        """Whether a GET of the address is all it takes."""
        return self.then is None

    @property
    def is_public(self) -> bool:
        """Whether it belongs to the citizens' door."""
        return self.name.startswith("public:")

    def address(self, samples: Samples) -> str:
        """The path and query."""
        return reverse(self.name, args=self.arguments(samples)) + self.query

    def reach(self, page: Page, visitor: Visitor) -> None:
        """Bring this page before the reader."""
        page.goto(self.address(visitor.site.samples))
        if self.then:
            self.then(page, visitor)


def hand_in_nothing(page: Page, visitor: Visitor) -> None:
    """The form comes back with its errors."""
    submit(page)


def fill_in(page: Page, visitor: Visitor) -> None:
    """To the page that shows every answer once more."""
    page.check("[name=kind][value=complain]")
    page.check("[name=to][value=body]")
    page.select_option("[name=body]", "jiaoyuju")
    page.fill("[name=title]", "操场的围栏断了两处")
    page.fill("[name=text]", LONG_TEXT)
    page.check('[name=may_publish][value="0"]')
    submit(page)


def send(page: Page, visitor: Visitor) -> None:
    """To the page with number and receipt."""
    fill_in(page, visitor)
    submit(page, "send")


def give_receipt(page: Page, visitor: Visitor) -> None:
    """To what the receipt of the samples opens."""
    page.fill("[name=receipt]", visitor.site.samples.receipt)
    submit(page)


def give_wrong_receipt(page: Page, visitor: Visitor) -> None:
    """To the sentence that says so."""
    page.fill("[name=receipt]", "7K3M9")
    submit(page)


def verify(page: Page, visitor: Visitor) -> None:
    """To the proof."""
    visitor.site.wait_until_published()
    give_receipt(page, visitor)


def half_way_in(page: Page, visitor: Visitor) -> None:
    """The password is given, the code is asked for."""
    give_password(page, visitor.site.accounts[REGISTRAR])
    page.wait_for_url("**/code/")


def first_time_in(page: Page, visitor: Visitor) -> None:
    """The password is given, and there is no factor yet."""
    give_password(page, visitor.site.accounts[NEWCOMER])
    page.wait_for_url("**/factor/")


def _public() -> list[Standing]:
    by_code = "public:power"
    write, look_up = "public:letter-write", "public:letter-look-up"
    return [
        Standing("public:home"),
        Standing("public:power-list"),
        Standing("public:power-list-bodies"),
        Standing(by_code, arguments=lambda _: [POWER], label="explained"),
        Standing(by_code, arguments=lambda _: [BARE_POWER], label="unexplained"),
        Standing("public:body", arguments=lambda _: ["jiaoyuju"], label="unit"),
        Standing("public:body", arguments=lambda _: ["xianwei"], label="committee"),
        Standing("public:leader", arguments=lambda _: ["fuxianzhang"]),
        Standing("public:letters"),
        Standing(write),
        Standing(write, query="?post=fuxianzhang"),
        Standing(write, then=hand_in_nothing, label="errors"),
        Standing(write, then=fill_in, label="check"),
        Standing(write, then=send, label="receipt"),
        Standing(look_up),
        Standing(look_up, then=give_wrong_receipt, label="errors"),
        Standing(look_up, then=give_receipt, label="story"),
        Standing("public:verify"),
        Standing("public:verify", then=verify, label="proved"),
        Standing("public:report"),
        Standing("public:about"),
        Standing("public:grants"),
        Standing("public:accessibility"),
    ]


def _sign_in() -> list[Standing]:
    return [
        Standing("account_login"),
        Standing("account_login", then=hand_in_nothing, label="errors"),
        Standing("mfa_authenticate", then=half_way_in),
        Standing("mfa_activate_totp", then=first_time_in),
        Standing("account_logout", REGISTRAR),
        Standing("mfa_reauthenticate", REGISTRAR),
        Standing("mfa_deactivate_totp", REGISTRAR),
    ]


def _desk() -> list[Standing]:
    letter = "desk:letter"
    return [
        Standing("desk:queue", REGISTRAR),
        Standing("desk:queue", REGISTRAR, query="?queue=answered"),
        Standing("desk:queue", OFFICER),
        Standing("desk:queue", ADMINISTRATOR),
        Standing(letter, REGISTRAR, lambda one: [one.waiting], label="waiting"),
        Standing(letter, REGISTRAR, lambda one: [one.routed], label="routed"),
        Standing(letter, OFFICER, lambda one: [one.routed], label="routed"),
        Standing(letter, OFFICER, lambda one: [one.answered], label="answered"),
        Standing("desk:account", OFFICER),
        Standing("desk:password-change", OFFICER),
        Standing("desk:duties", ADMINISTRATOR),
        Standing("desk:user-create", ADMINISTRATOR),
        Standing("desk:duty-ask", ADMINISTRATOR, lambda _: ["lizhuren"]),
        Standing("desk:factor-reset", ADMINISTRATOR, lambda _: ["lizhuren"]),
        Standing("desk:duty-end", ADMINISTRATOR, lambda one: [one.duty]),
    ]


PAGES: Final = (*_public(), *_sign_in(), *_desk())
