"""The door: one place, one transaction, and nothing kept of what went wrong."""

from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from mingbai.letters.models import Letter
from mingbai.places.models import Place
from mingbai.places.scoping import within
from tests.databases.installation import Installation
from tests.web import faults
from tests.web.public.reading import said


@pytest.fixture
def faulty(settings: Settings) -> Client:
    """A browser before a site some of whose views are wrong."""
    settings.ROOT_URLCONF = "tests.web.faults"
    return Client(raise_request_exception=False)


def letters(committed: Installation) -> int:
    """How many letters of the wrong views have stayed."""
    with within(committed.place):
        return Letter.objects.filter(text__title=faults.TITLE).count()


def test_a_host_of_nobody_is_answered_404_without_any_place(place: Place) -> None:
    answer = Client(headers={"host": "elsewhere.example"}).get("/")
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert said("No site under this name") in answer.content.decode()
    assert place.site_name not in answer.content.decode()


@pytest.mark.parametrize("host", ["two words", "a/b", "[::1", "x" * 300])
def test_a_host_that_is_no_host_finds_no_place(place: Place, host: str) -> None:
    answer = Client(headers={"host": host}, raise_request_exception=False).get("/")
    assert answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND}
    assert place.site_name not in answer.content.decode()


def test_a_view_that_writes_on_get_writes_nothing(
    committed: Installation, faulty: Client
) -> None:
    answer = faulty.get("/faults/write/")
    assert answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR
    assert letters(committed) == 0


def test_the_same_view_writes_on_post(committed: Installation, faulty: Client) -> None:
    assert faulty.post("/faults/write/").status_code == HTTPStatus.OK
    assert letters(committed) == 1


@pytest.mark.parametrize("fault", ["raise", "500"])
def test_what_a_broken_view_wrote_is_rolled_back(
    committed: Installation, faulty: Client, fault: str
) -> None:
    answer = faulty.post(f"/faults/{fault}/")
    assert answer.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert letters(committed) == 0


def test_a_broken_view_says_that_nothing_was_registered(
    committed: Installation, faulty: Client
) -> None:
    answer = faulty.post("/faults/raise/")
    assert committed.place.office_telephone in answer.content.decode()
    assert "broken on purpose" not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_busy_database_is_answered_503_and_keeps_nothing(
    committed: Installation, faulty: Client, method: str
) -> None:
    answer = getattr(faulty, method)("/faults/locked/")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert int(answer.headers["Retry-After"]) > 0
    assert letters(committed) == 0


@pytest.mark.parametrize("path", ["/letters/write/", "/letters/look-up/", "/verify/"])
def test_a_body_larger_than_any_letter_is_answered_413(place: Place, path: str) -> None:
    large = "很" * django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    answer = Client().post(path, {"text": large})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert said("Too large to take") in answer.content.decode()


def test_more_fields_than_any_form_has_are_refused(place: Place) -> None:
    fields = {f"field-{number}": "" for number in range(300)}
    answer = Client(raise_request_exception=False).post("/letters/write/", fields)
    assert answer.status_code == HTTPStatus.BAD_REQUEST


def test_a_body_that_is_no_form_is_refused_with_a_page(place: Place) -> None:
    answer: Any = Client(raise_request_exception=False).post(
        "/letters/write/",
        b"--x\r\nContent-Disposition: nothing",
        content_type="multipart/form-data; boundary=",
    )
    assert HTTPStatus.BAD_REQUEST <= answer.status_code < 500


@pytest.mark.postgresql
def test_a_page_is_one_read_only_transaction(committed: Installation) -> None:
    with CaptureQueriesContext(connection) as asked:
        Client().get("/powers/")
    sent = [one["sql"] for one in asked.captured_queries]
    assert sent.count("SET TRANSACTION READ ONLY") == 1
    assert sent.count("BEGIN") == 1


def test_nothing_is_open_after_an_answer(committed: Installation) -> None:
    Client().get("/powers/")
    assert transaction.get_autocommit()
    assert not connection.in_atomic_block
