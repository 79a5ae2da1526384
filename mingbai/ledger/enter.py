"""The verb that gives a letter its number and commits to it; all lanes call it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from mingbai.ledger import clock
from mingbai.ledger.models import Counter, Leaf
from mingbai.lib.commitment import commit
from mingbai.lib.numbering import format_ref

NUMBERED: Final = frozenset({Leaf.Kind.INTAKE, Leaf.Kind.IMPORTED})


class NotNumbered(Exception):
    """Only intake and imported leaves carry a registration number."""


@dataclass(frozen=True)
class Entry:
    """A number that was given, and the leaf that commits to it."""

    leaf: Leaf
    number: int
    ref: str


def enter(
    *,
    log: UUID,
    year: int,
    kind: Leaf.Kind,
    c0: bytes,
    received: date,
    due: date,
    at: datetime,
    is_late: bool = False,
) -> Entry:
    """The next number of `year` in this log, and its leaf.

    Call it last in the transaction: it locks the year's counter until the end, and a
    rollback gives the number back. `received` and `due` are days of the place. An
    imported leaf is late by its nature. Refuses other kinds and a time that isn't now.
    """
    if kind not in NUMBERED:
        raise NotNumbered(kind)
    is_late = is_late or kind == Leaf.Kind.IMPORTED
    entered_at = clock.check(at, is_late=is_late)
    with transaction.atomic(savepoint=False):
        number = _take_number(log, year)
        ref = format_ref(year, number)
        leaf = Leaf.objects.create(
            log=log,
            kind=kind,
            commitment=commit(c0, ref, received, due),
            entered_at=entered_at,
            is_late=is_late,
        )
    return Entry(leaf, number, ref)


def _take_number(log: UUID, year: int) -> int:
    counter = Counter.objects.filter(log=log, year=year)
    # The update locks the row, so that the read after it sees our own number.
    if not counter.update(highest=F("highest") + 1):
        Counter.objects.bulk_create(
            [Counter(log=log, year=year)], ignore_conflicts=True
        )
        counter.update(highest=F("highest") + 1)
    return counter.values_list("highest", flat=True).get()
