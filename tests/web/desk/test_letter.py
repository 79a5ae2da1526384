"""A letter on the desk: who reads it, what is refused, and that nothing is lost."""

from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

import pytest
from django.test import Client

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.models import Handling, Letter, Notice, Reply
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import REPLY_LENGTH, reply
from mingbai.letters.route import route
from mingbai.places.models import Place
from mingbai.web.desk.letter_fields import NOTE_LENGTH
from tests import cast
from tests.letters.answering import ANSWER, with_education
from tests.moments import OPENED_ON
from tests.web.desk.letter_page import act, act_seen, address, offered, page
from tests.web.desk.signing_in import sign_in
from tests.web.desk.work import Desk, routed
from tests.web.public.reading import said
from tests.web.public.writing import value_of
from tests.written import draft, send


@pytest.mark.parametrize("login", ["zhoukezhang", "wutongzhi", "chenguanli"])
def test_a_letter_of_another_body_looks_like_none(desk: Desk, login: str) -> None:
    letter = routed(cast.education())
    client = desk(login)
    for found in (
        client.get(address(letter)),
        act(client, letter, "route", body="zhujianju"),
        act(client, letter, "reply", text="不归我管。"),
        act(client, letter, "recuse", who="李主任", reason="x"),
    ):
        assert found.status_code == HTTPStatus.NOT_FOUND
        assert str(letter.text.title) not in found.text
    assert Handling.objects.get().state == Handling.State.ROUTED


def kept_away() -> str:
    """The row that says who must stay away."""
    return f"<dt>{said('Kept away')}</dt>"


def test_a_letter_from_which_nobody_stays_away_says_nothing_of_it(desk: Desk) -> None:
    assert kept_away() not in page(desk("wangdengji"), send())


def test_who_must_stay_away_stands_on_the_letter_for_those_who_may_see_it(
    desk: Desk,
) -> None:
    about = replace(draft(kind="complain"), about=cast.post("xianzhang"))
    letter = send(about)
    shown = page(desk("wangdengji"), letter)
    fact = shown[shown.index(kept_away()) :][:400]
    assert "县长、钱立新" in fact
    bodies = "县政府、县教育局、县住建局"
    assert said("everybody in %(bodies)s", bodies=bodies) in fact
    assert desk("lizhuren").get(address(letter)).status_code == HTTPStatus.NOT_FOUND


def test_the_clerks_of_an_officer_complained_of_stand_there_too(desk: Desk) -> None:
    letter = send()
    recuse(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        user=cast.user("lizhuren"),
        reason="信中投诉李主任。",
    )
    shown = page(desk("wangdengji"), letter)
    fact = shown[shown.index(kept_away()) :][:400]
    assert "李主任" in fact
    assert said("clerks of %(bodies)s", bodies="县教育局") in fact


def test_whoever_must_stay_away_finds_no_letter(desk: Desk) -> None:
    letter = routed(cast.education())
    recuse(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        user=cast.user("lizhuren"),
        post=None,
        reason="信中反映的就是本人。",
    )
    client = desk("lizhuren")
    assert client.get(address(letter)).status_code == HTTPStatus.NOT_FOUND
    found = act(client, letter, "reply", text=ANSWER)
    assert found.status_code == HTTPStatus.NOT_FOUND


def test_the_watch_reads_who_is_in_danger_though_the_name_is_kept_back(
    desk: Desk,
) -> None:
    grant(
        by=cast.FOUNDERS,
        at=datetime.now(UTC),
        user=cast.user("wutongzhi"),
        kind=DutyKind.WATCH,
        since=OPENED_ON,
    )
    despair = draft(text="没人管我，我不想活了，要跳楼。")
    letter = send(replace(despair, writer="周女士", hides_writer=True))
    route(
        by=cast.registrar(), at=datetime.now(UTC), letter=letter, body=cast.education()
    )
    assert "周女士" not in page(desk("lizhuren"), letter)
    assert "周女士" in page(desk("wutongzhi"), letter)


@pytest.mark.parametrize(
    "ref", ["26-9999999", "26-1", "x", "26-0000001 ", "２６-0000001", "%00", "a" * 500]
)
def test_a_number_of_no_letter_is_not_found(desk: Desk, ref: str) -> None:
    client = desk("wangdengji")
    path = f"/desk/letters/{ref}/"
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    assert client.post(f"{path}route/").status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("name", ["", "no-such-act", "Route", "fill"])
def test_an_act_that_is_none_is_not_found(desk: Desk, name: str) -> None:
    letter = send()
    found = desk("wangdengji").post(f"{address(letter)}{name or 'x'}/")
    assert found.status_code == HTTPStatus.NOT_FOUND


def test_a_form_without_its_token_is_refused(place: Place) -> None:
    letter = routed(cast.education())
    client = Client()
    sign_in(client, "lizhuren")
    client.handler.enforce_csrf_checks = True
    found = act(client, letter, "reply", text=ANSWER)
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert not Reply.objects.exists()


@pytest.mark.parametrize("body", ["", "no-such-body", "xianwei", "\0", "县", "局"])
def test_a_letter_is_passed_to_no_body_that_is_none(desk: Desk, body: str) -> None:
    letter = send()
    found = act(desk("wangdengji"), letter, "route", body=body, note="请先打电话。")
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "route-note") == "请先打电话。"
    assert Handling.objects.get().body is None


def test_a_name_that_fits_several_bodies_is_asked_again(desk: Desk) -> None:
    letter = send()
    found = act(desk("wangdengji"), letter, "route", body="试点县")
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "县教育局、县住建局" in found.text


@pytest.mark.parametrize("body", ["jiaoyuju", "县教育局", "试点县教育局", "教育"])
def test_a_body_is_known_by_each_of_its_names(desk: Desk, body: str) -> None:
    letter = send()
    found = act(desk("wangdengji"), letter, "route", body=body)
    assert found.status_code == HTTPStatus.FOUND
    assert found.headers["Location"] == "/desk/"
    assert Handling.objects.get().body == cast.education()


@pytest.mark.parametrize("note", ["长" * (NOTE_LENGTH + 1), "请\x1b看"])
def test_a_note_that_can_t_be_kept_comes_back_whole(desk: Desk, note: str) -> None:
    found = act(desk("wangdengji"), send(), "route", body="jiaoyuju", note=note)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "route-note") == note


def test_where_nobody_answers_the_administrators_are_told(desk: Desk) -> None:
    found = act(desk("wangdengji"), send(), "route", body="jiwei", note="请看。")
    assert found.status_code == HTTPStatus.CONFLICT
    assert "县纪委监委" in found.text
    assert value_of(found, "route-note") == "请看。"
    assert value_of(found, "route-body") == "jiwei"
    told = Notice.objects.filter(kind=Notice.Kind.NOBODY)
    assert {one.user.login for one in told} == {"chenguanli", "linguanli"}


def test_an_officer_passes_nothing_on(desk: Desk) -> None:
    letter = routed(cast.education())
    client = desk("lizhuren")
    assert "route" not in offered(client, letter)
    found = act(client, letter, "route", body="zhujianju")
    assert found.status_code == HTTPStatus.FORBIDDEN
    assert Handling.objects.get().body == cast.education()


@pytest.mark.parametrize("text", ["", "  \n　", "长" * (REPLY_LENGTH + 1), "已\0修"])
def test_an_answer_that_can_t_be_sent_comes_back_whole(desk: Desk, text: str) -> None:
    letter = routed(cast.education())
    found = act(desk("lizhuren"), letter, "reply", text=text)
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "reply-text") == text
    assert not Reply.objects.exists()


def test_what_an_officer_typed_after_a_colleague_s_answer_is_kept(
    place: Place,
    desk: Desk,
) -> None:
    letter = routed(cast.education())
    seen = Handling.objects.get().version
    client = desk("lizhuren")
    assert (
        act_seen(client, letter, "reply", seen, text=ANSWER).status_code
        == HTTPStatus.FOUND
    )
    found = act_seen(client, letter, "reply", seen, text="第二次答复。")
    assert found.status_code == HTTPStatus.CONFLICT
    assert "李主任" in found.text
    assert value_of(found, "reply-text") == "第二次答复。"
    # There is nothing left to press.
    assert said("Sign and send the answer") not in found.text
    assert Reply.objects.count() == 1


def test_a_note_typed_while_a_colleague_passed_the_letter_on_is_kept(
    place: Place,
    desk: Desk,
) -> None:
    letter = send()
    seen = Handling.objects.get().version
    client = desk("wangdengji")
    act(client, letter, "route", body="jiaoyuju")
    found = act_seen(client, letter, "route", seen, body="zhujianju", note="很久的话")
    assert found.status_code == HTTPStatus.CONFLICT
    assert "王登记" in found.text
    assert "县教育局" in found.text
    assert value_of(found, "route-note") == "很久的话"
    assert value_of(found, "route-body") == "zhujianju"
    assert Handling.objects.get().body == cast.education()


def test_all_that_happened_meanwhile_is_told(desk: Desk) -> None:
    letter = with_education()
    seen = Handling.objects.get().version
    officer = desk("lizhuren")
    act(officer, letter, "interim", text="正在查。")
    act(officer, letter, "ask", text="是哪一盏灯？")
    found = act_seen(officer, letter, "hand-over", seen, section="安全科")
    assert found.status_code == HTTPStatus.CONFLICT
    alert = found.text.split('role="alert"')[1].split("</section>")[0]
    assert "正在查。" in alert
    assert "是哪一盏灯？" in alert
    assert value_of(found, "hand-over-section") == "安全科"


def test_what_the_state_forbids_is_said_in_its_words(desk: Desk) -> None:
    letter = send()
    client = desk("wangdengji")
    found = act(client, letter, "resume")
    assert found.status_code == HTTPStatus.CONFLICT
    assert str(Handling.State.REGISTERED.label) in found.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "９", "1" * 40])
def test_a_version_that_is_none_is_no_server_error(desk: Desk, seen: str) -> None:
    letter = send()
    found = desk("wangdengji").post(
        address(letter, "hold"), {"seen": seen, "hold-reason": "待核实地址。"}
    )
    assert found.status_code in {HTTPStatus.FOUND, HTTPStatus.CONFLICT}


def test_whatever_was_written_is_shown_as_it_was_written(desk: Desk) -> None:
    markup = "<b onclick=x>路</b>"
    letter = send(draft(title=markup, text=markup, writer=markup))
    route(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        body=cast.education(),
        note=markup,
    )
    reply(by=cast.officer(), at=datetime.now(UTC), letter=letter, text=markup)
    shown = page(desk("lizhuren"), letter)
    assert "<b onclick" not in shown
    # Title, text, name, note and answer.
    assert shown.count("&lt;b onclick=x&gt;路&lt;/b&gt;") == 5


def test_the_officer_sees_the_note_and_the_telephone(desk: Desk) -> None:
    letter = send(draft(telephone="+8613800000000"))
    act(desk("wangdengji"), letter, "route", body="jiaoyuju", note="请先打电话。")
    shown = page(desk("lizhuren"), letter)
    assert "请先打电话。" in shown
    assert "+8613800000000" in shown


def test_a_simple_letter_is_answered_directly(desk: Desk) -> None:
    letter = send()
    client = desk("wangdengji")
    found = act(client, letter, "reply", text=ANSWER)
    assert found.status_code == HTTPStatus.FOUND
    assert found.headers["Location"] == f"{address(letter)}?done=reply"
    assert ANSWER in client.get(found.headers["Location"]).text
    assert Handling.objects.get().state == Handling.State.ANSWERED


def test_an_answered_letter_offers_no_form(desk: Desk) -> None:
    letter = routed(cast.education())
    client = desk("lizhuren")
    act(client, letter, "reply", text=ANSWER)
    assert offered(client, letter) == set()


def test_the_version_on_the_page_is_that_of_the_letter(desk: Desk) -> None:
    letter: Letter = routed(cast.education())
    version = Handling.objects.get().version
    assert f'name="seen" value="{version}"' in page(desk("lizhuren"), letter)
