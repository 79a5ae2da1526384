"""Looking a letter up on the public page, and doing there what its writer may do."""

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any, Final

from django.test import Client

from mingbai.letters.models import Letter
from mingbai.letters.reply import Promised, reply
from mingbai.letters.route import route
from mingbai.lib.receipt import Receipt
from tests import cast

LOOK_UP: Final = "/letters/look-up/"
ANSWER: Final = "来信收悉。\n经核查，路灯已于今天修好。联系电话：0000-6000 0301。"


def look_up(receipt: Receipt) -> Any:
    """The letter's page."""
    return Client().post(LOOK_UP, {"receipt": str(receipt)})


def act(name: str, fields: dict[str, str], **headers: str) -> Any:
    """What comes back for an act of the writer."""
    return Client(headers=headers).post(f"{LOOK_UP}{name}/", fields)


def token(page: Any, name: str) -> str:
    """The token of the form for that act, as it stands in the page."""
    found = re.search(
        rf'action="{LOOK_UP}{name}/"[^>]*>\s*<input type="hidden" name="token"'
        r' value="([^"]*)"',
        page.text,
    )
    assert found, name
    return unescape(found[1])


def offers(page: Any, name: str) -> bool:
    """Whether the page has a form for that act."""
    return f'action="{LOOK_UP}{name}/"' in page.text


def promise_field(page: Any, name: str) -> str:
    """The full name of a field of the promise's form."""
    found = re.search(rf'name="(promise-[0-9a-f]+-{name})"', page.text)
    assert found, name
    return found[1]


def with_education(letter: Letter) -> Letter:
    """The letter lies with the education bureau."""
    now = datetime.now(UTC)
    route(by=cast.registrar(), at=now, letter=letter, body=cast.education())
    return letter


def answered(letter: Letter, *promises: Promised) -> Letter:
    """The education bureau has answered it."""
    reply(
        by=cast.officer(),
        at=datetime.now(UTC),
        letter=with_education(letter),
        text=ANSWER,
        promises=promises,
    )
    return letter
