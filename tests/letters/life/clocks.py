"""The verbs about time and those who watch it: extension, danger, supervision."""

from typing import Final

from mingbai.letters.ask_extension import ask_extension
from mingbai.letters.escalate import escalate
from mingbai.letters.instruct import instruct
from mingbai.letters.mark_read import mark_read
from mingbai.letters.models import EventKind, Handling
from mingbai.letters.press import press
from mingbai.letters.rule_extension import rule_extension
from mingbai.letters.rule_reopening import rule_reopening
from mingbai.letters.set_urgent import set_urgent
from mingbai.places.policy import Act
from tests.letters.life.people import (
    HOLDERS,
    LEADER,
    REGISTRARS,
    SUPERVISOR,
    WATCH,
)
from tests.letters.life.verb import Given, Known, Verb

_SUPERVISOR: Final = frozenset({SUPERVISOR})
_LEADER: Final = frozenset({LEADER})


def _ask_extension(given: Given) -> object:
    return ask_extension(
        **given.usual_and_seen,
        days=given.one_of(1, 3, 5, 10, 0, 40),
        reason=given.words("要等检测结果"),
    )


def _rule_extension(given: Given) -> object:
    return rule_extension(
        **given.usual_and_seen, granted=given.yes, reason=given.words("情况属实")
    )


def _is_led(known: Known, handling: Handling) -> bool:
    is_addressed = handling.letter.addressee_post_id is not None
    return is_addressed or handling.letter_id in known.brought_up


CLOCKS: Final = (
    Verb(
        "ask_extension",
        EventKind.EXTENSION_ASKED,
        Act.LETTER_EXTENSION_ASK,
        HOLDERS,
        _ask_extension,
    ),
    Verb(
        "rule_extension",
        EventKind.EXTENDED,
        Act.LETTER_EXTENSION_RULE,
        REGISTRARS | _SUPERVISOR,
        _rule_extension,
        lambda known, handling: handling.letter_id in known.extending,
    ),
    Verb(
        "set_urgent",
        EventKind.URGENT,
        Act.LETTER_ALARM,
        REGISTRARS | _SUPERVISOR | {WATCH},
        lambda given: set_urgent(**given.usual_and_seen, is_urgent=given.yes),
    ),
    Verb(
        "press",
        EventKind.PRESSED,
        Act.LETTER_SUPERVISE,
        _SUPERVISOR,
        lambda given: press(**given.usual_and_seen, text=given.words("请抓紧")),
    ),
    Verb(
        "escalate",
        EventKind.ESCALATED,
        Act.LETTER_SUPERVISE,
        _SUPERVISOR,
        lambda given: escalate(**given.usual_and_seen, text=given.words("已超期")),
        lambda known, handling: handling.body_id is not None,
    ),
    Verb(
        "mark_read",
        EventKind.READ,
        Act.LETTER_LEAD,
        _LEADER,
        lambda given: mark_read(**given.usual),
        _is_led,
        has_seen=False,
    ),
    Verb(
        "instruct",
        EventKind.INSTRUCTED,
        Act.LETTER_LEAD,
        _LEADER,
        lambda given: instruct(**given.usual, text=given.words("请县教育局办理")),
        _is_led,
        has_seen=False,
    ),
    Verb(
        "rule_reopening",
        EventKind.REOPENED,
        Act.LETTER_REOPENING_RULE,
        _SUPERVISOR,
        lambda given: rule_reopening(
            **given.usual, granted=given.yes, reason=given.words("灯确实不亮")
        ),
        lambda known, handling: handling.letter_id in known.reopening,
        has_seen=False,
    ),
)
