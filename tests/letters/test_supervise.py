"""Those above: supervisors press and bring it up, the leader reads and instructs."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import ModuleType

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingbai.accounts.end import end
from mingbai.accounts.grant import grant
from mingbai.accounts.models import Duty, DutyKind
from mingbai.letters.change import ChangedMeanwhile, NotNow
from mingbai.letters.draft import Draft
from mingbai.letters.escalate import NobodyLeads, escalate
from mingbai.letters.instruct import instruct
from mingbai.letters.keep_away import keep_away_from_user
from mingbai.letters.mark_read import mark_read
from mingbai.letters.models import Letter, LetterEvent, Notice
from mingbai.letters.offered import Queue
from mingbai.letters.press import NoWords, press
from mingbai.letters.queue import page
from mingbai.letters.reply import reply
from mingbai.letters.route import route
from mingbai.places.actors import DutyHeld, Officer
from mingbai.places.give_portfolio import give_portfolio
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests.letters.answering import (
    ANSWER,
    answered,
    facts,
    head,
    now,
    stands,
    told,
    with_education,
)
from tests.moments import OPENED_ON, TODAY
from tests.written import draft, send

WORDS = "请今天内给出办理意见。"


def noticed(letter: Letter, kind: Notice.Kind) -> set[str]:
    rows = Notice.objects.filter(letter=letter, kind=kind)
    return set(rows.values_list("user__login", flat=True))


def brought_up(letter: Letter, cast: ModuleType) -> Letter:
    """The letter, which the deputy head in charge of education has been told of."""
    escalate(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    return letter


def in_the_list_of(leader: Officer) -> list[Letter]:
    return [row.letter for row in page(Queue.LEADER, officer=leader).rows]


def to_leader(cast: ModuleType) -> Letter:
    return send(
        Draft(
            kind="ask",
            title="校门口的路灯",
            text="请过问。",
            addressee=cast.post("fuxianzhang"),
        )
    )


def test_only_a_supervisor_presses_and_escalates(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    for by in (cast.registrar(), cast.officer(), cast.leader(), cast.outsider()):
        for verb in (press, escalate):
            with pytest.raises(NotAllowed):
                verb(by=by, at=now(), letter=letter, text=WORDS)


def test_only_the_leader_it_is_addressed_to_reads_and_instructs(
    place: Place, cast: ModuleType
) -> None:
    letter, other = to_leader(cast), with_education()
    for by in (cast.registrar(), cast.supervisor(), cast.officer(), cast.outsider()):
        with pytest.raises(NotAllowed):
            mark_read(by=by, at=now(), letter=letter)
        with pytest.raises(NotAllowed):
            instruct(by=by, at=now(), letter=letter, text=WORDS)
    with pytest.raises(NotAllowed):
        mark_read(by=cast.leader(), at=now(), letter=other)


def test_a_leader_neither_reads_nor_lists_what_came_before_nobody(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    press(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert in_the_list_of(cast.leader()) == []
    for verb in (mark_read, partial(instruct, text=WORDS)):
        with pytest.raises(NotAllowed):
            verb(by=cast.leader(), at=now(), letter=letter)


def test_a_leader_kept_away_afterwards_has_no_part_in_what_was_brought_up(
    place: Place, cast: ModuleType
) -> None:
    letter = brought_up(with_education(), cast)
    keep_away_from_user(letter, cast.user("sunxiaolan"), at=now())
    assert in_the_list_of(cast.leader()) == []
    for verb in (mark_read, partial(instruct, text=WORDS)):
        with pytest.raises(NotAllowed):
            verb(by=cast.leader(), at=now(), letter=letter)


def test_nobody_is_pressed_without_words(place: Place, cast: ModuleType) -> None:
    letter, mine = with_education(), to_leader(cast)
    for verb in (press, escalate):
        with pytest.raises(NoWords):
            verb(by=cast.supervisor(), at=now(), letter=letter, text=" \n　")
    with pytest.raises(NoWords):
        instruct(by=cast.leader(), at=now(), letter=mine, text="")


def test_a_closed_letter_is_pressed_for_no_more(place: Place, cast: ModuleType) -> None:
    letter, mine = answered(), to_leader(cast)
    for verb in (press, escalate):
        with pytest.raises(NotNow):
            verb(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    reply(by=cast.registrar(), at=now(), letter=mine, text=ANSWER)
    with pytest.raises(NotNow):
        instruct(by=cast.leader(), at=now(), letter=mine, text=WORDS)


def test_what_changed_meanwhile_is_not_pressed_for(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    for verb in (press, escalate):
        with pytest.raises(ChangedMeanwhile):
            verb(by=cast.supervisor(), at=now(), letter=letter, text=WORDS, seen=0)


def test_what_lies_at_the_office_is_brought_before_nobody(
    place: Place, cast: ModuleType
) -> None:
    with pytest.raises(NobodyLeads):
        escalate(by=cast.supervisor(), at=now(), letter=send(), text=WORDS)


def test_a_body_that_nobody_leads_is_brought_before_nobody(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.housing())
    # The county head leads its parent, and has no account.
    with pytest.raises(NobodyLeads):
        escalate(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert stands(letter).version == 1


def test_the_leader_complained_of_is_passed_over(
    place: Place, cast: ModuleType
) -> None:
    complaint = Draft(
        kind="complain",
        title="分管领导不批",
        text="一直不批。",
        about=cast.post("fuxianzhang"),
    )
    letter = send(complaint)
    # The post leads the education bureau, so that it goes to the body above.
    head("zhoukezhang", cast.body("zhengfu"))
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    with pytest.raises(NobodyLeads):
        escalate(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)


def test_pressing_tells_the_officer_and_the_heads(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head()
    before = stands(letter)
    press(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert noticed(letter, Notice.Kind.PRESSED) == {"lizhuren", "wutongzhi"}
    event = told(letter, "pressed")
    assert (event.note.text, event.note.is_for_writer) == (WORDS, False)
    after = stands(letter)
    assert (after.state, after.due_on) == (before.state, before.due_on)
    assert facts(letter, "pressed")["body"] == "jiaoyuju"


def test_it_is_pressed_for_again(place: Place, cast: ModuleType) -> None:
    letter = with_education()
    for _ in range(2):
        press(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert LetterEvent.objects.filter(letter=letter, kind="pressed").count() == 2


def test_pressing_for_what_nobody_claimed_tells_the_registrars(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    press(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert noticed(letter, Notice.Kind.PRESSED) == {"wangdengji"}


def test_pressing_tells_whoever_followed_in_the_duty(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    duty = Duty.objects.get(user=cast.user("lizhuren"))
    end(by=cast.FOUNDERS, at=now(), duty=duty, until=TODAY - timedelta(days=1))
    grant(
        by=cast.FOUNDERS,
        at=now(),
        user=cast.user("wutongzhi"),
        kind=DutyKind.OFFICER,
        body=cast.education(),
        since=OPENED_ON,
    )
    press(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert noticed(letter, Notice.Kind.PRESSED) == {"wutongzhi"}


def test_a_letter_is_brought_before_the_leader_in_charge(
    place: Place, cast: ModuleType
) -> None:
    letter = with_education()
    head()
    escalate(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert noticed(letter, Notice.Kind.ESCALATED) == {"sunxiaolan", "wutongzhi"}
    event = told(letter, "escalated")
    assert event.post == cast.post("fuxianzhang")
    assert not event.note.is_for_writer
    assert facts(letter, "escalated")["post"] == "fuxianzhang"


def test_where_nobody_leads_a_body_the_leader_of_the_one_above_is_told(
    place: Place, cast: ModuleType
) -> None:
    letter = send()
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.housing())
    give_portfolio(
        by=cast.FOUNDERS,
        at=now(),
        post=cast.post("fuxianzhang"),
        body=cast.body("zhengfu"),
        since=OPENED_ON,
    )
    escalate(by=cast.supervisor(), at=now(), letter=letter, text=WORDS)
    assert noticed(letter, Notice.Kind.ESCALATED) == {"sunxiaolan"}


def test_a_leader_reads_a_letter_once(place: Place, cast: ModuleType) -> None:
    letter = to_leader(cast)
    assert mark_read(by=cast.leader(), at=now(), letter=letter)
    assert not mark_read(by=cast.leader(), at=now(), letter=letter)
    event = LetterEvent.objects.get(letter=letter, kind="read")
    assert event.post == cast.post("fuxianzhang")
    assert facts(letter, "read")["post"] == "fuxianzhang"


def test_a_leader_reads_what_was_answered_meanwhile(
    place: Place, cast: ModuleType
) -> None:
    letter = to_leader(cast)
    reply(by=cast.registrar(), at=now(), letter=letter, text=ANSWER)
    assert mark_read(by=cast.leader(), at=now(), letter=letter)
    assert not stands(letter).is_open


def test_an_instruction_reaches_officer_heads_and_writer(
    place: Place, cast: ModuleType
) -> None:
    letter = to_leader(cast)
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    head()
    instruct(by=cast.leader(), at=now(), letter=letter, text=WORDS)
    assert noticed(letter, Notice.Kind.INSTRUCTED) == {"lizhuren", "wutongzhi"}
    event = told(letter, "instructed")
    assert (event.note.text, event.note.is_for_writer) == (WORDS, True)
    assert event.post == cast.post("fuxianzhang")


def test_the_words_of_pressing_are_in_no_leaf(place: Place, cast: ModuleType) -> None:
    letter = send(draft())
    press(by=cast.supervisor(), at=now(), letter=letter, text="暗号七七")
    stated = facts(letter, "pressed")
    assert "暗号七七" not in str(stated)
    assert len(str(stated["sha256"])) == 64


def test_the_leader_it_was_brought_before_finds_reads_and_instructs(
    place: Place, cast: ModuleType
) -> None:
    mine, letter = to_leader(cast), brought_up(with_education(), cast)
    brought_up(letter, cast)
    assert in_the_list_of(cast.leader()) == [letter, mine]
    assert mark_read(by=cast.leader(), at=now(), letter=letter)
    assert not mark_read(by=cast.leader(), at=now(), letter=letter)
    instruct(by=cast.leader(), at=now(), letter=letter, text=WORDS)
    for kind in ("read", "instructed"):
        assert told(letter, kind).post == cast.post("fuxianzhang")
        assert facts(letter, kind)["post"] == "fuxianzhang"
    assert noticed(letter, Notice.Kind.INSTRUCTED) == {"lizhuren"}


def test_what_is_addressed_to_a_leader_is_read_for_that_post(
    place: Place, cast: ModuleType
) -> None:
    """Although it was brought before another post of the same leader too."""
    letter = to_leader(cast)
    route(by=cast.registrar(), at=now(), letter=letter, body=cast.education())
    brought_up(letter, cast)
    both = cast.leader()
    other = DutyHeld("leader", post=cast.post("shuji").pk)
    mark_read(by=replace(both, duties=both.duties | {other}), at=now(), letter=letter)
    assert told(letter, "read").post == cast.post("fuxianzhang")


def test_a_leaders_list_asks_as_much_for_many_letters_as_for_one(
    place: Place, cast: ModuleType
) -> None:
    leader, counts = cast.leader(), []
    for _ in range(2):
        to_leader(cast)
        brought_up(with_education(), cast)
        with CaptureQueriesContext(connection) as asked:
            in_the_list_of(leader)
        counts.append(len(asked))
    assert counts == [3, 3]
