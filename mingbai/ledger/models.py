"""The nouns of the ledger: counter, leaf, opening, checkpoint."""

import json
from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Max, Min

from mingbai.lib.guard import Guard
from mingbai.lib.tlog.leaf import encode_leaf
from mingbai.lib.uuid7 import uuid7


class Counter(models.Model):
    """The highest registration number given out in one year of one log."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    log = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    highest = models.PositiveBigIntegerField(default=0)

    guard: ClassVar[Guard] = Guard(
        scope="log", app="select insert update", sequencer="select"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "year"], name="counter_is_one_per_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.highest}"


class LeafQuerySet(models.QuerySet["Leaf"]):
    """Leaves of a log, by whether the log has taken them in."""

    def waiting(self, log: UUID) -> Self:
        """Those without a position yet."""
        return self.filter(log=log, position__isnull=True)

    def numbered(self, log: UUID) -> Self:
        """Those that carry a registration number."""
        return self.filter(log=log, kind__in=[Leaf.Kind.INTAKE, Leaf.Kind.IMPORTED])

    def between(self, log: UUID, start: int, end: int) -> Self:
        """Those from position `start` to before `end`, in order."""
        return self.filter(log=log, position__gte=start, position__lt=end).order_by(
            "position"
        )

    def size(self, log: UUID) -> int:
        """How many positions are given: positions are dense and begin at 0."""
        last = self.filter(log=log).aggregate(last=Max("position"))["last"]
        return 0 if last is None else last + 1

    def waiting_since(self, log: UUID) -> datetime | None:
        """When the oldest leaf without a position was entered; None if none waits."""
        oldest: datetime | None = self.waiting(log).aggregate(oldest=Min("entered_at"))[
            "oldest"
        ]
        return oldest


class Leaf(models.Model):
    """One commitment in the public log; it says its kind and nothing else in clear."""

    class Kind(models.TextChoices):
        INTAKE = "intake", "intake"
        IMPORTED = "imported", "imported"
        EVENT = "event", "event"
        PUBLIC = "public", "public"
        MANIFEST = "manifest", "manifest"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    log = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    commitment = models.BinaryField(max_length=32)
    entered_at = models.DateTimeField()
    # Imports and late entries carry the mark for ever: their `at` is not now.
    is_late = models.BooleanField(default=False)
    # None until the sequencer has given the leaf its place in the public log.
    position = models.PositiveBigIntegerField(null=True, blank=True)

    objects = LeafQuerySet.as_manager()

    guard: ClassVar[Guard] = Guard(
        append_only=True,
        set_once=("position",),
        scope="log",
        app="select insert",
        sequencer="select insert update",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "position"], name="leaf_position_is_taken_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["intake", "imported", "event", "public", "manifest"]
                ),
                name="leaf_kind_is_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["log", "entered_at"],
                condition=models.Q(position__isnull=True),
                name="leaf_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {bytes(self.commitment).hex()[:16]}"

    @property
    def entry(self) -> bytes:
        """The bytes that stand in the public log."""
        return encode_leaf(self.kind, bytes(self.commitment))


class Opening(models.Model):
    """What proves the content of an event, public or manifest leaf; erasable once."""

    leaf = models.OneToOneField(
        Leaf, primary_key=True, on_delete=models.PROTECT, related_name="opening"
    )
    log = models.UUIDField()
    name = models.CharField(max_length=64)
    salt = models.BinaryField(max_length=32, null=True)
    content = models.BinaryField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True,
        erasable=("salt", "content"),
        scope="log",
        app="select insert update",
        sequencer="select insert",
    )

    class Meta:
        indexes = [models.Index(fields=["log", "name"], name="opening_by_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def stated(self) -> dict[str, Any] | None:
        """What the leaf's content says; None once erased."""
        return None if self.content is None else json.loads(bytes(self.content))


class Checkpoint(models.Model):
    """A signed head of the log, as it was published."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    log = models.UUIDField()
    size = models.PositiveBigIntegerField()
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    signed_at = models.DateTimeField()

    guard: ClassVar[Guard] = Guard(
        append_only=True, scope="log", app="select", sequencer="select insert"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["log", "size"], name="checkpoint_size_is_signed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.size}"
