"""Every act on a letter, done from its page; and what each verb refused, in words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from http import HTTPStatus
from inspect import signature
from typing import Any

import pytest
from django.test import Client

from mingbai.ledger.models import Opening
from mingbai.letters.models import (
    Assist,
    EventKind,
    Extension,
    Handling,
    Letter,
    LetterEvent,
    Level,
    Notice,
    Promise,
    Reopening,
    State,
)
from mingbai.letters.propose import propose
from mingbai.letters.rate import rate
from mingbai.letters.reply import Promised, reply
from mingbai.letters.set_practice import set_practice
from mingbai.places.models import Place
from mingbai.web.desk.letter_act import LetterAct
from mingbai.web.desk.letter_acts import ACTS
from tests import cast
from tests.letters.answering import ANSWER, answered, head, with_education, writer_of
from tests.web.desk.letter_page import act, address, offered, page
from tests.web.desk.work import Desk
from tests.web.public.reading import said
from tests.web.public.writing import value_of
from tests.written import draft, send

OK = {HTTPStatus.OK, HTTPStatus.FOUND}


def now() -> datetime:
    return datetime.now(UTC)


def done(client: Client, letter: Letter, name: str, **fields: Any) -> Handling:
    """Do it from the page; where the letter stands then."""
    found = act(client, letter, name, **fields)
    assert found.status_code in OK, found.status_code
    return Handling.objects.get(letter=letter)


def happened(letter: Letter) -> list[str]:
    """What happened to the letter, in order."""
    return [one.kind for one in LetterEvent.objects.filter(letter=letter)]


def refused(client: Client, letter: Letter, name: str, **fields: Any) -> Any:
    """The page that comes back when the verb refuses; nothing has happened."""
    before = happened(letter)
    found = act(client, letter, name, **fields)
    assert found.status_code == HTTPStatus.CONFLICT, found.status_code
    assert happened(letter) == before
    return found


def asked_of(one: LetterAct) -> Iterator[str]:
    """The arguments that the desk gives to the verb of this act."""
    yield from ("by", "at")
    if one.takes_letter:
        yield "letter"
    if one.takes_seen:
        yield "seen"


@pytest.mark.parametrize("name", list(ACTS))
def test_each_act_is_called_by_its_address_and_gives_its_verb_what_it_takes(
    name: str,
) -> None:
    one = ACTS[name]
    taken = set(signature(one.verb).parameters)
    assert one.name == name
    assert set(asked_of(one)) <= taken
    # What else the verb demands, a form of that name or its arguments give.
    assert one.takes_seen or "seen" not in taken
    assert one.takes_letter or "letter" not in taken


def test_the_registrar_takes_a_letter_in_hand(desk: Desk) -> None:
    letter = send()
    assert done(desk("wangdengji"), letter, "claim").officer == cast.user("wangdengji")


def test_the_kind_is_corrected_and_both_words_are_shown(desk: Desk) -> None:
    letter = send()
    assert (
        done(desk("wangdengji"), letter, "correct", kind="complain").kind == "complain"
    )
    shown = page(desk("wangdengji"), letter)
    assert str(Letter.Kind.COMPLAIN.label) in shown
    assert str(Letter.Kind.ASK.label) in shown


def test_the_same_kind_again_is_no_choice(desk: Desk) -> None:
    found = act(desk("wangdengji"), send(), "correct", kind="ask")
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_letter_is_held_with_a_reason_and_taken_up_again(desk: Desk) -> None:
    letter = send()
    client = desk("wangdengji")
    empty = act(client, letter, "hold", reason=" ")
    assert empty.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert (
        done(desk("wangdengji"), letter, "hold", reason="待核实地址。").state
        == State.HELD
    )
    assert "待核实地址。" in page(client, letter)
    assert act(client, letter, "resume").status_code == HTTPStatus.FOUND
    assert Handling.objects.get().state == State.REGISTERED


def test_a_letter_is_declined_with_a_lawful_reason_alone(desk: Desk) -> None:
    letter = send()
    client = desk("wangdengji")
    for reason in ("", "inconvenient"):
        found = act(client, letter, "decline", reason=reason)
        assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    nowhere = act(client, letter, "decline", reason="elsewhere", where=" ")
    assert nowhere.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    stands = done(
        desk("wangdengji"),
        letter,
        "decline",
        reason="elsewhere",
        where="请找邻县住建局。",
    )
    assert stands.state == State.DECLINED
    assert "请找邻县住建局。" in page(desk("wangdengji"), letter)


def test_a_letter_is_merged_into_another_and_parted_again(desk: Desk) -> None:
    first, second = send(), send(draft(title="同一盏路灯"))
    client = desk("wangdengji")
    for into in ("", "26-9999999", "x", second.ref):
        found = act(client, second, "merge", into=into)
        assert found.status_code in {
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.CONFLICT,
        }
        assert value_of(found, "merge-into") == into
    stands = done(desk("wangdengji"), second, "merge", into=f" {first.ref} ")
    assert stands.principal == first
    assert second.ref in page(client, first)
    assert first.ref in page(client, second)
    assert done(desk("wangdengji"), second, "release").principal is None


def test_somebody_is_kept_away_by_name_login_or_post(desk: Desk) -> None:
    for who in ("李主任", "lizhuren", "教育局局长"):
        letter = with_education()
        act(desk("wangdengji"), letter, "recuse", who=who, reason="信中反映此人。")
        assert EventKind.RECUSED in happened(letter), who
    found = act(desk("wangdengji"), send(), "recuse", who="没有这人", reason="x")
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "recuse-who") == "没有这人"


def test_a_body_returns_what_is_not_its_own_and_the_office_passes_it_on(
    place: Place,
    desk: Desk,
) -> None:
    letter = with_education()
    reason = "路灯归住建局管。"
    stands = done(
        desk("lizhuren"), letter, "return", reason=reason, proposed="县住建局"
    )
    assert stands.state == State.RETURNED
    client = desk("wangdengji")
    shown = page(client, letter)
    assert reason in shown
    # What the body proposes is suggested.
    assert value_of(client.get(address(letter)), "rule-return-body") == "县住建局"
    nowhere = act(client, letter, "rule-return", upheld="yes", reason="属实。")
    assert nowhere.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    stands = done(
        desk("wangdengji"),
        letter,
        "rule-return",
        upheld="yes",
        body="县住建局",
        reason="属实。",
    )
    assert stands.body == cast.housing()


def test_a_return_that_is_refused_goes_back_for_good(desk: Desk) -> None:
    letter = with_education()
    done(desk("lizhuren"), letter, "return", reason="不归我们。")
    stands = done(
        desk("wangdengji"),
        letter,
        "rule-return",
        upheld="no",
        body="县住建局",
        reason="归你们。",
    )
    assert (stands.body, stands.state) == (cast.education(), State.ROUTED)
    refused(desk("lizhuren"), letter, "return", reason="真的不归我们。")


def test_more_time_is_asked_for_within_the_limit_and_granted(desk: Desk) -> None:
    letter = with_education()
    found = refused(desk("lizhuren"), letter, "extension", days="60", reason="要勘察。")
    assert value_of(found, "extension-days") == "60"
    assert "5" in found.text
    stands = done(desk("lizhuren"), letter, "extension", days="3", reason="要勘察。")
    before = stands.due_on
    shown = page(desk("zhangducha"), letter)
    assert "要勘察。" in shown
    assert said("It asks for %(days)s more working days.", days=3) in shown
    stands = done(
        desk("zhangducha"), letter, "rule-extension", granted="yes", reason="确需勘察。"
    )
    assert stands.due_on > before
    assert Extension.objects.get().ruling == "granted"


def test_a_letter_is_handed_to_a_section_and_a_clerk(desk: Desk) -> None:
    letter = with_education()
    stands = done(
        desk("lizhuren"),
        letter,
        "hand-over",
        section="安全科",
        inner_due_on="2026-09-23",
        note="请先去看。",
    )
    assert (stands.section, stands.inner_due_on) == ("安全科", date(2026, 9, 23))
    shown = page(desk("lizhuren"), letter)
    assert "安全科" in shown
    assert "请先去看。" in shown


def test_another_body_is_asked_and_gives_its_part(desk: Desk) -> None:
    letter = with_education()
    stands = done(
        desk("lizhuren"), letter, "assist", body="县住建局", note="请说明照明归属。"
    )
    assert stands.body == cast.education()
    found = act(desk("zhoukezhang"), letter, "give-part", text="灯杆归我局。")
    # Afterwards the letter is no affair of theirs.
    assert found.headers["Location"] == "/desk/"
    shown = page(desk("lizhuren"), letter)
    assert shown.count("灯杆归我局。") == 2
    done(desk("lizhuren"), letter, "assist", body="县住建局", note="请再说明。")
    done(desk("lizhuren"), letter, "end-part", body="zhujianju")
    states = Assist.objects.order_by("asked_at").values_list("state", flat=True)
    assert list(states) == ["given", "ended"]


def test_the_head_sends_an_answer_back_and_then_approves_it(desk: Desk) -> None:
    letter = with_education()
    head()
    set_practice(
        by=cast.administrators()[0],
        at=now(),
        body=cast.education(),
        wants_approval=True,
    )
    stands = done(desk("lizhuren"), letter, "propose", text=ANSWER)
    assert stands.state == State.APPROVING
    shown = page(desk("wutongzhi"), letter)
    assert ANSWER in shown
    done(desk("wutongzhi"), letter, "send-back", remark="请写明日期。")
    client = desk("lizhuren")
    # The text is there again, and what has to be better.
    assert value_of(client.get(address(letter)), "reply-text") == ANSWER
    assert "请写明日期。" in page(client, letter)
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert done(desk("wutongzhi"), letter, "approve").state == State.ANSWERED


def test_without_a_head_nothing_is_put_up(desk: Desk) -> None:
    letter = with_education()
    set_practice(
        by=cast.administrators()[0],
        at=now(),
        body=cast.education(),
        wants_approval=True,
    )
    found = refused(desk("lizhuren"), letter, "propose", text=ANSWER)
    assert value_of(found, "reply-text") == ANSWER
    # Not that nobody answers for the body: somebody does.
    notices = Notice.objects.filter(letter=letter).exclude(user__login="lizhuren")
    assert {(one.user.login, one.kind) for one in notices} == {
        ("chenguanli", Notice.Kind.NO_APPROVER),
        ("linguanli", Notice.Kind.NO_APPROVER),
    }
    stated = Opening.objects.get(name="body.unattended").stated or {}
    assert (stated["body"], stated["duty"]) == (cast.education().slug, "head")


def test_a_leader_has_read_and_says_what_shall_be_done(desk: Desk) -> None:
    letter = send(replace(draft(), addressee=cast.post("fuxianzhang")))
    done(desk("sunxiaolan"), letter, "read")
    assert "read" not in offered(desk("sunxiaolan"), letter)
    done(desk("sunxiaolan"), letter, "instruct", text="请今天就去看。")
    assert happened(letter)[-2:] == [EventKind.READ, EventKind.INSTRUCTED]
    assert "请今天就去看。" in page(desk("wangdengji"), letter)


def test_a_supervisor_presses_and_brings_it_before_the_leader(desk: Desk) -> None:
    letter = with_education()
    done(desk("zhangducha"), letter, "press", text="请今天答复。")
    done(desk("zhangducha"), letter, "escalate", text="三次催办未果。")
    assert happened(letter)[-2:] == [EventKind.PRESSED, EventKind.ESCALATED]


def test_the_leader_it_was_brought_before_reads_and_says_what_shall_be_done(
    desk: Desk,
) -> None:
    letter = with_education()
    done(desk("zhangducha"), letter, "escalate", text="三次催办未果。")
    assert letter.ref in desk("sunxiaolan").get("/desk/").text
    assert offered(desk("sunxiaolan"), letter) == {"read", "instruct"}
    done(desk("sunxiaolan"), letter, "read")
    assert offered(desk("sunxiaolan"), letter) == {"instruct"}
    done(desk("sunxiaolan"), letter, "instruct", text="请三日内办结。")
    assert happened(letter)[-2:] == [EventKind.READ, EventKind.INSTRUCTED]


def test_nobody_leads_where_no_body_has_it(desk: Desk) -> None:
    found = refused(desk("zhangducha"), send(), "escalate", text="无人办理。")
    assert value_of(found, "escalate-text") == "无人办理。"


def test_danger_is_due_today_and_a_false_alarm_is_called_so(desk: Desk) -> None:
    letter = send(draft(text="楼道里煤气泄漏，味道很重，请马上来人。"))
    stands = done(desk("wangdengji"), letter, "urgent")
    assert stands.is_urgent
    stands = done(desk("wangdengji"), letter, "calm")
    assert not stands.is_urgent


def test_the_supervisor_rules_that_it_is_opened_again(desk: Desk) -> None:
    letter = answered()
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=Level.VERY_DISSATISFIED,
        is_solved=False,
        remark="还是黑的。",
        asks_reopening=True,
        reason="灯没有亮。",
    )
    shown = page(desk("zhangducha"), letter)
    assert "灯没有亮。" in shown
    assert "还是黑的。" in shown
    stands = done(
        desk("zhangducha"), letter, "rule-reopening", granted="yes", reason="确未修好。"
    )
    assert (stands.state, stands.round) == (State.ROUTED, 2)
    assert Reopening.objects.get().ruling == "granted"


def test_a_promise_is_reported_as_done(desk: Desk) -> None:
    letter = with_education()
    reply(
        by=cast.officer(),
        at=now(),
        letter=letter,
        text=ANSWER,
        promises=[Promised("换好路口的灯", date(2100, 1, 4))],
    )
    promise = Promise.objects.get()
    done(desk("lizhuren"), letter, "promise", promise=str(promise.pk), text="已换好。")
    assert Promise.objects.get().state == Promise.State.REPORTED
    assert "已换好。" in page(desk("lizhuren"), letter)
