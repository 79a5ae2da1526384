"""The verbs of writers, who have nothing but their receipt."""

from typing import Final

from mingbai.letters.add import add
from mingbai.letters.ask_reopening import ask_reopening
from mingbai.letters.judge_promise import judge_promise
from mingbai.letters.models import EventKind
from mingbai.letters.rate import rate
from mingbai.letters.withdraw import withdraw
from mingbai.places.policy import Act
from tests.letters.life.answers import promise_of
from tests.letters.life.people import WRITER
from tests.letters.life.verb import Given, Verb

_WRITER: Final = frozenset({WRITER})
_DANGER: Final = "东门煤气泄漏，有人晕倒。"


def _words(given: Given, usual: str) -> str:
    """Now and then somebody writes of danger to life, wherever there is room."""
    return given.one_of(given.words(usual), given.words(usual), _DANGER)


def _rate(given: Given) -> object:
    is_solved = given.yes
    return rate(
        **given.usual,
        level=given.one_of(1, 2, 3, 4, 5),
        is_solved=is_solved,
        remark=_words(given, "谢谢"),
        asks_reopening=given.one_of(True, True, False) and not is_solved,
        reason=_words(given, "灯还是不亮"),
    )


def _judge(given: Given) -> object:
    return judge_promise(
        by=given.by,
        at=given.at,
        promise=promise_of(given),
        is_done=given.yes,
        text=_words(given, "没有装"),
    )


WRITERS: Final = (
    Verb(
        "add",
        EventKind.ADDED,
        Act.LETTER_ADD,
        _WRITER,
        lambda given: add(
            **given.usual,
            text=given.one_of("在东门。", _DANGER, "  "),
        ),
        has_seen=False,
    ),
    Verb(
        "withdraw",
        EventKind.WITHDRAWN,
        Act.LETTER_WITHDRAW,
        _WRITER,
        lambda given: withdraw(**given.usual_and_seen, reason=_words(given, "修好了")),
        weight=0.2,
    ),
    Verb(
        "rate",
        EventKind.RATED,
        Act.LETTER_RATE,
        _WRITER,
        _rate,
        lambda known, handling: handling.letter_id not in known.rated,
        has_seen=False,
    ),
    Verb(
        "ask_reopening",
        EventKind.REOPENING_ASKED,
        Act.LETTER_RATE,
        _WRITER,
        lambda given: ask_reopening(**given.usual, reason=_words(given, "还是不亮")),
        lambda known, handling: handling.letter_id in known.unsolved,
        has_seen=False,
    ),
    Verb(
        "judge_promise",
        EventKind.PROMISE_KEPT,
        Act.LETTER_PROMISE_JUDGE,
        _WRITER,
        _judge,
        lambda known, handling: handling.letter_id in known.promised,
        has_seen=False,
    ),
)
