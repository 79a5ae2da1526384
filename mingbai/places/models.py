"""The nouns of a place: bodies, posts, people, days, and the errands of its worker."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mingbai.lib.guard import Guard
from mingbai.lib.uuid7 import uuid7
from mingbai.places.place import Host, Place
from mingbai.places.scoping import PlaceManager, current_place_id

__all__ = [
    "Body",
    "CalendarDay",
    "CalendarYear",
    "DatedRow",
    "Errand",
    "FormerName",
    "Host",
    "Person",
    "Place",
    "PlaceOwned",
    "Portfolio",
    "Post",
    "Seat",
    "Tenure",
]


class PlaceOwned(models.Model):
    """A row that belongs to a place and is seen only within it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        default=current_place_id,
        editable=False,
        db_index=False,
        related_name="+",
    )

    guard: ClassVar[Guard] = Guard()

    if not TYPE_CHECKING:
        # Type checkers give each model a manager of its own rows.
        objects = PlaceManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class Body(PlaceOwned):
    """An organisation of the place: committee, department, unit, commission."""

    class Kind(models.TextChoices):
        COMMITTEE = "committee", _("Committee")
        DEPARTMENT = "department", _("Department")
        UNIT = "unit", _("Unit")
        COMMISSION = "commission", _("Discipline commission")

    slug = models.SlugField(max_length=48, db_index=False)
    name = models.CharField(max_length=96)
    short_name = models.CharField(max_length=48)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # None at the root of the tree.
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="children",
    )
    precedence = models.PositiveIntegerField(default=0)
    telephone = models.CharField(max_length=32, blank=True)
    address = models.CharField(max_length=96, blank=True)
    duty = models.TextField(blank=True)
    # None until it becomes part of another body; from that day it is history.
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    merged_on = models.DateField(null=True, blank=True)

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["precedence", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_on__isnull=True)
                | Q(merged_into__isnull=False, merged_on__isnull=False),
                name="body_merges_on_a_day",
            ),
            models.UniqueConstraint(
                fields=["place", "slug"], name="body_slug_is_its_own"
            ),
            models.UniqueConstraint(
                fields=["place", "short_name"], name="body_short_name_is_its_own"
            ),
        ]
        indexes = [
            models.Index(fields=["place", "parent"], name="body_by_parent"),
            models.Index(fields=["place", "precedence"], name="body_by_precedence"),
        ]

    def __str__(self) -> str:
        return self.short_name


class FormerName(PlaceOwned):
    """What a body was called until a day, which still counts."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, db_index=False, related_name="former_names"
    )
    name = models.CharField(max_length=96)
    short_name = models.CharField(max_length=48)
    until = models.DateField()

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["-until"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "body", "until"], name="former_name_ends_on_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    """Posts by what they are."""

    def leaders(self, *, on: date) -> Self:
        """Those who sit in the leading group of a committee that day, in precedence."""
        sits = Q(seats__until__isnull=True) | Q(seats__until__gte=on)
        return (
            self.filter(sits, seats__body__kind=Body.Kind.COMMITTEE)
            .select_related("body")
            .order_by("precedence", "name")
            .distinct()
        )


class Post(PlaceOwned):
    """An office that a person holds for a time; powers and letters belong to posts."""

    slug = models.SlugField(max_length=48, db_index=False)
    name = models.CharField(max_length=96)
    short_name = models.CharField(max_length=48)
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, db_index=False, related_name="posts"
    )
    # The order in which the place names its posts, 1 first.
    precedence = models.PositiveIntegerField(default=0)
    duty = models.TextField(blank=True)

    objects: ClassVar = PlaceManager.from_queryset(PostQuerySet)()

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["precedence", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "slug"], name="post_slug_is_its_own"
            ),
            models.UniqueConstraint(
                fields=["place", "short_name"], name="post_short_name_is_its_own"
            ),
        ]
        indexes = [models.Index(fields=["place", "body"], name="post_by_body")]

    def __str__(self) -> str:
        return self.short_name


class Person(PlaceOwned):
    """Somebody who holds, held, or will hold a post. Only the name is kept."""

    name = models.CharField(max_length=48)

    class Meta(PlaceOwned.Meta):
        abstract = False
        indexes = [models.Index(fields=["place", "name"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


Dated = TypeVar("Dated", bound="DatedRow")


class DatedQuerySet(models.QuerySet[Dated]):
    """Rows that hold from a day to a day."""

    def on(self, day: date) -> Self:
        """Those that hold on that day; `until` is the last day that counts."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class DatedRow(PlaceOwned):
    """Something that holds from one day, and perhaps until another."""

    since = models.DateField()
    # None: no end is known. The day itself still counts.
    until = models.DateField(null=True, blank=True)

    objects: ClassVar = PlaceManager.from_queryset(DatedQuerySet)()

    class Meta(PlaceOwned.Meta):
        abstract = True


class Tenure(DatedRow):
    """A person holds a post from one day, and perhaps until another."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, db_index=False, related_name="tenures"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, db_index=False, related_name="tenures"
    )

    class Meta(DatedRow.Meta):
        abstract = False
        ordering = ["-since"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="tenure_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "post", "since"], name="tenure_by_post"),
            models.Index(fields=["place", "person", "since"], name="tenure_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.post}"


class Portfolio(DatedRow):
    """A post leads a body (分管) from one day, and perhaps until another."""

    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, db_index=False, related_name="portfolios"
    )
    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, db_index=False, related_name="led_by"
    )

    class Meta(DatedRow.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="portfolio_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "post", "since"], name="portfolio_by_post"),
            models.Index(fields=["place", "body", "since"], name="portfolio_by_body"),
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.body}"


class SeatQuerySet(models.QuerySet["Seat"]):
    """Seats by the day."""

    def on(self, day: date) -> Self:
        """Those not left before that day; `until` is the last day that counts."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day))


class Seat(PlaceOwned):
    """A post's place in the leading group (领导班子) of a body, 1 first."""

    body = models.ForeignKey(
        Body, on_delete=models.PROTECT, db_index=False, related_name="seats"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, db_index=False, related_name="seats"
    )
    rank = models.PositiveSmallIntegerField()
    # None: no end is known. The day itself still counts.
    until = models.DateField(null=True, blank=True)

    objects: ClassVar = PlaceManager.from_queryset(SeatQuerySet)()

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "body", "post"],
                condition=Q(until__isnull=True),
                name="seat_is_held_by_a_post_once",
            ),
        ]
        indexes = [models.Index(fields=["place", "post"], name="seat_by_post")]

    def __str__(self) -> str:
        return f"{self.body} {self.rank}: {self.post}"


class CalendarYear(PlaceOwned):
    """A year whose off days and make-up working days have been loaded."""

    year = models.PositiveSmallIntegerField()
    # The document that ordered these days, as the administrator named it.
    source = models.CharField(max_length=200)
    loaded_at = models.DateTimeField()

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year"], name="calendar_year_is_loaded_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(PlaceOwned):
    """A day that is not what its weekday says: off, or a make-up working day."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Day off")
        WORKDAY = "workday", _("Make-up working day")

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name = models.CharField(max_length=48, blank=True)

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "day"], name="calendar_day_is_one_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class Errand(models.Model):
    """Work for the worker: claimed, done or tried again. No personal data."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=48)
    # The row it is about; the place itself when the kind alone says all.
    subject = models.UUIDField()
    due_at = models.DateTimeField()
    # None until a worker holds it; a claim older than its lease may be taken over.
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    # The name of the exception class of the last failure, never its words.
    failure = models.CharField(max_length=96, blank=True)

    guard: ClassVar[Guard] = Guard(scope="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind", "subject"],
                condition=Q(done_at__isnull=True),
                name="errand_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(done_at__isnull=True),
                name="errand_waiting",
            ),
        ]

    def __str__(self) -> str:
        return self.kind
