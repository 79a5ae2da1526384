"""What the page of a letter shows beside it, how often it asks, and whom it tells."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mingbai.letters.escalate import escalate
from mingbai.letters.interim import interim
from mingbai.letters.models import Letter
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.places.models import Body, Place
from tests import cast
from tests.letters.answering import ANSWER, with_education
from tests.powers.publishing import published
from tests.web.desk.letter_page import address, page, questions
from tests.web.desk.work import Desk
from tests.web.public.reading import said
from tests.web.public.writing import value_of
from tests.written import draft, send

TELEPHONE = "+8613800000000"
# How often the page may ask; the letter with all that hangs on it takes some twenty.
QUESTIONS = 38


def now() -> datetime:
    return datetime.now(UTC)


def with_body(letter: Letter, body: Body) -> Letter:
    """The letter, passed on to that body."""
    route(by=cast.registrar(), at=now(), letter=letter, body=body)
    return letter


def links(shown: str, letter: Letter) -> bool:
    """Whether the page leads to that letter."""
    return f'href="{address(letter)}"' in shown


def test_no_letter_of_another_body_stands_beside_one_s_own(desk: Desk) -> None:
    wanted = draft(telephone=TELEPHONE)
    other = with_body(send(replace(wanted, title="住房的信")), cast.housing())
    own = with_body(send(replace(wanted, title="学校的信")), cast.education())
    earlier = with_body(send(replace(wanted, title="更早的信")), cast.education())
    shown = page(desk("lizhuren"), own)
    assert links(shown, earlier)
    assert not links(shown, other)
    assert "住房的信" not in shown
    # The office sees the whole thread.
    assert links(page(desk("wangdengji"), own), other)


def test_a_hidden_writer_is_not_told_by_other_letters(desk: Desk) -> None:
    wanted = draft(telephone=TELEPHONE, writer="钱先生")
    hidden = with_body(send(replace(wanted, hides_writer=True)), cast.education())
    plain = with_body(send(replace(wanted, title="另一封")), cast.education())
    client = desk("lizhuren")
    shown = page(client, hidden)
    assert "钱先生" not in shown
    assert TELEPHONE not in shown
    assert not links(shown, plain)
    assert not links(page(client, plain), hidden)
    assert "钱先生" in page(desk("wangdengji"), hidden)


def test_letters_without_a_telephone_have_no_thread(desk: Desk) -> None:
    first, second = send(), send()
    assert not links(page(desk("wangdengji"), first), second)


def test_answered_letters_about_the_same_power_stand_beside(desk: Desk) -> None:
    power = published(holder=cast.education()).power
    about = replace(draft(), power=power)
    answered = with_body(send(about), cast.education())
    reply(by=cast.officer(), at=now(), letter=answered, text=ANSWER)
    waiting = with_body(send(about), cast.education())
    letter = with_body(send(about), cast.education())
    shown = page(desk("lizhuren"), letter)
    assert links(shown, answered)
    assert not links(shown, waiting)


def test_the_body_that_holds_the_power_is_suggested(desk: Desk) -> None:
    power = published(holder=cast.housing()).power
    client = desk("wangdengji")
    letter = send(replace(draft(), power=power, addressee=cast.education()))
    assert value_of(client.get(address(letter)), "route-body") == "县住建局"
    letter = send(replace(draft(), addressee=cast.education()))
    assert value_of(client.get(address(letter)), "route-body") == "县教育局"
    letter = send()
    assert value_of(client.get(address(letter)), "route-body") == ""


def test_why_this_day_is_told_step_by_step(desk: Desk) -> None:
    shown = page(desk("lizhuren"), with_education())
    assert (
        said("Received; the receipt promises %(days)s working days", days=15) in shown
    )
    assert said("Passed to the body: %(days)s working days", days=5) in shown


@pytest.mark.parametrize("login", ["wangdengji", "lizhuren"])
def test_the_page_asks_as_often_however_much_there_is(
    place: Place, desk: Desk, login: str
) -> None:
    letter = with_body(send(draft(telephone=TELEPHONE)), cast.education())
    with_body(send(draft(telephone=TELEPHONE)), cast.education())
    interim(by=cast.officer(), at=now(), letter=letter, text="第一次告知。")
    few = questions(desk(login), letter)
    for _time in range(3):
        interim(by=cast.officer(), at=now(), letter=letter, text="又一次告知。")
        with_body(send(draft(telephone=TELEPHONE)), cast.education())
    assert questions(desk(login), letter) == few
    assert few <= QUESTIONS


def test_a_leader_s_page_asks_no_more_for_many_letters_beside_it(desk: Desk) -> None:
    wanted = draft(telephone=TELEPHONE)
    to_leader = replace(wanted, addressee=cast.post("fuxianzhang"))
    first = send(to_leader)
    send(to_leader)
    client = desk("sunxiaolan")
    few = questions(client, first)
    others = [send(to_leader) for _ in range(4)]
    # What was brought before the leader stands beside it too, what was not does not.
    brought, unseen = (with_body(send(wanted), cast.education()) for _ in range(2))
    escalate(by=cast.supervisor(), at=now(), letter=brought, text="请过问。")
    assert questions(client, first) == few
    shown = page(client, first)
    assert links(shown, others[-1])
    assert links(shown, brought)
    assert not links(shown, unseen)
