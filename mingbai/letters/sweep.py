"""`sweep`: what the clock tells officials: due tomorrow, late, and the morning's count.

Officials are told on the desk, by number alone. Nobody is told before eight o'clock;
danger to life alone wakes people, and that is `register` and `set_urgent`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from mingbai.letters.digest import digest
from mingbai.letters.models import Assist, Handling, Notice
from mingbai.letters.recipients import Recipients
from mingbai.places.actors import System
from mingbai.places.days import local_day, local_time, working_calendar
from mingbai.places.policy import Act, require

AT_ONCE: Final = 500
# In one transaction; the rest when it is called again.
PAGES: Final = 20
MORNING: Final = time(8)
# A worker that stood still for so long still tells of what became late meanwhile.
LOOKS_BACK: Final = timedelta(days=14)


@dataclass(frozen=True)
class _Span:
    """Due days from `first` to `last`, and what is told of them."""

    kind: Notice.Kind
    first: date
    last: date


def sweep(*, by: System, at: datetime) -> int:
    """Leave the notices of the clock; returns how many, 0 when all have been told.

    Due tomorrow means by the next working day. Each due day is told once, to whoever
    answers for it now, and to the administrators as long as nobody does. The digest
    comes on working days. Repeated, it tells nobody twice.
    """
    require(by, Act.LETTER_SWEEP)
    if local_time(at) < MORNING:
        return 0
    today = local_day(at)
    calendar = working_calendar(since=today)
    next_one = calendar.add_working_days(today, 1).day
    day = timedelta(days=1)
    spans = (
        _Span(Notice.Kind.LATE, today - LOOKS_BACK, today - day),
        _Span(Notice.Kind.DUE_TOMORROW, today + day, next_one),
    )
    recipients = Recipients(today)
    told = sum(
        _tell(page, span.kind, recipients, at)
        for span in spans
        for rows in (_handlings(span, today), _assists(span, today))
        for page in _pages(rows)
    )
    if calendar.is_working(today):
        told += digest(at=at)
    return told


def _handlings(span: _Span, today: date) -> QuerySet[Handling]:
    rows = Handling.objects.filter(
        *_untold(span, today),
        closed_at__isnull=True,
        due_on__gte=span.first,
        due_on__lte=span.last,
    )
    return rows.select_related("letter", "body", "officer")


def _assists(span: _Span, today: date) -> QuerySet[Assist]:
    # The lead's officer may have been told of the same letter and day.
    rows = Assist.objects.filter(
        *_untold(span, today, user=OuterRef("officer_id")),
        state=Assist.State.OPEN,
        due_on__gte=span.first,
        due_on__lte=span.last,
    )
    return rows.select_related("letter", "body", "officer")


def _untold(span: _Span, today: date, **to: OuterRef) -> list[Combinable]:
    of_letter = Notice.objects.filter(letter=OuterRef("letter_id"))
    told = of_letter.filter(kind=span.kind, day=OuterRef("due_on"), **to)
    nobody = of_letter.filter(kind=Notice.Kind.NOBODY, day=today)
    return [~Exists(told), ~Exists(nobody)]


def _pages(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    """Up to 10,000 rows, 500 at a time, by key: what was told is not read again."""
    ordered = rows.order_by("due_on", "id")
    beyond = Q()
    for _ in range(PAGES):
        page = list(ordered.filter(beyond)[:AT_ONCE])
        if page:
            yield page
        if len(page) < AT_ONCE:
            return
        last = page[-1]
        beyond = Q(due_on__gte=last.due_on) & (
            Q(due_on__gt=last.due_on) | Q(due_on=last.due_on, id__gt=last.pk)
        )


def _tell(
    rows: Sequence[Handling | Assist],
    kind: Notice.Kind,
    recipients: Recipients,
    at: datetime,
) -> int:
    letters = [row.letter_id for row in rows]
    recipients.read_recusals(letters)
    known = Notice.objects.filter(
        letter__in=letters, kind__in=[kind, Notice.Kind.NOBODY]
    )
    told = {_key(one) for one in known}
    notices = [notice for row in rows for notice in _of(row, kind, recipients, at)]
    untold = {_key(one): one for one in notices if _key(one) not in told}
    # Another worker may tell the same at this moment.
    Notice.objects.bulk_create(untold.values(), ignore_conflicts=True)
    return len(untold)


def _key(notice: Notice) -> tuple[UUID, str, UUID | None, date]:
    return notice.user_id, str(notice.kind), notice.letter_id, notice.day


def _of(
    row: Handling | Assist, kind: Notice.Kind, recipients: Recipients, at: datetime
) -> list[Notice]:
    users, day = recipients.of(row.letter, row.body, row.officer), row.due_on
    if not users:
        # Told again every morning until somebody answers for it.
        users, day = recipients.administrators, recipients.today
        kind = Notice.Kind.NOBODY
    return [
        Notice(user=user, kind=kind, letter=row.letter, at=at, day=day)
        for user in users
    ]
