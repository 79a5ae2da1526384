"""The list of powers as it stood on any day, and the months in which it changed."""

from datetime import date

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.news import DAY


def list_on(day: date) -> PowerVersionQuerySet:
    """What stood in force that day, with holders, repealed since or not; one query."""
    return PowerVersion.objects.in_force(day).with_holder()


def months_of_change() -> list[date]:
    """The first day of each month in which anything changed, newest first.

    Two queries. What begins later is among them: it is published already.
    """
    versions = PowerVersion.objects.order_by()
    began = versions.values_list("since", flat=True).distinct()
    ended = versions.values_list("until", flat=True).distinct()
    days = {*began, *(until + DAY for until in ended if until is not None)}
    return sorted({day.replace(day=1) for day in days}, reverse=True)
