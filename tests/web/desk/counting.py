"""How many questions a page of the desk asks the database."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.web.public.reading import is_of_the_page


def questions(client: Client, path: str) -> int:
    """Those of the page; the door's own come and go with the seconds."""
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return sum(is_of_the_page(one["sql"]) for one in asked.captured_queries)
