"""What a place and a body decide about letters: the limits, and approval."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned


class TimeLimit(PlaceOwned):
    """The limits of one kind of letter at this place, in working days.

    A kind without a row has the defaults of `letters.limits`.
    """

    kind = models.CharField(max_length=8, choices=Letter.Kind.choices)
    # Promised on the receipt, from the day of receipt; None: the place's own default.
    receipt_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # From the day the office keeps it to answer directly.
    direct_days = models.PositiveSmallIntegerField()
    # From the day it went to a body.
    body_days = models.PositiveSmallIntegerField()
    # An interim reply is expected by then; None: none is.
    interim_days = models.PositiveSmallIntegerField(null=True, blank=True)
    # How much one extension may add at most.
    extension_days = models.PositiveSmallIntegerField()
    # "Not ours" is said by then.
    return_days = models.PositiveSmallIntegerField()
    # For an assisting body, from the day it was asked.
    assist_days = models.PositiveSmallIntegerField()

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "kind"], name="time_limit_is_one_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(
                    direct_days__gte=1,
                    body_days__gte=1,
                    return_days__gte=1,
                    assist_days__gte=1,
                ),
                name="time_limits_are_days",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Practice(PlaceOwned):
    """How a body handles its letters; a body without a row has answers unapproved."""

    body = models.OneToOneField(Body, on_delete=models.PROTECT, related_name="practice")
    wants_approval = models.BooleanField(default=False)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.body)
