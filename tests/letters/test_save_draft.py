"""What was typed of an answer survives, for its writer alone, until it is sent."""

from types import ModuleType

import pytest

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.change import NotNow
from mingbai.letters.merge import merge
from mingbai.letters.models import LetterEvent, ReplyDraft
from mingbai.letters.recuse import recuse
from mingbai.letters.reply import reply
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.rule_return import rule_return
from mingbai.letters.save_draft import draft_of, save_draft
from mingbai.places.actors import Officer
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import ANSWER, answered, now, stands, with_education
from tests.moments import OPENED_ON
from tests.written import send


def test_another_bodys_officer_keeps_no_draft(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    for by in (cast.other_officer(), cast.registrar(), cast.supervisor()):
        with pytest.raises(NotAllowed):
            save_draft(by=by, at=now(), letter=letter, text="您好")


def test_a_closed_letter_takes_no_draft(place: Place, cast: ModuleType) -> None:
    letter = answered()
    with pytest.raises(NotNow):
        save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")


def test_the_later_draft_holds_and_is_no_event(place: Place, cast: ModuleType) -> None:
    letter, user = with_education(), cast.user("lizhuren")
    version, events = stands(letter).version, LetterEvent.objects.count()
    for text in ("您好", "您好：经查"):
        save_draft(by=cast.officer(), at=now(), letter=letter, text=text)
    assert draft_of(letter, user) == "您好：经查"
    assert ReplyDraft.objects.count() == 1
    assert (stands(letter).version, LetterEvent.objects.count()) == (version, events)


def test_nobody_reads_the_draft_of_another(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    assert draft_of(letter, cast.user("zhoukezhang")) == ""


def test_what_one_body_typed_is_not_given_to_the_next(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="此人总来信。")
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="不属我局。")
    assert ReplyDraft.objects.filter(letter=letter).exists()
    rule_return(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        upheld=True,
        body=cast.housing(),
        reason="属住建局。",
    )
    assert not ReplyDraft.objects.exists()


def test_what_the_office_typed_stays_with_the_office(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    save_draft(by=cast.registrar(), at=now(), letter=letter, text="疑为老上访。")
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    assert not ReplyDraft.objects.exists()


def test_a_return_that_is_refused_gives_the_body_its_own_words_again(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好：")
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="不属我局。")
    rule_return(
        by=cast.registrar(), at=now(), letter=letter, upheld=False, reason="属你局。"
    )
    assert draft_of(letter, cast.user("lizhuren")) == "您好："


def test_what_somebody_typed_who_must_stay_away_now_is_thrown_away(
    place: Place, cast: ModuleType
) -> None:
    """The officer's own words stay; the clerk's go, wherever the letter is joined."""
    principal, letter, clerk = with_education(), send(), _clerk(cast)
    for by in (cast.officer(), clerk):
        save_draft(by=by, at=now(), letter=principal, text="您好：")
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        user=cast.user("wutongzhi"),
        reason="信中投诉此人。",
    )
    assert draft_of(principal, cast.user("wutongzhi")) == "您好："
    merge(by=cast.registrar(), at=now(), letter=letter, into=principal)
    assert draft_of(principal, cast.user("wutongzhi")) == ""
    assert draft_of(principal, cast.user("lizhuren")) == "您好："
    other = with_education()
    save_draft(by=clerk, at=now(), letter=other, text="您好：")
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=other,
        user=cast.user("wutongzhi"),
        reason="信中投诉此人。",
    )
    assert draft_of(other, cast.user("wutongzhi")) == ""


def _clerk(cast: ModuleType) -> Officer:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.CLERK,
        body=cast.education(),
        since=OPENED_ON,
    )
    official: Officer = cast.acting("wutongzhi")
    return official


def test_an_empty_text_throws_the_draft_away(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    save_draft(by=cast.officer(), at=now(), letter=letter, text=" \n")
    assert draft_of(letter, cast.user("lizhuren")) == ""


def test_drafts_end_with_the_answer(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    save_draft(by=cast.officer(), at=now(), letter=letter, text="您好")
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert not ReplyDraft.objects.exists()
