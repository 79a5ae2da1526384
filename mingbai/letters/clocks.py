"""The clocks that `sweep` reads: whose day comes or has passed, and who is told.

None of them changes a letter: a clock only says for which rows it is time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable

from mingbai.accounts.models import User
from mingbai.letters.limits import interim_limits
from mingbai.letters.models import (
    Assist,
    EventKind,
    Handling,
    LetterEvent,
    Notice,
    State,
)
from mingbai.letters.recipients import Recipients
from mingbai.lib.calendar import WorkingCalendar
from mingbai.places.scoping import current_place_id

# A worker that stood still for so long still tells of what became late meanwhile.
LOOKS_BACK: Final = timedelta(days=14)
# With these the writer has heard from whoever has the letter, before the answer.
A_WORD: Final = frozenset({EventKind.INTERIM, EventKind.ASKED})
_DAY: Final = timedelta(days=1)


def _holders(recipients: Recipients, row: Any) -> list[User]:
    return recipients.of(row.letter, row.body, row.officer)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """Rows of which one kind of notice is told, each for a day of its own."""

    kind: Notice.Kind
    # Those of which nobody was told yet.
    rows: QuerySet[Any]
    # As an index orders them: the day first, what tells rows of a day apart last.
    keys: tuple[str, ...] = ("due_on", "id")
    day: Callable[[Any], date] = attrgetter("due_on")
    users: Callable[[Recipients, Any], list[User]] = _holders


@dataclass(frozen=True)
class _Span:
    """Days from `first` to `last`."""

    first: date
    last: date


def clocks(*, today: date, calendar: WorkingCalendar) -> Iterator[Clock]:
    """Every clock, to be read one after the other; one query for the limits.

    `calendar` reaches back as far as an interim limit does.
    """
    next_one = calendar.add_working_days(today, 1).day
    passed = _Span(today - LOOKS_BACK, today - _DAY)
    coming = _Span(today + _DAY, next_one)
    for kind, span in (
        (Notice.Kind.LATE, passed),
        (Notice.Kind.DUE_TOMORROW, coming),
    ):
        yield Clock(kind=kind, rows=_handlings(kind, span, today))
        yield Clock(kind=kind, rows=_assists(kind, span, today))
    for kind, span in (
        (Notice.Kind.INNER_LATE, passed),
        (Notice.Kind.INNER_DUE, coming),
    ):
        yield _in_a_section(kind, span, today)
    unheard = _unheard(today, calendar)
    if unheard is not None:
        yield unheard


def _handlings(kind: Notice.Kind, span: _Span, today: date) -> QuerySet[Handling]:
    rows = Handling.objects.filter(
        *_untold(kind, today, day=OuterRef("due_on")),
        closed_at__isnull=True,
        due_on__gte=span.first,
        due_on__lte=span.last,
    )
    return rows.select_related("letter", "body", "officer")


def _assists(kind: Notice.Kind, span: _Span, today: date) -> QuerySet[Assist]:
    # The lead's officer may have been told of the same letter and day.
    mine = {"day": OuterRef("due_on"), "user": OuterRef("officer_id")}
    rows = Assist.objects.filter(
        *_untold(kind, today, **mine),
        state=Assist.State.OPEN,
        due_on__gte=span.first,
        due_on__lte=span.last,
    )
    return rows.select_related("letter", "body", "officer")


def _in_a_section(kind: Notice.Kind, span: _Span, today: date) -> Clock:
    """What clerks work on; put up for approval or returned, they have done their part.

    A section that was named without a clerk has nobody to be told.
    """
    mine = {"day": OuterRef("inner_due_on"), "user": OuterRef("clerk_id")}
    rows = Handling.objects.filter(
        *_untold(kind, today, **mine),
        closed_at__isnull=True,
        clerk__isnull=False,
        state=State.ROUTED,
        inner_due_on__gte=span.first,
        inner_due_on__lte=span.last,
    )
    return Clock(
        kind=kind,
        rows=rows.select_related("letter", "body", "officer", "clerk"),
        keys=("inner_due_on", "id"),
        day=attrgetter("inner_due_on"),
        users=Recipients.who_works_on,
    )


def _unheard(today: date, calendar: WorkingCalendar) -> Clock | None:
    """Letters whose writer ought to have heard something by now; None: no limit is.

    In the first round alone: with a second one the writer has had a supervisor's word.
    """
    kinds: dict[int, list[str]] = defaultdict(list)
    for kind, days in interim_limits().items():
        kinds[days].append(kind)
    spans = {days: _received(days, today, calendar) for days in kinds}
    if not spans:
        return None
    of_kinds = Q()
    for days, span in spans.items():
        of_kinds |= _counts_as(kinds[days]) & Q(
            letter__received_on__gte=span.first, letter__received_on__lte=span.last
        )
    rows = Handling.objects.filter(
        of_kinds,
        *_untold(Notice.Kind.UNHEARD, today, user=OuterRef("officer_id")),
        ~Exists(_words()),
        ~Q(state=State.MERGED),
        # By the index of days, whatever the kinds; SQLite asks for the place as well.
        letter__place=current_place_id(),
        letter__received_on__gte=min(span.first for span in spans.values()),
        letter__received_on__lte=max(span.last for span in spans.values()),
        closed_at__isnull=True,
        body__isnull=False,
        round=1,
    )
    days_of = {kind: days for days, them in kinds.items() for kind in them}
    return Clock(
        kind=Notice.Kind.UNHEARD,
        rows=rows.select_related("letter", "body", "officer"),
        keys=("letter__received_on", "letter__year", "letter__number"),
        day=lambda row: (
            calendar.add_working_days(row.letter.received_on, days_of[row.kind]).day
        ),
    )


def _counts_as(kinds: list[str]) -> Q:
    """As corrected by the office, else as the writer said."""
    said = Q(corrected_kind="", letter__kind__in=kinds)
    return Q(corrected_kind__in=kinds) | said


def _received(days: int, today: date, calendar: WorkingCalendar) -> _Span:
    """Received then, so many working days have come by today."""
    last = today
    while calendar.working_days_between(last, today) < days:
        last -= _DAY
    return _Span(last - LOOKS_BACK, last)


def _words() -> QuerySet[LetterEvent]:
    return LetterEvent.objects.filter(letter=OuterRef("letter_id"), kind__in=A_WORD)


def _untold(kind: Notice.Kind, today: date, **told_of: OuterRef) -> list[Combinable]:
    of_letter = Notice.objects.filter(letter=OuterRef("letter_id"))
    told = of_letter.filter(kind=kind, **told_of)
    nobody = of_letter.filter(kind=Notice.Kind.NOBODY, day=today)
    return [~Exists(told), ~Exists(nobody)]
