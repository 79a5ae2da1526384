"""What may this leader decide about schools? Three clicks on a phone, no scripts."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visitor


def test_what_a_leader_may_decide_about_schools_is_three_clicks_away(
    visitor: Visitor,
) -> None:
    phone = visitor.page(
        java_script_enabled=False, viewport={"width": 390, "height": 844}
    )
    phone.goto("/")
    click(phone, "看权力")
    click(phone, "副县长")
    phone.locator("main nav").get_by_role("link", name="教育").click()
    heading = phone.get_by_role("heading", name="教育", exact=True)
    expect(heading).to_be_in_viewport()
    power = phone.get_by_role("link", name="主持教育、卫生工作")
    expect(power).to_be_in_viewport()


def click(phone: Page, words: str) -> None:
    """The first link that says so, among what the page itself holds."""
    phone.locator("main").get_by_role("link", name=words).first.click()
