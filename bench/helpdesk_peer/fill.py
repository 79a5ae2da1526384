"""`python -m bench.helpdesk_peer.fill COUNT`: tables, so many open tickets, a session.

Prints the cookie of a signed-in member of the staff, and what the ticket list asks for
its first page, as JSON.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Final

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  # models need the set-up
from helpdesk.models import Queue, Ticket  # noqa: E402
from helpdesk.query import query_to_base64  # noqa: E402

from bench.letter_text import TEXT, TITLE  # noqa: E402

START: Final = datetime.fromisoformat("2026-01-05T08:00:00+08:00")
# As the page of the list itself asks.
LIST: Final = {
    "filtering": {"status__in": [1, 2]},
    "filtering_null": {},
    "sorting": "created",
    "sortreverse": False,
    "search_string": "",
}


def main() -> None:
    """Fill it, as our own queue is filled: open, one every half hour."""
    call_command("migrate", verbosity=0)
    staff = get_user_model().objects.create_superuser("staff", "staff@example.org")
    queue = Queue.objects.create(title="来信", slug="letters")
    Ticket.objects.bulk_create(
        [
            Ticket(
                title=TITLE,
                description=TEXT,
                queue=queue,
                status=Ticket.OPEN_STATUS,
                created=START + timedelta(minutes=31 * number),
                submitter_email="writer@example.org",
                assigned_to=staff if number % 3 else None,
            )
            for number in range(int(sys.argv[1]))
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(staff)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    print(
        json.dumps(
            {
                "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}",
                "query": query_to_base64(LIST),
            }
        )
    )


if __name__ == "__main__":
    main()
