"""Letters that say the same: one is answered, and the answer is for both."""

from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.add import add
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.decline import decline
from mingbai.letters.hold import hold
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.merge import CannotMerge, merge
from mingbai.letters.models import Letter, Notice, Promise, Recusal, Reply, ReplyText
from mingbai.letters.reasons import Reason
from mingbai.letters.recuse import recuse
from mingbai.letters.release import release
from mingbai.letters.reply import Promised, reply
from mingbai.letters.route import route
from mingbai.letters.set_urgent import set_urgent
from mingbai.letters.tally import figures, waiting
from mingbai.letters.withdraw import withdraw
from mingbai.places.actors import Officer
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
from tests.moments import OPENED_ON, TODAY
from tests.written import draft, send

Why = CannotMerge.Why


def join(cast: ModuleType, letter: Letter, into: Letter) -> None:
    merge(by=cast.registrar(), at=now(), letter=letter, into=into)


def refused(cast: ModuleType, letter: Letter, into: Letter) -> CannotMerge.Why:
    with pytest.raises(CannotMerge) as refusal:
        join(cast, letter, into)
    return refusal.value.why


def test_nobody_but_a_registrar_merges_and_parts(
    place: Place, cast: ModuleType
) -> None:
    letter, into = send(), send()
    for by in (cast.officer(), cast.supervisor(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            merge(by=by, at=now(), letter=letter, into=into)
    join(cast, letter, into)
    for by in (cast.officer(), cast.supervisor(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            release(by=by, at=now(), letter=letter)


def test_a_letter_is_not_merged_into_itself(place: Place, cast: ModuleType) -> None:
    letter = send()
    assert refused(cast, letter, letter) == Why.ITSELF


def test_there_is_no_chain_of_merged_letters(place: Place, cast: ModuleType) -> None:
    first, second, third = send(), send(), send()
    join(cast, second, first)
    assert refused(cast, third, second) == Why.MERGED
    assert refused(cast, first, third) == Why.HAS_MERGED


def test_a_letter_closed_without_answer_answers_for_none(
    place: Place, cast: ModuleType
) -> None:
    declined, withdrawn, letter = send(), send(), send()
    decline(by=cast.registrar(), at=now(), letter=declined, reason=Reason.COURT)
    withdraw(by=writer_of(withdrawn), at=now(), letter=withdrawn)
    assert refused(cast, letter, declined) == Why.CLOSED
    assert refused(cast, letter, withdrawn) == Why.CLOSED


def test_an_answer_whose_words_are_erased_is_given_to_none(
    place: Place, cast: ModuleType
) -> None:
    principal = answered()
    ReplyText.objects.filter(reply__letter=principal).update(text=None)
    assert refused(cast, send(), principal) == Why.CLOSED


def test_whoever_is_complained_of_does_not_answer_by_way_of_a_merge(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), send()
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        user=cast.user("lizhuren"),
        reason="信中投诉李主任。",
    )
    assert refused(cast, letter, principal) == Why.BARRED
    assert not Recusal.objects.filter(letter=principal).exists()


def test_what_a_body_has_is_not_merged(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(NotNow):
        join(cast, letter, send())


def test_nothing_is_merged_on_an_old_page(place: Place, cast: ModuleType) -> None:
    letter = send()
    hold(by=cast.registrar(), at=now(), letter=letter, reason="等补充材料。")
    with pytest.raises(ChangedMeanwhile):
        merge(by=cast.registrar(), at=now(), letter=letter, into=send(), seen=0)


def test_what_is_not_merged_is_not_parted(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotNow):
        release(by=cast.registrar(), at=now(), letter=send())


def test_a_merged_letter_keeps_number_and_day_and_follows_the_other(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = send(), send()
    join(cast, letter, principal)
    assert told(letter, "merged").other == principal
    assert facts(letter, "merged")["into"] == principal.ref
    route(by=cast.registrar(), at=now(), letter=principal, body=cast.education())
    handling = stands(letter)
    assert (handling.state, handling.body) == ("merged", cast.education())
    assert handling.officer == cast.user("lizhuren")
    assert handling.due_on == letter.due_on
    assert told(letter, "routed").to_state == "merged"


def test_one_answer_closes_both(place: Place, cast: ModuleType) -> None:
    principal, letter = send(), send()
    join(cast, letter, principal)
    route(by=cast.registrar(), at=now(), letter=principal, body=cast.education())
    reply(by=cast.officer(), at=now(), letter=principal, text=ANSWER)
    assert stands(letter).state == "answered"
    assert Reply.objects.get(letter=letter).text.text == ANSWER
    found = figures(today=TODAY)
    assert (found.merged, found.in_time, found.open) == (1, 2, 0)


def test_an_answer_meant_for_one_alone_parts_them(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = send(), send()
    join(cast, letter, principal)
    reply(
        by=cast.registrar(),
        at=now(),
        letter=principal,
        text=ANSWER,
        is_for_merged=False,
    )
    assert not Reply.objects.filter(letter=letter).exists()
    assert stands(letter).state == "registered"


def test_merged_into_an_answered_letter_it_is_answered_at_once(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    principal = with_education()
    done, soon = Promised("验收灯杆", date(2026, 9, 25)), date(2026, 10, 30)
    reply(
        by=cast.officer(),
        at=now(),
        letter=principal,
        text=ANSWER,
        promises=[done, Promised("换完灯杆", soon)],
    )
    clock.shift(timedelta(days=7))
    letter = send()
    join(cast, letter, principal)
    given = Reply.objects.get(letter=letter)
    assert (given.text.text, given.officer) == (ANSWER, cast.user("lizhuren"))
    assert given.body == cast.education()
    assert stands(letter).state == "answered"
    ahead = Promise.objects.get(letter=letter)
    assert (ahead.what, ahead.due_on) == ("换完灯杆", soon)


def test_whoever_stays_away_from_one_stays_away_from_both(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = send(), send()
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        user=cast.user("lizhuren"),
        reason="信中投诉李主任。",
    )
    join(cast, letter, principal)
    barred = Recusal.objects.filter(letter=principal, user__isnull=False)
    assert [one.user for one in barred] == [cast.user("lizhuren")]


def test_a_parted_letter_lies_with_the_office_again(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), send()
    join(cast, letter, principal)
    handling = release(by=cast.registrar(), at=now(), letter=letter)
    assert (handling.state, handling.body, handling.officer) == (
        "registered",
        None,
        None,
    )
    assert handling.due_on == letter.due_on
    assert told(letter, "released").other == principal
    lying = [one for one in waiting(today=TODAY) if one.body is None and one.open]
    assert [(one.state, one.open) for one in lying] == [("registered", 1)]


def test_the_other_writers_withdrawal_is_not_said_to_be_ones_own(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = send(), send()
    join(cast, letter, principal)
    withdraw(by=writer_of(principal), at=now(), letter=principal)
    event = told(letter, "released")
    assert event.actor == "system"
    assert stands(letter).state == "registered"


def danger(text: str = "家里一股煤气味，快来人。") -> Letter:
    """A letter whose words hint at danger to life."""
    return send(draft(text=text))


def noticed(letter: Letter) -> set[str]:
    """Who has an unseen notice of danger in that letter."""
    rows = Notice.objects.filter(letter=letter, kind="urgent", seen_at__isnull=True)
    return set(rows.values_list("user__login", flat=True))


@pytest.mark.parametrize("is_urgent", [False, True])
def test_danger_is_not_joined_with_what_is_answered(
    place: Place, cast: ModuleType, is_urgent: bool
) -> None:
    letter = danger()
    if is_urgent:
        set_urgent(by=cast.registrar(), at=now(), letter=letter, is_urgent=True)
    assert refused(cast, letter, answered()) == Why.DANGER
    set_urgent(by=cast.registrar(), at=now(), letter=letter, is_urgent=False)
    join(cast, letter, answered())
    assert stands(letter).state == "answered"


def test_an_ordinary_letter_alarms_nobody_when_it_is_joined(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), send()
    before = stands(principal)
    join(cast, letter, principal)
    after = stands(principal)
    assert (after.version, after.due_on) == (before.version, before.due_on)
    assert noticed(principal) == set()


def test_whoever_must_stay_away_is_not_told_of_the_danger_carried_over(
    place: Place, cast: ModuleType
) -> None:
    holding_watch(cast)
    principal, letter = with_education(), danger()
    keep_away_from_user(letter, cast.user("wutongzhi"), at=now())
    join(cast, letter, principal)
    assert noticed(principal) == {"wangdengji", "lizhuren"}


def test_a_hint_at_danger_is_carried_over_and_told_to_the_holder_and_the_watch(
    place: Place, cast: ModuleType
) -> None:
    watch = holding_watch(cast)
    principal, letter = with_education(), danger()
    due = stands(principal).due_on
    join(cast, letter, principal)
    handling = stands(principal)
    assert (handling.hint, handling.is_urgent, handling.due_on) == ("gas", False, due)
    assert noticed(principal) == {"wangdengji", "lizhuren", "wutongzhi"}
    assert told(principal, "hinted").other == letter
    assert facts(principal, "hinted")["other"] == letter.ref
    set_urgent(by=watch, at=now(), letter=principal, is_urgent=True)
    assert stands(principal).due_on == TODAY


def test_an_urgent_letter_makes_the_other_one_urgent_and_due_the_same_day(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), danger()
    set_urgent(by=cast.registrar(), at=now(), letter=letter, is_urgent=True)
    join(cast, letter, principal)
    handling = stands(principal)
    assert (handling.hint, handling.is_urgent, handling.due_on) == ("gas", True, TODAY)
    assert told(principal, "urgent").due_on == TODAY
    assert noticed(principal) == {"wangdengji", "lizhuren"}
    counted = [one for one in waiting(today=TODAY) if one.body and one.due_today]
    assert sum(one.due_today for one in counted) == 2


def test_danger_found_or_added_after_joining_is_carried_over_too(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), send()
    join(cast, letter, principal)
    add(by=writer_of(letter), at=now(), letter=letter, text="我不想活了，要跳楼。")
    assert stands(principal).hint == "suicide"
    # The writer of the one is no party to the other.
    assert told(principal, "hinted").actor == "system"
    assert noticed(principal) == noticed(letter) == {"wangdengji", "lizhuren"}
    set_urgent(by=cast.registrar(), at=now(), letter=letter, is_urgent=True)
    assert (stands(principal).is_urgent, stands(principal).due_on) == (True, TODAY)


def holding_watch(cast: ModuleType) -> Officer:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.WATCH,
        since=OPENED_ON,
    )
    watch: Officer = cast.acting("wutongzhi")
    return watch
