"""A question to the writer stops nothing."""

from types import ModuleType

import pytest

from mingbai.letters.ask_writer import EmptyQuestion, ask_writer
from mingbai.letters.change import NotNow
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import answered, now, stands, told, with_education


def test_only_whoever_answers_asks(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    for by in (cast.other_officer(), cast.registrar(), cast.outsider()):
        with pytest.raises(NotAllowed):
            ask_writer(by=by, at=now(), letter=letter, text="哪所学校？")


def test_an_empty_question_is_refused(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(EmptyQuestion):
        ask_writer(by=cast.officer(), at=now(), letter=letter, text=" ")


def test_nothing_is_asked_about_an_answered_letter(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    with pytest.raises(NotNow):
        ask_writer(by=cast.officer(), at=now(), letter=letter, text="哪所学校？")


def test_the_writer_reads_it_and_the_clock_goes_on(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    before = stands(letter)
    ask_writer(by=cast.officer(), at=now(), letter=letter, text="哪所学校？")
    note = told(letter, "asked").note
    assert (note.text, note.is_for_writer) == ("哪所学校？", True)
    after = stands(letter)
    assert (after.state, after.due_on) == (before.state, before.due_on)
