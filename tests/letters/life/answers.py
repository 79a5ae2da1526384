"""The verbs by which a letter is answered: drafts, approval, the word on the way."""

from datetime import timedelta
from typing import Final

from mingbai.letters.approve import approve
from mingbai.letters.ask_writer import ask_writer
from mingbai.letters.interim import interim
from mingbai.letters.models import EventKind, Promise
from mingbai.letters.propose import propose
from mingbai.letters.reply import Promised, reply
from mingbai.letters.report_promise import report_promise
from mingbai.letters.save_draft import save_draft
from mingbai.letters.send_back import send_back
from mingbai.places.days import local_day
from mingbai.places.policy import Act
from tests.letters.life.people import CLERK, HEADS, HOLDERS, REGISTRARS
from tests.letters.life.verb import Given, Verb

ANSWER: Final = "您好：路灯已修好，现场查看三处。联系电话0000-6000 0301。9月22日。"
_ANSWERING: Final = REGISTRARS | HOLDERS


def _promises(given: Given) -> list[Promised]:
    days = given.one_of(None, None, None, 1, 3, 12, 0)
    if days is None:
        return []
    return [Promised("再装两盏路灯", local_day(given.at) + timedelta(days=days))]


def _reply(given: Given) -> object:
    return reply(
        **given.usual_and_seen,
        text=given.words(ANSWER),
        promises=_promises(given),
        is_for_merged=given.yes,
    )


def _propose(given: Given) -> object:
    return propose(
        **given.usual_and_seen,
        text=given.words(ANSWER),
        promises=_promises(given),
        is_for_merged=given.yes,
    )


def promise_of(given: Given) -> Promise:
    """A promise made to this writer, or, if none was, to any other."""
    made = list(Promise.objects.filter(letter=given.letter).order_by("id"))
    promised: Promise = given.one_of(*(made or Promise.objects.order_by("id")))
    return promised


ANSWERS: Final = (
    Verb(
        "save_draft",
        EventKind.ANSWERED,
        Act.LETTER_DRAFT,
        _ANSWERING | {CLERK},
        lambda given: save_draft(**given.usual, text=given.words("已派人查看")),
        has_seen=False,
    ),
    Verb(
        "interim",
        EventKind.INTERIM,
        Act.LETTER_REPLY,
        _ANSWERING,
        lambda given: interim(**given.usual_and_seen, text=given.words("正在查看。")),
    ),
    Verb(
        "ask_writer",
        EventKind.ASKED,
        Act.LETTER_REPLY,
        _ANSWERING,
        lambda given: ask_writer(**given.usual_and_seen, text=given.words("哪一盏？")),
    ),
    Verb("reply", EventKind.ANSWERED, Act.LETTER_REPLY, _ANSWERING, _reply),
    Verb("propose", EventKind.PROPOSED, Act.LETTER_REPLY, HOLDERS, _propose),
    Verb(
        "approve",
        EventKind.SENT_BACK,
        Act.LETTER_APPROVE,
        HEADS,
        lambda given: approve(**given.usual_and_seen),
    ),
    Verb(
        "send_back",
        EventKind.SENT_BACK,
        Act.LETTER_APPROVE,
        HEADS,
        lambda given: send_back(**given.usual_and_seen, remark=given.words("写明日期")),
    ),
    Verb(
        "report_promise",
        EventKind.PROMISE_REPORTED,
        Act.LETTER_PROMISE_REPORT,
        _ANSWERING,
        lambda given: report_promise(
            by=given.by,
            at=given.at,
            promise=promise_of(given),
            text=given.words("装好了"),
        ),
        lambda known, handling: handling.letter_id in known.promised,
        has_seen=False,
    ),
)
