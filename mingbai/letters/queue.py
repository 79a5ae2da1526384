"""`page`: one page of a queue, by key: before or after a letter, never by offset."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F
from django.db.models.fields.tuple_lookups import (
    Tuple,
    TupleGreaterThan,
    TupleLessThan,
)

from mingbai.letters.models import Extension, Handling, Ruling, State
from mingbai.letters.models.handling import HandlingQuerySet
from mingbai.letters.offered import Queue, queues_of
from mingbai.letters.queue_source import Source, source_of
from mingbai.lib.numbering import Ref
from mingbai.places.actors import Officer

PAGE_SIZE = 30

__all__ = [
    "PAGE_SIZE",
    "Marks",
    "Queue",
    "QueuePage",
    "marks_of",
    "page",
    "page_of",
    "queues_of",
]


@dataclass(frozen=True)
class QueuePage:
    """Some letters of a queue, and whether more stand before and after them."""

    rows: list[Handling]
    has_before: bool
    has_after: bool
    # Of an assisting part: its own due day, by the letter's id.
    own_due: Mapping[UUID, date] = field(default_factory=dict)


@dataclass(frozen=True)
class Marks:
    """What stands beside a letter in a queue."""

    is_extended: bool
    merged: int


def page(
    queue: Queue,
    *,
    officer: Officer,
    today: date | None = None,
    after: Ref | None = None,
    before: Ref | None = None,
) -> QueuePage:
    """Thirty letters after or before the given one, or the first thirty.

    Never one from which the official must stay away. `today` is asked for by the
    queues of the clock. A letter after which to go on need not stand in the queue
    any more.
    """
    return page_of(source_of(queue, officer, today), after=after, before=before)


def page_of(
    source: Source, *, after: Ref | None = None, before: Ref | None = None
) -> QueuePage:
    """The same of any rows that can be read by key."""
    mark = _mark(source, after or before)
    if mark is not None and before is not None:
        found = _beyond(source, mark, forward=False)
        rows = found[:PAGE_SIZE][::-1]
        return _page(source, rows, has_before=len(found) > PAGE_SIZE, has_after=True)
    found = (
        list(source.rows.order_by(*source.order(forward=True))[: PAGE_SIZE + 1])
        if mark is None
        else _beyond(source, mark, forward=True)
    )
    return _page(
        source,
        found[:PAGE_SIZE],
        has_before=mark is not None,
        has_after=len(found) > PAGE_SIZE,
    )


def marks_of(rows: list[Handling]) -> dict[UUID, Marks]:
    """Marks by the letter's id; two queries, however many letters."""
    letters = [row.letter_id for row in rows]
    if not letters:
        return {}
    extended = set(
        Extension.objects.filter(letter__in=letters, ruling=Ruling.GRANTED).values_list(
            "letter_id", "round"
        )
    )
    merged = dict(
        Handling.objects.filter(principal__in=letters, state=State.MERGED)
        .values_list("principal_id")
        .annotate(Count("pk"))
    )
    return {
        row.letter_id: Marks(
            is_extended=(row.letter_id, row.round) in extended,
            merged=merged.get(row.letter_id, 0),
        )
        for row in rows
    }


def _page(
    source: Source, rows: list[Any], *, has_before: bool, has_after: bool
) -> QueuePage:
    if source.is_of_handlings:
        return QueuePage(rows, has_before, has_after)
    letters = [source.letter_of(row) for row in rows]
    handlings = {
        handling.letter_id: handling
        for handling in _rows(source).filter(letter__in=letters)
    }
    own_due = {
        letter: row.due_on
        for letter, row in zip(letters, rows, strict=True)
        if source.has_own_due
    }
    shown = [handlings[letter] for letter in letters]
    return QueuePage(shown, has_before, has_after, own_due)


def _rows(source: Source) -> HandlingQuerySet:
    rows = Handling.objects.all()
    found: HandlingQuerySet = rows.with_words() if source.has_words else rows.with_row()
    return found


def _mark(source: Source, ref: Ref | None) -> tuple[Any, ...] | None:
    """The keys of the letter from which to go on."""
    if ref is None:
        return None
    letter = {
        f"{source.to_letter}year": ref.year,
        f"{source.to_letter}number": ref.number,
    }
    found = source.marks.filter(**letter).order_by("-id").values_list(*source.keys)
    mark = found.first()
    # A letter still open has no place among the closed.
    return mark if mark and None not in mark else None


def _beyond(source: Source, mark: tuple[Any, ...], *, forward: bool) -> list[Any]:
    """A page and one more, beginning in the index right behind the mark.

    Both keys are compared as one row value. With a condition that says OR a database
    walks over the whole day first: ten thousand letters of it where a million are open.
    """
    first, last = source.keys
    keys = Tuple(F(first), F(last))
    is_rising = forward is not source.is_newest_first
    behind = (TupleGreaterThan if is_rising else TupleLessThan)(keys, mark)
    ordered = source.rows.order_by(*source.order(forward=forward))
    return list(ordered.filter(behind)[: PAGE_SIZE + 1])
