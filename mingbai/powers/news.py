"""What began, changed and ended in the list of powers, by the day it took effect.

The list of a day against the list of the day before is the one rule: a power that is
repealed and comes back on that very day was changed, or, if it says the same, was not.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.said import TEXTS

DAY = timedelta(days=1)


def begun(first: date, last: date) -> PowerVersionQuerySet:
    """New powers of those days, and powers that came back later than repealed."""
    return _published(first, last).filter(~Exists(_before()))


def changed(first: date, last: date) -> PowerVersionQuerySet:
    """Versions of those days that took the place of one with other words."""
    return _published(first, last).filter(Exists(_before().filter(says_otherwise())))


def repealed(first: date, last: date) -> PowerVersionQuerySet:
    """The last versions of powers that ceased to hold on one of those days."""
    return _with_holder().filter(
        ~Exists(_after()), until__gte=first - DAY, until__lte=last - DAY
    )


def versions_before(versions: Iterable[PowerVersion]) -> dict[UUID, PowerVersion]:
    """The version whose place each of them took, by the later one's key; one query."""
    wanted: dict[tuple[UUID, date | None], UUID] = {
        (one.power_id, one.since - DAY): one.pk for one in versions
    }
    rows = PowerVersion.objects.with_holder().filter(
        power__in={power for power, _ in wanted},
        until__in={until for _, until in wanted},
    )
    return {
        wanted[one.power_id, one.until]: one
        for one in rows
        if (one.power_id, one.until) in wanted
    }


def says_otherwise() -> Q:
    """In a subquery of versions: it has other words than the one outside it.

    One refusal of all that could be equal. Two questions, for a version before and for
    none of the same words, let PostgreSQL take the index of categories for the second
    while it has no statistics, and read every version for each.
    """
    holder = Coalesce("holder_post", "holder_body")
    outside = Coalesce(OuterRef("holder_post"), OuterRef("holder_body"))
    same_words = {text: OuterRef(text) for text in TEXTS}
    return ~(Q(Exact(holder, outside)) & Q(**same_words))


def _published(first: date, last: date) -> PowerVersionQuerySet:
    return _with_holder().filter(since__gte=first, since__lte=last)


def _with_holder() -> PowerVersionQuerySet:
    found: PowerVersionQuerySet = PowerVersion.objects.with_holder()
    return found


# Most powers have one version: its number spares them the arithmetic of days.


def _before() -> PowerVersionQuerySet:
    """The version of the same power that held until the day before."""
    found: PowerVersionQuerySet = PowerVersion.objects.filter(
        power=OuterRef("power"),
        number__lt=OuterRef("number"),
        until=Cast(OuterRef("since") - DAY, DateField()),
    )
    return found


def _after() -> PowerVersionQuerySet:
    """The version of the same power that begins on the day after."""
    found: PowerVersionQuerySet = PowerVersion.objects.filter(
        power=OuterRef("power"),
        number__gt=OuterRef("number"),
        since=Cast(OuterRef("until") + DAY, DateField()),
    )
    return found
