"""Counts in pieces, so that no row is hot."""

from django.db import models

from mingbai.accounts.models import User
from mingbai.letters.models.handling import State
from mingbai.places.models import Body, PlaceOwned


class Tally(PlaceOwned):
    """A piece of a count; the count is the sum. The worker folds pieces together."""

    class Count(models.TextChoices):
        RECEIVED = "received", "received"
        OPEN = "open", "open"
        IN_TIME = "in_time", "in time"
        LATE = "late", "late"
        # Not accepted or withdrawn after the due day.
        CLOSED_LATE = "closed_late", "closed late without an answer"
        DECLINED = "declined", "not accepted"
        MERGED = "merged", "merged into another"
        RETURNED = "returned", "returned"
        EXTENDED = "extended", "extended"
        REOPENED = "reopened", "opened again"
        WITHDRAWN = "withdrawn", "withdrawn"
        SATISFIED = "satisfied", "rated three to five"
        DISSATISFIED = "dissatisfied", "rated one or two"
        # These wait for a ruling.
        EXTENSION = "extension", "extension asked for"
        REOPENING = "reopening", "reopening asked for"
        # Assisting bodies' open parts; the day is when they are due.
        ASSIST = "assist", "assistance asked for"

    count = models.CharField(max_length=12, choices=Count.choices)
    # The body that has or answered it; None is the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # Of OPEN alone: who has it in hand, the clerk it was handed to, and the state.
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    clerk = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    state = models.CharField(max_length=10, choices=State.choices, blank=True)
    # For OPEN and ASSIST the due day, for the others the day it happened.
    day = models.DateField()
    pieces = models.IntegerField()

    class Meta(PlaceOwned.Meta):
        abstract = False
        indexes = [
            models.Index(fields=["place", "count", "day"], name="tally_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.day}: {self.pieces:+d}"
