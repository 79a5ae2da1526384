"""`templates_for` and `fill`: answers to begin with, and one of them filled in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from mingbai.letters.default_templates import DEFAULT_TEMPLATES, DefaultTemplate
from mingbai.letters.models import Handling, Letter, ReplyTemplate, State
from mingbai.letters.standing import knows_writer
from mingbai.places.actors import Officer
from mingbai.places.models import Body
from mingbai.places.scoping import current_place
from mingbai.ui.words import zh_date

# What a template may ask for; anything else in braces is refused when it is saved.
SLOTS: Final = (
    *("writer", "asked", "received", "number", "due"),
    *("body", "officer", "telephone", "address", "today"),
)
SLOT: Final = re.compile(r"\{([^{}\s]*)\}")
ASKED_SIGNS: Final = 40
# An answer to several letters names no writer, and has the number and day of none.
FOR_SEVERAL: Final = "各位来信人"
OWN_NUMBER: Final = "见各自的回执"
RECENTLY: Final = "近日"


@dataclass(frozen=True)
class Template:
    """An answer with slots, ours or the place's own; `pk` names it in a form."""

    pk: str
    name: str
    text: str
    # Stored here, and so it can be changed or deleted.
    is_own: bool = False


def templates_for(body: Body | None, *, kind: str = "") -> list[Template]:
    """The body's own templates, those of the place, then the defaults; one query.

    `body` is None at the registrar's office. With a kind of letter the defaults for it
    come first among these. A template hides a default of the same name.
    """
    rows = ReplyTemplate.objects.filter(Q(body=body) | Q(body__isnull=True))
    own = [
        Template(str(row.pk), row.name, row.text, is_own=True)
        for row in sorted(rows, key=lambda row: (row.body_id is None, row.rank))
    ]
    names = {one.name for one in own}
    defaults = [one for one in DEFAULT_TEMPLATES if one.name not in names]
    defaults.sort(key=lambda one: one.kind != kind)
    return [*own, *(_shown(one) for one in defaults)]


def default_for(kind: str) -> Template:
    """The template with which an answer to this kind of letter begins by itself."""
    return _shown(next(one for one in DEFAULT_TEMPLATES if one.kind == kind))


def fill(
    template: Template | ReplyTemplate | None,
    letter: Letter,
    handling: Handling,
    officer: Officer,
    *,
    on: date,
) -> str:
    """The template with its slots filled; None is the default of the letter's kind.

    A writer unknown to this official, or one of several whose letters get one answer,
    is not named; for several neither number nor day of one of them stands there. What
    the place has not told us is left to whoever writes.
    """
    chosen = template or default_for(handling.kind)
    values = _values(letter, handling, officer, on)
    return SLOT.sub(lambda slot: values.get(slot.group(1), slot.group()), chosen.text)


def _shown(default: DefaultTemplate) -> Template:
    return Template(default.key, default.name, default.text)


def _values(
    letter: Letter, handling: Handling, officer: Officer, on: date
) -> Mapping[str, str]:
    place, body = current_place(), handling.body
    telephone = body.telephone if body else place.office_telephone
    address = body.address if body else place.office_address
    is_for_several = _has_merged(letter)
    values = {
        "writer": FOR_SEVERAL if is_for_several else _writer(letter, officer),
        "asked": _asked(letter),
        "received": RECENTLY if is_for_several else zh_date(letter.received_on),
        "number": OWN_NUMBER if is_for_several else letter.ref,
        "due": zh_date(handling.due_on),
        "body": body.name if body else place.office,
        "officer": officer.name,
        "telephone": telephone or "【请填写：联系电话】",
        "address": address or "【请填写：联系地址】",
        "today": zh_date(on),
    }
    assert values.keys() == set(SLOTS), "every slot has its value"
    return values


def _has_merged(letter: Letter) -> bool:
    return Handling.objects.filter(principal=letter, state=State.MERGED).exists()


def _writer(letter: Letter, officer: Officer) -> str:
    named = letter.text.writer if knows_writer(letter, officer) else None
    return named or "来信人"


def _asked(letter: Letter) -> str:
    """The subject, or by SMS, which has none, how the text begins."""
    asked = letter.text.title or " ".join(letter.text.body.split())
    return asked if len(asked) <= ASKED_SIGNS else f"{asked[:ASKED_SIGNS]}……"
