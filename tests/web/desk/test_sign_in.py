"""Signing in to the desk."""

import base64
import re
import time
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import NoReverseMatch, reverse

from mingbai.accounts.models import Session, User
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests import cast
from tests.accounts.happened import events
from tests.databases.installation import Installation
from tests.web.desk.signing_in import (
    CODE,
    FACTOR,
    SIGN_IN,
    code_of,
    give_password,
    set_up_factor,
    sign_in,
)

ACCOUNT = "/desk/account/"
NEW_PASSWORD = "a-gate-of-my-own-2026"


def without_form_token(page: Any, login: str) -> str:
    """The page as text, but for what differs by nature: form token and own login."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return text.replace(login, "LOGIN")


def test_a_wrong_password_and_an_unknown_login_get_the_same_page(place: Place) -> None:
    wrong = give_password(Client(), "wangdengji", "wrong-password-1")
    unknown = give_password(Client(), "nobody-here", "wrong-password-1")
    assert wrong.status_code == unknown.status_code == HTTPStatus.OK
    assert without_form_token(wrong, "wangdengji") == without_form_token(
        unknown, "nobody-here"
    )
    assert not Session.objects.filter(user__isnull=False).exists()


def test_a_closed_account_gets_the_page_of_an_unknown_one(place: Place) -> None:
    User.objects.filter(login="wangdengji").update(is_active=False)
    closed = give_password(Client(), "wangdengji")
    unknown = give_password(Client(), "nobody-here")
    assert closed.status_code == HTTPStatus.OK
    assert without_form_token(closed, "wangdengji") == without_form_token(
        unknown, "nobody-here"
    )


def test_nothing_is_asked_of_an_empty_form_but_to_fill_it_in(place: Place) -> None:
    page = Client().post(SIGN_IN, {"login": "", "password": ""})
    assert set(page.context["form"].errors) == {"login", "password"}


def test_after_five_wrong_passwords_the_right_one_has_to_wait(
    place: Place, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        give_password(Client(), "wangdengji", "wrong-password-1")
    assert give_password(Client(), "wangdengji").status_code == HTTPStatus.OK
    assert give_password(Client(), "lizhuren").status_code == HTTPStatus.FOUND
    clock.shift(timedelta(minutes=5, seconds=1))
    assert give_password(Client(), "wangdengji").status_code == HTTPStatus.FOUND


def test_the_password_alone_opens_no_page(place: Place) -> None:
    client = Client()
    give_password(client, "wangdengji")
    for path in ("/desk/", ACCOUNT, "/desk/account/password/"):
        assert client.get(path).headers["Location"] == FACTOR


def test_with_a_factor_the_password_alone_signs_nobody_in(
    place: Place, clock: time_machine.Traveller
) -> None:
    sign_in(Client(), "wangdengji")
    clock.shift(60)
    thief = Client()
    assert give_password(thief, "wangdengji").headers["Location"] == CODE
    for path in ("/desk/", ACCOUNT, FACTOR):
        assert thief.get(path).headers["Location"].startswith(SIGN_IN)


def test_a_browser_that_knew_the_password_before_is_signed_out(place: Place) -> None:
    thief = Client()
    give_password(thief, "wangdengji")
    sign_in(Client(), "wangdengji")
    assert thief.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)
    assert Session.objects.filter(user__isnull=False).count() == 1


def test_a_wrong_code_is_refused(place: Place, clock: time_machine.Traveller) -> None:
    secret = sign_in(Client(), "wangdengji")
    clock.shift(60)
    client = Client()
    give_password(client, "wangdengji")
    past = code_of(secret, at=time.time() - 60)
    for wrong in ("", "000", past, "一二三四五六"):
        page = client.post(CODE, {"code": wrong})
        assert page.status_code == HTTPStatus.OK
        assert page.context["form"].errors["code"]
    assert client.get(ACCOUNT).status_code == HTTPStatus.FOUND


def test_a_code_is_taken_once(place: Place, clock: time_machine.Traveller) -> None:
    secret = sign_in(Client(), "wangdengji")
    clock.shift(60)
    first, second = Client(), Client()
    for client in (first, second):
        give_password(client, "wangdengji")
    assert first.post(CODE, {"code": code_of(secret)}).status_code == HTTPStatus.FOUND
    assert second.post(CODE, {"code": code_of(secret)}).status_code == HTTPStatus.OK
    clock.shift(30)
    assert second.post(CODE, {"code": code_of(secret)}).status_code == HTTPStatus.FOUND
    assert second.get(ACCOUNT).status_code == HTTPStatus.OK


def test_a_wrong_code_sets_up_no_factor(place: Place) -> None:
    client = Client()
    give_password(client, "wangdengji")
    client.get(FACTOR)
    assert client.post(FACTOR, {"code": "000000"}).status_code == HTTPStatus.OK
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "account_signup",
        "account_email",
        "account_reset_password",
        "account_reset_password_from_key",
        "account_set_password",
        "account_change_password",
        "account_inactive",
        "account_confirm_login_code",
        "account_request_login_code",
        "account_reauthenticate",
        "mfa_index",
        "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes",
    ],
)
def test_what_nobody_needs_of_allauth_is_not_there(name: str) -> None:
    for args in ([], ["key"], ["uid", "key"]):
        with pytest.raises(NoReverseMatch):
            reverse(name, args=args)


@pytest.mark.parametrize("word", ["signup", "email", "password/reset", "login/code"])
def test_no_address_of_allauth_leads_in(place: Place, word: str) -> None:
    for base in ("/desk/sign-in/", "/desk/", "/accounts/"):
        answer = Client().get(f"{base}{word}/")
        assert answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.FOUND}
        if answer.status_code == HTTPStatus.FOUND:
            assert answer.headers["Location"].startswith(SIGN_IN)


def test_after_signing_in_one_is_not_led_away(place: Place) -> None:
    client = Client()
    sign_in(client, "wangdengji")
    for foreign in ("https://example.org/", "//example.org/", "/\\example.org"):
        answer = client.get(SIGN_IN, {"next": foreign})
        assert answer.headers["Location"] == "/desk/"


def test_a_foreign_form_is_refused(place: Place) -> None:
    client = Client(enforce_csrf_checks=True)
    answer = give_password(client, "wangdengji")
    assert answer.status_code == HTTPStatus.FORBIDDEN


def test_somebody_signs_in_sets_up_the_factor_and_sees_the_account(
    place: Place,
) -> None:
    client = Client()
    answer = client.get(ACCOUNT)
    assert answer.headers["Location"] == f"{SIGN_IN}?next={ACCOUNT}"
    assert give_password(client, " WangDengji ").status_code == HTTPStatus.FOUND
    page = client.get(FACTOR)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert "data:image/svg+xml;base64," in page.content.decode()
    answer = client.post(FACTOR, {"code": code_of(secret)})
    assert answer.headers["Location"] == "/desk/account/password/?first=1"
    assert client.get(answer.headers["Location"]).status_code == HTTPStatus.OK
    assert "王登记" in client.get(ACCOUNT).content.decode()
    assert events("factor.set_up")[-1]["user"] == str(cast.user("wangdengji").pk)


def test_the_picture_of_the_key_stands_alone_as_a_browser_wants_it(
    place: Place,
) -> None:
    client = Client()
    give_password(client, "wangdengji")
    uri = client.get(FACTOR).context["totp_svg_data_uri"]
    svg = ET.fromstring(base64.b64decode(uri.partition(",")[2]))
    assert svg.tag == "{http://www.w3.org/2000/svg}svg"
    assert svg.findall(".//{http://www.w3.org/2000/svg}path")


def test_a_code_in_full_width_is_read(
    place: Place, clock: time_machine.Traveller
) -> None:
    secret = sign_in(Client(), "wangdengji")
    clock.shift(60)
    client = Client()
    give_password(client, "wangdengji")
    wide = code_of(secret).translate({ord("0") + n: ord("０") + n for n in range(10)})
    assert client.post(CODE, {"code": wide}).status_code == HTTPStatus.FOUND
    assert client.get(ACCOUNT).status_code == HTTPStatus.OK


def test_the_secret_of_a_factor_stands_nowhere_in_clear(place: Place) -> None:
    client = Client()
    secret = sign_in(client, "wangdengji")
    assert secret not in str(Authenticator.objects.get().data)
    stored = Session.objects.values_list("session_data", flat=True)
    assert all(secret not in data for data in stored)


def test_the_app_lists_the_account_under_the_name_of_the_site(place: Place) -> None:
    client = Client()
    give_password(client, "wangdengji")
    address = client.get(FACTOR).context["totp_url"]
    assert address.startswith("otpauth://totp/wangdengji?secret=")
    assert address.endswith(f"&issuer={quote(place.site_name)}")


@pytest.mark.parametrize("path", [SIGN_IN, CODE])
def test_the_pages_on_the_way_in_say_whose_site_it_is(
    place: Place, clock: time_machine.Traveller, path: str
) -> None:
    sign_in(Client(), "wangdengji")
    clock.shift(60)
    client = Client()
    if path == CODE:
        give_password(client, "wangdengji")
    text = client.get(path).content.decode()
    assert place.site_name in text
    assert place.office in text


def test_a_new_password_signs_every_other_browser_out(
    place: Place, clock: time_machine.Traveller
) -> None:
    here, there = Client(), Client()
    secret = sign_in(here, "wangdengji")
    clock.shift(60)
    give_password(there, "wangdengji")
    there.post(CODE, {"code": code_of(secret)})
    assert there.get(ACCOUNT).status_code == HTTPStatus.OK
    answer = here.post(
        "/desk/account/password/",
        {
            "oldpassword": cast.PASSWORD,
            "password1": NEW_PASSWORD,
            "password2": NEW_PASSWORD,
        },
    )
    assert answer.headers["Location"] == f"{ACCOUNT}?done=password"
    assert here.get(ACCOUNT).status_code == HTTPStatus.OK
    assert there.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)
    assert give_password(Client(), "wangdengji").status_code == HTTPStatus.OK
    assert events("password.changed")


@pytest.mark.parametrize(
    ("old", "new", "again", "wrong"),
    [
        ("not-my-password", NEW_PASSWORD, NEW_PASSWORD, "oldpassword"),
        (cast.PASSWORD, "short", "short", "password1"),
        (cast.PASSWORD, NEW_PASSWORD, f"{NEW_PASSWORD}-2", "password2"),
        (cast.PASSWORD, "", "", "password1"),
    ],
)
def test_a_password_is_not_changed_to_a_bad_one(
    place: Place, old: str, new: str, again: str, wrong: str
) -> None:
    client = Client()
    sign_in(client, "wangdengji")
    page = client.post(
        "/desk/account/password/",
        {"oldpassword": old, "password1": new, "password2": again},
    )
    assert wrong in page.context["form"].errors
    assert cast.user("wangdengji").check_password(cast.PASSWORD)


def test_a_factor_is_replaced_only_with_a_code_of_the_present_one(
    place: Place, clock: time_machine.Traveller
) -> None:
    client = Client()
    old = sign_in(client, "wangdengji")
    replace = "/desk/sign-in/factor/replace/"
    again = client.post(replace).headers["Location"]
    assert again.startswith("/desk/sign-in/code/again/")
    assert Authenticator.objects.count() == 1
    clock.shift(60)
    client.post(again, {"code": code_of(old), "next": replace})
    client.post(replace)
    assert not Authenticator.objects.exists()
    assert client.get(ACCOUNT).headers["Location"] == FACTOR
    assert set_up_factor(client) != old
    assert client.get(ACCOUNT).status_code == HTTPStatus.OK


def test_who_signs_out_is_out(place: Place) -> None:
    client = Client()
    sign_in(client, "wangdengji")
    assert client.get("/desk/sign-in/out/").status_code == HTTPStatus.OK
    assert client.get(ACCOUNT).status_code == HTTPStatus.OK
    assert client.post("/desk/sign-in/out/").headers["Location"] == SIGN_IN
    assert client.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)
    assert not Session.objects.filter(user__isnull=False).exists()


def test_pages_of_the_desk_are_read_in_a_door_that_cannot_write(
    committed: Installation,
) -> None:
    client, other = Client(), Client()
    sign_in(client, "wangdengji")
    for path in ("/desk/", ACCOUNT, "/desk/account/password/"):
        assert client.get(path).status_code == HTTPStatus.OK
    # Somebody on the server gives a new password: the session is worth nothing.
    with within(committed.place, durable=True):
        user = cast.user("wangdengji")
        user.set_password(NEW_PASSWORD)
        user.save()
    assert client.get(ACCOUNT).headers["Location"].startswith(SIGN_IN)
    assert give_password(other, "wangdengji").status_code == HTTPStatus.OK


@pytest.mark.postgresql
def test_an_official_of_another_place_is_a_stranger_here(
    committed: Installation,
) -> None:
    client = Client()
    sign_in(client, "wangdengji")
    assert client.get(ACCOUNT).status_code == HTTPStatus.OK
    answer = client.get(ACCOUNT, headers={"host": cast.NEIGHBOUR_HOST})
    assert answer.headers["Location"].startswith(SIGN_IN)
    there = Client(headers={"host": cast.NEIGHBOUR_HOST})
    assert give_password(there, "zhoukezhang").status_code == HTTPStatus.OK
