"""Counts in pieces, so that no row is hot."""

from django.db import models

from mingbai.places.models import Body, PlaceOwned


class Tally(PlaceOwned):
    """A piece of a count; the count is the sum. The worker folds pieces together."""

    class Count(models.TextChoices):
        RECEIVED = "received", "received"
        OPEN = "open", "open"
        IN_TIME = "in_time", "in time"
        LATE = "late", "late"

    count = models.CharField(max_length=8, choices=Count.choices)
    # The body that has or answered it; None is the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # For OPEN the due day, for the others the day it happened.
    day = models.DateField()
    pieces = models.IntegerField()

    class Meta(PlaceOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["place", "count", "day"], name="tally_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.day}: {self.pieces:+d}"
