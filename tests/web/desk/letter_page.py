"""The page of a letter and its forms, as a browser shows and posts them."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mingbai.letters.models import Handling, Letter
from tests.web.public.reading import is_of_the_page, selects


def address(letter: Letter, act: str = "") -> str:
    """The letter on the desk, or where the form of an act is posted to."""
    return f"/desk/letters/{letter.ref}/{f'{act}/' if act else ''}"


def page(client: Client, letter: Letter) -> str:
    """The letter's page, which must be there."""
    answer = client.get(address(letter))
    assert answer.status_code == 200, answer.status_code
    return answer.text


def act(client: Client, letter: Letter, name: str, **fields: Any) -> Any:
    """Post the form of an act on the letter as it stands now."""
    seen = Handling.objects.values_list("version", flat=True).get(letter=letter)
    return act_seen(client, letter, name, seen, **fields)


def act_seen(
    client: Client, letter: Letter, name: str, seen: int, **fields: Any
) -> Any:
    """Post the form that was shown when the letter stood at that version."""
    sheet = {"propose": "reply", "draft": "reply"}.get(name, name)
    typed = {f"{sheet}-{field}": value for field, value in fields.items()}
    return client.post(address(letter, name), {"seen": str(seen), **typed})


def offered(client: Client, letter: Letter) -> set[str]:
    """The acts whose forms the page holds."""
    pattern = rf'action="{address(letter)}([a-z-]+)/"'
    return set(re.findall(pattern, page(client, letter)))


def questions(client: Client, letter: Letter) -> int:
    """How often the page asks the database."""
    page(client, letter)
    with CaptureQueriesContext(connection) as asked:
        page(client, letter)
    return sum(is_of_the_page(one["sql"]) for one in selects(asked))
