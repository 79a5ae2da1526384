"""The days beside the due day, and the line that says why each is that day."""

from datetime import timedelta

import time_machine

from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.interim import interim
from mingbai.letters.models import Assist, Letter
from mingbai.letters.reply import reply
from mingbai.letters.return_letter import return_until
from mingbai.places.models import Place
from mingbai.ui.parts import Fact
from mingbai.ui.words import zh_date
from mingbai.web.desk.letter_days import other_days
from mingbai.web.desk.letter_open import find_open
from tests import cast
from tests.letters.answering import ANSWER, now, stands, with_education
from tests.moments import TODAY
from tests.written import draft


def days_of(letter: Letter, later: int = 0) -> list[Fact]:
    found = find_open(
        letter.ref, officer=cast.officer(), today=TODAY + timedelta(days=later)
    )
    assert found is not None
    return list(other_days(found))


def test_what_is_answered_has_no_other_days(place: Place) -> None:
    letter = with_education(draft(kind="complain"))
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert days_of(letter) == []


def test_who_has_written_owes_no_first_word_and_late_nothing_is_returned(
    place: Place, clock: time_machine.Traveller
) -> None:
    letter = with_education(draft(kind="complain"))
    assert len(days_of(letter)) == 2
    interim(by=cast.officer(), at=now(), letter=letter, text="正在查看。")
    assert len(days_of(letter)) == 1
    assert days_of(letter, later=30) == []


def test_each_day_is_the_one_that_counts_and_says_why(place: Place) -> None:
    letter = with_education(draft(kind="complain"))
    ask_assist(
        by=cast.officer(), at=now(), letter=letter, body=cast.housing(), note="请核实"
    )
    until, part = return_until(stands(letter)), Assist.objects.get(letter=letter)
    assert until is not None
    _first_word, returned, asked = days_of(letter)
    assert returned.value == zh_date(until.day)
    assert asked.value == zh_date(part.due_on)
    for fact in days_of(letter):
        assert "5" in fact.note
