"""The daily manifest: how many numbers stand in the log, and what is in force.

Its sums let a stranger who holds one receipt see that no number was hidden.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from mingbai.ledger.models import Leaf, Opening
from mingbai.ledger.record import record

NAME: Final = "manifest.written"


class DoesNotAddUp(Exception):
    """The highest numbers are not together the count of numbered leaves."""


@dataclass(frozen=True)
class Version:
    """The newest version of a public object, and where its leaf stands."""

    version: int
    position: int


def write_manifest(
    *, log: UUID, day: date, size: int, highest: Mapping[int, int], at: datetime
) -> Leaf:
    """The manifest leaf of `day`, which speaks of the first `size` leaves.

    `highest` is the highest number of each year among them, as `tick` gives it.
    Refuses numbers whose sum is not the count of intake and imported leaves there.
    """
    counted = count_numbered(log, size)
    if sum(highest.values()) != counted:
        raise DoesNotAddUp(f"{sum(highest.values())} and {counted}")
    return record(
        log=log,
        name=NAME,
        kind=Leaf.Kind.MANIFEST,
        facts={
            "day": day.isoformat(),
            "size": size,
            "highest": {str(year): number for year, number in highest.items()},
            "objects": {
                name: newest.position
                for name, newest in newest_versions(log, size).items()
            },
        },
        at=at,
    )


def last_manifest_at(log: UUID) -> datetime | None:
    """When the newest manifest was entered; None before the first."""
    newest = (
        Opening.objects.filter(log=log, name=NAME)
        .order_by("-leaf__entered_at")
        .values_list("leaf__entered_at", flat=True)
    )
    return newest.first()


def count_numbered(log: UUID, size: int) -> int:
    """How many intake and imported leaves stand among the first `size`."""
    return Leaf.objects.numbered(log).filter(position__lt=size).count()


def newest_versions(log: UUID, size: int) -> dict[str, Version]:
    """The newest version of each public object among the first `size` leaves.

    Of two leaves for the same version the later one holds: nothing is taken back.
    """
    newest: dict[str, Version] = {}
    for name, found in _versions(log, size):
        known = newest.get(name)
        if known is None or known.version <= found.version:
            newest[name] = found
    return newest


def _versions(log: UUID, size: int) -> Iterator[tuple[str, Version]]:
    opened = Opening.objects.filter(
        log=log,
        leaf__kind=Leaf.Kind.PUBLIC,
        leaf__position__lt=size,
        content__isnull=False,
    )
    # What was erased is in force no more, and nobody could check it.
    for opening in (
        opened.select_related("leaf").order_by("leaf__position").iterator(1000)
    ):
        stated = opening.stated
        position = opening.leaf.position
        if stated is not None and position is not None:
            yield stated["object"], Version(stated["version"], position)
