"""What an administrator decides about all letters: limits, approval."""

from http import HTTPStatus

import pytest

from mingbai.letters.limits import DEFAULTS, FIELDS, limits_of
from mingbai.letters.models import Letter, Practice
from tests import cast
from tests.web.desk.work import Desk
from tests.web.public.reading import said
from tests.web.public.writing import value_of

RULES = "/desk/rules/"
ASK = f"{RULES}ask/"


def typed(**other: str) -> dict[str, str]:
    """The limits of a question as they are, and what is typed instead."""
    present = DEFAULTS[Letter.Kind.ASK]
    usual = {name: str(getattr(present, name) or "") for name in FIELDS}
    return usual | other


@pytest.mark.parametrize("login", ["wangdengji", "lizhuren", "zhangducha"])
def test_nobody_but_an_administrator_sets_a_limit(desk: Desk, login: str) -> None:
    client = desk(login)
    for path in (RULES, ASK, f"{RULES}approval/"):
        assert client.post(path, typed()).status_code in {
            HTTPStatus.FORBIDDEN,
            HTTPStatus.METHOD_NOT_ALLOWED,
        }
    assert limits_of("ask") == DEFAULTS[Letter.Kind.ASK]


def test_a_kind_that_is_none_has_no_limits(desk: Desk) -> None:
    found = desk("chenguanli").get(f"{RULES}gossip/")
    assert found.status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("days", ["", "0", "-1", "x", "251", "1e9", "9" * 5000])
def test_a_limit_that_is_none_comes_back(desk: Desk, days: str) -> None:
    found = desk("chenguanli").post(ASK, typed(body_days=days))
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "body_days") == days
    assert limits_of("ask") == DEFAULTS[Letter.Kind.ASK]


def test_disclosure_gets_no_more_days_than_the_law_gives(desk: Desk) -> None:
    present = DEFAULTS[Letter.Kind.DISCLOSE]
    fields = {name: str(getattr(present, name) or "") for name in FIELDS}
    found = desk("chenguanli").post(
        f"{RULES}disclose/", {**fields, "receipt_days": "21"}
    )
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert said("The law or this site allows fewer days.") in found.text


def test_a_limit_is_changed_and_shown(desk: Desk) -> None:
    client = desk("chenguanli")
    found = client.post(ASK, typed(body_days="7", interim_days="", receipt_days="12"))
    assert found.status_code == HTTPStatus.FOUND
    limits = limits_of("ask")
    assert (limits.body_days, limits.interim_days, limits.receipt_days) == (7, None, 12)
    shown = client.get(found.headers["Location"]).text
    assert said("%(days)s working days", days=7) in shown
    assert said("The limits are changed.") in shown


def test_a_body_that_is_none_approves_nothing(desk: Desk) -> None:
    found = desk("chenguanli").post(
        f"{RULES}approval/", {"body": "没有这个局", "wants_approval": "yes"}
    )
    assert found.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert value_of(found, "body") == "没有这个局"
    assert not Practice.objects.exists()


def test_a_body_s_answers_are_approved_from_now_on_and_no_longer(desk: Desk) -> None:
    client = desk("chenguanli")
    wish = {"body": "县教育局", "wants_approval": "yes"}
    assert client.post(f"{RULES}approval/", wish).status_code == HTTPStatus.FOUND
    practice = Practice.objects.get()
    assert (practice.body, practice.wants_approval) == (cast.education(), True)
    assert 'value="jiaoyuju"' in client.get(RULES).text
    wish = {"body": "jiaoyuju", "wants_approval": "no"}
    client.post(f"{RULES}approval/", wish)
    assert not Practice.objects.get().wants_approval
    assert 'value="jiaoyuju"' not in client.get(RULES).text
