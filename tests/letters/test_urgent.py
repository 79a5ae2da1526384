"""Danger to life: told at any hour, due the same day, calmed by those who looked."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Final

import pytest
import time_machine

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.add import add
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.draft import Draft
from mingbai.letters.import_letter import PastLetter, import_letter
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.models import Letter, LetterEvent, Notice, Promise
from mingbai.letters.notices import mark_seen
from mingbai.letters.rate import rate
from mingbai.letters.reply import Promised, reply
from mingbai.letters.route import route
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.set_urgent import set_urgent
from mingbai.letters.standing import facts_of
from mingbai.letters.tally import waiting
from mingbai.letters.withdraw import withdraw
from mingbai.places.actors import Officer, System
from mingbai.places.models import Place
from mingbai.places.policy import Act, NotAllowed, require
from tests import cast as tests_cast
from tests.letters.answering import (
    ANSWER,
    answered,
    facts,
    head,
    now,
    stands,
    told,
    with_education,
    writer_of,
)
from tests.moments import OPENED_ON, TODAY
from tests.written import draft, send

DESPAIR: Final = "没人管我，我不想活了，要跳楼。"
GAS: Final = draft(title="楼道里煤气味很浓", text="三号楼一股煤气味，快来人看看。")


def on_watch(cast: ModuleType) -> Officer:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.WATCH,
        since=OPENED_ON,
    )
    return cast.acting("wutongzhi")  # type: ignore[no-any-return]  # the cast is a module


def urgent(by: Officer, letter: Letter, *, is_urgent: bool = True) -> None:
    set_urgent(by=by, at=now(), letter=letter, is_urgent=is_urgent)


def noticed(letter: Letter) -> set[str]:
    rows = Notice.objects.filter(letter=letter, kind=Notice.Kind.URGENT)
    return set(rows.values_list("user__login", flat=True))


def test_others_alarm_nobody(place: Place, cast: ModuleType) -> None:
    letter = send(GAS)
    for by in (cast.officer(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            urgent(by, letter)


def test_the_watch_has_no_hand_in_what_hints_at_nothing(
    place: Place, cast: ModuleType
) -> None:
    with pytest.raises(NotAllowed):
        urgent(on_watch(cast), send())


def test_what_hints_at_nothing_is_not_calmed(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotNow):
        urgent(cast.registrar(), send(), is_urgent=False)


def test_what_is_urgent_is_not_made_so_again(place: Place, cast: ModuleType) -> None:
    letter = send(GAS)
    urgent(cast.registrar(), letter)
    with pytest.raises(NotNow):
        urgent(cast.supervisor(), letter)


def test_an_answered_letter_is_urgent_no_more(place: Place, cast: ModuleType) -> None:
    letter = send(GAS)
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    for is_urgent in (True, False):
        with pytest.raises(NotNow):
            urgent(cast.registrar(), letter, is_urgent=is_urgent)


def test_what_changed_meanwhile_is_not_called_urgent(
    place: Place, cast: ModuleType
) -> None:
    letter = send(GAS)
    urgent(cast.registrar(), letter)
    with pytest.raises(ChangedMeanwhile):
        set_urgent(
            by=cast.supervisor(), at=now(), letter=letter, is_urgent=False, seen=0
        )


def test_an_ordinary_letter_wakes_nobody(place: Place, cast: ModuleType) -> None:
    on_watch(cast)
    assert stands(send()).hint == ""
    assert not Notice.objects.exists()


def test_past_letters_wake_nobody(place: Place, cast: ModuleType) -> None:
    on_watch(cast)
    past = PastLetter(
        "7",
        GAS,
        sent_at=datetime(2019, 3, 4, 2, tzinfo=UTC),
        body=cast.education(),
        reply=ANSWER,
        replied_at=datetime(2019, 3, 8, 2, tzinfo=UTC),
    )
    by = System("import-letters", cast.registrar())
    letter = import_letter(by=by, past=past)
    assert letter is not None
    assert stands(letter).hint == "gas"
    assert not Notice.objects.exists()


def test_danger_is_told_at_any_hour(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    on_watch(cast)
    # Saturday, a quarter past two at night.
    clock.move_to(datetime(2026, 10, 3, 18, 15, tzinfo=UTC))
    letter = send(GAS)
    assert stands(letter).hint == "gas"
    assert noticed(letter) == {"wutongzhi", "wangdengji"}


def says_in_a_rating(letter: Letter) -> None:
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=1,
        is_solved=False,
        remark=DESPAIR,
    )


def asks_to_reopen(letter: Letter) -> None:
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=1,
        is_solved=False,
        asks_reopening=True,
        reason=DESPAIR,
    )


def says_of_a_promise(letter: Letter) -> None:
    promise = Promise.objects.get(letter=letter)
    judge_promise(
        by=writer_of(letter), at=now(), promise=promise, is_done=True, text=DESPAIR
    )


def withdraws(letter: Letter) -> None:
    withdraw(by=writer_of(letter), at=now(), letter=letter, reason=DESPAIR)


def promised() -> Letter:
    letter = with_education()
    lamps = [Promised("装路灯", TODAY + timedelta(days=9))]
    by = tests_cast.officer()
    reply(by=by, at=now(), letter=letter, text=ANSWER, promises=lamps)
    return letter


LATER_WORDS: Final = {
    "a rating": (answered, says_in_a_rating),
    "a reopening": (answered, asks_to_reopen),
    "a promise": (promised, says_of_a_promise),
    "a withdrawal": (with_education, withdraws),
}


def test_last_words_without_danger_wake_nobody(place: Place, cast: ModuleType) -> None:
    on_watch(cast)
    letter, other = answered(), with_education()
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=1,
        is_solved=False,
        remark="第二天又不亮了",
    )
    withdraw(by=writer_of(other), at=now(), letter=other, reason="修好了")
    assert noticed(letter) == noticed(other) == set()
    assert (stands(letter).hint, stands(other).hint) == ("", "")


@pytest.mark.parametrize("way", LATER_WORDS)
def test_danger_in_a_writers_last_words_is_told_at_once(
    place: Place, cast: ModuleType, way: str
) -> None:
    begin, say = LATER_WORDS[way]
    letter, watch = begin(), on_watch(cast)
    with pytest.raises(NotAllowed):
        require(watch, Act.LETTER_READ, facts_of(letter, watch))
    say(letter)
    assert stands(letter).hint == "suicide"
    assert noticed(letter) == {"wutongzhi", "wangdengji", "lizhuren"}
    letter.refresh_from_db()
    require(watch, Act.LETTER_READ, facts_of(letter, watch))


def test_a_second_danger_is_told_while_the_first_is_undecided(
    place: Place, cast: ModuleType
) -> None:
    letter = send(GAS)
    mark_seen(user=cast.user("wangdengji"), at=now())
    add(by=writer_of(letter), at=now(), letter=letter, text=DESPAIR)
    assert stands(letter).hint == "suicide"
    assert not Notice.objects.filter(letter=letter, seen_at__isnull=False).exists()


def opened_again(reason: str) -> Letter:
    """A letter that was urgent, was answered, and is opened again for this reason."""
    letter = with_education(GAS)
    urgent(tests_cast.registrar(), letter)
    reply(by=tests_cast.officer(), at=now(), letter=letter, text=ANSWER)
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=1,
        is_solved=False,
        asks_reopening=True,
        reason=reason,
    )
    for one in Notice.objects.all():
        mark_seen(user=one.user, at=now())
    rule_reopening(
        by=tests_cast.supervisor(),
        at=now(),
        letter=letter,
        granted=True,
        reason="情况属实。",
    )
    return letter


def test_an_earlier_danger_is_over_when_a_letter_is_opened_again(
    place: Place, cast: ModuleType
) -> None:
    letter = opened_again("阀门还没有换。")
    handling = stands(letter)
    assert (handling.is_urgent, handling.hint) == (False, "")
    assert not unseen_of_danger(letter)
    watch = on_watch(cast)
    with pytest.raises(NotAllowed):
        urgent(watch, letter)


def test_a_danger_told_of_since_the_answer_is_urgent_anew(
    place: Place, cast: ModuleType
) -> None:
    letter = opened_again("又漏煤气了，味道很大。")
    handling = stands(letter)
    assert (handling.is_urgent, handling.hint) == (False, "gas")
    assert unseen_of_danger(letter) == {"wangdengji", "lizhuren"}
    urgent(on_watch(cast), letter)
    handling = stands(letter)
    assert (handling.is_urgent, handling.due_on) == (True, TODAY)


def unseen_of_danger(letter: Letter) -> set[str]:
    rows = Notice.objects.filter(letter=letter, kind="urgent", seen_at__isnull=True)
    return set(rows.values_list("user__login", flat=True))


def test_whoever_is_complained_of_is_not_told(place: Place, cast: ModuleType) -> None:
    on_watch(cast)
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("sunxiaolan"),
        kind=DutyKind.WATCH,
        since=OPENED_ON,
    )
    about = Draft(
        kind="complain", title=GAS.title, text=GAS.text, about=cast.post("fuxianzhang")
    )
    assert noticed(send(about)) == {"wutongzhi", "wangdengji"}


def test_the_watch_makes_it_due_today(place: Place, cast: ModuleType) -> None:
    letter = send(GAS)
    urgent(on_watch(cast), letter)
    handling = stands(letter)
    assert (handling.due_on, handling.is_urgent) == (TODAY, True)
    assert told_day(letter) == TODAY
    assert facts(letter, "urgent")["from"] == letter.due_on.isoformat()
    assert [row.due_today for row in waiting(today=TODAY) if row.open] == [1]


def test_the_body_that_has_it_is_told(place: Place, cast: ModuleType) -> None:
    letter = send()
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    head()
    urgent(cast.supervisor(), letter)
    assert noticed(letter) == {"wangdengji", "lizhuren", "wutongzhi"}


def test_what_is_urgent_stays_so_at_the_body(place: Place, cast: ModuleType) -> None:
    letter = send(GAS)
    urgent(cast.registrar(), letter)
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    handling = stands(letter)
    assert (handling.due_on, handling.is_urgent) == (TODAY, True)


def test_a_day_that_passed_is_not_moved(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter = send(GAS)
    clock.move_to(datetime(2026, 11, 2, 2, tzinfo=UTC))
    urgent(cast.registrar(), letter)
    assert stands(letter).due_on == letter.due_on == told_day(letter)


def test_a_false_alarm_is_calmed_and_the_day_stays(
    place: Place, cast: ModuleType
) -> None:
    letter = send(GAS)
    urgent(cast.registrar(), letter)
    watch = on_watch(cast)
    urgent(watch, letter, is_urgent=False)
    handling = stands(letter)
    assert (handling.hint, handling.is_urgent) == ("", False)
    assert handling.due_on == TODAY
    assert facts(letter, "calmed")["hint"] == "gas"
    assert told(letter, "calmed").due_on is None
    with pytest.raises(NotAllowed):
        urgent(watch, letter)


def told_day(letter: Letter) -> date | None:
    return LetterEvent.objects.get(letter=letter, kind="urgent").due_on
