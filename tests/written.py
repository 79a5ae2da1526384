"""Letters for the tests: written by nobody, to 试点县, through the verbs."""

from datetime import UTC, datetime

from mingbai.intake.take import take_letter
from mingbai.letters.draft import Draft
from mingbai.letters.models import Letter
from mingbai.lib.receipt import Receipt, mint
from mingbai.places.actors import Citizen

WRITER = Citizen(channel="web")
TEXT = "学校门口的路灯坏了三天，孩子们摸黑放学。\n请派人来修。"


def draft(
    *,
    title: str = "学校门口的路灯坏了",
    text: str = TEXT,
    kind: str = Letter.Kind.ASK,
    writer: str = "",
    telephone: str = "",
) -> Draft:
    """A letter as handed in, to whoever is in charge."""
    return Draft(kind=kind, title=title, text=text, writer=writer, telephone=telephone)


def send(
    wanted: Draft | None = None,
    *,
    receipt: Receipt | None = None,
    at: datetime | None = None,
) -> Letter:
    """A letter that has been registered now."""
    return take_letter(
        by=WRITER,
        at=at or datetime.now(UTC),
        draft=wanted or draft(),
        receipt=receipt or mint(),
    )
