"""The numbers beside the queues equal what stands in them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.models import Level
from mingbai.letters.offered import Queue, queues_of
from mingbai.letters.queue import page
from mingbai.letters.queue_counts import WAITING, counts_of
from mingbai.letters.rate import rate
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.letters.tally import fold
from mingbai.places.actors import Officer
from mingbai.places.models import Place
from tests.letters.answering import (
    answered,
    clerk,
    handed_over,
    now,
    with_education,
    writer_of,
)
from tests.letters.holding import holding
from tests.moments import TODAY
from tests.written import draft, send

UNCOUNTED = {Queue.CLOSED, Queue.LEADER}


def test_who_has_no_queue_has_no_count(place: Place, cast: ModuleType) -> None:
    send()
    assert counts_of(cast.outsider(), [], today=TODAY) == {}


def test_what_one_must_not_see_is_not_counted_either(
    place: Place, cast: ModuleType
) -> None:
    """The education bureau works under the deputy head of whom it complains."""
    send(replace(draft(), about=cast.post("fuxianzhang")))
    barred = holding("registrar", login="lizhuren")
    both = replace(barred, duties=barred.duties | cast.officer().duties)
    assert counts_of(both, [Queue.OFFICE, Queue.OPEN], today=TODAY) == {
        Queue.OFFICE: 0,
        Queue.OPEN: 0,
    }
    everything = counts_of(cast.registrar(), [Queue.OPEN], today=TODAY)
    assert everything == {Queue.OPEN: 1}


def test_what_is_asked_about_a_letter_one_must_not_see_is_not_counted_either(
    place: Place, cast: ModuleType
) -> None:
    """An extension, a reopening and an assisting part, before and after."""
    extending, reopening, both = with_education(), answered(), with_education()
    by = cast.officer()
    ask_extension(by=by, at=now(), letter=extending, days=3, reason="要实地看。")
    rate(
        by=writer_of(reopening),
        at=now(),
        letter=reopening,
        level=Level.VERY_DISSATISFIED,
        is_solved=False,
        asks_reopening=True,
        reason="还没修。",
    )
    ask_assist(by=by, at=now(), letter=both, body=cast.housing())
    asked, part = [Queue.EXTENSION, Queue.REOPENING], [Queue.ASSIST]
    for left in (1, 0):
        for queues, who in ((asked, cast.supervisor()), (part, cast.other_officer())):
            counts = counts_of(who, queues, today=TODAY)
            assert counts == dict.fromkeys(queues, left)
            for queue in queues:
                assert len(page(queue, officer=who, today=TODAY).rows) == left
        for letter in (extending, reopening, both):
            for login in ("zhangducha", "zhoukezhang"):
                keep_away_from_user(letter, cast.user(login), at=now())
    # Whoever need not stay away counts all of it.
    assert counts_of(cast.registrar(), asked, today=TODAY) == dict.fromkeys(asked, 1)


@pytest.mark.parametrize("shift", [0, 6, 40])
@pytest.mark.parametrize(
    "who", ["registrar", "officer", "other_officer", "supervisor", "leader"]
)
def test_the_counts_are_those_of_the_pages(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    who: str,
    shift: int,
) -> None:
    _write_letters(cast)
    clock.shift(timedelta(days=shift))
    officer: Officer = getattr(cast, who)()
    day = TODAY + timedelta(days=shift)
    _compare(officer, day)


@pytest.mark.parametrize("kind", ["clerk", "head", "watch"])
def test_the_counts_of_smaller_duties_are_those_of_their_pages(
    place: Place, cast: ModuleType, kind: str
) -> None:
    _write_letters(cast)
    _compare(holding(kind, body=cast.education().pk), TODAY + timedelta(days=40))


def test_what_a_clerk_must_stay_away_from_is_not_counted(
    place: Place, cast: ModuleType
) -> None:
    """The row of a recusal alone: `recuse` would take the letter away as well."""
    letter = with_education()
    handed_over(letter, clerk())
    keep_away_from_user(letter, cast.user("wutongzhi"), at=now())
    assert counts_of(cast.acting("wutongzhi"), [Queue.HANDED], today=TODAY) == {
        Queue.HANDED: 0
    }


def test_folding_keeps_the_counts_of_clerks_apart(
    place: Place, cast: ModuleType
) -> None:
    one, other = clerk(login="wutongzhi"), clerk(login="sunxiaolan")
    for user in (one, other, one):
        handed_over(with_education(), user)
    assert fold() > 0
    for login, count in (("wutongzhi", 2), ("sunxiaolan", 1)):
        officer = cast.acting(login)
        found = counts_of(officer, [Queue.HANDED], today=TODAY)
        assert found == {Queue.HANDED: count}


def test_the_counts_cost_as_much_for_many_letters_as_for_one(
    place: Place, cast: ModuleType
) -> None:
    registrar, counts = cast.registrar(), []
    for _ in range(2):
        _write_letters(cast)
        with CaptureQueriesContext(connection) as asked:
            counts_of(registrar, queues_of(registrar), today=TODAY)
        assert not any("letters_letter" in one["sql"] for one in asked)
        counts.append(len(asked))
    assert counts == [7, 7]


def _compare(officer: Officer, day: date) -> None:
    offered = queues_of(officer)
    counts = counts_of(officer, offered, today=day)
    assert set(counts) == set(offered) - UNCOUNTED
    for queue, count in counts.items():
        assert len(page(queue, officer=officer, today=day).rows) == count, queue
    assert any(counts.values()) or not set(offered) & set(WAITING)


def _write_letters(cast: ModuleType) -> None:
    now, registrar = datetime.now(UTC), cast.registrar()
    send()
    send(draft(title="煤气味很重", text="楼里煤气泄漏。"))
    for body in (cast.education(), cast.education(), cast.housing()):
        letter = send()
        route(by=registrar, at=now, letter=letter, body=body)
    ask_extension(
        by=cast.other_officer(), at=now, letter=letter, days=2, reason="要实地看。"
    )
    closed = send()
    reply(by=registrar, at=now, letter=closed, text="已修好。")
