"""A word to an official that a letter waits: its number and where it is."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mingbai.accounts.models import User
from mingbai.letters.models.letter import Letter
from mingbai.lib.guard import Guard
from mingbai.places.models import Body, PlaceOwned


class Notice(PlaceOwned):
    """One notice to one official; the desk shows it, channels may carry it."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("Assigned to you")
        DUE_TOMORROW = "due_tomorrow", _("Due tomorrow")
        LATE = "late", _("Late")
        INNER_DUE = "inner_due", _("Due in your section tomorrow")
        INNER_LATE = "inner_late", _("Late in your section")
        UNHEARD = "unheard", _("The writer has heard nothing yet")
        TO_PASS_ON = "to_pass_on", _("To be passed on")
        PRESSED = "pressed", _("Pressed for")
        ESCALATED = "escalated", _("Brought before you")
        TO_APPROVE = "to_approve", _("To approve")
        SENT_BACK = "sent_back", _("Sent back")
        RULED = "ruled", _("Ruled upon")
        ADDED = "added", _("The writer added something")
        PART_GIVEN = "part_given", _("Another body gave its part")
        WITHDRAWN = "withdrawn", _("Withdrawn by the writer")
        INSTRUCTED = "instructed", _("Instruction by the leader")
        URGENT = "urgent", _("Danger to life")
        NOBODY = "nobody", _("Nobody answers for the body")
        NO_APPROVER = "no_approver", _("Nobody can approve the body's answer")
        REOPEN_ASKED = "reopen_asked", _("The writer asks to reopen")
        REOPENED = "reopened", _("Opened again")
        PROMISE = "promise", _("A promised day came")
        DIGEST = "digest", _("This morning")

    user = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="+",
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # None for the digest.
    letter = models.ForeignKey(
        Letter,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # That nobody answers for: where administrators see to it. None: the office, or
    # another kind of notice.
    body = models.ForeignKey(
        Body,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    at = models.DateTimeField()
    # The local day it is for: a sweep repeated tells nobody twice.
    day = models.DateField()
    # Of the digest: how many are open, due today, late.
    counts = models.JSONField(null=True)
    seen_at = models.DateTimeField(null=True, blank=True)

    guard: ClassVar[Guard] = Guard(app="select insert update delete")

    class Meta(PlaceOwned.Meta):
        abstract = False
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "user", "kind", "letter", "day"],
                condition=Q(letter__isnull=False),
                name="notice_of_a_letter_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["place", "user", "kind", "day"],
                condition=Q(letter__isnull=True),
                name="digest_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["place", "user", "at", "id"], name="notice_by_user"),
            models.Index(
                fields=["place", "user"],
                condition=Q(seen_at__isnull=True),
                name="notice_unseen",
            ),
            models.Index(
                fields=["place", "letter", "kind", "day"],
                condition=Q(letter__isnull=False),
                name="notice_by_letter",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"

    @property
    def is_of_vacancy(self) -> bool:
        """Whether a duty is to be given; the letter itself is not for the reader."""
        return self.kind in {self.Kind.NOBODY, self.Kind.NO_APPROVER}
