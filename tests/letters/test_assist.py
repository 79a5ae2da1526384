"""Assisting bodies: a part of their own, with a clock of its own."""

from types import ModuleType

import pytest

from mingbai.letters import tally
from mingbai.letters.ask_assist import AssistsAlready, ask_assist
from mingbai.letters.change import NotNow
from mingbai.letters.end_part import NoOpenPart, end_part
from mingbai.letters.give_part import EmptyPart, give_part
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.limits import limits_of
from mingbai.letters.models import Assist, EventNote, Letter, Notice, Tally
from mingbai.letters.reply import reply
from mingbai.places.days import working_calendar
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    clerk,
    facts,
    handed_over,
    now,
    stands,
    told,
    with_education,
)
from tests.moments import TODAY
from tests.written import draft, send

FOUND = "灯杆归市政公司管养，已通知其9月24日前换灯。"


def asked(cast: ModuleType) -> Letter:
    letter = with_education(draft(kind="complain"))
    ask_assist(
        by=cast.officer(),
        at=now(),
        letter=letter,
        body=cast.housing(),
        note="请查灯杆归谁。",
    )
    return letter


def open_parts() -> int:
    rows = Tally.objects.filter(count=tally.Count.ASSIST)
    return sum(one.pieces for one in rows)


def test_only_whoever_has_it_or_passed_it_on_asks(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    for by in (cast.other_officer(), cast.supervisor(), cast.leader()):
        with pytest.raises(NotAllowed):
            ask_assist(by=by, at=now(), letter=letter, body=cast.housing())


def test_the_office_asks_nobody_before_a_body_has_it(
    place: Place, cast: ModuleType
) -> None:
    with pytest.raises(NotNow):
        ask_assist(by=cast.registrar(), at=now(), letter=send(), body=cast.housing())


def test_no_body_assists_itself_or_twice(place: Place, cast: ModuleType) -> None:
    letter = asked(cast)
    for body in (cast.education(), cast.housing()):
        with pytest.raises(AssistsAlready):
            ask_assist(by=cast.officer(), at=now(), letter=letter, body=body)


def test_a_body_with_nobody_is_not_asked(place: Place, cast: ModuleType) -> None:
    letter, body = with_education(), cast.body("xianweiban")
    with pytest.raises(NobodyInCharge):
        ask_assist(by=cast.officer(), at=now(), letter=letter, body=body)
    assert not Assist.objects.exists()


def test_only_an_assisting_officer_gives_a_part(place: Place, cast: ModuleType) -> None:
    letter = asked(cast)
    for by in (cast.officer(), cast.registrar(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            give_part(by=by, at=now(), letter=letter, text=FOUND)


def test_a_part_says_something_and_is_given_once(
    place: Place, cast: ModuleType
) -> None:
    letter = asked(cast)
    with pytest.raises(EmptyPart):
        give_part(by=cast.other_officer(), at=now(), letter=letter, text="\n")
    give_part(by=cast.other_officer(), at=now(), letter=letter, text=FOUND)
    with pytest.raises(NotAllowed):
        give_part(by=cast.other_officer(), at=now(), letter=letter, text=FOUND)


def test_a_part_nobody_owes_is_not_ended(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NoOpenPart):
        end_part(
            by=cast.officer(), at=now(), letter=with_education(), body=cast.housing()
        )


def test_an_assisting_body_does_not_end_its_part_itself(
    place: Place, cast: ModuleType
) -> None:
    letter = asked(cast)
    with pytest.raises(NotAllowed):
        end_part(by=cast.other_officer(), at=now(), letter=letter, body=cast.housing())


def test_an_assisting_body_has_its_own_clock_within_the_letters(
    place: Place, cast: ModuleType
) -> None:
    letter = asked(cast)
    part = Assist.objects.get(letter=letter)
    days = limits_of(letter.kind).assist_days
    assert part.officer == cast.user("zhoukezhang")
    assert part.due_on == working_calendar().add_working_days(TODAY, days).day
    assert part.due_on < stands(letter).due_on == letter.due_on
    event = told(letter, "assist_asked")
    assert (event.to_body, event.due_on) == (cast.housing(), part.due_on)
    assert not event.note.is_for_writer
    assert facts(letter, "assist_asked")["body"] == "zhujianju"
    assert Notice.objects.filter(user__login="zhoukezhang", kind="assigned").exists()
    assert open_parts() == 1


def test_a_part_is_never_due_after_the_answer(place: Place, cast: ModuleType) -> None:
    letter = with_education(draft(kind="ask"))
    part = ask_assist(by=cast.registrar(), at=now(), letter=letter, body=cast.housing())
    assert part.due_on <= stands(letter).due_on


def test_a_part_given_is_for_the_body_that_answers(
    place: Place, cast: ModuleType
) -> None:
    letter = asked(cast)
    part = give_part(by=cast.other_officer(), at=now(), letter=letter, text=FOUND)
    assert (part.state, part.ended_at) == ("given", now())
    note = EventNote.objects.get(event__kind="assist_given")
    assert (note.text, note.is_for_writer) == (FOUND, False)
    assert stands(letter).body == cast.education()
    assert open_parts() == 0


def test_whoever_works_on_the_letter_is_told_of_a_part_given(
    place: Place, cast: ModuleType
) -> None:
    letter = asked(cast)
    handed_over(letter, clerk())
    give_part(by=cast.other_officer(), at=now(), letter=letter, text=FOUND)
    told_of_it = Notice.objects.filter(kind=Notice.Kind.PART_GIVEN, letter=letter)
    logins = set(told_of_it.values_list("user__login", flat=True))
    assert logins == {"lizhuren", "wutongzhi"}


def test_a_part_no_longer_needed_ends(place: Place, cast: ModuleType) -> None:
    letter = asked(cast)
    end_part(by=cast.officer(), at=now(), letter=letter, body=cast.housing())
    assert Assist.objects.get(letter=letter).state == "ended"
    assert told(letter, "assist_ended").to_body == cast.housing()
    assert open_parts() == 0


def test_the_answer_ends_open_parts(place: Place, cast: ModuleType) -> None:
    letter = asked(cast)
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert Assist.objects.get(letter=letter).state == "ended"
    assert open_parts() == 0
