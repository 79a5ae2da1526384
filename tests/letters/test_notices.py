"""A notice: one of a kind, letter and day to each official, and new when repeated."""

from datetime import UTC, datetime, timedelta
from types import ModuleType
from typing import Final

import pytest
import time_machine

from mingbai.accounts.models import User
from mingbai.letters.add import add
from mingbai.letters.models import Letter, Notice
from mingbai.letters.notices import mark_seen, tell
from mingbai.letters.press import press
from mingbai.letters.propose import propose
from mingbai.letters.send_back import send_back
from mingbai.letters.set_urgent import set_urgent
from mingbai.letters.sweep import sweep
from mingbai.places.actors import System
from mingbai.places.models import Place
from tests.letters.answering import ANSWER, head, now, with_education, writer_of
from tests.written import draft, send

Kind = Notice.Kind
HOUR: Final = timedelta(hours=1)


def unseen(user: User, kind: Notice.Kind) -> int:
    """How many notices of that kind the official has not looked at."""
    rows = Notice.objects.filter(user=user, kind=kind, seen_at__isnull=True)
    return rows.count()


def told_twice(letter: Letter, user: User, clock: time_machine.Traveller) -> Notice:
    """The notice to somebody who was pressed, looked at it, and was pressed again."""
    tell([user, user], Kind.PRESSED, letter, at=now())
    mark_seen(user=user, at=now())
    clock.shift(HOUR)
    tell([user], Kind.PRESSED, letter, at=now())
    return Notice.objects.get(user=user, kind=Kind.PRESSED)


def test_what_happens_again_leaves_no_second_notice_of_a_day(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    notice = told_twice(send(), cast.user("lizhuren"), clock)
    assert notice.at == now()


def test_what_others_looked_at_stays_seen(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter, other = send(), cast.user("zhoukezhang")
    tell([other], Kind.PRESSED, letter, at=now())
    tell([other], Kind.PRESSED, send(), at=now())
    mark_seen(user=other, at=now())
    told_twice(letter, cast.user("lizhuren"), clock)
    assert unseen(other, Kind.PRESSED) == 0


def test_the_clock_does_not_tell_again_what_was_seen(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education()
    clock.move_to(datetime(2026, 9, 29, 0, 0, tzinfo=UTC))
    for _ in range(2):
        sweep(by=System("worker"), at=now())
        mark_seen(user=cast.user("lizhuren"), at=now())
        clock.shift(HOUR)
    assert sweep(by=System("worker"), at=now()) == 0
    assert not Notice.objects.filter(user__login="lizhuren", seen_at=None).exists()


def test_what_happens_again_is_unseen_again(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    user = cast.user("lizhuren")
    assert told_twice(send(), user, clock).seen_at is None


def test_the_next_day_has_a_notice_of_its_own(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter, user = send(), cast.user("lizhuren")
    tell([user], Kind.PRESSED, letter, at=now())
    clock.shift(timedelta(days=1))
    tell([user], Kind.PRESSED, letter, at=now())
    assert unseen(user, Kind.PRESSED) == 2


def test_a_new_danger_is_told_to_those_who_calmed_the_first(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter, user = send(draft(text="家里一股煤气味。")), cast.user("wangdengji")
    mark_seen(user=user, at=now())
    set_urgent(by=cast.registrar(), at=now(), letter=letter, is_urgent=False)
    clock.shift(HOUR)
    add(by=writer_of(letter), at=now(), letter=letter, text="没人管，我要跳楼。")
    assert unseen(user, Kind.URGENT) == 1


@pytest.mark.parametrize("kind", [Kind.PRESSED, Kind.TO_APPROVE, Kind.SENT_BACK])
def test_what_supervisors_heads_and_officers_do_again_is_told_again(
    place: Place, cast: ModuleType, clock: time_machine.Traveller, kind: Notice.Kind
) -> None:
    letter, above = with_education(), head()
    reader = cast.user("wutongzhi" if kind == Kind.TO_APPROVE else "lizhuren")
    for _ in range(2):
        press(by=cast.supervisor(), at=now(), letter=letter, text="请抓紧。")
        propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
        send_back(by=above, at=now(), letter=letter, remark="写明日期。")
        assert unseen(reader, kind) == 1
        mark_seen(user=reader, at=now())
        clock.shift(HOUR)
