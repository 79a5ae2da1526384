"""An interim reply tells how far it is, and stops nothing."""

import hashlib
from types import ModuleType

import pytest

from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.interim import interim
from mingbai.letters.models import Reply
from mingbai.letters.reply import EmptyReply
from mingbai.letters.save_draft import draft_of, save_draft
from mingbai.letters.tally import figures
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import answered, facts, now, stands, with_education
from tests.moments import TODAY
from tests.written import send

WORD = "已派人查看，等配件，下周答复。"


def test_whoever_has_not_got_the_letter_says_nothing(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    for by in (cast.other_officer(), cast.registrar(), cast.leader()):
        with pytest.raises(NotAllowed):
            interim(by=by, at=now(), letter=letter, text=WORD)


def test_an_empty_word_is_refused(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(EmptyReply):
        interim(by=cast.officer(), at=now(), letter=letter, text="　\n")


def test_after_the_answer_there_is_no_word_on_the_way(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    with pytest.raises(NotNow):
        interim(by=cast.officer(), at=now(), letter=letter, text=WORD)


def test_a_page_that_is_out_of_date_is_refused(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    seen = stands(letter).version
    interim(by=cast.officer(), at=now(), letter=letter, text=WORD, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        interim(by=cast.officer(), at=now(), letter=letter, text=WORD, seen=seen)


def test_the_clock_goes_on_and_nothing_is_counted_as_answered(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    due = stands(letter).due_on
    for _ in range(2):
        told = interim(by=cast.officer(), at=now(), letter=letter, text=WORD)
    handling = stands(letter)
    assert (handling.state, handling.closed_on, handling.due_on) == (
        "routed",
        None,
        due,
    )
    assert (figures(today=TODAY).in_time, figures(today=TODAY).open) == (0, 1)
    assert (told.kind, told.text.text) == (Reply.Kind.INTERIM, WORD)
    assert Reply.objects.filter(letter=letter).count() == 2


def test_the_registrar_too_tells_how_far_it_is(place: Place, cast: ModuleType) -> None:
    letter = send()
    told = interim(by=cast.registrar(), at=now(), letter=letter, text=WORD)
    assert told.body is None
    stated = facts(letter, "interim")
    assert stated["sha256"] == hashlib.sha256(WORD.encode()).hexdigest()
    assert stated["body"] == ""


def test_what_was_typed_of_the_answer_stays(place: Place, cast: ModuleType) -> None:
    letter, user = with_education(), cast.user("lizhuren")
    save_draft(by=cast.officer(), at=now(), letter=letter, text="经查，")
    interim(by=cast.officer(), at=now(), letter=letter, text=WORD)
    assert draft_of(letter, user) == "经查，"
    save_draft(by=cast.officer(), at=now(), letter=letter, text=WORD)
    interim(by=cast.officer(), at=now(), letter=letter, text=WORD)
    assert draft_of(letter, user) == ""
