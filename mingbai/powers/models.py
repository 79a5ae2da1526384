"""The nouns of the power list: an identity, and its versions by date."""

from datetime import date
from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.ledger.models import Leaf
from mingbai.lib.guard import Guard
from mingbai.places.models import PlaceOwned
from mingbai.places.scoping import CurrentPlace, PlaceManager
from mingbai.powers.said import ONE_HOLDER, Said, Statement


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


# What a row of a list shows.
ROW: Final = (
    *("power__code", "name", "item", "category", "matter", "explanation"),
    *("since", "until"),
)


class PowerVersionQuerySet(models.QuerySet["PowerVersion"]):
    """Versions by the day they hold."""

    def in_force(self, on: date) -> Self:
        """Those in force on that day; `until` is the last day that counts."""
        # Nearly all began before the day. Put as a refusal, SQLite doesn't take the
        # index of months for it, which it believes to leave few.
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), ~Q(since__gt=on))

    def of_code(self, code: str) -> Self:
        """Those of one power, found by the index that begins with the place."""
        return self.filter(power__place_id=CurrentPlace(), power__code=code)

    def by_code(self, most: int, *, after: str = "", before: str = "") -> Self:
        """At most so many of them by code: after a code, or the last before another.

        For lists that leave out little: it walks through the codes of the place and
        stops when it has enough, so a deep page costs what the first one does. One
        query, in which no version counts that these do not contain.
        """
        powers = Power.objects.filter(Exists(self.filter(power=OuterRef("pk"))))
        if before:
            powers = powers.filter(code__lt=before).order_by("-code")
        else:
            powers = powers.filter(code__gt=after).order_by("code")
        return self.filter(power__in=powers.values("pk")[:most]).order_by("power__code")

    def as_rows(self) -> Self:
        """Bring what a row of a list shows; of the long texts only the explanation."""
        return self.select_related("power").only(*ROW)

    def as_rows_with_holder(self) -> Self:
        """The same, and the short name of whoever holds it."""
        names = ("holder_post__short_name", "holder_body__short_name")
        # Whatever else was to come along is left out.
        found = self.select_related(None)
        found = found.select_related("power", "holder_post", "holder_body")
        return found.only(*ROW, *names)

    def with_holder(self) -> Self:
        """Bring the power and whoever holds it in the same query."""
        return self.select_related("power", "holder_post__body", "holder_body")

    def explained(self) -> Self:
        """Those that say what the power is."""
        return self.exclude(explanation="")


class PowerVersion(Said):
    """What a power says from a day; a change is a new version, never an edit."""

    power = models.ForeignKey(
        Power, on_delete=models.PROTECT, db_index=False, related_name="versions"
    )
    number = models.PositiveIntegerField()
    since = models.DateField()
    # None while in force; set once, by the version that takes its place or the repeal.
    until = models.DateField(null=True, blank=True)
    is_imported = models.BooleanField(default=False)
    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, related_name="+")

    guard: ClassVar[Guard] = Guard(
        append_only=True, set_once=("until",), app="select insert update"
    )

    objects: ClassVar = PlaceManager.from_queryset(PowerVersionQuerySet)()

    class Meta(Said.Meta):
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
            models.CheckConstraint(condition=ONE_HOLDER, name="version_has_one_holder"),
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
            # Each of the first two counts the list of a day without reading a text;
            # the third finds those of an imported list that say nothing.
            models.Index(
                fields=["place", "holder_body", "holder_post", "until", "since"],
                name="version_by_holder",
            ),
            models.Index(
                fields=["place", "category", "matter", "until", "since"],
                name="version_by_word",
            ),
            models.Index(
                fields=["place", "holder_body", "holder_post", "until", "since"],
                condition=Q(explanation=""),
                name="version_unexplained",
            ),
            models.Index(fields=["place", "holder_post", "id"], name="version_by_post"),
            # What began or ended in a month.
            models.Index(fields=["place", "since"], name="version_by_since"),
            models.Index(
                fields=["place", "until"],
                condition=Q(until__isnull=False),
                name="version_by_until",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def statement(self) -> Statement:
        """What it says, as a value."""
        return Statement.of(self)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts by where they stand."""

    def open(self) -> Self:
        """Those still to be decided, the oldest first."""
        return self.filter(state__in=Draft.OPEN).order_by("written_at", "id")

    def with_names(self) -> Self:
        """Whom and what they are about, in the same query."""
        return self.select_related(
            "power",
            "holder_post__body",
            "holder_body",
            "written_by",
            "reviewed_by",
            "decided_by",
        )


class Draft(Said):
    """What a power shall say, until two people have let it stand.

    It may be changed while it is written; nothing of it is public. When it is
    approved a version is published, and the draft keeps who did what.
    """

    class State(models.TextChoices):
        WRITTEN = "written", _("Waiting for the secrecy review")
        REVIEWED = "reviewed", _("Waiting for approval")
        SENT_BACK = "sent_back", _("Sent back")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Kind(models.TextChoices):
        CHANGE = "change", _("New or changed")
        REPEAL = "repeal", _("To be repealed")

    OPEN: ClassVar[tuple[str, ...]] = ("written", "reviewed", "sent_back")

    kind = models.CharField(max_length=6, choices=Kind.choices)
    code = models.CharField(max_length=64)
    # None for a power that is not on the list yet.
    power = models.ForeignKey(
        Power,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="drafts",
    )
    # The day from which it shall hold; None: the day it is approved.
    since = models.DateField(null=True, blank=True)
    is_imported = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State.choices)
    # None when a command on the server brought it.
    written_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    written_at = models.DateTimeField()
    # The second named person who has looked for secrets.
    reviewed_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    # Who approved, sent back or withdrew it.
    decided_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(blank=True)
    version = models.OneToOneField(
        PowerVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="draft",
    )
    # The leaf of a repeal; None of a change, whose leaf is its version's.
    leaf = models.OneToOneField(
        Leaf, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    guard: ClassVar[Guard] = Guard(app="select insert update")

    objects: ClassVar = PlaceManager.from_queryset(DraftQuerySet)()

    class Meta(Said.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(condition=ONE_HOLDER, name="draft_has_one_holder"),
            models.CheckConstraint(condition=~Q(code=""), name="draft_has_a_code"),
            models.UniqueConstraint(
                fields=["place", "code"],
                condition=Q(state__in=("written", "reviewed", "sent_back")),
                name="draft_of_a_power_is_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "written_at", "id"],
                condition=Q(state__in=("written", "reviewed", "sent_back")),
                name="draft_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.state}"

    @property
    def statement(self) -> Statement:
        """What it would say, as a value."""
        return Statement.of(self)
