"""Whoever is complained of neither sees nor handles nor approves it."""

from types import ModuleType

import pytest

from mingbai.accounts.create_user import create_user
from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.ledger.models import Opening
from mingbai.letters.approve import approve
from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import NoReason
from mingbai.letters.change import NotNow
from mingbai.letters.claim import claim
from mingbai.letters.find import by_ref
from mingbai.letters.merge import merge
from mingbai.letters.models import Assist, Letter, Notice, Proposal, Recusal
from mingbai.letters.propose import propose
from mingbai.letters.recuse import SomebodyWanted, recuse
from mingbai.letters.reply import reply
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.rule_return import rule_return
from mingbai.letters.save_draft import draft_of
from mingbai.letters.set_practice import set_practice
from mingbai.letters.tell_nobody import tell_nobody
from mingbai.lib.numbering import parse_ref
from mingbai.places.actors import Officer
from mingbai.places.models import Body, Person, Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    head,
    now,
    stands,
    told,
    with_education,
)
from tests.moments import OPENED_ON
from tests.written import send

WHY = "信中投诉此人。"


def keep_away(cast: ModuleType, letter: Letter, login: str) -> None:
    recuse(
        by=cast.registrar(), at=now(), letter=letter, user=cast.user(login), reason=WHY
    )


def colleague(cast: ModuleType, of: Body) -> Officer:
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.OFFICER,
        body=of,
        since=OPENED_ON,
    )
    official: Officer = cast.acting("wutongzhi")
    return official


def reads(by: Officer, letter: Letter) -> bool:
    return by_ref(parse_ref(letter.ref), by=by) is not None


def test_only_registrars_and_supervisors_keep_people_away(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    for by in (cast.officer(), cast.other_officer(), cast.leader(), cast.outsider()):
        with pytest.raises(NotAllowed):
            recuse(
                by=by, at=now(), letter=letter, user=cast.user("lizhuren"), reason=WHY
            )


def test_an_official_or_a_post_is_named(place: Place, cast: ModuleType) -> None:
    letter, user, post = send(), cast.user("lizhuren"), cast.post("shuji")
    for who, held in ((None, None), (user, post)):
        with pytest.raises(SomebodyWanted):
            recuse(
                by=cast.registrar(),
                at=now(),
                letter=letter,
                user=who,
                post=held,
                reason=WHY,
            )


def test_nobody_is_kept_away_without_a_reason(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NoReason):
        recuse(
            by=cast.registrar(),
            at=now(),
            letter=send(),
            user=cast.user("lizhuren"),
            reason=" ",
        )


def test_an_answered_letter_bars_nobody_any_more(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    with pytest.raises(NotNow):
        keep_away(cast, letter, "lizhuren")
    assert not Recusal.objects.exists()


def test_whoever_must_stay_away_gives_it_up_to_a_colleague(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    other = colleague(cast, cast.education())
    due = stands(letter).due_on
    keep_away(cast, letter, "lizhuren")
    handling = stands(letter)
    assert (handling.state, handling.body) == ("routed", cast.education())
    assert handling.officer == cast.user("wutongzhi")
    assert handling.due_on == due
    assert not reads(cast.officer(), letter)
    with pytest.raises(NotAllowed):
        reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    reply(by=other, at=now(), letter=letter, text=ANSWER)


def test_the_reason_stays_inside(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    keep_away(cast, letter, "zhoukezhang")
    event = told(letter, "recused")
    assert (event.note.text, event.note.is_for_writer) == (WHY, False)
    assert event.leaf is not None


def test_the_head_takes_it_and_answers_without_asking_anybody(
    place: Place, cast: ModuleType
) -> None:
    letter, juzhang = with_education(), head()
    set_practice(by=cast.FOUNDERS, at=now(), body=cast.education(), wants_approval=True)
    keep_away(cast, letter, "lizhuren")
    assert stands(letter).officer == cast.user("wutongzhi")
    sent = reply(by=juzhang, at=now(), letter=letter, text=ANSWER)
    assert sent.officer == cast.user("wutongzhi")


def test_a_head_who_has_not_taken_it_does_not_answer(
    place: Place, cast: ModuleType
) -> None:
    letter, juzhang = with_education(), head()
    with pytest.raises(NotAllowed):
        reply(by=juzhang, at=now(), letter=letter, text=ANSWER)


def test_of_a_head_complained_of_the_whole_body_stays_away(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head()
    above = cast.body("zhengfu")
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("zhangducha"),
        kind=DutyKind.OFFICER,
        body=above,
        since=OPENED_ON,
    )
    keep_away(cast, letter, "wutongzhi")
    handling = stands(letter)
    assert (handling.body, handling.officer) == (above, cast.user("zhangducha"))
    assert not reads(cast.officer(), letter)


def test_a_post_bars_its_holder_and_what_it_leads(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    recuse(
        by=cast.supervisor(),
        at=now(),
        letter=letter,
        post=cast.post("fuxianzhang"),
        reason=WHY,
    )
    barred = Recusal.objects.filter(letter=letter)
    assert barred.filter(post=cast.post("fuxianzhang")).exists()
    assert barred.filter(person=cast.user("sunxiaolan").person).exists()
    assert barred.filter(user=cast.user("sunxiaolan")).exists()
    assert barred.filter(body=cast.education()).exists()


def test_with_nobody_left_it_lies_with_the_office_and_administrators_are_told(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    due = stands(letter).due_on
    keep_away(cast, letter, "lizhuren")
    handling = stands(letter)
    assert (handling.state, handling.body, handling.officer) == (
        "registered",
        None,
        None,
    )
    assert handling.due_on == due
    told_to = Notice.objects.filter(letter=letter, kind="nobody")
    assert set(told_to.values_list("user__login", flat=True)) == {
        "chenguanli",
        "linguanli",
    }
    # The office is not stuck with it.
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.housing())


def test_an_answer_put_up_by_whoever_must_stay_away_is_dropped(
    place: Place, cast: ModuleType
) -> None:
    letter, juzhang = with_education(), head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    keep_away(cast, letter, "lizhuren")
    handling = stands(letter)
    assert (handling.state, handling.officer) == ("routed", cast.user("wutongzhi"))
    assert Proposal.objects.get(letter=letter).outcome == "dropped"
    with pytest.raises((NotNow, NotAllowed)):
        approve(by=juzhang, at=now(), letter=letter)


def without_approver(cast: ModuleType) -> Letter:
    """An answer was put up, and the one head must stay away from the letter."""
    letter = with_education()
    create_user(
        by=cast.FOUNDERS,
        at=now(),
        login="zhaoyiping",
        name="赵一平",
        person=Person.objects.get(name="赵一平"),
        password=cast.PASSWORD,
    )
    head("zhaoyiping")
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    # Who holds the post heads this body too, but the post leads another one.
    recuse(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        post=cast.post("shuji"),
        reason=WHY,
    )
    return letter


def test_where_no_approval_is_wanted_nobody_has_to_name_a_head(
    place: Place, cast: ModuleType
) -> None:
    without_approver(cast)
    assert not Notice.objects.filter(kind=Notice.Kind.NO_APPROVER).exists()
    assert not Opening.objects.filter(name="body.unattended").exists()


def test_an_answer_nobody_may_approve_comes_back_as_a_draft(
    place: Place, cast: ModuleType
) -> None:
    letter = without_approver(cast)
    handling = stands(letter)
    assert (handling.state, handling.officer) == ("routed", cast.user("lizhuren"))
    assert draft_of(letter, cast.user("lizhuren")) == ANSWER


def test_the_administrators_are_told_where_approval_is_wanted_and_nobody_may(
    place: Place, cast: ModuleType
) -> None:
    set_practice(by=cast.FOUNDERS, at=now(), body=cast.education(), wants_approval=True)
    without_approver(cast)
    notices = Notice.objects.filter(kind=Notice.Kind.NO_APPROVER)
    logins = {one.user.login for one in notices}
    assert logins == {"chenguanli", "linguanli"}


def test_an_answer_that_another_head_may_approve_stays_put_up(
    place: Place, cast: ModuleType
) -> None:
    letter, juzhang = with_education(), head()
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    keep_away(cast, letter, "zhoukezhang")
    assert stands(letter).state == "approving"
    approve(by=juzhang, at=now(), letter=letter)


def test_a_registrar_complained_of_lets_it_go(place: Place, cast: ModuleType) -> None:
    letter = send()
    claim(by=cast.registrar(), at=now(), letter=letter)
    recuse(
        by=cast.supervisor(),
        at=now(),
        letter=letter,
        user=cast.user("wangdengji"),
        reason=WHY,
    )
    handling = stands(letter)
    assert (handling.state, handling.officer) == ("registered", None)


def test_a_returned_letter_is_not_sent_back_to_whoever_must_stay_away(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="不属我局。")
    keep_away(cast, letter, "lizhuren")
    assert (stands(letter).state, stands(letter).officer) == ("returned", None)
    colleague(cast, cast.education())
    rule_return(
        by=cast.registrar(), at=now(), letter=letter, upheld=False, reason="属你局。"
    )
    assert stands(letter).officer == cast.user("wutongzhi")


def test_whoever_is_barred_from_one_is_barred_from_all_merged_with_it(
    place: Place, cast: ModuleType
) -> None:
    principal, letter = with_education(), send()
    merge(by=cast.registrar(), at=now(), letter=letter, into=principal)
    colleague(cast, cast.education())
    keep_away(cast, letter, "lizhuren")
    for one in (principal, letter):
        assert not reads(cast.officer(), one)
        assert stands(one).officer == cast.user("wutongzhi")
        assert told(one, "recused")
    keep_away(cast, letter, "zhoukezhang")
    barred = Recusal.objects.filter(letter=principal, user__isnull=False)
    assert {one.user for one in barred} == {
        cast.user("lizhuren"),
        cast.user("zhoukezhang"),
    }


def test_a_body_that_must_stay_away_gives_no_part(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    ask_assist(by=cast.officer(), at=now(), letter=letter, body=cast.housing())
    head(of=cast.housing())
    keep_away(cast, letter, "wutongzhi")
    assert Assist.objects.get(letter=letter).state == "ended"


def test_nobody_is_told_of_letters_one_may_not_read(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    with pytest.raises(NotAllowed):
        tell_nobody(
            by=cast.officer(), at=now(), letter=letter, body=cast.body("xianweiban")
        )


def test_that_nobody_answers_for_a_body_is_told_and_kept_on_record(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    tell_nobody(
        by=cast.registrar(), at=now(), letter=letter, body=cast.body("xianweiban")
    )
    assert Notice.objects.filter(letter=letter, kind="nobody").count() == 2
    stated = Opening.objects.get(name="body.unattended").stated or {}
    assert (stated["body"], stated["letter"]) == ("xianweiban", letter.ref)
    assert stated["duty"] == "officer"
