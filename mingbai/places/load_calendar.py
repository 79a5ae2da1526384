"""The verb that loads the days off and make-up working days of some years."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from mingbai.ledger.record import record
from mingbai.lib.calendar_file import CalendarDay as Row
from mingbai.places.actors import Actor
from mingbai.places.errands import ask
from mingbai.places.models import CalendarDay, CalendarYear
from mingbai.places.naming import acting
from mingbai.places.policy import Act, require
from mingbai.places.scoping import current_place_id

REDATE = "letters.redate"
"""The errand that recomputes deadlines; `letters` does it, a storey above."""

LONGEST_SOURCE: Final = 200
LONGEST_OCCASION: Final = 48

Days = dict[date, tuple[str, str]]


class DayOutsideYears(Exception):
    """A row lies in none of the years that are to be loaded."""


class YearWithoutDays(Exception):
    """No row lies in that year: every year has holidays, so the file is not its."""


class SourceRefused(Exception):
    """The document that ordered the days is not named, or in over 200 characters."""


class OccasionTooLong(Exception):
    """The occasion of a day has more than 48 characters."""


@dataclass(frozen=True)
class CalendarLoaded:
    """What a load changed: years whose days are new or other, and days in them.

    `noted_years` have the days they had, by another document.
    """

    changed_years: tuple[int, ...]
    changed_days: int
    noted_years: tuple[int, ...]


def load_calendar(
    *,
    by: Actor,
    at: datetime,
    rows: Iterable[Row],
    years: Collection[int],
    source: str,
) -> CalendarLoaded:
    """Make the rows the whole calendar of these years, and say what changed.

    Loading the same again changes nothing and records nothing. A change asks the
    worker to recompute the deadlines that hang on it. Refuses with SourceRefused,
    OccasionTooLong, DayOutsideYears and YearWithoutDays.
    """
    require(by, Act.CALENDAR_LOAD)
    wanted = {row.day: (row.kind.value, row.name) for row in rows}
    _check(wanted, years, source)
    changed = {
        year: days
        for year in sorted(years)
        if (days := _of_year(wanted, year)) != _loaded(year)
    }
    resourced = [year for year in sorted(years) if not _is_from(year, source)]
    if not changed and not resourced:
        return CalendarLoaded((), 0, ())
    touched = sum(_replace(year, days) for year, days in changed.items())
    for year in sorted({*changed, *resourced}):
        CalendarYear.objects.update_or_create(
            year=year, defaults={"source": source, "loaded_at": at}
        )
    _record(by, at, changed, sorted({*changed, *resourced}), source)
    if changed:
        ask(kind=REDATE, subject=current_place_id(), at=at)
    noted = tuple(year for year in resourced if year not in changed)
    return CalendarLoaded(tuple(changed), touched, noted)


def _check(wanted: Days, years: Collection[int], source: str) -> None:
    if not 1 <= len(source.strip()) <= LONGEST_SOURCE:
        raise SourceRefused
    for day, (_kind, occasion) in wanted.items():
        if day.year not in years:
            raise DayOutsideYears(day.isoformat())
        if len(occasion) > LONGEST_OCCASION:
            raise OccasionTooLong(day.isoformat())
    for year in sorted(years):
        if not _of_year(wanted, year):
            raise YearWithoutDays(str(year))


def _of_year(days: Days, year: int) -> Days:
    return {day: said for day, said in days.items() if day.year == year}


def _loaded(year: int) -> Days:
    rows = CalendarDay.objects.filter(day__year=year)
    return {row.day: (row.kind, row.name) for row in rows}


def _is_from(year: int, source: str) -> bool:
    return CalendarYear.objects.filter(year=year, source=source).exists()


def _replace(year: int, days: Days) -> int:
    """How many days were added, removed or changed."""
    before = _loaded(year)
    other = {
        day for day in before.keys() | days.keys() if before.get(day) != days.get(day)
    }
    CalendarDay.objects.filter(day__in=other).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, kind=days[day][0], name=days[day][1])
        for day in sorted(other & days.keys())
    )
    return len(other)


def _record(
    by: Actor, at: datetime, changed: dict[int, Days], years: list[int], source: str
) -> None:
    """Every changed day stands in the event: whoever moves one is seen to."""
    record(
        log=current_place_id(),
        name="calendar.loaded",
        facts={
            "years": list(years),
            "by": acting(by),
            "source": source,
            "days": {
                str(year): [
                    [day.isoformat(), kind] for day, (kind, _) in sorted(days.items())
                ]
                for year, days in changed.items()
            },
        },
        at=at,
    )
