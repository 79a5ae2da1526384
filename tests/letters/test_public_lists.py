"""What everybody can read: who is late, what was promised, and honest shares."""

from dataclasses import replace
from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters import unkept
from mingbai.letters.decline import Reason, decline
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.late import late_by_body
from mingbai.letters.merge import merge
from mingbai.letters.models import Letter, Promise
from mingbai.letters.promises_due import promises_due
from mingbai.letters.reply import Promised, reply
from mingbai.letters.report_promise import report_promise
from mingbai.letters.route import route
from mingbai.letters.shares import Share, shares_of
from mingbai.letters.tally import figures, fold
from mingbai.letters.unkept import unkept_promises
from mingbai.letters.withdraw import withdraw
from mingbai.places.actors import System
from mingbai.places.models import Place
from tests.letters.answering import ANSWER, now, with_education, writer_of
from tests.moments import TODAY
from tests.written import draft, send

LATER = date(2026, 10, 22)


def promised(cast: ModuleType, *days: int) -> list[Promise]:
    letter = with_education()
    promises = [Promised(f"第{one}盏灯", TODAY + timedelta(days=one)) for one in days]
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER, promises=promises)
    return list(Promise.objects.filter(letter=letter))


def judge(promise: Promise, *, is_done: bool) -> None:
    judge_promise(
        by=writer_of(promise.letter),
        at=now(),
        promise=promise,
        is_done=is_done,
        text="看过了。",
    )


def listed() -> list[str]:
    return [one.what for one in unkept_promises().rows]


def test_nobody_is_late_on_the_due_day(place: Place, cast: ModuleType) -> None:
    letter = send()
    assert late_by_body(letter.due_on) == []
    assert len(late_by_body(letter.due_on + timedelta(days=1))) == 1


@pytest.mark.parametrize("days", [0, 1])
@pytest.mark.parametrize("is_taken_back", [True, False])
def test_a_late_letter_leaves_the_list_unanswered_only_to_be_counted(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    days: int,
    is_taken_back: bool,
) -> None:
    letter = send()
    day = letter.due_on + timedelta(days=days)
    clock.shift(day - TODAY)
    if is_taken_back:
        withdraw(by=writer_of(letter), at=now(), letter=letter)
    else:
        decline(by=cast.registrar(), at=now(), letter=letter, reason=Reason.COURT)
    assert late_by_body(day) == []
    found = figures(today=day)
    assert (found.declined + found.withdrawn, found.closed_late) == (1, days)


def test_what_was_answered_late_is_late_no_more(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = with_education()
    clock.shift(timedelta(days=30))
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert late_by_body(LATER) == []


def test_late_bodies_stand_with_how_many_and_how_long(
    place: Place, cast: ModuleType
) -> None:
    with_education()
    with_education(draft(kind=Letter.Kind.COMPLAIN))
    route(
        by=cast.registrar(),
        at=now(),
        letter=send(draft(kind=Letter.Kind.SUGGEST)),
        body=cast.housing(),
    )
    send()
    late = late_by_body(LATER)
    assert [(one.body, one.letters, one.since, one.days) for one in late] == [
        (cast.education(), 2, date(2026, 9, 30), 12),
        (None, 1, date(2026, 10, 20), 2),
        (cast.housing(), 1, date(2026, 10, 20), 2),
    ]
    fold()
    assert late_by_body(LATER) == late


def test_the_late_list_reads_no_letter(place: Place, cast: ModuleType) -> None:
    for _ in range(4):
        with_education()
    with CaptureQueriesContext(connection) as asked:
        assert late_by_body(LATER)[0].letters == 4
    assert len(asked) == 4
    assert not [one for one in asked if "letters_handling" in one["sql"]]


def test_what_is_ahead_asked_or_done_stands_on_no_list(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    promised(cast, 30)
    kept, _asked = promised(cast, 1, 2)
    clock.shift(timedelta(days=3))
    promises_due(by=System("worker"), at=now())
    judge(kept, is_done=True)
    assert listed() == []


def test_what_the_writer_calls_not_done_stands_first(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    reported, broken = promised(cast, 1, 2)
    clock.shift(timedelta(days=3))
    promises_due(by=System("worker"), at=now())
    judge(reported, is_done=False)
    report_promise(by=cast.officer(), at=now(), promise=reported, text="已装。")
    judge(broken, is_done=False)
    assert listed() == ["第2盏灯", "第1盏灯"]
    # The writer's word is the last one.
    judge(reported, is_done=True)
    assert listed() == ["第2盏灯"]


def test_what_the_body_reports_before_anybody_called_it_undone_is_not_listed(
    place: Place, cast: ModuleType
) -> None:
    (early,) = promised(cast, 5)
    report_promise(by=cast.officer(), at=now(), promise=early, text="已装。")
    assert listed() == []


def test_the_list_is_read_in_whole_days(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    promises = promised(cast, 1, 2, 2, 2, 2, 3, 4, 5)
    clock.shift(timedelta(days=6))
    promises_due(by=System("worker"), at=now())
    for one in promises:
        judge(one, is_done=False)
    report_promise(by=cast.officer(), at=now(), promise=promises[-1], text="已装。")
    monkeypatch.setattr(unkept, "PAGE_SIZE", 2)
    pages = [unkept_promises()]
    while pages[-1].next:
        pages.append(unkept_promises(after=pages[-1].next))
    assert [len(one.rows) for one in pages] == [5, 2, 1]
    assert [one for page in pages for one in page.rows] == promises


def to_both(cast: ModuleType, *, is_for_merged: bool = True) -> list[Promise]:
    """What is promised for tomorrow to the writers of two letters joined."""
    principal, letter = send(), send()
    merge(by=cast.registrar(), at=now(), letter=letter, into=principal)
    lamps = [Promised("换灯", TODAY + timedelta(days=1))]
    for one in (principal,) if is_for_merged else (principal, letter):
        reply(
            by=cast.registrar(),
            at=now(),
            letter=one,
            text=ANSWER,
            promises=lamps,
            is_for_merged=is_for_merged,
        )
    return [Promise.objects.get(letter=one) for one in (principal, letter)]


def test_what_was_promised_in_answers_of_their_own_is_listed_for_each(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    promises = to_both(cast, is_for_merged=False)
    clock.shift(timedelta(days=2))
    for one in promises:
        judge(one, is_done=False)
    assert listed() == ["换灯", "换灯"]


def test_what_was_promised_to_all_who_wrote_the_same_is_listed_once(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    first, second = to_both(cast)
    clock.shift(timedelta(days=2))
    judge(second, is_done=False)
    assert listed() == ["换灯"]
    judge(first, is_done=False)
    assert [one.pk for one in unkept_promises().rows] == [first.pk]
    report_promise(by=cast.registrar(), at=now(), promise=first, text="已换。")
    # One of the two still calls it not done.
    assert [one.pk for one in unkept_promises().rows] == [second.pk]
    judge(second, is_done=True)
    assert [one.pk for one in unkept_promises().rows] == [first.pk]


def test_a_good_share_is_rounded_down_and_a_bad_one_up() -> None:
    assert Share(199, 200, is_good=True).percent == 99
    assert Share(1, 200).percent == 1
    assert Share(0, 200).percent == 0
    assert Share(200, 200, is_good=True).percent == 100
    assert Share(0, 0).percent is None


def test_whatever_makes_a_rate_look_good_stands_beside_it(
    place: Place, cast: ModuleType
) -> None:
    found = replace(
        figures(today=TODAY),
        in_time=8,
        late=2,
        closed_late=2,
        declined=3,
        withdrawn=1,
        merged=7,
        extended=5,
        returned=4,
        reopened=1,
        satisfied=2,
        dissatisfied=1,
    )
    shares = shares_of(found)
    assert shares.on_time == Share(8, 10, is_good=True)
    assert (shares.declined, shares.merged) == (Share(3, 14), Share(7, 14))
    assert shares.closed_late == Share(2, 14)
    assert (shares.extended, shares.returned) == (Share(5, 14), Share(4, 14))
    assert (shares.reopened, shares.satisfied.percent) == (Share(1, 10), 66)
