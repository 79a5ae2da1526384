"""Writers who want to hear by telephone, message or e-mail are told by the office."""

from dataclasses import replace
from datetime import timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.decline import Reason, decline
from mingbai.letters.draft import Draft
from mingbai.letters.interim import interim
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.merge import merge
from mingbai.letters.models import Letter, LetterEvent, Notice, Passing
from mingbai.letters.offered import Queue, queues_of
from mingbai.letters.pass_on import NothingToPassOn, pass_on
from mingbai.letters.queue import page
from mingbai.letters.queue_counts import counts_of
from mingbai.letters.reply import reply
from mingbai.letters.verify_story import story_faults
from mingbai.letters.withdraw import withdraw
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    facts,
    now,
    stands,
    told,
    with_education,
    writer_of,
)
from tests.moments import TODAY
from tests.written import draft, send

NOTE = "本人接听，已逐条念给她听。"


def by(way: str) -> Draft:
    """A letter whose writer wants to hear that way."""
    wanted = draft(telephone="+8613800000000")
    return replace(wanted, answer_by=way, email="zhou@example.com", hides_writer=True)


def answered_for(way: str, cast: ModuleType) -> Letter:
    letter = with_education(by(way))
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    return letter


def to_pass_on(cast: ModuleType) -> list[Letter]:
    registrar = cast.registrar()
    found = [row.letter for row in page(Queue.RELAY, officer=registrar).rows]
    counts = counts_of(registrar, queues_of(registrar), today=TODAY)
    assert counts[Queue.RELAY] == len(found)
    return found


def noticed(letter: Letter) -> set[str]:
    rows = Notice.objects.filter(letter=letter, kind=Notice.Kind.TO_PASS_ON)
    return set(rows.values_list("user__login", flat=True))


def test_whoever_looks_it_up_is_called_by_nobody(
    place: Place, cast: ModuleType
) -> None:
    letter = answered_for("site", cast)
    assert to_pass_on(cast) == []
    assert noticed(letter) == set()
    with pytest.raises(NothingToPassOn):
        pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=Passing.CALLED)


def test_only_the_office_passes_it_on(place: Place, cast: ModuleType) -> None:
    letter = answered_for("telephone", cast)
    for who in (cast.officer(), cast.supervisor(), cast.leader(), cast.outsider()):
        assert Queue.RELAY not in queues_of(who)
        with pytest.raises(NotAllowed):
            pass_on(by=who, at=now(), letter=letter, outcome=Passing.CALLED)


def test_a_registrar_who_must_stay_away_is_neither_told_nor_calls(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education(by("telephone"))
    keep_away_from_user(letter, cast.user("wangdengji"), at=now())
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert to_pass_on(cast) == []
    assert noticed(letter) == set()
    with pytest.raises(NotAllowed):
        pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=Passing.CALLED)


def test_what_was_passed_on_is_not_passed_on_again(
    place: Place, cast: ModuleType
) -> None:
    letter = answered_for("telephone", cast)
    pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=Passing.CALLED)
    with pytest.raises(NothingToPassOn):
        pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=Passing.CALLED)


def test_who_took_the_letter_back_is_called_no_more(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education(by("sms"))
    ask_writer(by=cast.officer(), at=now(), letter=letter, text="哪一盏？")
    assert to_pass_on(cast) == [letter]
    withdraw(by=writer_of(letter), at=now(), letter=letter)
    assert to_pass_on(cast) == []


@pytest.mark.parametrize("way", ["telephone", "sms", "email"])
def test_the_registrars_are_told_of_an_answer_and_find_it_in_their_queue(
    place: Place, cast: ModuleType, way: str
) -> None:
    letter = answered_for(way, cast)
    assert to_pass_on(cast) == [letter]
    assert noticed(letter) == {"wangdengji"}


@pytest.mark.parametrize("what", ["interim", "asked", "declined"])
def test_so_they_are_of_a_word_on_the_way_a_question_and_a_refusal(
    place: Place, cast: ModuleType, what: str
) -> None:
    letter = send(by("telephone"))
    registrar = cast.registrar()
    if what == "interim":
        interim(by=registrar, at=now(), letter=letter, text="正在查看。")
    elif what == "asked":
        ask_writer(by=registrar, at=now(), letter=letter, text="哪一盏？")
    else:
        decline(by=registrar, at=now(), letter=letter, reason=Reason.COURT)
    assert to_pass_on(cast) == [letter]
    assert noticed(letter) == {"wangdengji"}


def test_each_writer_of_merged_letters_is_told(place: Place, cast: ModuleType) -> None:
    first, second = send(by("telephone")), send(by("email"))
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    reply(by=cast.registrar(), at=now(), letter=first, text=ANSWER)
    assert set(to_pass_on(cast)) == {first, second}


@pytest.mark.parametrize("outcome", list(Passing))
def test_only_where_nobody_answered_it_waits_for_another_try(
    place: Place, cast: ModuleType, outcome: Passing
) -> None:
    letter = answered_for("telephone", cast)
    before = stands(letter)
    pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=outcome, note=NOTE)
    assert to_pass_on(cast) == ([letter] if outcome == Passing.NO_ANSWER else [])
    event = told(letter, "passed_on")
    assert (event.reason, event.note.text) == (outcome.value, NOTE)
    assert event.note.is_for_writer
    assert facts(letter, "passed_on")["outcome"] == outcome.value
    after = stands(letter)
    assert (after.state, after.due_on) == (before.state, before.due_on)
    assert story_faults(Letter.objects.whole().get(pk=letter.pk)) == []


def test_one_call_passes_on_all_that_happened_since(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education(by("telephone"))
    interim(by=cast.officer(), at=now(), letter=letter, text="正在查看。")
    clock.shift(timedelta(minutes=1))
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert to_pass_on(cast) == [letter]
    pass_on(by=cast.registrar(), at=now(), letter=letter, outcome=Passing.CALLED)
    assert to_pass_on(cast) == []
    assert LetterEvent.objects.filter(letter=letter, kind="passed_on").count() == 1
