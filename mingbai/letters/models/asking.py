"""What is asked once and ruled upon by another: an extension, a reopening."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned


class Ruling(models.TextChoices):
    """What became of an asking; empty while nobody has ruled."""

    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    # The letter was closed, or went to another body, before anybody ruled.
    DROPPED = "dropped", _("Dropped")


class Extension(PlaceOwned):
    """The officer asks for more working days, before the due day, once a round.

    One that was dropped before anybody ruled upon it does not count.
    """

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="extensions"
    )
    round = models.PositiveSmallIntegerField()
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # Working days beyond the day it was due.
    days = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    asked_at = models.DateTimeField()
    ruling = models.CharField(max_length=7, choices=Ruling.choices, blank=True)
    ruled_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    ruled_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter", "round"],
                condition=~Q(ruling="dropped"),
                name="extension_is_asked_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "asked_at", "id"],
                condition=Q(ruling=""),
                name="extension_waiting",
            ),
            models.Index(
                fields=["place", "ruled_at", "id"],
                condition=Q(ruling="granted"),
                name="extension_granted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: +{self.days}"


class Reopening(PlaceOwned):
    """The writer says it is not solved; a supervisor rules, once and with a reason."""

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="reopening"
    )
    # The body whose answer did not satisfy; None is the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    asked_at = models.DateTimeField()
    ruling = models.CharField(max_length=7, choices=Ruling.choices, blank=True)
    ruled_by = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    ruled_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        indexes = [
            models.Index(
                fields=["place", "asked_at", "id"],
                condition=Q(ruling=""),
                name="reopening_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.letter)
