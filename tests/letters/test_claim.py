"""Taking a letter in hand, and the next one: never the same one twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from types import ModuleType
from uuid import UUID

import pytest
import time_machine
from django.db import connection

from mingbai.accounts.end import end
from mingbai.accounts.grant import grant
from mingbai.accounts.models import Duty, DutyKind
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.claim import claim, claim_next
from mingbai.letters.hold import hold
from mingbai.letters.limits import limits_of
from mingbai.letters.models import LetterEvent
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.letters.tally import waiting
from mingbai.places.days import working_calendar
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from mingbai.places.scoping import within
from tests.databases.installation import Installation
from tests.letters.answering import (
    ANSWER,
    facts,
    now,
    stands,
    told,
    with_education,
    writer_of,
)
from tests.moments import OPENED_ON, TODAY
from tests.written import draft, send


def after(days: int) -> date:
    return working_calendar().add_working_days(TODAY, days).day


def test_only_a_registrar_takes_what_is_undecided(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    for by in (cast.officer(), cast.supervisor(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            claim(by=by, at=now(), letter=letter)
    assert stands(letter).officer is None


def test_only_its_officer_takes_what_a_body_has(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    for by in (cast.registrar(), cast.other_officer(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            claim(by=by, at=now(), letter=letter)


def test_a_letter_changed_since_it_was_shown_is_not_taken(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    hold(by=cast.registrar(), at=now(), letter=letter, reason="等补充材料。", seen=0)
    with pytest.raises(ChangedMeanwhile):
        claim(by=cast.registrar(), at=now(), letter=letter, seen=0)


def test_an_answered_letter_is_not_taken(place: Place, cast: ModuleType) -> None:
    letter = send()
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    grant_second_registrar(cast)
    with pytest.raises(NotNow):
        claim(by=cast.acting("wutongzhi"), at=now(), letter=letter)


def grant_second_registrar(cast: ModuleType) -> None:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.REGISTRAR,
        since=OPENED_ON,
    )


def test_what_the_office_keeps_is_due_by_the_limit_of_a_direct_answer(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    handling = claim(by=cast.registrar(), at=now(), letter=letter)
    days = limits_of(letter.kind).direct_days
    assert handling.officer == cast.user("wangdengji")
    assert handling.due_on == after(days) < letter.due_on
    assert told(letter, "claimed").due_on == handling.due_on
    assert facts(letter, "claimed")["due"] == handling.due_on.isoformat()


def test_a_late_claim_moves_no_day_later(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send()
    clock.shift(timedelta(days=27))
    assert claim(by=cast.registrar(), at=now(), letter=letter).due_on == letter.due_on


def test_taking_it_twice_changes_nothing(place: Place, cast: ModuleType) -> None:
    letter = send()
    claim(by=cast.registrar(), at=now(), letter=letter)
    claim(by=cast.registrar(), at=now(), letter=letter)
    assert LetterEvent.objects.filter(letter=letter, kind="claimed").count() == 1


def test_a_colleague_in_the_body_takes_it_over_with_its_day(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    due = stands(letter).due_on
    grant_colleague(cast)
    handling = claim(by=cast.acting("wutongzhi"), at=now(), letter=letter)
    assert handling.officer == cast.user("wutongzhi")
    assert handling.due_on == due
    assert told(letter, "claimed").due_on is None
    held = {one.officer: one.open for one in waiting(today=TODAY) if one.open}
    assert held == {cast.user("wutongzhi").pk: 1}


def grant_colleague(cast: ModuleType) -> None:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.OFFICER,
        body=cast.education(),
        since=OPENED_ON,
    )


def test_nobody_without_the_duty_gets_a_next_letter(
    place: Place, cast: ModuleType
) -> None:
    send()
    for by in (cast.supervisor(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            claim_next(by=by, at=now())


def test_the_next_letter_is_the_most_urgent_and_nobodys_yet(
    place: Place, cast: ModuleType
) -> None:
    later, first = send(draft(kind="disclose")), send()
    grant_second_registrar(cast)
    taken = claim_next(by=cast.registrar(), at=now())
    assert taken == first
    assert claim_next(by=cast.acting("wutongzhi"), at=now()) == later
    assert claim_next(by=cast.registrar(), at=now()) is None


def test_the_next_letter_keeps_its_day_until_the_office_decides(
    place: Place, cast: ModuleType
) -> None:
    letter = send(draft(kind="complain"))
    assert claim_next(by=cast.registrar(), at=now()) == letter
    assert stands(letter).due_on == letter.due_on
    assert told(letter, "claimed").due_on is None
    handling = route(
        by=cast.registrar(), at=now(), letter=letter, body=cast.education()
    )
    assert handling.due_on == letter.due_on


def test_the_next_letter_is_none_one_must_stay_away_from(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    recuse(
        by=cast.supervisor(),
        at=now(),
        letter=letter,
        user=cast.user("wangdengji"),
        reason="信中投诉王登记。",
    )
    assert claim_next(by=cast.registrar(), at=now()) is None
    with pytest.raises(NotAllowed):
        claim(by=cast.registrar(), at=now(), letter=letter)


def test_a_held_letter_is_nobodys_next(place: Place, cast: ModuleType) -> None:
    letter = send()
    hold(by=cast.registrar(), at=now(), letter=letter, reason="等补充材料。")
    assert claim_next(by=cast.registrar(), at=now()) is None


def test_an_officer_takes_what_a_former_colleague_left(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    assert claim_next(by=cast.officer(), at=now()) is None
    grant_colleague(cast)
    assert claim_next(by=cast.acting("wutongzhi"), at=now()) is None
    duty = Duty.objects.get(user=cast.user("lizhuren"))
    end(by=cast.FOUNDERS, at=now(), duty=duty, until=TODAY)
    clock.shift(timedelta(days=1))
    assert claim_next(by=cast.acting("wutongzhi"), at=now()) == letter
    assert stands(letter).officer == cast.user("wutongzhi")


def test_the_writer_takes_nothing(place: Place, cast: ModuleType) -> None:
    letter = send()
    with pytest.raises(NotAllowed):
        claim(by=writer_of(letter), at=now(), letter=letter)  # type: ignore[arg-type]  # on purpose


def test_four_who_ask_at_once_get_four_letters(
    committed: Installation, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with within(committed.place, durable=True):
        grant_second_registrar(cast)
        letters = {send().pk for _ in range(8)}

    def take(login: str) -> list[UUID]:
        taken = []
        try:
            for _ in range(2):
                with within(committed.place, durable=True):
                    letter = claim_next(by=cast.acting(login), at=now())
                assert letter is not None
                taken.append(letter.pk)
        finally:
            connection.close()
        return taken

    logins = ["wangdengji", "wutongzhi"] * 2
    with ThreadPoolExecutor(4) as registrars:
        taken = [pk for each in registrars.map(take, logins) for pk in each]
    assert sorted(taken) == sorted(letters)
