"""What was typed of an answer survives, for its writer alone, until it is sent."""

from types import ModuleType

import pytest

from mingbai.letters.change import NotNow
from mingbai.letters.models import LetterEvent, ReplyDraft
from mingbai.letters.reply import reply
from mingbai.letters.save_draft import draft_of, save_draft
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import ANSWER, answered, now, stands, with_education


def test_another_bodys_officer_keeps_no_draft(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    for by in (cast.other_officer(), cast.registrar(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            save_draft(by=by, at=now(), letter=letter, text="您好")


def test_a_closed_letter_takes_no_draft(place: Place, cast: ModuleType) -> None:
    letter = answered()
    with pytest.raises(NotNow):
        save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")


def test_the_later_draft_holds_and_is_no_event(place: Place, cast: ModuleType) -> None:
    letter, user = with_education(), cast.user("lizhuren")
    version, events = stands(letter).version, LetterEvent.objects.count()
    for text in ("您好", "您好：经查"):
        save_draft(by=cast.officer(), at=now(), letter=letter, text=text)
    assert draft_of(letter, user) == "您好：经查"
    assert ReplyDraft.objects.count() == 1
    assert (stands(letter).version, LetterEvent.objects.count()) == (version, events)


def test_nobody_reads_the_draft_of_another(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    assert draft_of(letter, cast.user("zhoukezhang")) == ""


def test_an_empty_text_throws_the_draft_away(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    save_draft(by=cast.officer(), at=now(), letter=letter, text=" \n")
    assert draft_of(letter, cast.user("lizhuren")) == ""


def test_drafts_end_with_the_answer(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert not ReplyDraft.objects.exists()
