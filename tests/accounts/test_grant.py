"""Granting a duty on the server."""

from datetime import date, timedelta
from typing import Any

import pytest

from mingbai.accounts.grant import grant
from mingbai.accounts.grants import recent_grants
from mingbai.accounts.models import Duty, DutyKind
from mingbai.accounts.terms import (
    BodyMismatch,
    DeputyNeedsEnd,
    EndsBeforeItBegins,
    HeldAlready,
    PostMismatch,
    TermsRefused,
)
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.places.policy import NotAllowed
from tests import cast
from tests.accounts.happened import events
from tests.moments import NOW, TODAY

SERVER = System("grant")


def test_one_person_alone_grants_nothing(place: Place) -> None:
    alone: Any = cast.administrators()[0]
    with pytest.raises(NotAllowed):
        grant(
            by=alone,
            at=NOW,
            user=cast.user("wutongzhi"),
            kind=DutyKind.EDITOR,
            since=TODAY,
        )
    assert not cast.user("wutongzhi").duties.exists()


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"kind": DutyKind.OFFICER}, BodyMismatch),
        ({"kind": DutyKind.EDITOR, "body": "jiaoyuju"}, BodyMismatch),
        ({"kind": DutyKind.LEADER}, PostMismatch),
        ({"kind": DutyKind.EDITOR, "post": "xianzhang"}, PostMismatch),
        (
            {"kind": DutyKind.OFFICER, "body": "jiaoyuju", "is_deputy": True},
            DeputyNeedsEnd,
        ),
        (
            {"kind": DutyKind.EDITOR, "is_deputy": True, "until": TODAY},
            DeputyNeedsEnd,
        ),
        (
            {"kind": DutyKind.EDITOR, "until": TODAY - timedelta(days=1)},
            EndsBeforeItBegins,
        ),
    ],
)
def test_terms_that_are_no_duty_are_refused(
    place: Place, terms: dict[str, Any], refusal: type[TermsRefused]
) -> None:
    if "body" in terms:
        terms = {**terms, "body": cast.body(terms["body"])}
    if "post" in terms:
        terms = {**terms, "post": cast.post(terms["post"])}
    user = cast.user("wutongzhi")
    with pytest.raises(refusal):
        grant(by=SERVER, at=NOW, user=user, since=TODAY, **terms)


@pytest.mark.parametrize("since", [TODAY, TODAY + timedelta(days=90)])
def test_a_duty_that_is_held_is_not_granted_again(place: Place, since: date) -> None:
    with pytest.raises(HeldAlready):
        grant(
            by=SERVER,
            at=NOW,
            user=cast.user("wangdengji"),
            kind=DutyKind.REGISTRAR,
            since=since,
        )


def test_a_duty_may_begin_the_day_after_the_same_one_ended(place: Place) -> None:
    user = cast.user("wutongzhi")
    first = grant(
        by=SERVER, at=NOW, user=user, kind=DutyKind.EDITOR, since=TODAY, until=TODAY
    )
    second = grant(
        by=SERVER,
        at=NOW,
        user=user,
        kind=DutyKind.EDITOR,
        since=TODAY + timedelta(days=1),
    )
    assert set(user.duties.all()) == {first, second}


def test_a_grant_on_the_server_is_recorded_and_shown_publicly(place: Place) -> None:
    duty = grant(
        by=SERVER,
        at=NOW,
        user=cast.user("wutongzhi"),
        kind=DutyKind.OFFICER,
        body=cast.housing(),
        since=TODAY,
        until=TODAY + timedelta(days=9),
        is_deputy=True,
    )
    event = events("duty.granted")[-1]
    assert event["duty"] == str(duty.pk)
    assert event["body"] == "zhujianju"
    assert event["asked_by"] is None
    assert event["by"] == {"system": "grant", "officer": None}
    newest = recent_grants()[0]
    assert newest.concerned == duty.user
    assert newest.duty_kind == DutyKind.OFFICER
    assert newest.body == cast.housing()
    assert newest.decided_at == NOW


def test_the_public_list_is_read_in_one_query(
    place: Place, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        assert [str(one.concerned) for one in recent_grants()[:10]]
    assert Duty.objects.count() == recent_grants().count()
