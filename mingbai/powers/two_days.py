"""How the list of powers of one day differs from that of a later one.

Each power once, whatever happened in between: what was changed and changed back, or
came and went, is no difference. `news` tells of each day by itself.
"""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.news import says_otherwise

# What was in force on both days is no difference, so all three look only at versions
# that begin or end between them.


def gained(first: date, last: date) -> PowerVersionQuerySet:
    """The powers of the later day that the list of the first has not."""
    return _begun_between(first, last).filter(~Exists(_same_power_on(first)))


def altered(first: date, last: date) -> PowerVersionQuerySet:
    """What the powers of both days say on the later one, in other words."""
    there = _same_power_on(first).filter(says_otherwise())
    return _begun_between(first, last).filter(Exists(there))


def lost(first: date, last: date) -> PowerVersionQuerySet:
    """The powers of the first day that the list of the later one has not."""
    found: PowerVersionQuerySet = PowerVersion.objects.with_holder().filter(
        ~Exists(_same_power_on(last)), until__gte=first, until__lt=last
    )
    return found.filter(since__lte=first)


def said_on(day: date, versions: Iterable[PowerVersion]) -> dict[UUID, PowerVersion]:
    """What the same powers said that day, by the keys of these versions; one query."""
    wanted = {one.power_id: one.pk for one in versions}
    found = PowerVersion.objects.in_force(day).with_holder().filter(power__in=wanted)
    return {wanted[one.power_id]: one for one in found}


def _begun_between(first: date, last: date) -> PowerVersionQuerySet:
    """Versions in force on the later day that were not on the first."""
    found: PowerVersionQuerySet = PowerVersion.objects.with_holder().filter(
        Q(until__isnull=True) | Q(until__gte=last), since__gt=first, since__lte=last
    )
    return found


def _same_power_on(day: date) -> PowerVersionQuerySet:
    found: PowerVersionQuerySet = PowerVersion.objects.in_force(day).filter(
        power=OuterRef("power")
    )
    return found
