"""What pages and feeds read in parts, put together as one list."""

from collections.abc import Callable
from datetime import date

from mingbai.powers.models import PowerVersion, PowerVersionQuerySet
from mingbai.powers.news import DAY, begun, changed, repealed
from mingbai.powers.two_days import altered, gained, lost

# Code, kind, and the day from which the list is another.
Told = tuple[str, str, date]
Read = Callable[[date, date], PowerVersionQuerySet]


def changes_between(first: date, last: date) -> list[Told]:
    """Every change that took effect from one day to another, both included."""
    kinds: dict[str, Read] = {"new": begun, "changed": changed, "repealed": repealed}
    found = [
        (one.power.code, kind, _day_of(one, kind))
        for kind, read in kinds.items()
        for one in read(first, last)
    ]
    return sorted(found, key=lambda one: (one[2], one[0]))


def difference(first: date, last: date) -> list[Told]:
    """How the list of one day differs from the list of a later one, by code."""
    kinds: dict[str, Read] = {"new": gained, "changed": altered, "repealed": lost}
    return sorted(
        (one.power.code, kind, last)
        for kind, read in kinds.items()
        for one in read(first, last)
    )


def _day_of(version: PowerVersion, kind: str) -> date:
    if kind != "repealed":
        return version.since
    assert version.until is not None, "what is repealed has a last day"
    return version.until + DAY
