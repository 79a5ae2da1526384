"""`sweep`: what the clock tells officials: due tomorrow, late, and the morning's count.

Officials are told on the desk, by number alone. Nobody is told before eight o'clock;
danger to life alone wakes people, and that is `register` and `set_urgent`.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from mingbai.letters.clocks import Clock, clocks
from mingbai.letters.digest import digest
from mingbai.letters.models import Notice
from mingbai.letters.recipients import Recipients
from mingbai.places.actors import System
from mingbai.places.days import local_day, local_time, working_calendar
from mingbai.places.policy import Act, require

AT_ONCE: Final = 500
# In one transaction; the rest when it is called again.
PAGES: Final = 20
MORNING: Final = time(8)
# A limit of 250 working days, the longest there is, begins no earlier.
REACHES_BACK: Final = timedelta(days=500)


def sweep(*, by: System, at: datetime) -> int:
    """Leave the notices of the clock; returns how many, 0 when all have been told.

    Due tomorrow means by the next working day. Each due day is told once, to whoever
    answers for it now, and to the administrators as long as nobody does. Whoever has a
    letter whose writer has heard nothing within the interim limit is told once. The
    digest comes on working days. Repeated, it tells nobody twice.
    """
    require(by, Act.LETTER_SWEEP)
    if local_time(at) < MORNING:
        return 0
    today = local_day(at)
    calendar = working_calendar(since=today - REACHES_BACK)
    recipients = Recipients(today)
    told = sum(
        _tell(page, clock, recipients, at)
        for clock in clocks(today=today, calendar=calendar)
        for page in _pages(clock)
    )
    if calendar.is_working(today):
        told += digest(at=at)
    return told


def _pages(clock: Clock) -> Iterator[list[Any]]:
    """Up to 10,000 rows, 500 at a time, by key: what was told is not read again."""
    ordered = clock.rows.order_by(*clock.keys)
    first, last = clock.keys[0], clock.keys[-1]
    beyond = Q()
    for _ in range(PAGES):
        page = list(ordered.filter(beyond)[:AT_ONCE])
        if page:
            yield page
        if len(page) < AT_ONCE:
            return
        day, key = _value(page[-1], first), _value(page[-1], last)
        beyond = Q(**{f"{first}__gte": day}) & (
            Q(**{f"{first}__gt": day}) | Q(**{first: day, f"{last}__gt": key})
        )


def _value(row: Any, column: str) -> Any:
    return attrgetter(column.replace("__", "."))(row)


def _tell(
    rows: Sequence[Any], clock: Clock, recipients: Recipients, at: datetime
) -> int:
    letters = [row.letter_id for row in rows]
    recipients.read_recusals(letters)
    known = Notice.objects.filter(
        letter__in=letters, kind__in=[clock.kind, Notice.Kind.NOBODY]
    )
    told = {_key(one) for one in known}
    notices = [notice for row in rows for notice in _of(row, clock, recipients, at)]
    untold = {_key(one): one for one in notices if _key(one) not in told}
    # Another worker may tell the same at this moment.
    Notice.objects.bulk_create(untold.values(), ignore_conflicts=True)
    return len(untold)


def _key(notice: Notice) -> tuple[UUID, str, UUID | None, date]:
    return notice.user_id, str(notice.kind), notice.letter_id, notice.day


def _of(row: Any, clock: Clock, recipients: Recipients, at: datetime) -> list[Notice]:
    users, day, kind = clock.users(recipients, row), clock.day(row), clock.kind
    if not users:
        # Told again every morning until somebody answers for it.
        users, day = recipients.administrators, recipients.today
        kind = Notice.Kind.NOBODY
    body = row.body if kind == Notice.Kind.NOBODY else None
    return [
        Notice(user=user, kind=kind, letter=row.letter, body=body, at=at, day=day)
        for user in users
    ]
