"""What becomes of a letter: where it stands, and everything that happened to it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.ledger.models import Leaf
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned
from mingbai.places.scoping import PlaceManager


class HandlingQuerySet(models.QuerySet["Handling"]):
    """Queues of letters; pages of them go by key, never by offset."""

    def waiting(self) -> Self:
        """Open letters, the most urgent first."""
        return self.filter(answered_at__isnull=True).order_by("due_on", "id")

    def answered(self) -> Self:
        """Answered letters, the newest answer first."""
        return self.filter(answered_at__isnull=False).order_by("-answered_at", "-id")

    def with_row(self) -> Self:
        """Everything a row of the queue shows, in the same query."""
        return self.select_related("letter", "letter__text", "body", "officer").defer(
            "letter__text__verbatim", "officer__password"
        )


class Handling(PlaceOwned):
    """Where a letter stands now: who has it and until when. Events tell how it came."""

    class State(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        ROUTED = "routed", _("With a body")
        ANSWERED = "answered", _("Answered")

    letter = models.OneToOneField(
        Letter, on_delete=models.PROTECT, related_name="handling"
    )
    state = models.CharField(max_length=10, choices=State.choices)
    # None while it lies with the registrar's office.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    due_on = models.DateField()
    # The deadline reaches a year whose calendar is not loaded yet.
    is_provisional = models.BooleanField(default=False)
    # None while open.
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)

    objects: ClassVar = PlaceManager.from_queryset(HandlingQuerySet)()

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True)),
                name="handling_is_answered_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="handling_open",
            ),
            models.Index(
                fields=["place", "body", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="handling_open_by_body",
            ),
            models.Index(
                fields=["place", "officer", "due_on", "id"],
                condition=Q(answered_at__isnull=True),
                name="handling_open_by_officer",
            ),
            models.Index(
                fields=["place", "answered_at", "id"],
                condition=Q(answered_at__isnull=False),
                name="handling_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.state}"


class LetterEvent(PlaceOwned):
    """One thing that happened to a letter; append-only, in the order of its time."""

    class Kind(models.TextChoices):
        REGISTERED = "registered", _("Registered")
        ROUTED = "routed", _("Transferred")
        ANSWERED = "answered", _("Answered")
        REDATED = "redated", _("Due day set by the new calendar")

    class Actor(models.TextChoices):
        WRITER = "writer", _("The writer")
        OFFICER = "officer", _("An official")
        SYSTEM = "system", _("The platform")

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, db_index=False, related_name="events"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    actor = models.CharField(max_length=7, choices=Actor.choices)
    # None unless an official acted.
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    from_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    to_body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    to_officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    due_on = models.DateField(null=True, blank=True)
    # None for what an import brought, and for registration, which has its own leaf.
    leaf = models.OneToOneField(
        Leaf, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    guard: ClassVar[Guard] = Guard(append_only=True, app="select insert")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["place", "letter", "at"], name="event_by_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.kind}"


class EventNote(PlaceOwned):
    """What an official wrote to a colleague with an event; erasable once."""

    event = models.OneToOneField(
        LetterEvent, on_delete=models.PROTECT, related_name="note"
    )
    text = models.TextField(null=True)

    guard: ClassVar[Guard] = Guard(
        append_only=True, erasable=("text",), app="select insert update"
    )

    class Meta(PlaceOwned.Meta):
        abstract = False

    def __str__(self) -> str:
        return str(self.event)
