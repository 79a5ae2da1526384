"""`day_page` and `whole_day`: the register of letters 登记簿, by day and number."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from mingbai.letters.barred import not_barred
from mingbai.letters.models import Handling, Letter, State
from mingbai.letters.models.letter import LetterQuerySet
from mingbai.lib.numbering import Ref
from mingbai.places.actors import Officer

PAGE_SIZE = 100
# Rows fetched at a time for a whole day.
CHUNK: Final = 500


class Validity(models.TextChoices):
    """What the office found of a letter."""

    TO_JUDGE = "to_judge", _("To be judged")
    VALID = "valid", _("Valid")
    DECLINED = "declined", _("Not accepted")
    DUPLICATE = "duplicate", _("Duplicate")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Way(models.TextChoices):
    """How a letter is answered."""

    DIRECT = "direct", _("Answered directly")
    TRANSFERRED = "transferred", _("By transfer")


@dataclass(frozen=True)
class Entry:
    """One line of the register; empty or None is what is not known yet."""

    ref: str
    received_at: datetime
    channel: str
    validity: Validity
    way: Way | None
    body: str
    officer: str
    due_on: date
    closed_on: date | None
    is_imported: bool


@dataclass(frozen=True)
class RegisterPage:
    """Some entries of a day, and whether more stand before and after them."""

    rows: list[Entry]
    has_before: bool
    has_after: bool


def day_page(
    day: date, *, officer: Officer, after: Ref | None = None, before: Ref | None = None
) -> RegisterPage:
    """A hundred letters of a day by number, after or before the one given.

    Without those from which the official must stay away.
    """
    rows = _of_day(day, officer)
    if before is not None:
        earlier = rows.filter(number__lt=before.number).order_by("-year", "-number")
        found = [_entry(letter) for letter in earlier[: PAGE_SIZE + 1]]
        return RegisterPage(
            found[:PAGE_SIZE][::-1], has_before=len(found) > PAGE_SIZE, has_after=True
        )
    if after is not None:
        rows = rows.filter(number__gt=after.number)
    found = [_entry(letter) for letter in rows[: PAGE_SIZE + 1]]
    return RegisterPage(
        found[:PAGE_SIZE],
        has_before=after is not None,
        has_after=len(found) > PAGE_SIZE,
    )


def whole_day(day: date, *, officer: Officer) -> Iterator[Entry]:
    """All letters of a day by number, one query however many."""
    for letter in _of_day(day, officer).iterator(chunk_size=CHUNK):
        yield _entry(letter)


def validity_of(handling: Handling) -> Validity:
    """What stands in the register, as the letter stands now."""
    state = State(handling.state)
    if handling.principal_id is not None:
        return Validity.DUPLICATE
    return VALIDITY.get(state, Validity.VALID)


VALIDITY: Final = {
    State.REGISTERED: Validity.TO_JUDGE,
    State.HELD: Validity.TO_JUDGE,
    State.DECLINED: Validity.DECLINED,
    State.WITHDRAWN: Validity.WITHDRAWN,
}


def way_of(handling: Handling) -> Way | None:
    """Answered by the office itself, or transferred; None while it is undecided."""
    if handling.body_id is not None:
        return Way.TRANSFERRED
    return Way.DIRECT if handling.state == State.ANSWERED else None


def _of_day(day: date, officer: Officer) -> LetterQuerySet:
    # The number's year is that of the day of receipt; the index says so too.
    rows: LetterQuerySet = (
        Letter.objects.filter(
            *not_barred(officer, "pk"), received_on=day, year=day.year
        )
        .select_related("handling__body", "handling__officer")
        .order_by("year", "number")
    )
    return rows


def _entry(letter: Letter) -> Entry:
    handling = letter.handling
    return Entry(
        ref=letter.ref,
        received_at=letter.received_at,
        channel=letter.get_channel_display(),
        validity=validity_of(handling),
        way=way_of(handling),
        body=str(handling.body or ""),
        officer=str(handling.officer or ""),
        due_on=handling.due_on,
        closed_on=handling.closed_on,
        is_imported=letter.is_imported,
    )
