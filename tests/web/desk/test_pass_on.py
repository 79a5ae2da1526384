"""The desk of the office: who waits for a call, and how it went."""

from dataclasses import replace

from mingbai.letters.models import Letter, Passing
from mingbai.letters.pass_on import pass_on
from mingbai.letters.reply import reply
from mingbai.places.models import Place
from mingbai.web.letter_story import timeline_of
from tests import cast
from tests.letters.answering import ANSWER, now, with_education
from tests.moments import TODAY
from tests.web.desk.letter_page import act, offered, page
from tests.web.desk.test_queue import shown
from tests.web.desk.work import Desk
from tests.web.public.reading import said
from tests.written import draft

QUEUE = {"queue": "relay"}
NOTE = "家属接听，会转告本人。"


def waiting() -> Letter:
    """An answered letter whose writer wants to be called."""
    wanted = replace(draft(telephone="+8613800000000"), answer_by="telephone")
    letter = with_education(wanted)
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    return letter


def told_to_the_writer(letter: Letter) -> str:
    """The story as the writer reads it."""
    whole = Letter.objects.whole().get(pk=letter.pk)
    return "\n".join(
        f"{one.title} {one.who} {one.text}" for one in timeline_of(whole, today=TODAY)
    )


def test_nobody_but_the_office_is_offered_it(place: Place, desk: Desk) -> None:
    letter = waiting()
    assert desk("lizhuren").get("/desk/", QUEUE).status_code == 404
    assert "pass-on" not in offered(desk("lizhuren"), letter)
    assert act(desk("lizhuren"), letter, "pass-on", outcome="called").status_code == 403


def test_it_is_not_noted_without_saying_how_it_went(place: Place, desk: Desk) -> None:
    letter = waiting()
    for typed in ({}, {"outcome": "pigeon"}):
        answer = act(desk("wangdengji"), letter, "pass-on", note=NOTE, **typed)
        assert answer.status_code == 422
        assert said("Please choose how it went.") in answer.text
        assert NOTE in answer.text
    assert shown(desk("wangdengji").get("/desk/", QUEUE)) == [letter.ref]


def test_what_somebody_else_has_passed_on_is_refused_and_kept(
    place: Place, desk: Desk
) -> None:
    letter = waiting()
    page(desk("wangdengji"), letter)
    pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=Passing.CALLED)
    answer = act(desk("wangdengji"), letter, "pass-on", outcome="called", note=NOTE)
    assert answer.status_code == 409
    assert NOTE in answer.text


def test_a_call_leaves_the_queue_and_stands_in_the_story(
    place: Place, desk: Desk
) -> None:
    letter = waiting()
    assert shown(desk("wangdengji").get("/desk/", QUEUE)) == [letter.ref]
    assert "pass-on" in offered(desk("wangdengji"), letter)
    answer = act(desk("wangdengji"), letter, "pass-on", outcome="called", note=NOTE)
    assert answer.status_code == 302
    assert shown(desk("wangdengji").get("/desk/", QUEUE)) == []
    assert "pass-on" not in offered(desk("wangdengji"), letter)
    story = told_to_the_writer(letter)
    assert NOTE in story
    assert str(Passing.CALLED.label) in story


def test_a_call_that_nobody_answered_is_told_and_stays(
    place: Place, desk: Desk
) -> None:
    letter = waiting()
    act(desk("wangdengji"), letter, "pass-on", outcome="no_answer")
    assert shown(desk("wangdengji").get("/desk/", QUEUE)) == [letter.ref]
    assert str(Passing.NO_ANSWER.label) in told_to_the_writer(letter)
