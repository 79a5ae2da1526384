"""Who takes part in a letter, and who must not: assisting bodies, recusals."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned


class Assist(PlaceOwned):
    """Another body's part in a letter, with its own clock; events hold the words."""

    class State(models.TextChoices):
        OPEN = "open", _("Asked for")
        GIVEN = "given", _("Given")
        ENDED = "ended", _("No longer needed")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="assists"
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    state = models.CharField(max_length=5, choices=State.choices, default=State.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "letter", "body"],
                condition=Q(state="open"),
                name="assist_is_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at__isnull=True)
                | (~Q(state="open") & Q(ended_at__isnull=False)),
                name="assist_ends_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "letter"], name="assist_by_letter"),
            models.Index(
                fields=["place", "body", "due_on", "id"],
                condition=Q(state="open"),
                name="assist_open_by_body",
            ),
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(state="open"),
                name="assist_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.body}"


class Recusal(PlaceOwned):
    """An official, or all who work for a body, may neither see nor handle a letter.

    信访工作条例 (2022) art. 28. Written as it stood on that day: whoever is complained
    of stays away even from another post, and whoever follows in the post does not.
    """

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="recusals"
    )
    # One of the two.
    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    at = models.DateTimeField()

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, body__isnull=False)
                | Q(user__isnull=False, body__isnull=True),
                name="recusal_is_of_one",
            ),
            models.UniqueConstraint(
                fields=["place", "letter", "user"],
                condition=Q(user__isnull=False),
                name="recusal_of_a_user_once",
            ),
            models.UniqueConstraint(
                fields=["place", "letter", "body"],
                condition=Q(body__isnull=False),
                name="recusal_of_a_body_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "user"],
                condition=Q(user__isnull=False),
                name="recusal_by_user",
            ),
            models.Index(
                fields=["place", "body"],
                condition=Q(body__isnull=False),
                name="recusal_by_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.user or self.body}"
