"""Days of the open place: which day an instant falls on, and which days count."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from mingbai.lib.calendar import WorkingCalendar
from mingbai.places.models import CalendarDay, CalendarYear
from mingbai.places.scoping import current_place


def local_day(at: datetime) -> date:
    """The day on the wall of the open place at that instant."""
    return _local(at).date()


def day_begins(day: date) -> datetime:
    """The instant at which that day of the open place began."""
    return datetime.combine(day, time.min, ZoneInfo(current_place().time_zone))


def local_time(at: datetime) -> time:
    """The time on the clock of the open place at that instant."""
    return _local(at).time()


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return at.astimezone(ZoneInfo(current_place().time_zone))


def working_calendar(*, since: date | None = None) -> WorkingCalendar:
    """The open place's calendar as loaded today; two queries each time.

    With `since` it knows the days from then on only, which is all that a deadline
    counted from that day needs.
    """
    days: dict[str, set[date]] = {kind: set() for kind in CalendarDay.Kind.values}
    known = CalendarDay.objects.all()
    if since is not None:
        known = known.filter(day__gte=since)
    for day, kind in known.values_list("day", "kind"):
        days[kind].add(day)
    return WorkingCalendar(
        off_days=frozenset(days[CalendarDay.Kind.HOLIDAY]),
        working_days=frozenset(days[CalendarDay.Kind.WORKDAY]),
        loaded_years=frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )
