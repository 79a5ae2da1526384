"""The verbs inside and between bodies: return, hand-over, assisting parts."""

from datetime import timedelta
from typing import Final

from mingbai.letters.ask_assist import ask_assist
from mingbai.letters.end_part import end_part
from mingbai.letters.give_part import give_part
from mingbai.letters.hand_over import hand_over
from mingbai.letters.models import EventKind
from mingbai.letters.return_letter import return_letter
from mingbai.places.days import local_day
from mingbai.places.policy import Act
from tests import cast
from tests.letters.life.people import (
    BODIES,
    CLERK,
    HOLDERS,
    LOGINS,
    OTHER_HEAD,
    REGISTRARS,
)
from tests.letters.life.verb import Given, Verb


def _return(given: Given) -> object:
    proposed = given.one_of(None, *BODIES)
    return return_letter(
        **given.usual_and_seen,
        reason=given.words("不属我局职责"),
        proposed=cast.body(proposed) if proposed else None,
    )


def _hand_over(given: Given) -> object:
    clerk = given.one_of(None, None, LOGINS[CLERK], LOGINS[OTHER_HEAD])
    days = given.one_of(None, 1, 1, 3, 90, -1)
    due = local_day(given.at) + timedelta(days=days) if days is not None else None
    return hand_over(
        **given.usual_and_seen,
        section=given.words("基教股"),
        clerk=cast.user(clerk) if clerk else None,
        inner_due_on=due,
        note="请先看现场",
    )


IN_BODIES: Final = (
    Verb("return_letter", EventKind.RETURNED, Act.LETTER_RETURN, HOLDERS, _return),
    Verb("hand_over", EventKind.HANDED_OVER, Act.LETTER_HAND_OVER, HOLDERS, _hand_over),
    Verb(
        "ask_assist",
        EventKind.ASSIST_ASKED,
        Act.LETTER_ASSIST_ASK,
        REGISTRARS | HOLDERS,
        lambda given: ask_assist(
            **given.usual_and_seen,
            body=cast.body(given.one_of(*BODIES)),
            note=given.words("请协助查看"),
        ),
    ),
    Verb(
        "give_part",
        EventKind.ASSIST_GIVEN,
        Act.LETTER_ASSIST_GIVE,
        HOLDERS,
        lambda given: give_part(**given.usual_and_seen, text=given.words("已查看")),
        lambda known, handling: handling.letter_id in known.assisted,
    ),
    Verb(
        "end_part",
        EventKind.ASSIST_ENDED,
        Act.LETTER_ASSIST_ASK,
        REGISTRARS | HOLDERS,
        lambda given: end_part(
            **given.usual_and_seen, body=cast.body(given.one_of(*BODIES))
        ),
        lambda known, handling: handling.letter_id in known.assisted,
    ),
)
