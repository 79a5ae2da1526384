"""Where the body wants it, no answer leaves before its head has approved it."""

from datetime import date, timedelta
from types import ModuleType

import pytest
import time_machine

from mingbai.letters.approve import approve
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.models import Notice, Promise, Proposal, Reply, ReplyDraft, State
from mingbai.letters.propose import NobodyToApprove, propose
from mingbai.letters.reply import (
    ApprovalWanted,
    BadPromise,
    EmptyReply,
    Promised,
    reply,
)
from mingbai.letters.route import route
from mingbai.letters.save_draft import draft_of, save_draft
from mingbai.letters.send_back import RemarkWanted, send_back
from mingbai.letters.set_practice import set_practice
from mingbai.letters.tally import figures, waiting
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    answered,
    head,
    now,
    stands,
    told,
    with_education,
)
from tests.moments import TODAY
from tests.written import send

LAMPS = Promised("换好学府路的路灯", TODAY + timedelta(days=10))


def wants_approval(cast: ModuleType) -> None:
    set_practice(
        by=cast.administrators()[0],
        at=now(),
        body=cast.education(),
        wants_approval=True,
    )


def test_an_answer_that_wants_approval_is_not_sent_without(
    place: Place, cast: ModuleType
) -> None:
    wants_approval(cast)
    letter = with_education()
    with pytest.raises(ApprovalWanted):
        reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert not Reply.objects.exists()


def test_a_body_without_a_head_puts_nothing_up(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    with pytest.raises(NobodyToApprove):
        propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)


def test_an_officer_who_is_the_head_alone_finds_nobody(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    both = head("lizhuren")
    with pytest.raises(NobodyToApprove):
        propose(by=both, at=now(), letter=letter, text=ANSWER)


def test_a_head_who_must_stay_away_approves_nothing(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    keep_away_from_user(letter, cast.user("wutongzhi"), at=now())
    head()
    with pytest.raises(NobodyToApprove):
        propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)


def test_only_the_officer_puts_an_answer_up(place: Place, cast: ModuleType) -> None:
    letter, chief = with_education(), head()
    for by in (chief, cast.other_officer(), cast.registrar()):
        with pytest.raises(NotAllowed):
            propose(by=by, at=now(), letter=letter, text=ANSWER)


def test_what_says_nothing_or_promises_yesterday_is_not_put_up(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head()
    with pytest.raises(EmptyReply):
        propose(by=cast.officer(), at=now(), letter=letter, text=" ")
    for promise in (Promised("修", TODAY), Promised(" ", LAMPS.due_on)):
        with pytest.raises(BadPromise):
            propose(
                by=cast.officer(),
                at=now(),
                letter=letter,
                text=ANSWER,
                promises=[promise],
            )


def test_the_office_puts_nothing_up(place: Place, cast: ModuleType) -> None:
    letter = send()
    with pytest.raises(NotNow):
        propose(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)


def test_nobody_else_approves_or_sends_back(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    head()
    foreign = head("zhangducha", of=cast.housing())
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    for by in (cast.officer(), foreign, cast.registrar(), cast.leader()):
        with pytest.raises(NotAllowed):
            approve(by=by, at=now(), letter=letter)
        with pytest.raises(NotAllowed):
            send_back(by=by, at=now(), letter=letter, remark="再查")


def test_a_head_does_not_approve_what_he_put_up(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    head()
    propose(by=head("lizhuren"), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(NotAllowed):
        approve(by=cast.officer(), at=now(), letter=letter)


def test_there_is_nothing_to_approve_before_and_after(
    place: Place, cast: ModuleType
) -> None:
    letter, chief = with_education(), head()
    with pytest.raises(NotNow):
        approve(by=chief, at=now(), letter=letter)
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    approve(by=chief, at=now(), letter=letter)
    for again in (approve, lambda **words: send_back(**words, remark="再查")):
        with pytest.raises(NotNow):
            again(by=chief, at=now(), letter=letter)
    with pytest.raises(NotNow):
        propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)


def test_an_answer_is_not_sent_back_without_a_word(
    place: Place, cast: ModuleType
) -> None:
    letter, chief = with_education(), head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(RemarkWanted):
        send_back(by=chief, at=now(), letter=letter, remark=" ")
    assert stands(letter).state == State.APPROVING


def test_a_promise_whose_day_came_meanwhile_is_not_approved(
    place: Place, cast: ModuleType, clock: time_machine.Traveller
) -> None:
    letter, chief = with_education(), head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER, promises=[LAMPS])
    clock.shift(timedelta(days=10))
    with pytest.raises(BadPromise):
        approve(by=chief, at=now(), letter=letter)
    assert stands(letter).state == State.APPROVING


def test_a_head_whose_page_is_out_of_date_approves_nothing(
    place: Place, cast: ModuleType
) -> None:
    letter, chief = with_education(), head()
    seen = stands(letter).version
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER, seen=seen)
    with pytest.raises(ChangedMeanwhile):
        approve(by=chief, at=now(), letter=letter, seen=seen)


def test_what_is_put_up_waits_with_its_officer_and_its_heads_are_told(
    place: Place, cast: ModuleType
) -> None:
    letter, chief = with_education(), head()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    handling = stands(letter)
    assert (handling.state, handling.closed_on) == (State.APPROVING, None)
    assert handling.officer == cast.user("lizhuren")
    notice = Notice.objects.get(kind=Notice.Kind.TO_APPROVE)
    assert (notice.user_id, notice.letter) == (chief.user, letter)
    assert not ReplyDraft.objects.exists()
    counted = {(one.state, one.open) for one in waiting(today=TODAY) if one.open}
    assert counted == {("approving", 1)}


def test_what_was_approved_leaves_with_both_names(
    place: Place, cast: ModuleType
) -> None:
    letter, chief = with_education(), head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER, promises=[LAMPS])
    sent = approve(by=chief, at=now(), letter=letter)
    assert (sent.kind, sent.text.text) == (Reply.Kind.FINAL, ANSWER)
    assert sent.officer == cast.user("lizhuren")
    assert sent.approved_by == cast.user("wutongzhi")
    assert Proposal.objects.get().outcome == Proposal.Outcome.APPROVED
    promise = Promise.objects.get()
    assert (promise.what, promise.due_on, promise.body) == (
        LAMPS.what,
        LAMPS.due_on,
        cast.education(),
    )
    assert (stands(letter).closed_on, figures(today=TODAY).in_time) == (TODAY, 1)


def test_what_was_sent_back_is_a_draft_again_and_can_be_put_up_again(
    place: Place, cast: ModuleType
) -> None:
    letter, chief = with_education(), head()
    due = stands(letter).due_on
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    send_back(by=chief, at=now(), letter=letter, remark="写明哪天修好")
    handling = stands(letter)
    assert (handling.state, handling.due_on) == (State.ROUTED, due)
    note = told(letter, "sent_back").note
    assert (note.text, note.is_for_writer) == ("写明哪天修好", False)
    assert draft_of(letter, cast.user("lizhuren")) == ANSWER
    assert Notice.objects.filter(kind=Notice.Kind.SENT_BACK).count() == 1
    propose(by=cast.officer(), at=now(), letter=letter, text=f"{ANSWER}已改。")
    sent = approve(by=chief, at=now(), letter=letter)
    assert sent.text.text == f"{ANSWER}已改。"
    outcomes = [one.outcome for one in Proposal.objects.all()]
    assert outcomes == ["sent_back", "approved"]


def test_a_body_that_wants_none_answers_without(place: Place, cast: ModuleType) -> None:
    head()
    assert stands(answered()).closed_on == date(2026, 9, 22)


def test_a_head_who_has_the_letter_needs_nobodys_approval(
    place: Place, cast: ModuleType
) -> None:
    wants_approval(cast)
    chief = head()
    letter = send()
    keep_away_from_user(letter, cast.user("lizhuren"), at=now())
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    assert stands(letter).officer == cast.user("wutongzhi")
    sent = reply(by=chief, at=now(), letter=letter, text=ANSWER)
    assert (sent.officer_id, sent.approved_by) == (chief.user, None)
