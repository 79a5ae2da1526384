"""The steps of a letter's life in a replay, with their shares.

The shares are guesses after notes on hotlines and mailboxes, not measurements; they
are there to lead letters through every state often enough to be counted.
"""

from datetime import date, datetime, timedelta
from typing import Final

from mingbai.accounts.models import DutyKind
from mingbai.letters.approve import approve
from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.claim import claim
from mingbai.letters.correct import correct
from mingbai.letters.decline import decline
from mingbai.letters.give_part import give_part
from mingbai.letters.hand_over import hand_over
from mingbai.letters.hold import hold
from mingbai.letters.interim import interim
from mingbai.letters.merge import merge
from mingbai.letters.models import Assist, Handling, Letter, State
from mingbai.letters.propose import propose
from mingbai.letters.reasons import Reason
from mingbai.letters.reply import Promised, reply, wants_approval
from mingbai.letters.resume import resume
from mingbai.letters.return_letter import return_letter
from mingbai.letters.route import route
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.rule_return import rule_return
from mingbai.letters.send_back import send_back
from mingbai.letters.set_urgent import set_urgent
from mingbai.places.days import local_day
from prove.replay import Life, Replay
from prove.replay_afterwards import answered, overdue, rated, writes_again

MERGED: Final = 0.04
DECLINED: Final = 0.05
HELD: Final = 0.03
CORRECTED: Final = 0.05
DIRECT: Final = 0.15
RETURNED: Final = 0.08
UPHELD: Final = 0.6
ASSISTED: Final = 0.08
HANDED_OVER: Final = 0.3
EXTENDED: Final = 0.12
GRANTED: Final = 0.75
INTERIM: Final = 0.18
PROMISED: Final = 0.07
LATE: Final = 0.15
SENT_BACK: Final = 0.2
URGENT: Final = 0.6
RATED: Final = 0.4
REOPENED: Final = 0.5


def arrive(replay: Replay, life: Life, at: datetime) -> None:
    """The office looks at it: merged, not accepted, held, answered, or passed on."""
    letter, today = life.anew(), local_day(at)
    by = replay.town.registrar(today)
    writes_again(replay, life, at)
    if letter.handling.hint:
        is_urgent = replay.happens(URGENT)
        set_urgent(by=by, at=at, letter=letter, is_urgent=is_urgent)
    if replay.happens(CORRECTED):
        kind = replay.chance.choice(
            [one for one in Letter.Kind.values if one != letter.kind]
        )
        correct(by=by, at=at, letter=letter, kind=kind)
    if replay.happens(MERGED) and _merge(replay, life, at):
        return
    if replay.happens(DECLINED):
        reason = replay.chance.choice(list(Reason))
        decline(by=by, at=at, letter=letter, reason=reason, where="有关主管机关")
        return
    if replay.happens(HELD):
        hold(by=by, at=at, letter=letter, reason="等来信人说明地点。")
        replay.soon(at, 1, 3, life, taken_up)
        return
    decide(replay, life, at)


def _merge(replay: Replay, life: Life, at: datetime) -> bool:
    letter = life.anew()
    others = Handling.objects.filter(state__in=[State.REGISTERED, State.ROUTED])
    into = others.exclude(letter=letter).order_by("-letter__number").first()
    if into is None:
        return False
    by = replay.town.registrar(local_day(at))
    merge(by=by, at=at, letter=letter, into=into.letter)
    return True


def taken_up(replay: Replay, life: Life, at: datetime) -> None:
    """What was held is taken up again."""
    by = replay.town.registrar(local_day(at))
    resume(by=by, at=at, letter=life.anew())
    decide(replay, life, at)


def decide(replay: Replay, life: Life, at: datetime) -> None:
    """The office answers it itself, or passes it on."""
    letter, today = life.anew(), local_day(at)
    by = replay.town.registrar(today)
    if replay.happens(DIRECT):
        claim(by=by, at=at, letter=letter)
        replay.soon(at, 0.2, 2, life, answer)
        return
    route(by=by, at=at, letter=letter, body=replay.town.body_for(life.past.text))
    replay.soon(at, 0.3, 3, life, looked_at)


def looked_at(replay: Replay, life: Life, at: datetime) -> None:
    """The body looks at it: not ours, with others, in a section, more time."""
    letter, chance = life.anew(), replay.chance
    handling, today = letter.handling, local_day(at)
    by = replay.town.holder(handling, today)
    if replay.happens(RETURNED) and not handling.is_ruled:
        proposed = replay.town.body_for("", other_than=handling.body)
        reason = "此事不属我单位职责。"
        return_letter(by=by, at=at, letter=letter, reason=reason, proposed=proposed)
        replay.soon(at, 0.5, 2, life, ruled)
        return
    if replay.happens(ASSISTED):
        other = replay.town.body_for("", other_than=handling.body)
        ask_assist(by=by, at=at, letter=letter, body=other, note="请协助核实。")
        replay.soon(at, 1, 5, life, part_given)
    if replay.happens(HANDED_OVER):
        section = chance.choice(["办公室", "业务股", "法规股"])
        hand_over(by=by, at=at, letter=letter, section=section)
    if replay.happens(INTERIM):
        replay.soon(at, 1, 4, life, on_the_way)
    left = (handling.due_on - today).days
    if replay.happens(EXTENDED):
        replay.soon(at, 0, max(left - 1, 0.1), life, more_time)
    is_late = replay.happens(LATE)
    least, most = (left + 1, left + 12) if is_late else (0.2, max(left - 0.5, 0.3))
    replay.soon(at, max(least, 0.2), max(most, 0.5), life, answer)
    replay.soon(at, max(left, 0) + 1, max(left, 0) + 2, life, overdue)


def ruled(replay: Replay, life: Life, at: datetime) -> None:
    """The registrar rules on a return, for good."""
    letter, today = life.anew(), local_day(at)
    upheld = replay.happens(UPHELD)
    body = replay.town.body_for("", other_than=letter.handling.body)
    rule_return(
        by=replay.town.registrar(today),
        at=at,
        letter=letter,
        upheld=upheld,
        body=body if upheld else None,
        reason="按职责分工办理。",
    )
    replay.soon(at, 0.3, 2, life, looked_at)


def part_given(replay: Replay, life: Life, at: datetime) -> None:
    """The assisting body tells what it found."""
    letter, today = life.anew(), local_day(at)
    part = Assist.objects.filter(letter=letter, state=Assist.State.OPEN).first()
    if part is None:
        return
    by = replay.town.one_with(DutyKind.OFFICER, today, part.body)
    give_part(by=by, at=at, letter=letter, text="已核实，情况属实。")


def on_the_way(replay: Replay, life: Life, at: datetime) -> None:
    """A word to the writer on the way."""
    letter = life.anew()
    by = replay.town.holder(letter.handling, local_day(at))
    interim(by=by, at=at, letter=letter, text="您的来信正在办理，已安排现场核实。")


def more_time(replay: Replay, life: Life, at: datetime) -> None:
    """The officer asks for more days."""
    letter = life.anew()
    by = replay.town.holder(letter.handling, local_day(at))
    days = replay.chance.choice([3, 5])
    ask_extension(by=by, at=at, letter=letter, days=days, reason="需要现场检测。")
    replay.soon(at, 0.2, 1, life, more_time_ruled)


def more_time_ruled(replay: Replay, life: Life, at: datetime) -> None:
    """A registrar or supervisor rules on it."""
    today = local_day(at)
    by = replay.chance.choice([replay.town.registrar, replay.town.supervisor])(today)
    granted = replay.happens(GRANTED)
    letter = life.anew()
    rule_extension(by=by, at=at, letter=letter, granted=granted, reason="已了解情况。")


def answer(replay: Replay, life: Life, at: datetime) -> None:
    """The final answer in its real words, through the head if the body wants it."""
    letter, today = life.anew(), local_day(at)
    by = replay.town.holder(letter.handling, today)
    promises = _promises(replay, today)
    text = life.past.reply
    if wants_approval(letter.handling.body):
        propose(by=by, at=at, letter=letter, text=text, promises=promises)
        replay.soon(at, 0.1, 1, life, looked_over)
        return
    reply(by=by, at=at, letter=letter, text=text, promises=promises)
    _after_answer(replay, life, at)


def _promises(replay: Replay, today: date) -> list[Promised]:
    if not replay.happens(PROMISED):
        return []
    due = today + timedelta(days=replay.chance.randint(3, 20))
    return [Promised("按答复所说办好", due)]


def looked_over(replay: Replay, life: Life, at: datetime) -> None:
    """The head approves the answer or sends it back."""
    letter, today = life.anew(), local_day(at)
    by = replay.town.one_with(DutyKind.HEAD, today, letter.handling.body)
    if replay.happens(SENT_BACK):
        send_back(by=by, at=at, letter=letter, remark="请写明完成日期。")
        replay.soon(at, 0.1, 1, life, answer)
        return
    approve(by=by, at=at, letter=letter)
    _after_answer(replay, life, at)


def _after_answer(replay: Replay, life: Life, at: datetime) -> None:
    answered(replay, life, at)
    if replay.happens(RATED):
        replay.soon(at, 0.5, 8, life, valued)


def valued(replay: Replay, life: Life, at: datetime) -> None:
    """The writer says what the answer was worth."""
    rated(replay, life, at, reopening_ruled)


def reopening_ruled(replay: Replay, life: Life, at: datetime) -> None:
    """A supervisor rules whether it is opened again."""
    rule_reopening(
        by=replay.town.supervisor(local_day(at)),
        at=at,
        letter=life.anew(),
        granted=replay.happens(REOPENED),
        reason="经核实作出此决定。",
    )
    if life.anew().handling.is_open:
        replay.soon(at, 0.3, 3, life, looked_at)
