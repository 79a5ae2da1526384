"""What supervisors watch: five concerns, read by key and counted by tallies."""

from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.letters import queue
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.draft import Draft
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.models import Letter
from mingbai.letters.rate import rate
from mingbai.letters.return_letter import return_letter
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.supervision import Concern, how_many, watched
from mingbai.lib.numbering import Ref
from mingbai.places.models import Place
from tests.letters.answering import answered, now, with_education, writer_of
from tests.moments import TODAY
from tests.written import send

TUESDAY = date(2026, 9, 29)


def seen(cast: ModuleType, concern: Concern, today: date = TODAY) -> list[Letter]:
    found = watched(concern, officer=cast.supervisor(), today=today)
    return [one.letter for one in found.rows]


def rated(level: int, *, asks_reopening: bool = False) -> Letter:
    letter = answered()
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=level,
        is_solved=False,
        remark="",
        asks_reopening=asks_reopening,
        reason="灯还是不亮。" if asks_reopening else "",
    )
    return letter


def counted(cast: ModuleType, today: date = TODAY) -> dict[Concern, int]:
    return how_many(officer=cast.supervisor(), today=today)


def asked_for_time(cast: ModuleType) -> Letter:
    letter = with_education()
    ask_extension(by=cast.officer(), at=now(), letter=letter, days=2, reason="等材料。")
    return letter


def extended(cast: ModuleType, *, granted: bool = True) -> Letter:
    letter = asked_for_time(cast)
    rule_extension(
        by=cast.supervisor(),
        at=now(),
        letter=letter,
        granted=granted,
        reason="情况属实。",
    )
    return letter


def test_what_gives_no_concern_is_in_no_list(place: Place, cast: ModuleType) -> None:
    with_education()
    asked_for_time(cast)
    extended(cast, granted=False)
    rated(3)
    for concern in Concern:
        assert seen(cast, concern) == []
    assert set(counted(cast).values()) == {0}


def test_a_supervisor_neither_sees_nor_counts_what_is_about_supervisors(
    place: Place, cast: ModuleType
) -> None:
    returned = with_education()
    return_letter(
        by=cast.officer(), at=now(), letter=returned, reason="不是我局", proposed=None
    )
    for letter in (send(), returned, extended(cast), rated(1)):
        keep_away_from_user(letter, cast.user("zhangducha"), at=now())
    for day in (TODAY, TUESDAY, date(2026, 10, 9)):
        assert set(counted(cast, day).values()) == {0}
        for concern in Concern:
            assert seen(cast, concern, day) == []


def test_what_was_opened_again_has_no_last_word_yet(
    place: Place, cast: ModuleType
) -> None:
    letter = rated(1, asks_reopening=True)
    rule_reopening(
        by=cast.supervisor(), at=now(), letter=letter, granted=True, reason="再看。"
    )
    assert seen(cast, Concern.UNSATISFIED) == []
    assert counted(cast)[Concern.UNSATISFIED] == 0


def test_what_was_lately_is_forgotten_after_thirty_days(
    place: Place, cast: ModuleType
) -> None:
    letters = {Concern.EXTENDED: extended(cast), Concern.UNSATISFIED: rated(2)}
    last = TODAY + timedelta(days=29)
    for concern, letter in letters.items():
        assert seen(cast, concern, last) == [letter]
        assert counted(cast, last)[concern] == 1
        assert seen(cast, concern, last + timedelta(days=1)) == []
        assert counted(cast, last + timedelta(days=1))[concern] == 0


def test_tomorrow_is_the_next_working_day(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    assert seen(cast, Concern.TOMORROW, TUESDAY) == [letter]
    assert seen(cast, Concern.TOMORROW, TUESDAY - timedelta(days=1)) == []
    assert seen(cast, Concern.TOMORROW, TUESDAY + timedelta(days=1)) == []
    assert counted(cast, TUESDAY)[Concern.TOMORROW] == 1


def test_each_concern_has_its_letters(place: Place, cast: ModuleType) -> None:
    returned, more_time = with_education(), extended(cast)
    return_letter(
        by=cast.officer(), at=now(), letter=returned, reason="不是我局", proposed=None
    )
    bad, reopening = rated(1), rated(2, asks_reopening=True)
    assert seen(cast, Concern.RETURNED) == [returned]
    assert seen(cast, Concern.EXTENDED) == [more_time]
    assert seen(cast, Concern.UNSATISFIED) == [reopening, bad]
    late = date(2026, 10, 9)
    assert set(seen(cast, Concern.LATE, late)) == {returned}
    assert counted(cast, late) == {
        Concern.LATE: 1,
        Concern.TOMORROW: 0,
        Concern.RETURNED: 1,
        Concern.EXTENDED: 1,
        Concern.UNSATISFIED: 2,
    }


def test_the_counts_cost_as_much_for_many_letters_as_for_one(
    place: Place, cast: ModuleType
) -> None:
    asked = []
    for _ in range(2):
        rated(1)
        extended(cast)
        with CaptureQueriesContext(connection) as queries:
            counted(cast)
        asked.append(len(queries))
    assert asked == [8, 8]


@pytest.mark.parametrize(
    "concern", [Concern.TOMORROW, Concern.EXTENDED, Concern.UNSATISFIED]
)
def test_a_list_is_read_page_by_page_and_back(
    place: Place,
    cast: ModuleType,
    clock: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
    concern: Concern,
) -> None:
    monkeypatch.setattr(queue, "PAGE_SIZE", 2)
    for _ in range(5):
        if concern is Concern.TOMORROW:
            with_education()
        elif concern is Concern.EXTENDED:
            extended(cast)
        else:
            rated(1)
        clock.shift(timedelta(seconds=1))

    def page(after: Letter | None = None, before: Letter | None = None) -> list[Letter]:
        found = watched(
            concern,
            officer=cast.supervisor(),
            today=TUESDAY,
            after=Ref(after.year, after.number) if after else None,
            before=Ref(before.year, before.number) if before else None,
        )
        return [one.letter for one in found.rows]

    pages = [page()]
    while len(pages[-1]) == 2:
        pages.append(page(after=pages[-1][-1]))
    assert [len(one) for one in pages] == [2, 2, 1]
    assert len({letter.pk for one in pages for letter in one}) == 5
    assert page(before=pages[2][0]) == pages[1]


def test_a_complaint_about_a_leader_is_watched_all_the_same(
    place: Place, cast: ModuleType
) -> None:
    complaint = Draft(
        kind="complain", title="不批", text="不批。", about=cast.post("fuxianzhang")
    )
    letter = send(complaint)
    assert seen(cast, Concern.LATE, letter.due_on + timedelta(days=1)) == [letter]
