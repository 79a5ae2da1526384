"""The writer's last word: a level, a remark, and once the asking to open it again."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.letters.ask_reopening import ReopeningRefused, ask_reopening
from mingbai.letters.change import NotNow
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.models import Letter, Level, Notice, Rating, Reopening
from mingbai.letters.rate import RatedBefore, rate
from mingbai.letters.reply import reply
from mingbai.letters.rule_reopening import ReasonWanted, rule_reopening
from mingbai.letters.tally import asked_for, figures
from mingbai.letters.why_due import due_by_events
from mingbai.places.actors import Citizen
from mingbai.places.days import local_day, working_calendar
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    answered,
    facts,
    now,
    stands,
    told,
    with_education,
    writer_of,
)
from tests.moments import TODAY
from tests.written import send


@dataclass(frozen=True)
class Words:
    """What a writer says of an answer."""

    level: int = 1
    is_solved: bool = False
    remark: str = ""
    asks_reopening: bool = False
    reason: str = ""


ASKS = Words(asks_reopening=True, reason="第二天又不亮了")


def rated(letter: Letter, said: Words | None = None) -> Rating:
    words = said or Words()
    return rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=words.level,
        is_solved=words.is_solved,
        remark=words.remark,
        asks_reopening=words.asks_reopening,
        reason=words.reason,
    )


def ruled(cast: ModuleType, letter: Letter, *, granted: bool) -> None:
    rule_reopening(
        by=cast.supervisor(), at=now(), letter=letter, granted=granted, reason="属实"
    )


def test_a_stranger_does_not_rate(place: Place, cast: ModuleType) -> None:
    letter = answered()
    for by in (Citizen(channel="web"), writer_of(send()), cast.supervisor()):
        with pytest.raises(NotAllowed):
            rate(by=by, at=now(), letter=letter, level=5, is_solved=True)


def test_an_open_letter_is_not_rated(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotNow):
        rated(with_education())


@pytest.mark.parametrize("level", [0, 6, -1])
def test_there_are_five_levels(place: Place, cast: ModuleType, level: int) -> None:
    letter = answered()
    with pytest.raises(ValueError, match="Level"):
        rated(letter, Words(level, is_solved=True))


def test_an_answer_is_rated_once(place: Place, cast: ModuleType) -> None:
    letter = answered()
    rated(letter)
    with pytest.raises(RatedBefore):
        rated(letter, Words(5, is_solved=True))
    assert Rating.objects.get().level == Level.VERY_DISSATISFIED


@pytest.mark.parametrize(
    "words", [replace(ASKS, is_solved=True), replace(ASKS, reason=" ")]
)
def test_what_is_solved_or_has_no_reason_is_not_opened_again(
    place: Place, cast: ModuleType, words: Words
) -> None:
    letter = answered()
    with pytest.raises(ReopeningRefused):
        rated(letter, words)
    assert not Rating.objects.exists()


def test_a_second_reopening_is_not_asked_for(place: Place, cast: ModuleType) -> None:
    letter = answered()
    rated(letter, ASKS)
    ruled(cast, letter, granted=True)
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(ReopeningRefused):
        rated(letter, ASKS)


def asks(letter: Letter, reason: str = "第二天又不亮了") -> Reopening:
    return ask_reopening(by=writer_of(letter), at=now(), letter=letter, reason=reason)


def test_a_stranger_does_not_ask_to_open_it_again(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    rated(letter)
    for by in (writer_of(send()), cast.supervisor(), cast.officer()):
        with pytest.raises(NotAllowed):
            ask_reopening(by=by, at=now(), letter=letter, reason="不亮")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (None, "不亮"),
        (Words(level=5, is_solved=True), "不亮"),
        (Words(), " \n"),
        (ASKS, "不亮"),
    ],
)
def test_it_is_asked_later_only_with_a_reason_of_what_is_rated_not_solved_and_once(
    place: Place, cast: ModuleType, said: Words | None, reason: str
) -> None:
    letter = answered()
    if said:
        rated(letter, said)
    before = Reopening.objects.count()
    with pytest.raises(ReopeningRefused):
        asks(letter, reason)
    assert Reopening.objects.count() == before


def test_who_did_not_ask_when_rating_may_ask_once_later(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    rated(letter)
    assert asks(letter).body == cast.education()
    assert told(letter, "reopening_asked").note.text == "第二天又不亮了"
    assert asked_to_rule() == ["zhangducha"]
    with pytest.raises(ReopeningRefused):
        asks(letter)
    ruled(cast, letter, granted=True)
    assert stands(letter).state == "routed"
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    rated(letter)
    with pytest.raises(ReopeningRefused):
        asks(letter)


def test_danger_in_a_later_asking_is_told_at_once(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    rated(letter)
    asks(letter, "我不想活了，要跳楼。")
    assert stands(letter).hint == "suicide"
    assert Notice.objects.filter(letter=letter, kind="urgent").exists()


def test_only_a_supervisor_rules(place: Place, cast: ModuleType) -> None:
    letter = answered()
    rated(letter, ASKS)
    for by in (cast.registrar(), cast.officer(), cast.leader()):
        with pytest.raises(NotAllowed):
            rule_reopening(by=by, at=now(), letter=letter, granted=True, reason="属实")


def test_nothing_is_ruled_without_a_reason_nor_unasked_nor_twice(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    with pytest.raises(NotNow):
        ruled(cast, letter, granted=True)
    rated(letter, ASKS)
    with pytest.raises(ReasonWanted):
        rule_reopening(
            by=cast.supervisor(), at=now(), letter=letter, granted=False, reason=" "
        )
    ruled(cast, letter, granted=False)
    with pytest.raises(NotNow):
        ruled(cast, letter, granted=True)


@pytest.mark.parametrize(
    ("level", "satisfied"), [(5, 1), (4, 1), (3, 1), (2, 0), (1, 0)]
)
def test_the_body_that_answered_gets_it_counted(
    place: Place, cast: ModuleType, level: int, satisfied: int
) -> None:
    letter = answered()
    rated(letter, Words(level, is_solved=True, remark="谢谢"))
    found = figures(today=TODAY, body=cast.education())
    assert (found.satisfied, found.dissatisfied) == (satisfied, 1 - satisfied)
    stated = facts(letter, "rated")
    assert (stated["level"], stated["solved"], stated["round"]) == (level, True, 1)
    assert stated["sha256"] == hashlib.sha256("谢谢".encode()).hexdigest()


def test_an_asking_waits_for_a_ruling(place: Place, cast: ModuleType) -> None:
    letter = answered()
    rated(letter, ASKS)
    assert asked_for()["reopening"] == 1
    assert Reopening.objects.get().body == cast.education()
    assert told(letter, "reopening_asked").note.text == ASKS.reason
    assert stands(letter).closed_on == TODAY


def asked_to_rule() -> list[str]:
    told_of_it = Notice.objects.filter(kind=Notice.Kind.REOPEN_ASKED)
    return [one.user.login for one in told_of_it]


def test_nobody_is_told_of_a_bad_rating_that_asks_for_nothing(
    place: Place, cast: ModuleType
) -> None:
    rated(answered())
    assert asked_to_rule() == []


def test_a_supervisor_who_must_stay_away_is_not_told_of_an_asking(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    keep_away_from_user(letter, cast.user("zhangducha"), at=now())
    rated(letter, ASKS)
    assert asked_to_rule() == []


def test_the_supervisors_are_told_who_rule_on_it(
    place: Place, cast: ModuleType
) -> None:
    rated(answered(), ASKS)
    assert asked_to_rule() == ["zhangducha"]


def test_a_refusal_is_told_to_the_writer_and_changes_nothing_else(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    rated(letter, ASKS)
    ruled(cast, letter, granted=False)
    assert asked_for()["reopening"] == 0
    assert (stands(letter).state, stands(letter).round) == ("answered", 1)
    note = told(letter, "reopening_refused").note
    assert (note.text, note.is_for_writer) == ("属实", True)
    assert Reopening.objects.get().ruling == "refused"


def test_a_reopened_letter_begins_a_round_with_the_bodys_whole_time(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = answered()
    clock.shift(timedelta(days=30))
    rated(letter, ASKS)
    ruled(cast, letter, granted=True)
    handling, today = stands(letter), local_day(now())
    assert (handling.state, handling.round) == ("routed", 2)
    assert (handling.body, handling.officer) == (
        cast.education(),
        cast.user("lizhuren"),
    )
    calendar = working_calendar()
    assert handling.due_on == calendar.add_working_days(today, 5).day
    assert due_by_events(handling, calendar=calendar).day == handling.due_on
    assert (handling.closed_at, handling.is_ruled) == (None, False)
    assert Notice.objects.get(kind=Notice.Kind.REOPENED).user == handling.officer
    assert asked_for()["reopening"] == 0
    found = figures(today=today, days=60)
    assert (found.reopened, found.open, found.in_time) == (1, 1, 1)


def test_the_second_answer_is_rated_too(place: Place, cast: ModuleType) -> None:
    letter = answered()
    rated(letter, ASKS)
    ruled(cast, letter, granted=True)
    second = reply(by=cast.officer(), at=now(), letter=letter, text=f"{ANSWER}再修。")
    assert second.round == 2
    rated(letter, Words(5, is_solved=True))
    levels = [(one.round, one.level) for one in Rating.objects.all()]
    assert levels == [(1, 1), (2, 5)]


def test_what_the_office_answered_comes_back_to_the_office(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    rated(letter, ASKS)
    ruled(cast, letter, granted=True)
    handling = stands(letter)
    assert (handling.state, handling.body, handling.officer) == (
        "registered",
        None,
        None,
    )
