"""Loading days off and make-up days, and what hangs on them."""

from datetime import date
from types import ModuleType

import pytest

from mingbai.ledger.models import Opening
from mingbai.lib.calendar_file import CalendarDay as Row
from mingbai.lib.calendar_file import DayKind
from mingbai.places.actors import System
from mingbai.places.days import working_calendar
from mingbai.places.load_calendar import (
    REDATE,
    CalendarLoaded,
    DayOutsideYears,
    OccasionTooLong,
    SourceRefused,
    YearWithoutDays,
    load_calendar,
)
from mingbai.places.models import Errand, Place
from mingbai.places.policy import NotAllowed
from tests.moments import NOW

BY = System("tests")
NEW_YEAR = Row(date(2027, 1, 1), DayKind.HOLIDAY, "元旦")
SUNDAY = Row(date(2027, 1, 3), DayKind.WORKDAY, "元旦")


def load(*rows: Row, source: str = "国办发明电〔2026〕8号") -> CalendarLoaded:
    return load_calendar(by=BY, at=NOW, rows=rows, years=[2027], source=source)


def events() -> int:
    return Opening.objects.filter(name="calendar.loaded").count()


def waiting() -> int:
    return Errand.objects.filter(kind=REDATE, done_at__isnull=True).count()


@pytest.fixture
def nothing_asked(place: Place) -> None:
    """The county's own calendar, loaded long ago, has been seen to."""
    Errand.objects.filter(kind=REDATE).update(done_at=NOW)


def test_a_registrar_loads_no_calendar(place: Place, cast: ModuleType) -> None:
    with pytest.raises(NotAllowed):
        load_calendar(
            by=cast.registrar(), at=NOW, rows=[NEW_YEAR], years=[2027], source="某文"
        )


@pytest.mark.parametrize("source", ["", "  ", "文" * 201])
def test_the_document_is_named_in_two_hundred_characters(
    place: Place, source: str
) -> None:
    with pytest.raises(SourceRefused):
        load(NEW_YEAR, source=source)


def test_a_day_of_another_year_is_refused(place: Place) -> None:
    with pytest.raises(DayOutsideYears, match="2028-01-01"):
        load(NEW_YEAR, Row(date(2028, 1, 1), DayKind.HOLIDAY, "元旦"))


def test_a_year_without_any_day_is_refused(place: Place) -> None:
    with pytest.raises(YearWithoutDays, match="2027"):
        load()


def test_an_occasion_that_no_column_holds_is_refused(place: Place) -> None:
    with pytest.raises(OccasionTooLong):
        load(Row(date(2027, 1, 1), DayKind.HOLIDAY, "节" * 49))


def test_a_year_is_unknown_until_it_is_loaded(place: Place) -> None:
    before = working_calendar()
    assert 2027 not in before.loaded_years
    assert before.is_working(NEW_YEAR.day)
    load(NEW_YEAR, SUNDAY)
    after = working_calendar()
    assert 2027 in after.loaded_years
    assert not after.is_working(NEW_YEAR.day)
    assert after.is_working(SUNDAY.day)


def test_a_change_asks_for_new_deadlines_once(
    place: Place, nothing_asked: None
) -> None:
    assert load(NEW_YEAR) == CalendarLoaded((2027,), 1, ())
    assert waiting() == 1
    assert load(NEW_YEAR, SUNDAY) == CalendarLoaded((2027,), 1, ())
    assert waiting() == 1


def test_the_same_again_changes_and_records_nothing(
    place: Place, nothing_asked: None
) -> None:
    load(NEW_YEAR, SUNDAY)
    Errand.objects.update(done_at=NOW)
    before = events()
    assert load(SUNDAY, NEW_YEAR) == CalendarLoaded((), 0, ())
    assert events() == before
    assert waiting() == 0


def test_a_new_source_is_recorded_and_moves_no_deadline(
    place: Place, nothing_asked: None
) -> None:
    load(NEW_YEAR)
    Errand.objects.update(done_at=NOW)
    before = events()
    assert load(NEW_YEAR, source="国办发明电〔2026〕9号") == CalendarLoaded(
        (), 0, (2027,)
    )
    assert events() == before + 1
    assert waiting() == 0


def test_a_day_taken_back_is_gone_and_other_years_stay(place: Place) -> None:
    load(NEW_YEAR, SUNDAY)
    others = len(working_calendar().off_days)
    assert load(NEW_YEAR) == CalendarLoaded((2027,), 1, ())
    assert not working_calendar().is_working(SUNDAY.day)
    assert len(working_calendar().off_days) == others


def test_the_event_names_each_day_that_changed(place: Place) -> None:
    load(SUNDAY, NEW_YEAR)
    newest = Opening.objects.filter(name="calendar.loaded").latest("leaf__id")
    assert newest.content is not None
    said = '"days":{"2027":[["2027-01-01","holiday"],["2027-01-03","workday"]]}'
    assert said.encode() in bytes(newest.content)
