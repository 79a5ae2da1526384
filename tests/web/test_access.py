"""Every address × every role × every method gets exactly what the table says."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import UUIDConverter

from mingbai.accounts.grant import grant
from mingbai.accounts.models import INSIDE_A_BODY, DutyKind
from mingbai.places.actors import System
from mingbai.places.models import Place
from mingbai.web.access import ACCESS, Access, Gate
from tests import cast
from tests.databases.installation import Installation
from tests.moments import NOW, TODAY
from tests.web.desk.signing_in import FACTOR, SIGN_IN, give_password, sign_in

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "DELETE")
# An argument of an address that belongs to no object.
ABSENT: Final = "no-such-thing"
# Addresses whose arguments are a pattern need one that fits.
FITTING: Final = {"api:ledger-tile": "ledger/tile/0/000"}

# Where those are sent who have not wholly signed in.
WAY_IN: Final = {"stranger": f"{SIGN_IN}?next=", "password alone": FACTOR}


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver, filled in so that it leads to nothing."""

    name: str
    path: str


def addresses() -> list[Address]:
    """All that the resolver knows."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], namespace: str, before: str) -> Iterator[Address]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _walk(
                pattern.url_patterns, namespace + inner, before + _filled(pattern)
            )
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name or ''}"
            path = FITTING.get(name, before + _filled(pattern))
            yield Address(name, f"/{path}")


def _filled(pattern: URLPattern | URLResolver) -> str:
    route = str(pattern.pattern)
    for name, converter in pattern.pattern.converters.items():
        value = str(UUID(int=0)) if isinstance(converter, UUIDConverter) else ABSENT
        start = route.index("<")
        end = route.index(">", start)
        assert name in route[start:end]
        route = f"{route[:start]}{value}{route[end + 1 :]}"
    return route


def check(client: Client, role: str, kinds: frozenset[DutyKind]) -> list[str]:
    """What differs from the table for this role, in words."""
    return [
        f"{role}: {method} {address.path} gave {answer.status_code}"
        for address in addresses()
        if address.name != "account_logout"
        for method in METHODS
        for answer in [_answer(client, method, address.path)]
        if not _is_as_said(ACCESS[address.name], method, role, kinds, answer)
    ]


def _answer(client: Client, method: str, path: str) -> Any:
    """What comes back, read to its end: only then a file is closed."""
    answer: Any = client.generic(method, path)
    if answer.streaming:
        answer.getvalue()
    return answer


def _is_as_said(
    access: Access, method: str, role: str, kinds: frozenset[DutyKind], answer: Any
) -> bool:
    status, to = answer.status_code, answer.headers.get("Location", "")
    if method not in access.methods:
        return bool(status == HTTPStatus.METHOD_NOT_ALLOWED)
    if access.gate is Gate.SIGN_IN:
        return status in {HTTPStatus.OK, HTTPStatus.FOUND}
    if access.gate is Gate.DESK and role in WAY_IN:
        return bool(status == HTTPStatus.FOUND and to.startswith(WAY_IN[role]))
    if access.duties and not access.duties & kinds:
        return bool(status == HTTPStatus.FORBIDDEN)
    refusals = {HTTPStatus.FORBIDDEN, HTTPStatus.METHOD_NOT_ALLOWED}
    return status not in refusals and not _is_sent_to_sign_in(answer)


def _is_sent_to_sign_in(answer: Any) -> bool:
    to = answer.headers.get("Location", "")
    return bool(answer.status_code == HTTPStatus.FOUND and to.startswith(SIGN_IN))


def employ(kind: DutyKind) -> str:
    """The login of an official who holds this duty and no other."""
    grant(
        by=System("tests"),
        at=NOW,
        user=cast.user("wutongzhi"),
        kind=kind,
        body=cast.housing() if kind in INSIDE_A_BODY else None,
        post=cast.post("shuji") if kind == DutyKind.LEADER else None,
        since=TODAY,
    )
    return "wutongzhi"


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = [address.name for address in addresses()]
    assert set(names) == set(ACCESS)
    assert len(names) == len(set(names))


def test_the_desk_lies_under_one_path_and_nothing_else_does() -> None:
    for address in addresses():
        is_desk = ACCESS[address.name].gate is not Gate.OPEN
        assert address.path.startswith("/desk/") == is_desk, address


def test_only_the_way_in_lies_where_a_get_may_write() -> None:
    for address in addresses():
        is_way_in = ACCESS[address.name].gate is Gate.SIGN_IN
        assert address.path.startswith(SIGN_IN) == is_way_in, address


def test_a_stranger_opens_what_is_public_and_no_more(place: Place) -> None:
    assert check(Client(), "stranger", frozenset()) == []


def test_the_password_alone_opens_no_more(place: Place) -> None:
    client = Client()
    give_password(client, "chenguanli")
    assert check(client, "password alone", frozenset()) == []


def test_an_official_without_a_duty_opens_no_page_of_a_duty(place: Place) -> None:
    client = Client()
    sign_in(client, "wutongzhi")
    assert check(client, "no duty", frozenset()) == []


@pytest.mark.parametrize("kind", list(DutyKind))
def test_a_duty_opens_what_the_table_gives_it(place: Place, kind: DutyKind) -> None:
    client = Client()
    sign_in(client, employ(kind))
    assert check(client, kind, frozenset({kind})) == []


@pytest.mark.postgresql
def test_an_official_of_another_place_is_a_stranger(committed: Installation) -> None:
    client = Client()
    sign_in(client, "chenguanli")
    client.defaults["HTTP_HOST"] = cast.NEIGHBOUR_HOST
    assert check(client, "stranger", frozenset()) == []
