"""Where a letter stands now: who has it, until when, and in which state."""

from typing import ClassVar, Final, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.letters.models.letter import Letter
from mingbai.places.models import Body, PlaceOwned
from mingbai.places.scoping import PlaceManager


class State(models.TextChoices):
    """Where a letter stands; which way leads from where, `letters.moves` says."""

    REGISTERED = "registered", _("Registered")
    HELD = "held", _("Held")
    ROUTED = "routed", _("With a body")
    RETURNED = "returned", _("Returned, to be ruled")
    APPROVING = "approving", _("Awaiting approval")
    MERGED = "merged", _("Merged into another")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Not accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn by the writer")


# In these the clock has stopped.
CLOSED: Final = frozenset({State.ANSWERED, State.DECLINED, State.WITHDRAWN})
OPEN: Final = frozenset(State) - CLOSED


class HandlingQuerySet(models.QuerySet["Handling"]):
    """Queues of letters; pages of them go by key, never by offset."""

    def waiting(self) -> Self:
        """Open letters, the most urgent first."""
        return self.filter(closed_at__isnull=True).order_by("due_on", "id")

    def closed(self) -> Self:
        """Closed letters, the newest first."""
        return self.filter(closed_at__isnull=False).order_by("-closed_at", "-id")

    def with_row(self) -> Self:
        """Everything a row of the queue shows, in the same query."""
        return self.with_words().defer("letter__text__verbatim")

    def with_words(self) -> Self:
        """The same with the whole letter, as its writer wrote it."""
        return self.select_related("letter", "letter__text", "body", "officer").defer(
            "officer__password"
        )


class Handling(PlaceOwned):
    """Where a letter stands now. Events tell how it came there."""

    State = State

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
    # Who has it in hand; with the registrar's office, whoever claimed it.
    officer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # What the office says it is, where that is not the writer's own word.
    corrected_kind = models.CharField(
        max_length=8, choices=Letter.Kind.choices, blank=True
    )
    # 1, and one more for each time it was opened again.
    round = models.PositiveSmallIntegerField(default=1)
    due_on = models.DateField()
    # The deadline reaches a year whose calendar is not loaded yet.
    is_provisional = models.BooleanField(default=False)
    # Inside the body: the section that works on it, whom it named, and by when.
    section = models.CharField(max_length=48, blank=True)
    clerk = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    inner_due_on = models.DateField(null=True, blank=True)
    # The letter it was merged into; that one's answer is for both.
    principal = models.ForeignKey(
        Letter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="merged",
    )
    # A return was ruled upon: there is no second one.
    is_ruled = models.BooleanField(default=False)
    # The group of words that hints at danger to life; empty when none does.
    hint = models.CharField(max_length=16, blank=True)
    is_urgent = models.BooleanField(default=False)
    # None while open.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    # One more with each change; a form that saw an older one is refused.
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar = PlaceManager.from_queryset(HandlingQuerySet)()

    class Meta(PlaceOwned.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(CLOSED), closed_at__isnull=False)
                | (~Q(state__in=sorted(CLOSED)) & Q(closed_at__isnull=True)),
                name="handling_is_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(principal__isnull=False),
                name="handling_is_merged_into_one",
            ),
        ]
        indexes = [
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="handling_open",
            ),
            models.Index(
                fields=["place", "body", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="handling_open_by_body",
            ),
            models.Index(
                fields=["place", "officer", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="handling_open_by_officer",
            ),
            models.Index(
                fields=["place", "clerk", "due_on", "id"],
                condition=Q(closed_at__isnull=True) & Q(clerk__isnull=False),
                name="handling_open_by_clerk",
            ),
            models.Index(
                fields=["place", "inner_due_on", "id"],
                condition=Q(closed_at__isnull=True) & Q(clerk__isnull=False),
                name="handling_in_a_section",
            ),
            models.Index(
                fields=["place", "state", "due_on", "id"],
                condition=Q(closed_at__isnull=True)
                & ~Q(state__in=["registered", "routed"]),
                name="handling_by_rare_state",
            ),
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(closed_at__isnull=True) & Q(body__isnull=True),
                name="handling_at_office",
            ),
            models.Index(
                fields=["place", "due_on", "id"],
                condition=Q(closed_at__isnull=True) & (~Q(hint="") | Q(is_urgent=True)),
                name="handling_alarming",
            ),
            models.Index(
                fields=["place", "principal"],
                condition=Q(principal__isnull=False),
                name="handling_by_principal",
            ),
            models.Index(
                fields=["place", "closed_at", "id"],
                condition=Q(closed_at__isnull=False),
                name="handling_closed",
            ),
            models.Index(
                fields=["place", "body", "closed_at", "id"],
                condition=Q(closed_at__isnull=False),
                name="handling_closed_by_body",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.state}"

    @property
    def kind(self) -> Letter.Kind:
        """What it counts as: as corrected by the office, else as the writer said."""
        return Letter.Kind(self.corrected_kind or self.letter.kind)

    @property
    def is_open(self) -> bool:
        """Whether the clock still runs."""
        return self.state not in CLOSED
