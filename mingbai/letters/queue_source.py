"""`source_of`: from which rows a queue is read, whose they are, and in which order."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from mingbai.letters.barred import not_barred
from mingbai.letters.models import (
    Assist,
    Extension,
    Handling,
    Letter,
    LetterEvent,
    Rating,
    Relay,
    Reopening,
    State,
)
from mingbai.letters.offered import Queue, sees_all
from mingbai.places.actors import Officer
from mingbai.places.days import day_begins

# As the partial indexes say it. SQLite takes one only where a query says it too.
OPEN: Final = Q(closed_at__isnull=True)
RARE: Final = ~Q(state__in=["registered", "routed"])
ALARMING: Final = ~Q(hint="") | Q(is_urgent=True)
WAITING: Final = Q(ruling="")
LATELY: Final = timedelta(days=29)
# Of more than this nobody needs the exact number.
AT_MOST: Final = 99
BY_DUE_DAY: Final = ("due_on", "id")
BY_CLOSING: Final = ("closed_at", "id")
BY_ASKING: Final = ("asked_at", "id")
BY_NUMBER: Final = ("year", "number")


@dataclass(frozen=True)
class Source:
    """Rows of a queue; `marks` are those from which a page may go on."""

    rows: QuerySet[Any, Any]
    marks: QuerySet[Any, Any]
    keys: tuple[str, str]
    is_newest_first: bool = False
    # From a row to the columns of its letter.
    to_letter: str = "letter__"
    # The row's own due day is the one that counts here, not the letter's.
    has_own_due: bool = False
    # Each letter is read in the list, word by word.
    has_words: bool = False

    @property
    def is_of_handlings(self) -> bool:
        """Whether a row is already all that the desk shows."""
        return self.rows.model is Handling

    def letter_of(self, row: Model) -> UUID:
        """The id of the row's letter."""
        return row.pk if isinstance(row, Letter) else row.letter_id  # type: ignore[attr-defined]  # all others belong to a letter

    def order(self, *, forward: bool) -> tuple[str, str]:
        """How the rows are ordered on the way forward, or back."""
        sign = "-" if self.is_newest_first is forward else ""
        return f"{sign}{self.keys[0]}", f"{sign}{self.keys[1]}"


def source_of(queue: Queue, officer: Officer, today: date | None) -> Source:
    """The rows of that queue which this official may see."""
    return SOURCES[queue](officer, today)


def _due(*conditions: Q | Combinable) -> Source:
    rows = Handling.objects.with_row().filter(OPEN, *conditions)
    return Source(rows, Handling.objects.all(), BY_DUE_DAY)


def _office(officer: Officer, today: date | None) -> Source:
    where = Q(body__isnull=True, state=State.REGISTERED)
    return _due(where, *not_barred(officer))


def _mine(officer: Officer, today: date | None) -> Source:
    return _due(Q(officer=officer.user), _NOT_MERGED, *not_barred(officer))


def _handed(officer: Officer, today: date | None) -> Source:
    # As long as it is with the body: put up or returned, the clerk has done the part.
    mine = Q(clerk=officer.user, clerk__isnull=False, state=State.ROUTED)
    where = mine & _one_of("body", officer.bodies_as("clerk"))
    return _due(where, *not_barred(officer))


def _approving(officer: Officer, today: date | None) -> Source:
    where = Q(state=State.APPROVING) & _one_of("body", officer.bodies_as("head"))
    return _due(RARE, where, *not_barred(officer))


def _overdue(officer: Officer, today: date | None) -> Source:
    assert today is not None, "who asks for a clock says which day it is"
    return _due(_scope(officer), Q(due_on__lt=today), *not_barred(officer))


def _today(officer: Officer, today: date | None) -> Source:
    assert today is not None, "who asks for a clock says which day it is"
    return _due(_scope(officer), Q(due_on=today), *not_barred(officer))


def _urgent(officer: Officer, today: date | None) -> Source:
    return _due(ALARMING, *not_barred(officer))


def _body(officer: Officer, today: date | None) -> Source:
    where = _one_of("body", working_for(officer))
    return _due(where, _NOT_MERGED, *not_barred(officer))


def _returned(officer: Officer, today: date | None) -> Source:
    where = Q(state=State.RETURNED)
    return _due(RARE, where, _scope(officer), *not_barred(officer))


def _held(officer: Officer, today: date | None) -> Source:
    return _due(RARE, Q(state=State.HELD), *not_barred(officer))


def _open(officer: Officer, today: date | None) -> Source:
    return _due(*not_barred(officer))


def _closed(officer: Officer, today: date | None) -> Source:
    rows = Handling.objects.with_row().filter(
        _scope(officer), *not_barred(officer), closed_at__isnull=False
    )
    return Source(rows, Handling.objects.all(), BY_CLOSING, is_newest_first=True)


def _leader(officer: Officer, today: date | None) -> Source:
    to_me = _one_of("addressee_post", officer.posts)
    # Read first: a subquery in an OR would have every letter looked at.
    brought = list(_brought_before(officer))
    mine = to_me | Q(pk__in=brought) if brought else to_me
    rows = Letter.objects.filter(mine, *not_barred(officer, "pk"))
    return Source(
        rows,
        Letter.objects.all(),
        BY_NUMBER,
        is_newest_first=True,
        to_letter="",
        has_words=True,
    )


def _brought_before(officer: Officer) -> QuerySet[Any, Any]:
    """The letters that supervisors brought before this leader: few."""
    # As the partial index says it.
    escalated = LetterEvent.objects.filter(kind="escalated")
    return escalated.filter(post__in=officer.posts).values_list("letter_id", flat=True)


def _assist(officer: Officer, today: date | None) -> Source:
    asked = Assist.objects.filter(_one_of("body", officer.bodies))
    rows = asked.filter(*not_barred(officer), state=Assist.State.OPEN)
    return Source(rows, asked, BY_DUE_DAY, has_own_due=True)


def _extension(officer: Officer, today: date | None) -> Source:
    rows = Extension.objects.filter(WAITING, *not_barred(officer))
    return Source(rows, Extension.objects.all(), BY_ASKING)


def _reopening(officer: Officer, today: date | None) -> Source:
    rows = Reopening.objects.filter(WAITING, *not_barred(officer))
    return Source(rows, Reopening.objects.all(), BY_ASKING)


def _unsatisfied(officer: Officer, today: date | None) -> Source:
    """Once a letter: one that was opened again has no last word yet."""
    assert today is not None, "who asks for what was lately says which day it is"
    handlings = Handling.objects.filter(
        _scope(officer), letter=OuterRef("letter_id"), round=OuterRef("round")
    )
    # As the partial index says it.
    low = Rating.objects.filter(level__lte=2)
    rows = low.filter(Exists(handlings), *not_barred(officer), at__gte=lately(today))
    return Source(rows, low, ("at", "id"), is_newest_first=True)


def _to_pass_on(officer: Officer, today: date | None) -> Source:
    rows = Relay.objects.filter(*not_barred(officer), ended_at__isnull=True)
    return Source(rows, Relay.objects.all(), ("at", "id"))


def lately(today: date) -> datetime:
    """When the last thirty days began."""
    return day_begins(today - LATELY)


def rows_in(source: Source) -> int:
    """How many rows, by their own small index, no further than anybody looks."""
    ordered = source.rows.select_related(None).order_by(*source.order(forward=True))
    return len(ordered.values_list("pk")[:AT_MOST])


def working_for(officer: Officer) -> frozenset[UUID]:
    """The bodies whose letters the official works on, in whatever part."""
    return officer.bodies_as("officer", "clerk", "head")


# Merged letters are answered with the other, so only those who must watch see them.
_NOT_MERGED: Final = ~Q(state=State.MERGED)


def _scope(officer: Officer) -> Q:
    return Q() if sees_all(officer) else _one_of("body", working_for(officer))


def _one_of(column: str, ids: Collection[UUID]) -> Q:
    # An equality lets the index give the order; an official has one body as a rule.
    if len(ids) == 1:
        return Q(**{f"{column}_id": next(iter(ids))})
    return Q(**{f"{column}_id__in": ids})


SOURCES: Final[Mapping[Queue, Callable[[Officer, date | None], Source]]] = {
    Queue.OFFICE: _office,
    Queue.MINE: _mine,
    Queue.APPROVING: _approving,
    Queue.HANDED: _handed,
    Queue.LEADER: _leader,
    Queue.OVERDUE: _overdue,
    Queue.TODAY: _today,
    Queue.URGENT: _urgent,
    Queue.BODY: _body,
    Queue.ASSIST: _assist,
    Queue.RETURNED: _returned,
    Queue.EXTENSION: _extension,
    Queue.REOPENING: _reopening,
    Queue.UNSATISFIED: _unsatisfied,
    Queue.RELAY: _to_pass_on,
    Queue.HELD: _held,
    Queue.OPEN: _open,
    Queue.CLOSED: _closed,
}
