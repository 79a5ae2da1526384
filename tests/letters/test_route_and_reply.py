"""Passing a letter on and answering it, once, by those whose duty it is."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.ledger.models import Leaf, Opening
from mingbai.letters.change import NotNow
from mingbai.letters.in_charge import NobodyInCharge
from mingbai.letters.models import Handling, LetterEvent, Reply
from mingbai.letters.redate import redate
from mingbai.letters.reply import EmptyReply, reply
from mingbai.letters.route import route
from mingbai.letters.tally import figures, fold, open_by_body
from mingbai.lib.calendar_file import CalendarDay, DayKind
from mingbai.places.actors import System
from mingbai.places.load_calendar import load_calendar
from mingbai.places.models import Errand, Place
from mingbai.places.policy import NotAllowed
from tests.moments import TODAY
from tests.written import WRITER, send

ANSWER = "您好：路灯已于9月22日修好。联系电话 0000-6000 0301。县教育局，2026年9月22日。"


def now() -> datetime:
    return datetime.now(UTC)


def test_only_a_registrar_passes_a_letter_on(place: Place, cast: ModuleType) -> None:
    letter = send()
    for by in (
        cast.officer(),
        cast.supervisor(),
        cast.leader(),
        cast.outsider(),
        WRITER,
    ):
        with pytest.raises(NotAllowed):
            route(by=by, at=now(), letter=letter, body=cast.education())


def test_a_body_without_an_officer_gets_no_letter(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    with pytest.raises(NobodyInCharge):
        route(
            by=cast.registrar(), at=now(), letter=letter, body=cast.body("xianweiban")
        )
    assert Handling.objects.get(letter=letter).body is None


def test_a_letter_is_not_routed_twice(place: Place, cast: ModuleType) -> None:
    letter, registrar = send(), cast.registrar()
    route(by=registrar, at=now(), letter=letter, body=cast.education())
    with pytest.raises((NotNow, NotAllowed)):
        route(by=registrar, at=now(), letter=letter, body=cast.housing())


def test_an_answered_letter_is_not_routed_again(place: Place, cast: ModuleType) -> None:
    letter, registrar = send(), cast.registrar()
    reply(by=registrar, at=now(), letter=letter, text=ANSWER)
    with pytest.raises(NotNow):
        route(by=registrar, at=now(), letter=letter, body=cast.education())


def test_another_bodys_officer_answers_nothing(place: Place, cast: ModuleType) -> None:
    letter = send()
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    for by in (cast.other_officer(), cast.registrar(), cast.supervisor(), WRITER):
        with pytest.raises(NotAllowed):
            reply(by=by, at=now(), letter=letter, text=ANSWER)


def test_an_empty_answer_is_refused(place: Place, cast: ModuleType) -> None:
    letter = send()
    with pytest.raises(EmptyReply):
        reply(by=cast.registrar(), at=now(), letter=letter, text=" \n　")
    assert not Reply.objects.exists()


def test_a_letter_is_answered_once(place: Place, cast: ModuleType) -> None:
    letter = send()
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(NotNow):
        reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)


def test_a_transfer_names_the_officer_and_gives_the_body_its_days(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    handling = route(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        body=cast.education(),
        note="请尽快。",
    )
    assert handling.officer == cast.user("lizhuren")
    # Five working days for a question; National Day lies beyond them.
    assert handling.due_on == date(2026, 9, 30)
    assert handling.due_on < letter.due_on
    event = LetterEvent.objects.get(letter=letter, kind="routed")
    assert event.note.text == "请尽快。"
    assert event.leaf is not None
    assert Opening.objects.get(leaf=event.leaf).name == "letter.routed"


def test_the_note_to_the_officer_is_in_no_leaf(place: Place, cast: ModuleType) -> None:
    letter = send()
    route(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        body=cast.education(),
        note="暗号七七",
    )
    for opening in Opening.objects.all():
        assert "暗号七七".encode() not in bytes(opening.content or b"")


def test_an_answer_stops_the_clock_and_is_signed(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    answer = reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    handling = Handling.objects.get(letter=letter)
    assert handling.state == Handling.State.ANSWERED
    assert handling.closed_on == TODAY
    assert answer.officer == cast.user("lizhuren")
    assert answer.text.text == ANSWER
    assert answer.leaf is not None
    assert answer.leaf.kind == Leaf.Kind.EVENT


def test_counts_follow_a_letter_from_desk_to_desk(
    place: Place, cast: ModuleType
) -> None:
    letter, education = send(), cast.education()
    assert open_by_body(today=TODAY) == {None: (1, 0)}
    route(by=cast.registrar(), at=now(), letter=letter, body=education)
    assert open_by_body(today=TODAY)[education.pk] == (1, 0)
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert open_by_body(today=TODAY)[education.pk] == (0, 0)
    found = figures(today=TODAY)
    assert (found.received, found.in_time, found.late, found.open) == (1, 1, 0, 0)


def test_overdue_is_derived_from_the_day(place: Place, cast: ModuleType) -> None:
    letter = send()
    assert figures(today=letter.due_on).overdue == 0
    assert figures(today=letter.due_on + timedelta(days=1)).overdue == 1


def test_a_late_answer_counts_as_late(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send()
    clock.shift(timedelta(days=40))
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    found = figures(today=now().date())
    assert (found.in_time, found.late) == (0, 1)


def test_folding_changes_no_figure(place: Place, cast: ModuleType) -> None:
    for _ in range(4):
        send()
    reply(by=cast.registrar(), at=now(), letter=send(), text=ANSWER)
    before = figures(today=TODAY), open_by_body(today=TODAY)
    assert fold() > 0
    assert (figures(today=TODAY), open_by_body(today=TODAY)) == before
    assert fold() == 0


def test_a_provisional_day_is_set_anew_when_the_year_is_loaded(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2026, 12, 22, 2, tzinfo=UTC))
    letter = send()
    assert redate(by=System("worker"), at=now()) == 0
    new_year = CalendarDay(
        day=letter.due_on.replace(year=2027, month=1, day=4),
        kind=DayKind.HOLIDAY,
        name="元旦",
    )
    load_calendar(
        by=cast.administrators()[0],
        at=now(),
        rows=[new_year],
        years=[2027],
        source="示例通知",
    )
    assert Errand.objects.filter(kind="letters.redate", done_at=None).exists()
    assert redate(by=System("worker"), at=now()) == 1
    handling = Handling.objects.get(letter=letter)
    assert handling.due_on > letter.due_on
    assert not handling.is_provisional
    event = LetterEvent.objects.get(letter=letter, kind="redated")
    assert event.due_on == handling.due_on
    assert event.leaf is not None
    assert open_by_body(today=TODAY)[None][0] == 1


def test_only_the_system_sets_days_anew(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        redate(by=cast.registrar(), at=now())
