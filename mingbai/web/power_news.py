"""What began, changed and ended in the list of powers, by the day it took effect.

For pages and feeds, which read no more than they show; `powers.list_on` has the same
as values, all of a span at once.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet

DAY = timedelta(days=1)


def begun(first: date, last: date) -> PowerVersionQuerySet:
    """New powers of those days, and powers that came back after a repeal."""
    return _published(first, last).filter(~_other(-1))


def changed(first: date, last: date) -> PowerVersionQuerySet:
    """Versions of those days that took the place of another."""
    return _published(first, last).filter(_other(-1))


def repealed(first: date, last: date) -> PowerVersionQuerySet:
    """The last versions of powers that ceased to hold on one of those days."""
    return _with_holder().filter(
        ~_other(1), until__gte=first - DAY, until__lte=last - DAY
    )


def versions_before(versions: Iterable[PowerVersion]) -> dict[UUID, PowerVersion]:
    """The version whose place each of them took, by the later one's key; one query."""
    wanted = {(one.power_id, one.number - 1): one.pk for one in versions}
    rows = PowerVersion.objects.with_holder().filter(
        power__in={power for power, _ in wanted},
        number__in={number for _, number in wanted},
    )
    return {
        wanted[one.power_id, one.number]: one
        for one in rows
        if (one.power_id, one.number) in wanted
    }


def _published(first: date, last: date) -> PowerVersionQuerySet:
    return _with_holder().filter(since__gte=first, since__lte=last)


def _with_holder() -> PowerVersionQuerySet:
    found: PowerVersionQuerySet = PowerVersion.objects.with_holder()
    return found


def _other(step: int) -> Exists:
    """Whether the power has the version that many numbers on.

    A repeal takes a number of its own, so what comes after it doesn't count.
    """
    return Exists(
        PowerVersion.objects.filter(
            power=OuterRef("power"), number=OuterRef("number") + step
        )
    )
