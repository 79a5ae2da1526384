"""Drafts on the desk: what changes, who decides, and what another did meanwhile."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.translation import gettext

from mingbai.ledger.models import Opening
from mingbai.places.models import Place
from mingbai.powers.models import Draft, PowerVersion
from tests import cast
from tests.moments import TODAY
from tests.powers.drafting import approved, drafted, repeal_of, reviewed, wish
from tests.powers.publishing import published
from tests.web.desk.counting import questions
from tests.web.desk.signing_in import signed_in

DRAFTS = "/desk/drafts/"
BEFORE = TODAY - timedelta(days=30)


def decided(client: Client, draft: Draft, decision: str, remark: str = "") -> Any:
    """The answer to a button of the draft's page, as it was just read."""
    page = client.get(f"{DRAFTS}{draft.pk}/")
    seen = page.context["seen"] if page.status_code == HTTPStatus.OK else ""
    return pressed(client, draft, decision, seen, remark)


def pressed(
    client: Client, draft: Draft, decision: str, seen: str, remark: str = ""
) -> Any:
    given = {"decision": decision, "seen": seen, "remark": remark}
    return client.post(f"{DRAFTS}{draft.pk}/decide/", given)


def state_of(draft: Draft) -> str:
    draft.refresh_from_db()
    return str(draft.state)


# Refusals


@pytest.mark.parametrize("decision", ["review", "send_back"])
def test_nobody_reviews_the_own_draft(place: Place, decision: str) -> None:
    written = drafted()
    he = signed_in("hebianji")
    answer = decided(he, written, decision, "因为")
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert state_of(written) == Draft.State.WRITTEN
    page = he.get(f"{DRAFTS}{written.pk}/")
    assert "高编辑" in page.context["why_not"]
    assert "何编辑" not in page.context["why_not"]
    assert 'value="review"' not in page.content.decode()


def test_nobody_approves_the_own_draft(place: Place) -> None:
    written = reviewed(drafted())
    he = signed_in("hebianji")
    assert decided(he, written, "approve").status_code == HTTPStatus.FORBIDDEN
    assert state_of(written) == Draft.State.REVIEWED
    page = he.get(f"{DRAFTS}{written.pk}/")
    for name in ("高编辑", "陈管理", "林管理"):
        assert name in page.context["why_not"]
    assert 'value="approve"' not in page.content.decode()
    assert not PowerVersion.objects.exists()


def test_an_officer_decides_nothing_but_to_withdraw(place: Place) -> None:
    written = drafted(by=cast.officer())
    li = signed_in("lizhuren")
    for decision in ("review", "approve", "send_back"):
        assert decided(li, written, decision, "因为").status_code == 403
    assert decided(li, written, "withdraw").status_code == HTTPStatus.FOUND
    assert state_of(written) == Draft.State.WITHDRAWN


def test_an_officer_sees_no_draft_of_another_body(place: Place) -> None:
    written = drafted()
    zhou = signed_in("zhoukezhang")
    assert zhou.get(f"{DRAFTS}{written.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert zhou.get(f"{DRAFTS}{written.pk}/change/").status_code == 404
    assert decided(zhou, written, "withdraw").status_code == HTTPStatus.NOT_FOUND
    assert not zhou.get(DRAFTS).context["rows"]


def test_a_draft_that_is_not_reviewed_is_not_approved(place: Place) -> None:
    written = drafted()
    page = decided(signed_in("gaobianji"), written, "approve")
    assert page.status_code == HTTPStatus.CONFLICT
    assert state_of(written) == Draft.State.WRITTEN


def test_a_draft_is_not_sent_back_without_a_reason(place: Place) -> None:
    written = drafted()
    page = decided(signed_in("gaobianji"), written, "send_back", "  ")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["form"].errors["remark"]
    assert state_of(written) == Draft.State.WRITTEN


def test_a_reason_that_is_too_long_is_kept_and_sends_nothing_back(
    place: Place,
) -> None:
    written = drafted()
    page = decided(signed_in("gaobianji"), written, "send_back", "长" * 501)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert page.context["form"]["remark"].value() == "长" * 501
    assert state_of(written) == Draft.State.WRITTEN


def test_a_decision_that_is_none_is_refused(place: Place) -> None:
    written = drafted()
    gao = signed_in("gaobianji")
    assert decided(gao, written, "bless").status_code == HTTPStatus.NOT_FOUND
    absent = gao.post(f"{DRAFTS}{uuid4()}/decide/", {"decision": "review"})
    assert absent.status_code == HTTPStatus.NOT_FOUND
    assert gao.get(f"{DRAFTS}?state=lost").status_code == HTTPStatus.NOT_FOUND


def test_who_comes_second_is_told_what_the_other_did(place: Place) -> None:
    written = drafted()
    gao, he = signed_in("gaobianji"), signed_in("hebianji")
    seen = gao.get(f"{DRAFTS}{written.pk}/").context["seen"]
    assert decided(he, written, "withdraw").status_code == HTTPStatus.FOUND
    page = pressed(gao, written, "review", seen)
    assert page.status_code == HTTPStatus.CONFLICT
    assert "何编辑" in page.context["problem"]
    late = pressed(gao, written, "send_back", seen, "请写明依据。")
    assert late.status_code == HTTPStatus.CONFLICT
    assert late.context["remark_form"]["remark"].value() == "请写明依据。"
    assert state_of(written) == Draft.State.WITHDRAWN


def test_words_nobody_has_read_are_not_decided(place: Place) -> None:
    written = drafted()
    gao = signed_in("gaobianji")
    stale = "2026-09-01T00:00:00+00:00"
    page = pressed(gao, written, "review", stale)
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["problem"]
    assert state_of(written) == Draft.State.WRITTEN


def test_what_can_no_longer_be_published_is_said_and_stays_as_it_was(
    place: Place,
) -> None:
    written = reviewed(drafted(wish(explanation="")))
    page = decided(signed_in("gaobianji"), written, "approve")
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["problem"]
    assert page.context["draft"].state == Draft.State.REVIEWED
    assert 'value="send_back"' in page.content.decode()
    assert state_of(written) == Draft.State.REVIEWED


def test_a_reviewed_draft_has_no_form_to_change_it(place: Place) -> None:
    written = reviewed(drafted())
    he = signed_in("hebianji")
    led = he.get(f"{DRAFTS}{written.pk}/change/")
    assert led.headers["Location"] == f"{DRAFTS}{written.pk}/"


def test_a_proposal_to_repeal_has_no_form_of_its_own(place: Place) -> None:
    published(since=BEFORE)
    written = repeal_of()
    he = signed_in("hebianji")
    assert he.get(f"{DRAFTS}{written.pk}/change/").status_code == HTTPStatus.FORBIDDEN


# What is shown and done


def test_a_draft_shows_what_differs_and_who_wrote_it(place: Place) -> None:
    published(since=BEFORE)
    written = drafted(by=cast.officer())
    page = signed_in("gaobianji").get(f"{DRAFTS}{written.pk}/")
    shown = [(one.before, one.after) for one in page.context["changes"]]
    assert shown == [("学区划定", "学区划定和调整")]
    assert page.context["events"][0].who == "李主任"
    assert page.context["may_review"]
    assert not page.context["may_approve"]


def test_a_draft_of_a_new_power_shows_all_it_says(place: Place) -> None:
    page = signed_in("gaobianji").get(f"{DRAFTS}{drafted().pk}/")
    said = [one.after for one in page.context["changes"]]
    assert said[:2] == ["学区划定和调整", "县教育局"]
    assert not any(one.before for one in page.context["changes"])


def test_two_people_publish_and_the_page_shows_the_leaf(place: Place) -> None:
    published(since=BEFORE)
    written = drafted(by=cast.officer())
    he, gao = signed_in("hebianji"), signed_in("gaobianji")
    assert decided(he, written, "review").status_code == HTTPStatus.FOUND
    answer = decided(gao, written, "approve")
    assert answer.headers["Location"] == f"{DRAFTS}{written.pk}/?done=approve"
    page = gao.get(answer.headers["Location"])
    version = PowerVersion.objects.get(until__isnull=True)
    assert page.context["public_href"] == "/powers/SD-001/"
    digits = page.context["fingerprint"].replace(" ", "")
    assert digits == bytes(version.leaf.commitment).hex()
    assert page.context["changes"][0].before == "学区划定"
    assert version.name == "学区划定和调整"
    assert 'name="decision"' not in page.content.decode()


def test_an_administrator_can_be_the_second_person(place: Place) -> None:
    written = drafted()
    assert decided(signed_in("gaobianji"), written, "review").status_code == 302
    assert decided(signed_in("chenguanli"), written, "approve").status_code == 302
    assert state_of(written) == Draft.State.PUBLISHED


def test_a_published_draft_goes_on_telling_whether_the_power_was_new(
    place: Place,
) -> None:
    he, kinds = signed_in("hebianji"), []
    for name in ("学区划定", "学区划定和调整"):
        written = drafted(wish(name=name))
        approved(written)
        kinds.append(he.get(f"{DRAFTS}{written.pk}/").context["kind"])
    assert kinds == [gettext("New power"), gettext("Change")]


def test_who_sends_back_says_why_and_the_writer_reads_it(place: Place) -> None:
    written = drafted(by=cast.officer())
    why = "请写明依据的条款。\n并说明时限。"
    decided(signed_in("gaobianji"), written, "send_back", why)
    li = signed_in("lizhuren")
    page = li.get(f"{DRAFTS}{written.pk}/")
    assert "请写明依据的条款。" in page.content.decode()
    assert page.context["may_change"]
    form = li.get(f"{DRAFTS}{written.pk}/change/")
    assert "并说明时限。" in form.content.decode()
    typed = {
        **written.statement.texts(),
        "holder": "body:jiaoyuju",
        "basis": "《义务教育法》第十二条第二款",
        "seen": form.context["seen"],
    }
    assert li.post(f"{DRAFTS}{written.pk}/change/", typed).status_code == 302
    assert state_of(written) == Draft.State.WRITTEN
    assert written.basis.endswith("第二款")


def test_a_repeal_passes_the_same_two_people(place: Place) -> None:
    published(since=BEFORE)
    written = repeal_of()
    gao = signed_in("gaobianji")
    decided(gao, written, "review")
    decided(signed_in("linguanli"), written, "approve")
    assert PowerVersion.objects.get().until == TODAY - timedelta(days=1)
    page = gao.get(f"{DRAFTS}{written.pk}/")
    assert page.context["public_href"] == "/powers/SD-001/"
    leaf = Opening.objects.get(name="power.repealed").leaf
    digits = page.context["fingerprint"].replace(" ", "")
    assert digits == bytes(leaf.commitment).hex()
    assert page.context["fingerprint"] in page.content.decode()


def first_day(client: Client, draft: Draft) -> str:
    """What its page says of the first day with the words, or without the power."""
    page = client.get(f"{DRAFTS}{draft.pk}/")
    days = {gettext("First day"), gettext("First day without it")}
    (said,) = (one.value for one in page.context["facts"] if one.term in days)
    return str(said)


def test_a_draft_without_a_day_says_its_first_day_once_it_has_one(
    place: Place,
) -> None:
    published(since=BEFORE)
    written = drafted()
    gao = signed_in("gaobianji")
    assert first_day(gao, written) == gettext("the day of approval")
    approved(written)
    assert first_day(gao, written) == "2026年9月22日"


def test_a_day_that_had_passed_on_approval_is_not_said_any_more(place: Place) -> None:
    published(since=BEFORE)
    written = drafted(wish(since=TODAY - timedelta(days=9)))
    gao = signed_in("gaobianji")
    assert first_day(gao, written) == "2026年9月13日"
    approved(written)
    assert first_day(gao, written) == "2026年9月22日"


def test_a_repeal_says_its_first_day_though_the_power_came_back(place: Place) -> None:
    published(since=BEFORE, name="最早的名称")
    written = repeal_of()
    approved(written)
    gao = signed_in("gaobianji")
    assert first_day(gao, written) == "2026年9月22日"
    published(name="回来的名称", since=TODAY + timedelta(days=9))
    assert first_day(gao, written) == "2026年9月22日"
    page = gao.get(f"{DRAFTS}{written.pk}/")
    assert page.context["version"].name == "最早的名称"


def test_the_list_counts_states_and_is_read_in_pages(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mingbai.web.desk.drafts.PER_PAGE", 2)
    written = [drafted(wish(f"SD-{number}")) for number in range(5)]
    reviewed(written[4])
    gao = signed_in("gaobianji")
    page = gao.get(DRAFTS)
    assert [one.count for one in page.context["tallies"]] == [5, 4, 1, 0]
    codes = [row[0].code for row in page.context["rows"]]
    while page.context["next"]:
        page = gao.get(f"{DRAFTS}{page.context['next']}")
        codes += [row[0].code for row in page.context["rows"]]
    assert codes == [one.code for one in written]
    back = gao.get(f"{DRAFTS}{page.context['previous']}")
    assert [row[0].code for row in back.context["rows"]] == ["SD-2", "SD-3"]
    waiting = gao.get(f"{DRAFTS}?state=reviewed")
    assert [row[0].code for row in waiting.context["rows"]] == ["SD-4"]


def test_the_list_costs_as_many_queries_for_many_as_for_few(place: Place) -> None:
    drafted()
    gao = signed_in("gaobianji")
    few = questions(gao, DRAFTS)
    for number in range(6):
        drafted(wish(f"ZJ-{number}", holder=cast.housing()), by=cast.other_officer())
    many = questions(gao, DRAFTS)
    assert many == few
