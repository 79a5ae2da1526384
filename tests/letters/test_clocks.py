"""Clocks besides the due day: the writer must hear something, a section has its day."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.accounts.end import end as end_duty
from mingbai.accounts.models import Duty, DutyKind
from mingbai.letters import sweep as sweep_module
from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.correct import correct
from mingbai.letters.hand_over import hand_over
from mingbai.letters.hold import hold
from mingbai.letters.interim import interim
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.limits import DEFAULTS, interim_limits
from mingbai.letters.models import Handling, Letter, Notice
from mingbai.letters.propose import propose
from mingbai.letters.reply import reply
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.rule_return import rule_return
from mingbai.letters.set_limits import set_limits
from mingbai.letters.sweep import sweep
from mingbai.letters.withdraw import withdraw
from mingbai.places.actors import System
from mingbai.places.models import Place
from tests.letters.answering import (
    ANSWER,
    clerk,
    handed_over,
    head,
    now,
    stands,
    with_education,
    writer_of,
)
from tests.moments import TODAY
from tests.written import draft, send

WORKER = System("worker")
# Received on Tuesday 22 September, the fifth working day is Wednesday the 30th.
FIFTH_DAY = date(2026, 9, 30)
EVE = datetime(2026, 9, 29, 0, 0, tzinfo=UTC)
MORNING = datetime(2026, 9, 30, 0, 0, tzinfo=UTC)
# The day a section has, and the morning after: a holiday, when only lateness is told.
THURSDAY = date(2026, 9, 24)
FRIDAY = datetime(2026, 9, 25, 0, 0, tzinfo=UTC)
WORD = "已派人查看，等配件，下周答复。"


def complaint() -> Letter:
    return with_education(draft(kind=Letter.Kind.COMPLAIN))


def swept() -> list[tuple[str, date]]:
    """Who is told that the writer has heard nothing, and for which day."""
    sweep(by=WORKER, at=now())
    rows = Notice.objects.filter(kind=Notice.Kind.UNHEARD).order_by("user__login")
    return list(rows.values_list("user__login", "day"))


def test_nobody_is_told_before_the_interim_day(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    complaint()
    clock.move_to(EVE)
    assert swept() == []
    clock.move_to(MORNING - timedelta(minutes=1))
    assert swept() == []


def test_a_kind_without_an_interim_limit_is_not_watched(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    with_education(draft(kind=Letter.Kind.ASK))
    with_education(draft(kind=Letter.Kind.DISCLOSE))
    clock.move_to(MORNING + timedelta(days=9))
    assert swept() == []


def test_a_letter_at_the_office_is_not_watched(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send(draft(kind=Letter.Kind.COMPLAIN))
    hold(by=cast.registrar(), at=now(), letter=letter, reason="等另一件来信。")
    send(draft(kind=Letter.Kind.COMPLAIN))
    clock.move_to(MORNING)
    assert swept() == []


@pytest.mark.parametrize("word", ["interim", "asked", "answered", "withdrawn"])
def test_whoever_has_given_a_word_is_not_told(
    place: Place, cast: ModuleType, clock: time_machine.Traveller, word: str
) -> None:
    letter = complaint()
    if word == "interim":
        interim(by=cast.officer(), at=now(), letter=letter, text=WORD)
    elif word == "asked":
        ask_writer(by=cast.officer(), at=now(), letter=letter, text="是哪一盏灯？")
    elif word == "answered":
        reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    else:
        withdraw(by=writer_of(letter), at=now(), letter=letter)
    clock.move_to(MORNING)
    assert swept() == []


def test_whoever_has_it_is_told_once_and_the_clock_goes_on(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = complaint()
    before = stands(letter)
    clock.move_to(MORNING)
    assert swept() == [("lizhuren", FIFTH_DAY)]
    clock.shift(timedelta(days=3))
    assert swept() == [("lizhuren", FIFTH_DAY)]
    after = stands(letter)
    assert (after.due_on, after.version) == (before.due_on, before.version)


def test_a_word_was_due_from_the_day_of_receipt(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send(draft(kind=Letter.Kind.SUGGEST))
    clock.move_to(MORNING)
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    assert swept() == [("lizhuren", FIFTH_DAY)]


def test_the_body_that_gets_it_next_is_told_too(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = complaint()
    clock.move_to(MORNING)
    swept()
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="属住建职责。")
    rule_return(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        upheld=True,
        body=cast.housing(),
        reason="同意。",
    )
    told = [("lizhuren", FIFTH_DAY), ("zhoukezhang", FIFTH_DAY)]
    assert swept() == told


def test_it_counts_as_what_the_office_says_it_is(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    for said, meant in (("complain", "ask"), ("ask", "suggest")):
        letter = with_education(draft(kind=said))
        correct(by=cast.registrar(), at=now(), letter=letter, kind=meant)
    clock.move_to(MORNING)
    swept()
    assert told_of() == {letter.pk}


def test_the_limit_is_the_places_own(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    complaint()
    own = {"complain": None, "ask": 2}
    for kind, days in own.items():
        limits = DEFAULTS[kind].__class__(interim_days=days)
        set_limits(by=cast.administrators()[0], at=now(), kind=kind, limits=limits)
    assert interim_limits() == {"ask": 2, "suggest": 5}
    asked = with_education()
    clock.move_to(EVE)
    assert swept() == [("lizhuren", date(2026, 9, 24))]
    assert told_of() == {asked.pk}


def test_what_nobody_told_of_for_weeks_is_past(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    complaint()
    clock.move_to(MORNING + timedelta(days=30))
    assert swept() == []


def test_unheard_letters_are_told_page_by_page(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    letters = [complaint() for _ in range(3)]
    clock.shift(timedelta(days=1))
    letters += [complaint() for _ in range(4)]
    monkeypatch.setattr(sweep_module, "AT_ONCE", 2)
    monkeypatch.setattr(sweep_module, "PAGES", 2)
    clock.move_to(datetime(2026, 10, 8, 1, tzinfo=UTC))
    counts = []
    for _ in range(3):
        swept()
        counts.append(len(told_of()))
    assert counts == [4, 7, 7]
    assert told_of() == {letter.pk for letter in letters}


@pytest.mark.parametrize("letters", [1, 9])
def test_many_unheard_letters_cost_no_more_questions_than_one(
    place: Place, cast: ModuleType, clock: time_machine.Traveller, letters: int
) -> None:
    for _ in range(letters):
        complaint()
    assert Handling.objects.filter(closed_at__isnull=True).count() == letters
    clock.move_to(MORNING)
    with CaptureQueriesContext(connection) as asked:
        assert len(swept()) == letters
    assert len(asked) <= 22


def in_a_section(day: date | None = THURSDAY) -> Letter:
    """A letter that 吴同志, clerk of the education bureau, works on until that day."""
    letter = with_education()
    handed_over(letter, clerk(), day)
    return letter


def inner(kind: Notice.Kind) -> list[tuple[str, date]]:
    sweep(by=WORKER, at=now())
    rows = Notice.objects.filter(kind=kind).order_by("user__login")
    return list(rows.values_list("user__login", "day"))


def test_a_section_without_a_day_or_a_clerk_is_not_watched(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    in_a_section(None)
    hand_over(
        by=cast.officer(),
        at=now(),
        letter=with_education(),
        section="基教股",
        inner_due_on=THURSDAY,
    )
    clock.move_to(FRIDAY)
    assert inner(Notice.Kind.INNER_LATE) == []


@pytest.mark.parametrize("end", ["answered", "proposed", "returned"])
def test_a_clerk_who_has_done_the_part_is_not_told(
    place: Place, cast: ModuleType, clock: time_machine.Traveller, end: str
) -> None:
    letter, by = in_a_section(), cast.officer()
    if end == "answered":
        reply(by=by, at=now(), letter=letter, text=ANSWER)
    elif end == "proposed":
        head("zhoukezhang")
        propose(by=by, at=now(), letter=letter, text=ANSWER)
    else:
        return_letter(by=by, at=now(), letter=letter, reason="属住建职责。")
    clock.move_to(FRIDAY)
    assert inner(Notice.Kind.INNER_LATE) == []


def test_the_clerk_is_told_the_day_before_and_when_it_is_late(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    in_a_section()
    assert inner(Notice.Kind.INNER_DUE) == []
    clock.move_to(FRIDAY - timedelta(days=2))
    for _ in range(2):
        assert inner(Notice.Kind.INNER_DUE) == [("wutongzhi", THURSDAY)]
    clock.move_to(FRIDAY - timedelta(days=1))
    assert inner(Notice.Kind.INNER_LATE) == []
    clock.move_to(FRIDAY)
    for _ in range(2):
        assert inner(Notice.Kind.INNER_LATE) == [("wutongzhi", THURSDAY)]
    own = Notice.objects.filter(user__login="lizhuren").values_list("kind", flat=True)
    assert not {"inner_due", "inner_late"} & set(own)


def test_the_officer_is_told_once_the_clerk_has_gone(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    in_a_section()
    duty = Duty.objects.get(user=cast.user("wutongzhi"), kind=DutyKind.CLERK)
    end_duty(by=cast.FOUNDERS, at=now(), duty=duty, until=TODAY)
    clock.move_to(FRIDAY)
    assert inner(Notice.Kind.INNER_LATE) == [("lizhuren", THURSDAY)]
    clock.shift(timedelta(minutes=5))
    assert sweep(by=WORKER, at=now()) == 0


def test_a_clerk_who_must_stay_away_is_not_told(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    """The row of a recusal alone: `recuse` would take the letter away as well."""
    letter = in_a_section()
    keep_away_from_user(letter, cast.user("wutongzhi"), at=now())
    clock.move_to(FRIDAY)
    assert inner(Notice.Kind.INNER_LATE) == [("lizhuren", THURSDAY)]


def told_of() -> set[object]:
    rows = Notice.objects.filter(kind=Notice.Kind.UNHEARD)
    return set(rows.values_list("letter_id", flat=True))
