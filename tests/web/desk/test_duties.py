"""People and duties on the desk: two administrators, each in their own browser."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mingbai.accounts.models import Asking, Duty, DutyKind, User
from mingbai.accounts.reset_factor import has_factor
from mingbai.places.models import Place
from tests import cast
from tests.moments import TODAY
from tests.web.desk.counting import questions
from tests.web.desk.signing_in import give_password, signed_in

DUTIES = "/desk/duties/"
EDITOR = {"kind": "editor", "since": TODAY.isoformat()}


def asked_by(client: Client, login: str = "wutongzhi", **terms: str) -> Any:
    return client.post(f"{DUTIES}of/{login}/ask/", {**EDITOR, **terms})


def decided_by(client: Client, asking: Asking, outcome: str = "confirmed") -> Any:
    return client.post(f"{DUTIES}asked/{asking.pk}/", {"outcome": outcome})


def test_who_asked_is_refused_as_the_second_person(place: Place) -> None:
    chen = signed_in("chenguanli")
    assert asked_by(chen).status_code == HTTPStatus.FOUND
    asking = Asking.objects.get(outcome="")
    assert decided_by(chen, asking).status_code == HTTPStatus.FORBIDDEN
    assert f"{DUTIES}asked/{asking.pk}/" not in chen.get(DUTIES).content.decode()
    assert not cast.user("wutongzhi").duties.exists()


def test_an_administrator_asks_for_nothing_that_concerns_themselves(
    place: Place,
) -> None:
    chen = signed_in("chenguanli")
    assert asked_by(chen, "chenguanli").status_code == HTTPStatus.FORBIDDEN
    text = chen.get(DUTIES).content.decode()
    assert "/of/chenguanli/" not in text
    assert "/of/linguanli/" in text


@pytest.mark.parametrize(
    ("terms", "wrong"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "emperor"}, "kind"),
        ({"since": ""}, "since"),
        ({"since": "soon"}, "since"),
        ({"body": "no-such-body"}, "body"),
        ({"kind": "officer"}, "__all__"),
        ({"body": "jiaoyuju"}, "__all__"),
        ({"kind": "leader"}, "__all__"),
        ({"is_deputy": "on"}, "__all__"),
        ({"since": "2026-09-21"}, "__all__"),
        ({"until": "2026-09-01"}, "__all__"),
    ],
)
def test_what_makes_no_duty_is_refused_with_a_sentence_and_nothing_typed_is_lost(
    place: Place, terms: dict[str, str], wrong: str
) -> None:
    page = asked_by(signed_in("chenguanli"), **terms)
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert wrong in page.context["form"].errors
    assert page.context["form"].data["since"] == terms.get("since", EDITOR["since"])
    assert not Asking.objects.filter(outcome="").exists()


def test_the_same_is_not_asked_twice(place: Place) -> None:
    chen = signed_in("chenguanli")
    asked_by(chen)
    assert asked_by(chen).status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert Asking.objects.filter(outcome="").count() == 1


def test_what_is_decided_meanwhile_is_said_and_not_done_again(place: Place) -> None:
    lin = signed_in("linguanli")
    asked_by(signed_in("chenguanli"))
    asking = Asking.objects.get(outcome="")
    assert decided_by(lin, asking, "refused").status_code == HTTPStatus.FOUND
    page = decided_by(lin, asking)
    assert page.status_code == HTTPStatus.CONFLICT
    assert page.context["problem"]
    assert not cast.user("wutongzhi").duties.exists()


def test_a_decision_that_is_none_is_refused(place: Place) -> None:
    lin = signed_in("linguanli")
    asked_by(signed_in("chenguanli"))
    asking = Asking.objects.get(outcome="")
    assert decided_by(lin, asking, "perhaps").status_code == HTTPStatus.BAD_REQUEST
    absent = lin.post(f"{DUTIES}asked/{uuid4()}/", {"outcome": "confirmed"})
    assert absent.status_code == HTTPStatus.NOT_FOUND


def test_two_administrators_name_a_deputy_who_sees_it_under_my_account(
    place: Place,
) -> None:
    chen, lin = signed_in("chenguanli"), signed_in("linguanli")
    until = (TODAY + timedelta(days=14)).isoformat()
    asked_by(chen, kind="officer", body="jiaoyuju", is_deputy="on", until=until)
    asking = Asking.objects.get(outcome="")
    assert f"{DUTIES}asked/{asking.pk}/" in lin.get(DUTIES).content.decode()
    answer = decided_by(lin, asking)
    assert answer.headers["Location"] == f"{DUTIES}?done=confirmed"
    assert lin.get(answer.headers["Location"]).context["done"]
    assert cast.acting("wutongzhi").answers_for(cast.education().pk)
    mine = signed_in("wutongzhi").get("/desk/account/").content.decode()
    assert "陈管理" in mine
    assert "林管理" in mine
    assert "县教育局" in mine


def test_two_administrators_end_a_duty(place: Place) -> None:
    chen, lin = signed_in("chenguanli"), signed_in("linguanli")
    duty = Duty.objects.get(user=cast.user("wangdengji"))
    end = f"{DUTIES}{duty.pk}/end/"
    past = chen.post(end, {"until": "2026-09-02"})
    assert past.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert chen.post(end, {"until": TODAY.isoformat()}).status_code == HTTPStatus.FOUND
    decided_by(lin, Asking.objects.get(outcome=""))
    duty.refresh_from_db()
    assert duty.until == TODAY


def test_two_administrators_reset_a_factor(place: Place) -> None:
    chen, lin, wang = map(signed_in, ("chenguanli", "linguanli", "wangdengji"))
    reset = f"{DUTIES}of/wangdengji/reset/"
    assert chen.get(reset).status_code == HTTPStatus.OK
    assert chen.post(reset).status_code == HTTPStatus.FOUND
    assert has_factor(cast.user("wangdengji"))
    decided_by(lin, Asking.objects.get(outcome=""))
    assert wang.get("/desk/account/").headers["Location"].startswith("/desk/sign-in/")
    again = signed_in("wangdengji")
    assert again.get("/desk/account/").status_code == HTTPStatus.OK


@pytest.mark.parametrize("login", ["chenguanli", "", "a", "he xin"])
def test_an_account_with_a_bad_login_is_not_opened(place: Place, login: str) -> None:
    before = User.objects.count()
    page = signed_in("chenguanli").post(
        f"{DUTIES}new-official/", {"name": "何新人", "login": login}
    )
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "login" in page.context["form"].errors
    assert User.objects.count() == before


def test_an_account_is_opened_with_a_password_shown_once(place: Place) -> None:
    page = signed_in("chenguanli").post(
        f"{DUTIES}new-official/", {"name": "何新人", "login": "hexinren"}
    )
    assert page.status_code == HTTPStatus.OK
    password = page.context["password"]
    assert "no-store" in page.headers["Cache-Control"]
    client = Client()
    answer = give_password(client, "hexinren", password)
    assert answer.status_code == HTTPStatus.FOUND
    assert not cast.user("hexinren").duties.exists()


def test_the_list_costs_as_many_queries_for_many_as_for_few(place: Place) -> None:
    chen = signed_in("chenguanli")
    asked_by(chen)
    few = questions(chen, DUTIES)
    asked_by(chen, "wangdengji")
    asked_by(chen, kind=DutyKind.SUPERVISOR)
    signed_in("lizhuren")
    many = questions(chen, DUTIES)
    assert many == few
