"""Letters of the journeys' county that have lived: late, promised to, withdrawn."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import time_machine

from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.decline import decline
from mingbai.letters.draft import Draft
from mingbai.letters.interim import interim
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.models import Letter
from mingbai.letters.promises_due import promises_due
from mingbai.letters.reasons import Reason
from mingbai.letters.reply import Promised, reply
from mingbai.letters.route import route
from mingbai.letters.withdraw import withdraw
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.actors import System
from mingbai.places.days import local_day
from mingbai.web.public.letter_token import writer_of
from tests import cast
from tests.written import draft, send

# Long enough ago for every limit to have passed.
LONG_AGO: Final = timedelta(days=45)
UNKEPT: Final = "翻修操场看台的顶棚"
ANSWER: Final = "来信收悉。\n\n经现场核查，校门口三盏路灯线路老化。\n\n" + "说明。" * 60


@dataclass(frozen=True)
class Lived:
    """Number and receipt of a letter that a journey goes on with."""

    number: str
    receipt: str


@dataclass(frozen=True)
class LetterSamples:
    """The receipts that open them."""

    # Answered, with promises whose day has come; not rated yet.
    promised: str
    # Late, with an interim reply and a question that waits.
    late: str
    withdrawn: str
    declined: str
    # For the journeys that need time gone by: two that are late and wait for their
    # officer, and one with a promise whose day has come.
    overdue: Lived
    unanswered: Lived
    unkept: Lived


def fill_letters() -> LetterSamples:
    """Some of them began forty-five days ago."""
    then = datetime.now(UTC) - LONG_AGO
    with time_machine.travel(then):
        late, late_letter = _routed(draft(title="操场的沙坑半年没有换沙"))
        promised, promised_letter = _routed(draft(title="校门口的路灯坏了"))
        _answer(promised_letter)
        overdue, unanswered = _lived("窨井盖缺了一块"), _lived("校车总是晚到")
        unkept = _lived("操场的看台漏雨", promise=UNKEPT)
    now = datetime.now(UTC)
    _go_on(late_letter, now)
    _judge(promised_letter, now)
    withdrawn, taken_back = _routed(draft(title="已经解决的小事"))
    withdraw(
        by=writer_of(taken_back), at=now, letter=taken_back, reason="已经解决，谢谢。"
    )
    declined, unfit = _sent(draft(title="请改判我的案子", kind=Letter.Kind.COMPLAIN))
    decline(by=cast.registrar(), at=now, letter=unfit, reason=Reason.COURT)
    return LetterSamples(
        promised=str(promised),
        late=str(late),
        withdrawn=str(withdrawn),
        declined=str(declined),
        overdue=overdue,
        unanswered=unanswered,
        unkept=unkept,
    )


def _lived(title: str, promise: str = "") -> Lived:
    """With the education bureau; answered if something was promised in the answer."""
    receipt, letter = _routed(draft(title=title, kind=Letter.Kind.COMPLAIN))
    if promise:
        now = datetime.now(UTC)
        due_on = local_day(now) + timedelta(days=25)
        promises = [Promised(promise, due_on)]
        reply(by=cast.officer(), at=now, letter=letter, text=ANSWER, promises=promises)
    return Lived(letter.ref, str(receipt))


def _sent(written: Draft) -> tuple[Receipt, Letter]:
    receipt = mint()
    return receipt, send(written, receipt=receipt)


def _routed(written: Draft) -> tuple[Receipt, Letter]:
    receipt, letter = _sent(written)
    route(
        by=cast.registrar(),
        at=datetime.now(UTC),
        letter=letter,
        body=cast.education(),
    )
    return receipt, letter


def _answer(letter: Letter) -> None:
    now = datetime.now(UTC)
    day = local_day(now)
    promises = [
        Promised("换好校门口的三盏路灯", day + timedelta(days=20)),
        Promised("在校门口加装一处减速带", day + timedelta(days=30)),
        Promised("明年春天改造整条路", day + timedelta(days=200)),
    ]
    reply(by=cast.officer(), at=now, letter=letter, text=ANSWER, promises=promises)


def _go_on(letter: Letter, now: datetime) -> None:
    officer = cast.officer()
    interim(by=officer, at=now, letter=letter, text="已经订沙，预计下周换好。")
    ask_writer(by=officer, at=now, letter=letter, text="是哪一个沙坑？")


def _judge(letter: Letter, now: datetime) -> None:
    promises_due(by=System("worker"), at=now)
    broken = letter.promises.order_by("due_on")[0]
    judge_promise(
        by=writer_of(letter), at=now, promise=broken, is_done=False, text="没有换。"
    )
