"""Which acts the page of a letter offers to whom: what policy and moves allow."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from mingbai.accounts.grant import grant
from mingbai.accounts.models import DutyKind
from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.hold import hold
from mingbai.letters.merge import merge
from mingbai.letters.models import Level
from mingbai.letters.propose import propose
from mingbai.letters.rate import rate
from mingbai.letters.reply import Promised, reply
from mingbai.letters.return_letter import return_letter
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_return import rule_return
from mingbai.letters.set_practice import set_practice
from mingbai.places.models import Place
from tests import cast
from tests.letters.answering import ANSWER, answered, head, with_education, writer_of
from tests.moments import OPENED_ON
from tests.web.desk.letter_page import offered
from tests.web.desk.work import Desk
from tests.written import draft, send

OFFICER = {
    *("reply", "draft", "interim", "ask"),
    *("claim", "extension", "return", "hand-over", "assist"),
}
REGISTRAR = {"correct", "recuse", "urgent", "assist"}


def now() -> datetime:
    return datetime.now(UTC)


def test_the_registrar_judges_passes_on_and_answers_what_is_undecided(
    place: Place,
    desk: Desk,
) -> None:
    letter = send()
    assert offered(desk("wangdengji"), letter) == {
        *("route", "claim", "correct", "merge", "hold", "decline"),
        *("reply", "draft", "interim", "ask", "recuse", "urgent"),
    }


def test_a_held_letter_can_be_taken_up_again_and_not_held_twice(desk: Desk) -> None:
    letter = send()
    hold(by=cast.registrar(), at=now(), letter=letter, reason="待核实地址。")
    found = offered(desk("wangdengji"), letter)
    assert "resume" in found
    assert "hold" not in found


def test_the_officer_answers_and_never_rules(desk: Desk) -> None:
    letter = with_education()
    # It is the officer's already.
    assert offered(desk("lizhuren"), letter) == OFFICER - {"claim"}


def test_the_registrar_does_not_answer_for_a_body(desk: Desk) -> None:
    letter = with_education()
    assert offered(desk("wangdengji"), letter) == REGISTRAR


def test_a_clerk_drafts_and_signs_nothing(desk: Desk) -> None:
    letter = with_education()
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.CLERK,
        body=cast.education(),
        since=OPENED_ON,
    )
    assert offered(desk("wutongzhi"), letter) == {"draft"}


def test_where_the_head_approves_the_answer_is_put_up(desk: Desk) -> None:
    letter = with_education()
    head()
    set_practice(
        by=cast.administrators()[0],
        at=now(),
        body=cast.education(),
        wants_approval=True,
    )
    assert offered(desk("lizhuren"), letter) == (
        OFFICER - {"claim", "reply"} | {"propose"}
    )
    propose(by=cast.officer(), at=now(), letter=letter, text=ANSWER)
    assert offered(desk("wutongzhi"), letter) == {"approve", "send-back"}
    # Who put it up does not approve it.
    assert not offered(desk("lizhuren"), letter) & {"approve", "send-back", "reply"}


def test_a_return_is_ruled_by_the_registrar_and_can_not_come_twice(
    place: Place,
    desk: Desk,
) -> None:
    letter = with_education()
    return_letter(
        by=cast.officer(),
        at=now(),
        letter=letter,
        reason="路灯归住建局管。",
        proposed=cast.housing(),
    )
    assert "rule-return" in offered(desk("wangdengji"), letter)
    assert "rule-return" not in offered(desk("zhangducha"), letter)
    assert not offered(desk("lizhuren"), letter) & {"return", "reply", "rule-return"}


def test_more_time_is_asked_for_once_and_ruled_by_another(desk: Desk) -> None:
    letter = with_education()
    ask_extension(by=cast.officer(), at=now(), letter=letter, days=3, reason="要勘察。")
    assert "extension" not in offered(desk("lizhuren"), letter)
    for login in ("wangdengji", "zhangducha"):
        assert "rule-extension" in offered(desk(login), letter)
    rule_extension(
        by=cast.supervisor(),
        at=now(),
        letter=letter,
        granted=False,
        reason="可以快办。",
    )
    assert "extension" not in offered(desk("lizhuren"), letter)
    assert "rule-extension" not in offered(desk("wangdengji"), letter)


def test_a_body_is_offered_more_time_though_the_one_before_asked(desk: Desk) -> None:
    letter = with_education(draft(kind="complain"))
    ask_extension(by=cast.officer(), at=now(), letter=letter, days=3, reason="要勘察。")
    return_letter(by=cast.officer(), at=now(), letter=letter, reason="不属我局。")
    rule_return(
        by=cast.registrar(),
        at=now(),
        letter=letter,
        upheld=True,
        body=cast.housing(),
        reason="属住建局。",
    )
    assert "extension" in offered(desk("zhoukezhang"), letter)


def test_an_assisting_body_gives_its_part_and_no_more(desk: Desk) -> None:
    letter = with_education()
    ask_assist(
        by=cast.officer(),
        at=now(),
        letter=letter,
        body=cast.housing(),
        note="请说明道路照明归属。",
    )
    assert offered(desk("zhoukezhang"), letter) == {"give-part"}
    assert "end-part" in offered(desk("lizhuren"), letter)


def test_a_merged_letter_can_only_be_parted_again(desk: Desk) -> None:
    first, second = send(), send(draft(title="同一盏路灯"))
    merge(by=cast.registrar(), at=now(), letter=second, into=first)
    found = offered(desk("wangdengji"), second)
    assert "release" in found
    assert not found & {"route", "reply", "propose", "decline", "hold", "merge"}
    assert "rule-return" not in found
    # And into one that has others nothing is merged away.
    assert "merge" not in offered(desk("wangdengji"), first)


def test_a_leader_reads_and_instructs(desk: Desk) -> None:
    letter = send(replace(draft(), addressee=cast.post("fuxianzhang")))
    assert offered(desk("sunxiaolan"), letter) == {"read", "instruct"}


def test_a_supervisor_presses_and_leaves_the_answer_to_others(desk: Desk) -> None:
    letter = with_education()
    assert offered(desk("zhangducha"), letter) == {
        *("press", "escalate", "recuse", "urgent"),
    }


def test_what_hints_at_danger_is_called_urgent_or_not(desk: Desk) -> None:
    letter = send(draft(text="楼道里煤气泄漏，味道很重，请马上来人。"))
    assert {"urgent", "calm"} <= offered(desk("wangdengji"), letter)


@pytest.mark.parametrize(
    ("login", "rules"), [("zhangducha", True), ("lizhuren", False)]
)
def test_an_asking_to_reopen_is_ruled_by_the_supervisor(
    desk: Desk, login: str, rules: bool
) -> None:
    letter = answered()
    rate(
        by=writer_of(letter),
        at=now(),
        letter=letter,
        level=Level.VERY_DISSATISFIED,
        is_solved=False,
        remark="",
        asks_reopening=True,
        reason="灯还是不亮。",
    )
    is_ruled_by = "rule-reopening" in offered(desk(login), letter)
    assert is_ruled_by is (login == "zhangducha")


def test_a_promise_is_reported_by_the_body_that_gave_it(desk: Desk) -> None:
    letter = with_education()
    promise = Promised("换好路口的灯", date(2100, 1, 4))
    reply(by=cast.officer(), at=now(), letter=letter, text=ANSWER, promises=[promise])
    assert offered(desk("lizhuren"), letter) == {"promise"}
    assert "promise" not in offered(desk("wangdengji"), letter)
