"""The public list 答应了还没办: what was promised by a day and is not done."""

from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from mingbai.letters.models import Promise

PAGE_SIZE: Final = 30
# The letter whose answer made the promise: its own, or the one it was merged into.
PRINCIPAL: Final = Coalesce("letter__handling__principal_id", "letter_id")
State = Promise.State


class Mark(NamedTuple):
    """Where a page ends: with a whole day, so that an address names no letter."""

    state: Promise.State
    due_on: date


@dataclass(frozen=True)
class UnkeptPage:
    """Some promises, and the mark after which others stand; None: there are none."""

    rows: list[Promise]
    next: Mark | None


def unkept_promises(*, after: Mark | None = None) -> UnkeptPage:
    """Promises called not done, then those of them that the body calls done since.

    The longest due first; thirty, and whatever else was due on the last one's day. What
    one answer promised to all who wrote the same stands once, as long as one of them
    calls it not done. Show what was promised, by whom and for when: letter and writer
    stay unnamed.
    """
    rows = _listed() if after is None else _beyond(after)
    found = list(rows[: PAGE_SIZE + 1])
    if len(found) <= PAGE_SIZE:
        return UnkeptPage(found, None)
    mark = Mark(State(found[PAGE_SIZE - 1].state), found[PAGE_SIZE - 1].due_on)
    page = [one for one in found if (one.state, one.due_on) <= mark]
    if len(page) > PAGE_SIZE:
        last = page[-1]
        page += _listed().filter(state=mark.state, due_on=mark.due_on, id__gt=last.pk)
    return UnkeptPage(page, mark if _beyond(mark).exists() else None)


def _listed() -> QuerySet[Promise]:
    rows = _open().annotate(principal=PRINCIPAL).filter(~Exists(_same_before()))
    return rows.select_related("body").order_by("state", "due_on", "id")


def _open() -> QuerySet[Promise]:
    """Promises called not done."""
    # The first condition says what the partial index says; SQLite asks for it.
    return Promise.objects.filter(
        ~Q(state=State.KEPT),
        # What a body reports done stays here only if its writer had called it undone;
        # that instant stands in the row until the writer speaks again.
        Q(state=State.BROKEN) | Q(state=State.REPORTED, settled_at__isnull=False),
    )


def _same_before() -> QuerySet[Promise]:
    """The same promise to another of those whose letters were merged."""
    return (
        _open()
        .annotate(principal=PRINCIPAL)
        .filter(
            ~Q(letter=OuterRef("letter_id")),
            Q(state__lt=OuterRef("state"))
            | Q(state=OuterRef("state"), id__lt=OuterRef("id")),
            due_on=OuterRef("due_on"),
            what=OuterRef("what"),
            principal=OuterRef("principal"),
        )
    )


def _beyond(mark: Mark) -> QuerySet[Promise]:
    return _listed().filter(
        Q(state__gte=mark.state),
        Q(state__gt=mark.state) | Q(state=mark.state, due_on__gt=mark.due_on),
    )
