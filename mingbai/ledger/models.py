"""The nouns of the ledger: counter, leaf, opening, checkpoint."""

from typing import ClassVar

from django.db import models

from mingbai.lib.guard import Guard
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
