"""A promise with a day, made in an answer: a row with a clock of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.letters.models.letter import Letter
from mingbai.letters.models.reply import Reply
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned

WHAT_LENGTH = 60


class Promise(PlaceOwned):
    """What an answer promised by a day; on that day the writer is asked 办了没有.

    `what` may become public, so it names nobody; what the writer calls not done
    stands on the public list 答应了还没办.
    """

    class State(models.TextChoices):
        AHEAD = "ahead", _("Its day has not come")
        ASKED = "asked", _("The writer was asked")
        BROKEN = "broken", _("Promised and not done")
        REPORTED = "reported", _("Done, says the body")
        KEPT = "kept", _("Done, says the writer")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="promises"
    )
    reply = models.ForeignKey(
        Reply, on_delete=models.PROTECT, db_index=False, related_name="promises"
    )
    # Who promised; None is the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    what = models.CharField(max_length=WHAT_LENGTH)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.AHEAD)
    # When the writer last said whether it was done; None while the writer has not.
    settled_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["place", "letter"], name="promise_by_letter"),
            models.Index(
                fields=["place", "state", "due_on", "id"],
                condition=~Q(state="kept"),
                name="promise_not_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.due_on}"
