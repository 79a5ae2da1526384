"""Asking for a public page, and counting what it asks the database."""

from http import HTTPStatus

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from django.utils.translation import gettext


def page(path: str) -> str:
    """The page at that address, which must be there."""
    answer = Client().get(path)
    assert answer.status_code == HTTPStatus.OK, path
    return answer.content.decode()


def said(message: str, **facts: object) -> str:
    """The sentence as the page says it; its wording is the translators' affair."""
    return escape(gettext(message) % facts)


def status(path: str) -> int:
    """The status with which a GET of that address is answered."""
    return Client().get(path).status_code


def queries(path: str) -> int:
    """How many times the page asks for rows; the door's own statements don't count."""
    page(path)  # the host is known from now on
    with CaptureQueriesContext(connection) as asked:
        page(path)
    return sum(is_of_the_page(one["sql"]) for one in selects(asked))


def is_of_the_page(statement: str) -> bool:
    """Not the door's: it enters the place, and looks a host up every few seconds."""
    return "mingbai." not in statement and "places_host" not in statement


def selects(asked: CaptureQueriesContext) -> list[dict[str, str]]:
    """The questions among the statements; PostgreSQL's union begins in brackets.

    Which place a host is, a process asks anew every few seconds only: it is left out.
    """
    return [
        one
        for one in asked.captured_queries
        if one["sql"].lstrip("(").startswith("SELECT")
        and 'FROM "places_host"' not in one["sql"]
    ]
