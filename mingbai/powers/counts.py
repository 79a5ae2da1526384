"""How many powers each post and body holds, and how many of them are explained."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, Value

from mingbai.powers.models import PowerVersion
from mingbai.powers.said import CATEGORIES

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


@dataclass(frozen=True)
class WordCounts:
    """The powers of a day, counted by category and matter together."""

    totals: dict[tuple[str, str], int]

    @property
    def by_category(self) -> dict[str, int]:
        """How many powers bear each category; "" is what names none."""
        return self._by(0)

    @property
    def by_matter(self) -> dict[str, int]:
        """How many powers are about each matter; "" is what names none."""
        return self._by(1)

    def total(self, *, category: str | None = None, matter: str | None = None) -> int:
        """How many powers bear both; None leaves that word open."""
        return sum(
            total
            for (one, other), total in self.totals.items()
            if category in {None, one} and matter in {None, other}
        )

    def _by(self, place: int) -> dict[str, int]:
        counts: dict[str, int] = {}
        for key, total in self.totals.items():
            counts[key[place]] = counts.get(key[place], 0) + total
        return counts


def count_powers(*, on: date) -> PowerCounts:
    """The counts of the open place on that day; one query."""
    listed = PowerVersion.objects.in_force(on)
    counts = PowerCounts()
    for (body, post), count in _counted(listed, "holder_body_id", "holder_post_id"):
        if post:
            counts.posts[post] = counts.posts.get(post, PowerCount()) + count
        else:
            counts.bodies[body] = counts.bodies.get(body, PowerCount()) + count
    return counts


def count_by(field: str, versions: "PowerVersionQuerySet") -> dict[str, PowerCount]:
    """The counts by what that text field says, as by category; one query."""
    counts: dict[str, PowerCount] = {}
    for (word,), count in _counted(versions, field):
        counts[word] = counts.get(word, PowerCount()) + count
    return counts


def count_words(*, on: date) -> WordCounts:
    """How many powers of that day bear which category and which matter; one query."""
    rows = (
        PowerVersion.objects.in_force(on)
        .order_by()
        .values_list("category", "matter")
        .annotate(total=Count("*"))
    )
    return WordCounts({(category, matter): total for category, matter, total in rows})


def known_categories() -> list[str]:
    """The official categories, then what else the list in force has; one query."""
    found = PowerVersion.objects.filter(until__isnull=True).order_by()
    others = set(found.values_list("category", flat=True).distinct())
    return [*CATEGORIES, *sorted(others - {"", *CATEGORIES})]


def _counted(
    versions: "PowerVersionQuerySet", *fields: str
) -> Iterable[tuple[tuple[Any, ...], PowerCount]]:
    """The counts by those fields; what has unexplained powers comes twice.

    One query of two halves, so that an index alone answers each: the texts of ten
    thousand powers need not be read to see which are empty.
    """
    found = versions.order_by().values(*fields)
    whole = found.annotate(total=Count("*"), unexplained=Value(0))
    silent = found.filter(explanation="").annotate(
        total=Value(0), unexplained=Count("*")
    )
    columns = (*fields, "total", "unexplained")
    rows = whole.values_list(*columns).union(silent.values_list(*columns), all=True)
    for *key, total, unexplained in rows:
        yield tuple(key), PowerCount(total, total - unexplained)


def count_of(versions: "PowerVersionQuerySet") -> PowerCount:
    """How many these are and how many are explained; one query, for few of them."""
    return PowerCount(**versions.aggregate(total=Count("*"), explained=EXPLAINED))
