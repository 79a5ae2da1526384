"""How many powers each post and body holds, and how many of them are explained."""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q

from mingbai.powers.models import PowerVersion

if TYPE_CHECKING:
    from mingbai.powers.models import PowerVersionQuerySet

EXPLAINED = Count("pk", filter=~Q(explanation=""))


@dataclass(frozen=True)
class PowerCount:
    """Powers in force, and those of them that say what they are."""

    total: int = 0
    explained: int = 0

    @property
    def unexplained(self) -> int:
        """Those that an imported list brought without an explanation."""
        return self.total - self.explained

    def __add__(self, other: "PowerCount") -> "PowerCount":
        return PowerCount(self.total + other.total, self.explained + other.explained)


@dataclass(frozen=True)
class PowerCounts:
    """The counts of a place by holder; who holds nothing is absent."""

    posts: dict[UUID, PowerCount] = field(default_factory=dict)
    bodies: dict[UUID, PowerCount] = field(default_factory=dict)

    @property
    def of_posts(self) -> PowerCount:
        """Of all posts together."""
        return sum(self.posts.values(), PowerCount())

    @property
    def of_bodies(self) -> PowerCount:
        """Of all bodies together."""
        return sum(self.bodies.values(), PowerCount())

    @property
    def whole(self) -> PowerCount:
        """Of the whole place."""
        return self.of_posts + self.of_bodies


def count_powers(*, on: date) -> PowerCounts:
    """The counts of the open place on that day; one query."""
    rows = (
        PowerVersion.objects.in_force(on)
        .order_by()
        .values("holder_post_id", "holder_body_id")
        .annotate(total=Count("pk"), explained=EXPLAINED)
    )
    counts = PowerCounts()
    for row in rows:
        count = PowerCount(row["total"], row["explained"])
        if row["holder_post_id"]:
            counts.posts[row["holder_post_id"]] = count
        else:
            counts.bodies[row["holder_body_id"]] = count
    return counts


def count_by(field: str, versions: "PowerVersionQuerySet") -> dict[str, PowerCount]:
    """The counts by what that text field says, as by category; one query."""
    rows = (
        versions.order_by()
        .values(field)
        .annotate(total=Count("pk"), explained=EXPLAINED)
    )
    return {row[field]: PowerCount(row["total"], row["explained"]) for row in rows}


def count_of(versions: "PowerVersionQuerySet") -> PowerCount:
    """How many these are and how many are explained; one query."""
    return PowerCount(**versions.aggregate(total=Count("pk"), explained=EXPLAINED))
