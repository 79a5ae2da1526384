"""What a power says is changed by three people, and anybody can prove what was said."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from mingbai.ledger.models import Leaf
from mingbai.powers.models import PowerVersion
from tests.journeys.browsing import Visitor, submit
from tests.journeys.people import EDITOR, OFFICER, SECOND_EDITOR
from tests.journeys.site import Site

HEADER = "职权编码,职权名称,行使主体,职权类别,职权说明,职权依据"

ROW = "办理转学,县教育局,公共服务,转学申请应当在5个工作日内办结。,《义务教育法》"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_clerk_imports_an_editor_reviews_another_approves_and_the_public_sees_it(
    visitor: Visitor, site: Site, has_scripts: bool
) -> None:
    code = f"教育-2{int(has_scripts)}"
    clerk = visitor.page(OFFICER, java_script_enabled=has_scripts)
    draft = hand_in(clerk, code)
    citizen = visitor.page(java_script_enabled=has_scripts)
    answer = citizen.goto(f"/powers/{quote(code)}/")
    assert answer is not None
    assert answer.status == 404

    expect(clerk.locator("#decide")).to_contain_text("何编辑")
    expect(clerk.locator("#decide button[value=approve]")).to_have_count(0)
    assert press_in_secret(clerk, draft, "approve") == 403

    review(visitor.page(EDITOR, java_script_enabled=has_scripts), draft)
    second = visitor.page(SECOND_EDITOR, java_script_enabled=has_scripts)
    shown = approve(second, draft)

    citizen.goto(f"/powers/{quote(code)}/")
    expect(citizen.locator("main")).to_contain_text("转学申请应当在5个工作日内办结。")
    expect(citizen.locator("body")).to_contain_text(shown[:17])
    site.wait_until_published()
    assert site.ask(lambda: position_of(code)) is not None


def test_an_editor_who_wrote_a_draft_is_refused_as_its_second_person(
    visitor: Visitor,
) -> None:
    writer = visitor.page(EDITOR)
    writer.goto("/desk/powers/new/")
    writer.fill("[name=code]", "教育-30")
    writer.select_option("[name=holder]", "body:jiaoyuju")
    writer.fill("[name=name]", "校车路线的核定")
    submit(writer)
    expect(writer.locator(".errors")).to_be_visible()
    expect(writer.locator("[name=name]")).to_have_value("校车路线的核定")
    writer.fill("[name=explanation]", "每学期开学前核定校车路线，并向家长公布。")
    submit(writer)
    draft = path_of(writer)
    expect(writer.locator("#decide")).to_contain_text("高编辑")
    assert press_in_secret(writer, draft, "review") == 403

    second = visitor.page(SECOND_EDITOR)
    second.goto(draft)
    second.click("button[value=send_back]")
    expect(second.locator(".errors")).to_be_visible()
    second.fill("[name=remark]", "请写明依据。")
    second.click("button[value=send_back]")
    writer.goto(draft)
    expect(writer.locator("main")).to_contain_text("请写明依据。")
    writer.click('a[href$="/change/"]')
    writer.fill("[name=basis]", "《校车安全管理条例》第三条")
    submit(writer)
    review(second, draft)
    assert press_in_secret(writer, draft, "approve") == 403


def hand_in(page: Page, code: str) -> str:
    """The clerk imports a list of one row; the address of its draft."""
    content = f"{HEADER}\n{code},{ROW}\n".encode()
    page.goto("/desk/powers/")
    page.click('a[href="/desk/powers/import/"]')
    page.set_input_files(
        "[name=file]",
        {"name": "权责清单.csv", "mimeType": "text/csv", "buffer": content},
    )
    submit(page)
    expect(page.locator("#new + *, section:has(#new)").first).to_contain_text(code)
    submit(page, "confirm")
    page.locator("tr", has_text=code).locator("a").click()
    return path_of(page)


def path_of(page: Page) -> str:
    """The address without what was just done."""
    expect(page.locator("#decide")).to_be_visible()
    found = re.search(r"/desk/drafts/[0-9a-f-]+/", page.url)
    assert found is not None
    return found.group()


def review(page: Page, draft: str) -> None:
    """The editor finds no secret in it."""
    page.goto(draft)
    page.click("button[value=review]")
    expect(page.locator(".tone-green").first).to_be_visible()


def approve(page: Page, draft: str) -> str:
    """The other editor approves; the fingerprint that the desk shows."""
    page.goto(draft)
    page.click("button[value=approve]")
    expect(page.locator("#fingerprint")).to_be_visible()
    return page.locator("#fingerprint").inner_text()


def press_in_secret(page: Page, draft: str, decision: str) -> int:
    """The answer to a button that the page does not offer."""
    page.goto(draft)
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    seen = page.locator("[name=seen]").first.input_value()
    form: dict[str, str | float | bool] = {
        "csrfmiddlewaretoken": token,
        "seen": seen,
        "decision": decision,
    }
    origin = page.evaluate("location.origin")
    headers = {"Referer": f"{origin}{draft}", "Origin": origin}
    return page.request.post(f"{draft}decide/", form=form, headers=headers).status


def position_of(code: str) -> int | None:
    """Where the version's leaf stands in the public ledger."""
    version = PowerVersion.objects.get(power__code=code)
    return Leaf.objects.get(pk=version.leaf_id).position
