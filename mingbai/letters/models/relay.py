"""What the office still has to pass on to a writer who does not look it up."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import PlaceOwned


class Passing(models.TextChoices):
    """How and with what outcome the office passed something on, or tried to."""

    CALLED = "called", _("Told by telephone")
    TEXTED = "texted", _("Sent by text message")
    MAILED = "mailed", _("Sent by e-mail")
    NO_ANSWER = "no_answer", _("Called, nobody answered")
    WRONG_NUMBER = "wrong_number", _("The telephone number does not work")
    WRONG_ADDRESS = "wrong_address", _("The e-mail address does not work")


class Relay(PlaceOwned):
    """The office owes a writer a word: by telephone, text message or e-mail.

    One at a time: whoever passes it on tells all that has happened since.
    """

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="relays"
    )
    at = models.DateTimeField()
    # None until it was passed on, or can't be.
    ended_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter"],
                condition=Q(ended_at__isnull=True),
                name="relay_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "at", "id"],
                condition=Q(ended_at__isnull=True),
                name="relay_waiting",
            ),
        ]

    def __str__(self) -> str:
        return str(self.letter)
