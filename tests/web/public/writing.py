"""Filling in the form of a letter and posting it, as a browser does."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.test import Client

from mingbai.lib.receipt import mint
from mingbai.web.public.form_key import FIELD, new_form_key
from mingbai.web.public.letter_write import PURPOSE

WRITE = "/letters/write/"
TITLE = "学校门口的路灯坏了"
TEXT = "路灯坏了三天。\n请派人来修。"


def filled_in(**other: str) -> dict[str, str]:
    """The fields of a form that has all it needs, and a key of now."""
    usual = {
        "kind": "ask",
        "to": "unknown",
        "post": "",
        "body": "",
        "about": "",
        "title": TITLE,
        "text": TEXT,
        "may_publish": "1",
        "answer_by": "site",
        "telephone": "",
        "email": "",
        "writer": "",
        "power": "",
        FIELD: new_form_key(PURPOSE),
    }
    return usual | other


def post(fields: Mapping[str, str], **headers: str) -> Any:
    """The answer to the form."""
    return Client(headers=headers).post(WRITE, fields)


def send(receipt: str = "", **other: str) -> Any:
    """The answer to the page that asks once more, with a receipt of its own."""
    chosen = receipt or str(mint())
    return post(filled_in(receipt=chosen, send="1", **other))


def text_of(answer: Any) -> str:
    """The page without its markup, as a reader sees it."""
    without_tags = re.sub(r"<[^>]*>", "", answer.content.decode())
    return unescape(without_tags)


def value_of(answer: Any, name: str) -> str:
    """What stands in the field of that name, on a form or carried along."""
    page = answer.content.decode()
    area = re.search(rf'<textarea name="{name}"[^>]*>\n?(.*?)</textarea>', page, re.S)
    if area:
        return unescape(area[1])
    field = re.search(rf'<input[^>]* name="{name}"[^>]*>', page)
    assert field, name
    value = re.search(r' value="(.*?)"', field[0], re.S)
    return unescape(value[1]) if value else ""
