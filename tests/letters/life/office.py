"""The verbs of the registrar's office: valid or not, merged, transferred, kept away."""

from typing import Final

from mingbai.letters.claim import claim
from mingbai.letters.correct import correct
from mingbai.letters.decline import Reason, decline
from mingbai.letters.hold import hold
from mingbai.letters.merge import merge
from mingbai.letters.models import EventKind, Letter, Passing
from mingbai.letters.pass_on import pass_on
from mingbai.letters.recuse import recuse
from mingbai.letters.release import release
from mingbai.letters.resume import resume
from mingbai.letters.route import route
from mingbai.letters.rule_return import rule_return
from mingbai.places.policy import Act
from tests import cast
from tests.letters.life.people import (
    BODIES,
    HOLDERS,
    LOGINS,
    REGISTRARS,
    SUPERVISOR,
)
from tests.letters.life.verb import Given, Verb

_POSTS: Final = ("jiaoyu-juzhang", "fuxianzhang", "xianzhang")
_BARRED: Final = ("officer", "clerk", "head", "other officer", "registrar", "watch")


def _route(given: Given) -> object:
    return route(
        **given.usual_and_seen,
        body=cast.body(given.one_of(*BODIES[:2], *BODIES)),
        note=given.words("请核实"),
    )


def _merge(given: Given) -> object:
    others = list(Letter.objects.order_by("year", "number"))
    return merge(**given.usual_and_seen, into=given.one_of(*others))


def _rule_return(given: Given) -> object:
    upheld = given.yes
    return rule_return(
        **given.usual_and_seen,
        upheld=upheld,
        body=cast.body(given.one_of(*BODIES)) if upheld else None,
        reason=given.words("职责在此"),
    )


def _recuse(given: Given) -> object:
    login = given.one_of(None, *(LOGINS[role] for role in _BARRED))
    post = given.one_of(*_POSTS) if login is None else None
    return recuse(
        **given.usual_and_seen,
        user=cast.user(login) if login else None,
        post=cast.post(post) if post else None,
        reason=given.words("信中所指"),
    )


OFFICE: Final = (
    Verb(
        "claim",
        EventKind.CLAIMED,
        Act.LETTER_CLAIM,
        REGISTRARS | HOLDERS,
        lambda given: claim(**given.usual_and_seen),
    ),
    Verb(
        "correct",
        EventKind.CORRECTED,
        Act.LETTER_JUDGE,
        REGISTRARS,
        lambda given: correct(
            **given.usual_and_seen, kind=given.one_of(*Letter.Kind.values)
        ),
    ),
    Verb(
        "hold",
        EventKind.HELD,
        Act.LETTER_JUDGE,
        REGISTRARS,
        lambda given: hold(**given.usual_and_seen, reason=given.words("等来信人补充")),
        weight=0.3,
    ),
    Verb(
        "resume",
        EventKind.RESUMED,
        Act.LETTER_JUDGE,
        REGISTRARS,
        lambda given: resume(**given.usual_and_seen),
    ),
    Verb(
        "decline",
        EventKind.DECLINED,
        Act.LETTER_JUDGE,
        REGISTRARS,
        lambda given: decline(
            **given.usual_and_seen,
            reason=given.one_of(*Reason),
            where=given.words("县人民法院立案庭"),
        ),
        weight=0.1,
    ),
    Verb("merge", EventKind.MERGED, Act.LETTER_JUDGE, REGISTRARS, _merge),
    Verb(
        "release",
        EventKind.RELEASED,
        Act.LETTER_JUDGE,
        REGISTRARS,
        lambda given: release(**given.usual_and_seen),
    ),
    Verb("route", EventKind.ROUTED, Act.LETTER_ROUTE, REGISTRARS, _route, weight=6),
    Verb(
        "rule_return",
        EventKind.SENT_AGAIN,
        Act.LETTER_RETURN_RULE,
        REGISTRARS,
        _rule_return,
    ),
    Verb(
        "pass_on",
        EventKind.PASSED_ON,
        Act.LETTER_PASS_ON,
        REGISTRARS,
        lambda given: pass_on(
            **given.usual, outcome=given.one_of(*Passing), note=given.words("家属接听")
        ),
        lambda known, handling: handling.letter_id in known.owed_a_word,
        has_seen=False,
    ),
    Verb(
        "recuse",
        EventKind.RECUSED,
        Act.LETTER_RECUSE,
        REGISTRARS | {SUPERVISOR},
        _recuse,
        weight=0.3,
    ),
)
