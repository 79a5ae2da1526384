"""The nouns of the power list: an identity, and its versions by date."""

from datetime import date
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import F, Q

from mingbai.ledger.models import Leaf
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned, Post
from mingbai.places.scoping import PlaceManager

# What a version says to a reader.
SAID: Final = (
    "name",
    "holder_post_id",
    "holder_body_id",
    "category",
    "explanation",
    "basis",
)


class Power(PlaceOwned):
    """A power that a post or a body holds; what it says stands in its versions."""

    # Free text: offices use many schemes, so it is shown and never parsed.
    code = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "code"], name="power_code_is_its_own"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="power_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class PowerVersionQuerySet(models.QuerySet["PowerVersion"]):
    """Versions by the day they hold."""

    def in_force(self, on: date) -> Self:
        """Those in force on that day; `until` is the last day that counts."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)

    def with_holder(self) -> Self:
        """Bring the power and whoever holds it in the same query."""
        return self.select_related("power", "holder_post__body", "holder_body")

    def explained(self) -> Self:
        """Those that say what the power is."""
        return self.exclude(explanation="")


class PowerVersion(PlaceOwned):
    """What a power says from a day; a change is a new version, never an edit."""

    power = models.ForeignKey(
        Power, on_delete=models.PROTECT, db_index=False, related_name="versions"
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    # Exactly one of the two holds the power.
    holder_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="power_versions",
    )
    holder_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="power_versions",
    )
    category = models.CharField(max_length=48, blank=True)
    # Empty only in imported lists: shown as 尚未阐述, and counted.
    explanation = models.TextField(blank=True)
    basis = models.TextField(blank=True)
    since = models.DateField()
    # None while in force; set once, by the version that takes its place.
    until = models.DateField(null=True, blank=True)
    is_imported = models.BooleanField(default=False)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")

    guard: ClassVar[Guard] = Guard(
        append_only=True, set_once=("until",), app="select insert update"
    )

    objects: ClassVar = PlaceManager.from_queryset(PowerVersionQuerySet)()

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["power", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "power", "number"], name="version_number_is_its_own"
            ),
            models.UniqueConstraint(
                fields=["place", "power"],
                condition=Q(until__isnull=True),
                name="version_in_force_is_one",
            ),
            models.CheckConstraint(
                condition=Q(holder_post__isnull=True, holder_body__isnull=False)
                | Q(holder_post__isnull=False, holder_body__isnull=True),
                name="version_has_one_holder",
            ),
            models.CheckConstraint(
                condition=~Q(explanation="") | Q(is_imported=True),
                name="version_is_explained_unless_imported",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="version_ends_after_it_begins",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "holder_body", "id"], name="version_by_body"),
            models.Index(fields=["place", "holder_post", "id"], name="version_by_post"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def holder(self) -> Post | Body:
        """The post or body that holds the power."""
        holder = self.holder_post or self.holder_body
        assert holder is not None, "the constraint version_has_one_holder"
        return holder

    def says_the_same_as(self, other: "PowerVersion") -> bool:
        """Whether a reader would find the same in both; days and origin don't count."""
        return all(getattr(self, one) == getattr(other, one) for one in SAID)
