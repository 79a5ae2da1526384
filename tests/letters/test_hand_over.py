"""Inside a body a section works on it, and the officer still signs."""

from datetime import timedelta
from types import ModuleType

import pytest

from mingbai.letters.change import NotNow
from mingbai.letters.hand_over import (
    BadInnerDay,
    NotAClerkHere,
    SectionWanted,
    hand_over,
)
from mingbai.letters.models import Letter, Notice
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import reply
from mingbai.places.actors import Officer
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    clerk,
    facts,
    now,
    stands,
    told,
    with_education,
)
from tests.moments import TODAY


def hand(by: Officer, letter: Letter, **more: object) -> None:
    hand_over(**{"by": by, "at": now(), "letter": letter, "section": "基教股", **more})  # type: ignore[arg-type]  # what a test is about


def test_only_the_officer_hands_it_over(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    clerk()
    for by in (
        *(cast.registrar(), cast.other_officer(), cast.supervisor()),
        *(cast.leader(), cast.acting("wutongzhi")),
    ):
        with pytest.raises(NotAllowed):
            hand(by, letter)


@pytest.mark.parametrize("section", ["", " ", "股" * 49])
def test_a_section_has_a_short_name(
    place: Place, cast: ModuleType, section: str
) -> None:
    with pytest.raises(SectionWanted):
        hand(cast.officer(), with_education(), section=section)


def test_somebody_elses_clerk_gets_nothing(place: Place, cast: ModuleType) -> None:
    user = clerk(cast.housing())
    with pytest.raises(NotAClerkHere):
        hand(cast.officer(), with_education(), clerk=user)


def test_a_clerk_who_must_stay_away_gets_nothing(
    place: Place, cast: ModuleType
) -> None:
    letter, user = with_education(), clerk()
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        user=user,
        reason="信中投诉吴同志。",
    )
    with pytest.raises(NotAClerkHere):
        hand(cast.officer(), letter, clerk=user)


def test_the_sections_day_lies_before_the_letters(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    due = stands(letter).due_on
    for day in (TODAY - timedelta(days=1), due + timedelta(days=1)):
        with pytest.raises(BadInnerDay):
            hand(cast.officer(), letter, inner_due_on=day)


def test_what_is_answered_is_handed_to_nobody(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(NotNow):
        hand(cast.officer(), letter)


def test_a_section_works_on_it_and_the_officer_still_signs(
    place: Place, cast: ModuleType
) -> None:
    letter, user = with_education(), clerk()
    due = stands(letter).due_on
    hand(cast.officer(), letter, clerk=user, inner_due_on=due, note="请今天去看现场。")
    handling = stands(letter)
    assert (handling.section, handling.clerk) == ("基教股", user)
    assert (handling.inner_due_on, handling.due_on) == (due, due)
    assert handling.officer == cast.user("lizhuren")
    assert not told(letter, "handed_over").note.is_for_writer
    assert facts(letter, "handed_over")["clerk"] == str(user.pk)
    assert Notice.objects.filter(user=user, kind="assigned").exists()
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
