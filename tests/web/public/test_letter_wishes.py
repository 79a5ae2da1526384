"""What a writer may wish: another way to hear, to stay unknown, whom to keep away."""

from datetime import timedelta
from http import HTTPStatus

import pytest
import time_machine
from django.test import Client

from mingbai.letters.models import Letter, Recusal
from mingbai.letters.register import email_context
from mingbai.lib.danger import FEARED, HARMLESS, NUMBERS, SUPPOSED, WORDS
from mingbai.places.keys import key_ring
from mingbai.places.models import Place
from tests import cast
from tests.web.public.reading import page, said
from tests.web.public.writing import (
    TEXT,
    WRITE,
    filled_in,
    post,
    send,
    text_of,
    value_of,
)

KEPT_BACK = "Only %(office)s sees them then, and passes questions and answers on."
IN_DANGER = (
    "Should a life be in danger, whoever is on watch sees them too, so that somebody"
    " can come and help you."
)
NO_TELEPHONE = "Please give a telephone, or choose to hear on this site."
NO_MOBILE = (
    "A text message needs a mobile telephone. Please give one, or choose another way to"
    " hear."
)
NO_EMAIL = "Please give an e-mail address, or choose another way."
BAD_EMAIL = (
    "This does not look like an e-mail address, such as name@example.com. Please check"
    " it."
)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"answer_by": "telephone"}, NO_TELEPHONE),
        ({"answer_by": "sms"}, NO_TELEPHONE),
        ({"answer_by": "sms", "telephone": "010-6000 0200"}, NO_MOBILE),
        ({"answer_by": "email"}, NO_EMAIL),
        ({"answer_by": "email", "email": "zhou"}, BAD_EMAIL),
        ({"answer_by": "email", "email": "zhou@"}, BAD_EMAIL),
        ({"answer_by": "email", "email": "zhou@example.com\n@x"}, BAD_EMAIL),
        ({"answer_by": "email", "email": "z\0@example.com"}, None),
        ({"answer_by": "email", "email": f"{'z' * 250}@example.com"}, BAD_EMAIL),
        ({"answer_by": "pigeon"}, None),
        ({"answer_by": ""}, "Please choose how to hear the answer."),
        ({"kind": "complain", "about": "no-such-post"}, None),
        ({"kind": "complain", "about": "\0"}, None),
    ],
    ids=str,
)
def test_a_wish_that_cannot_be_met_is_asked_again_and_nothing_is_lost(
    place: Place, fields: dict[str, str], sentence: str | None
) -> None:
    answer = send(**fields)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(answer, "text") == TEXT
    for name in fields.keys() & {"telephone", "email"}:
        assert value_of(answer, name) == fields[name]
    if sentence:
        assert said(sentence) in answer.text
    assert not Letter.objects.exists()


@pytest.mark.parametrize("way", Letter.AnswerBy.values)
def test_a_letter_keeps_how_its_writer_wants_to_hear(place: Place, way: str) -> None:
    answer = send(answer_by=way, telephone="13800000000", email="zhou@example.com")
    assert answer.status_code == HTTPStatus.OK
    letter = Letter.objects.get()
    assert letter.answer_by == way
    sealed = letter.text.email
    if way != Letter.AnswerBy.EMAIL:
        assert sealed is None
        return
    assert b"zhou" not in bytes(sealed or b"")
    plain = key_ring().decrypt(bytes(sealed or b""), context=email_context(letter))
    assert plain == b"zhou@example.com"


def test_the_page_before_sending_shows_every_wish_and_carries_it(place: Place) -> None:
    wishes = {
        "kind": "complain",
        "about": "fuxianzhang",
        "answer_by": "email",
        "email": "zhou@example.com",
        "hides_writer": "on",
    }
    answer = post(filled_in(**wishes))
    assert "zhou@example.com" in text_of(answer)
    assert str(cast.post("fuxianzhang")) in text_of(answer)
    assert (
        said(
            "Known to %(office)s and supervisors, not to the body", office=place.office
        )
        in answer.text
    )
    assert said(IN_DANGER) in answer.text
    for name, value in wishes.items():
        assert value_of(answer, name) == value


def test_an_address_typed_wide_is_read(place: Place) -> None:
    answer = post(
        filled_in(answer_by="email", email=" ｚｈｏｕ＠ｅｘａｍｐｌｅ．ｃｏｍ ")
    )
    assert "zhou@example.com" in text_of(answer)


def test_who_keeps_the_name_back_is_told_that_the_watch_sees_it_in_danger(
    place: Place,
) -> None:
    assert said(f"{KEPT_BACK} {IN_DANGER}", office=place.office) in page(WRITE)


def test_name_and_number_stay_with_the_office_if_the_writer_wishes(
    place: Place,
) -> None:
    answer = send(hides_writer="on", writer="周女士")
    assert Letter.objects.get().hides_writer
    assert said(IN_DANGER) in answer.text
    assert (
        said(
            "Known to %(office)s and supervisors, not to the body", office=place.office
        )
        in answer.text
    )


def test_whoever_is_complained_of_is_kept_away_with_all_who_serve_under_them(
    place: Place,
) -> None:
    send(kind="complain", about="fuxianzhang")
    recusals = Recusal.objects.all()
    assert cast.user("sunxiaolan").pk in {one.user_id for one in recusals}
    assert cast.education().pk in {one.body_id for one in recusals}


def test_a_post_chosen_before_another_kind_keeps_nobody_away(place: Place) -> None:
    answer = post(filled_in(kind="ask", about="fuxianzhang"))
    assert said("Complained of") not in answer.text
    send(kind="ask", about="fuxianzhang")
    assert not Recusal.objects.exists()


def test_every_post_can_be_complained_of_leaders_first(place: Place) -> None:
    form = Client().get(WRITE).text
    about = form[form.index('id="id_about"') :]
    about = about[: about.index("</select>")]
    assert about.index('value="shuji"') < about.index('value="jiaoyu-juzhang"')


def test_disclosure_has_its_twenty_working_days(place: Place) -> None:
    assert "20" in page(WRITE)[page(WRITE).index("disclose") :][:600]
    check = post(filled_in(kind="disclose", writer="周女士", telephone="13800000000"))
    # Twenty working days from 2026-09-22, over the National Day holiday.
    assert "2026年10月27日" in text_of(check)
    lack = said("The rules on disclosure ask for your name and a way to reach you.")
    assert lack[:12] not in check.text
    answer = send(kind="disclose")
    assert "2026年10月27日" in text_of(answer)
    assert Letter.objects.get().due_on.isoformat() == "2026-10-27"


def test_a_request_for_disclosure_without_a_name_is_told_what_the_rules_ask(
    place: Place,
) -> None:
    sentence = (
        "The rules on disclosure ask for your name and a way to reach you. You can send"
        " it without them, but the office may first have to ask you for them, and only"
        " then do the days of the rules begin."
    )
    assert said(sentence) in post(filled_in(kind="disclose")).text
    assert said(sentence) not in post(filled_in(kind="ask")).text


@pytest.mark.parametrize("group", list(WORDS))
def test_words_of_danger_are_answered_at_once_with_the_number_to_call(
    place: Place, group: str
) -> None:
    text = f"我们这里{WORDS[group][0]}，怎么办"
    for answer in (post(filled_in(text=text)), post({"text": text}), send(text=text)):
        number = NUMBERS[group]
        assert f'href="tel:{number}"' in answer.text
        call = said("If a life is in danger, call %(number)s now", number=number)
        assert call in answer.text
    assert Letter.objects.get().handling.hint == group


def test_a_letter_without_such_words_shows_no_number(place: Place) -> None:
    for answer in (post(filled_in()), send()):
        assert "tel:1" not in answer.text


def test_the_words_of_danger_are_printed_for_everybody(place: Place) -> None:
    about = page("/about/")
    for group, words in WORDS.items():
        assert "、".join(words) in about
        assert said("Call %(number)s", number=NUMBERS[group]) in about
    for word in (*HARMLESS, *FEARED, *SUPPOSED):
        assert word in about


def test_a_form_of_yesterday_loses_no_wish(
    place: Place, clock: time_machine.Traveller
) -> None:
    fields = filled_in(
        kind="complain",
        about="fuxianzhang",
        answer_by="email",
        email="zhou@example.com",
        hides_writer="on",
        send="1",
    )
    clock.shift(timedelta(hours=13))
    answer = post(fields)
    for name in ("about", "answer_by", "email", "hides_writer"):
        assert value_of(answer, name) == fields[name]
