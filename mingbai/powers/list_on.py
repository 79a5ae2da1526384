"""The list of powers as it stood on any day, and what changed between days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Q

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.news import DAY, begun, changed, repealed, versions_before


class ChangeKind(Enum):
    """What happened to a power."""

    NEW = "new"
    CHANGED = "changed"
    REPEALED = "repealed"


@dataclass(frozen=True)
class Change:
    """One power that reads otherwise from the day `on`.

    `before` is None for what is new (or back again), `after` for what was repealed.
    """

    code: str
    kind: ChangeKind
    on: date
    before: PowerVersion | None
    after: PowerVersion | None


def list_on(day: date) -> PowerVersionQuerySet:
    """What stood in force that day, with holders, repealed since or not; one query."""
    return PowerVersion.objects.in_force(day).with_holder()


def changes_between(first: date, last: date) -> list[Change]:
    """Every change that took effect from one day to another, both included.

    By day and code, all at once; four queries. Pages and feeds read parts of the same
    from `news`. A repeal takes effect on the day after the last day in force.
    """
    later = list(changed(first, last))
    before = versions_before(later)
    found = [
        *(_change(one.since, None, one) for one in begun(first, last)),
        *(_change(one.since, before[one.pk], one) for one in later),
        *(
            _change(one.until + DAY, one, None)
            for one in repealed(first, last)
            if one.until is not None
        ),
    ]
    return _in_order(found)


def difference(first: date, last: date) -> list[Change]:
    """How the list of one day differs from the list of another; one query.

    Each power once, whatever happened in between; `on` is the other day. By code.
    """
    was, is_now = Q(since__lte=first), Q(since__lte=last)
    was &= Q(until__isnull=True) | Q(until__gte=first)
    is_now &= Q(until__isnull=True) | Q(until__gte=last)
    pairs: dict[str, list[PowerVersion | None]] = {}
    for version in PowerVersion.objects.filter(was | is_now).with_holder():
        pair = pairs.setdefault(version.power.code, [None, None])
        for place, day in enumerate((first, last)):
            if _holds(version, day):
                pair[place] = version
    return _in_order(
        _change(last, before, after)
        for before, after in pairs.values()
        if not _says_the_same(before, after)
    )


def months_of_change() -> list[date]:
    """The first day of each month in which anything changed, newest first.

    Two queries. What begins later is among them: it is published already.
    """
    versions = PowerVersion.objects.order_by()
    began = versions.values_list("since", flat=True).distinct()
    ended = versions.values_list("until", flat=True).distinct()
    days = {*began, *(until + DAY for until in ended if until is not None)}
    return sorted({day.replace(day=1) for day in days}, reverse=True)


def _holds(version: PowerVersion, day: date) -> bool:
    return version.since <= day and (version.until is None or day <= version.until)


def _change(
    on: date, before: PowerVersion | None, after: PowerVersion | None
) -> Change:
    either = after or before
    assert either is not None, "a change has a version on one of its sides"
    if before is None:
        kind = ChangeKind.NEW
    else:
        kind = ChangeKind.REPEALED if after is None else ChangeKind.CHANGED
    return Change(either.power.code, kind, on, before, after)


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda one: (one.on, one.code))


def _says_the_same(before: PowerVersion | None, after: PowerVersion | None) -> bool:
    if before is None or after is None:
        return False
    return before.statement == after.statement
