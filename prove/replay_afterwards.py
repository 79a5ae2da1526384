"""What comes beside and after an answer: leaders, supervisors, and the writer again."""

from datetime import datetime
from typing import Final

from mingbai.accounts.models import DutyKind
from mingbai.accounts.officer import leaders_at, officer_of
from mingbai.letters.add import add
from mingbai.letters.escalate import escalate
from mingbai.letters.instruct import instruct
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.mark_read import mark_read
from mingbai.letters.models import Letter, Promise, Reopening
from mingbai.letters.press import press
from mingbai.letters.rate import rate
from mingbai.letters.report_promise import report_promise
from mingbai.letters.withdraw import withdraw
from mingbai.places.days import local_day
from prove.replay import Life, Replay, Step

ADDED: Final = 0.06
WITHDRAWN: Final = 0.02
READ: Final = 0.8
INSTRUCTED: Final = 0.2
PRESSED: Final = 0.6
ESCALATED: Final = 0.25
# From very dissatisfied to very satisfied, as 好差评 counts them.
LEVELS: Final = {1: 6, 2: 9, 3: 20, 4: 30, 5: 35}
ASKS_AGAIN: Final = 0.6
REPORTED: Final = 0.6
KEPT: Final = 0.7
SOLVED_FROM: Final = 3


def writes_again(replay: Replay, life: Life, at: datetime) -> None:
    """What the writer, and the leader it is addressed to, will do on the way."""
    if replay.happens(ADDED):
        replay.soon(at, 1, 6, life, added)
    if replay.happens(WITHDRAWN):
        replay.soon(at, 1, 12, life, taken_back)
    if life.anew().addressee_post_id and replay.happens(READ):
        replay.soon(at, 0.2, 4, life, read)


def added(replay: Replay, life: Life, at: datetime) -> None:
    """The writer adds something."""
    add(by=life.writer, at=at, letter=life.anew(), text="补充：问题仍在，请尽快。")


def taken_back(replay: Replay, life: Life, at: datetime) -> None:
    """The writer takes the letter back."""
    withdraw(by=life.writer, at=at, letter=life.anew(), reason="问题已经解决。")


def read(replay: Replay, life: Life, at: datetime) -> None:
    """The leader reads it, and perhaps says what shall be done."""
    letter, today = life.anew(), local_day(at)
    post = letter.addressee_post
    assert post is not None, "only letters to a leader are read by one"
    (reader, *_others) = leaders_at([post.pk], on=today)
    by = officer_of(reader, on=today)
    mark_read(by=by, at=at, letter=letter)
    if replay.happens(INSTRUCTED):
        instruct(by=by, at=at, letter=letter, text="请承办单位认真核实，限期答复。")


def overdue(replay: Replay, life: Life, at: datetime) -> None:
    """A supervisor looks whether it is late, presses, and perhaps goes higher."""
    letter, today = life.anew(), local_day(at)
    if not letter.handling.is_open or letter.handling.due_on >= today:
        return
    by = replay.town.supervisor(today)
    if replay.happens(PRESSED):
        press(by=by, at=at, letter=letter, text="已超期，请当日答复。")
    if replay.happens(ESCALATED):
        escalate(by=by, at=at, letter=letter, text="超期未办，请督促。")


def answered(replay: Replay, life: Life, at: datetime) -> None:
    """The writer will say what became of what was promised."""
    for promise in Promise.objects.filter(letter=life.anew()):
        days = (promise.due_on - local_day(at)).days
        if replay.happens(REPORTED):
            replay.soon(at, days - 1, days + 2, life, reported)
        replay.soon(at, days + 1, days + 5, life, judged)


def rated(replay: Replay, life: Life, at: datetime, then: Step) -> None:
    """One of five levels; who is not content may ask to reopen it, and `then`."""
    letter = life.anew()
    level = replay.chance.choices(list(LEVELS), list(LEVELS.values()))[0]
    asks = level < SOLVED_FROM and replay.happens(ASKS_AGAIN) and not _asked(letter)
    rate(
        by=life.writer,
        at=at,
        letter=letter,
        level=level,
        is_solved=level >= SOLVED_FROM,
        asks_reopening=asks,
        reason="问题没有解决。" if asks else "",
    )
    if asks:
        replay.soon(at, 0.5, 3, life, then)


def _asked(letter: Letter) -> bool:
    return Reopening.objects.filter(letter=letter).exists()


def reported(replay: Replay, life: Life, at: datetime) -> None:
    """The body says that it is done."""
    letter, today = life.anew(), local_day(at)
    unheard = [Promise.State.AHEAD, Promise.State.ASKED]
    for promise in Promise.objects.filter(letter=letter, state__in=unheard):
        body = promise.body
        by = (
            replay.town.one_with(DutyKind.OFFICER, today, body)
            if body
            else replay.town.registrar(today)
        )
        report_promise(by=by, at=at, promise=promise, text="已经办好。")


def judged(replay: Replay, life: Life, at: datetime) -> None:
    """The writer says whether it was done."""
    for promise in Promise.objects.filter(letter=life.anew()):
        judge_promise(
            by=life.writer, at=at, promise=promise, is_done=replay.happens(KEPT)
        )
