"""What the writer may do by the receipt: add to a letter and take it back."""

import hashlib
from types import ModuleType

import pytest

from mingbai.ledger.models import Opening
from mingbai.letters.add import EmptyAddition, add
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.merge import merge
from mingbai.letters.models import Addition, Notice, Proposal, ReplyDraft
from mingbai.letters.propose import propose
from mingbai.letters.save_draft import save_draft
from mingbai.letters.tally import figures
from mingbai.letters.withdraw import withdraw
from mingbai.places.actors import Citizen
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    answered,
    clerk,
    facts,
    handed_over,
    head,
    now,
    stands,
    told,
    with_education,
    writer_of,
)
from tests.moments import TODAY
from tests.written import send

MORE = "还有一盏在校门口。\r\n谢谢"


def test_a_stranger_neither_adds_nor_withdraws(place: Place, cast: ModuleType) -> None:
    letter = send()
    for by in (Citizen(channel="web"), writer_of(send()), cast.registrar()):
        with pytest.raises(NotAllowed):
            add(by=by, at=now(), letter=letter, text=MORE)
        with pytest.raises(NotAllowed):
            withdraw(by=by, at=now(), letter=letter)


def test_an_empty_addition_is_refused(place: Place) -> None:
    letter = send()
    with pytest.raises(EmptyAddition):
        add(by=writer_of(letter), at=now(), letter=letter, text="\n ")


def test_nothing_is_added_to_a_closed_letter_nor_is_it_withdrawn(
    place: Place, cast: ModuleType
) -> None:
    letter = answered()
    with pytest.raises(NotNow):
        add(by=writer_of(letter), at=now(), letter=letter, text=MORE)
    with pytest.raises(NotNow):
        withdraw(by=writer_of(letter), at=now(), letter=letter)
    assert not Addition.objects.exists()


def test_a_letter_is_withdrawn_once(place: Place) -> None:
    letter = send()
    withdraw(by=writer_of(letter), at=now(), letter=letter)
    with pytest.raises(NotNow):
        withdraw(by=writer_of(letter), at=now(), letter=letter)


def test_a_page_that_is_out_of_date_withdraws_nothing(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    with pytest.raises(ChangedMeanwhile):
        withdraw(by=writer_of(letter), at=now(), letter=letter, seen=0)


def test_what_is_added_is_kept_byte_for_byte_and_committed_to(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    added = add(by=writer_of(letter), at=now(), letter=letter, text=MORE)
    kept = Addition.objects.get(pk=added.pk)
    assert (bytes(kept.verbatim or b""), kept.body) == (MORE.encode(), MORE)
    digest = hashlib.sha256(MORE.encode()).hexdigest()
    assert facts(letter, "added")["sha256"] == digest
    assert Notice.objects.get(kind="added").user == cast.user("lizhuren")
    for opening in Opening.objects.all():
        assert "校门口".encode() not in bytes(opening.content or b"")


def test_an_addition_that_hints_at_danger_is_told_at_once(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    add(by=writer_of(letter), at=now(), letter=letter, text="现在教室里有煤气味！")
    assert stands(letter).hint == "gas"
    urgent = Notice.objects.filter(kind=Notice.Kind.URGENT)
    told_of_it = {one.user.login for one in urgent}
    assert told_of_it == {"wangdengji", "lizhuren"}
    add(by=writer_of(letter), at=now(), letter=letter, text="煤气味更大了！")
    assert urgent.count() == 2


def test_a_withdrawn_letter_is_closed_and_nothing_is_deleted(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    withdraw(by=writer_of(letter), at=now(), letter=letter, reason="已经修好了")
    handling = stands(letter)
    assert (handling.state, handling.closed_on) == ("withdrawn", TODAY)
    assert letter.text.verbatim is not None
    assert told(letter, "withdrawn").note.text == "已经修好了"
    assert Proposal.objects.get().outcome == Proposal.Outcome.DROPPED
    assert not ReplyDraft.objects.exists()
    found = figures(today=TODAY, body=cast.education())
    assert (found.withdrawn, found.open, found.in_time) == (1, 0, 0)


def told_of_withdrawal() -> set[str]:
    told_of_it = Notice.objects.filter(kind=Notice.Kind.WITHDRAWN)
    return set(told_of_it.values_list("user__login", flat=True))


def test_of_what_nobody_had_in_hand_nobody_is_told(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    withdraw(by=writer_of(letter), at=now(), letter=letter)
    assert told_of_withdrawal() == set()


def test_whoever_worked_on_it_is_told_that_it_was_withdrawn(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    handed_over(letter, clerk())
    withdraw(by=writer_of(letter), at=now(), letter=letter)
    assert told_of_withdrawal() == {"lizhuren", "wutongzhi"}


def test_the_head_who_was_to_approve_the_answer_is_told_too(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    withdraw(by=writer_of(letter), at=now(), letter=letter)
    assert told_of_withdrawal() == {"lizhuren", "wutongzhi"}


def test_letters_merged_into_a_withdrawn_one_go_their_own_way(
    place: Place, cast: ModuleType
) -> None:
    first, second = send(), send()
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    withdraw(by=writer_of(first), at=now(), letter=first)
    handling = stands(second)
    assert (handling.state, handling.principal) == ("registered", None)
