"""`save_template`: an answer with slots, for one body or for the whole place."""

import hashlib
from datetime import datetime

from mingbai.ledger.record import record
from mingbai.letters.models import ReplyTemplate
from mingbai.letters.templates import SLOT, SLOTS
from mingbai.places.actors import Actor
from mingbai.places.models import Body
from mingbai.places.naming import acting
from mingbai.places.policy import Act, Facts, require
from mingbai.places.scoping import current_place_id


class EmptyTemplate(Exception):
    """A template has a name and a text."""


class TemplateNameTaken(Exception):
    """The body, or the place, has another template of that name."""


class UnknownSlot(Exception):
    """Nothing fills a slot of that name; `slot` is the first one."""

    def __init__(self, slot: str) -> None:
        super().__init__(slot)
        self.slot = slot


def save_template(
    *,
    by: Actor,
    at: datetime,
    name: str,
    text: str,
    body: Body | None = None,
    rank: int = 0,
    template: ReplyTemplate | None = None,
) -> ReplyTemplate:
    """Keep a new template, or change `template`, which stays with its body.

    An officer writes those of the own body; registrars and administrators any.
    Raises EmptyTemplate, TemplateNameTaken, UnknownSlot.
    """
    whose = template.body if template else body
    require(by, Act.TEMPLATE_CHANGE, Facts(body=whose.pk if whose else None))
    _check(name, text)
    saved = template or ReplyTemplate(body=whose)
    others = ReplyTemplate.objects.filter(body=whose, name=name.strip())
    if others.exclude(pk=saved.pk).exists():
        raise TemplateNameTaken(name)
    saved.name, saved.text, saved.rank = name.strip(), text, rank
    saved.save()
    record(
        log=current_place_id(),
        name="template.saved",
        facts={
            "template": str(saved.pk),
            "name": saved.name,
            "body": whose.slug if whose else "",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "by": acting(by),
        },
        at=at,
    )
    return saved


def _check(name: str, text: str) -> None:
    if not name.strip() or not text.strip():
        raise EmptyTemplate
    for slot in SLOT.findall(text):
        if slot not in SLOTS:
            raise UnknownSlot(slot)
