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
from tests.journeys.people import (
    ADMINISTRATOR,
    EDITOR,
    LEADER,
    NEWCOMER,
    OFFICER,
    REGISTRAR,
    SECOND_EDITOR,
    SUPERVISOR,
)
from tests.journeys.samples import BARE_POWER, FULL_POWER, MERGED, POWER, Samples

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


def ask_for_no_day(page: Page, visitor: Visitor) -> None:
    """The form comes back, with what was typed."""
    page.goto(f"{page.url}?from=9999-99-99&to=")


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


def give_receipt_of(which: str) -> Callable[[Page, Visitor], None]:
    """To the story of one of the letters that have lived."""

    def give(page: Page, visitor: Visitor) -> None:
        page.fill("[name=receipt]", getattr(visitor.site.samples.letters, which))
        submit(page)

    return give


def rate_nothing(page: Page, visitor: Visitor) -> None:
    """The rating comes back with its errors, and all that was typed."""
    give_receipt_of("promised")(page, visitor)
    page.check("[name=rate-outcome][value=reopen]")
    page.fill("[name=rate-remark]", LONG_TEXT[:400])
    page.click("#rate button")


def ask_to_withdraw(page: Page, visitor: Visitor) -> None:
    """To the page that asks once more."""
    give_receipt(page, visitor)
    page.click("#withdraw button")


def come_back_too_late(page: Page, visitor: Visitor) -> None:
    """The token is over: the receipt is asked for, what was typed is shown."""
    give_receipt(page, visitor)
    page.fill("[name=add-text]", LONG_TEXT)
    page.locator("#add [name=token]").evaluate("one => { one.value = 'over' }")
    page.click("#add button")


def write_of_danger(page: Page, visitor: Visitor) -> None:
    """To the page that names the number to call, and what the rules ask for."""
    fill_in(page, visitor)
    page.click('button[name=change][value="text"]')
    page.check("[name=kind][value=disclose]")
    page.fill("[name=text]", "家里一股煤气味，不想活了。")
    page.check("[name=hides_writer]")
    submit(page)


def give_wrong_receipt(page: Page, visitor: Visitor) -> None:
    """To the sentence that says so."""
    page.fill("[name=receipt]", "7K3M9")
    submit(page)


def verify(page: Page, visitor: Visitor) -> None:
    """To the proof."""
    visitor.site.wait_until_published()
    give_receipt(page, visitor)


def find_nothing(page: Page, visitor: Visitor) -> None:
    """To the sentence that there is no such letter."""
    page.fill("[name=number]", "２６－9999999")
    page.press("[name=number]", "Enter")
    page.wait_for_url("**/find/?number=*")


def half_way_in(page: Page, visitor: Visitor) -> None:
    """The password is given, the code is asked for."""
    give_password(page, visitor.site.accounts[REGISTRAR])
    page.wait_for_url("**/code/")


def first_time_in(page: Page, visitor: Visitor) -> None:
    """The password is given, and there is no factor yet."""
    give_password(page, visitor.site.accounts[NEWCOMER])
    page.wait_for_url("**/factor/")


def hand_in_a_list(page: Page, visitor: Visitor) -> None:
    """To what a list would do: something new, something changed, something gone."""
    _hand_in(
        page,
        f"{POWER},公办学校招生划片,县教育局,每年3月公布。\n"
        f"教育-018,{'很长的名称' * 12},县教育局,\n",
    )


def hand_in_a_bad_list(page: Page, visitor: Visitor) -> None:
    """To the sentences about its rows."""
    _hand_in(page, "教育-019,,县教育局,\n教育-020,转学,没有这个局,\n")


def _hand_in(page: Page, rows: str) -> None:
    content = f"职权编码,职权名称,行使主体,职权说明\n{rows}".encode()
    file = {"name": "权责清单.csv", "mimeType": "text/csv", "buffer": content}
    page.set_input_files("[name=file]", file)  # type: ignore[arg-type]  # a FilePayload
    submit(page)


def _public() -> list[Standing]:
    by_code = "public:power"
    return [
        Standing("public:home"),
        Standing("public:power-list"),
        Standing("public:power-list", query="?on=2026-08-31", label="past"),
        Standing("public:power-list-bodies"),
        Standing("public:power-list-categories"),
        Standing("public:power-list-matters"),
        Standing("public:power-search"),
        Standing("public:power-search", query="?q=%E6%95%99%E8%82%B2&holder=unit"),
        Standing("public:power-search", query="?q=%25%25&on=never", label="nothing"),
        Standing("public:power-changes"),
        Standing("public:power-changes-month", arguments=lambda _: ["2026-09"]),
        Standing("public:power-changes-month", arguments=lambda _: ["2020-01"]),
        Standing("public:power-changes-months"),
        Standing("public:power-changes-between", query="?from=2026-08-31&to=2199-1-1"),
        Standing("public:power-changes-between", then=ask_for_no_day, label="errors"),
        Standing("public:power-compare", arguments=lambda _: [FULL_POWER]),
        Standing("public:power-compare", arguments=lambda _: [POWER], label="one"),
        Standing(by_code, arguments=lambda _: [FULL_POWER], label="full"),
        Standing(by_code, arguments=lambda _: [FULL_POWER], query="?on=2026-08-31"),
        Standing(by_code, arguments=lambda _: [POWER], label="explained"),
        Standing(by_code, arguments=lambda _: [BARE_POWER], label="unexplained"),
        Standing("public:body", arguments=lambda _: ["jiaoyuju"], label="unit"),
        Standing("public:body", arguments=lambda _: ["xianwei"], label="committee"),
        Standing("public:body", arguments=lambda _: [MERGED], label="merged"),
        Standing("public:leader", arguments=lambda _: ["fuxianzhang"]),
        *_letters(),
        Standing("public:verify"),
        Standing("public:verify", then=verify, label="proved"),
        Standing("public:report"),
        Standing("public:report", query="?power=%E6%95%99%E8%82%B2-017"),
        Standing("public:about"),
        Standing("public:grants"),
        Standing("public:accessibility"),
    ]


def _letters() -> list[Standing]:
    write, look_up = "public:letter-write", "public:letter-look-up"
    return [
        Standing("public:letters"),
        Standing(write),
        Standing(write, query="?post=fuxianzhang"),
        Standing(write, then=hand_in_nothing, label="errors"),
        Standing(write, then=fill_in, label="check"),
        Standing(write, then=send, label="receipt"),
        Standing(write, then=write_of_danger, label="danger"),
        Standing(look_up),
        Standing(look_up, then=give_wrong_receipt, label="errors"),
        Standing(look_up, then=give_receipt, label="story"),
        Standing(look_up, then=give_receipt_of("promised"), label="promised"),
        Standing(look_up, then=give_receipt_of("late"), label="late"),
        Standing(look_up, then=give_receipt_of("withdrawn"), label="withdrawn"),
        Standing(look_up, then=give_receipt_of("declined"), label="declined"),
        Standing(look_up, then=rate_nothing, label="rating errors"),
        Standing(look_up, then=ask_to_withdraw, label="withdraw"),
        Standing(look_up, then=come_back_too_late, label="too late"),
        Standing("public:letter-late"),
        Standing("public:letter-promises"),
        Standing("public:letter-promises", query="?after=reported.9999-01-01"),
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
    def overdue(samples: Samples) -> list[Any]:
        return [samples.letters.overdue.number]

    def unkept(samples: Samples) -> list[Any]:
        return [samples.letters.unkept.number]

    letter = "desk:letter"
    return [
        Standing("desk:queue", REGISTRAR),
        Standing("desk:queue", REGISTRAR, query="?queue=closed"),
        Standing("desk:queue", REGISTRAR, query="?queue=held&nothing-waits"),
        Standing("desk:queue", OFFICER),
        Standing("desk:queue", ADMINISTRATOR),
        Standing("desk:queue", LEADER, label="read here"),
        Standing("desk:supervision", SUPERVISOR),
        Standing("desk:find", REGISTRAR),
        Standing("desk:find", REGISTRAR, then=find_nothing, label="nothing"),
        Standing("desk:register", REGISTRAR),
        Standing("desk:register", REGISTRAR, query="?on=2020-01-01", label="empty"),
        Standing("desk:notices", OFFICER),
        Standing("desk:notices", ADMINISTRATOR, label="none"),
        Standing("desk:keys", OFFICER),
        Standing(letter, REGISTRAR, lambda one: [one.waiting], label="waiting"),
        Standing(letter, REGISTRAR, lambda one: [one.routed], label="routed"),
        Standing(letter, OFFICER, lambda one: [one.routed], label="routed"),
        Standing(letter, OFFICER, lambda one: [one.answered], label="answered"),
        Standing(letter, OFFICER, overdue, label="late"),
        Standing(letter, SUPERVISOR, overdue, label="late"),
        Standing(letter, OFFICER, unkept, label="promised"),
        Standing("desk:letter-rules", ADMINISTRATOR),
        Standing("desk:letter-limits", ADMINISTRATOR, lambda _: ["complain"]),
        Standing("desk:templates", OFFICER),
        Standing("desk:template-new", REGISTRAR),
        Standing("desk:template-new", OFFICER, then=hand_in_nothing, label="errors"),
        Standing("desk:template", OFFICER, lambda one: [one.template]),
        Standing("desk:account", OFFICER),
        Standing("desk:password-change", OFFICER),
        Standing("desk:duties", ADMINISTRATOR),
        Standing("desk:user-create", ADMINISTRATOR),
        Standing("desk:duty-ask", ADMINISTRATOR, lambda _: ["lizhuren"]),
        Standing("desk:factor-reset", ADMINISTRATOR, lambda _: ["lizhuren"]),
        Standing("desk:duty-end", ADMINISTRATOR, lambda one: [one.duty]),
    ]


def _desk_of_powers() -> list[Standing]:
    def one_power(samples: Samples) -> list[Any]:
        return [samples.power]

    def one_draft(samples: Samples) -> list[Any]:
        return [samples.draft]

    new, hand_in = "desk:power-new", "desk:power-import"
    return [
        Standing("desk:powers", EDITOR),
        Standing("desk:powers", OFFICER),
        Standing("desk:powers", EDITOR, query=f"?f-holder=body:{MERGED}"),
        Standing(new, EDITOR),
        Standing(new, EDITOR, then=hand_in_nothing, label="errors"),
        Standing("desk:power-change", EDITOR, one_power),
        Standing("desk:power-repeal", EDITOR, one_power),
        Standing(hand_in, OFFICER),
        Standing(hand_in, OFFICER, then=hand_in_a_list, label="preview"),
        Standing(hand_in, OFFICER, then=hand_in_a_bad_list, label="errors"),
        Standing("desk:drafts", EDITOR),
        Standing("desk:draft", EDITOR, one_draft),
        Standing("desk:draft", SECOND_EDITOR, one_draft, label="own"),
        Standing("desk:draft-change", SECOND_EDITOR, one_draft),
        Standing("desk:powers-move", EDITOR, lambda _: [MERGED]),
    ]


def _desk_of_posts() -> list[Standing]:
    def post(_: Samples) -> list[Any]:
        return ["fuxianzhang"]

    def body(_: Samples) -> list[Any]:
        return ["jiaoyuju"]

    return [
        Standing("desk:posts", ADMINISTRATOR),
        Standing("desk:post", ADMINISTRATOR, post),
        Standing("desk:post-rank", ADMINISTRATOR, post),
        Standing("desk:post-appoint", ADMINISTRATOR, post),
        Standing(
            "desk:post-appoint",
            ADMINISTRATOR,
            post,
            then=hand_in_nothing,
            label="errors",
        ),
        Standing("desk:portfolio-give", ADMINISTRATOR, post),
        Standing("desk:tenure-end", ADMINISTRATOR, lambda one: [one.tenure]),
        Standing("desk:portfolio-end", ADMINISTRATOR, lambda one: [one.portfolio]),
        Standing("desk:body", ADMINISTRATOR, body),
        Standing("desk:body", ADMINISTRATOR, lambda _: [MERGED], label="merged"),
        Standing("desk:body-found", ADMINISTRATOR),
        Standing("desk:body-rename", ADMINISTRATOR, body),
        Standing("desk:body-merge", ADMINISTRATOR, body),
        Standing("desk:post-create", ADMINISTRATOR, body),
        Standing("desk:seat-give", ADMINISTRATOR, body),
        Standing("desk:seat-rank", ADMINISTRATOR, lambda one: [one.seat]),
        Standing("desk:seat-leave", ADMINISTRATOR, lambda one: [one.seat]),
    ]


PAGES: Final = (
    *(*_public(), *_sign_in(), *_desk()),
    *(*_desk_of_powers(), *_desk_of_posts()),
)
