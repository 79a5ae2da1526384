"""Letters between bodies: returned and ruled upon, worked on by two, kept from some."""

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import Visitor
from tests.journeys.letter_steps import (
    answer,
    do,
    form_of,
    is_kept_from,
    is_offered,
    look_up,
    open_letter,
    pass_on,
    post_in_secret,
    write,
)
from tests.journeys.people import (
    ADMINISTRATOR,
    HEAD,
    HEALTH,
    HOUSING,
    OFFICER,
    REGISTRAR,
)

NOT_OURS = "围墙外的路灯归住建局管。"
RULED = "路灯在围墙外，由住建局管。"
STAYS = "校门口由学校看护，请教育局答复。"
PART = "经查，校门口路段的路灯由我局养护，电缆已接通。"
PRIVATE = "承办人是当事人的亲属。"


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_letter_returned_as_not_ours_goes_where_the_registrar_rules(
    visitor: Visitor, has_scripts: bool
) -> None:
    citizen = visitor.page(java_script_enabled=has_scripts)
    sent = write(citizen, f"围墙外的路灯坏了（{has_scripts:d}）")
    registrar = visitor.page(REGISTRAR, java_script_enabled=has_scripts)
    pass_on(registrar, sent.number, "县教育局", "请尽快看看。")

    officer = visitor.page(OFFICER, java_script_enabled=has_scripts)
    open_letter(officer, sent.number, "mine")
    do(officer, "return", reason="", proposed="县住建局")
    expect(officer.locator(".errors")).to_be_visible()
    do(officer, "return", reason=NOT_OURS)
    open_letter(officer, sent.number)
    assert not is_offered(officer, "reply")

    open_letter(registrar, sent.number, "returned")
    expect(registrar.locator("#act-rule-return")).to_contain_text(NOT_OURS)
    form = form_of(registrar, "rule-return")
    expect(form.locator("[name=rule-return-body]")).to_have_value("县住建局")
    do(registrar, "rule-return", upheld="yes", reason=RULED)

    housing = visitor.page(HOUSING, java_script_enabled=has_scripts)
    open_letter(housing, sent.number, "mine")
    answer(housing, sent)
    assert is_kept_from(officer, sent.number)

    story = look_up(citizen, sent.receipt)
    for words in (NOT_OURS, RULED, "县住建局", "周科长"):
        expect(story).to_contain_text(words)
    expect(story).not_to_contain_text("请尽快看看。")


def test_whoever_was_told_to_answer_cannot_return_it_again(visitor: Visitor) -> None:
    citizen = visitor.page()
    sent = write(citizen, "校门口的护栏松了")
    registrar, officer = visitor.page(REGISTRAR), visitor.page(OFFICER)
    pass_on(registrar, sent.number, "县教育局")
    open_letter(officer, sent.number)
    do(officer, "return", reason=NOT_OURS)
    open_letter(registrar, sent.number, "returned")
    do(registrar, "rule-return", upheld="no", reason=STAYS)

    open_letter(officer, sent.number, "mine")
    assert not is_offered(officer, "return")
    again = post_in_secret(officer, sent.number, "return", reason=NOT_OURS)
    assert again.status == 409
    expect(look_up(citizen, sent.receipt)).to_contain_text(STAYS)
    open_letter(officer, sent.number)
    answer(officer, sent)
    look_up(citizen, sent.receipt)
    expect(citizen.locator("#reply")).to_contain_text("县教育局 李主任")


def test_one_body_leads_and_another_gives_its_part(visitor: Visitor) -> None:
    citizen = visitor.page()
    sent = write(citizen, "放学时校门口又黑又堵")
    pass_on(visitor.page(REGISTRAR), sent.number, "县教育局")
    lead, other = visitor.page(OFFICER), visitor.page(HOUSING)
    open_letter(lead, sent.number, "mine")
    do(lead, "assist", body="住房", note="请查路灯由谁养护。")

    open_letter(other, sent.number, "assist")
    expect(other.locator("main")).to_contain_text("请查路灯由谁养护。")
    # It gives its part and no more: the answer is the other body's.
    assert not is_offered(other, "reply")
    do(other, "give-part", text=PART)

    open_letter(lead, sent.number, "mine")
    expect(lead.locator(".cols-main")).to_contain_text(PART)
    answer(lead, sent)
    story = look_up(citizen, sent.receipt)
    expect(story).to_contain_text("县住建局")
    expect(story).not_to_contain_text(PART)
    expect(citizen.locator("#reply")).to_contain_text("县教育局 李主任")


def test_who_must_stay_away_loses_the_letter_to_the_head(visitor: Visitor) -> None:
    citizen = visitor.page()
    sent = write(citizen, "接种点不肯登记")
    registrar = visitor.page(REGISTRAR)
    pass_on(registrar, sent.number, "县卫健局")
    officer = visitor.page(HEALTH)
    open_letter(officer, sent.number, "mine")

    open_letter(registrar, sent.number)
    do(registrar, "recuse", who="郭医生", reason=PRIVATE)
    assert is_kept_from(officer, sent.number)

    head = visitor.page(HEAD)
    open_letter(head, sent.number, "mine")
    answer(head, sent)
    story = look_up(citizen, sent.receipt)
    expect(story).to_contain_text("马局长")
    expect(story).not_to_contain_text(PRIVATE)
    expect(citizen.locator("#reply")).to_contain_text("县卫健局 马局长")


def test_a_complaint_about_a_head_never_reaches_who_serves_there(
    visitor: Visitor,
) -> None:
    sent = write(visitor.page(), "局长的亲戚插队入学", about="jiaoyu-juzhang")
    registrar = visitor.page(REGISTRAR)
    open_letter(registrar, sent.number, "office")
    # All of the bureau must stay away, and above it nobody answers letters today.
    do(registrar, "route", body="县教育局")
    expect(registrar.locator(".errors")).to_be_visible()
    expect(registrar.locator("[name=route-body]")).to_have_value("县教育局")
    assert is_kept_from(visitor.page(OFFICER), sent.number)

    told = visitor.page(ADMINISTRATOR)
    told.goto("/desk/notices/")
    expect(told.locator("table")).to_contain_text(sent.number)
    do(registrar, "route", body="县住建局")
    open_letter(visitor.page(HOUSING), sent.number, "mine")
