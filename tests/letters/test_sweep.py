"""What the clock tells officials: once, from eight o'clock, by number alone."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.accounts.end import end
from mingbai.accounts.grant import grant
from mingbai.accounts.models import Duty, DutyKind
from mingbai.letters import sweep as sweep_module
from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.give_part import give_part
from mingbai.letters.models import Handling, Notice
from mingbai.letters.notices import clear_old
from mingbai.letters.press import press
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import reply
from mingbai.letters.sweep import sweep
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    clerk,
    handed_over,
    head,
    now,
    stands,
    with_education,
)
from tests.moments import OPENED_ON, TODAY
from tests.written import send

WORKER = System("worker")
# The letters are due on Wednesday 30 September; the next working day is 8 October.
TUESDAY = datetime(2026, 9, 29, 0, 0, tzinfo=UTC)
HOLIDAY = datetime(2026, 10, 1, 0, 0, tzinfo=UTC)


def leaves(cast: ModuleType) -> None:
    """Today is the last day of 李主任 as the bureau's officer."""
    duty = Duty.objects.get(user=cast.user("lizhuren"))
    end(by=cast.FOUNDERS, at=now(), duty=duty, until=TODAY)


def swept() -> int:
    return sweep(by=WORKER, at=now())


def noticed(kind: Notice.Kind) -> list[tuple[str, date]]:
    rows = Notice.objects.filter(kind=kind).order_by("at", "user__login")
    return list(rows.values_list("user__login", "day"))


def test_only_the_system_sweeps(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        sweep(by=cast.supervisor(), at=now())


def test_nobody_is_told_before_eight(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    clock.move_to(TUESDAY - timedelta(minutes=1))
    assert swept() == 0
    clock.move_to(TUESDAY)
    assert swept() > 0


def test_what_is_due_later_is_not_told(place: Place, cast: ModuleType) -> None:
    with_education()
    swept()
    assert {one.kind for one in Notice.objects.all()} == {"assigned", "digest"}


def test_what_was_answered_is_not_told(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    reply(by=cast.officer(), at=now(), letter=with_education(), text=ANSWER)
    clock.move_to(HOLIDAY)
    assert swept() == 0


def test_a_day_that_is_not_worked_has_no_digest(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    clock.move_to(HOLIDAY)
    swept()
    assert noticed(Notice.Kind.DIGEST) == []
    assert noticed(Notice.Kind.LATE) == [("lizhuren", date(2026, 9, 30))]


def test_a_repeated_sweep_tells_nobody_twice(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    clock.move_to(TUESDAY)
    assert swept() > 0
    clock.shift(timedelta(minutes=5))
    assert swept() == 0
    clock.move_to(HOLIDAY)
    assert swept() == 1
    clock.shift(timedelta(days=1))
    assert swept() == 0


def test_the_officer_is_told_the_day_before_and_when_it_is_late(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    clock.move_to(TUESDAY)
    swept()
    assert noticed(Notice.Kind.DUE_TOMORROW) == [("lizhuren", stands(letter).due_on)]
    assert noticed(Notice.Kind.LATE) == []
    clock.shift(timedelta(days=1))
    swept()
    assert noticed(Notice.Kind.LATE) == []
    clock.shift(timedelta(days=1))
    swept()
    assert noticed(Notice.Kind.LATE) == [("lizhuren", stands(letter).due_on)]


def test_before_a_holiday_the_next_working_day_is_tomorrow(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 9, 23, 2, tzinfo=UTC))
    letter = with_education()
    assert stands(letter).due_on == date(2026, 10, 8)
    clock.move_to(TUESDAY + timedelta(days=1))
    swept()
    assert noticed(Notice.Kind.DUE_TOMORROW) == [("lizhuren", date(2026, 10, 8))]


def test_an_extended_letter_is_told_of_its_new_day(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    clock.move_to(TUESDAY)
    swept()
    new_day = date(2026, 10, 12)
    Handling.objects.filter(letter=letter).update(due_on=new_day)
    clock.move_to(datetime(2026, 10, 10, 1, tzinfo=UTC))
    swept()
    assert ("lizhuren", new_day) in noticed(Notice.Kind.DUE_TOMORROW)


def test_what_nobody_claimed_is_told_to_the_registrars(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send()
    clock.move_to(datetime(2026, 10, 21, 1, tzinfo=UTC))
    swept()
    assert noticed(Notice.Kind.LATE) == [("wangdengji", letter.due_on)]


def test_whoever_followed_in_the_duty_is_told(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    leaves(cast)
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.OFFICER,
        body=cast.education(),
        since=OPENED_ON,
    )
    clock.move_to(TUESDAY)
    swept()
    assert [login for login, _ in noticed(Notice.Kind.DUE_TOMORROW)] == ["wutongzhi"]


def test_the_administrators_are_told_daily_where_nobody_answers(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    leaves(cast)
    clock.move_to(TUESDAY)
    for _ in range(2):
        swept()
    told = Notice.objects.filter(kind=Notice.Kind.NOBODY)
    assert {one.body for one in told} == {cast.education()}
    assert [login for login, _ in noticed(Notice.Kind.NOBODY)] == [
        "chenguanli",
        "linguanli",
    ]
    clock.move_to(HOLIDAY)
    swept()
    assert len(noticed(Notice.Kind.NOBODY)) == 4
    assert noticed(Notice.Kind.LATE) == []


def test_an_assisting_officer_is_told_of_the_own_part(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    assist = ask_assist(
        by=cast.officer(),
        at=now(),
        letter=letter,
        body=cast.housing(),
        note="请查外墙。",
    )
    assert assist.due_on == date(2026, 9, 30)
    clock.move_to(TUESDAY)
    swept()
    logins = {login for login, _ in noticed(Notice.Kind.DUE_TOMORROW)}
    assert logins == {"lizhuren", "zhoukezhang"}


def test_the_morning_counts_what_waits(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    with_education()
    send()
    clock.move_to(TUESDAY + timedelta(days=1))
    swept()
    counts = {
        one.user.login: one.counts
        for one in Notice.objects.filter(kind=Notice.Kind.DIGEST)
    }
    assert counts == {
        "lizhuren": {"open": 2, "due_today": 2, "overdue": 0},
        "wangdengji": {"open": 1, "due_today": 0, "overdue": 0},
        "zhangducha": {"open": 3, "due_today": 2, "overdue": 0},
    }


def digest_of(login: str) -> dict[str, int] | None:
    """What the official was told this morning; None for nothing."""
    swept()
    told = Notice.objects.filter(kind=Notice.Kind.DIGEST, user__login=login).first()
    return told.counts if told else None


def test_a_head_whose_body_has_nothing_is_not_told(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    head("zhoukezhang", cast.housing())
    with_education()
    clock.move_to(TUESDAY)
    assert digest_of("zhoukezhang") is None


@pytest.mark.parametrize("login", ["wutongzhi", "wangdengji", "zhangducha"])
def test_the_morning_does_not_count_what_one_must_stay_away_from(
    place: Place, cast: ModuleType, clock: time_machine.Traveller, login: str
) -> None:
    head()
    for letter in (send(), with_education()):
        recuse(
            by=cast.registrar() if login == "zhangducha" else cast.supervisor(),
            at=now(),
            letter=letter,
            user=cast.user(login),
            reason="信中投诉本人。",
        )
    clock.move_to(TUESDAY)
    assert digest_of(login) is None


def test_the_morning_counts_for_a_head_all_that_the_body_has(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    head()
    for _ in range(2):
        with_education()
    send()
    clock.move_to(TUESDAY)
    assert digest_of("wutongzhi") == {"open": 2, "due_today": 0, "overdue": 0}


def test_who_heads_a_body_and_has_its_letters_counts_each_once(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    head("lizhuren")
    with_education()
    clock.move_to(TUESDAY)
    assert digest_of("lizhuren") == {"open": 1, "due_today": 0, "overdue": 0}


def test_the_morning_counts_the_parts_one_is_asked_for_until_they_are_given(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    first, second = with_education(), with_education()
    for letter in (first, second):
        ask_assist(
            by=cast.officer(),
            at=now(),
            letter=letter,
            body=cast.housing(),
            note="请查外墙。",
        )
    give_part(by=cast.other_officer(), at=now(), letter=second, text="已查。")
    clock.move_to(TUESDAY + timedelta(days=1))
    assert digest_of("zhoukezhang") == {"open": 1, "due_today": 1, "overdue": 0}


def test_the_morning_counts_for_a_clerk_what_was_handed_over_by_name(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    handed_over(with_education(), clerk())
    with_education()
    clock.move_to(TUESDAY)
    swept()
    notice = Notice.objects.get(kind=Notice.Kind.DIGEST, user__login="wutongzhi")
    assert notice.counts == {"open": 1, "due_today": 0, "overdue": 0}


def test_a_clerk_of_another_body_by_now_has_nothing_to_count(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    handed_over(with_education(), clerk())
    duty = Duty.objects.get(user=cast.user("wutongzhi"))
    end(by=cast.FOUNDERS, at=now(), duty=duty, until=TODAY)
    clock.move_to(TUESDAY)
    clerk(cast.housing())
    swept()
    digests = Notice.objects.filter(kind=Notice.Kind.DIGEST)
    assert not digests.filter(user__login="wutongzhi").exists()


def test_a_notice_holds_a_number_and_no_words(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    press(by=cast.supervisor(), at=now(), letter=letter, text="暗号七七")
    clock.move_to(TUESDAY)
    swept()
    for row in Notice.objects.values():
        assert set(row) == {
            *("id", "place_id", "user_id", "kind", "letter_id", "at", "day"),
            *("body_id", "counts", "seen_at"),
        }
        assert "暗号七七" not in str(row)


def test_more_letters_than_one_page_are_all_told(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = [with_education() for _ in range(7)]
    monkeypatch.setattr(sweep_module, "AT_ONCE", 2)
    monkeypatch.setattr(sweep_module, "PAGES", 2)
    clock.move_to(HOLIDAY)
    assert [swept() for _ in range(3)] == [4, 3, 0]
    assert told_of(Notice.Kind.LATE) == {letter.pk for letter in letters}


@pytest.mark.parametrize("letters", [1, 9])
def test_many_letters_cost_no_more_questions_than_one(
    place: Place, cast: ModuleType, clock: time_machine.Traveller, letters: int
) -> None:
    for _ in range(letters):
        with_education()
    clock.move_to(HOLIDAY)
    with CaptureQueriesContext(connection) as asked:
        assert swept() == letters
    assert len(asked) <= 14


def test_old_notices_are_removed(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    assert clear_old(before=now()) == 0
    assert clear_old(before=now() + timedelta(seconds=1)) == 1


def told_of(kind: Notice.Kind) -> set[object]:
    return set(Notice.objects.filter(kind=kind).values_list("letter_id", flat=True))
